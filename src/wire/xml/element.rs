//! The tree: elements, attributes, and the ways to look things up in them.

use std::fmt;
use std::sync::Arc;

use super::{XmlError, parse};

/// How much a document may ask of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Levels of elements, the root being the first; never more than 1000 whatever is set here,
    /// because a finished tree is dropped, cloned and compared recursively.
    pub max_depth: usize,
    /// Elements in the whole document.
    pub max_elements: usize,
    /// Attributes, namespace declarations included, on one element.
    pub max_attributes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_depth: 64,
            max_elements: 100_000,
            max_attributes: 256,
        }
    }
}

/// A resolved name. The namespace is shared by all names of the document that have it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    /// Namespace URI; `None` for a name in no namespace.
    pub namespace: Option<Arc<str>>,
    /// The part after the prefix.
    pub local: String,
}

impl Name {
    /// Whether this is `local` in `namespace`.
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && self.namespace.as_deref() == Some(namespace)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{{{namespace}}}{}", self.local),
            None => f.write_str(&self.local),
        }
    }
}

/// Where an element starts in its document, both counted from 1; zero when it was built by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column in characters.
    pub column: u32,
}

/// An attribute; namespace declarations are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its resolved name.
    pub name: Name,
    /// Its value, with references resolved.
    pub value: String,
}

/// An element with everything in it.
#[derive(Debug, Clone)]
pub struct Element {
    /// Its resolved name.
    pub name: Name,
    /// Attributes in document order.
    pub attributes: Vec<Attribute>,
    /// Child elements in document order.
    pub children: Vec<Element>,
    /// All character data directly inside, joined, white space kept.
    pub text: String,
    /// Where it starts.
    pub position: Position,
}

// The place is where something stood, not what it says: two equal messages laid out differently
// are equal.
impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.attributes == other.attributes
            && self.text == other.text
            && self.children == other.children
    }
}

impl Eq for Element {}

impl Element {
    /// Reads a whole document and returns its root.
    ///
    /// # Errors
    /// When the document is not well-formed, not in an encoding that is read, holds a document
    /// type or an undefined entity, or goes over `limits`.
    pub fn parse(bytes: &[u8], limits: Limits) -> Result<Self, XmlError> {
        parse::parse(bytes, limits)
    }

    /// Its local name.
    pub fn local(&self) -> &str {
        &self.name.local
    }

    /// Its namespace URI.
    pub fn namespace(&self) -> Option<&str> {
        self.name.namespace.as_deref()
    }

    /// Its character data without white space at both ends.
    pub fn text(&self) -> &str {
        self.text.trim()
    }

    /// The first child with this local name, in whatever namespace.
    pub fn child(&self, local: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name.local == local)
    }

    /// All children with this local name, in document order.
    pub fn children_named<'a>(&'a self, local: &str) -> impl Iterator<Item = &'a Self> {
        self.children
            .iter()
            .filter(move |child| child.name.local == local)
    }

    /// Walks down the first children of these local names.
    pub fn path(&self, locals: &[&str]) -> Option<&Self> {
        locals
            .iter()
            .try_fold(self, |element, local| element.child(local))
    }

    /// The trimmed text at the end of a path; `None` when the path ends early or the text is empty.
    pub fn path_text(&self, locals: &[&str]) -> Option<&str> {
        self.path(locals)
            .map(Self::text)
            .filter(|text| !text.is_empty())
    }

    /// The trimmed text of a child; `None` when it is missing or empty.
    pub fn child_text(&self, local: &str) -> Option<&str> {
        self.path_text(&[local])
    }

    /// The value of an attribute, by local name.
    pub fn attribute(&self, local: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name.local == local)
            .map(|attribute| attribute.value.as_str())
    }
}
