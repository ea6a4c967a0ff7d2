//! Receipts that wait for whoever sent the message.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;

use super::apply::{Model, shown};
use super::command::{InQuery, Listed};
use crate::domain::dpi::{ConversationId, Header, MessageId, Receipt, ReceiptNews};
use crate::domain::identity::OrgNumber;
use crate::domain::words::words;
use crate::services::dpi::faults::{Fault, FaultKind};

/// The how manyth receipt of the sandbox it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReceiptNumber(pub u64);

words! {
    /// What is wrong with a receipt, as a scenario wanted.
    pub enum Flaw {
        /// Nobody knows its conversation.
        UnknownConversation "unknown_conversation",
        /// Its signature is wrong.
        WrongSignature "wrong_signature",
        /// Its certificate has expired.
        ExpiredCertificate "expired_certificate",
        /// It is not as its schema has it.
        SchemaError "schema_error",
    }
}

/// A receipt that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its own id.
    pub id: MessageId,
    /// The message that it is for.
    pub message: MessageId,
    /// The conversation it says it belongs to.
    pub conversation: ConversationId,
    /// Whose queue it came to: the technical sender's.
    pub to: OrgNumber,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub news: ReceiptNews,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
    /// When it was marked as read.
    pub read: Option<Timestamp>,
}

/// Every receipt, and which of them nobody read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    all: OrdMap<ReceiptNumber, Arc<Queued>>,
    unread: OrdSet<(OrgNumber, ReceiptNumber)>,
    by_id: OrdMap<MessageId, ReceiptNumber>,
}

impl Queue {
    /// A queue of these.
    #[must_use]
    pub fn holding(all: OrdMap<ReceiptNumber, Arc<Queued>>) -> Self {
        let waits = all.iter().filter(|(_, queued)| queued.read.is_none());
        Self {
            unread: waits
                .map(|(number, queued)| (queued.to.clone(), *number))
                .collect(),
            by_id: all
                .iter()
                .map(|(number, queued)| (queued.id, *number))
                .collect(),
            all,
        }
    }

    /// Every receipt, in the order in which they came.
    pub fn all(&self) -> impl Iterator<Item = (ReceiptNumber, &Queued)> {
        self.all
            .iter()
            .map(|(number, queued)| (*number, queued.as_ref()))
    }

    /// All of it.
    #[must_use]
    pub fn whole(&self) -> &OrdMap<ReceiptNumber, Arc<Queued>> {
        &self.all
    }

    /// Puts a receipt at its end.
    pub(super) fn put(&mut self, queued: Queued) {
        let last = self.all.get_max().map_or(0, |(number, _)| number.0);
        let number = ReceiptNumber(last.saturating_add(1));
        self.unread.insert((queued.to.clone(), number));
        self.by_id.insert(queued.id, number);
        self.all.insert(number, Arc::new(queued));
    }

    /// What waits for an organisation, oldest first.
    fn waiting<'a>(&'a self, to: &'a OrgNumber) -> impl Iterator<Item = &'a Queued> {
        let first = (to.clone(), ReceiptNumber(0));
        let theirs = self.unread.range(first..);
        let theirs = theirs.take_while(move |(whose, _)| whose == to);
        theirs.filter_map(|(_, number)| self.all.get(number).map(AsRef::as_ref))
    }

    /// A receipt of an organisation that waits.
    fn one(&self, id: MessageId, to: &OrgNumber) -> Option<(ReceiptNumber, &Queued)> {
        let number = *self.by_id.get(&id)?;
        let queued = self.all.get(&number)?;
        let waits = queued.to == *to && queued.read.is_none();
        waits.then_some((number, queued.as_ref()))
    }

    /// Marks a receipt as read.
    pub(super) fn read(&mut self, number: ReceiptNumber, at: Timestamp) {
        if let Some(queued) = self.all.get_mut(&number) {
            self.unread.remove(&(queued.to.clone(), number));
            Arc::make_mut(queued).read = Some(at);
        }
    }
}

/// As many as the test double of the access points gives (Digdir: mock of corner 2).
const PAGE: u32 = 1000;

impl Model {
    /// A receipt of an organisation that waits, by its id as sent.
    pub(super) fn unread(&self, id: &str, to: &OrgNumber) -> Option<(ReceiptNumber, &Queued)> {
        self.queue.one(MessageId::parse(id).ok()?, to)
    }

    /// What waits for an organisation.
    pub(super) fn listed(
        &self,
        query: &InQuery,
        to: &OrgNumber,
        first_page: u32,
    ) -> Result<Vec<Listed>, Fault> {
        let size = query.page_size.unwrap_or(PAGE);
        let page = query.page.unwrap_or(first_page);
        let Some(before) = page.checked_sub(first_page) else {
            let found = format!("page {page}, where {first_page} is the first");
            return Err(Fault::of(FaultKind::BadParameter, found));
        };
        let skipped = usize::try_from(u64::from(before).saturating_mul(u64::from(size)));
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let fits = self.queue.waiting(to).filter_map(|queued| {
            let shipment = self.shipment(queued.message)?;
            let unit = shipment.sender.unit.as_ref().map(|unit| unit.as_str());
            let unit = query
                .unit
                .as_deref()
                .is_none_or(|asked| unit == Some(asked));
            let kanal = query.kanal.as_ref();
            let kanal = kanal.is_none_or(|asked| shipment.kanal.as_ref() == Some(asked));
            let from = shipment.destination().filter(|_| unit && kanal)?;
            Some(Listed {
                receipt: self.receipt_of(queued)?,
                from,
                flaw: queued.flaw,
            })
        });
        Ok(fits
            .skip(skipped.unwrap_or(usize::MAX))
            .take(size)
            .collect())
    }

    /// A receipt in full.
    fn receipt_of(&self, queued: &Queued) -> Option<Receipt> {
        let shipment = self.shipment(queued.message)?;
        let asked = &shipment.header;
        Some(Receipt {
            header: Header {
                sender: asked.receiver.clone(),
                receiver: asked.sender.clone(),
                message: queued.id,
                conversation: queued.conversation,
                process: asked.process,
                created: queued.at,
                expected_response: None,
            },
            from: asked.receiver.clone(),
            to: shipment.sender.organisation.clone(),
            unit: shipment.sender.unit.clone(),
            at: queued.at,
            news: queued.news.clone(),
        })
    }
}

/// What is said of an id that is none of the caller's.
pub(super) fn not_theirs(id: &str) -> Fault {
    Fault::of(FaultKind::NotFound, shown(id))
}
