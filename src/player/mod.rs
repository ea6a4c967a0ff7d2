//! Plays scenarios and judges them: a client of the front door and of the admin API, nothing more.
//!
//! Each scenario gets a sandbox of its own whose clock stands still. Broken and late answers are
//! heard as data, so nothing is ever waited for but an `await` of the scenario's own.

mod altered;
mod call;
mod digipost;
mod dpi;
mod expect;
mod filed;
mod fill;
mod has;
mod invoice;
mod junit;
mod krr;
mod maskinporten;
mod play;
mod reply;
mod report;
mod seat;
mod steps;
mod story;
#[cfg(test)]
mod tests;
mod vipps;

pub use has::Mismatch;
pub use junit::junit;
pub use play::{Ending, Failure, Played, play, play_all};
pub use report::{Report, Style};
