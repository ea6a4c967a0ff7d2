"""Lets schemathesis loose on Vipps, as the served descriptions tell of it, from both sides.

Two rounds for each side, each with the same seed every time. In the first all ids in paths are of
invoices that are there, so that answers are judged that have something in them. In the second ids
are whatever the description allows.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys

from world import IPP, ISP, World, ask, invoice_for

from checks import Checks

HERE = pathlib.Path(__file__).resolve().parent
START = "2026-03-02T09:00:00+01:00"
DUE = "2026-03-20T12:00:00+01:00"
RECIPIENT = ("msisdn", "4790412443")
SEED = "20260302"
TIMEOUT_S = 20
ROUND_MAX_S = 150
# Examples for each operation: what both sides take together is about two minutes.
EXAMPLES = {"there": 60, "anywhere": 60}

# HTTP takes none of them in a header: the server ends such a request before anybody reads it.
CONTROLS = "".join(chr(code) for code in [*range(0x20), 0x7F])

# Check digits, accounts, days from today, tokens and etags are beyond any schema: what fits the
# schema may be refused, and mostly is.
NEVER = ["positive_data_acceptance"]
# A header that no operation knows makes data "invalid" to schemathesis; Vipps does not look at it,
# so what can succeed at all then succeeds. With ids that are nowhere only these still can; the hooks
# let some invoices be sent.
ANYWHERE = [
    "/recipients/tokens",
    "/invoices",
    "/invoices/count",
    "/invoices/{invoiceId}",
    "/public/jwk",
    "/jwk",
]
# Which invoice each operation is sent in the first round: what one does to its own is no hindrance
# to the others.
THERE = {
    "/invoices/{invoiceId}": "read",
    "/invoices/{invoiceId}/commercial-invoice": "read",
    "/invoices/{invoiceId}/attachments/{attachmentId}": "read",
    "/invoices/{invoiceId}/status/revoked": "revoked",
    "/invoices/{invoiceId}/status/approved": "approved",
    "/invoices/{invoiceId}/status/pending": "pending",
    "/invoices/{invoiceId}/status/deleted": "deleted",
}


def config_of(round_name, side):
    # The hooks stand in a file beside this one.
    lines = [f"hooks = {json.dumps(str(HERE / 'hooks.py'))}", "[generation]"]
    lines += [f"exclude-header-characters = {json.dumps(CONTROLS)}"]
    if round_name == "there":
        lines += ["[checks]", "negative_data_rejection.enabled = false"]
        for path, reference in THERE.items():
            lines += ["[[operations]]", f"include-path = {json.dumps(path)}", "[operations.parameters]"]
            lines += [f'"path.invoiceId" = {json.dumps(id_of(side, reference))}']
            lines += ['"path.attachmentId" = "0"'] if "attachmentId" in path else []
    else:
        for path in ANYWHERE:
            lines += ["[[operations]]", f"include-path = {json.dumps(path)}"]
            lines += ["checks.negative_data_rejection.enabled = false"]
    return "\n".join(lines) + "\n"


def id_of(side, reference):
    return f"orgno-no.918130047.{side}-{reference}"


def judge(world, base, work, side, round_name, headers, environment):
    """One round; returns whether schemathesis found nothing."""
    file = work / f"vipps-{side}-{round_name}.toml"
    file.write_text(config_of(round_name, side), encoding="utf-8")
    command = [
        pathlib.Path(sys.executable).with_name("schemathesis"),
        f"--config-file={file}",
        "run",
        f"{base}/_sandbox/descriptions/vipps-{side}.json",
        f"--url={world.url}/vipps-{side}/v1",
        f"--seed={SEED}",
        f"--exclude-checks={','.join(NEVER)}",
        f"--max-examples={EXAMPLES[round_name]}",
        f"--request-timeout={TIMEOUT_S}",
        "--generation-database=none",
        "--continue-on-failure",
        "--warnings=off",
        "--no-color",
    ]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    try:
        environment = os.environ | environment
        run = subprocess.run(command, cwd=work, timeout=ROUND_MAX_S, check=False, env=environment)
        return run.returncode == 0
    except subprocess.TimeoutExpired:
        print(f"not ok - schemathesis ends within {ROUND_MAX_S} seconds")
        return False


def told(file):
    """How often each operation gave each status."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    counted = {}
    for line in lines:
        operation, status = line.rsplit(" ", 1)
        counted.setdefault(operation, collections.Counter())[status] += 1
    return counted


def came_through(checks, document, file):
    """Every operation must have succeeded at least once, or nothing but its refusals was judged."""
    counted = told(file)
    for path, methods in document["paths"].items():
        for method in methods:
            operation = f"{method.upper()} {path}"
            statuses = counted.get(operation, {})
            print(f"{operation}: " + ", ".join(f"{n} x {it}" for it, n in sorted(statuses.items())))
            good = any(status.startswith("2") for status in statuses)
            checks.that(f"some of what was sent to {operation} succeeded", good)


def seed(world, sender, invoice):
    """Sends what the first round needs, and approves what shall go back to waiting."""
    for side in ["isp", "ipp"]:
        for reference in sorted(set(THERE.values())):
            world.send(sender, id_of(side, reference), invoice)
    bank = world.headers(IPP, "ipp")
    waiting = f"{world.url}/vipps-ipp/v1/invoices/{id_of('ipp', 'pending')}"
    reader = bank | {"vippsinvoice-recipienttoken": invoice["recipientToken"]}
    etag = ask("GET", waiting, headers=reader).json()["etag"]
    change = bank | {"If-Match": etag, "Idempotency-Key": "approved before"}
    approval = {"due": DUE, "amount": invoice["amount"]}
    ask("PUT", f"{waiting}/status/approved", headers=change, json=approval)


def side_of(checks, arguments, side, company):
    """Both rounds of one side, in a sandbox of its own."""
    base, work = arguments.base, arguments.work.resolve()
    document = ask("GET", f"{base}/_sandbox/descriptions/vipps-{side}.json").json()
    with World(base, f"vipps-{side}-schemathesis", START) as world:
        world.sandbox.settings(vipps__validation_delay="PT0S")
        sender = world.headers(ISP, "isp")
        token = world.recipient_token(sender, "isp", *RECIPIENT)
        attached = [{"url": "https://hotell.example.no/1.png", "mimeType": "image/png"}]
        invoice = invoice_for(token, DUE, attachments=[{"title": "Ferry", "urls": attached}])
        seed(world, sender, invoice)
        headers = world.headers(company, side)
        if side == "ipp":
            headers["vippsinvoice-recipienttoken"] = token
        answers = work / f"vipps-{side}-answers.txt"
        answers.unlink(missing_ok=True)
        environment = {
            "VIPPS_HEADERS": json.dumps(headers),
            "VIPPS_READER": f"{world.url}/vipps-{side}/v1",
            "VIPPS_INVOICE": json.dumps(invoice),
            "VIPPS_RECIPIENT": json.dumps(dict(zip(["type", "value"], RECIPIENT))),
            "VIPPS_ANSWERS": str(answers),
        }
        for round_name in ["there", "anywhere"]:
            print(f"schemathesis at {side}, ids {round_name}", flush=True)
            holds = judge(world, base, work, side, round_name, headers, environment)
            checks.that(f"schemathesis finds nothing at {side}, ids {round_name}", holds)
        came_through(checks, document, answers)
        world.headers(company, side)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path, help="a folder to write to")
    arguments = parser.parse_args()
    checks = Checks()
    for side, company in [("isp", ISP), ("ipp", IPP)]:
        side_of(checks, arguments, side, company)
    checks.finish()


if __name__ == "__main__":
    main()
