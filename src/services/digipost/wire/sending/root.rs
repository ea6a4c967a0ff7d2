//! The XML of a message as a whole.

use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::wire::dialect::Dialect;
use crate::services::digipost::wire::values::invalid;
use crate::wire::xml::{Element, Limits};

/// The namespace of `xsi:type`.
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// 203 documents with two dozen elements each, and room for long data types.
const ELEMENTS_MAX: usize = 20_000;

/// Longest XML of a message, in bytes; ours. What a message says is kept as long as the sandbox.
const XML_MAX: usize = 1024 * 1024;

/// Reads XML whose root has this name, every element of it in the dialect's namespace, save what
/// stands in `data-type`.
pub(super) fn root(bytes: &[u8], dialect: Dialect, name: &str) -> Result<Element, Fault> {
    let limits = Limits {
        max_depth: 32,
        max_elements: ELEMENTS_MAX,
        ..Limits::default()
    };
    if bytes.len() > XML_MAX {
        let found = bytes.len();
        let why = format!("expected at most {XML_MAX} bytes of XML, found {found}");
        return Err(Fault::new(FaultKind::RequestTooLarge, why));
    }
    let root = Element::parse(bytes, limits).map_err(|error| invalid(error.to_string()))?;
    if root.local() != name {
        let found = root.local().chars().take(80).collect::<String>();
        return Err(invalid(format!(
            "expected the root <{name}>, found <{found}>"
        )));
    }
    let mut waiting = vec![&root];
    while let Some(element) = waiting.pop() {
        checked(element, dialect)?;
        if element.local() != "data-type" {
            waiting.extend(&element.children);
        }
    }
    Ok(root)
}

/// The namespace, the attributes and the text between elements, which a sequence does not look at.
fn checked(element: &Element, dialect: Dialect) -> Result<(), Fault> {
    let name = element.local();
    let line = element.position.line;
    if element.namespace() != Some(dialect.namespace()) {
        let expected = dialect.namespace();
        let found = element.namespace().unwrap_or("none");
        let found: String = found.chars().take(120).collect();
        return Err(invalid(format!(
            "<{name}> (line {line}): expected it in namespace {expected}, found {found}"
        )));
    }
    if !element.children.is_empty() && !element.text().is_empty() {
        let why = format!("<{name}> (line {line}): expected elements only, found text as well");
        return Err(invalid(why));
    }
    let known = match name {
        "primary-document" | "attachment" => "technical-type",
        "encrypted" => "number-of-pages",
        "at" => "time",
        "content-hash" => "hash-algorithm",
        // `rel`, `uri` and `media-type`; what clients write there is not looked at.
        "link" => return Ok(()),
        _ => "",
    };
    let odd = element.attributes.iter().find(|attribute| {
        let name = &attribute.name;
        name.namespace.as_deref() != Some(XSI) && !(name.namespace.is_none() && name.local == known)
    });
    match odd {
        Some(attribute) => {
            let found: String = attribute.name.local.chars().take(80).collect();
            Err(invalid(format!(
                "<{name}> (line {line}): found an attribute `{found}` that it does not have"
            )))
        }
        None => Ok(()),
    }
}

/// The type that an element says it is of, without the prefix.
pub(super) fn xsi_type(element: &Element) -> Option<&str> {
    let mut attributes = element.attributes.iter();
    let named = attributes.find(|attribute| attribute.name.is(XSI, "type"))?;
    let name = named.value.trim();
    Some(name.rsplit_once(':').map_or(name, |(_, local)| local))
}
