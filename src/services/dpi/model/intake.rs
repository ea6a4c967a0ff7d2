//! What the access point makes of a message (Digdir: DPI, new infrastructure, section 3).

use std::sync::Arc;

use jiff::ToSpan;

use super::admission::Caller;
use super::apply::Model;
use super::command::{Event, Handed};
use super::shipment::{Outcome, Shipment, Status, StatusLine};
use super::wish::Wish;
use crate::consumer::{CaseRef, Happening, Turn};
use crate::domain::company::Company;
use crate::domain::dpi::{Destination, MessageId};
use crate::services::dpi::faults::{Fault, FaultKind};

/// Words beside a status (DPI: statuses as senders saw them; those for a message that was sent are
/// ours).
const TAKEN: &str = "Received by C2";
const SENT: &str = "Sent to C3";
const BAD_GATEWAY: &str = "Bad Gateway mot postkasse";
const NOBODY: &str = "The receiver is not registered in ELMA";

/// Takes a message, if everything in it fits.
pub(super) fn take(
    model: &mut Model,
    handed: Handed,
    caller: &Caller,
    wish: Option<Wish>,
    turn: &mut Turn<'_, Event>,
) -> Result<(), Fault> {
    let company = fits(model, &handed, caller, turn)?;
    let company = company.slug.clone();
    let Handed {
        message,
        same_token: _,
        signer,
        kanal,
        address: _,
        package,
        files,
    } = handed;
    let kanal = kanal.map_err(|fault| *fault)?;
    for file in files {
        turn.keep(file);
    }
    let id = message.header.message;
    let mut shipment = Shipment {
        header: message.header,
        sender: message.sender,
        company,
        fingerprint: message.fingerprint,
        body: message.body,
        kanal,
        signer,
        package,
        received: turn.now,
        statuses: Vec::new(),
        wish,
        outcome: Outcome::OnItsWay,
    };
    note(&mut shipment, Status::Created, TAKEN, turn);
    file(&shipment, turn);
    send_on(&mut shipment, turn);
    model.shipments.insert(id, Arc::new(shipment));
    Ok(())
}

/// Whether everything in a message fits its sender, in the order of the document; and who sends.
fn fits<'c>(
    model: &Model,
    handed: &Handed,
    caller: &Caller,
    turn: &'c Turn<'_, Event>,
) -> Result<&'c Company, Fault> {
    let (message, token) = (&handed.message, &caller.token);
    if !handed.same_token {
        let found = "another one in the message";
        return Err(Fault::of(FaultKind::TokenDiffers, found));
    }
    let sender = &message.sender.organisation;
    let company = turn.cast.company_by_org_number(sender);
    let Some(company) = company.filter(|_| token.consumer == *sender) else {
        let found = format!("{sender}, where the token has {}", token.consumer);
        return Err(Fault::of(FaultKind::ConsumerDiffers, found));
    };
    let bare = |text: &str| text.trim_end_matches('/').to_owned();
    let here = bare(&handed.address);
    let is_here = |audience: &String| {
        let audience = bare(audience);
        audience == here || audience == format!("{here}/messages/out")
    };
    if !token.audience.is_empty() && !token.audience.iter().any(is_here) {
        let found = format!("`{}`, where `{here}` is", token.audience.join("`, `"));
        return Err(Fault::of(FaultKind::WrongAudience, found));
    }
    if message.header.sender != *caller.number() {
        let found = format!(
            "{}, where the token has {}",
            message.header.sender,
            caller.number()
        );
        return Err(Fault::of(FaultKind::SenderDiffers, found));
    }
    if model.shipments.contains_key(&message.header.message) {
        return Err(duplicate(message.header.message));
    }
    if let Err(fault) = &handed.kanal {
        return Err(fault.as_ref().clone());
    }
    Ok(company)
}

/// Direction and id, as recorded answers name them.
pub(super) fn duplicate(id: MessageId) -> Fault {
    let found = format!("a message of before: (direction, message_uuid)=(OUT, {id})");
    Fault::of(FaultKind::Duplicate, found)
}

fn note(shipment: &mut Shipment, status: Status, text: &str, turn: &Turn<'_, Event>) {
    shipment.statuses.push(StatusLine {
        status,
        text: text.to_owned(),
        at: turn.now,
    });
}

/// Tells of the message, and files its conversation with it.
fn file(shipment: &Shipment, turn: &mut Turn<'_, Event>) {
    let kind = shipment.body.kind().as_str();
    let to = match shipment.destination() {
        Some(destination) => destination.name().to_owned(),
        None => shipment.header.receiver.to_string(),
    };
    turn.tell(Happening {
        about: Some(shipment.case()),
        service: "dpi",
        kind: "message.taken",
        text: format!("took `{kind}` of {} for {to}", shipment.company),
        rule: None,
    });
    let conversation = shipment.header.conversation.to_string();
    turn.file_with(CaseRef::of("dpi", &conversation), shipment.case());
}

/// Sends a message on to where it goes, if anybody is there.
fn send_on(shipment: &mut Shipment, turn: &mut Turn<'_, Event>) {
    let id = shipment.header.message;
    let delay = turn.settings.dpi.mailbox_delay;
    let arrives = turn.now.saturating_add(delay).unwrap_or(turn.now);
    let fails = match (shipment.destination(), shipment.wish) {
        (_, Some(Wish::Stuck)) => {
            shipment.outcome = Outcome::Lost;
            return;
        }
        (_, Some(Wish::StatusFailed)) => Some(BAD_GATEWAY),
        (None, _) => Some(NOBODY),
        (Some(Destination::Digipost | Destination::Eboks | Destination::Printer), _) => None,
    };
    if let Some(why) = fails {
        shipment.outcome = Outcome::Lost;
        note(shipment, Status::Failed, why, turn);
        turn.tell(Happening {
            about: Some(shipment.case()),
            service: "dpi",
            kind: "message.failed",
            text: format!("the access point could not send it on: {why}"),
            rule: None,
        });
        return;
    }
    if shipment.wish == Some(Wish::ReceiptBeforeStatus) {
        let later = arrives.saturating_add(1.minutes()).unwrap_or(arrives);
        turn.at(later, Event::Sent(id));
    } else {
        tell_sent(shipment, turn);
    }
    turn.at(arrives, Event::Arrives(id));
}

/// Notes that a message was sent on.
pub(super) fn sent(model: &mut Model, id: MessageId, turn: &mut Turn<'_, Event>) {
    let Some(shipment) = model.shipments.get_mut(&id) else {
        return;
    };
    tell_sent(Arc::make_mut(shipment), turn);
}

fn tell_sent(shipment: &mut Shipment, turn: &mut Turn<'_, Event>) {
    note(shipment, Status::Sent, SENT, turn);
    turn.tell(Happening {
        about: Some(shipment.case()),
        service: "dpi",
        kind: "message.sent",
        text: "the access point sent it on".to_owned(),
        rule: None,
    });
}
