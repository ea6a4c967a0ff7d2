//! What a scenario may ask MPS to do with one request, other than to refuse it at once.

use super::Rejection;
use crate::domain::words::words;

/// Something that a scenario asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What.
    pub what: Desire,
    /// For which transactions or keys of the request, counted from 0.
    pub rows: Vec<usize>,
}

/// What a scenario asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desire {
    /// A transaction will be rejected, whatever its validation says.
    Reject(Rejection),
    /// Something else.
    Do(Wanted),
}

impl Desire {
    /// The desire of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let rejection = Rejection::parse(name).map(Self::Reject);
        rejection.or_else(|| Wanted::parse(name).map(Self::Do))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reject(reason) => reason.code(),
            Self::Do(wanted) => wanted.as_str(),
        }
    }
}

impl Wish {
    /// Whether it is this one.
    #[must_use]
    pub fn is(&self, wanted: Wanted) -> bool {
        self.what == Desire::Do(wanted)
    }
}

words! {
    /// What a scenario may ask for. The names are the service's own words where it has some.
    pub enum Wanted {
        /// The look-up finds nobody.
        NotFound "RECEIVER_NOT_FOUND",
        /// The look-up finds several.
        Multiple "MULTIPLE_RECEIVERS",
        /// The look-up says that the key holds too little.
        MissingData "LOOKUP_KEY_MISSING_DATA",
        /// The receiver has not said yes to all.
        NotAccepting "autoAcceptEfaktura=false",
        /// The receiver blocked the issuer.
        Blocked "blockedByReceiver",
        /// The answers come in another order than the keys.
        AnotherOrder "anotherOrder",
        /// MPS stops the eFaktura.
        Stopped "STOPPED",
        /// Validation never ends.
        Stuck "stuckInProgress",
        /// The claim is processed with a warning.
        Warned "PROCESSED_WITH_WARNING",
        /// The answer says that it is still in progress.
        InProgress "IN_PROGRESS",
        /// Mandates wait for their banks.
        Pending "PENDING",
        /// There is no mandate.
        NoMandate "noMandate",
        /// Nothing of the kind is there to be cancelled.
        CancelNotFound "NOT_FOUND",
        /// It is too late to cancel.
        CancelNotAllowed "NOT_ALLOWED",
        /// It is being worked on.
        CancelTryLater "PROCESSING_IN_PROGRESS-TRY_LATER",
        /// It was cancelled before.
        AlreadyCancelled "ALREADY_CANCELLED",
        /// MPS fails to take the claim back.
        CancelRejected "CANCELLATION_REJECTED",
        /// The payer's bank does not know the claim.
        CancelRejectedByBank "CANCELLATION_REJECTED_BY_BDS",
        /// Thousands of shipments are found.
        Thousands "thousandsOfShipments",
    }
}
