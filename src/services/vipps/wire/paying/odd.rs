//! Invoices as no document says that they may never be: clients that read too strictly stumble.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Value, json};

use crate::services::vipps::model::Oddity;

/// Where times stand, hours and minutes from UTC, and the form of the seconds' fraction. All of it
/// is RFC 3339, of which the guide says that any form may come.
const TIMES: [(&str, i32, i32, &str); 5] = [
    ("/due", 1, 0, "%.3f"),
    ("/created", 0, 0, "%.9f"),
    ("/recipient/resolvedAt", -3, -30, "%.1f"),
    ("/status/lastModified", 0, 0, ""),
    ("/status/due", 5, 30, "%.6f"),
];

/// Makes an invoice odd.
pub(super) fn make(invoice: &mut Value, oddity: Oddity) {
    match oddity {
        Oddity::Times => times(invoice),
        Oddity::State => put(invoice, "/status", "state", json!("partiallyPaid")),
        Oddity::Field => {
            put(invoice, "", "paymentPlan", json!({ "instalments": [1, 2] }));
            put(invoice, "/status", "reason", Value::Null);
        }
        Oddity::Order | Oddity::EmptyList => {}
    }
}

fn times(invoice: &mut Value) {
    for (place, hours, minutes, fraction) in TIMES {
        let Some(slot) = invoice.pointer_mut(place) else {
            continue;
        };
        let at = slot
            .as_str()
            .and_then(|text| text.parse::<Timestamp>().ok());
        let offset = Offset::from_seconds((hours * 60 + minutes) * 60);
        if let (Some(at), Ok(offset)) = (at, offset) {
            let local = at.to_zoned(TimeZone::fixed(offset));
            let form = format!("%Y-%m-%dT%H:%M:%S{fraction}%:z");
            *slot = local.strftime(&form).to_string().into();
        }
    }
}

fn put(invoice: &mut Value, place: &str, name: &str, value: Value) {
    let slot = invoice.pointer_mut(place).and_then(Value::as_object_mut);
    if let Some(members) = slot {
        members.insert(name.to_owned(), value);
    }
}
