//! `getEfakturaIdentifiers`, both ways.

use super::schema::{
    self, ADDRESS_LINE, BOOLEAN, CITY, COUNTRY, DATE, ELEVEN_DIGITS, EMAIL, KNOWN_REFERENCE, NAME,
    NINE_DIGITS, PHONE, POSTAL_CODE, Parsed,
};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::lookup::{KeyAddress, KeyName, KeyReference, LookupKey};
use crate::domain::phone::PhoneNumber;
use crate::services::Facts;
use crate::services::mps::model::{Answer, Asked, IssuerStanding, LookupResult};
use crate::wire::error::WireError;
use crate::wire::xml::{Sequence, Writer};

/// Stands for addresses that the schema lets through and no mailbox can have: they must count as
/// given, and find nobody. The top-level domain is reserved for such uses (RFC 2606).
const NOBODYS: &str = "nobody@unreadable.invalid";

const RESULT: Parsed<LookupResult> = Parsed(
    "UNIQUE_RECEIVER_FOUND, RECEIVER_NOT_FOUND, LOOKUP_KEY_MISSING_DATA or MULTIPLE_RECEIVERS",
    LookupResult::parse,
);

/// Reads the keys of a request, behind `auditInformation`.
pub(super) fn read_keys(sequence: &mut Sequence<'_>) -> Result<Vec<Asked>, WireError> {
    let list = sequence.required("getEfakturaIdentifiersKey")?;
    let mut list = schema::inside(sequence, list)?;
    let keys = schema::thousand(&mut list, "efakturaIdentifierKey", read_key)?;
    list.finish()?;
    Ok(keys)
}

/// What rules may ask about a key.
pub(super) fn facts(asked: &Asked) -> Facts {
    let key = &asked.key;
    let consumer = [
        key.identifier.as_ref().map(EfakturaIdentifier::as_str),
        key.ssn.as_deref(),
        key.org_number.as_deref(),
        key.phone.as_ref().map(PhoneNumber::international),
        asked.email.as_deref(),
    ];
    Facts {
        consumer: consumer.into_iter().flatten().map(str::to_owned).collect(),
        issuer: key.issuer.clone(),
        ..Facts::default()
    }
}

fn read_key(mut sequence: Sequence<'_>) -> Result<Asked, WireError> {
    let s = &mut sequence;
    let identifier = identifier(s)?;
    let ssn = schema::optional_text(s, "socialSecurityNumber", &ELEVEN_DIGITS)?;
    let org_number = match ssn {
        None => schema::optional_text(s, "organizationNumber", &NINE_DIGITS)?,
        Some(_) => None,
    };
    let phone = schema::optional(s, "telephoneAlias", &PHONE)?;
    let email = schema::optional_text(s, "emailAlias", &EMAIL)?;
    let name = read_name(s)?;
    let address = read_address(s)?;
    let issuer = schema::optional_text(s, "efakturaIssuer", &NINE_DIGITS)?;
    let born = schema::optional(s, "dateOfBirth", &DATE)?;
    let reference = read_reference(s)?;
    sequence.finish()?;
    let (date_of_birth, date_of_birth_zone) = born.unzip();
    let mailbox = email.as_deref().and_then(|email| {
        EmailAddress::parse(email)
            .or_else(|_| EmailAddress::parse(NOBODYS))
            .ok()
    });
    let key = LookupKey {
        identifier,
        ssn,
        org_number,
        phone: phone.and_then(|phone| PhoneNumber::parse(phone).ok()),
        email: mailbox,
        name,
        address,
        issuer,
        date_of_birth,
        reference,
    };
    Ok(Asked {
        key,
        email,
        date_of_birth_zone: date_of_birth_zone.flatten(),
    })
}

fn identifier(sequence: &mut Sequence<'_>) -> Result<Option<EfakturaIdentifier>, WireError> {
    let digits = schema::optional(sequence, "efakturaIdentifier", &NINE_DIGITS)?;
    Ok(digits.and_then(|digits| EfakturaIdentifier::parse(digits).ok()))
}

fn read_name(sequence: &mut Sequence<'_>) -> Result<Option<KeyName>, WireError> {
    let Some(element) = sequence.optional("name") else {
        return Ok(None);
    };
    let mut name = schema::inside(sequence, element)?;
    let first = schema::optional_text(&mut name, "firstName", &NAME)?;
    let last = schema::required(&mut name, "lastName", &NAME)?.to_owned();
    name.finish()?;
    Ok(Some(KeyName { first, last }))
}

fn read_address(sequence: &mut Sequence<'_>) -> Result<Option<KeyAddress>, WireError> {
    let Some(element) = sequence.optional("address") else {
        return Ok(None);
    };
    let mut address = schema::inside(sequence, element)?;
    let read = KeyAddress {
        line1: schema::optional_text(&mut address, "addressLine1", &ADDRESS_LINE)?,
        line2: schema::optional_text(&mut address, "addressLine2", &ADDRESS_LINE)?,
        postal_code: schema::optional_text(&mut address, "postalCode", &POSTAL_CODE)?,
        city: schema::optional_text(&mut address, "city", &CITY)?,
        country: schema::optional_text(&mut address, "countryCode", &COUNTRY)?,
    };
    address.finish()?;
    Ok(Some(read))
}

fn read_reference(sequence: &mut Sequence<'_>) -> Result<Option<KeyReference>, WireError> {
    let Some(element) = sequence.optional("efakturaReferenceAndContentProvider") else {
        return Ok(None);
    };
    let mut both = schema::inside(sequence, element)?;
    let reference = schema::required(&mut both, "efakturaReference", &KNOWN_REFERENCE)?.to_owned();
    let content_provider =
        schema::required(&mut both, "contentProviderId", &NINE_DIGITS)?.to_owned();
    both.finish()?;
    Ok(Some(KeyReference {
        reference,
        content_provider,
    }))
}

/// Writes the answers, behind `messageIdentifier`.
pub(super) fn write_answers(writer: &mut Writer, answers: &[(Asked, Answer)]) {
    writer.open("getEfakturaIdentifiersResponse", &[]);
    for (asked, answer) in answers {
        let auto_accept = bool_text(answer.auto_accept);
        writer
            .open("efakturaIdentifierResponse", &[])
            .leaf("responseResult", answer.result.as_str())
            .leaf("autoAcceptEfaktura", auto_accept);
        let identifier = answer.identifier.as_ref();
        writer.leaf_if(
            "efakturaIdentifier",
            identifier.map(EfakturaIdentifier::as_str),
        );
        let zone = asked.date_of_birth_zone.as_deref();
        write_key(writer, &asked.key, asked.email.as_deref(), zone);
        if let Some(standing) = &answer.issuer {
            writer
                .open("issuerResponse", &[])
                .leaf("blockedByReceiver", bool_text(standing.blocked))
                .leaf("hasEfakturaAgreement", bool_text(standing.has_agreement));
            for reference in &standing.references {
                writer.leaf("efakturaReferences", reference);
            }
            writer.close();
        }
        writer.close();
    }
    writer.close();
}

/// Writes the keys of a request, behind `auditInformation`.
pub(super) fn write_keys(writer: &mut Writer, keys: &[LookupKey]) {
    writer.open("getEfakturaIdentifiersKey", &[]);
    for key in keys {
        let email = key.email.as_ref().map(EmailAddress::as_str);
        write_key(writer, key, email, None);
    }
    writer.close();
}

fn write_key(writer: &mut Writer, key: &LookupKey, email: Option<&str>, zone: Option<&str>) {
    let identifier = key.identifier.as_ref().map(EfakturaIdentifier::as_str);
    // The schema has a choice between the two numbers.
    let org_number = key.org_number.as_deref().filter(|_| key.ssn.is_none());
    writer
        .open("efakturaIdentifierKey", &[])
        .leaf_if("efakturaIdentifier", identifier)
        .leaf_if("socialSecurityNumber", key.ssn.as_deref())
        .leaf_if("organizationNumber", org_number)
        .leaf_if(
            "telephoneAlias",
            key.phone.as_ref().map(PhoneNumber::international),
        )
        .leaf_if("emailAlias", email);
    if let Some(name) = &key.name {
        writer
            .open("name", &[])
            .leaf_if("firstName", name.first.as_deref())
            .leaf("lastName", &name.last)
            .close();
    }
    if let Some(address) = &key.address {
        writer
            .open("address", &[])
            .leaf_if("addressLine1", address.line1.as_deref())
            .leaf_if("addressLine2", address.line2.as_deref())
            .leaf_if("postalCode", address.postal_code.as_deref())
            .leaf_if("city", address.city.as_deref())
            .leaf_if("countryCode", address.country.as_deref())
            .close();
    }
    writer.leaf_if("efakturaIssuer", key.issuer.as_deref());
    if let Some(born) = key.date_of_birth {
        writer.leaf(
            "dateOfBirth",
            &format!("{born}{}", zone.unwrap_or_default()),
        );
    }
    if let Some(reference) = &key.reference {
        writer
            .open("efakturaReferenceAndContentProvider", &[])
            .leaf("efakturaReference", &reference.reference)
            .leaf("contentProviderId", &reference.content_provider)
            .close();
    }
    writer.close();
}

/// Reads the answers of a response, behind `messageIdentifier`.
pub(super) fn read_answers(sequence: &mut Sequence<'_>) -> Result<Vec<Answer>, WireError> {
    let list = sequence.required("getEfakturaIdentifiersResponse")?;
    let mut list = schema::inside(sequence, list)?;
    let answers = schema::thousand(&mut list, "efakturaIdentifierResponse", |mut answer| {
        let result = schema::required(&mut answer, "responseResult", &RESULT)?;
        let auto_accept = schema::required(&mut answer, "autoAcceptEfaktura", &BOOLEAN)?;
        let identifier = identifier(&mut answer)?;
        answer.required("efakturaIdentifierKey")?;
        let issuer = read_standing(&mut answer)?;
        answer.finish()?;
        Ok(Answer {
            result,
            auto_accept,
            identifier,
            issuer,
        })
    })?;
    list.finish()?;
    Ok(answers)
}

fn read_standing(sequence: &mut Sequence<'_>) -> Result<Option<IssuerStanding>, WireError> {
    let Some(element) = sequence.optional("issuerResponse") else {
        return Ok(None);
    };
    let mut standing = schema::inside(sequence, element)?;
    let blocked = schema::required(&mut standing, "blockedByReceiver", &BOOLEAN)?;
    let has_agreement = schema::required(&mut standing, "hasEfakturaAgreement", &BOOLEAN)?;
    let references = standing
        .repeated("efakturaReferences")
        .into_iter()
        .map(|element| schema::value(&standing, element, &KNOWN_REFERENCE).map(str::to_owned))
        .collect::<Result<_, _>>()?;
    standing.finish()?;
    Ok(Some(IssuerStanding {
        blocked,
        has_agreement,
        references,
    }))
}

fn bool_text(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
