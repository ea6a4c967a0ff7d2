//! What dpi refuses: a table.

use crate::services::Spoken;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault;

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        None
    }

    fn why(&self) -> String {
        "to be built".to_owned()
    }
}
