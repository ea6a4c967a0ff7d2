//! Who sends and who receives, found in the cast.

use super::ask::refuse;
use super::message::{PeppolAddress, SentFor};
use crate::consumer::{MailboxOwner, Turn};
use crate::domain::cast::Cast;
use crate::domain::company::Company;
use crate::domain::digipost::{AccountId, DigipostAccount, Right};
use crate::domain::identity::OrgNumber;
use crate::domain::slug::Slug;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::Broker;
use crate::services::digipost::model::command::Event;
use crate::services::digipost::model::people::{
    Identifier, Known, known, sender_by_id, sender_by_organisation,
};

/// The register of Norwegian organisation numbers in Peppol.
const NORWEGIAN_PARTICIPANTS: &str = "0192";

/// Whom the recipient of a message sees as its sender.
#[derive(Debug, Clone)]
pub(super) struct Sender {
    pub(super) slug: Slug,
    pub(super) id: AccountId,
    pub(super) name: String,
    pub(super) account: DigipostAccount,
}

impl Sender {
    /// Refuses what the sender has no right to.
    pub(super) fn must(&self, right: Right, kind: FaultKind) -> Result<(), Fault> {
        if self.account.may(right) {
            return Ok(());
        }
        let (name, right) = (&self.name, right.as_str());
        refuse(
            kind,
            format!("found {name}, which lacks the right `{right}`"),
        )
    }
}

/// Finds the sender, for whom the broker has to act.
pub(super) fn sender(
    named: &SentFor,
    broker: &Broker,
    turn: &Turn<'_, Event>,
) -> Result<Sender, Fault> {
    let company = match named {
        SentFor::Broker => sender_by_id(broker.id, broker, turn)?,
        SentFor::Account(number) => numbered(*number, broker, turn)?,
        SentFor::Organization(id) => sender_by_organisation(id, broker, turn)?,
    };
    as_sender(company, turn.cast).ok_or_else(|| {
        let why = format!("found {}, which has no account", company.name);
        Fault::new(FaultKind::UnknownSender, why)
    })
}

/// The sender with this number, which may be none of an account.
pub(super) fn numbered<'a>(
    number: i64,
    broker: &Broker,
    turn: &Turn<'a, Event>,
) -> Result<&'a Company, Fault> {
    let id = u64::try_from(number).ok().and_then(AccountId::new);
    match id {
        Some(id) => sender_by_id(id, broker, turn).map(AsRef::as_ref),
        None => refuse(FaultKind::UnknownSender, format!("found {number}")),
    }
}

fn as_sender(company: &Company, cast: &Cast) -> Option<Sender> {
    Some(Sender {
        slug: company.slug.clone(),
        id: cast.digipost_account(company)?,
        name: company.name.clone(),
        account: company.digipost.clone()?,
    })
}

/// The mailbox in use that an identifier leads to. A closed account is none.
pub(super) fn mailbox(who: &Identifier, turn: &Turn<'_, Event>) -> Option<MailboxOwner> {
    match known(who, turn) {
        Known::Person(person) => {
            let in_use = person.digipost.as_ref().is_some_and(|user| user.active);
            in_use.then(|| MailboxOwner::Person(person.slug.clone()))
        }
        Known::Company(company) => Some(MailboxOwner::Company(company.slug.clone())),
        Known::Nobody(_) | Known::Invalid(_) => None,
    }
}

/// Whether a company of the cast takes part in Peppol under this id.
pub(super) fn in_peppol(address: &PeppolAddress, cast: &Cast) -> bool {
    let number = OrgNumber::parse(address.endpoint.trim()).ok();
    address.scheme.trim() == NORWEGIAN_PARTICIPANTS
        && number.is_some_and(|number| cast.company_by_org_number(&number).is_some())
}
