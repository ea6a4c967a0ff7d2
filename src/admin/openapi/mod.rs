//! The admin API as an OpenAPI 3.1 document: `table` says what the rows of `routes` take and give,
//! `document` writes it down.

mod document;
mod page;
mod table;

pub(super) use document::get;
