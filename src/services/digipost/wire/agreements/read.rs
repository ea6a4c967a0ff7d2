//! Requests of the user-agreements API.

use http::header::ACCEPT;

use super::super::door::{Asked, Read};
use super::{body, query};
use crate::consumer::{AgreementType, MailNumber};
use crate::domain::digipost::AccountId;
use crate::domain::identity::NationalId;
use crate::services::Facts;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{AgreementsAsk, AgreementsWhat, Ask};

/// Reads a request.
pub(in crate::services::digipost::wire) fn read(asked: &Asked<'_>) -> Result<Read, Fault> {
    let mut names = asked.names.iter();
    let sender = names.next().map_or("", String::as_str);
    let name = names.next().map_or("", String::as_str);
    let sender = AccountId::parse(sender).ok_or_else(|| {
        let found = format!("found {}", query::shortened(sender));
        Fault::new(FaultKind::InvalidSenderId, found)
    })?;
    let sent = asked.received.request.uri().query().unwrap_or_default();
    let query = query::Query::of(asked.operation.id, sent)?;
    let (what, remarks) = what(asked, name, &query)?;
    let facts = Facts {
        consumer: user(&what)
            .map(|user| user.as_str().to_owned())
            .into_iter()
            .collect(),
        ..Facts::default()
    };
    let wish = None;
    Ok(Read {
        ask: Ask::Agreements(AgreementsAsk { sender, what, wish }),
        facts: vec![facts],
        remarks,
    })
}

/// The operation, and what was tolerated.
fn what(
    asked: &Asked<'_>,
    name: &str,
    query: &query::Query,
) -> Result<(AgreementsWhat, Vec<String>), Fault> {
    let what = match asked.operation.id {
        "digipost.agreements.put" => {
            let (sent, remarks) = body::agreement(asked.body())?;
            let what = AgreementsWhat::Put {
                user: sent.user,
                about: sent.about,
                attributes: sent.attributes,
            };
            return Ok((what, remarks));
        }
        "digipost.agreements.invoice" => {
            let (number, about) = (number(name)?, or_invoices(query.about()?));
            let (update, remarks) = body::update(asked.body())?;
            return Ok((AgreementsWhat::Update(number, about, update), remarks));
        }
        "digipost.agreements.get" => {
            let user = query.user()?;
            match query.about()? {
                Some(about) => AgreementsWhat::Get(user, about),
                None => AgreementsWhat::List(user),
            }
        }
        "digipost.agreements.delete" => AgreementsWhat::Delete(query.user()?, query.needs_about()?),
        "digipost.agreements.deleteById" => AgreementsWhat::DeleteById(name.to_owned()),
        "digipost.agreements.owners" => AgreementsWhat::Owners(query.needs_about()?, query.sms()?),
        "digipost.agreements.documents" => AgreementsWhat::Documents(query.which()?),
        "digipost.agreements.count" => AgreementsWhat::Count(query.which()?, wants_text(asked)),
        "digipost.agreements.document" => {
            AgreementsWhat::Document(number(name)?, or_invoices(query.about()?))
        }
        "digipost.agreements.content" => {
            AgreementsWhat::Content(number(name)?, or_invoices(query.about()?))
        }
        other => {
            let why = format!("{other} has no reader");
            return Err(Fault::new(FaultKind::GeneralError, why));
        }
    };
    Ok((what, Vec::new()))
}

/// Whom an operation names.
fn user(what: &AgreementsWhat) -> Option<&NationalId> {
    match what {
        AgreementsWhat::Put { user, .. }
        | AgreementsWhat::Get(user, _)
        | AgreementsWhat::List(user)
        | AgreementsWhat::Delete(user, _) => Some(user),
        AgreementsWhat::Documents(which) | AgreementsWhat::Count(which, _) => Some(&which.user),
        AgreementsWhat::DeleteById(_)
        | AgreementsWhat::Owners(..)
        | AgreementsWhat::Document(..)
        | AgreementsWhat::Update(..)
        | AgreementsWhat::Content(..) => None,
    }
}

/// What is about one document needs no type in the written specification.
fn or_invoices(about: Option<AgreementType>) -> AgreementType {
    about.unwrap_or(AgreementType::InvoiceBank)
}

fn number(name: &str) -> Result<MailNumber, Fault> {
    let number = name.parse().ok().map(MailNumber);
    number.ok_or_else(|| {
        let found = format!("found `{}`, expected a number", query::shortened(name));
        Fault::new(FaultKind::DocumentNotFound, found)
    })
}

/// Whether a client wants a count as plain text, and not in XML.
fn wants_text(asked: &Asked<'_>) -> bool {
    let headers = asked.received.request.headers();
    let values = headers.get_all(ACCEPT).iter();
    let values: Vec<String> = values
        .map(|value| String::from_utf8_lossy(value.as_bytes()).to_lowercase())
        .collect();
    let names = |what| values.iter().any(|value| value.contains(what));
    names("text/plain") && !names("xml")
}
