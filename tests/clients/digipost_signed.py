"""A client of Digipost that signs as the public documentation says, and judges every answer.

Written from the chapters on security, not from the server: what is signed is put together here from
method, path, headers and query, and an answer is believed only when its date, hash and signature
hold over the bytes as they came. The keys are those that `sandkasse certs` wrote.
"""

import base64
import hashlib
import uuid
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree
from sandbox import SESSION, TIMEOUT_S

V7 = "http://api.digipost.no/schema/v7"
XML_TYPE = "application/vnd.digipost-v7+xml"
PARTS_TYPE = "multipart/vnd.digipost-v7+xml"
# How far a date may be off, either way.
WINDOW = timedelta(minutes=5)
SEAL = ["date", "x-content-sha256", "x-digipost-signature"]
SIGNED = ["content-md5", "date", "x-content-sha256", "x-digipost-userid"]


def hashed(body):
    """The hash of a body, as its header has it."""
    return base64.b64encode(hashlib.sha256(body).digest()).decode("ascii")


def dated(off=timedelta()):
    """Now, or some time off, as the header has it."""
    return format_datetime(datetime.now(timezone.utc) + off, usegmt=True)


def lines(headers):
    """The signed ones of the headers that are there, in order."""
    known = {name.lower(): value for name, value in headers.items()}
    return "".join(f"{name}: {known[name]}\n" for name in SIGNED if name in known)


def canonical_request(method, path, query, headers):
    """What is signed of a request; a line for the query is there even without one."""
    return f"{method.upper()}\n{path.lower()}\n{lines(headers)}{query.lower()}\n"


def canonical_response(status, path, headers):
    """What is signed of an answer, which has no query."""
    return f"{status}\n{path.lower()}\n{lines(headers)}"


def parts(boundary, named):
    """A body in parts, each known by its file name."""
    body = b""
    for name, media_type, content in named:
        head = (f"--{boundary}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n"
                f"Content-Type: {media_type}\r\n\r\n")
        body += head.encode("ascii") + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode("ascii")


class Keys:
    """Whose key signs requests, and whose certificate verifies answers."""

    def __init__(self, private, server_pem):
        self.private = private
        self.server_pem = server_pem
        self.server = x509.load_pem_x509_certificate(server_pem).public_key()

    @classmethod
    def read(cls, folder):
        """Those in the files of `sandkasse certs`."""
        pem = (Path(folder) / "digipost-broker.key.pem").read_bytes()
        private = serialization.load_pem_private_key(pem, password=None)
        return cls(private, (Path(folder) / "digipost-server.cert.pem").read_bytes())

    def sign(self, text, key=None):
        signed = (key or self.private).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return base64.b64encode(signed).decode("ascii")

    def holds(self, text, signature):
        """Whether the server signed this text."""
        try:
            raw = base64.b64decode(signature, validate=True)
            self.server.verify(raw, text.encode(), padding.PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True


class Answer:
    """One answer, byte by byte as it came."""

    def __init__(self, response):
        self.status = response.status_code
        self.headers = response.headers
        self.names = [name for name, _ in response.raw.headers.items()]
        # What `requests` would have unpacked is not what was hashed.
        self.body = response.raw.read(decode_content=False)

    def xml(self):
        return etree.fromstring(self.body)

    def text(self, path):
        """The text of an element below the root, each name in the namespace of v7."""
        return self.xml().findtext("/".join(f"{{{V7}}}{name}" for name in path.split("/")))

    def link(self, rel):
        """The address behind a relation, wherever it stands."""
        for link in self.xml().iter(f"{{{V7}}}link"):
            if link.get("rel").rpartition("/")[2].lower() == rel:
                return link.get("uri")
        return None

    def error(self):
        """Status, code and type of an error."""
        return self.status, self.text("error-code"), self.text("error-type")


class Client:
    """A broker that signs what it sends, with whatever should be wrong with it."""

    def __init__(self, checks, keys, base, broker):
        self.checks = checks
        self.keys = keys
        self.base = base.rstrip("/")
        self.broker = str(broker)
        self.answers = 0
        self.broken = 0

    def get(self, target, **how):
        return self.send("GET", target, **how)

    def post(self, target, body, media_type=XML_TYPE, **how):
        return self.send("POST", target, body, {"Content-Type": media_type}, **how)

    def send_parts(self, named, **how):
        """Posts a message of a first part in XML and documents behind it."""
        boundary = f"-_{uuid.uuid4().hex}"
        media_type = f"{PARTS_TYPE}; boundary={boundary}"
        return self.post("/messages", parts(boundary, named), media_type, **how)

    def send(self, method, target, body=b"", more=None, *, decoded=False, signed=True,
             trusted=True, off=timedelta(), without=(), instead=None, signature=None):
        """Sends a request and judges its answer. `target` is a path, or an address of a link.

        `without` names headers that are left out, `instead` has values for some, both before
        anything is signed; `signature` makes another header of the right one. `decoded` signs the
        path without its escapes, and then expects it with them in the answer. An answer that is
        not `trusted` is for the caller to judge.
        """
        address = target if "://" in target else self.base + target
        parsed = urlsplit(address)
        path, query = parsed.path or "/", parsed.query
        headers = {"Accept": XML_TYPE, "X-Digipost-UserId": self.broker, "Date": dated(off)}
        headers |= {"X-Content-SHA256": hashed(body)} if body else {}
        headers |= (more or {}) | (instead or {})
        headers = {name: value for name, value in headers.items() if name not in without}
        text = canonical_request(method, unquote(path) if decoded else path, query, headers)
        if signed:
            right = self.keys.sign(text)
            headers["X-Digipost-Signature"] = signature(right) if signature else right
        response = SESSION.request(method, address, data=body or None, headers=headers,
                                   allow_redirects=False, stream=True, timeout=TIMEOUT_S)
        answer = Answer(response)
        answer.canonical = text
        answer.path = path if decoded else unquote(path)
        if trusted:
            self.judge(f"{method} {target} {answer.status}", answer)
        return answer

    def trouble(self, answer, keys=None):
        """Why a client must not believe an answer, or None."""
        keys = keys or self.keys
        sealed = [name for name in answer.names if name.lower() in SEAL]
        if len({name.lower() for name in sealed}) != len(sealed):
            return f"a header is there twice: {sealed}"
        if len({name.islower() for name in sealed}) > 1:
            return f"both spellings are mixed: {sealed}"
        if "date" not in answer.headers:
            return "no date"
        date = answer.headers["date"]
        at = parsedate_to_datetime(date)
        if abs(at - datetime.now(timezone.utc)) > WINDOW or not date.endswith(" GMT"):
            return f"date {date}"
        found = answer.headers.get("x-content-sha256")
        expected = hashed(answer.body) if answer.body else None
        if found != expected:
            return f"hash {found}, the body has {expected}"
        text = canonical_response(answer.status, answer.path, answer.headers)
        signature = answer.headers.get("x-digipost-signature")
        if signature is None:
            return "no signature"
        return None if keys.holds(text, signature) else f"no signature over {text!r}"

    def judge(self, what, answer):
        """Counts an answer that can be believed, and says of the others why not."""
        self.answers += 1
        trouble = self.trouble(answer)
        if trouble:
            self.broken += 1
            self.checks.that(f"{what}: the answer can be believed", False, trouble)
