//! What scenarios may name: every operation with the facts it tells, and every scripted refusal.

use crate::reference_router;
use crate::services::{Fidelity, Operation, Scripted};
use crate::services::{bank, digipost, dpi, krr, maskinporten, mps, vipps};

/// One service as scenarios see it.
#[derive(Debug)]
pub struct Service {
    /// Its short name.
    pub name: &'static str,
    /// What it can do.
    pub operations: &'static [Operation],
    /// What it may be asked to refuse.
    pub scripted: &'static [Scripted],
}

/// Every service.
pub const SERVICES: &[Service] = &[
    Service {
        name: mps::MOUNT.service,
        operations: mps::OPERATIONS,
        scripted: mps::SCRIPTED,
    },
    Service {
        name: digipost::MOUNT.service,
        operations: digipost::OPERATIONS,
        scripted: digipost::SCRIPTED,
    },
    Service {
        name: bank::MOUNT.service,
        operations: bank::OPERATIONS,
        scripted: bank::SCRIPTED,
    },
    Service {
        name: vipps::MOUNT.service,
        operations: vipps::OPERATIONS,
        scripted: vipps::SCRIPTED,
    },
    Service {
        name: maskinporten::MOUNT.service,
        operations: maskinporten::OPERATIONS,
        scripted: maskinporten::SCRIPTED,
    },
    Service {
        name: krr::MOUNT.service,
        operations: krr::OPERATIONS,
        scripted: krr::SCRIPTED,
    },
    Service {
        name: dpi::MOUNT.service,
        operations: dpi::OPERATIONS,
        scripted: dpi::SCRIPTED,
    },
    Service {
        name: reference_router::MOUNT.service,
        operations: reference_router::OPERATIONS,
        scripted: reference_router::SCRIPTED,
    },
];

/// The operation of an id.
#[must_use]
pub fn operation(id: &str) -> Option<(&'static Service, &'static Operation)> {
    SERVICES.iter().find_map(|service| {
        let row = service.operations.iter().find(|row| row.id == id)?;
        Some((service, row))
    })
}

/// The service of a name.
#[must_use]
pub fn service(name: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.name == name)
}

/// The names of all operations that can be called, and of the services.
pub fn names() -> impl Iterator<Item = &'static str> {
    let rows = SERVICES.iter().flat_map(|service| service.operations);
    rows.filter(|row| row.fidelity != Fidelity::Absent)
        .map(|row| row.id)
        .chain(SERVICES.iter().map(|service| service.name))
}

/// The scripted refusals that an operation may answer with.
pub fn refusals(operation: &str) -> impl Iterator<Item = &'static Scripted> {
    let rows = SERVICES.iter().flat_map(|service| service.scripted);
    rows.filter(move |row| row.on.contains(&operation))
}

/// By what entries of a journal may be asked for; the names that a query of the admin API may use.
pub const JOURNAL_FILTERS: &[&str] = &[
    "service",
    "invoice",
    "since",
    "kind",
    "operation",
    "consumer",
    "issuer",
    "kid",
    "account",
    "amount_ore",
    "due_date",
    "document_type",
];
