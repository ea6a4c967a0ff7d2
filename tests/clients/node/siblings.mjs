// The sibling services, with the descriptions that the server serves.
import { Caller, many } from "./caller.mjs";

const ACCOUNT = "86011117947";
const HALGEIR = "414360222";
const BJORG = "207080383";
const NOBODYS = "00000000-0000-4000-8000-000000000000";
const TRY_LATER = "PROCESSING_IN_PROGRESS-TRY_LATER";
const REQUESTED = "CANCELLATION_REQUESTED";
const RULE = { accountNumber: ACCOUNT, customerReferencePosition: "KID[1-6]" };

class Sibling extends Caller {
  /** An invoice in schema order; without a receiver when that is null. */
  invoice(invoiceNumber, efakturaIdentifier = HALGEIR) {
    const receiver = efakturaIdentifier ? { efakturaIdentifier } : {};
    return { invoiceNumber, ...receiver, documentType: "INVOICE", kid: "000002123453",
      accountNumber: ACCOUNT, amount: "99.50", dueDate: "2026-03-20", brandName: "Nord Nett",
      eFakturaUrl: "https://faktura.example/vis?a=1&b=2" };
  }

  /** Adds invoices and returns what MPS calls them. */
  async added(body) {
    const answer = await this.call("addInvoices", body);
    const found = many(answer.addedInvoices.addedInvoice);
    this.equal("invoices taken", answer.numberOfInvoices, found.length);
    return found.map((it) => it.transactionId);
  }

  async consignment(what, consignmentId, expected) {
    const found = await this.call("getConsignmentStatus", { consignmentId });
    const told = many(found.invoiceStatuses?.invoiceStatus).map((it) => it.status);
    this.equal(`consignment ${what}`, [found.status, found.invoiceCount, told], expected);
  }

  async status(issuerId, which) {
    return (await this.call("getInvoiceStatus", { issuerId, ...which })).status;
  }

  as(company, scene) {
    return this.signedIn(this.sandbox.login(company), scene);
  }

  pay(invoice) {
    return this.sandbox.ask("POST", "/people/halgeir/actions/pay", { invoice });
  }
}

export class Erp extends Sibling {
  SCENES = [this.issuers, this.rules, this.invoices, this.theEnd];

  async issuers() {
    this.nord = await this.sandbox.orgnr("nord-nett");
    const vest = await this.sandbox.orgnr("vest-vann");
    const make = (issuerId, rule) => ({ issuerId, name: "Nord Nett",
      brandAgreementRules: { brandAgreementRule: [rule] } });
    await this.as("regnskapshuset", async () => {
      await this.refused("an issuer of another provider", 5002, "createIssuer", make(vest, RULE));
      await this.refused("a bad account", 5006, "createIssuer",
        make(this.nord, { ...RULE, accountNumber: "86011117948" }));
      await this.refused("a bad position", 5007, "createIssuer",
        make(this.nord, { ...RULE, customerReferencePosition: "KID[6-1]" }));
      const found = await this.call("createIssuer", make(this.nord, RULE));
      this.equal("a new issuer", [found.issuerId, found.holder], [this.nord, "OWN"]);
      this.equal("is in every bank a day later",
        new Date(found.activeFrom) - new Date(found.createdAt), 86_400_000);
      this.equal("another provider's is told of",
        (await this.call("getIssuer", { issuerId: vest })).holder, "OTHER");
    });
  }

  async rules() {
    const body = { issuerId: this.nord,
      brandAgreementRule: { ...RULE, customerReferencePosition: "KID[2-7]" } };
    await this.as("regnskapshuset", async () => {
      const found = await this.call("addBrandAgreementRule", body);
      this.equal("a second rule", found.issuerId, this.nord);
      await this.refused("a rule again", 5008, "addBrandAgreementRule", body);
    });
    await this.as("fjord-energi", () => this.refused("a rule of other software", 5002,
      "addBrandAgreementRule", body));
  }

  async invoices() {
    const body = { issuerId: this.nord, consignmentId: "c-77",
      invoices: { invoice: [this.invoice("N-1"), this.invoice("N-2", BJORG)] } };
    await this.as("regnskapshuset", async () => {
      const [, second] = await this.added(body);
      const again = await this.faultOf("addInvoices", body);
      this.equal("a consignment again: a fault without detail",
        [again?.detail, again?.faultstring.includes("consignmentId")], [undefined, true]);
      await this.consignment("at once", "c-77", ["IN_PROGRESS", 2, []]);
      await this.sandbox.advance("PT5S");
      await this.consignment("later", "c-77", ["PROCESSED", 2, ["ACCEPTED", "REJECTED"]]);
      this.equal("by number", await this.status(this.nord, { invoiceNumber: "N-1" }), "ACCEPTED");
      this.equal("by id", await this.status(this.nord, { transactionId: second }), "REJECTED");
      this.equal("nobody's", await this.status(this.nord, { invoiceNumber: "N-3" }), "NOT_FOUND");
    });
  }

  async theEnd() {
    const body = { issuerId: this.nord };
    await this.as("regnskapshuset", async () => {
      await this.call("deleteIssuer", body);
      await this.refused("a deleted issuer", 5002, "getIssuer", body);
    });
  }
}

export class Nets extends Sibling {
  SCENES = [this.invoices, this.cancelled];

  async body(consignmentId, ...invoice) {
    return { serviceProvider: await this.sandbox.orgnr("brobyggeren"), consignmentId,
      invoices: { invoice }, issuerId: await this.sandbox.orgnr("nord-nett") };
  }

  async invoices() {
    const body = await this.body("c-1", this.invoice("B-1"), this.invoice("B-2"));
    const { serviceProvider, ...alone } = body;
    await this.as("brobyggeren", async () => {
      await this.refused("no service provider", 5009, "addInvoices", alone);
      await this.refused("an invoice to nobody", 5003, "addInvoices",
        await this.body("c-1", this.invoice("B-3", null)));
      this.ids = await this.added(body);
      await this.consignment("at once", "c-1", ["IN_PROGRESS", 2, []]);
    });
    const issuerId = await this.sandbox.orgnr("fjord-energi");
    await this.as("fjord-energi", () => this.refused("a service provider of one who has none", 5010,
      "addInvoices", { serviceProvider, ...alone, issuerId }));
  }

  async cancelled() {
    const [first, second] = this.ids;
    const cancel = async (transactionId) =>
      (await this.call("cancelInvoice", { transactionId })).status;
    await this.as("brobyggeren", async () => {
      this.equal("cancelled at once", await cancel(first), TRY_LATER);
      await this.sandbox.advance("PT5S");
      await this.refused("nobody's", 5004, "cancelInvoice", { transactionId: NOBODYS });
      const found = await this.call("getCancellableInvoice",
        { issuerId: await this.sandbox.orgnr("nord-nett"), invoiceNumber: "B-1" });
      this.equal("what can be cancelled is found by its number",
        many(found.cancellableInvoices?.cancellableInvoice).map((it) => it.transactionId), [first]);
    });
    await this.as("fjord-energi", () => this.refused("somebody else's", 5008, "cancelInvoice",
      { transactionId: first }));
    await this.as("brobyggeren", async () => {
      this.equal("cancelled later", await cancel(first), REQUESTED);
      await this.sandbox.advance("PT5S");
      await this.refused("cancelled again", 5006, "cancelInvoice", { transactionId: first });
      await this.pay(second);
      await this.refused("paid", 5005, "cancelInvoice", { transactionId: second });
    });
  }
}

export class Submitter extends Sibling {
  SCENES = [this.invoices, this.blackList, this.signatures];

  async invoices() {
    const issuerId = await this.sandbox.orgnr("nord-nett");
    const body = { senderInfo: { consignmentId: "100000001", contentProviderId: "123456789",
      issuerId }, invoices: { invoice: [this.invoice("S-1"), this.invoice("S-2")] } };
    const cancel = async () =>
      (await this.call("cancelConsignment", { consignmentId: "100000001" })).status;
    await this.as("ruteren", async () => {
      const [first] = await this.added(body);
      await this.refused("a consignment again", 209, "addInvoices", body);
      this.equal("cancelled at once", await cancel(), TRY_LATER);
      await this.sandbox.advance("PT5S");
      this.equal("status", await this.status(issuerId, { invoiceNumber: "S-1" }), "ACCEPTED");
      await this.refused("nobody's consignment", 201, "cancelConsignment",
        { consignmentId: "999999999" });
      this.equal("cancelled later", await cancel(), REQUESTED);
      await this.sandbox.advance("PT5S");
      await this.consignment("cancelled", "100000001",
        ["PROCESSED", 2, ["CANCELLED", "CANCELLED"]]);
      await this.refused("cancelled again", 205, "cancelConsignment",
        { consignmentId: "100000001" });
      await this.refused("nobody's invoice", 203, "cancelInvoice", { transactionId: NOBODYS });
      await this.refused("a cancelled invoice", 206, "cancelInvoice", { transactionId: first });
    });
    await this.as("midt-mobil", () => this.refused("somebody else's", 208, "addInvoices", body));
  }

  async blackList() {
    const answer = await this.call("getBlackList");
    const listed = many(answer.blackListResponses.blackListResponseType);
    const stopped = await this.sandbox.orgnr("stengt-stroem");
    this.that("the black list names stengt-stroem", listed.some((it) => it.identifier === stopped));
  }

  async signatures() {
    await this.refused("a signature made elsewhere", 211, "validateSecuritySignature",
      { encryptedSignature: `%3CMSG${"ab".repeat(60)}%3E` });
  }
}
