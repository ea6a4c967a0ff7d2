package conformance;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import no.digipost.api.useragreements.client.Agreement;
import no.digipost.api.useragreements.client.AgreementType;
import no.digipost.api.useragreements.client.BrokerId;
import no.digipost.api.useragreements.client.DigipostUserAgreementsClient;
import no.digipost.api.useragreements.client.Document;
import no.digipost.api.useragreements.client.DocumentContent;
import no.digipost.api.useragreements.client.ErrorCode;
import no.digipost.api.useragreements.client.GetAgreementResult;
import no.digipost.api.useragreements.client.GetDocumentsQuery;
import no.digipost.api.useragreements.client.IdentificationResultCode;
import no.digipost.api.useragreements.client.Invoice;
import no.digipost.api.useragreements.client.InvoicePayment;
import no.digipost.api.useragreements.client.InvoiceStatus;
import no.digipost.api.useragreements.client.SenderId;
import no.digipost.api.useragreements.client.UserAgreementsApiException;
import no.digipost.api.useragreements.client.UserId;
import no.digipost.api.useragreements.client.response.StreamingRateLimitedResponse;
import no.digipost.api.useragreements.client.response.TooManyRequestsException;

/** A bank that shows its customers their invoices of Digipost, with the last client that can. */
public final class Main {
    /** A person with a mailbox in Digipost and an account in a bank that shows invoices. */
    private static final String CUSTOMER = "bjorg";
    /** A person whom Digipost does not know. */
    private static final String NOBODY = "unregistered";
    /** Whoever sends the invoices. */
    private static final String ISSUER = "fjord-energi";

    private static final AgreementType TYPE = AgreementType.INVOICE_BANK;
    private static final int PAYMENT_ID = 900_001;

    private final Checks checks;
    private final Given given;
    private final Admin admin;
    private final SenderId id;
    private final DigipostUserAgreementsClient client;
    private final UserId customer;
    private final UserId nobody;

    private Main(Checks checks, Given given) throws Exception {
        this.checks = checks;
        this.given = given;
        this.admin = given.admin();
        this.id = SenderId.of(given.broker());
        this.client =
                new DigipostUserAgreementsClient.Builder(
                                BrokerId.of(given.broker()), given.keyStore(), given.password())
                        .serviceEndpoint(given.listener())
                        .build();
        this.customer = UserId.of(admin.ssn(CUSTOMER));
        this.nobody = UserId.of(admin.ssn(NOBODY));
    }

    public static void main(String[] arguments) throws Exception {
        Given given = Given.of(arguments);
        Checks checks = new Checks();
        checks.attempt("the client can be made", () -> new Main(checks, given).run());
        checks.finish();
    }

    private void run() {
        checks.attempt("customers are identified", this::identify);
        checks.attempt("there is no agreement", this::noAgreement);
        checks.attempt("an agreement is made", this::agree);
        checks.attempt("an invoice is shown and paid", this::invoice);
        checks.attempt("another invoice is deleted", this::deleted);
        checks.attempt("customers are streamed", this::owners);
        checks.attempt("an agreement ends", this::withdraw);
        checks.attempt("an answer is of another time", this::dateOff);
    }

    private void identify() {
        checks.equal(
                "a customer has Digipost",
                client.identifyUser(id, customer).getResult(),
                IdentificationResultCode.DIGIPOST);
        checks.equal(
                "somebody else has not",
                client.identifyUser(id, nobody, "request-7").getResult(),
                IdentificationResultCode.UNIDENTIFIED);
    }

    private void noAgreement() {
        GetAgreementResult result = client.getAgreement(id, TYPE, customer);
        checks.equal(
                "before an agreement is made there is none",
                failure(result),
                GetAgreementResult.FailedReason.NO_AGREEMENT);
        result = client.getAgreement(id, TYPE, nobody);
        checks.equal(
                "and nobody else has one",
                failure(result),
                GetAgreementResult.FailedReason.UNKNOWN_USER);
        refused(
                "without an agreement no invoice is shown",
                ErrorCode.AGREEMENT_NOT_FOUND,
                () -> client.getDocuments(id, TYPE, customer, GetDocumentsQuery.empty()));
        refused(
                "nobody makes no agreement",
                ErrorCode.UNKNOWN_USER_ID,
                () -> client.createOrReplaceAgreement(id, invoices(nobody, false)));
    }

    private static GetAgreementResult.FailedReason failure(GetAgreementResult result) {
        return result.isSuccess() ? null : result.getFailedReason();
    }

    private static Agreement invoices(UserId user, boolean sms) {
        return Agreement.createInvoiceBankAgreement(user, sms);
    }

    private void agree() {
        client.createOrReplaceAgreement(id, invoices(customer, false));
        checks.equal("an agreement has its answer", sms(), "false");
        client.createOrReplaceAgreement(id, invoices(customer, true));
        checks.equal("the same again replaces it", sms(), "true");
        List<String> types =
                client.getAgreements(id, customer).stream()
                        .map(one -> one.getType().getType())
                        .collect(Collectors.toList());
        checks.equal("the list has this one", types, List.of(TYPE.getType()));
    }

    private String sms() {
        Agreement agreement = client.getAgreement(id, TYPE, customer).getAgreement();
        HashMap<String, String> attributes = agreement.getAttributes();
        return attributes == null ? null : attributes.get("sms-notification");
    }

    private void invoice() throws Exception {
        int before = unpaid().size();
        LocalDate due = admin.now().toLocalDate().plusDays(14);
        Issuer issuer = new Issuer(given.listener(), admin, ISSUER);
        byte[] content = issuer.send(admin.ssn(CUSTOMER), "Strøm mars", due);
        List<Document> listed = unpaid();
        checks.equal("an invoice to the customer is listed", listed.size(), before + 1);
        checks.equal("and counted", count(), (long) before + 1);
        Document document = find(listed, "Strøm mars").orElseThrow();
        checks.equal("its sender is named", document.getSenderName(), issuer.name());
        checks.that("it has an address in Digipost", document.getDigipostUri() != null, "none");
        checks.that("and a time", document.getDeliveryTime() != null, "none");
        told(document.getInvoice(), due);
        checks.equal("outside its dates it is not listed", dueBefore(due).size(), before);
        document = client.getDocument(id, TYPE, document.getId());
        checks.equal("it can be read alone", document.getSubject(), "Strøm mars");
        content(document, content);
        pay(document);
        checks.equal("a paid invoice is not unpaid", unpaid().size(), before);
    }

    private List<Document> unpaid() {
        return client.getDocuments(id, TYPE, customer, unpaidOnly());
    }

    private static GetDocumentsQuery unpaidOnly() {
        return GetDocumentsQuery.builder().invoiceStatus(InvoiceStatus.UNPAID).build();
    }

    private long count() {
        return client.getDocumentCount(id, TYPE, customer, unpaidOnly());
    }

    private List<Document> dueBefore(LocalDate due) {
        GetDocumentsQuery query =
                GetDocumentsQuery.builder()
                        .invoiceStatus(InvoiceStatus.UNPAID)
                        .invoiceDueDateFrom(due.minusDays(30))
                        .invoiceDueDateTo(due.minusDays(1))
                        .build();
        return client.getDocuments(id, TYPE, customer, query);
    }

    private static Optional<Document> find(List<Document> all, String subject) {
        return all.stream().filter(one -> subject.equals(one.getSubject())).findAny();
    }

    private void told(Invoice invoice, LocalDate due) {
        checks.equal("its KID", invoice.getKid().serialize(), Issuer.KID);
        checks.equal("its account", invoice.getAccount(), Issuer.ACCOUNT);
        checks.equal("its amount", invoice.getAmount().compareTo(Issuer.AMOUNT), 0);
        checks.equal("its due date", invoice.getDueDate(), due);
        checks.equal("its status", invoice.getStatus(), InvoiceStatus.UNPAID);
    }

    private void content(Document document, byte[] expected) throws Exception {
        DocumentContent link = client.getDocumentContent(id, TYPE, document.getId());
        checks.equal("its content has a type", link.getContentType(), "application/pdf");
        HttpResponse<byte[]> once = fetch(link.getTempUri());
        checks.that("and an address", Arrays.equals(once.body(), expected), once);
        checks.that("for one use", fetch(link.getTempUri()).statusCode() / 100 == 4, "more");
    }

    private HttpResponse<byte[]> fetch(URI address) throws Exception {
        return admin.send(HttpRequest.newBuilder(address));
    }

    private void pay(Document document) {
        client.payInvoice(id, TYPE, document.getId(), new InvoicePayment(PAYMENT_ID));
        InvoiceStatus status =
                client.getDocument(id, TYPE, document.getId()).getInvoice().getStatus();
        checks.equal("an invoice is paid", status, InvoiceStatus.PAID);
        refused(
                "it is not paid twice",
                ErrorCode.INVOICE_ALREADY_PAID,
                () ->
                        client.payInvoice(
                                id, TYPE, document.getId(), new InvoicePayment(PAYMENT_ID + 1)));
        refused(
                "an invoice that is not there cannot be paid",
                ErrorCode.DOCUMENT_NOT_FOUND,
                () -> client.payInvoice(id, TYPE, 987_654_321, new InvoicePayment(PAYMENT_ID)));
    }

    private void deleted() throws Exception {
        LocalDate due = admin.now().toLocalDate().plusDays(20);
        new Issuer(given.listener(), admin, ISSUER).send(admin.ssn(CUSTOMER), "Nett mars", due);
        Document document = find(unpaid(), "Nett mars").orElseThrow();
        client.deleteInvoice(id, TYPE, document.getId());
        checks.equal(
                "a deleted invoice is not unpaid", find(unpaid(), "Nett mars"), Optional.empty());
    }

    private void owners() {
        StreamingRateLimitedResponse<UserId> answer = client.getAgreementOwners(id, TYPE);
        List<String> found =
                answer.map(UserId::serialize).asStream().collect(Collectors.toList());
        checks.that("customers are streamed", found.contains(customer.serialize()), found);
        Duration pause = answer.getDelayUntilNextAllowedRequest();
        checks.that("with a pause", !pause.isNegative() && !pause.isZero(), pause);
        try {
            client.getAgreementOwners(id, TYPE).asStream().count();
            checks.that("asked again at once, there are too many questions", false, "answered");
        } catch (TooManyRequestsException refusal) {
            checks.that("asked again at once, there are too many questions", true, "");
            Optional<Duration> wait = refusal.getDelayUntilNextAllowedRequest();
            checks.that("and the answer says how long to wait", wait.isPresent(), wait);
        }
    }

    private void withdraw() {
        client.deleteAgreement(id, TYPE, customer);
        checks.equal(
                "an agreement that ended is not there",
                failure(client.getAgreement(id, TYPE, customer)),
                GetAgreementResult.FailedReason.NO_AGREEMENT);
        refused(
                "and with it the invoices",
                ErrorCode.AGREEMENT_NOT_FOUND,
                () -> client.getDocuments(id, TYPE, customer, GetDocumentsQuery.empty()));
        refused(
                "it cannot end twice",
                ErrorCode.AGREEMENT_NOT_FOUND,
                () -> client.deleteAgreement(id, TYPE, customer));
    }

    /** The only thing in an answer that this client verifies. */
    private void dateOff() throws Exception {
        admin.arm("digipost.agreements.get", "dateOff");
        refused(
                "an answer of a clock that is wrong",
                ErrorCode.SIGNATURE_ERROR,
                () -> client.getAgreement(id, TYPE, nobody));
        checks.equal("all armed trouble has spoken", admin.disarm(), 0);
    }

    /** The call is refused with this code. */
    private void refused(String what, ErrorCode code, Checks.Part call) {
        checks.attempt(
                what,
                () -> {
                    String found = "no refusal";
                    try {
                        call.run();
                    } catch (UserAgreementsApiException refusal) {
                        found = refusal.getErrorCode() + " " + Checks.chain(refusal);
                        if (refusal.getErrorCode() == code) {
                            checks.that(what, true, "");
                            return;
                        }
                    }
                    checks.that(what, false, "expected " + code + ", found " + found);
                });
    }
}
