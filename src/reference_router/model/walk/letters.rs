//! Mails and prints: to the consumer, and to a sender whose invoice found no way.

use super::endings::{closed_text, tell};
use super::job::Job;
use crate::consumer::Turn;
use crate::domain::channel::Outcome;
use crate::domain::email::EmailAddress;
use crate::domain::letter::{Delivery, Letter, LetterContent, LetterFacts, LetterFile};
use crate::domain::mint::Stream;
use crate::reference_router::model::RouterInvoice;

fn letter_facts(invoice: &RouterInvoice, turn: &Turn<'_, Job>) -> LetterFacts {
    let payment = &invoice.facts.payment;
    let company = turn
        .cast
        .company(&invoice.company)
        .map(|company| company.name.clone());
    LetterFacts {
        sender: invoice.sender_name.clone().or(company).unwrap_or_default(),
        number: invoice.number.clone(),
        amount: payment.amount,
        currency: payment.currency.clone(),
        due_date: payment.due_date,
        kid: payment.kid.clone(),
        account: payment.account.clone(),
    }
}

/// The invoice's own image first, then the attachments that are PDF.
fn letter_files(invoice: &RouterInvoice) -> Vec<LetterFile> {
    let pdfs = invoice
        .files
        .iter()
        .filter(|file| file.media_type == "application/pdf");
    let goes = |role| pdfs.clone().filter(move |file| file.role == role);
    goes("image")
        .chain(goes("attachment"))
        .map(|file| LetterFile {
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            blob: file.blob,
        })
        .collect()
}

pub(super) fn mail(invoice: &RouterInvoice, address: EmailAddress, turn: &mut Turn<'_, Job>) {
    let content = LetterContent::Invoice(letter_facts(invoice, turn));
    post(
        invoice,
        Delivery::Mail(address),
        content,
        letter_files(invoice),
        turn,
    );
}

pub(super) fn print(invoice: &RouterInvoice, turn: &mut Turn<'_, Job>) {
    let recipient = &invoice.facts.recipient;
    let to = Delivery::Print {
        name: recipient.name.clone().unwrap_or_default(),
        address: recipient.address.clone(),
    };
    let content = LetterContent::Invoice(letter_facts(invoice, turn));
    post(invoice, to, content, letter_files(invoice), turn);
}

/// Word to the sender, to the address in the document; a document without one has nobody
/// to tell, and the journal says so.
pub(super) fn error_mail(invoice: &RouterInvoice, turn: &mut Turn<'_, Job>) {
    let address = invoice
        .sender_email
        .as_deref()
        .and_then(|text| EmailAddress::parse(text).ok());
    let Some(address) = address else {
        let text = "no error mail: the document names no e-mail address of the sender".to_owned();
        return tell(invoice, "mail.impossible", text, Some("R-120"), turn);
    };
    let reasons = invoice
        .attempts
        .iter()
        .filter_map(|attempt| match &attempt.outcome {
            Outcome::Closed(refusal) => Some(closed_text(&attempt.way, refusal)),
            Outcome::Delivered => None,
        });
    let reasons = reasons.collect();
    let content = LetterContent::AllRoutesFailed {
        number: invoice.number.clone(),
        reasons,
    };
    post(invoice, Delivery::Mail(address), content, Vec::new(), turn);
}

fn post(
    invoice: &RouterInvoice,
    to: Delivery,
    content: LetterContent,
    files: Vec<LetterFile>,
    turn: &mut Turn<'_, Job>,
) {
    let (kind, text) = match &to {
        Delivery::Mail(address) => ("mail.sent", format!("a mail went to {address}")),
        Delivery::Print { name, .. } => ("print.sent", format!("a letter to {name} was printed")),
    };
    tell(invoice, kind, text, None, turn);
    let id = turn.mint.uuid(Stream::Letter).to_string();
    let (sent_at, invoice) = (turn.now, Some(invoice.id.clone()));
    turn.letters.push(Letter {
        id,
        sent_at,
        invoice,
        to,
        content,
        files,
    });
}
