//! `EfakturaNetsSubmitterService` v1: issuers with MPS as their submitter.

use super::parts::{
    self, ADDED_INVOICES, AUDIT, BILL, CANCEL_INVOICE, CONSIGNMENT, CONSIGNMENT_STATUS,
    IDENTIFIERS, INVOICE_STATUS, ISSUER, KIB, KNOWN_RECEIVER, MESSAGE, MIB, NINE, NUMBER, Row,
    TRANSACTION, WSDL, group, named_by, value,
};
use super::ports::NETS;
use crate::services::{Contract, Fact, Field, Holds, Kind, Operation, Shape, Source};

const PAGES: Source = "eFaktura: Issuer via Mastercard Payment Services service, developer pages";
const SOURCES: &[Source] = &[PAGES, WSDL];

macro_rules! action {
    ($name:literal) => {
        concat!(
            "https://efaktura-services.nets.no/invoicing-nets-submitter/v1/",
            $name
        )
    };
}

macro_rules! row {
    ($name:literal, $action:expr, $body:expr, $facts:expr, $contract:expr, $remark:literal) => {
        Row {
            id: concat!("mps.nets.", $name),
            root: $name,
            action: $action,
            body_max: $body,
            facts: $facts,
            contract: $contract,
            remark: $remark,
        }
        .at(&NETS, SOURCES)
    };
}

/// What the pages list, and the description. Two actions are under the address of another service;
/// so they stand on the pages.
pub(super) const ROWS: &[Operation] = &[
    row!(
        "addInvoices",
        action!("addInvoices"),
        8 * MIB,
        Fact::OF_AN_INVOICE,
        &ADD_INVOICES,
        "5003, 5009, 5010; 5008 for an issuer that the user may not use is modelled; a used \
         consignmentId meets a plain SOAP fault of ours"
    ),
    row!(
        "cancelInvoice",
        "https://efaktura-services.nets.no/efaktura-submitter-service/v1/cancelInvoice",
        64 * KIB,
        &[],
        &CANCEL_INVOICE,
        "5004, also for one that was rejected, 5005, 5006, 5008; one that is still being \
         validated is to be tried later; a claim is left alone"
    ),
    row!(
        "getCancellableInvoice",
        "https://efaktura-services.nets.no/efaktura-submitter-service/v1/getCancellableInvoice",
        64 * KIB,
        &[Fact::Issuer, Fact::Kid, Fact::Amount, Fact::DueDate],
        &CANCELLABLE,
        "which fields are mandatory is not public; the issuer is here"
    ),
    row!(
        "getConsignmentStatus",
        action!("getConsignmentStatus"),
        64 * KIB,
        &[],
        &CONSIGNMENT_STATUS,
        "its codes are not public; an unknown consignment is answered with status NOT_FOUND"
    ),
    row!(
        "getEfakturaIdentifiers",
        action!("getEfakturaIdentifiers"),
        2 * MIB,
        &[Fact::Consumer, Fact::Issuer],
        &IDENTIFIERS,
        "types and behaviour are those of EfakturaAtgService v1"
    ),
    row!(
        "getInvoiceStatus",
        action!("getInvoiceStatus"),
        64 * KIB,
        &[Fact::Issuer],
        &INVOICE_STATUS,
        "its codes are not public; an unknown invoice is answered with status NOT_FOUND"
    ),
    parts::description("mps.nets.wsdl", &NETS, SOURCES),
];

/// The receiver may be missing as far as the schema goes: code 5003 speaks of it.
const INVOICE: Shape = Shape {
    name: "Invoice",
    fields: &[
        named_by(NUMBER, PAGES),
        Field::known("", Holds::Choice(KNOWN_RECEIVER), PAGES, "the receiver").maybe(),
        BILL[0],
        BILL[1],
        BILL[2],
        BILL[3],
        BILL[4],
        BILL[5],
        BILL[6],
        BILL[7],
        BILL[8],
    ],
};

const INVOICE_LIST: Shape = Shape {
    name: "Invoices",
    fields: &[named_by(
        group(
            "invoice",
            &INVOICE,
            "one invoice; what else may stand here is not public",
        ),
        PAGES,
    )
    .times(1, 1000)],
};

/// The issuer stands last, where the public excerpt has ended.
const ADD_INVOICES: Contract = Contract {
    request: &[
        named_by(AUDIT, PAGES),
        named_by(
            value(
                "serviceProvider",
                NINE,
                "organisation number of the provider",
            ),
            PAGES,
        )
        .maybe(),
        named_by(CONSIGNMENT, PAGES),
        named_by(group("invoices", &INVOICE_LIST, "the invoices"), PAGES),
        ISSUER,
    ],
    response: ADDED_INVOICES,
};

const CANCELLABLE: Contract = Contract {
    request: &[
        AUDIT,
        ISSUER,
        NUMBER.maybe(),
        value("kid", Kind::Digits(2, 25), "payment reference").maybe(),
        value("amount", Kind::Amount, "amount in kroner").maybe(),
        value("dueDate", Kind::Date, "due date").maybe(),
    ],
    response: &[
        MESSAGE,
        group("cancellableInvoices", &FOUND_LIST, "none when nothing fits").maybe(),
    ],
};

const FOUND_LIST: Shape = Shape {
    name: "CancellableInvoices",
    fields: &[group("cancellableInvoice", &FOUND, "one invoice").times(1, 1000)],
};

const FOUND: Shape = Shape {
    name: "CancellableInvoice",
    fields: &[
        TRANSACTION,
        NUMBER,
        value("kid", Kind::Digits(2, 25), "payment reference").maybe(),
        value("amount", Kind::Amount, "amount in kroner"),
        value("dueDate", Kind::Date, "due date"),
    ],
};
