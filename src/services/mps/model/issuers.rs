//! Issuers that business software makes, and their brand agreement rules.

use jiff::Timestamp;

use super::access::User;
use super::{BrandRule, Event, IssuerAnswer, Model, SiblingReply};
use crate::consumer::{Happening, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::cast::Cast;
use crate::domain::company::{B2cnoStatus, Company, MpsRole};
use crate::domain::identity::OrgNumber;
use crate::domain::settings::Settings;
use crate::domain::slug::Slug;
use crate::services::mps::faults::{Fault, FaultKind};

/// Brand agreement rules of one issuer, at most: as many as the descriptions let an answer hold.
const RULES_MAX: usize = 100;

/// An issuer that was made by its software (eFaktura: ERP service v4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// The company that made it; `None` when a caller without a security header did.
    pub holder: Option<Slug>,
    /// Its name as given.
    pub name: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its rules, in the order in which they came.
    pub rules: Vec<BrandRule>,
}

impl Issuer {
    /// From when every bank has the agreement (Maventa: Consumer Invoicing (Norway), The main
    /// vendor agreement: within 24 hours).
    pub(super) fn active_from(&self, settings: &Settings) -> Timestamp {
        let spread = settings.mps_issuer_spread;
        let created_at = self.created_at;
        created_at.saturating_add(spread).unwrap_or(created_at)
    }

    /// Whether a user may change it.
    fn is_of(&self, user: &User) -> bool {
        user.company.is_none() || user.company == self.holder
    }
}

/// `createIssuer`. One that the caller holds is not made twice; it gets the further rules.
pub(super) fn create(
    model: &mut Model,
    user: &User,
    (number, name, rules): (String, Option<String>, Vec<BrandRule>),
    turn: &mut Turn<'_, Event>,
) -> Result<SiblingReply, Fault> {
    may(user)?;
    let old = model.issuers.get(&number);
    let is_mine = old.is_some_and(|issuer| issuer.is_of(user));
    let itself = held_by_itself(turn.cast, &number);
    let is_held = old.is_some() || is_held(turn.cast, &number);
    if !is_mine && is_held || !may_hold(turn.cast, user, &number) {
        let found = format!("issuer {number}, which somebody else holds");
        return Err(Fault::new(FaultKind::ErpIssuer, found));
    }
    let mut issuer = old.cloned().unwrap_or_else(|| Issuer {
        holder: user.company.clone().or_else(|| itself.cloned()),
        name: None,
        created_at: turn.now,
        rules: Vec::new(),
    });
    for rule in rules {
        add(&mut issuer, rule)?;
    }
    issuer.name = name.or(issuer.name);
    let active_from = issuer.active_from(turn.settings);
    if old.is_none() {
        let from = calendar::on_the_wall(active_from);
        let text = format!("MPS made issuer {number}; every bank has it from {from}");
        tell(turn, "issuer.created", text);
    }
    model.issuers.insert(number.clone(), issuer.clone());
    let answer = IssuerAnswer::Own(issuer, active_from);
    Ok(SiblingReply::Issuer(number, answer))
}

/// `getIssuer`.
pub(super) fn get(
    model: &Model,
    user: &User,
    number: String,
    turn: &Turn<'_, Event>,
) -> Result<SiblingReply, Fault> {
    may(user)?;
    let answer = match model.issuers.get(&number) {
        Some(issuer) if issuer.is_of(user) => {
            IssuerAnswer::Own(issuer.clone(), issuer.active_from(turn.settings))
        }
        Some(_) => IssuerAnswer::Other,
        None if is_held(turn.cast, &number) || !may_hold(turn.cast, user, &number) => {
            IssuerAnswer::Other
        }
        None => return Err(unknown(&number)),
    };
    Ok(SiblingReply::Issuer(number, answer))
}

/// `deleteIssuer`.
pub(super) fn delete(
    model: &mut Model,
    user: &User,
    number: String,
    turn: &mut Turn<'_, Event>,
) -> Result<SiblingReply, Fault> {
    held(model, user, &number)?;
    model.issuers.remove(&number);
    tell(
        turn,
        "issuer.deleted",
        format!("MPS deleted issuer {number}"),
    );
    Ok(SiblingReply::Done(number))
}

/// `addBrandAgreementRule`.
pub(super) fn add_rule(
    model: &mut Model,
    user: &User,
    number: String,
    rule: BrandRule,
) -> Result<SiblingReply, Fault> {
    add(held(model, user, &number)?, rule)?;
    Ok(SiblingReply::Done(number))
}

/// `deleteBrandAgreementRule`.
pub(super) fn delete_rule(
    model: &mut Model,
    user: &User,
    number: String,
    rule: &BrandRule,
) -> Result<SiblingReply, Fault> {
    let issuer = held(model, user, &number)?;
    let before = issuer.rules.len();
    issuer.rules.retain(|known| known != rule);
    let was_there = issuer.rules.len() < before;
    Ok(SiblingReply::RuleDeleted(number, was_there))
}

/// From when every bank takes what a sender sends for an issuer, where the issuer was made here. It
/// is not new to whoever could send for it anyway: other senders where the cast knows the issuer,
/// and everybody where the issuer has a user of its own.
pub(super) fn known_to_banks_from(
    model: &Model,
    number: &str,
    sender: Option<&Slug>,
    turn: &Turn<'_, Event>,
) -> Option<Timestamp> {
    let made = model.issuers.get(number)?;
    let is_known = company_of(turn.cast, number).is_some_and(|company| {
        company.mps.is_some() || made.holder.as_ref() != sender || is_held(turn.cast, number)
    });
    (!is_known).then(|| made.active_from(turn.settings))
}

/// Whether a user made the issuer.
pub(super) fn is_made_by(model: &Model, user: &User, number: &str) -> bool {
    model
        .issuers
        .get(number)
        .is_some_and(|issuer| issuer.is_of(user))
}

/// Issuers are the business of business software.
fn may(user: &User) -> Result<(), Fault> {
    if user.has(MpsRole::Erp) {
        return Ok(());
    }
    let found = format!("a user without the role {}", MpsRole::Erp.as_str());
    Err(Fault::new(FaultKind::ErpIssuer, found))
}

fn held<'a>(model: &'a mut Model, user: &User, number: &str) -> Result<&'a mut Issuer, Fault> {
    may(user)?;
    let issuer = model.issuers.get_mut(number);
    issuer
        .filter(|issuer| issuer.is_of(user))
        .ok_or_else(|| unknown(number))
}

fn unknown(number: &str) -> Fault {
    Fault::new(FaultKind::ErpIssuer, format!("issuer {number}"))
}

fn company_of<'c>(cast: &'c Cast, number: &str) -> Option<&'c Company> {
    let number = OrgNumber::parse(number).ok()?;
    cast.company_by_org_number(&number).map(AsRef::as_ref)
}

/// Whether somebody who is not a caller of MPS holds the issuer: the router, where its main vendor
/// agreement is live, or another provider.
fn is_held(cast: &Cast, number: &str) -> bool {
    let company = company_of(cast, number);
    match company.and_then(|company| company.maventa.as_ref()) {
        Some(facet) => match facet.b2cno {
            B2cnoStatus::Active | B2cnoStatus::Reserved => true,
            B2cnoStatus::Free | B2cnoStatus::Fault | B2cnoStatus::Error => false,
        },
        None => false,
    }
}

/// The company with this number where it has a user of its own at MPS: such an issuer is held by
/// itself, and no software can take it.
fn held_by_itself<'c>(cast: &'c Cast, number: &str) -> Option<&'c Slug> {
    let company = company_of(cast, number)?;
    company.mps.as_ref().map(|_| &company.slug)
}

/// Whether nothing speaks against this user as holder: the issuer has no user of its own, or this
/// is it. Callers without a security header stand for anybody.
fn may_hold(cast: &Cast, user: &User, number: &str) -> bool {
    let itself = held_by_itself(cast, number);
    itself.is_none() || user.company.is_none() || user.company.as_ref() == itself
}

fn add(issuer: &mut Issuer, rule: BrandRule) -> Result<(), Fault> {
    let is_account = rule.account.bytes().all(|byte| byte.is_ascii_digit())
        && AccountNumber::parse(&rule.account).is_ok();
    if !is_account {
        return Err(Fault::new(FaultKind::ErpAccount, shown(&rule.account)));
    }
    if !rule.has_good_position() {
        return Err(Fault::new(FaultKind::ErpPosition, shown(&rule.position)));
    }
    if issuer.rules.contains(&rule) {
        let found = format!("{} on account {} again", rule.position, rule.account);
        return Err(Fault::new(FaultKind::ErpRule, found));
    }
    if issuer.rules.len() >= RULES_MAX {
        let found = format!("one more than these {RULES_MAX}");
        return Err(Fault::new(FaultKind::ErpRulesFull, found));
    }
    issuer.rules.push(rule);
    Ok(())
}

fn shown(text: &str) -> String {
    format!("{text:?}")
}

fn tell(turn: &mut Turn<'_, Event>, kind: &'static str, text: String) {
    turn.tell(Happening {
        about: None,
        service: "mps",
        kind,
        text,
        rule: None,
    });
}
