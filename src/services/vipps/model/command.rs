//! What is asked of Vipps, and what it answers.

use super::access::{AccessAsk, AccessReply};
use super::gate::Gate;
use super::paying::{PayingAsk, PayingReply};
use super::sending::{SendingAsk, SendingReply};
use crate::domain::vipps::{InvoiceId, VippsSettings};
use crate::services::vipps::faults::Fault;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What the gateway looks at, judged before everything else.
    pub gate: Gate,
    /// What it asks; a message that is wrong by itself is refused after the gateway let it in.
    pub ask: Result<Ask, Box<Fault>>,
    /// With what a scenario wants it refused, before anything is judged.
    pub armed: Option<Box<Fault>>,
}

impl Command {
    /// Lets a scenario choose what comes of the request, by its name.
    pub(in crate::services::vipps) fn wish(&mut self, name: &'static str) {
        match &mut self.ask {
            Ok(Ask::Access(ask)) => ask.wish(name),
            Ok(Ask::Paying(ask)) => ask.wish(name),
            // Whatever can be asked for there is a refusal.
            Ok(Ask::Sending(_)) | Err(_) => {}
        }
    }
}

/// What a request asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Log-in, recipient tokens, keys.
    Access(AccessAsk),
    /// As a sender.
    Sending(SendingAsk),
    /// As a payment provider.
    Paying(PayingAsk),
}

/// A good answer, with the settings that its form depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The settings in force.
    pub settings: VippsSettings,
    /// What it says.
    pub answer: Answer,
}

/// What an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// About log-in, recipient tokens, keys.
    Access(AccessReply),
    /// To a sender.
    Sending(SendingReply),
    /// To a payment provider.
    Paying(PayingReply),
}

/// Something that happens later inside Vipps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The asynchronous validation of an invoice ends.
    Validate(InvoiceId),
}

impl Event {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Validate(id) => format!("Vipps has validated invoice {id}"),
        }
    }
}
