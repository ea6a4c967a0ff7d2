//! Shipments and transactions as they are sent.

use std::fmt;

use jiff::civil::Date;
use uuid::Uuid;

use crate::consumer::DocumentType;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::id::Id;
use crate::domain::money::Ore;
use crate::domain::words::words;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// Reads the one form the schema allows: 36 characters, lower case (WSDL
            /// `EfakturaAtgService` v1: `uuidType`).
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let lower = |byte: u8| byte == b'-' || matches!(byte, b'0'..=b'9' | b'a'..=b'f');
                let fits = text.len() == 36 && text.bytes().all(lower);
                Uuid::try_parse(text).ok().filter(|_| fits).map(Self)
            }
        }

        impl From<$name> for Id {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.hyphenated(), f)
            }
        }
    )+};
}

ids! {
    /// What the sender calls a shipment; used once and never again.
    ShipmentId;
    /// What the sender calls a transaction; used once and never again.
    TransactionId;
}

/// Up to a thousand transactions of one issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    /// Its id.
    pub id: ShipmentId,
    /// Organisation number of the issuer as sent, nine digits.
    pub issuer: String,
    /// What is in it.
    pub transactions: Vec<Transaction>,
}

words! {
    /// Which legs a transaction has (WSDL `EfakturaAtgService` v1: `paymentType`).
    pub enum PaymentType {
        /// An eFaktura that the receiver approves.
        Efaktura "EFAKTURA",
        /// An eFaktura as notice, and the claim.
        EfakturaAndAvtaleGiro "EFAKTURA_AND_AVTALEGIRO",
        /// An eFaktura as notice; the claim comes in a file.
        EfakturaAndExternalAvtaleGiro "EFAKTURA_AND_EXTERNAL_AVTALEGIRO",
        /// A claim only.
        AvtaleGiro "AVTALEGIRO",
    }
}

impl PaymentType {
    /// Whether there is an eFaktura in it.
    #[must_use]
    pub fn has_efaktura(self) -> bool {
        match self {
            Self::Efaktura | Self::EfakturaAndAvtaleGiro | Self::EfakturaAndExternalAvtaleGiro => {
                true
            }
            Self::AvtaleGiro => false,
        }
    }

    /// Whether there is a claim in it, which MPS hands to the payer's bank.
    #[must_use]
    pub fn has_claim(self) -> bool {
        match self {
            Self::EfakturaAndAvtaleGiro | Self::AvtaleGiro => true,
            Self::Efaktura | Self::EfakturaAndExternalAvtaleGiro => false,
        }
    }
}

/// One invoice on its way to one receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Its id.
    pub id: TransactionId,
    /// Which legs it has.
    pub payment: PaymentType,
    /// The title it is presented under.
    pub document_type: DocumentType,
    /// Payment reference as sent.
    pub kid: Option<String>,
    /// Account to credit as sent, eleven characters of any kind.
    pub account: String,
    /// Amount in øre.
    pub amount: Ore,
    /// Due date.
    pub due_date: Date,
    /// Time zone that came with the due date (`Z`, `+01:00`); means nothing and is sent back.
    pub due_date_zone: Option<String>,
    /// The eFaktura leg.
    pub efaktura: Option<EfakturaInfo>,
    /// The `AvtaleGiro` leg.
    pub atg: Option<AtgInfo>,
}

/// What claims are listed by: account, KID, due date and transaction, with blanks between.
pub type ClaimKey = String;

impl Transaction {
    /// What its claim is listed by; `None` without a claim or a KID.
    #[must_use]
    pub fn claim_key(&self) -> Option<ClaimKey> {
        Some(format!("{}{}", self.claimed_alike()?, self.id))
    }

    /// What a claim alone and the eFaktura whose claim comes by itself have in common: account, KID
    /// and due date as sent, with blanks between. `None` for whatever else there is, and without a
    /// KID.
    #[must_use]
    pub fn bill_key(&self) -> Option<String> {
        match self.payment {
            PaymentType::AvtaleGiro | PaymentType::EfakturaAndExternalAvtaleGiro => {
                let kid = self.kid.as_ref()?;
                Some(format!("{} {kid} {}", self.account, self.due_date))
            }
            PaymentType::Efaktura | PaymentType::EfakturaAndAvtaleGiro => None,
        }
    }

    /// How the keys of all claims begin that have the same account, KID and due date.
    #[must_use]
    pub fn claimed_alike(&self) -> Option<String> {
        let kid = self.kid.as_ref().filter(|_| self.payment.has_claim())?;
        Some(format!("{} {kid} {} ", self.account, self.due_date))
    }
}

/// What an eFaktura needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EfakturaInfo {
    /// Who shall see it.
    pub receiver: Receiver,
    /// Smallest amount that may be paid, in øre.
    pub minimum_amount: Option<Ore>,
    /// Name shown to the receiver.
    pub brand: String,
    /// Where the document is shown.
    pub url: String,
    /// Where a forced notice goes; for collection notices.
    pub notice: Option<NoticeTo>,
}

/// How the receiver of an eFaktura is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receiver {
    /// By eFaktura identifier.
    Identifier(EfakturaIdentifier),
    /// By identity number as sent, eleven digits.
    Ssn(String),
    /// By the issuer's own reference for the receiver.
    Reference(String),
}

/// Where a forced notice goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeTo {
    /// E-mail as sent.
    pub email: Option<String>,
    /// Mobile phone as sent.
    pub mobile_phone: Option<String>,
}

/// What an `AvtaleGiro` claim needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtgInfo {
    /// The bank notifies the payer.
    pub notification: bool,
    /// Text of that notice.
    pub notification_text: Option<String>,
    /// The payer in ten characters.
    pub abbreviated_name: Option<String>,
    /// Reference printed for the payer.
    pub external_reference: Option<String>,
}
