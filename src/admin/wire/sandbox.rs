//! A sandbox: where it stands, how it is set, and how clients reach it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::clock::ClockText;
use super::settings::{SettingText, settings};
use crate::domain::slug::Slug;
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
    company_id: String,
    user_api_key: String,
    vendor_api_key: String,
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
            let keys = world.cast.keys(company)?;
            let text = CredentialsText {
                company_id: keys.company_id,
                user_api_key: keys.user_api_key,
                vendor_api_key: keys.vendor_api_key,
            };
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
