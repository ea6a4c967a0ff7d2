"""Bad input over bare HTTP: what no proper client can be made to send.

    python mps_bad_input.py --base http://127.0.0.1:PORT

Each message gets a SOAP fault and the status that SOAP 1.1 wants, the journal has the reason, and
nothing of a refused shipment shows in any later answer. Bodies that are off by one thing are held
against the schema of the served description, which must think as the server does.
"""

import argparse
import uuid
from datetime import datetime

from lxml import etree

import mps_mutations
import soap
from checks import Checks
from sandbox import SESSION, TIMEOUT_S, Sandbox

NAMESPACE = soap.HOST + soap.COMBO
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
KEY = ("<efakturaIdentifierKey><efakturaIdentifier>414360222</efakturaIdentifier>"
       "</efakturaIdentifierKey>")
TEXT_XML = "text/xml; charset=utf-8"


def main():
    """Sends one bad message after the other."""
    parser = argparse.ArgumentParser(description="Bad input, over bare HTTP.")
    parser.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    options = parser.parse_args()
    checks = Checks()
    sandbox = Sandbox(options.base, "bad-input")
    bad = BadInput(checks, sandbox)
    for scene in (bad.schema, bad.envelopes, bad.addresses, bad.users, bad.what_is_let_through,
                  bad.no_trace, bad.lost_answer):
        with checks.attempt(scene.__name__.replace("_", " ")):
            scene()
    mps_mutations.judge(checks, sandbox)
    checks.finish()


class BadInput:
    """A sender in one sandbox who gets everything wrong."""

    def __init__(self, checks, sandbox):
        self.checks = checks
        self.sandbox = sandbox
        self.address = sandbox.mps + soap.COMBO
        self.issuer = sandbox.orgnr("fjord-energi")

    # --- scenes ---

    def schema(self):
        """What the schema does not have: a fault of the client without detail."""
        status, ids = "GetShipmentStatusRequest", str(uuid.uuid4())
        shipment = self.shipment()
        audit, rest = self.audit(), self.shipment(audit="")
        keys = "<getEfakturaIdentifiersKey>{}</getEfakturaIdentifiersKey>"
        look_up = "GetEfakturaIdentifiersRequest"
        short, long = self.audit("1234"), self.audit("1" * 51)
        cases = [
            ("the audit information last", self.message("AddShipmentRequest", rest + audit)),
            ("no audit information", self.message("AddShipmentRequest", rest)),
            ("no issuer", self.shipment_message(shipment.replace(self.issuer_element(), ""))),
            ("two issuers", self.shipment_message(shipment.replace(self.issuer_element(),
                                                                   self.issuer_element() * 2))),
            ("issuer and id the wrong way round", self.message(
                "AddShipmentRequest", audit + self.issuer_element()
                + rest.replace(self.issuer_element(), ""))),
            ("no transactions", self.message(
                "AddShipmentRequest", f"{audit}<shipmentId>{ids}</shipmentId>"
                f"{self.issuer_element()}<transactions></transactions>")),
            ("1001 transactions", self.message(
                "AddShipmentRequest", f"{audit}<shipmentId>{ids}</shipmentId>"
                f"{self.issuer_element()}<transactions>"
                + "".join(self.transaction(str(uuid.uuid4())) for _ in range(1001))
                + "</transactions>")),
            ("no keys", self.message(look_up, audit + keys.format(""))),
            ("1001 keys", self.message(look_up, audit + keys.format(KEY * 1001))),
            ("an id in upper case", self.message(status, f"{audit}<shipmentId>"
                                                         f"{ids.upper()}</shipmentId>")),
            ("an id without hyphens", self.message(status, f"{audit}<shipmentId>"
                                                           f"{ids.replace('-', '')}</shipmentId>")),
            ("a message identifier of 4", self.message("GetBlackListRequest", short)),
            ("a message identifier of 51", self.message("GetBlackListRequest", long)),
            ("an element too many", self.message("GetBlackListRequest", audit + "<more>1</more>")),
            ("text between elements", self.message("GetBlackListRequest", audit + "text")),
            ("the namespace of another service", self.message(
                "GetBlackListRequest", audit, namespace=soap.HOST + soap.SUBMITTER)),
            ("the namespace without its last slash", self.message(
                "GetBlackListRequest", audit, namespace=NAMESPACE.rstrip("/"))),
            ("no namespace", self.message("GetBlackListRequest", audit, namespace="")),
            ("an unknown operation", self.message("GetEverythingRequest", audit)),
            ("the operation of the newer version", self.message("GetTransactionRequest", audit)),
            ("an answer", self.message("GetBlackListResponse", audit)),
        ]
        for what, message in cases:
            self.refused(what, message, 500, "Client", "MPS-SCHEMA")
        thousand = self.message(look_up, audit + keys.format(KEY * 1000))
        answer = self.post(thousand)
        found = soap.payload(answer.content)
        self.checks.equal("but 1000 keys are answered", (answer.status_code, len(found.findall(
            "getEfakturaIdentifiersResponse/efakturaIdentifierResponse"))), (200, 1000))

    def envelopes(self):
        """What is no SOAP 1.1 envelope with one message in it."""
        one = self.message("GetBlackListRequest", self.audit(), wrap=False)
        wrap = self.envelope
        doctype = '<!DOCTYPE x [<!ENTITY e "e">]>'
        cases = [
            ("two messages in a body", wrap(one + one), "Client"),
            ("no message in a body", wrap(""), "Client"),
            ("text in a body", wrap("text"), "Client"),
            ("no body", f'<s:Envelope xmlns:s="{soap.ENVELOPE}"/>', "Client"),
            ("two bodies", wrap(one).replace("</s:Envelope>",
                                             f"<s:Body>{one}</s:Body></s:Envelope>"), "Client"),
            ("an envelope of SOAP 1.2", wrap(one, namespace=SOAP_12), "VersionMismatch"),
            ("no envelope", one, "Client"),
            ("no XML", "kid=123", "Client"),
            ("nothing", "", "Client"),
            ("half a message", wrap(one)[:-20], "Client"),
            ("something behind the envelope", wrap(one) + "<more/>", "Client"),
            ("a document type", doctype + wrap(one), "Client"),
            ("bytes that are no UTF-8", wrap(one).encode().replace(b"bad-0", b"bad-\xe6"),
             "Client"),
            ("UTF-16", wrap(one).encode("utf-16"), "Client"),
            ("a header that must be understood", wrap(
                one, header='<x:Tx xmlns:x="urn:tx" s:mustUnderstand="1"/>'), "MustUnderstand"),
        ]
        for what, message, code in cases:
            self.refused(what, message, 500, code, "MPS-ENVELOPE")
        self.refused("plain text", wrap(one), 415, "Client", "MPS-ENVELOPE", kind="text/plain")
        large = wrap(one.replace("</v:", f"<!--{'x' * 70_000}--></v:"))
        self.refused("a message too large for its operation", large, 413, "Client", "MPS-LIMIT")

    def addresses(self):
        """Where nothing is, and where something is that is not simulated."""
        for path, status in (("", 405), ("?xsd", 405), ("?wsdl", 200), ("?WSDL", 200),
                             ("?singleWsdl", 200)):
            answer = SESSION.get(self.address + path, timeout=TIMEOUT_S)
            self.checks.equal(f"GET {path or 'without ?wsdl'}", answer.status_code, status)
            if status == 405:
                self.checks.equal(f"GET {path or 'without ?wsdl'} says what is allowed",
                                  answer.headers.get("allow"), "POST")
        for method in ("PUT", "DELETE"):
            answer = SESSION.request(method, self.address, timeout=TIMEOUT_S)
            self.checks.equal(f"{method} is not allowed", answer.status_code, 405)
        absent = [("/efaktura-atg-service/v2/submitter/v1/", "GetTransactionRequest"),
                  ("/efaktura-atg-service/v2/erp/v1/", "healthCheck"),
                  (soap.SUBMITTER, "getJwk"), (soap.SUBMITTER, "getAddedInvoiceValidation")]
        for path, root in absent:
            message = self.message(root, self.audit(), namespace=soap.HOST + path)
            self.refused(f"{root} at {path}", message, 501, "Server", None, path=path,
                         says="not simulated")
        answer = SESSION.post(f"{self.sandbox.mps}/efaktura-atg-service/v9/", timeout=TIMEOUT_S)
        self.checks.equal("an address that MPS has not", answer.status_code, 404)

    def users(self):
        """A header that is no user's; each fault has its reason in the journal, no password."""
        user, password = self.sandbox.login("fjord-energi")
        for what, header, says in [
                ("a wrong password", self.token(user, "secret-guess"), "wrong password"),
                ("a user nobody has", self.token("nobody", password), "unknown user"),
                ("no password", self.token(user, None), "no password"),
                ("no user", self.token(None, password), "unknown user")]:
            message = self.message("GetBlackListRequest", self.audit(), header=header)
            self.refused(f"a header with {what}", message, 500, "Client", "MPS-SECURITY", says=says)
            shown = str(self.sandbox.last_exchange())
            self.checks.that(f"a header with {what}: the journal keeps no password",
                             password not in shown and "secret-guess" not in shown)

    def what_is_let_through(self):
        """Clients differ, and MPS is asked to bear it; the journal remarks upon it."""
        body = self.message("GetBlackListRequest", self.audit(), wrap=False)
        user, password = self.sandbox.login("fjord-energi")
        token = self.token(user, password, ' s:mustUnderstand="1"')
        latin = '<?xml version="1.0" encoding="ISO-8859-1"?>' + self.envelope(body)
        qualified = body.replace("<auditInformation", f'<auditInformation xmlns="{NAMESPACE}"')
        for what, message, headers in [
                ("a security header that must be understood", self.envelope(body, token), {}),
                ("elements in the namespace of the message", self.envelope(qualified), {}),
                ("no SOAPAction", self.envelope(body), {}),
                ("the SOAPAction of another operation", self.envelope(body),
                 {"soapaction": f'"{NAMESPACE}addShipment"'}),
                ("the media type of SOAP 1.2", self.envelope(body),
                 {"content-type": "application/soap+xml"}),
                ("no media type", self.envelope(body).encode(), {"content-type": None}),
                ("a byte order mark", "\ufeff" + self.envelope(body), {}),
                ("ISO 8859-1", latin.encode("iso-8859-1"), {"content-type": "text/xml"})]:
            answer = self.post(message, headers=headers)
            self.checks.equal(f"{what} is let through", answer.status_code, 200)

    def no_trace(self):
        """A shipment that is refused for one of its transactions is not there afterwards."""
        good, bad = str(uuid.uuid4()), str(uuid.uuid4())
        before = self.shipments()
        for what, second in [
                ("by the schema", self.transaction(bad).replace("INVOICE", "BILL")),
                ("by a fault", self.transaction(bad).replace("<efakturaInfo>", "<!--")
                 .replace("</efakturaInfo>", "-->"))]:
            shipment = str(uuid.uuid4())
            answer = self.post(self.shipment_message(self.shipment(
                shipment, self.transaction(good) + second)))
            self.checks.equal(f"a shipment refused {what}", answer.status_code, 500)
            self.gone(what, shipment, good, bad)
        self.checks.equal("refused shipments are in no list", self.shipments(), before)
        self.sandbox.advance("PT1M")
        inbox = str(self.sandbox.get("/people/halgeir/invoices"))
        self.checks.that("nor with their receiver", good not in inbox and bad not in inbox)
        answer = self.post(self.shipment_message(self.shipment(
            str(uuid.uuid4()), self.transaction(good))))
        self.checks.equal("and their ids can be used", answer.status_code, 200)

    def gone(self, what, shipment, *transactions):
        asked = [("GetShipmentStatusRequest", "shipmentId", shipment, 3000),
                 ("CancelShipmentRequest", "shipmentId", shipment, 3000)]
        for one in transactions:
            asked.append(("GetTransactionStatusRequest", "transactionId", one, 3001))
        for root, name, value, code in asked:
            answer = self.post(self.message(root, f"{self.audit()}<{name}>{value}</{name}>"))
            found = soap.payload(answer.content).findtext("errorCode")
            self.checks.equal(f"{root} of a shipment refused {what}", found, str(code))

    def lost_answer(self):
        """The connection is reset after the shipment was stored; the same again meets 3002."""
        shipment, one = str(uuid.uuid4()), str(uuid.uuid4())
        message = self.shipment_message(self.shipment(shipment, self.transaction(one)))
        self.sandbox.post("/faults", {"on": "mps.addShipment", "then": {"break": "reset-after"},
                                      "times": 1})
        try:
            answer = self.post(message)
            self.checks.that("the answer is lost", False, f"came with {answer.status_code}")
        except OSError:
            self.checks.that("the answer is lost", True)
        self.sandbox.advance("PT5S")
        answer = self.post(message)
        self.checks.equal("the same shipment again meets 3002",
                          soap.payload(answer.content).findtext("errorCode"), "3002")
        asked = f"{self.audit()}<transactionId>{one}</transactionId>"
        answer = self.post(self.message("GetTransactionStatusRequest", asked))
        status = "transactionStatus/efakturaTransactionStatus/status"
        self.checks.equal("and the first one stands", soap.payload(answer.content).findtext(status),
                          "ACCEPTED")
        self.checks.equal("once", self.shipments().count(shipment), 1)
        self.sandbox.advance("PT1M")
        inbox = str(self.sandbox.get("/people/halgeir/invoices"))
        self.checks.that("and its receiver has it", one in inbox, inbox[:300])

    # --- what the scenes share ---

    def refused(self, what, message, status, code, rule, path=soap.COMBO, says="",
                kind=TEXT_XML):
        """A fault without detail, and the reason of it in the journal."""
        answer = self.post(message, path, {"content-type": kind})
        fault = etree.fromstring(answer.content).find(f".//{{{soap.ENVELOPE}}}Fault")
        words = fault.findtext("faultstring") or ""
        found = (answer.status_code, fault.findtext("faultcode").split(":")[-1],
                 answer.headers["content-type"].split(";")[0], fault.find("detail"))
        self.checks.equal(f"{what}: status and fault", found, (status, code, "text/xml", None))
        last = self.sandbox.last_exchange()
        number = answer.headers.get("sandkasse-exchange")
        self.checks.equal(f"{what}: the journal has the rule",
                          (str(last["number"]), last["rule"]), (number, rule))
        why = last["why"] or ""
        self.checks.that(f"{what}: and the reason", len(why) > 10 and says in why, why)
        self.checks.that(f"{what}: the fault has words", len(words) > 10, words)

    def post(self, message, path=soap.COMBO, headers=None):
        body = message.encode() if isinstance(message, str) else message
        return SESSION.post(self.sandbox.mps + path, data=body, timeout=TIMEOUT_S,
                            headers={"content-type": TEXT_XML} | (headers or {}))

    def shipments(self):
        day = datetime(2026, 3, 2).date()
        span = f"<from>{day}T00:00:00+01:00</from><to>{day}T23:59:59+01:00</to>"
        answer = self.post(self.message("GetShipmentsRequest", self.audit() + span))
        return [it.text for it in soap.payload(answer.content).iter("id")]

    def envelope(self, body, header="", namespace=soap.ENVELOPE):
        header = header and f"<s:Header>{header}</s:Header>"
        return f'<s:Envelope xmlns:s="{namespace}">{header}<s:Body>{body}</s:Body></s:Envelope>'

    def message(self, root, inner, namespace=NAMESPACE, header="", wrap=True):
        if namespace:
            message = f'<v:{root} xmlns:v="{namespace}">{inner}</v:{root}>'
        else:
            message = f"<{root}>{inner}</{root}>"
        return self.envelope(message, header) if wrap else message

    def audit(self, identifier="bad-00001"):
        return (f"<auditInformation><messageIdentifier>{identifier}</messageIdentifier>"
                "</auditInformation>")

    def issuer_element(self):
        return f"<issuer>{self.issuer}</issuer>"

    def shipment_message(self, inner):
        return self.message("AddShipmentRequest", inner)

    def shipment(self, shipment=None, transactions=None, audit=None):
        audit = self.audit() if audit is None else audit
        transactions = transactions or self.transaction(str(uuid.uuid4()))
        return (f"{audit}<shipmentId>{shipment or uuid.uuid4()}</shipmentId>"
                f"{self.issuer_element()}<transactions>{transactions}</transactions>")

    def transaction(self, identifier):
        return ("<transactions>"
                f"<transactionId>{identifier}</transactionId><paymentType>EFAKTURA</paymentType>"
                "<documentType>INVOICE</documentType><accountNumber>86011117947</accountNumber>"
                "<amount>10.00</amount><dueDate>2026-03-20</dueDate><efakturaInfo>"
                "<efakturaIdentifier>414360222</efakturaIdentifier><brandName>F</brandName>"
                "<eFakturaUrl>https://faktura.example/</eFakturaUrl></efakturaInfo></transactions>")

    def token(self, user, password, attributes=""):
        oasis = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
        kind = f"{oasis}username-token-profile-1.0#PasswordText"
        user = "" if user is None else f"<w:Username>{user}</w:Username>"
        if password is not None:
            user += f'<w:Password Type="{kind}">{password}</w:Password>'
        return (f'<w:Security xmlns:w="{oasis}wssecurity-secext-1.0.xsd"{attributes}>'
                f"<w:UsernameToken>{user}</w:UsernameToken></w:Security>")


if __name__ == "__main__":
    main()
