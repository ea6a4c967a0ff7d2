"""zeep drives the whole life of the Combo API: shipments of all payment types through days of moved
time, taking back before and after the cut-off, mandates, every fault by its number, and users.

    python mps_life.py --base http://127.0.0.1:PORT [--official-wsdl PATH]

In sandboxes of its own. With the official WSDL everything is done a second time by a client built
from that, and every body is held against the official schema as well as against ours.
"""

import argparse
import uuid
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from zeep.exceptions import Fault

import mps_faults
import soap
from caller import Caller
from checks import Checks
from sandbox import Sandbox

ACCOUNT = "86011117947"
HALGEIR, HALGEIR_SSN, HALGEIR_KID = "414360222", "09091816528", "000002123453"
NOTICE_KID = "000011123452"
BJORG = "207080383"
TRY_LATER = "PROCESSING_IN_PROGRESS-TRY_LATER"
REQUESTED = "CANCELLATION_REQUESTED"


def main():
    """Plays the life once for each WSDL at hand."""
    parser = argparse.ArgumentParser(description="The life of shipments, by a real SOAP client.")
    parser.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    parser.add_argument("--official-wsdl", type=Path, help="path of the service owner's WSDL")
    options = parser.parse_args()
    checks = Checks()
    sources = [("served WSDL", "life-served", None)]
    if options.official_wsdl:
        sources.append(("official WSDL", "life-official", str(options.official_wsdl)))
    for source, name, location in sources:
        with checks.attempt(f"{source}: the life runs to its end"):
            sandbox = Sandbox(options.base, name)
            life = Life(checks, source, sandbox, location)
            life.play()
            ours = soap.schema_of(soap.fetch_wsdl(life.address))
            soap.validate(checks, source, life.bodies(), ours, "our")
            if options.official_wsdl:
                official = soap.schema_file(options.official_wsdl)
                soap.validate(checks, source, life.bodies(), official, "the official")
    checks.finish()


class Life(Caller):
    """A client of one sandbox, and what it lives through."""

    def __init__(self, checks, source, sandbox, location):
        super().__init__(checks, source, sandbox, soap.COMBO, location)
        self.issuer = sandbox.orgnr("fjord-energi")

    def play(self):
        """All scenes, in the order of the days."""
        scenes = [self.look_up, self.mandates, self.four_kinds, self.hand_over, self.taken_back,
                  self.not_valid, self.users, self.signatures, mps_faults.all_of_them,
                  self.black_list, self.shipments, self.cut_off]
        for scene in scenes:
            with self.checks.attempt(f"{self.source}: {scene.__name__.replace('_', ' ')}"):
                scene(self) if scene is mps_faults.all_of_them else scene()

    # --- scenes ---

    def look_up(self):
        keys = [{"socialSecurityNumber": HALGEIR_SSN, "efakturaIssuer": self.issuer},
                {"efakturaIdentifier": BJORG}, {"efakturaIdentifier": "999999999"}]
        answer = self.call("getEfakturaIdentifiers",
                           getEfakturaIdentifiersKey={"efakturaIdentifierKey": keys})
        found = answer.getEfakturaIdentifiersResponse.efakturaIdentifierResponse
        self.equal("look-up: who says yes to all", [it.autoAcceptEfaktura for it in found],
                   [True, False, False])
        self.equal("look-up: identifiers", [it.efakturaIdentifier for it in found],
                   [HALGEIR, BJORG, None])
        self.equal("look-up: an issuer that is asked for is answered for",
                   soap.given(found[0].issuerResponse)["blockedByReceiver"], False)

    def mandates(self):
        found = self.call("getAtgMandate", kid=HALGEIR_KID, creditAccount=ACCOUNT)
        expected = {"kid": HALGEIR_KID, "creditAccount": ACCOUNT, "notification": True}
        self.equal("a mandate with notice", soap.given(found.mandate), expected)
        found = self.call("getAtgMandate", kid="000003123452", creditAccount=ACCOUNT)
        self.equal("a mandate without notice", found.mandate.notification, False)
        found = self.call("getAtgMandate", kid=soap.kid("00000112345"), creditAccount=ACCOUNT)
        self.equal("no mandate is no fault, and no element", found.mandate, None)

    def four_kinds(self):
        kinds = ["EFAKTURA", "EFAKTURA_AND_AVTALEGIRO", "EFAKTURA_AND_EXTERNAL_AVTALEGIRO",
                 "AVTALEGIRO"]
        sent = [self.transaction(kind) for kind in kinds]
        sent[3] |= {"kid": NOTICE_KID, "dueDate": date(2026, 3, 10)}
        self.sent, self.first = sent, self.ship(*sent)
        none, external, open_ = "NOT_AN_ATG_TRANSACTION", "EXTERNAL_ATG", "IN_PROGRESS"
        steps = [("at once", None, open_, open_), ("after 5 s", "PT5S", "ACCEPTED", "RECEIVED"),
                 ("after 10 s", "PT5S", "ACCEPTED", "PROCESSING"),
                 ("after 15 s", "PT5S", "ACCEPTED", "PROCESSED")]
        for when, by, efaktura, claim in steps:
            if by:
                self.sandbox.advance(by)
            self.equal(f"four kinds {when}", [self.legs(it) for it in sent],
                       [(efaktura, none), (efaktura, claim), (efaktura, external),
                        ("NOT_AN_EFAKTURA_TRANSACTION", claim)])
            found = self.call("getShipmentStatus", shipmentId=self.first)
            self.equal(f"their shipment {when}",
                       (found.efakturaShipmentStatus, found.atgShipmentStatus),
                       ("PROCESSED" if by else open_, claim))
            self.equal(f"their shipment {when} counts", (found.transactionCount,
                       found.efakturaTransactionCount, found.atgTransactionCount), (4, 3, 2))
            told = found.transactionsStatuses
            self.equal(f"their shipment {when} tells of transactions",
                       len(told.transactionStatus) if told else 0, 4 if by else 0)
        for kind, one in zip(kinds, sent):
            found = self.call("getTransactionStatus", transactionId=one["transactionId"])
            self.equal(f"{kind} comes back as it was sent", soap.given(found.transaction), one)

    def hand_over(self):
        both, claim = self.sent[1], self.sent[3]
        self.sandbox.until("2026-03-02T16:59:59+01:00")
        self.equal("before 17:00 the claims wait", self.legs(both)[1], "PROCESSED")
        self.sandbox.until("2026-03-02T17:00:00+01:00")
        for one in (both, claim):
            self.equal("at 17:00 of a bank day they go to the banks", self.legs(one)[1],
                       "SENT_TO_BDS")
        debits = self.sandbox.get("/people/mandate-with-notice/debits")
        self.that("the payer's bank has the claim", claim["transactionId"] in str(debits), debits)
        self.sandbox.until("2026-03-07T09:00:00+01:00")
        late = self.transaction("AVTALEGIRO", dueDate=date(2026, 3, 24))
        self.ship(late)
        self.sandbox.until("2026-03-08T23:59:00+01:00")
        self.equal("a weekend hands nothing over", self.legs(late)[1], "PROCESSED")
        self.sandbox.until("2026-03-09T09:00:00+01:00")
        self.equal("nor does the morning", self.legs(late)[1], "PROCESSED")

    def taken_back(self):
        one = self.transaction("EFAKTURA_AND_AVTALEGIRO", dueDate=date(2026, 3, 23))
        shipment = self.ship(one)
        self.cancelled("at once", "cancelTransaction", one, (TRY_LATER, TRY_LATER))
        found = self.call("cancelShipment", shipmentId=shipment)
        self.equal("a shipment at once", (found.efakturaStatus, found.atgStatus),
                   (TRY_LATER, TRY_LATER))
        self.sandbox.advance("PT20S")
        found = self.call("cancelShipment", shipmentId=shipment)
        self.equal("a shipment before the hand-over", (found.efakturaStatus, found.atgStatus),
                   (REQUESTED, REQUESTED))
        self.steps("before the hand-over", one, ["RECEIVED", "VALIDATED", "PROCESSING",
                                                 "PROCESSED"])
        self.equal("its eFaktura is gone", self.legs(one)[0], "CANCELLED")
        self.cancelled("twice", "cancelTransaction", one, ("ALREADY_CANCELLED", REQUESTED))
        both = self.sent[1]
        self.cancelled("after the hand-over", "cancelTransaction", both, (REQUESTED, REQUESTED))
        self.steps("after the hand-over", both,
                   ["RECEIVED", "VALIDATED", "PROCESSING", "SENT_TO_BDS", "ACCEPTED_BY_BDS"])
        plain = self.sent[0]
        self.cancelled("a plain eFaktura", "cancelTransaction", plain,
                       (REQUESTED, "NOT_AN_ATG_TRANSACTION"))
        self.sandbox.advance("PT5S")
        self.equal("a plain eFaktura is gone", self.legs(plain)[0], "CANCELLED")

    def cut_off(self):
        """14:00 on the day before the claim is due, which is 10 March for the first."""
        claim = self.sent[3]
        late = self.transaction("AVTALEGIRO", dueDate=date(2026, 3, 31))
        self.ship(late)
        self.sandbox.until("2026-03-30T13:59:59+02:00")
        self.cancelled("a second before the cut-off", "cancelTransaction", late,
                       ("NOT_AN_EFAKTURA_TRANSACTION", REQUESTED))
        self.steps("a second before the cut-off", late,
                   ["RECEIVED", "VALIDATED", "PROCESSING", "SENT_TO_BDS", "ACCEPTED_BY_BDS"])
        found = self.cancelled("weeks after the cut-off", "cancelTransaction", claim,
                               ("NOT_AN_EFAKTURA_TRANSACTION", "NOT_ALLOWED"))
        self.that("the answer has words about 14:00",
                  "14:00" in (found.atgCancellationMessage or ""), found.atgCancellationMessage)
        self.equal("and the claim stands", self.legs(claim)[1], "SENT_TO_BDS")
        late = self.transaction("AVTALEGIRO", dueDate=date(2026, 4, 8))
        self.ship(late)
        self.sandbox.until("2026-04-07T14:00:00+02:00")
        self.cancelled("on the stroke of the cut-off", "cancelTransaction", late,
                       ("NOT_AN_EFAKTURA_TRANSACTION", "NOT_ALLOWED"))

    def not_valid(self):
        day = date(2026, 3, 26)
        to_bjorg = self.transaction("EFAKTURA", dueDate=day)
        to_bjorg["efakturaInfo"] |= {"efakturaIdentifier": BJORG}
        no_mandate = self.transaction("EFAKTURA_AND_AVTALEGIRO", dueDate=day,
                                      kid=soap.kid("00000112345"))
        holiday = self.transaction("AVTALEGIRO", dueDate=date(2026, 4, 2))
        self.ship(to_bjorg, no_mandate, holiday)
        self.sandbox.advance("PT15S")
        found = self.status(to_bjorg).efakturaTransactionStatus
        self.equal("to one who wants no eFaktura", found.status, "REJECTED")
        self.that("with code and words", bool(found.rejectionCode and found.rejectionText), found)
        found = self.status(no_mandate)
        self.equal("without a mandate the eFaktura goes and the claim does not",
                   (found.efakturaTransactionStatus.status, found.atgTransactionStatus.status),
                   ("ACCEPTED", "REJECTED"))
        found = found.atgTransactionStatus
        self.that("with code and words as well", bool(found.code and found.text), found)
        found = self.status(holiday).atgTransactionStatus
        self.equal("due on Maundy Thursday", found.status, "PROCESSED_WITH_WARNING")
        self.sandbox.arm("mps.addShipment", {"fault": "STOPPED"})
        stopped = self.transaction("EFAKTURA", dueDate=day)
        shipment = self.ship(stopped)
        self.sandbox.advance("PT15S")
        self.equal("stopped by MPS", self.legs(stopped)[0], "STOPPED")
        found = self.call("getShipmentStatus", shipmentId=shipment)
        self.equal("and so is its shipment", found.efakturaShipmentStatus, "STOPPED")

    def users(self):
        user, password = self.sandbox.login("fjord-energi")
        for kind, digest in (("text", False), ("digest", True)):
            for who, login, is_right in [("the right user", (user, password), True),
                                         ("a wrong password", (user, "wrong"), False),
                                         ("a user nobody has", ("nobody", password), False)]:
                what = f"UsernameToken by {kind}, {who}"
                with self.signed_in(login, digest):
                    try:
                        self.call("getBlackList")
                        self.that(f"{what}: is let in", is_right)
                    except Fault as fault:
                        refused = "FailedAuthentication" in fault.message
                        self.that(f"{what}: {fault.message}", refused and not is_right)
        with self.signed_in(self.sandbox.login("midt-mobil")):
            self.refused("a shipment of somebody else", 3000, "getShipmentStatus",
                         shipmentId=self.first)
            self.refused("taking back a transaction of somebody else", 3001, "cancelTransaction",
                         transactionId=self.sent[2]["transactionId"])
        with self.signed_in(self.sandbox.login("regnskapshuset")):
            body = self.body(self.transaction("EFAKTURA", dueDate=date(2026, 3, 26)))
            try:
                self.call("addShipment", **body)
                self.that("a user who is no submitter", False, "was let in")
            except Fault as fault:
                self.that("a user who is no submitter", "FailedAuth" in fault.message, fault)
        self.sandbox.settings(mps__security="enforce")
        try:
            self.call("getBlackList")
            self.that("no user, where one is demanded", False, "was let in")
        except Fault as fault:
            self.that("no user, where one is demanded", "FailedAuth" in fault.message, fault)
        finally:
            self.sandbox.settings(mps__security=None)

    def signatures(self):
        """Where the netbank hands a signed address out, its signature holds for 15 minutes."""
        one = self.transaction("EFAKTURA", dueDate=date(2026, 4, 27))
        self.ship(one)
        self.sandbox.advance("PT15S")
        inbox = self.sandbox.get("/people/halgeir/invoices")
        url = signed_url(inbox, one["transactionId"])
        signature = url[url.index("%3CMSG"):]
        found = self.call("validateSecuritySignature", encryptedSignature=signature)
        self.that("a genuine signature opens", one["transactionId"] in found.decryptedSignature,
                  found.decryptedSignature)
        middle = len(signature) // 2
        other = "0" if signature[middle] != "0" else "1"
        changed = signature[:middle] + other + signature[middle + 1:]
        self.refused("a changed signature", 3031, "validateSecuritySignature",
                     encryptedSignature=changed)
        self.sandbox.advance("PT16M")
        self.refused("a signature of 16 minutes ago", 3030, "validateSecuritySignature",
                     encryptedSignature=signature)

    def black_list(self):
        found = self.call("getBlackList").blackListResponses.blackListResponseType
        listed = [it.identifier for it in found]
        self.that("the black list names stengt-stroem",
                  self.sandbox.orgnr("stengt-stroem") in listed, listed)

    def shipments(self):
        day = datetime.fromisoformat("2026-03-02T00:00:00+01:00")
        found = self.call("getShipments", **{"from": day, "to": day.replace(hour=12)})
        self.equal("shipments of the first day", (found.numberOfShipmentsFound,
                   [it.id for it in found.shipmentsResponses.shipmentsResponseType]),
                   (1, [self.first]))

    # --- what the scenes share ---

    def transaction(self, kind, **changes):
        """A transaction to Halgeir with everything that its payment type needs."""
        one = {"transactionId": str(uuid.uuid4()), "paymentType": kind, "documentType": "INVOICE",
               "kid": HALGEIR_KID, "accountNumber": ACCOUNT, "amount": Decimal("1234.50"),
               "dueDate": date(2026, 3, 20)}
        if kind != "AVTALEGIRO":
            one["efakturaInfo"] = {"efakturaIdentifier": HALGEIR, "brandName": "Fjord Energi",
                                   "eFakturaUrl": "https://faktura.example/vis?a=1&b=2"}
        if kind in ("AVTALEGIRO", "EFAKTURA_AND_AVTALEGIRO"):
            one["atgInfo"] = {"atgNotification": False, "atgNotificationText": "Strøm i februar",
                              "atgAbbreviatedName": "FJORD", "atgExternalReference": "F-1"}
        return one | changes

    def body(self, *transactions, **changes):
        return {"shipmentId": str(uuid.uuid4()), "issuer": self.issuer,
                "transactions": {"transactions": list(transactions)}} | changes

    def ship(self, *transactions):
        """Sends a shipment and returns its id."""
        body = self.body(*transactions)
        answer = self.call("addShipment", **body)
        if answer.noOfTransactions != len(transactions):
            self.equal("transactions taken", answer.noOfTransactions, len(transactions))
        return body["shipmentId"]

    def status(self, one):
        asked = one["transactionId"]
        return self.call("getTransactionStatus", transactionId=asked).transactionStatus

    def legs(self, one):
        found = self.status(one)
        return found.efakturaTransactionStatus.status, found.atgTransactionStatus.status

    def cancelled(self, when, operation, one, expected):
        found = self.call(operation, transactionId=one["transactionId"])
        self.equal(f"taking back {when}", (found.efakturaStatus, found.atgStatus), expected)
        return found

    def steps(self, when, one, expected):
        """The claim goes back step by step, 5 seconds each."""
        found = [self.legs(one)[1]]
        for _ in expected[1:]:
            self.sandbox.advance("PT5S")
            found.append(self.legs(one)[1])
        self.equal(f"the steps of taking back {when}", found,
                   [f"CANCELLATION_{word}" for word in expected])


def signed_url(inbox, transaction):
    """The address by which the netbank opens an invoice."""
    (url,) = [it["signed_url"] for it in inbox if transaction in str(it)]
    return url


if __name__ == "__main__":
    main()
