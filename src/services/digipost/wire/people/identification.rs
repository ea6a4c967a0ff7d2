//! Who a recipient is: question and answer.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::super::answer::xml;
use super::super::dialect::Dialect;
use super::super::echo::Echo;
use super::super::parties::name_and_address;
use super::super::values::{any_text, refused, text, truth};
use crate::crypto::Opener;
use crate::domain::digipost::DigipostAddress;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{Identification, Identified, Identifier, Outcome};
use crate::wire::xml::{Element, Sequence, Writer};

/// Whether the client is a bank that asks for users only.
pub(super) fn is_bank(dialect: Dialect) -> bool {
    match dialect {
        Dialect::V7 | Dialect::V8 => false,
        Dialect::User1 => true,
    }
}

/// Reads a question.
pub(super) fn read(root: &Element, with_key: bool, bank: bool) -> Result<Identification, Fault> {
    let mut sequence = Sequence::of(root);
    let who = match bank {
        true => national_id(&mut sequence)?,
        false => identifier(&mut sequence)?,
    };
    sequence.finish().map_err(refused)?;
    let Some(who) = who else {
        let why = "found <identification> without anything that names somebody";
        return Err(Fault::new(FaultKind::MissingRecipient, why));
    };
    Ok(Identification {
        who,
        with_key,
        with_alias: wants_alias(root)?,
        wish: None,
    })
}

fn wants_alias(root: &Element) -> Result<bool, Fault> {
    const NAME: &str = "include-personalias-for-digipost-user";
    let Some(sent) = root.attribute(NAME) else {
        return Ok(false);
    };
    truth(sent).ok_or_else(|| {
        let found: String = sent.chars().take(40).collect();
        refused(Sequence::of(root).error(NAME, "true or false", found))
    })
}

/// What names somebody, of which at most one is sent.
fn identifier(sequence: &mut Sequence<'_>) -> Result<Option<Identifier>, Fault> {
    if let Some(who) = national_id(sequence)? {
        return Ok(Some(who));
    }
    if let Some(element) = sequence.optional("organisation-number") {
        let number = text(element, 9, 9)?;
        return Ok(Some(Identifier::Organisation(number)));
    }
    if let Some(element) = sequence.optional("digipost-address") {
        let address = any_text(element)?;
        return Ok(Some(Identifier::Address(address.trim().to_owned())));
    }
    if let Some(element) = sequence.optional("name-and-address") {
        let key = name_and_address(sequence, element)?;
        return Ok(Some(Identifier::NameAndAddress(Box::new(key))));
    }
    if let Some(element) = sequence.optional("bank-account-number") {
        let account = text(element, 11, 11)?;
        return Ok(Some(Identifier::BankAccount(account)));
    }
    Ok(None)
}

fn national_id(sequence: &mut Sequence<'_>) -> Result<Option<Identifier>, Fault> {
    let Some(element) = sequence.optional("personal-identification-number") else {
        return Ok(None);
    };
    let number = text(element, 11, 11)?;
    Ok(Some(Identifier::NationalId(number)))
}

/// Writes the answer.
pub(super) fn write(echo: &Echo, identified: &Identified) -> Response<Bytes> {
    let Identified { outcome, with_key } = identified;
    if !with_key {
        return xml(StatusCode::OK, echo, RESULT, |writer| {
            result(writer, outcome, is_bank(echo.dialect));
        });
    }
    let root = "identification-result-with-encryption-key";
    xml(StatusCode::OK, echo, root, |writer| {
        writer.open(RESULT, &[]);
        result(writer, outcome, false);
        writer.close();
        if matches!(outcome, Outcome::Digipost { has_key: true, .. }) {
            let certificate = Opener::Recipient.certificate();
            let id = [("key-id", certificate.key_id())];
            writer.leaf_with("encryption-key", &id, &certificate.public_key_pem());
        }
    })
}

const RESULT: &str = "identification-result";

/// A result; banks are told whether somebody is a user and nothing else.
fn result(writer: &mut Writer, outcome: &Outcome, bank: bool) {
    match outcome {
        Outcome::Digipost { address, alias, .. } => {
            writer.leaf("result", "DIGIPOST");
            if !bank {
                let address = address.as_ref().map(DigipostAddress::as_str);
                writer.leaf_if("digipost-address", address);
                writer.leaf_if("person-alias", alias.as_deref());
            }
        }
        Outcome::Identified(_) | Outcome::Unidentified(_) | Outcome::Invalid(_) if bank => {
            writer.leaf("result", "UNIDENTIFIED");
        }
        Outcome::Identified(alias) => {
            writer
                .leaf("result", "IDENTIFIED")
                .leaf("person-alias", alias);
        }
        Outcome::Unidentified(reason) => {
            writer.leaf("result", "UNIDENTIFIED");
            writer.leaf("unidentified-reason", reason.as_str());
        }
        Outcome::Invalid(reason) => {
            writer.leaf("result", "INVALID");
            writer.leaf("invalid-reason", reason.as_str());
        }
    }
}
