//! The look-up of one mandate.

use super::Event;
use super::access::User;
use super::validation::find_mandate;
use crate::consumer::Turn;
use crate::domain::account::AccountNumber;
use crate::domain::kid::Kid;
use crate::services::mps::faults::{Fault, FaultKind};

/// Which mandate is asked for, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedMandate {
    /// KID, 2 to 25 digits.
    pub kid: String,
    /// Account to credit, eleven characters of any kind.
    pub account: String,
}

/// What MPS tells of a mandate: neither who the payer is nor what the payer allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMandate {
    /// KID as registered.
    pub kid: String,
    /// Account to credit.
    pub account: String,
    /// The payer wants a notice before each payment.
    pub notification: bool,
}

/// The mandate in force for an account and a KID, if there is one.
pub(super) fn find(
    asked: &AskedMandate,
    user: &User,
    turn: &Turn<'_, Event>,
) -> Result<Option<FoundMandate>, Fault> {
    if !turn.settings.mps_mandate_lookup {
        let found = "a look-up while it is switched off";
        return Err(Fault::new(FaultKind::MandateLookupOff, found));
    }
    let key = AccountNumber::parse(&asked.account).ok();
    let Some((account, kid)) = key.zip(Kid::parse(&asked.kid).ok()) else {
        return Ok(None);
    };
    // Whoever may not act for the payee finds nothing; how MPS says so is not published.
    let payee = turn.cast.agreement_on(&asked.account);
    if payee.is_some_and(|(company, _)| !user.acts_for(company.org_number.as_str())) {
        return Ok(None);
    }
    let found = find_mandate(&account, &kid, turn);
    Ok(found
        .filter(|(_, mandate)| mandate.active_at_mps)
        .map(|(key, mandate)| FoundMandate {
            kid: key.kid.to_string(),
            account: key.payee_account.to_string(),
            notification: mandate.notification,
        }))
}
