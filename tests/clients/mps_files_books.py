"""Random books of claims and mandates, always the same ones: whatever the days bring, the files say
what the netbanks say, each payment once, and nothing on a day with nothing.
"""

import random
import uuid
from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import soap
from caller import Caller
from file_exchange import (FJORD, FJORD_ACCOUNT, TIND, TIND_ACCOUNT, TIND_SECOND, Exchange,
                           bank_day_from, deletions, invoice_kid, is_bank_day, order,
                           transmission)
from sandbox import Sandbox

ROUNDS = 30
DAYS = 10
# One round in so many sends some of its claims by SOAP.
SOAP_EVERY = 6
OSLO = ZoneInfo("Europe/Oslo")

# Person, account of the payee, fixed part of the KID, its length.
PAYERS = [
    ("mandate-with-notice", FJORD_ACCOUNT, "000011", 12),
    ("mandate-without-notice", FJORD_ACCOUNT, "000003", 12),
    ("notice-by-email", FJORD_ACCOUNT, "000009", 12),
    ("no-cover", FJORD_ACCOUNT, "000008", 12),
    ("short-kid", TIND_ACCOUNT, "000701", 12),
    ("long-kid", TIND_ACCOUNT, "000702199", 16),
    ("short-kid", TIND_SECOND, "00701", 10),
    ("long-kid", TIND_SECOND, "00702", 10),
]
PEOPLE = sorted({it[0] for it in PAYERS})
# Who has no mandates when a round begins.
NEWCOMERS = ["bjorg", "bodil"]
PLACES = [(FJORD_ACCOUNT, "0001", 12), (TIND_ACCOUNT, "0008", 12), (TIND_SECOND, "0008", 10)]
UNITS = {FJORD: {FJORD_ACCOUNT}, TIND: {TIND_ACCOUNT, TIND_SECOND}}


def many_books(checks, first):
    """All rounds; each one check, so that a failure names the seed that shows it again."""
    files, payments = 0, 0
    for seed in range(1, ROUNDS + 1):
        what = f"books: seed {seed}"
        with checks.attempt(what):
            book = Book(first.base, seed)
            trouble = book.play()
            files += book.files
            payments += len(book.told)
            checks.that(f"{what}: {book.told_in_words()}", not trouble, "; ".join(trouble[:5]))
    checks.that(f"books: {files} files with {payments} payments were read", payments > ROUNDS)


class Book:
    """A round: what was sent, and what the files should say of it."""

    def __init__(self, base, seed):
        self.random = random.Random(seed)
        self.day = date(2026, 1, 5) + timedelta(days=self.random.randrange(330))
        self.sandbox = Sandbox(base, f"files-book-{seed}", self.at(9), seed)
        self.exchange = Exchange(f"{self.sandbox.mps}/files")
        self.soap = Caller(None, "", self.sandbox, soap.COMBO) if seed % SOAP_EVERY == 0 else None
        self.trouble = []
        self.open = {}
        self.debited_on = {}
        self.expected = Counter()
        self.told = Counter()
        self.fates = Counter()
        self.files = 0
        self.number = 0
        self.invoice = 0
        self.mandates = {}
        self.touched = {}

    def at(self, hour, minute=0):
        """An instant of the day the round has come to."""
        there = datetime.combine(self.day, time(hour, minute), OSLO)
        return there.isoformat()

    def play(self):
        """Sends for some days, then waits until everything must have happened."""
        for number in range(DAYS + 18):
            if number:
                self.sandbox.until(self.at(9))
            if number < DAYS:
                self.morning()
            self.sandbox.until(self.at(11, 59))
            self.expect(not self.exchange.news(), "a file before noon")
            self.sandbox.until(self.at(12))
            self.noon()
            self.day += timedelta(days=1)
        self.expect(self.told == self.expected,
                    f"paid but not told {self.expected - self.told}, "
                    f"told but not paid {self.told - self.expected}")
        return self.trouble

    # --- the morning ---

    def morning(self):
        chance = self.random.random
        self.stop_some()
        if chance() < 0.6:
            self.take_some_back()
        if chance() < 0.7:
            self.claim_some()
        for _ in range(self.random.randrange(3)):
            self.change_a_mandate()

    def claim_some(self):
        for unit, accounts in UNITS.items():
            sent = transmission(self.next_number(), unit)
            for account in sorted(accounts):
                wanted = [self.claim(it) for it in PAYERS if it[1] == account
                          for _ in range(self.random.randrange(4))]
                if wanted and self.soap and unit == FJORD and self.random.random() < 0.5:
                    self.ship(wanted)
                elif wanted:
                    of = order(sent, self.next_number(), account)
                    for one in wanted:
                        text = self.random.choice([False, True, "Varsel\nom trekk, æøå"])
                        of.add_payment_request(**one, bank_notification=text)
            if sent.assignments:
                self.send(sent)

    def claim(self, payer):
        """A new claim of up to 900 kroner, of which nobody here gets too many."""
        person, account, fixed, length = payer
        self.invoice += 1
        one = {"kid": invoice_kid(fixed, self.invoice, length),
               "due_date": self.day + timedelta(days=self.random.randint(4, 14)),
               "amount": Decimal(self.random.randint(1, 90_000)) / 100}
        self.open[one["kid"]] = (person, account, one)
        # A claim of a holiday is handed over in the evening of the next bank day, and what falls
        # due until then is debited the bank day after.
        after = bank_day_from(self.day) + timedelta(days=1)
        self.debited_on[one["kid"]] = bank_day_from(max(one["due_date"], after))
        return one

    def ship(self, wanted):
        """The other road into the same book."""
        rows = [{"transactionId": self.uuid(), "paymentType": "AVTALEGIRO",
                 "documentType": "INVOICE", "kid": it["kid"], "accountNumber": FJORD_ACCOUNT,
                 "amount": it["amount"], "dueDate": it["due_date"],
                 "atgInfo": {"atgNotification": False}} for it in wanted]
        self.fates["by SOAP"] += len(rows)
        self.soap.call("addShipment", shipmentId=self.uuid(),
                       issuer=self.sandbox.orgnr("fjord-energi"),
                       transactions={"transactions": rows})

    def take_some_back(self):
        """Some that are due the day after tomorrow or later, which is in time."""
        for unit, accounts in UNITS.items():
            found = [it for it in self.open.values() if it[1] in accounts
                     and it[2]["due_date"] > self.day + timedelta(days=1)]
            found = self.random.sample(found, min(len(found), self.random.randrange(4)))
            sent = transmission(self.next_number(), unit)
            for _, account, one in found:
                of = deletions(sent, self.next_number(), account)
                of.add_payment_cancellation(**one)
                del self.open[one["kid"]]
                self.fates["taken back"] += 1
            if found:
                self.send(sent)

    def stop_some(self):
        """Some payers stop what waits at their bank."""
        for person in self.random.sample(PEOPLE, 2):
            for debit in self.debits(person):
                if debit["state"] == "waiting" and self.random.random() < 0.15:
                    self.act(person, "stop-payment", claim=debit["claim"])
                    self.open.pop(debit["kid"], None)
                    self.fates["stopped"] += 1

    def change_a_mandate(self):
        """Somebody makes, changes or ends a mandate that no claim leans on."""
        key = self.random.choice(sorted(self.mandates)) if self.mandates else None
        what = self.random.choice(["make", "change", "end"]) if key else "make"
        if what == "make":
            account, fixed, length = self.random.choice(PLACES)
            self.invoice += 1
            # Each has a fixed part of its own, as no two mandates may share one.
            kid = invoice_kid(f"{fixed}{self.invoice % 90 + 10}", self.invoice, length)
            key, notice = (account, kid), self.random.random() < 0.5
            person = self.random.choice(NEWCOMERS)
            self.touched.setdefault(key, False)
            self.act(person, "make-mandate", payee_account=account, kid=kid, notification=notice)
            self.mandates[key] = (person, notice)
            return
        person, notice = self.mandates[key]
        fields = {"payee_account": key[0], "kid": key[1]}
        self.touched.setdefault(key, True)
        if what == "change":
            self.act(person, "change-mandate", **fields, notification=not notice)
            self.mandates[key] = (person, not notice)
        else:
            self.act(person, "end-mandate", **fields)
            del self.mandates[key]

    # --- noon ---

    def noon(self):
        """What came at noon, held against the netbanks and the mandates."""
        paid, mandates = self.paid(), self.changed()
        told = Counter()
        if not is_bank_day(self.day):
            self.expect(not self.exchange.news(), f"a file on {self.day}, which is no bank day")
            self.expect(not paid, f"paid on {self.day}, which is no bank day: {paid}")
            return
        for unit, accounts in UNITS.items():
            ours = Counter({it: n for it, n in paid.items() if it[0] in accounts})
            changes = sorted(it for it in mandates if it[0] in accounts)
            files = list(self.exchange.news(unit).values())
            wanted = 1 if ours or changes else 0
            self.expect(len(files) == wanted,
                        f"{self.day}: {len(files)} files to {unit}, expected {wanted}")
            for file in files:
                self.files += 1
                self.trouble += [f"{self.day}: {it}" for it in file.wrong_totals()]
                found = Counter(file.payments())
                told += found
                self.expect(found == ours, f"{self.day}: told {found}, paid {ours}")
                lines = file.mandates()
                self.expect([it[:3] for it in lines] == [it[:3] for it in changes]
                            and all(a[3] == b[3] for a, b in zip(lines, changes) if a[2] == 1),
                            f"{self.day}: mandates told {lines}, changed {changes}")
                same = not ours or file.rewritten() == file.plain()
                self.expect(same, f"{self.day}: netsgiro writes another file")
                total = sum(it.get_total_amount() * 100 for it in file.read.assignments)
                self.expect(total == sum(it[2] * n for it, n in ours.items()),
                            f"{self.day}: netsgiro's sum is {total}")
        self.exchange.news()
        self.told += told
        self.touched = {}

    def paid(self):
        """What the netbanks show as paid today, each held against what should have been."""
        found = Counter()
        for person in PEOPLE:
            for debit in self.debits(person):
                if debit["state"] == "paid" and debit["changed_at"][:10] == str(self.day):
                    found[debit["payee_account"], debit["kid"], debit["amount_ore"], self.day,
                          debit["payer_account"]] += 1
        should = {}
        for kid, (person, account, one) in list(self.open.items()):
            if self.debited_on[kid] == self.day:
                del self.open[kid]
                self.fates["no cover" if person == "no-cover" else "paid"] += 1
                if person != "no-cover":
                    should[account, kid, int(one["amount"] * 100)] = 1
        self.expect(Counter(should) == Counter(it[:3] for it in found),
                    f"{self.day}: the netbanks show {sorted(found)}, expected {sorted(should)}")
        self.expected += found
        return found

    def changed(self):
        """What a file of mandates has to say: nothing of one that came and went unseen."""
        lines = []
        for key, was_known in self.touched.items():
            if key in self.mandates:
                lines.append((*key, 1, self.mandates[key][1]))
            elif was_known:
                lines.append((*key, 2, None))
        return lines

    # --- what all of it needs ---

    def uuid(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def next_number(self):
        self.number += 1
        return self.number

    def send(self, sent):
        status, told = self.exchange.send(sent)
        self.expect(status == 201, f"{self.day}: not approved: {told}")
        self.sandbox.advance("PT30S")
        rejected = self.exchange.rejections()
        self.expect(not rejected, f"{self.day}: rejected {[it['message'] for it in rejected]}")

    def debits(self, person):
        return self.sandbox.get(f"/people/{person}/debits")

    def act(self, person, action, **fields):
        self.sandbox.post(f"/people/{person}/actions/{action}", fields)

    def expect(self, holds, otherwise):
        if not holds:
            self.trouble.append(otherwise)

    def told_in_words(self):
        fates = ", ".join(f"{count} {fate}" for fate, count in sorted(self.fates.items()))
        return f"{self.files} files; {fates}"
