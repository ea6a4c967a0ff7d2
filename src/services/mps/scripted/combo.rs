//! What scenarios may ask the Combo API for by name.

use crate::services::Scripted;

const LOOK_UP: &[&str] = &[
    "mps.getEfakturaIdentifiers",
    "mps.erp.getEfakturaIdentifiers",
    "mps.nets.getEfakturaIdentifiers",
    "mps.submitter.getEfakturaIdentifiers",
];
const ADD: &[&str] = &["mps.addShipment"];
/// Whatever takes claims that are validated later.
const CLAIM: &[&str] = &["mps.addShipment", "mps.files.send"];
/// Whatever takes eFakturas that are validated later.
const TAKE: &[&str] = &[
    "mps.addShipment",
    "mps.erp.addInvoices",
    "mps.nets.addInvoices",
    "mps.submitter.addInvoices",
];
const CANCEL: &[&str] = &["mps.cancelShipment", "mps.cancelTransaction"];
/// Whatever takes claims back, deletions in files among them.
const DELETE: &[&str] = &[
    "mps.cancelShipment",
    "mps.cancelTransaction",
    "mps.files.send",
];
const STATUS: &[&str] = &[
    "mps.getShipmentStatus",
    "mps.getTransactionStatus",
    "mps.erp.getInvoiceStatus",
    "mps.erp.getConsignmentStatus",
    "mps.nets.getInvoiceStatus",
    "mps.nets.getConsignmentStatus",
    "mps.submitter.getInvoiceStatus",
    "mps.submitter.getConsignmentStatus",
];
const OF_SHIPMENT: &[&str] = &["mps.getShipmentStatus", "mps.cancelShipment"];
const OF_TRANSACTION: &[&str] = &["mps.getTransactionStatus", "mps.cancelTransaction"];
const SIGNATURE: &[&str] = &["mps.validateSecuritySignature"];
const MANDATE: &[&str] = &["mps.getAtgMandate"];
const SHIPMENTS: &[&str] = &["mps.getShipments"];
const ALL: &[&str] = &[
    "mps.getEfakturaIdentifiers",
    "mps.addShipment",
    "mps.getShipmentStatus",
    "mps.getTransactionStatus",
    "mps.getAtgMandate",
    "mps.cancelShipment",
    "mps.cancelTransaction",
    "mps.validateSecuritySignature",
    "mps.getBlackList",
    "mps.getShipments",
];

/// Everything that can be asked of the first service, and what becomes of invoices later.
pub(super) const ROWS: &[Scripted] = &[
    row("serverFault", ALL, "the service fails; nothing is stored"),
    row(
        "soapFault",
        ALL,
        "the service fails with a fault that has no detail; nothing is stored",
    ),
    row(
        "authentication",
        ALL,
        "the user is not let in, whatever the security header says",
    ),
    row("3000", OF_SHIPMENT, "nobody sent this shipment"),
    row("3001", OF_TRANSACTION, "nobody sent this transaction"),
    row("3002", ADD, "the shipment id is used up"),
    row("3003", ADD, "a transaction id is used up"),
    row("3010", ADD, "a claim without atgInfo"),
    row("3011", ADD, "an eFaktura without efakturaInfo"),
    row("3020", ADD, "a claim without a KID"),
    row("3021", ADD, "a claim that is no invoice"),
    row("3030", SIGNATURE, "the signature is too old"),
    row("3031", SIGNATURE, "the signature was changed"),
    row("3040", SHIPMENTS, "the span of time is too long"),
    row("3100", ADD, "the document type is not implemented"),
    row("3101", ADD, "AvtaleGiro is not allowed"),
    row("3102", MANDATE, "mandate look-up is switched off"),
    row("E001", TAKE, "rejected later: the due date is too near"),
    row("E002", TAKE, "rejected later: the amount cannot be paid"),
    row("E003", TAKE, "rejected later: the account fails MOD11"),
    row(
        "E004",
        TAKE,
        "rejected later: the KID fails MOD10 and MOD11",
    ),
    row("E005", TAKE, "rejected later: no receiver, or several"),
    row(
        "E006",
        TAKE,
        "rejected later: the receiver blocked the issuer",
    ),
    row(
        "E007",
        TAKE,
        "rejected later: the receiver does not accept eFaktura",
    ),
    row("E008", TAKE, "rejected later: the issuer is black-listed"),
    row("E009", TAKE, "rejected later: the issuer is unknown"),
    row(
        "E011",
        TAKE,
        "rejected later: the minimum is above the amount",
    ),
    row(
        "E012",
        TAKE,
        "rejected later: a forced notice without a collection notice",
    ),
    row("A001", CLAIM, "claim rejected later: there is no mandate"),
    row(
        "A002",
        CLAIM,
        "claim rejected later: the mandate is not in force",
    ),
    row(
        "A003",
        CLAIM,
        "claim rejected later: it is above the payer's limit",
    ),
    row(
        "A004",
        CLAIM,
        "claim rejected later: it comes too late for its due date",
    ),
    row(
        "A005",
        CLAIM,
        "claim rejected later: the due date is too far ahead",
    ),
    row(
        "A006",
        CLAIM,
        "claim rejected later: the KID does not fit the agreement",
    ),
    row(
        "A007",
        CLAIM,
        "claim rejected later: there is no agreement on the account",
    ),
    row("A008", CLAIM, "claim rejected later: it was sent before"),
    row("A009", CLAIM, "claim rejected later: nothing is claimed"),
    row(
        "STOPPED",
        TAKE,
        "MPS stops the eFaktura instead of validating it",
    ),
    row("stuckInProgress", TAKE, "validation never ends"),
    row(
        "PROCESSED_WITH_WARNING",
        CLAIM,
        "a valid claim is processed with a warning",
    ),
    row(
        "IN_PROGRESS",
        STATUS,
        "the answer is that of before the validation",
    ),
    row("RECEIVER_NOT_FOUND", LOOK_UP, "nobody is found"),
    row("MULTIPLE_RECEIVERS", LOOK_UP, "several are found"),
    row(
        "LOOKUP_KEY_MISSING_DATA",
        LOOK_UP,
        "the key holds too little",
    ),
    row(
        "autoAcceptEfaktura=false",
        LOOK_UP,
        "the receiver has not said yes to all",
    ),
    row(
        "blockedByReceiver",
        LOOK_UP,
        "the receiver blocked the issuer of the key",
    ),
    row(
        "anotherOrder",
        LOOK_UP,
        "the answers come in the opposite order of the keys",
    ),
    row("noMandate", MANDATE, "there is no mandate"),
    row("NOT_FOUND", CANCEL, "there is nothing to be taken back"),
    row(
        "NOT_ALLOWED",
        CANCEL,
        "it is too late to take the claim back",
    ),
    row(
        "PROCESSING_IN_PROGRESS-TRY_LATER",
        CANCEL,
        "it is being worked on",
    ),
    row(
        "ALREADY_CANCELLED",
        CANCEL,
        "the eFaktura was taken back before",
    ),
    row(
        "CANCELLATION_REJECTED",
        DELETE,
        "MPS will fail to take the claim back",
    ),
    row(
        "CANCELLATION_REJECTED_BY_BDS",
        DELETE,
        "the payer's bank will say that it has no such claim",
    ),
    row(
        "thousandsOfShipments",
        SHIPMENTS,
        "5000 shipments are found",
    ),
    row(
        "anotherMessageIdentifier",
        ALL,
        "the answer names another message than the request",
    ),
];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}
