//! The asynchronous validation.

use std::sync::Arc;

use jiff::SignedDuration;

use super::answer::tell;
use super::judge::judge;
use crate::consumer::{Book, Presented, PresentedId, PresentedState, Turn};
use crate::domain::calendar::local_date;
use crate::domain::cast::Cast;
use crate::domain::mint::Stream;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::ProblemKind;
use crate::services::vipps::model::invoice::{
    Ident, IdentKind, Invoice, PaymentKind, Problem, Stage,
};
use crate::services::vipps::model::{Event, Model};
use crate::services::{Facts, Scripted};

/// What a scenario makes of a validation, beside the problems that it is to end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// It never ends.
    HoldForEver,
    /// It ends a day later, the longest that Vipps speaks of.
    HoldForADay,
    /// It ends with several problems at once.
    Several,
    /// It ends with this one.
    Problem(ProblemKind),
}

impl Wanted {
    fn named(name: &str) -> Option<Self> {
        match name {
            "holdInCreated" => Some(Self::HoldForEver),
            "holdForADay" => Some(Self::HoldForADay),
            "severalProblems" => Some(Self::Several),
            slug => ProblemKind::parse(slug).map(Self::Problem),
        }
    }
}

/// The longest that a validation takes (Vipps: guide of the invoice API, polling).
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// Several problems at once.
const SEVERAL: [ProblemKind; 3] = [
    ProblemKind::InvalidAccountOwner,
    ProblemKind::RecipientBlacklisted,
    ProblemKind::InvoiceRejectedByPartner,
];

/// What rules may ask about an invoice that is about to be validated.
pub(in crate::services::vipps::model) fn validation_facts(
    model: &Model,
    id: &InvoiceId,
    cast: &Cast,
) -> Option<Vec<Facts>> {
    let invoice = waiting(model, id)?;
    let content = &invoice.content;
    let person = cast.person(&invoice.recipient.person);
    let number = person.map(|person| person.ssn.as_str().to_owned());
    let named = consumer_fact(&invoice.recipient.ident);
    Some(vec![Facts {
        ids: vec![id.to_string()],
        consumer: number.into_iter().chain([named]).collect(),
        issuer: Some(id.issuer().as_str().to_owned()),
        kid: (content.payment.kind == PaymentKind::Kid).then(|| content.payment.value.clone()),
        account: Some(content.payment.account.clone()),
        amount: Some(content.amount),
        due_date: Some(local_date(content.due)),
        document_type: Some(content.kind.as_str().to_owned()),
    }])
}

/// A recipient as rules know consumers: phone numbers have a plus there.
pub(in crate::services::vipps) fn consumer_fact(ident: &Ident) -> String {
    match ident.kind {
        IdentKind::Nin => ident.value.clone(),
        IdentKind::Msisdn => format!("+{}", ident.value),
    }
}

/// Ends the validation of an invoice, unless its sender took it back meanwhile.
pub(in crate::services::vipps::model) fn validate(
    model: &mut Model,
    id: &InvoiceId,
    wanted: Option<&'static Scripted>,
    turn: &mut Turn<'_, Event>,
) {
    let Some(invoice) = waiting(model, id).cloned() else {
        return;
    };
    let wanted = wanted.and_then(|row| Wanted::named(row.name));
    let as_asked = |kind: ProblemKind| Problem {
        kind,
        detail: "what an armed rule asked for".to_owned(),
    };
    let late = invoice.created.saturating_add(A_DAY).unwrap_or(turn.now);
    let problems = match wanted {
        Some(Wanted::HoldForEver) => return hold(turn, id, "for good"),
        // Once a day is over it ends, however often the rule speaks.
        Some(Wanted::HoldForADay) if turn.now < late => {
            turn.at(late, Event::Validate(id.clone()));
            return hold(turn, id, "for a day");
        }
        Some(Wanted::Several) => SEVERAL.into_iter().map(as_asked).collect(),
        Some(Wanted::Problem(kind)) => vec![as_asked(kind)],
        Some(Wanted::HoldForADay) | None => judge(id, &invoice, turn),
    };
    let stage = if problems.is_empty() {
        present(id, &invoice, turn)
    } else {
        reject(id, problems, turn)
    };
    become_of(model, id, stage, turn);
}

/// An invoice whose validation has not ended.
fn waiting<'m>(model: &'m Model, id: &InvoiceId) -> Option<&'m Arc<Invoice>> {
    let invoice = model.invoices.get(id)?;
    (invoice.stage == Stage::Created).then_some(invoice)
}

fn become_of(model: &mut Model, id: &InvoiceId, stage: Stage, turn: &Turn<'_, Event>) {
    if let Some(invoice) = model.invoices.get_mut(id) {
        let invoice = Arc::make_mut(invoice);
        invoice.stage = stage;
        invoice.revision = invoice.revision.saturating_add(1);
        invoice.changed = turn.now;
    }
}

fn hold(turn: &mut Turn<'_, Event>, id: &InvoiceId, how_long: &str) {
    let text = format!("the invoice stays in created {how_long}, as an armed rule wants it");
    tell(turn, id, "invoice.held", text, None);
}

fn reject(id: &InvoiceId, problems: Vec<Problem>, turn: &mut Turn<'_, Event>) -> Stage {
    for Problem { kind, detail } in &problems {
        let row = kind.row();
        let text = format!("Vipps rejected the invoice, {}: {detail}", row.slug);
        tell(turn, id, "invoice.rejected", text, row.rule);
    }
    Stage::Rejected(problems)
}

/// Puts an invoice into the book, from which everybody sees it.
fn present(id: &InvoiceId, invoice: &Invoice, turn: &mut Turn<'_, Event>) -> Stage {
    let Invoice {
        content, recipient, ..
    } = invoice;
    let issuer = turn.cast.company_by_org_number(id.issuer());
    let number = id.issuer().as_str();
    let brand = content.issuer_name.clone().unwrap_or_else(|| {
        let name = issuer.map(|issuer| issuer.name.clone());
        name.unwrap_or_else(|| number.to_owned())
    });
    let document_type = content.kind.title();
    let person = turn.cast.person(&recipient.person);
    let in_vipps = person.is_some_and(|person| Book::shows_in_vipps(person, document_type));
    let payment = &content.payment;
    let url = content.documents.first().map(|it| it.url.clone());
    let due_date = local_date(content.due);
    let presented = PresentedId(turn.mint.uuid(Stream::Presented).to_string());
    let shown = Presented {
        consumer: recipient.person.clone(),
        service: "vipps",
        service_id: id.to_string(),
        issuer: number.to_owned(),
        brand,
        document_type,
        kid: (payment.kind == PaymentKind::Kid).then(|| payment.value.clone()),
        account: payment.account.clone(),
        amount: content.amount,
        minimum_amount: content.min_amount,
        due_date,
        url: url.unwrap_or_default(),
        presented_at: turn.now,
        in_vipps,
        vipps_stay: None,
        by_direct_debit: false,
        state: PresentedState::Open,
        revision: 0,
        changed: turn.now,
    };
    turn.book.present(presented.clone(), shown);
    let place = match in_vipps {
        true => "in Vipps and in the netbank",
        false => "in the netbank, not in Vipps",
    };
    let text = format!(
        "Vipps presented the invoice to {} {place}",
        recipient.person
    );
    tell(turn, id, "invoice.presented", text, None);
    Stage::Presented(presented)
}
