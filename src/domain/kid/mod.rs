//! The KID, a payee's reference that a payment carries, and how agreements divide KIDs.

mod number;
mod structure;

pub use number::{Kid, KidError, mod10_control, mod11_control};
pub use structure::{KidStructure, KidStructures, StructuresError};
