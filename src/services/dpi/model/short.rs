//! A message in a few words, for lists of all services.

use super::apply::Model;
use super::package::FoundInvoice;
use super::shipment::Outcome;
use crate::consumer::MailNumber;
use crate::domain::dpi::MessageId;
use crate::domain::slug::Slug;

/// What a sender handed in, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InShort {
    /// The word of the last receipt, else that of the access point.
    pub status: &'static str,
    /// It lies in a mailbox, or was printed.
    pub is_delivered: bool,
    /// The organisation that answers for it.
    pub sender: Slug,
    /// What is to be paid, if it is such an invoice.
    pub invoice: Option<FoundInvoice>,
    /// The letter in the mailbox.
    pub mail: Option<MailNumber>,
}

impl Model {
    /// What was handed in under an id, in a few words.
    #[must_use]
    pub fn in_short(&self, id: &str) -> Option<InShort> {
        let id = MessageId::parse(id).ok()?;
        let shipment = self.shipment(id)?;
        let receipt = self.receipts_for(id).last();
        let receipt = receipt.map(|(_, queued)| queued.news.kind().as_str());
        let status = shipment.statuses.last().map(|line| line.status.as_str());
        let opened = shipment.package.opened.as_ref();
        let main = opened.and_then(|opened| opened.files.first());
        Some(InShort {
            status: receipt.or(status).unwrap_or_default(),
            is_delivered: match shipment.outcome {
                Outcome::InMailbox(_) | Outcome::Printed { .. } => true,
                Outcome::OnItsWay | Outcome::Lost | Outcome::Refused(_) => false,
            },
            sender: shipment.company.clone(),
            invoice: main.and_then(|file| file.invoice.clone()),
            mail: shipment.mail(),
        })
    }
}
