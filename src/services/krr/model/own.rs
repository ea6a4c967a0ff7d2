//! A person's own entry, looked at and changed with a token of that person's (Digdir: KRR,
//! user-specific look-up).

use std::sync::Arc;

use super::command::LanguageAsk;
use super::row::Row;
use super::sight::Sight;
use crate::consumer::{Note, Turn};
use crate::domain::identity::NationalId;
use crate::domain::krr::KrrFacet;
use crate::domain::maskinporten::AccessToken;
use crate::domain::person::Person;
use crate::services::krr::faults::{Fault, FaultKind};

/// Whose token it is.
pub(super) fn user(token: Option<&AccessToken>) -> Result<NationalId, Fault> {
    let pid = token.and_then(|token| token.pid.clone());
    pid.ok_or_else(|| Fault::new(FaultKind::NoUser, "a token without `pid`"))
}

/// The person's entry.
pub(super) fn shown(user: &NationalId, sight: &Sight<'_>) -> Row {
    let person = sight.seen.shared_by_ssn(user);
    sight.row(user.as_str().to_owned(), person, true)
}

/// The person's entry with another language, and the note that makes it so.
pub(super) fn with_language<E>(
    user: &NationalId,
    ask: LanguageAsk,
    sight: &Sight<'_>,
    turn: &mut Turn<'_, E>,
) -> Result<Row, Fault> {
    let person = sight.seen.shared_by_ssn(user);
    let entry = person.and_then(|person| Some((person, person.krr.as_ref()?)));
    let Some((person, entry)) = entry.filter(|(_, entry)| entry.is_in_use()) else {
        let found = "a person without an entry in use";
        return Err(Fault::new(FaultKind::NoEntry, found));
    };
    let LanguageAsk { language } = ask;
    if entry.language == Some(language) {
        return Ok(shown(user, sight));
    }
    let entry = KrrFacet {
        language: Some(language),
        language_updated: Some(sight.today),
        ..entry.clone()
    };
    turn.notes.push(Note::ChangesEntry {
        person: person.slug.clone(),
        entry: Box::new(entry.clone()),
        text: format!("{} chose the language {}", person.slug, language.as_str()),
    });
    let changed = Person {
        krr: Some(entry),
        ..person.as_ref().clone()
    };
    Ok(sight.row(user.as_str().to_owned(), Some(&Arc::new(changed)), true))
}
