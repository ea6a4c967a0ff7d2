//! The lives of both legs as tables: an instant in Oslo, what happens, and what MPS says then.

use jiff::civil::date;

use super::world::{ACCOUNT, FJORD, HALGEIR, World};
use crate::consumer::{ClaimId, ClaimState, DocumentType, PresentedState};
use crate::domain::calendar;
use crate::domain::mint::{Mint, Stream};
use crate::domain::money::Ore;
use crate::services::mps::{
    Answers, Ask, AtgInfo, CancelAnswer, Command, Desire, EfakturaInfo, PaymentType, Receiver,
    Reply, Shipment, ShipmentId, Transaction, TransactionId, Wanted, Wish,
};

pub(super) fn transaction(payment: &str) -> Transaction {
    let payment = PaymentType::parse(payment).unwrap();
    let efaktura = EfakturaInfo {
        receiver: Receiver::Ssn(HALGEIR.to_owned()),
        minimum_amount: None,
        brand: "Fjord Energi".to_owned(),
        url: "https://f.example/1".to_owned(),
        notice: None,
    };
    let atg = AtgInfo {
        notification: false,
        notification_text: None,
        abbreviated_name: None,
        external_reference: None,
    };
    Transaction {
        id: TransactionId::from(Mint::new(1).uuid(Stream::Transaction)),
        payment,
        document_type: DocumentType::Invoice,
        kid: Some("123456782".to_owned()),
        account: ACCOUNT.to_owned(),
        amount: Ore::new(45_000),
        due_date: date(2026, 3, 20),
        due_date_zone: None,
        efaktura: payment.has_efaktura().then_some(efaktura),
        atg: payment.has_claim().then_some(atg),
    }
}

/// One transaction in a world with a mandate for it.
pub(super) struct Life {
    pub(super) world: World,
    pub(super) transaction: TransactionId,
    shipment: ShipmentId,
}

impl Life {
    pub(super) fn of(transaction: Transaction) -> Self {
        let mut world = World::new();
        world.mandate(true);
        let id = transaction.id;
        let shipment = ShipmentId::from(Mint::new(1).uuid(Stream::Shipment));
        let sent = Shipment {
            id: shipment,
            issuer: FJORD.to_owned(),
            transactions: vec![transaction],
        };
        world.apply(Ask::AddShipment(sent).into()).unwrap();
        Self {
            world,
            transaction: id,
            shipment,
        }
    }

    /// Both legs, then the shipment's view of them.
    pub(super) fn seen(&mut self) -> String {
        let ask = Ask::GetTransactionStatus(self.transaction);
        let Ok(Reply::TransactionStatus(status, _)) = self.world.apply(ask.into()) else {
            panic!("no status");
        };
        let ask = Ask::GetShipmentStatus(self.shipment);
        let Ok(Reply::ShipmentStatus(whole)) = self.world.apply(ask.into()) else {
            panic!("no status");
        };
        format!(
            "{} {} | {} {}",
            status.efaktura.status.as_str(),
            status.atg.status.as_str(),
            whole.efaktura.as_str(),
            whole.atg.as_str()
        )
    }

    /// `day-hour:minute[:second]` of March 2026 on the wall in Oslo.
    pub(super) fn go_to(&mut self, instant: &str) {
        let (day, time) = instant.split_once('-').unwrap();
        let mut parts = time.split(':').map(|part| part.parse::<i8>().unwrap());
        let mut part = || parts.next().unwrap_or(0);
        let (hour, minute, second) = (part(), part(), part());
        let day = date(2026, 3, day.parse().unwrap());
        let goal =
            calendar::at_local(day, hour, minute) + jiff::SignedDuration::from_secs(second.into());
        self.world.advance(goal.duration_since(self.world.now));
    }

    pub(super) fn cancel(&mut self) -> Answers {
        let ask = Ask::CancelTransaction(self.transaction);
        let Ok(Reply::TransactionCancelled(done)) = self.world.apply(ask.into()) else {
            panic!("no answer");
        };
        done.answers
    }
}

fn told(answers: &Answers) -> String {
    let word = |answer: Option<CancelAnswer>| answer.map_or("-", CancelAnswer::as_str);
    format!("{} {}", word(answers.efaktura), word(answers.atg))
}

/// Rows of `instant [cancel] : what MPS says`, for a transaction of this type, sent on Monday the
/// 2nd at 9 and due on Friday the 20th.
#[track_caller]
fn check(payment: &str, table: &str) {
    let mut life = Life::of(transaction(payment));
    for row in table.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let (what, expected) = row.split_once(" : ").unwrap();
        let mut words = what.split_whitespace();
        life.go_to(words.next().unwrap());
        let seen = match words.next() {
            None => life.seen(),
            Some("cancel") => told(&life.cancel()),
            Some(other) => panic!("{other}"),
        };
        assert_eq!(
            seen,
            expected.split_whitespace().collect::<Vec<_>>().join(" "),
            "{row}"
        );
    }
}

#[test]
fn an_efaktura_is_accepted_after_its_validation() {
    check(
        "EFAKTURA",
        "
        2-9:00:00 : IN_PROGRESS NOT_AN_ATG_TRANSACTION | IN_PROGRESS NO_ATG_IN_SHIPMENT
        2-9:00:04 : IN_PROGRESS NOT_AN_ATG_TRANSACTION | IN_PROGRESS NO_ATG_IN_SHIPMENT
        2-9:00:05 : ACCEPTED    NOT_AN_ATG_TRANSACTION | PROCESSED   NO_ATG_IN_SHIPMENT
        31-9:00   : ACCEPTED    NOT_AN_ATG_TRANSACTION | PROCESSED   NO_ATG_IN_SHIPMENT
        ",
    );
}

#[test]
fn a_claim_goes_to_the_bank_at_five() {
    check(
        "AVTALEGIRO",
        "
        2-9:00:00  : NOT_AN_EFAKTURA_TRANSACTION IN_PROGRESS | NO_EFAKTURA_IN_SHIPMENT IN_PROGRESS
        2-9:00:05  : NOT_AN_EFAKTURA_TRANSACTION RECEIVED    | NO_EFAKTURA_IN_SHIPMENT RECEIVED
        2-9:00:10  : NOT_AN_EFAKTURA_TRANSACTION PROCESSING  | NO_EFAKTURA_IN_SHIPMENT PROCESSING
        2-9:00:15  : NOT_AN_EFAKTURA_TRANSACTION PROCESSED   | NO_EFAKTURA_IN_SHIPMENT PROCESSED
        2-16:59:59 : NOT_AN_EFAKTURA_TRANSACTION PROCESSED   | NO_EFAKTURA_IN_SHIPMENT PROCESSED
        2-17:00    : NOT_AN_EFAKTURA_TRANSACTION SENT_TO_BDS | NO_EFAKTURA_IN_SHIPMENT SENT_TO_BDS
        31-9:00    : NOT_AN_EFAKTURA_TRANSACTION SENT_TO_BDS | NO_EFAKTURA_IN_SHIPMENT SENT_TO_BDS
        ",
    );
}

#[test]
fn both_legs_of_a_combination_live_for_themselves() {
    check(
        "EFAKTURA_AND_AVTALEGIRO",
        "
        2-9:00:05 : ACCEPTED RECEIVED    | PROCESSED RECEIVED
        2-17:00   : ACCEPTED SENT_TO_BDS | PROCESSED SENT_TO_BDS
        ",
    );
    check(
        "EFAKTURA_AND_EXTERNAL_AVTALEGIRO",
        "
        2-9:00:00 : IN_PROGRESS EXTERNAL_ATG | IN_PROGRESS NO_ATG_IN_SHIPMENT
        2-17:00   : ACCEPTED    EXTERNAL_ATG | PROCESSED   NO_ATG_IN_SHIPMENT
        2-18:00 cancel : CANCELLATION_REQUESTED -
        2-18:01   : CANCELLED   EXTERNAL_ATG | PROCESSED   NO_ATG_IN_SHIPMENT
        ",
    );
}

#[test]
fn an_efaktura_is_taken_back_once() {
    check(
        "EFAKTURA",
        "
        2-9:00:00 cancel : PROCESSING_IN_PROGRESS-TRY_LATER -
        2-9:00:05        : ACCEPTED  NOT_AN_ATG_TRANSACTION | PROCESSED NO_ATG_IN_SHIPMENT
        2-9:00:06 cancel : CANCELLATION_REQUESTED -
        2-9:00:06        : ACCEPTED  NOT_AN_ATG_TRANSACTION | PROCESSED NO_ATG_IN_SHIPMENT
        2-9:00:11        : CANCELLED NOT_AN_ATG_TRANSACTION | PROCESSED NO_ATG_IN_SHIPMENT
        2-9:00:12 cancel : ALREADY_CANCELLED -
        ",
    );
}

#[test]
fn a_claim_is_taken_back_before_the_bank_saw_it() {
    check(
        "AVTALEGIRO",
        "
        2-9:00:00 cancel : - PROCESSING_IN_PROGRESS-TRY_LATER
        2-9:00:07 cancel : - CANCELLATION_REQUESTED
        2-9:00:08 cancel : - CANCELLATION_REQUESTED
        ",
    );
    check(
        "EFAKTURA_AND_AVTALEGIRO",
        "
        2-12:00 cancel : CANCELLATION_REQUESTED CANCELLATION_REQUESTED
        2-12:00:00 : ACCEPTED  CANCELLATION_RECEIVED   | PROCESSED CANCELLATION_RECEIVED
        2-12:00:05 : CANCELLED CANCELLATION_VALIDATED  | PROCESSED CANCELLATION_VALIDATED
        2-12:00:10 : CANCELLED CANCELLATION_PROCESSING | PROCESSED CANCELLATION_PROCESSING
        2-12:00:15 : CANCELLED CANCELLATION_PROCESSED  | PROCESSED CANCELLATION_PROCESSED
        2-12:01 cancel : ALREADY_CANCELLED CANCELLATION_REQUESTED
        2-17:00    : CANCELLED CANCELLATION_PROCESSED  | PROCESSED CANCELLATION_PROCESSED
        ",
    );
}

#[test]
fn a_claim_is_taken_back_from_the_bank_until_two_o_clock_the_day_before_it_is_due() {
    check(
        "EFAKTURA_AND_AVTALEGIRO",
        "
        19-13:59 cancel : CANCELLATION_REQUESTED CANCELLATION_REQUESTED
        19-13:59:05 : CANCELLED CANCELLATION_VALIDATED       | PROCESSED CANCELLATION_VALIDATED
        19-13:59:15 : CANCELLED CANCELLATION_SENT_TO_BDS     | PROCESSED CANCELLATION_SENT_TO_BDS
        ",
    );
    let mut life = Life::of(transaction("EFAKTURA_AND_AVTALEGIRO"));
    life.go_to("19-13:59");
    life.cancel();
    life.go_to("19-13:59:20");
    let (both, whole) = (
        "CANCELLED CANCELLATION_ACCEPTED_BY_BDS",
        "CANCELLATION_ACCEPTED_BY_BDS",
    );
    assert_eq!(life.seen(), format!("{both} | PROCESSED {whole}"));
    check(
        "AVTALEGIRO",
        "
        19-14:00 cancel : - NOT_ALLOWED
        19-15:00 : NOT_AN_EFAKTURA_TRANSACTION SENT_TO_BDS | NO_EFAKTURA_IN_SHIPMENT SENT_TO_BDS
        ",
    );
}

#[test]
fn too_late_says_until_when() {
    let mut life = Life::of(transaction("AVTALEGIRO"));
    life.go_to("19-14:00");
    let message = life.cancel().message.unwrap();
    assert!(message.contains("14:00 on 2026-03-19"), "{message}");
}

/// Cancels as a scenario wants it.
fn cancel_so(life: &mut Life, wanted: Wanted) -> Answers {
    let wish = Some(Wish {
        what: Desire::Do(wanted),
        rows: Vec::new(),
    });
    let ask = Ask::CancelTransaction(life.transaction);
    let command = Command {
        wish,
        ..Command::from(ask)
    };
    match life.world.apply(command) {
        Ok(Reply::TransactionCancelled(done)) => done.answers,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_claim_that_mps_fails_to_take_back_goes_to_the_bank_after_all() {
    for cancelled in ["2-9:00:07", "2-12:00"] {
        let mut life = Life::of(transaction("EFAKTURA_AND_AVTALEGIRO"));
        life.go_to(cancelled);
        cancel_so(&mut life, Wanted::CancelRejected);
        life.go_to("2-12:01");
        assert!(life.seen().starts_with("CANCELLED CANCELLATION_REJECTED"));
        life.go_to("2-17:00");
        assert!(
            life.seen().starts_with("CANCELLED SENT_TO_BDS"),
            "{}",
            life.seen()
        );
        assert_eq!(life.world.book.claims().count(), 1);
    }
}

#[test]
fn a_copy_whose_claim_alone_was_taken_back_can_be_paid_by_hand() {
    let mut life = Life::of(transaction("EFAKTURA_AND_AVTALEGIRO"));
    life.go_to("2-12:00");
    let answers = cancel_so(&mut life, Wanted::AlreadyCancelled);
    assert_eq!(told(&answers), "ALREADY_CANCELLED CANCELLATION_REQUESTED");
    life.go_to("2-12:01");
    assert!(life.seen().starts_with("ACCEPTED CANCELLATION_PROCESSED"));
    let id = life.transaction.to_string();
    let shown = life.world.book.presented_by("mps", &id).unwrap();
    assert!(!shown.by_direct_debit && shown.state == PresentedState::Open);
}

#[test]
fn a_payee_without_an_agreement_any_more_has_its_claims_rejected_for_that() {
    let mut life = Life::of(transaction("AVTALEGIRO"));
    life.go_to("2-16:00");
    let fjord = life.world.cast.companies().next().unwrap().as_ref().clone();
    let fjord = crate::domain::company::Company {
        avtalegiro: Vec::new(),
        ..fjord
    };
    life.world.cast.put_company(fjord).unwrap();
    life.go_to("2-17:00");
    assert_eq!(life.world.told().pop().unwrap(), "claim.rejected MPS-A007");
}

#[test]
fn a_bank_that_debited_already_gives_no_claim_back() {
    let mut life = Life::of(transaction("AVTALEGIRO"));
    life.go_to("19-13:00");
    let at = life.world.now;
    let id = ClaimId::of(&life.transaction.to_string());
    assert!(
        life.world.book.cancel_claim(&id, at),
        "the claim is at the bank"
    );
    life.cancel();
    life.go_to("19-13:01");
    assert!(
        life.seen().contains("CANCELLATION_REJECTED_BY_BDS"),
        "{}",
        life.seen()
    );
}

#[test]
fn a_paid_efaktura_is_not_taken_back() {
    let mut life = Life::of(transaction("EFAKTURA"));
    life.go_to("2-12:00");
    let id = life.transaction.to_string();
    life.world.pay(&id);
    assert_eq!(told(&life.cancel()), "NOT_FOUND -");
    life.go_to("2-13:00");
    assert!(life.seen().starts_with("ACCEPTED"));
}

#[test]
fn what_was_taken_back_is_gone_from_the_netbank_and_from_the_bank() {
    let mut life = Life::of(transaction("EFAKTURA_AND_AVTALEGIRO"));
    life.go_to("3-9:00");
    let id = life.transaction.to_string();
    let shown = life.world.book.presented_by("mps", &id).unwrap();
    assert!(shown.by_direct_debit && !shown.in_vipps);
    life.cancel();
    life.go_to("3-9:05");
    let shown = life.world.book.presented_by("mps", &id).unwrap();
    assert!(matches!(shown.state, PresentedState::Withdrawn { .. }));
    let claim = life.world.book.claim(&ClaimId::of(&id)).unwrap();
    assert!(matches!(claim.state, ClaimState::Cancelled { .. }));
}

#[test]
fn a_mandate_that_ends_before_the_hand_over_leaves_an_efaktura_that_can_be_paid() {
    let mut life = Life::of(transaction("EFAKTURA_AND_AVTALEGIRO"));
    life.go_to("2-16:00");
    let at = life.world.now;
    life.world
        .book
        .end_mandate(&super::world::mandate_key(), at);
    life.go_to("2-17:00");
    assert!(
        life.seen()
            .starts_with("ACCEPTED REJECTED | PROCESSED REJECTED")
    );
    let id = life.transaction.to_string();
    let shown = life.world.book.presented_by("mps", &id).unwrap();
    assert!(!shown.by_direct_debit);
    assert_eq!(life.world.told().pop().unwrap(), "claim.rejected MPS-A001");
    assert_eq!(life.world.book.claims().count(), 0);
}
