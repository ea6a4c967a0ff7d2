//! Putting an accepted eFaktura in front of its receiver.

use super::efaktura;
use super::validate::reject_efaktura;
use crate::consumer::{Book, Presented, PresentedId, PresentedState, Turn};
use crate::domain::calendar;
use crate::domain::mint::Stream;
use crate::domain::person::Person;
use crate::domain::slug::Slug;
use crate::services::mps::model::state::tell;
use crate::services::mps::model::{
    EfakturaInfo, EfakturaStatus, Event, Model, Transaction, TransactionId, copies, issuers,
};

/// An eFaktura and whom it is for.
pub(super) struct Found<'a> {
    pub(super) sent: &'a Transaction,
    pub(super) efaktura: &'a EfakturaInfo,
    pub(super) person: &'a Person,
    /// Organisation number of the issuer as sent.
    pub(super) issuer: &'a str,
    /// The company whose user sent it.
    pub(super) sender: Option<&'a Slug>,
    /// It is paid by direct debit.
    pub(super) is_copy: bool,
}

/// Presents an eFaktura, once every bank has the agreement of its issuer.
pub(super) fn now_or_later(model: &Model, found: &Found<'_>, turn: &mut Turn<'_, Event>) {
    let id = found.sent.id;
    match issuers::known_to_banks_from(model, found.issuer, found.sender, turn) {
        Some(from) if turn.now < from => {
            let text = format!(
                "MPS accepted the eFaktura; it is presented on {}, when every bank has issuer {}",
                calendar::on_the_wall(from),
                found.issuer
            );
            tell(turn, id, "efaktura.accepted", text, None);
            turn.at(from, Event::Present(id));
        }
        Some(_) | None => {
            let place = present(model, found, turn);
            let who = &found.person.slug;
            let text = format!("MPS accepted the eFaktura and presented it to {who} {place}");
            tell(turn, id, "efaktura.accepted", text, None);
        }
    }
}

/// Presents an eFaktura that waited for the banks, unless it was taken back or its receiver does
/// not take it any more.
pub(in crate::services::mps::model) fn later(
    model: &mut Model,
    id: TransactionId,
    turn: &mut Turn<'_, Event>,
) {
    let Some(stored) = model.transactions.get(&id) else {
        return;
    };
    let Some(shipment) = model.shipments.get(&stored.shipment) else {
        return;
    };
    if stored.efaktura.status != EfakturaStatus::Accepted || stored.withdrawn {
        return;
    }
    match efaktura::judge(model, &stored.sent, shipment, turn) {
        Ok(Some((person, efaktura))) => {
            let found = Found {
                sent: &stored.sent,
                efaktura,
                person,
                issuer: &shipment.issuer,
                sender: shipment.sender.as_ref(),
                is_copy: copies::is_copy(model, &stored.sent, &stored.atg, turn),
            };
            let place = present(model, &found, turn);
            let text = format!("MPS presented the eFaktura to {} {place}", person.slug);
            tell(turn, id, "efaktura.presented", text, None);
        }
        Ok(None) => {}
        Err(rejected) => {
            let leg = reject_efaktura(id, rejected, turn);
            if let Some(stored) = model.transactions.get_mut(&id) {
                stored.efaktura = leg;
            }
            model.refile(id);
        }
    }
}

/// Puts it into the book, and says where it shows.
fn present(model: &Model, found: &Found<'_>, turn: &mut Turn<'_, Event>) -> &'static str {
    let Found {
        sent,
        efaktura,
        person,
        issuer,
        sender: _,
        is_copy,
    } = *found;
    let in_vipps = !is_copy && Book::shows_in_vipps(person, sent.document_type);
    let id = PresentedId(turn.mint.uuid(Stream::Presented).to_string());
    let invoice = Presented {
        consumer: person.slug.clone(),
        service: "mps",
        service_id: sent.id.to_string(),
        issuer: issuer.to_owned(),
        brand: efaktura.brand.clone(),
        document_type: sent.document_type,
        kid: sent.kid.clone(),
        account: sent.account.clone(),
        amount: sent.amount,
        minimum_amount: efaktura.minimum_amount,
        due_date: sent.due_date,
        url: efaktura.url.clone(),
        presented_at: turn.now,
        in_vipps,
        vipps_stay: None,
        by_direct_debit: is_copy,
        state: PresentedState::Open,
        revision: 0,
        changed: turn.now,
    };
    turn.book.present(id.clone(), invoice);
    copies::link(model, sent, id, turn);
    if is_copy {
        "in the netbank as a copy of a direct debit"
    } else if in_vipps {
        "in the netbank and in Vipps"
    } else {
        "in the netbank, not in Vipps"
    }
}
