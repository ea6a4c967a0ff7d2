//! Settings: value, default, who set them, what they take.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::settings::{SETTINGS, Settings};
use crate::snapshot::setting_value;

/// A setting.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct SettingText {
    value: Value,
    default: Value,
    set_by: &'static str,
    text: &'static str,
    takes: &'static str,
}

/// Every setting by name.
pub(in crate::admin) fn settings(settings: &Settings) -> BTreeMap<&'static str, SettingText> {
    let built_in = Settings::default();
    SETTINGS
        .iter()
        .map(|row| {
            let text = SettingText {
                value: setting_value((row.show)(settings)),
                default: setting_value((row.show)(&built_in)),
                set_by: settings.set_by(row.name).as_str(),
                text: row.text,
                takes: row.takes(),
            };
            (row.name, text)
        })
        .collect()
}
