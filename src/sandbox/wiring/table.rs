//! The one table that turns news of the consumers' book into what follows elsewhere: what is told,
//! and what comes later.

use jiff::Timestamp;

use super::{agreements, mailboxes, registers};
use crate::consumer::{
    Book, BookEvent, CaseRef, Claim, ClaimId, ClaimState, Happening, Later, MandateKey, Presented,
    PresentedId, PresentedState, debit_day,
};
use crate::domain::slug::Slug;
use crate::sandbox::agenda::Due;
use crate::services::mps;

/// What follows from a change in the book.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Follows {
    /// What case files and journal are told.
    pub(in crate::sandbox) told: Option<Happening>,
    /// What comes of it later; it may be on the agenda already.
    pub(in crate::sandbox) later: Vec<(Timestamp, Later)>,
    /// The service's run that tells of it, the next time that there is one.
    pub(in crate::sandbox) due: Option<Due>,
    /// What a service does of it now.
    pub(in crate::sandbox) at_once: Option<Due>,
}

/// What follows from a change in the book.
///
/// The services present so far need no command of each other; mandates are told to the journal, and
/// with payments in the next files to payees.
#[must_use]
pub(in crate::sandbox) fn follow(event: &BookEvent, book: &Book) -> Follows {
    let follows = words_and_more(event, book);
    Follows {
        due: may_be_told(event, book).then_some(Due::Mps(mps::Event::SendFiles)),
        ..follows
    }
}

/// Whether files may tell of it. Where nobody receives any, the run passes it all the same: whoever
/// becomes a data receiver is told of what happens from then on.
fn may_be_told(event: &BookEvent, book: &Book) -> bool {
    match event {
        BookEvent::MandateMade(_) | BookEvent::MandateChanged(_) | BookEvent::MandateEnded(..) => {
            true
        }
        BookEvent::ClaimChanged(id) => {
            let state = book.claim(id).map(|claim| claim.state);
            matches!(state, Some(ClaimState::Paid { .. }))
        }
        BookEvent::InvoicePresented(_)
        | BookEvent::InvoiceAnswered(_)
        | BookEvent::InvoiceSettled(_)
        | BookEvent::InvoiceUncovered(_)
        | BookEvent::InvoiceWithdrawn(_)
        | BookEvent::AppearedInVipps(_)
        | BookEvent::KeptFromVipps(_)
        | BookEvent::LeftVipps(_)
        | BookEvent::ClaimTaken(_)
        | BookEvent::ClaimResumed(_)
        | BookEvent::MailDelivered(_)
        | BookEvent::MailOpened(_)
        | BookEvent::MailDeleted(_)
        | BookEvent::MailInvoiceChanged(_)
        | BookEvent::PaymentWanted(_)
        | BookEvent::PaymentRefused(..)
        | BookEvent::PaymentTaken(_)
        | BookEvent::PaymentEdited(_)
        | BookEvent::PaymentChanged(_)
        | BookEvent::UserAgreementMade(_)
        | BookEvent::UserAgreementChanged(_)
        | BookEvent::UserAgreementEnded(_)
        | BookEvent::PaymentAgreementMade(..)
        | BookEvent::PaymentAgreementEnded(..)
        | BookEvent::BankAgreementMade(..)
        | BookEvent::BankAgreementEnded(..) => false,
    }
}

fn words_and_more(event: &BookEvent, book: &Book) -> Follows {
    match event {
        // MPS tells of it itself, with the id by which its callers know the invoice.
        BookEvent::InvoicePresented(id) => Follows {
            later: book
                .shown(id)
                .filter(|invoice| invoice.in_vipps)
                .map(|invoice| Later::appears(id, invoice))
                .into_iter()
                .collect(),
            ..Follows::default()
        },
        BookEvent::InvoiceAnswered(id) => answered(id, book),
        BookEvent::InvoiceSettled(id) => tell(id, book, "bank", "invoice.paid", settled),
        BookEvent::InvoiceUncovered(id) => tell(id, book, "bank", "invoice.no-cover", uncovered),
        BookEvent::InvoiceWithdrawn(id) => {
            tell(id, book, "bank", "invoice.withdrawn", Presented::told)
        }
        BookEvent::AppearedInVipps(id) => Follows {
            later: book
                .shown(id)
                .map(|invoice| Later::leaves(id, invoice))
                .into_iter()
                .collect(),
            ..tell(id, book, "vipps", "invoice.in-vipps", |invoice| {
                format!("Vipps shows {}'s invoice now", invoice.brand)
            })
        },
        BookEvent::KeptFromVipps(id) => tell(id, book, "vipps", "invoice.not-in-vipps", kept),
        BookEvent::LeftVipps(id) => tell(id, book, "vipps", "invoice.left-vipps", |invoice| {
            format!("Vipps shows {}'s invoice no more", invoice.brand)
        }),
        BookEvent::ClaimTaken(id) => taken(id, book, "claim.received"),
        BookEvent::ClaimResumed(id) => taken(id, book, "claim.resumed"),
        BookEvent::ClaimChanged(id) => Follows {
            told: book.claim(id).map(|claim| became(id, claim)),
            ..Follows::default()
        },
        BookEvent::MandateMade(key) => mandate(key, payer(key, book), "mandate.made", "made"),
        BookEvent::MandateChanged(key) => {
            mandate(key, payer(key, book), "mandate.changed", "changed")
        }
        BookEvent::MandateEnded(key, payer) => mandate(key, Some(payer), "mandate.ended", "ended"),
        BookEvent::MailDelivered(number) => mailboxes::delivered(*number, book),
        BookEvent::MailOpened(number) => mailboxes::opened(*number, book),
        BookEvent::MailDeleted(number) => mailboxes::deleted(*number, book),
        BookEvent::MailInvoiceChanged(number) => mailboxes::invoice(*number, book),
        BookEvent::PaymentWanted(number) => mailboxes::wanted(*number, book),
        BookEvent::PaymentRefused(number, why) => mailboxes::refused(*number, why, book),
        BookEvent::PaymentTaken(number) => registers::taken(*number, book),
        BookEvent::PaymentEdited(number) => registers::edited(*number, book),
        BookEvent::PaymentChanged(number) => registers::became(*number, book),
        BookEvent::UserAgreementMade(key) => agreements::user(key, book, "agreement.made", "made"),
        BookEvent::UserAgreementChanged(key) => {
            agreements::user(key, book, "agreement.changed", "changed")
        }
        BookEvent::UserAgreementEnded(key) => {
            agreements::user(key, book, "agreement.withdrawn", "ended")
        }
        BookEvent::PaymentAgreementMade(who, bank) => agreements::in_digipost(who, *bank, true),
        BookEvent::PaymentAgreementEnded(who, bank) => agreements::in_digipost(who, *bank, false),
        BookEvent::BankAgreementMade(who, bank) => agreements::at_bank(who, *bank, true),
        BookEvent::BankAgreementEnded(who, bank) => agreements::at_bank(who, *bank, false),
    }
}

/// No service documents what it tells an issuer of this, so only the case file and the journal
/// have it.
fn answered(id: &PresentedId, book: &Book) -> Follows {
    let Some(invoice) = book.shown(id) else {
        return Follows::default();
    };
    let (kind, later) = match invoice.state {
        PresentedState::Open => ("approval.cancelled", None),
        PresentedState::Approved { on, at, .. } => {
            let run = Later::bank_run(debit_day(on, at));
            ("invoice.approved", Some(run))
        }
        PresentedState::Paid { .. } => ("invoice.paid", None),
        PresentedState::Deleted { .. } => ("invoice.deleted", None),
        PresentedState::Withdrawn { .. } => ("invoice.withdrawn", None),
    };
    Follows {
        later: later.into_iter().collect(),
        ..tell(id, book, "bank", kind, Presented::told)
    }
}

fn tell(
    id: &PresentedId,
    book: &Book,
    service: &'static str,
    kind: &'static str,
    words: fn(&Presented) -> String,
) -> Follows {
    let told = book.shown(id).map(|invoice| Happening {
        about: Some(CaseRef::of(invoice.service, &invoice.service_id)),
        service,
        kind,
        text: words(invoice),
        rule: None,
    });
    Follows {
        told,
        ..Follows::default()
    }
}

fn settled(invoice: &Presented) -> String {
    let (who, brand) = (&invoice.consumer, &invoice.brand);
    let amount = invoice.state.amount().unwrap_or(invoice.amount);
    let how = if invoice.by_direct_debit {
        "by direct debit"
    } else {
        "as it was approved"
    };
    format!("{who}'s bank paid {amount} to {brand} {how}")
}

fn uncovered(invoice: &Presented) -> String {
    let (who, brand) = (&invoice.consumer, &invoice.brand);
    format!("{who}'s bank did not pay {brand}: too little on the account; the invoice is open")
}

fn kept(invoice: &Presented) -> String {
    let (who, brand) = (&invoice.consumer, &invoice.brand);
    format!("Vipps does not show {brand}'s invoice: {who} turned it off since it was delivered")
}

fn taken(id: &ClaimId, book: &Book, kind: &'static str) -> Follows {
    let Some(claim) = book.claim(id) else {
        return Follows::default();
    };
    let day = claim.debit_day();
    let (who, amount, payee) = (&claim.payer, claim.amount, &claim.payee);
    let text = format!("{who}'s bank will debit {amount} for {payee} on {day}");
    Follows {
        told: Some(about(id, claim, kind, text)),
        later: vec![Later::bank_run(day)],
        ..Follows::default()
    }
}

/// What became of a claim. The payee's side never sees this text: the limit is between payer and
/// bank (MPS: AvtaleGiro, mandates).
fn became(id: &ClaimId, claim: &Claim) -> Happening {
    let (who, amount, payee) = (&claim.payer, claim.amount, &claim.payee);
    let (kind, text) = match claim.state {
        ClaimState::Waiting => ("claim.resumed", format!("{who}'s bank waits for the day")),
        ClaimState::Stopped { .. } => (
            "claim.stopped",
            format!("{who} stopped the payment of {amount} to {payee}"),
        ),
        ClaimState::Cancelled { .. } => (
            "claim.cancelled",
            format!("{payee} took the claim of {amount} against {who} back"),
        ),
        ClaimState::Paid { .. } => (
            "claim.paid",
            format!("{who}'s bank debited {amount} for {payee}"),
        ),
        ClaimState::NoCover { .. } => (
            "claim.no-cover",
            format!("{who}'s bank did not debit {amount} for {payee}: too little on the account"),
        ),
        ClaimState::OverLimit { .. } => (
            "claim.over-limit",
            format!(
                "{who}'s bank did not debit {amount} for {payee}: it is above the mandate's limit \
                 a month, alone or with what was debited before"
            ),
        ),
        ClaimState::NoMandate { .. } => (
            "claim.no-mandate",
            format!("{who}'s bank did not debit {amount} for {payee}: no mandate is in force"),
        ),
        ClaimState::Reversed { .. } => (
            "claim.reversed",
            format!("{who}'s bank took {amount} back from {payee}"),
        ),
    };
    about(id, claim, kind, text)
}

fn about(id: &ClaimId, claim: &Claim, kind: &'static str, text: String) -> Happening {
    Happening {
        about: Some(CaseRef {
            service: claim.service,
            id: id.0.clone(),
        }),
        service: "bank",
        kind,
        text,
        rule: None,
    }
}

fn payer<'a>(key: &MandateKey, book: &'a Book) -> Option<&'a Slug> {
    book.mandate(key).map(|mandate| &mandate.payer)
}

fn mandate(key: &MandateKey, payer: Option<&Slug>, kind: &'static str, what: &str) -> Follows {
    let payer = payer.map_or_else(String::new, |payer| format!(" of {payer}"));
    let (kid, account) = (key.kid.as_str(), key.payee_account.as_str());
    let told = Happening {
        about: None,
        service: "bank",
        kind,
        text: format!("the mandate{payer} for KID {kid} to account {account} was {what}"),
        rule: None,
    };
    Follows {
        told: Some(told),
        ..Follows::default()
    }
}
