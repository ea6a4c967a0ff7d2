//! Answers and faults of the sibling services.

use crate::services::mps::model::{
    ConsignmentAnswer, Found, IssuerAnswer, Reply, SiblingReply, Standing,
};
use crate::services::mps::wire::{blacklist, lookup};
use crate::services::{Match, Operation};
use crate::wire::soap;
use crate::wire::xml::Writer;

/// Writes a good answer under the root that belongs to the operation.
pub(in crate::services::mps::wire) fn encode(
    operation: &Operation,
    identifier: &str,
    reply: &Reply,
) -> Vec<u8> {
    let (root, namespace) = root_of(operation);
    soap::write_envelope(|writer| {
        writer
            .open(&format!("v:{root}Response"), &[("xmlns:v", namespace)])
            .leaf("messageIdentifier", identifier);
        if let Reply::Identifiers(answers) = reply {
            lookup::write_answers(writer, answers);
        }
        if let Reply::Sibling(reply) = reply {
            write(writer, reply);
        }
        writer.close();
    })
}

/// The namespace of the service that an operation belongs to.
pub(in crate::services::mps::wire) fn namespace_of(operation: &Operation) -> &'static str {
    root_of(operation).1
}

fn root_of(operation: &Operation) -> (&'static str, &'static str) {
    match operation.matched_by {
        Match::SoapBody {
            root, namespace, ..
        } => (root, namespace),
        Match::Path | Match::Wsdl | Match::Own => ("", ""),
    }
}

fn write(writer: &mut Writer, reply: &SiblingReply) {
    match reply {
        SiblingReply::Issuer(number, answer) => write_issuer(writer, number, answer),
        SiblingReply::Done(issuer) => {
            writer.leaf("issuerId", issuer);
        }
        SiblingReply::RuleDeleted(issuer, was_there) => {
            let deleted = if *was_there { "true" } else { "false" };
            writer.leaf("issuerId", issuer).leaf("deleted", deleted);
        }
        SiblingReply::Added(invoices) => {
            writer
                .leaf("numberOfInvoices", &invoices.len().to_string())
                .open("addedInvoices", &[]);
            for (number, id) in invoices {
                writer
                    .open("addedInvoice", &[])
                    .leaf("invoiceNumber", number)
                    .leaf("transactionId", &id.to_string())
                    .close();
            }
            writer.close();
        }
        SiblingReply::InvoiceStatus(issuer, standing) => {
            writer.leaf("issuerId", issuer);
            match standing {
                Some(standing) => write_standing(writer, standing),
                None => {
                    writer.leaf("status", "NOT_FOUND");
                }
            }
        }
        SiblingReply::ConsignmentStatus(answer) => write_consignment(writer, answer),
        SiblingReply::InvoiceCancelled(id, answer) => {
            writer
                .leaf("transactionId", &id.to_string())
                .leaf("status", answer.as_str());
        }
        SiblingReply::ConsignmentCancelled(id, answer) => {
            writer
                .leaf("consignmentId", id)
                .leaf("status", answer.as_str());
        }
        SiblingReply::Cancellable(found) => write_cancellable(writer, found),
        SiblingReply::BlackList(rows) => blacklist::write(writer, rows),
        SiblingReply::Signature(text) => {
            writer.leaf("decryptedSignature", text);
        }
    }
}

fn write_issuer(writer: &mut Writer, number: &str, answer: &IssuerAnswer) {
    writer.leaf("issuerId", number);
    let (issuer, active_from) = match answer {
        IssuerAnswer::Other => {
            writer.leaf("holder", "OTHER");
            return;
        }
        IssuerAnswer::Own(issuer, active_from) => (issuer, active_from),
    };
    writer
        .leaf("holder", "OWN")
        .leaf_if("name", issuer.name.as_deref())
        .leaf("createdAt", &issuer.created_at.to_string())
        .leaf("activeFrom", &active_from.to_string());
    if issuer.rules.is_empty() {
        return;
    }
    writer.open("brandAgreementRules", &[]);
    for rule in &issuer.rules {
        writer
            .open("brandAgreementRule", &[])
            .leaf("accountNumber", &rule.account)
            .leaf("customerReferencePosition", &rule.position)
            .close();
    }
    writer.close();
}

fn write_standing(writer: &mut Writer, standing: &Standing) {
    writer
        .leaf("invoiceNumber", &standing.number)
        .leaf("transactionId", &standing.id.to_string())
        .leaf("status", standing.status.as_str())
        .leaf_if("rejectionCode", standing.code.as_deref())
        .leaf_if("rejectionText", standing.text.as_deref());
}

fn write_consignment(writer: &mut Writer, answer: &ConsignmentAnswer) {
    writer
        .leaf("consignmentId", &answer.id)
        .leaf("status", answer.status)
        .leaf("invoiceCount", &answer.count.to_string());
    if answer.invoices.is_empty() {
        return;
    }
    writer.open("invoiceStatuses", &[]);
    for standing in &answer.invoices {
        writer.open("invoiceStatus", &[]);
        write_standing(writer, standing);
        writer.close();
    }
    writer.close();
}

fn write_cancellable(writer: &mut Writer, found: &[Found]) {
    if found.is_empty() {
        return;
    }
    writer.open("cancellableInvoices", &[]);
    for found in found {
        writer
            .open("cancellableInvoice", &[])
            .leaf("transactionId", &found.id.to_string())
            .leaf("invoiceNumber", &found.number)
            .leaf_if("kid", found.kid.as_deref())
            .leaf("amount", &found.amount.to_string())
            .leaf("dueDate", &found.due_date.to_string())
            .close();
    }
    writer.close();
}
