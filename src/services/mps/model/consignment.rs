//! What the sibling services do: issuers, consignments and invoices over the one store.

use super::access::User;
use super::{Event, Model, Sibling, SiblingReply, Wish, issuers};
use crate::consumer::Turn;
use crate::services::mps::faults::{Fault, FaultKind};

/// Applies what a sibling service is asked.
pub(super) fn apply(
    model: &mut Model,
    user: &User,
    sibling: Sibling,
    turn: &mut Turn<'_, Event>,
) -> Result<SiblingReply, Fault> {
    match sibling.wish {
        Wish::CreateIssuer(number, name, rules) => {
            issuers::create(model, user, (number, name, rules), turn)
        }
        Wish::GetIssuer(number) => issuers::get(model, user, number, turn),
        Wish::DeleteIssuer(number) => issuers::delete(model, user, number, turn),
        Wish::AddRule(number, rule) => issuers::add_rule(model, user, number, rule),
        Wish::DeleteRule(number, rule) => issuers::delete_rule(model, user, number, &rule),
        _ => Err(Fault::new(FaultKind::NotSimulated, "x")),
    }
}
