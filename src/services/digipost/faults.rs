//! What Digipost refuses: a table of its error codes.

use super::model::PathForm;
use crate::domain::words::words;
use crate::services::Spoken;

words! {
    /// Whose trouble an error is (Digipost: schema api_v7.xsd, error).
    pub enum ErrorType {
        /// The server's.
        Server "SERVER",
        /// The data that the client sent.
        ClientData "CLIENT_DATA",
        /// The client's program.
        ClientTechnical "CLIENT_TECHNICAL",
        /// How sender or broker are set up.
        Configuration "CONFIGURATION",
        /// Nobody said.
        Unknown "NONE",
    }
}

/// One error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultRow {
    /// The service's code.
    pub code: &'static str,
    /// HTTP status; most are ours, for few are documented.
    pub status: u16,
    /// Whose trouble it is.
    pub error_type: ErrorType,
    /// The rule that speaks, if one does.
    pub rule: Option<&'static str>,
    /// What was expected, in our words.
    pub text: &'static str,
}

macro_rules! faults {
    ($(
        $(#[$doc:meta])*
        $variant:ident $code:literal $status:literal $type:ident $rule:expr, $text:literal;
    )+) => {
        /// A kind of refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultKind { $($(#[$doc])* $variant,)+ }

        impl FaultKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its row.
            #[must_use]
            pub const fn row(self) -> FaultRow {
                match self {
                    $(Self::$variant => FaultRow {
                        code: $code,
                        status: $status,
                        error_type: ErrorType::$type,
                        rule: $rule,
                        text: $text,
                    }),+
                }
            }
        }
    };
}

faults! {
    /// `MISSING_DATE_HEADER`.
    MissingDateHeader "MISSING_DATE_HEADER" 400 ClientTechnical Some("DIGI-MISSING-DATE-HEADER"),
        "expected a Date header";
    /// `INVALID_DATE_HEADER`.
    InvalidDateHeader "INVALID_DATE_HEADER" 400 ClientTechnical Some("DIGI-INVALID-DATE-HEADER"),
        "expected a Date header such as `Tue, 04 Mar 2025 09:15:07 GMT`";
    /// `DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL`.
    DateHeaderOutsideAcceptedInterval "DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL" 400 ClientTechnical
        Some("DIGI-DATE-HEADER-OUTSIDE-ACCEPTED-INTERVAL"),
        "expected a Date header at most five minutes from the time of the server";
    /// `MISSING_SHA256`.
    MissingSha256 "MISSING_SHA256" 400 ClientTechnical Some("DIGI-MISSING-SHA256"),
        "expected X-Content-SHA256 with the hash of the body";
    /// `INVALID_SHA256`.
    InvalidSha256 "INVALID_SHA256" 400 ClientTechnical Some("DIGI-INVALID-SHA256"),
        "expected X-Content-SHA256 to be the Base64 of the SHA-256 of the body";
    /// `MISSING_CONTENT_HASH`.
    MissingContentHash "MISSING_CONTENT_HASH" 400 ClientTechnical Some("DIGI-MISSING-CONTENT-HASH"),
        "expected a hash of the body";
    /// `INVALID_MD5`.
    InvalidMd5 "INVALID_MD5" 400 ClientTechnical Some("DIGI-INVALID-MD5"),
        "expected Content-MD5 to be the Base64 of the MD5 of the body";
    /// `INVALID_USER_ID_HEADER`.
    InvalidUserIdHeader "INVALID_USER_ID_HEADER" 400 ClientTechnical
        Some("DIGI-INVALID-USER-ID-HEADER"),
        "expected X-Digipost-UserId with the number of a broker";
    /// `SCHEMA_VALIDATION_ERROR`.
    SchemaValidationError "SCHEMA_VALIDATION_ERROR" 400 ClientTechnical
        Some("DIGI-SCHEMA-VALIDATION-ERROR"),
        "expected XML that the schema allows";
    /// `INVALID_DATE`.
    InvalidDate "INVALID_DATE" 400 ClientTechnical Some("DIGI-INVALID-DATE"),
        "expected a date";
    /// `INVALID_DATE_RANGE`.
    InvalidDateRange "INVALID_DATE_RANGE" 400 ClientTechnical Some("DIGI-INVALID-DATE-RANGE"),
        "expected a span of time that ends after it begins";
    /// `INVALID_QUERY_PARAMETER`.
    InvalidQueryParameter "INVALID_QUERY_PARAMETER" 400 ClientTechnical
        Some("DIGI-INVALID-QUERY-PARAMETER"),
        "expected query parameters that the operation has, with values that it takes";
    /// `MISSING_BODYPART_CONTENT_DISPOSITION`.
    MissingBodypartContentDisposition "MISSING_BODYPART_CONTENT_DISPOSITION" 400 ClientTechnical
        Some("DIGI-MISSING-BODYPART-CONTENT-DISPOSITION"),
        "expected a Content-Disposition in every part";
    /// `MISSING_BODYPART_FILENAME`.
    MissingBodypartFilename "MISSING_BODYPART_FILENAME" 400 ClientTechnical
        Some("DIGI-MISSING-BODYPART-FILENAME"),
        "expected a filename in every part's Content-Disposition";
    /// `DOCUMENTS_AND_FILES_MISMATCH`.
    DocumentsAndFilesMismatch "DOCUMENTS_AND_FILES_MISMATCH" 400 ClientTechnical
        Some("DIGI-DOCUMENTS-AND-FILES-MISMATCH"),
        "expected one part for each document of the message, named by its uuid";
    /// `CONTENT_NOT_ENCRYPTED`.
    ContentNotEncrypted "CONTENT_NOT_ENCRYPTED" 400 ClientTechnical
        Some("DIGI-CONTENT-NOT-ENCRYPTED"),
        "expected content encrypted as the message says";
    /// `CONTENT_NOT_ENCRYPTED_WITH_CORRECT_KEY`.
    ContentNotEncryptedWithCorrectKey "CONTENT_NOT_ENCRYPTED_WITH_CORRECT_KEY" 400 ClientTechnical
        Some("DIGI-CONTENT-NOT-ENCRYPTED-WITH-CORRECT-KEY"),
        "expected content encrypted for its recipient";
    /// `ENCRYPTION_KEY_NOT_FOUND`.
    EncryptionKeyNotFound "ENCRYPTION_KEY_NOT_FOUND" 400 ClientTechnical
        Some("DIGI-ENCRYPTION-KEY-NOT-FOUND"),
        "expected a recipient who has a key";
    /// `PROBLEM_WITH_REQUEST`.
    ProblemWithRequest "PROBLEM_WITH_REQUEST" 400 ClientTechnical Some("DIGI-PROBLEM-WITH-REQUEST"),
        "expected a request that an operation takes";
    /// `MISSING_SIGNATURE`.
    MissingSignature "MISSING_SIGNATURE" 403 ClientTechnical Some("DIGI-MISSING-SIGNATURE"),
        "expected X-Digipost-Signature";
    /// `INVALID_SIGNATURE`.
    InvalidSignature "INVALID_SIGNATURE" 403 ClientTechnical Some("DIGI-INVALID-SIGNATURE"),
        "expected a signature by the key of the broker's certificate over the canonical string";
    /// `UNKNOWN_USER_ID`.
    UnknownUserId "UNKNOWN_USER_ID" 403 ClientTechnical Some("DIGI-UNKNOWN-USER-ID"),
        "expected the number of a broker that Digipost knows";
    /// `ILLEGAL_ACCESS`.
    IllegalAccess "ILLEGAL_ACCESS" 403 ClientTechnical Some("DIGI-ILLEGAL-ACCESS"),
        "expected something of the broker's own, or of a sender that it acts for";
    /// `MESSAGE_NOT_FOUND`.
    MessageNotFound "MESSAGE_NOT_FOUND" 404 ClientTechnical Some("DIGI-MESSAGE-NOT-FOUND"),
        "expected a message that the broker sent";
    /// `DOCUMENT_NOT_FOUND`.
    DocumentNotFound "DOCUMENT_NOT_FOUND" 404 ClientTechnical Some("DIGI-DOCUMENT-NOT-FOUND"),
        "expected a document that is there";
    /// `CONTENT_ALREADY_UPLOADED`.
    ContentAlreadyUploaded "CONTENT_ALREADY_UPLOADED" 409 ClientTechnical
        Some("DIGI-CONTENT-ALREADY-UPLOADED"),
        "expected a document without content yet";
    /// `MESSAGE_ALREADY_SENT`.
    MessageAlreadySent "MESSAGE_ALREADY_SENT" 409 ClientTechnical Some("DIGI-MESSAGE-ALREADY-SENT"),
        "expected a message that was not sent yet";
    /// `INVALID_TRANSACTION`.
    InvalidTransaction "INVALID_TRANSACTION" 409 ClientTechnical Some("DIGI-INVALID-TRANSACTION"),
        "expected a message that is complete";
    /// `NOT_APPROVED_FOR_REST_API_USAGE`.
    NotApprovedForRestApiUsage "NOT_APPROVED_FOR_REST_API_USAGE" 403 Configuration
        Some("DIGI-NOT-APPROVED-FOR-REST-API-USAGE"),
        "expected a company that may use the API";
    /// `NOT_APPROVED_FOR_PRINT`.
    NotApprovedForPrint "NOT_APPROVED_FOR_PRINT" 403 Configuration
        Some("DIGI-NOT-APPROVED-FOR-PRINT"),
        "expected a sender with the right `print`";
    /// `NOT_APPROVED_FOR_DIRECT_PRINT`.
    NotApprovedForDirectPrint "NOT_APPROVED_FOR_DIRECT_PRINT" 403 Configuration
        Some("DIGI-NOT-APPROVED-FOR-DIRECT-PRINT"),
        "expected a sender with the right `direct_print`";
    /// `NOT_APPROVED_FOR_IDPORTEN`.
    NotApprovedForIdporten "NOT_APPROVED_FOR_IDPORTEN" 403 Configuration
        Some("DIGI-NOT-APPROVED-FOR-IDPORTEN"),
        "expected a sender with the right `idporten`";
    /// `NOT_APPROVED_FOR_PREENCRYPT`.
    NotApprovedForPreencrypt "NOT_APPROVED_FOR_PREENCRYPT" 403 Configuration
        Some("DIGI-NOT-APPROVED-FOR-PREENCRYPT"),
        "expected a sender with the right `pre_encrypt`";
    /// `NOT_APPROVED_FOR_TECHNICAL_ATTACHMENTS`.
    NotApprovedForTechnicalAttachments "NOT_APPROVED_FOR_TECHNICAL_ATTACHMENTS" 403 Configuration
        Some("DIGI-NOT-APPROVED-FOR-TECHNICAL-ATTACHMENTS"),
        "expected a sender with the right `technical_attachments`";
    /// `MISSING_CERTIFICATE`.
    MissingCertificate "MISSING_CERTIFICATE" 403 Configuration Some("DIGI-MISSING-CERTIFICATE"),
        "expected a broker that uploaded a certificate";
    /// `REVOKED_CERTIFICATE`.
    RevokedCertificate "REVOKED_CERTIFICATE" 403 Configuration Some("DIGI-REVOKED-CERTIFICATE"),
        "expected a broker whose certificate is in force";
    /// `BROKER_NOT_AUTHORIZED`.
    BrokerNotAuthorized "BROKER_NOT_AUTHORIZED" 403 Configuration
        Some("DIGI-BROKER-NOT-AUTHORIZED"),
        "expected a sender that the broker acts for";
    /// `NOTIFICATION_ADDRESSES_NOT_ALLOWED`.
    NotificationAddressesNotAllowed "NOTIFICATION_ADDRESSES_NOT_ALLOWED" 403 Configuration
        Some("DIGI-NOTIFICATION-ADDRESSES-NOT-ALLOWED"),
        "expected a sender with the right `notification_addresses`";
    /// `ORGANISATION_LETTERS_PER_MONTH_EXCEEDED`.
    OrganisationLettersPerMonthExceeded "ORGANISATION_LETTERS_PER_MONTH_EXCEEDED" 403 Configuration
        Some("DIGI-ORGANISATION-LETTERS-PER-MONTH-EXCEEDED"),
        "expected fewer letters in a month";
    /// `DELIVERY_DATE_HISTORICAL`.
    DeliveryDateHistorical "DELIVERY_DATE_HISTORICAL" 400 Configuration
        Some("DIGI-DELIVERY-DATE-HISTORICAL"),
        "expected a delivery-time to come";
    /// `DUPLICATE_MESSAGE`.
    DuplicateMessage "DUPLICATE_MESSAGE" 400 ClientData Some("DIGI-DUPLICATE-MESSAGE"),
        "expected a message-id that the sender never used";
    /// `MISSING_SUBJECT`.
    MissingSubject "MISSING_SUBJECT" 400 ClientData Some("DIGI-MISSING-SUBJECT"),
        "expected a subject";
    /// `ILLEGAL_CONTENT_TYPE`.
    IllegalContentType "ILLEGAL_CONTENT_TYPE" 400 ClientData Some("DIGI-ILLEGAL-CONTENT-TYPE"),
        "expected a file-type that Digipost takes";
    /// `UNKNOWN_RECIPIENT`.
    UnknownRecipient "UNKNOWN_RECIPIENT" 404 ClientData Some("DIGI-UNKNOWN-RECIPIENT"),
        "expected somebody who has a mailbox at Digipost, or print-details";
    /// `DUPLICATE_DOCUMENT_ID`.
    DuplicateDocumentId "DUPLICATE_DOCUMENT_ID" 400 ClientData Some("DIGI-DUPLICATE-DOCUMENT-ID"),
        "expected a uuid that the sender never used";
    /// `VALIDATION_FAILED`.
    ValidationFailed "VALIDATION_FAILED" 400 ClientData Some("DIGI-VALIDATION-FAILED"),
        "expected values that can be";
    /// `BAD_CONTENT`.
    BadContent "BAD_CONTENT" 400 ClientData Some("DIGI-BAD-CONTENT"),
        "expected content that can be read as its file-type";
    /// `MISSING_CONTENT`.
    MissingContent "MISSING_CONTENT" 400 ClientData Some("DIGI-MISSING-CONTENT"),
        "expected content in every document";
    /// `MISSING_RECIPIENT`.
    MissingRecipient "MISSING_RECIPIENT" 400 ClientData Some("DIGI-MISSING-RECIPIENT"),
        "expected a recipient";
    /// `UNKNOWN_SENDER`.
    UnknownSender "UNKNOWN_SENDER" 400 ClientData Some("DIGI-UNKNOWN-SENDER"),
        "expected a sender that Digipost knows";
    /// `INVALID_EMAIL_ADDRESS`.
    InvalidEmailAddress "INVALID_EMAIL_ADDRESS" 400 ClientData Some("DIGI-INVALID-EMAIL-ADDRESS"),
        "expected an e-mail address";
    /// `INVALID_EMAIL_NOTIFICATION_TIME`.
    InvalidEmailNotificationTime "INVALID_EMAIL_NOTIFICATION_TIME" 400 ClientData
        Some("DIGI-INVALID-EMAIL-NOTIFICATION-TIME"),
        "expected a time to come";
    /// `INVALID_SMS_NOTIFICATION_TIME`.
    InvalidSmsNotificationTime "INVALID_SMS_NOTIFICATION_TIME" 400 ClientData
        Some("DIGI-INVALID-SMS-NOTIFICATION-TIME"),
        "expected a time to come";
    /// `INVALID_PHONE_NUMBER`.
    InvalidPhoneNumber "INVALID_PHONE_NUMBER" 400 ClientData Some("DIGI-INVALID-PHONE-NUMBER"),
        "expected a phone number";
    /// `INVALID_RECIPIENT_PRINT_ADDRESS`.
    InvalidRecipientPrintAddress "INVALID_RECIPIENT_PRINT_ADDRESS" 400 ClientData
        Some("DIGI-INVALID-RECIPIENT-PRINT-ADDRESS"),
        "expected an address that post reaches";
    /// `INVALID_RETURN_ADDRESS`.
    InvalidReturnAddress "INVALID_RETURN_ADDRESS" 400 ClientData
        Some("DIGI-INVALID-RETURN-ADDRESS"),
        "expected a return address that post reaches";
    /// `INVALID_PDF_CONTENT`.
    InvalidPdfContent "INVALID_PDF_CONTENT" 400 ClientData Some("DIGI-INVALID-PDF-CONTENT"),
        "expected a PDF that can be read";
    /// `ILLEGAL_HTML_CONTENT`.
    IllegalHtmlContent "ILLEGAL_HTML_CONTENT" 400 ClientData Some("DIGI-ILLEGAL-HTML-CONTENT"),
        "expected HTML without what Digipost forbids";
    /// `INVALID_HTML_CONTENT`.
    InvalidHtmlContent "INVALID_HTML_CONTENT" 400 ClientData Some("DIGI-INVALID-HTML-CONTENT"),
        "expected HTML that can be read";
    /// `HTML_CONTENT_SANITIZED`.
    HtmlContentSanitized "HTML_CONTENT_SANITIZED" 400 ClientData
        Some("DIGI-HTML-CONTENT-SANITIZED"),
        "expected HTML of which nothing has to be taken out";
    /// `CONTENT_OF_PRINT_MESSAGE_MUST_BE_PDF`.
    ContentOfPrintMessageMustBePdf "CONTENT_OF_PRINT_MESSAGE_MUST_BE_PDF" 400 ClientData
        Some("DIGI-CONTENT-OF-PRINT-MESSAGE-MUST-BE-PDF"),
        "expected a PDF in a message to print";
    /// `INVALID_MONETARY_AMOUNT`.
    InvalidMonetaryAmount "INVALID_MONETARY_AMOUNT" 400 ClientData
        Some("DIGI-INVALID-MONETARY-AMOUNT"),
        "expected an amount above zero";
    /// `AUTHENTICATION_LEVEL_TOO_LOW`.
    AuthenticationLevelTooLow "AUTHENTICATION_LEVEL_TOO_LOW" 400 ClientData
        Some("DIGI-AUTHENTICATION-LEVEL-TOO-LOW"),
        "expected a higher authentication-level";
    /// `PEPPOL_ERROR`.
    PeppolError "PEPPOL_ERROR" 400 ClientData Some("DIGI-PEPPOL-ERROR"),
        "expected a Peppol network that answers";
    /// `PEPPOL_FILE_MUST_BE_XML`.
    PeppolFileMustBeXml "PEPPOL_FILE_MUST_BE_XML" 400 ClientData
        Some("DIGI-PEPPOL-FILE-MUST-BE-XML"),
        "expected XML in a message to Peppol";
    /// `UNKNOWN_PEPPOL_RECIPIENT`.
    UnknownPeppolRecipient "UNKNOWN_PEPPOL_RECIPIENT" 400 ClientData
        Some("DIGI-UNKNOWN-PEPPOL-RECIPIENT"),
        "expected a recipient that Peppol knows";
    /// `REQUEST_TOO_LARGE`.
    RequestTooLarge "REQUEST_TOO_LARGE" 413 ClientData Some("DIGI-REQUEST-TOO-LARGE"),
        "expected a smaller request";
    /// `FILE_TOO_LARGE`.
    FileTooLarge "FILE_TOO_LARGE" 413 ClientData Some("DIGI-FILE-TOO-LARGE"),
        "expected a smaller document";
    /// `AGREEMENT_NOT_FOUND` of the user-agreements API.
    AgreementNotFound "AGREEMENT_NOT_FOUND" 404 ClientData Some("DIGI-AGREEMENT-NOT-FOUND"),
        "expected an agreement in force between the user and the sender";
    /// `AGREEMENT_TYPE_NOT_AVAILABLE` of the user-agreements API.
    AgreementTypeNotAvailable "AGREEMENT_TYPE_NOT_AVAILABLE" 403 Configuration
        Some("DIGI-AGREEMENT-TYPE-NOT-AVAILABLE"),
        "expected a type of agreement that the sender may make";
    /// `NOT_AUTHORIZED` of the user-agreements API.
    NotAuthorized "NOT_AUTHORIZED" 403 Configuration Some("DIGI-NOT-AUTHORIZED"),
        "expected something that an agreement of the user lets the sender see and do";
    /// `UNKNOWN_USER_ID` of the user-agreements API, where users are people.
    UnknownUser "UNKNOWN_USER_ID" 404 ClientData Some("DIGI-UNKNOWN-USER"),
        "expected the identity number of somebody with an account at Digipost";
    /// `INVOICE_ALREADY_PAID` of the user-agreements API.
    InvoiceAlreadyPaid "INVOICE_ALREADY_PAID" 409 ClientData Some("DIGI-INVOICE-ALREADY-PAID"),
        "expected an invoice that was not added to payments yet";
    /// `INVALID_INVOICE_STATUS` of the user-agreements API.
    InvalidInvoiceStatus "INVALID_INVOICE_STATUS" 400 ClientData
        Some("DIGI-INVALID-INVOICE-STATUS"),
        "expected a status that the invoice can get: unpaid, paid or deleted";
    /// `INVALID_REQUEST_PARAMETER` of the user-agreements API.
    InvalidRequestParameter "INVALID_REQUEST_PARAMETER" 400 ClientTechnical
        Some("DIGI-INVALID-REQUEST-PARAMETER"),
        "expected parameters that the operation has, each once, with values that it takes";
    /// `INVALID_FIELD` of the user-agreements API.
    InvalidField "INVALID_FIELD" 400 ClientTechnical Some("DIGI-INVALID-FIELD"),
        "expected a body of the elements that the operation has, with values that they take";
    /// `INVALID_SENDER_ID` of the user-agreements API.
    InvalidSenderId "INVALID_SENDER_ID" 400 ClientTechnical Some("DIGI-INVALID-SENDER-ID"),
        "expected the number of a sender that Digipost knows, in the path";
    /// `INVALID_BROKER_ID` of the user-agreements API.
    InvalidBrokerId "INVALID_BROKER_ID" 403 ClientTechnical Some("DIGI-INVALID-BROKER-ID"),
        "expected the number of a broker that Digipost knows, in X-Digipost-UserId";
    /// Status 429, which has no code and no body.
    TooEarly "TOO_MANY_REQUESTS" 429 ClientTechnical Some("DIGI-OWNERS-PAUSE"),
        "expected a while between two requests for the owners of agreements";
    /// `GENERAL_ERROR`.
    GeneralError "GENERAL_ERROR" 500 Unknown None,
        "the service failed, as a scenario asked";
    /// `SERVER_ERROR`.
    ServerError "SERVER_ERROR" 500 Server None,
        "the service failed, as a scenario asked; the request may be sent again";
    /// `API_UNAVAILABLE`.
    ApiUnavailable "API_UNAVAILABLE" 503 Server None,
        "the service stands still, as a scenario asked; the request may be sent again";
    /// Digipost does it, and the sandbox does not. The status is one that clients read the body
    /// of; the code is the one for everything without a code.
    NotSimulated "GENERAL_ERROR" 501 Unknown None,
        "the sandbox does not simulate this operation of Digipost";
}

impl FaultKind {
    /// The kind that scenarios ask for by this name, which is its code.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.row().code == name)
    }

    /// The same on an operation of the user-agreements API, where `UNKNOWN_USER_ID` is about
    /// people.
    #[must_use]
    pub fn named_about_users(name: &str) -> Option<Self> {
        let known = Self::named(name)?;
        let about_people = known == Self::UnknownUserId;
        Some(if about_people {
            Self::UnknownUser
        } else {
            known
        })
    }

    /// The kind that the user-agreements API has for this one: it knows fewer codes.
    #[must_use]
    pub fn about_users(self) -> Self {
        let brokers = [Self::InvalidUserIdHeader, Self::UnknownUserId];
        if brokers.contains(&self) {
            Self::InvalidBrokerId
        } else if self == Self::MissingSignature {
            Self::InvalidSignature
        } else {
            self
        }
    }
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub kind: FaultKind,
    /// What was found.
    pub found: String,
    /// How the request's path was signed; the answer's is signed the other way.
    pub form: PathForm,
    /// Seconds until the same may be asked again, where it was asked too early.
    pub wait_s: Option<u64>,
}

impl Fault {
    /// A refusal with what was found, or found and expected.
    #[must_use]
    pub fn new(kind: FaultKind, found: impl Into<String>) -> Self {
        let found = found.into();
        let form = PathForm::Raw;
        Self {
            kind,
            found,
            form,
            wait_s: None,
        }
    }
}

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        self.kind.row().rule
    }

    fn why(&self) -> String {
        let text = self.kind.row().text;
        format!("{text}; {}", self.found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn every_rule_that_speaks_stands_in_the_catalogue() {
        for kind in FaultKind::ALL {
            let rule = kind.row().rule;
            assert!(rule.is_none_or(|id| rules::find(id).is_some()), "{rule:?}");
        }
    }
}
