//! Agreements: made, read, ended.

use super::access::{agreement, available, id_of, missing, user};
use super::ask::{AgreementShown, AgreementsSaid};
use crate::consumer::{AgreementKey, AgreementType, EndedBy, Turn, UserAgreement};
use crate::domain::company::Company;
use crate::domain::identity::NationalId;
use crate::domain::person::Person;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;

/// By what the agreement of a person with a company is known.
pub(super) fn key(person: &Person, sender: &Company, about: AgreementType) -> AgreementKey {
    AgreementKey {
        person: person.slug.clone(),
        holder: sender.slug.clone(),
        about,
    }
}

pub(super) fn put(
    sender: &Company,
    ssn: &NationalId,
    about: AgreementType,
    attributes: Vec<(String, String)>,
    turn: &mut Turn<'_, Event>,
) -> Result<AgreementsSaid, Fault> {
    available(sender, about)?;
    let key = key(user(ssn, turn)?, sender, about);
    let id = id_of(&key, turn);
    turn.book.make_user_agreement(key, attributes, turn.now);
    Ok(AgreementsSaid::Made(id))
}

pub(super) fn get(
    sender: &Company,
    ssn: &NationalId,
    about: AgreementType,
    turn: &Turn<'_, Event>,
) -> Result<AgreementsSaid, Fault> {
    available(sender, about)?;
    let key = key(user(ssn, turn)?, sender, about);
    let known = agreement(&key, turn.book)?;
    Ok(AgreementsSaid::Agreement(shown(&key, known, ssn, turn)))
}

pub(super) fn list(
    sender: &Company,
    ssn: &NationalId,
    turn: &Turn<'_, Event>,
) -> Result<AgreementsSaid, Fault> {
    let person = user(ssn, turn)?;
    let all = AgreementType::WORDS.iter().filter_map(|(about, _)| {
        let key = key(person, sender, *about);
        let known = turn.book.user_agreement(&key)?;
        Some(shown(&key, known, ssn, turn))
    });
    Ok(AgreementsSaid::Agreements(all.collect()))
}

pub(super) fn delete(
    sender: &Company,
    ssn: &NationalId,
    about: AgreementType,
    turn: &mut Turn<'_, Event>,
) -> Result<AgreementsSaid, Fault> {
    available(sender, about)?;
    let key = key(user(ssn, turn)?, sender, about);
    end(&key, turn)
}

pub(super) fn delete_by_id(
    sender: &Company,
    id: &str,
    turn: &mut Turn<'_, Event>,
) -> Result<AgreementsSaid, Fault> {
    let keys = turn.book.user_agreements().map(|(key, _)| key);
    let known = keys
        .filter(|key| key.holder == sender.slug)
        .find(|key| id_of(key, turn) == id)
        .cloned();
    let Some(key) = known else {
        let id: String = id.chars().take(40).collect();
        let found = format!("found the id `{id}`, which no agreement of the sender has");
        return Err(Fault::new(FaultKind::AgreementNotFound, found));
    };
    end(&key, turn)
}

fn end(key: &AgreementKey, turn: &mut Turn<'_, Event>) -> Result<AgreementsSaid, Fault> {
    if turn.book.end_user_agreement(key, turn.now, EndedBy::Holder) {
        Ok(AgreementsSaid::Ended)
    } else {
        let found = missing(key, turn.book);
        Err(Fault::new(FaultKind::AgreementNotFound, found))
    }
}

fn shown(
    key: &AgreementKey,
    agreement: &UserAgreement,
    ssn: &NationalId,
    turn: &Turn<'_, Event>,
) -> AgreementShown {
    AgreementShown {
        id: id_of(key, turn),
        about: key.about,
        user: ssn.clone(),
        attributes: agreement.attributes.clone(),
    }
}
