//! What the service refuses at once: a table in order of precedence.

use crate::services::{Scripted, Spoken};

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
    /// The user may not send `AvtaleGiro` claims.
    AvtaleGiroNotAllowed, Some(3101), Some("MPS-3101"),
        "expected a user with the right to send AvtaleGiro claims";
    /// The service can do it and we cannot; stands behind 3101.
    NotSimulated, None, None, "not simulated by Sandkasse: expected payment type EFAKTURA";
    /// The document type is not implemented at the service.
    DocumentType, Some(3100), Some("MPS-3100"), "expected documentType INVOICE";
    /// An eFaktura without its part of the message.
    NoEfakturaInfo, Some(3011), Some("MPS-3011"),
        "expected efakturaInfo in a transaction with an eFaktura";
}

impl FaultKind {
    /// The kind with this code; any other name is a failure of the service.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        if name == AUTHENTICATION {
            return Self::Unauthenticated;
        }
        let code = name.parse().ok();
        let mut kinds = Self::ALL.iter().copied();
        kinds
            .find(|kind| code.is_some() && kind.code() == code)
            .unwrap_or(Self::Server)
    }
}

/// The name by which a scenario asks for [`FaultKind::Unauthenticated`].
const AUTHENTICATION: &str = "authentication";

/// Every operation that can refuse.
const ALL: &[&str] = &[
    "mps.getEfakturaIdentifiers",
    "mps.addShipment",
    "mps.getShipmentStatus",
    "mps.getTransactionStatus",
];

const ADD: &[&str] = &["mps.addShipment"];

const fn later(name: &'static str, text: &'static str) -> Scripted {
    Scripted {
        name,
        on: ADD,
        text,
    }
}

/// The refusals that a scenario may ask for: fault codes at once, rejection codes when the
/// transaction is validated.
pub const SCRIPTED: &[Scripted] = &[
    Scripted {
        name: "serverFault",
        on: ALL,
        text: "the service fails; nothing is stored",
    },
    Scripted {
        name: "3000",
        on: &["mps.getShipmentStatus"],
        text: "nobody sent this shipment",
    },
    Scripted {
        name: "3001",
        on: &["mps.getTransactionStatus"],
        text: "nobody sent this transaction",
    },
    Scripted {
        name: "3002",
        on: ADD,
        text: "the shipment id is used up",
    },
    Scripted {
        name: "3003",
        on: ADD,
        text: "a transaction id is used up",
    },
    Scripted {
        name: "3101",
        on: ADD,
        text: "the user may not send AvtaleGiro claims",
    },
    Scripted {
        name: "3011",
        on: ADD,
        text: "an eFaktura without efakturaInfo",
    },
    Scripted {
        name: "3100",
        on: ADD,
        text: "the document type is not implemented",
    },
    Scripted {
        name: AUTHENTICATION,
        on: ALL,
        text: "the user is not let in, whatever the security header says",
    },
    later("E001", "rejected later: the due date is too near"),
    later("E002", "rejected later: the amount cannot be paid"),
    later("E003", "rejected later: the account fails MOD11"),
    later("E004", "rejected later: the KID fails MOD10 and MOD11"),
    later("E005", "rejected later: no receiver, or several"),
    later("E006", "rejected later: the receiver blocked the issuer"),
    later(
        "E007",
        "rejected later: the receiver does not accept eFaktura",
    ),
    later("E009", "rejected later: the issuer is unknown"),
    later("E011", "rejected later: the minimum is above the amount"),
    later(
        "E012",
        "rejected later: a forced notice without a collection notice",
    ),
];

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
            (FaultKind::Server, _) => text.to_owned(),
            (_, Some(code)) => format!("{code} {text}, found {found}"),
            (_, None) => format!("{text}, found {found}"),
        }
    }
}
