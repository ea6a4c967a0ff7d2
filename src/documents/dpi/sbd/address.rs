//! Letters for the printer and the addresses on them, both ways.

use serde_json::{Map, Value};

use super::header::put;
use super::members::Field;
use crate::domain::dpi::{
    Abroad, AddressLine, Country, Domestic, OutOfBounds, Place, PlaceName, PostalAddress,
};
use crate::wire::error::WireError;

/// Reads an address.
pub(super) fn read(field: Field<'_>) -> Result<PostalAddress, WireError> {
    let mut parts = field.members()?;
    let name = parts.required("navn")?.text()?.to_owned();
    let line = parts
        .required("adresselinje1")?
        .parsed(AddressLine::parse)?;
    let mut more = |name| parts.maybe(name, |field| field.parsed(AddressLine::parse));
    let more_lines = [
        more("adresselinje2")?,
        more("adresselinje3")?,
        more("adresselinje4")?,
    ];
    let postcode = parts.maybe("postnummer", |field| field.parsed(postcode))?;
    let town = parts.maybe("poststed", |field| field.parsed(PlaceName::parse))?;
    let named = parts.maybe("land", |field| field.parsed(PlaceName::parse))?;
    let code = parts.maybe("landkode", |field| field.parsed(country_code))?;
    let expected = "`postnummer` with `poststed`, or `land`, or `landkode`, and one of these only";
    let place = match (postcode, town, named, code) {
        (Some(postcode), Some(town), None, None) => Place::Domestic(Domestic { postcode, town }),
        (Some(_), Some(_), _, _) => {
            return Err(parts.error(expected, "a postcode with its town and a country"));
        }
        (_, _, Some(_), Some(_)) => {
            return Err(parts.error(expected, "both `land` and `landkode`"));
        }
        (_, _, None, None) => return Err(parts.error(expected, "none of them")),
        (postcode, town, Some(name), None) => Place::Abroad(Abroad {
            country: Country::Named(name),
            postcode,
            town,
        }),
        (postcode, town, None, Some(code)) => Place::Abroad(Abroad {
            country: Country::Code(code),
            postcode,
            town,
        }),
    };
    parts.finish()?;
    Ok(PostalAddress {
        name,
        line,
        more_lines,
        place,
    })
}

/// Writes an address.
pub(super) fn write(address: &PostalAddress) -> Value {
    let mut parts = Map::new();
    put(&mut parts, "navn", Some(address.name.as_str()));
    put(&mut parts, "adresselinje1", Some(address.line.as_str()));
    let names = ["adresselinje2", "adresselinje3", "adresselinje4"];
    for (name, line) in names.iter().zip(&address.more_lines) {
        put(&mut parts, name, line.as_ref().map(AddressLine::as_str));
    }
    match &address.place {
        Place::Domestic(Domestic { postcode, town }) => {
            put(&mut parts, "postnummer", Some(postcode.as_str()));
            put(&mut parts, "poststed", Some(town.as_str()));
        }
        Place::Abroad(Abroad {
            country,
            postcode,
            town,
        }) => {
            put(&mut parts, "postnummer", postcode.as_deref());
            put(&mut parts, "poststed", town.as_ref().map(PlaceName::as_str));
            match country {
                Country::Named(name) => put(&mut parts, "land", Some(name.as_str())),
                Country::Code(code) => put(&mut parts, "landkode", Some(code.as_str())),
            }
        }
    }
    Value::Object(parts)
}

fn postcode(text: &str) -> Result<String, OutOfBounds> {
    let fits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.to_owned())
        .ok_or_else(|| OutOfBounds::form(text, "four digits"))
}

fn country_code(text: &str) -> Result<String, OutOfBounds> {
    let fits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    fits.then(|| text.to_owned())
        .ok_or_else(|| OutOfBounds::form(text, "two letters"))
}
