//! What the service refuses at once: a table in order of precedence.

use crate::services::Spoken;

macro_rules! faults {
    ($($(#[$doc:meta])* $variant:ident, $code:expr, $rule:expr, $text:literal;)+) => {
        /// A kind of refusal. The order is that of precedence within one request.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultKind { $($(#[$doc])* $variant,)+ }

        impl FaultKind {
            /// Every kind, first to speak first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The service's own number; `None` where the refusal is ours and not the service's.
            #[must_use]
            pub fn code(self) -> Option<u16> {
                match self { $(Self::$variant => $code),+ }
            }

            /// The rule that speaks.
            #[must_use]
            pub fn rule(self) -> Option<&'static str> {
                match self { $(Self::$variant => $rule),+ }
            }

            /// What was expected, in words; the service has none.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

faults! {
    /// The service fails.
    Server, None, None, "the service failed, as a scenario asked; the request may be sent again";
    /// The service fails and says nothing of the message.
    Plain, None, None, "the service failed, as a scenario asked; the request may be sent again";
    /// The security header is not one of a user of MPS; how MPS says so is not published.
    Unauthenticated, None, Some("MPS-SECURITY"),
        "the security token could not be authenticated or authorized (wsse:FailedAuthentication)";
    /// Nobody sent this shipment.
    UnknownShipment, Some(3000), Some("MPS-3000"), "expected the id of a shipment that was sent";
    /// Nobody sent this transaction.
    UnknownTransaction, Some(3001), Some("MPS-3001"),
        "expected the id of a transaction that was sent";
    /// The shipment id is used up.
    ShipmentIdUsed, Some(3002), Some("MPS-3002"), "expected a shipment id that was never used";
    /// A transaction id is used up, here or earlier.
    TransactionIdUsed, Some(3003), Some("MPS-3003"),
        "expected a transaction id that was never used";
    /// The user may not send claims.
    AvtaleGiroNotAllowed, Some(3101), Some("MPS-3101"),
        "expected a user that may send AvtaleGiro claims";
    /// The document type is not implemented at the service.
    DocumentType, Some(3100), Some("MPS-3100"), "expected documentType INVOICE";
    /// A claim that is no invoice.
    ClaimIsNoInvoice, Some(3021), Some("MPS-3021"),
        "expected documentType INVOICE in a transaction with AvtaleGiro";
    /// A claim without its part of the message.
    NoAtgInfo, Some(3010), Some("MPS-3010"),
        "expected atgInfo in a transaction with AvtaleGiro";
    /// An eFaktura without its part of the message.
    NoEfakturaInfo, Some(3011), Some("MPS-3011"),
        "expected efakturaInfo in a transaction with an eFaktura";
    /// A claim without a KID.
    NoKid, Some(3020), Some("MPS-3020"), "expected kid in a transaction with AvtaleGiro";
    /// The signature is too old.
    SignatureExpired, Some(3030), Some("MPS-3030"), "expected a signature that still holds";
    /// The signature is not ours, or not any more.
    SignatureTampered, Some(3031), Some("MPS-3031"),
        "expected a signature as it was given out";
    /// The span of time is too long.
    SpanTooLong, Some(3040), Some("MPS-3040"), "expected a shorter span of time";
    /// Mandates cannot be looked up at present.
    MandateLookupOff, Some(3102), Some("MPS-3102"), "expected mandate look-up to be switched on";
}

impl FaultKind {
    /// The kind with this code; any other name is a failure of the service.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        if name == "soapFault" {
            return Self::Plain;
        }
        if name == "authentication" {
            return Self::Unauthenticated;
        }
        let code = name.parse().ok();
        let mut kinds = Self::ALL.iter().copied();
        kinds
            .find(|kind| code.is_some() && kind.code() == code)
            .unwrap_or(Self::Server)
    }
}

/// A refusal with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub kind: FaultKind,
    /// What was found.
    pub found: String,
}

impl Fault {
    /// Puts the two together.
    #[must_use]
    pub fn new(kind: FaultKind, found: impl Into<String>) -> Self {
        Self {
            kind,
            found: found.into(),
        }
    }
}

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        self.kind.rule()
    }

    fn why(&self) -> String {
        let (text, found) = (self.kind.text(), &self.found);
        match (self.kind, self.kind.code()) {
            (FaultKind::Server | FaultKind::Plain, _) => text.to_owned(),
            (_, Some(code)) => format!("{code} {text}, found {found}"),
            (_, None) => format!("{text}, found {found}"),
        }
    }
}
