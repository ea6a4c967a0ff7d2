//! Senders: for whom a broker acts, and what a sender may do.

use std::sync::Arc;

use crate::consumer::Turn;
use crate::domain::company::{ActsFor, Company};
use crate::domain::digipost::{AccountId, DigipostAccount, Right};
use crate::domain::identity::OrgNumber;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::Broker;
use crate::services::digipost::model::command::Event;

/// By what a sender is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SenderName {
    /// The number of its account.
    Id(AccountId),
    /// Its organisation number, as sent.
    Organisation(String),
}

/// What a sender may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderInformation {
    /// The number of its account.
    pub id: AccountId,
    /// What it may do.
    pub features: Vec<Feature>,
}

/// One thing that a sender may do, or that is judged of its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Its name behind `no.digipost.feature.` (Digipost: Java client 14.7, SenderFeatureName).
    pub name: &'static str,
    /// Its parameter.
    pub param: Option<&'static str>,
}

const fn feature(name: &'static str, param: Option<&'static str>) -> Feature {
    Feature { name, param }
}

/// Letters in Digipost, which every sender has.
const DELIVERY: Feature = feature("delivery.digipost", None);
const PRINT_FALLBACK: Feature = feature("delivery.digipost-with-print-fallback", None);
const DIRECT_TO_PRINT: Feature = feature("delivery.direct-to-print", None);

/// What is judged of letters to print: fourteen pages at most (Digipost: Java client 14.7); that
/// the bleed is nought millimetres is ours.
const VALIDATION: [Feature; 6] = [
    feature("validation.print.pdf.version", None),
    feature("validation.print.fonts", None),
    feature("validation.print.pageamount", Some("14")),
    feature("validation.print.margins.left", None),
    feature("validation.print.bleed", Some("0")),
    feature("validation.print.negativebleed", Some("0")),
];

/// What a broker is told of a sender; nothing of one that it does not act for.
pub(super) fn information(
    name: &SenderName,
    broker: &Broker,
    turn: &Turn<'_, Event>,
) -> Option<SenderInformation> {
    let company = match name {
        SenderName::Id(id) => turn.cast.company_by_digipost_account(*id)?,
        SenderName::Organisation(number) => {
            let number = OrgNumber::parse(number).ok()?;
            turn.cast.company_by_org_number(&number)?
        }
    };
    let account = company.digipost.as_ref()?;
    let id = turn.cast.digipost_account(company)?;
    acts_for(broker, company, turn).then(|| SenderInformation {
        id,
        features: features(account),
    })
}

fn features(account: &DigipostAccount) -> Vec<Feature> {
    let (print, direct) = (account.may(Right::Print), account.may(Right::DirectPrint));
    let mut features = vec![DELIVERY];
    features.extend(print.then_some(PRINT_FALLBACK));
    features.extend(direct.then_some(DIRECT_TO_PRINT));
    if print || direct {
        features.extend(VALIDATION);
    }
    features
}

/// Whether a broker may act for a company; always for its own.
pub(in crate::services::digipost) fn acts_for(
    broker: &Broker,
    sender: &Company,
    turn: &Turn<'_, Event>,
) -> bool {
    let company = turn.cast.company(&broker.slug);
    let account = company.and_then(|company| company.digipost.as_ref());
    sender.slug == broker.slug
        || account.is_some_and(|account| match &account.acts_for {
            ActsFor::All => true,
            ActsFor::Listed(numbers) => {
                let mut numbers = numbers.iter();
                numbers.any(|number| number.as_str() == sender.org_number.as_str())
            }
        })
}

/// The sender with an account of this number, for whom the broker acts.
///
/// # Errors
/// `UNKNOWN_SENDER` and `BROKER_NOT_AUTHORIZED`.
pub(in crate::services::digipost) fn sender_by_id<'a>(
    id: AccountId,
    broker: &Broker,
    turn: &Turn<'a, Event>,
) -> Result<&'a Arc<Company>, Fault> {
    let company = turn.cast.company_by_digipost_account(id);
    let found = format!("found {id}");
    authorized(company, broker, turn, found)
}

/// The sender with this organisation number, for whom the broker acts and may say so.
///
/// # Errors
/// `UNKNOWN_SENDER` and `BROKER_NOT_AUTHORIZED`.
pub(in crate::services::digipost) fn sender_by_organisation<'a>(
    number: &str,
    broker: &Broker,
    turn: &Turn<'a, Event>,
) -> Result<&'a Arc<Company>, Fault> {
    let company = OrgNumber::parse(number).ok();
    let company = company.and_then(|number| turn.cast.company_by_org_number(&number));
    let company = company.filter(|company| company.digipost.is_some());
    let shown: String = number.chars().take(40).collect();
    let company = authorized(company, broker, turn, format!("found {shown}"))?;
    let own = turn.cast.company(&broker.slug);
    let own = own.and_then(|company| company.digipost.as_ref());
    if !own.is_some_and(|account| account.may(Right::SenderOrganization)) {
        let why = "found sender-organization from a broker without the right \
                   `sender_organization`";
        return Err(Fault::new(FaultKind::BrokerNotAuthorized, why));
    }
    Ok(company)
}

fn authorized<'a>(
    company: Option<&'a Arc<Company>>,
    broker: &Broker,
    turn: &Turn<'a, Event>,
    found: String,
) -> Result<&'a Arc<Company>, Fault> {
    let Some(company) = company else {
        let why = format!("{found}, which no company of the cast has");
        return Err(Fault::new(FaultKind::UnknownSender, why));
    };
    if acts_for(broker, company, turn) {
        return Ok(company);
    }
    let slug = &company.slug;
    let why = format!("{found}, the number of `{slug}`, for which the broker does not act");
    Err(Fault::new(FaultKind::BrokerNotAuthorized, why))
}
