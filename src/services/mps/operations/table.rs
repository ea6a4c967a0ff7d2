//! Every operation of every port, as one table. Start here.

use super::ports::{self, PORTS, SoapPort};
use super::{absent, combo, erp, files, mandates, nets, submitter};
use crate::services::{Match, Mount, Operation, joined};

/// Where MPS is mounted.
pub const MOUNT: Mount = Mount {
    service: "mps",
    prefix: "/mps",
    title: "MPS: eFaktura and AvtaleGiro, over SOAP and by file",
};

const PARTS: [&[Operation]; 7] = [
    combo::ROWS,
    erp::ROWS,
    nets::ROWS,
    submitter::ROWS,
    mandates::ROWS,
    files::ROWS,
    absent::ROWS,
];

const COUNT: usize = combo::ROWS.len()
    + erp::ROWS.len()
    + nets::ROWS.len()
    + submitter::ROWS.len()
    + mandates::ROWS.len()
    + files::ROWS.len()
    + absent::ROWS.len();

static ALL: [Operation; COUNT] = joined(&PARTS);

/// Every operation of every interface description, in its order, and the descriptions.
pub const OPERATIONS: &[Operation] = &ALL;

/// The port at a path below the mount, which may lack its last slash.
pub(in crate::services::mps) fn at_path(path: &str) -> Option<&'static SoapPort> {
    let bare = path.trim_end_matches('/');
    PORTS
        .iter()
        .find(|port| port.path.trim_end_matches('/') == bare)
}

/// The paths of all ports.
pub(in crate::services::mps) fn paths() -> impl Iterator<Item = &'static str> {
    PORTS.iter().map(|port| port.path)
}

/// The port of an operation; that of the combo where there is none.
pub(in crate::services::mps) fn port_of(operation: &Operation) -> &'static SoapPort {
    at_path(operation.path).unwrap_or(&ports::COMBO)
}

/// The operation with this root element in its SOAP body, and its documented SOAPAction.
pub(in crate::services::mps) fn by_root(
    port: &SoapPort,
    name: &str,
) -> Option<(&'static Operation, &'static str)> {
    at(port).find_map(|row| match row.matched_by {
        Match::SoapBody { root, action, .. } if root == name => Some((row, action)),
        Match::SoapBody { .. } | Match::Path | Match::Wsdl | Match::Own => None,
    })
}

/// The operation that serves the interface description of a port.
pub(in crate::services::mps) fn wsdl(port: &SoapPort) -> Option<&'static Operation> {
    at(port).find(|row| row.matched_by == Match::Wsdl)
}

/// The root elements that are known at a port, for messages to people.
pub(in crate::services::mps) fn roots(port: &SoapPort) -> impl Iterator<Item = &'static str> {
    at(port).filter_map(|row| match row.matched_by {
        Match::SoapBody { root, .. } => Some(root),
        Match::Path | Match::Wsdl | Match::Own => None,
    })
}

/// The operations of a port.
pub(in crate::services::mps) fn at(port: &SoapPort) -> impl Iterator<Item = &'static Operation> {
    let path = port.path;
    OPERATIONS.iter().filter(move |row| row.path == path)
}
