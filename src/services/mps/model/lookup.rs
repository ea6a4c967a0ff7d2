//! Look-up of receivers in the registry (JTTA).

use super::{Wanted, Wish};
use crate::domain::cast::Cast;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::lookup::{self, Found, LookupKey};
use crate::domain::person::{EfakturaFacet, Person};
use crate::domain::words::words;

/// A key, and what of it was written in another way than the key holds it. Answers repeat it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The key.
    pub key: LookupKey,
    /// The e-mail address as written.
    pub email: Option<String>,
    /// Time zone that came with the date of birth (`Z`, `+01:00`).
    pub date_of_birth_zone: Option<String>,
}

words! {
    /// What a look-up came to (WSDL `EfakturaAtgService` v1: `responseResult`).
    pub enum LookupResult {
        /// Exactly one receiver.
        Unique "UNIQUE_RECEIVER_FOUND",
        /// Nobody.
        NotFound "RECEIVER_NOT_FOUND",
        /// The key holds too little.
        MissingData "LOOKUP_KEY_MISSING_DATA",
        /// More than one receiver.
        Multiple "MULTIPLE_RECEIVERS",
    }
}

/// The answer to one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What the look-up came to.
    pub result: LookupResult,
    /// The receiver has said yes to all; false when there is none.
    pub auto_accept: bool,
    /// The receiver's identifier.
    pub identifier: Option<EfakturaIdentifier>,
    /// How the receiver stands to the issuer that was named.
    pub issuer: Option<IssuerStanding>,
}

/// How a receiver stands to one issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerStanding {
    /// The receiver wants nothing from this issuer.
    pub blocked: bool,
    /// There is an old agreement between the two.
    pub has_agreement: bool,
    /// The issuer's references for the receiver.
    pub references: Vec<String>,
}

/// Answers every key, in the order asked unless a scenario wants another.
pub(in crate::services::mps) fn answer(
    keys: Vec<Asked>,
    cast: &Cast,
    wish: Option<&Wish>,
) -> Vec<(Asked, Answer)> {
    let registry = cast.seen_by("mps");
    let answers = keys.into_iter().map(|asked| {
        let answer = match lookup::find(registry, &asked.key) {
            Found::Unique(person) => unique(person, asked.key.issuer.as_deref()),
            Found::Nobody => none(LookupResult::NotFound),
            Found::MissingData => none(LookupResult::MissingData),
            Found::Several => none(LookupResult::Multiple),
        };
        (asked, answer)
    });
    let mut answers: Vec<_> = answers.collect();
    if let Some(wish) = wish {
        for row in &wish.rows {
            if let Some((_, answer)) = answers.get_mut(*row) {
                *answer = wanted(wish, answer.clone());
            }
        }
        if wish.is(Wanted::AnotherOrder) {
            answers.reverse();
        }
    }
    answers
}

/// An answer as a scenario wants it.
fn wanted(wish: &Wish, answer: Answer) -> Answer {
    if wish.is(Wanted::NotFound) {
        none(LookupResult::NotFound)
    } else if wish.is(Wanted::Multiple) {
        none(LookupResult::Multiple)
    } else if wish.is(Wanted::MissingData) {
        none(LookupResult::MissingData)
    } else if wish.is(Wanted::NotAccepting) {
        Answer {
            auto_accept: false,
            ..answer
        }
    } else if wish.is(Wanted::Blocked) {
        let issuer = answer.issuer.map(|standing| IssuerStanding {
            blocked: true,
            ..standing
        });
        Answer { issuer, ..answer }
    } else {
        answer
    }
}

fn none(result: LookupResult) -> Answer {
    Answer {
        result,
        auto_accept: false,
        identifier: None,
        issuer: None,
    }
}

fn unique(person: &Person, issuer: Option<&str>) -> Answer {
    // Only people of the registry are found; the other arm keeps this free of panics.
    let Some(efaktura) = &person.efaktura else {
        return none(LookupResult::NotFound);
    };
    Answer {
        result: LookupResult::Unique,
        auto_accept: efaktura.yes_to_all,
        identifier: Some(efaktura.identifier.clone()),
        issuer: issuer.map(|issuer| standing(efaktura, issuer)),
    }
}

fn standing(efaktura: &EfakturaFacet, issuer: &str) -> IssuerStanding {
    let references: Vec<String> = efaktura
        .agreements
        .iter()
        .filter(|agreement| agreement.issuer.as_str() == issuer)
        .map(|agreement| agreement.reference.clone())
        .collect();
    IssuerStanding {
        blocked: blocks(efaktura, issuer),
        has_agreement: !references.is_empty(),
        references,
    }
}

/// Whether the receiver blocked an issuer.
pub(super) fn blocks(efaktura: &EfakturaFacet, issuer: &str) -> bool {
    efaktura
        .blocked_issuers
        .iter()
        .any(|blocked| blocked.as_str() == issuer)
}

/// Whether the receiver takes eFaktura from an issuer, blocking aside.
pub(super) fn accepts(efaktura: &EfakturaFacet, issuer: &str) -> bool {
    efaktura.yes_to_all
        || efaktura
            .agreements
            .iter()
            .any(|agreement| agreement.issuer.as_str() == issuer)
}
