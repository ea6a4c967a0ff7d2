//! Readers of the user-agreements API meet anything.

use proptest::prelude::*;

use super::body::{agreement, update};
use super::query::{Query, agreement_type, national_id, status};
use crate::services::digipost::faults::FaultKind;
use crate::services::digipost::operations::OPERATIONS;

/// What a reader may answer.
const KINDS: [FaultKind; 5] = [
    FaultKind::InvalidField,
    FaultKind::InvalidRequestParameter,
    FaultKind::AgreementTypeNotAvailable,
    FaultKind::InvalidInvoiceStatus,
    FaultKind::UnknownUser,
];

proptest! {
    #[test]
    fn arbitrary_bodies_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for fault in [agreement(&bytes).err(), update(&bytes).err()].into_iter().flatten() {
            prop_assert!(KINDS.contains(&fault.kind));
        }
    }

    #[test]
    fn arbitrary_elements_are_read_or_refused(
        names in prop::collection::vec("type|user-id|attributes|status|payment-id|x", 0..4),
        text in "\\PC{0,20}",
    ) {
        let text = text.replace(['<', '&'], "");
        let inside: String = names.iter().map(|it| format!("<{it}>{text}</{it}>")).collect();
        let body = format!("<agreement>{inside}</agreement>");
        if let Err(fault) = agreement(body.as_bytes()) {
            prop_assert!(KINDS.contains(&fault.kind));
        }
        let body = format!("<invoice-update>{inside}</invoice-update>");
        if let Err(fault) = update(body.as_bytes()) {
            prop_assert!(KINDS.contains(&fault.kind));
        }
    }

    #[test]
    fn arbitrary_queries_are_read_or_refused(
        name in "user-id|agreement-type|invoice-status|invoice-due-date-to|delivery-time-to|y",
        value in "\\PC{0,20}",
    ) {
        for operation in OPERATIONS {
            let sent = crate::wire::form::encode(&[(&name, &value)]);
            let read = Query::of(operation.id, &sent);
            let which = read.and_then(|query| query.which());
            if let Err(fault) = which {
                prop_assert!(KINDS.contains(&fault.kind));
            }
        }
        let _ = (agreement_type(&value), national_id(&value), status(&value));
    }
}
