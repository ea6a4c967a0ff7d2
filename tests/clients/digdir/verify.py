"""Prepares listeners for the node client, whose discovery wants the issuer at the root of an
address, and runs it."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from sandbox import SESSION, TIMEOUT_S
from world import KID, World


def listener(base, service, sandbox):
    answer = SESSION.post(f"{base}/_sandbox/listeners", timeout=TIMEOUT_S,
                          json={"service": service, "sandbox": sandbox, "port": 0})
    answer.raise_for_status()
    return answer.json()["url"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--keys", required=True)
    parser.add_argument("--work", required=True)
    given = parser.parse_args()
    world = World(given.base, "openid-client", given.keys)
    told = {
        "root": listener(given.base, "maskinporten", "openid-client"),
        "below": world.issuer,
        "krr": world.krr,
        "client_id": world.client_id,
        "kid": KID,
        "key": world.key,
        "person": world.ssn("bjorg"),
        "register": Path(given.keys, "krr-server.cert.pem").read_text(),
    }
    run = subprocess.run(["node", "verify.mjs"], cwd=given.work, input=json.dumps(told), text=True)
    sys.exit(run.returncode)


if __name__ == "__main__":
    main()
