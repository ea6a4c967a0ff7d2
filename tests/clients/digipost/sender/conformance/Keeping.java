package conformance;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import no.digipost.api.client.errorhandling.ErrorCode;
import no.digipost.api.client.representations.Document;
import no.digipost.api.client.representations.MessageRecipient;
import no.digipost.api.client.representations.OrganisationNumber;
import no.digipost.api.client.representations.archive.Archive;
import no.digipost.api.client.representations.archive.ArchiveDocument;
import no.digipost.api.client.representations.archive.ArchiveDocumentContent;
import no.digipost.api.client.representations.inbox.InboxDocument;

/** What a company keeps: the letters it got, and its archive. */
final class Keeping {
    /** Its Base64 has a slash, a plus and fillers, which stand bare in the path. */
    private static final String REFERENCE = "ku?de>2026";

    private static final int PAGES_MAX = 50;

    private final Sender sender;
    private final Checks checks;

    Keeping(Sender sender) {
        this.sender = sender;
        this.checks = sender.checks;
    }

    void run() {
        checks.attempt("a company reads its letters", this::inbox);
        checks.attempt("a company keeps documents", this::archive);
    }

    private void inbox() throws Exception {
        String orgnr = sender.admin.companyOf(sender.given.broker()).getString("orgnr");
        Document letter = Sender.letter("Til bedriften");
        MessageRecipient to = new MessageRecipient(new OrganisationNumber(orgnr));
        sender.send(UUID.randomUUID().toString(), to, letter);
        List<InboxDocument> all = sender.client.getInbox(sender.id).documents;
        checks.that("a letter to a company is in its inbox", !all.isEmpty(), "it is empty");
        InboxDocument newest = all.get(0);
        checks.equal("the newest comes first", newest.getSubject(), letter.subject);
        checks.equal("it was not read yet", newest.getFirstAccessed(), null);
        checks.that("it has a sender", newest.getSender() != null, "it has none");
        try (InputStream content = sender.client.getInboxDocumentContent(newest)) {
            same("its content comes through the redirect", content, Sender.content(letter));
        }
        Optional<InboxDocument> read = inInbox(newest.getId());
        ZonedDateTime when = read.map(InboxDocument::getFirstAccessed).orElse(null);
        checks.that("reading the content is noted", when != null, "it is not");
        sender.client.deleteInboxDocument(newest);
        checks.equal("a deleted letter is gone", inInbox(newest.getId()), Optional.empty());
        int count = sender.client.getInbox(sender.id, 0, 1).documents.size();
        checks.that("a page has no more than was asked for", count <= 1, count);
    }

    private Optional<InboxDocument> inInbox(long id) {
        List<InboxDocument> all = sender.client.getInbox(sender.id).documents;
        return all.stream().filter(one -> one.getId() == id).findAny();
    }

    private void archive() throws Exception {
        ArchiveDocument first = document("første.pdf").withReferenceId(REFERENCE);
        ArchiveDocument second = document("andre.pdf");
        Archive wanted = Archive.defaultArchive().documents(first, second).build();
        Archive receipt =
                sender.client
                        .archiveDocuments(wanted)
                        .addFile(first, content(first))
                        .addFile(second, content(second))
                        .send();
        List<UUID> uuids = List.of(first.getUuid(), second.getUuid());
        checks.equal("two documents are archived", uuids(receipt.getDocuments()), uuids);
        List<UUID> listed = everything();
        checks.that("the archives list them", listed.containsAll(uuids), listed);
        byReference(first);
        ArchiveDocument kept = byUuid(first);
        contents(kept, content(first));
        anotherUuid(first);
        sender.version.deleteArchived(sender.client, kept);
        sender.refused(
                "a deleted document is gone",
                ErrorCode.DOCUMENT_NOT_FOUND,
                () -> sender.client.getArchiveDocumentByUuid(sender.id, first.getUuid()));
        ArchiveDocument other = byUuid(second);
        checks.equal("the other one is still there", other.getFileName(), "andre.pdf");
    }

    private static ArchiveDocument document(String name) {
        return new ArchiveDocument(UUID.randomUUID(), name, "pdf", "application/pdf");
    }

    private static byte[] content(ArchiveDocument document) {
        return Pdf.of(1, document.getUuid().toString());
    }

    private static List<UUID> uuids(List<ArchiveDocument> documents) {
        return documents.stream().map(ArchiveDocument::getUuid).collect(Collectors.toList());
    }

    /** Follows the pages of every archive to their end. */
    private List<UUID> everything() {
        List<UUID> found = new ArrayList<>();
        int pages = 0;
        for (Archive archive : sender.client.getArchives(sender.id).getArchives()) {
            Optional<URI> next = archive.getNextDocuments();
            while (next.isPresent() && pages < PAGES_MAX) {
                pages += 1;
                Archive page = sender.client.getArchiveDocuments(next.get());
                found.addAll(uuids(page.getDocuments()));
                next = page.getNextDocuments();
            }
        }
        checks.that("the pages of an archive come to an end", pages < PAGES_MAX, pages);
        return found;
    }

    private void byReference(ArchiveDocument wanted) {
        byte[] reference = REFERENCE.getBytes(StandardCharsets.UTF_8);
        String onTheWire = Base64.getEncoder().encodeToString(reference);
        checks.that("the reference is an awkward one", onTheWire.contains("/"), onTheWire);
        List<UUID> found =
                sender.client
                        .getArchiveDocumentsByReferenceId(sender.id, REFERENCE)
                        .getArchives()
                        .stream()
                        .flatMap(archive -> archive.getDocuments().stream())
                        .map(ArchiveDocument::getUuid)
                        .collect(Collectors.toList());
        checks.that("its reference finds it", found.contains(wanted.getUuid()), found);
    }

    private ArchiveDocument byUuid(ArchiveDocument wanted) {
        Archive found = sender.client.getArchiveDocumentByUuid(sender.id, wanted.getUuid());
        checks.equal(
                "a uuid finds its document",
                uuids(found.getDocuments()),
                List.of(wanted.getUuid()));
        ArchiveDocument kept = found.getDocuments().get(0);
        checks.equal("it has its name", kept.getFileName(), wanted.getFileName());
        checks.equal("and its reference", kept.getReferenceid(), wanted.getReferenceid());
        checks.that("and the day it came", kept.getArchivedTime() != null, "there is none");
        checks.that("and its hash", kept.getContentHash() != null, "there is none");
        return kept;
    }

    private void contents(ArchiveDocument kept, byte[] expected) throws Exception {
        ArchiveDocumentContent link =
                sender.client.getArchiveDocumentContent(kept.getDocumentContent());
        checks.equal("content has its type", link.getContentType(), "application/pdf");
        HttpResponse<byte[]> once = fetch(link.getUri());
        checks.that("its address gives it", Arrays.equals(once.body(), expected), once);
        HttpResponse<byte[]> twice = fetch(link.getUri());
        checks.that("and only once", twice.statusCode() / 100 == 4, twice);
        try (InputStream stream =
                sender.client.getArchiveDocumentContentStream(kept.getDocumentContentStream())) {
            same("content comes as a stream, too", stream, expected);
        }
    }

    /** Whoever has the address of content may read it, without signing anything. */
    private HttpResponse<byte[]> fetch(String address) throws Exception {
        return sender.admin.send(HttpRequest.newBuilder(URI.create(address)));
    }

    private void anotherUuid(ArchiveDocument wanted) {
        UUID other = UUID.randomUUID();
        Archive both =
                sender.client.addUniqueUUIDToArchiveDocument(
                        sender.id, wanted.getUuid(), other);
        List<UUID> found = uuids(both.getDocuments());
        checks.that("a document can have another uuid", found.contains(other), found);
        Archive by = sender.client.getArchiveDocumentByUuid(sender.id, other);
        checks.equal("which finds it", by.getDocuments().size(), 1);
    }

    private void same(String what, InputStream stream, byte[] expected) throws Exception {
        byte[] found = stream.readAllBytes();
        checks.that(what, Arrays.equals(found, expected), found.length + " other bytes");
    }
}
