//! One request: who asks, then what is asked.

use std::sync::Arc;

use imbl::OrdMap;

use super::command::{Answer, Ask, Command, Event, Reply};
use super::queue::{Queue, Queued, ReceiptNumber};
use super::shipment::{Shipment, StatusLine};
use super::wish::Wish;
use super::{admission, deliver, intake, judge, notices, printer, receipts};
use crate::consumer::Turn;
use crate::domain::dpi::MessageId;
use crate::domain::identity::OrgNumber;
use crate::services::dpi::faults::{Fault, FaultKind};

/// The state of the access point, the mailboxes and the printer in one sandbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    pub(in crate::services::dpi) shipments: OrdMap<MessageId, Arc<Shipment>>,
    pub(in crate::services::dpi) queue: Queue,
}

impl Model {
    /// Answers a request.
    pub(in crate::services::dpi) fn apply(
        &mut self,
        command: Command,
        turn: &mut Turn<'_, Event>,
    ) -> Result<Reply, Fault> {
        let Command {
            bearer,
            package_bytes,
            ask,
            armed,
            wish,
        } = command;
        if let Some(fault) = armed {
            return Err(*fault);
        }
        let caller = admission::admit(&bearer, turn)?;
        let most = u64::from(turn.settings.dpi.package_max);
        if let Some(bytes) = package_bytes.filter(|bytes| *bytes > most) {
            let found = format!("{bytes} bytes, where {most} are the most");
            return Err(Fault::of(FaultKind::TooLarge, found));
        }
        let answer = match ask.map_err(|fault| *fault)? {
            Ask::Send(handed) => {
                intake::take(self, *handed, &caller, wish, turn).map(|()| Answer::Taken)
            }
            Ask::Statuses(id) => self.statuses(&id, caller.number()).map(Answer::Statuses),
            Ask::List(query) => match wish {
                Some(Wish::EmptyList) => Ok(Answer::List(Vec::new())),
                Some(_) | None => self
                    .listed(&query, caller.number(), turn.settings.dpi.first_page)
                    .map(Answer::List),
            },
            Ask::Download(id) => {
                let found = match self.unread(&id, caller.number()) {
                    Some(_) => format!("receipt {}", shown(&id)),
                    None => return Err(Fault::of(FaultKind::NotFound, shown(&id))),
                };
                Err(Fault::of(FaultKind::NoPackage, found))
            }
            Ask::Read(id) => {
                let stays = wish == Some(Wish::StaysUnread);
                let read = receipts::mark_read(self, &id, caller.number(), stays, turn);
                read.map(|()| Answer::Read)
            }
        }?;
        Ok(Reply { answer })
    }

    /// Lets something happen that was due.
    pub fn fire(&mut self, event: Event, turn: &mut Turn<'_, Event>) {
        match event {
            Event::Arrives(id) => judge::arrives(self, id, turn),
            Event::Sent(id) => intake::sent(self, id, turn),
            Event::Receipt { message, news } => receipts::put(self, message, news, None, turn),
            Event::Posted(id) => printer::post(self, id, turn),
            Event::ComesBack(id) => printer::come_back(self, id, turn),
            Event::Notice { message, way, nth } => notices::send(self, message, way, nth, turn),
            Event::Opened(number) => deliver::opened(self, number, turn),
        }
    }

    /// A message that was taken.
    #[must_use]
    pub fn shipment(&self, id: MessageId) -> Option<&Shipment> {
        self.shipments.get(&id).map(AsRef::as_ref)
    }

    /// Every message that was taken, in order of ids.
    pub fn shipments(&self) -> impl Iterator<Item = (MessageId, &Shipment)> {
        self.shipments.iter().map(|(id, it)| (*id, it.as_ref()))
    }

    /// Every receipt for a message, read or not, in the order in which they came.
    pub fn receipts_for(
        &self,
        message: MessageId,
    ) -> impl Iterator<Item = (ReceiptNumber, &Queued)> {
        let all = self.queue.all();
        all.filter(move |(_, queued)| queued.message == message)
    }

    pub(super) fn change(&mut self, id: MessageId, how: impl FnOnce(&mut Shipment)) {
        if let Some(shipment) = self.shipments.get_mut(&id) {
            how(Arc::make_mut(shipment));
        }
    }

    fn statuses(&self, id: &str, caller: &OrgNumber) -> Result<Vec<StatusLine>, Fault> {
        let shipment = MessageId::parse(id).ok().and_then(|id| self.shipment(id));
        let theirs = shipment.filter(|it| it.header.sender == *caller);
        let none = || Fault::of(FaultKind::NotFound, shown(id));
        theirs.map(|it| it.statuses.clone()).ok_or_else(none)
    }
}

/// An id as it was sent, which may be anything.
pub(super) fn shown(id: &str) -> String {
    let id: String = id.chars().take(80).collect();
    format!("`{id}`")
}
