"""A sandbox for one client of Vipps, a listener for it, and what its programs need to get in."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from sandbox import SESSION, TIMEOUT_S, Sandbox  # noqa: E402  the folder above is found first

# The companies that the programs are: the pair of number and account that KAR knows, a bank, and
# others beside them.
ISP, OTHER_ISP = "vipps-teknologi", "fjord-energi"
IPP, OTHER_IPP = "sbanken", "dnb-bank"


class World:
    """Closes the listener and drops the sandbox in the end: a second run finds what the first did."""

    def __init__(self, base, name, start):
        self.sandbox = Sandbox(base, name, start=start)
        wanted = {"service": "vipps", "sandbox": name, "port": 0}
        listener = ask("POST", f"{base}/_sandbox/listeners", json=wanted).json()
        # A port of its own: the official collections count the segments of a path.
        self.url = listener["url"].rstrip("/")
        self.listener = f"{base}/_sandbox/listeners/{listener['id']}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        ask("DELETE", self.listener)
        ask("DELETE", self.sandbox.admin)

    def keys(self, company, product):
        """Id, secret and subscription key of a company at one product, `isp` or `ipp`."""
        return self.sandbox.about["credentials"][company][f"vipps_{product}"]

    def headers(self, company, product):
        """What a logged-in client sends with every call."""
        keys = self.keys(company, product)
        subscription = {"Ocp-Apim-Subscription-Key": keys["subscription_key"]}
        sent = {name: keys[name] for name in ["client_id", "client_secret"]} | subscription
        token = ask("POST", f"{self.url}/accesstoken/get", headers=sent).json()["access_token"]
        return subscription | {"Authorization": f"Bearer {token}"}

    def recipient_token(self, headers, product, kind, value):
        wanted = {"type": kind, "value": value}
        url = f"{self.url}/vipps-{product}/v1/recipients/tokens"
        return ask("POST", url, headers=headers, json=wanted).json()["recipientToken"]

    def send(self, headers, invoice_id, invoice):
        url = f"{self.url}/vipps-isp/v1/invoices/{invoice_id}"
        ask("PUT", url, headers=headers, json=invoice)


def invoice_for(recipient_token, due, amount=25043, **more):
    """An invoice of Vipps Teknologi that is good in every respect."""
    return {
        "recipientToken": recipient_token,
        "paymentInformation": {"type": "kid", "value": "1234567890128", "account": "15038366383"},
        "invoiceType": "invoice",
        "due": due,
        "amount": amount,
        "subject": "Bompasseringer",
        "issuerName": "Vipps Teknologi AS",
        "commercialInvoice": [
            {"mimeType": "application/pdf", "url": "https://hotell.example.no/faktura/42.pdf"},
        ],
    } | more


def ask(method, url, **request):
    answer = SESSION.request(method, url, timeout=TIMEOUT_S, **request)
    if not answer.ok:
        raise RuntimeError(f"{method} {url}: {answer.status_code} {answer.text[:300]}")
    return answer
