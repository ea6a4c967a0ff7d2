"""A real SOAP client (Python zeep) sends one eFaktura through a running Sandkasse.

    python mps_zeep.py --base http://127.0.0.1:PORT [--issuer ORGNR] [--today YYYY-MM-DD]
                       [--official-wsdl PATH]

Nothing here is written for the sandbox but the clock move: the client is what zeep makes of the
WSDL. With the official WSDL at hand everything is done a second time by a client built from that,
and every body that came or went is held against the official schema.
"""

import argparse
import uuid
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import requests
import zeep
from zeep.exceptions import Fault
from zeep.wsse.username import UsernameToken

from checks import Checks
from soap import RecordingTransport, given, payloads, schema_file, validate

NAMESPACE = "https://efaktura-services.nets.no/efaktura-atg-service/v1/"
BINDING = f"{{{NAMESPACE}}}EfakturaAtgSoapBinding"
PATH = "/mps/efaktura-atg-service/v1/"
TIMEOUT_S = 20

# MPS's published test consumers.
HALGEIR = {"ssn": "09091816528", "identifier": "414360222"}
BJORG = {"ssn": "13121622259", "identifier": "207080383"}
BODIL = {"email": "bodil99@mpstest.no", "postal_code": "8901", "first": "Bodil", "last": "Tangen",
         "identifier": "501216659"}
NOBODY = "999999999"

ACCOUNT = "86011117947"
KID = "000002123453"
AMOUNT = Decimal("1234.50")


def main():
    """Reads the arguments and plays the story once for each WSDL."""
    options = arguments()
    base = options.base.rstrip("/")
    checks = Checks()
    official = None
    if options.official_wsdl:
        with checks.attempt("the official schema can be used"):
            official = schema_file(options.official_wsdl)

    with checks.attempt("the issuer's organisation number is known"):
        issuer = options.issuer or default_issuer(base)
        sources = [("served WSDL", f"{base}{PATH}?wsdl")]
        if options.official_wsdl:
            sources.append(("official WSDL", str(options.official_wsdl)))
        for source, location in sources:
            with checks.attempt(f"{source}: the story runs to its end"):
                wire = RecordingTransport()
                client = zeep.Client(location, transport=wire)
                story = Story(checks, source, client, wire, base, issuer, options.today)
                story.play()
                if official is not None:
                    validate(checks, source, bodies(wire), official, "the official")

    if not options.official_wsdl:
        print("schema validation skipped: no --official-wsdl was given, and the official schema "
              "is not part of this repository")
    checks.finish()


def arguments():
    parser = argparse.ArgumentParser(description="A real SOAP client against a running Sandkasse.")
    parser.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    parser.add_argument("--issuer", help="organisation number that sends; default: fjord-energi's")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(),
                        help="the sandbox's date, from which the due date is counted")
    parser.add_argument("--official-wsdl", type=Path, help="path of the service owner's WSDL")
    return parser.parse_args()


def default_issuer(base):
    """The organisation number of the company that is the sender in every example."""
    url = f"{base}/_sandbox/sandboxes/default/companies/fjord-energi"
    answer = requests.get(url, timeout=TIMEOUT_S)
    answer.raise_for_status()
    return answer.json()["orgnr"]


def bodies(wire):
    """What went and what came, as texts."""
    return [(request, response.content) for request, response in wire.exchanges]


class Story:
    """One eFaktura from look-up to ACCEPTED, and the mistakes that are answered by number."""

    def __init__(self, checks, source, client, wire, base, issuer, today):
        self.checks = checks
        self.source = source
        self.client = client
        self.wire = wire
        self.base = base
        self.issuer = issuer
        self.due_date = today + timedelta(days=18)
        # What a WSDL names as address is the real host, unless our server wrote it.
        self.service = client.create_service(BINDING, f"{base}{PATH}")
        self.shipment = str(uuid.uuid4())
        self.transaction = str(uuid.uuid4())
        self.messages = 0

    def play(self):
        """All scenes in order; the later ones build on the shipment of the middle ones."""
        scenes = [self.address, self.look_up, self.look_up_with_username_token, self.send,
                  self.status_at_once, self.move_the_clock, self.status_later, self.mistakes]
        for scene in scenes:
            with self.checks.attempt(f"{self.source}: {scene.__name__.replace('_', ' ')}"):
                scene()

    # --- scenes ---

    def address(self):
        if self.source != "served WSDL":
            return
        port = self.client.wsdl.services["EfakturaAtgService"].ports["EfakturaAtgPort"]
        self.equal("the WSDL's address is the one that was asked",
                   port.binding_options["address"], f"{self.base}{PATH}")

    def look_up(self):
        keys = [
            {"socialSecurityNumber": HALGEIR["ssn"]},
            {"socialSecurityNumber": BJORG["ssn"]},
            {"emailAlias": BODIL["email"],
             "name": {"firstName": BODIL["first"], "lastName": BODIL["last"]},
             "address": {"postalCode": BODIL["postal_code"]}},
            {"efakturaIdentifier": NOBODY},
            {"telephoneAlias": "+4791816528"},
        ]
        expected = [
            ("Halgeir by identity number", "UNIQUE_RECEIVER_FOUND", True, HALGEIR["identifier"]),
            ("Bjørg by identity number", "UNIQUE_RECEIVER_FOUND", False, BJORG["identifier"]),
            ("Bodil by e-mail, name and postal code", "UNIQUE_RECEIVER_FOUND", True,
             BODIL["identifier"]),
            ("an identifier nobody has", "RECEIVER_NOT_FOUND", None, None),
            ("a telephone number alone", "LOOKUP_KEY_MISSING_DATA", None, None),
        ]
        answers = self.identifiers(keys)
        self.equal("one answer for each key", len(answers), len(keys))
        for answer, key, (who, result, auto_accept, identifier) in zip(answers, keys, expected):
            self.equal(f"{who}: result", answer.responseResult, result)
            self.equal(f"{who}: identifier", answer.efakturaIdentifier, identifier)
            if auto_accept is not None:
                self.equal(f"{who}: says yes to all", answer.autoAcceptEfaktura, auto_accept)
            self.equal(f"{who}: the key comes back", given(answer.efakturaIdentifierKey), key)

    def look_up_with_username_token(self):
        url = f"{self.base}/_sandbox/sandboxes/default"
        keys = requests.get(url, timeout=TIMEOUT_S).json()["credentials"]["fjord-energi"]
        login = (keys["mps_user"], keys["mps_password"])
        for kind, digest in (("text", False), ("digest", True)):
            self.client.wsse = UsernameToken(*login, use_digest=digest)
            try:
                answers = self.identifiers([{"socialSecurityNumber": HALGEIR["ssn"]}])
            finally:
                self.client.wsse = None
            sent = self.wire.exchanges[-1][0]
            self.that(f"UsernameToken, password as {kind}: was sent", b"UsernameToken" in sent)
            self.equal(f"UsernameToken, password as {kind}: is taken",
                       [a.efakturaIdentifier for a in answers], [HALGEIR["identifier"]])

    def send(self):
        answer = self.call("addShipment", **self.shipment_body())
        self.equal("addShipment: transactions taken", answer.noOfTransactions, 1)

    def status_at_once(self):
        self.statuses("at once", "IN_PROGRESS", "IN_PROGRESS")

    def move_the_clock(self):
        url = f"{self.base}/_sandbox/sandboxes/default/clock/advance"
        answer = requests.post(url, json={"by": "PT10S"}, timeout=TIMEOUT_S)
        self.equal("the clock moves by ten seconds", answer.status_code, 200)

    def status_later(self):
        self.statuses("ten seconds later", "PROCESSED", "ACCEPTED")

    def mistakes(self):
        self.refused("the same shipment again", 3002, "addShipment", **self.shipment_body())
        self.refused("a shipment nobody sent", 3000, "getShipmentStatus",
                     shipmentId=str(uuid.uuid4()))
        self.refused("a transaction nobody sent", 3001, "getTransactionStatus",
                     transactionId=str(uuid.uuid4()))

    # --- what the scenes share ---

    def shipment_body(self):
        """One EFAKTURA transaction to Halgeir."""
        transaction = {
            "transactionId": self.transaction,
            "paymentType": "EFAKTURA",
            "documentType": "INVOICE",
            "kid": KID,
            "accountNumber": ACCOUNT,
            "amount": AMOUNT,
            "dueDate": self.due_date,
            "efakturaInfo": {
                "efakturaIdentifier": HALGEIR["identifier"],
                "brandName": "Fjord Energi",
                "eFakturaUrl": f"https://faktura.example/vis?id={self.transaction}&kilde=efaktura",
            },
        }
        return {"shipmentId": self.shipment, "issuer": self.issuer,
                "transactions": {"transactions": [transaction]}}

    def statuses(self, when, shipment_status, transaction_status):
        """Both status operations, which must agree with each other and with what was sent."""
        found = self.call("getShipmentStatus", shipmentId=self.shipment)
        self.equal(f"shipment {when}: id", found.shipmentId, self.shipment)
        self.equal(f"shipment {when}: eFaktura leg", found.efakturaShipmentStatus, shipment_status)
        self.equal(f"shipment {when}: AvtaleGiro leg", found.atgShipmentStatus,
                   "NO_ATG_IN_SHIPMENT")
        self.equal(f"shipment {when}: counts",
                   (found.transactionCount, found.efakturaTransactionCount,
                    found.atgTransactionCount), (1, 1, 0))

        found = self.call("getTransactionStatus", transactionId=self.transaction)
        self.equal(f"transaction {when}: id", found.transactionStatus.transactionId,
                   self.transaction)
        self.equal(f"transaction {when}: status",
                   found.transactionStatus.efakturaTransactionStatus.status, transaction_status)
        sent = self.shipment_body()["transactions"]["transactions"][0]
        self.equal(f"transaction {when}: comes back as it was sent", given(found.transaction), sent)

    def identifiers(self, keys):
        answer = self.call("getEfakturaIdentifiers",
                           getEfakturaIdentifiersKey={"efakturaIdentifierKey": keys})
        return answer.getEfakturaIdentifiersResponse.efakturaIdentifierResponse

    def call(self, operation, **body):
        """Calls, and checks that the answer carries the request's message identifier."""
        identifier, answer = self.ask(operation, body)
        if answer.messageIdentifier != identifier:
            self.equal(f"{operation}: message identifier", answer.messageIdentifier, identifier)
        return answer

    def refused(self, what, code, operation, **body):
        """Calls, and expects a ValidationFault with this number."""
        before = self.messages
        try:
            self.ask(operation, body)
        except Fault as fault:
            detail = payloads(fault.detail)
            if len(detail) != 1:
                self.that(f"{what}: fault {code}", False,
                          f"{len(detail)} elements in the detail of {fault.message!r}")
                return
            found = self.client.wsdl.types.deserialize(detail[0])
            self.equal(f"{what}: detail is a ValidationFault", detail[0].tag,
                       f"{{{NAMESPACE}}}ValidationFault")
            self.equal(f"{what}: error code", found.errorCode, code)
            self.equal(f"{what}: message identifier", found.messageIdentifier,
                       self.message_identifier(before + 1))
            self.that(f"{what}: faultstring has words", bool(fault.message))
            self.equal(f"{what}: HTTP status", self.wire.exchanges[-1][1].status_code, 500)
        else:
            self.that(f"{what}: fault {code}", False, "was answered without a fault")

    def ask(self, operation, body):
        self.messages += 1
        identifier = self.message_identifier(self.messages)
        audit = {"messageIdentifier": identifier}
        return identifier, self.service[operation](auditInformation=audit, **body)

    def message_identifier(self, number):
        return f"zeep-{self.shipment[:8]}-{number:04}"

    def equal(self, what, found, expected):
        self.checks.equal(f"{self.source}: {what}", found, expected)

    def that(self, what, holds, otherwise=""):
        self.checks.that(f"{self.source}: {what}", holds, otherwise)


if __name__ == "__main__":
    main()
