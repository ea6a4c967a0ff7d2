//! Digital post to citizens: messages and receipts, the tokens they travel in, and the packages.
//!
//! Sources: DPI: JSON schemas of the messages; DPI: Document package; ETSI TS 102 918 and
//! ETSI TS 101 903 for the package and its signature.

mod sbd;
mod signed;

pub use sbd::{SbdError, read_message, read_receipt, write_message, write_receipt};
pub use signed::{Signed, SignedError, read_signed, write_signed};
