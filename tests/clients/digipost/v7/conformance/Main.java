package conformance;

import java.time.LocalDate;
import java.util.UUID;
import no.digipost.api.client.DigipostClient;
import no.digipost.api.client.representations.Document;
import no.digipost.api.client.representations.FileType;
import no.digipost.api.client.representations.Invoice;
import no.digipost.api.client.representations.archive.ArchiveDocument;

/** A sender with the last client that speaks v7, where an invoice is a kind of document. */
public final class Main implements Sender.Version {
    public static void main(String[] arguments) throws Exception {
        Run.with(arguments, new Main());
    }

    @Override
    public Document invoice(UUID uuid, String subject, LocalDate due) {
        return new Invoice(
                uuid, subject, FileType.PDF, Sender.KID, Sender.AMOUNT, Sender.ACCOUNT, due);
    }

    @Override
    public boolean tellsInvoice(Document document) {
        return document instanceof Invoice;
    }

    @Override
    public boolean sendsBareLetters() {
        return false;
    }

    @Override
    public boolean triesAgain() {
        return false;
    }

    @Override
    public void deleteArchived(DigipostClient client, ArchiveDocument document) {
        client.deleteArchiveDocument(document);
    }
}
