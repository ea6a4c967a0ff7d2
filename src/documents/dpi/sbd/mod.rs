//! Messages and receipts as JSON (`standardBusinessDocument`): read strictly, and written.
//!
//! Source: DPI: JSON schemas of the messages. Where a schema lets other members in, they are passed
//! over (`varsler`, and `mottaker` of receipts); everywhere else they are refused.

mod address;
mod bodies;
mod error;
mod header;
mod members;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use error::SbdError;
pub use read::{read_message, read_receipt};
pub use write::{write_message, write_receipt};
