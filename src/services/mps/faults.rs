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
    /// The service can do it and we cannot; stands where 3101 (AvtaleGiro not allowed) would.
    NotSimulated, None, None, "not simulated by Sandkasse: expected payment type EFAKTURA";
    /// The document type is not implemented at the service.
    DocumentType, Some(3100), Some("MPS-3100"), "expected documentType INVOICE";
    /// An eFaktura without its part of the message.
    NoEfakturaInfo, Some(3011), Some("MPS-3011"),
        "expected efakturaInfo in a transaction with an eFaktura";
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
        match self.kind.code() {
            Some(code) => format!("{code} {text}, found {found}"),
            None => format!("{text}, found {found}"),
        }
    }
}
