//! Decides, until a message has to leave or the walk ends; takes answers and goes on.

use std::sync::Arc;

use super::answers::{shipment_answered, status_answered};
use super::endings::{delivered, end_delivered, end_failed, note};
use super::job::{Answer, Awaited, Job, Message};
use super::letters::{mail, print};
use super::outgoing::{refresh_sender, shipment, with_issuer};
use crate::consumer::{CaseRef, Turn};
use crate::domain::channel::Channel;
use crate::domain::mint::Stream;
use crate::domain::routing::{Offer, Step, decide};
use crate::reference_router::model::{Model, Position};

impl Model {
    /// Decides until a message has to leave, or the walk ends. `is_taken` tells whether somebody
    /// sent a shipment or a transaction with an id to MPS before.
    pub fn next_message(
        &mut self,
        id: &str,
        is_taken: &dyn Fn(&str) -> bool,
        turn: &mut Turn<'_, Job>,
    ) -> Option<Message> {
        let invoice = Arc::make_mut(self.invoices.get_mut(id)?);
        if let Position::Polling { transaction, .. } = &invoice.position {
            let id = turn.mint.uuid(Stream::Message).to_string();
            return Some(Message::Status {
                id,
                transaction: transaction.clone(),
            });
        }
        if let Position::Sending { .. } = &invoice.position {
            return shipment(invoice, turn);
        }
        while invoice.position == Position::Deciding {
            refresh_sender(invoice, turn);
            match decide(&invoice.facts, &invoice.attempts, turn.now) {
                Step::Note(attempt) => note(invoice, attempt, turn),
                Step::Ask(key) => {
                    let id = turn.mint.uuid(Stream::Message).to_string();
                    let key = Box::new(with_issuer(key, invoice, turn));
                    invoice.position = Position::Asking { key: key.clone() };
                    return Some(Message::Lookup { id, key });
                }
                Step::Offer(Offer::Efaktura(identifier)) => {
                    let shipment_id = unused(Stream::Shipment, is_taken, turn);
                    let transaction = unused(Stream::Transaction, is_taken, turn);
                    for id in [&shipment_id, &transaction] {
                        turn.file_under(CaseRef::of("mps", id), &invoice.id);
                    }
                    invoice.position = Position::Sending {
                        identifier,
                        shipment: shipment_id,
                        transaction,
                        tries: 0,
                    };
                    return shipment(invoice, turn);
                }
                Step::Offer(Offer::Email(address)) => {
                    mail(invoice, address, turn);
                    note(invoice, delivered(Channel::Email), turn);
                }
                Step::Offer(Offer::Print) => {
                    print(invoice, turn);
                    note(invoice, delivered(Channel::Print), turn);
                }
                Step::Delivered(channel) => end_delivered(invoice, channel, turn),
                Step::Undeliverable { silently } => end_failed(invoice, silently, turn),
            }
        }
        None
    }

    /// What the router waits for on behalf of an invoice.
    #[must_use]
    pub fn awaited(&self, id: &str) -> Option<Awaited> {
        match self.invoices.get(id)?.position {
            Position::Asking { .. } => Some(Awaited::Lookup),
            Position::Sending { .. } => Some(Awaited::Shipment),
            Position::Polling { .. } => Some(Awaited::Status),
            Position::Deciding | Position::Ended => None,
        }
    }

    /// Takes an answer and lets the walk go on.
    pub fn take_answer(&mut self, id: &str, answer: Answer, turn: &mut Turn<'_, Job>) {
        let Some(invoice) = self.invoices.get_mut(id).map(Arc::make_mut) else {
            return;
        };
        let position = std::mem::replace(&mut invoice.position, Position::Deciding);
        let next = match (position, answer) {
            (Position::Asking { key }, Answer::Lookup(answer)) => {
                invoice.facts.lookups.push((*key, answer));
                turn.now
            }
            (
                Position::Sending {
                    identifier,
                    shipment,
                    transaction,
                    tries,
                },
                Answer::Shipment(a),
            ) => {
                let sending = Position::Sending {
                    identifier,
                    shipment,
                    transaction: transaction.clone(),
                    tries,
                };
                shipment_answered(invoice, sending, transaction, tries, a, turn)
            }
            (Position::Polling { transaction, since }, Answer::Status(answer)) => {
                status_answered(invoice, transaction, since, answer, turn)
            }
            // An answer that nobody waits for any more changes nothing.
            (position, Answer::Lookup(_) | Answer::Shipment(_) | Answer::Status(_)) => {
                invoice.position = position;
                return;
            }
        };
        turn.at(
            next,
            Job::Walk {
                invoice: id.to_owned(),
            },
        );
    }
}

/// An id for something that goes to MPS. Ids are random to everybody but a test, which may send
/// what it saw in another sandbox with the same seed.
fn unused(stream: Stream, is_taken: &dyn Fn(&str) -> bool, turn: &mut Turn<'_, Job>) -> String {
    loop {
        let id = turn.mint.uuid(stream).to_string();
        if !is_taken(&id) {
            return id;
        }
    }
}
