//! Queries of the user-agreements API: every parameter is known and stands once.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::consumer::AgreementType;
use crate::domain::identity::NationalId;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{DocumentFilter, InvoiceStatus, WhichDocuments};
use crate::wire::form::Form;

const USER: &str = "user-id";
const TYPE: &str = "agreement-type";
const SMS: &str = "invoice-sms-notification";
const STATUS: &str = "invoice-status";
const DUE_FROM: &str = "invoice-due-date-from";
const DUE_TO: &str = "invoice-due-date-to";
const DELIVERED_FROM: &str = "delivery-time-from";
const DELIVERED_TO: &str = "delivery-time-to";

/// The parameters of a request.
#[derive(Debug)]
pub(super) struct Query {
    form: Form,
}

impl Query {
    /// Reads the query of an operation.
    pub(super) fn of(operation: &str, query: &str) -> Result<Self, Fault> {
        let form = Form::from_query(query).map_err(|error| wrong(error.to_string()))?;
        let known = known(operation);
        for (name, _) in form.pairs() {
            if !known.contains(&name) {
                let (known, name) = (known.join(", "), shortened(name));
                return Err(wrong(format!("found `{name}`, known are {known}")));
            }
            if form.get_all(name).nth(1).is_some() {
                return Err(wrong(format!("{name}: found it more than once")));
            }
        }
        Ok(Self { form })
    }

    /// The user, who has to be named.
    pub(super) fn user(&self) -> Result<NationalId, Fault> {
        let sent = self.required(USER, "a national identity number")?;
        national_id(sent).ok_or_else(|| {
            let found = sent.chars().count();
            wrong(format!(
                "{USER}: expected eleven digits, found {found} characters"
            ))
        })?
    }

    /// The type of agreement, if one is named.
    pub(super) fn about(&self) -> Result<Option<AgreementType>, Fault> {
        self.form.get(TYPE).map(agreement_type).transpose()
    }

    /// The type of agreement, which has to be named.
    pub(super) fn needs_about(&self) -> Result<AgreementType, Fault> {
        agreement_type(self.required(TYPE, "a type of agreement")?)
    }

    /// Which wish for text messages is meant, if one is.
    pub(super) fn sms(&self) -> Result<Option<bool>, Fault> {
        let sent = self.form.get(SMS);
        let read = sent.map(|text| match text.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(odd(SMS, "`true` or `false`", text)),
        });
        read.transpose()
    }

    /// Which documents of a user are meant.
    pub(super) fn which(&self) -> Result<WhichDocuments, Fault> {
        let status = self.form.get(STATUS).map(|text| {
            status(text).ok_or_else(|| odd(STATUS, "`unpaid`, `paid` or `deleted`", text))
        });
        let filter = DocumentFilter {
            status: status.transpose()?,
            due_from: self.date(DUE_FROM)?,
            due_to: self.date(DUE_TO)?,
            delivered_from: self.instant(DELIVERED_FROM)?,
            delivered_to: self.instant(DELIVERED_TO)?,
        };
        Ok(WhichDocuments {
            user: self.user()?,
            about: self.needs_about()?,
            filter,
        })
    }

    fn required(&self, name: &str, what: &str) -> Result<&str, Fault> {
        let sent = self.form.get(name);
        sent.ok_or_else(|| wrong(format!("{name}: expected {what}, found none")))
    }

    /// Clients write hyphens, the written specification does not.
    fn date(&self, name: &str) -> Result<Option<Date>, Fault> {
        let read = self.form.get(name).map(|text| {
            let plain = text.len() == 8 && text.bytes().all(|it| it.is_ascii_digit());
            let hyphened = text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
            let date = text.parse().ok().filter(|_| plain || hyphened);
            date.ok_or_else(|| odd(name, "a date such as 2026-03-20", text))
        });
        read.transpose()
    }

    fn instant(&self, name: &str) -> Result<Option<Timestamp>, Fault> {
        let read = self.form.get(name).map(|text| {
            let expected = "an instant such as 2026-03-02T09:00:00+01:00, its plus written %2B";
            text.parse().map_err(|_| odd(name, expected, text))
        });
        read.transpose()
    }
}

/// A status in capital letters or small ones.
pub(super) fn status(text: &str) -> Option<InvoiceStatus> {
    InvoiceStatus::parse(&text.trim().to_ascii_lowercase())
}

/// A type of agreement; one that nobody has is available to nobody.
pub(super) fn agreement_type(text: &str) -> Result<AgreementType, Fault> {
    AgreementType::parse(text.trim()).ok_or_else(|| {
        let words: Vec<&str> = AgreementType::WORDS.iter().map(|(_, word)| *word).collect();
        let (words, found) = (words.join(", "), shortened(text));
        let found = format!("found `{found}`, known are {words}");
        Fault::new(FaultKind::AgreementTypeNotAvailable, found)
    })
}

/// Eleven digits; those that can be nobody's are an unknown user's.
pub(super) fn national_id(text: &str) -> Option<Result<NationalId, Fault>> {
    let digits = text.len() == 11 && text.bytes().all(|it| it.is_ascii_digit());
    digits.then(|| {
        NationalId::parse(text)
            .map_err(|error| Fault::new(FaultKind::UnknownUser, error.to_string()))
    })
}

/// The beginning of a stranger's text.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn known(operation: &str) -> &'static [&'static str] {
    match operation {
        "digipost.agreements.get" | "digipost.agreements.delete" => &[USER, TYPE],
        "digipost.agreements.owners" => &[TYPE, SMS],
        "digipost.agreements.documents" | "digipost.agreements.count" => &[
            USER,
            TYPE,
            STATUS,
            DUE_FROM,
            DUE_TO,
            DELIVERED_FROM,
            DELIVERED_TO,
        ],
        "digipost.agreements.document"
        | "digipost.agreements.invoice"
        | "digipost.agreements.content" => &[TYPE],
        _ => &[],
    }
}

fn odd(name: &str, expected: &str, found: &str) -> Fault {
    let found = shortened(found);
    wrong(format!("{name}: expected {expected}, found `{found}`"))
}

fn wrong(found: String) -> Fault {
    Fault::new(FaultKind::InvalidRequestParameter, found)
}
