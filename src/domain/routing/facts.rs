//! Everything the policy may know when it decides.

use jiff::civil::Date;

use super::order::Plan;
use crate::domain::company::B2cnoStatus;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::invoice::{Address, DocumentKind};
use crate::domain::lookup::LookupKey;
use crate::domain::money::Ore;

/// What is known of one invoice on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Who sends.
    pub sender: Sender,
    /// What is to be paid.
    pub payment: Payment,
    /// Who is to receive.
    pub recipient: Recipient,
    /// The ways to try, in order.
    pub plan: Plan,
    /// An eFaktura that fails validation ends the routing.
    pub efaktura_failure_ends: bool,
    /// An amount of zero passes.
    pub zero_amount: bool,
    /// What the registry answered so far, in order of asking, for the way now tried.
    pub lookups: Vec<(LookupKey, LookupAnswer)>,
    /// What MPS made of the eFaktura that was offered on the way now tried.
    pub efaktura: Option<EfakturaAnswer>,
}

/// The sender, as far as routing asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sender {
    /// State of the main vendor agreement.
    pub b2cno: B2cnoStatus,
}

/// What is to be paid, as the document has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Invoice or credit note.
    pub kind: DocumentKind,
    /// Currency code.
    pub currency: String,
    /// Amount to pay, in øre (or the hundredth of another currency).
    pub amount: Ore,
    /// Due date, if the document has one.
    pub due_date: Option<Date>,
    /// The payment reference as written.
    pub kid: Option<String>,
    /// The account as written.
    pub account: Option<String>,
}

/// The consumer, put together from metadata and document; metadata win.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipient {
    /// eFaktura identifier given by the sender.
    pub efaktura_id: Option<EfakturaIdentifier>,
    /// National identity number, eleven digits as written.
    pub ssn: Option<String>,
    /// Phone as written.
    pub phone: Option<String>,
    /// E-mail as written.
    pub email: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<Date>,
    /// Full name.
    pub name: Option<String>,
    /// Postal address.
    pub address: Address,
}

/// What the registry answered to one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookupAnswer {
    /// One receiver, who accepts.
    Accepts(EfakturaIdentifier),
    /// One receiver, who does not accept eFaktura from everybody.
    NotEnabled(Option<EfakturaIdentifier>),
    /// One receiver, who has blocked the sender.
    Blocked(Option<EfakturaIdentifier>),
    /// Nobody, or the key was too thin.
    Nobody,
    /// Several.
    Several,
    /// No usable answer; the text says what came instead.
    Unavailable(String),
}

/// What MPS made of an offered eFaktura.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EfakturaAnswer {
    /// Accepted and presented.
    Accepted,
    /// Rejected by its validation, with code and text.
    Rejected(String),
    /// No usable answer; the text says what came instead.
    Unavailable(String),
}
