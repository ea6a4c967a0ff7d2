//! One request of the user-agreements API: for whom, then what.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::ask::{AgreementsAsk, AgreementsReply, AgreementsSaid, AgreementsWhat};
use super::{access, agree, documents, owners};
use crate::consumer::{AgreementType, Turn};
use crate::domain::slug::Slug;
use crate::services::digipost::faults::Fault;
use crate::services::digipost::model::apply::{Broker, Model};
use crate::services::digipost::model::command::Event;

/// What is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::services::digipost) struct State {
    /// From when on a company may ask for the owners of its agreements of a type again.
    pub(in crate::services::digipost) owners_from: BTreeMap<(Slug, AgreementType), Timestamp>,
}

pub(in crate::services::digipost::model) fn answer(
    model: &mut Model,
    ask: AgreementsAsk,
    broker: &Broker,
    turn: &mut Turn<'_, Event>,
) -> Result<AgreementsReply, Fault> {
    let AgreementsAsk {
        sender: id,
        what,
        wish,
    } = ask;
    let sender = access::sender(id, broker, turn)?;
    let said = match what {
        AgreementsWhat::Put {
            user,
            about,
            attributes,
        } => agree::put(sender, &user, about, attributes, turn),
        AgreementsWhat::Get(user, about) => agree::get(sender, &user, about, turn),
        AgreementsWhat::List(user) => agree::list(sender, &user, turn),
        AgreementsWhat::Delete(user, about) => agree::delete(sender, &user, about, turn),
        AgreementsWhat::DeleteById(id) => agree::delete_by_id(sender, &id, turn),
        AgreementsWhat::Owners(about, sms) => {
            owners::owners(&mut model.agreements, sender, about, sms, wish, turn)
        }
        AgreementsWhat::Documents(which) => {
            documents::documents(sender, &which, wish, turn).map(AgreementsSaid::Documents)
        }
        AgreementsWhat::Count(which, as_text) => {
            let found = documents::documents(sender, &which, wish, turn)?;
            let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
            Ok(AgreementsSaid::Count(count, as_text))
        }
        AgreementsWhat::Document(number, about) => {
            documents::one(sender, number, about, wish, turn)
        }
        AgreementsWhat::Update(number, about, update) => {
            documents::update(sender, number, about, update, wish, turn)
        }
        AgreementsWhat::Content(number, about) => {
            documents::content(&mut model.links, sender, number, about, wish, turn)
        }
    }?;
    Ok(AgreementsReply { sender: id, said })
}
