package conformance;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.UUID;
import no.digipost.api.client.DigipostClient;
import no.digipost.api.client.representations.Document;
import no.digipost.api.client.representations.FileType;
import no.digipost.api.client.representations.archive.ArchiveDocument;
import no.digipost.api.datatypes.types.invoice.Invoice;

/** A sender with the newest client, which speaks v8, where an invoice is data of a document. */
public final class Main implements Sender.Version {
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    public static void main(String[] arguments) throws Exception {
        Run.with(arguments, new Main());
    }

    @Override
    public Document invoice(UUID uuid, String subject, LocalDate due) {
        ZonedDateTime on = due.atStartOfDay(OSLO);
        Invoice data = new Invoice(null, on, Sender.AMOUNT, Sender.ACCOUNT, Sender.KID);
        return new Document(uuid, subject, FileType.PDF, data);
    }

    /** Nothing says whether a receipt has the data again: a document with them is no other kind. */
    @Override
    public boolean tellsInvoice(Document document) {
        return false;
    }

    /** Its HTTP client writes a path as it finds it, each letter as one byte of Latin-1. */
    @Override
    public boolean sendsBareLetters() {
        return true;
    }

    /** So does every HTTP client of this family, after a second. */
    @Override
    public boolean triesAgain() {
        return true;
    }

    @Override
    public void deleteArchived(DigipostClient client, ArchiveDocument document) {
        client.deleteArchiveDocument(document.getDelete());
    }
}
