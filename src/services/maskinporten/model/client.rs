//! Which client asks.

use std::sync::Arc;

use super::grant::{Claim, Grant};
use crate::domain::cast::Cast;
use crate::domain::company::Company;
use crate::domain::identity::OrgNumber;
use crate::domain::maskinporten::MaskinportenClient;
use crate::services::maskinporten::faults::{Fault, FaultKind};

/// A client of the cast.
#[derive(Debug, Clone)]
pub(super) struct Client {
    /// Its id.
    pub(super) id: String,
    /// What was registered on it.
    pub(super) facet: MaskinportenClient,
    /// Whose it is.
    pub(super) company: Arc<Company>,
    /// The number of that organisation.
    pub(super) number: OrgNumber,
}

/// The client that a grant names.
pub(super) fn known(grant: &Grant, cast: &Cast) -> Result<Client, Fault> {
    let unknown = |found: String| Fault::new(FaultKind::UnknownClient, found);
    let id = match &grant.issuer {
        Claim::Missing => return Err(unknown("no iss".to_owned())),
        Claim::Odd(found) => return Err(unknown(format!("{found} as iss"))),
        Claim::Is(id) => id,
    };
    let nobody = || {
        let shown: String = id.chars().take(80).collect();
        unknown(format!("`{shown}`"))
    };
    let company = cast.company_by_maskinporten_client(id).ok_or_else(nobody)?;
    let facet = company.maskinporten.as_ref().ok_or_else(nobody)?;
    let number = company.org_number.norwegian().ok_or_else(|| {
        let company = &company.slug;
        unknown(format!(
            "the client of `{company}`, which has no Norwegian number"
        ))
    })?;
    Ok(Client {
        id: id.clone(),
        facet: facet.clone(),
        company: Arc::clone(company),
        number: number.clone(),
    })
}
