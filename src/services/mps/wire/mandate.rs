//! `getAtgMandate`.

use super::schema::{self, ACCOUNT, KID};
use crate::services::Facts;
use crate::services::mps::model::{AskedMandate, FoundMandate};
use crate::wire::error::WireError;
use crate::wire::xml::{Sequence, Writer};

/// Reads the question, behind `auditInformation`.
pub(super) fn read(sequence: &mut Sequence<'_>) -> Result<AskedMandate, WireError> {
    Ok(AskedMandate {
        kid: schema::required(sequence, "kid", &KID)?.to_owned(),
        account: schema::required(sequence, "creditAccount", &ACCOUNT)?.to_owned(),
    })
}

/// What rules may ask about it.
pub(super) fn facts(asked: &AskedMandate) -> Vec<Facts> {
    vec![Facts {
        kid: Some(asked.kid.clone()),
        account: Some(asked.account.clone()),
        ..Facts::default()
    }]
}

/// Writes the answer, behind `messageIdentifier`; no mandate is no element.
pub(super) fn write(writer: &mut Writer, found: Option<&FoundMandate>) {
    let Some(found) = found else {
        return;
    };
    writer
        .open("mandate", &[])
        .leaf("kid", &found.kid)
        .leaf("creditAccount", &found.account)
        .leaf("notification", &found.notification.to_string())
        .close();
}
