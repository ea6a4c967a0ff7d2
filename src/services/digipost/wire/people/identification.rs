//! Who a recipient is: question and answer.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::super::answer::xml;
use super::super::dialect::Dialect;
use super::super::echo::Echo;
use super::super::schema::{broken, date, exactly, optional, plain, required, truth};
use crate::crypto::Opener;
use crate::domain::digipost::DigipostAddress;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{
    Identification, Identified, Identifier, NameAndAddress, Outcome,
};
use crate::wire::xml::{Element, Sequence, Writer};

/// Whether the client is a bank that asks for users only.
pub(super) fn is_bank(dialect: Dialect) -> bool {
    match dialect {
        Dialect::V7 | Dialect::V8 => false,
        Dialect::User1 => true,
    }
}

/// Most characters of what the schema sets no end to; ours.
const TEXT_MAX: usize = 1000;

/// Reads a question.
pub(super) fn read(root: &Element, with_key: bool, bank: bool) -> Result<Identification, Fault> {
    let mut sequence = Sequence::of(root);
    let who = match bank {
        true => national_id(&mut sequence)?,
        false => identifier(&mut sequence)?,
    };
    sequence.finish().map_err(broken)?;
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
        broken(Sequence::of(root).error(NAME, "true or false", found))
    })
}

/// What names somebody, of which at most one is sent.
fn identifier(sequence: &mut Sequence<'_>) -> Result<Option<Identifier>, Fault> {
    if let Some(who) = national_id(sequence)? {
        return Ok(Some(who));
    }
    if let Some(element) = sequence.optional("organisation-number") {
        let number = exactly(sequence, element, 9)?;
        return Ok(Some(Identifier::Organisation(number.to_owned())));
    }
    if let Some(element) = sequence.optional("digipost-address") {
        let address = plain(sequence, element)?.trim();
        return Ok(Some(Identifier::Address(address.to_owned())));
    }
    if let Some(element) = sequence.optional("name-and-address") {
        let key = name_and_address(sequence.inside(element))?;
        return Ok(Some(Identifier::NameAndAddress(Box::new(key))));
    }
    if let Some(element) = sequence.optional("bank-account-number") {
        let account = exactly(sequence, element, 11)?;
        return Ok(Some(Identifier::BankAccount(account.to_owned())));
    }
    Ok(None)
}

fn national_id(sequence: &mut Sequence<'_>) -> Result<Option<Identifier>, Fault> {
    let Some(element) = sequence.optional("personal-identification-number") else {
        return Ok(None);
    };
    let number = exactly(sequence, element, 11)?;
    Ok(Some(Identifier::NationalId(number.to_owned())))
}

/// Reads a name with an address, whose children the sequence walks.
fn name_and_address(mut sequence: Sequence<'_>) -> Result<NameAndAddress, Fault> {
    let name = required(&mut sequence, "fullname", 130)?;
    let line1 = required(&mut sequence, "addressline1", 100)?;
    let line2 = optional(&mut sequence, "addressline2", 100)?;
    let postal_code = required(&mut sequence, "postalcode", 10)?;
    let city = required(&mut sequence, "city", 80)?;
    let born = match optional(&mut sequence, "birth-date", 40)? {
        Some(text) => Some(date(&text).ok_or_else(|| {
            let expected = "a date such as 1990-03-04";
            broken(sequence.error("birth-date", expected, text))
        })?),
        None => None,
    };
    let phone = optional(&mut sequence, "phone-number", TEXT_MAX)?;
    let email = optional(&mut sequence, "email-address", TEXT_MAX)?;
    sequence.finish().map_err(broken)?;
    Ok(NameAndAddress {
        name,
        line1,
        line2,
        postal_code,
        city,
        born,
        phone,
        email,
    })
}

/// Reads a sender by organisation number: the number, and a unit of it.
pub(in crate::services::digipost::wire) fn sender_organization(
    mut sequence: Sequence<'_>,
) -> Result<(String, Option<String>), Fault> {
    let number = required(&mut sequence, "organization-id", 35)?;
    if number.is_empty() || !number.chars().all(|it| it.is_alphanumeric() || it == '_') {
        let expected = "one to 35 letters and digits";
        return Err(broken(sequence.error("organization-id", expected, number)));
    }
    let part = optional(&mut sequence, "part-id", 100)?;
    sequence.finish().map_err(broken)?;
    Ok((number, part))
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
