//! The state of Digipost in snapshots: each part of the service has a file.

mod agreements;
mod keeping;
mod links;
mod message;
mod sending;
mod text;

pub use keeping::{check_archives, files};
