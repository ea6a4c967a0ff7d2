//! A scenario as meant: every value read, every name looked up in the tables.

mod effect;
mod expect;
mod rule;
mod step;
mod trigger;
mod value;
mod whole;

pub use effect::{Act, Delay, Effect, Main};
pub use expect::{Expect, Place};
pub use rule::{On, Rule};
pub use step::{Call, Content, Doing, Step};
pub use trigger::{Member, Subject, Trigger};
pub use whole::{Prepared, StagePlan};
