//! What a sender asks and gets.

use crate::domain::vipps::InvoiceId;
use crate::services::vipps::model::Row;
use crate::services::vipps::model::status::StatusCall;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendingAsk {
    /// Which invoice.
    pub id: InvoiceId,
    /// What is asked.
    pub what: SendingWhat,
    /// What a scenario wants of it, by its name.
    pub wish: Option<&'static str>,
}

impl SendingAsk {
    pub(in crate::services::vipps) fn wish(&mut self, name: &'static str) {
        self.wish = Some(name);
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendingWhat {
    /// To take it.
    Send(Box<Draft>),
    /// To show it.
    Get,
    /// To take it back.
    Revoke(StatusCall),
}

/// What was sent, of the right JSON types and with every required member; the rules for single
/// values are still to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The recipient token as sent.
    pub recipient_token: String,
}

/// A good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendingReply {
    /// It is taken, now or before.
    Taken,
    /// The invoice.
    Invoice(Box<Row>),
    /// It is taken back.
    Revoked,
}
