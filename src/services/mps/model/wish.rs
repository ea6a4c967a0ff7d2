//! What a scenario may ask MPS to do with one request, other than to refuse it at once.

use super::{LegKind, PaymentType, Rejection};
use crate::domain::giro::{FileRule, Level, OrderKind};
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
    /// A rule about files speaks, and rejects what it is about.
    Object(FileRule),
    /// Something else.
    Do(Wanted),
}

impl Desire {
    /// Whether it can become of a transaction with this payment type, as it comes or when it is
    /// wanted back.
    #[must_use]
    pub fn is_fate_of(self, payment: PaymentType) -> bool {
        match self {
            Self::Reject(_) => true,
            Self::Object(_) => false,
            Self::Do(wanted) => {
                let of_any = [Wanted::Stopped, Wanted::Stuck, Wanted::Warned];
                let of_claims = [Wanted::NoCover, Wanted::StoppedByPayer];
                of_any.contains(&wanted)
                    || (payment.has_claim() && of_claims.contains(&wanted))
                    || wanted.is_about_cancelling()
            }
        }
    }

    /// Whether it can become of a transaction in a file, in an order of this kind.
    #[must_use]
    pub fn is_fate_in_file(self, kind: OrderKind) -> bool {
        let of_claims = [Wanted::Warned, Wanted::NoCover, Wanted::StoppedByPayer];
        let of_deletions = [Wanted::CancelRejected, Wanted::CancelRejectedByBank];
        match (kind, self) {
            (OrderKind::Claims, Self::Reject(reason)) => reason.leg() == LegKind::Atg,
            (OrderKind::Claims, Self::Do(wanted)) => of_claims.contains(&wanted),
            (OrderKind::Deletions, Self::Do(wanted)) => of_deletions.contains(&wanted),
            (_, Self::Object(_))
            | (OrderKind::Deletions, Self::Reject(_))
            | (OrderKind::Other, _) => false,
        }
    }

    /// The desire of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let rejection = Rejection::parse(name).map(Self::Reject);
        let objection = || FileRule::parse(name).map(Self::Object);
        let wanted = || Wanted::parse(name).map(Self::Do);
        rejection.or_else(objection).or_else(wanted)
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reject(reason) => reason.code(),
            Self::Object(rule) => rule.id(),
            Self::Do(wanted) => wanted.as_str(),
        }
    }
}

impl Wish {
    /// The rule about files that shall speak, if one shall that rejects this part of a file.
    #[must_use]
    pub fn objection(&self, level: Level) -> Option<FileRule> {
        match self.what {
            Desire::Object(rule) => (rule.level() == level).then_some(rule),
            Desire::Do(Wanted::TransmissionRejected) => {
                (level == Level::Transmission).then_some(FileRule::Totals)
            }
            Desire::Do(Wanted::Unreadable) => {
                (level == Level::Transmission).then_some(FileRule::Format)
            }
            Desire::Do(Wanted::OrderRejected) => {
                (level == Level::Order).then_some(FileRule::OrderEnd)
            }
            Desire::Reject(_) | Desire::Do(_) => None,
        }
    }

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
        /// A file cannot be read.
        Unreadable "L200",
        /// A transmission is rejected as a whole.
        TransmissionRejected "L226",
        /// A transmission is approved, and an order of it rejected later.
        OrderRejected "orderRejected",
        /// The receipt never arrives.
        NoReceipt "noReceipt",
        /// There is too little on the payer's account.
        NoCover "noCover",
        /// The payer stops the payment.
        StoppedByPayer "stoppedByPayer",
        /// No files go out this time; what there is to tell is told the next time.
        NoFile "noFile",
        /// Files go out at six in the evening.
        LateFile "lateFile",
        /// A file that was sent is sent again.
        SameFileTwice "sameFileTwice",
        /// Mandates are told with the other wish for a notice than the payer's.
        NotificationChanged "notificationChanged",
        /// The end of a mandate is told that the payee never knew.
        UnknownMandateEnded "unknownMandateEnded",
        /// A mandate stands twice in one order.
        MandateTwice "mandateTwice",
        /// All mandates are told though nobody asked.
        FullList "fullList",
        /// An order of mandates comes without any.
        NoMandates "noMandates",
        /// The end of a transmission with mandates only has a date.
        DatedEnd "datedEnd",
        /// A payment has a KID that nobody gave out.
        UnknownKid "unknownKid",
        /// A payment has a minus.
        MinusSign "minusSign",
        /// A payment is a reversal with a KID (type 18).
        ReversalWithKid "reversalWithKid",
        /// A payment is a purchase with a KID (type 19).
        PurchaseWithKid "purchaseWithKid",
        /// A payment is a reversal with a text (type 20).
        ReversalWithText "reversalWithText",
        /// A payment is a purchase with a text (type 21).
        PurchaseWithText "purchaseWithText",
        /// Payments to one account come in several orders.
        SeveralOrders "severalOrders",
    }
}
