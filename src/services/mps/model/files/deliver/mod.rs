//! Files to data receivers: mandates that changed and payments that were made.
//!
//! Once a bank day, at noon, every data receiver of an agreement gets one transmission with what
//! there is to tell, and none where there is nothing: orders of mandates first, then orders of
//! payments, each in order of accounts (MPS: AvtaleGiro, system specification; OCR giro, system
//! manual). Hour and order are ours.

mod news;
mod oddities;
mod order;
mod run;

pub(in crate::services::mps::model) use run::{deliver, facts};
