"""zeep drives the sibling services of the Combo API: issuers and invoices of business software,
issuers with MPS as their submitter, and submitters.

    python mps_siblings.py --base http://127.0.0.1:PORT

In a sandbox of its own, with the served descriptions, since the services' own are not public. Every
body is held against the schema in them, and every element in them says where it comes from.
"""

import argparse
import re
from datetime import date
from decimal import Decimal

from lxml import etree

import soap
from caller import Caller
from checks import Checks
from sandbox import Sandbox

ACCOUNT, KID = "86011117947", "000002123453"
HALGEIR, BJORG = "414360222", "207080383"
NOBODYS = "00000000-0000-4000-8000-000000000000"
TRY_LATER, REQUESTED = "PROCESSING_IN_PROGRESS-TRY_LATER", "CANCELLATION_REQUESTED"
WORDS = re.compile(r"^modelled: .+|.+ \(known from (eFaktura|MPS|Maventa)[:,] .+\)$", re.DOTALL)


def main():
    """Plays the three services one after the other; they have one store."""
    parser = argparse.ArgumentParser(description="The sibling services, by a real SOAP client.")
    parser.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    options = parser.parse_args()
    checks = Checks()
    sandbox = Sandbox(options.base, "siblings-zeep")
    for story, path in ((Erp, soap.ERP), (Nets, soap.NETS), (Submitter, soap.SUBMITTER)):
        name = story.__name__
        with checks.attempt(f"{name}: the story runs to its end"):
            client = story(checks, name, sandbox, path)
            for scene in client.SCENES:
                with checks.attempt(f"{name}: {scene.replace('_', ' ')}"):
                    getattr(client, scene)()
            wsdl = soap.fetch_wsdl(client.address)
            soap.validate(checks, name, client.bodies(), soap.schema_of(wsdl), "our")
            says_where_from(checks, name, wsdl)
    checks.finish()


def says_where_from(checks, name, wsdl):
    """Each element is modelled or has a public source. Elements that stand for a whole message are
    named by the list of operations."""
    schema = wsdl.find(f".//{{{soap.XSD}}}schema")
    nested = [it for it in schema.iter(f"{{{soap.XSD}}}element") if it.getparent() is not schema]
    silent, modelled = [], 0
    for element in nested:
        words = element.findtext(f"{{{soap.XSD}}}annotation/{{{soap.XSD}}}documentation") or ""
        if not WORDS.match(words):
            owner = next((it.get("name") for it in element.iterancestors() if it.get("name")), "")
            silent.append(f"{owner}/{element.get('name')}: {words!r}")
        modelled += words.startswith("modelled")
    checks.equal(f"{name}: every element is modelled or has a source", silent, [])
    checks.that(f"{name}: {modelled} of {len(nested)} elements are modelled",
                0 < modelled < len(nested))
    top = {it.get("name") for it in schema.findall(f"{{{soap.XSD}}}element")}
    parts = wsdl.iter("{http://schemas.xmlsoap.org/wsdl/}part")
    used = {etree.QName(it.nsmap[None] or "", it.get("element").split(":")[1]).localname
            for it in parts}
    checks.equal(f"{name}: every element at the top is a message", top, used)


class Sibling(Caller):
    """What the three have in common: invoices."""

    def invoice(self, number, receiver=HALGEIR, **changes):
        one = {"invoiceNumber": number, "documentType": "INVOICE", "kid": KID,
               "accountNumber": ACCOUNT, "amount": Decimal("99.50"), "dueDate": date(2026, 3, 20),
               "brandName": "Nord Nett", "eFakturaUrl": "https://faktura.example/vis?a=1&b=2"}
        if receiver:
            one["efakturaIdentifier"] = receiver
        return one | changes

    def added(self, **body):
        """Adds invoices and returns what MPS calls them."""
        answer = self.call("addInvoices", **body)
        return [it.transactionId for it in answer.addedInvoices.addedInvoice]

    def status(self, issuer, **which):
        return self.call("getInvoiceStatus", issuerId=issuer, **which)

    def later(self):
        self.sandbox.advance("PT5S")

    def consignment(self, what, consignment, expected):
        found = self.call("getConsignmentStatus", consignmentId=consignment)
        told = found.invoiceStatuses
        statuses = [it.status for it in told.invoiceStatus] if told else []
        self.equal(f"consignment {what}", (found.status, found.invoiceCount, statuses), expected)

    def finds(self):
        keys = [{"efakturaIdentifier": HALGEIR}, {"socialSecurityNumber": "13121622259"}]
        answer = self.call("getEfakturaIdentifiers",
                           getEfakturaIdentifiersKey={"efakturaIdentifierKey": keys})
        found = answer.getEfakturaIdentifiersResponse.efakturaIdentifierResponse
        self.equal("receivers are found here too",
                   [(it.efakturaIdentifier, it.autoAcceptEfaktura) for it in found],
                   [(HALGEIR, True), (BJORG, False)])

    def as_(self, company):
        return self.signed_in(self.sandbox.login(company))

    def pay(self, transaction):
        self.sandbox.post("/people/halgeir/actions/pay", {"invoice": transaction})


class Erp(Sibling):
    """Business software, `regnskapshuset`, and the issuers that it makes."""

    SCENES = ["issuers", "rules", "invoices", "finds", "the_end"]
    RULE = {"accountNumber": ACCOUNT, "customerReferencePosition": "KID[1-6]"}

    def issuers(self):
        self.nord, vest = (self.sandbox.orgnr(it) for it in ("nord-nett", "vest-vann"))
        self.vest = vest
        rules = {"brandAgreementRule": [self.RULE]}
        with self.as_("regnskapshuset"):
            self.refused("an issuer nobody has", 5002, "getIssuer", issuerId=self.nord)
            bad = self.RULE | {"accountNumber": "86011117948"}
            self.refused("a new issuer with a bad account", 5006, "createIssuer",
                         issuerId=self.nord, brandAgreementRules={"brandAgreementRule": [bad]})
            bad = self.RULE | {"customerReferencePosition": "KID[6-1]"}
            self.refused("a new issuer with a bad position", 5007, "createIssuer",
                         issuerId=self.nord, brandAgreementRules={"brandAgreementRule": [bad]})
            self.refused("an issuer of another provider", 5002, "createIssuer", issuerId=vest)
            found = self.call("createIssuer", issuerId=self.nord, name="Nord Nett",
                              brandAgreementRules=rules)
            self.equal("a new issuer", (found.issuerId, found.holder, found.name),
                       (self.nord, "OWN", "Nord Nett"))
            spread = found.activeFrom - found.createdAt
            self.equal("is in every bank a day later", spread.total_seconds(), 86400)
            found = self.call("getIssuer", issuerId=self.nord)
            found = (found.holder, len(found.brandAgreementRules.brandAgreementRule))
            self.equal("is there", found, ("OWN", 1))
            found = self.call("getIssuer", issuerId=vest)
            self.equal("another provider's is told of", (found.holder, found.name), ("OTHER", None))
        with self.as_("fjord-energi"):
            found = self.call("getIssuer", issuerId=self.nord)
            self.equal("other software sees that somebody has it", found.holder, "OTHER")
            self.refused("and may not delete it", 5002, "deleteIssuer", issuerId=self.nord)
        with self.as_("ruteren"):
            self.refused("a user who is no software", 5002, "createIssuer", issuerId=self.nord)

    def rules(self):
        add, delete = "addBrandAgreementRule", "deleteBrandAgreementRule"
        second = self.RULE | {"customerReferencePosition": "KID[2-7]"}
        with self.as_("regnskapshuset"):
            found = self.call(add, issuerId=self.nord, brandAgreementRule=second)
            self.equal("a second rule", found.issuerId, self.nord)
            for what, code, rule in [
                    ("a rule again", 5008, second),
                    ("a rule with a bad account", 5006, second | {"accountNumber": "abcdefghijk"}),
                    ("a rule without a position", 5007,
                     second | {"customerReferencePosition": "somewhere"})]:
                self.refused(what, code, add, issuerId=self.nord, brandAgreementRule=rule)
            self.refused("a rule for somebody else", 5002, add, issuerId=self.vest,
                         brandAgreementRule=second)
            for when, expected in (("once", True), ("twice", False)):
                found = self.call(delete, issuerId=self.nord, brandAgreementRule=second)
                self.equal(f"a rule deleted {when}", found.deleted, expected)

    def invoices(self):
        invoices = {"invoice": [self.invoice("N-1"), self.invoice("N-2", BJORG)]}
        body = {"issuerId": self.nord, "consignmentId": "20260302001", "invoices": invoices}
        with self.as_("regnskapshuset"):
            self.ids = self.added(**body)
            self.refused_plainly("a consignment again", "consignmentId", "addInvoices",
                                 **body)
            self.refused("invoices of an issuer who is not the user's", 5002, "addInvoices",
                         **body | {"issuerId": self.sandbox.orgnr("fjord-energi")})
            self.consignment("at once", "20260302001", ("IN_PROGRESS", 2, []))
            found = self.status(self.nord, invoiceNumber="N-1")
            self.equal("an invoice at once", (found.status, found.transactionId),
                       ("IN_PROGRESS", self.ids[0]))
            self.later()
            self.consignment("later", "20260302001", ("PROCESSED", 2, ["ACCEPTED", "REJECTED"]))
            self.consignment("that nobody sent", "20269999999", ("NOT_FOUND", 0, []))
            found = self.status(self.nord, transactionId=self.ids[1])
            self.equal("an invoice by its id", (found.status, found.invoiceNumber),
                       ("REJECTED", "N-2"))
            self.that("with code and words", bool(found.rejectionCode and found.rejectionText),
                      found)
            found = self.status(self.nord, invoiceNumber="N-3")
            self.equal("an invoice nobody sent", found.status, "NOT_FOUND")
        combo = Caller(self.checks, "Combo", self.sandbox, soap.COMBO)
        found = combo.call("getTransactionStatus", transactionId=self.ids[0])
        self.equal("the Combo API sees it too",
                   (found.transactionStatus.efakturaTransactionStatus.status,
                    found.transaction.kid), ("ACCEPTED", KID))

    def the_end(self):
        with self.as_("regnskapshuset"):
            self.call("deleteIssuer", issuerId=self.nord)
            self.refused("a deleted issuer", 5002, "getIssuer", issuerId=self.nord)


class Nets(Sibling):
    """An integrator, `brobyggeren`, whose submitter is MPS."""

    SCENES = ["invoices", "cancelled", "finds"]

    def body(self, consignment, *invoices, **changes):
        return {"serviceProvider": self.sandbox.orgnr("brobyggeren"), "consignmentId": consignment,
                "invoices": {"invoice": list(invoices)}, "issuerId": self.nord} | changes

    def invoices(self):
        self.nord = self.sandbox.orgnr("nord-nett")
        one, two, nobody = self.invoice("B-1"), self.invoice("B-2"), self.invoice("B-3", None)
        with self.as_("brobyggeren"):
            self.refused("no service provider", 5009, "addInvoices",
                         **self.body("c-1", one, serviceProvider=None))
            self.refused("an invoice to nobody", 5003, "addInvoices",
                         **self.body("c-1", one, nobody))
            self.consignment("that was refused", "c-1", ("NOT_FOUND", 0, []))
            found = self.status(self.nord, invoiceNumber="B-1")
            self.equal("nor is an invoice of it kept", found.status, "NOT_FOUND")
            self.ids = self.added(**self.body("c-1", one, two))
            self.refused_plainly("a consignment again", "consignmentId", "addInvoices",
                                 **self.body("c-1", one))
            self.consignment("at once", "c-1", ("IN_PROGRESS", 2, []))
        with self.as_("fjord-energi"):
            energi = self.sandbox.orgnr("fjord-energi")
            self.refused("a service provider of one who has none", 5010, "addInvoices",
                         **self.body("c-2", one, issuerId=energi))
            self.refused("an issuer of somebody else", 5008, "addInvoices",
                         **self.body("c-2", one, serviceProvider=None))

    def cancelled(self):
        first, second = self.ids
        with self.as_("brobyggeren"):
            found = self.call("cancelInvoice", transactionId=first)
            self.equal("cancelled at once", found.status, TRY_LATER)
            self.later()
            self.consignment("later", "c-1", ("PROCESSED", 2, ["ACCEPTED", "ACCEPTED"]))
            found = self.call("getCancellableInvoice", issuerId=self.nord, invoiceNumber="B-1")
            found = found.cancellableInvoices.cancellableInvoice
            self.equal("what can be cancelled is found by its number",
                       [(it.transactionId, it.amount) for it in found], [(first, Decimal("99.5"))])
            self.refused("an invoice nobody sent", 5004, "cancelInvoice", transactionId=NOBODYS)
        with self.as_("fjord-energi"):
            self.refused("an invoice of somebody else", 5008, "cancelInvoice", transactionId=first)
        with self.as_("brobyggeren"):
            found = self.call("cancelInvoice", transactionId=first)
            self.equal("cancelled later", (found.transactionId, found.status), (first, REQUESTED))
            self.later()
            found = self.status(self.nord, transactionId=first)
            self.equal("its status", found.status, "CANCELLED")
            self.refused("cancelled again", 5006, "cancelInvoice", transactionId=first)
            found = self.call("getCancellableInvoice", issuerId=self.nord, invoiceNumber="B-1")
            self.equal("and cannot be cancelled", found.cancellableInvoices, None)
            self.pay(second)
            self.refused("paid", 5005, "cancelInvoice", transactionId=second)


class Submitter(Sibling):
    """A submitter, `ruteren`, who acts for everybody."""

    SCENES = ["invoices", "cancelled", "black_list", "signatures", "finds"]

    def body(self, consignment, *invoices, issuer="nord-nett"):
        sender = {"consignmentId": consignment, "contentProviderId": "123456789",
                  "issuerId": self.sandbox.orgnr(issuer)}
        if consignment is None:
            del sender["consignmentId"]
        return {"senderInfo": sender, "invoices": {"invoice": list(invoices)}}

    def invoices(self):
        self.nord = self.sandbox.orgnr("nord-nett")
        with self.as_("ruteren"):
            body = self.body("100000001", self.invoice("S-1"), self.invoice("S-2"))
            self.ids = self.added(**body)
            self.refused("a consignment again", 209, "addInvoices", **body)
            single = self.body(None, self.invoice("S-3"))
            self.ids += self.added(**single) + self.added(**single)
            self.that("a single invoice needs no consignment id", len(set(self.ids)) == 4, self.ids)
        with self.as_("midt-mobil"):
            self.refused("an issuer of somebody else", 208, "addInvoices",
                         **self.body("100000002", self.invoice("S-4")))

    def cancelled(self):
        def cancel(number):
            return self.call("cancelConsignment", consignmentId=number).status

        with self.as_("ruteren"):
            self.equal("a consignment cancelled at once", cancel("100000001"), TRY_LATER)
            found = self.call("cancelInvoice", transactionId=self.ids[2])
            self.equal("an invoice cancelled at once", found.status, TRY_LATER)
            self.later()
            self.refused("a consignment nobody sent", 201, "cancelConsignment",
                         consignmentId="999999999")
            self.equal("a consignment cancelled later", cancel("100000001"), REQUESTED)
            self.later()
            self.consignment("cancelled", "100000001", ("PROCESSED", 2, ["CANCELLED", "CANCELLED"]))
            self.refused("a consignment cancelled again", 205, "cancelConsignment",
                         consignmentId="100000001")
            self.refused("an invoice nobody sent", 203, "cancelInvoice", transactionId=NOBODYS)
            self.refused("an invoice of a cancelled consignment", 206, "cancelInvoice",
                         transactionId=self.ids[0])
            self.pay(self.ids[3])
            self.refused("a paid invoice", 204, "cancelInvoice", transactionId=self.ids[3])
        with self.as_("midt-mobil"):
            self.refused("an invoice of somebody else", 208, "cancelInvoice",
                         transactionId=self.ids[2])
        with self.as_("midt-mobil"):
            self.added(**self.body("100000003", self.invoice("M-1"), issuer="midt-mobil"))
        with self.as_("ruteren"):
            self.added(**self.body("100000003", self.invoice("M-2"), issuer="midt-mobil"))
            self.later()
            self.refused("a consignment that two senders named alike", 202, "cancelConsignment",
                         consignmentId="100000003")

    def black_list(self):
        found = self.call("getBlackList").blackListResponses.blackListResponseType
        listed = self.sandbox.orgnr("stengt-stroem")
        self.that("the black list names stengt-stroem",
                  listed in [it.identifier for it in found], found)

    def signatures(self):
        body = {"encryptedSignature": "%3CMSG" + "ab" * 60 + "%3E"}
        self.refused("a signature made elsewhere", 211, "validateSecuritySignature", **body)
        self.sandbox.arm("mps.submitter.validateSecuritySignature", {"fault": "210"})
        self.refused("a signature that a scenario lets expire", 210, "validateSecuritySignature",
                     **body)


if __name__ == "__main__":
    main()
