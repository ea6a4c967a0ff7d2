//! What may be asked of sending, and of what becomes of a message.

use crate::services::Scripted;

const SENDING: &[&str] = &["digipost.messages.send", "digipost.messages.finish"];
const CONTENT: &[&str] = &["digipost.messages.add_content"];
const STEPS: &[&str] = &["digipost.messages.add_content", "digipost.messages.finish"];
const NUMBERED: &[&str] = &[
    "digipost.messages.read",
    "digipost.messages.add_content",
    "digipost.messages.finish",
];
const STATUS: &[&str] = &[
    "digipost.documents.status",
    "digipost.documents.statusByLink",
];
const EVENTS: &[&str] = &["digipost.documents.events"];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// The rows: refusals first, then what becomes of a message that is taken.
pub(super) const ROWS: &[Scripted] = &[
    row(
        "DUPLICATE_MESSAGE",
        SENDING,
        "the message-id is said to be used",
    ),
    row(
        "DUPLICATE_DOCUMENT_ID",
        SENDING,
        "a uuid is said to be used",
    ),
    row(
        "SCHEMA_VALIDATION_ERROR",
        SENDING,
        "the message is said to break the schema",
    ),
    row(
        "MISSING_SUBJECT",
        SENDING,
        "a subject is said to be missing",
    ),
    row(
        "DOCUMENTS_AND_FILES_MISMATCH",
        SENDING,
        "documents and parts are said to differ",
    ),
    row(
        "MISSING_BODYPART_CONTENT_DISPOSITION",
        SENDING,
        "a part is said to have no disposition",
    ),
    row(
        "MISSING_BODYPART_FILENAME",
        SENDING,
        "a part is said to have no filename",
    ),
    row("MISSING_CONTENT", SENDING, "a document is said to be empty"),
    row(
        "ILLEGAL_CONTENT_TYPE",
        SENDING,
        "a file-type is said not to be taken",
    ),
    row(
        "FILE_TOO_LARGE",
        SENDING,
        "a document is said to be too large",
    ),
    row(
        "REQUEST_TOO_LARGE",
        SENDING,
        "the request is said to be too large",
    ),
    row(
        "INVALID_MONETARY_AMOUNT",
        SENDING,
        "the amount is said not to do",
    ),
    row(
        "AUTHENTICATION_LEVEL_TOO_LOW",
        SENDING,
        "the authentication-level is said to be too low",
    ),
    row(
        "ORGANISATION_LETTERS_PER_MONTH_EXCEEDED",
        SENDING,
        "the letters of the month are said to be used up",
    ),
    row(
        "NOT_APPROVED_FOR_PRINT",
        SENDING,
        "the sender may not print",
    ),
    row(
        "NOT_APPROVED_FOR_DIRECT_PRINT",
        SENDING,
        "the sender may not send straight to print",
    ),
    row(
        "NOT_APPROVED_FOR_IDPORTEN",
        SENDING,
        "the sender may not demand ID-porten",
    ),
    row(
        "NOT_APPROVED_FOR_PREENCRYPT",
        SENDING,
        "the sender may not encrypt",
    ),
    row(
        "NOT_APPROVED_FOR_TECHNICAL_ATTACHMENTS",
        SENDING,
        "the sender may not send technical attachments",
    ),
    row(
        "NOTIFICATION_ADDRESSES_NOT_ALLOWED",
        SENDING,
        "the sender may not say where notices go",
    ),
    row(
        "DELIVERY_DATE_HISTORICAL",
        SENDING,
        "the delivery-time is said to be past",
    ),
    row(
        "UNKNOWN_RECIPIENT",
        SENDING,
        "the recipient is said to be unknown",
    ),
    row(
        "UNKNOWN_SENDER",
        SENDING,
        "the sender is said to be unknown",
    ),
    row(
        "MISSING_RECIPIENT",
        SENDING,
        "the recipient is said to be missing",
    ),
    row("VALIDATION_FAILED", SENDING, "a value is said to be wrong"),
    row("BAD_CONTENT", SENDING, "content is said not to be readable"),
    row(
        "INVALID_EMAIL_ADDRESS",
        SENDING,
        "an e-mail address is said to be wrong",
    ),
    row(
        "INVALID_EMAIL_NOTIFICATION_TIME",
        SENDING,
        "the time of a notice by e-mail is said to be wrong",
    ),
    row(
        "INVALID_SMS_NOTIFICATION_TIME",
        SENDING,
        "the time of a notice by SMS is said to be wrong",
    ),
    row(
        "INVALID_PHONE_NUMBER",
        SENDING,
        "a phone number is said to be wrong",
    ),
    row(
        "INVALID_RECIPIENT_PRINT_ADDRESS",
        SENDING,
        "the address on paper is said to be wrong",
    ),
    row(
        "INVALID_RETURN_ADDRESS",
        SENDING,
        "the return address is said to be wrong",
    ),
    row(
        "INVALID_PDF_CONTENT",
        SENDING,
        "a PDF is said not to be readable",
    ),
    row(
        "ILLEGAL_HTML_CONTENT",
        SENDING,
        "HTML is said to hold what is forbidden",
    ),
    row(
        "INVALID_HTML_CONTENT",
        SENDING,
        "HTML is said not to be readable",
    ),
    row(
        "HTML_CONTENT_SANITIZED",
        SENDING,
        "something is said to be taken out of HTML",
    ),
    row(
        "CONTENT_OF_PRINT_MESSAGE_MUST_BE_PDF",
        SENDING,
        "something else than PDF is said to be printed",
    ),
    row(
        "CONTENT_NOT_ENCRYPTED",
        SENDING,
        "content is said not to be encrypted",
    ),
    row(
        "CONTENT_NOT_ENCRYPTED_WITH_CORRECT_KEY",
        SENDING,
        "content is said to be encrypted for somebody else",
    ),
    row(
        "ENCRYPTION_KEY_NOT_FOUND",
        SENDING,
        "the recipient is said to have no key",
    ),
    row("PEPPOL_ERROR", SENDING, "the Peppol network fails"),
    row(
        "PEPPOL_FILE_MUST_BE_XML",
        SENDING,
        "something else than XML is said to go to Peppol",
    ),
    row(
        "UNKNOWN_PEPPOL_RECIPIENT",
        SENDING,
        "Peppol is said not to know the recipient",
    ),
    row(
        "INVALID_MD5",
        SENDING,
        "the body is said to have another MD5",
    ),
    row(
        "accountDeactivated",
        SENDING,
        "the recipient closes the account between identification and sending",
    ),
    row(
        "PRINT_FAILED",
        SENDING,
        "printing fails on the next bank day",
    ),
    row(
        "SHREDDED",
        SENDING,
        "the letter on paper comes back and is shredded",
    ),
    row(
        "notDeliverable",
        SENDING,
        "the letter on paper comes back: it is shredded if its print-details say SHRED, else it \
         returns to its sender, of which no event tells",
    ),
    row(
        "MOVE_FILES_FROM_PUBLIC_SECTOR",
        SENDING,
        "the reader moves the letter to a mailbox of another provider, a minute after it came",
    ),
    row(
        "EMAIL_NOTIFICATION_FAILED",
        SENDING,
        "the notice by e-mail fails",
    ),
    row(
        "SMS_NOTIFICATION_FAILED",
        SENDING,
        "the notice by SMS fails",
    ),
    row(
        "EMAIL_MESSAGE_FAILED",
        SENDING,
        "the message by e-mail does not arrive",
    ),
    row(
        "PEPPOL_FAILED",
        SENDING,
        "the message over Peppol does not arrive",
    ),
    row(
        "CONTENT_ALREADY_UPLOADED",
        CONTENT,
        "the content is said to be there",
    ),
    row(
        "MESSAGE_ALREADY_SENT",
        STEPS,
        "the message is said to be sent",
    ),
    row(
        "INVALID_TRANSACTION",
        STEPS,
        "the message is said not to be complete",
    ),
    row(
        "MESSAGE_NOT_FOUND",
        NUMBERED,
        "the message is said to be unknown",
    ),
    row(
        "DOCUMENT_NOT_FOUND",
        STATUS,
        "the document is said to be unknown",
    ),
    row(
        "INVALID_DATE_RANGE",
        EVENTS,
        "the span of time is said to be wrong",
    ),
    row(
        "INVALID_QUERY_PARAMETER",
        EVENTS,
        "a parameter is said to be wrong",
    ),
    row("INVALID_DATE", EVENTS, "a date is said to be wrong"),
];
