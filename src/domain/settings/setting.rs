//! The settings of a sandbox: typed, with name, default, meaning and who set them.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::SETTINGS;
use crate::domain::dpi::DpiSettings;
use crate::domain::identity::Guard;
use crate::domain::krr::KrrSettings;
use crate::domain::maskinporten::MaskinportenSettings;
use crate::domain::vipps::VippsSettings;
use crate::domain::words::words;

words! {
    /// How strict the impersonated services are.
    pub enum Profile {
        /// What the real service is known to accept is accepted.
        Documented "documented",
        /// Beyond that, every documented limit is enforced, also those seen to be ignored.
        Strict "strict",
    }
}

words! {
    /// How the days before a due date are counted.
    pub enum ClaimDays {
        /// Every day.
        Calendar "calendar",
        /// Bank days.
        Banking "banking",
    }
}

words! {
    /// What a service makes of what a request proves its sender with.
    pub enum Checks {
        /// It is not looked at.
        Off "off",
        /// A proof that is there is judged; a request without one may do everything.
        WhenPresent "when-present",
        /// A request without one is refused too.
        Enforce "enforce",
    }
}

words! {
    /// What the time that stands in headers and signatures is compared with.
    pub enum WireTime {
        /// The clock of the machine, which clients sign with.
        Real "real",
        /// The clock of the sandbox.
        Sandbox "sandbox",
    }
}

words! {
    /// When the receipt of a message at Digipost says that pre-encryption is asked for.
    pub enum PreEncryptElement {
        /// As the documented sample does: where the primary document is an invoice.
        Sample "sample",
        /// Always.
        Always "always",
        /// Never.
        Never "never",
    }
}

/// What can be set in one sandbox. Every value has a row in [`SETTINGS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How strict the services are.
    pub profile: Profile,
    /// From `addShipment` to the result of the asynchronous validation at MPS, and from each step
    /// of a leg behind it to the next.
    pub mps_validation_delay: SignedDuration,
    /// `getAtgMandate` is switched on.
    pub mps_mandate_lookup: bool,
    /// Longest span of time of `getShipments`.
    pub mps_shipments_span: SignedDuration,
    /// How long the signature of a presentation address holds.
    pub mps_signature_life: SignedDuration,
    /// Days from the intake of a claim to its nearest due date.
    pub mps_claim_days_min: i32,
    /// How these days are counted.
    pub mps_claim_days: ClaimDays,
    /// A claim above the payer's limit is rejected by MPS, before the bank sees it.
    pub mps_rejects_over_limit: bool,
    /// What MPS makes of the security header of a message.
    pub mps_security: Checks,
    /// From the making of an issuer at MPS to the instant when every bank has it.
    pub mps_issuer_spread: SignedDuration,
    /// eFaktura with an amount of 0.00 is accepted.
    pub efaktura_zero_amount: bool,
    /// From one look at an unfinished transaction to the next by the router.
    pub router_poll_interval: SignedDuration,
    /// An `eFaktura` that fails validation ends the routing instead of falling through.
    pub router_efaktura_failure_ends: bool,
    /// Life of an access token of the router.
    pub router_token_life: SignedDuration,
    /// All seven document types of the older description are accepted by the router.
    pub router_all_document_types: bool,
    /// What Digipost makes of the signature of a request.
    pub digipost_signatures: Checks,
    /// The check digits of KID and account of an invoice at Digipost are judged.
    pub digipost_strict_numbers: bool,
    /// When the receipt of a message at Digipost has the element `pre-encrypt`.
    pub digipost_pre_encrypt_element: PreEncryptElement,
    /// How long a link to the content of a document at Digipost holds.
    pub digipost_link_life: SignedDuration,
    /// From one request for the owners of agreements at Digipost to the next that is allowed.
    pub digipost_owners_pause: SignedDuration,
    /// What can be set of Vipps.
    pub vipps: VippsSettings,
    /// What can be set of Maskinporten.
    pub maskinporten: MaskinportenSettings,
    /// What can be set of the contact and reservation register.
    pub krr: KrrSettings,
    /// What can be set of digital post to citizens.
    pub dpi: DpiSettings,
    /// What dates of headers and signatures are compared with.
    pub wire_time: WireTime,
    /// Entries that the journal keeps.
    pub journal_entries_max: u64,
    /// Bytes that the journal keeps.
    pub journal_bytes_max: u64,
    /// Bytes that the blob store keeps.
    pub blob_bytes_max: u64,
    /// What is done about identity numbers that may be a citizen's.
    pub identity_guard: Guard,
    set_by: BTreeMap<&'static str, SetBy>,
}

words! {
    /// Who gave a setting its value.
    pub enum SetBy {
        /// Nobody: the built-in value.
        Default "default",
        /// Whoever created the sandbox; for `default`, whoever started the server.
        Creation "creation",
        /// Somebody who changed it afterwards.
        Change "settings",
        /// The stage of a scenario.
        Scenario "scenario",
    }
}

/// One row of the settings table.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The public name.
    pub name: &'static str,
    /// What it does, for people.
    pub text: &'static str,
    /// Reads the value as text.
    pub show: fn(&Settings) -> String,
    /// Writes the value from text; `Err` says what was expected.
    pub set: fn(&mut Settings, &str) -> Result<(), &'static str>,
}

impl Setting {
    /// What the setting takes, in words: its own answer to a text that none takes.
    #[must_use]
    pub fn takes(&self) -> &'static str {
        let taken = (self.set)(&mut Settings::default(), "\0");
        taken.err().unwrap_or("a text")
    }
}

/// A setting that has another value than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The setting.
    pub name: &'static str,
    /// The value it had.
    pub old: String,
    /// The value it has.
    pub new: String,
}

/// Why a setting was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// No setting has this name.
    #[error("unknown setting `{name}`; `GET /_sandbox/sandboxes/{{s}}` shows the known ones")]
    Unknown {
        /// The name as given.
        name: String,
    },
    /// The value does not fit.
    #[error("setting `{name}` cannot be `{found}`: expected {expected}")]
    Value {
        /// The setting.
        name: &'static str,
        /// The value as given.
        found: String,
        /// What would fit.
        expected: &'static str,
    },
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            profile: Profile::Documented,
            mps_validation_delay: SignedDuration::from_secs(5),
            mps_mandate_lookup: true,
            // A month in which summer time ends has an hour more.
            mps_shipments_span: SignedDuration::from_hours(31 * 24 + 1),
            mps_signature_life: SignedDuration::from_mins(15),
            mps_claim_days_min: 3,
            mps_claim_days: ClaimDays::Calendar,
            mps_rejects_over_limit: false,
            mps_security: Checks::WhenPresent,
            mps_issuer_spread: SignedDuration::from_hours(24),
            efaktura_zero_amount: true,
            router_poll_interval: SignedDuration::from_mins(1),
            router_efaktura_failure_ends: false,
            router_token_life: SignedDuration::from_mins(60),
            router_all_document_types: false,
            digipost_signatures: Checks::WhenPresent,
            digipost_strict_numbers: false,
            digipost_pre_encrypt_element: PreEncryptElement::Sample,
            digipost_link_life: SignedDuration::from_secs(30),
            digipost_owners_pause: SignedDuration::from_hours(1),
            vipps: VippsSettings::default(),
            maskinporten: MaskinportenSettings::default(),
            krr: KrrSettings::default(),
            dpi: DpiSettings::default(),
            wire_time: WireTime::Real,
            journal_entries_max: 10_000,
            journal_bytes_max: 64 * 1024 * 1024,
            blob_bytes_max: 256 * 1024 * 1024,
            identity_guard: Guard::Mask,
            set_by: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Sets one value by its public name.
    ///
    /// # Errors
    /// [`SettingError`] for an unknown name or a value that does not fit; nothing changes then.
    pub fn set(&mut self, name: &str, value: &str, by: SetBy) -> Result<(), SettingError> {
        let Some(row) = SETTINGS.iter().find(|row| row.name == name) else {
            return Err(SettingError::Unknown {
                name: name.chars().take(80).collect(),
            });
        };
        (row.set)(self, value).map_err(|expected| SettingError::Value {
            name: row.name,
            found: value.chars().take(80).collect(),
            expected,
        })?;
        if by == SetBy::Default {
            self.set_by.remove(row.name);
        } else {
            self.set_by.insert(row.name, by);
        }
        Ok(())
    }

    /// Sets values by their public names; `None` gives a setting back what it had at creation:
    /// the value in `at_creation`, or the built-in one. Says which values are others than before.
    ///
    /// # Errors
    /// [`SettingError`] for the first unknown name or value that does not fit; nothing changes
    /// then.
    pub fn change(
        &mut self,
        wanted: &[(String, Option<String>)],
        at_creation: &[(String, String)],
        by: SetBy,
    ) -> Result<Vec<Changed>, SettingError> {
        let mut new = self.clone();
        for (name, value) in wanted {
            match value {
                Some(value) => new.set(name, value, by)?,
                None => new.give_back(name, at_creation)?,
            }
        }
        let changed = SETTINGS.iter().filter_map(|row| {
            let (old, new) = ((row.show)(self), (row.show)(&new));
            let name = row.name;
            (old != new).then_some(Changed { name, old, new })
        });
        let changed = changed.collect();
        *self = new;
        Ok(changed)
    }

    fn give_back(
        &mut self,
        name: &str,
        at_creation: &[(String, String)],
    ) -> Result<(), SettingError> {
        let given = at_creation.iter().rev().find(|(known, _)| known == name);
        if let Some((_, value)) = given {
            return self.set(name, value, SetBy::Creation);
        }
        let row = SETTINGS.iter().find(|row| row.name == name);
        let built_in = row.map_or_else(String::new, |row| (row.show)(&Self::default()));
        // A name that no row has is refused here.
        self.set(name, &built_in, SetBy::Default)?;
        self.set_by.remove(name);
        Ok(())
    }

    /// Who gave a setting its value.
    #[must_use]
    pub fn set_by(&self, name: &str) -> SetBy {
        self.set_by.get(name).copied().unwrap_or(SetBy::Default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_reads_back_what_it_shows_and_tells_who_set_it() {
        for row in SETTINGS {
            let mut settings = Settings::default();
            let shown = (row.show)(&settings);
            assert_eq!(settings.set_by(row.name), SetBy::Default);
            settings.set(row.name, &shown, SetBy::Creation).unwrap();
            assert_eq!((row.show)(&settings), shown, "{}", row.name);
            assert_eq!(settings.set_by(row.name), SetBy::Creation);
        }
    }

    #[test]
    fn every_setting_says_what_it_takes() {
        for row in SETTINGS {
            let mut settings = Settings::default();
            let refused = settings.set(row.name, "\0", SetBy::Creation);
            assert!(refused.is_err(), "{} takes anything", row.name);
            assert!(row.takes().len() > 5, "{}", row.name);
        }
    }

    #[test]
    fn every_setting_of_vipps_takes_its_words_and_no_others() {
        let rows: &[(&str, &[&str], &[&str])] = &[
            ("vipps.validation_delay", DURATIONS, NO_DURATIONS),
            ("vipps.kar", FLAGS, NO_FLAGS),
            ("vipps.rate_limit", &["0", "1", "4294967295"], NO_NUMBERS),
            ("vipps.authorization", &["any", "strict"], &["bare", "Any"]),
            ("vipps.token_life", DURATIONS, NO_DURATIONS),
            ("vipps.msisdn_lookup", FLAGS, NO_FLAGS),
            ("vipps.due_zone", &["Europe/Oslo", "UTC"], &["utc", "CET"]),
            ("vipps.compare_first", FLAGS, NO_FLAGS),
            ("vipps.revoke_rejected", FLAGS, NO_FLAGS),
            (
                "vipps.approve_rules",
                &["endpoint", "strict", "off"],
                &["on", "state"],
            ),
            ("vipps.expires", FLAGS, NO_FLAGS),
            ("vipps.strict_statuses", FLAGS, NO_FLAGS),
            (
                "vipps.correlation_key",
                &["correlationId", "ContextID"],
                &["contextId", "correlationID"],
            ),
            (
                "vipps.empty_content_type",
                &["none", "json"],
                &["application/json", "xml"],
            ),
            ("vipps.link_life", DURATIONS, NO_DURATIONS),
            (
                "vipps.published_keys",
                &["first", "third first", "first second third"],
                &["fourth", "first,second", "first second first", " "],
            ),
            (
                "vipps.signing_key",
                &["first", "second", "third"],
                &["1", "first second"],
            ),
        ];
        let named = SETTINGS.iter().map(|row| row.name);
        let named: Vec<&str> = named.filter(|name| name.starts_with("vipps.")).collect();
        let listed: Vec<&str> = rows.iter().map(|(name, ..)| *name).collect();
        assert_eq!(listed, named);
        for (name, words, others) in rows {
            let row = SETTINGS.iter().find(|row| row.name == *name).unwrap();
            let mut settings = Settings::default();
            for word in *words {
                settings.set(name, word, SetBy::Change).unwrap();
                assert_eq!((row.show)(&settings), *word, "{name}");
            }
            let before = settings.clone();
            for other in others.iter().chain(&[""]) {
                let refused = settings.set(name, other, SetBy::Change);
                assert!(refused.is_err(), "{name} takes `{other}`");
                assert_eq!(settings, before, "{name}");
            }
        }
    }

    const DURATIONS: &[&str] = &["PT0S", "PT30S", "PT1H"];
    const NO_DURATIONS: &[&str] = &["30", "-PT1S", "P2Y"];
    const FLAGS: &[&str] = &["true", "false"];
    const NO_FLAGS: &[&str] = &["yes", "1", "True"];
    const NO_NUMBERS: &[&str] = &["-1", "4294967296", "1.5"];

    #[test]
    fn a_change_is_taken_whole_or_not_at_all_and_can_be_given_back() {
        let created = [("mps.validation_delay".to_owned(), "PT1M".to_owned())];
        let mut settings = Settings::default();
        let (name, value) = &created[0];
        settings.set(name, value, SetBy::Creation).unwrap();
        let before = settings.clone();
        let wanted = |pairs: &[(&str, Option<&str>)]| {
            let own = |(name, value): &(&str, Option<&str>)| {
                ((*name).to_owned(), value.map(str::to_owned))
            };
            pairs.iter().map(own).collect::<Vec<_>>()
        };
        let mut change = |pairs: &[(&str, Option<&str>)], by| {
            settings
                .change(&wanted(pairs), &created, by)
                .map(|changed| (changed, settings.clone()))
        };
        let both = [
            ("profile", Some("strict")),
            ("mps.validation_delay", Some("PT2S")),
        ];
        let bad = [both[0], ("blobs.bytes_max", Some("none"))];
        assert!(change(&bad, SetBy::Change).is_err());
        assert!(change(&[both[0], ("no.such", None)], SetBy::Change).is_err());
        assert_eq!(change(&[], SetBy::Change), Ok((Vec::new(), before.clone())));
        let (changed, after) = change(&both, SetBy::Scenario).unwrap();
        let told = |it: &Changed| format!("{} {} {}", it.name, it.old, it.new);
        assert_eq!(
            changed.iter().map(told).collect::<Vec<_>>(),
            [
                "profile documented strict",
                "mps.validation_delay PT1M PT2S"
            ]
        );
        assert_eq!(after.set_by("profile"), SetBy::Scenario);
        let back = [("profile", None), ("mps.validation_delay", None)];
        let (_, back) = change(&back, SetBy::Change).unwrap();
        assert_eq!(back, before);
        assert_eq!(back.set_by("mps.validation_delay"), SetBy::Creation);
        assert_eq!(back.set_by("profile"), SetBy::Default);
    }

    #[test]
    fn a_value_that_does_not_fit_changes_nothing_and_says_what_would() {
        let mut settings = Settings::default();
        for (name, value) in [
            ("profile", "lax"),
            ("mps.validation_delay", "soon"),
            ("mps.validation_delay", "-PT1S"),
            ("router.poll_interval", "PT0S"),
            ("journal.entries_max", "0"),
            ("efaktura.zero_amount", "maybe"),
            ("digipost.signatures", "on"),
            ("digipost.strict_numbers", "yes"),
            ("digipost.pre_encrypt_element", "sometimes"),
            ("digipost.link_life", "30"),
            ("digipost.owners_pause", "P2Y"),
            ("wire.time", "wall"),
            ("no.such", "1"),
        ] {
            let error = settings
                .set(name, value, SetBy::Creation)
                .unwrap_err()
                .to_string();
            assert!(
                error.contains(if name == "no.such" { name } else { value }),
                "{error}"
            );
        }
        assert_eq!(settings, Settings::default());
    }
}
