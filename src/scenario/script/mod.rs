//! A scenario as written: one set of structs for TOML files, for JSON over the admin API, and for
//! the published JSON Schema. What the words mean, and whether they fit, is judged in `plan`.

mod delay;
mod expect;
mod fields;
mod filed;
mod rule;
mod stage;
mod step;
mod whole;

pub use delay::{Delay, Spread};
pub use expect::{Expect, OutboxWord};
pub use fields::{Field, Fields};
pub use filed::{FiledClaimText, FiledOrderText, FiledText, Scalar};
pub use rule::{BreakWord, Caller, RateLimit, Rule, Then, When};
pub use stage::{ClockWord, Stage};
pub use step::{DialectWord, Step};
pub use whole::Scenario;
