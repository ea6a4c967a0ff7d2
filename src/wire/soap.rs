//! SOAP 1.1 envelopes and faults, both ways.

use std::fmt;

use crate::wire::xml::{Element, Limits, Writer, XmlError};

/// Namespace of SOAP 1.1 envelopes.
pub const NAMESPACE: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// Namespace of SOAP 1.2 envelopes, which are recognised only to be refused by name.
const NAMESPACE_12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// The actor that every receiver is.
const ACTOR_NEXT: &str = "http://schemas.xmlsoap.org/soap/actor/next";

const DECLARE: (&str, &str) = ("xmlns:soapenv", NAMESPACE);

/// An envelope that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The whole header element, if there was one.
    pub header: Option<Element>,
    /// The one child of the body.
    pub body: Element,
}

/// Why something is not a SOAP 1.1 message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SoapError {
    /// Not even XML.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The root is something else.
    #[error("expected a SOAP 1.1 Envelope, found <{found}>")]
    NotAnEnvelope {
        /// Name of the root element.
        found: String,
    },
    /// An envelope of another version; SOAP 1.1 section 4.1.2 answers `VersionMismatch`.
    #[error("expected an Envelope of {NAMESPACE}, found one of {found}")]
    VersionMismatch {
        /// The namespace of the envelope.
        found: String,
    },
    /// Not exactly one body.
    #[error("expected one Body in the Envelope, found {found}")]
    BodyCount {
        /// How many there were.
        found: usize,
    },
    /// Not exactly one message in the body.
    #[error("expected one element in the Body, found {found}")]
    MessageCount {
        /// How many there were.
        found: usize,
    },
}

impl SoapError {
    /// The standard fault code that answers this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::VersionMismatch { .. } => "VersionMismatch",
            Self::Xml(_)
            | Self::NotAnEnvelope { .. }
            | Self::BodyCount { .. }
            | Self::MessageCount { .. } => "Client",
        }
    }
}

/// Writes the content of a fault's detail element.
pub type Detail<'a> = Box<dyn FnOnce(&mut Writer) + 'a>;

/// What a fault is to be made of.
pub struct FaultParts<'a> {
    /// `Client`, `Server`, `VersionMismatch`, `MustUnderstand`, or one refined with a dot; it is
    /// written in the namespace of SOAP.
    pub code: &'a str,
    /// The text meant for people.
    pub text: &'a str,
    /// Writes the content of the detail element; without it there is none.
    pub detail: Option<Detail<'a>>,
}

impl fmt::Debug for FaultParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultParts")
            .field("code", &self.code)
            .field("text", &self.text)
            .field("detail", &self.detail.is_some())
            .finish()
    }
}

impl<'a> FaultParts<'a> {
    /// A fault without detail.
    pub fn new(code: &'a str, text: &'a str) -> Self {
        Self {
            code,
            text,
            detail: None,
        }
    }

    /// Adds what stands in the detail element.
    pub fn with_detail(mut self, detail: impl FnOnce(&mut Writer) + 'a) -> Self {
        self.detail = Some(Box::new(detail));
        self
    }
}

/// A fault that a client received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The code without its prefix.
    pub code: String,
    /// The text meant for people.
    pub text: String,
    /// The first element inside the detail.
    pub detail: Option<Element>,
}

/// Reads an envelope, whatever prefixes it uses.
///
/// # Errors
/// When it is not XML, not an envelope of SOAP 1.1, or does not hold exactly one message.
pub fn read_envelope(bytes: &[u8], limits: Limits) -> Result<Envelope, SoapError> {
    let root = Element::parse(bytes, limits)?;
    if root.local() != "Envelope" {
        return Err(SoapError::NotAnEnvelope {
            found: root.name.to_string(),
        });
    }
    match root.namespace() {
        Some(NAMESPACE) => {}
        Some(NAMESPACE_12) => {
            return Err(SoapError::VersionMismatch {
                found: "SOAP 1.2".to_owned(),
            });
        }
        other => {
            let found = other.unwrap_or("no namespace").to_owned();
            return Err(SoapError::VersionMismatch { found });
        }
    }
    let mut header = None;
    let mut bodies = Vec::new();
    for child in root.children {
        if child.name.is(NAMESPACE, "Header") {
            header.get_or_insert(child);
        } else if child.name.is(NAMESPACE, "Body") {
            bodies.push(child);
        }
    }
    let found = bodies.len();
    let [body] = <[Element; 1]>::try_from(bodies).map_err(|_| SoapError::BodyCount { found })?;
    let found = body.children.len();
    let [body] =
        <[Element; 1]>::try_from(body.children).map_err(|_| SoapError::MessageCount { found })?;
    Ok(Envelope { header, body })
}

/// Writes an envelope around what `body` writes. The prefix `soapenv` is taken.
pub fn write_envelope(body: impl FnOnce(&mut Writer)) -> Vec<u8> {
    write_around(None::<fn(&mut Writer)>, body)
}

/// The same, with a header around what `header` writes, if it is there.
pub fn write_around(
    header: Option<impl FnOnce(&mut Writer)>,
    body: impl FnOnce(&mut Writer),
) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.open("soapenv:Envelope", &[DECLARE]);
    if let Some(header) = header {
        writer.open("soapenv:Header", &[]);
        header(&mut writer);
        writer.close();
    }
    writer.open("soapenv:Body", &[]);
    body(&mut writer);
    writer.finish()
}

/// Writes an envelope that holds a fault.
pub fn write_fault(parts: FaultParts<'_>) -> Vec<u8> {
    write_envelope(|writer| {
        writer
            .open("soapenv:Fault", &[])
            .leaf("faultcode", &format!("soapenv:{}", parts.code))
            .leaf("faultstring", parts.text);
        if let Some(detail) = parts.detail {
            writer.open("detail", &[]);
            detail(writer);
            writer.close();
        }
        writer.close();
    })
}

/// Reads the child of a body as a fault; `None` when it is an ordinary answer.
pub fn read_fault(message: &Element) -> Option<Fault> {
    if !message.name.is(NAMESPACE, "Fault") {
        return None;
    }
    let code = message.child_text("faultcode").unwrap_or_default();
    Some(Fault {
        code: code
            .rsplit_once(':')
            .map_or(code, |(_, local)| local)
            .to_owned(),
        text: message
            .child_text("faultstring")
            .unwrap_or_default()
            .to_owned(),
        detail: message
            .child("detail")
            .and_then(|detail| detail.children.first())
            .cloned(),
    })
}

/// The first block of a header that its sender wants understood or else refused, which the receiver
/// does not know (SOAP 1.1, sections 4.2.2 and 4.2.3). Blocks for other receivers do not count.
pub fn not_understood<'a>(
    header: &'a Element,
    knows: impl Fn(&Element) -> bool,
) -> Option<&'a Element> {
    let attribute = |block: &'a Element, local: &str| {
        let mut attributes = block.attributes.iter();
        let found = attributes.find(|attribute| attribute.name.is(NAMESPACE, local));
        found.map(|attribute| attribute.value.trim())
    };
    header.children.iter().find(|block| {
        let demanded = matches!(attribute(block, "mustUnderstand"), Some("1" | "true"));
        let for_us = matches!(attribute(block, "actor"), None | Some("" | ACTOR_NEXT));
        demanded && for_us && !knows(block)
    })
}

/// The action inside a `SOAPAction` header, which SOAP 1.1 wants quoted and some clients do not
/// quote.
pub fn action(header_value: &str) -> &str {
    let value = header_value.trim();
    value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        FaultParts, action, not_understood, read_envelope, read_fault, write_around,
        write_envelope, write_fault,
    };
    use crate::wire::xml::{Element, Limits, Writer};

    const OPEN: &str = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>";

    #[test]
    fn an_envelope_is_read_whatever_its_prefix() {
        let text = format!(
            "{OPEN}<s:Header><w:Security xmlns:w='any'><w:UsernameToken>\
             <w:Username> ola </w:Username></w:UsernameToken></w:Security></s:Header>\
             <s:Body><m xmlns='u'>1</m></s:Body></s:Envelope>"
        );
        let envelope = read_envelope(text.as_bytes(), Limits::default()).unwrap();
        assert!(envelope.body.name.is("u", "m"));
        let header = envelope.header.unwrap();
        let user = header.path_text(&["Security", "UsernameToken", "Username"]);
        assert_eq!(user, Some("ola"));
    }

    #[test]
    fn only_an_unknown_block_for_us_that_must_be_understood_is_not_understood() {
        for (block, unknown) in [
            ("<a s:mustUnderstand='1'/>", true),
            ("<a s:mustUnderstand=' true '/>", true),
            (
                "<a s:mustUnderstand='1' s:actor='http://schemas.xmlsoap.org/soap/actor/next'/>",
                true,
            ),
            ("<a s:mustUnderstand='1' s:actor='urn:somebody'/>", false),
            ("<a s:mustUnderstand='0'/>", false),
            ("<a mustUnderstand='1'/>", false),
            ("<a/>", false),
            ("<known s:mustUnderstand='1'/>", false),
            (
                "<known s:mustUnderstand='1'/><a s:mustUnderstand='1'/>",
                true,
            ),
        ] {
            let text =
                format!("{OPEN}<s:Header>{block}</s:Header><s:Body><m/></s:Body></s:Envelope>");
            let header = read_envelope(text.as_bytes(), Limits::default())
                .unwrap()
                .header;
            let header = header.unwrap();
            let found = not_understood(&header, |block| block.local() == "known");
            assert_eq!(found.map(Element::local), unknown.then_some("a"), "{block}");
        }
    }

    #[test]
    fn a_header_stands_before_the_body() {
        let header = |writer: &mut Writer| {
            writer.leaf("h", "1");
        };
        let bytes = write_around(Some(header), |writer| {
            writer.leaf("m", "2");
        });
        let envelope = read_envelope(&bytes, Limits::default()).unwrap();
        assert_eq!(envelope.header.unwrap().child_text("h"), Some("1"));
        assert_eq!(envelope.body.text(), "2");
    }

    #[test]
    fn what_is_not_one_soap_1_1_message_is_refused() {
        let close = "</s:Envelope>";
        let rows = [
            (
                format!("{OPEN}{close}"),
                "expected one Body in the Envelope, found 0",
                "Client",
            ),
            (
                format!("{OPEN}<s:Body/>{close}"),
                "expected one element in the Body, found 0",
                "Client",
            ),
            (
                format!("{OPEN}<Body><a/></Body>{close}"),
                "expected one Body in the Env",
                "Client",
            ),
            (
                format!("{OPEN}<s:Body><a/><b/></s:Body>{close}"),
                "expected one element in the Body, found 2",
                "Client",
            ),
            (
                "<a/>".to_owned(),
                "expected a SOAP 1.1 Envelope, found <a>",
                "Client",
            ),
            (
                "<a".to_owned(),
                "line 1, column 1: expected well-formed XML",
                "Client",
            ),
            (
                "<Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'/>".to_owned(),
                "expected an Envelope of http://schemas.xmlsoap.org/soap/envelope/, found one of \
                 SOAP 1.2",
                "VersionMismatch",
            ),
            (
                "<Envelope/>".to_owned(),
                "expected an Envelope of http",
                "VersionMismatch",
            ),
        ];
        for (text, told, code) in rows {
            let error = read_envelope(text.as_bytes(), Limits::default()).unwrap_err();
            assert!(error.to_string().starts_with(told), "{text}: {error}");
            assert_eq!(error.code(), code, "{text}");
        }
    }

    #[test]
    fn a_fault_is_read_back_as_it_was_written() {
        let parts = FaultParts::new("Server", "no <luck>").with_detail(|writer| {
            writer
                .open("v:fault", &[("xmlns:v", "u")])
                .leaf("code", "7")
                .close();
        });
        let bytes = write_fault(parts);
        let envelope = read_envelope(&bytes, Limits::default()).unwrap();
        let fault = read_fault(&envelope.body).unwrap();
        assert_eq!(
            (fault.code.as_str(), fault.text.as_str()),
            ("Server", "no <luck>")
        );
        assert_eq!(fault.detail.unwrap().path_text(&["code"]), Some("7"));
        let bytes = write_fault(FaultParts::new("Client.Auth", "who"));
        let fault = read_fault(&read_envelope(&bytes, Limits::default()).unwrap().body).unwrap();
        assert_eq!((fault.code.as_str(), fault.detail), ("Client.Auth", None));
    }

    #[test]
    fn an_ordinary_answer_is_no_fault() {
        let bytes = write_envelope(|writer| {
            writer.leaf("answer", "42");
        });
        let envelope = read_envelope(&bytes, Limits::default()).unwrap();
        assert_eq!(read_fault(&envelope.body), None);
        assert_eq!(envelope.header, None);
    }

    #[test]
    fn a_soap_action_is_taken_out_of_its_quotes() {
        for (written, meant) in [("\"a/b\"", "a/b"), (" a ", "a"), ("\"\"", ""), ("\"", "\"")] {
            assert_eq!(action(written), meant);
        }
    }

    #[test]
    fn deep_nesting_in_a_body_is_refused() {
        let text = format!("{OPEN}<s:Body>{}", "<a>".repeat(200_000));
        assert!(read_envelope(text.as_bytes(), Limits::default()).is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_envelope(&bytes, Limits::default());
        }
    }
}
