//! The whole policy of consumer routing as one pure function, [`decide`].

mod decide;
mod efaktura;
mod facts;
mod order;
#[cfg(test)]
mod tests;

pub use decide::{Offer, Step, decide};
pub use efaktura::{lookup_keys, what_is_known};
pub use facts::{EfakturaAnswer, Facts, LookupAnswer, Payment, Recipient, Sender};
pub use order::{DisabledRoute, OperatorCode, Order, Plan, PlannedWay, Route};
