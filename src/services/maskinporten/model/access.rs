//! For whom a client acts, and with which scopes (Digdir: Maskinporten, scopes; delegation).

use std::convert::Infallible;

use super::client::Client;
use super::grant::{Claim, Grant};
use crate::consumer::Turn;
use crate::domain::cast::Cast;
use crate::domain::company::Company;
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::maskinporten::{Scope, ScopeUse};
use crate::domain::rules;
use crate::domain::settings::Profile;
use crate::services::maskinporten::faults::{Fault, FaultKind};

/// The rule about claims that no document has.
const STRICT: &str = "MASK-CLAIMS-STRICT";

/// What a grant asks for, judged.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) parties: Parties,
    pub(super) scopes: Vec<Scope>,
    pub(super) audience: Vec<String>,
    pub(super) pid: Option<NationalId>,
}

/// Who consumes, and who acts for it.
#[derive(Debug)]
pub(super) struct Parties {
    pub(super) consumer: OrgNumber,
    pub(super) supplier: Option<OrgNumber>,
}

/// In the strict profile a grant says nothing but what is documented.
pub(super) fn judge_claims(grant: &Grant, profile: Profile) -> Result<(), Fault> {
    let speaks = rules::find(STRICT).is_some_and(|rule| rule.speaks.in_profile(profile));
    match grant.others.first() {
        Some(first) if speaks => {
            let shown: String = first.chars().take(80).collect();
            Err(Fault::new(FaultKind::OtherClaim, format!("`{shown}`")))
        }
        Some(_) | None => Ok(()),
    }
}

/// Judges what a grant asks for.
pub(super) fn judge(
    grant: &Grant,
    client: &Client,
    turn: &Turn<'_, Infallible>,
) -> Result<Asked, Fault> {
    let parties = parties(grant, client)?;
    let audience = match &grant.resource {
        Claim::Missing => Vec::new(),
        Claim::Is(all) => all.clone(),
        Claim::Odd(found) => return Err(odd("resource", found)),
    };
    let pid = match &grant.pid {
        Claim::Missing => None,
        Claim::Odd(found) => return Err(odd("pid", found)),
        // The number is not repeated: it may be a citizen's.
        Claim::Is(text) => Some(NationalId::parse(text).map_err(|why| {
            let found = format!("a pid that is no identity number ({why})");
            Fault::new(FaultKind::BadParameter, found)
        })?),
    };
    if let Some(fault) = &grant.details {
        return Err(fault.clone());
    }
    let scopes = scopes(grant)?;
    let asker = Asker {
        client,
        parties: &parties,
        takes_users: pid.is_some() && turn.settings.maskinporten.user_tokens,
        cast: turn.cast,
    };
    for scope in &scopes {
        asker.judge_registration(scope)?;
    }
    for scope in &scopes {
        asker.judge_right(scope)?;
    }
    Ok(Asked {
        parties,
        scopes,
        audience,
        pid,
    })
}

fn odd(name: &str, found: &str) -> Fault {
    Fault::new(FaultKind::BadParameter, format!("{found} as {name}"))
}

fn parties(grant: &Grant, client: &Client) -> Result<Parties, Fault> {
    let own = || client.number.clone();
    let (name, claim) = match (&grant.consumer_org, &grant.on_behalf_of) {
        (Claim::Missing, Claim::Missing) => {
            return Ok(Parties {
                consumer: own(),
                supplier: None,
            });
        }
        (claim, Claim::Missing) => ("consumer_org", claim),
        (Claim::Missing, claim) => ("iss_onbehalfof", claim),
        _ => return Err(Fault::new(FaultKind::TwoConsumers, "")),
    };
    let consumer = match claim {
        Claim::Missing => own(),
        Claim::Odd(found) => return Err(odd(name, found)),
        Claim::Is(text) => OrgNumber::parse(text).map_err(|why| {
            let found = format!("a {name} that is no organisation number ({why})");
            Fault::new(FaultKind::BadParameter, found)
        })?,
    };
    if consumer == client.number {
        let found = format!("{name} {consumer}");
        return Err(Fault::new(FaultKind::OwnConsumer, found));
    }
    Ok(Parties {
        consumer,
        supplier: Some(own()),
    })
}

/// The scopes that are asked for, each once, in order.
fn scopes(grant: &Grant) -> Result<Vec<Scope>, Fault> {
    let bad = |found: String| Fault::new(FaultKind::UnknownScope, found);
    let text = match &grant.scope {
        Claim::Missing => return Err(bad("no scope".to_owned())),
        Claim::Odd(found) => return Err(bad(format!("{found} as scope"))),
        Claim::Is(text) => text,
    };
    let mut all: Vec<Scope> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let scope = Scope::parse(word).ok_or_else(|| {
            let shown: String = word.chars().take(80).collect();
            bad(format!("`{shown}`"))
        })?;
        if !all.contains(&scope) {
            all.push(scope);
        }
    }
    if all.is_empty() {
        return Err(bad("no scope".to_owned()));
    }
    Ok(all)
}

/// Who asks for scopes.
struct Asker<'a> {
    client: &'a Client,
    parties: &'a Parties,
    /// A person stands in the grant, and tokens of persons are given.
    takes_users: bool,
    cast: &'a Cast,
}

impl Asker<'_> {
    /// Whether a scope is one of this client: registered, or delegated to its organisation.
    fn judge_registration(&self, scope: &Scope) -> Result<(), Fault> {
        let refuse = |kind| Err(Fault::new(kind, format!("`{scope}`")));
        let is_of_users = scope
            .known()
            .is_some_and(|known| known.used_by == ScopeUse::User);
        if is_of_users && !self.takes_users {
            return refuse(FaultKind::UserScope);
        }
        let is_registered = self.client.facet.scopes.contains(scope);
        if is_registered || self.is_delegated(scope) {
            Ok(())
        } else {
            refuse(FaultKind::UnknownScope)
        }
    }

    /// Whether the organisations may have it.
    fn judge_right(&self, scope: &Scope) -> Result<(), Fault> {
        let Parties { consumer, supplier } = self.parties;
        let not_granted = |found: String| Err(Fault::new(FaultKind::NotGranted, found));
        if self.client.facet.withdrawn.contains(scope) {
            return not_granted(format!("`{scope}`, which was taken back"));
        }
        let is_taken_back = |company: &Company| {
            let client = company.maskinporten.as_ref();
            client.is_some_and(|client| client.withdrawn.contains(scope))
        };
        let consuming = match supplier {
            None => Some(&self.client.company),
            Some(_) => self.cast.company_by_org_number(consumer),
        };
        if consuming.is_some_and(|company| is_taken_back(company)) {
            return not_granted(format!("`{scope}`, which was taken back from {consumer}"));
        }
        let is_post = scope.as_str() == Scope::DPI_SEND;
        if is_post && consuming.is_some_and(|company| !company.dpi.digdir_agreement) {
            let found = format!("`{scope}` for {consumer}, which has no agreement with Digdir");
            return not_granted(found);
        }
        match supplier {
            Some(supplier) if !self.is_delegated(scope) => {
                let found = format!("`{scope}` of {consumer}, not delegated to {supplier}");
                Err(Fault::new(FaultKind::NotDelegated, found))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Whether the consumer lets the client's organisation act for it with a scope.
    fn is_delegated(&self, scope: &Scope) -> bool {
        let Parties { consumer, supplier } = self.parties;
        let Some(supplier) = supplier else {
            return false;
        };
        let company = self.cast.company_by_org_number(consumer);
        company.is_some_and(|company| company.has_delegated(scope, supplier))
    }
}
