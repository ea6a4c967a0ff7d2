//! What a sender asks and gets.

use std::collections::BTreeMap;

use crate::domain::vipps::InvoiceId;
use crate::services::vipps::model::invoice::{Attachment, Document};
use crate::services::vipps::model::row::Row;
use crate::services::vipps::model::status::StatusCall;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendingAsk {
    /// Which invoice.
    pub id: InvoiceId,
    /// What is asked.
    pub what: SendingWhat,
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
    /// The recipient token as sent; empty where there is none.
    pub recipient_token: String,
    /// How it is paid.
    pub payment: DraftPayment,
    /// The word for its kind.
    pub invoice_type: String,
    /// When it is due, as written.
    pub due: String,
    /// How much, in øre.
    pub amount: i64,
    /// The least that may be paid, in øre.
    pub min_amount: Option<i64>,
    /// What it is about; empty where nothing is said.
    pub subject: String,
    /// Who issues it.
    pub issuer_name: Option<String>,
    /// The invoice itself, at least once.
    pub documents: Vec<Document>,
    /// What is attached; its addresses and media types were looked at.
    pub attachments: Vec<Attachment>,
    /// The address of a picture.
    pub icon_url: Option<String>,
    /// Whatever the sender wants to keep with it.
    pub metadata: BTreeMap<String, String>,
}

/// How an invoice is to be paid, as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPayment {
    /// The word for KID or message.
    pub kind: String,
    /// The KID or the message; empty where nothing is said.
    pub value: String,
    /// The account to credit; digits.
    pub account: String,
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
