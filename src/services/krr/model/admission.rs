//! Who asks: the access token, and what its scopes open (Digdir: KRR, REST look-up; the older
//! names: Digdir, shared components, REST look-up).

use std::sync::Arc;

use super::command::Gate;
use super::row::Rights;
use crate::consumer::Turn;
use crate::domain::maskinporten::{AccessToken, Bearer, Denied, KNOWN_SCOPES, ScopeUse, admit};
use crate::services::krr::faults::{Fault, FaultKind};

/// Contact data, whether somebody can be notified, language.
const CONTACT: &str = "krr:global/kontaktinformasjon.read";
const DELEGATED_CONTACT: &str = "krr:global/kontaktinfo.read";
const OWN_CONTACT: &str = "krr:user/kontaktinformasjon.read";

/// Mailbox and certificate.
const MAILBOX: &str = "krr:global/digitalpost.read";
const DELEGATED_MAILBOX: &str = "krr:global/postkasse.read";
const OWN_MAILBOX: &str = "krr:user/digitalpost.read";

/// One thing each: the older names.
const OLD_CONTACT: &str = "global/kontaktinformasjon.read";
const OLD_STATUS: &str = "global/varslingsstatus.read";
const OLD_MAILBOX: &str = "global/sikkerdigitalpost.read";
const OLD_CERTIFICATE: &str = "global/sertifikat.read";
const OLD_LANGUAGE: &str = "global/spraak.read";

const CHANGES: &str = "krr:global/hentendring.read";
const OWN_LANGUAGE: &str = "krr:user/spraak.write";

impl Gate {
    /// The scopes any of which opens it.
    fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Open => &[],
            Self::LookUp => &[
                CONTACT,
                MAILBOX,
                DELEGATED_CONTACT,
                DELEGATED_MAILBOX,
                OLD_CONTACT,
                OLD_STATUS,
                OLD_MAILBOX,
                OLD_CERTIFICATE,
                OLD_LANGUAGE,
            ],
            Self::Changes => &[CHANGES],
            Self::Own => &[OWN_CONTACT, OWN_MAILBOX],
            Self::Language => &[OWN_LANGUAGE],
        }
    }
}

/// Lets a request in whose token opens the gate. Nobody is asked who comes where it stands open.
pub(super) fn let_in<E>(
    gate: Gate,
    bearer: &Bearer,
    turn: &Turn<'_, E>,
) -> Result<Option<Arc<AccessToken>>, Fault> {
    if gate == Gate::Open {
        return Ok(None);
    }
    let (scopes, settings) = (gate.scopes(), &turn.settings.maskinporten);
    let token = admit(bearer, scopes, turn.now, turn.cast, settings).map_err(|denied| {
        let kind = match denied {
            Denied::Missing => FaultKind::MissingToken,
            Denied::Bad(_) | Denied::UnpublishedKey | Denied::Client(_) => FaultKind::InvalidToken,
            Denied::Issuer { .. } => FaultKind::WrongIssuer,
            Denied::Expired { .. } => FaultKind::TokenExpired,
            Denied::Scope { .. } => FaultKind::MissingScope,
        };
        let text = denied.to_string();
        let found = text.strip_prefix("found ").unwrap_or(&text);
        Fault::new(kind, found)
    })?;
    if !scopes.iter().any(|scope| has(&token, scope)) {
        let found = "scopes that a supplier has by delegation, and no supplier in the token";
        return Err(Fault::new(FaultKind::MissingScope, found));
    }
    Ok(Some(token))
}

/// What a token lets its bearer see.
pub(super) fn rights(token: &AccessToken) -> Rights {
    let any = |scopes: &[&'static str]| scopes.iter().any(|scope| has(token, scope));
    let contact = any(&[CONTACT, DELEGATED_CONTACT, OWN_CONTACT]);
    let mailbox = any(&[MAILBOX, DELEGATED_MAILBOX, OWN_MAILBOX]);
    Rights {
        contact: contact || any(&[OLD_CONTACT]),
        status: contact || any(&[OLD_STATUS]),
        language: contact || any(&[OLD_LANGUAGE, OWN_LANGUAGE]),
        mailbox: mailbox || any(&[OLD_MAILBOX]),
        certificate: mailbox || any(&[OLD_CERTIFICATE]),
    }
}

/// Whether a token opens a scope. Those that suppliers have by delegation count in a supplier's
/// token alone.
fn has(token: &AccessToken, scope: &str) -> bool {
    let row = KNOWN_SCOPES.iter().find(|row| row.name == scope);
    let by_delegation = row.is_some_and(|row| row.used_by == ScopeUse::Delegated);
    token.has(scope) && (!by_delegation || token.supplier.is_some())
}
