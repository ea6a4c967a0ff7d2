//! Accounts for people who have none in use (Digipost: Java client 14.7,
//! `createOrActivateUserAccount`).

use crate::consumer::{Note, Turn};
use crate::domain::digipost::{DigipostAddress, Language, free_address};
use crate::domain::identity::NationalId;
use crate::domain::person::{DigipostUser, Person};
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;

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
            address: free(person, turn)?,
            active: true,
            language: Language::Bokmaal,
        },
    };
    let address = user.address.clone();
    let person = person.slug.clone();
    turn.notes.push(Note::OpensMailbox { person, user });
    Ok((address, true))
}

fn free(person: &Person, turn: &mut Turn<'_, Event>) -> Result<DigipostAddress, Fault> {
    free_address(&person.name, turn.cast, turn.mint).ok_or_else(|| {
        let why = "found no free name for a mailbox; give the person one in the cast";
        Fault::new(FaultKind::ValidationFailed, why)
    })
}
