//! What scenarios may want of log-ins, recipient tokens and published keys, beside refusals.

use crate::domain::words::words;

words! {
    /// What a scenario makes of a log-in.
    pub enum LogInWish {
        /// The token lives for a minute.
        ShortLife "shortLife",
    }

    /// What a scenario makes of a recipient token, to see what becomes of it where it is used.
    pub enum RecipientWish {
        /// It expires as it is given.
        Expired "earlyExpiry",
        /// Its signature does not hold.
        Broken "brokenRecipientToken",
        /// It has no times.
        Timeless "recipientTokenWithoutClaims",
        /// It is for nobody.
        Nobodys "recipientTokenForNobody",
    }

    /// What a scenario makes of the published keys.
    pub enum KeysWish {
        /// There is one key only, the one that signs.
        Single "singleKey",
        /// The key that signs is not there yet, as in an old copy.
        Stale "staleKeys",
        /// The key that signs is there under another id.
        Misnamed "unknownKid",
    }
}
