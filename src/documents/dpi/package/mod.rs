//! Document packages: an archive of files with a manifest and a signature (ASiC-E with XAdES),
//! sealed for who reads it; opened with every check that can be made, and made.
//!
//! Sources: DPI: Document package; ETSI TS 102 918 (ASiC), ETSI TS 101 903 (XAdES),
//! W3C XML Signature. Chains of certificates are not followed: it is asked what the signature says
//! and whether it holds, not whom to trust.

mod finding;
mod manifest;
mod media;
mod names;
mod open;
mod pack;
mod signature;
#[cfg(test)]
mod tests;

pub use finding::Finding;
pub use manifest::{Document, DocumentData, Link, Manifest, ManifestTitle};
pub use media::is_allowed_media_type;
pub use open::{Package, PackageLimits, PackedFile, open_package, read_package};
pub use pack::{Contents, pack_package, seal_package};
