//! What scenarios may ask for by name: refusals of the table `faults`, and what the model lets
//! answers and persons become.

use super::operations::{CHANGES, LANGUAGE, OWN, PERSONER_V1, PERSONER_V2, PRINT};
use crate::services::Scripted;

const LOOK_UPS: &[&str] = &[PERSONER_V1, PERSONER_V2];
const SHOWN: &[&str] = &[PERSONER_V1, PERSONER_V2, CHANGES, OWN, LANGUAGE];
const LISTS: &[&str] = &[PERSONER_V1, PERSONER_V2, CHANGES];
const ALL: &[&str] = &[PERSONER_V1, PERSONER_V2, CHANGES, PRINT, OWN, LANGUAGE];
const WITH_BODY: &[&str] = &[PERSONER_V1, PERSONER_V2, CHANGES, LANGUAGE];
const LOG: &[&str] = &[CHANGES];
const USERS: &[&str] = &[OWN, LANGUAGE];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// Everything that can be asked for.
pub const SCRIPTED: &[Scripted] = &[
    row("missingToken", SHOWN, "no access token is found"),
    row("invalidToken", SHOWN, "the access token is none"),
    row(
        "tokenExpired",
        SHOWN,
        "the access token is over, however young it is",
    ),
    row(
        "wrongIssuer",
        SHOWN,
        "the access token is of another Maskinporten",
    ),
    row(
        "missingScope",
        SHOWN,
        "the access token opens something else",
    ),
    row("noUser", USERS, "the access token is tied to nobody"),
    row("invalidJson", WITH_BODY, "the body is no JSON"),
    row(
        "invalidMember",
        WITH_BODY,
        "a member is missing or of another type",
    ),
    row("noPersons", LOOK_UPS, "nobody was asked for"),
    row("tooManyPersons", LOOK_UPS, "more than 1000 were asked for"),
    row("malformedNumber", LOOK_UPS, "an identity number is none"),
    row("noEntry", &[LANGUAGE], "the person has no entry in use"),
    row("noRoute", ALL, "the address is unknown"),
    row(
        "unsupportedMediaType",
        WITH_BODY,
        "the body is of another media type",
    ),
    row("tooManyRequests", ALL, "more calls than are taken"),
    row(
        "internalError",
        ALL,
        "the register fails; of the log, in the middle of a run",
    ),
    row(
        "krrUnavailable",
        ALL,
        "the register is down; of `printSertifikat`, that alone",
    ),
    row(
        "reserved",
        SHOWN,
        "the person is reserved against digital communication",
    ),
    row("noMailbox", SHOWN, "the person has no digital mailbox"),
    row(
        "expiredContact",
        SHOWN,
        "all contact data are older than 18 months",
    ),
    row(
        "expiredEmail",
        SHOWN,
        "the e-mail address is older than 18 months",
    ),
    row("expiredMobile", SHOWN, "the phone is older than 18 months"),
    row("deleted", SHOWN, "the person was deleted"),
    row("notRegistered", LOOK_UPS, "the person never registered"),
    row(
        "movesToEboks",
        LOOK_UPS,
        "as soon as the answer is out, the person chooses a mailbox at e-Boks",
    ),
    row(
        "reservesLater",
        LOOK_UPS,
        "as soon as the answer is out, the person reserves against digital communication",
    ),
    row(
        "emptyStrings",
        SHOWN,
        "address and certificate of the mailbox are empty strings",
    ),
    row(
        "mailboxWithoutCertificate",
        SHOWN,
        "the mailbox has no certificate",
    ),
    row(
        "certificateExpired",
        SHOWN,
        "the certificate of the mailbox is over",
    ),
    row(
        "certificateNotYetValid",
        SHOWN,
        "the certificate of the mailbox is not good yet",
    ),
    row(
        "certificateOfOtherMailbox",
        SHOWN,
        "the certificate is that of the other provider",
    ),
    row(
        "certificateGarbage",
        SHOWN,
        "what stands for the certificate is none",
    ),
    row(
        "contactScopeOnly",
        SHOWN,
        "the access token seems to open contact data alone",
    ),
    row(
        "mailboxScopeOnly",
        SHOWN,
        "the access token seems to open mailboxes alone",
    ),
    row("shuffled", LISTS, "the persons stand in another order"),
    row(
        "badJoseSignature",
        SHOWN,
        "the signature of a signed answer does not hold",
    ),
    row(
        "joseWithoutX5c",
        SHOWN,
        "a signed answer lacks the certificate in its header",
    ),
    row("timesFull", SHOWN, "instants have minutes in their offset"),
    row(
        "timesFraction",
        SHOWN,
        "instants are in UTC, with milliseconds",
    ),
    row(
        "changeFeedGap",
        LOG,
        "the first change of the page is missing",
    ),
    row(
        "changeFeedRepeat",
        LOG,
        "the page says that it ended where it began, and comes again",
    ),
    row(
        "changeFeedEmptyPage",
        LOG,
        "the page is empty, and more is to come",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::krr::faults::FaultKind;
    use crate::services::krr::model::Desire;

    #[test]
    fn every_name_is_a_refusal_or_a_wish_and_not_both() {
        for row in SCRIPTED {
            let is_refusal = FaultKind::parse(row.name).is_some();
            assert_ne!(
                is_refusal,
                Desire::parse(row.name).is_some(),
                "{}",
                row.name
            );
        }
    }
}
