//! Bodies of XML, read as the schemas have them (Digipost: schemas api_v7.xsd and api_v8.xsd).

use jiff::Timestamp;
use jiff::civil::Date;

use super::dialect::Dialect;
use super::door::Asked;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::wire::error::WireError;
use crate::wire::xml::{Element, Limits, Sequence, Writer};

/// Where the relations of links are described (Digipost: API documentation).
const RELATIONS: &str = "https://api.digipost.no/relations/";

/// The namespace of what stands in `data-type`.
pub(super) const DATATYPES: &str = "http://api.digipost.no/schema/datatypes";

/// What may stand in `data-type` (Digipost: schema datatypes.xsd).
const DATA_TYPES: &[&str] = &[
    "appointment",
    "boligdetaljer",
    "event",
    "externalLink",
    "inkasso",
    "invoice",
    "invoice-payment",
    "opening-receipt",
    "opening-receipt-accepted",
    "payslip",
    "pickup-notice",
    "pickup-notice-status",
    "proof",
    "receipt",
    "residence",
    "share-documents-request",
    "share-documents-request-documents-shared",
    "share-documents-request-sharing-stopped",
    "signedDocument",
    "verifiable-credential-notice",
    "verifiable-presentation-notice",
];

/// What stands in a `data-type`: one element that the schema of data types has. Of what stands in
/// that, only what is to be paid is looked at.
pub(super) fn data_type(element: &Element) -> Result<&Element, Fault> {
    let wrong = |found: String| {
        let expected = format!("one element of {DATATYPES}");
        broken(WireError::new("<data-type>", expected, found))
    };
    let [inner] = element.children.as_slice() else {
        return Err(wrong(element.children.len().to_string()));
    };
    let (name, namespace) = (inner.local(), inner.namespace().unwrap_or("none"));
    let short = |text: &str| text.chars().take(120).collect::<String>();
    if namespace != DATATYPES {
        let (name, namespace) = (short(name), short(namespace));
        return Err(wrong(format!("<{name}> in namespace {namespace}")));
    }
    if !DATA_TYPES.contains(&name) {
        let (name, known) = (short(name), DATA_TYPES.join(", "));
        return Err(wrong(format!("<{name}>, which it has not; it has {known}")));
    }
    Ok(inner)
}

/// A document whose root has this name, in the namespace of the client's version.
pub(super) fn document(bytes: &[u8], dialect: Dialect, root: &str) -> Result<Element, Fault> {
    let element = Element::parse(bytes, Limits::default())
        .map_err(|error| Fault::new(FaultKind::SchemaValidationError, error.to_string()))?;
    let namespace = dialect.namespace();
    if !element.name.is(namespace, root) {
        let found: String = element.name.to_string().chars().take(200).collect();
        let expected = format!("<{root}> in namespace {namespace}");
        return Err(broken(WireError::new("the root", expected, found)));
    }
    Ok(element)
}

/// The whole body as such a document.
pub(super) fn body(asked: &Asked<'_>, root: &str) -> Result<Element, Fault> {
    document(asked.body(), asked.dialect, root)
}

/// A document that the schema does not allow.
pub(super) fn broken(error: WireError) -> Fault {
    Fault::new(FaultKind::SchemaValidationError, error.to_string())
}

/// The text of the next child, which must have this name, of so many characters at most.
pub(super) fn required(
    sequence: &mut Sequence<'_>,
    name: &str,
    max: usize,
) -> Result<String, Fault> {
    let child = sequence.required(name).map_err(broken)?;
    within(sequence, child, max).map(str::to_owned)
}

/// The same of a child that may be missing.
pub(super) fn optional(
    sequence: &mut Sequence<'_>,
    name: &str,
    max: usize,
) -> Result<Option<String>, Fault> {
    let child = sequence.optional(name);
    let text = child.map(|child| within(sequence, child, max).map(str::to_owned));
    text.transpose()
}

/// The text of an element that holds nothing else, as sent.
pub(super) fn plain<'a>(of: &Sequence<'_>, element: &'a Element) -> Result<&'a str, Fault> {
    match element.children.first() {
        None => Ok(&element.text),
        Some(child) => {
            let found = format!("<{}>", child.local());
            Err(broken(of.error(element.local(), "text alone", found)))
        }
    }
}

/// The same, of so many characters at most.
pub(super) fn within<'a>(
    of: &Sequence<'_>,
    element: &'a Element,
    max: usize,
) -> Result<&'a str, Fault> {
    let text = plain(of, element)?;
    let found = text.chars().count();
    if found > max {
        let (expected, found) = (format!("at most {max} characters"), found.to_string());
        return Err(broken(of.error(element.local(), expected, found)));
    }
    Ok(text)
}

/// The same, of so many characters and no others.
pub(super) fn exactly<'a>(
    of: &Sequence<'_>,
    element: &'a Element,
    length: usize,
) -> Result<&'a str, Fault> {
    let text = plain(of, element)?;
    let found = text.chars().count();
    if found != length {
        let (expected, found) = (format!("{length} characters"), found.to_string());
        return Err(broken(of.error(element.local(), expected, found)));
    }
    Ok(text)
}

/// A truth value of the schema.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// A date of the schema, literally: a time zone behind it shifts nothing.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let (date, zone) = text.split_at_checked(10)?;
    let is_zone = match zone.as_bytes() {
        [] | [b'Z'] => true,
        [b'+' | b'-', a, b, b':', c, d] => [a, b, c, d].iter().all(|it| it.is_ascii_digit()),
        _ => false,
    };
    date.parse().ok().filter(|_| is_zone)
}

/// An instant of the schema, which has an offset.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

/// A link to a resource, or to something else of another media type.
pub(super) fn link(writer: &mut Writer, rel: &str, uri: &str, media_type: &str) {
    let rel = format!("{RELATIONS}{rel}");
    writer.leaf_with(
        "link",
        &[
            ("rel", rel.as_str()),
            ("uri", uri),
            ("media-type", media_type),
        ],
        "",
    );
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_is_taken_literally_whatever_its_zone() {
        let day = jiff::civil::date(2017, 7, 1);
        for text in [
            "2017-07-01",
            "2017-07-01Z",
            " 2017-07-01+02:00 ",
            "2017-07-01-11:00",
        ] {
            assert_eq!(date(text), Some(day), "{text}");
        }
        for text in [
            "",
            "2017-7-1",
            "20170701",
            "2017-07-01+2",
            "2017-02-30",
            "2017-07-0å",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = document(&bytes, Dialect::V7, "identification");
        }

        #[test]
        fn arbitrary_text_is_a_date_or_none(text in "\\PC*") {
            let _ = (date(&text), truth(&text));
        }
    }
}
