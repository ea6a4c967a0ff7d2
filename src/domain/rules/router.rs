//! Rules of consumer invoicing that the reference router enforces.

use super::rule::{OURS, Rule, rule};

const MAIN: &str = "Maventa: Consumer Invoicing (Norway), The main vendor agreement";
const SEND: &str = "Maventa: Consumer Invoicing (Norway), Sending consumer invoices";
const ROUTES: &str = "Maventa: Consumer Invoicing (Norway), Routes";
const OPERATOR: &str = "Maventa: Consumer Invoicing (Norway), Operator codes";
const JTTA: &str = "Maventa: Consumer Invoicing (Norway), Yes to All registry";
const EFAKTURA: &str = "Maventa: Consumer Invoicing (Norway), eFaktura validation";
const VIPPS: &str = "Maventa: Consumer Invoicing (Norway), Vipps";
const VALID: &str = "Maventa: Business document messages, Validation";
const SENDING: &str = "Maventa: Invoice sending";
const TYPES: &str = "Maventa: Invoicing formats, Document types";
const AX: &str = "Maventa: AutoXChange REST API";
const PRINT: &str = "Maventa: Invoice sending, Printing";

/// One row a rule.
pub(super) const RULES: &[Rule] = &[
    rule(
        "R-001",
        SEND,
        "only recipient_type=consumer opens the consumer routes",
    ),
    rule(
        "R-002",
        SEND,
        "route_order works for consumers only and is ignored for businesses",
    ),
    rule(
        "R-003",
        MAIN,
        "only a Norwegian company may send to Norwegian consumers",
    ),
    rule(
        "R-004",
        MAIN,
        "the main vendor agreement must be ACTIVE before anything is sent",
    ),
    rule(
        "R-005",
        VALID,
        "minimum content is checked in the call, channel rules while routing",
    ),
    rule(
        "R-006",
        SENDING,
        "an invoice uuid given by the caller can be used once",
    ),
    rule("R-007", SENDING, "an unverified company may not send"),
    rule(
        "R-010",
        SEND,
        "routes are netbank, dpi, email, print and silent_failure",
    ),
    rule(
        "R-011",
        SEND,
        "netbank_cvl, netbank_cvl_hold and vipps are deprecated and skipped",
    ),
    rule("R-012", OURS, "any other route value is refused"),
    rule(
        "R-013",
        ROUTES,
        "routes are tried from left to right until one delivers",
    ),
    rule("R-014", ROUTES, "only the listed routes are tried"),
    rule(
        "R-015",
        ROUTES,
        "without an order it is netbank, email, print",
    ),
    rule(
        "R-016",
        ROUTES,
        "netbank means direct debit first, then eFaktura",
    ),
    rule("R-018", ROUTES, "dpi is never part of the default order"),
    rule(
        "R-019",
        ROUTES,
        "an order set for the account replaces the built-in one",
    ),
    rule("R-020", OURS, "a route listed twice counts once"),
    rule(
        "R-021",
        OURS,
        "disabled_routes takes email, print or the electronic routes out",
    ),
    rule(
        "R-031",
        OPERATOR,
        "an operator code and route_order exclude each other",
    ),
    rule("R-032", OPERATOR, "B2CNO means the default order"),
    rule(
        "R-033",
        OPERATOR,
        "B2CNO_AGIRO means direct debit with an eFaktura",
    ),
    rule(
        "R-034",
        OPERATOR,
        "B2CNO_AGIRO_VIEW means an eFaktura as notice only",
    ),
    rule(
        "R-035",
        OURS,
        "the AGIRO codes have no fallback to email or print",
    ),
    rule(
        "R-040",
        ROUTES,
        "an eFaktura identifier given by the sender is tried first",
    ),
    rule(
        "R-042",
        JTTA,
        "the consumer is looked up by identity number, else by date of birth, \
          phone and e-mail, else by what there is of these with name, postal code and city",
    ),
    rule(
        "R-043",
        JTTA,
        "without date of birth, phone and e-mail no look-up is made",
    ),
    rule(
        "R-044",
        OURS,
        "a look-up that finds nobody, or several, goes on to the next key",
    ),
    rule(
        "R-047",
        JTTA,
        "having an eFaktura identifier is not the same as accepting eFaktura",
    ),
    rule(
        "R-049",
        SEND,
        "contact data in the metadata win over those in the document",
    ),
    rule(
        "R-070",
        EFAKTURA,
        "the due date lies at least three days ahead",
    ),
    rule(
        "R-071",
        EFAKTURA,
        "the amount to pay is positive; zero passes by default",
    ),
    rule(
        "R-072",
        EFAKTURA,
        "the account has eleven digits and passes MOD11",
    ),
    rule(
        "R-073",
        EFAKTURA,
        "the KID has 2 to 25 digits and passes MOD10",
    ),
    rule(
        "R-075",
        EFAKTURA,
        "the consumer accepts eFaktura and has not blocked the sender",
    ),
    rule(
        "R-076",
        OURS,
        "an eFaktura that fails validation falls through to the next route",
    ),
    rule("R-078", OURS, "the netbank takes Norwegian kroner only"),
    rule(
        "R-080",
        VIPPS,
        "an eFaktura is shown in Vipps too when the consumer has it on",
    ),
    rule("R-085", VIPPS, "credit notes are not shown in Vipps"),
    rule(
        "R-100",
        ROUTES,
        "e-mail needs an address in the document or the metadata",
    ),
    rule(
        "R-103",
        PRINT,
        "print needs street, postal code, city and country",
    ),
    rule(
        "R-110",
        SEND,
        "b2cno_document_type changes the title in the netbank only",
    ),
    rule(
        "R-111",
        SEND,
        "document types are INVOICE, CREDIT_NOTE, REMINDER, COLLECTION_NOTICE",
    ),
    rule(
        "R-112",
        TYPES,
        "the root element of the document decides whether it is a credit note",
    ),
    rule(
        "R-120",
        ROUTES,
        "when every route fails the sender is told by e-mail",
    ),
    rule(
        "R-121",
        ROUTES,
        "silent_failure ends the routing and nobody is told",
    ),
    rule(
        "R-130",
        AX,
        "calls need an access token of this sandbox that has not expired",
    ),
    rule("R-131", AX, "the token's scopes must cover the call"),
    rule(
        "R-132",
        AX,
        "the token call needs the keys of a company of this sandbox",
    ),
    rule(
        "R-133",
        AX,
        "an invoice of another company does not exist for the caller",
    ),
    rule(
        "R-134",
        OURS,
        "a consumer look-up answers 200 whatever it finds",
    ),
    rule(
        "OURS-001",
        OURS,
        "what is not simulated yet is skipped and says so",
    ),
    rule(
        "OURS-002",
        OURS,
        "when a service gives no usable answer, routing moves on",
    ),
];
