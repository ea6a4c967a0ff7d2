"""Runs our own collection of the whole life of an invoice by newman: every assertion must hold."""

import argparse
import pathlib

from newman import run_collection
from world import IPP, ISP, OTHER_IPP, OTHER_ISP, World

from checks import Checks

COLLECTION = pathlib.Path(__file__).resolve().with_name("life.postman_collection.json")
# The days in the collection are counted from here.
START = "2026-03-02T09:00:00+01:00"
# A run with fewer did not get to its end.
REQUESTS_MIN = 90


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path, help="where newman is")
    arguments = parser.parse_args()
    checks = Checks()
    with World(arguments.base, "vipps-life", START) as world:
        variables = {
            "root": world.url,
            "isp-url": f"{world.url}/vipps-isp/v1",
            "ipp-url": f"{world.url}/vipps-ipp/v1",
            "sandbox": world.sandbox.admin,
        }
        variables |= {f"{name}": f"orgno-no.918130047.life-{name}" for name in INVOICES}
        for name, company, product in CLIENTS:
            for key, value in world.keys(company, product).items():
                variables[f"{name}-{key.replace('_', '-')}"] = value
        run = run_collection(arguments.work, COLLECTION, variables)
    done = run["stats"]["requests"]["total"]
    checks.that("life: every request is made", done >= REQUESTS_MIN, f"found {done}")
    told = run["stats"]["assertions"]["total"]
    checks.that("life: every answer is judged", told >= done, f"{told} assertions, {done} requests")
    for failure in run["failures"]:
        name = failure.get("source", {}).get("name", "the collection")
        checks.that(f"life: {name}", False, failure["error"]["message"])
    checks.finish()


CLIENTS = [
    ("isp", ISP, "isp"),
    ("other-isp", OTHER_ISP, "isp"),
    ("ipp", IPP, "ipp"),
    ("other-ipp", OTHER_IPP, "ipp"),
]
INVOICES = ["invoice", "second", "third"]


if __name__ == "__main__":
    main()
