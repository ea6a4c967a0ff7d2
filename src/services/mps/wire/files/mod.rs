//! The file exchange as HTTP, and what the files from MPS look like.
//!
//! `door` reads requests, `sent` the file in one of them, `answer` writes what goes back. Files are
//! kept as facts and rendered when they are fetched: `receipt` (L200 and L226) and `list` (L00202)
//! as pages, `table` the list once more as CSV, `page` the frame of the pages. Data files are
//! written by `documents::bbs`.

mod answer;
mod door;
mod list;
mod page;
mod receipt;
mod sent;
mod table;

pub(super) use answer::encode;
pub(super) use door::{decode, is_here};
