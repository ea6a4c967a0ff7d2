//! Digital post to citizens: messages and receipts, the tokens they travel in, and the packages.
//!
//! Sources: DPI: JSON schemas of the messages; DPI: Document package; ETSI TS 102 918 and
//! ETSI TS 101 903 for the package and its signature.

mod package;
mod sbd;
mod signed;
#[cfg(test)]
mod tests;

pub use package::{
    Contents, Document, DocumentData, Finding, Link, Manifest, ManifestTitle, Package,
    PackageLimits, PackedFile, is_allowed_media_type, open_package, pack_package, read_package,
    seal_package,
};
pub use sbd::{SbdError, read_message, read_receipt, write_message, write_receipt};
pub use signed::{Signed, SignedError, read_signed, write_signed};
