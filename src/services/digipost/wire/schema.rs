//! Bodies of XML as a whole, and the links in them (Digipost: schemas api_v7.xsd and api_v8.xsd).

use super::dialect::Dialect;
use super::door::Asked;
use super::values::refused;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::wire::error::WireError;
use crate::wire::xml::{Element, Limits, Writer};

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
        refused(WireError::new("<data-type>", expected, found))
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
        return Err(refused(WireError::new("the root", expected, found)));
    }
    Ok(element)
}

/// The whole body as such a document.
pub(super) fn body(asked: &Asked<'_>, root: &str) -> Result<Element, Fault> {
    document(asked.body(), asked.dialect, root)
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

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = document(&bytes, Dialect::V7, "identification");
        }
    }
}
