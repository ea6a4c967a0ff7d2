//! What a message of digital post was, and what became of it.

use schemars::JsonSchema;
use serde::Serialize;

use super::time::instant;
use crate::domain::dpi::{Kanal, MessageKind, ReceiptNews, SenderUnit};
use crate::services::dpi::{Complaint, Model, Opened, Outcome, PackedFile, Queued, Shipment};

/// A message of digital post.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Post")]
pub(in crate::admin) struct PostText {
    message: String,
    conversation: String,
    /// `digital` or `utskrift`.
    kind: &'static str,
    /// The case of the message; null where none was opened.
    case: Option<String>,
    received_at: String,
    /// The company that answers for it.
    company: String,
    /// Organisation number of the technical sender.
    sender: String,
    unit: Option<String>,
    /// Organisation number of the mailbox or the printer.
    receiver: String,
    /// The mailbox; null for what is printed.
    mailbox: Option<String>,
    kanal: Option<String>,
    /// Organisation number in the certificate that signed the message.
    signed_by: Option<String>,
    package: PackageText,
    statuses: Vec<StatusText>,
    /// `on-its-way`, `lost`, `refused`, `in-mailbox`, `printed` or `posted`.
    outcome: &'static str,
    /// Why it was refused where it arrived.
    refused_for: Option<ComplaintText>,
    /// Numbers of the letters in the mailbox, attachments behind the letter.
    mails: Vec<u64>,
    receipts: Vec<ReceiptText>,
}

/// Its document package.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PostPackage")]
struct PackageText {
    bytes: u64,
    /// SHA-256 of what came, and whether the message says the same.
    sha256: String,
    as_announced: bool,
    /// Whose key opened it: `digipost`, `eboks` or `printer`.
    opened_by: Option<&'static str>,
    /// Organisation number in the certificate that signed it.
    signed_by: Option<String>,
    /// What the manifest says of the sender and the mailbox.
    manifest_sender: Option<String>,
    manifest_mailbox: Option<String>,
    /// The main document, then attachments; empty where the package cannot be read.
    files: Vec<FileText>,
    /// What is wrong with the package by itself.
    findings: Vec<ComplaintText>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PostFile")]
struct FileText {
    name: String,
    title: Option<String>,
    media_type: String,
    bytes: u64,
    sha256: String,
    /// Whether a payment can be filled in from it.
    is_payable: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PostFinding")]
struct ComplaintText {
    /// The name by which scenarios ask for it.
    kind: &'static str,
    rule: &'static str,
    why: String,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PostStatus")]
struct StatusText {
    /// `OPPRETTET`, `SENDT` or `FEILET`.
    status: &'static str,
    text: String,
    at: String,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PostReceipt")]
struct ReceiptText {
    id: String,
    kind: &'static str,
    /// `varslingskanal` or `feiltype`.
    of: Option<&'static str>,
    /// `beskrivelse` or `detaljer`.
    text: Option<String>,
    at: String,
    /// What is wrong with it, as a scenario wanted.
    flaw: Option<&'static str>,
    read_at: Option<String>,
}

impl PostText {
    /// The text of a message that stands in a case.
    pub(in crate::admin) fn of(shipment: &Shipment, case: Option<String>, model: &Model) -> Self {
        let header = &shipment.header;
        let letter = shipment.letter();
        let (outcome, refused) = outcome(&shipment.outcome);
        let receipts = model.receipts_for(header.message);
        let statuses = shipment.statuses.iter().map(|line| StatusText {
            status: line.status.as_str(),
            text: line.text.clone(),
            at: instant(line.at),
        });
        Self {
            message: header.message.to_string(),
            conversation: header.conversation.to_string(),
            kind: MessageKind::as_str(shipment.body.kind()),
            case,
            received_at: instant(shipment.received),
            company: shipment.company.to_string(),
            sender: header.sender.to_string(),
            unit: shipment.sender.unit.as_ref().map(SenderUnit::to_string),
            receiver: header.receiver.to_string(),
            mailbox: letter.map(|letter| letter.mailbox.to_string()),
            kanal: shipment.kanal.as_ref().map(Kanal::to_string),
            signed_by: shipment.signer.as_ref().map(ToString::to_string),
            package: PackageText::of(shipment),
            statuses: statuses.collect(),
            outcome,
            refused_for: refused.map(ComplaintText::of),
            mails: match &shipment.outcome {
                Outcome::InMailbox(mails) => mails.iter().map(|number| number.0).collect(),
                Outcome::OnItsWay
                | Outcome::Lost
                | Outcome::Refused(_)
                | Outcome::Printed { .. } => Vec::new(),
            },
            receipts: receipts
                .map(|(_, queued)| ReceiptText::of(queued))
                .collect(),
        }
    }
}

fn outcome(outcome: &Outcome) -> (&'static str, Option<&Complaint>) {
    match outcome {
        Outcome::OnItsWay => ("on-its-way", None),
        Outcome::Lost => ("lost", None),
        Outcome::Refused(complaint) => ("refused", Some(complaint)),
        Outcome::InMailbox(_) => ("in-mailbox", None),
        Outcome::Printed { posted: None } => ("printed", None),
        Outcome::Printed { posted: Some(_) } => ("posted", None),
    }
}

impl PackageText {
    fn of(shipment: &Shipment) -> Self {
        let package = &shipment.package;
        let opened = package.opened.as_ref();
        let digest = package.fingerprint.as_bytes().iter();
        let said = |which: fn(&Opened) -> Option<String>| opened.and_then(which);
        Self {
            bytes: package.bytes,
            sha256: digest.map(|byte| format!("{byte:02x}")).collect(),
            as_announced: package.fingerprint == shipment.fingerprint,
            opened_by: package.by.map(|by| by.as_str()),
            signed_by: said(|it| it.signer.as_ref().map(ToString::to_string)),
            manifest_sender: said(|it| it.sender.as_ref().map(ToString::to_string)),
            manifest_mailbox: said(|it| it.address.clone()),
            files: opened.map_or_else(Vec::new, |opened| {
                opened.files.iter().map(FileText::of).collect()
            }),
            findings: package.complaints.iter().map(ComplaintText::of).collect(),
        }
    }
}

impl FileText {
    fn of(file: &PackedFile) -> Self {
        Self {
            name: file.name.clone(),
            title: file.title.clone(),
            media_type: file.media_type.clone(),
            bytes: file.bytes,
            sha256: file.content.to_string(),
            is_payable: file.invoice.is_some(),
        }
    }
}

impl ComplaintText {
    fn of(complaint: &Complaint) -> Self {
        Self {
            kind: complaint.kind.as_str(),
            rule: complaint.kind.rule(),
            why: complaint.words(),
        }
    }
}

impl ReceiptText {
    fn of(queued: &Queued) -> Self {
        let (of, text) = match &queued.news {
            ReceiptNews::NoticeFailed {
                channel,
                description,
            } => (Some(channel.as_str()), description.clone()),
            ReceiptNews::Failed { fault, details } => (Some(fault.as_str()), details.clone()),
            ReceiptNews::Delivered
            | ReceiptNews::Opened
            | ReceiptNews::Accepted
            | ReceiptNews::Returned => (None, None),
        };
        Self {
            id: queued.id.to_string(),
            kind: queued.news.kind().as_str(),
            of,
            text,
            at: instant(queued.at),
            flaw: queued.flaw.map(|flaw| flaw.as_str()),
            read_at: queued.read.map(instant),
        }
    }
}
