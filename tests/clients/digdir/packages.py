"""Packages, messages and receipts of ours before judges that others wrote.

First `SANDKASSE_WRITE_DPI=<folder> cargo test --lib documents::dpi`, then
`packages.py <folder> [<folder of the published schemas>]`. openssl opens the envelope, zipfile reads
the archive, the JDK verifies the signature, cryptography the token, and jsonschema holds messages
and receipts against the published schemas. Needs: openssl, a JDK, cryptography, jsonschema.
"""

import base64
import io
import json
import pathlib
import shutil
import subprocess
import sys
import zipfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

KEYS = pathlib.Path(__file__).parents[3] / "src/crypto/keys"


def opened(folder):
    """The archive in the envelope, by openssl."""
    command = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER"]
    command += ["-in", str(folder / "package.cms")]
    command += ["-recip", str(KEYS / "digipost-mailbox.cert.pem")]
    command += ["-inkey", str(KEYS / "digipost-mailbox.key.pem")]
    return subprocess.run(command, check=True, capture_output=True).stdout


def verified(archive, path):
    """Holds the frame of a package, and its signature, against what readers of others want."""
    files = zipfile.ZipFile(io.BytesIO(archive))
    assert files.testzip() is None
    first = files.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert archive[30:38] == b"mimetype", "the media type is where `file` looks for it"
    # It runs from its source, which takes a compiler.
    if shutil.which("javac") is None:
        print("skipped: the JDK as a judge of the signature; there is none on this machine")
        return
    judge = pathlib.Path(__file__).with_name("SignatureOf.java")
    subprocess.run(["java", str(judge), str(path)], check=True)


def payload(token, certificate):
    """What a token holds, its signature verified."""
    head, body, signature = token.split(".")
    part = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    shown = json.loads(part(head))["x5c"][0]
    read = x509.load_der_x509_certificate(base64.b64decode(shown))
    assert read == certificate
    signed = f"{head}.{body}".encode()
    read.public_key().verify(part(signature), signed, padding.PKCS1v15(), hashes.SHA256())
    return json.loads(part(body))


def validators(schemas):
    """A validator for each message and receipt of the published schemas."""
    files = {path: json.loads(path.read_text("utf-8")) for path in schemas.rglob("*.json")}
    for schema in files.values():
        local(schema)
    pairs = [(schema["$id"], Resource.from_contents(schema)) for schema in files.values()]
    registry = Registry().with_resources(pairs)
    made = {}
    for path, schema in files.items():
        if path.name.startswith("innbyggerpost_dpi_"):
            name = path.name.removeprefix("innbyggerpost_dpi_").removesuffix("_1_0.schema.json")
            made[name] = Draft7Validator(schema, registry=registry, format_checker=FormatChecker())
    return made


def local(schema):
    """Takes the ids inside a schema away: they are fragments, which name no schema of their own."""
    for value in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(value, dict) and str(value.get("$id", "")).startswith("#"):
            del value["$id"]
        if isinstance(value, (dict, list)):
            local(value)


def main():
    folder = pathlib.Path(sys.argv[1])
    pem = (KEYS / "municipality.cert.pem").read_bytes()
    certificate = x509.load_pem_x509_certificate(pem)
    archive = opened(folder)
    assert archive == (folder / "package.zip").read_bytes()
    print("ok - openssl opens the envelope")
    verified(archive, folder / "package.zip")
    for name in ("digital", "utskrift"):
        message = payload((folder / f"{name}.jwt").read_text(), certificate)
        assert message == json.loads((folder / f"{name}.json").read_text("utf-8"))
    print("ok - tokens verify with the certificate in x5c")
    if len(sys.argv) < 3:
        print("skipped: the published schemas; no folder was named")
        return
    made = validators(pathlib.Path(sys.argv[2]))
    for path in sorted(folder.glob("*.json")):
        errors = list(made[path.stem].iter_errors(json.loads(path.read_text("utf-8"))))
        assert not errors, (path.name, errors[0].message, list(errors[0].absolute_path))
        broken = json.loads(path.read_text("utf-8"))
        broken["standardBusinessDocument"][path.stem]["annet"] = 1
        assert not made[path.stem].is_valid(broken), f"{path.name}: the schema judges nothing"
        print(f"ok - {path.name} is as the official schema has it")


if __name__ == "__main__":
    main()
