//! A scenario as meant: every value read, every name looked up in the tables.

mod effect;
mod expect;
mod filed;
mod markup;
mod message;
mod placeholder;
mod references;
mod rule;
mod step;
mod trigger;
mod value;
mod whole;

pub use effect::{Act, Delay, Effect, Main};
pub use expect::{Expect, Place};
pub use markup::DOCUMENT_INVOICE;
pub use message::{INVOICE_PARAMETERS, Message};
pub use placeholder::{Piece, Reference, Root, is_open, pieces};
pub use rule::{On, Rule};
pub use step::{Body, Call, Doing, Step};
pub use trigger::{Member, Subject, Trigger};
pub use whole::{Prepared, StagePlan};
