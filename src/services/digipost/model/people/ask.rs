//! What is asked about people and senders, and who answers it.

use super::super::apply::{Broker, Model};
use super::super::command::Event;
use super::accounts::{self, NewAccount};
use super::identify::{self, Identification, IdentificationResult, Identified};
use super::search::{self, Hit};
use super::senders::{self, SenderInformation, SenderName, sender_by_id};
use crate::consumer::Turn;
use crate::domain::digipost::{AccountId, DigipostAddress};
use crate::services::digipost::faults::Fault;

/// What is asked about people and senders.
#[derive(Debug, Clone, PartialEq)]
pub enum PeopleAsk {
    /// The entry point, for the broker itself or for a sender.
    EntryPoint(Option<AccountId>),
    /// Who a recipient is.
    Identify(Box<Identification>),
    /// The key of the recipient with this alias.
    RecipientKey(String),
    /// The key for letters to print.
    PrintKey,
    /// The certificate for letters to print.
    PrintCertificate,
    /// Who has a name like this.
    Search(String),
    /// What a name that begins like this may be.
    Suggest(String),
    /// What a sender may do.
    SenderInformation(SenderName),
    /// An account for somebody, in the name of a sender.
    CreateAccount(AccountId, Box<NewAccount>),
}

/// What is said about people and senders.
#[derive(Debug, Clone, PartialEq)]
pub enum PeopleReply {
    /// The entry point for this sender.
    EntryPoint(AccountId),
    /// Who a recipient is.
    Identified(Box<Identified>),
    /// The key of a recipient.
    RecipientKey,
    /// The key for letters to print.
    PrintKey,
    /// The certificate for letters to print.
    PrintCertificate,
    /// Who was found.
    Found(Vec<Hit>),
    /// Names to search for.
    Suggested(Vec<String>),
    /// What a sender may do; nothing where nobody is, or somebody that the broker does not act for.
    SenderInformation(Option<SenderInformation>),
    /// An account: its address, and whether it was made or opened just now.
    Account(DigipostAddress, bool),
}

impl PeopleAsk {
    /// Lets a scenario choose the answer by its name.
    pub(in crate::services::digipost) fn wish(&mut self, name: &str) {
        if let Self::Identify(identification) = self {
            identification.wish = IdentificationResult::scripted(name);
        }
    }
}

pub(in crate::services::digipost::model) fn answer(
    _: &mut Model,
    ask: PeopleAsk,
    broker: &Broker,
    turn: &mut Turn<'_, Event>,
) -> Result<PeopleReply, Fault> {
    Ok(match ask {
        PeopleAsk::EntryPoint(None) => PeopleReply::EntryPoint(broker.id),
        PeopleAsk::EntryPoint(Some(sender)) => {
            sender_by_id(sender, broker, turn)?;
            PeopleReply::EntryPoint(sender)
        }
        PeopleAsk::Identify(identification) => {
            let identified = identify::answer(*identification, broker, turn)?;
            PeopleReply::Identified(Box::new(identified))
        }
        PeopleAsk::RecipientKey(alias) => {
            identify::has_key(&alias, turn)?;
            PeopleReply::RecipientKey
        }
        PeopleAsk::PrintKey => PeopleReply::PrintKey,
        PeopleAsk::PrintCertificate => PeopleReply::PrintCertificate,
        PeopleAsk::Search(text) => PeopleReply::Found(search::hits(&text, turn)),
        PeopleAsk::Suggest(text) => PeopleReply::Suggested(search::suggestions(&text, turn)),
        PeopleAsk::SenderInformation(name) => {
            PeopleReply::SenderInformation(senders::information(&name, broker, turn))
        }
        PeopleAsk::CreateAccount(sender, account) => {
            sender_by_id(sender, broker, turn)?;
            let (address, is_new) = accounts::create(&account, turn)?;
            PeopleReply::Account(address, is_new)
        }
    })
}
