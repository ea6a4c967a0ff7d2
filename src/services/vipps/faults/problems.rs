//! The problem catalogue (Vipps: invoice API problems), one row a slug.
//!
//! Few statuses are documented there; the others follow from the swagger files or are ours.

/// One problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemRow {
    /// What follows the common beginning of the type.
    pub slug: &'static str,
    /// HTTP status, where it is answered at once.
    pub status: u16,
    /// The rule that speaks, if one does.
    pub rule: Option<&'static str>,
    /// The documented title.
    pub title: &'static str,
    /// What was expected, in our words.
    pub text: &'static str,
}

macro_rules! problems {
    ($(
        $(#[$doc:meta])*
        $variant:ident $slug:literal $status:literal $rule:expr, $title:literal, $text:literal;
    )+) => {
        /// A problem of the backend.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ProblemKind { $($(#[$doc])* $variant,)+ }

        impl ProblemKind {
            /// Every problem.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its row.
            #[must_use]
            pub const fn row(self) -> ProblemRow {
                match self {
                    $(Self::$variant => ProblemRow {
                        slug: $slug,
                        status: $status,
                        rule: $rule,
                        title: $title,
                        text: $text,
                    }),+
                }
            }
        }
    };
}

problems! {
    /// `/invalid-issuer-name`.
    InvalidIssuerName "/invalid-issuer-name" 400 Some("VIPPS-INVALID-ISSUER-NAME"),
        "Issuer name must contain between 1 and 40 characters",
        "expected an issuerName of 1 to 40 characters, or none";
    /// `/invalid-due-date`.
    InvalidDueDate "/invalid-due-date" 400 Some("VIPPS-INVALID-DUE-DATE"),
        "Invalid due time",
        "expected a due date within the documented span";
    /// `/input-validation-failed`.
    InputValidationFailed "/input-validation-failed" 400 Some("VIPPS-INPUT-VALIDATION-FAILED"),
        "Validation of input failed",
        "expected every required field, of its kind and form";
    /// `/invalid-json`.
    InvalidJson "/invalid-json" 400 Some("VIPPS-INVALID-JSON"),
        "Invalid JSON",
        "expected a JSON object with the types of the documentation";
    /// `/reading-request-body`.
    ReadingRequestBody "/reading-request-body" 400 None,
        "Error reading the request body",
        "expected a body that arrives whole and within the limit";
    /// `/missing-recipient-token`.
    MissingRecipientToken "/missing-recipient-token" 400 Some("VIPPS-MISSING-RECIPIENT-TOKEN"),
        "Recipient token is missing",
        "expected a recipient token";
    /// `/invalid-recipient-token`.
    InvalidRecipientToken "/invalid-recipient-token" 400 Some("VIPPS-INVALID-RECIPIENT-TOKEN"),
        "Invalid recipient token",
        "expected a recipient token that this sandbox gave";
    /// `/recipient-token-expired`.
    RecipientTokenExpired "/recipient-token-expired" 400 Some("VIPPS-RECIPIENT-TOKEN-EXPIRED"),
        "Recipient token expired",
        "expected a recipient token younger than 15 minutes";
    /// `/recipient-token-claims`.
    RecipientTokenClaims "/recipient-token-claims" 400 None,
        "failed to get claims",
        "expected the claims of a recipient token";
    /// `/parsing-recipient-token`.
    ParsingRecipientToken "/parsing-recipient-token" 400 Some("VIPPS-PARSING-RECIPIENT-TOKEN"),
        "failed to parse recipient token subject",
        "expected a subject that names a recipient";
    /// `/missing-header-if-match`.
    MissingHeaderIfMatch "/missing-header-if-match" 400 Some("VIPPS-MISSING-HEADER-IF-MATCH"),
        "Missing Header: If-Match",
        "expected If-Match with the etag of the invoice";
    /// `/missing-header-idempotency-key`.
    MissingHeaderIdempotencyKey "/missing-header-idempotency-key" 400
        Some("VIPPS-MISSING-HEADER-IDEMPOTENCY-KEY"),
        "Missing Header: Idempotency-Key",
        "expected Idempotency-Key with a key for this transition";
    /// `/missing-invoice-id`.
    MissingInvoiceId "/missing-invoice-id" 400 Some("VIPPS-MISSING-INVOICE-ID"),
        "Missing invoice id",
        "expected an invoice id in the path";
    /// `/invalid-invoice-id-length`.
    InvalidInvoiceIdLength "/invalid-invoice-id-length" 400 Some("VIPPS-INVALID-INVOICE-ID-LENGTH"),
        "The invoice ID cannot be more than 200 ascii characters (bytes).",
        "expected an invoice id of at most 200 bytes";
    /// `/invalid-invoice-id-format`.
    InvalidInvoiceIdFormat "/invalid-invoice-id-format" 400 Some("VIPPS-INVALID-INVOICE-ID-FORMAT"),
        "Invalid invoice id format",
        "expected orgno-no.{organisation number}.{reference}";
    /// `/invalid-invoice-id-issuer-ident-type`.
    InvalidInvoiceIdIssuerIdentType "/invalid-invoice-id-issuer-ident-type" 400
        Some("VIPPS-INVALID-INVOICE-ID-ISSUER-IDENT-TYPE"),
        "Invalid issuer ident type in invoiceId",
        "expected an invoice id that begins with orgno-no";
    /// `/invalid-invoice-id-issuer-ident-value`.
    InvalidInvoiceIdIssuerIdentValue "/invalid-invoice-id-issuer-ident-value" 400
        Some("VIPPS-INVALID-INVOICE-ID-ISSUER-IDENT-VALUE"),
        "Invalid issuer ident value in invoice id",
        "expected a valid organisation number in the invoice id";
    /// `/invalid-invoice-id-reference-value`.
    InvalidInvoiceIdReferenceValue "/invalid-invoice-id-reference-value" 400
        Some("VIPPS-INVALID-INVOICE-ID-REFERENCE-VALUE"),
        "Invalid invoice reference",
        "expected a reference of letters, digits and hyphens";
    /// `/unknown-ident-type`.
    UnknownIdentType "/unknown-ident-type" 400 Some("VIPPS-UNKNOWN-IDENT-TYPE"),
        "Invalid identification type while resolving a recipient. Make sure that a valid \
         type is used.",
        "expected the type nin-no or msisdn";
    /// `/invalid-recipient-value-msisdn`.
    InvalidRecipientValueMsisdn "/invalid-recipient-value-msisdn" 400
        Some("VIPPS-INVALID-RECIPIENT-VALUE-MSISDN"),
        "Invalid MSISDN in recipient value. Make sure that a valid MSISDN is used.",
        "expected digits with country code and without a plus";
    /// `/invalid-recipient-value-nin`.
    InvalidRecipientValueNin "/invalid-recipient-value-nin" 400
        Some("VIPPS-INVALID-RECIPIENT-VALUE-NIN"),
        "Invalid NIN in recipient value. Make sure that a valid NIN is used.",
        "expected 11 digits with valid control digits";
    /// `/invalid-payment-information-type`.
    InvalidPaymentInformationType "/invalid-payment-information-type" 400
        Some("VIPPS-INVALID-PAYMENT-INFORMATION-TYPE"),
        "Payment information type is invalid",
        "expected the type kid or message";
    /// `/invalid-payment-information-kid`.
    InvalidPaymentInformationKid "/invalid-payment-information-kid" 400
        Some("VIPPS-INVALID-PAYMENT-INFORMATION-KID"),
        "Invalid KID number in payment information. Check MOD10 and/or MOD11.",
        "expected a KID of 4 to 25 characters that MOD10 or MOD11 confirms";
    /// `/missing-payment-information-message`.
    MissingPaymentInformationMessage "/missing-payment-information-message" 400
        Some("VIPPS-MISSING-PAYMENT-INFORMATION-MESSAGE"),
        "The field 'value' is missing from payment information",
        "expected a message to the payee";
    /// `/invalid-payment-information-account`.
    InvalidPaymentInformationAccount "/invalid-payment-information-account" 400
        Some("VIPPS-INVALID-PAYMENT-INFORMATION-ACCOUNT"),
        "Invalid payment information account",
        "expected an account of 11 digits that MOD11 confirms";
    /// `/invalid-invoice-type`.
    InvalidInvoiceType "/invalid-invoice-type" 400 Some("VIPPS-INVALID-INVOICE-TYPE"),
        "Invalid invoice type",
        "expected a type of invoice that Vipps takes; credit notes are not supported";
    /// `/invalid-min-amount`.
    InvalidMinAmount "/invalid-min-amount" 400 None,
        "Invalid minAmount",
        "expected a minAmount that is not above the amount";
    /// `/amount-negative`.
    AmountNegative "/amount-negative" 400 Some("VIPPS-AMOUNT-NEGATIVE"),
        "Amount is a negative amount",
        "expected an amount of 0 or more";
    /// `/missing-subject`.
    MissingSubject "/missing-subject" 400 Some("VIPPS-MISSING-SUBJECT"),
        "Missing invoice subject",
        "expected a subject";
    /// `/invalid-commercial-invoice-url`.
    InvalidCommercialInvoiceUrl "/invalid-commercial-invoice-url" 400
        Some("VIPPS-INVALID-COMMERCIAL-INVOICE-URL"),
        "Invalid commercial invoice URL",
        "expected an absolute https address";
    /// `/invalid-commercial-invoice-mimetype`.
    InvalidCommercialInvoiceMimetype "/invalid-commercial-invoice-mimetype" 400
        Some("VIPPS-INVALID-COMMERCIAL-INVOICE-MIMETYPE"),
        "Invalid commercial invoice mime type",
        "expected one of the documented media types";
    /// `/invalid-issuer-icon-url`.
    InvalidIssuerIconUrl "/invalid-issuer-icon-url" 400 Some("VIPPS-INVALID-ISSUER-ICON-URL"),
        "Invalid issuer icon Url",
        "expected an absolute https address";
    /// `/RFC3339-parse-error`.
    Rfc3339ParseError "/RFC3339-parse-error" 400 Some("VIPPS-RFC3339-PARSE-ERROR"),
        "Error parsing input as RFC3339",
        "expected a time of RFC 3339 with its zone";
    /// `/invalid-invoice-status`.
    InvalidInvoiceStatus "/invalid-invoice-status" 400 Some("VIPPS-INVALID-INVOICE-STATUS"),
        "Invalid invoice status",
        "expected all, pending, approved, deleted or expired";
    /// `/duplicate-query-param`.
    DuplicateQueryParam "/duplicate-query-param" 400 Some("VIPPS-DUPLICATE-QUERY-PARAM"),
        "Duplicate query parameter",
        "expected each query parameter once";
    /// `/missing-mimetype`.
    MissingMimetype "/missing-mimetype" 400 Some("VIPPS-MISSING-MIMETYPE"),
        "MimeType is missing",
        "expected the query parameter mimeType";
    /// `/missing-invoice-attachment-id`.
    MissingInvoiceAttachmentId "/missing-invoice-attachment-id" 400
        Some("VIPPS-MISSING-INVOICE-ATTACHMENT-ID"),
        "AttachmentId is missing",
        "expected the id of an attachment in the path";
    /// `/missing-query-param-from`.
    MissingQueryParamFrom "/missing-query-param-from" 400 None,
        "Missing query parameter",
        "expected the query parameter from";
    /// `/from-parameter-too-far-back-in-time`.
    FromParameterTooFarBackInTime "/from-parameter-too-far-back-in-time" 400 None,
        "The from query parameter is too far back in time",
        "expected a time at most 30 days ago";
    /// `/metadata-key-value-length-mismatch`.
    MetadataKeyValueLengthMismatch "/metadata-key-value-length-mismatch" 400 None,
        "Arrays in query params must have same length",
        "expected as many keys as values";
    /// `/invalid-authorization-token`.
    InvalidAuthorizationToken "/invalid-authorization-token" 401 None,
        "Invalid or missing Authorization token",
        "expected an access token";
    /// `/missing-internal-authentication`.
    MissingInternalAuthentication "/missing-internal-authentication" 401 None,
        "Missing internal authentication",
        "the gateway did not say who asks, as a scenario wanted";
    /// `/forbidden`.
    Forbidden "/forbidden" 403 Some("VIPPS-FORBIDDEN"),
        "Forbidden",
        "expected a client that is set up for this product";
    /// `/recipient-not-whitelisted`.
    RecipientNotWhitelisted "/recipient-not-whitelisted" 403
        Some("VIPPS-RECIPIENT-NOT-WHITELISTED"),
        "The recipient of the invoice is not on whitelist",
        "expected a recipient on the ISP's whitelist";
    /// `/issuer-blacklisted`.
    IssuerBlacklisted "/issuer-blacklisted" 403 Some("VIPPS-ISSUER-BLACKLISTED"),
        "The issuer of the invoice is blacklisted",
        "expected an issuer that Vipps takes invoices of";
    /// `/recipient-blacklisted`.
    RecipientBlacklisted "/recipient-blacklisted" 403 Some("VIPPS-RECIPIENT-BLACKLISTED"),
        "The recipient of the invoice is blacklisted",
        "expected a recipient whom Vipps takes invoices for";
    /// `/invoice-status-issuer-only`.
    InvoiceStatusIssuerOnly "/invoice-status-issuer-only" 403
        Some("VIPPS-INVOICE-STATUS-ISSUER-ONLY"),
        "Only allowed for invoice creator",
        "expected the ISP that sent the invoice";
    /// `/invoice-operation-unauthorized`.
    InvoiceOperationUnauthorized "/invoice-operation-unauthorized" 403
        Some("VIPPS-INVOICE-OPERATION-UNAUTHORIZED"),
        "Operation unauthorized",
        "expected somebody who may touch the invoice";
    /// `/status-change-createdby-mismatch`.
    StatusChangeCreatedbyMismatch "/status-change-createdby-mismatch" 403
        Some("VIPPS-STATUS-CHANGE-CREATEDBY-MISMATCH"),
        "Not allowed",
        "expected the IPP and bank that approved the invoice";
    /// `/not-found`.
    NotFound "/not-found" 404 None,
        "Not found",
        "expected an address at which something is";
    /// `/recipient-not-found`.
    RecipientNotFound "/recipient-not-found" 404 Some("VIPPS-RECIPIENT-NOT-FOUND"),
        "Recipient not found",
        "expected somebody who said yes to all (JTTA)";
    /// `/invoice-not-found`.
    InvoiceNotFound "/invoice-not-found" 404 Some("VIPPS-INVOICE-NOT-FOUND"),
        "Invoice not found",
        "expected the id of an invoice that the caller may see";
    /// `/commercial-invoice-format-not-found`.
    CommercialInvoiceFormatNotFound "/commercial-invoice-format-not-found" 404
        Some("VIPPS-COMMERCIAL-INVOICE-FORMAT-NOT-FOUND"),
        "Specified format was not found",
        "expected a media type that the invoice has";
    /// `/invoice-conflict`.
    InvoiceConflict "/invoice-conflict" 409 Some("VIPPS-INVOICE-CONFLICT"),
        "Invoice conflict",
        "expected the content that the invoice was sent with";
    /// `/invoice-status-conflict`.
    InvoiceStatusConflict "/invoice-status-conflict" 409 Some("VIPPS-INVOICE-STATUS-CONFLICT"),
        "Invoice status conflict",
        "expected a fresh Idempotency-Key, or the same request";
    /// `/invoice-status-etag-mismatch`.
    InvoiceStatusEtagMismatch "/invoice-status-etag-mismatch" 409
        Some("VIPPS-INVOICE-STATUS-ETAG-MISMATCH"),
        "Invoice status etag mismatch",
        "expected If-Match with the etag in force";
    /// `/state-transition-not-allowed`.
    StateTransitionNotAllowed "/state-transition-not-allowed" 409
        Some("VIPPS-STATE-TRANSITION-NOT-ALLOWED"),
        "State transition not allowed",
        "expected a state from which this transition leads";
    /// `/token-generation-failed`.
    TokenGenerationFailed "/token-generation-failed" 500 None,
        "Token generation failed",
        "the link could not be signed, as a scenario wanted";
    /// `/creating-jwk`.
    CreatingJwk "/creating-jwk" 500 None,
        "Could not create a JWK",
        "the keys could not be shown, as a scenario wanted";
    /// `/marshal-json-failed`.
    MarshalJsonFailed "/marshal-json-failed" 500 None,
        "Marshalling JSON failed",
        "the answer could not be written, as a scenario wanted";
    /// `/internal-server-error`.
    InternalServerError "/internal-server-error" 500 None,
        "Internal server error",
        "Vipps failed, as a scenario wanted";
    /// `/timeout`.
    Timeout "/timeout" 500 None,
        "Resource timeout",
        "Vipps took too long, as a scenario wanted; the request may be sent again";
    /// `/unresolved-error`.
    UnresolvedError "/unresolved-error" 500 None,
        "Unresolved error",
        "Vipps failed, as a scenario wanted";
    /// `/invalid-account-owner`.
    InvalidAccountOwner "/invalid-account-owner" 400 Some("VIPPS-INVALID-ACCOUNT-OWNER"),
        "Account does not belong to organisation or is not primary account",
        "expected an account that KAR knows as the issuer's";
    /// `/invoice-rejected-by-partner`.
    InvoiceRejectedByPartner "/invoice-rejected-by-partner" 400
        Some("VIPPS-INVOICE-REJECTED-BY-PARTNER"),
        "Invoice was rejected by a partner",
        "expected a recipient who says yes to all (JTTA) and takes invoices of the issuer";
}

impl ProblemKind {
    /// The problem of a slug, the slash in front left out or not.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.strip_prefix('/').unwrap_or(name);
        let mut all = Self::ALL.iter().copied();
        all.find(|kind| kind.row().slug.strip_prefix('/') == Some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn every_rule_that_speaks_stands_in_the_catalogue_and_every_slug_leads_back() {
        for kind in ProblemKind::ALL {
            let row = kind.row();
            assert!(
                row.rule.is_none_or(|id| rules::find(id).is_some()),
                "{row:?}"
            );
            assert_eq!(ProblemKind::parse(row.slug), Some(*kind));
        }
    }
}
