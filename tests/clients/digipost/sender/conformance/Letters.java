package conformance;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.digipost.api.client.errorhandling.ErrorCode;
import no.digipost.api.client.representations.AdditionalData;
import no.digipost.api.client.representations.Channel;
import no.digipost.api.client.representations.DeliveryStatus;
import no.digipost.api.client.representations.DigipostAddress;
import no.digipost.api.client.representations.Document;
import no.digipost.api.client.representations.DocumentEvent;
import no.digipost.api.client.representations.DocumentEventType;
import no.digipost.api.client.representations.DocumentStatus;
import no.digipost.api.client.representations.FileType;
import no.digipost.api.client.representations.Identification;
import no.digipost.api.client.representations.Message;
import no.digipost.api.client.representations.MessageDelivery;
import no.digipost.api.client.representations.MessageRecipient;
import no.digipost.api.client.representations.MessageStatus;
import no.digipost.api.client.representations.PrintDetails;
import no.digipost.api.client.representations.Read;
import no.digipost.api.datatypes.types.ExternalLink;

/** Letters and invoices on every way, and what becomes of them. */
final class Letters {
    private static final int EVENTS_MAX = 100;

    private final Sender sender;
    private final Checks checks;

    Letters(Sender sender) {
        this.sender = sender;
        this.checks = sender.checks;
    }

    void run() {
        checks.attempt("a letter reaches a mailbox", this::letter);
        checks.attempt("a letter with attachments", this::attachments);
        checks.attempt("a letter to a Digipost address", this::byAddress);
        checks.attempt("an invoice reaches a mailbox", this::invoice);
        checks.attempt("a letter is read", this::opened);
        checks.attempt("data are added to a letter", this::moreData);
        checks.attempt("an encrypted letter reaches a mailbox", this::encrypted);
        checks.attempt("a letter falls back to print", () -> fallback(false));
        checks.attempt("an encrypted letter falls back to print", () -> fallback(true));
        checks.attempt("a user of Digipost gets no paper", this::noPaper);
        checks.attempt("a letter goes straight to print", () -> directPrint(false));
        checks.attempt("an encrypted letter goes straight to print", () -> directPrint(true));
    }

    private void letter() throws Exception {
        Document document = Sender.letter("Årsavregning – strøm");
        String messageId = "letter-" + UUID.randomUUID();
        MessageRecipient to = new MessageRecipient(sender.pin(Sender.USER));
        MessageDelivery receipt = sender.send(messageId, to, document);
        delivered("a letter", receipt, Channel.DIGIPOST, MessageStatus.DELIVERED);
        checks.equal("its receipt has the message-id", receipt.getMessageId(), messageId);
        long broker = receipt.getSenderId().map(id -> id.value()).orElse(0L);
        checks.equal("its sender is the broker", broker, sender.given.broker());
        ZonedDateTime at = receipt.getDeliveryTime();
        ZonedDateTime now = sender.admin.now();
        checks.that("its delivery time is sandbox time", near(at, now), at + ", now " + now);
        Document primary = receipt.getPrimaryDocument();
        checks.equal("its document has the uuid", primary.uuid, document.uuid);
        checks.equal("and the subject", primary.subject, document.subject);
        checks.equal("and the file type", primary.getDigipostFileType(), "pdf");
    }

    private static boolean near(ZonedDateTime at, ZonedDateTime now) {
        return at != null && Math.abs(at.toEpochSecond() - now.toEpochSecond()) < 60;
    }

    private void attachments() throws Exception {
        Document primary = Sender.letter("Brev med vedlegg");
        Document first = Sender.letter("Vedlegg 1");
        Document second = new Document(UUID.randomUUID(), "Vedlegg 2", new FileType("txt"));
        Message message =
                Message.newMessage(UUID.randomUUID(), primary)
                        .senderId(sender.id)
                        .recipient(sender.pin(Sender.USER))
                        .attachments(first, second)
                        .invoiceReference("avdeling 7")
                        .build();
        MessageDelivery receipt =
                sender.client
                        .createMessage(message)
                        .addContent(primary, Sender.content(primary))
                        .addContent(first, Sender.content(first))
                        .addContent(second, "Blåbærsyltetøy".getBytes(StandardCharsets.UTF_8))
                        .send();
        List<UUID> found =
                receipt.getAllDocuments().map(one -> one.uuid).collect(Collectors.toList());
        List<UUID> expected =
                Stream.of(primary, first, second).map(one -> one.uuid).collect(Collectors.toList());
        checks.equal("a receipt has the attachments in their order", found, expected);
    }

    private void byAddress() throws Exception {
        Identification who = new Identification(sender.pin(Sender.USER));
        String address = sender.client.identifyRecipient(who).getDigipostAddress();
        MessageRecipient to = new MessageRecipient(new DigipostAddress(address));
        Document document = Sender.letter("Til en adresse");
        MessageDelivery receipt = sender.send(UUID.randomUUID().toString(), to, document);
        delivered("a letter to " + address, receipt, Channel.DIGIPOST, MessageStatus.DELIVERED);
    }

    private void invoice() throws Exception {
        LocalDate due = sender.admin.now().toLocalDate().plusDays(14);
        Document document = sender.version.invoice(UUID.randomUUID(), "Faktura mars", due);
        MessageDelivery receipt = sender.send(Sender.USER, document);
        delivered("an invoice", receipt, Channel.DIGIPOST, MessageStatus.DELIVERED);
        Document primary = receipt.getPrimaryDocument();
        checks.equal("its document has the uuid", primary.uuid, document.uuid);
        checks.that(
                "its receipt is of a plain document",
                !sender.version.tellsInvoice(primary),
                "kid and amount are told");
    }

    private void opened() throws Exception {
        Document plain = Sender.letter("Uten kvittering");
        Document wanted = Sender.letterWithReceipt("Med åpningskvittering");
        sender.send(Sender.USER, plain);
        sender.send(Sender.USER, wanted);
        checks.equal("before a letter is opened it has no event", openings(wanted), 0L);
        DocumentStatus before = status(wanted);
        checks.equal("its status is delivered", before.status, DeliveryStatus.DELIVERED);
        checks.equal("in Digipost", before.channel, Channel.DIGIPOST);
        checks.equal("it is not read yet", before.read, Read.N);
        checks.that("it is a primary document", before.isPrimaryDocument, "it is none");
        checks.that("its status has the hash", before.contentHash != null, "there is none");
        sender.admin.advance("PT1H");
        sender.admin.open(Sender.USER, wanted.uuid.toString());
        sender.admin.open(Sender.USER, plain.uuid.toString());
        checks.equal("once opened it has one", openings(wanted), 1L);
        checks.equal("and it is read", status(wanted).read, Read.Y);
        checks.equal("without opening receipt nothing is told", status(plain).read, null);
        sender.refused(
                "a document that was never sent has no status",
                ErrorCode.DOCUMENT_NOT_FOUND,
                () -> sender.client.getDocumentStatus(sender.id, UUID.randomUUID()));
    }

    private DocumentStatus status(Document document) {
        return sender.client.getDocumentStatus(sender.id, document.uuid);
    }

    private long openings(Document document) throws Exception {
        return events(document).filter(one -> one.getType() == DocumentEventType.OPENED).count();
    }

    private Stream<DocumentEvent> events(Document document) throws Exception {
        ZonedDateTime now = sender.admin.now();
        ZonedDateTime from = now.minusDays(1);
        ZonedDateTime to = now.plusDays(1);
        List<DocumentEvent> all =
                sender.client.getDocumentEvents(from, to, 0, EVENTS_MAX).getEvents();
        List<DocumentEvent> ours =
                sender.client.getDocumentEvents(sender.id, from, to, 0, EVENTS_MAX).getEvents();
        checks.equal("a broker's events are its sender's events", ours.size(), all.size());
        return all.stream().filter(one -> document.uuid.equals(one.getUuid()));
    }

    private void moreData() throws Exception {
        ExternalLink page = new ExternalLink(URI.create("https://fjord-energi.example/avtale"));
        Document document = new Document(UUID.randomUUID(), "Med lenke", FileType.PDF, page);
        MessageDelivery receipt = sender.send(Sender.USER, document);
        ExternalLink other = new ExternalLink(URI.create("https://fjord-energi.example/ny"));
        AdditionalData more =
                AdditionalData.Builder.newAdditionalData(other).setSenderId(sender.id).build();
        sender.client.addData(receipt.getPrimaryDocument().getAddDataLink(), more);
        checks.that("data can be added to a document with data", true, "");
    }

    private void encrypted() throws Exception {
        Document document = Sender.letter("Kryptert");
        document.encrypt();
        MessageDelivery receipt = sender.send(Sender.USER, document);
        delivered("an encrypted letter", receipt, Channel.DIGIPOST, MessageStatus.DELIVERED);
    }

    private void fallback(boolean encrypted) throws Exception {
        Document document = Sender.letter("Faller tilbake til papir");
        String what = "a letter to nobody with an address";
        if (encrypted) {
            document.encrypt();
            what = "an encrypted letter to nobody with an address";
        }
        PrintDetails paper = Sender.onPaper("Ukjent Mottaker");
        MessageRecipient to = new MessageRecipient(sender.pin(Sender.NOBODY), paper);
        MessageDelivery receipt = sender.send(UUID.randomUUID().toString(), to, document);
        printed(what, receipt);
    }

    private void noPaper() throws Exception {
        Document document = Sender.letter("Papir er ikke nødvendig");
        PrintDetails paper = Sender.onPaper("Digital Postkasse");
        MessageRecipient to = new MessageRecipient(sender.pin(Sender.USER), paper);
        MessageDelivery receipt = sender.send(UUID.randomUUID().toString(), to, document);
        delivered("one to a user", receipt, Channel.DIGIPOST, MessageStatus.DELIVERED);
    }

    private void directPrint(boolean encrypted) {
        Document document = Sender.letter("Rett på papir");
        if (encrypted) {
            document.encrypt();
        }
        MessageRecipient to = new MessageRecipient(Sender.onPaper("Kari Papir"));
        MessageDelivery receipt = sender.send(UUID.randomUUID().toString(), to, document);
        printed(encrypted ? "an encrypted letter to print" : "a letter to print", receipt);
    }

    private void printed(String what, MessageDelivery receipt) {
        delivered(what, receipt, Channel.PRINT, MessageStatus.DELIVERED_TO_PRINT);
        checks.equal("a subject is not printed", receipt.getPrimaryDocument().subject, "N/A");
    }

    private void delivered(
            String what, MessageDelivery receipt, Channel channel, MessageStatus status) {
        checks.equal(what + ": its channel is " + channel, receipt.getChannel(), channel);
        checks.equal(what + ": its status is " + status, receipt.getStatus(), status);
    }
}
