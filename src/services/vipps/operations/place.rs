//! Finding the row of a request.

use super::parts::{Front, SLICES, Slice};
use super::table::{OPERATIONS, PARTS};
use crate::services::{Match, Operation};

/// The one path of which the case does not matter: documents and clients spell it both ways.
const LOG_IN: &str = "/accesstoken/get";

/// Where a request stands in the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::vipps) struct Place {
    pub(in crate::services::vipps) operation: &'static Operation,
    pub(in crate::services::vipps) slice: Slice,
    pub(in crate::services::vipps) front: Front,
    /// What stands in the place of names in the row's path, as sent; it may be nothing.
    pub(in crate::services::vipps) names: Vec<String>,
}

/// A request that no row takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::vipps) enum Nowhere {
    /// Nothing stands there.
    Path,
    /// The path takes these methods.
    Method(Vec<&'static str>),
}

/// The row of a method and a path below the mount.
pub(in crate::services::vipps) fn place(method: &str, path: &str) -> Result<Place, Nowhere> {
    let path = if path.eq_ignore_ascii_case(LOG_IN) {
        LOG_IN
    } else {
        path
    };
    let mut found: Vec<Place> = Vec::new();
    let all = SLICES.into_iter().zip(PARTS);
    for (slice, rows) in all {
        for row in rows.iter() {
            let Some(operation) = shared(&row.operation) else {
                continue;
            };
            let named = (operation.matched_by == Match::Path).then(|| fits(operation.path, path));
            let Some(names) = named.flatten() else {
                continue;
            };
            found.push(Place {
                operation,
                slice,
                front: row.front,
                names,
            });
        }
    }
    // `/invoices/count` is itself before it is an invoice of that name.
    let least = found.iter().map(|place| place.names.len()).min();
    let least = least.ok_or(Nowhere::Path)?;
    found.retain(|place| place.names.len() == least);
    let methods = found.iter().map(|place| place.operation.method.as_str());
    let methods = methods.collect();
    let mut found = found.into_iter();
    found
        .find(|place| place.operation.method.as_str() == method)
        .ok_or(Nowhere::Method(methods))
}

/// The row as the whole table has it.
fn shared(row: &Operation) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|other| other.id == row.id)
}

/// What stands in the place of names, if a path fits a row's.
fn fits(template: &str, path: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut parts = path.split('/');
    for word in template.split('/') {
        let part = parts.next()?;
        if word.starts_with('{') {
            // Endpoints of version 0.3.32 that are gone; no invoice is called so.
            if part == "statuses" {
                return None;
            }
            names.push(part.to_owned());
        } else if word != part {
            return None;
        }
    }
    parts.next().is_none().then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::vipps::Product;
    use crate::services::vipps::SCRIPTED;

    #[test]
    fn every_operation_is_found_at_its_own_address() {
        for row in OPERATIONS
            .iter()
            .filter(|row| row.matched_by == Match::Path)
        {
            let path = row
                .path
                .replace("{invoiceId}", "x")
                .replace("{attachmentId}", "0");
            let found = place(row.method.as_str(), &path).map(|place| place.operation.id);
            assert_eq!(found, Ok(row.id), "{path}");
        }
    }

    #[test]
    fn log_in_and_published_keys_are_open_and_all_else_is_behind_the_gate_of_its_side() {
        for (slice, row) in SLICES
            .into_iter()
            .zip(PARTS)
            .flat_map(|(slice, rows)| rows.iter().map(move |row| (slice, row)))
        {
            let path = row.operation.path;
            let product = match slice {
                Slice::Access if path.starts_with("/vipps-ipp/") => Product::Ipp,
                Slice::Access | Slice::Sending => Product::Isp,
                Slice::Paying => Product::Ipp,
            };
            let is_open = path == LOG_IN || path.ends_with("/jwk");
            let expected = if is_open {
                Front::Open
            } else {
                Front::Keyed(product)
            };
            assert_eq!(row.front, expected, "{}", row.operation.id);
            let can_be_forbidden = SCRIPTED
                .iter()
                .any(|it| it.name == "forbidden" && it.on.contains(&row.operation.id));
            let is_asked = row.operation.matched_by == Match::Path;
            assert_eq!(
                can_be_forbidden,
                !is_open && is_asked,
                "{}",
                row.operation.id
            );
        }
    }

    #[test]
    fn an_empty_name_is_a_name_and_the_count_is_no_invoice() {
        let found = place("GET", "/vipps-ipp/v1/invoices//commercial-invoice").unwrap();
        assert_eq!(found.names, [""]);
        let found = place("GET", "/vipps-ipp/v1/invoices/count").unwrap();
        assert_eq!(found.operation.id, "vipps.ipp.InvoiceCount");
        let found = place("POST", "/accessToken/get").unwrap();
        assert_eq!(found.operation.id, "vipps.accesstoken.get");
        let other = place("TRACE", "/vipps-isp/v1/invoices/x").unwrap_err();
        assert_eq!(other, Nowhere::Method(vec!["PUT", "GET"]));
        for gone in ["/vipps-isp/v2", "/vipps-isp/v1/invoices/statuses"] {
            assert_eq!(place("GET", gone).unwrap_err(), Nowhere::Path);
        }
    }
}
