"""A payee's side of the file exchange: netsgiro writes what goes in and reads what comes out."""

import csv
import io
from datetime import date, timedelta

import netsgiro
from netsgiro import AssignmentType, ServiceCode

import soap
from sandbox import SESSION

MPS = "00008080"
FJORD, FJORD_ACCOUNT = "00230456", "86011117947"
TIND, TIND_ACCOUNT, TIND_SECOND = "00319407", "99994071129", "99994072133"
ACCOUNTANTS = "00310684"
WAIT_S = 60


class Exchange:
    """The mailboxes of one sandbox, or that of one user."""

    def __init__(self, address, login=None):
        self.address = address
        self.login = login

    def send(self, file, **query):
        """Sends a file, or what netsgiro made, as the body; status and answer."""
        answer = self.ask("POST", "/inbound", params=query, data=written(file))
        return answer.status_code, answer.json()

    def files(self, **query):
        """What lies in the mailbox, in the order in which it was made."""
        answer = self.ask("GET", "/outbound", params=query)
        answer.raise_for_status()
        return answer.json()["files"]

    def fetch(self, name):
        """The bytes of a file, which is marked as fetched then."""
        answer = self.ask("GET", f"/outbound/{name}")
        answer.raise_for_status()
        self.ask("POST", f"/outbound/{name}/fetched").raise_for_status()
        return answer.content

    def news(self, unit=None, kinds=("ocr", "mandates")):
        """Transmissions that were not fetched before, by their names, as netsgiro reads them."""
        query = {"fetched": "false"} | ({"unit": unit} if unit else {})
        found = [it["name"] for it in self.files(**query) if it["kind"] in kinds]
        return {name: Told(self.fetch(name)) for name in found}

    def rejections(self):
        """The rows of all tables of list L00202 that were not fetched before."""
        rows = []
        for file in self.files(fetched="false"):
            if file["name"].startswith("L00202") and file["name"].endswith(".csv"):
                text = self.fetch(file["name"]).decode("utf-8")
                rows += csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
        return rows

    def ask(self, method, path, **request):
        return SESSION.request(method, self.address + path, auth=self.login, timeout=WAIT_S,
                               **request)


class Told:
    """A transmission from MPS: its bytes, and what netsgiro makes of them."""

    def __init__(self, content):
        self.content = content
        self.text = content.decode("iso-8859-1")
        self.read = netsgiro.parse(self.text)

    def orders(self, service, kind=AssignmentType.TRANSACTIONS):
        return [it for it in self.read.assignments
                if it.service_code == service and it.type == kind]

    def payments(self):
        """Account of the payee, KID, øre, day and account of the payer, of each payment."""
        return sorted(
            (order.account, it.kid, it.amount_in_cents, it.date, it.debit_account)
            for order in self.orders(ServiceCode.OCR_GIRO) for it in order.transactions)

    def mandates(self):
        """Account of the payee, KID, type of registration and notice, of each mandate."""
        return sorted(
            (order.account, it.kid, int(it.registration_type), it.notify)
            for order in self.orders(ServiceCode.AVTALEGIRO, AssignmentType.AVTALEGIRO_AGREEMENTS)
            for it in order.transactions)

    def rewritten(self):
        """What netsgiro writes of what it read."""
        return self.read.to_ocr()

    def plain(self):
        """The file with netsgiro's line ends and without the last one, which it does not write."""
        return self.text.replace("\r\n", "\n").removesuffix("\n")

    def wrong_totals(self):
        """Where counts, sums and dates in end records are not those of what was read."""
        return list(_totals(self.text.split("\r\n")))


def _totals(lines):
    """Adds up by column alone, so that neither netsgiro nor the server judges itself."""
    if lines[-1] != "" or any(len(line) != 80 for line in lines[:-1]):
        yield "records are not 80 characters with CR LF behind each"
    lines = lines[:-1]
    order, all_of_it, known = [], [], {}
    for line in lines:
        if line[6:8] == "20":
            order, known = [], {}
        order.append(line)
        all_of_it.append(line)
        if line[6:8] in ("30", "70"):
            known[line[8:15]] = (money(line), line[15:21])
        if line[6:8] == "88":
            days = [day for _, day in known.values()]
            days.sort(key=lambda it: (it[4:], it[2:4], it[:2]))
            expected = f"{len(known):08}{len(order):08}"
            if line[2:4] == "09":
                expected += f"{sum(it for it, _ in known.values()):017}"
                expected += line[41:47] + days[0] + days[-1] + "0" * 21
            else:
                expected += "0" * 56
            if line[8:] != expected:
                yield f"end of an order: expected {expected}, found {line[8:]}"
    ones = [line for line in all_of_it if line[6:8] in ("30", "70")]
    total = sum(money(line) for line in ones)
    expected = f"{len(ones):08}{len(all_of_it):08}{total:017}"
    if lines[-1][8:41] != expected:
        yield f"end of the transmission: expected {expected}, found {lines[-1][8:41]}"


def money(line):
    """The amount in an amount record, less than nothing after a minus sign."""
    if line[6:8] != "30":
        return 0
    return int(line[32:49]) * (-1 if line[31] == "-" else 1)


def transmission(number, sender=FJORD):
    """An empty transmission to MPS."""
    return netsgiro.Transmission(number=f"{number:07}", data_transmitter=sender,
                                 data_recipient=MPS)


def order(of, number, account=FJORD_ACCOUNT, kind=AssignmentType.TRANSACTIONS):
    """A new order in a transmission: claims, unless deletions are wanted."""
    return of.add_assignment(service_code=ServiceCode.AVTALEGIRO, assignment_type=kind,
                             number=f"{number:07}", account=account)


def deletions(of, number, account=FJORD_ACCOUNT):
    """A new order of deletions in a transmission."""
    return order(of, number, account, AssignmentType.AVTALEGIRO_CANCELLATIONS)


def written(file):
    """The bytes of what netsgiro made, as they would be written to a file; bytes stay."""
    if isinstance(file, netsgiro.Transmission):
        return file.to_ocr().encode("iso-8859-1")
    return file


def invoice_kid(fixed, number, length=12):
    """A KID of this length: what stands for the payer, the invoice, the check digit."""
    return soap.kid(f"{fixed}{number:0{length - 1 - len(fixed)}}")


def easter(year):
    """Easter Sunday by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_bank_day(day):
    """Whether Norwegian banks are at work."""
    fixed = [(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)]
    moved = [easter(day.year) + timedelta(days=it) for it in (-3, -2, 1, 39, 50)]
    return day.weekday() < 5 and (day.month, day.day) not in fixed and day not in moved


def bank_day_from(day):
    """The day itself, or the next one on which banks are at work."""
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day
