//! Standing orders of consumers: who lets which payee debit which account.

use crate::domain::account::AccountNumber;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// What a mandate is known by: the payee's account and the KID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MandateKey {
    /// Account of the payee.
    pub payee_account: AccountNumber,
    /// The KID as registered.
    pub kid: Kid,
}

/// A mandate (`fast betalingsoppdrag`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// The payer.
    pub payer: Slug,
    /// Account that is debited; `None` while the bank has not said.
    pub payer_account: Option<AccountNumber>,
    /// The payer wants a notice before each payment.
    pub notification: bool,
    /// Most that may be debited in a month, in øre; known to payer and bank only.
    pub limit: Option<Ore>,
    /// In force at MPS.
    pub active_at_mps: bool,
    /// In force in the copy that the reference router fetched last.
    pub active_at_router: bool,
}
