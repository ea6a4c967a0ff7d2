//! `EfakturaErpService` v4: business software that acts for many issuers.

use super::parts::{
    self, ADDED_INVOICES, AUDIT, CONSIGNMENT, CONSIGNMENT_STATUS, IDENTIFIERS, INVOICE_STATUS,
    INVOICES, ISSUER, KIB, MESSAGE, MIB, Row, WSDL, group, named_by, value,
};
use super::ports::ERP;
use crate::services::{Contract, Fact, Field, Kind, Operation, Shape, Source};

const PAGES: Source = "eFaktura: ERP service v4, developer pages";
const CODE_5007: Source = "eFaktura: ERP service v4, code 5007";
const HOW: Source = "eFaktura: How does it work";
const MAVENTA: Source = "Maventa: Consumer Invoicing (Norway), The main vendor agreement";

const SOURCES: &[Source] = &[PAGES, WSDL];
const ISSUER_SOURCES: &[Source] = &[PAGES, HOW, MAVENTA];

macro_rules! action {
    ($name:literal) => {
        concat!("https://efaktura-services.nets.no/invoicing-erp/v4/", $name)
    };
}

macro_rules! row {
    ($name:literal, $body:expr, $facts:expr, $contract:expr, $remark:literal) => {
        row!($name, action!($name), $body, $facts, $contract, $remark)
    };
    ($name:literal, $action:expr, $body:expr, $facts:expr, $contract:expr, $remark:literal) => {
        Row {
            id: concat!("mps.erp.", $name),
            root: $name,
            action: $action,
            body_max: $body,
            facts: $facts,
            contract: $contract,
            remark: $remark,
        }
    };
}

/// What the pages list, and the description.
pub(super) const ROWS: &[Operation] = &[
    row!(
        "createIssuer",
        64 * KIB,
        &[Fact::Issuer, Fact::Account],
        &CREATE_ISSUER,
        "5002 when somebody else holds the issuer, as does a company with a user of its own at \
         MPS; 5006, 5007, 5008; an issuer of one's own is not made twice but gets the further \
         rules, 100 at most; in the banks after mps.issuer_spread"
    )
    .at(&ERP, ISSUER_SOURCES),
    row!(
        "getIssuer",
        64 * KIB,
        &[Fact::Issuer],
        &GET_ISSUER,
        "5002 when nobody holds the issuer; of one that somebody else holds only that is told"
    )
    .at(&ERP, ISSUER_SOURCES),
    row!(
        "deleteIssuer",
        64 * KIB,
        &[Fact::Issuer],
        &DELETE_ISSUER,
        "5002 when the caller does not hold the issuer"
    )
    .at(&ERP, SOURCES),
    row!(
        "addBrandAgreementRule",
        64 * KIB,
        &[Fact::Issuer, Fact::Account],
        &ADD_RULE,
        "5002, 5006, 5007, 5008; a rule beyond 100 meets a plain SOAP fault of ours"
    )
    .at(&ERP, ISSUER_SOURCES),
    row!(
        "deleteBrandAgreementRule",
        64 * KIB,
        &[Fact::Issuer, Fact::Account],
        &DELETE_RULE,
        "5002; a rule that is not there is no error, the answer tells"
    )
    .at(&ERP, SOURCES),
    row!(
        "addInvoices",
        // The host of this action lacks an s; so it stands on the page.
        "https://efaktura-service.nets.no/invoicing-erp/v4/addInvoices",
        8 * MIB,
        Fact::OF_AN_INVOICE,
        &ADD_INVOICES,
        "its codes are not public: 5002 for an issuer that the caller may not use; a used \
         consignmentId meets a plain SOAP fault of ours"
    )
    .at(&ERP, SOURCES),
    row!(
        "getInvoiceStatus",
        64 * KIB,
        &[Fact::Issuer],
        &INVOICE_STATUS,
        "its codes are not public; an unknown invoice is answered with status NOT_FOUND"
    )
    .at(&ERP, SOURCES),
    row!(
        "getConsignmentStatus",
        64 * KIB,
        &[],
        &CONSIGNMENT_STATUS,
        "its codes are not public; an unknown consignment is answered with status NOT_FOUND"
    )
    .at(&ERP, SOURCES),
    row!(
        "getEfakturaIdentifiers",
        2 * MIB,
        &[Fact::Consumer, Fact::Issuer],
        &IDENTIFIERS,
        "types and behaviour are those of EfakturaAtgService v1"
    )
    .at(&ERP, SOURCES),
    parts::description("mps.erp.wsdl", &ERP, SOURCES),
];

const KNOWN_AUDIT: Field = named_by(AUDIT, PAGES);
const KNOWN_ISSUER: Field = named_by(ISSUER, PAGES);

/// The shape of the position is no limit of the schema: code 5007 speaks of it.
const RULE: Shape = Shape {
    name: "BrandAgreementRule",
    fields: &[
        named_by(
            value("accountNumber", Kind::Text(11, 11), "billing account"),
            PAGES,
        ),
        named_by(
            value(
                "customerReferencePosition",
                Kind::Text(1, 20),
                "where the customer's reference stands in the KID, such as KID[1-6]",
            ),
            CODE_5007,
        ),
    ],
};

const RULES: Shape = Shape {
    name: "BrandAgreementRules",
    fields: &[group("brandAgreementRule", &RULE, "one rule").times(1, 100)],
};

const CREATE_ISSUER: Contract = Contract {
    request: &[
        AUDIT,
        ISSUER,
        value("name", Kind::Text(1, 100), "name of the issuer").maybe(),
        group("brandAgreementRules", &RULES, "its rules").maybe(),
    ],
    response: ISSUER_ANSWER,
};

const GET_ISSUER: Contract = Contract {
    request: &[AUDIT, named_by(ISSUER, PAGES)],
    response: ISSUER_ANSWER,
};

const HOLDERS: &[&str] = &["OWN", "OTHER"];

const ISSUER_ANSWER: &[Field] = &[
    MESSAGE,
    ISSUER,
    value("holder", Kind::Word(HOLDERS), "who holds the agreement"),
    value("name", Kind::Text(1, 100), "name of the issuer").maybe(),
    value("createdAt", Kind::DateTime, "when it was made").maybe(),
    value(
        "activeFrom",
        Kind::DateTime,
        "when every bank has the agreement",
    )
    .maybe(),
    group("brandAgreementRules", &RULES, "its rules").maybe(),
];

const DELETE_ISSUER: Contract = Contract {
    request: &[AUDIT, named_by(ISSUER, PAGES)],
    response: &[MESSAGE, ISSUER],
};

const ADD_RULE: Contract = Contract {
    request: &[
        KNOWN_AUDIT,
        KNOWN_ISSUER,
        named_by(group("brandAgreementRule", &RULE, "the rule"), PAGES),
    ],
    response: &[MESSAGE, ISSUER],
};

const DELETE_RULE: Contract = Contract {
    request: &[
        AUDIT,
        ISSUER,
        group("brandAgreementRule", &RULE, "the rule"),
    ],
    response: &[
        MESSAGE,
        ISSUER,
        value("deleted", Kind::Boolean, "whether there was such a rule"),
    ],
};

const ADD_INVOICES: Contract = Contract {
    request: &[AUDIT, ISSUER, CONSIGNMENT, INVOICES],
    response: ADDED_INVOICES,
};
