//! The signature of a package: XAdES of level B over every file, read and made.

mod read;
mod references;
mod write;

pub(super) use read::{Proof, verify};
pub(super) use write::{ToSign, sign};
