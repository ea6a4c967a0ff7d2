"""Digipost without any client of its owner: requests and answers, signed as the documentation says.

    python digipost_signatures.py --base http://127.0.0.1:PORT --keys FOLDER

FOLDER has what `sandkasse certs` wrote. Runs where no registry has the Java clients, and judges
what those do not show: the seal on refusals of every kind, and the text that a refused signature
is compared with. The sandbox verifies whatever comes (`digipost.signatures` is `enforce`).
"""

import argparse
import base64
import hashlib
import uuid
from datetime import datetime, timedelta
from urllib.parse import quote

from checks import Checks
from cryptography.hazmat.primitives.asymmetric import rsa
from digipost_signed import V7, XML_TYPE, Client, Keys, hashed
from sandbox import SESSION, START, TIMEOUT_S, Sandbox

SENDER, USER, NOBODY = "fjord-energi", "mailbox-digipost", "unregistered"
# Names of tampered answers, and how the trouble with each begins.
TAMPERED = {
    "noSignature": "no signature",
    "wrongKey": "no signature over",
    "rotatedCertificate": "no signature over",
    "dateOff": "date",
    "wrongHash": "hash",
    "noHash": "hash None",
}
IDENTIFY = "digipost.identify"
PDF = b"%PDF-1.4\n% a letter\n"
TECHNICAL = "CLIENT_TECHNICAL"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def main():
    """Sends, reads, and gets everything wrong."""
    parser = argparse.ArgumentParser(description="Digipost's signatures, both ways.")
    parser.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    parser.add_argument("--keys", required=True, help="what `sandkasse certs` wrote")
    options = parser.parse_args()
    checks = Checks()
    run = Run(checks, Sandbox(options.base, "digipost-signatures"), Keys.read(options.keys))
    for scene in (run.entry, run.letter, run.invoice, run.attachment, run.opened, run.inbox,
                  run.escapes, run.refusals, run.no_certificate, run.doors, run.tampered,
                  run.below_a_mount):
        with checks.attempt(scene.__name__.replace("_", " ")):
            scene()
    run.sum_up()
    checks.finish()


class Run:
    """A sender in one sandbox that believes nothing."""

    def __init__(self, checks, sandbox, keys):
        self.checks = checks
        self.sandbox = sandbox
        self.keys = keys
        sandbox.settings(digipost__signatures="enforce")
        self.broker = self.broker_of(SENDER)
        wanted = {"service": "digipost", "sandbox": sandbox.name, "port": 0}
        made = SESSION.post(f"{sandbox.base}/_sandbox/listeners", json=wanted, timeout=TIMEOUT_S)
        made.raise_for_status()
        self.client = Client(checks, keys, made.json()["url"], self.broker)
        self.ssn = sandbox.get(f"/people/{USER}")["ssn"]

    def broker_of(self, company):
        return self.sandbox.get(f"/companies/{company}")["digipost"]["broker_id"]

    # --- scenes ---

    def entry(self):
        """The entry point has the certificate that every answer is signed with."""
        answer = self.client.get("/")
        self.checks.equal("the entry point is answered", answer.status, 200)
        shown = answer.text("certificate").encode().strip()
        self.checks.equal("with the certificate of `sandkasse certs`",
                          shown.split(), self.keys.server_pem.split())
        self.checks.equal("and the way to send", answer.link("create_message"),
                          f"{self.client.base}/messages")

    def letter(self):
        """A letter is delivered, and its receipt can be read again."""
        ident = str(uuid.uuid4())
        answer = self.deliver("a letter", self.document(ident, "Årsavregning"), {ident: PDF})
        self.checks.equal("its receipt has the hash of the content",
                          answer.text("primary-document/content-hash"), hashed(PDF))
        again = self.client.get(answer.headers["location"])
        self.checks.equal("its receipt can be read again",
                          (again.status, again.text("status"),
                           again.text("primary-document/uuid")), (200, "DELIVERED", ident))
        status = self.client.get(f"/documents/{self.broker}/{ident}/status")
        self.checks.equal("and its status", status.xml().get("status"), "DELIVERED")

    def invoice(self):
        """An invoice of v7 is a kind of document, and the payer has it."""
        ident = str(uuid.uuid4())
        paid = ("<kid>000001123454</kid><amount>1005.50</amount><account>86011117947</account>"
                "<due-date>2026-03-16+01:00</due-date>")
        document = self.document(ident, "Faktura mars", attributes=f'{XSI} xsi:type="invoice"',
                                 more=paid)
        answer = self.deliver("an invoice", document, {ident: PDF})
        self.checks.equal("its receipt is of a plain document",
                          [answer.text(f"primary-document/{name}") for name in
                           ("kid", "amount", "account", "due-date")], [None] * 4)

    def attachment(self):
        """A message with an attachment; parts are known by name, whatever their order."""
        first, second = str(uuid.uuid4()), str(uuid.uuid4())
        both = self.document(first, "Brev") + self.document(second, "Vedlegg", root="attachment")
        answer = self.deliver("a message with an attachment", both,
                              {second: b"%PDF-1.4\n% more\n", first: PDF})
        found = [answer.text(f"{name}/uuid") for name in ("primary-document", "attachment")]
        self.checks.equal("both are in its receipt", found, [first, second])

    def opened(self):
        """Who opens a letter makes an event, which its sender reads by a query in both cases."""
        ident = str(uuid.uuid4())
        document = self.document(ident, "Med kvittering", receipt=True)
        self.deliver("a letter with opening receipt", document, {ident: PDF})
        self.sandbox.advance("PT1H")
        self.sandbox.post(f"/people/{USER}/actions/read-mail", {"mail": ident})
        start = datetime.fromisoformat(START)
        span = [(start + timedelta(days=days)).isoformat(timespec="milliseconds")
                for days in (-1, 1)]
        begin, end = (quote(day, safe="") for day in span)
        events = self.client.get(
            f"/documents/events?from={begin}&to={end}&offset=0&maxResults=100")
        found = [event.get("type") for event in events.xml().iter(f"{{{V7}}}event")
                 if event.get("uuid") == ident]
        self.checks.equal("an opened letter is an event", (events.status, found),
                          (200, ["OPENED"]))

    def inbox(self):
        """A company reads a letter through the redirect: once, signed or not."""
        ident, orgnr = str(uuid.uuid4()), self.sandbox.orgnr(SENDER)
        self.deliver("a letter to a company", self.document(ident, "Til bedriften"),
                     {ident: PDF}, f"<organisation-number>{orgnr}</organisation-number>")
        inbox = self.client.get(f"/{self.broker}/inbox?offset=0&limit=100")
        self.checks.equal("it is in the inbox", inbox.text("document/subject"), "Til bedriften")
        for what, signed in [("signed", True), ("unsigned", False)]:
            hop = self.client.get(inbox.text("document/content-uri"))
            self.checks.equal("its content is elsewhere", hop.status, 307)
            content = self.client.get(hop.headers["location"], signed=signed)
            self.checks.equal(f"and read there, {what}", (content.status, content.body),
                              (200, PDF))
            twice = self.client.get(hop.headers["location"], signed=signed)
            self.checks.equal("but once", twice.error()[:2], (403, "ILLEGAL_ACCESS"))
        gone = self.client.send("DELETE", inbox.text("document/delete-uri"))
        self.checks.equal("it can be deleted", (gone.status, gone.body), (200, b""))
        answer = self.client.get(inbox.text("document/content-uri"))
        self.checks.equal("and is gone", answer.error(), (404, "DOCUMENT_NOT_FOUND", TECHNICAL))

    def escapes(self):
        """A path with escapes is signed with them or without; the answer, the other way."""
        target = f"/recipients/search/{quote('Bjørg Forsøk')}"
        for what, decoded in [("with its escapes", False), ("without them", True)]:
            answer = self.client.get(target, decoded=decoded)
            self.checks.equal(f"a search signed {what} finds one",
                              (answer.status, answer.text("recipient/firstname")),
                              (200, "Bjørg"))

    def refusals(self):
        """Whatever is wrong with a request by itself, each with the documented error."""
        self.user_ids()
        self.dates()
        self.body_hashes()
        self.signatures()

    def no_certificate(self):
        """Brokers whose certificate is missing or revoked."""
        for company, code in [("nord-nett", "MISSING_CERTIFICATE"),
                              ("vest-vann", "REVOKED_CERTIFICATE")]:
            broker = str(self.broker_of(company))
            self.refused(code, (403, code, "CONFIGURATION"),
                         instead={"X-Digipost-UserId": broker})

    def doors(self):
        """What no operation says is sealed, too."""
        client = self.client
        self.checks.equal("nothing there: 404", client.get("/nothing/here/at/all").status, 404)
        answer = client.send("PUT", "/messages", b"<x/>")
        self.checks.equal("another method: 405",
                          (answer.status, answer.headers.get("allow")), (405, "POST"))
        large = client.post("/identification", b"x" * (64 * 1024 + 1))
        self.checks.equal("too large: 413", large.error(),
                          (413, "REQUEST_TOO_LARGE", "CLIENT_DATA"))
        broken = client.post("/identification", b"<identification")
        self.checks.equal("no XML: 400", broken.error(),
                          (400, "SCHEMA_VALIDATION_ERROR", TECHNICAL))
        nobody = self.sandbox.get(f"/people/{NOBODY}")["ssn"]
        ident = str(uuid.uuid4())
        unknown = self.send_message(self.document(ident, "Til ingen"), {ident: PDF},
                                    self.number(nobody))
        self.checks.equal("nobody there: 404", unknown.error(),
                          (404, "UNKNOWN_RECIPIENT", "CLIENT_DATA"))
        for status in (500, 503):
            self.sandbox.arm("digipost", {"status": status})
            self.checks.equal(f"armed: {status}", self.identify().status, status)
        self.sandbox.arm(IDENTIFY, {"fault": "API_UNAVAILABLE"})
        self.checks.equal("armed by its code: 503", self.identify().error(),
                          (503, "API_UNAVAILABLE", "SERVER"))

    def tampered(self):
        """An answer that was tampered with is not believed, and the next one is."""
        for name, expected in TAMPERED.items():
            self.sandbox.arm(IDENTIFY, {"fault": name})
            trouble = self.client.trouble(self.identify(trusted=False)) or "none"
            self.checks.that(f"{name}: the answer is not believed",
                             trouble.startswith(expected), f"trouble found: {trouble}")
            self.checks.equal("and the next one is answered", self.identify().status, 200)
        self.sandbox.arm("digipost.entrypoint", {"fault": "rotatedCertificate"})
        answer = self.client.get("/", trusted=False)
        newer = Keys(self.keys.private, answer.text("certificate").strip().encode())
        self.checks.that("an entry point shows the newer certificate that signs it",
                         newer.server_pem.split() != self.keys.server_pem.split()
                         and self.client.trouble(answer, newer) is None)

    def below_a_mount(self):
        """The same service below a path of the house, which is signed whole."""
        mounted = f"{self.sandbox.base}/s/{self.sandbox.name}/digipost"
        here, self.client.base = self.client.base, mounted
        try:
            self.checks.equal("below its mount it answers the same",
                              self.identify().text("result"), "DIGIPOST")
            self.refused("below its mount, unsigned", (403, "MISSING_SIGNATURE", TECHNICAL),
                         signed=False)
        finally:
            self.client.base = here

    def sum_up(self):
        """Every answer that was to be believed could be."""
        client = self.client
        self.checks.that(f"date, hash and signature of {client.answers} answers hold",
                         client.answers > 0 and client.broken == 0, f"{client.broken} do not")

    # --- what is wrong ---

    def user_ids(self):
        user_id, wrong = "X-Digipost-UserId", (400, "INVALID_USER_ID_HEADER", TECHNICAL)
        self.refused("no user id", wrong, without=[user_id])
        self.refused("a user id that is no number", wrong, instead={user_id: "fjord"})
        self.refused("a user id that is nobody's", (403, "UNKNOWN_USER_ID", TECHNICAL),
                     instead={user_id: "999999999"})

    def dates(self):
        self.refused("no date", (400, "MISSING_DATE_HEADER", TECHNICAL), without=["Date"])
        self.refused("no date at all", (400, "INVALID_DATE_HEADER", TECHNICAL),
                     instead={"Date": "yesterday"})
        outside = (400, "DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL", TECHNICAL)
        for minutes in (-6, 6):
            self.refused(f"a date {minutes} minutes off", outside,
                         off=timedelta(minutes=minutes))
        for minutes in (-4, 4):
            answer = self.identify(off=timedelta(minutes=minutes))
            self.checks.equal(f"{minutes} minutes are none", answer.status, 200)

    def body_hashes(self):
        sha256, md5 = "X-Content-SHA256", "Content-MD5"
        body = self.identification()
        right = base64.b64encode(hashlib.md5(body).digest()).decode("ascii")
        other = base64.b64encode(hashlib.md5(b"").digest()).decode("ascii")
        self.refused("no hash", (400, "MISSING_CONTENT_HASH", TECHNICAL), without=[sha256])
        self.refused("an old hash alone", (400, "MISSING_SHA256", TECHNICAL), without=[sha256],
                     instead={md5: right})
        self.refused("the hash of another body", (400, "INVALID_SHA256", TECHNICAL),
                     instead={sha256: hashed(b"another body")})
        self.refused("an old hash of another body", (400, "INVALID_MD5", TECHNICAL),
                     instead={md5: other})
        self.checks.equal("both hashes are fine, and signed",
                          self.identify(instead={md5: right}).status, 200)

    def signatures(self):
        unsigned = (403, "MISSING_SIGNATURE", TECHNICAL)
        self.refused("unsigned", unsigned, signed=False)
        invalid = (403, "INVALID_SIGNATURE", TECHNICAL)
        stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        for what, signature in [
            ("signed by a stranger", lambda _: self.keys.sign("anything", stranger)),
            ("signed over another text", lambda _: self.keys.sign("POST\n/identification\n")),
            ("signed, but not in Base64", lambda _: "!"),
            ("signed, cut short", lambda right: right[:-8]),
        ]:
            answer = self.refused(what, invalid, signature=signature)
            self.compared(what, answer)
        target = "/documents/events?from=A%3A&to=B&maxResults=1"
        answer = self.client.get(target, signature=lambda _: self.keys.sign("GET\n"))
        self.checks.equal("a query signed wrong", answer.error(), invalid)
        self.compared("a query signed wrong", answer)

    def compared(self, what, answer):
        """The text that should have been signed stands in the refusal, as we have it."""
        message = answer.text("error-message")
        inside = message.partition("===START===\n")[2].partition("===SLUTT===")[0]
        self.checks.equal(f"{what}: the text to compare is ours", inside, answer.canonical)

    def refused(self, what, expected, **how):
        """Identifies somebody in a way that must be refused."""
        answer = self.identify(**how)
        self.checks.equal(f"{what}: {expected[0]} {expected[1]}", answer.error(), expected)
        return answer

    # --- what is sent ---

    def identify(self, **how):
        return self.client.post("/identification", self.identification(), **how)

    def identification(self):
        return (f'<identification xmlns="{V7}">{self.number(self.ssn)}'
                "</identification>").encode()

    @staticmethod
    def number(ssn):
        return f"<personal-identification-number>{ssn}</personal-identification-number>"

    @staticmethod
    def document(ident, subject, root="primary-document", attributes="", receipt=False, more=""):
        opening = "<opening-receipt>Takk</opening-receipt>" if receipt else ""
        return (f"<{root} {attributes}><uuid>{ident}</uuid><subject>{subject}</subject>"
                f"<file-type>pdf</file-type>{opening}{more}</{root}>")

    def send_message(self, documents, contents, to):
        message = (f'<?xml version="1.0" encoding="UTF-8"?><message xmlns="{V7}">'
                   f"<message-id>{uuid.uuid4()}</message-id><recipient>{to}</recipient>"
                   f"{documents}</message>")
        first = ("message", f"{XML_TYPE}; charset=UTF-8", message.encode())
        rest = [(name, "application/pdf", content) for name, content in contents.items()]
        return self.client.send_parts([first, *rest])

    def deliver(self, what, documents, contents, to=None):
        """Sends a message, whose receipt must say that it is there."""
        answer = self.send_message(documents, contents, to or self.number(self.ssn))
        found = (answer.status, answer.text("delivery-method"), answer.text("status"))
        self.checks.equal(f"{what} is delivered", found, (201, "DIGIPOST", "DELIVERED"))
        return answer


if __name__ == "__main__":
    main()
