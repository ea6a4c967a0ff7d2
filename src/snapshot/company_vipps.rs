//! The text form of what Vipps and KAR know of a company.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::company::key;
use super::text::{TextError, parsed};
use crate::domain::account::AccountNumber;
use crate::domain::cast::Cast;
use crate::domain::company::Company;
use crate::domain::phone::PhoneNumber;
use crate::domain::slug::Slug;
use crate::domain::vipps::{
    GivenVippsKeys, IppAccount, IspAccount, Product, VippsAccount, VippsKeys,
};

/// A company at Vipps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct VippsAccountText {
    /// It sends invoices; left out, it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isp: Option<IspText>,
    /// It shows and pays invoices; left out, it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipp: Option<IppText>,
    /// Vipps rejects invoices that it issues; left out, no.
    #[serde(default)]
    pub blacklisted: bool,
}

/// An invoice service provider, with the keys in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct IspText {
    /// Header `client_id`; keys that are left out are kept, or computed from the names of sandbox
    /// and company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Header `client_secret`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// Header `Ocp-Apim-Subscription-Key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_key: Option<String>,
    /// Worth as much as the other; it is always the computed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secondary_subscription_key: Option<String>,
    /// Phones of the only ones to whom it may send while it is being approved; left out, it may
    /// send to everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whitelist: Option<Vec<String>>,
}

/// An invoice payment provider, with the keys in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct IppText {
    /// Header `client_id`; keys that are left out are kept, or computed from the names of sandbox
    /// and company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Header `client_secret`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// Header `Ocp-Apim-Subscription-Key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_key: Option<String>,
    /// Worth as much as the other; it is always the computed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secondary_subscription_key: Option<String>,
    /// It is the app of Vipps itself, which shows what a consumer lets it show; left out, no.
    #[serde(default)]
    pub app: bool,
}

impl VippsAccountText {
    /// The text of a facet; `cast` says what is in force, without it only what was given is said.
    pub(super) fn of(company: &Company, cast: Option<&Cast>) -> Option<Self> {
        // Taken apart by name, so that a new field does not compile until it has a text.
        let VippsAccount {
            isp,
            ipp,
            blacklisted,
        } = company.vipps.as_ref()?;
        let in_force = |product| cast.and_then(|cast| cast.vipps_keys(company, product));
        Some(Self {
            isp: isp
                .as_ref()
                .map(|it| IspText::of(it, in_force(Product::Isp))),
            ipp: ipp
                .as_ref()
                .map(|it| IppText::of(it, in_force(Product::Ipp))),
            blacklisted: *blacklisted,
        })
    }

    /// Reads the facet of the company `slug`; `old` has what somebody gave before.
    pub(super) fn read(
        &self,
        old: Option<&VippsAccount>,
        slug: &Slug,
        cast: &Cast,
    ) -> Result<VippsAccount, TextError> {
        let computed =
            |product| GivenVippsKeys::default().or_computed(cast.sandbox(), slug, product);
        let isp = self.isp.as_ref().map(|text| {
            let old = old.and_then(|old| Some(old.isp.as_ref()?.keys.clone()));
            text.read(old.unwrap_or_default(), &computed(Product::Isp))
        });
        let ipp = self.ipp.as_ref().map(|text| {
            let old = old.and_then(|old| Some(old.ipp.as_ref()?.keys.clone()));
            text.read(old.unwrap_or_default(), &computed(Product::Ipp))
        });
        Ok(VippsAccount {
            isp: isp.transpose()?,
            ipp: ipp.transpose()?,
            blacklisted: self.blacklisted,
        })
    }
}

impl IspText {
    fn of(account: &IspAccount, in_force: Option<VippsKeys>) -> Self {
        let IspAccount { keys, whitelist } = account;
        let keys = KeysText::of(keys, in_force);
        let phones = whitelist.as_ref().map(|phones| phones.iter());
        Self {
            client_id: keys.client_id,
            client_secret: keys.client_secret,
            subscription_key: keys.subscription_key,
            secondary_subscription_key: keys.secondary,
            whitelist: phones.map(|phones| phones.map(ToString::to_string).collect()),
        }
    }

    fn read(&self, old: GivenVippsKeys, computed: &VippsKeys) -> Result<IspAccount, TextError> {
        let keys = KeysText {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            subscription_key: self.subscription_key.clone(),
            secondary: self.secondary_subscription_key.clone(),
        };
        let whitelist = self.whitelist.as_deref().map(|texts| {
            let (what, parse) = ("a phone number", PhoneNumber::parse);
            each_once("vipps.isp.whitelist", texts, what, parse)
        });
        Ok(IspAccount {
            keys: keys.read("vipps.isp", old, computed)?,
            whitelist: whitelist.transpose()?,
        })
    }
}

impl IppText {
    fn of(account: &IppAccount, in_force: Option<VippsKeys>) -> Self {
        let IppAccount { keys, is_app } = account;
        let keys = KeysText::of(keys, in_force);
        Self {
            client_id: keys.client_id,
            client_secret: keys.client_secret,
            subscription_key: keys.subscription_key,
            secondary_subscription_key: keys.secondary,
            app: *is_app,
        }
    }

    fn read(&self, old: GivenVippsKeys, computed: &VippsKeys) -> Result<IppAccount, TextError> {
        let keys = KeysText {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            subscription_key: self.subscription_key.clone(),
            secondary: self.secondary_subscription_key.clone(),
        };
        Ok(IppAccount {
            keys: keys.read("vipps.ipp", old, computed)?,
            is_app: self.app,
        })
    }
}

/// The four keys that both products have.
struct KeysText {
    client_id: Option<String>,
    client_secret: Option<String>,
    subscription_key: Option<String>,
    secondary: Option<String>,
}

impl KeysText {
    fn of(given: &GivenVippsKeys, in_force: Option<VippsKeys>) -> Self {
        let Some(keys) = in_force else {
            let GivenVippsKeys {
                client_id,
                client_secret,
                subscription_key,
            } = given.clone();
            return Self {
                client_id,
                client_secret,
                subscription_key,
                secondary: None,
            };
        };
        Self {
            client_id: Some(keys.client_id),
            client_secret: Some(keys.client_secret),
            subscription_key: Some(keys.subscription_key),
            secondary: Some(keys.secondary_subscription_key),
        }
    }

    fn read(
        &self,
        product: &str,
        old: GivenVippsKeys,
        computed: &VippsKeys,
    ) -> Result<GivenVippsKeys, TextError> {
        let field = |name: &str| format!("{product}.{name}");
        let secondary = &computed.secondary_subscription_key;
        if let Some(text) = self.secondary.as_ref().filter(|text| *text != secondary) {
            let expected = "nothing, for this key is computed from the names and never given";
            let field = field("secondary_subscription_key");
            return Err(TextError::new(&field, text, expected));
        }
        Ok(GivenVippsKeys {
            client_id: key(
                &field("client_id"),
                &self.client_id,
                old.client_id,
                &computed.client_id,
            )?,
            client_secret: key(
                &field("client_secret"),
                &self.client_secret,
                old.client_secret,
                &computed.client_secret,
            )?,
            subscription_key: key(
                &field("subscription_key"),
                &self.subscription_key,
                old.subscription_key,
                &computed.subscription_key,
            )?,
        })
    }
}

/// Reads the accounts of a company at KAR.
pub(super) fn accounts(texts: &[String]) -> Result<Vec<AccountNumber>, TextError> {
    each_once("accounts", texts, "an account number", AccountNumber::parse)
}

/// Reads a list in which nothing stands twice, in whatever spelling.
fn each_once<T: PartialEq, E: std::fmt::Display>(
    field: &str,
    texts: &[String],
    expected: &str,
    parse: fn(&str) -> Result<T, E>,
) -> Result<Vec<T>, TextError> {
    let mut values = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let field = format!("{field}[{index}]");
        let value = parsed(&field, text, expected, parse)?;
        if values.contains(&value) {
            return Err(TextError::new(&field, text, "each of them once"));
        }
        values.push(value);
    }
    Ok(values)
}
