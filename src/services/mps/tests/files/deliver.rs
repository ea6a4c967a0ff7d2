//! What MPS tells data receivers: mandates and payments, once a bank day.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use super::office::{ACCOUNTS, NORD, Office, RECEIVERS, SILENT, account, kid, lines, transmission};
use crate::consumer::{ClaimId, Note};
use crate::domain::calendar;
use crate::domain::giro::{Order, Registration};
use crate::services::mps::tests::world::ACCOUNT;

const MONDAY: &str = "2026-03-02T12:00:00+01:00";
const TUESDAY: &str = "2026-03-03T12:00:00+01:00";

#[test]
fn a_payment_is_told_the_same_day_with_date_account_and_reference() {
    let mut office = Office::new();
    office.paid(ACCOUNT, 1, 49_900, "2026-03-02T06:00:00+01:00");
    office.paid(ACCOUNT, 0, 100, "2026-03-02T06:00:00+01:00");
    let files = office.run(MONDAY, None);
    let [file] = &files[..] else {
        panic!("{files:?}")
    };
    assert_eq!(
        lines(file),
        [
            "ocr 1 00230456 2026-03-02".to_owned(),
            "payments 15062995960 062995960".to_owned(),
            format!("15 1/1 2026-03-02 100 {} 900000001", kid(0).as_str()),
            format!("15 2/1 2026-03-02 49900 {} 900000002", kid(1).as_str()),
        ]
    );
    assert_eq!(file.name, "OCR.D260302.T120000.K0000001.txt");
    let Order::Settlements(order) = &transmission(file).orders[0] else {
        panic!("{file:?}");
    };
    // In order of KIDs, whatever the claims' ids are.
    let [second, first] = &order.payments[..] else {
        panic!("{order:?}");
    };
    assert_eq!((first.centre, first.day_code, first.settlement), (13, 2, 1));
    assert_eq!(first.bank_date, Some(first.date));
    assert_eq!(first.form, "0000000000");
    assert_eq!(first.debit_account, "99991042764");
    // The bank has not said which account it is.
    assert_eq!(second.debit_account, "00000000000");
}

#[test]
fn mandates_that_were_made_changed_or_ended_are_told_in_the_order_of_their_last_change() {
    let mut office = Office::new();
    for n in 1..=4 {
        office.mandate(ACCOUNT, n, true, true);
    }
    let now = office.world.now;
    office.world.book.begin(now);
    office.mandate(ACCOUNT, 2, false, true);
    office.end(ACCOUNT, 1);
    office.mandate(ACCOUNT, 5, true, true);
    office.mandate(ACCOUNT, 3, true, false);
    office.mandate(ACCOUNT, 2, true, true);
    // Of these the payee never knew.
    office.mandate(ACCOUNT, 6, true, true);
    office.end(ACCOUNT, 6);
    office.mandate(ACCOUNT, 7, true, false);
    let line = |kind: u8, n: u32, notice: &str| format!("{kind} {} {notice}", kid(n).as_str());
    assert_eq!(
        office.lines(MONDAY, None),
        [
            "mandates 1 00230456 zeros".to_owned(),
            "mandates 15062995960".to_owned(),
            line(2, 1, "J"),
            line(1, 5, "J"),
            line(2, 3, "J"),
            line(1, 2, "J"),
        ]
    );
    let files = &office.world.model.files.outgoing;
    let name = &files.values().next().unwrap().name;
    assert_eq!(name, "FBO.D260302.T120000.K0000001.txt");
    office.mandate(ACCOUNT, 7, true, true);
    office.end(ACCOUNT, 3);
    let told = office.lines(TUESDAY, None);
    assert_eq!(told[2..], [line(1, 7, "J")]);
}

#[test]
fn whoever_is_told_of_several_accounts_gets_one_file_with_mandates_before_payments() {
    let mut office = Office::new();
    for to in [NORD, SILENT, ACCOUNT] {
        office.mandate(to, 1, true, true);
        office.paid(to, 1, 100, "2026-03-02T06:00:00+01:00");
    }
    let told = office.lines(MONDAY, None);
    let heads: Vec<&str> = told
        .iter()
        .map(String::as_str)
        .filter(|line| line.starts_with(char::is_alphabetic))
        .collect();
    assert_eq!(
        heads,
        [
            "ocr 1 00230456 2026-03-02",
            "mandates 15062995960",
            "mandates 15062997009",
            "payments 15062995960 062995960",
            "payments 15062997009 062997009",
            "ocr 2 00230457 2026-03-02",
            "mandates 15062997009",
            "payments 15062997009 062997009",
        ]
    );
    // A payment has one reference, whoever is told of it.
    let payments = |line: &&String| line.ends_with("900000002");
    assert_eq!(told.iter().filter(payments).count(), 2);
    let told = office.world.told();
    let reported = told.iter().filter(|it| it.starts_with("claim.reported"));
    assert_eq!(reported.count(), 2);
    let sent = told.iter().filter(|it| it.starts_with("files.sent"));
    assert_eq!(sent.count(), 2);
}

#[test]
fn each_payment_s_own_case_says_which_file_tells_of_it() {
    let mut office = Office::new();
    let id = office.paid(NORD, 1, 100, "2026-03-02T06:00:00+01:00");
    office.run(MONDAY, None);
    let texts: Vec<&str> = office
        .world
        .notes
        .iter()
        .filter_map(|note| match note {
            Note::Happened(it) => {
                let about = it.about.as_ref()?;
                (about.id == id.0).then_some(it.text.as_str())
            }
            Note::Filed { .. }
            | Note::FiledWith { .. }
            | Note::ChangesEntry { .. }
            | Note::OpensMailbox { .. } => None,
        })
        .collect();
    let [text] = texts[..] else {
        panic!("{texts:?}")
    };
    for serial in ["K0000001", "K0000002"] {
        assert!(
            text.contains(&format!("OCR.D260302.T120000.{serial}.txt")),
            "{text}"
        );
    }
}

#[test]
fn nothing_to_tell_makes_no_file_and_what_was_told_is_not_told_again() {
    let mut office = Office::new();
    assert_eq!(office.lines(MONDAY, None), [""; 0]);
    office.mandate(SILENT, 1, true, true);
    office.paid(SILENT, 1, 100, "2026-03-03T06:00:00+01:00");
    assert_eq!(office.lines(TUESDAY, None), [""; 0]);
    office.mandate(ACCOUNT, 1, true, true);
    office.paid(ACCOUNT, 1, 100, "2026-03-04T06:00:00+01:00");
    assert_eq!(office.lines("2026-03-04T12:00:00+01:00", None).len(), 5);
    assert_eq!(office.lines("2026-03-05T12:00:00+01:00", None), [""; 0]);
}

#[test]
fn a_payment_that_was_reversed_before_the_files_are_made_is_in_none() {
    let mut office = Office::new();
    let id = office.paid(ACCOUNT, 1, 100, "2026-03-02T06:00:00+01:00");
    office.paid(ACCOUNT, 2, 200, "2026-03-02T06:00:00+01:00");
    office.reverse(&id);
    let told = office.lines(MONDAY, None);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[2].contains(" 200 "), "{told:?}");
}

#[test]
fn a_payment_of_noon_itself_waits_for_the_next_files() {
    let mut office = Office::new();
    office.paid(ACCOUNT, 1, 100, MONDAY);
    assert_eq!(office.lines(MONDAY, None), [""; 0]);
    assert_eq!(office.lines(TUESDAY, None).len(), 3);
}

#[test]
fn a_full_list_comes_once_in_an_order_of_its_own_in_order_of_kids() {
    let mut office = Office::new();
    for (n, active) in [(3, true), (1, true), (2, false)] {
        office.mandate(ACCOUNT, n, true, active);
    }
    let now = office.world.now;
    office.world.book.begin(now);
    office.mandate(ACCOUNT, 9, false, true);
    let wanted = &mut office.world.model.files.lists_wanted;
    for to in [ACCOUNT, NORD, SILENT] {
        wanted.insert(account(to));
    }
    let line = |kind: u8, n: u32, notice: &str| format!("{kind} {} {notice}", kid(n).as_str());
    assert_eq!(
        office.lines(MONDAY, None),
        [
            "mandates 1 00230456 zeros".to_owned(),
            "mandates 15062995960".to_owned(),
            line(0, 1, "J"),
            line(0, 3, "J"),
            line(0, 9, "N"),
            "mandates 15062995960".to_owned(),
            line(1, 9, "N"),
            "mandates 15062997009".to_owned(),
            "mandates 2 00230457 zeros".to_owned(),
            "mandates 15062997009".to_owned(),
        ]
    );
    assert_eq!(office.lines(TUESDAY, None), [""; 0]);
}

#[test]
fn an_agreement_that_is_gone_takes_nothing_from_the_others() {
    let mut office = Office::new();
    for to in [NORD, ACCOUNT] {
        office.mandate(to, 1, true, true);
        office.paid(to, 1, 100, "2026-03-02T06:00:00+01:00");
    }
    let mut nord = office.world.company("nord");
    nord.avtalegiro.clear();
    office.world.cast.put_company(nord).unwrap();
    let told = office.lines(MONDAY, None);
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.iter().all(|line| !line.contains(NORD)));
}

#[test]
fn a_hundred_thousand_payments_are_told_in_one_file() {
    let mut office = Office::new();
    for n in 0..100_000_u32 {
        office.paid(ACCOUNT, n % 999_999, 1, "2026-03-02T06:00:00+01:00");
    }
    let files = office.run(MONDAY, None);
    let Order::Settlements(order) = &transmission(&files[0]).orders[0] else {
        panic!("an order of payments");
    };
    assert_eq!(order.payments.len(), 100_000);
    assert_eq!(order.payments[99_999].reference, "900100000");
}

#[derive(Debug, Clone)]
enum Deed {
    Mandate(usize, u32, bool, bool),
    End(usize, u32),
    Paid(usize, u32),
    Reverse(usize),
    Pass(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..3_usize, 0..5_u32, any::<bool>(), any::<bool>())
            .prop_map(|(to, n, notice, active)| Deed::Mandate(to, n, notice, active)),
        (0..3_usize, 0..5_u32).prop_map(|(to, n)| Deed::End(to, n)),
        (0..3_usize, 1..5_u32).prop_map(|(to, n)| Deed::Paid(to, n)),
        (0..20_usize).prop_map(Deed::Reverse),
        (1..60_i64).prop_map(Deed::Pass),
    ]
}

/// What happened, and what receivers were told of it.
#[derive(Default)]
struct Ledger {
    /// Every payment with its account.
    paid: Vec<(usize, i64, ClaimId)>,
    /// Those that stand and that no file told of yet.
    waiting: Vec<usize>,
    /// Whoever is to be told of which amount, and who was.
    expected: Vec<(String, String, i64)>,
    told: Vec<(String, String, i64)>,
    /// Mandates as receivers have them now.
    known: BTreeSet<(String, String, String)>,
}

impl Ledger {
    fn happen(&mut self, deed: Deed, office: &mut Office) {
        match deed {
            Deed::Mandate(to, n, notice, active) => {
                office.mandate(ACCOUNTS[to], n, notice, active);
            }
            Deed::End(to, n) => office.end(ACCOUNTS[to], n),
            Deed::Paid(to, n) => {
                let ore = i64::try_from(self.paid.len()).unwrap() + 1;
                let id = office.paid_at(ACCOUNTS[to], n, ore, office.world.now);
                self.waiting.push(self.paid.len());
                self.paid.push((to, ore, id));
            }
            Deed::Reverse(which) => {
                if let Some(place) = self.waiting.iter().position(|it| *it == which) {
                    self.waiting.remove(place);
                    office.reverse(&self.paid[which].2);
                }
            }
            Deed::Pass(hours) => {
                let goal = office.world.now + hours.hours();
                loop {
                    let next = calendar::next_files_run(office.world.now);
                    if next > goal {
                        break;
                    }
                    self.run(next, office);
                }
                office.world.now = goal;
            }
        }
    }

    fn run(&mut self, at: Timestamp, office: &mut Office) {
        for index in std::mem::take(&mut self.waiting) {
            let (to, ore, _) = self.paid[index];
            for unit in RECEIVERS[to] {
                let told = ((*unit).to_owned(), ACCOUNTS[to].to_owned(), ore);
                self.expected.push(told);
            }
        }
        for file in office.run_at(at, None) {
            let sent = transmission(&file);
            assert!(!sent.orders.is_empty());
            for order in &sent.orders {
                self.read(sent.recipient.as_str(), order);
            }
        }
    }

    fn read(&mut self, unit: &str, order: &Order) {
        match order {
            Order::Settlements(order) => {
                assert!(order.payments.is_sorted_by_key(|it| it.date));
                let payments = order.payments.iter();
                self.told.extend(
                    payments.map(|it| (unit.to_owned(), order.account.clone(), it.amount.get())),
                );
            }
            Order::Mandates(order) => {
                for line in &order.lines {
                    let account = order.account.to_string();
                    let key = (unit.to_owned(), account, line.kid.clone());
                    match line.registration {
                        Registration::Changed => {
                            self.known.insert(key);
                        }
                        Registration::Ended => assert!(self.known.remove(&key), "{key:?}"),
                        Registration::Listed => panic!("nobody asked for a list"),
                    }
                }
            }
            Order::Claims(_) | Order::Deletions(_) => panic!("MPS sends no claims"),
        }
    }
}

proptest! {
    /// Whatever happens, each receiver can keep books that agree with the bank's: every payment
    /// that stood when files were made is told once, and mandates told are those in force.
    #[test]
    fn what_receivers_were_told_adds_up_to_what_the_bank_did(
        deeds in prop::collection::vec(deed(), 0..60),
    ) {
        let mut office = Office::new();
        let mut ledger = Ledger::default();
        for deed in deeds.into_iter().chain([Deed::Pass(300)]) {
            ledger.happen(deed, &mut office);
        }
        ledger.told.sort();
        ledger.expected.sort();
        prop_assert_eq!(ledger.told, ledger.expected);
        let mut agreed = BTreeSet::new();
        for (key, mandate) in office.world.book.mandates() {
            let to = ACCOUNTS.iter().position(|it| *it == key.payee_account.as_str());
            for unit in RECEIVERS[to.unwrap()].iter().filter(|_| mandate.active_at_mps) {
                let kid = key.kid.as_str().to_owned();
                agreed.insert(((*unit).to_owned(), key.payee_account.to_string(), kid));
            }
        }
        prop_assert_eq!(ledger.known, agreed);
    }
}
