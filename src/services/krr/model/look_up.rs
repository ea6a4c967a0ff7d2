//! Look-ups of many persons.

use std::collections::BTreeSet;

use super::command::{LookUp, SERVICE, Version};
use super::row::Row;
use super::sight::Sight;
use super::wish::{Desire, PersonWish, Wish};
use crate::consumer::{Note, Turn};
use crate::domain::calendar::local_date;
use crate::domain::identity::NationalId;
use crate::domain::krr::{KrrStatus, MailboxProvider, Malformed};
use crate::domain::settings::Profile;
use crate::services::krr::faults::{Fault, FaultKind};

/// The persons, each once, in the order in which they were asked for.
pub(super) fn rows(ask: &LookUp, sight: &Sight<'_>, profile: Profile) -> Result<Vec<Row>, Fault> {
    let LookUp {
        version,
        persons,
        include_unknown,
    } = ask;
    let tells_unknown = *version == Version::V1 || *include_unknown;
    let refuses = profile == Profile::Strict || sight.settings.malformed == Malformed::Refused;
    let wished = sight.wish.and_then(|wish| wish.among(persons));
    let mut answered = BTreeSet::new();
    let mut rows = Vec::with_capacity(persons.len());
    for id in persons {
        let number = number(id);
        if number.is_none() && refuses {
            let shown: String = id.chars().take(6).collect();
            let found = format!("`{shown}…`, {} characters", id.chars().count());
            return Err(Fault::new(FaultKind::MalformedNumber, found));
        }
        if !answered.insert(id.as_str()) {
            continue;
        }
        let person = number.and_then(|number| sight.seen.shared_by_ssn(&number));
        let is_wished = wished.as_ref().is_none_or(|ids| ids.contains(id.as_str()));
        let row = sight.row(id.clone(), person, is_wished);
        if row.status != KrrStatus::NotRegistered || tells_unknown {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// What those who were asked for do as soon as the answer is out, where a scenario wants it.
pub(super) fn afterwards<E>(persons: &[String], wish: &Wish, turn: &mut Turn<'_, E>) {
    let Desire::Person(what) = wish.what else {
        return;
    };
    let wished = wish.among(persons);
    let seen = turn.cast.seen_by(SERVICE);
    let today = local_date(turn.now);
    for id in persons {
        let is_wished = wished.as_ref().is_none_or(|ids| ids.contains(id.as_str()));
        let person = number(id).and_then(|number| seen.by_ssn(&number));
        let Some(person) = person.filter(|_| is_wished) else {
            continue;
        };
        // Whoever chooses something in the register is in it.
        let mut entry = person.krr.clone().unwrap_or_default();
        entry.status = KrrStatus::Active;
        let did = match what {
            PersonWish::MovesToEboks => {
                entry.mailbox = Some(MailboxProvider::Eboks);
                "moved to a mailbox at e-Boks"
            }
            PersonWish::ReservesLater => {
                (entry.reserved, entry.reserved_on) = (true, Some(today));
                "reserved against digital communication"
            }
            PersonWish::Reserved
            | PersonWish::NoMailbox
            | PersonWish::ExpiredContact
            | PersonWish::ExpiredEmail
            | PersonWish::ExpiredMobile
            | PersonWish::Deleted
            | PersonWish::NotRegistered
            | PersonWish::EmptyStrings => return,
        };
        turn.notes.push(Note::ChangesEntry {
            person: person.slug.clone(),
            text: format!("{} {did} after a look-up, as a rule wanted", person.slug),
            entry: Box::new(entry),
        });
    }
}

/// A number that is one: 11 digits and nothing between them.
fn number(id: &str) -> Option<NationalId> {
    let plain = id.len() == 11;
    NationalId::parse(id).ok().filter(|_| plain)
}
