//! Who has agreements with a company, which may be asked for once in a while only.

use super::access::available;
use super::answer::State;
use super::ask::{AgreementsSaid, AgreementsWish};
use crate::consumer::{AgreementType, Turn, UserAgreement};
use crate::domain::company::Company;
use crate::domain::person::Person;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;

/// The key by which users say whether their bank sends them text messages of invoices.
const SMS: &str = "sms-notification";

pub(super) fn owners(
    state: &mut State,
    sender: &Company,
    about: AgreementType,
    sms: Option<bool>,
    wish: Option<AgreementsWish>,
    turn: &Turn<'_, Event>,
) -> Result<AgreementsSaid, Fault> {
    available(sender, about)?;
    let pause = turn.settings.digipost_owners_pause;
    let key = (sender.slug.clone(), about);
    let wished = wish == Some(AgreementsWish::TooEarly);
    let known = state.owners_from.get(&key).copied();
    let until = known.filter(|until| turn.now < *until);
    if wished || until.is_some() {
        let left = until.map_or(pause, |until| turn.now.duration_until(until));
        let wait = seconds(left.as_millis()).max(1);
        let found = format!("found another after the last one; ask again in {wait} seconds");
        return Err(Fault {
            wait_s: Some(wait),
            ..Fault::new(FaultKind::TooEarly, found)
        });
    }
    let next = turn.now.saturating_add(pause).unwrap_or(turn.now);
    state.owners_from.insert(key, next);
    let all = turn.book.user_agreements().filter(|(key, agreement)| {
        key.holder == sender.slug
            && key.about == about
            && agreement.ended.is_none()
            && sms.is_none_or(|sms| sms == wants_messages(agreement))
    });
    let seen = turn.cast.seen_by("digipost");
    let ids = all.filter_map(|(key, _)| id(seen.person(&key.person)?, about));
    let ids = ids.collect();
    let wait = (wish != Some(AgreementsWish::CutOff)).then(|| seconds(pause.as_millis()));
    Ok(AgreementsSaid::Owners(ids, wait))
}

/// What an owner is told as: of receipts the accounts are what the sender wants (Digipost: Java
/// client for user agreements 2.1.0, bank account numbers).
fn id(person: &Person, about: AgreementType) -> Option<String> {
    match about {
        AgreementType::InvoiceBank | AgreementType::FetchMessages => {
            Some(person.ssn.as_str().to_owned())
        }
        AgreementType::ReceiptAccounts => {
            let facet = person.bank.as_ref()?;
            Some(facet.account.as_str().to_owned())
        }
    }
}

fn wants_messages(agreement: &UserAgreement) -> bool {
    let mut attributes = agreement.attributes.iter();
    attributes.any(|(key, value)| key == SMS && value.eq_ignore_ascii_case("true"))
}

/// Whole seconds, so many that the time is over behind them.
fn seconds(millis: i128) -> u64 {
    let seconds = millis.max(0).saturating_add(999) / 1000;
    u64::try_from(seconds).unwrap_or(u64::MAX)
}
