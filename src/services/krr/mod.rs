//! KRR, the contact and reservation register of Digdir, over REST.
//!
//! - **Whom**: the look-up of 1 to 1000 persons in both versions, the log of changes, a person's
//!   own entry, and the print service's certificate.
//! - **Read**: Digdir's pages on the look-up, on attributes and on the rule of 18 months, the table
//!   of expected answers, and what well-known clients send and read. No interface description is
//!   public.
//! - **Faithful**: members, statuses, what scopes open, what is kept back, signed answers.
//! - **Modelled**: the bodies of refusals, the second version's switch, the log of changes.
//!
//! Start at [`OPERATIONS`]. The entries stand in the cast; the model keeps the log of changes.

mod faults;
mod model;
mod operations;
mod routes;
mod scripted;
mod snapshot;
#[cfg(test)]
mod tests;
mod wire;

pub use faults::{Fault, FaultKind};
pub use model::{
    Answer, AnswerWish, Ask, CertificateWish, ChangesAsk, ChangesWish, Command, Desire, Gate,
    LanguageAsk, LookUp, Model, Page, PersonWish, Reply, RightsWish, Row, ShownCertificate,
    ShownChannel, Signing, Version, Wish,
};
pub use operations::{MOUNT, OPERATIONS};
pub use routes::Krr;
pub use scripted::SCRIPTED;
pub use wire::Echo;
