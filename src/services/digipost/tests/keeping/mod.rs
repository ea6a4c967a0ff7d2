//! The inbox, the archive, content of documents, additional data.

mod archive;
mod attributes;
mod inbox;
mod parts;
mod sent;
