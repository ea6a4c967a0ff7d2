//! Who sends a request, and whether it is proved: everything that is judged before what is asked.
//!
//! Source: Digipost: API security. The order of the checks is that of the documentation's chapters;
//! it is not said to be the service's.

use jiff::{SignedDuration, Timestamp};

use super::apply::Broker;
use super::command::Event;
use super::signed::{Dated, Hashed, PathForm, Signature, SignedRequest};
use crate::consumer::Turn;
use crate::crypto::PublicKey;
use crate::domain::digipost::{AccountId, BrokerCertificate};
use crate::domain::settings::{Checks, WireTime};
use crate::services::digipost::faults::{Fault, FaultKind};

/// How far a `Date` may lie from the server's time, either way.
const WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// The broker that sends a request, after the setting `digipost.signatures`.
///
/// # Errors
/// The first of these that is wrong: who, date, hash of the body, certificate, signature.
pub(super) fn admit(signed: &SignedRequest, turn: &Turn<'_, Event>) -> Result<Broker, Fault> {
    let (mut broker, certificate) = sender(signed, turn)?;
    let mode = turn.settings.digipost_signatures;
    let is_signed = signed.signature != Signature::Missing;
    let complete = match mode {
        Checks::Off => {
            broker.form = held(signed, certificate).unwrap_or(PathForm::Raw);
            return Ok(broker);
        }
        Checks::WhenPresent => is_signed,
        Checks::Enforce => true,
    };
    let now = match turn.settings.wire_time {
        WireTime::Real => signed.arrived,
        WireTime::Sandbox => turn.now,
    };
    judge_date(&signed.date, now, complete)?;
    judge_hashes(signed, complete)?;
    // A certificate that is missing or revoked was made so by whoever wants to see the refusal.
    let key = key_of(certificate)?;
    broker.form = match &signed.signature {
        Signature::Missing if !complete => PathForm::Raw,
        Signature::Missing => {
            let found = "found none, and `digipost.signatures` is `enforce`";
            return Err(Fault::new(FaultKind::MissingSignature, found));
        }
        Signature::Unreadable => return Err(unverified("one that is no Base64", signed)),
        Signature::Bytes(_) => {
            let found = "one by another key, or over another text";
            let form = held_by(signed, &key);
            form.ok_or_else(|| unverified(found, signed))?
        }
    };
    Ok(broker)
}

/// In which form the path of a request was signed, if its signature holds.
fn held(signed: &SignedRequest, certificate: &BrokerCertificate) -> Option<PathForm> {
    held_by(signed, &key_of(certificate).ok()?)
}

/// The key of a broker.
enum Key {
    /// That of every broker, by which every request is judged as it is read.
    Usual,
    /// That of a certificate that was given.
    Given(PublicKey),
}

fn held_by(signed: &SignedRequest, key: &Key) -> Option<PathForm> {
    match key {
        Key::Usual => signed.by_usual,
        Key::Given(key) => signed.held_by(key),
    }
}

fn sender<'a>(
    signed: &SignedRequest,
    turn: &Turn<'a, Event>,
) -> Result<(Broker, &'a BrokerCertificate), Fault> {
    let Some(sent) = &signed.user_id else {
        return Err(Fault::new(FaultKind::InvalidUserIdHeader, "found none"));
    };
    let Some(id) = AccountId::parse(sent) else {
        let found = format!("found `{}`", short(sent));
        return Err(Fault::new(FaultKind::InvalidUserIdHeader, found));
    };
    let company = turn.cast.company_by_digipost_account(id);
    let account = company.and_then(|company| Some((company, company.digipost.as_ref()?)));
    let Some((company, account)) = account else {
        let found = format!("found {id}, which no company of the cast has");
        return Err(Fault::new(FaultKind::UnknownUserId, found));
    };
    let broker = Broker {
        slug: company.slug.clone(),
        id,
        form: PathForm::Raw,
    };
    Ok((broker, &account.certificate))
}

fn judge_date(date: &Dated, now: Timestamp, complete: bool) -> Result<(), Fault> {
    match date {
        Dated::Missing if complete => Err(Fault::new(FaultKind::MissingDateHeader, "found none")),
        Dated::Missing => Ok(()),
        Dated::Unreadable(text) => {
            let found = format!("found `{}`", short(text));
            Err(Fault::new(FaultKind::InvalidDateHeader, found))
        }
        Dated::At(at) if at.duration_since(now).abs() > WINDOW => {
            let kind = FaultKind::DateHeaderOutsideAcceptedInterval;
            // How late it is here is told by the `Date` of the answer; the journal shall not know.
            let found = format!("found {at}, which lies further from the server's time");
            Err(Fault::new(kind, found))
        }
        Dated::At(_) => Ok(()),
    }
}

fn judge_hashes(signed: &SignedRequest, complete: bool) -> Result<(), Fault> {
    if complete && signed.has_body && signed.sha256 == Hashed::Missing {
        return Err(match &signed.md5 {
            Hashed::Missing => Fault::new(FaultKind::MissingContentHash, "found none"),
            Hashed::Right | Hashed::Wrong { .. } => {
                Fault::new(FaultKind::MissingSha256, "found Content-MD5 alone")
            }
        });
    }
    for (hashed, kind) in [
        (&signed.sha256, FaultKind::InvalidSha256),
        (&signed.md5, FaultKind::InvalidMd5),
    ] {
        match hashed {
            Hashed::Missing | Hashed::Right => {}
            Hashed::Wrong { found, expected } => {
                let found = format!("found `{}`, the body has {expected}", short(found));
                return Err(Fault::new(kind, found));
            }
        }
    }
    Ok(())
}

fn key_of(certificate: &BrokerCertificate) -> Result<Key, Fault> {
    match certificate {
        BrokerCertificate::Usual => Ok(Key::Usual),
        BrokerCertificate::Given(given) => {
            let key = PublicKey::from_pkcs1(&given.key).map(Key::Given);
            key.ok_or_else(|| {
                let found = "found one whose key cannot be read; give the company another";
                Fault::new(FaultKind::MissingCertificate, found)
            })
        }
        BrokerCertificate::Missing => {
            let found = "found none; upload one";
            Err(Fault::new(FaultKind::MissingCertificate, found))
        }
        BrokerCertificate::Revoked => {
            let found = "found one that was revoked; upload another";
            Err(Fault::new(FaultKind::RevokedCertificate, found))
        }
    }
}

fn unverified(found: &str, signed: &SignedRequest) -> Fault {
    Fault::new(FaultKind::InvalidSignature, signed.compared(found))
}

/// As much of what was sent as a message repeats.
fn short(sent: &str) -> String {
    sent.chars().take(60).collect()
}
