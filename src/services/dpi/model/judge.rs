//! What mailbox and printer make of a message that arrives (Digdir: DPI, new infrastructure,
//! section 6). The token in it is not looked at any more: it may have expired on the way.

use std::collections::BTreeSet;

use super::apply::Model;
use super::command::Event;
use super::complaint::{Complaint, ComplaintKind};
use super::package::{Opened, PackedFile};
use super::shipment::{Outcome, Shipment, visible_from};
use super::{deliver, printer, receipts};
use crate::consumer::{Happening, Turn};
use crate::domain::digipost::DigipostAddress;
use crate::domain::dpi::{Body, Destination, MailboxAddress, MessageId, ReceiptNews};
use crate::domain::krr::{EboksAddress, MailboxProvider};
use crate::domain::person::Person;
use crate::domain::slug::Slug;

/// Judges a message, and delivers it or says why not.
pub(super) fn arrives(model: &mut Model, id: MessageId, turn: &mut Turn<'_, Event>) {
    let Some(shipment) = model.shipments.get(&id).cloned() else {
        return;
    };
    let Some(at) = shipment.destination() else {
        return;
    };
    let opened = match judge(&shipment, at, turn) {
        Ok((whose, opened)) => (whose, opened),
        Err(complaint) => {
            refuse(model, &shipment, at, complaint, turn);
            return;
        }
    };
    match opened {
        (Some(person), opened) => {
            deliver::into_mailbox(model, &shipment, at, &person, opened, turn);
        }
        (None, opened) => printer::accept(model, &shipment, opened, turn),
    }
}

fn refuse(
    model: &mut Model,
    shipment: &Shipment,
    at: Destination,
    complaint: Complaint,
    turn: &mut Turn<'_, Event>,
) {
    let id = shipment.header.message;
    turn.tell(Happening {
        about: Some(shipment.case()),
        service: "dpi",
        kind: "message.refused",
        text: format!("{} does not take it: {}", at.name(), complaint.words()),
        rule: Some(complaint.kind.rule()),
    });
    let news = ReceiptNews::Failed {
        fault: complaint.whose(),
        details: Some(complaint.details(at)),
    };
    model.change(id, |it| it.outcome = Outcome::Refused(complaint));
    receipts::put(model, id, news, None, turn);
}

/// Whose mailbox it goes to, if it is not printed, and what is in it.
fn judge<'s>(
    shipment: &'s Shipment,
    at: Destination,
    turn: &Turn<'_, Event>,
) -> Result<(Option<Slug>, &'s Opened), Complaint> {
    if let Some(complaint) = shipment.wish.and_then(super::wish::Wish::complaint) {
        return Err(complaint);
    }
    signed_by(
        shipment,
        shipment.signer.as_ref(),
        ComplaintKind::MessageSigner,
    )?;
    let package = &shipment.package;
    if package.fingerprint != shipment.fingerprint {
        let found = format!("SHA-256 {} of {} bytes", package.fingerprint, package.bytes);
        return Err(Complaint::of(ComplaintKind::Fingerprint, found));
    }
    let person = addressee(shipment, at, turn)?;
    if let Some(other) = package.by.filter(|by| *by != at) {
        let found = format!("encrypted to {}", other.name());
        return Err(Complaint::of(ComplaintKind::CannotDecrypt, found));
    }
    if let Some(first) = package.complaints.first() {
        return Err(first.clone());
    }
    let unread = || Complaint::of(ComplaintKind::CannotDecrypt, "nothing in it");
    let opened = package.opened.as_ref().ok_or_else(unread)?;
    signed_by(
        shipment,
        opened.signer.as_ref(),
        ComplaintKind::PackageSigner,
    )?;
    manifest(shipment, opened)?;
    if at == Destination::Eboks {
        names(&opened.files)?;
    }
    Ok((person, opened))
}

/// Whether a certificate is that of the technical sender. One that names nobody passes: test
/// certificates often do not.
fn signed_by(
    shipment: &Shipment,
    signer: Option<&crate::domain::identity::OrgNumber>,
    kind: ComplaintKind,
) -> Result<(), Complaint> {
    let technical = &shipment.header.sender;
    match signer.filter(|signer| *signer != technical) {
        None => Ok(()),
        Some(other) => {
            let found = format!("it is that of {other}, where {technical} sends");
            Err(Complaint::of(kind, found))
        }
    }
}

/// Who has the mailbox; nobody where it is printed.
fn addressee(
    shipment: &Shipment,
    at: Destination,
    turn: &Turn<'_, Event>,
) -> Result<Option<Slug>, Complaint> {
    match (&shipment.body, at.provider()) {
        (Body::Digital(letter), Some(provider)) => {
            let wrong = |found: String| Complaint::of(ComplaintKind::WrongAddress, found);
            let Some(person) = user(&letter.mailbox, provider, turn) else {
                return Err(wrong(format!("`{}` at {}", letter.mailbox, at.name())));
            };
            let most = turn.settings.dpi.visible_within;
            let last = turn.now.saturating_add(most).unwrap_or(turn.now);
            let from = visible_from(letter, turn.now);
            if from > last {
                let found = format!("{from}, where {last} is the latest");
                return Err(Complaint::of(ComplaintKind::TooFar, found));
            }
            Ok(Some(person.slug.clone()))
        }
        (Body::Print(_), None) => Ok(None),
        (Body::Digital(_), None) => {
            let found = "a letter for a mailbox sent to the print service";
            Err(Complaint::of(ComplaintKind::WrongAddress, found))
        }
        (Body::Print(_), Some(_)) => {
            let found = format!("a letter to print sent to {}", at.name());
            Err(Complaint::of(ComplaintKind::WrongAddress, found))
        }
    }
}

/// Whose mailbox at a provider it is, if that is the one that the person chose and it is open.
fn user<'t>(
    mailbox: &MailboxAddress,
    provider: MailboxProvider,
    turn: &Turn<'t, Event>,
) -> Option<&'t Person> {
    let seen = turn.cast.seen_by("dpi");
    let text = mailbox.as_str();
    let person = match provider {
        MailboxProvider::Digipost => {
            let person = seen.by_digipost_address(&DigipostAddress::parse(text)?)?;
            let open = person.digipost.as_ref().is_some_and(|user| user.active);
            open.then_some(person)?
        }
        MailboxProvider::Eboks => seen.by_eboks_address(&EboksAddress::parse(text)?)?,
    };
    let chosen = person.krr.as_ref()?.mailbox?;
    (chosen == provider).then_some(person)
}

fn manifest(shipment: &Shipment, opened: &Opened) -> Result<(), Complaint> {
    let sender = &shipment.sender.organisation;
    if let Some(other) = opened.sender.as_ref().filter(|it| *it != sender) {
        let found = format!("{other}, where the message has {sender}");
        return Err(Complaint::of(ComplaintKind::ManifestSender, found));
    }
    let said = opened.address.as_deref();
    let said = said.and_then(|text| MailboxAddress::parse(text).ok());
    let (Some(said), Some(letter)) = (said, shipment.letter()) else {
        return Ok(());
    };
    if said.same_mailbox(&letter.mailbox) {
        return Ok(());
    }
    let found = format!("`{said}`, where the message has `{}`", letter.mailbox);
    Err(Complaint::of(ComplaintKind::ManifestRecipient, found))
}

/// Names of files do not differ in case alone, for whoever saves them.
fn names(files: &[PackedFile]) -> Result<(), Complaint> {
    let mut seen = BTreeSet::new();
    let mut names = files.iter().map(|file| &file.name);
    let twice = names.find(|name| !seen.insert(name.to_lowercase()));
    match twice {
        None => Ok(()),
        Some(name) => {
            let found = format!("`{name}` twice");
            Err(Complaint::of(ComplaintKind::AttachmentNames, found))
        }
    }
}
