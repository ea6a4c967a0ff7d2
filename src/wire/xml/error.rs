//! Why a document is not XML that this crate reads.

/// A document that was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {kind}")]
pub struct XmlError {
    /// Line, counted from 1.
    pub line: u32,
    /// Column in characters, counted from 1.
    pub column: u32,
    /// What is wrong there.
    pub kind: XmlErrorKind,
}

/// What is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlErrorKind {
    /// No root element at all.
    #[error("expected an XML document, found nothing")]
    Empty,
    /// UTF-16 or UTF-32, by mark or by pattern.
    #[error("expected UTF-8, found {0}; send the document as UTF-8")]
    WideEncoding(&'static str),
    /// The declaration names an encoding that is not read.
    #[error("expected encoding UTF-8, US-ASCII or ISO-8859-1, found {0:?} declared")]
    UnknownEncoding(String),
    /// Bytes that the declared (or default) encoding does not have.
    #[error("expected {declared} as declared, found byte 0x{byte:02X}")]
    WrongBytes {
        /// The encoding that was declared, or UTF-8 when none was.
        declared: &'static str,
        /// The first byte that does not fit.
        byte: u8,
    },
    /// A character that XML 1.0 forbids, written plainly or as a reference.
    #[error("expected characters of XML 1.0, found U+{0:04X}")]
    ForbiddenCharacter(u32),
    /// A document type declaration.
    #[error("expected no document type declaration, found <!DOCTYPE; remove it")]
    Doctype,
    /// An entity other than the five predefined ones.
    #[error("expected a predefined entity or a character reference, found &{0};")]
    UndefinedEntity(String),
    /// A name that is not an XML name.
    #[error("expected a name, found {0:?}")]
    BadName(String),
    /// A prefix that no `xmlns:` attribute in scope explains.
    #[error("expected a declared prefix, found {0:?}; declare it with xmlns:{0}")]
    UnboundPrefix(String),
    /// The same attribute twice on one element.
    #[error("expected every attribute once, found {0:?} again")]
    DuplicateAttribute(String),
    /// An end tag that does not close the open element, or none at all.
    #[error("expected </{expected}>, found {found}")]
    WrongEnd {
        /// The element that is open.
        expected: String,
        /// What stood there instead.
        found: String,
    },
    /// Something other than comments and white space outside the root element.
    #[error("expected one root element and nothing beside it, found {0}")]
    OutsideRoot(String),
    /// Deeper nesting than allowed.
    #[error("expected at most {0} levels of elements, found more")]
    TooDeep(usize),
    /// More elements than allowed.
    #[error("expected at most {0} elements, found more")]
    TooManyElements(usize),
    /// More attributes on one element than allowed.
    #[error("expected at most {0} attributes on an element, found more")]
    TooManyAttributes(usize),
    /// Anything else that breaks the grammar.
    #[error("expected well-formed XML, found {0}")]
    Malformed(String),
}
