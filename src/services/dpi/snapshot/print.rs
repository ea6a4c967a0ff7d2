//! Letters for the printer as text.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::dpi::{
    Abroad, AddressLine, Country, Domestic, Place, PlaceName, PostalAddress, PostalClass,
    PrintColour, PrintLetter, ReturnHandling,
};
use crate::snapshot::written::{self, Written, formed, texted, worded};

formed! {
    PrintText for PrintLetter,
    PlaceText for Place,
    DomesticText for Domestic,
    AbroadText for Abroad,
    CountryText for Country,
}
worded!(PostalClass, PrintColour, ReturnHandling);
texted! {
    AddressLine, "a line of an address", |it| it.as_str().into(), AddressLine::parse;
    PlaceName, "the name of a place", |it| it.as_str().into(), PlaceName::parse;
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PrintLetter", deny_unknown_fields)]
struct PrintText {
    #[serde(with = "written")]
    recipient: PostalAddress,
    #[serde(with = "written")]
    colour: PrintColour,
    #[serde(with = "written")]
    class: Option<PostalClass>,
    #[serde(with = "written")]
    return_address: PostalAddress,
    #[serde(with = "written")]
    return_handling: ReturnHandling,
}

/// Lines as they stand, a missing one in its place.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct AddressText {
    name: String,
    #[serde(with = "written")]
    line: AddressLine,
    #[serde(with = "written")]
    more_lines: Vec<Option<AddressLine>>,
    #[serde(with = "written")]
    place: Place,
}

impl Written for PostalAddress {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self {
            name,
            line,
            more_lines,
            place,
        } = self.clone();
        let text = AddressText {
            name,
            line,
            more_lines: more_lines.into(),
            place,
        };
        text.serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let AddressText {
            name,
            line,
            more_lines,
            place,
        } = Deserialize::deserialize(from)?;
        let more_lines = more_lines.try_into().map_err(|lines: Vec<_>| {
            let found = format!(
                "found {} more lines, expected 3, null for none",
                lines.len()
            );
            D::Error::custom(found)
        })?;
        Ok(Self {
            name,
            line,
            more_lines,
            place,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Place", rename_all = "snake_case")]
enum PlaceText {
    Domestic(#[serde(with = "written")] Domestic),
    Abroad(#[serde(with = "written")] Abroad),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Domestic", deny_unknown_fields)]
struct DomesticText {
    postcode: String,
    #[serde(with = "written")]
    town: PlaceName,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Abroad", deny_unknown_fields)]
struct AbroadText {
    #[serde(with = "written")]
    country: Country,
    postcode: Option<String>,
    #[serde(with = "written")]
    town: Option<PlaceName>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Country", rename_all = "snake_case")]
enum CountryText {
    Named(#[serde(with = "written")] PlaceName),
    Code(String),
}
