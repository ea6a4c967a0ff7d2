//! The two legs of a transaction, each with its status and the reason of it.

use std::sync::Arc;

use crate::domain::words::words;

words! {
    /// Status of an eFaktura leg (WSDL EfakturaAtgService v1: `efakturaTransactionStatus`).
    pub enum EfakturaStatus {
        /// There is no such leg.
        NotAnEfaktura "NOT_AN_EFAKTURA_TRANSACTION",
        /// Validation is not done.
        InProgress "IN_PROGRESS",
        /// Cancelled by the sender.
        Cancelled "CANCELLED",
        /// Not valid.
        Rejected "REJECTED",
        /// Stopped by MPS.
        Stopped "STOPPED",
        /// Valid and delivered.
        Accepted "ACCEPTED",
    }
    /// Status of an `AvtaleGiro` leg (WSDL EfakturaAtgService v1: `atgTransactionStatus`), from
    /// the least to the most advanced.
    pub enum AtgStatus {
        /// There is no such leg.
        NotAnAtg "NOT_AN_ATG_TRANSACTION",
        /// The claim travels in a file.
        External "EXTERNAL_ATG",
        /// Validation is not done.
        InProgress "IN_PROGRESS",
        /// Valid.
        Received "RECEIVED",
        /// Made ready for the payer's bank.
        Processing "PROCESSING",
        /// Waits for the hand-over to the payer's bank.
        Processed "PROCESSED",
        /// The same, and there is something to say about it.
        ProcessedWithWarning "PROCESSED_WITH_WARNING",
        /// Handed to the payer's bank.
        SentToBds "SENT_TO_BDS",
        /// Not valid.
        Rejected "REJECTED",
        /// The sender wants it back.
        CancellationReceived "CANCELLATION_RECEIVED",
        /// That is possible.
        CancellationValidated "CANCELLATION_VALIDATED",
        /// It is being taken back.
        CancellationProcessing "CANCELLATION_PROCESSING",
        /// It was taken back before the payer's bank saw it.
        CancellationProcessed "CANCELLATION_PROCESSED",
        /// MPS could not take it back.
        CancellationRejected "CANCELLATION_REJECTED",
        /// The payer's bank was asked to give it back.
        CancellationSentToBds "CANCELLATION_SENT_TO_BDS",
        /// The payer's bank could not give it back.
        CancellationRejectedByBds "CANCELLATION_REJECTED_BY_BDS",
        /// The payer's bank gave it back.
        CancellationAcceptedByBds "CANCELLATION_ACCEPTED_BY_BDS",
    }
}

/// Where a leg stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg<S> {
    /// Its status.
    pub status: S,
    /// What there is to say about it: of a rejection why, of a warning what.
    pub reason: Option<Arc<Reason>>,
}

/// An eFaktura leg.
pub type EfakturaLeg = Leg<EfakturaStatus>;

/// An `AvtaleGiro` leg.
pub type AtgLeg = Leg<AtgStatus>;

impl<S> From<S> for Leg<S> {
    fn from(status: S) -> Self {
        Self {
            status,
            reason: None,
        }
    }
}

impl<S> Leg<S> {
    /// A leg with something to say about it.
    #[must_use]
    pub fn because(status: S, reason: Reason) -> Self {
        Self {
            status,
            reason: Some(Arc::new(reason)),
        }
    }
}

/// A code and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// One to four characters.
    pub code: String,
    /// One to 2000 characters.
    pub text: String,
}

impl AtgStatus {
    /// Whether taking it back can begin, or begin again after it failed.
    #[must_use]
    pub fn can_be_taken_back(self) -> bool {
        self < Self::Rejected
            || self == Self::CancellationRejected
            || self == Self::CancellationRejectedByBds
    }

    /// Whether a claim is or may still be debited.
    #[must_use]
    pub fn is_on_its_way(self) -> bool {
        match self {
            Self::External
            | Self::InProgress
            | Self::Received
            | Self::Processing
            | Self::Processed
            | Self::ProcessedWithWarning
            | Self::SentToBds
            | Self::CancellationReceived
            | Self::CancellationValidated
            | Self::CancellationProcessing
            | Self::CancellationRejected
            | Self::CancellationSentToBds
            | Self::CancellationRejectedByBds => true,
            Self::NotAnAtg
            | Self::Rejected
            | Self::CancellationProcessed
            | Self::CancellationAcceptedByBds => false,
        }
    }

    /// Whether the claim may wait for the hand-over.
    #[must_use]
    pub fn waits(self) -> bool {
        self == Self::Processed
            || self == Self::ProcessedWithWarning
            || self == Self::CancellationRejected
    }

    /// Whether there is a claim that MPS itself hands to the payer's bank.
    #[must_use]
    pub fn is_ours(self) -> bool {
        self != Self::NotAnAtg && self != Self::External
    }

    /// What follows by itself a step later; the payer's bank answers yes.
    ///
    /// ```text
    /// RECEIVED -> PROCESSING -> PROCESSED | PROCESSED_WITH_WARNING
    ///                           at the hand-over -> SENT_TO_BDS | REJECTED
    /// CANCELLATION_RECEIVED -> _VALIDATED -> _PROCESSING -> _PROCESSED     before the hand-over
    ///                                                    -> _SENT_TO_BDS   after it
    ///                                                    -> CANCELLATION_REJECTED
    /// CANCELLATION_SENT_TO_BDS -> _ACCEPTED_BY_BDS | _REJECTED_BY_BDS
    /// ```
    ///
    /// The names are documented (WSDL EfakturaAtgService v1), the order is modelled on them.
    #[must_use]
    pub fn moves_on(self) -> bool {
        match self {
            Self::Received
            | Self::Processing
            | Self::CancellationReceived
            | Self::CancellationValidated
            | Self::CancellationProcessing
            | Self::CancellationSentToBds => true,
            Self::NotAnAtg
            | Self::External
            | Self::InProgress
            | Self::Processed
            | Self::ProcessedWithWarning
            | Self::SentToBds
            | Self::Rejected
            | Self::CancellationProcessed
            | Self::CancellationRejected
            | Self::CancellationRejectedByBds
            | Self::CancellationAcceptedByBds => false,
        }
    }
}
