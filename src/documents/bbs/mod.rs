//! 80-column files.

use crate::domain::giro::{Complaint, FileRule, FiledClaim, Incoming, OrderKind, Transmission};

fn stub() -> Complaint {
    Complaint {
        rule: FileRule::Format,
        line: 0,
        column: 0,
        text: "stub".to_owned(),
    }
}

/// Stub.
pub fn read(_: &[u8]) -> Result<Incoming, Complaint> {
    Err(stub())
}

/// Stub.
pub fn read_outgoing(_: &[u8]) -> Result<Transmission, Complaint> {
    Err(stub())
}

/// Stub.
pub fn write(_: &Transmission) -> Result<Vec<u8>, String> {
    Err(stub().text)
}

/// Stub.
pub fn amount_records(_: OrderKind, _: &FiledClaim) -> Result<Vec<String>, String> {
    Err(stub().text)
}
