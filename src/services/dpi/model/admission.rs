//! Who may call: a token of Maskinporten with the scope, and an agreement with the access point.

use std::sync::Arc;

use super::command::Event;
use crate::consumer::Turn;
use crate::domain::company::Company;
use crate::domain::identity::OrgNumber;
use crate::domain::maskinporten::{self, AccessToken, Bearer, Denied, Scope};
use crate::services::dpi::faults::{Fault, FaultKind};

/// Who calls.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) token: Arc<AccessToken>,
}

impl Caller {
    /// Whose queue it is: the technical sender, which is the supplier where one acts.
    pub(super) fn number(&self) -> &OrgNumber {
        self.token.caller()
    }
}

pub(super) fn admit(bearer: &Bearer, turn: &Turn<'_, Event>) -> Result<Caller, Fault> {
    let settings = &turn.settings.maskinporten;
    let scopes = [Scope::DPI_SEND];
    let token = maskinporten::admit(bearer, &scopes, turn.now, turn.cast, settings);
    let token = token.map_err(|denied| {
        let kind = match denied {
            Denied::Missing => FaultKind::NoToken,
            Denied::Expired { .. } => FaultKind::TokenExpired,
            Denied::Scope { .. } => FaultKind::WrongScope,
            Denied::Bad(_) | Denied::UnpublishedKey | Denied::Issuer { .. } | Denied::Client(_) => {
                FaultKind::BadToken
            }
        };
        Fault::of(kind, denied.to_string())
    })?;
    let caller = Caller { token };
    let company = turn.cast.company_by_org_number(caller.number());
    match company.map(AsRef::as_ref) {
        Some(Company { dpi, .. }) if dpi.access_point => Ok(caller),
        Some(Company { slug, .. }) => {
            let found = format!("`{slug}`, which has none");
            Err(Fault::of(FaultKind::NoAgreement, found))
        }
        None => {
            let found = format!("{}, which is nobody here", caller.number());
            Err(Fault::of(FaultKind::NoAgreement, found))
        }
    }
}
