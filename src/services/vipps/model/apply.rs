//! One request: the gateway, then what is asked. And what both sides find of an invoice.

use std::sync::Arc;

use imbl::OrdMap;

use super::access;
use super::admission::admit;
use super::command::{Answer, Ask, Command, Event, Reply};
use super::invoice::{Invoice, Stage};
use super::row::{Row, View};
use super::standing::Standing;
use super::{paying, sending};
use crate::consumer::{Book, Presented, PresentedId, Turn};
use crate::domain::cast::Cast;
use crate::domain::mint::Stream;
use crate::domain::slug::Slug;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::{Fault, Manner, ProblemKind};
use crate::services::{Facts, Scripted};

/// The state of Vipps in one sandbox.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// What ISPs sent.
    pub(in crate::services::vipps) invoices: OrdMap<InvoiceId, Arc<Invoice>>,
    /// What became of invoices of either source through the status calls.
    pub(in crate::services::vipps) standings: OrdMap<InvoiceId, Standing>,
    pub(in crate::services::vipps) access: access::State,
}

impl Model {
    /// Answers a request.
    pub(in crate::services::vipps) fn apply(
        &mut self,
        command: Command,
        turn: &mut Turn<'_, Event>,
    ) -> Result<Reply, Fault> {
        let strict_statuses = turn.settings.vipps.strict_statuses;
        let correlation_key = turn.settings.vipps.correlation_key;
        self.answer(command, turn).map_err(|mut fault| {
            let id = fault.kind.is_correlated();
            let id = id.then(|| turn.mint.uuid(Stream::VippsCorrelation));
            fault.manner = Manner {
                correlation: id.map(|id| (correlation_key, id)),
                strict_statuses,
            };
            fault
        })
    }

    fn answer(&mut self, command: Command, turn: &mut Turn<'_, Event>) -> Result<Reply, Fault> {
        let Command { gate, ask, armed } = command;
        if let Some(fault) = armed {
            return Err(*fault);
        }
        let asker = admit(self, &gate, turn)?;
        let answer = match (ask.map_err(|fault| *fault)?, asker) {
            (Ask::Access(ask), _) => access::answer(self, ask, turn).map(Answer::Access),
            (Ask::Sending(ask), Some(asker)) => {
                sending::answer(self, ask, &asker, turn).map(Answer::Sending)
            }
            (Ask::Paying(ask), Some(asker)) => {
                paying::answer(self, ask, &asker, turn).map(Answer::Paying)
            }
            (Ask::Sending(_) | Ask::Paying(_), None) => Err(super::admission::nobody()),
        }?;
        Ok(Reply {
            settings: turn.settings.vipps.clone(),
            answer,
        })
    }

    /// What is about to be done by itself, as rules of scenarios may ask about it.
    #[must_use]
    pub fn doing(&self, event: &Event, cast: &Cast) -> Option<Vec<Facts>> {
        match event {
            Event::Validate(id) => sending::validation_facts(self, id, cast),
        }
    }

    /// Lets something happen that was due, as a rule wants it.
    pub fn fire(
        &mut self,
        event: Event,
        wanted: Option<&'static Scripted>,
        turn: &mut Turn<'_, Event>,
    ) {
        match event {
            Event::Validate(id) => sending::validate(self, &id, wanted, turn),
        }
    }
}

/// An invoice of either source, as everybody would see it who may.
pub(in crate::services::vipps) fn invoice_shown(
    model: &Model,
    id: &InvoiceId,
    view: &View<'_>,
) -> Option<Row> {
    if let Some(invoice) = model.invoices.get(id) {
        let standing = model.standings.get(id);
        return Some(Row::of_sent(id, invoice, standing, view));
    }
    let presented = view.book.presented_by(NETS, id.reference())?;
    let same = presented.issuer == id.issuer().as_str();
    let person = view.cast.person(&presented.consumer).filter(|_| same)?;
    Row::of_nets(id, presented, person, model.standings.get(id), view)
}

/// The refusal of an id that says nothing to the caller.
pub(in crate::services::vipps::model) fn not_found(id: &InvoiceId) -> Fault {
    Fault::problem(ProblemKind::InvoiceNotFound, format!("`{id}`"))
}

/// Every invoice of a person that Vipps knows, in order of ids.
pub(in crate::services::vipps) fn rows_for(
    model: &Model,
    person: &Slug,
    view: &View<'_>,
) -> Vec<Row> {
    let shown = view.book.shown_to(person);
    let mut rows: Vec<Row> = shown
        .filter_map(|(_, presented)| {
            let id = id_of(presented)?;
            invoice_shown(model, &id, view)
        })
        .collect();
    rows.sort_by(|one, other| one.id.cmp(&other.id));
    rows
}

/// The service that presents what comes by the netbank.
const NETS: &str = "mps";

/// Whether the netbank presented an invoice that Vipps knows under this id.
pub(in crate::services::vipps) fn is_of_the_netbank(id: &InvoiceId, book: &Book) -> bool {
    let presented = book.presented_by(NETS, id.reference());
    presented.is_some_and(|presented| presented.issuer == id.issuer().as_str())
}

/// Under which id Vipps knows what was presented: what its sender called it, or for what came by
/// the netbank, issuer and the id there. What Digipost presents is not in Vipps.
fn id_of(presented: &Presented) -> Option<InvoiceId> {
    match presented.service {
        "vipps" => InvoiceId::parse(&presented.service_id).ok(),
        NETS => {
            let issuer = crate::domain::identity::OrgNumber::parse(&presented.issuer).ok()?;
            InvoiceId::of(issuer, &presented.service_id)
        }
        _ => None,
    }
}

/// The book's id of an invoice that a consumer was shown.
pub(in crate::services::vipps) fn presented_id<'a>(
    model: &'a Model,
    id: &InvoiceId,
    book: &'a Book,
) -> Option<&'a PresentedId> {
    match model.invoices.get(id).map(|invoice| &invoice.stage) {
        Some(Stage::Presented(presented)) => Some(presented),
        Some(Stage::Created | Stage::Rejected(_) | Stage::Revoked) => None,
        None => book.id_of(NETS, id.reference()),
    }
}
