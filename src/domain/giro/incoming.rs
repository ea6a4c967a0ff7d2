//! A transmission to MPS as it was read, with everything that is odd about it.

use super::{Complaint, CustomerUnit, FiledClaim, SerialNumber};
use crate::domain::words::words;

/// A file that has the form of a transmission. Whether its complaints reject anything is for the
/// profile to say: a rule that speaks in `strict` only is else a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Who says to have sent it.
    pub sender: CustomerUnit,
    /// The sender's number of it.
    pub number: SerialNumber,
    /// What is wrong with the transmission as a whole.
    pub complaints: Vec<Complaint>,
    /// Transactions in it, counted as its end record should: first amount records and mandates.
    pub transactions: usize,
    /// Records in it up to its end record, the two of the transmission included.
    pub records: usize,
    /// Its orders, in order.
    pub orders: Vec<IncomingOrder>,
}

words! {
    /// What is in an order.
    pub enum OrderKind {
        /// Claims (`AvtaleGiro`).
        Claims "claims",
        /// Deletions of claims (`AvtaleGiro korreksjoner`).
        Deletions "deletions",
        /// Anything that payees do not send.
        Other "other",
    }
}

impl OrderKind {
    /// What people call such an order (MPS: Receipt lists).
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Claims => "AvtaleGiro",
            Self::Deletions => "AvtaleGiro korreksjoner",
            Self::Other => "Ukjent oppdragstype",
        }
    }
}

/// An order as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingOrder {
    /// Record that begins it, counted from 1.
    pub line: usize,
    /// What is in it.
    pub kind: OrderKind,
    /// The payee's number of it; zero where it cannot be read.
    pub number: SerialNumber,
    /// Account of the payee as written, eleven characters; empty where the start record is missing.
    pub account: String,
    /// What is wrong with the order as a whole.
    pub complaints: Vec<Complaint>,
    /// What is in it; nothing of an order that is rejected need be there.
    pub transactions: Vec<IncomingTransaction>,
}

/// A claim or a deletion as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncomingTransaction {
    /// One that can be read.
    Read(FiledClaim),
    /// One that is rejected in every profile.
    Spoiled(Spoiled),
}

/// A claim or a deletion that is rejected as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoiled {
    /// Its number, if it has one.
    pub number: Option<u32>,
    /// Its amount records as they were sent; one at least, two at most.
    pub records: Vec<String>,
    /// What is wrong, first to speak first; one at least.
    pub complaints: Vec<Complaint>,
}
