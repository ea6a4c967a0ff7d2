//! Requests.

use crate::domain::identity::NationalId;
use crate::services::Facts;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::{AccessAsk, AccessWhat, Ask, Ident, IdentKind, LogIn};
use crate::services::vipps::wire::door::{Asked, Read, subscription};
use crate::services::vipps::wire::members::{Members, Notes, json_of};

/// Digits of a phone number with its country code (Vipps: guide of the invoice API, Postman
/// set-up; the draft of version 2.0 takes no shorter one).
const MSISDN: std::ops::RangeInclusive<usize> = 10..=15;

/// Reads a request.
pub(in crate::services::vipps::wire) fn read(asked: &Asked<'_>) -> Result<Read, Fault> {
    match asked.operation.id {
        "vipps.accesstoken.get" => Ok(plain(AccessWhat::LogIn(log_in(asked)))),
        "vipps.isp.Request_Recipient_Token_v1" | "vipps.ipp.Request_Recipient_Token_v1" => {
            let ident = ident(asked)?;
            let facts = facts(&ident);
            Ok(Read {
                facts: vec![facts],
                ..plain(AccessWhat::Recipient { ident, wish: None })
            })
        }
        "vipps.public_jwk"
        | "vipps.jwk"
        | "vipps.isp.public_jwk"
        | "vipps.isp.jwk"
        | "vipps.ipp.public_jwk"
        | "vipps.ipp.jwk" => Ok(plain(AccessWhat::Keys(None))),
        other => Err(Fault::problem(ProblemKind::NotFound, other)),
    }
}

fn plain(what: AccessWhat) -> Read {
    Read::plain(Ask::Access(AccessAsk { what }))
}

/// The headers of a log-in; who comes without one has an empty one. The body is not looked at:
/// clients send an empty one with a media type (Vipps: Access token API).
fn log_in(asked: &Asked<'_>) -> LogIn {
    LogIn {
        client_id: asked.header("client_id").unwrap_or_default(),
        client_secret: asked.header("client_secret").unwrap_or_default(),
        subscription: subscription(asked.received, asked.query.as_ref()),
        wish: None,
    }
}

/// Of whom a token is asked for.
fn ident(asked: &Asked<'_>) -> Result<Ident, Fault> {
    let body = json_of(asked.body())?;
    let members = Members::of(&body, "")?;
    let mut notes = Notes::default();
    let kind = notes.needed(members.text("type")?, "type");
    let value = notes.needed(members.text("value")?, "value");
    notes.judge()?;
    let Some(kind) = IdentKind::parse(kind) else {
        return Err(Fault::problem(ProblemKind::UnknownIdentType, shown(kind)));
    };
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let (fits, wrong) = match kind {
        IdentKind::Nin => (
            NationalId::parse(value).is_ok(),
            ProblemKind::InvalidRecipientValueNin,
        ),
        IdentKind::Msisdn => (is_msisdn(value), ProblemKind::InvalidRecipientValueMsisdn),
    };
    if !digits || !fits {
        return Err(Fault::problem(wrong, shown(value)));
    }
    Ok(Ident {
        kind,
        value: value.to_owned(),
    })
}

/// A number with its country code; a Norwegian one has eight digits behind it.
fn is_msisdn(value: &str) -> bool {
    match value.strip_prefix("47") {
        Some(line) => line.len() == 8,
        None => MSISDN.contains(&value.len()) && !value.starts_with('0'),
    }
}

fn shown(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    format!("`{start}`")
}

/// The consumer, as rules of scenarios and the journal know one.
fn facts(ident: &Ident) -> Facts {
    let name = match ident.kind {
        IdentKind::Nin => ident.value.clone(),
        IdentKind::Msisdn => format!("+{}", ident.value),
    };
    Facts {
        consumer: vec![name],
        ..Facts::default()
    }
}
