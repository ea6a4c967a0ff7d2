//! Single values as texts and numbers, read by the trade's own readers.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use super::collections::Written;
use crate::consumer::{ClaimId, DocumentType, MandateChangeKind, PresentedId};
use crate::domain::account::AccountNumber;
use crate::domain::blob::BlobKey;
use crate::domain::channel::Channel;
use crate::domain::company::B2cnoStatus;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::identity::OrgNumber;
use crate::domain::kid::Kid;
use crate::domain::mint::Stream;
use crate::domain::money::Ore;
use crate::domain::phone::PhoneNumber;
use crate::domain::settings::SetBy;
use crate::domain::slug::Slug;
use crate::snapshot::text::shortened;

/// The services that state may name; what the sandbox itself tells of stands here too.
const SERVICES: &[&str] = &[
    "mps",
    "digipost",
    "vipps",
    "maskinporten",
    "krr",
    "dpi",
    "bank",
    "maventa",
    "sandbox",
    "scenario",
];

/// A value that is one text.
pub trait Texted: Sized {
    /// What it is, for whoever wrote something else.
    const WHAT: &'static str;

    /// The text.
    fn text(&self) -> Cow<'_, str>;

    /// The value of a text.
    ///
    /// # Errors
    /// Why it is none.
    fn of_text(text: &str) -> Result<Self, String>;
}

/// The text of some other value stands where one of these is expected.
pub(super) fn misfit<T: Texted, E: Error>(found: &str, why: &str) -> E {
    let found = shortened(found);
    E::custom(format!("found `{found}`, expected {} ({why})", T::WHAT))
}

/// Reads a value that is one text.
///
/// # Errors
/// When it is none.
pub(crate) fn read_text<'de, T: Texted, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let text = String::deserialize(from)?;
    T::of_text(&text).map_err(|why| misfit::<T, _>(&text, &why))
}

/// Makes types that are one text: type, what it is, how it is shown, how it is read.
macro_rules! texted {
    ($($name:ty, $what:literal, $show:expr, $parse:expr;)+) => {$(
        impl $crate::snapshot::written::Texted for $name {
            const WHAT: &'static str = $what;

            fn text(&self) -> std::borrow::Cow<'_, str> {
                let show: fn(&Self) -> std::borrow::Cow<'_, str> = $show;
                show(self)
            }

            fn of_text(text: &str) -> Result<Self, String> {
                $parse(text).map_err(|why| why.to_string())
            }
        }

        $crate::snapshot::written::formed!(text $name);
    )+};
}

/// Makes types written by their text (`text Type`), or by a text form (`Form for Type`).
macro_rules! formed {
    (text $name:ty) => {
        impl $crate::snapshot::written::Written for $name {
            fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&$crate::snapshot::written::Texted::text(self))
            }

            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::snapshot::written::read_text(from)
            }
        }
    };
    ($($form:ident for $name:ty),+ $(,)?) => {$(
        impl $crate::snapshot::written::Written for $name {
            fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $form::serialize(self, to)
            }

            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $form::deserialize(from)
            }
        }
    )+};
}

/// Makes enums of words written by their words.
macro_rules! worded {
    ($($name:ident),+ $(,)?) => {$(
        impl $crate::snapshot::written::Texted for $name {
            const WHAT: &'static str = "a word of this list";

            fn text(&self) -> std::borrow::Cow<'_, str> {
                $name::as_str(*self).into()
            }

            fn of_text(text: &str) -> Result<Self, String> {
                $name::parse(text).ok_or_else(|| {
                    let words: Vec<&str> = $name::WORDS.iter().map(|(_, word)| *word).collect();
                    words.join(", ")
                })
            }
        }

        $crate::snapshot::written::formed!(text $name);
    )+};
}

pub(crate) use {formed, texted, worded};

texted! {
    Slug, "a name", |it| it.as_str().into(), Slug::parse;
    Kid, "a KID", |it| it.as_str().into(), Kid::parse;
    AccountNumber, "an account number", |it| it.as_str().into(), AccountNumber::parse;
    EfakturaIdentifier, "an eFaktura identifier", |it| it.as_str().into(),
        EfakturaIdentifier::parse;
    EmailAddress, "an e-mail address", |it| it.as_str().into(), EmailAddress::parse;
    PhoneNumber, "a phone number", |it| it.international().into(), PhoneNumber::parse;
    OrgNumber, "an organisation number", |it| it.as_str().into(), OrgNumber::parse;
    PresentedId, "an id", |it| it.0.as_str().into(),
        |text: &str| Ok::<_, String>(PresentedId(text.to_owned()));
    ClaimId, "an id", |it| it.to_string().into(),
        |text: &str| Ok::<_, String>(ClaimId::of(text));
    Timestamp, "an instant such as 2026-03-02T08:00:00Z", |it| it.to_string().into(),
        str::parse::<Timestamp>;
    Date, "a date such as 2026-03-02", |it| it.to_string().into(), str::parse::<Date>;
    BlobKey, "a SHA-256", |it| it.to_string().into(),
        |text: &str| BlobKey::parse(text).ok_or("64 digits and letters from a to f");
}

worded!(
    DocumentType,
    MandateChangeKind,
    Channel,
    B2cnoStatus,
    Stream,
    SetBy
);

impl Written for Ore {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(self.get())
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        i64::deserialize(from).map(Self::new)
    }
}

impl Texted for String {
    const WHAT: &'static str = "a text";

    fn text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn of_text(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

/// The name of a service, wherever state refers to one. (Under this name, because serde would
/// borrow whatever is written as a reference.)
pub type ServiceName = &'static str;

impl Written for ServiceName {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let known = SERVICES.iter().find(|name| **name == text);
        known.copied().ok_or_else(|| {
            let found = shortened(&text);
            let names = SERVICES.join(", ");
            D::Error::custom(format!("found `{found}`, expected a service: {names}"))
        })
    }
}
