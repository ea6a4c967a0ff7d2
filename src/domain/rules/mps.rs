//! Rules of the MPS services.

use super::rule::{OURS, Rule, Speaks, rule};

const WSDL: &str = "MPS: EfakturaAtgService v1, interface description";
const KID: &str = "MPS: KID";
const GUIDE: &str = "Maventa: Consumer Invoicing (Norway), Yes to All registry";
const ERP: &str = "MPS: EfakturaErpService, code 5002";
const EFAKTURA: &str = "Maventa: Consumer Invoicing (Norway), eFaktura validation";

/// One row a rule.
pub(super) const RULES: &[Rule] = &[
    rule(
        "MPS-SCHEMA",
        WSDL,
        "a request follows the schema: names, order, limits",
    ),
    rule(
        "MPS-ENVELOPE",
        WSDL,
        "requests are SOAP 1.1 envelopes over POST",
    ),
    rule(
        "MPS-LIMIT",
        OURS,
        "a message is not larger than the operation allows",
    ),
    rule(
        "MPS-ACTION",
        OURS,
        "a missing or wrong SOAPAction is tolerated and noted",
    ),
    rule(
        "MPS-LOOKUP-SOLE",
        WSDL,
        "identity number, organisation number, identifier, or reference \
          with content provider find a receiver alone",
    ),
    rule(
        "MPS-LOOKUP-TWO",
        WSDL,
        "of e-mail, phone and date of birth at least two match",
    ),
    rule(
        "MPS-LOOKUP-ONE",
        WSDL,
        "with one of e-mail, phone and date of birth also one of name, \
          address and postal code matches",
    ),
    rule(
        "MPS-LOOKUP-NONE",
        WSDL,
        "without these, name, address and postal code all match",
    ),
    rule(
        "MPS-SECURITY",
        WSDL,
        "a security header names a user of MPS and proves it; how MPS refuses one is not \
          published, so the words are ours",
    ),
    rule("MPS-3000", WSDL, "the shipment exists"),
    rule("MPS-3001", WSDL, "the transaction exists"),
    rule("MPS-3002", WSDL, "a shipment id is used once"),
    rule("MPS-3003", WSDL, "a transaction id is used once"),
    rule(
        "MPS-3011",
        WSDL,
        "a transaction with an eFaktura carries efakturaInfo",
    ),
    rule("MPS-3101", WSDL, "the user may send AvtaleGiro claims"),
    Rule {
        id: "MPS-3100",
        text: "only document type INVOICE is taken",
        source: WSDL,
        speaks: Speaks::StrictOnly,
    },
    rule(
        "MPS-E001",
        EFAKTURA,
        "the due date lies at least three days ahead",
    ),
    rule(
        "MPS-E002",
        EFAKTURA,
        "the amount is positive; zero passes by default",
    ),
    rule("MPS-E003", EFAKTURA, "the account passes MOD11"),
    rule("MPS-E004", KID, "the KID passes MOD10 or MOD11"),
    rule("MPS-E005", GUIDE, "the receiver exists and is unique"),
    rule("MPS-E006", GUIDE, "the receiver has not blocked the issuer"),
    rule(
        "MPS-E007",
        GUIDE,
        "the receiver accepts eFaktura from everybody or from the issuer",
    ),
    rule("MPS-E009", ERP, "the issuer is known"),
    rule(
        "MPS-E012",
        WSDL,
        "a forced notice goes with a collection notice only",
    ),
    rule(
        "MPS-E011",
        OURS,
        "the minimum amount is not above the amount",
    ),
];
