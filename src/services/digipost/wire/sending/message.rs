//! A message as XML (Digipost: schemas api_v7.xsd and api_v8.xsd, message).

use super::document::document;
use super::recipient::{print_if_unread, recipient, registration};
use super::values::{any_text, date_time, invalid, long, read, refused, root, text};
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{Message, SentFor};
use crate::services::digipost::wire::dialect::Dialect;
use crate::wire::xml::{Element, Sequence};

/// Most attachments.
const ATTACHMENTS_MAX: usize = 201;

/// Reads a message; what is tolerated of it is told in words.
pub(super) fn message(
    bytes: &[u8],
    dialect: Dialect,
    remarks: &mut Vec<String>,
) -> Result<Message, Fault> {
    let root = root(bytes, dialect, "message")?;
    let mut it = Sequence::of(&root);
    let message_id = it.optional("message-id").map(any_text).transpose()?;
    // The schema lets it be empty, and many senders write it always: nothing is no id.
    let message_id = message_id.filter(|id| !id.trim().is_empty());
    let sender = sender(&mut it)?;
    let to = it.required("recipient").map_err(refused)?;
    let (recipient, print) = recipient(&it, to, dialect)?;
    let delivery_time = it.optional("delivery-time").map(date_time).transpose()?;
    let invoice_reference = it.optional("invoice-reference");
    let invoice_reference = invoice_reference.map(|it| text(it, 0, 100)).transpose()?;
    let primary = it.required("primary-document").map_err(refused)?;
    let attachments = it.repeated("attachment");
    if attachments.len() > ATTACHMENTS_MAX {
        let found = attachments.len();
        let why =
            format!("message: expected at most {ATTACHMENTS_MAX} <attachment>, found {found}");
        return Err(invalid(why));
    }
    let documents = std::iter::once(primary).chain(attachments);
    let documents = documents.map(|element| document(&it, element, dialect));
    let documents = documents.collect::<Result<Vec<_>, Fault>>()?;
    let unread = it.optional("print-if-unread");
    let unread = unread.map(|element| print_if_unread(&it, element, dialect));
    let print_if_unread = unread.transpose()?;
    match dialect {
        Dialect::V8 => of_version_8(&mut it, remarks)?,
        Dialect::V7 | Dialect::User1 => {}
    }
    it.finish().map_err(refused)?;
    Ok(Message {
        message_id,
        sender,
        recipient,
        print,
        delivery_time,
        invoice_reference,
        documents,
        print_if_unread,
    })
}

/// For whom the broker sends.
fn sender(it: &mut Sequence<'_>) -> Result<SentFor, Fault> {
    if let Some(id) = it.optional("sender-id") {
        return long(id).map(SentFor::Account);
    }
    match it.optional("sender-organization") {
        Some(element) => organization(it, element),
        None => Ok(SentFor::Broker),
    }
}

fn organization(within: &Sequence<'_>, element: &Element) -> Result<SentFor, Fault> {
    let mut it = within.inside(element);
    let id = it.required("organization-id").map_err(refused)?;
    let id = read(id, "1 to 35 letters and digits", |text| {
        let word = |it: char| it.is_alphanumeric();
        let fits = (1..=35).contains(&text.chars().count()) && text.chars().all(word);
        fits.then(|| text.to_owned())
    })?;
    let part = it.optional("part-id").map(|it| text(it, 0, 100));
    let part = part.transpose()?;
    it.finish().map_err(refused)?;
    Ok(SentFor::Organization { id, part })
}

/// What only version 8 has behind the documents.
fn of_version_8(it: &mut Sequence<'_>, remarks: &mut Vec<String>) -> Result<(), Fault> {
    if let Some(element) = it.optional("request-for-registration") {
        registration(it, element, Dialect::V8)?;
        let remark = "request-for-registration is read, and nobody is asked to register";
        remarks.push(remark.to_owned());
    }
    match it.optional("batch") {
        // A batch is another way of sending, which would have to hold the letter back.
        Some(_) => {
            let why = "found a batch, which Sandkasse does not simulate; send without one";
            Err(Fault::new(FaultKind::ValidationFailed, why))
        }
        None => Ok(()),
    }
}
