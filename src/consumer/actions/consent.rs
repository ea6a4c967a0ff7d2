//! What a consumer allows: eFaktura from all, from one issuer, and in Vipps.

use super::error::ActionError;
use super::given::Issuer;
use super::stage::{Deed, Done};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::identity::OrgNumber;
use crate::domain::mint::Stream;
use crate::domain::person::{EfakturaFacet, Person, VippsFacet};

/// The service in whose register the consents stand.
const MPS: &str = "mps";
/// The service that Vipps settings belong to.
const VIPPS: &str = "vipps";
/// How many identifiers are tried; far more than any cast is large.
const TRIES: usize = 1000;

pub(super) fn give_jtta(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let facet = match &deed.person.efaktura {
        Some(facet) => facet.clone(),
        None => EfakturaFacet {
            identifier: identifier(deed)?,
            yes_to_all: false,
            blocked_issuers: Vec::new(),
            agreements: Vec::new(),
        },
    };
    let facet = EfakturaFacet {
        yes_to_all: true,
        ..facet
    };
    registered(deed, facet, "jtta.given", |who| {
        format!("{who} said yes to all")
    })
}

pub(super) fn withdraw_jtta(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let facet = EfakturaFacet {
        yes_to_all: false,
        agreements: Vec::new(),
        ..receiver(deed)?
    };
    registered(deed, facet, "jtta.withdrawn", |who| {
        format!("{who} withdrew Yes to All")
    })
}

pub(super) fn block_issuer(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (mut facet, issuer) = (receiver(deed)?, issuer(deed)?);
    if !facet.blocked_issuers.contains(&issuer) {
        facet.blocked_issuers.push(issuer.clone());
    }
    registered(deed, facet, "issuer.blocked", |who| {
        format!("{who} reserved against issuer {issuer}")
    })
}

pub(super) fn unblock_issuer(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (mut facet, issuer) = (receiver(deed)?, issuer(deed)?);
    facet.blocked_issuers.retain(|other| *other != issuer);
    registered(deed, facet, "issuer.unblocked", |who| {
        format!("{who} took the reservation against issuer {issuer} back")
    })
}

pub(super) fn activate_vipps(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let before = deed.person.vipps;
    let facet = VippsFacet {
        active: true,
        display: before.is_none_or(|vipps| vipps.display),
        blacklisted: before.is_some_and(|vipps| vipps.blacklisted),
    };
    in_vipps(
        deed,
        facet,
        "vipps.activated",
        "activated eFaktura in Vipps",
    )
}

pub(super) fn deactivate_vipps(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let facet = VippsFacet {
        active: false,
        ..user(deed)?
    };
    in_vipps(
        deed,
        facet,
        "vipps.deactivated",
        "deactivated eFaktura in Vipps",
    )
}

pub(super) fn show_in_vipps(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let facet = VippsFacet {
        display: true,
        ..user(deed)?
    };
    in_vipps(deed, facet, "vipps.shown", "lets Vipps show invoices")
}

pub(super) fn hide_in_vipps(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let facet = VippsFacet {
        display: false,
        ..user(deed)?
    };
    in_vipps(deed, facet, "vipps.hidden", "lets Vipps show no invoices")
}

/// The entry in the receiver register.
fn receiver(deed: &Deed<'_, '_>) -> Result<EfakturaFacet, ActionError> {
    match &deed.person.efaktura {
        Some(facet) => Ok(facet.clone()),
        None => deed.refuse(
            "a person who is not in the eFaktura register",
            "one who is",
            "`give-jtta` enters the register",
        ),
    }
}

fn user(deed: &Deed<'_, '_>) -> Result<VippsFacet, ActionError> {
    match deed.person.vipps {
        Some(facet) => Ok(facet),
        None => deed.refuse(
            "a person without Vipps",
            "a user of Vipps",
            "`activate-vipps` makes one",
        ),
    }
}

/// The issuer that is meant; a foreign company has no number that a reservation could name.
fn issuer(deed: &Deed<'_, '_>) -> Result<OrgNumber, ActionError> {
    let slug = match deed.required("issuer", deed.given.issuer("issuer"))? {
        Issuer::Number(number) => return Ok(number),
        Issuer::Company(slug) => slug,
    };
    let company = deed.stage.cast.company(&slug);
    match company.and_then(|company| company.org_number.norwegian()) {
        Some(number) => Ok(number.clone()),
        None => Err(ActionError::Value {
            field: "issuer",
            found: slug.to_string(),
            expected: "a Norwegian company of the cast, or an organisation number".to_owned(),
        }),
    }
}

/// An identifier that nobody has.
fn identifier(deed: &mut Deed<'_, '_>) -> Result<EfakturaIdentifier, ActionError> {
    for _ in 0..TRIES {
        let stage = &mut *deed.stage;
        let number = stage.mint.number(Stream::EfakturaIdentifier, 1_000_000_000);
        let identifier = EfakturaIdentifier::parse(&format!("{number:09}")).ok();
        let free = identifier.filter(|it| stage.cast.seen_by(MPS).by_identifier(it).is_none());
        if let Some(identifier) = free {
            return Ok(identifier);
        }
    }
    let hint = "give one with `PATCH`: `efaktura.identifier`";
    deed.refuse("no free eFaktura identifier", "one", hint)
}

fn registered(
    deed: &mut Deed<'_, '_>,
    facet: EfakturaFacet,
    kind: &'static str,
    text: impl FnOnce(&str) -> String,
) -> Result<Done, ActionError> {
    let text = text(deed.who().as_str());
    let person = Person {
        efaktura: Some(facet),
        ..deed.person.as_ref().clone()
    };
    deed.change(person, MPS, kind, text)
}

fn in_vipps(
    deed: &mut Deed<'_, '_>,
    facet: VippsFacet,
    kind: &'static str,
    what: &str,
) -> Result<Done, ActionError> {
    let text = format!("{} {what}", deed.who());
    let person = Person {
        vipps: Some(facet),
        ..deed.person.as_ref().clone()
    };
    deed.change(person, VIPPS, kind, text)
}
