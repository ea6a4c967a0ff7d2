//! What a signature was made over: the references of its canonical `SignedInfo`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::finding::Finding;
use super::super::names::{DS, SHA1, SHA256, SHA512, SIGNED_PROPERTIES};
use crate::crypto::{sha1, sha256, sha512};
use crate::wire::error::WireError;
use crate::wire::xml::{Canon, Element};

/// A reference to a file.
pub(super) struct FileReference {
    /// Its name, as it was written.
    pub(super) uri: String,
    /// Its digest.
    pub(super) digest: Digest,
}

/// The reference to what the signature says of itself.
pub(super) struct PropertiesReference {
    /// The id it refers to.
    pub(super) id: String,
    /// How the bytes are made that the digest is of.
    pub(super) canon: Canon,
    /// The digest.
    pub(super) digest: Digest,
}

/// The references of a signature.
pub(super) struct References {
    /// To files.
    pub(super) files: Vec<FileReference>,
    /// To what the signature says of itself.
    pub(super) properties: PropertiesReference,
}

/// A digest, and by what it was made.
pub(super) struct Digest {
    method: Method,
    value: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Sha1,
    Sha256,
    Sha512,
}

impl Digest {
    /// Reads `DigestMethod` and `DigestValue`; references are by SHA-256, names of certificates by
    /// others as well.
    pub(super) fn read(of: &Element, what: &'static str, any: bool) -> Result<Self, Finding> {
        let uri = only(of, "DigestMethod")?.attribute("Algorithm");
        let uri = uri.unwrap_or_default();
        let known = [
            (SHA256, Method::Sha256),
            (SHA1, Method::Sha1),
            (SHA512, Method::Sha512),
        ];
        let known = if any { &known[..] } else { &known[..1] };
        let Some((_, method)) = known.iter().find(|(known, _)| *known == uri) else {
            return Err(other(what, SHA256, uri));
        };
        let value = only(of, "DigestValue")?;
        let value = bytes_of(value).ok_or_else(|| wrong("DigestValue", "base64", "others"))?;
        Ok(Self {
            method: *method,
            value,
        })
    }

    /// Whether it is that of these bytes.
    pub(super) fn is_of(&self, bytes: &[u8]) -> bool {
        match self.method {
            Method::Sha1 => self.value == sha1(bytes),
            Method::Sha256 => self.value == sha256(bytes),
            Method::Sha512 => self.value == sha512(bytes),
        }
    }
}

/// Reads the references of a `SignedInfo`.
pub(super) fn read(signed_info: &Element) -> Result<References, Finding> {
    let mut files = Vec::new();
    let mut properties = None;
    for reference in signed_info.children_named("Reference") {
        let uri = reference.attribute("URI").unwrap_or_default();
        let transforms = reference.child("Transforms");
        let digest = Digest::read(reference, "DigestMethod of a reference", false)?;
        if reference.attribute("Type") == Some(SIGNED_PROPERTIES) {
            let id = uri.strip_prefix('#');
            let id = id.ok_or_else(|| wrong("Reference/@URI", "`#` and an id", uri))?;
            let read = PropertiesReference {
                id: id.to_owned(),
                canon: transforms.map_or(Ok(Canon::Inclusive), canon_of)?,
                digest,
            };
            if properties.replace(read).is_some() {
                return Err(wrong("Reference", "one to SignedProperties", "two"));
            }
            continue;
        }
        if transforms.is_some() {
            let what = "Transforms of a reference to a file";
            return Err(other(what, "none", "some"));
        }
        files.push(FileReference {
            uri: uri.to_owned(),
            digest,
        });
    }
    let none = || wrong("SignedInfo", "a reference to SignedProperties", "none");
    Ok(References {
        files,
        properties: properties.ok_or_else(none)?,
    })
}

/// The only child of a name.
pub(super) fn only<'a>(parent: &'a Element, name: &str) -> Result<&'a Element, Finding> {
    let mut found = parent.children_named(name);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(wrong(parent.local(), format!("<{name}>"), "none")),
        (Some(_), Some(_)) => Err(wrong(parent.local(), format!("one <{name}>"), "more")),
    }
}

/// The bytes of an element whose text is base64, broken into lines perhaps.
pub(super) fn bytes_of(element: &Element) -> Option<Vec<u8>> {
    let digits: String = element.text().split_ascii_whitespace().collect();
    STANDARD.decode(digits).ok()
}

/// The canonical form that an element's algorithm names.
pub(super) fn canon_named(element: &Element, what: &'static str) -> Result<Canon, Finding> {
    let uri = element.attribute("Algorithm").unwrap_or_default();
    let expected = "canonical XML 1.0 or 1.1, or exclusive, without comments or parameters";
    let plain = element.children.is_empty();
    let canon = Canon::of_uri(uri).filter(|_| plain);
    canon.ok_or_else(|| other(what, expected, uri))
}

/// An error at an element of the signature.
pub(super) fn wrong(
    at: impl Into<String>,
    expected: impl Into<String>,
    found: impl Into<String>,
) -> Finding {
    let found: String = found.into();
    let found: String = found.chars().take(100).collect();
    Finding::BadSignature(WireError::new(at, expected, found))
}

/// An algorithm that is not read.
pub(super) fn other(what: &'static str, expected: &'static str, found: &str) -> Finding {
    Finding::Algorithm {
        what,
        expected,
        found: found.chars().take(100).collect(),
    }
}

fn canon_of(transforms: &Element) -> Result<Canon, Finding> {
    canon_named(
        only(transforms, "Transform")?,
        "Transform of SignedProperties",
    )
}

/// Whether an element is of the namespace of signatures.
pub(super) fn is_ds(element: &Element, local: &str) -> bool {
    element.name.is(DS, local)
}
