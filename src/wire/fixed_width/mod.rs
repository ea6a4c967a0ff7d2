//! Text in records of 80 characters: layouts as tables, records as slices, both ways.

mod cut;
mod draft;
mod layout;
mod record;

pub use cut::{Cut, CutError, Deviation, DeviationKind, cut};
pub use draft::{Draft, Misfit};
pub use layout::{Field, Kind, Layout, WIDTH};
pub use record::{Fault, Record, latin1};
