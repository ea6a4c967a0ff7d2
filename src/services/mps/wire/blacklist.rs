//! `getBlackList`. The words in the entries are not public; they are modelled.

use crate::services::mps::model::Listed;
use crate::wire::xml::Writer;

/// Writes the answer, behind `messageIdentifier`.
pub(super) fn write(writer: &mut Writer, listed: &[Listed]) {
    writer.open("blackListResponses", &[]);
    for entry in listed {
        let until = entry.until.map(|date| date.to_string());
        writer
            .open("blackListResponseType", &[])
            .leaf("identifier", &entry.identifier)
            .leaf("identifierType", "ORGANIZATION_NUMBER")
            .leaf("status", if entry.active { "ACTIVE" } else { "INACTIVE" })
            .leaf("activationDate", &entry.from.to_string())
            .leaf_if("deActivationDate", until.as_deref())
            .leaf("blackListType", "ISSUER")
            .close();
    }
    writer.close();
}
