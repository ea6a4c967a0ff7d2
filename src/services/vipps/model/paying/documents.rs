//! Links to what the sender keeps (Vipps: swagger of the IPP side, commercial invoice and
//! attachments).

use super::ask::{DocumentLink, LinkTamper, PayingReply};
use super::sight;
use crate::consumer::Turn;
use crate::domain::slug::Slug;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::{Asker, Document, Event, Model, Row};

/// Where no media type is named, the first of these that is there, else any.
const PREFERRED: [&str; 4] = ["application/pdf", "text/html", "image/jpeg", "image/png"];

/// An invoice whose documents this person may read.
pub(super) fn open_to(
    model: &Model,
    id: &InvoiceId,
    person: &Slug,
    asker: &Asker,
    turn: &Turn<'_, Event>,
) -> Result<Row, Fault> {
    let row = sight::found(model, id, asker, turn)?;
    if row.recipient.person == *person {
        return Ok(row);
    }
    let found = "the recipient token of somebody else";
    Err(Fault::problem(
        ProblemKind::InvoiceOperationUnauthorized,
        found,
    ))
}

/// A link to the invoice itself.
pub(super) fn invoice(
    row: &Row,
    mime_type: Option<&str>,
    wish: Option<&'static str>,
    turn: &Turn<'_, Event>,
) -> Result<PayingReply, Fault> {
    let all = &row.content.documents;
    let document = match mime_type {
        Some(named) => of_type(all, named),
        None => {
            let mut preferred = PREFERRED.iter();
            let first = preferred.find_map(|wanted| of_type(all, wanted));
            first.or_else(|| all.first())
        }
    };
    let document = document.ok_or_else(|| no_format(mime_type.unwrap_or("none"), all))?;
    Ok(link(document, wish, turn))
}

/// A link to something attached.
pub(super) fn attached(
    row: &Row,
    id: &str,
    mime_type: &str,
    wish: Option<&'static str>,
    turn: &Turn<'_, Event>,
) -> Result<PayingReply, Fault> {
    let mut numbered = row.content.attachments.iter().enumerate();
    let attachment = numbered.find(|(at, _)| at.to_string() == id);
    let Some((_, attachment)) = attachment else {
        let shown: String = id.chars().take(60).collect();
        let found = format!("attachment `{shown}` of {}", row.content.attachments.len());
        return Err(Fault::problem(ProblemKind::NotFound, found));
    };
    let all = &attachment.documents;
    let document = of_type(all, mime_type).ok_or_else(|| no_format(mime_type, all))?;
    Ok(link(document, wish, turn))
}

fn of_type<'a>(all: &'a [Document], wanted: &str) -> Option<&'a Document> {
    all.iter()
        .find(|document| document.mime_type.eq_ignore_ascii_case(wanted))
}

fn no_format(wanted: &str, all: &[Document]) -> Fault {
    let wanted: String = wanted.chars().take(60).collect();
    let there: Vec<&str> = all.iter().map(|it| it.mime_type.as_str()).collect();
    let found = format!("`{wanted}` where there is {}", there.join(", "));
    Fault::problem(ProblemKind::CommercialInvoiceFormatNotFound, found)
}

fn link(document: &Document, wish: Option<&'static str>, turn: &Turn<'_, Event>) -> PayingReply {
    let settings = &turn.settings.vipps;
    PayingReply::Link(DocumentLink {
        url: document.url.clone(),
        life: settings.link_life,
        key: settings.keys.signs,
        tamper: wish.and_then(LinkTamper::parse),
    })
}
