//! The nouns and rules of the trade: pure, without serde, input or output, clock or async.

pub mod account;
pub mod calendar;
pub mod efaktura;
pub mod identity;
pub mod invoice;
pub mod kid;
pub mod money;
pub mod phone;
