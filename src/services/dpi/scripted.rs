//! What scenarios may ask for by name: refusals of the access point, what becomes of a message
//! behind it, and what is wrong with receipts.

use super::operations::{DOWNLOAD, LIST, READ, SEND, STATUSES};
use crate::services::Scripted;

const ALL: &[&str] = &[SEND, STATUSES, LIST, DOWNLOAD, READ];
const SENDING: &[&str] = &[SEND];
const LISTING: &[&str] = &[LIST];
const READING: &[&str] = &[READ];
const NAMED: &[&str] = &[STATUSES, DOWNLOAD, READ];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// Everything that can be asked for.
pub const SCRIPTED: &[Scripted] = &[
    row("noToken", ALL, "no access token is found"),
    row("badToken", ALL, "the access token is nobody's"),
    row(
        "tokenExpired",
        ALL,
        "the access token expired between signing and sending",
    ),
    row("wrongScope", ALL, "the access token opens something else"),
    row(
        "noAgreement",
        ALL,
        "the caller has no agreement with the access point",
    ),
    row("serverError", ALL, "the access point fails"),
    row("unavailable", ALL, "the access point is down"),
    row("tooLarge", SENDING, "the package is over the limit"),
    row("notMultipart", SENDING, "the body is no form"),
    row("partMissing", SENDING, "a part is missing"),
    row("badMessage", SENDING, "the message is no JWT"),
    row("noCertificate", SENDING, "the message has no x5c"),
    row(
        "badMessageSignature",
        SENDING,
        "the signature of the message is wrong",
    ),
    row("schema", SENDING, "the message is not as its schema has it"),
    row(
        "tokenDiffers",
        SENDING,
        "maskinportentoken in the message is another token",
    ),
    row(
        "consumerDiffers",
        SENDING,
        "avsender is not the consumer of the token",
    ),
    row("wrongAudience", SENDING, "the token is for somebody else"),
    row("senderDiffers", SENDING, "the header's sender is another"),
    row("duplicate", SENDING, "the message id was used before"),
    row("badKanal", SENDING, "the channel is none"),
    row("notFound", NAMED, "nothing of the caller's has the id"),
    row("readFails404", READING, "nothing unread has the id"),
    row("readFails500", READING, "marking as read fails"),
    row(
        "staysUnread",
        READING,
        "the receipt stays in the list though it is marked as read",
    ),
    row(
        "emptyList",
        LISTING,
        "204, though there are receipts that nobody read",
    ),
    row("badParameter", LISTING, "page or page_size is no number"),
    row(
        "statusFailed",
        SENDING,
        "taken, then FEILET: the access point cannot send it on",
    ),
    row("stuckInOpprettet", SENDING, "taken, and OPPRETTET for ever"),
    row("wrongAddress", SENDING, "feil: no mailbox has the address"),
    row("cannotDecrypt", SENDING, "feil: the package does not open"),
    row(
        "digestMismatch",
        SENDING,
        "feil: the fingerprint is not that of the package",
    ),
    row(
        "messageSigner",
        SENDING,
        "feil: somebody else signed the message",
    ),
    row(
        "badPackage",
        SENDING,
        "feil: bad format of the package; SBD:4069 at e-Boks",
    ),
    row("badManifest", SENDING, "feil: the manifest cannot be used"),
    row("fileDigest", SENDING, "feil: a file is not what was signed"),
    row(
        "badSignature",
        SENDING,
        "feil: the signature of the package does not hold",
    ),
    row(
        "packageSigner",
        SENDING,
        "feil: somebody else signed the package",
    ),
    row(
        "manifestSender",
        SENDING,
        "feil: the manifest names another sender",
    ),
    row(
        "manifestRecipient",
        SENDING,
        "feil: the manifest names another mailbox",
    ),
    row(
        "attachmentNames",
        SENDING,
        "feil: names of attachments are not unique; SBD:5023 at e-Boks",
    ),
    row(
        "forbiddenType",
        SENDING,
        "feil: a document is of a type that is not taken",
    ),
    row(
        "effectiveDateTooFar",
        SENDING,
        "feil: virkningsdato is too far ahead",
    ),
    row("mailboxError", SENDING, "feil of type SERVER"),
    row("receiptLate", SENDING, "leveringskvittering a day late"),
    row("receiptNever", SENDING, "no leveringskvittering"),
    row("receiptTwice", SENDING, "leveringskvittering twice"),
    row(
        "receiptBeforeStatus",
        SENDING,
        "leveringskvittering a minute before SENDT",
    ),
    row(
        "smsNotificationFailed",
        SENDING,
        "varslingfeiletkvittering for sms",
    ),
    row(
        "emailNotificationFailed",
        SENDING,
        "varslingfeiletkvittering for epost",
    ),
    row(
        "notificationsFailed",
        SENDING,
        "varslingfeiletkvittering for epost and sms",
    ),
    row(
        "openedLate",
        SENDING,
        "aapningskvittering three days after the letter was opened",
    ),
    row(
        "openedNever",
        SENDING,
        "no aapningskvittering though the letter was opened",
    ),
    row(
        "returnedMail",
        SENDING,
        "the letter on paper comes back: returpostkvittering if it is to be shredded",
    ),
    row(
        "unknownConversation",
        SENDING,
        "leveringskvittering of a conversation that nobody knows",
    ),
    row(
        "receiptWrongSignature",
        SENDING,
        "leveringskvittering with a signature that does not hold",
    ),
    row(
        "receiptExpiredCertificate",
        SENDING,
        "leveringskvittering signed with an expired certificate",
    ),
    row(
        "receiptSchemaError",
        SENDING,
        "leveringskvittering without tidspunkt",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::dpi::FaultKind;
    use crate::services::dpi::model::Wish;
    use crate::services::dpi::operations::OPERATIONS;

    #[test]
    fn every_name_means_something_and_every_refusal_can_be_asked_for() {
        for row in SCRIPTED {
            let alias = matches!(row.name, "readFails404" | "readFails500");
            let known = FaultKind::named(row.name).is_some() || Wish::parse(row.name).is_some();
            assert!(known || alias, "{}", row.name);
            for id in row.on {
                assert!(OPERATIONS.iter().any(|operation| operation.id == *id));
            }
        }
        for kind in FaultKind::ALL {
            let named = SCRIPTED.iter().any(|row| row.name == kind.name());
            // What has no operation, and what is always so.
            let never = matches!(
                kind,
                FaultKind::NoRoute | FaultKind::NoMethod | FaultKind::NoPackage
            );
            assert_eq!(named, !never, "{kind:?}");
        }
    }
}
