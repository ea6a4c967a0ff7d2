//! What scenarios may ask the sibling services for by name.

use crate::services::Scripted;

const ISSUERS: &[&str] = &[
    "mps.erp.createIssuer",
    "mps.erp.getIssuer",
    "mps.erp.deleteIssuer",
    "mps.erp.addBrandAgreementRule",
    "mps.erp.deleteBrandAgreementRule",
    "mps.erp.addInvoices",
];
const RULES: &[&str] = &["mps.erp.createIssuer", "mps.erp.addBrandAgreementRule"];
const NETS_ADD: &[&str] = &["mps.nets.addInvoices"];
const NETS_CANCEL: &[&str] = &["mps.nets.cancelInvoice"];
const ADD: &[&str] = &["mps.submitter.addInvoices"];
const CANCEL: &[&str] = &["mps.submitter.cancelInvoice"];
const CANCEL_CONSIGNMENT: &[&str] = &["mps.submitter.cancelConsignment"];
const SIGNATURE: &[&str] = &["mps.submitter.validateSecuritySignature"];

/// Every operation of the siblings that is built.
const ALL: &[&str] = &[
    "mps.erp.createIssuer",
    "mps.erp.getIssuer",
    "mps.erp.deleteIssuer",
    "mps.erp.addBrandAgreementRule",
    "mps.erp.deleteBrandAgreementRule",
    "mps.erp.addInvoices",
    "mps.erp.getInvoiceStatus",
    "mps.erp.getConsignmentStatus",
    "mps.erp.getEfakturaIdentifiers",
    "mps.nets.addInvoices",
    "mps.nets.cancelInvoice",
    "mps.nets.getCancellableInvoice",
    "mps.nets.getConsignmentStatus",
    "mps.nets.getEfakturaIdentifiers",
    "mps.nets.getInvoiceStatus",
    "mps.submitter.addInvoices",
    "mps.submitter.cancelConsignment",
    "mps.submitter.cancelInvoice",
    "mps.submitter.getBlackList",
    "mps.submitter.getConsignmentStatus",
    "mps.submitter.getEfakturaIdentifiers",
    "mps.submitter.getInvoiceStatus",
    "mps.submitter.validateSecuritySignature",
];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// One row a code and service; a code means something else in each.
pub(super) const ROWS: &[Scripted] = &[
    row("serverFault", ALL, "the service fails; nothing is stored"),
    row(
        "soapFault",
        ALL,
        "a SOAP fault without detail; nothing is stored",
    ),
    row(
        "authentication",
        ALL,
        "the user is not let in, whatever the security header says",
    ),
    row(
        "anotherMessageIdentifier",
        ALL,
        "the answer names another message than the request",
    ),
    row("5002", ISSUERS, "the issuer is unknown, or not the user's"),
    row("5006", RULES, "the billing account is wrong"),
    row("5007", RULES, "the position of the reference is wrong"),
    row("5008", RULES, "the rule exists already"),
    row("5003", NETS_ADD, "an invoice names no receiver"),
    row("5009", NETS_ADD, "the user must name a service provider"),
    row("5010", NETS_ADD, "the user may not name a service provider"),
    row("5008", NETS_ADD, "the user may not send for the issuer"),
    row("5004", NETS_CANCEL, "there is no such invoice"),
    row("5005", NETS_CANCEL, "the invoice is paid"),
    row("5006", NETS_CANCEL, "the invoice is cancelled already"),
    row("5008", NETS_CANCEL, "the user may not cancel it"),
    row("209", ADD, "the consignment id is used up"),
    row("208", ADD, "the user may not send for the issuer"),
    row("201", CANCEL_CONSIGNMENT, "there is no such consignment"),
    row(
        "202",
        CANCEL_CONSIGNMENT,
        "several consignments have this id",
    ),
    row(
        "205",
        CANCEL_CONSIGNMENT,
        "the consignment is cancelled already",
    ),
    row("203", CANCEL, "there is no such invoice"),
    row("204", CANCEL, "the invoice is paid"),
    row("206", CANCEL, "the invoice is cancelled already"),
    row("208", CANCEL, "the user may not cancel it"),
    row("210", SIGNATURE, "the signature has expired"),
    row("211", SIGNATURE, "the signature was tampered with"),
];
