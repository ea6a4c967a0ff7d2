//! The text form of a person's account at Digipost.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::digipost::{DigipostAddress, Language};
use crate::domain::person::DigipostUser;
use crate::snapshot::text::{TextError, one_of, yes};

/// A person's account at Digipost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct DigipostUserText {
    /// The name of the mailbox, such as `kari.testesen#1A2B`; left out, the old one is kept or
    /// one is made of the person's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// In use; left out, yes. A closed account gets nothing.
    #[serde(default = "yes")]
    pub active: bool,
    /// In which language the person reads it, `nb`, `nn` or `en`; left out, `nb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl DigipostUserText {
    pub(super) fn of(user: &DigipostUser) -> Self {
        let DigipostUser {
            address,
            active,
            language,
        } = user;
        Self {
            address: Some(address.to_string()),
            active: *active,
            language: Some(language.as_str().to_owned()),
        }
    }

    /// Reads the facet; `address` gives one where the text has none.
    pub(super) fn read(
        &self,
        address: impl FnOnce() -> Result<DigipostAddress, TextError>,
    ) -> Result<DigipostUser, TextError> {
        let given = self.address.as_deref().map(|text| {
            DigipostAddress::parse(text).ok_or_else(|| {
                let expected = "letters, digits, `.`, `-` and `_`, then `#` and four letters or \
                                digits, such as `kari.testesen#1A2B`";
                TextError::new("digipost.address", text, expected)
            })
        });
        let language = self.language.as_deref();
        let language = language.map(|text| one_of("digipost.language", text, Language::WORDS));
        Ok(DigipostUser {
            address: given.unwrap_or_else(address)?,
            active: self.active,
            language: language.transpose()?.unwrap_or(Language::Bokmaal),
        })
    }
}
