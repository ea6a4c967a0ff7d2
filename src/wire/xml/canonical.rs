//! Canonical XML of one element of a document: the bytes that XML signatures are made over.
//!
//! Sources: W3C, Canonical XML 1.0 and 1.1, Exclusive XML Canonicalization 1.0.

use bergshamra_c14n::{C14nMode, canonicalize_doc};
use bergshamra_xml::{Document, NodeId, NodeSet, uppsala};

/// A way to write XML so that what means the same is the same bytes; comments are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canon {
    /// Canonical XML 1.0.
    Inclusive,
    /// Canonical XML 1.1.
    Inclusive11,
    /// Exclusive Canonical XML 1.0.
    Exclusive,
}

impl Canon {
    /// The way of an algorithm's name in a signature.
    #[must_use]
    pub fn of_uri(uri: &str) -> Option<Self> {
        match C14nMode::from_uri(uri)? {
            C14nMode::Inclusive => Some(Self::Inclusive),
            C14nMode::Inclusive11 => Some(Self::Inclusive11),
            C14nMode::Exclusive => Some(Self::Exclusive),
            C14nMode::InclusiveWithComments
            | C14nMode::Inclusive11WithComments
            | C14nMode::ExclusiveWithComments => None,
        }
    }

    /// Its name in a signature.
    #[must_use]
    pub fn uri(self) -> &'static str {
        self.mode().uri()
    }

    fn mode(self) -> C14nMode {
        match self {
            Self::Inclusive => C14nMode::Inclusive,
            Self::Inclusive11 => C14nMode::Inclusive11,
            Self::Exclusive => C14nMode::Exclusive,
        }
    }
}

/// Why an element has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonError {
    /// The document cannot be read.
    #[error("expected well-formed XML, found something else ({0})")]
    Malformed(String),
    /// There is none or more than one element at a step of the way.
    #[error("expected one <{name}>, found {found}")]
    NotOne {
        /// Its local name.
        name: String,
        /// How many there are.
        found: usize,
    },
    /// It has something in it that the library used here is known to mistake, and that no
    /// signature needs.
    #[error("expected no {0}, found one; write the document without")]
    Unread(&'static str),
}

/// The canonical form of an element that is found from the root down, each step being the only
/// child of its namespace and local name.
///
/// The document should have been read within limits by [`Element::parse`](super::Element::parse)
/// before, which knows no document types: what is read here is not bounded but by its length.
///
/// # Errors
/// [`CanonError`].
pub fn canonical(text: &str, way: &[(&str, &str)], canon: Canon) -> Result<Vec<u8>, CanonError> {
    let malformed = |error: &dyn std::fmt::Display| CanonError::Malformed(error.to_string());
    let document = uppsala::parse(text).map_err(|error| malformed(&error))?;
    let mut at = document.root();
    for (namespace, local) in way {
        at = only_child(&document, at, namespace, local)?;
    }
    if let Some(found) = mistaken(&document, canon) {
        return Err(CanonError::Unread(found));
    }
    let nodes = NodeSet::tree_without_comments(at, &document);
    let no_prefixes: [&str; 0] = [];
    canonicalize_doc(&document, canon.mode(), Some(&nodes), &no_prefixes)
        .map_err(|error| malformed(&error))
}

const BREAKS: [char; 3] = ['\t', '\n', '\r'];

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// What the library mistakes: breaks in values, of which some are blanks; and in version 1.1 the
/// attributes that an element has from those around it, of which some are not handed down.
fn mistaken(document: &Document<'_>, canon: Canon) -> Option<&'static str> {
    let all = document.descendants(document.root());
    let mut elements = all.iter().filter_map(|node| document.element(*node));
    elements.find_map(|element| {
        let mut values = element.attributes.iter().map(|attribute| &attribute.value);
        let mut names = element.namespace_declarations.iter().map(|(_, uri)| uri);
        if values.any(|value| value.contains(BREAKS)) || names.any(|uri| uri.contains(BREAKS)) {
            return Some("tab or line break in an attribute's value");
        }
        let of_xml = |uri: &Option<_>| uri.as_deref() == Some(XML);
        let mut attributes = element.attributes.iter();
        let hands_down = attributes.any(|attribute| of_xml(&attribute.name.namespace_uri));
        (canon == Canon::Inclusive11 && hands_down).then_some("attribute like xml:lang")
    })
}

fn only_child(
    document: &Document<'_>,
    parent: NodeId,
    namespace: &str,
    local: &str,
) -> Result<NodeId, CanonError> {
    let is_it = |child: &NodeId| {
        let element = document.element(*child);
        element.is_some_and(|element| element.matches_name_ns(namespace, local))
    };
    let mut found = document.children_iter(parent).filter(is_it);
    let (first, more) = (found.next(), found.count());
    match (first, more) {
        (Some(only), 0) => Ok(only),
        (first, more) => Err(CanonError::NotOne {
            name: local.to_owned(),
            found: usize::from(first.is_some()) + more,
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DOCUMENT: &str = include_str!("tests/canonical.xml");

    fn part(text: &str, canon: Canon) -> String {
        let way = [("urn:a", "root"), ("urn:b", "part")];
        String::from_utf8(canonical(text, &way, canon).unwrap()).unwrap()
    }

    #[test]
    fn an_element_has_the_canonical_form_that_libxml_gives_it() {
        // By `xmlC14NDocDumpMemory` of libxml2 2.9 over the nodes of the element.
        for (canon, expected) in [
            (
                Canon::Inclusive,
                include_str!("tests/canonical.inclusive.xml"),
            ),
            (
                Canon::Exclusive,
                include_str!("tests/canonical.exclusive.xml"),
            ),
        ] {
            assert_eq!(part(DOCUMENT, canon), expected, "{canon:?}");
        }
        // Version 1.1 differs in nothing but what is handed down.
        let plain = DOCUMENT.replace(r#"xml:lang="nb" xml:space="preserve" xml:id="r""#, "");
        let inclusive = part(&plain, Canon::Inclusive);
        assert!(!inclusive.contains("xml:"));
        assert_eq!(part(&plain, Canon::Inclusive11), inclusive);
        let way = [("urn:a", "root"), ("urn:b", "part")];
        assert!(matches!(
            canonical(DOCUMENT, &way, Canon::Inclusive11),
            Err(CanonError::Unread("attribute like xml:lang"))
        ));
    }

    #[test]
    fn lines_end_in_one_way() {
        let text = "<a xmlns='u'>1\r\n2\r3</a>";
        let found = canonical(text, &[("u", "a")], Canon::Inclusive);
        assert_eq!(found, Ok(b"<a xmlns=\"u\">1\n2\n3</a>".to_vec()));
    }

    #[test]
    fn a_value_over_two_lines_is_refused_wherever_it_stands() {
        for text in [
            "<a xmlns='u' b='1\n2'/>",
            "<a xmlns='u' b='1&#10;2'/>",
            "<a xmlns='u' b='&lt;\t2'/>",
            "<a xmlns='u'><b><c d='1\r\n2'/></b></a>",
        ] {
            let said = canonical(text, &[("u", "a")], Canon::Inclusive);
            // A break that was made a blank is as good as no break.
            let is_blank = said.as_ref().is_ok_and(|bytes| bytes.contains(&b' '));
            let is_refused = matches!(said, Err(CanonError::Unread(_)));
            assert!(is_blank || is_refused, "{text}: {said:?}");
        }
        let kept = "<a xmlns='u' b='1&#10;2'/>";
        let said = canonical(kept, &[("u", "a")], Canon::Inclusive);
        assert!(matches!(said, Err(CanonError::Unread(_))));
    }

    #[test]
    fn an_element_that_stands_there_twice_or_not_at_all_is_none() {
        let twice = "<a xmlns='u'><b/><b/></a>";
        for (way, found) in [
            (vec![("u", "a"), ("u", "b")], 2),
            (vec![("u", "a"), ("v", "b")], 0),
            (vec![("u", "c")], 0),
        ] {
            let name = way.last().unwrap().1.to_owned();
            assert_eq!(
                canonical(twice, &way, Canon::Inclusive),
                Err(CanonError::NotOne { name, found })
            );
        }
        let said = canonical("<a>", &[("u", "a")], Canon::Inclusive);
        assert!(matches!(said, Err(CanonError::Malformed(_))));
    }

    #[test]
    fn every_way_has_its_name() {
        for canon in [Canon::Inclusive, Canon::Inclusive11, Canon::Exclusive] {
            assert_eq!(Canon::of_uri(canon.uri()), Some(canon));
        }
        for other in ["", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"] {
            assert_eq!(Canon::of_uri(other), None);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(
            text in "(<[a-z]+( [a-z]+='\\PC*')?>|&#?\\PC{0,5};|</[a-z]+>|\\PC){0,20}",
        ) {
            let _ = canonical(&text, &[("", "a")], Canon::Inclusive);
        }
    }
}
