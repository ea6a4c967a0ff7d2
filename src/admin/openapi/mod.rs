//! The admin API as an OpenAPI 3.1 document: `table` says what the rows of `routes` take and give,
//! `document` writes it down. `vipps` describes a service in the same manner.

mod document;
mod page;
mod table;
mod vipps;

pub(super) use document::get;
pub(super) use vipps::{ipp, isp};
