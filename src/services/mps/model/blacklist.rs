//! Issuers that MPS takes nothing from for a while.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Event;
use crate::consumer::Turn;
use crate::domain::calendar;
use crate::domain::cast::Cast;
use crate::domain::identity::OrgNumber;

/// An entry of the black list. All words in it are modelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Organisation number of the issuer.
    pub identifier: String,
    /// In force.
    pub active: bool,
    /// First day.
    pub from: Date,
    /// Last day, if there is one.
    pub until: Option<Date>,
}

/// Every entry that is or was in force, in order of the issuers' names.
pub(in crate::services::mps) fn entries(turn: &Turn<'_, Event>) -> Vec<Listed> {
    let today = calendar::local_date(turn.now);
    let listed = turn.cast.companies().filter_map(|company| {
        let listing = company.mps.as_ref()?.black_listed?;
        (listing.from <= today).then(|| Listed {
            identifier: company.org_number.as_str().to_owned(),
            active: listing.holds_on(today),
            from: listing.from,
            until: listing.until,
        })
    });
    // More do not fit into one answer (WSDL EfakturaAtgService v1).
    listed.take(1000).collect()
}

/// Whether an issuer is on the list at an instant.
pub(super) fn holds(cast: &Cast, issuer: &str, now: Timestamp) -> bool {
    let company = OrgNumber::parse(issuer).ok();
    let company = company.and_then(|number| cast.company_by_org_number(&number));
    let facet = company.and_then(|company| company.mps.as_ref());
    let listing = facet.and_then(|facet| facet.black_listed);
    listing.is_some_and(|listing| listing.holds_on(calendar::local_date(now)))
}
