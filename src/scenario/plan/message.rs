//! How the fields of a call become a message, one kind of operation after the other.

use super::placeholder::is_open;
use super::value::date;
use super::{filed, markup};
use crate::scenario::objection::Objection;
use crate::scenario::script::{Field, Fields};
use crate::services::{Match, Method, Operation};

/// What the fields of a call become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Elements in the body of a SOAP message, in the order written.
    Soap {
        /// Local name of the root element.
        root: &'static str,
        /// Its namespace.
        namespace: &'static str,
        /// Where the message is named, from the root inwards.
        identifier: &'static [&'static str],
        /// The SOAPAction.
        action: &'static str,
    },
    /// An invoice in words of the trade, and the parameters of the form that it is sent in.
    Invoice,
    /// A file of 80-column records in words of the trade.
    File,
    /// A form.
    Form,
    /// A form around a grant, which says what its fields say.
    Grant,
    /// A form around a message of digital post to citizens, and its package.
    Letter,
    /// Elements of XML without an envelope, in the order written.
    Xml {
        /// Local name of the root element.
        root: &'static str,
    },
    /// The same in the first part of several, and each document in a part of its own.
    Parts {
        /// Local name of the root element of the first part.
        root: &'static str,
    },
    /// Bytes as they are.
    Bytes,
    /// JSON.
    Json,
    /// Nothing: it has no body.
    Nothing,
}

/// Operations that take a form.
const FORMS: &[&str] = &["maventa.token"];

/// Operations that take a grant.
const GRANTS: &[&str] = &["maskinporten.token"];

/// Operations that take a letter of digital post to citizens.
const LETTERS: &[&str] = &["dpi.messages.send"];

/// Operations that take a file.
const FILES: &[&str] = &["mps.files.send"];

/// Operations that take an invoice.
const INVOICES: &[&str] = &["maventa.createInvoice"];

/// Operations that take XML, and its root element.
const XML: &[(&str, &str)] = &[
    ("digipost.identify", "identification"),
    ("digipost.identifyWithKey", "identification"),
    ("digipost.userAccount", "user-information"),
    ("digipost.agreements.put", "agreement"),
    ("digipost.agreements.invoice", "invoice-update"),
    ("digipost.archivedAddUuid", "archive-document"),
    ("digipost.archivedUpdate", "archive-document"),
    ("digipost.addData", "additional-data"),
];

/// Operations that take documents in parts, and the root element of the first part.
const PARTS: &[(&str, &str)] = &[
    ("digipost.messages.send", "message"),
    ("digipost.archive", "archive"),
];

/// Operations that take bytes.
const BYTES: &[&str] = &["digipost.messages.add_content"];

/// Operations that are asked without a body though their method may have one.
const BARE: &[&str] = &["digipost.messages.finish"];

/// An invoice in words of the trade, when no file is sent.
pub(super) const INVOICE_WORDS: &[&str] = &[
    "consumer",
    "amount_ore",
    "due_date",
    "kid",
    "account",
    "number",
    "issue_date",
    "currency",
    "document_type",
    "supplier",
    "text",
];

/// Parameters of the form that an invoice is sent in (Maventa: AutoXChange REST API; Consumer
/// Invoicing (Norway)).
pub const INVOICE_PARAMETERS: &[&str] = &[
    "route_order",
    "disabled_routes",
    "recipient_operator",
    "recipient_type",
    "recipient_ssn",
    "recipient_efaktura_id",
    "recipient_phone_number",
    "recipient_date_of_birth",
    "recipient_email",
    "b2cno_document_type",
    "uuid",
    "sender_comment",
    "format",
];

/// Words for a letter of digital post to citizens.
const LETTER_WORDS: &[&str] = &[
    "consumer",
    "sender",
    "address",
    "mailbox",
    "print",
    "documents",
    "token",
    "id",
    "conversation",
    "sealed_for",
    "signed_by",
    "package_signed_by",
    "manifest",
    "altered",
    "left_out",
    "header",
    "message",
];

impl Message {
    /// What the fields of an operation become.
    #[must_use]
    pub fn of(operation: &Operation) -> Self {
        match operation.matched_by {
            Match::SoapBody {
                root,
                namespace,
                identifier,
                action,
            } => Self::Soap {
                root,
                namespace,
                identifier,
                action,
            },
            Match::Wsdl | Match::Own => Self::Nothing,
            Match::Path if INVOICES.contains(&operation.id) => Self::Invoice,
            Match::Path if FILES.contains(&operation.id) => Self::File,
            Match::Path if FORMS.contains(&operation.id) => Self::Form,
            Match::Path if GRANTS.contains(&operation.id) => Self::Grant,
            Match::Path if LETTERS.contains(&operation.id) => Self::Letter,
            Match::Path if BYTES.contains(&operation.id) => Self::Bytes,
            Match::Path if BARE.contains(&operation.id) => Self::Nothing,
            Match::Path => Self::with_root(operation),
        }
    }

    fn with_root(operation: &Operation) -> Self {
        let find = |table: &[(&str, &'static str)]| {
            let row = table.iter().find(|(id, _)| *id == operation.id)?;
            Some(row.1)
        };
        match (find(XML), find(PARTS)) {
            (Some(root), _) => Self::Xml { root },
            (None, Some(root)) => Self::Parts { root },
            (None, None) => match operation.method {
                Method::Get | Method::Delete => Self::Nothing,
                Method::Post | Method::Put | Method::Patch => Self::Json,
            },
        }
    }

    /// The fields that name somebody by slug, and whether a person or a company.
    pub(super) fn slugs(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Invoice => &[("consumer", true), ("supplier", false)],
            Self::Parts { .. } | Self::Letter => &[("consumer", true), ("sender", false)],
            Self::Soap { .. }
            | Self::File
            | Self::Form
            | Self::Grant
            | Self::Xml { .. }
            | Self::Bytes
            | Self::Json
            | Self::Nothing => &[],
        }
    }

    /// Objects to fields that the message has no place for. `is_sent` says that a body or a file
    /// is sent as it is.
    pub(super) fn check(self, fields: &Fields, is_sent: bool) -> Result<(), Objection> {
        match self {
            Self::Invoice => invoice(fields, is_sent),
            Self::Soap { .. }
            | Self::File
            | Self::Form
            | Self::Grant
            | Self::Letter
            | Self::Xml { .. }
            | Self::Parts { .. }
            | Self::Json
                if is_sent && !fields.is_empty() =>
            {
                let why = "found beside a body that is sent as it is, expected one of them";
                Err(Objection::because("fields", why))
            }
            Self::Soap { .. } => markup::elements(fields),
            Self::Xml { .. } => markup::elements_with_attributes(fields),
            Self::Parts { root } => markup::parts(root, fields),
            Self::File if is_sent => Ok(()),
            Self::File => filed::check(fields),
            Self::Form => texts("fields", fields),
            Self::Json | Self::Grant => Ok(()),
            Self::Letter => letter(fields),
            Self::Nothing | Self::Bytes if fields.is_empty() => Ok(()),
            Self::Bytes => {
                let why = "found with an operation that takes bytes, expected `body`";
                Err(Objection::because("fields", why))
            }
            Self::Nothing => {
                let why = "found with an operation that has no body, expected `query` or `path`";
                Err(Objection::because("fields", why))
            }
        }
    }
}

fn letter(fields: &Fields) -> Result<(), Objection> {
    let known = || LETTER_WORDS.iter().copied();
    for (name, _) in &fields.0 {
        if !known().any(|known| known == name) {
            let path = format!("fields.{name}");
            return Err(Objection::unknown(
                &path,
                name,
                "a word about a letter",
                known(),
            ));
        }
    }
    Ok(())
}

fn invoice(fields: &Fields, is_sent: bool) -> Result<(), Objection> {
    let known = || {
        let words = INVOICE_WORDS.iter().filter(|_| !is_sent);
        words.chain(INVOICE_PARAMETERS).copied()
    };
    for (name, value) in &fields.0 {
        let path = format!("fields.{name}");
        if is_sent && INVOICE_WORDS.contains(&name.as_str()) {
            let why = "describes the invoice, which is sent as a file; expected one of them";
            return Err(Objection::because(&path, why));
        }
        if !known().any(|known| known == name) {
            let expected = "a word about the invoice or a parameter of the form";
            return Err(Objection::unknown(&path, name, expected, known()));
        }
        let is_list =
            matches!(value, Field::List(_)) && INVOICE_PARAMETERS.contains(&name.as_str());
        if value.text().is_none() && !is_list {
            return Err(Objection::because(&path, "expected a text"));
        }
    }
    for name in ["due_date", "issue_date"] {
        if let Some(text) = closed(fields, name) {
            date(&format!("fields.{name}"), text)?;
        }
    }
    if let Some(text) = closed(fields, "amount_ore")
        && text.parse::<i64>().is_err()
    {
        let expected = "whole øre such as 45000";
        return Err(Objection::new("fields.amount_ore", text, expected));
    }
    if !is_sent && fields.get("consumer").is_none() {
        let why = "has no `consumer`, expected the slug of a person, or a `body_file` with an \
                   invoice";
        return Err(Objection::because("fields", why));
    }
    Ok(())
}

/// A text that is known before anything is played.
fn closed<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    let text = fields.text(name)?;
    (!text.is_empty() && !is_open(text)).then_some(text)
}

fn texts(path: &str, fields: &Fields) -> Result<(), Objection> {
    for (name, field) in &fields.0 {
        if field.text().is_none() {
            let path = format!("{path}.{name}");
            return Err(Objection::because(&path, "expected a text"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{BARE, BYTES, Message, PARTS, XML};
    use crate::scenario::script::{Field, Fields};
    use crate::services::{Fidelity, Method, digipost};

    #[test]
    fn every_operation_of_digipost_that_takes_a_body_says_which() {
        let rows = XML.iter().chain(PARTS).map(|(id, _)| id);
        let known: Vec<&str> = rows.chain(BYTES).chain(BARE).copied().collect();
        for row in digipost::OPERATIONS {
            let has_body = matches!(row.method, Method::Post | Method::Put | Method::Patch);
            let is_there = row.fidelity != Fidelity::Absent;
            assert_eq!(has_body && is_there, known.contains(&row.id), "{}", row.id);
        }
    }

    fn fields(names: &[&str]) -> Fields {
        let field = |name: &&str| ((*name).to_owned(), Field::Text("x".to_owned()));
        Fields(names.iter().map(field).collect())
    }

    #[test]
    fn a_field_that_the_message_has_no_place_for_is_refused_by_name() {
        let told = |message: Message, names: &[&str], is_sent: bool| {
            message
                .check(&fields(names), is_sent)
                .unwrap_err()
                .to_string()
        };
        let invoice = Message::Invoice;
        assert!(
            told(invoice, &["consumer", "duedate"], false).ends_with("did you mean `due_date`?")
        );
        assert!(told(invoice, &["kid"], false).contains("has no `consumer`"));
        assert!(told(invoice, &["consumer"], true).contains("sent as a file"));
        assert!(told(Message::Nothing, &["a"], false).contains("expected `query`"));
        assert!(told(Message::Json, &["a"], true).contains("expected one of them"));
        let soap = Message::Soap {
            root: "R",
            namespace: "urn:x",
            identifier: &[],
            action: "a",
        };
        assert!(told(soap, &["a><b"], false).contains("name of an element"));
        assert!(
            invoice
                .check(&fields(&["consumer", "route_order"]), false)
                .is_ok()
        );
        assert!(invoice.check(&fields(&["uuid"]), true).is_ok());
    }
}
