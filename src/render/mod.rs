//! Letters as people get them: a mail as RFC 5322 text, a print as PDF. Pure: the same letter gives
//! the same bytes, whenever it is read.

mod cover;
mod enclosed;
mod foreign;
mod mail;
mod notice;
mod print;
mod sheet;
mod words;

#[cfg(test)]
mod tests;

pub use enclosed::{Enclosed, missing};
pub use mail::mail;
pub use print::{Printed, print};
pub use words::subject;
