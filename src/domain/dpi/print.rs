//! A letter for the printer (`utskrift`).

use super::text::{OutOfBounds, PlaceName, bounded};
use crate::domain::words::words;

words! {
    /// How it is printed (`utskriftstype`).
    pub enum PrintColour {
        /// Black and white.
        BlackAndWhite "SORT_HVIT",
        /// In colour.
        Colour "FARGE",
    }

    /// How fast it travels (`posttype`).
    pub enum PostalClass {
        /// A.
        A "A",
        /// B.
        B "B",
    }

    /// What becomes of a letter that comes back (`returposthaandtering`).
    pub enum ReturnHandling {
        /// It goes to the return address.
        ToSender "DIREKTE_RETUR",
        /// It is shredded, and a receipt says so.
        Shredded "MAKULERING_MED_MELDING",
    }
}

/// A message for the printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintLetter {
    /// Who gets it.
    pub recipient: PostalAddress,
    /// How it is printed.
    pub colour: PrintColour,
    /// How fast it travels.
    pub class: Option<PostalClass>,
    /// Where it comes back to.
    pub return_address: PostalAddress,
    /// What becomes of it when it comes back.
    pub return_handling: ReturnHandling,
}

/// An address on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostalAddress {
    /// Whose it is.
    pub name: String,
    /// The first line.
    pub line: AddressLine,
    /// Lines two to four, each perhaps.
    pub more_lines: [Option<AddressLine>; 3],
    /// Where that is.
    pub place: Place,
}

/// A line of an address; up to 100 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressLine(String);

impl AddressLine {
    /// Reads a line.
    ///
    /// # Errors
    /// [`OutOfBounds`] when it is too long.
    pub fn parse(text: &str) -> Result<Self, OutOfBounds> {
        bounded(text, 0, 100).map(Self)
    }

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In Norway or elsewhere. An address names a postcode with its town, or a country, or the code of
/// one, and no two of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In Norway.
    Domestic(Domestic),
    /// Elsewhere.
    Abroad(Abroad),
}

/// A place in Norway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domestic {
    /// Four digits.
    pub postcode: String,
    /// The town.
    pub town: PlaceName,
}

/// A place elsewhere; it may have a postcode or a town of its own, but not both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abroad {
    /// Which country.
    pub country: Country,
    /// Four digits, where that country has such.
    pub postcode: Option<String>,
    /// The town.
    pub town: Option<PlaceName>,
}

/// A country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Country {
    /// By name (`land`).
    Named(PlaceName),
    /// By two letters (`landkode`).
    Code(String),
}
