//! Rules of the MPS services.

use super::rule::{OURS, Rule, Speaks, rule};

const WSDL: &str = "MPS: EfakturaAtgService v1, interface description";
const KID: &str = "MPS: KID";
const GUIDE: &str = "Maventa: Consumer Invoicing (Norway), Yes to All registry";
const ERP_CODES: &str = "eFaktura: ERP service v4, developer pages";
const NETS: &str = "eFaktura: Issuer via Mastercard Payment Services service, developer pages";
const SUBMITTER: &str = "eFaktura: Submitter service, developer pages";
const ERP: &str = "MPS: EfakturaErpService, code 5002";
const BLACK_LIST: &str = "MPS: submitter-service, getBlackList";
const GUIDE_DD: &str = "Maventa: Consumer Invoicing (Norway), direct debit";
const LIMIT: &str = "24SevenOffice: AvtaleGiro, error messages";
const MANDATES: &str = "MPS: AvtaleGiro, mandates";
const CLAIMS: &str = "MPS: AvtaleGiro, payment claims";
const AGREEMENTS: &str = "Nets: AvtaleGiro, service agreements";
const CANCEL: &str = "MPS: AvtaleGiro, cancelling payment claims";
const COMBO: &str = "Mastercard Payment Services: Combo API";
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
        "MPS-3010",
        WSDL,
        "a transaction with AvtaleGiro carries atgInfo",
    ),
    rule(
        "MPS-3011",
        WSDL,
        "a transaction with an eFaktura carries efakturaInfo",
    ),
    rule(
        "MPS-3020",
        WSDL,
        "a transaction with AvtaleGiro carries a KID",
    ),
    rule(
        "MPS-3021",
        WSDL,
        "a transaction with AvtaleGiro is an invoice",
    ),
    rule(
        "MPS-3030",
        WSDL,
        "the signature of a presentation address has not expired",
    ),
    rule(
        "MPS-3031",
        WSDL,
        "the signature of a presentation address is unchanged",
    ),
    rule(
        "MPS-3040",
        WSDL,
        "the span of getShipments is not too long; how long is a setting of ours",
    ),
    rule("MPS-3101", WSDL, "the user may send AvtaleGiro claims"),
    rule("MPS-3102", WSDL, "mandate look-up is switched on"),
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
    rule(
        "MPS-E008",
        BLACK_LIST,
        "the issuer is not on the black list",
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
    rule(
        "MPS-A001",
        MANDATES,
        "there is a mandate for the account and the fixed part of the KID",
    ),
    rule("MPS-A002", GUIDE_DD, "the mandate is in force"),
    rule(
        "MPS-A003",
        LIMIT,
        "the claim is within the payer's limit, alone and with others of the month; judged by the \
         bank unless set otherwise",
    ),
    rule(
        "MPS-A004",
        GUIDE_DD,
        "the due date lies at least three days behind the intake; what comes after 14:00 counts as \
         of the next day",
    ),
    rule(
        "MPS-A005",
        CLAIMS,
        "the due date is at most twelve months ahead",
    ),
    rule(
        "MPS-A006",
        KID,
        "the KID passes its check digit and has the length of the agreement",
    ),
    rule(
        "MPS-A007",
        AGREEMENTS,
        "the payee has an AvtaleGiro agreement on the account",
    ),
    Rule {
        id: "MPS-A008",
        text: "no other claim has the same account, KID and due date; a warning otherwise",
        source: OURS,
        speaks: Speaks::StrictOnly,
    },
    rule("MPS-A009", OURS, "something is claimed"),
    rule(
        "MPS-HAND-OVER",
        COMBO,
        "claims go to the payers' banks at 17:00 on bank days",
    ),
    rule(
        "MPS-CUT-OFF",
        CANCEL,
        "a claim can be taken back until 14:00 on the day before it is due",
    ),
    rule(
        "MPS-ERP-5002",
        ERP_CODES,
        "the issuer is known and the user's",
    ),
    rule(
        "MPS-ERP-5006",
        ERP_CODES,
        "a billing account has 11 digits and passes MOD11",
    ),
    rule(
        "MPS-ERP-5007",
        ERP_CODES,
        "a reference stands at KID[a-b], a before b",
    ),
    rule(
        "MPS-ERP-5008",
        ERP_CODES,
        "a brand agreement rule exists once",
    ),
    rule(
        "MPS-BRAND-RULES",
        OURS,
        "an issuer has at most 100 brand agreement rules",
    ),
    rule(
        "MPS-CONSIGNMENT",
        OURS,
        "a consignment id is used once by a sender; ERP and Nets have no public code for it",
    ),
    rule("MPS-NETS-5003", NETS, "an invoice names its receiver"),
    rule("MPS-NETS-5004", NETS, "the invoice to cancel exists"),
    rule("MPS-NETS-5005", NETS, "the invoice to cancel is not paid"),
    rule(
        "MPS-NETS-5006",
        NETS,
        "the invoice to cancel is not cancelled",
    ),
    rule("MPS-NETS-5008", NETS, "the user acts for the issuer"),
    rule(
        "MPS-NETS-5009",
        NETS,
        "a user that must name a service provider does",
    ),
    rule(
        "MPS-NETS-5010",
        NETS,
        "a user that may not name a service provider does not",
    ),
    rule(
        "MPS-SUBMITTER-201",
        SUBMITTER,
        "the consignment to cancel exists",
    ),
    rule(
        "MPS-SUBMITTER-202",
        SUBMITTER,
        "the consignment to cancel is the only one with its id",
    ),
    rule(
        "MPS-SUBMITTER-205",
        SUBMITTER,
        "the consignment to cancel is not cancelled",
    ),
    rule(
        "MPS-SUBMITTER-209",
        SUBMITTER,
        "a consignment id is used once by a sender",
    ),
    rule("MPS-SUBMITTER-203", OURS, "the invoice to cancel exists"),
    rule(
        "MPS-SUBMITTER-204",
        OURS,
        "the invoice to cancel is not paid",
    ),
    rule(
        "MPS-SUBMITTER-206",
        OURS,
        "the invoice to cancel is not cancelled",
    ),
    rule("MPS-SUBMITTER-208", OURS, "the user acts for the issuer"),
    rule("MPS-SUBMITTER-210", OURS, "a signature is in its lifetime"),
    rule("MPS-SUBMITTER-211", OURS, "a signature is as it was made"),
    rule(
        "MPS-MANDATE-QUERY",
        OURS,
        "parameters of the creditor mandate API are known and can be read",
    ),
    rule(
        "MPS-FILE-UNKNOWN",
        OURS,
        "a file is fetched by the name under which it was listed",
    ),
    rule(
        "MPS-FILE-RECEIVER",
        "MPS: Roles",
        "mandates and payments go to the data receivers that an agreement names",
    ),
    rule(
        "MPS-FILE-QUERY",
        OURS,
        "the parameters of the file exchange are those that it has",
    ),
    rule(
        "MPS-MANDATE-ACCOUNT",
        OURS,
        "the account is one of a payee with an AvtaleGiro agreement",
    ),
    rule(
        "MPS-MANDATE-USER",
        OURS,
        "the user acts for the payee of the account",
    ),
    rule("MPS-MANDATE-UNKNOWN", OURS, "the mandate is there"),
];
