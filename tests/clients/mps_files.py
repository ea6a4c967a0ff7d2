"""netsgiro, a real client of the 80-column files, writes claims and deletions and reads mandates
and payments: what it writes is taken in, what it reads agrees with the netbank.

    python mps_files.py --base http://127.0.0.1:PORT [--samples DIR]

DIR holds samples of files by others; each scene has a sandbox of its own.
"""

import argparse
from datetime import date
from decimal import Decimal
from pathlib import Path

from netsgiro import AvtaleGiroRegistrationType, ServiceCode

import mps_files_books
import mps_files_refused
from checks import Checks
from file_exchange import (ACCOUNTANTS, FJORD, FJORD_ACCOUNT, MPS, TIND, TIND_ACCOUNT, TIND_SECOND,
                           Exchange, deletions, invoice_kid, order, transmission, written)
from sandbox import Sandbox

# Who pays, by what their mandates have.
NOTICE, NOTICE_FIXED = "mandate-with-notice", "000011"
SILENT, SILENT_FIXED = "mandate-without-notice", "000003"
SAMPLE = "netsgiro-avtalegiro_payment_request.txt"


def main():
    """Plays all scenes, and the books and bad files of the neighbouring scripts."""
    parser = argparse.ArgumentParser(description="The file exchange, by a real client.")
    parser.add_argument("--base", required=True, help="http://127.0.0.1:PORT of the server")
    parser.add_argument("--samples", type=Path, help="folder with sample files of others")
    options = parser.parse_args()
    checks = Checks()
    scenes = [claims, taken_back, mandates, several_accounts, mailboxes, ways_in]
    scenes += mps_files_refused.SCENES + [mps_files_books.many_books]
    for scene in scenes:
        name = scene.__name__.replace("_", " ")
        with checks.attempt(f"files: {name}"):
            scene(checks, Sandbox(options.base, f"files-{name.replace(' ', '-')}"))
    if options.samples:
        with checks.attempt("files: the sample of netsgiro"):
            sample(checks, Sandbox(options.base, "files-sample"), options.samples / SAMPLE)
    else:
        print("SANDKASSE_SPECS is not set: the sample file of netsgiro is not sent")
    checks.finish()


def claims(checks, sandbox):
    """Claims of both types and for two accounts go in, live their days, and come back as paid."""
    files = Exchange(f"{sandbox.mps}/files")
    sent = transmission(203_001)
    first = order(sent, 1)
    due = date(2026, 3, 13)
    quiet = invoice_kid(SILENT_FIXED, 1)
    noticed = invoice_kid(NOTICE_FIXED, 2)
    first.add_payment_request(kid=quiet, due_date=due, amount=Decimal("499.00"),
                              reference="Strøm februar", payer_name="BJØRK")
    first.add_payment_request(kid=noticed, due_date=due, amount=Decimal("0.01"),
                              reference="Strøm", payer_name="ÅS",
                              bank_notification="Strømforbruk i februar\n" * 42)
    nobody = invoice_kid("999999", 3)
    second = order(sent, 2)
    second.add_payment_request(kid=nobody, due_date=due, amount=Decimal("10.00"))
    status, told = files.send(sent, name="DIRREM020326.130326.1")
    checks.equal("claims: a file by netsgiro is approved", (status, told["list"]), (201, "L226"))
    checks.equal("claims: its orders are told as netsgiro counts them",
                 [(it["transactions"], it["sum_ore"]) for it in told["orders"]],
                 [(it.get_num_transactions(), int(it.get_total_amount() * 100))
                  for it in sent.assignments])
    checks.equal("claims: its records are", told["records"], sent.get_num_records())
    checks.that("claims: its line ends are remarked upon",
                [it["rule"] for it in told["remarks"]] == ["FILE-LINE-ENDS"], told["remarks"])
    receipt = files.fetch(told["receipt"]).decode("utf-8")
    checks.that("claims: the receipt is approved and names the file",
                "Godkjent" in receipt and "DIRREM020326.130326.1" in receipt
                and told["receipt"].startswith("KV.GODKJENT.F0203001.D260302.T090000."), receipt)
    checks.equal("claims: at first no claim is at a bank", debits(sandbox, NOTICE), [])
    sandbox.advance("PT5S")
    checks.equal("claims: whose KID has no mandate is in list L00202",
                 [(it["level"], it["code"], it["kid"], it["order_number"])
                  for it in files.rejections()],
                 [("transaction", "A001", nobody, "0000002")])
    sandbox.until("2026-03-02T17:00:00+01:00")
    checks.equal("claims: at 17:00 they are with the payers' banks",
                 [(it["kid"], it["amount_ore"], it["due_date"], it["notice"], it["state"])
                  for who in (SILENT, NOTICE) for it in debits(sandbox, who)],
                 [(quiet, 49900, "2026-03-13", False, "waiting"),
                  (noticed, 1, "2026-03-13", True, "waiting")])
    sandbox.until("2026-03-13T11:59:59+01:00")
    checks.equal("claims: before noon nothing is told", files.news(), {})
    sandbox.until("2026-03-13T12:00:00+01:00")
    (file,) = files.news(FJORD).values()
    checks.equal("payments: from MPS to the payee, of today",
                 (file.read.data_transmitter, file.read.data_recipient, file.read.date),
                 (MPS, FJORD, due))
    (paid,) = file.orders(ServiceCode.OCR_GIRO)
    checks.equal("payments: number, sum and dates of the order",
                 (paid.get_num_transactions(), paid.get_total_amount(), paid.date,
                  paid.get_earliest_transaction_date(), paid.get_latest_transaction_date()),
                 (2, Decimal("499.01"), due, due, due))
    checks.equal("payments: type, serials, sign and bank date",
                 [(int(it.type), it.sign, it.bank_date, it.day_code) for it in paid.transactions],
                 [(15, "0", due, 13)] * 2)
    checks.equal("payments: no two have the same reference",
                 len({it.reference for it in paid.transactions}), 2)
    whole(checks, "payments", file)
    checks.equal("payments: they are those of the netbank", file.payments(),
                 paid_in_netbank(sandbox, [SILENT, NOTICE]))
    sandbox.until("2026-03-20T12:00:00+01:00")
    checks.equal("payments: and nothing is told twice", files.news(), {})


def taken_back(checks, sandbox):
    """Deletions by netsgiro work until 14:00 of the day before."""
    files = Exchange(f"{sandbox.mps}/files")
    sent = transmission(1)
    due = {"in time": date(2026, 3, 11), "a second late": date(2026, 3, 12),
           "never sent": date(2026, 3, 13)}
    amount = Decimal("250.50")
    wanted = {it: {"kid": invoice_kid(NOTICE_FIXED, 10 + index), "due_date": due[it],
                   "amount": amount, "payer_name": "KARI", "reference": it}
              for index, it in enumerate(due)}
    one = order(sent, 1)
    for name in ("in time", "a second late"):
        one.add_payment_request(**wanted[name], bank_notification="Et varsel")
    files.send(sent)
    sandbox.until("2026-03-10T13:59:59+01:00")

    def take_back(number, name, **changes):
        back = transmission(number)
        of = deletions(back, number)
        of.add_payment_cancellation(**wanted[name] | changes)
        status, _ = files.send(back)
        checks.equal(f"deletions: {name}: the transmission is approved", status, 201)
        sandbox.advance("PT1M")
        return [(it["order_type"], it["code"]) for it in files.rejections()]

    checks.equal("deletions: in time: nothing is rejected", take_back(2, "in time"), [])
    checks.equal("deletions: in time: the bank forgets the claim",
                 [it["state"] for it in debits(sandbox, NOTICE)], ["cancelled", "waiting"])
    checks.equal("deletions: twice: there is no such claim any more", take_back(3, "in time"),
                 [("deletions", "FILE-NO-CLAIM")])
    checks.equal("deletions: what was never sent is no claim", take_back(4, "never sent"),
                 [("deletions", "FILE-NO-CLAIM")])
    checks.equal("deletions: of another amount is no claim",
                 take_back(5, "a second late", amount=Decimal("250.51")),
                 [("deletions", "FILE-NO-CLAIM")])
    sandbox.until("2026-03-11T14:00:01+01:00")
    checks.equal("deletions: a second late: it is too late", take_back(6, "a second late"),
                 [("deletions", "FILE-TOO-LATE")])
    sandbox.until("2026-03-13T12:00:00+01:00")
    (file,) = files.news().values()
    checks.equal("deletions: only what stood was debited and told",
                 [(it[1], it[2]) for it in file.payments()],
                 [(wanted["a second late"]["kid"], 25050)])


def mandates(checks, sandbox):
    """People make, change and end mandates, and the noon's file says which."""
    files = Exchange(f"{sandbox.mps}/files")
    new = invoice_kid("000021", 7)
    act(sandbox, "bjorg", "make-mandate", payee_account=FJORD_ACCOUNT, kid=new,
        notification=True)
    act(sandbox, NOTICE, "change-mandate", notification=False)
    ended = sandbox.get(f"/people/{SILENT}")["mandates"][0]["kid"]
    act(sandbox, SILENT, "end-mandate")
    checks.equal("mandates: before noon nothing is told", files.news(), {})
    sandbox.until("2026-03-02T12:00:00+01:00")
    (name, file), = files.news(FJORD).items()
    checks.that("mandates: the file's name", name.startswith("FBO.D260302.T120000.K"), name)
    kids = {it["slug"]: it["mandates"][0]["kid"] for it in sandbox.get("/people")
            if it["mandates"]}
    told = int(AvtaleGiroRegistrationType.NEW_OR_UPDATED_AGREEMENT)
    gone = int(AvtaleGiroRegistrationType.DELETED_AGREEMENT)
    listed = int(AvtaleGiroRegistrationType.ACTIVE_AGREEMENT)
    checks.equal("mandates: made, changed and ended", file.mandates(), sorted([
        (FJORD_ACCOUNT, new, told, True), (FJORD_ACCOUNT, kids[NOTICE], told, False),
        (FJORD_ACCOUNT, ended, gone, False)]))
    checks.equal("mandates: a file of mandates alone has no date", file.read.date, None)
    checks.equal("mandates: counts and sums", file.wrong_totals(), [])
    answer = files.ask("POST", "/mandates", json={"accounts": [FJORD_ACCOUNT]})
    checks.equal("mandates: a full list is ordered", answer.status_code, 202)
    sandbox.until("2026-03-03T12:00:00+01:00")
    (file,) = files.news(FJORD).values()
    in_force = [(FJORD_ACCOUNT, it["kid"], listed, it["notification"])
                for person in sandbox.get("/people") for it in person["mandates"]
                if it["payee_account"] == FJORD_ACCOUNT and it["active_at_mps"]]
    checks.equal("mandates: the full list is that of the cast", file.mandates(), sorted(in_force))
    sandbox.until("2026-03-04T12:00:00+01:00")
    checks.equal("mandates: the day after there is nothing to tell", files.news(), {})


def several_accounts(checks, sandbox):
    """Mandates and payments of two accounts in one transmission; the accountants get theirs."""
    files = Exchange(f"{sandbox.mps}/files")
    sent = transmission(1, TIND)
    due = date(2026, 3, 9)
    kids = {TIND_ACCOUNT: [invoice_kid("000701", 5), invoice_kid("000702199", 6, 16)],
            TIND_SECOND: [invoice_kid("00701", 7, 10), invoice_kid("00702", 8, 10)]}
    for number, (account, ours) in enumerate(kids.items(), start=1):
        of = order(sent, number, account)
        for index, kid in enumerate(ours):
            of.add_payment_request(kid=kid, due_date=due, amount=Decimal(100 * number + index))
    status, told = files.send(sent)
    checks.equal("several accounts: the claims are approved", (status, len(told["orders"])),
                 (201, 2))
    sandbox.until("2026-03-09T08:00:00+01:00")
    checks.equal("several accounts: no claim was rejected", files.rejections(), [])
    made = invoice_kid("00799", 1, 10)
    act(sandbox, "bjorg", "make-mandate", payee_account=TIND_SECOND, kid=made,
        notification=False)
    act(sandbox, "bjorg", "make-mandate", payee_account=TIND_ACCOUNT,
        kid=invoice_kid("000799", 1), notification=True)
    sandbox.until("2026-03-09T12:00:00+01:00")
    (file,) = files.news(TIND).values()
    checks.equal("several accounts: mandates first, then payments, in order of accounts",
                 [(int(it.service_code), it.account, it.number) for it in file.read.assignments],
                 [(21, TIND_ACCOUNT, "0000001"), (21, TIND_SECOND, "0000002"),
                  (9, TIND_ACCOUNT, "0000003"), (9, TIND_SECOND, "0000004")])
    whole(checks, "several accounts", file)
    checks.equal("several accounts: all are paid", file.payments(),
                 paid_in_netbank(sandbox, ["short-kid", "long-kid"]))
    checks.equal("several accounts: the mandates", [it[:2] for it in file.mandates()],
                 [(TIND_ACCOUNT, invoice_kid("000799", 1)), (TIND_SECOND, made)])
    (copy,) = files.news(ACCOUNTANTS).values()
    checks.equal("several accounts: the accountants are told of the first alone",
                 (copy.payments(), {it[0] for it in copy.mandates()}),
                 ([it for it in file.payments() if it[0] == TIND_ACCOUNT], {TIND_ACCOUNT}))
    whole(checks, "several accounts, the accountants", copy)


def mailboxes(checks, sandbox):
    """Who has to sign in sees the mailbox of the own unit only."""
    open_to_all = Exchange(f"{sandbox.mps}/files")
    for number, sender in enumerate((FJORD, TIND), start=1):
        open_to_all.send(transmission_of_one(number, sender))
    sandbox.settings(mps__security="enforce")
    address = f"{sandbox.mps}/files"
    checks.equal("mailboxes: without a user nothing is told",
                 Exchange(address).ask("GET", "/outbound").status_code, 401)
    wrong = (sandbox.login("fjord-energi")[0], "wrong")
    checks.equal("mailboxes: nor with a wrong password",
                 Exchange(address, wrong).ask("GET", "/outbound").status_code, 401)
    names = {}
    for company, unit in (("fjord-energi", FJORD), ("tind-telefoni", TIND)):
        files = Exchange(address, sandbox.login(company)).files()
        names[company] = [it["name"] for it in files]
        checks.equal(f"mailboxes: {company} sees its own receipt", [it["to"] for it in files],
                     [unit])
    fjord = Exchange(address, sandbox.login("fjord-energi"))
    (other,) = names["tind-telefoni"]
    checks.equal("mailboxes: the receipt of another is not found",
                 fjord.ask("GET", f"/outbound/{other}").status_code, 404)
    checks.equal("mailboxes: nor can it be marked",
                 fjord.ask("POST", f"/outbound/{other}/fetched").status_code, 404)
    status, told = fjord.send(transmission_of_one(3))
    checks.equal("mailboxes: the own file is approved", (status, told["approved"]), (201, True))
    status, told = fjord.send(transmission_of_one(4, TIND))
    checks.equal("mailboxes: that of another sender is not",
                 (status, told["list"], [it["rule"] for it in told["complaints"]]),
                 (422, "L200", ["FILE-SENDER"]))


def ways_in(checks, sandbox):
    """The same file as a body, by PUT under a name, and as a part of a form."""
    files = Exchange(f"{sandbox.mps}/files")
    ways = {
        "PUT, as curl -T does": ("PUT", "/inbound/PÅ%20PUTT.txt", lambda it: {"data": it}),
        "a form": ("POST", "/inbound", lambda it: {"files": {"file": ("skjema.txt", it)}}),
        "a body": ("POST", "/inbound?name=kropp.txt", lambda it: {"data": it}),
    }
    shown = {"PUT, as curl -T does": "PÅ PUTT.txt", "a form": "skjema.txt", "a body": "kropp.txt"}
    for number, (way, (method, path, body)) in enumerate(ways.items(), start=1):
        answer = files.ask(method, path, **body(written(transmission_of_one(number))))
        told = answer.json()
        checks.equal(f"ways in: {way}", (answer.status_code, told["transactions"]), (201, 1))
        receipt = files.fetch(told["receipt"]).decode("utf-8")
        checks.that(f"ways in: {way}: the receipt names the file", shown[way] in receipt, receipt)
        checks.that(f"ways in: {way}: the address of the receipt",
                    answer.headers.get("Location", "").endswith(told["receipt"]), answer.headers)


def sample(checks, sandbox, path):
    """netsgiro's own sample: its sender is made known, its account stays without agreement."""
    sandbox.ask("PATCH", "/companies/ruteren", json={"mps": {"customer_unit": "55555555"}})
    files = Exchange(f"{sandbox.mps}/files")
    status, told = files.send(path.read_bytes())
    checks.equal("the sample of netsgiro: the transmission is approved",
                 (status, told["transactions"], told["records"], told["complaints"]),
                 (201, 6, 22, []))
    sandbox.advance("PT5S")
    checks.equal("the sample of netsgiro: nobody has an agreement on its account",
                 [(it["level"], it["code"]) for it in files.rejections()],
                 [("order", "FILE-ORDER-ACCOUNT")])


# --- what the scenes share ---


def transmission_of_one(number, sender=FJORD):
    """A transmission with one claim that is valid if the sender is the payee."""
    sent = transmission(number, sender)
    fjord = sender == FJORD
    fixed, account = (NOTICE_FIXED, FJORD_ACCOUNT) if fjord else ("000701", TIND_ACCOUNT)
    order(sent, number, account).add_payment_request(
        kid=invoice_kid(fixed, number), due_date=date(2026, 3, 20), amount=Decimal("12.34"))
    return sent


def debits(sandbox, person):
    return sandbox.get(f"/people/{person}/debits")


def act(sandbox, person, action, **fields):
    return sandbox.post(f"/people/{person}/actions/{action}", fields)


def paid_in_netbank(sandbox, people):
    """The payments that the netbank of these people shows, as a file tells of them."""
    return sorted(
        (it["payee_account"], it["kid"], it["amount_ore"],
         date.fromisoformat(it["changed_at"][:10]), it["payer_account"])
        for person in people for it in debits(sandbox, person) if it["state"] == "paid")


def whole(checks, what, file):
    """A file is in order in itself, and netsgiro writes what it read."""
    checks.equal(f"{what}: counts, sums and dates", file.wrong_totals(), [])
    checks.that(f"{what}: netsgiro writes the same bytes", file.rewritten() == file.plain(),
                f"{file.rewritten()}\n{file.plain()}")


if __name__ == "__main__":
    main()
