//! `submitter-service` v1: the older service for submitters.

use super::parts::{
    self, ADDED_INVOICES, AUDIT, CANCEL_INVOICE, CONSIGNMENT_ANSWER, IDENTIFIERS, INVOICE_STATUS,
    INVOICES, ISSUER, KIB, MESSAGE, MIB, NINE, Row, WSDL, group, named_by, value,
};
use super::ports::SUBMITTER;
use crate::services::{Contract, Fact, Field, Kind, Operation, Shape, Source};

const PAGES: Source = "eFaktura: Submitter service, developer pages";
const SOURCES: &[Source] = &[PAGES, WSDL];

macro_rules! action {
    ($name:literal) => {
        concat!(
            "https://efaktura-services.nets.no/efaktura-submitter-service/v1/",
            $name
        )
    };
}

macro_rules! row {
    ($name:literal, $body:expr, $facts:expr, $contract:expr, $remark:literal) => {
        Row {
            id: concat!("mps.submitter.", $name),
            root: $name,
            action: action!($name),
            body_max: $body,
            facts: $facts,
            contract: $contract,
            remark: $remark,
        }
        .at(&SUBMITTER, SOURCES)
    };
}

macro_rules! absent {
    ($name:literal) => {
        parts::absent(
            concat!("mps.submitter.", $name),
            $name,
            action!($name),
            &SUBMITTER,
            &[PAGES],
        )
    };
}

/// What the pages list, and the description.
pub(super) const ROWS: &[Operation] = &[
    row!(
        "addInvoices",
        8 * MIB,
        Fact::OF_AN_INVOICE,
        &ADD_INVOICES,
        "209; 208 for an issuer that the user may not use is modelled"
    ),
    row!(
        "cancelConsignment",
        64 * KIB,
        &[],
        &CANCEL_CONSIGNMENT,
        "201, also when nothing in it can be taken back, 202, 205; one that is still being \
         validated is to be tried later; claims are left alone"
    ),
    row!(
        "cancelInvoice",
        64 * KIB,
        &[],
        &CANCEL_INVOICE,
        "its codes begin with 20 and are not public: 203 not found or rejected, 204 paid, 206 \
         already cancelled, 208 not the user's are modelled; a claim is left alone"
    ),
    absent!("cancelSingleInvoice"),
    absent!("getAddedInvoiceValidation"),
    row!(
        "getBlackList",
        64 * KIB,
        &[],
        &BLACK_LIST,
        "types and behaviour are those of EfakturaAtgService v1"
    ),
    row!(
        "getConsignmentStatus",
        64 * KIB,
        &[],
        &CONSIGNMENT_STATUS,
        "its codes are not public; an unknown consignment is answered with status NOT_FOUND"
    ),
    row!(
        "getEfakturaIdentifiers",
        2 * MIB,
        &[Fact::Consumer, Fact::Issuer],
        &IDENTIFIERS,
        "types and behaviour are those of EfakturaAtgService v1"
    ),
    row!(
        "getInvoiceStatus",
        64 * KIB,
        &[Fact::Issuer],
        &INVOICE_STATUS,
        "its codes are not public; an unknown invoice is answered with status NOT_FOUND"
    ),
    absent!("getJwk"),
    row!(
        "validateSecuritySignature",
        64 * KIB,
        &[],
        &SIGNATURE,
        "types are those of EfakturaAtgService v1; its codes are not public: 210 expired and 211 \
         tampered with are modelled"
    ),
    absent!("validateSecurityToken"),
    parts::description("mps.submitter.wsdl", &SUBMITTER, SOURCES),
];

const CONSIGNMENT: Field = value(
    "consignmentId",
    Kind::Digits(9, 11),
    "what the sender calls the consignment; used once",
);

/// The issuer stands last, where the public excerpt has ended.
const SENDER: Shape = Shape {
    name: "SenderInfo",
    fields: &[
        named_by(CONSIGNMENT, PAGES).maybe(),
        named_by(
            value("commissionId", Kind::Text(1, 40), "the sender's own"),
            PAGES,
        )
        .maybe(),
        named_by(
            value("contentProviderId", NINE, "who presents the invoices"),
            PAGES,
        ),
        ISSUER,
    ],
};

const ADD_INVOICES: Contract = Contract {
    request: &[
        named_by(AUDIT, PAGES),
        named_by(group("senderInfo", &SENDER, "who sends"), PAGES),
        INVOICES,
    ],
    response: ADDED_INVOICES,
};

const CANCEL_CONSIGNMENT: Contract = Contract {
    request: &[AUDIT, CONSIGNMENT],
    response: &[
        MESSAGE,
        CONSIGNMENT,
        value(
            "status",
            Kind::Word(&["CANCELLATION_REQUESTED", "PROCESSING_IN_PROGRESS-TRY_LATER"]),
            "what became of the wish, in the words of EfakturaAtgService v1",
        ),
    ],
};

const CONSIGNMENT_STATUS: Contract = Contract {
    request: &[AUDIT, CONSIGNMENT],
    response: CONSIGNMENT_ANSWER,
};

const BLACK_LIST: Contract = Contract {
    request: &[AUDIT],
    response: &[
        MESSAGE,
        group(
            "blackListResponses",
            &BLACK_ROWS,
            "issuers that are shut out",
        ),
    ],
};

const BLACK_ROWS: Shape = Shape {
    name: "BlackListResponses",
    fields: &[group("blackListResponseType", &BLACK_ROW, "one issuer").times(0, 1000)],
};

const BLACK_ROW: Shape = Shape {
    name: "BlackListResponse",
    fields: &[
        value("identifier", Kind::Text(0, 100), "number of the issuer"),
        value("identifierType", Kind::Text(0, 100), "what number it is"),
        value("status", Kind::Text(0, 100), "whether it is in force"),
        value("activationDate", Kind::Date, "first day"),
        value("deActivationDate", Kind::Date, "last day").maybe(),
        value("blackListType", Kind::Text(0, 100), "what is shut out"),
    ],
};

const SIGNATURE: Contract = Contract {
    request: &[
        AUDIT,
        value(
            "encryptedSignature",
            Kind::Signature,
            "signature as it stands in the address of a presentation",
        ),
    ],
    response: &[
        MESSAGE,
        value("decryptedSignature", Kind::Text(0, 100_000), "what it says"),
    ],
};
