//! Standing orders of consumers: who lets which payee debit which account.

use jiff::Timestamp;

use crate::domain::account::AccountNumber;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::words::words;

/// What a mandate is known by: the payee's account and the KID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MandateKey {
    /// Account of the payee.
    pub payee_account: AccountNumber,
    /// The KID as registered.
    pub kid: Kid,
}

words! {
    /// What happened to a mandate (MPS: AvtaleGiro, mandates).
    pub enum MandateChangeKind {
        /// It was made.
        Made "MADE",
        /// The account, the wish for notices or the status changed.
        Changed "CHANGED",
        /// It ended.
        Ended "ENDED",
    }
}

/// Something about a mandate that its payee, or the payee's service, may be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateChange {
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub kind: MandateChangeKind,
    /// Which mandate.
    pub key: MandateKey,
    /// Whose it is, or was.
    pub payer: Slug,
    /// Account that is debited from then on; `None` while the bank has not said.
    pub payer_account: Option<AccountNumber>,
    /// Whether the payer wants a notice before each payment from then on.
    pub notification: bool,
    /// Whether it is in force at MPS from then on; of one that ended, whether it was.
    pub active: bool,
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

impl Mandate {
    /// What a change of shows to payees; the limit is between payer and bank (MPS: AvtaleGiro,
    /// mandates), and what the router fetched last is its own affair.
    pub(super) fn as_payees_see_it(&self) -> (&Slug, Option<&AccountNumber>, bool, bool) {
        let Self {
            payer,
            payer_account,
            notification,
            limit: _,
            active_at_mps,
            active_at_router: _,
        } = self;
        let account = payer_account.as_ref();
        (payer, account, *notification, *active_at_mps)
    }
}
