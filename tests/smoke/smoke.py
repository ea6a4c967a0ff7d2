"""Is this server alive and of use? One invoice, one look-up and one move of the clock.

    python3 smoke.py --base http://127.0.0.1:PORT [--token TOKEN]

Needs nothing but Python, so that it runs against a program and against a container alike. It works
in a sandbox of its own and drops it in the end.
"""

import argparse
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
# The lines that say what holds are the same for all scripts that test a running server.
sys.path.insert(0, str(ROOT / "tests" / "clients"))

from checks import Checks  # noqa: E402

SANDBOX = f"smoke-{uuid.uuid4().hex[:12]}"
INVOICE = ROOT / "scenarios" / "invoices" / "bodil.xml"
NAMESPACE = "https://efaktura-services.nets.no/efaktura-atg-service/v1/"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
LOOK_UP = f"""<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="{ENVELOPE}" xmlns:v1="{NAMESPACE}">
  <soapenv:Body>
    <v1:GetEfakturaIdentifiersRequest>
      <auditInformation><messageIdentifier>smoke-0001</messageIdentifier></auditInformation>
      <getEfakturaIdentifiersKey>
        <efakturaIdentifierKey><efakturaIdentifier>414360222</efakturaIdentifier></efakturaIdentifierKey>
      </getEfakturaIdentifiersKey>
    </v1:GetEfakturaIdentifiersRequest>
  </soapenv:Body>
</soapenv:Envelope>"""
TIMEOUT_S = 20


class Client:
    """Speaks HTTP, and shows the token where the admin API asks for it."""

    def __init__(self, base, token):
        self.base = base.rstrip("/")
        self.token = token
        # The server is where the address says, whatever proxy leads to the world.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def admin(self, method, path, body=None):
        """Status and JSON of the admin API's answer."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = None if body is None else json.dumps(body).encode()
        status, said = self.send(method, f"{self.base}/_sandbox{path}", headers, data)
        return status, json.loads(said) if said else None

    def send(self, method, url, headers, data=None):
        """Status and bytes of any answer, a refusal included."""
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with self.opener.open(request, timeout=TIMEOUT_S) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()


def main():
    arguments = argparse.ArgumentParser(description="A smoke test of a running Sandkasse.")
    arguments.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    arguments.add_argument(
        "--token",
        default=os.environ.get("SANDKASSE_ADMIN_TOKEN"),
        help="for the admin API; default: SANDKASSE_ADMIN_TOKEN",
    )
    options = arguments.parse_args()
    client = Client(options.base, options.token)
    checks = Checks()
    with checks.attempt("the server tells of itself"):
        itself(checks, client)
    sandbox = None
    with checks.attempt("a sandbox can be made"):
        status, sandbox = client.admin("PUT", f"/sandboxes/{SANDBOX}", {"seed": 7})
        checks.equal("a new sandbox is created", status, 201)
    if sandbox:
        with checks.attempt("the look-up runs to its end"):
            look_up(checks, client, sandbox["base_urls"]["mps"])
        with checks.attempt("the invoice's story runs to its end"):
            invoice(checks, client, sandbox)
        with checks.attempt("the sandbox can be dropped"):
            status, _ = client.admin("DELETE", f"/sandboxes/{SANDBOX}")
            checks.equal("the sandbox is dropped", status, 204)
    checks.finish()


def itself(checks, client):
    """Health, which needs no token, and the table of operations."""
    status, said = client.send("GET", f"{client.base}/_sandbox/health", {})
    checks.equal("health needs no token", status, 200)
    checks.equal("health says up", json.loads(said).get("status"), "up")
    status, operations = client.admin("GET", "/operations")
    checks.equal("the operations are listed", status, 200)
    names = [operation["id"] for operation in operations]
    checks.that("the look-up is among them", "mps.getEfakturaIdentifiers" in names, names)


def look_up(checks, client, mps):
    """MPS finds Halgeir by his eFaktura identifier."""
    headers = {
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": f'"{NAMESPACE}getEfakturaIdentifiers"',
    }
    url = f"{mps}/efaktura-atg-service/v1/"
    status, said = client.send("POST", url, headers, LOOK_UP.encode())
    checks.equal("MPS answers the look-up", status, 200)
    result = ElementTree.fromstring(said).findtext(".//responseResult")
    checks.equal("MPS finds one receiver", result, "UNIQUE_RECEIVER_FOUND")


def invoice(checks, client, sandbox):
    """The router takes Bodil's invoice; a minute later it is in her netbank."""
    maventa = sandbox["base_urls"]["maventa"]
    keys = sandbox["credentials"]["fjord-energi"]
    form = {
        "grant_type": "client_credentials",
        "scope": "eui",
        "client_id": keys["company_id"],
        "client_secret": keys["user_api_key"],
        "vendor_api_key": keys["vendor_api_key"],
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    data = urllib.parse.urlencode(form).encode()
    status, said = client.send("POST", f"{maventa}/oauth2/token", headers, data)
    checks.equal("the router gives a token", status, 200)
    token = json.loads(said)["access_token"]

    number = str(uuid.uuid4())
    media_type, data = multipart({"recipient_type": "consumer", "uuid": number}, INVOICE)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": media_type}
    status, said = client.send("POST", f"{maventa}/v1/invoices", headers, data)
    checks.equal("the router takes the invoice", status, 201)
    checks.equal("the invoice is pending", json.loads(said).get("status"), "PENDING")

    status, moved = client.admin("POST", f"/sandboxes/{SANDBOX}/clock/advance", {"by": "PT1M"})
    checks.equal("the clock moves", status, 200)
    checks.that("something ran meanwhile", bool(moved.get("ran")), moved)
    _, timeline = client.admin("GET", f"/sandboxes/{SANDBOX}/invoices/{number}/timeline")
    checks.equal("the invoice is delivered", timeline.get("status"), "DELIVERED")
    checks.equal("it is an eFaktura", timeline.get("channel"), "efaktura")


def multipart(fields, file):
    """Media type and body of a form with one file."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        "Content-Type: application/xml\r\n\r\n"
    )
    body = "".join(parts).encode() + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body


if __name__ == "__main__":
    main()
