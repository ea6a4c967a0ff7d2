//! Rules of Digipost.

use super::rule::{Rule, rule};

/// One row a rule.
pub(super) const RULES: &[Rule] = &[
    rule(
        "DIGI-MISSING-DATE-HEADER",
        "Digipost: API security",
        "a Date header",
    ),
    rule(
        "DIGI-INVALID-DATE-HEADER",
        "Digipost: API security",
        "a Date header such as `Tue, 04 Mar 2025 09:15:07 GMT`",
    ),
    rule(
        "DIGI-DATE-HEADER-OUTSIDE-ACCEPTED-INTERVAL",
        "Digipost: API security",
        "a Date header at most five minutes from the time of the server",
    ),
    rule(
        "DIGI-MISSING-SHA256",
        "Digipost: API security",
        "X-Content-SHA256 with the hash of the body",
    ),
    rule(
        "DIGI-INVALID-SHA256",
        "Digipost: API security",
        "X-Content-SHA256 to be the Base64 of the SHA-256 of the body",
    ),
    rule(
        "DIGI-MISSING-CONTENT-HASH",
        "Digipost: API security",
        "a hash of the body",
    ),
    rule(
        "DIGI-INVALID-MD5",
        "Digipost: API security",
        "Content-MD5 to be the Base64 of the MD5 of the body",
    ),
    rule(
        "DIGI-INVALID-USER-ID-HEADER",
        "Digipost: API security",
        "X-Digipost-UserId with the number of a broker",
    ),
    rule(
        "DIGI-SCHEMA-VALIDATION-ERROR",
        "Digipost: API v7, response codes",
        "XML that the schema allows",
    ),
    rule(
        "DIGI-INVALID-DATE",
        "Digipost: Java client 14.7, ErrorCode",
        "a date",
    ),
    rule(
        "DIGI-INVALID-DATE-RANGE",
        "Digipost: Java client 14.7, ErrorCode",
        "a span of time that ends after it begins",
    ),
    rule(
        "DIGI-INVALID-QUERY-PARAMETER",
        "Digipost: Java client 14.7, ErrorCode",
        "query parameters that the operation has, with values that it takes",
    ),
    rule(
        "DIGI-MISSING-BODYPART-CONTENT-DISPOSITION",
        "Digipost: Java client 14.7, ErrorCode",
        "a Content-Disposition in every part",
    ),
    rule(
        "DIGI-MISSING-BODYPART-FILENAME",
        "Digipost: Java client 14.7, ErrorCode",
        "a filename in every part's Content-Disposition",
    ),
    rule(
        "DIGI-DOCUMENTS-AND-FILES-MISMATCH",
        "Digipost: Java client 14.7, ErrorCode",
        "one part for each document of the message, named by its uuid",
    ),
    rule(
        "DIGI-CONTENT-NOT-ENCRYPTED",
        "Digipost: Java client 14.7, ErrorCode",
        "content encrypted as the message says",
    ),
    rule(
        "DIGI-CONTENT-NOT-ENCRYPTED-WITH-CORRECT-KEY",
        "Digipost: Java client 14.7, ErrorCode",
        "content encrypted for its recipient",
    ),
    rule(
        "DIGI-ENCRYPTION-KEY-NOT-FOUND",
        "Digipost: Java client 14.7, ErrorCode",
        "a recipient who has a key",
    ),
    rule(
        "DIGI-PROBLEM-WITH-REQUEST",
        "Digipost: Java client 14.7, ErrorCode",
        "a request that an operation takes",
    ),
    rule(
        "DIGI-MISSING-SIGNATURE",
        "Digipost: API security",
        "X-Digipost-Signature",
    ),
    rule(
        "DIGI-INVALID-SIGNATURE",
        "Digipost: API security",
        "a signature by the key of the broker's certificate over the canonical string",
    ),
    rule(
        "DIGI-UNKNOWN-USER-ID",
        "Digipost: API security",
        "the number of a broker that Digipost knows",
    ),
    rule(
        "DIGI-ILLEGAL-ACCESS",
        "Digipost: Java client 14.7, ErrorCode",
        "something of the broker's own, or of a sender that it acts for",
    ),
    rule(
        "DIGI-MESSAGE-NOT-FOUND",
        "Digipost: Java client 14.7, ErrorCode",
        "a message that the broker sent",
    ),
    rule(
        "DIGI-DOCUMENT-NOT-FOUND",
        "Digipost: Java client 14.7, ErrorCode",
        "a document that is there",
    ),
    rule(
        "DIGI-CONTENT-ALREADY-UPLOADED",
        "Digipost: API v7, response codes",
        "a document without content yet",
    ),
    rule(
        "DIGI-MESSAGE-ALREADY-SENT",
        "Digipost: API v7, response codes",
        "a message that was not sent yet",
    ),
    rule(
        "DIGI-INVALID-TRANSACTION",
        "Digipost: API v7, response codes",
        "a message that is complete",
    ),
    rule(
        "DIGI-NOT-APPROVED-FOR-REST-API-USAGE",
        "Digipost: Java client 14.7, ErrorCode",
        "a company that may use the API",
    ),
    rule(
        "DIGI-NOT-APPROVED-FOR-PRINT",
        "Digipost: Java client 14.7, ErrorCode",
        "a sender with the right `print`",
    ),
    rule(
        "DIGI-NOT-APPROVED-FOR-DIRECT-PRINT",
        "Digipost: Java client 14.7, ErrorCode",
        "a sender with the right `direct_print`",
    ),
    rule(
        "DIGI-NOT-APPROVED-FOR-IDPORTEN",
        "Digipost: Java client 14.7, ErrorCode",
        "a sender with the right `idporten`",
    ),
    rule(
        "DIGI-NOT-APPROVED-FOR-PREENCRYPT",
        "Digipost: Java client 14.7, ErrorCode",
        "a sender with the right `pre_encrypt`",
    ),
    rule(
        "DIGI-NOT-APPROVED-FOR-TECHNICAL-ATTACHMENTS",
        "Digipost: Java client 14.7, ErrorCode",
        "a sender with the right `technical_attachments`",
    ),
    rule(
        "DIGI-MISSING-CERTIFICATE",
        "Digipost: API security",
        "a broker that uploaded a certificate",
    ),
    rule(
        "DIGI-REVOKED-CERTIFICATE",
        "Digipost: API security",
        "a broker whose certificate is in force",
    ),
    rule(
        "DIGI-BROKER-NOT-AUTHORIZED",
        "Digipost: Java client 14.7, ErrorCode",
        "a sender that the broker acts for",
    ),
    rule(
        "DIGI-NOTIFICATION-ADDRESSES-NOT-ALLOWED",
        "Digipost: Java client 14.7, ErrorCode",
        "a sender with the right `notification_addresses`",
    ),
    rule(
        "DIGI-ORGANISATION-LETTERS-PER-MONTH-EXCEEDED",
        "Digipost: Java client 14.7, ErrorCode",
        "fewer letters in a month",
    ),
    rule(
        "DIGI-DELIVERY-DATE-HISTORICAL",
        "Digipost: schema api_v7.xsd, delivery-time",
        "a delivery-time to come",
    ),
    rule(
        "DIGI-DUPLICATE-MESSAGE",
        "Digipost: API v7, response codes",
        "a message-id that the sender never used",
    ),
    rule(
        "DIGI-MISSING-SUBJECT",
        "Digipost: API v7, response codes",
        "a subject",
    ),
    rule(
        "DIGI-ILLEGAL-CONTENT-TYPE",
        "Digipost: API v7, response codes",
        "a file-type that Digipost takes",
    ),
    rule(
        "DIGI-UNKNOWN-RECIPIENT",
        "Digipost: API v7, response codes",
        "somebody who has a mailbox at Digipost, or print-details",
    ),
    rule(
        "DIGI-DUPLICATE-DOCUMENT-ID",
        "Digipost: Java client 14.7, ErrorCode",
        "a uuid that the sender never used",
    ),
    rule(
        "DIGI-VALIDATION-FAILED",
        "Digipost: Java client 14.7, ErrorCode",
        "values that can be",
    ),
    rule(
        "DIGI-BAD-CONTENT",
        "Digipost: Java client 14.7, ErrorCode",
        "content that can be read as its file-type",
    ),
    rule(
        "DIGI-MISSING-CONTENT",
        "Digipost: Java client 14.7, ErrorCode",
        "content in every document",
    ),
    rule(
        "DIGI-MISSING-RECIPIENT",
        "Digipost: Java client 14.7, ErrorCode",
        "a recipient",
    ),
    rule(
        "DIGI-UNKNOWN-SENDER",
        "Digipost: Java client 14.7, ErrorCode",
        "a sender that Digipost knows",
    ),
    rule(
        "DIGI-INVALID-EMAIL-ADDRESS",
        "Digipost: Java client 14.7, ErrorCode",
        "an e-mail address",
    ),
    rule(
        "DIGI-INVALID-EMAIL-NOTIFICATION-TIME",
        "Digipost: Java client 14.7, ErrorCode",
        "a time to come",
    ),
    rule(
        "DIGI-INVALID-SMS-NOTIFICATION-TIME",
        "Digipost: Java client 14.7, ErrorCode",
        "a time to come",
    ),
    rule(
        "DIGI-INVALID-PHONE-NUMBER",
        "Digipost: Java client 14.7, ErrorCode",
        "a phone number",
    ),
    rule(
        "DIGI-INVALID-RECIPIENT-PRINT-ADDRESS",
        "Digipost: Java client 14.7, ErrorCode",
        "an address that post reaches",
    ),
    rule(
        "DIGI-INVALID-RETURN-ADDRESS",
        "Digipost: Java client 14.7, ErrorCode",
        "a return address that post reaches",
    ),
    rule(
        "DIGI-INVALID-PDF-CONTENT",
        "Digipost: Java client 14.7, ErrorCode",
        "a PDF that can be read",
    ),
    rule(
        "DIGI-ILLEGAL-HTML-CONTENT",
        "Digipost: Java client 14.7, ErrorCode",
        "HTML without what Digipost forbids",
    ),
    rule(
        "DIGI-INVALID-HTML-CONTENT",
        "Digipost: Java client 14.7, ErrorCode",
        "HTML that can be read",
    ),
    rule(
        "DIGI-HTML-CONTENT-SANITIZED",
        "Digipost: Java client 14.7, ErrorCode",
        "HTML of which nothing has to be taken out",
    ),
    rule(
        "DIGI-CONTENT-OF-PRINT-MESSAGE-MUST-BE-PDF",
        "Digipost: Java client 14.7, ErrorCode",
        "a PDF in a message to print",
    ),
    rule(
        "DIGI-INVALID-MONETARY-AMOUNT",
        "Digipost: Java client 14.7, ErrorCode",
        "an amount above zero",
    ),
    rule(
        "DIGI-AUTHENTICATION-LEVEL-TOO-LOW",
        "Digipost: Java client 14.7, ErrorCode",
        "a higher authentication-level",
    ),
    rule(
        "DIGI-PEPPOL-ERROR",
        "Digipost: Java client 14.7, ErrorCode",
        "a Peppol network that answers",
    ),
    rule(
        "DIGI-PEPPOL-FILE-MUST-BE-XML",
        "Digipost: Java client 14.7, ErrorCode",
        "XML in a message to Peppol",
    ),
    rule(
        "DIGI-UNKNOWN-PEPPOL-RECIPIENT",
        "Digipost: Java client 14.7, ErrorCode",
        "a recipient that Peppol knows",
    ),
    rule(
        "DIGI-REQUEST-TOO-LARGE",
        "Digipost: Java client 14.7, ErrorCode",
        "a smaller request",
    ),
    rule(
        "DIGI-FILE-TOO-LARGE",
        "Digipost: Java client 14.7, ErrorCode",
        "a smaller document",
    ),
    rule(
        "DIGI-AGREEMENT-NOT-FOUND",
        "Digipost: Java client for user agreements 2.1.0",
        "an agreement in force between the user and the sender",
    ),
    rule(
        "DIGI-AGREEMENT-TYPE-NOT-AVAILABLE",
        "Digipost: Java client for user agreements 2.1.0",
        "a type of agreement that the sender may make",
    ),
    rule(
        "DIGI-NOT-AUTHORIZED",
        "Digipost: Java client for user agreements 2.1.0",
        "something that an agreement of the user lets the sender see and do",
    ),
    rule(
        "DIGI-UNKNOWN-USER",
        "Digipost: Java client for user agreements 2.1.0",
        "the identity number of somebody with an account at Digipost",
    ),
    rule(
        "DIGI-INVOICE-ALREADY-PAID",
        "Digipost: Java client for user agreements 2.1.0",
        "an invoice that was not added to payments yet",
    ),
    rule(
        "DIGI-INVALID-INVOICE-STATUS",
        "Digipost: Java client for user agreements 2.1.0",
        "a status that the invoice can get: unpaid, paid or deleted",
    ),
    rule(
        "DIGI-INVALID-REQUEST-PARAMETER",
        "Digipost: Java client for user agreements 2.1.0",
        "parameters that the operation has, each once, with values that it takes",
    ),
    rule(
        "DIGI-INVALID-FIELD",
        "Digipost: Java client for user agreements 2.1.0",
        "a body of the elements that the operation has, with values that they take",
    ),
    rule(
        "DIGI-INVALID-SENDER-ID",
        "Digipost: Java client for user agreements 2.1.0",
        "the number of a sender that Digipost knows, in the path",
    ),
    rule(
        "DIGI-INVALID-BROKER-ID",
        "Digipost: Java client for user agreements 2.1.0",
        "the number of a broker that Digipost knows, in X-Digipost-UserId",
    ),
    rule(
        "DIGI-OWNERS-PAUSE",
        "Digipost: Java client for user agreements 2.1.0",
        "a while between two requests for the owners of agreements",
    ),
];
