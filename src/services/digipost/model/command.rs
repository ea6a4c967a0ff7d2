//! What is asked of Digipost, and what it answers.

use super::agreements::{AgreementsAsk, AgreementsReply, AgreementsWish};
use super::keeping::{KeepingAsk, KeepingReply};
use super::people::{PeopleAsk, PeopleReply};
use super::sending::{SendingAsk, SendingEvent, SendingReply};
use super::signed::{PathForm, SignedRequest};
use crate::services::digipost::faults::Fault;

/// A request.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// What it proves of its sender, judged before everything else.
    pub signed: SignedRequest,
    /// What it asks; a message that is wrong by itself is refused after its signature was judged.
    pub ask: Result<Ask, Box<Fault>>,
}

impl Command {
    /// Lets a scenario choose what comes of the request, by its name.
    pub(in crate::services::digipost) fn wish(&mut self, name: &str) {
        match &mut self.ask {
            Ok(Ask::Agreements(ask)) => ask.wish = AgreementsWish::parse(name),
            Ok(Ask::People(ask)) => ask.wish(name),
            Ok(Ask::Sending(ask)) => ask.wish(name),
            Ok(Ask::Keeping(_)) | Err(_) => {}
        }
    }
}

/// What a request asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// About people and senders.
    People(PeopleAsk),
    /// About messages.
    Sending(SendingAsk),
    /// About what is kept.
    Keeping(KeepingAsk),
    /// About agreements of users.
    Agreements(AgreementsAsk),
}

/// A good answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// How the request's path was signed; the answer's is signed the other way.
    pub form: PathForm,
    /// What it says.
    pub answer: Answer,
}

/// What an answer says.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// About people and senders.
    People(PeopleReply),
    /// About messages.
    Sending(SendingReply),
    /// About what is kept.
    Keeping(KeepingReply),
    /// About agreements of users.
    Agreements(AgreementsReply),
}

/// Something that happens later inside Digipost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// To a message.
    Sending(SendingEvent),
}

impl Event {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Sending(event) => event.describe(),
        }
    }
}
