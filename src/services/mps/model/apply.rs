//! Which rule answers what a request asks.

use super::cancel::Legs;
use super::{
    Ask, Command, Event, Model, Reply, Wanted, access, cancel, consignment, files, intake, lookup,
    mandate, mandates, shipments, signature, status,
};
use crate::consumer::Turn;
use crate::services::mps::faults::Fault;

impl Model {
    /// Applies a command.
    ///
    /// # Errors
    /// [`Fault`] when the service refuses; nothing is stored then.
    pub fn apply(&mut self, command: Command, turn: &mut Turn<'_, Event>) -> Result<Reply, Fault> {
        let user = access::admit(&command, turn)?;
        let Command { ask, wish, .. } = command;
        let wants = |wanted| wish.as_ref().is_some_and(|wish| wish.is(wanted));
        match ask {
            Ask::Describe => Ok(Reply::Description),
            Ask::GetEfakturaIdentifiers(keys) => {
                let answers = lookup::answer(keys, turn.cast, wish.as_ref());
                Ok(Reply::Identifiers(answers))
            }
            Ask::AddShipment(shipment) => {
                intake::add(self, shipment, &user, wish.as_ref(), turn).map(Reply::ShipmentAdded)
            }
            Ask::GetShipmentStatus(id) => {
                status::shipment_of(self, id, &user)?;
                status::of_shipment(self, id, wants(Wanted::InProgress)).map(Reply::ShipmentStatus)
            }
            Ask::GetTransactionStatus(id) => {
                status::transaction_of(self, id, &user)?;
                status::of_transaction(self, id, wants(Wanted::InProgress))
                    .map(|(status, sent)| Reply::TransactionStatus(status, sent))
            }
            Ask::GetAtgMandate(asked) => {
                if wants(Wanted::NoMandate) {
                    return Ok(Reply::Mandate(None));
                }
                mandate::find(&asked, &user, turn).map(Reply::Mandate)
            }
            Ask::CancelShipment(id) => {
                status::shipment_of(self, id, &user)?;
                cancel::shipment(self, id, Legs::Both, wish.as_ref(), turn)
                    .map(Reply::ShipmentCancelled)
            }
            Ask::CancelTransaction(id) => {
                status::transaction_of(self, id, &user)?;
                cancel::transaction(self, id, Legs::Both, wish.as_ref(), turn)
                    .map(Reply::TransactionCancelled)
            }
            Ask::ValidateSecuritySignature(signature) => {
                signature::judge(self, signature, turn).map(Reply::Signature)
            }
            Ask::Sibling(sibling) => {
                consignment::apply(self, &user, sibling, wish.as_ref(), turn).map(Reply::Sibling)
            }
            Ask::Mandates(ask) => {
                mandates::answer(ask, &user, wants(Wanted::Pending), turn).map(Reply::Mandates)
            }
            Ask::Files(ask) => {
                files::answer(self, ask, &user, wish.as_ref(), turn).map(Reply::Files)
            }
            Ask::GetBlackList => Ok(Reply::BlackList(super::blacklist::entries(turn))),
            Ask::GetShipments(span) => {
                shipments::sent(self, &span, &user, wants(Wanted::Thousands), turn)
                    .map(Reply::Shipments)
            }
        }
    }
}
