//! The Vipps invoice API as OpenAPI 3.0 documents, one for each side: addresses and methods come
//! from the table of operations, `pages` says what they take and give, `schemas` has the shapes.

mod document;
mod pages;
mod parameters;
mod schemas;

pub(in crate::admin) use document::{ipp, isp};
