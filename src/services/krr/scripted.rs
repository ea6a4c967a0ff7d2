//! What scenarios may ask for by name.

use crate::services::Scripted;

/// Everything that can be asked for.
pub const SCRIPTED: &[Scripted] = &[];
