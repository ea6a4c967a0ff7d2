//! The register: who asks, what of each person is shown, and the log of changes.

mod admission;
mod apply;
mod changes;
mod command;
mod log;
mod look_up;
mod own;
mod row;
mod sight;
mod wish;

pub(in crate::services::krr) use command::PERSONS_MAX;
pub use command::{
    Answer, Ask, ChangesAsk, Command, Gate, LanguageAsk, LookUp, Page, Reply, Signing, Version,
};
pub use log::Model;
pub use row::{Row, ShownCertificate, ShownChannel};
pub use wish::{AnswerWish, CertificateWish, ChangesWish, Desire, PersonWish, RightsWish, Wish};
