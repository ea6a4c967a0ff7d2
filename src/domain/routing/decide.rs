//! The next step of an invoice, from the facts, the attempts made and the time.

use jiff::Timestamp;

use super::efaktura;
use super::facts::Facts;
use super::order::PlannedWay;
use crate::domain::channel::{Attempt, Channel, Outcome, Refusal, RefusalCode, Way};
use crate::domain::company::B2cnoStatus;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::lookup::LookupKey;

/// What to do next.
#[expect(
    clippy::large_enum_variant,
    reason = "a step is used at once and never stored, so a box would only cost an allocation"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask the eFaktura registry.
    Ask(LookupKey),
    /// Hand the invoice over.
    Offer(Offer),
    /// This attempt is over: note it and decide again.
    Note(Attempt),
    /// Done.
    Delivered(Channel),
    /// Every way is closed; `silently` when the order asked that nobody be told.
    Undeliverable {
        /// The order ended in `silent_failure`.
        silently: bool,
    },
}

/// A hand-over to a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// To MPS, for this receiver.
    Efaktura(EfakturaIdentifier),
    /// To this address.
    Email(EmailAddress),
    /// To the postal address in the facts.
    Print,
}

/// Decides the next step of one invoice.
///
/// The place in the plan is the number of attempts made, so the same facts, attempts and time
/// always give the same step.
#[must_use]
pub fn decide(facts: &Facts, attempts: &[Attempt], now: Timestamp) -> Step {
    let last = attempts.last();
    if let Some(step) = last.and_then(|last| after(last, facts.efaktura_failure_ends)) {
        return step;
    }
    let Some(way) = facts.plan.way(attempts.len()) else {
        return Step::Undeliverable { silently: false };
    };
    match way {
        PlannedWay::Deprecated(value) => Step::Note(Attempt {
            way: Way::AsSent(value.clone()),
            outcome: closed(RefusalCode::DeprecatedRoute, value),
        }),
        PlannedWay::B2b => note(
            Channel::B2b,
            RefusalCode::B2bNotSimulated,
            "recipient_type b2b",
        ),
        PlannedWay::SilentFailure => note(
            Channel::SilentFailure,
            RefusalCode::SilentFailure,
            "silent_failure",
        ),
        PlannedWay::DirectDebit
        | PlannedWay::EfakturaById
        | PlannedWay::EfakturaByLookup
        | PlannedWay::Dpi
        | PlannedWay::Email
        | PlannedWay::Print => try_channel(facts, way, now),
    }
}

/// What an attempt that was made decides by itself.
fn after(last: &Attempt, efaktura_failure_ends: bool) -> Option<Step> {
    match (&last.way, &last.outcome) {
        (Way::Channel(channel), Outcome::Delivered) => Some(Step::Delivered(*channel)),
        (Way::Channel(Channel::SilentFailure), Outcome::Closed(_)) => {
            Some(Step::Undeliverable { silently: true })
        }
        (Way::Channel(Channel::Efaktura), Outcome::Closed(refusal))
            if efaktura_failure_ends && efaktura::is_validation(refusal.code) =>
        {
            Some(Step::Undeliverable { silently: false })
        }
        (Way::Channel(_) | Way::AsSent(_), Outcome::Delivered | Outcome::Closed(_)) => None,
    }
}

fn try_channel(facts: &Facts, way: &PlannedWay, now: Timestamp) -> Step {
    let channel = way.channel().unwrap_or(Channel::B2b);
    if facts.sender.b2cno != B2cnoStatus::Active {
        return note(
            channel,
            RefusalCode::B2cnoNotActive,
            facts.sender.b2cno.as_str(),
        );
    }
    match way {
        PlannedWay::DirectDebit => note(channel, RefusalCode::DdNotSimulated, "netbank"),
        PlannedWay::Dpi => note(channel, RefusalCode::DpiNotSimulated, "dpi"),
        PlannedWay::EfakturaById => efaktura::by_id(facts, now),
        PlannedWay::EfakturaByLookup => efaktura::by_lookup(facts, now),
        PlannedWay::Email => email(facts),
        PlannedWay::Print => print(facts),
        PlannedWay::SilentFailure | PlannedWay::Deprecated(_) | PlannedWay::B2b => {
            Step::Undeliverable { silently: false }
        }
    }
}

fn email(facts: &Facts) -> Step {
    let Some(address) = facts
        .recipient
        .email
        .as_deref()
        .filter(|text| !text.trim().is_empty())
    else {
        return note(Channel::Email, RefusalCode::EmNoAddress, "no address");
    };
    match EmailAddress::parse(address) {
        Ok(address) => Step::Offer(Offer::Email(address)),
        Err(error) => note(Channel::Email, RefusalCode::EmBadAddress, &error.found),
    }
}

fn print(facts: &Facts) -> Step {
    let address = &facts.recipient.address;
    let parts = [
        ("name", &facts.recipient.name),
        ("street", &address.line1),
        ("postal code", &address.postal_code),
        ("city", &address.city),
        ("country", &address.country),
    ];
    let missing: Vec<&str> = parts
        .into_iter()
        .filter(|(_, part)| part.as_deref().is_none_or(|text| text.trim().is_empty()))
        .map(|(what, _)| what)
        .collect();
    if missing.is_empty() {
        Step::Offer(Offer::Print)
    } else {
        let found = format!("without {}", missing.join(", "));
        note(Channel::Print, RefusalCode::PrAddressIncomplete, &found)
    }
}

/// An attempt that ends here.
pub(super) fn note(channel: Channel, code: RefusalCode, found: &str) -> Step {
    Step::Note(Attempt {
        way: Way::Channel(channel),
        outcome: closed(code, found),
    })
}

fn closed(code: RefusalCode, found: &str) -> Outcome {
    Outcome::Closed(Refusal {
        code,
        found: found.to_owned(),
    })
}
