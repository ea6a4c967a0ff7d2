"""The watched folders: a client that knows a file system only writes a file and waits for others.

    python mps_files_folders.py --base http://127.0.0.1:PORT --folder DIR

DIR is what the server was given as --files-dir; its clock stands. The folders are those of
`default`.
"""

import argparse
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from checks import Checks
from file_exchange import Told, invoice_kid, order, transmission, written
from sandbox import SESSION, TIMEOUT_S

DEADLINE_S = 20
PAUSE_S = 0.1


def main():
    """Lives a claim through the folders."""
    parser = argparse.ArgumentParser(description="The watched folders, by a real client.")
    parser.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    parser.add_argument("--folder", required=True, type=Path, help="the server's --files-dir")
    options = parser.parse_args()
    checks = Checks()
    with checks.attempt("folders: a claim and its payment"):
        claim_and_payment(checks, f"{options.base}/_sandbox/sandboxes/default", options.folder)
    checks.finish()


def claim_and_payment(checks, admin, folder):
    """A claim goes in, its receipt and the payment come out."""
    due, kid = date(2026, 3, 10), invoice_kid("000011", 1)
    sent = transmission(1)
    order(sent, 1).add_payment_request(kid=kid, due_date=due, amount=Decimal("77.70"),
                                       bank_notification="Strøm")
    # As simple clients do: under its last name from the first byte on, and not in one go.
    content = written(sent)
    with (folder / "inbound" / "DIRREM020326.TXT").open("wb") as file:
        file.write(content[:200])
        file.flush()
        file.write(content[200:])
    receipt = appears(folder / "outbound", "KV.*.html")
    checks.that("folders: the receipt appears", receipt.name.startswith("KV.GODKJENT.F0000001."),
                receipt.name)
    page = receipt.read_text(encoding="utf-8")
    checks.that("folders: it names the file", "DIRREM020326.TXT" in page, page)
    checks.equal("folders: what was taken is put away",
                 (list((folder / "inbound").iterdir()),
                  (folder / "taken" / "DIRREM020326.TXT").read_bytes() == content), ([], True))
    move(admin, "2026-03-10T12:00:00+01:00")
    paid = Told(appears(folder / "outbound", "OCR.*.txt").read_bytes())
    checks.equal("folders: the payment appears", [it[1:4] for it in paid.payments()],
                 [(kid, 7770, due)])
    checks.equal("folders: its counts, sums and dates", paid.wrong_totals(), [])
    checks.that("folders: netsgiro writes the same bytes", paid.rewritten() == paid.plain(),
                f"{paid.rewritten()}\n{paid.plain()}")
    (folder / "inbound" / "half.part").write_bytes(b"")
    (folder / "inbound" / "empty.txt").write_bytes(b"")
    refused = appears(folder / "outbound", "KV.AVVIST.*.html")
    checks.that("folders: an empty file is rejected", "FILE-EMPTY" in refused.read_text("utf-8"))
    checks.equal("folders: what is still being written stays",
                 [it.name for it in (folder / "inbound").iterdir()], ["half.part"])


def move(admin, instant):
    answer = SESSION.post(f"{admin}/clock/set", json={"to": instant}, timeout=TIMEOUT_S)
    answer.raise_for_status()


def appears(folder, pattern):
    """The one file of this name, as soon as it is there."""
    until = time.monotonic() + DEADLINE_S
    while time.monotonic() < until:
        found = sorted(folder.glob(pattern))
        if found:
            (one,) = found
            return one
        time.sleep(PAUSE_S)
    there = sorted(it.name for it in folder.iterdir())
    raise TimeoutError(f"no {pattern} in {folder} within {DEADLINE_S} s, only {there}")


if __name__ == "__main__":
    main()
