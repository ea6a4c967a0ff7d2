//! Whether fields can be elements of XML, and those of a message in parts.

use super::placeholder::is_open;
use crate::scenario::objection::Objection;
use crate::scenario::script::{Field, Fields};

/// The words for print that a message has: what is left of the recipient beside it.
const PRINT_WORDS: &[&str] = &["fallback", "direct"];

/// Elements that are documents.
const HOLD_DOCUMENTS: &[&str] = &["primary-document", "attachment", "documents"];

/// What a message has: words of the trade, then elements (Digipost: schemas api_v7.xsd and
/// api_v8.xsd, message).
const MESSAGE: &[&str] = &[
    "consumer",
    "sender",
    "print",
    "stepwise",
    "message-id",
    "sender-id",
    "sender-organization",
    "recipient",
    "delivery-time",
    "invoice-reference",
    "primary-document",
    "attachment",
    "print-if-unread",
    "request-for-registration",
    "batch",
];

/// What a document has; the same schemas.
const DOCUMENT: &[&str] = &[
    "content",
    "content_file",
    "invoice",
    "uuid",
    "subject",
    "file-type",
    "opening-receipt",
    "opened",
    "sms-notification",
    "email-notification",
    "authentication-level",
    "sensitivity-level",
    "encrypted",
    "content-hash",
    "link",
    "data-type",
    "kid",
    "amount",
    "account",
    "due-date",
];

/// What an archive has; the same schemas.
const ARCHIVE: &[&str] = &[
    "sender",
    "sender-id",
    "sender-organization",
    "name",
    "link",
    "documents",
];

/// What a document of an archive has; the same schemas.
const ARCHIVED: &[&str] = &[
    "content",
    "content_file",
    "uuid",
    "file-name",
    "file-type",
    "referenceid",
    "content-type",
    "content-hash",
    "attributes",
    "archived-time",
    "deletion-time",
    "link",
];

/// The words of an invoice in a document.
pub const DOCUMENT_INVOICE: &[&str] = &["kid", "amount_ore", "account", "due_date"];

/// Objects to names that are none of an element.
pub(super) fn elements(fields: &Fields) -> Result<(), Objection> {
    all("fields", fields, false)
}

/// The same where `@name` is an attribute and `#` the text beside attributes.
pub(super) fn elements_with_attributes(fields: &Fields) -> Result<(), Objection> {
    all("fields", fields, true)
}

/// Objects to what no message in parts has.
pub(super) fn parts(root: &str, fields: &Fields) -> Result<(), Objection> {
    elements_with_attributes(fields)?;
    known(root, fields)?;
    if let Some(word) = fields.text("print")
        && !is_open(word)
        && !PRINT_WORDS.contains(&word)
    {
        let known = PRINT_WORDS.iter().copied();
        return Err(Objection::unknown(
            "fields.print",
            word,
            "a word for print",
            known,
        ));
    }
    for word in ["print", "consumer"] {
        if fields.get(word).is_some() && fields.get("recipient").is_some() {
            let path = format!("fields.{word}");
            let why = "found beside `recipient`, expected one of them";
            return Err(Objection::because(&path, why));
        }
    }
    if fields.get("print").is_some() && fields.get("consumer").is_none() {
        let why = "found without a `consumer`, expected the slug of whose address is printed";
        return Err(Objection::because("fields.print", why));
    }
    for (name, field) in &fields.0 {
        invoices(&format!("fields.{name}"), field)?;
    }
    Ok(())
}

/// Objects to elements that neither the message nor its documents have in any version, and that are
/// no words of the trade.
fn known(root: &str, fields: &Fields) -> Result<(), Objection> {
    let (whole, documents): (&[&str], &[&str]) = match root {
        "archive" => (ARCHIVE, ARCHIVED),
        _ => (MESSAGE, DOCUMENT),
    };
    for (name, field) in &fields.0 {
        let path = format!("fields.{name}");
        one_of(&path, name, "an element of the message", whole)?;
        if HOLD_DOCUMENTS.contains(&name.as_str()) {
            within(&path, field, documents)?;
        }
    }
    Ok(())
}

fn within(path: &str, field: &Field, known: &[&'static str]) -> Result<(), Objection> {
    match field {
        Field::Text(_) | Field::Bare(_) => Ok(()),
        Field::List(values) => values
            .iter()
            .try_for_each(|value| within(path, value, known)),
        Field::Group(fields) => fields.0.iter().try_for_each(|(name, _)| {
            let path = format!("{path}.{name}");
            one_of(&path, name, "an element of a document", known)
        }),
    }
}

fn one_of(path: &str, name: &str, what: &str, known: &[&'static str]) -> Result<(), Objection> {
    if name.starts_with(['@', '#']) || known.contains(&name) {
        return Ok(());
    }
    Err(Objection::unknown(path, name, what, known.iter().copied()))
}

/// Objects to a word that no invoice of a document has.
fn invoices(path: &str, field: &Field) -> Result<(), Objection> {
    match field {
        Field::Text(_) | Field::Bare(_) => Ok(()),
        Field::List(values) => values.iter().try_for_each(|value| invoices(path, value)),
        Field::Group(fields) => match fields.get("invoice") {
            Some(Field::Group(invoice)) => invoice.0.iter().try_for_each(|(name, _)| {
                let known = || DOCUMENT_INVOICE.iter().copied();
                if known().any(|known| known == name) {
                    return Ok(());
                }
                let path = format!("{path}.invoice.{name}");
                Err(Objection::unknown(
                    &path,
                    name,
                    "a word about the invoice",
                    known(),
                ))
            }),
            Some(Field::Text(_) | Field::Bare(_) | Field::List(_)) => {
                let path = format!("{path}.invoice");
                Err(Objection::because(
                    &path,
                    "expected a table of words about the invoice",
                ))
            }
            None => Ok(()),
        },
    }
}

fn all(path: &str, fields: &Fields, with_attributes: bool) -> Result<(), Objection> {
    fields.0.iter().try_for_each(|(name, field)| {
        let path = format!("{path}.{name}");
        let plain = name.strip_prefix('@').filter(|_| with_attributes);
        let is_text = with_attributes && name == "#";
        if (plain.is_some() || is_text) && field.text().is_none() {
            return Err(Objection::because(&path, "expected a text"));
        }
        if !is_text && !is_name(plain.unwrap_or(name), plain.is_some()) {
            let expected = "the name of an element: letters, digits, `-` and `_`";
            return Err(Objection::new(&path, name, expected));
        }
        walk(&path, field, with_attributes)
    })
}

fn walk(path: &str, field: &Field, with_attributes: bool) -> Result<(), Objection> {
    match field {
        Field::Text(_) | Field::Bare(_) => Ok(()),
        Field::Group(fields) => all(path, fields, with_attributes),
        Field::List(values) => {
            let mut values = values.iter();
            values.try_for_each(|value| walk(path, value, with_attributes))
        }
    }
}

/// Whether a text may stand as a name; that of an attribute may have a prefix.
fn is_name(name: &str, has_prefix: bool) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let inner = |c: char| letter(c) || c.is_ascii_digit() || c == '-' || (has_prefix && c == ':');
    name.starts_with(letter) && name.chars().all(inner)
}

#[cfg(test)]
mod tests {
    use super::{elements, elements_with_attributes, parts};
    use crate::scenario::script::Fields;

    fn fields(json: &str) -> Fields {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn attributes_and_the_text_beside_them_are_of_plain_xml_only() {
        let written = r##"{"a": {"@xsi:type": "x", "#": "text"}, "b": [{"c": 1}, "d"]}"##;
        assert!(elements_with_attributes(&fields(written)).is_ok());
        assert!(elements(&fields(written)).is_err());
        for wrong in [
            r#"{"@": "x"}"#,
            r#"{"@a": {}}"#,
            r#"{"a:b": "x"}"#,
            r#"{"a b": "x"}"#,
        ] {
            assert!(elements_with_attributes(&fields(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_that_no_message_has_are_refused_with_the_nearest() {
        let told = |json: &str| parts("message", &fields(json)).map_err(|error| error.to_string());
        assert_eq!(
            told(r#"{"consumer": "x", "print": "direct", "attachment": {"invoice": {}}}"#),
            Ok(())
        );
        for (wrong, words) in [
            (
                r#"{"consumer": "x", "print": "directly"}"#,
                "did you mean `direct`?",
            ),
            (r#"{"print": "direct"}"#, "without a `consumer`"),
            (r#"{"mesage-id": "x"}"#, "did you mean `message-id`?"),
            (
                r#"{"attachment": [{"subjekt": "x"}]}"#,
                "did you mean `subject`?",
            ),
            (
                r#"{"consumer": "x", "recipient": {}}"#,
                "beside `recipient`",
            ),
            (
                r#"{"primary-document": {"invoice": {"duedate": "x"}}}"#,
                "did you mean `due_date`?",
            ),
            (
                r#"{"primary-document": {"invoice": "x"}}"#,
                "expected a table",
            ),
        ] {
            let said = told(wrong).unwrap_err();
            assert!(said.contains(words), "{said}");
        }
    }
}
