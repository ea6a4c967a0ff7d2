//! The nouns and rules of the trade: pure, without serde, input or output, clock or async.

pub mod account;
pub mod blob;
pub mod calendar;
pub mod cast;
pub mod channel;
pub mod company;
pub mod credentials;
pub mod digipost;
pub mod efaktura;
pub mod email;
pub mod giro;
pub mod id;
pub mod identity;
pub mod invoice;
pub mod kid;
pub mod letter;
pub mod lookup;
pub mod mint;
pub mod money;
pub mod person;
pub mod phone;
pub mod routing;
pub mod rules;
pub mod settings;
pub mod slug;
pub mod words;
