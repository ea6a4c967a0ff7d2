//! Fields that several of the sibling services have, and the documents behind them.

use crate::services::{Contract, Fact, Fidelity, Field, Holds, Kind, Match, Method, Operation};
use crate::services::{Shape, Source};

use super::ports::SoapPort;

/// What the first service's description says; the siblings' own are not public.
pub(super) const WSDL: Source = "MPS: EfakturaAtgService v1, interface description";
/// Errors of addInvoices, which name the ways to address a receiver.
pub(super) const CODE_5003: Source =
    "eFaktura: Issuer via Mastercard Payment Services service, code 5003";

pub(super) const KIB: usize = 1024;
pub(super) const MIB: usize = 1024 * KIB;

/// Where a message of a sibling is named.
pub(super) const IDENTIFIER: &[&str] = &["auditInformation", "messageIdentifier"];

/// What a sibling's operation is beside its name.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) id: &'static str,
    pub(super) root: &'static str,
    pub(super) action: &'static str,
    pub(super) body_max: usize,
    pub(super) facts: &'static [Fact],
    pub(super) contract: &'static Contract,
    pub(super) remark: &'static str,
}

impl Row {
    /// The operation at a port.
    pub(super) const fn at(self, port: &SoapPort, sources: &'static [Source]) -> Operation {
        Operation {
            id: self.id,
            method: Method::Post,
            path: port.path,
            matched_by: Match::SoapBody {
                root: self.root,
                namespace: port.namespace,
                identifier: IDENTIFIER,
                action: self.action,
            },
            body_max: self.body_max,
            facts: self.facts,
            contract: Some(self.contract),
            fidelity: Fidelity::Modelled,
            sources,
            remark: self.remark,
        }
    }
}

/// The interface description of a port.
pub(super) const fn description(
    id: &'static str,
    port: &SoapPort,
    sources: &'static [Source],
) -> Operation {
    Operation {
        id,
        method: Method::Get,
        path: port.path,
        matched_by: Match::Wsdl,
        body_max: 0,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Modelled,
        sources,
        remark: "written from the table of known and modelled fields; the address is the one the \
                 client asked at",
    }
}

/// An operation of which no field is public.
pub(super) const fn absent(
    id: &'static str,
    root: &'static str,
    action: &'static str,
    port: &SoapPort,
    sources: &'static [Source],
) -> Operation {
    Operation {
        id,
        method: Method::Post,
        path: port.path,
        matched_by: Match::SoapBody {
            root,
            namespace: port.namespace,
            identifier: IDENTIFIER,
            action,
        },
        body_max: 64 * KIB,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Absent,
        sources,
        remark: "not simulated: not one of its fields is public; a SOAP Server fault says so",
    }
}

/// A field with text in it.
pub(super) const fn value(name: &'static str, kind: Kind, about: &'static str) -> Field {
    Field::modelled(name, Holds::Value(kind), about)
}

/// A field with fields in it.
pub(super) const fn group(name: &'static str, shape: &'static Shape, about: &'static str) -> Field {
    Field::modelled(name, Holds::Fields(shape), about)
}

/// The same field, named by a document.
pub(super) const fn named_by(field: Field, source: Source) -> Field {
    Field {
        known: Some(source),
        ..field
    }
}

pub(super) const NINE: Kind = Kind::Digits(9, 9);

/// What opens every request.
pub(super) const AUDIT: Field = group("auditInformation", &AUDIT_SHAPE, "who pairs what");

const AUDIT_SHAPE: Shape = Shape {
    name: "AuditInformation",
    fields: &[value(
        "messageIdentifier",
        Kind::Text(5, 50),
        "pairs a request with its answer, as at EfakturaAtgService v1",
    )],
};

/// What opens every answer.
pub(super) const MESSAGE: Field = value(
    "messageIdentifier",
    Kind::Text(5, 50),
    "the value of the request, as at EfakturaAtgService v1",
);

/// The company that bills.
pub(super) const ISSUER: Field = value("issuerId", NINE, "organisation number of the issuer");

/// What MPS calls an invoice.
pub(super) const TRANSACTION: Field = value(
    "transactionId",
    Kind::Uuid,
    "what MPS calls the invoice; getTransactionStatus of EfakturaAtgService v1 knows it too",
);

/// What the issuer calls an invoice.
pub(super) const NUMBER: Field = value(
    "invoiceNumber",
    Kind::Text(1, 100),
    "the issuer's own, unique number of the invoice",
);

/// What the sender calls a consignment where nothing narrows it down.
pub(super) const CONSIGNMENT: Field = value(
    "consignmentId",
    Kind::Text(1, 40),
    "what the sender calls the consignment; used once",
);

/// Ways to address a receiver.
pub(super) const RECEIVER: &[Field] = &[
    value("efakturaReference", Kind::Text(1, 32), REFERENCE),
    value("efakturaIdentifier", NINE, IDENTIFIED),
    value("socialSecurityNumber", Kind::Digits(11, 11), PERSON),
];

/// The same where code 5003 names them.
pub(super) const KNOWN_RECEIVER: &[Field] = &[
    named_by(RECEIVER[0], CODE_5003),
    named_by(RECEIVER[1], CODE_5003),
    named_by(RECEIVER[2], CODE_5003),
];

const REFERENCE: &str = "what the issuer calls the receiver";
const IDENTIFIED: &str = "the receiver's number, the same for all issuers";
const PERSON: &str = "the receiver's identity number";

/// One of the ways to address a receiver.
pub(super) const RECEIVED: Field = Field::modelled("", Holds::Choice(RECEIVER), "the receiver");

const NOTICE: Shape = Shape {
    name: "CollectionNoticeNotification",
    fields: &[
        value("email", Kind::Email, "where the forced notice goes by mail").maybe(),
        value("mobilePhone", Kind::Phone, "where it goes by text message").maybe(),
    ],
};

/// Titles that an invoice is presented under.
const TITLES: &[&str] = &[
    "INVOICE",
    "CREDIT_NOTE",
    "REMINDER",
    "COLLECTION_NOTICE",
    "DUNNING",
    "PAYMENT_REQUEST",
    "ENFORCEMENT_WARNING",
];

/// What follows number and receiver in an invoice; as in a transaction of `EfakturaAtgService` v1.
pub(super) const BILL: [Field; 9] = [
    value("documentType", Kind::Word(TITLES), "title of the document"),
    value("kid", Kind::Digits(2, 25), "payment reference").maybe(),
    value("accountNumber", Kind::Text(11, 11), "account to credit"),
    value("amount", Kind::Amount, "amount in kroner"),
    value("dueDate", Kind::Date, "due date"),
    value("minimumAmount", Kind::Amount, "smallest amount to pay").maybe(),
    value("brandName", Kind::Text(0, 40), "name shown to the receiver"),
    value(
        "eFakturaUrl",
        Kind::Text(1, 255),
        "where the document is shown",
    ),
    group("collectionNoticeNotification", &NOTICE, "a forced notice").maybe(),
];

/// An invoice as the services without a public description of it have it.
const INVOICE: Shape = Shape {
    name: "Invoice",
    fields: &[
        NUMBER, RECEIVED, BILL[0], BILL[1], BILL[2], BILL[3], BILL[4], BILL[5], BILL[6], BILL[7],
        BILL[8],
    ],
};

/// The list of such invoices.
pub(super) const INVOICES: Field = group("invoices", &INVOICE_LIST, "the invoices");

const INVOICE_LIST: Shape = Shape {
    name: "Invoices",
    fields: &[group("invoice", &INVOICE, "one invoice").times(1, 1000)],
};

const ADDED: Shape = Shape {
    name: "AddedInvoice",
    fields: &[NUMBER, TRANSACTION],
};
const ADDED_LIST: Shape = Shape {
    name: "AddedInvoices",
    fields: &[group("addedInvoice", &ADDED, "one invoice").times(1, 1000)],
};

/// What `addInvoices` answers.
pub(super) const ADDED_INVOICES: &[Field] = &[
    MESSAGE,
    value("numberOfInvoices", Kind::Count, "so many were taken"),
    group(
        "addedInvoices",
        &ADDED_LIST,
        "what MPS calls them, in order",
    ),
];

/// Where an invoice stands, in the words of `EfakturaAtgService` v1.
const STATUSES: &[&str] = &[
    "IN_PROGRESS",
    "ACCEPTED",
    "REJECTED",
    "STOPPED",
    "CANCELLED",
    "NOT_FOUND",
];

const STATUS: Field = value("status", Kind::Word(STATUSES), "where it stands");
const REASON: Field = value("rejectionCode", Kind::Text(1, 4), "why it was rejected").maybe();
const WORDS: Field = value("rejectionText", Kind::Text(1, 2000), "the same in words").maybe();

/// `getInvoiceStatus`.
pub(super) const INVOICE_STATUS: Contract = Contract {
    request: &[
        AUDIT,
        ISSUER,
        Field::modelled("", Holds::Choice(WHICH), "which invoice"),
    ],
    response: &[
        MESSAGE,
        ISSUER,
        NUMBER.maybe(),
        TRANSACTION.maybe(),
        STATUS,
        REASON,
        WORDS,
    ],
};

const WHICH: &[Field] = &[NUMBER, TRANSACTION];

const CONSIGNMENT_STATUSES: &[&str] = &["IN_PROGRESS", "PROCESSED", "STOPPED", "NOT_FOUND"];

const STANDING: Shape = Shape {
    name: "InvoiceStatus",
    fields: &[NUMBER, TRANSACTION, STATUS, REASON, WORDS],
};
const STANDING_LIST: Shape = Shape {
    name: "InvoiceStatuses",
    fields: &[group("invoiceStatus", &STANDING, "one invoice").times(1, 1000)],
};

/// What `getConsignmentStatus` answers.
pub(super) const CONSIGNMENT_ANSWER: &[Field] = &[
    MESSAGE,
    CONSIGNMENT,
    value(
        "status",
        Kind::Word(CONSIGNMENT_STATUSES),
        "how far it is; its invoices follow when it is processed or stopped",
    ),
    value("invoiceCount", Kind::Count, "invoices in it"),
    group("invoiceStatuses", &STANDING_LIST, "its invoices, in order").maybe(),
];

/// `getConsignmentStatus` where the id is any text.
pub(super) const CONSIGNMENT_STATUS: Contract = Contract {
    request: &[AUDIT, CONSIGNMENT],
    response: CONSIGNMENT_ANSWER,
};

/// What `cancelInvoice` answers.
pub(super) const CANCEL_INVOICE: Contract = Contract {
    request: &[AUDIT, TRANSACTION],
    response: &[
        MESSAGE,
        TRANSACTION,
        value(
            "status",
            Kind::Word(&["CANCELLATION_REQUESTED", "PROCESSING_IN_PROGRESS-TRY_LATER"]),
            "what became of the wish, in the words of EfakturaAtgService v1",
        ),
    ],
};

/// `getEfakturaIdentifiers`, which is that of `EfakturaAtgService` v1.
pub(super) const IDENTIFIERS: Contract = Contract {
    request: &[
        AUDIT,
        group("getEfakturaIdentifiersKey", &KEYS, "who is looked for"),
    ],
    response: &[
        MESSAGE,
        group(
            "getEfakturaIdentifiersResponse",
            &FOUND_LIST,
            "one answer a key, in order",
        ),
    ],
};

const KEYS: Shape = Shape {
    name: "EfakturaIdentifierKeys",
    fields: &[group("efakturaIdentifierKey", &KEY, "one receiver").times(1, 1000)],
};

const NUMBERS: &[Field] = &[
    value("socialSecurityNumber", Kind::Digits(11, 11), "a person"),
    value("organizationNumber", NINE, "a company"),
];

const KEY: Shape = Shape {
    name: "EfakturaIdentifierKey",
    fields: &[
        value("efakturaIdentifier", NINE, IDENTIFIED).maybe(),
        Field::modelled("", Holds::Choice(NUMBERS), "person or company").maybe(),
        value("telephoneAlias", Kind::Phone, "phone with country code").maybe(),
        value("emailAlias", Kind::Email, "e-mail address").maybe(),
        group("name", &NAME, "all that is given must match").maybe(),
        group("address", &ADDRESS, "all that is given must match").maybe(),
        value("efakturaIssuer", NINE, "the issuer to look at").maybe(),
        value("dateOfBirth", Kind::Date, "date of birth").maybe(),
        group(
            "efakturaReferenceAndContentProvider",
            &BOTH,
            "an old agreement",
        )
        .maybe(),
    ],
};

const NAME: Shape = Shape {
    name: "Name",
    fields: &[
        value("firstName", Kind::Text(1, 50), "first name").maybe(),
        value("lastName", Kind::Text(1, 50), "last name"),
    ],
};

const ADDRESS: Shape = Shape {
    name: "Address",
    fields: &[
        value("addressLine1", Kind::Text(0, 50), "street").maybe(),
        value("addressLine2", Kind::Text(0, 50), "more of it").maybe(),
        value("postalCode", Kind::Text(4, 10), "postal code").maybe(),
        value("city", Kind::Text(1, 30), "city").maybe(),
        value("countryCode", Kind::Text(2, 2), "country").maybe(),
    ],
};

const BOTH: Shape = Shape {
    name: "EfakturaReferenceAndContentProvider",
    fields: &[
        value("efakturaReference", Kind::Text(0, 32), REFERENCE),
        value("contentProviderId", NINE, "who presents the invoices"),
    ],
};

const FOUND_LIST: Shape = Shape {
    name: "EfakturaIdentifierResponses",
    fields: &[group("efakturaIdentifierResponse", &FOUND, "one answer").times(1, 1000)],
};

const RESULTS: &[&str] = &[
    "UNIQUE_RECEIVER_FOUND",
    "RECEIVER_NOT_FOUND",
    "LOOKUP_KEY_MISSING_DATA",
    "MULTIPLE_RECEIVERS",
];

const FOUND: Shape = Shape {
    name: "EfakturaIdentifierResponse",
    fields: &[
        value(
            "responseResult",
            Kind::Word(RESULTS),
            "what came of the key",
        ),
        value("autoAcceptEfaktura", Kind::Boolean, "said yes to all"),
        value("efakturaIdentifier", NINE, IDENTIFIED).maybe(),
        group("efakturaIdentifierKey", &KEY, "the key as sent"),
        group(
            "issuerResponse",
            &ISSUER_ANSWER,
            "as to the issuer asked for",
        )
        .maybe(),
    ],
};

const ISSUER_ANSWER: Shape = Shape {
    name: "IssuerResponse",
    fields: &[
        value("blockedByReceiver", Kind::Boolean, "wants nothing from it"),
        value(
            "hasEfakturaAgreement",
            Kind::Boolean,
            "has an old agreement",
        ),
        value("efakturaReferences", Kind::Text(0, 32), REFERENCE).times(0, 1000),
    ],
};
