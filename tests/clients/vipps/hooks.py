"""What schemathesis is told while it runs: some of its requests are made good enough to succeed.

Tokens and etags live too short for any schema to name them, and check digits are beyond it. Every
second request, told by its own content, so that the same seed gives the same requests, gets good
ones where it made some up; the others go out as they are.
"""

import json
import os
import re
import zlib

import requests
import schemathesis

# The headers of a client that is logged in.
KEYS = json.loads(os.environ["VIPPS_HEADERS"])
# Where the state of an invoice is read.
READER = os.environ["VIPPS_READER"]
# An invoice that would be taken, and whom it is for.
INVOICE = json.loads(os.environ["VIPPS_INVOICE"])
RECIPIENT = json.loads(os.environ["VIPPS_RECIPIENT"])
# Where each answer is noted, so that it can be seen how far the requests came.
ANSWERS = os.environ["VIPPS_ANSWERS"]
TIMEOUT_S = 20
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def is_chosen(case):
    text = json.dumps([case.path_parameters, case.body], default=repr, sort_keys=True)
    return zlib.crc32(text.encode()) % 2 == 0


def etag(case):
    url = f"{READER}/invoices/{case.path_parameters.get('invoiceId')}"
    session = requests.Session()
    session.trust_env = False
    answer = session.get(url, headers=KEYS, timeout=TIMEOUT_S)
    return answer.json()["etag"] if answer.status_code == 200 else None


def make_good(case, body):
    """What has its members, each of its type, gets values that hold."""
    texts = {name for name, value in body.items() if isinstance(value, str)}
    if {"recipientToken", "due", "subject"} <= texts:
        own = {"subject": body["subject"] or "Faktura", "metadata": body.get("metadata", {})}
        case.body = INVOICE | own
    elif {"type", "value"} <= texts:
        case.body = RECIPIENT
    elif "due" in texts and isinstance(body.get("amount"), int):
        case.body = {"due": INVOICE["due"], "amount": INVOICE["amount"]}


@schemathesis.hook
def before_call(context, case, kwargs):
    # The HTTP server refuses control characters in a header before Vipps sees the request.
    for name, value in list((case.headers or {}).items()):
        case.headers[name] = CONTROL.sub("", str(value))
    if not is_chosen(case):
        return
    if isinstance(case.body, dict):
        make_good(case, case.body)
    number = str((case.path_parameters or {}).get("invoiceId", "")).split(".")
    if len(number) == 3:
        # No pattern makes a number whose control digit holds.
        case.path_parameters["invoiceId"] = f"orgno-no.918130047.{number[2]}"
    if case.headers and case.headers.get("If-Match"):
        case.headers["If-Match"] = etag(case) or case.headers["If-Match"]


@schemathesis.hook
def after_call(context, case, response):
    with open(ANSWERS, "a", encoding="utf-8") as file:
        file.write(f"{response.request.method} {case.operation.path} {response.status_code}\n")
