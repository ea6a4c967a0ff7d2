//! The keys that links to documents are signed with.

use crate::crypto::Signer;
use crate::domain::vipps::KeyNumber;

/// Whose compiled-in key a number is.
pub(super) fn signer(key: KeyNumber) -> Signer {
    match key {
        KeyNumber::First => Signer::VippsFirst,
        KeyNumber::Second => Signer::VippsSecond,
        KeyNumber::Third => Signer::VippsThird,
    }
}
