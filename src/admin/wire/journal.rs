//! Entries of the journal.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use schemars::JsonSchema;
use serde::Serialize;

use super::time::instant;
use crate::consumer::Happening;
use crate::domain::rules;
use crate::domain::slug::Slug;
use crate::sandbox::{Body, Entry, Exchange, Record, Trouble};
use crate::services::Facts;

/// An entry.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct EntryText<'a> {
    number: u64,
    at: String,
    #[serde(flatten)]
    record: RecordText<'a>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum RecordText<'a> {
    Exchange(Box<ExchangeText<'a>>),
    Event(EventText<'a>),
}

#[derive(Debug, Serialize, JsonSchema)]
struct ExchangeText<'a> {
    service: &'static str,
    operation: Option<&'static str>,
    via: &'static str,
    method: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'a str>,
    status: Option<u16>,
    invoices: &'a [String],
    facts: Vec<FactsText<'a>>,
    #[serde(flatten)]
    rule: RuleText,
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<TroubleText<'a>>,
    remarks: &'a [String],
    request: BodyText,
    answer: BodyText,
}

#[derive(Debug, Serialize, JsonSchema)]
struct EventText<'a> {
    service: &'static str,
    event: &'static str,
    text: &'a str,
    invoice: Option<&'a str>,
    #[serde(flatten)]
    rule: RuleText,
}

/// The rule that spoke, with its words and where they stand.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RuleText {
    rule: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_text: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TroubleText<'a> {
    fault: u64,
    name: &'a str,
    scenario: Option<&'a str>,
    did: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FactsText<'a> {
    ids: &'a [String],
    consumer: &'a [String],
    issuer: Option<&'a str>,
    kid: Option<&'a str>,
    account: Option<&'a str>,
    amount_ore: Option<i64>,
    due_date: Option<String>,
    document_type: Option<&'a str>,
}

/// A body: text where it is some, else base64.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BodyText {
    /// How many bytes it had.
    pub(super) length: usize,
    /// Less of it was kept than there was.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) shortened: bool,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    /// The bytes of what is no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) base64: Option<String>,
}

impl<'a> EntryText<'a> {
    /// The text of an entry.
    pub(in crate::admin) fn of(entry: &'a Entry) -> Self {
        let record = match &entry.record {
            Record::Exchange(exchange) => RecordText::Exchange(Box::new(exchange_text(exchange))),
            Record::Event { happening, case } => {
                RecordText::Event(event_text(happening, case.as_deref()))
            }
        };
        Self {
            number: entry.number,
            at: instant(entry.at),
            record,
        }
    }
}

fn exchange_text(exchange: &Exchange) -> ExchangeText<'_> {
    let (path, query) = match exchange.target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (exchange.target.as_str(), None),
    };
    ExchangeText {
        service: exchange.service,
        operation: exchange.operation,
        via: exchange.via.as_str(),
        method: &exchange.method,
        path,
        query,
        status: exchange.status,
        invoices: &exchange.cases,
        facts: exchange.facts.iter().map(facts_text).collect(),
        rule: RuleText::of(exchange.rule),
        why: exchange.why.as_deref(),
        trouble: exchange.trouble.as_ref().map(trouble_text),
        remarks: &exchange.remarks,
        request: BodyText::of(&exchange.request),
        answer: BodyText::of(&exchange.answer),
    }
}

fn trouble_text(trouble: &Trouble) -> TroubleText<'_> {
    TroubleText {
        fault: trouble.fault,
        name: &trouble.name,
        scenario: trouble.scenario.as_ref().map(Slug::as_str),
        did: &trouble.words,
    }
}

fn event_text<'a>(happening: &'a Happening, case: Option<&'a str>) -> EventText<'a> {
    EventText {
        service: happening.service,
        event: happening.kind,
        text: &happening.text,
        invoice: case,
        rule: RuleText::of(happening.rule),
    }
}

fn facts_text(facts: &Facts) -> FactsText<'_> {
    FactsText {
        ids: &facts.ids,
        consumer: &facts.consumer,
        issuer: facts.issuer.as_deref(),
        kid: facts.kid.as_deref(),
        account: facts.account.as_deref(),
        amount_ore: facts.amount.map(crate::domain::money::Ore::get),
        due_date: facts.due_date.map(|date| date.to_string()),
        document_type: facts.document_type.as_deref(),
    }
}

impl RuleText {
    /// A rule by id.
    pub(super) fn of(id: Option<&'static str>) -> Self {
        let rule = id.and_then(rules::find);
        Self {
            rule: id,
            rule_text: rule.map(|rule| rule.text),
            source: rule.map(|rule| rule.source),
        }
    }
}

impl BodyText {
    /// A body as far as it was kept.
    pub(super) fn of(body: &Body) -> Self {
        let shortened = body.kept.len() < body.length;
        let text = match std::str::from_utf8(&body.kept) {
            Ok(text) => Some(text.to_owned()),
            // The cut may have gone through the last character of a good text.
            Err(error) if shortened && error.error_len().is_none() => body
                .kept
                .get(..error.valid_up_to())
                .map(|good| String::from_utf8_lossy(good).into_owned()),
            Err(_) => None,
        };
        Self {
            length: body.length,
            shortened,
            base64: text.is_none().then(|| BASE64_STANDARD.encode(&body.kept)),
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn a_body_that_is_no_text_is_shown_in_base64_and_a_cut_letter_is_left_out() {
        let shown = |kept: &[u8], length| {
            let kept = Bytes::copy_from_slice(kept);
            let body = BodyText::of(&Body { kept, length });
            (body.text, body.base64, body.shortened)
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(shown("blåbær".as_bytes(), 8), (text("blåbær"), None, false));
        assert_eq!(shown(b"bl\xC3", 8), (text("bl"), None, true));
        assert_eq!(shown(b"bl\xC3", 3), (None, text("YmzD"), false));
        assert_eq!(shown(b"\xFF", 9), (None, text("/w=="), true));
        assert_eq!(shown(b"", 0), (text(""), None, false));
    }
}
