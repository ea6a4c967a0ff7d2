//! A file to MPS in words of the trade: the `fields` of `mps.files.send`.

use serde::Deserialize;

/// A transmission; counts, sums and dates follow from its orders.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "fields of a transmission")]
pub struct FiledText {
    /// Customer unit of the sender; left out, that of the company that calls.
    pub sender: Option<Scalar>,
    /// Number of the transmission; left out, that of the step.
    pub number: Option<Scalar>,
    /// Its orders.
    pub orders: Vec<FiledOrderText>,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "fields of an order")]
pub struct FiledOrderText {
    /// `claims` or `deletions`; left out, claims.
    pub kind: Option<String>,
    /// Number of the order; left out, ten times that of the transmission, and its place.
    pub number: Option<Scalar>,
    /// Account of the payee; left out, the first with an agreement of the company that calls.
    pub account: Option<Scalar>,
    /// Its transactions.
    pub claims: Vec<FiledClaimText>,
}

/// A claim or a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "fields of a claim")]
pub struct FiledClaimText {
    /// KID.
    pub kid: Scalar,
    /// Amount in øre.
    pub amount_ore: Scalar,
    /// Due date, such as `2026-03-20`.
    pub due_date: Scalar,
    /// Number in the order; left out, its place.
    pub number: Option<Scalar>,
    /// `payee` or `bank`: who tells the payer; left out, the payee, and with a `text` the bank.
    pub notice: Option<String>,
    /// Short name of the payer.
    pub short_name: Option<String>,
    /// What stands on the payer's statement.
    pub external_reference: Option<String>,
    /// What the bank's notice says, line by line.
    pub text: Option<String>,
}

/// A text, or a number without quotes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a text or a whole number")]
pub enum Scalar {
    /// A text.
    Text(String),
    /// A number.
    Number(u64),
}

impl Scalar {
    /// As text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}
