//! The table of everything that Digipost can do.

use super::{agreements, keeping, people, sending};
use crate::services::{Match, Mount, Operation, joined};

/// Where Digipost is mounted.
pub const MOUNT: Mount = Mount {
    service: "digipost",
    prefix: "/digipost",
    title: "Digipost, for senders and for banks",
};

pub(super) const PARTS: &[&[Operation]] =
    &[people::ROWS, sending::ROWS, keeping::ROWS, agreements::ROWS];

const COUNT: usize =
    people::ROWS.len() + sending::ROWS.len() + keeping::ROWS.len() + agreements::ROWS.len();

/// Every operation.
pub const OPERATIONS: &[Operation] = &joined::<Operation, COUNT>(PARTS);

/// Whether a row is asked for by a request, and not done by the service itself.
pub(super) fn is_asked(row: &Operation) -> bool {
    match row.matched_by {
        Match::Path => true,
        Match::SoapBody { .. } | Match::Wsdl | Match::Own => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::digipost::operations::place;

    #[test]
    fn every_operation_is_found_at_its_own_address() {
        for row in OPERATIONS.iter().filter(|row| is_asked(row)) {
            let path = row.path.replace("{sender}", "1234").replace("{uuid}", "x");
            let place = place(row.method.as_str(), &path);
            let found = place.map(|place| place.operation.id);
            assert_eq!(found, Ok(row.id), "{path}");
        }
    }

    #[test]
    fn no_operation_is_had_with_a_method_that_its_address_does_not_take() {
        for row in OPERATIONS.iter().filter(|row| is_asked(row)) {
            let path = row.path.replace("{sender}", "1234").replace("{uuid}", "x");
            for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"] {
                match place(method, &path) {
                    Ok(place) => assert_eq!(place.operation.method.as_str(), method, "{path}"),
                    Err(methods) => assert!(methods.contains(&row.method.as_str()), "{path}"),
                }
            }
            assert!(place("PATCH", &path).is_err(), "{path}");
        }
    }
}
