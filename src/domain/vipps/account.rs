//! What Vipps knows of a company: as a sender (ISP), as a payment provider (IPP), as an issuer.

use crate::domain::credentials::computed;
use crate::domain::phone::PhoneNumber;
use crate::domain::slug::Slug;
use crate::domain::words::words;

words! {
    /// The two products of the invoice API; tokens and keys of one are worth nothing at the other
    /// (Vipps: Access token API; invoice API, discussions on its public repository).
    pub enum Product {
        /// For those who send invoices on behalf of issuers: invoice service provider.
        Isp "isp",
        /// For those who show and pay them: invoice payment provider.
        Ipp "ipp",
    }
}

/// A company at Vipps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VippsAccount {
    /// It sends invoices.
    pub isp: Option<IspAccount>,
    /// It shows and pays invoices.
    pub ipp: Option<IppAccount>,
    /// Invoices that it issues are rejected (Vipps: invoice API problems, `/issuer-blacklisted`).
    pub blacklisted: bool,
}

/// An invoice service provider.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IspAccount {
    /// Keys that were given instead of computed.
    pub keys: GivenVippsKeys,
    /// While it is being approved it may send to these only (Vipps: invoice API, whitelisting).
    pub whitelist: Option<Vec<PhoneNumber>>,
}

/// An invoice payment provider.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IppAccount {
    /// Keys that were given instead of computed.
    pub keys: GivenVippsKeys,
    /// It is the app of Vipps itself, which shows what a consumer lets it show.
    pub is_app: bool,
}

/// Keys that somebody gave instead of the computed ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenVippsKeys {
    /// Instead of the computed client id.
    pub client_id: Option<String>,
    /// Instead of the computed secret.
    pub client_secret: Option<String>,
    /// Instead of the computed primary subscription key.
    pub subscription_key: Option<String>,
}

/// What a client of one product calls with (Vipps: Access token API).
#[derive(Clone, PartialEq, Eq)]
pub struct VippsKeys {
    /// A GUID.
    pub client_id: String,
    /// Base64 text.
    pub client_secret: String,
    /// 32 hexadecimal digits; the primary one.
    pub subscription_key: String,
    /// The secondary one, which is worth as much.
    pub secondary_subscription_key: String,
}

impl std::fmt::Debug for VippsKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VippsKeys")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

impl GivenVippsKeys {
    /// The keys in force: the given ones, else those computed from the names of sandbox, company
    /// and product.
    #[must_use]
    pub fn or_computed(&self, sandbox: &Slug, company: &Slug, product: Product) -> VippsKeys {
        let key = |what: &str| {
            computed(
                sandbox,
                company,
                &format!("vipps-{}-{what}", product.as_str()),
            )
        };
        let given = |given: &Option<String>, or: String| given.clone().unwrap_or(or);
        VippsKeys {
            client_id: given(&self.client_id, key("client-id").to_string()),
            // A UUID's 32 digits and an equals sign are base64 text of the usual length.
            client_secret: given(
                &self.client_secret,
                format!("{}abcdefghijk=", key("client-secret").simple()),
            ),
            subscription_key: given(
                &self.subscription_key,
                key("subscription-key").simple().to_string(),
            ),
            secondary_subscription_key: key("secondary-key").simple().to_string(),
        }
    }
}

impl VippsAccount {
    /// The keys of one product, if the company has it.
    #[must_use]
    pub fn keys(&self, sandbox: &Slug, company: &Slug, product: Product) -> Option<VippsKeys> {
        let given = match product {
            Product::Isp => &self.isp.as_ref()?.keys,
            Product::Ipp => &self.ipp.as_ref()?.keys,
        };
        Some(given.or_computed(sandbox, company, product))
    }

    /// Drops the keys that somebody gave.
    pub fn forget_given(&mut self) {
        if let Some(isp) = &mut self.isp {
            isp.keys = GivenVippsKeys::default();
        }
        if let Some(ipp) = &mut self.ipp {
            ipp.keys = GivenVippsKeys::default();
        }
    }

    /// Whether somebody gave keys instead of the computed ones.
    #[must_use]
    pub fn has_given(&self) -> bool {
        let keys = [
            self.isp.as_ref().map(|it| &it.keys),
            self.ipp.as_ref().map(|it| &it.keys),
        ];
        keys.into_iter()
            .flatten()
            .any(|keys| *keys != GivenVippsKeys::default())
    }

    /// Whether the company has a product.
    #[must_use]
    pub fn has(&self, product: Product) -> bool {
        match product {
            Product::Isp => self.isp.is_some(),
            Product::Ipp => self.ipp.is_some(),
        }
    }
}
