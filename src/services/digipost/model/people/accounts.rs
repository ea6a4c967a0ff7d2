//! Accounts for people who have none in use (Digipost: Java client 14.7,
//! `createOrActivateUserAccount`).

use uuid::Uuid;

use crate::consumer::{Note, Turn};
use crate::domain::digipost::{DigipostAddress, Language};
use crate::domain::identity::NationalId;
use crate::domain::person::{DigipostUser, Person};
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;

/// Most characters of a name in the name of a mailbox; ours.
const NAME_MAX: usize = 80;

/// An account that a sender asks for, as sent; phone and e-mail were read already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// National identity number.
    pub national_id: String,
}

/// The account of a person: the one in use, or one that is made or opened now.
pub(super) fn create(
    account: &NewAccount,
    turn: &mut Turn<'_, Event>,
) -> Result<(DigipostAddress, bool), Fault> {
    let Ok(number) = NationalId::parse(&account.national_id) else {
        let why = "found a national-identity-number whose digits do not fit together";
        return Err(Fault::new(FaultKind::ValidationFailed, why));
    };
    let Some(person) = turn.cast.seen_by("digipost").by_ssn(&number) else {
        let why = "found a national-identity-number of nobody in the cast; add the person first";
        return Err(Fault::new(FaultKind::UnknownRecipient, why));
    };
    let user = match &person.digipost {
        Some(user) if user.active => return Ok((user.address.clone(), false)),
        Some(user) => DigipostUser {
            active: true,
            ..user.clone()
        },
        None => DigipostUser {
            address: free_address(person, turn)?,
            active: true,
            language: Language::Bokmaal,
        },
    };
    let address = user.address.clone();
    let person = person.slug.clone();
    turn.notes.push(Note::OpensMailbox { person, user });
    Ok((address, true))
}

/// A name for a new mailbox: that of the person, and four characters that nobody else has there.
fn free_address(person: &Person, turn: &Turn<'_, Event>) -> Result<DigipostAddress, Fault> {
    let people = turn.cast.seen_by("digipost");
    let name: String = plain(&person.name.first, &person.name.last);
    let tails = (0..32_u32).map(|attempt| {
        let text = format!("{}:{}:{attempt}", turn.cast.sandbox(), person.slug);
        let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, text.as_bytes());
        let hex = id.simple().to_string().to_uppercase();
        hex.chars().take(4).collect::<String>()
    });
    let mut addresses = tails.filter_map(|tail| DigipostAddress::parse(&format!("{name}#{tail}")));
    let free = addresses.find(|address| people.by_digipost_address(address).is_none());
    free.ok_or_else(|| {
        let why = format!("found no free mailbox for {name}; give the person one in the cast");
        Fault::new(FaultKind::ValidationFailed, why)
    })
}

fn plain(first: &str, last: &str) -> String {
    let mut plain = String::new();
    for letter in format!("{first} {last}").to_lowercase().chars() {
        match letter {
            'æ' => plain.push_str("ae"),
            'ø' => plain.push('o'),
            'å' => plain.push('a'),
            letter if letter.is_ascii_alphanumeric() => plain.push(letter),
            letter if letter.is_whitespace() => plain.push('.'),
            _ => {}
        }
    }
    plain.truncate(NAME_MAX);
    match plain.trim_matches('.') {
        "" => "bruker".to_owned(),
        name => name.to_owned(),
    }
}
