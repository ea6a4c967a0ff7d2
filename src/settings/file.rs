//! The settings file of the server: the flags of `serve` as keys of a TOML document.
//!
//! There is no table of keys: each flag that `serve` has is one, under its name with `_` for `-`,
//! and is read by the flag's own reader, so that a new flag needs nothing here.

use std::error::Error;
use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::arguments::SERVE;
use crate::domain::settings::{SETTINGS, SetBy, Settings};
use crate::scenario::{LibraryError, place};
use crate::wire::json::hint_for;

/// The table with settings of the sandbox `default`.
const TABLE: &str = "settings";

/// Flags of `serve` that are no keys.
const NO_KEYS: &[&str] = &["config", "setting", "help", "version"];

/// A settings file, read.
#[derive(Debug, Default)]
pub(super) struct SettingsFile {
    /// What to add to the words of the command line: the flags that nobody gave otherwise.
    pub(super) words: Vec<OsString>,
    /// Settings of the sandbox `default`.
    pub(super) settings: Vec<(String, String)>,
}

/// Name and text of the file, for what is said about it.
struct Source<'a> {
    name: String,
    text: &'a str,
}

impl SettingsFile {
    /// Reads a file; `given` is what the command line and the environment said of `serve`.
    pub(super) fn read(
        path: &Path,
        command: &Command,
        given: &ArgMatches,
    ) -> Result<Self, LibraryError> {
        let name = path.display().to_string();
        #[expect(
            clippy::disallowed_methods,
            reason = "the one reader of settings files"
        )]
        let bytes = std::fs::read(path).map_err(|cause| {
            unplaced(&name, format!("the settings file cannot be read: {cause}"))
        })?;
        let text = String::from_utf8(bytes)
            .map_err(|_| unplaced(&name, "found bytes that are not UTF-8; save it as UTF-8"))?;
        Self::parse(&name, &text, command, given)
    }

    /// Reads the text of a file; the name is for what is said about it.
    fn parse(
        name: &str,
        text: &str,
        command: &Command,
        given: &ArgMatches,
    ) -> Result<Self, LibraryError> {
        let name = name.to_owned();
        let source = Source { name, text };
        let root = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            source.wrong(at, None, format!("not TOML: {}", error.message()), None)
        })?;
        let mut rows: Vec<_> = root.get_ref().iter().collect();
        rows.sort_by_key(|(key, _)| key.span().start);
        let mut file = Self::default();
        for (key, value) in rows {
            let at = key.span().start;
            if key.get_ref() == TABLE {
                file.settings = source.settings(at, value)?;
                continue;
            }
            let (flag, words) = source.flag(command, at, key.get_ref(), value)?;
            let given = given.value_source(flag.get_id().as_str());
            match given {
                Some(ValueSource::CommandLine | ValueSource::EnvVariable) => {}
                // Nobody gave it, or a kind of source that is yet to be invented.
                Some(_) | None => file.words.extend(words),
            }
        }
        Ok(file)
    }
}

impl Source<'_> {
    /// The flag of a key, and the words that say the same on a command line.
    fn flag<'a>(
        &self,
        command: &'a Command,
        at: usize,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<(&'a Arg, Vec<OsString>), LibraryError> {
        let serve = command.find_subcommand(SERVE).unwrap_or(command);
        let keys = || {
            let named = serve
                .get_arguments()
                .filter_map(|arg| Some((arg.get_long()?, arg)));
            named.filter(|(long, _)| !NO_KEYS.contains(long))
        };
        let dashed = key.replace('_', "-");
        let Some((long, flag)) = keys().find(|(long, _)| *long == dashed) else {
            let known = keys().map(|(long, _)| long.replace('-', "_"));
            return Err(self.unknown(at, None, key, known.chain([TABLE.to_owned()])));
        };
        let takes_many = matches!(flag.get_action(), ArgAction::Append);
        let wrong = |reason: String| self.wrong(at, Some(key), reason, None);
        let texts = texts(value.get_ref(), takes_many).map_err(&wrong)?;
        let mut words = Vec::new();
        for text in texts {
            let word = match (flag.get_action().takes_values(), text.as_str()) {
                (true, text) => format!("--{long}={text}"),
                (false, "true") => format!("--{long}"),
                (false, "false") => continue,
                (false, other) => {
                    return Err(wrong(format!(
                        "found `{other}`, expected `true` or `false`"
                    )));
                }
            };
            let words_alone = [env!("CARGO_PKG_NAME"), SERVE, &word];
            if let Err(error) = command.clone().try_get_matches_from(words_alone) {
                let said = why(&error);
                // The admin token's reader says what it found without showing it.
                let tells = said.contains("found `") || said.starts_with("found ");
                let found = if tells {
                    String::new()
                } else {
                    format!("found `{word}`: ")
                };
                return Err(wrong(format!("{found}{said}")));
            }
            words.push(OsString::from(word));
        }
        Ok((flag, words))
    }

    fn settings(
        &self,
        at: usize,
        table: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<(String, String)>, LibraryError> {
        let Some(table) = table.get_ref().as_table() else {
            let reason = "expected a table of settings, as `[settings]` begins one".to_owned();
            return Err(self.wrong(at, Some(TABLE), reason, None));
        };
        let mut rows: Vec<_> = table.iter().collect();
        rows.sort_by_key(|(key, _)| key.span().start);
        let mut settings = Vec::new();
        for (key, value) in rows {
            let (at, name) = (key.span().start, key.get_ref().as_ref());
            let field = format!("{TABLE}.{name}");
            if !SETTINGS.iter().any(|row| row.name == name) {
                // `mps.validation_delay` without quotes is a table `mps`.
                let known = SETTINGS.iter().map(|row| row.name.to_owned());
                let quoted = value.get_ref().as_table().map(|_| {
                    "write a name with a dot in quotes, as \"mps.validation_delay\"".to_owned()
                });
                let error = self.unknown(at, Some(TABLE), name, known);
                let hint = quoted.map(Into::into).or(error.hint.clone());
                return Err(LibraryError { hint, ..error });
            }
            let wrong = |reason: String| self.wrong(at, Some(&field), reason, None);
            let texts = texts(value.get_ref(), false).map_err(&wrong)?;
            for text in texts {
                let tried = Settings::default().set(name, &text, SetBy::Creation);
                tried.map_err(|error| wrong(error.to_string()))?;
                settings.push((name.to_owned(), text));
            }
        }
        Ok(settings)
    }

    fn unknown(
        &self,
        at: usize,
        table: Option<&str>,
        found: &str,
        known: impl Iterator<Item = String>,
    ) -> LibraryError {
        let known: Vec<String> = known.map(|name| format!("`{name}`")).collect();
        let known = known.join(", ");
        let plain = found.replace('`', "'");
        // In the words of serde, whose lists of known words the hint is looked up in.
        let hint = hint_for(&format!("unknown field `{plain}`, expected one of {known}"));
        let reason = format!("unknown key `{found}`, expected one of {known}");
        self.wrong(at, table, reason, hint)
    }

    fn wrong(
        &self,
        at: usize,
        field: Option<&str>,
        reason: String,
        hint: Option<String>,
    ) -> LibraryError {
        LibraryError {
            place: Some(place(self.text, at)),
            field: field.map(Into::into),
            hint: hint.map(Into::into),
            ..unplaced(&self.name, reason)
        }
    }
}

/// A value as the texts of a command line; `Err` says what was found and expected.
fn texts(value: &DeValue<'_>, takes_many: bool) -> Result<Vec<String>, String> {
    let one = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        // An instant may be written without quotes.
        DeValue::Datetime(instant) => instant.to_string(),
        DeValue::Array(list) if takes_many => {
            let lists: Result<Vec<_>, _> = list
                .iter()
                .map(|value| texts(value.get_ref(), false))
                .collect();
            return Ok(lists?.concat());
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Array(_) | DeValue::Table(_) => {
            let found = value.type_str();
            let many = if takes_many {
                ", or a list of them"
            } else {
                ""
            };
            return Err(format!(
                "found a value of type {found}, expected a text, a whole number or a flag{many}"
            ));
        }
    };
    Ok(vec![one])
}

/// Why a flag does not take a value, without the value unless the flag's reader repeats it.
fn why(error: &clap::Error) -> String {
    if let Some(source) = error.source() {
        return source.to_string();
    }
    let found = error.get(ContextKind::InvalidValue);
    let words = error.get(ContextKind::ValidValue);
    match (found, words) {
        (Some(found), Some(ContextValue::Strings(words))) if !words.is_empty() => {
            format!("found `{found}`, expected one of {}", words.join(", "))
        }
        _ => "the value does not fit".to_owned(),
    }
}

fn unplaced(file: &str, reason: impl Into<Box<str>>) -> LibraryError {
    LibraryError {
        file: file.into(),
        place: None,
        entry: None,
        field: None,
        reason: reason.into(),
        hint: None,
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;
    use crate::settings::{Arguments, Serve, Verb};

    const TOKEN: &str = "abcdefghijklmnop";

    /// What `serve` is told by these words and a file; the environment says nothing of these flags.
    fn told(words: &[&str], text: &str) -> Result<Serve, String> {
        let words = [&["sandkasse", SERVE], words].concat();
        let matches = Arguments::command().try_get_matches_from(&words).unwrap();
        let (_, given) = matches.subcommand().unwrap();
        let file = SettingsFile::parse("s.toml", text, &Arguments::command(), given)
            .map_err(|error| error.to_string())?;
        let all = words.iter().map(OsString::from).chain(file.words);
        let matches = Arguments::command().try_get_matches_from(all).unwrap();
        let Verb::Serve(mut serve) = Arguments::from_arg_matches(&matches).unwrap().verb else {
            panic!("another verb than serve")
        };
        serve.file_settings = file.settings;
        Ok(*serve)
    }

    #[test]
    fn a_file_says_what_nobody_else_said() {
        let text = format!(
            "listen = \"127.0.0.1:9000\"\nstart = 2026-03-02T09:00:00+01:00\nclock = \"frozen\"\n\
             seed = 7\nadmin_token = \"{TOKEN}\"\n[settings]\nprofile = \"strict\"\n\
             \"journal.entries_max\" = 50\n\"efaktura.zero_amount\" = false\n"
        );
        let serve = told(&["--seed", "9", "--setting", "profile=documented"], &text).unwrap();
        assert_eq!(serve.listen.to_string(), "127.0.0.1:9000");
        assert_eq!(serve.start.unwrap().to_string(), "2026-03-02T08:00:00Z");
        assert_eq!((serve.seed, serve.log.as_str()), (Some(9), "warn"));
        assert_eq!(serve.admin_token.as_ref().unwrap().reveal(), TOKEN);
        assert!(!format!("{serve:?}").contains(TOKEN));
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            serve.settings(),
            [
                pair("efaktura.zero_amount", "false"),
                pair("journal.entries_max", "50"),
                pair("profile", "documented"),
            ]
        );
    }

    #[test]
    fn a_file_that_does_not_fit_says_where_and_why() {
        for (text, words) in [
            ("\nlisten = ", vec!["s.toml:2:", "not TOML"]),
            (
                "\n  liten = 1",
                vec!["s.toml:2:3", "`liten`", "did you mean `listen`?"],
            ),
            (
                "config = \"a\"",
                vec!["s.toml:1:1", "unknown key `config`", "`admin_token`"],
            ),
            ("seed = -1", vec!["s.toml:1:1: seed:"]),
            ("seed = 0x10", vec!["seed", "integer"]),
            ("seed = 1.5", vec!["seed", "float"]),
            ("seed = [1, 2]", vec!["seed", "array"]),
            (
                "clock = \"off\"",
                vec!["clock: found `off`", "frozen", "running"],
            ),
            (
                "start = \"now\"",
                vec!["start: found `now`", "2026-03-02T09:00:00+01:00"],
            ),
            (
                "admin_token = \"hunter2\"",
                vec!["admin_token: found 7 characters"],
            ),
            ("settings = 1", vec!["settings: expected a table"]),
            (
                "[settings]\ncolour = 1",
                vec!["s.toml:2:1: settings:", "`colour`"],
            ),
            (
                "[settings]\nprofil = \"strict\"",
                vec!["did you mean `profile`?"],
            ),
            ("[settings]\nmps.validation_delay = 1", vec!["in quotes"]),
            (
                "[settings]\nprofile = \"lax\"",
                vec!["s.toml:2:1", "`lax`", "`strict`"],
            ),
        ] {
            let said = told(&[], text).unwrap_err();
            for word in words {
                assert!(said.contains(word), "{text}: `{word}` in {said}");
            }
            assert!(!said.contains("hunter2"), "{said}");
        }
    }

    #[test]
    fn every_flag_of_serve_has_a_name_that_a_key_can_have() {
        let command = Arguments::command();
        let serve = command.find_subcommand(SERVE).unwrap();
        for arg in serve.get_arguments() {
            let named = arg.get_long().is_some_and(|long| !long.contains('_'));
            assert!(named, "{arg}");
        }
    }
}
