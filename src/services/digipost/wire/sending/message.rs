//! A message as XML (Digipost: schemas api_v7.xsd and api_v8.xsd, message).

use super::document::document;
use super::recipient::{print_if_unread, recipient, registration};
use super::root::root;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{Message, SentFor};
use crate::services::digipost::wire::dialect::Dialect;
use crate::services::digipost::wire::parties::sender_organization;
use crate::services::digipost::wire::values::{any_text, date_time, invalid, long, refused, text};
use crate::wire::xml::Sequence;

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
    let sender = sender(&mut it, remarks)?;
    let to = it.required("recipient").map_err(refused)?;
    let (recipient, print) = recipient(&it, to, dialect, remarks)?;
    let delivery_time = it.optional("delivery-time").map(date_time).transpose()?;
    if let Some(reference) = it.optional("invoice-reference") {
        text(reference, 0, 100)?;
        remarks.push("invoice-reference is read, and nobody is billed".to_owned());
    }
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
        documents,
        print_if_unread,
    })
}

/// For whom the broker sends.
fn sender(it: &mut Sequence<'_>, remarks: &mut Vec<String>) -> Result<SentFor, Fault> {
    if let Some(id) = it.optional("sender-id") {
        return long(id).map(SentFor::Account);
    }
    let Some(element) = it.optional("sender-organization") else {
        return Ok(SentFor::Broker);
    };
    let (id, part) = sender_organization(it, element)?;
    if part.is_some() {
        let remark = "part-id is read, and the organisation sends as a whole";
        remarks.push(remark.to_owned());
    }
    Ok(SentFor::Organization(id))
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
