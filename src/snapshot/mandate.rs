//! The text form of mandates.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{TextError, parsed, yes};
use crate::consumer::{Mandate, MandateKey};
use crate::domain::account::AccountNumber;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// A mandate (`fast betalingsoppdrag`) of the person in whose text it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct MandateText {
    /// Account of the payee, 11 digits.
    pub payee_account: String,
    /// The KID as registered.
    pub kid: String,
    /// Account that is debited; without it the person's own, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_account: Option<String>,
    /// The payer wants a notice before each payment; without it, no.
    #[serde(default)]
    pub notification: bool,
    /// Most that may be debited in a month, in øre; without it there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_ore: Option<i64>,
    /// In force at MPS; without it, yes.
    #[serde(default = "yes")]
    pub active_at_mps: bool,
    /// In force in the copy that the reference router fetched last; without it, yes.
    #[serde(default = "yes")]
    pub active_at_router: bool,
}

impl MandateText {
    /// The text of a mandate.
    #[must_use]
    pub fn of(key: &MandateKey, mandate: &Mandate) -> Self {
        Self {
            payee_account: key.payee_account.as_str().to_owned(),
            kid: key.kid.as_str().to_owned(),
            payer_account: mandate
                .payer_account
                .as_ref()
                .map(|account| account.as_str().to_owned()),
            notification: mandate.notification,
            limit_ore: mandate.limit.map(Ore::get),
            active_at_mps: mandate.active_at_mps,
            active_at_router: mandate.active_at_router,
        }
    }

    pub(super) fn read(
        self,
        field: &str,
        payer: &Slug,
        own_account: Option<&AccountNumber>,
    ) -> Result<(MandateKey, Mandate), TextError> {
        let account = |name: &str, text: &str| {
            let field = format!("{field}.{name}");
            parsed(&field, text, "an account number", AccountNumber::parse)
        };
        let key = MandateKey {
            payee_account: account("payee_account", &self.payee_account)?,
            kid: parsed(&format!("{field}.kid"), &self.kid, "a KID", Kid::parse)?,
        };
        if let Some(limit) = self.limit_ore.filter(|limit| *limit < 0) {
            let field = format!("{field}.limit_ore");
            return Err(TextError::new(&field, &limit.to_string(), "0 øre or more"));
        }
        let given = self.payer_account.as_deref();
        let payer_account = given
            .map(|text| account("payer_account", text))
            .transpose()?;
        let mandate = Mandate {
            payer: payer.clone(),
            payer_account: payer_account.or_else(|| own_account.cloned()),
            notification: self.notification,
            limit: self.limit_ore.map(Ore::new),
            active_at_mps: self.active_at_mps,
            active_at_router: self.active_at_router,
        };
        Ok((key, mandate))
    }
}

/// Reads all mandates of one person.
pub(super) fn read_all(
    texts: Vec<MandateText>,
    payer: &Slug,
    own_account: Option<&AccountNumber>,
) -> Result<BTreeMap<MandateKey, Mandate>, TextError> {
    let mut mandates = BTreeMap::new();
    for (index, text) in texts.into_iter().enumerate() {
        let field = format!("mandates[{index}]");
        let (key, mandate) = text.read(&field, payer, own_account)?;
        let found = format!("{} {}", key.payee_account, key.kid);
        if mandates.insert(key, mandate).is_some() {
            let expected = "each payee account with each KID once";
            return Err(TextError::new(&field, &found, expected));
        }
    }
    Ok(mandates)
}
