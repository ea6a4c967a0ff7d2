//! Events to tree, with a stack of our own, so that depth costs memory and never call frames.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::errors::{IllFormedError, SyntaxError};
use quick_xml::escape::{EscapeError, resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{NamespaceError, PrefixDeclaration, QName, ResolveResult};
use quick_xml::reader::NsReader;

use super::element::{Attribute, Element, Limits, Name, Position};
use super::encoding::{Place, decode, is_allowed};
use super::error::{XmlError, XmlErrorKind};

/// Deeper trees than this would make dropping or comparing one a matter of stack size.
const HARD_DEPTH: usize = 1000;

/// Every prefix is looked up among all declarations in scope, so their number bounds the time of
/// a hostile document. Toolkits that declare everything they know stay far below.
const MAX_DECLARED: usize = 512;

/// Sharing pays for the few namespaces a message has; searching through more would not.
const MAX_SHARED: usize = 64;

/// The name of a document's root element, without reading past its start tag.
///
/// # Errors
/// When the document breaks off or is malformed before that tag ends.
pub fn root_name(bytes: &[u8]) -> Result<Name, XmlError> {
    let limits = Limits {
        max_depth: 1,
        ..Limits::default()
    };
    run(bytes, limits, true).map(|root| root.name)
}

/// Reads a whole document.
pub(super) fn parse(bytes: &[u8], limits: Limits) -> Result<Element, XmlError> {
    run(bytes, limits, false)
}

fn run(bytes: &[u8], limits: Limits, only_root_tag: bool) -> Result<Element, XmlError> {
    let text = decode(bytes)?;
    let mut reader = NsReader::from_str(&text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_comments = true;
    let mut tree = Tree::new(limits);
    loop {
        tree.place
            .advance(text.as_bytes(), offset(reader.buffer_position()));
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err(tree.place.error(broken(error))),
        };
        let done = tree
            .take(&reader, event)
            .map_err(|kind| tree.place.error(kind))?;
        if done || (only_root_tag && !tree.open.is_empty()) {
            return tree.finish();
        }
    }
}

struct Tree {
    limits: Limits,
    place: Place,
    open: Vec<Element>,
    /// Per open element, how many namespace declarations are in scope.
    declared: Vec<usize>,
    root: Option<Element>,
    namespaces: Vec<Arc<str>>,
    elements: usize,
    begun: bool,
}

impl Tree {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            place: Place::start(),
            open: Vec::new(),
            declared: Vec::new(),
            root: None,
            namespaces: Vec::new(),
            elements: 0,
            begun: false,
        }
    }

    /// Takes one event in; true at the end of the document.
    fn take(&mut self, reader: &NsReader<&[u8]>, event: Event<'_>) -> Result<bool, XmlErrorKind> {
        let begun = std::mem::replace(&mut self.begun, true);
        match event {
            Event::Start(start) | Event::Empty(start) => self.start(reader, &start)?,
            Event::End(_) => self.end(),
            Event::Text(text) => self.plain(&text, false)?,
            Event::CData(data) => self.plain(&data, true)?,
            Event::GeneralRef(reference) => self.reference(&reference)?,
            Event::Decl(_) if begun => {
                return Err(XmlErrorKind::Malformed(
                    "an XML declaration not at the start".into(),
                ));
            }
            Event::DocType(_) => return Err(XmlErrorKind::Doctype),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return self.unclosed().map(|()| true),
        }
        Ok(false)
    }

    fn start(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart<'_>,
    ) -> Result<(), XmlErrorKind> {
        let qualified = start.name();
        let written = lossy(qualified.as_ref());
        if self.root.is_some() {
            return Err(XmlErrorKind::OutsideRoot(format!("<{written}>")));
        }
        let depth = self.limits.max_depth.min(HARD_DEPTH);
        if self.open.len() >= depth {
            return Err(XmlErrorKind::TooDeep(depth));
        }
        self.elements += 1;
        if self.elements > self.limits.max_elements {
            return Err(XmlErrorKind::TooManyElements(self.limits.max_elements));
        }
        check_name(&written)?;
        let (resolved, _) = reader.resolve_element(start.name());
        let name = self.name(resolved, &written)?;
        let (attributes, declared) = self.attributes(reader, start)?;
        let declared = self.declared.last().unwrap_or(&0) + declared;
        if declared > MAX_DECLARED {
            return Err(XmlErrorKind::TooManyNamespaces(MAX_DECLARED));
        }
        self.declared.push(declared);
        let (line, column) = self.place.at();
        self.open.push(Element {
            name,
            attributes,
            children: Vec::new(),
            text: String::new(),
            position: Position { line, column },
        });
        Ok(())
    }

    fn end(&mut self) {
        self.declared.pop();
        let Some(element) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    /// The attributes proper, and the number of namespace declarations among what was written.
    fn attributes(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart<'_>,
    ) -> Result<(Vec<Attribute>, usize), XmlErrorKind> {
        let mut attributes: Vec<Attribute> = Vec::new();
        let mut written: Vec<QName<'_>> = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute =
                attribute.map_err(|error| XmlErrorKind::Malformed(error.to_string()))?;
            let key = lossy(attribute.key.as_ref());
            check_name(&key)?;
            if written.len() >= self.limits.max_attributes {
                return Err(XmlErrorKind::TooManyAttributes(self.limits.max_attributes));
            }
            if written.contains(&attribute.key) {
                return Err(XmlErrorKind::DuplicateAttribute(key.into_owned()));
            }
            written.push(attribute.key);
            let value = attribute_value(&attribute.value)?;
            if let Some(declared) = attribute.key.as_namespace_binding() {
                if value.is_empty() && declared != PrefixDeclaration::Default {
                    return Err(XmlErrorKind::Malformed(format!("{key} bound to nothing")));
                }
                continue;
            }
            let (resolved, _) = reader.resolve_attribute(attribute.key);
            let name = self.name(resolved, &key)?;
            if attributes.iter().any(|known| known.name == name) {
                return Err(XmlErrorKind::DuplicateAttribute(key.into_owned()));
            }
            attributes.push(Attribute { name, value });
        }
        let declared = written.len() - attributes.len();
        Ok((attributes, declared))
    }

    fn name(&mut self, resolved: ResolveResult<'_>, written: &str) -> Result<Name, XmlErrorKind> {
        let local = written
            .split_once(':')
            .map_or(written, |(_, local)| local)
            .to_owned();
        let namespace = match resolved {
            ResolveResult::Unbound => None,
            ResolveResult::Bound(namespace) => Some(self.shared(&lossy(namespace.as_ref()))?),
            ResolveResult::Unknown(prefix) => {
                return Err(XmlErrorKind::UnboundPrefix(lossy(&prefix).into_owned()));
            }
        };
        Ok(Name { namespace, local })
    }

    /// One copy of a namespace URI for the very many names that have it.
    fn shared(&mut self, written: &str) -> Result<Arc<str>, XmlErrorKind> {
        let uri = unescape(written).map_err(bad_reference)?;
        if let Some(known) = self.namespaces.iter().find(|known| ***known == *uri) {
            return Ok(Arc::clone(known));
        }
        let uri: Arc<str> = Arc::from(&*uri);
        if self.namespaces.len() < MAX_SHARED {
            self.namespaces.push(Arc::clone(&uri));
        }
        Ok(uri)
    }

    fn plain(&mut self, raw: &[u8], is_cdata: bool) -> Result<(), XmlErrorKind> {
        let text = lossy(raw);
        let Some(element) = self.open.last_mut() else {
            if is_cdata || !text.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
                return Err(XmlErrorKind::OutsideRoot(format!(
                    "text {:?}",
                    shorten(&text)
                )));
            }
            return Ok(());
        };
        if !is_cdata && text.contains("]]>") {
            return Err(XmlErrorKind::Malformed(
                "]]> outside a CDATA section".into(),
            ));
        }
        if text.contains('\r') {
            element
                .text
                .push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            element.text.push_str(&text);
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), XmlErrorKind> {
        let name = lossy(reference);
        let Some(element) = self.open.last_mut() else {
            return Err(XmlErrorKind::OutsideRoot(format!("&{name};")));
        };
        if let Some(text) = resolve_predefined_entity(&name) {
            element.text.push_str(text);
            return Ok(());
        }
        match reference.resolve_char_ref() {
            Ok(Some(c)) if is_allowed(c) => element.text.push(c),
            Ok(Some(c)) => return Err(XmlErrorKind::ForbiddenCharacter(u32::from(c))),
            Ok(None) => return Err(XmlErrorKind::UndefinedEntity(shorten(&name))),
            Err(error) => return Err(broken(error)),
        }
        Ok(())
    }

    fn unclosed(&self) -> Result<(), XmlErrorKind> {
        match self.open.last() {
            Some(element) => Err(XmlErrorKind::WrongEnd {
                expected: element.name.local.clone(),
                found: "the end of the document".into(),
            }),
            None => Ok(()),
        }
    }

    fn finish(mut self) -> Result<Element, XmlError> {
        let root = self.root.take().or_else(|| self.open.pop());
        root.ok_or_else(|| self.place.error(XmlErrorKind::Empty))
    }
}

/// An attribute's value as XML 1.0 section 3.3.3 wants it: written white space becomes blanks,
/// white space that came as a reference stays.
fn attribute_value(raw: &[u8]) -> Result<String, XmlErrorKind> {
    let raw = lossy(raw);
    if raw.contains('<') {
        return Err(XmlErrorKind::Malformed("< in an attribute's value".into()));
    }
    let blanks = if raw
        .bytes()
        .any(|byte| matches!(byte, b'\r' | b'\n' | b'\t'))
    {
        Cow::Owned(raw.replace("\r\n", " ").replace(['\r', '\n', '\t'], " "))
    } else {
        raw
    };
    let value = unescape(&blanks).map_err(bad_reference)?;
    match value {
        // What is written plainly was looked at with the whole document.
        Cow::Borrowed(plain) => Ok(plain.to_owned()),
        Cow::Owned(resolved) => match resolved.chars().find(|c| !is_allowed(*c)) {
            Some(c) => Err(XmlErrorKind::ForbiddenCharacter(u32::from(c))),
            None => Ok(resolved),
        },
    }
}

fn check_name(name: &str) -> Result<(), XmlErrorKind> {
    let is_start = |b: &u8| b.is_ascii_alphabetic() || *b == b'_' || !b.is_ascii();
    let is_inner = |b: &u8| is_start(b) || b.is_ascii_digit() || matches!(b, b'-' | b'.');
    let is_part = |part: &str| {
        let bytes = part.as_bytes();
        bytes.first().is_some_and(is_start) && bytes.iter().all(is_inner)
    };
    let fine = match name.split_once(':') {
        Some((prefix, local)) => is_part(prefix) && is_part(local),
        None => is_part(name),
    };
    if fine {
        Ok(())
    } else {
        Err(XmlErrorKind::BadName(shorten(name)))
    }
}

/// Our words for the reader's errors.
fn broken(error: quick_xml::Error) -> XmlErrorKind {
    match error {
        quick_xml::Error::Syntax(SyntaxError::UnclosedDoctype)
        | quick_xml::Error::IllFormed(IllFormedError::MissingDoctypeName) => XmlErrorKind::Doctype,
        quick_xml::Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            XmlErrorKind::WrongEnd {
                expected,
                found: format!("</{}>", shorten(&found)),
            }
        }
        quick_xml::Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
            XmlErrorKind::OutsideRoot(format!("</{}>", shorten(&found)))
        }
        quick_xml::Error::Namespace(NamespaceError::UnknownPrefix(prefix)) => {
            XmlErrorKind::UnboundPrefix(lossy(&prefix).into_owned())
        }
        quick_xml::Error::Escape(error) => bad_reference(error),
        quick_xml::Error::Io(_)
        | quick_xml::Error::Syntax(_)
        | quick_xml::Error::IllFormed(_)
        | quick_xml::Error::InvalidAttr(_)
        | quick_xml::Error::Encoding(_)
        | quick_xml::Error::Namespace(_) => XmlErrorKind::Malformed(error.to_string()),
    }
}

fn bad_reference(error: EscapeError) -> XmlErrorKind {
    if let EscapeError::UnrecognizedEntity(_, name) = &error {
        return XmlErrorKind::UndefinedEntity(shorten(name));
    }
    XmlErrorKind::Malformed(error.to_string())
}

/// The reader was given valid UTF-8, so nothing is ever lost here.
fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    // The strict check has a fast way through ASCII, which the lossy one lacks.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Errors quote the document; they must not repeat a megabyte of it.
fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
