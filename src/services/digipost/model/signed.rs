//! What a request proves of its sender, as far as bytes alone tell.

use jiff::Timestamp;

use crate::crypto::PublicKey;

/// How the path of a request was signed; clients differ once it has escapes or a query, and each
/// wants the answer signed in a form of its own (Digipost: Java client 10.1 to 18.0.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathForm {
    /// As it was sent.
    Raw,
    /// Decoded.
    Decoded,
    /// As it was sent, with the query behind it.
    WithQuery,
    /// The part below the mount, as it was sent: somebody before us moved the root.
    RawBelowMount,
    /// The part below the mount, decoded.
    DecodedBelowMount,
}

/// One text that a client may have signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// How the path stands in it.
    pub form: PathForm,
    /// The text.
    pub text: String,
}

/// A `Date` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dated {
    /// There is none.
    Missing,
    /// It is no date as it must be written.
    Unreadable(String),
    /// When the client sent the request, by its own clock.
    At(Timestamp),
}

/// A hash of the body in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hashed {
    /// There is none.
    Missing,
    /// It is that of the body, or the body was too large to be read.
    Right,
    /// It is another.
    Wrong {
        /// As it was sent.
        found: String,
        /// That of the body.
        expected: String,
    },
}

/// A signature in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// There is none.
    Missing,
    /// It is no Base64.
    Unreadable,
    /// Its bytes.
    Bytes(Vec<u8>),
}

/// The signing of a request, before anybody asked the cast whose key it should be. What is missing
/// or wrong is a value here, so that all of it is judged in the documented order.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedRequest {
    /// `X-Digipost-UserId` as sent.
    pub user_id: Option<String>,
    /// `Date`.
    pub date: Dated,
    /// Whether there is a body, whose hash must be there too.
    pub has_body: bool,
    /// `X-Content-SHA256`.
    pub sha256: Hashed,
    /// `Content-MD5`.
    pub md5: Hashed,
    /// `X-Digipost-Signature`.
    pub signature: Signature,
    /// Every text that may be signed, the likeliest first; there is one at least.
    pub canonical: Vec<Canonical>,
    /// In which form the path is signed, if the signature holds by the key that every broker has
    /// whose company was given no certificate. It is judged before the lock of a sandbox is taken,
    /// for others would wait for it there.
    pub by_usual: Option<PathForm>,
    /// When the request came, in wire time.
    pub arrived: Timestamp,
}

impl SignedRequest {
    /// In which form the path is signed, if the signature holds by this key.
    #[must_use]
    pub fn held_by(&self, key: &PublicKey) -> Option<PathForm> {
        let Signature::Bytes(signature) = &self.signature else {
            return None;
        };
        let mut texts = self.canonical.iter();
        let text = texts.find(|it| key.verify(it.text.as_bytes(), signature))?;
        Some(text.form)
    }

    /// What was found of the signature, and the text that it should be over: integrators lay theirs
    /// beside it (Digipost: API security).
    #[must_use]
    pub fn compared(&self, found: &str) -> String {
        let text = self.canonical.first().map_or("", |first| &first.text);
        format!("found {found}; compare certificate and text\n===START===\n{text}===SLUTT===\n")
    }
}
