//! Bytes to generic structure and back; knows no service and no word of the trade.

pub mod address;
pub mod archive;
pub mod error;
pub mod fixed_width;
pub mod form;
pub mod json;
pub mod multipart;
pub mod soap;
mod strict;
pub mod xml;
