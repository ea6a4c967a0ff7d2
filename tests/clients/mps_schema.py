"""Holds every body that another client sent and received against the schemas.

    python mps_schema.py --base http://127.0.0.1:PORT --bodies FILE [--official-wsdl PATH]

FILE has a line of JSON for each exchange (source, path, request, answer), as node/mps_soap.mjs
writes it. Bodies of the Combo API are held against the official schema where it is at hand, and all
of them against that of the served description.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import soap
from checks import Checks


def main():
    """Reads the exchanges, service by service."""
    parser = argparse.ArgumentParser(description="Bodies of another client against the schemas.")
    parser.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    parser.add_argument("--bodies", type=Path, required=True, help="what the client wrote")
    parser.add_argument("--official-wsdl", type=Path, help="path of the service owner's WSDL")
    options = parser.parse_args()
    checks = Checks()
    exchanges = defaultdict(list)
    with checks.attempt("the exchanges can be read"):
        for line in options.bodies.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            exchanges[one["source"], one["path"]].append((one["request"], one["answer"]))
    paths = {path for _, path in exchanges}
    checks.equal("all four services were called", paths,
                 {soap.COMBO, soap.ERP, soap.NETS, soap.SUBMITTER})
    for (source, path), bodies in exchanges.items():
        with checks.attempt(f"{source}: the bodies can be judged"):
            served = soap.fetch_wsdl(f"{options.base.rstrip('/')}/mps{path}")
            soap.validate(checks, source, bodies, soap.schema_of(served), "our")
            if options.official_wsdl and path == soap.COMBO:
                official = soap.schema_file(options.official_wsdl)
                soap.validate(checks, source, bodies, official, "the official")
    checks.finish()


if __name__ == "__main__":
    main()
