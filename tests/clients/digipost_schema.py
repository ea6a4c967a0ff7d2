"""Holds what Digipost answered to the real clients against the official schemas.

    python digipost_schema.py --base http://127.0.0.1:PORT [--v7 NAME] [--v8 NAME] [--also NAME]

The bodies are those of the journals of the named sandboxes, in which the clients ran. Of a version
whose own client ran, every kind of answer must be there. The schemas are those of the service's
owner, in the folder that SANDKASSE_SPECS names; without it nothing is judged, and that is said. The
one exception is the element `pre-encrypt` of a receipt, which the owner's own sample has and the
owner's schema has not: it is taken out first, and counted.
"""

import argparse
import os
from collections import Counter
from pathlib import Path

from checks import Checks
from lxml import etree
from sandbox import SESSION, TIMEOUT_S

V7 = "http://api.digipost.no/schema/v7"
V8 = "http://api.digipost.no/schema/v8"
DATA_TYPES = "http://api.digipost.no/schema/datatypes"
XSD = "http://www.w3.org/2001/XMLSchema"
FILES = {V7: "api_v7.xsd", V8: "api_v8.xsd"}
PAGE = 1000
# What a whole run of a sender's client gets to see.
ROOTS = {
    "archive",
    "archive-document-content",
    "archives",
    "autocomplete",
    "document-events",
    "document-status",
    "encryption-certificate",
    "entrypoint",
    "error",
    "identification-result",
    "identification-result-with-encryption-key",
    "inbox",
    "message-delivery",
    "recipients",
    "sender-information",
}


def schema_of(folder, namespace):
    """A version's schema together with the data types, which documents hold strictly."""
    imports = [(namespace, FILES[namespace]), (DATA_TYPES, "datatypes.xsd")]
    lines = [
        f'<xsd:import namespace="{name}" schemaLocation="{(folder / file).resolve().as_uri()}"/>'
        for name, file in imports
    ]
    text = f'<xsd:schema xmlns:xsd="{XSD}">{"".join(lines)}</xsd:schema>'
    return etree.XMLSchema(etree.fromstring(text))


def exchanges(base, sandbox):
    """Every exchange of a sandbox's journal, oldest first."""
    journal = f"{base.rstrip('/')}/_sandbox/sandboxes/{sandbox}/journal"
    since = 0
    while True:
        query = {"kind": "exchange", "since": since, "limit": PAGE}
        answer = SESSION.get(journal, params=query, timeout=TIMEOUT_S)
        answer.raise_for_status()
        page = answer.json()
        if page["dropped"]:
            raise RuntimeError(f"the journal of {sandbox} has dropped {page['dropped']} entries")
        if not page["entries"]:
            return
        yield from page["entries"]
        since = page["next"]


def documents(body):
    """The XML documents of a body, and whether all of it is there; streams have several."""
    text = body.get("text") or ""
    if not text.lstrip().startswith("<"):
        return [], True
    if body.get("shortened"):
        return [], False
    parts = [part for part in text.split("<?xml") if part.strip()]
    whole = [f"<?xml{part}" if "?>" in part.split("<")[0] else part for part in parts]
    return [etree.fromstring(part.strip().encode("utf-8")) for part in whole], True


def without_pre_encrypt(document):
    """Takes the samples' extra element out, and says how often it was there."""
    found = document.findall(".//{*}pre-encrypt")
    for element in found:
        element.getparent().remove(element)
    return len(found)


class Judge:
    """Both schemas, and what was judged by them."""

    def __init__(self, checks, folder):
        self.checks = checks
        self.schemas = {namespace: schema_of(folder, namespace) for namespace in FILES}
        self.roots = {namespace: Counter() for namespace in FILES}
        self.wrong = Counter()
        self.others = Counter()
        self.cut = 0
        self.pre_encrypt = 0

    def read(self, base, sandbox):
        """Judges every answer of Digipost in a sandbox."""
        for entry in exchanges(base, sandbox):
            if entry["service"] != "digipost" or not entry.get("answer"):
                continue
            found, whole = documents(entry["answer"])
            self.cut += not whole
            for document in found:
                self.judge(entry, document)

    def judge(self, entry, document):
        name = etree.QName(document)
        if name.namespace not in self.schemas:
            self.others[f"{name.namespace} {name.localname}"] += 1
            return
        self.roots[name.namespace][name.localname] += 1
        self.pre_encrypt += without_pre_encrypt(document)
        schema = self.schemas[name.namespace]
        if not schema.validate(document):
            self.wrong[name.namespace] += 1
            where = f"{entry['number']} {entry['method']} {entry['path']} {entry['status']}"
            self.checks.that(f"an answer is valid ({where})", False, str(schema.error_log))

    def sum_up(self, namespace, is_whole):
        roots = self.roots[namespace]
        label = FILES[namespace]
        for name, count in sorted(roots.items()):
            print(f"{label}: {count} {name}")
        self.checks.that(
            f"{sum(roots.values())} answers are valid by {label}",
            not self.wrong[namespace],
            f"{self.wrong[namespace]} are not",
        )
        if is_whole:
            missing = ROOTS - roots.keys()
            self.checks.equal(f"{label}: no kind of answer is missing", missing, set())


def main():
    """Reads the journals and judges."""
    parser = argparse.ArgumentParser(description="Answers of Digipost against the schemas.")
    parser.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    parser.add_argument("--v7", help="sandbox in which a client of v7 ran")
    parser.add_argument("--v8", help="sandbox in which a client of v8 ran")
    parser.add_argument("--also", action="append", default=[], help="another sandbox")
    options = parser.parse_args()
    specs = os.environ.get("SANDKASSE_SPECS")
    if not specs:
        print("skipped: SANDKASSE_SPECS is not set, so there are no official schemas to judge by")
        return
    checks = Checks()
    judge = Judge(checks, Path(specs) / "digipost")
    whole = {V7: options.v7, V8: options.v8}
    for sandbox in [*filter(None, whole.values()), *options.also]:
        with checks.attempt(f"the journal of {sandbox} can be read"):
            judge.read(options.base, sandbox)
    for namespace, sandbox in whole.items():
        if sandbox or judge.roots[namespace]:
            judge.sum_up(namespace, bool(sandbox))
    for name, count in sorted(judge.others.items()):
        print(f"without an official schema: {count} {name}")
    print(f"taken out before, as the sample has it and no schema: {judge.pre_encrypt} pre-encrypt")
    checks.equal("no answer was too long for the journal", judge.cut, 0)
    checks.finish()


if __name__ == "__main__":
    main()
