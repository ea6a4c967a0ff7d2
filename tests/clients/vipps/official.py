"""Runs the official collections of Vipps by newman, and compares every answer with `expected.csv`.

The collections assert nothing, so the table does. They are read where SANDKASSE_SPECS has them; the
copies that are run differ in the addresses that stand in them as they are, and in nothing else.
"""

import argparse
import csv
import json
import pathlib
import sys
from urllib.parse import urlsplit

from newman import run_collection
from world import IPP, ISP, World, invoice_for

from checks import Checks

HERE = pathlib.Path(__file__).resolve().parent
# Both collections have due dates of this month in them.
START = "2019-03-11T09:00:00Z"
# What the collection of payment providers asks for, and of whom.
SEEDED = "orgno-no.918130047.2562032543412545"
RECIPIENT = ("msisdn", "4790412443")
DUE = "2019-03-28T15:00:00Z"
# How many addresses stand in a collection instead of a variable.
FIXED = {"isp": 2, "ipp": 1}


def requests_of(items):
    for item in items:
        if "request" in item:
            yield item
        yield from requests_of(item.get("item", []))


def rewritten(collection, root):
    """Leads every fixed address to `root`, and says how many there were."""
    address = urlsplit(root)
    found = 0
    for item in requests_of(collection["item"]):
        url = item["request"]["url"]
        if url["host"][0].startswith("{{"):
            continue
        path = url["path"]
        url.update(
            raw=f"{root}/{'/'.join(path)}",
            protocol=address.scheme,
            host=address.hostname.split("."),
            port=str(address.port),
        )
        found += 1
    return found


def expected_of(name):
    with open(HERE / "expected.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["collection"] == name]
    return [(row["request"], int(row["status"])) for row in rows]


def judge(checks, world, specs, work, name, company):
    source = specs / f"vipps-invoice-{name}-api-postman-collection.json"
    collection = json.loads(source.read_text(encoding="utf-8"))
    found = rewritten(collection, world.url)
    checks.equal(f"{name}: addresses that stand in the collection", found, FIXED[name])
    copy = work / f"vipps-{name}.json"
    copy.write_text(json.dumps(collection), encoding="utf-8")
    keys = world.keys(company, name)
    variables = {
        "TEST-URL": f"{world.url}/vipps-{name}/v1/",
        "JWK-URL": f"{world.url}/vipps-invoice/public/",
        "client-id": keys["client_id"],
        "client-secret": keys["client_secret"],
        "access-token-key": keys["subscription_key"],
        "subscription-key": keys["subscription_key"],
    }
    environment = specs / f"vipps-invoice-{name}-api-postman-environment.json"
    run = run_collection(work, copy, variables, environment)
    told = [(item["item"]["name"], item.get("response", {}).get("code")) for item in run["executions"]]
    wanted = expected_of(name)
    checks.equal(f"{name}: requests made", [it[0] for it in told], [it[0] for it in wanted])
    for (request, status), (_, should) in zip(told, wanted):
        checks.equal(f"{name}: status of `{request}`", status, should)
    failures = [failure["error"]["message"] for failure in run["failures"]]
    checks.equal(f"{name}: what scripts of the collection stumbled over", failures, [])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--specs", required=True, type=pathlib.Path, help="official contracts")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="where newman is")
    arguments = parser.parse_args()
    checks = Checks()
    with World(arguments.base, "vipps-official", START) as world:
        world.sandbox.settings(vipps__validation_delay="PT0S")
        isp = world.headers(ISP, "isp")
        token = world.recipient_token(isp, "isp", *RECIPIENT)
        world.send(isp, SEEDED, invoice_for(token, DUE))
        for name, company in [("isp", ISP), ("ipp", IPP)]:
            specs = arguments.specs / "vipps"
            judge(checks, world, specs, arguments.work, name, company)
    checks.finish()


if __name__ == "__main__":
    sys.exit(main())
