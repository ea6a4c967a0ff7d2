package conformance;

import java.util.Map;
import java.util.UUID;
import no.digipost.api.client.DigipostClient;
import no.digipost.api.client.errorhandling.ErrorCode;
import no.digipost.api.client.representations.BankAccountNumber;
import no.digipost.api.client.representations.Channel;
import no.digipost.api.client.representations.DeliveryStatus;
import no.digipost.api.client.representations.Document;
import no.digipost.api.client.representations.DocumentStatus;
import no.digipost.api.client.representations.Identification;
import no.digipost.api.client.representations.IdentificationResultCode;
import no.digipost.api.client.representations.MessageRecipient;

/** Errors and answers that somebody tampered with, as the exceptions that the client has. */
final class Refusals {
    private static final String IDENTIFY = "digipost.identify";
    private static final String SEND = "digipost.messages.send";

    /** Names of tampered answers, and what they are. */
    private static final Map<String, String> TAMPERED =
            Map.of(
                    "noSignature", "an answer without signature",
                    "wrongKey", "an answer signed with another key",
                    "rotatedCertificate", "an answer signed with a newer certificate",
                    "dateOff", "an answer of a clock that is wrong",
                    "wrongHash", "an answer with the hash of another body",
                    "noHash", "an answer without hash");

    private final Sender sender;
    private final Checks checks;

    Refusals(Sender sender) {
        this.sender = sender;
        this.checks = sender.checks;
    }

    void run() {
        checks.attempt("letters are refused", this::letters);
        checks.attempt("the service is down", this::statuses);
        TAMPERED.keySet().stream()
                .sorted()
                .forEach(name -> checks.attempt(name, () -> tampered(name, TAMPERED.get(name))));
        checks.attempt("a lost receipt", this::lostReceipt);
        checks.attempt("trouble speaks", this::nothingLeft);
    }

    private void letters() throws Exception {
        sender.refused(
                "a letter to nobody, without address",
                ErrorCode.UNKNOWN_RECIPIENT,
                () -> sender.send(Sender.NOBODY, Sender.letter("Til ingen")));
        sender.refused(
                "an encrypted letter to nobody, which the client itself refuses",
                ErrorCode.UNKNOWN_RECIPIENT,
                () -> sender.send(Sender.NOBODY, Sender.letter("Til ingen").encrypt()));
        MessageRecipient user = new MessageRecipient(sender.pin(Sender.USER));
        String messageId = "once-" + UUID.randomUUID();
        Document document = Sender.letter("Første gang");
        sender.send(messageId, user, document);
        sender.refused(
                "a message-id that was used",
                ErrorCode.DUPLICATE_MESSAGE,
                () -> sender.send(messageId, user, Sender.letter("Andre gang")));
        sender.refused(
                "a uuid that was used",
                ErrorCode.DUPLICATE_DOCUMENT_ID,
                () -> sender.send(Sender.USER, document));
        sender.refused(
                "a letter with a blank subject",
                ErrorCode.MISSING_SUBJECT,
                () -> sender.send(Sender.USER, Sender.letter("  ")));
        sender.refused(
                "an account that is nobody's",
                ErrorCode.UNKNOWN_RECIPIENT,
                () ->
                        sender.send(
                                UUID.randomUUID().toString(),
                                new MessageRecipient(new BankAccountNumber("12345678903")),
                                Sender.letter("Til en konto")));
        unusedAfterAll(user);
    }

    /** A refused letter has used neither its message-id nor its uuid. */
    private void unusedAfterAll(MessageRecipient user) throws Exception {
        String messageId = "again-" + UUID.randomUUID();
        Document document = Sender.letter("Prøver igjen");
        MessageRecipient nobody = new MessageRecipient(sender.pin(Sender.NOBODY));
        sender.refused(
                "the first try goes to nobody",
                ErrorCode.UNKNOWN_RECIPIENT,
                () -> sender.send(messageId, nobody, document));
        checks.equal(
                "the second try has the same ids",
                sender.send(messageId, user, document).getChannel(),
                Channel.DIGIPOST);
    }

    private void statuses() throws Exception {
        sender.admin.arm(500);
        sender.refused("a server that fails", ErrorCode.SERVER_ERROR, this::identify);
        sender.admin.arm(503);
        if (sender.version.triesAgain()) {
            identify();
            checks.that("a server that is away is asked again", true, "");
            sender.admin.arm(503);
            sender.admin.arm(503);
        }
        sender.refused("a server that is away", ErrorCode.API_UNAVAILABLE, this::identify);
        identify();
    }

    private void identify() throws Exception {
        identify(sender.client);
    }

    private void identify(DigipostClient client) throws Exception {
        Identification who = new Identification(sender.pin(Sender.USER));
        IdentificationResultCode found = client.identifyRecipient(who).getResult();
        if (found != IdentificationResultCode.DIGIPOST) {
            throw new IllegalStateException("a user is " + found);
        }
    }

    private void tampered(String name, String what) throws Exception {
        identify();
        sender.admin.arm(IDENTIFY, name);
        sender.refused(what, ErrorCode.SERVER_SIGNATURE_ERROR, this::identify);
        identify();
        checks.that("the answer after it is believed", true, "");
    }

    /** The letter was delivered, and its sender cannot know: the ids tell. */
    private void lostReceipt() throws Exception {
        MessageRecipient user = new MessageRecipient(sender.pin(Sender.USER));
        String messageId = "lost-" + UUID.randomUUID();
        Document document = Sender.letter("Kvitteringen går tapt");
        sender.admin.arm(SEND, "noSignature");
        sender.refused(
                "a receipt without signature",
                ErrorCode.SERVER_SIGNATURE_ERROR,
                () -> sender.send(messageId, user, document));
        sender.refused(
                "and the letter was delivered",
                ErrorCode.DUPLICATE_MESSAGE,
                () -> sender.send(messageId, user, document));
        DocumentStatus status = sender.client.getDocumentStatus(sender.id, document.uuid);
        checks.equal("as its status tells", status.status, DeliveryStatus.DELIVERED);
    }

    private void nothingLeft() throws Exception {
        checks.equal("all armed trouble has spoken", sender.admin.disarm(), 0);
    }
}
