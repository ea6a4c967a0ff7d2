//! A sandbox: where it stands, how it is set, and how clients reach it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::clock::ClockText;
use super::settings::{SettingText, settings};
use crate::domain::cast::Cast;
use crate::domain::company::Company;
use crate::domain::credentials::MaventaKeys;
use crate::domain::digipost::AccountId;
use crate::domain::maskinporten::ClientKeys;
use crate::domain::slug::Slug;
use crate::domain::vipps::{Product, VippsKeys};
use crate::http::{House, default_sandbox};
use crate::sandbox::World;

/// A sandbox in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct SandboxRow {
    name: String,
    clock: ClockText,
    seed: u64,
    profile: &'static str,
    href: String,
}

/// A sandbox with everything that a client needs to use it.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct SandboxText {
    #[serde(flatten)]
    row: SandboxRow,
    settings: BTreeMap<&'static str, SettingText>,
    base_urls: BTreeMap<&'static str, String>,
    credentials: BTreeMap<String, CredentialsText>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct CredentialsText {
    #[serde(skip_serializing_if = "Option::is_none")]
    company_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_api_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor_api_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mps_user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mps_password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digipost_broker_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vipps_isp: Option<VippsClientText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vipps_ipp: Option<VippsClientText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maskinporten: Option<MaskinportenClientText>,
}

/// What a client of Maskinporten makes grants with.
#[derive(Debug, Serialize, JsonSchema)]
struct MaskinportenClientText {
    client_id: String,
    /// Ids of its keys; where nothing else was given, that of the key that `sandkasse certs`
    /// writes.
    kids: Vec<String>,
    scopes: Vec<String>,
}

impl MaskinportenClientText {
    fn of(cast: &Cast, company: &Company) -> Option<Self> {
        let client = company.maskinporten.as_ref()?;
        Some(Self {
            client_id: cast.maskinporten_client(company)?,
            kids: match &client.keys {
                ClientKeys::Usual => vec![ClientKeys::USUAL_KID.to_owned()],
                ClientKeys::Given(keys) => keys.iter().map(|key| key.kid.clone()).collect(),
            },
            scopes: client.scopes.iter().map(ToString::to_string).collect(),
        })
    }
}

/// What a client of one product of Vipps calls with.
#[derive(Debug, Serialize, JsonSchema)]
struct VippsClientText {
    client_id: String,
    client_secret: String,
    subscription_key: String,
    secondary_subscription_key: String,
}

impl VippsClientText {
    fn of(keys: VippsKeys) -> Self {
        let VippsKeys {
            client_id,
            client_secret,
            subscription_key,
            secondary_subscription_key,
        } = keys;
        Self {
            client_id,
            client_secret,
            subscription_key,
            secondary_subscription_key,
        }
    }
}

impl CredentialsText {
    /// What a company calls with; `None` for one that calls nobody.
    fn of(cast: &Cast, company: &Company) -> Option<Self> {
        let (keys, login) = (cast.keys(company), cast.mps_login(company));
        let account = cast.digipost_account(company);
        let client = |product| {
            let keys = cast.vipps_keys(company, product);
            keys.map(VippsClientText::of)
        };
        let (vipps_isp, vipps_ipp) = (client(Product::Isp), client(Product::Ipp));
        let maskinporten = MaskinportenClientText::of(cast, company);
        let of_vipps = vipps_isp.is_some() || vipps_ipp.is_some();
        let of_others = of_vipps || maskinporten.is_some();
        if keys.is_none() && login.is_none() && account.is_none() && !of_others {
            return None;
        }
        let key = |of: fn(&MaventaKeys) -> &String| keys.as_ref().map(of).cloned();
        Some(Self {
            company_id: key(|keys| &keys.company_id),
            user_api_key: key(|keys| &keys.user_api_key),
            vendor_api_key: key(|keys| &keys.vendor_api_key),
            mps_user: login.as_ref().map(|login| login.user.clone()),
            mps_password: login.map(|login| login.password),
            digipost_broker_id: account.map(AccountId::get),
            vipps_isp,
            vipps_ipp,
            maskinporten,
        })
    }
}

impl SandboxRow {
    /// The row of a world.
    pub(in crate::admin) fn of(world: &World, origin: &str) -> Self {
        let name = world.cast.sandbox();
        Self {
            name: name.to_string(),
            clock: ClockText::of(world),
            seed: world.mint.seed(),
            profile: world.settings.profile.as_str(),
            href: format!("{origin}/_sandbox/sandboxes/{name}"),
        }
    }
}

impl SandboxText {
    /// The whole view of a world.
    pub(in crate::admin) fn of(world: &World, house: &House, origin: &str) -> Self {
        let companies = world.cast.companies();
        let credentials = companies.filter_map(|company| {
            let text = CredentialsText::of(&world.cast, company)?;
            Some((company.slug.to_string(), text))
        });
        Self {
            row: SandboxRow::of(world, origin),
            settings: settings(&world.settings),
            base_urls: base_urls(house, world.cast.sandbox(), origin),
            credentials: credentials.collect(),
        }
    }
}

fn base_urls(house: &House, name: &Slug, origin: &str) -> BTreeMap<&'static str, String> {
    let base = if *name == default_sandbox() {
        origin.to_owned()
    } else {
        format!("{origin}/s/{name}")
    };
    let mounts = house.services.iter().map(|service| service.mount());
    mounts
        .map(|mount| (mount.service, format!("{base}{}", mount.prefix)))
        .collect()
}
