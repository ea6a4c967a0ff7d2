//! Looking for recipients by name. A hit is no proof of who somebody is (Digipost: API, search).

use super::identify::{alias, folded};
use crate::consumer::Turn;
use crate::domain::digipost::DigipostAddress;
use crate::domain::person::{Address, Person};
use crate::services::digipost::model::command::Event;

/// Most hits of a search (Digipost: API, search).
const HITS_MAX: usize = 10;

/// Fewest characters that are looked for (Digipost: .NET client 12.1).
const CHARACTERS_MIN: usize = 3;

/// Most words that are looked for; ours.
const WORDS_MAX: usize = 20;

/// What means something in addresses of the web and is not looked for (Digipost: .NET client 12.1).
const RESERVED: &str = ";/?:@&=+$,<>%\"{}|^[]`\\";

/// Somebody who was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Given names.
    pub first: String,
    /// Family name.
    pub last: String,
    /// The name of the mailbox.
    pub address: DigipostAddress,
    /// Phone number, of which the last digits are shown only.
    pub phone: Option<String>,
    /// Where the person lives.
    pub home: Option<Address>,
    /// By what the person's key is found.
    pub alias: String,
}

/// Who has an account in use, and every word in the name or in the name of the mailbox.
pub(super) fn hits(text: &str, turn: &Turn<'_, Event>) -> Vec<Hit> {
    let people = found(text, turn).take(HITS_MAX);
    people
        .filter_map(|person| {
            let user = person.digipost.as_ref()?;
            let phone = person
                .phone
                .as_ref()
                .map(|phone| masked(phone.international()));
            Some(Hit {
                first: person.name.first.clone(),
                last: person.name.last.clone(),
                address: user.address.clone(),
                phone,
                home: person.address.clone(),
                alias: alias(turn.cast.sandbox(), &person.slug),
            })
        })
        .collect()
}

/// The names of those who would be found, each once.
pub(super) fn suggestions(text: &str, turn: &Turn<'_, Event>) -> Vec<String> {
    let mut names = Vec::new();
    for person in found(text, turn) {
        let name = format!("{} {}", person.name.first, person.name.last);
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() == HITS_MAX {
            break;
        }
    }
    names
}

fn found<'a>(text: &str, turn: &Turn<'a, Event>) -> impl Iterator<Item = &'a Person> + use<'a> {
    let plain: String = text
        .chars()
        .map(|it| if RESERVED.contains(it) { ' ' } else { it })
        .collect();
    let plain = folded(&plain);
    let is_enough = plain.chars().filter(|it| *it != ' ').count() >= CHARACTERS_MIN;
    let words: Vec<String> = plain
        .split(' ')
        .take(WORDS_MAX)
        .map(str::to_owned)
        .collect();
    let people = turn.cast.seen_by("digipost").people();
    people.filter(move |person| {
        let user = person.digipost.as_ref().filter(|user| user.active);
        is_enough
            && user.is_some_and(|user| {
                let name = folded(&format!("{} {}", person.name.first, person.name.last));
                let mailbox = user.address.folded();
                words
                    .iter()
                    .all(|word| name.contains(word) || mailbox.contains(word))
            })
    })
}

/// A phone number of which the last three digits are shown (Digipost: API, search).
fn masked(phone: &str) -> String {
    let count = phone.chars().count();
    let last: String = phone.chars().skip(count.saturating_sub(3)).collect();
    format!("*****{last}")
}
