//! The payers' banks, as sentences about claims, limits, balances and days.

use std::collections::BTreeMap;

use imbl::Vector;
use jiff::Timestamp;
use jiff::civil::Date;

use super::actions::{Stage, act};
use super::*;
use crate::domain::account::AccountNumber;
use crate::domain::calendar::at_local;
use crate::domain::cast::Cast;
use crate::domain::identity::NationalId;
use crate::domain::kid::{Kid, KidStructure, KidStructures};
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::money::Ore;
use crate::domain::person::{BankFacet, Person, PersonName};
use crate::domain::slug::Slug;

mod mailbox;
mod record;

const PAYEE: &str = "86011117947";
const KID: &str = "000002123453";

/// Halgeir with 1000.00 in the bank and a mandate of 500.00 a month.
struct Bank {
    cast: Cast,
    book: Book,
    mint: Mint,
    outbox: Vector<Letter>,
    now: Timestamp,
    planned: Vec<(Timestamp, Later)>,
    last: String,
}

impl Bank {
    fn new() -> Self {
        let mut cast = Cast::empty(slug("default"));
        cast.put_person(halgeir()).unwrap();
        let mut book = Book::default();
        book.put_mandate(key(KID), mandate(), Timestamp::UNIX_EPOCH);
        book.take_news();
        Self {
            cast,
            book,
            mint: Mint::new(1),
            outbox: Vector::new(),
            now: at_local("2026-03-02".parse().unwrap(), 9, 0),
            planned: Vec::new(),
            last: String::new(),
        }
    }

    fn stage(&mut self) -> Stage<'_> {
        Stage {
            cast: &mut self.cast,
            book: &mut self.book,
            mint: &mut self.mint,
            outbox: &mut self.outbox,
            now: self.now,
            expires: false,
        }
    }

    fn claim(&mut self, id: &str, kroner: i64, due: &str) {
        let claim = Claim {
            service: "mps",
            payer: slug("halgeir"),
            mandate: key(KID),
            payer_account: None,
            payee_account: AccountNumber::parse(PAYEE).unwrap(),
            payee: "Fjord Energi".into(),
            kid: Kid::parse(KID).unwrap(),
            amount: Ore::new(kroner * 100),
            due_date: due.parse().unwrap(),
            notice: false,
            received_at: self.now,
            copy: self.book.id_of("mps", id).cloned(),
            uncovered: false,
            state: ClaimState::Waiting,
        };
        let run = Later::bank_run(claim.debit_day());
        self.book.take_claim(ClaimId::of(id), claim);
        self.plan(run);
    }

    fn plan(&mut self, run: (Timestamp, Later)) {
        if !self.planned.contains(&run) {
            self.planned.push(run);
            self.planned.sort_by_key(|(at, _)| *at);
        }
    }

    /// Lets everything happen that is due up to nine in the morning of a day.
    fn live_until(&mut self, day: &str) {
        let day: Date = day.parse().unwrap();
        let goal = at_local(day, 9, 0);
        while self.planned.first().is_some_and(|(at, _)| *at <= goal) {
            let (at, later) = self.planned.remove(0);
            self.now = at;
            later.happen(&mut self.stage());
        }
        self.now = goal;
    }

    fn act(&mut self, action: &str, fields: &[&str]) {
        let fields: BTreeMap<_, _> = fields
            .iter()
            .map(|word| word.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let told = act(&mut self.stage(), &slug("halgeir"), action, &fields);
        self.last = told.map_or_else(|error| error.to_string(), |done| done.text);
        let waiting: Vec<Date> = self.book.run_days().collect();
        for day in waiting {
            self.plan(Later::bank_run(day));
        }
    }

    fn state(&self, id: &str) -> String {
        let state = self.book.claim(&ClaimId::of(id)).unwrap().state;
        match state.at() {
            Some(at) => {
                let local = at.to_zoned(crate::domain::calendar::oslo());
                format!("{} {}", state.as_str(), local.strftime("%a %H:%M"))
            }
            None => state.as_str().to_owned(),
        }
    }

    fn balance(&self) -> i64 {
        let person = self.cast.person(&slug("halgeir")).unwrap();
        person.bank.as_ref().unwrap().balance.get() / 100
    }

    /// Each line is a deed, or after `=` how a claim or the balance stands, or after `>` words of
    /// the answer to the deed before.
    #[track_caller]
    fn play(&mut self, story: &str) {
        for line in story.lines().map(str::trim) {
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                [">", expected @ ..] => {
                    let expected = expected.join(" ");
                    assert!(self.last.contains(&expected), "{line}: {}", self.last);
                }
                ["=", "balance", kroner] => assert_eq!(self.balance().to_string(), *kroner),
                ["=", id, expected @ ..] => {
                    assert_eq!(self.state(id), expected.join(" "), "{line}")
                }
                ["claim", id, kroner, due] => self.claim(id, kroner.parse().unwrap(), due),
                ["until", day] => self.live_until(day),
                [action, fields @ ..] => self.act(action, fields),
                [] => {}
            }
        }
    }
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn key(kid: &str) -> MandateKey {
    MandateKey {
        payee_account: AccountNumber::parse(PAYEE).unwrap(),
        kid: Kid::parse(kid).unwrap(),
    }
}

fn mandate() -> Mandate {
    Mandate {
        payer: slug("halgeir"),
        payer_account: None,
        notification: true,
        limit: Some(Ore::new(50_000)),
        active_at_mps: true,
        active_at_router: true,
    }
}

fn halgeir() -> Person {
    Person {
        slug: slug("halgeir"),
        ssn: NationalId::parse("09091816528").unwrap(),
        name: PersonName {
            first: "Halgeir".into(),
            last: "Underbakk".into(),
        },
        date_of_birth: "1918-09-09".parse().unwrap(),
        phone: None,
        email: None,
        address: None,
        efaktura: None,
        vipps: None,
        digipost: None,
        krr: None,
        bank: Some(BankFacet {
            name: "DNB".into(),
            account: AccountNumber::parse(PAYEE).unwrap(),
            balance: Ore::new(100_000),
        }),
    }
}

#[test]
fn banks_debit_on_the_due_date_or_the_next_bank_day_in_the_morning() {
    for (due, debited) in [
        ("2026-03-10", "paid Tue 06:00"),
        ("2026-03-14", "paid Mon 06:00"),
        ("2026-04-02", "paid Tue 06:00"),
        ("2026-05-01", "paid Mon 06:00"),
    ] {
        let mut bank = Bank::new();
        bank.play(&format!("claim a 100 {due}\n= a waiting\nuntil 2026-05-10"));
        assert_eq!(bank.state("a"), debited, "{due}");
        assert_eq!(bank.balance(), 900);
        let due: Date = due.parse().unwrap();
        let claim = bank.book.claim(&ClaimId::of("a")).unwrap();
        assert_eq!(claim.due_date, due, "the date in the data does not change");
    }
}

#[test]
fn a_claim_that_comes_after_the_run_of_its_day_is_debited_at_the_next() {
    Bank::new().play(
        "until 2026-03-06
         claim today 100 2026-03-06
         claim past 100 2026-03-01
         until 2026-03-07
         = today waiting
         until 2026-03-09
         = today paid Mon 06:00
         = past paid Mon 06:00
         = balance 800",
    );
}

#[test]
fn two_claims_together_above_the_limit_of_the_month_are_one_too_many() {
    Bank::new().play(
        "claim b-first 300 2026-03-10
         claim alone 501 2026-03-10
         claim exactly 200 2026-03-11
         claim more 1 2026-03-31
         claim next-month 400 2026-04-01
         until 2026-04-01
         = b-first paid Tue 06:00
         = alone over-limit Tue 06:00
         = exactly paid Wed 06:00
         = more over-limit Tue 06:00
         = next-month paid Wed 06:00
         = balance 100",
    );
}

#[test]
fn what_was_paid_back_makes_room_in_the_month_again() {
    Bank::new().play(
        "claim a 500 2026-03-10
         reverse-payment claim=a
         > found a claim that is waiting, expected one that was debited
         until 2026-03-10
         = balance 500
         stop-payment claim=a
         > `reverse-payment` has it paid back
         reverse-payment claim=a
         > halgeir reversed the payment of 500.00 to Fjord Energi
         = a reversed Tue 09:00
         = balance 1000
         reverse-payment claim=a
         > found a claim that is reversed
         claim b 500 2026-03-12
         until 2026-03-12
         = b paid Thu 06:00",
    );
}

#[test]
fn a_stopped_claim_is_not_debited_unless_it_is_resumed_in_time() {
    Bank::new().play(
        "claim a 100 2026-03-10
         claim b 100 2026-03-10
         stop-payment claim=a
         > halgeir stopped the payment of 100.00 to Fjord Energi
         stop-payment claim=a
         > it was so already
         stop-payment claim=b
         resume-payment claim=b
         > halgeir resumed the payment
         resume-payment claim=b
         > found a claim that is waiting, expected one that was stopped
         until 2026-03-11
         = a stopped Mon 09:00
         = b paid Tue 06:00
         resume-payment claim=a
         > expected one whose day is to come
         = balance 900
         stop-payment claim=c
         > expected the id of a claim that came to the payer's bank",
    );
}

#[test]
fn an_ended_or_inactive_mandate_is_seen_before_limit_and_cover() {
    Bank::new().play(
        "claim a 5000 2026-03-10
         change-mandate active_at_mps=false
         until 2026-03-10
         = a no-mandate Tue 06:00
         change-mandate active_at_mps=true
         claim b 100 2026-03-12
         end-mandate
         until 2026-03-12
         = b no-mandate Thu 06:00
         = balance 1000",
    );
}

#[test]
fn the_limit_is_seen_before_cover_and_an_empty_account_pays_nothing() {
    Bank::new().play(
        "change-mandate limit_ore=200000
         claim a 2001 2026-03-10
         claim b 1001 2026-03-10
         claim c 1000 2026-03-10
         until 2026-03-10
         = a over-limit Tue 06:00
         = b no-cover Tue 06:00
         = c paid Tue 06:00
         = balance 0",
    );
}

fn copy(id: &str, by_direct_debit: bool) -> Presented {
    Presented {
        consumer: slug("halgeir"),
        service: "mps",
        service_id: id.into(),
        issuer: "304520817".into(),
        brand: "Fjord Energi".into(),
        document_type: DocumentType::Invoice,
        kid: Some(KID.into()),
        account: PAYEE.into(),
        amount: Ore::new(10_000),
        minimum_amount: None,
        due_date: "2026-03-14".parse().unwrap(),
        url: "https://fjord.example/1".into(),
        presented_at: Timestamp::UNIX_EPOCH,
        in_vipps: true,
        vipps_stay: None,
        by_direct_debit,
        state: PresentedState::Open,
        revision: 0,
        changed: "2026-03-02T08:00:00Z".parse().unwrap(),
    }
}

fn shown(bank: &Bank, id: &str) -> String {
    let copy = bank.book.presented_by("mps", id).unwrap();
    format!("{} {}", copy.state, copy.by_direct_debit)
}

#[test]
fn the_copy_of_a_direct_debit_follows_its_claim_and_is_not_paid_by_hand() {
    let mut bank = Bank::new();
    for id in ["a", "b", "c", "d"] {
        bank.book.present(PresentedId(id.into()), copy(id, true));
        bank.claim(id, 100, "2026-03-14");
    }
    assert!(!bank.book.presented_by("mps", "a").unwrap().in_vipps);
    bank.play(
        "approve invoice=a
         > found an invoice that is paid by direct debit
         pay invoice=a
         > `stop-payment` of the claim stops that
         stop-payment claim=b
         pay invoice=b
         > halgeir paid 100.00 to Fjord Energi
         resume-payment claim=b
         > expected one that is not paid twice",
    );
    let now = bank.now;
    assert!(bank.book.cancel_claim(&ClaimId::of("c"), now));
    assert!(!bank.book.cancel_claim(&ClaimId::of("c"), now));
    bank.play("until 2026-03-16\n= balance 700");
    assert_eq!(shown(&bank, "a"), "paid true");
    assert_eq!(shown(&bank, "b"), "paid false");
    assert_eq!(shown(&bank, "c"), "open false");
    bank.play("reverse-payment claim=a\n= balance 800");
    assert_eq!(shown(&bank, "a"), "open false");
    assert!(!bank.book.cancel_claim(&ClaimId::of("d"), now));
    assert!(!bank.book.free_from_direct_debit("mps", "nobody's"));
}

#[test]
fn an_approved_invoice_is_paid_on_its_day_or_left_open_when_there_is_too_little() {
    let mut bank = Bank::new();
    for id in ["a", "b", "c"] {
        bank.book.present(PresentedId(id.into()), copy(id, false));
    }
    bank.play(
        "approve invoice=a
         > halgeir approved 100.00 for Fjord Energi, to be paid on 2026-03-14
         approve invoice=b on=2026-03-01
         > found 2026-03-01, a day that is over, expected today or later
         approve invoice=b on=2026-03-05 amount_ore=90100
         approve invoice=c on=soon
         > on: found `soon`, expected a date such as 2026-03-20
         approve invoice=c on=2026-03-05
         cancel-approval invoice=c
         until 2026-03-05
         = balance 99
         until 2026-03-17",
    );
    assert_eq!(shown(&bank, "a"), "open false");
    assert_eq!(shown(&bank, "b"), "paid false");
    assert_eq!(shown(&bank, "c"), "open false");
    let news = bank.book.take_news();
    let uncovered = BookEvent::InvoiceUncovered(PresentedId("a".into()));
    assert!(news.contains(&uncovered));
    let now = bank.now;
    assert!(bank.book.withdraw("mps", "a", now) && !bank.book.withdraw("mps", "b", now));
    assert!(!bank.book.withdraw("mps", "nobody's", now));
    bank.play("pay invoice=a\n> an invoice that is withdrawn");
}

#[test]
fn a_claim_finds_its_mandate_by_the_part_of_the_kid_that_names_the_payer() {
    let mut bank = Bank::new();
    let account = AccountNumber::parse(PAYEE).unwrap();
    let other = AccountNumber::parse("15060000002").unwrap_or_else(|_| account.clone());
    let structures = KidStructures::from(KidStructure {
        length: 12,
        reference: (1, 6),
    });
    let structure = Some(&structures);
    let find = |bank: &Bank, account, kid: &str, structure| {
        let kid = Kid::parse(kid).unwrap();
        let found = bank.book.find_mandate(account, &kid, structure);
        found.map(|(key, _)| key.kid.to_string())
    };
    let same = Kid::with_mod10("00000299999").unwrap();
    assert_eq!(find(&bank, &account, KID, None).as_deref(), Some(KID));
    assert_eq!(find(&bank, &account, same.as_str(), None), None);
    assert_eq!(
        find(&bank, &account, same.as_str(), structure).as_deref(),
        Some(KID)
    );
    let stranger = Kid::with_mod10("00000399999").unwrap();
    assert_eq!(find(&bank, &account, stranger.as_str(), structure), None);
    let shorter = Kid::with_mod10("0000029999").unwrap();
    assert_eq!(find(&bank, &account, shorter.as_str(), structure), None);
    if other != account {
        assert_eq!(find(&bank, &other, same.as_str(), structure), None);
    }
    // One that is in force is the better one.
    bank.play("change-mandate active_at_mps=false");
    let second = Kid::with_mod10("00000255555").unwrap();
    let now = bank.now;
    bank.book.put_mandate(key(second.as_str()), mandate(), now);
    assert_eq!(
        find(&bank, &account, same.as_str(), structure).as_deref(),
        Some(second.as_str())
    );
}

#[test]
fn the_record_of_mandates_has_what_payees_may_know_and_never_the_limit() {
    let mut bank = Bank::new();
    bank.play(
        "change-mandate limit_ore=1
         until 2026-03-03
         change-mandate notification=false
         until 2026-03-04
         end-mandate",
    );
    let told = |since: &str| -> Vec<String> {
        let since = since.parse().unwrap();
        bank.book
            .mandate_changes_since(since)
            .map(|it| format!("{} {} {}", it.kind.as_str(), it.notification, it.active))
            .collect()
    };
    let all = ["MADE true true", "CHANGED false true", "ENDED false true"];
    assert_eq!(told("1970-01-01T00:00:00Z"), all);
    assert_eq!(told("2026-03-03T08:00:00Z"), all[1..]);
    assert_eq!(told("2026-03-04T08:00:01Z"), all[3..]);
}
