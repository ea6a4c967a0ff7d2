//! Routing facts, look-up keys and attempts as text, both ways.

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::written::{self, Written, formed};
use crate::domain::channel::{Attempt, Channel, Outcome, Refusal, RefusalCode, Way};
use crate::domain::company::B2cnoStatus;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::invoice::{Address, DocumentKind};
use crate::domain::lookup::{KeyAddress, KeyName, KeyReference, LookupKey};
use crate::domain::money::Ore;
use crate::domain::phone::PhoneNumber;
use crate::domain::routing::{
    EfakturaAnswer, Facts, LookupAnswer, Payment, Plan, PlannedWay, Recipient, Route, Sender,
};

formed! {
    FactsText for Facts,
    SenderText for Sender,
    PaymentText for Payment,
    KindText for DocumentKind,
    RecipientText for Recipient,
    AddressText for Address,
    WayText for PlannedWay,
    KeyText for LookupKey,
    KeyNameText for KeyName,
    KeyAddressText for KeyAddress,
    KeyReferenceText for KeyReference,
    LookupAnswerText for LookupAnswer,
    EfakturaAnswerText for EfakturaAnswer,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Facts", deny_unknown_fields)]
struct FactsText {
    #[serde(with = "written")]
    sender: Sender,
    #[serde(with = "written")]
    payment: Payment,
    #[serde(with = "written")]
    recipient: Recipient,
    #[serde(with = "written")]
    plan: Plan,
    efaktura_failure_ends: bool,
    zero_amount: bool,
    #[serde(with = "written")]
    lookups: Vec<(LookupKey, LookupAnswer)>,
    #[serde(with = "written")]
    efaktura: Option<EfakturaAnswer>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Sender", deny_unknown_fields)]
struct SenderText {
    #[serde(with = "written")]
    b2cno: B2cnoStatus,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Payment", deny_unknown_fields)]
struct PaymentText {
    #[serde(with = "written")]
    kind: DocumentKind,
    currency: String,
    #[serde(rename = "amount_ore", with = "written")]
    amount: Ore,
    #[serde(with = "written")]
    due_date: Option<Date>,
    kid: Option<String>,
    account: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "DocumentKind", rename_all = "snake_case")]
enum KindText {
    Invoice,
    CreditNote,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Recipient", deny_unknown_fields)]
struct RecipientText {
    #[serde(with = "written")]
    efaktura_id: Option<EfakturaIdentifier>,
    ssn: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    #[serde(with = "written")]
    date_of_birth: Option<Date>,
    name: Option<String>,
    #[serde(with = "written")]
    address: Address,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Address", deny_unknown_fields)]
struct AddressText {
    line1: Option<String>,
    line2: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    country: Option<String>,
}

impl Written for Plan {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.ways().to_vec().write(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::read(from).map(Self::of)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PlannedWay", rename_all = "snake_case")]
enum WayText {
    DirectDebit,
    EfakturaById,
    EfakturaByLookup,
    Dpi,
    Email,
    Print,
    SilentFailure,
    Deprecated(String),
    B2b,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "LookupKey", deny_unknown_fields)]
struct KeyText {
    #[serde(with = "written")]
    identifier: Option<EfakturaIdentifier>,
    ssn: Option<String>,
    org_number: Option<String>,
    #[serde(with = "written")]
    phone: Option<PhoneNumber>,
    #[serde(with = "written")]
    email: Option<EmailAddress>,
    #[serde(with = "written")]
    name: Option<KeyName>,
    #[serde(with = "written")]
    address: Option<KeyAddress>,
    issuer: Option<String>,
    #[serde(with = "written")]
    date_of_birth: Option<Date>,
    #[serde(with = "written")]
    reference: Option<KeyReference>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "KeyName", deny_unknown_fields)]
struct KeyNameText {
    first: Option<String>,
    last: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "KeyAddress", deny_unknown_fields)]
struct KeyAddressText {
    line1: Option<String>,
    line2: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    country: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "KeyReference", deny_unknown_fields)]
struct KeyReferenceText {
    reference: String,
    content_provider: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "LookupAnswer", rename_all = "snake_case")]
enum LookupAnswerText {
    Accepts(#[serde(with = "written")] EfakturaIdentifier),
    NotEnabled(#[serde(with = "written")] Option<EfakturaIdentifier>),
    Blocked(#[serde(with = "written")] Option<EfakturaIdentifier>),
    Nobody,
    Several,
    Unavailable(String),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EfakturaAnswer", rename_all = "snake_case")]
enum EfakturaAnswerText {
    Accepted,
    Rejected(String),
    Unavailable(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LookedUp {
    #[serde(with = "written")]
    key: LookupKey,
    #[serde(with = "written")]
    answer: LookupAnswer,
}

impl Written for (LookupKey, LookupAnswer) {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (key, answer) = self.clone();
        LookedUp { key, answer }.serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let LookedUp { key, answer } = Deserialize::deserialize(from)?;
        Ok((key, answer))
    }
}

/// An attempt in the words of the timeline.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AttemptText {
    channel: String,
    outcome: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
}

impl Written for Attempt {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { way, outcome } = self;
        let (word, code, found) = match outcome {
            Outcome::Delivered => ("delivered", None, None),
            Outcome::Closed(Refusal { code, found }) => (
                code.closing().as_str(),
                Some(code.as_str().to_owned()),
                Some(found.clone()),
            ),
        };
        let text = AttemptText {
            channel: way.to_string(),
            outcome: word.to_owned(),
            code,
            found,
        };
        text.serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let AttemptText {
            channel,
            outcome,
            code,
            found,
        } = Deserialize::deserialize(from)?;
        let unfit = |found: &str, expected: &str| {
            let found = super::text::shortened(found);
            Err(D::Error::custom(format!(
                "found `{found}`, expected {expected}"
            )))
        };
        let way = match (Channel::parse(&channel), Route::parse(&channel)) {
            (Some(channel), _) => Way::Channel(channel),
            (None, Some(Route::Deprecated(value))) => Way::AsSent(value),
            (None, _) => return unfit(&channel, "a channel or a deprecated route value"),
        };
        let outcome = match (outcome.as_str(), code, found) {
            ("delivered", None, None) => Outcome::Delivered,
            ("skipped" | "refused", Some(code), Some(found)) => match RefusalCode::parse(&code) {
                Some(known) if known.closing().as_str() == outcome => {
                    Outcome::Closed(Refusal { code: known, found })
                }
                Some(known) => return unfit(&outcome, known.closing().as_str()),
                None => return unfit(&code, "the code of a closed way"),
            },
            _ => {
                let expected = "`delivered`, or `skipped` or `refused` with `code` and `found`";
                return unfit(&outcome, expected);
            }
        };
        Ok(Self { way, outcome })
    }
}
