"""Bad files, each rejected on its level with its receipt, and what real clients do that is not as
documented, which is taken all the same. Part of mps_files.py.
"""

from datetime import date
from decimal import Decimal

from file_exchange import (FJORD, FJORD_ACCOUNT, Exchange, deletions, invoice_kid, order,
                           transmission, written)

FIXED = "000011"
PAYER = "mandate-with-notice"
DUE = date(2026, 3, 20)
TOO_LARGE = 100 * 1024 * 1024
# Where the records of `two_orders` stand, counted from 1.
START, FIRST, AMOUNT, SECOND, TEXT, FIRST_END, GOOD, END = 1, 2, 3, 4, 5, 9, 10, 14


def two_orders(number):
    """An order of two claims, the first with text, and a good order beside it, record by record."""
    sent = transmission(number)
    one = order(sent, 2 * number)
    one.add_payment_request(kid=invoice_kid(FIXED, 10 * number), due_date=DUE,
                            amount=Decimal("100.00"), payer_name="HANSEN",
                            bank_notification="Strøm")
    one.add_payment_request(kid=invoice_kid(FIXED, 10 * number + 1), due_date=DUE,
                            amount=Decimal("50.00"))
    good = order(sent, 2 * number + 1)
    good.add_payment_request(kid=invoice_kid(FIXED, 10 * number + 2), due_date=DUE,
                             amount=Decimal("1.00"), bank_notification="")
    return sent.to_ocr().split("\n")


def put(lines, line, column, text):
    """The records with other characters from a column on; both are counted from 1."""
    changed = list(lines)
    old = changed[line - 1]
    changed[line - 1] = old[:column - 1] + text + old[column - 1 + len(text):]
    return changed


def joined(lines, end="\r\n", charset="iso-8859-1"):
    return "".join(it + end for it in lines).encode(charset)


class Sender:
    """Sends bad files and holds what comes back against what is expected."""

    def __init__(self, checks, sandbox):
        self.checks = checks
        self.sandbox = sandbox
        self.files = Exchange(f"{sandbox.mps}/files")

    def refused(self, what, content, name, rule, line=None):
        """The transmission is rejected with this list by this rule, and leaves nothing behind."""
        status, told = self.files.send(content)
        found = [(it["rule"], it["line"]) for it in told["complaints"]]
        self.checks.equal(f"{what}: the transmission is rejected, {name}",
                          (status, told["approved"], told["list"]), (422, False, name))
        self.checks.that(f"{what}: {rule} says why",
                         any(it[0] == rule and line in (None, it[1]) for it in found), found)
        page = self.files.fetch(told["receipt"]).decode("utf-8")
        self.checks.that(f"{what}: the receipt says so",
                         told["receipt"].startswith("KV.AVVIST.F") and rule in page
                         and "Avvist" in page, page)
        self.sandbox.advance("PT10S")
        self.checks.equal(f"{what}: nothing of it is judged", self.files.rejections(), [])

    def approved(self, what, content, expected):
        """The transmission is approved, and list L00202 has these levels and codes."""
        status, told = self.files.send(content)
        self.checks.equal(f"{what}: the transmission is approved, L226",
                          (status, told["list"], told["complaints"]), (201, "L226", []))
        self.sandbox.advance("PT10S")
        rows = [(it["level"], it["code"]) for it in self.files.rejections()]
        self.checks.equal(f"{what}: what list L00202 says", rows, expected)
        return told

    def debits(self):
        return [it for it in self.sandbox.get(f"/people/{PAYER}/debits")
                if it["state"] == "waiting"]


def no_transmission(checks, sandbox):
    """What is rejected as a whole."""
    sender = Sender(checks, sandbox)
    lines = two_orders(1)
    sender.refused("empty", b"", "L200", "FILE-EMPTY")
    sender.refused("blank", b" \r\n\r\n", "L200", "FILE-EMPTY")
    sender.refused("100 MB", b"NY000010" * (TOO_LARGE // 8), "L200", "FILE-SIZE")
    long = put(lines, AMOUNT, 81, "0")
    sender.refused("a record of 81 characters", joined(long), "L200", "FILE-FORMAT", AMOUNT)
    sender.refused("no file of this kind", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "L200", "FILE-FORMAT",
                   1)
    unknown = put(lines, START, 9, "12345678")
    sender.refused("an unknown sender", joined(unknown), "L200", "FILE-SENDER", START)
    itself = put(lines, START, 9, "00008080")
    sender.refused("MPS as the sender", joined(itself), "L200", "FILE-SENDER", START)
    elsewhere = put(lines, START, 24, FJORD)
    sender.refused("another recipient", joined(elsewhere), "L226", "FILE-RECIPIENT", START)
    for what, column, text in [("transactions", 9, "00000002"), ("records", 17, "00000013"),
                               ("sum", 25, "00000000000015101"), ("date", 42, "190326")]:
        wrong = put(lines, END, column, text)
        sender.refused(f"wrong {what} of the transmission", joined(wrong), "L226", "FILE-TOTALS",
                       END)
    sender.refused("no end record", joined(lines[:-1]), "L226", "FILE-END")
    whole = joined(lines)
    sender.refused("cut in an amount record", whole[:82 * 3 + 40], "L226", "FILE-END")
    sender.refused("cut in the end record", whole[:-60], "L226", "FILE-TOTALS", END)
    sender.refused("cut in its fillers", whole[:-30], "L226", "FILE-END", END)
    sender.refused("cut without line ends", joined(lines, "")[:80 * 12 + 20], "L200",
                   "FILE-FORMAT")
    sender.approved("the same file whole", whole, [])
    sender.refused("the same file again", whole, "L226", "FILE-TRANSMISSION-NUMBER", START)
    sandbox.until("2026-03-02T18:00:00+01:00")
    checks.equal("no transmission: only the claims of the whole file are at the bank",
                 len(sender.debits()), 3)


def a_bad_order_beside_a_good_one(checks, sandbox):
    """What rejects one order: the other is still worked upon."""
    sender = Sender(checks, sandbox)
    cases = [
        ("a count of transactions", FIRST_END, 9, "00000003", "FILE-ORDER-TOTALS"),
        ("a count of records", FIRST_END, 17, "00000009", "FILE-ORDER-TOTALS"),
        ("a sum", FIRST_END, 25, "00000000000015001", "FILE-ORDER-TOTALS"),
        ("a first date", FIRST_END, 42, "190326", "FILE-ORDER-TOTALS"),
        ("a last date", FIRST_END, 48, "210326", "FILE-ORDER-TOTALS"),
        ("an account", FIRST, 25, "15062995960", "FILE-ORDER-ACCOUNT"),
        ("an account of letters", FIRST, 25, "1506299596X", "FILE-ORDER-START"),
        ("an order number", FIRST, 18, "000 001", "FILE-ORDER-START"),
        ("an order type", FIRST, 5, "24", "FILE-ORDER-KIND"),
    ]
    for number, (what, line, column, text, rule) in enumerate(cases, start=1):
        content = joined(put(two_orders(number), line, column, text))
        status, told = sender.files.send(content)
        sandbox.advance("PT10S")
        checks.equal(f"an order with {what} wrong: the transmission is approved",
                     (status, told["list"]), (201, "L226"))
        rows = sender.files.rejections()
        checks.that(f"an order with {what} wrong: the order is rejected by {rule}",
                    rule in [it["code"] for it in rows]
                    and {(it["level"], it["order_number"]) for it in rows}
                    == {("order", rows[0]["order_number"])}, rows)
    sandbox.until("2026-03-02T18:00:00+01:00")
    good = {invoice_kid(FIXED, 10 * number + 2) for number in range(1, len(cases) + 1)}
    checks.equal("the good orders beside them are at the bank, and nothing else",
                 {it["kid"] for it in sender.debits()}, good)


def a_bad_claim_beside_a_good_one(checks, sandbox):
    """What rejects one claim: the others are still worked upon."""
    sender = Sender(checks, sandbox)
    cases = [
        ("a number that differs in record 2", [(SECOND, 9, "0000002")], "FILE-NUMBER"),
        ("a number that differs in a text", [(TEXT, 9, "0000002")], "FILE-NUMBER"),
        ("number 0", [(it, 9, "0000000") for it in (AMOUNT, SECOND, TEXT)], "FILE-NUMBER"),
        ("line 43", [(TEXT, 17, "043")], "FILE-TEXT"),
        ("column 3", [(TEXT, 20, "3")], "FILE-TEXT"),
        ("no date", [(AMOUNT, 16, "310226")], "FILE-DUE-DATE"),
        ("an amount with letters", [(AMOUNT, 33, "O")], "FILE-AMOUNT"),
        ("no KID", [(AMOUNT, 50, " " * 25)], "FILE-KID"),
        ("a KID of letters", [(AMOUNT, 74, "X")], "FILE-KID"),
    ]
    for number, (what, changes, rule) in enumerate(cases, start=1):
        lines = two_orders(number)
        for change in changes:
            lines = put(lines, *change)
        status, told = sender.files.send(joined(lines))
        sandbox.advance("PT10S")
        checks.equal(f"a claim with {what}: the transmission is approved",
                     (status, told["list"]), (201, "L226"))
        rows = sender.files.rejections()
        found = [(it["level"], rule in it["code"].split(), it["order_number"]) for it in rows]
        checks.equal(f"a claim with {what}: it is rejected by {rule}", found,
                     [("transaction", True, f"{2 * number:07}")])
    nines = "9" * 17
    number = len(cases) + 1
    lines = put(two_orders(number), AMOUNT, 33, nines)
    # 99 999 999 999 999 999 øre and 50 kroner are more than a sum of 17 digits.
    sender.refused("an amount of 17 nines", joined(lines), "L226", "FILE-TOTALS", END)
    large = 10 ** 16
    for line, others in ((AMOUNT, 0), (FIRST_END, 5_000), (END, 5_100)):
        column = 33 if line == AMOUNT else 25
        lines = put(lines, line, column, f"{large + others:017}")
    # It is within the columns; the payer's account has no cover for it on the day.
    sender.approved("an amount of 17 digits with the right sums", joined(lines), [])
    sandbox.until("2026-03-02T18:00:00+01:00")
    left = {invoice_kid(FIXED, 10 * it + 1) for it in range(1, number + 1)}
    left |= {invoice_kid(FIXED, 10 * it + 2) for it in range(1, number + 1)}
    left |= {invoice_kid(FIXED, 10 * number)}
    checks.equal("the good claims beside them are at the bank, and nothing else",
                 {it["kid"] for it in sender.debits()}, left)
    amounts = [it["amount_ore"] for it in sender.debits()]
    checks.that("an amount of 17 digits is at the bank to the last digit", large in amounts,
                amounts)
    sandbox.until("2026-03-20T12:00:00+01:00")
    (told,) = sender.files.news(FJORD).values()
    checks.equal("what could be covered was told",
                 (len(told.payments()), told.wrong_totals(), {it[2] for it in told.payments()}),
                 (len(left) - 1, [], {5_000, 100}))


def effekt(checks, sandbox):
    """One order per claim, LF, UTF-8, zeros for blanks, the short name at the right."""
    sender = Sender(checks, sandbox)
    sent = transmission(1)
    for number in (1, 2):
        order(sent, 610_000 + number).add_payment_request(
            kid=invoice_kid(FIXED, number), due_date=DUE, amount=Decimal("10.00"),
            payer_name="BJØRG", reference="Gave æøå", bank_notification="Gåve til Røde Kors")
    lines = []
    for line in sent.to_ocr().split("\n"):
        if line[2:4] == "21" and line[6:8] == "30":
            line = line[:21] + "0" * 11 + line[32:]
        if line[2:4] == "21" and line[6:8] == "31":
            line = line[:15] + f"{line[15:25].strip():>10}" + line[25:]
        lines.append(line)
    told = sender.approved("EFFEKT", joined(lines, "\n", "utf-8"), [])
    remarks = {it["rule"] for it in told["remarks"]}
    checks.that("EFFEKT: line ends and characters are remarked upon",
                remarks == {"FILE-LINE-ENDS", "FILE-CHARSET"}, remarks)
    taken(checks, sender, "EFFEKT", 2)
    sandbox.settings(profile="strict")
    renewed = [it.replace("0000001", "0000002", 1) if it[6:8] == "10" else it for it in lines]
    sender.refused("EFFEKT, strict", joined(renewed, "\n", "utf-8"), "L226", "FILE-CHARSET")


def normal(checks, sandbox):
    """No line ends at all, zeros for blanks, deletions without record 31, orders counted as
    transactions, and the claims' order number again for the deletions."""
    sender = Sender(checks, sandbox)
    sent = transmission(1)
    one = order(sent, 1)
    for number in (1, 2):
        one.add_payment_request(kid=invoice_kid(FIXED, number), due_date=DUE,
                                amount=Decimal("10.00"))
    sender.approved("NORMAL, claims", concatenated(sent, None), [])
    sandbox.until("2026-03-03T09:00:00+01:00")
    checks.equal("NORMAL: the claims are at the bank", len(sender.debits()), 2)
    back = transmission(2)
    deletions(back, 1).add_payment_cancellation(kid=invoice_kid(FIXED, 1), due_date=DUE,
                                                amount=Decimal("10.00"))
    # One order, one transaction: here the wrong count is the right one.
    sender.approved("NORMAL, deletions", concatenated(back, 1), [])
    sandbox.advance("PT1M")
    checks.equal("NORMAL: one is left", [it["kid"] for it in sender.debits()],
                 [invoice_kid(FIXED, 2)])
    wrong = transmission(3)
    one = order(wrong, 3)
    for number in (3, 4):
        one.add_payment_request(kid=invoice_kid(FIXED, number), due_date=DUE,
                                amount=Decimal("10.00"))
    sender.refused("NORMAL, orders counted as transactions", concatenated(wrong, 1), "L226",
                   "FILE-TOTALS")


def concatenated(sent, transactions):
    """The records one behind the other, without record 31 of deletions."""
    lines = [it for it in sent.to_ocr().split("\n") if it[4:8] != "9331"]
    for place, line in enumerate(lines):
        if line[2:4] == "21" and line[6:8] == "30":
            lines[place] = line[:21] + "0" * 11 + line[32:]
        if line[6:8] == "88":
            inside = sum(it[2:4] == "21" for it in lines)
            lines[place] = f"{line[:16]}{inside:08}{line[24:]}"
    count = lines[-1][8:16] if transactions is None else f"{transactions:08}"
    lines[-1] = f"NY000089{count}{len(lines):08}{lines[-1][24:]}"
    return "".join(lines).encode("iso-8859-1")


def netsgiro_itself(checks, sandbox):
    """LF, no last line end, blank text in column 2, a deletion with the claim's text."""
    sender = Sender(checks, sandbox)
    sent = transmission(1)
    one = order(sent, 1)
    claim = one.add_payment_request(kid=invoice_kid(FIXED, 1), due_date=DUE,
                                    amount=Decimal("10.00"), payer_name="KARI",
                                    reference="R-1", bank_notification="Kort\nto\n\ntre")
    texts = [it for it in sent.to_ocr().split("\n") if it[6:8] == "49"]
    checks.that("netsgiro: it writes texts that are blank", any(not it[20:60].strip()
                                                               for it in texts), texts)
    told = sender.approved("netsgiro", written(sent), [])
    checks.equal("netsgiro: what is remarked upon", [it["rule"] for it in told["remarks"]],
                 ["FILE-LINE-ENDS"])
    taken(checks, sender, "netsgiro", 1)
    sandbox.until("2026-03-04T09:00:00+01:00")
    back = transmission(2)
    of = deletions(back, 2)
    of.add_payment_cancellation(kid=claim.kid, due_date=claim.date, amount=claim.amount,
                                payer_name=claim.payer_name, reference=claim.reference,
                                bank_notification="Kort\nto")
    sender.approved("netsgiro, a deletion", written(back), [])
    sandbox.advance("PT1M")
    checks.equal("netsgiro: the claim is gone", sender.debits(), [])


def php_exporters(checks, sandbox):
    """Transaction numbers from 0, and records counted where transactions belong."""
    sender = Sender(checks, sandbox)
    sent = transmission(1)
    one = order(sent, 1)
    for number in (1, 2):
        one.add_payment_request(kid=invoice_kid(FIXED, number), due_date=DUE,
                                amount=Decimal("10.00"))
    lines = sent.to_ocr().split("\n")
    from_zero = [it[:8] + f"{int(it[8:15]) - 1:07}" + it[15:] if it[6:8] in ("30", "31") else it
                 for it in lines]
    sender.approved("PHP exporters, numbers from 0", joined(from_zero),
                    [("transaction", "FILE-NUMBER")])
    taken(checks, sender, "PHP exporters", 1)
    counted = put(put(lines, 1, 17, "0000002"), len(lines) - 1, 9, "00000004")
    sender.approved("PHP exporters, records for transactions", joined(counted),
                    [("order", "FILE-ORDER-TOTALS")])


def taken(checks, sender, what, number):
    """So many claims are at the payer's bank in the evening."""
    sender.sandbox.until("2026-03-02T18:00:00+01:00")
    found = sender.debits()
    checks.equal(f"{what}: the claims are at the bank",
                 [it["payee_account"] for it in found], [FJORD_ACCOUNT] * number)


SCENES = [no_transmission, a_bad_order_beside_a_good_one, a_bad_claim_beside_a_good_one, effekt,
          normal, netsgiro_itself, php_exporters]
