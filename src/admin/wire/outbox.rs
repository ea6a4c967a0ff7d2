//! Letters of the outboxes, as facts; their rendered forms stand at `href`.

use schemars::JsonSchema;
use serde::Serialize;

use super::time::instant;
use crate::domain::invoice::Address;
use crate::domain::letter::{Delivery, Letter, LetterContent, LetterFacts};
use crate::render::{Enclosed, subject};

/// A letter in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct LetterRow<'a> {
    id: &'a str,
    sent_at: String,
    /// None for a list of what MPS rejected.
    invoice: Option<&'a str>,
    kind: &'static str,
    to: ToText<'a>,
    subject: String,
    sender: Option<&'a str>,
    number: Option<&'a str>,
    amount_ore: Option<i64>,
    currency: Option<&'a str>,
    due_date: Option<String>,
    kid: Option<&'a str>,
    account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<&'a [String]>,
    /// What a list says, for a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<&'a [String]>,
    files: Vec<FileText<'a>>,
    href: String,
}

/// One letter, with what only reading all of it can tell.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct LetterText<'a> {
    /// What the list shows too.
    #[serde(flatten)]
    pub(in crate::admin) row: LetterRow<'a>,
    /// Why a file is not in the rendered form: what was found, what was expected, what to do.
    pub(in crate::admin) attachment_problem: Option<String>,
}

/// An e-mail address, or name and postal address.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum ToText<'a> {
    Mail(&'a str),
    Print {
        name: &'a str,
        address: AddressText<'a>,
    },
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "LetterAddress")]
struct AddressText<'a> {
    line1: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line2: Option<&'a str>,
    postal_code: Option<&'a str>,
    city: Option<&'a str>,
    country: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FileText<'a> {
    name: &'a str,
    media_type: &'a str,
    /// None when the bounded store has dropped the bytes.
    length: Option<usize>,
    dropped: bool,
}

impl<'a> LetterRow<'a> {
    /// The row of a letter whose rendered form stands at `href`.
    pub(in crate::admin) fn of(letter: &'a Letter, files: &[Enclosed<'a>], href: String) -> Self {
        let Letter {
            id,
            sent_at,
            invoice,
            to,
            content,
            files: _,
        } = letter;
        let (kind, facts, number, reasons) = match content {
            LetterContent::Invoice(facts) => ("invoice", Some(facts), Some(&facts.number), None),
            LetterContent::AllRoutesFailed { number, reasons } => {
                let reasons = Some(reasons.as_slice());
                ("all_routes_failed", None, Some(number), reasons)
            }
            LetterContent::Rejections { .. } => ("rejections", None, None, None),
            LetterContent::Mailbox(notice) if notice.reminds => {
                ("mailbox_reminder", None, None, None)
            }
            LetterContent::Mailbox(_) => ("mailbox_notice", None, None, None),
            LetterContent::Posted { .. } => ("posted", None, None, None),
        };
        let lines = match content {
            LetterContent::Rejections { list: _, lines } => Some(lines.as_slice()),
            LetterContent::Invoice(_)
            | LetterContent::AllRoutesFailed { .. }
            | LetterContent::Mailbox(_)
            | LetterContent::Posted { .. } => None,
        };
        let text = |of: fn(&LetterFacts) -> Option<&String>| facts.and_then(of).map(String::as_str);
        Self {
            id,
            sent_at: instant(*sent_at),
            invoice: invoice.as_deref(),
            kind,
            to: ToText::of(to),
            subject: subject(letter),
            sender: text(|facts| Some(&facts.sender)),
            number: number.map(String::as_str),
            amount_ore: facts.map(|facts| facts.amount.get()),
            currency: text(|facts| Some(&facts.currency)),
            due_date: facts
                .and_then(|facts| facts.due_date)
                .map(|date| date.to_string()),
            kid: text(|facts| facts.kid.as_ref()),
            account: text(|facts| facts.account.as_ref()),
            reasons,
            lines,
            files: files.iter().map(FileText::of).collect(),
            href,
        }
    }
}

impl<'a> ToText<'a> {
    fn of(to: &'a Delivery) -> Self {
        match to {
            Delivery::Mail(address) => Self::Mail(address.as_str()),
            Delivery::Print { name, address } => {
                let Address {
                    line1,
                    line2,
                    postal_code,
                    city,
                    country,
                } = address;
                let address = AddressText {
                    line1: line1.as_deref(),
                    line2: line2.as_deref(),
                    postal_code: postal_code.as_deref(),
                    city: city.as_deref(),
                    country: country.as_deref(),
                };
                Self::Print { name, address }
            }
        }
    }
}

impl<'a> FileText<'a> {
    fn of(enclosed: &Enclosed<'a>) -> Self {
        Self {
            name: &enclosed.file.name,
            media_type: &enclosed.file.media_type,
            length: enclosed.bytes.map(<[u8]>::len),
            dropped: enclosed.bytes.is_none(),
        }
    }
}
