"""Reads the outboxes as a tester does: letters with pdftotext, mails with Python's parser.

Sends Bjørg Forsøk in Brønnøysund an invoice with a PDF of the sender's, once on paper and once by
e-mail, and looks at what left the house. In a sandbox of its own, so that nobody else's letters
stand between.
"""

import argparse
import base64
import email
import email.policy
import json
import pathlib
import re
import subprocess
import urllib.parse
import urllib.request

from checks import Checks

ROOT = pathlib.Path(__file__).resolve().parents[2]
SANDBOX = "outbox-client"
TIMEOUT_S = 20
FILE_NAME = "Strøm, februar 2026.pdf"
SIZES = [(612, 792), (420, 298)]
WORDS = ["Own first page of the sender", "Own second page of the sender"]


def fetch(url, body=None, method=None, headers=None):
    """Sends a request and returns media type and bytes of the answer."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    # The server is on this machine, whatever proxy leads to the world.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=TIMEOUT_S) as answer:
        return answer.headers["Content-Type"], answer.read()


def fetch_json(url, **request):
    return json.loads(fetch(url, **request)[1])


def own_pdf():
    """Two pages of different sizes, each with a line of text."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/Resources<</Font<</F1 5 0 R>>>>>>",
    ]
    for number, (width, height) in enumerate(SIZES):
        page = f"/MediaBox[0 0 {width} {height}]/Contents {6 + number} 0 R"
        objects.append(f"<</Type/Page/Parent 2 0 R{page}>>".encode())
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>")
    for words in WORDS:
        content = f"BT /F1 18 Tf 30 150 Td ({words}) Tj ET".encode()
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
    pdf, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    tail += f"trailer\n<</Root 1 0 R/Size {len(places) + 1}>>\nstartxref\n{len(pdf)}\n%%EOF\n"
    return pdf + tail.encode()


def document(pdf):
    """The README's invoice for Bjørg, with the PDF embedded."""
    text = (ROOT / "scenarios/invoices/bjorg.xml").read_text(encoding="utf-8")
    embedded = (
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
        f'<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="{FILE_NAME}">'
        f"{base64.b64encode(pdf).decode()}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
        "</cac:AdditionalDocumentReference>\n  <cac:AccountingSupplierParty>"
    )
    return text.replace("<cac:AccountingSupplierParty>", embedded, 1)


def send(base, route, pdf):
    """Hands the invoice to the router on one route, and returns its id."""
    keys = fetch_json(f"{base}/_sandbox/sandboxes/{SANDBOX}/companies/fjord-energi")["maventa"]
    form = {
        "grant_type": "client_credentials",
        "scope": "eui",
        "client_id": keys["company_id"],
        "client_secret": keys["user_api_key"],
        "vendor_api_key": keys["vendor_api_key"],
    }
    router = f"{base}/s/{SANDBOX}/maventa"
    form = urllib.parse.urlencode(form).encode()
    token = fetch_json(f"{router}/oauth2/token", body=form)["access_token"]
    mark = "a-line-that-no-part-has"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in [("recipient_type", "consumer"), ("route_order", route)]
    ]
    parts.append(
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="bjorg.xml"\r\n'
        f"Content-Type: application/xml\r\n\r\n{document(pdf)}\r\n--{mark}--\r\n"
    )
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": f"multipart/form-data; boundary={mark}",
    }
    invoice = fetch_json(f"{router}/v1/invoices", body="".join(parts).encode(), headers=headers)
    return invoice["id"]


def program(*command, given):
    done = subprocess.run(command, input=given, capture_output=True, timeout=TIMEOUT_S, check=True)
    return done.stdout.decode("utf-8")


def letter_on_paper(checks, outbox, invoice, keep):
    rows = fetch_json(f"{outbox}/print?invoice={invoice}")["print"]
    checks.equal("one letter was printed for the invoice", len(rows), 1)
    row = rows[0]
    checks.equal("the list names the town", row["to"]["address"]["city"], "Brønnøysund")
    checks.equal("the list has the amount in øre", row["amount_ore"], 45000)
    kind, pdf = fetch(row["href"])
    checks.equal("a letter on paper is a PDF", kind, "application/pdf")
    if keep:
        keep.write_bytes(pdf)
    cover, *pages = program("pdftotext", "-layout", "-", "-", given=pdf).split("\f")[:-1]
    for words in ["Bjørg Forsøk", "Traneveien 204", "8901 Brønnøysund", "450,00", "000001123454"]:
        checks.that(f"pdftotext finds {words} on the cover sheet", words in cover, cover)
    found = [page.strip() for page in pages]
    checks.equal("the sender's pages follow the cover sheet in order", found, WORDS)
    about = program("pdfinfo", "-f", "1", "-l", "9", "-", given=pdf)
    sizes = re.findall(r"^Page .* size: +(\d+) x (\d+) pts", about, re.MULTILINE)
    expected = [(f"{width}", f"{height}") for width, height in [(595, 842), *SIZES]]
    checks.equal("every page has its own size", sizes, expected)
    checks.equal("the same letter is the same bytes", fetch(row["href"])[1], pdf)
    told = fetch_json(f"{outbox}/print/{row['id']}?view=json")
    checks.equal("nothing is wrong with the sender's PDF", told["attachment_problem"], None)


def letter_by_mail(checks, outbox, invoice, pdf):
    rows = fetch_json(f"{outbox}/email?invoice={invoice}")["email"]
    checks.equal("one mail was sent for the invoice", len(rows), 1)
    kind, text = fetch(rows[0]["href"])
    checks.equal("a mail is a message", kind, "message/rfc822")
    mail = email.message_from_bytes(text, policy=email.policy.default)
    checks.equal("its parts are well formed", [part.defects for part in mail.walk()], [[]] * 3)
    checks.equal("it goes to Bjørg", mail["to"].addresses[0].addr_spec, "trude16@mpstest.no")
    sender = mail["from"].addresses[0]
    checks.equal("the sender has a name", sender.display_name, "Fjord Energi Sandkasse AS")
    checks.that("and an address nobody has", sender.domain.endswith(".example"), sender.domain)
    checks.equal("it has the subject", mail["subject"], "Faktura 1001 fra Fjord Energi Sandkasse AS")
    date = mail["date"].datetime.isoformat()
    checks.that("its date is sandbox time", date.startswith("2026-03-02T09:00"), date)
    body = mail.get_body().get_content()
    for words in ["450,00 NOK", "000001123454", "20.03.2026", "Å betale"]:
        checks.that(f"its text has {words}", words in body, body)
    attached = list(mail.iter_attachments())
    checks.equal("the attachment has its name", [it.get_filename() for it in attached], [FILE_NAME])
    checks.equal("and its media type", attached[0].get_content_type(), "application/pdf")
    checks.that("and its bytes", attached[0].get_content() == pdf, "other bytes")
    told = fetch_json(rows[0]["href"].removesuffix(".eml"), headers={"Accept": "application/json"})
    checks.equal("it is told as JSON too", told["kid"], "000001123454")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--base", required=True)
    arguments.add_argument("--keep", type=pathlib.Path, help="where to put the PDF, for a look")
    arguments = arguments.parse_args()
    base = arguments.base
    sandbox = f"{base}/_sandbox/sandboxes/{SANDBOX}"
    checks = Checks()
    fetch(sandbox, method="PUT")
    pdf = own_pdf()
    sent = {route: send(base, route, pdf) for route in ["print", "email"]}
    fetch(f"{sandbox}/clock/advance", body=b'{"by":"PT1M"}')
    with checks.attempt("a letter on paper is read"):
        letter_on_paper(checks, f"{sandbox}/outbox", sent["print"], arguments.keep)
    with checks.attempt("a mail is read"):
        letter_by_mail(checks, f"{sandbox}/outbox", sent["email"], pdf)
    webhooks = fetch_json(f"{sandbox}/outbox/webhooks")
    checks.equal("no webhooks are sent yet", webhooks, {"webhooks": []})
    checks.finish()


if __name__ == "__main__":
    main()
