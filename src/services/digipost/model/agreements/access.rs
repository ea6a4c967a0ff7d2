//! Who may ask for what: sender, type of agreement, user, agreement.

use sha2::{Digest, Sha256};

use crate::consumer::{
    AgreementKey, AgreementType, Book, EndedBy, TermsError, Turn, UserAgreement, offers,
};
use crate::domain::company::Company;
use crate::domain::digipost::{AccountId, BankWay};
use crate::domain::identity::NationalId;
use crate::domain::person::Person;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::Broker;
use crate::services::digipost::model::command::Event;
use crate::services::digipost::model::people::acts_for;

/// The sender of the path, if the broker may act for it.
pub(super) fn sender<'a>(
    id: AccountId,
    broker: &Broker,
    turn: &Turn<'a, Event>,
) -> Result<&'a Company, Fault> {
    let Some(sender) = turn.cast.company_by_digipost_account(id) else {
        let found = format!("found {id}, which nobody has");
        return Err(Fault::new(FaultKind::InvalidSenderId, found));
    };
    if acts_for(broker, sender, turn) {
        Ok(sender)
    } else {
        let found = format!(
            "found {id}, {}, for which broker {} does not act",
            sender.name, broker.id
        );
        Err(Fault::new(FaultKind::BrokerNotAuthorized, found))
    }
}

/// Whether a sender may have agreements of a type: of `invoice-bank` only a bank that shows its
/// customers' invoices itself.
pub(super) fn available(sender: &Company, about: AgreementType) -> Result<(), Fault> {
    match about {
        AgreementType::ReceiptAccounts | AgreementType::FetchMessages => return Ok(()),
        AgreementType::InvoiceBank => {}
    }
    let bank = sender.digipost.as_ref().and_then(|facet| facet.bank);
    let Some(bank) = bank else {
        let found = format!(
            "found {} for {}, which is no bank",
            about.as_str(),
            sender.name
        );
        return Err(Fault::new(FaultKind::AgreementTypeNotAvailable, found));
    };
    offers(bank, BankWay::InNetbank).map_err(|error: TermsError| {
        Fault::new(FaultKind::AgreementTypeNotAvailable, error.to_string())
    })
}

/// Somebody with an account at Digipost that is in use.
pub(super) fn user<'a>(ssn: &NationalId, turn: &Turn<'a, Event>) -> Result<&'a Person, Fault> {
    let person = turn.cast.seen_by("digipost").by_ssn(ssn);
    let facet = person.and_then(|person| person.digipost.as_ref());
    let found = match (person, facet) {
        (Some(person), Some(facet)) if facet.active => return Ok(person),
        (Some(person), Some(_)) => format!("found {}, who closed it", person.slug),
        (Some(person), None) => format!("found {}, who has none", person.slug),
        (None, _) => "found the number of nobody in the cast".to_owned(),
    };
    Err(Fault::new(FaultKind::UnknownUser, found))
}

/// The agreement of a key, if it is in force.
pub(super) fn agreement<'a>(
    key: &AgreementKey,
    book: &'a Book,
) -> Result<&'a UserAgreement, Fault> {
    book.user_agreement(key).ok_or_else(|| {
        let found = missing(key, book);
        Fault::new(FaultKind::AgreementNotFound, found)
    })
}

/// What is known of an agreement that is not in force.
pub(super) fn missing(key: &AgreementKey, book: &Book) -> String {
    let AgreementKey {
        person,
        holder,
        about,
    } = key;
    let about = about.as_str();
    let known = book.known_user_agreement(key);
    let ended = known.and_then(|agreement| agreement.ended);
    match ended {
        None => format!("{person} never made the agreement {about} with {holder}"),
        Some(ended) => {
            let by = match ended.by {
                EndedBy::User => "the user withdrew it",
                EndedBy::Holder => "the sender gave it up",
                EndedBy::Closing => "it ended with the account at Digipost",
            };
            let at = ended.at;
            format!("the agreement {about} of {person} with {holder} ended: {by} at {at}")
        }
    }
}

/// What an agreement is called in addresses: the same for ever, and nothing that tells the user.
pub(super) fn id_of(key: &AgreementKey, turn: &Turn<'_, Event>) -> String {
    let AgreementKey {
        person,
        holder,
        about,
    } = key;
    let (sandbox, about) = (turn.cast.sandbox(), about.as_str());
    let hash = Sha256::digest(format!("{sandbox} {holder} {about} {person}"));
    let bytes = hash.iter().take(12);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}
