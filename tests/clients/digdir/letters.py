"""An independent sender's digital post: every kind of mailbox, receipts and refusals."""

import argparse
import base64
import copy
import uuid
from pathlib import Path

import jwt
import requests
from checks import Checks
from cryptography import x509
from package import Signer, asic, digest, sealed
from packages import validators
from world import World

SENDER = "364926111"
MAILBOXES = {"digipost": "984661185", "eboks": "922020175", "print": "974761076"}
SEND = "digitalpostinnbygger:send"
TIMEOUT_S = 20
PROFILE = "urn:fdc:digdir.no:2020:profile:egovernment:innbyggerpost:{}:ver1.0"
STANDARD = ("urn:fdc:digdir.no:2020:innbyggerpost:xsd::innbyggerpost##"
            "urn:fdc:digdir.no:2020:innbyggerpost:schema:{}::1.0")
PDF = ("brev.pdf", "application/pdf", "Faktura", b"%PDF-1.4\n%%EOF\n")
NORWAY = {"navn": "Kari Nordmann", "adresselinje1": "Storgata 1", "postnummer": "0155",
          "poststed": "OSLO"}


class Schemas:
    """The official schemas, found by the name of a message's type."""

    def __init__(self, folder):
        self.made = validators(Path(folder))

    def errors(self, kind, document):
        changed = copy.deepcopy(document)
        changed["standardBusinessDocument"][kind]["annet"] = 1
        if self.made[kind].is_valid(changed):
            return [f"the schema of {kind} judges nothing"]
        return [f"{it.json_path}: {it.message}" for it in self.made[kind].iter_errors(document)]


class Sender:
    """The municipality, at the access point."""

    def __init__(self, world, keys, checks, schemas):
        self.world, self.keys, self.checks, self.schemas = world, Path(keys), checks, schemas
        self.signer = Signer(world.key, (self.keys / "maskinporten-client.cert.pem").read_text())
        self.token, _ = world.token(SEND)

    def renew(self):
        self.token, _ = self.world.token(SEND)

    def headers(self):
        return {"Authorization": f"Bearer {self.token}"}

    def message(self, kind, to, package, body):
        identifier = lambda number: [{"identifier": {"authority": "iso6523-actorid-upis",
                                                     "value": f"0192:{number}"}}]
        ids = {"message": str(uuid.uuid4()), "conversation": str(uuid.uuid4())}
        header = {
            "headerVersion": "1.0",
            "sender": identifier(SENDER),
            "receiver": identifier(to),
            "documentIdentification": {
                "standard": STANDARD.format(kind), "typeVersion": "1.0",
                "instanceIdentifier": ids["message"], "type": kind,
                "creationDateAndTime": "2026-03-02T09:00:00.000+01:00",
            },
            "businessScope": {"scope": [{
                "type": "ConversationId", "instanceIdentifier": ids["conversation"],
                "identifier": PROFILE.format(kind),
            }]},
        }
        party = identifier(SENDER)[0]["identifier"]
        content = {
            "avsender": {"virksomhetsidentifikator": party},
            "dokumentpakkefingeravtrykk": {
                "digestMethod": "http://www.w3.org/2001/04/xmlenc#sha256",
                "digestValue": digest(package),
            },
            "maskinportentoken": self.token,
        } | body
        document = {"standardBusinessDocument": {"standardBusinessDocumentHeader": header,
                                                 kind: content}}
        return ids, document

    def signed(self, document):
        header = {"x5c": [base64.b64encode(self.signer.der).decode()]}
        return jwt.encode(document, self.signer.pem, algorithm="RS256", headers=header)

    def post(self, document, package, channel=None):
        files = {
            "forretningsmelding": ("sbd.jwt", self.signed(document), "application/jwt"),
            "dokumentpakke": ("asic.cms", package, "application/cms"),
        }
        query = {"kanal": channel} if channel else {}
        return requests.post(f"{self.world.dpi}/messages/out", params=query, files=files,
                             headers=self.headers(), timeout=TIMEOUT_S)

    def package(self, address, mailbox, spoil=None, documents=(PDF,), cut=None):
        certificate = self.keys / f"dpi-{mailbox}.cert.pem"
        content = asic(self.signer, address, SENDER, list(documents), spoil)
        return sealed(cut(content) if cut else content, certificate)

    def digital(self, address, mailbox, package=None, **body):
        package = package if package is not None else self.package(address, mailbox)
        content = {
            "mottaker": {"postkasseadresse": address}, "sikkerhetsnivaa": 3,
            "ikkesensitivtittel": "Faktura fra kommunen", "spraak": "nb", "varsler": {},
        } | body
        return *self.message("digital", MAILBOXES[mailbox], package, content), package

    def receipts(self, channel=None):
        query = {"kanal": channel} if channel else {}
        answer = requests.get(f"{self.world.dpi}/messages/in", params=query, headers=self.headers(),
                              timeout=TIMEOUT_S)
        if answer.status_code == 204:
            return []
        answer.raise_for_status()
        return [self.receipt(row["forretningsmelding"]) for row in answer.json()]

    def receipt(self, token):
        """What a receipt says, once its signature is found good by its own certificate."""
        der = base64.b64decode(jwt.get_unverified_header(token)["x5c"][0])
        key = x509.load_der_x509_certificate(der).public_key()
        document = jwt.decode(token, key, algorithms=["RS256"])
        told = document["standardBusinessDocument"]
        header = told["standardBusinessDocumentHeader"]
        kind = header["documentIdentification"]["type"]
        if self.schemas:
            errors = self.schemas.errors(kind, document)
            self.checks.that(f"a {kind} is as the official schema has it", not errors, str(errors))
        return {
            "kind": kind,
            "id": header["documentIdentification"]["instanceIdentifier"],
            "conversation": header["businessScope"]["scope"][0]["instanceIdentifier"],
            "by": header["sender"][0]["identifier"]["value"],
            "body": told[kind],
        }

    def read(self, receipt):
        url = f"{self.world.dpi}/messages/in/{receipt['id']}/read"
        return requests.post(url, headers=self.headers(), timeout=TIMEOUT_S).status_code


def delivered(sender, person, mailbox):
    checks, world = sender.checks, sender.world
    answer = requests.post(
        f"{world.krr}/rest/v2/personer", timeout=TIMEOUT_S,
        headers={"Authorization": f"Bearer {world.token('krr:global/digitalpost.read')[0]}"},
        json={"personidentifikatorer": [world.ssn(person)]},
    )
    row = answer.json()["personer"][0]
    address = row["digital_post"]["postkasseadresse"]
    theirs = (sender.keys / f"dpi-{mailbox}.cert.pem").read_text()
    published = "".join(theirs.splitlines()[1:-1])
    checks.equal(f"KRR gives the certificate of {mailbox}", row["sertifikat"], published)
    ids, document, package = sender.digital(address, mailbox)
    if sender.schemas:
        errors = sender.schemas.errors("digital", document)
        checks.that("our own message is as the official schema has it", not errors, str(errors))
    answer = sender.post(document, package)
    checks.that(f"a letter to {mailbox} is taken", answer.status_code == 201, answer.text)
    url = f"{world.dpi}/messages/out/{ids['message']}/statuses"
    statuses = requests.get(url, headers=sender.headers(), timeout=TIMEOUT_S).json()
    checks.equal("it has its statuses at once", [row["status"] for row in statuses],
                 ["OPPRETTET", "SENDT"])
    again = sender.post(document, package)
    checks.equal("the same message is refused", again.status_code, 400)
    world.sandbox.advance("PT10M")
    sender.renew()
    found = [row for row in sender.receipts() if row["conversation"] == ids["conversation"]]
    checks.equal(f"{mailbox} says that it came", [row["kind"] for row in found],
                 ["leveringskvittering"])
    if found:
        checks.equal("in its own name", found[0]["by"], f"0192:{MAILBOXES[mailbox]}")
        checks.equal("a receipt is read once", [sender.read(found[0]), sender.read(found[0])],
                     [200, 404])
    return address


def refused(sender, address):
    """One thing altered at a time; each is found by whoever opens the package."""
    checks, world = sender.checks, sender.world
    flip = lambda it: it[:-2] + bytes([it[-2] ^ 1]) + it[-1:]
    spoiled = {
        "a document that was changed": dict(spoil={"brev.pdf": flip}),
        "a manifest that was changed": dict(
            spoil={"manifest.xml": lambda it: it.replace(b"Faktura", b"Faktvra")}),
        "signed properties that were changed": dict(
            spoil={"META-INF/signatures.xml": lambda it: it.replace(b"application/pdf", b"text/plain")}),
        "signed info that was changed": dict(
            spoil={"META-INF/signatures.xml": lambda it: it.replace(b'Reference Id="ID_0"',
                                                                    b'Reference Id="ID_9"')}),
        "no zip": dict(cut=lambda it: it[:100]),
    }
    said = {}
    for what, how in spoiled.items():
        sender.renew()
        package = sender.package(address, "digipost", **how)
        ids, document, _ = sender.digital(address, "digipost", package)
        sender.post(document, package)
        said[ids["conversation"]] = what
    sender.renew()
    package = sender.package(address, "eboks")
    ids, document, _ = sender.digital(address, "digipost", package)
    sender.post(document, package)
    said[ids["conversation"]] = "a package for another key"
    sender.renew()
    package = sender.package(address, "digipost")
    ids, document, _ = sender.digital(address, "digipost", package)
    sender.post(document, flip(package))
    said[ids["conversation"]] = "a package of another fingerprint"
    world.sandbox.advance("PT10M")
    sender.renew()
    rows = {row["conversation"]: row for row in sender.receipts()}
    details = []
    for conversation, what in said.items():
        row = rows.get(conversation, {"kind": "nothing", "body": {}})
        detail = row["body"].get("detaljer", "")
        found = (row["kind"], row["body"].get("feiltype"))
        checks.that(f"{what} is told by a feil", found == ("feil", "KLIENT"), f"{found} {detail}")
        print(f"    {detail}")
        details.append(detail)
    checks.equal("each in words of its own", len(set(details)), len(details))


def printed(sender):
    checks, world = sender.checks, sender.world
    sender.renew()
    package = sender.package(None, "print")
    body = {
        "mottaker": NORWAY, "utskriftstype": "SORT_HVIT",
        "retur": {"mottaker": NORWAY, "returposthaandtering": "DIREKTE_RETUR"},
    }
    ids, document = sender.message("utskrift", MAILBOXES["print"], package, body)
    answer = sender.post(document, package, channel="Kanal-1")
    checks.that("a letter on paper is taken", answer.status_code == 201, answer.text)
    world.sandbox.advance("P4D")
    sender.renew()
    checks.equal("another channel has no receipts", sender.receipts("kanal-2"), [])
    kinds = [row["kind"] for row in sender.receipts("KANAL-1")
             if row["conversation"] == ids["conversation"]]
    checks.equal("the printer says that it came, and that it is in the post", kinds,
                 ["mottakskvittering", "leveringskvittering"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--keys", required=True)
    parser.add_argument("--schemas")
    given = parser.parse_args()
    checks = Checks()
    world = World(given.base, "digital-post", given.keys)
    schemas = Schemas(given.schemas) if given.schemas else None
    sender = Sender(world, given.keys, checks, schemas)
    address = None
    with checks.attempt("a letter to Digipost"):
        address = delivered(sender, "bjorg", "digipost")
    with checks.attempt("a letter to e-Boks"):
        delivered(sender, "bodil", "eboks")
    with checks.attempt("altered packages"):
        refused(sender, address)
    with checks.attempt("a letter on paper"):
        printed(sender)
    checks.finish()


if __name__ == "__main__":
    main()
