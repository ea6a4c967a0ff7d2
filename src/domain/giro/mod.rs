//! Files between payees and MPS: what stands in a transmission of `AvtaleGiro` and OCR giro, and
//! what can be wrong with one.
//!
//! A transmission (`forsendelse`) holds orders (`oppdrag`), an order holds transactions of one kind
//! for one account of a payee (MPS: AvtaleGiro, system specification).

mod complaint;
mod incoming;
mod numbers;
mod payment;
mod transmission;

pub use complaint::{Complaint, FileRule, Level};
pub use incoming::{Incoming, IncomingOrder, IncomingTransaction, OrderKind, Spoiled};
pub use numbers::{CustomerUnit, SerialNumber};
pub use payment::{Payment, PaymentKind};
pub use transmission::{
    ClaimOrder, FiledClaim, MandateLine, MandateOrder, Notifier, Order, Registration,
    SettlementOrder, TextLine, Transmission,
};
