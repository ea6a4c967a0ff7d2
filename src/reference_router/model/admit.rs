//! From a submission to an invoice at the router.

use super::apply::{Metadata, PreparedFile, Submission};
use super::invoice::{Action, ActionType, InvoiceFile, Position, RouterInvoice, Status};
use super::walk::Job;
use crate::consumer::{DocumentType, Turn};
use crate::domain::company::{B2cnoStatus, Company};
use crate::domain::invoice::{DocumentKind, Invoice};
use crate::domain::mint::Stream;
use crate::domain::routing::{Facts, Payment, Plan, Recipient, Route, Sender};

/// Makes the invoice, keeps its files and plans its ways.
pub(super) fn admit(
    id: String,
    company: &Company,
    submission: Submission,
    turn: &mut Turn<'_, Job>,
) -> RouterInvoice {
    let Submission {
        invoice,
        files,
        metadata,
        order,
        comment,
        ..
    } = submission;
    let files = files.into_iter().map(|file| keep(file, turn)).collect();
    let recipient = recipient(&invoice, metadata);
    let plan = if submission.for_consumer {
        let by_id = recipient.efaktura_id.is_some();
        Plan::for_consumer(&order, &account_default(company), by_id)
    } else {
        Plan::for_business()
    };
    let facts = Facts {
        sender: Sender {
            b2cno: b2cno(company),
        },
        payment: payment(&invoice),
        recipient,
        plan,
        efaktura_failure_ends: turn.settings.router_efaktura_failure_ends,
        zero_amount: turn.settings.efaktura_zero_amount,
        lookups: Vec::new(),
        efaktura: None,
    };
    let action = |kind, message: &str| Action {
        kind,
        channel: None,
        message: message.to_owned(),
        at: turn.now,
    };
    let document_type = match invoice.kind {
        // The root element decides, whatever title was asked for.
        DocumentKind::CreditNote => DocumentType::CreditNote,
        DocumentKind::Invoice => submission.document_type.unwrap_or(DocumentType::Invoice),
    };
    RouterInvoice {
        id,
        company: company.slug.clone(),
        status: Status::Pending,
        number: invoice.number,
        date: invoice.issue_date,
        sum_tax: invoice.tax.unwrap_or_default(),
        source_format: invoice.format.as_maventa(),
        sender_name: invoice.supplier.name,
        sender_email: invoice.supplier.email,
        comment,
        document_type,
        files,
        actions: vec![
            action(ActionType::Received, "file received"),
            action(ActionType::Created, "invoice created"),
        ],
        facts,
        attempts: Vec::new(),
        position: Position::Deciding,
        delivered_by: None,
        mps_transaction: None,
        created_at: turn.now,
    }
}

fn payment(invoice: &Invoice) -> Payment {
    Payment {
        kind: invoice.kind,
        currency: invoice.currency.clone(),
        amount: invoice.payable,
        due_date: invoice.due_date,
        kid: invoice.payment_reference.clone(),
        account: invoice.account.clone(),
    }
}

fn keep(file: PreparedFile, turn: &mut Turn<'_, Job>) -> InvoiceFile {
    InvoiceFile {
        id: turn.mint.uuid(Stream::File).to_string(),
        name: file.name,
        media_type: file.media_type,
        role: file.role,
        blob: turn.keep(file.blob),
    }
}

/// State of a company's main agreement. A company without an account has none, and neither has one
/// from abroad, whatever its account says: only a Norwegian company may hold it.
pub(super) fn b2cno(company: &Company) -> B2cnoStatus {
    company
        .org_number
        .norwegian()
        .and(company.maventa.as_ref())
        .map_or(B2cnoStatus::Free, |facet| facet.b2cno)
}

fn account_default(company: &Company) -> Vec<Route> {
    let order = company
        .maventa
        .iter()
        .flat_map(|facet| &facet.default_route_order);
    order.filter_map(|value| Route::parse(value)).collect()
}

/// Metadata first, then the marks that are the consumer's own, then the contact of the party.
fn recipient(invoice: &Invoice, metadata: Metadata) -> Recipient {
    let party = &invoice.customer;
    let marks = &invoice.consumer_marks;
    let phone = metadata.phone.map(|phone| phone.international().to_owned());
    let ssn = metadata.ssn.map(|ssn| ssn.as_str().to_owned());
    Recipient {
        efaktura_id: metadata.efaktura_id,
        ssn: ssn.or_else(|| marks.ssn.clone()),
        phone: phone
            .or_else(|| marks.phone.clone())
            .or_else(|| party.phone.clone()),
        email: metadata
            .email
            .or_else(|| marks.email.clone())
            .or_else(|| party.email.clone()),
        date_of_birth: metadata.date_of_birth.or(marks.date_of_birth),
        name: party.name.clone(),
        address: party.address.clone().unwrap_or_default(),
    }
}
