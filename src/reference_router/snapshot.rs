//! The router's state as text.

use serde_json::{Map, Value, json};

use super::model::{Action, InvoiceFile, Job, Model, Position, RouterInvoice, Token};
use crate::services::Heard;
use crate::snapshot::{attempt, facts, lookup_key};

/// The state as JSON, keys sorted. Every field is named here, so that a new one does not compile
/// until somebody decided how it is shown.
#[must_use]
pub fn snapshot(model: &Model) -> Value {
    let Model {
        tokens,
        tokens_oldest_first,
        invoices,
        oldest_first,
    } = model;
    let tokens: Map<String, Value> = tokens
        .iter()
        .map(|(text, token)| (text.clone(), self::token(token)))
        .collect();
    let invoices: Map<String, Value> = invoices
        .iter()
        .map(|(id, invoice)| (id.clone(), self::invoice(invoice)))
        .collect();
    let tokens_oldest_first: Vec<&str> = tokens_oldest_first.iter().map(String::as_str).collect();
    let oldest_first: Vec<&str> = oldest_first.iter().map(String::as_str).collect();
    json!({
        "tokens": tokens,
        "tokens_oldest_first": tokens_oldest_first,
        "invoices": invoices,
        "oldest_first": oldest_first,
    })
}

/// A job of the agenda as JSON.
#[must_use]
pub fn job(job: &Job) -> Value {
    match job {
        Job::Walk { invoice } => json!({ "walk": { "invoice": invoice } }),
        Job::Hear { invoice, heard } => {
            json!({ "hear": { "invoice": invoice, "heard": self::heard(heard) } })
        }
    }
}

fn heard(heard: &Heard) -> Value {
    match heard {
        Heard::Answer { status, body } => {
            json!({ "status": status, "body": String::from_utf8_lossy(body) })
        }
        Heard::Broken(how) => json!({ "broken": how }),
        Heard::TimedOut(after) => json!({ "timed_out_ms": after.as_millis().to_string() }),
    }
}

fn token(token: &Token) -> Value {
    let Token {
        company,
        scopes,
        granted,
        expires_at,
    } = token;
    json!({
        "company": company.as_str(),
        "scopes": scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>(),
        "granted": granted,
        "expires_at": expires_at.to_string(),
    })
}

fn invoice(invoice: &RouterInvoice) -> Value {
    let RouterInvoice {
        id: _,
        company,
        status,
        number,
        date,
        sum_tax,
        source_format,
        sender_name,
        sender_email,
        comment,
        document_type,
        files,
        actions,
        facts,
        attempts,
        position,
        delivered_by,
        mps_transaction,
        created_at,
    } = invoice;
    json!({
        "company": company.as_str(),
        "status": status.as_str(),
        "number": number,
        "date": date.to_string(),
        "sum_tax_ore": sum_tax.get(),
        "source_format": source_format,
        "sender_name": sender_name,
        "sender_email": sender_email,
        "comment": comment,
        "document_type": document_type.as_str(),
        "files": files.iter().map(file).collect::<Vec<_>>(),
        "actions": actions.iter().map(action).collect::<Vec<_>>(),
        "facts": self::facts(facts),
        "attempts": attempts.iter().map(attempt).collect::<Vec<_>>(),
        "position": self::position(position),
        "delivered_by": delivered_by.map(|channel| channel.as_str()),
        "mps_transaction": mps_transaction,
        "created_at": created_at.to_string(),
    })
}

fn file(file: &InvoiceFile) -> Value {
    let InvoiceFile {
        id,
        name,
        media_type,
        role,
        blob,
    } = file;
    json!({
        "id": id,
        "name": name,
        "media_type": media_type,
        "role": role,
        "blob": blob.to_string(),
    })
}

fn action(action: &Action) -> Value {
    let Action {
        kind,
        channel,
        message,
        at,
    } = action;
    json!({
        "type": kind.as_str(),
        "channel": channel.map(|channel| channel.as_str()),
        "message": message,
        "at": at.to_string(),
    })
}

fn position(position: &Position) -> Value {
    match position {
        Position::Deciding => json!("deciding"),
        Position::Asking { key } => json!({ "asking": lookup_key(key) }),
        Position::Sending {
            identifier,
            shipment,
            transaction,
            tries,
        } => json!({
            "sending": {
                "identifier": identifier.as_str(),
                "shipment": shipment,
                "transaction": transaction,
                "tries": tries,
            }
        }),
        Position::Polling { transaction, since } => {
            json!({ "polling": { "transaction": transaction, "since": since.to_string() } })
        }
        Position::Ended => json!("ended"),
    }
}
