"""Lets schemathesis loose on the admin API, as its OpenAPI document describes it.

Two rounds, each with the same seed every time. The first only reads, in a sandbox in which
something happened, so that answers are judged that have something in them. The second does
everything everywhere, and may break what it likes: the server is its own.
"""

import argparse
import pathlib
import subprocess
import sys

import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
SANDBOX = "read-by-schemathesis"
SEED = "20260302"
TIMEOUT_S = 20
ROUND_MAX_S = 400

# Check digits, names of the cast and what is armed already are beyond any schema: a request may fit
# its schema and still be refused.
EXCLUDED_CHECKS = "positive_data_acceptance"

# A stream has no end, so no client of this kind can read it. Waiting is asked to take no time.
CONFIG = """
[parameters]
"query.timeout" = "PT0.01S"

[[operations]]
include-path = "/_sandbox/sandboxes/{s}/events"
enabled = false
"""


def call(method, url, **request):
    # The server is on this machine, whatever proxy leads to the world.
    session = requests.Session()
    session.trust_env = False
    answer = session.request(method, url, timeout=TIMEOUT_S, **request)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def fill(base):
    """Lets something of each kind happen, and returns where it stands, by path."""
    admin = f"{base}/_sandbox/sandboxes/{SANDBOX}"
    call("PUT", admin)
    call("PUT", f"{admin}/marks/beginning")
    keys = call("GET", f"{admin}/companies/fjord-energi")["maventa"]
    form = {
        "grant_type": "client_credentials",
        "scope": "eui",
        "client_id": keys["company_id"],
        "client_secret": keys["user_api_key"],
        "vendor_api_key": keys["vendor_api_key"],
    }
    router = f"{base}/s/{SANDBOX}/maventa"
    token = call("POST", f"{router}/oauth2/token", data=form)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    for person, route in [("bodil", ""), ("bjorg", "email"), ("bjorg", "print")]:
        text = (ROOT / f"scenarios/invoices/{person}.xml").read_bytes()
        data = {"recipient_type": "consumer"} | ({"route_order": route} if route else {})
        files = {"file": ("invoice.xml", text, "application/xml")}
        call("POST", f"{router}/v1/invoices", headers=headers, data=data, files=files)
    call("POST", f"{admin}/clock/advance", json={"by": "PT1H"})
    rule = {"on": "maventa", "then": {"status": 503}, "times": 1}
    fault = call("POST", f"{admin}/faults", json=rule)["id"]
    call("POST", f"{admin}/scenarios", json={"title": "A bad day", "rule": [rule]})
    listener = call("POST", f"{base}/_sandbox/listeners", json={"service": "mps", "sandbox": SANDBOX})
    invoices = call("GET", f"{admin}/invoices")
    mails = call("GET", f"{admin}/outbox/email")["email"]
    prints = call("GET", f"{admin}/outbox/print")["print"]
    return {
        "/_sandbox/listeners/{id}": {"path.id": listener["id"]},
        "/_sandbox/sandboxes/{s}/faults/{id}": {"path.id": fault},
        "/_sandbox/sandboxes/{s}/scenarios/{name}/report": {"path.name": "posted"},
        "/_sandbox/sandboxes/{s}/invoices/{id}/timeline": {"path.id": invoices[0]["invoice"]},
        "/_sandbox/sandboxes/{s}/outbox/email/{id}": {"path.id": mails[0]["id"]},
        "/_sandbox/sandboxes/{s}/outbox/print/{id}": {"path.id": prints[0]["id"]},
        "/_sandbox/sandboxes/{s}/people/{slug}": {"path.slug": "bodil"},
        "/_sandbox/sandboxes/{s}/people/{slug}/invoices": {"path.slug": "bodil"},
        "/_sandbox/sandboxes/{s}/companies/{slug}": {"path.slug": "fjord-energi"},
        "/_sandbox/sandboxes/{s}/diff": {"query.from": "default"},
    }


def config_of(places):
    """The configuration of a round in the sandbox that was filled."""
    text = CONFIG.replace("[parameters]", f'[parameters]\n"path.s" = "{SANDBOX}"', 1)
    for path, values in places.items():
        rows = ", ".join(f'"{name}" = {value!r}' for name, value in values.items())
        text += f'\n[[operations]]\ninclude-path = "{path}"\nparameters = {{ {rows} }}\n'
    return text


def judge(base, work, config, *arguments):
    """One round; returns whether schemathesis found nothing."""
    file = work / "schemathesis.toml"
    file.write_text(config, encoding="utf-8")
    command = [
        pathlib.Path(sys.executable).with_name("schemathesis"),
        f"--config-file={file}",
        "run",
        f"{base}/_sandbox/openapi.json",
        f"--seed={SEED}",
        f"--exclude-checks={EXCLUDED_CHECKS}",
        f"--request-timeout={TIMEOUT_S}",
        "--generation-database=none",
        "--continue-on-failure",
        "--warnings=off",
        "--no-color",
        *arguments,
    ]
    try:
        return subprocess.run(command, cwd=work, timeout=ROUND_MAX_S, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        print(f"not ok - schemathesis ends within {ROUND_MAX_S} seconds")
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True, help="such as http://127.0.0.1:8080")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="a folder to write to")
    arguments = parser.parse_args()
    base = arguments.base.rstrip("/")
    print("schemathesis reads what is there", flush=True)
    reads = judge(
        base,
        arguments.work,
        config_of(fill(base)),
        "--include-method=GET",
        "--phases=examples,coverage,fuzzing",
        "--max-examples=50",
    )
    print("schemathesis does everything everywhere", flush=True)
    acts = judge(base, arguments.work, CONFIG, "--max-examples=120")
    for what, holds in [("reading", reads), ("doing everything", acts)]:
        print(f"{'ok' if holds else 'not ok'} - schemathesis finds nothing by {what}")
    call("GET", f"{base}/_sandbox/health")
    print("ok - the server is still there")
    sys.exit(0 if reads and acts else 1)


if __name__ == "__main__":
    main()
