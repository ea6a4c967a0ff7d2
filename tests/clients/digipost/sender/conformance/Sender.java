package conformance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import no.digipost.api.client.BrokerId;
import no.digipost.api.client.DigipostClient;
import no.digipost.api.client.DigipostClientConfig;
import no.digipost.api.client.SenderId;
import no.digipost.api.client.delivery.OngoingDelivery.SendableDelivery;
import no.digipost.api.client.errorhandling.DigipostClientException;
import no.digipost.api.client.errorhandling.ErrorCode;
import no.digipost.api.client.representations.Document;
import no.digipost.api.client.representations.FileType;
import no.digipost.api.client.representations.Message;
import no.digipost.api.client.representations.MessageDelivery;
import no.digipost.api.client.representations.MessageRecipient;
import no.digipost.api.client.representations.NorwegianAddress;
import no.digipost.api.client.representations.PersonalIdentificationNumber;
import no.digipost.api.client.representations.PrintDetails;
import no.digipost.api.client.representations.PrintRecipient;
import no.digipost.api.client.representations.archive.ArchiveDocument;
import no.digipost.api.client.security.Signer;

/** The client with its defaults, in particular verifying every answer, and what the parts share. */
public final class Sender {
    /** A person with a mailbox in Digipost. */
    public static final String USER = "mailbox-digipost";
    /** A person who has no mailbox in Digipost. */
    public static final String IDENTIFIED = "bodil";
    /** Another one, of whom nothing but an address is known. */
    public static final String NOBODY = "unregistered";

    /** Invoice of every run, in kroner. */
    public static final BigDecimal AMOUNT = new BigDecimal("1005.50");

    public static final String ACCOUNT = "86011117947";
    public static final String KID = "000001123454";

    public final Checks checks;
    public final Given given;
    public final Admin admin;
    public final Version version;
    public final SenderId id;
    public final DigipostClient client;

    /** What the two versions of the client do not have in common. */
    public interface Version {
        /** An invoice in the way of this version. */
        Document invoice(UUID uuid, String subject, LocalDate due);

        /** Whether the receipt tells of kid and amount. */
        boolean tellsInvoice(Document document);

        /** Whether letters beyond ASCII stand in a path as they are, which is no HTTP. */
        boolean sendsBareLetters();

        /** Whether a request that met a server that is away is sent once more. */
        boolean triesAgain();

        void deleteArchived(DigipostClient client, ArchiveDocument document);
    }

    public Sender(Checks checks, Given given, Version version) {
        this.checks = checks;
        this.given = given;
        this.admin = given.admin();
        this.version = version;
        this.id = SenderId.of(given.broker());
        this.client = connect();
    }

    /** Another client of the same broker, with nothing remembered. */
    public DigipostClient connect() {
        DigipostClientConfig config =
                DigipostClientConfig.newConfiguration().digipostApiUri(given.listener()).build();
        Signer signer = Signer.usingKeyFromPKCS12KeyStore(given.keyStore(), given.password());
        return new DigipostClient(config, BrokerId.of(given.broker()), signer);
    }

    public PersonalIdentificationNumber pin(String slug) throws Exception {
        return new PersonalIdentificationNumber(admin.ssn(slug));
    }

    public static Document letter(String subject) {
        return new Document(UUID.randomUUID(), subject, FileType.PDF);
    }

    /** A letter that tells its sender when it was opened. */
    public static Document letterWithReceipt(String subject) {
        return new Document(
                UUID.randomUUID(), subject, FileType.PDF, "Takk", null, null, null, null);
    }

    public static byte[] content(Document document) {
        return Pdf.of(1, document.uuid.toString());
    }

    /** Sends one document to a person with a number, and nothing else. */
    public MessageDelivery send(String slug, Document document) throws Exception {
        return send(UUID.randomUUID().toString(), new MessageRecipient(pin(slug)), document);
    }

    public MessageDelivery send(String messageId, MessageRecipient to, Document document) {
        Message message = Message.newMessage(messageId, document).recipient(to).build();
        return ready(message, document).send();
    }

    private SendableDelivery ready(Message message, Document document) {
        if (message.isDirectPrint()) {
            return client.createPrintOnlyMessage(message).addContent(document, content(document));
        }
        return client.createMessage(message).addContent(document, content(document));
    }

    public static PrintDetails onPaper(String name) {
        NorwegianAddress home = new NorwegianAddress("Prøveveien 22", "0001", "Oslo");
        NorwegianAddress back = new NorwegianAddress("Fjordgata 1", "5003", "Bergen");
        PrintRecipient sender = new PrintRecipient("Fjord Energi Sandkasse AS", back);
        return new PrintDetails(new PrintRecipient(name, home), sender);
    }

    /** The call is refused with this code. */
    public void refused(String what, ErrorCode code, Checks.Part call) {
        checks.attempt(
                what,
                () -> {
                    DigipostClientException refusal = refusal(call);
                    String found = refusal == null ? "no refusal" : Checks.chain(refusal);
                    checks.that(
                            what,
                            refusal != null && refusal.getErrorCode() == code,
                            "expected " + code + ", found " + found);
                });
    }

    /** The client's own exception, wherever in the chain it is; any other goes on. */
    private static DigipostClientException refusal(Checks.Part call) throws Exception {
        try {
            call.run();
            return null;
        } catch (Exception trouble) {
            for (Throwable one = trouble; one != null; one = one.getCause()) {
                if (one instanceof DigipostClientException refusal) {
                    return refusal;
                }
            }
            throw trouble;
        }
    }
}
