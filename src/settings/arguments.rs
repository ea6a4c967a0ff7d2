//! The command line and its environment; the only reader of both.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::error::ContextKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::{SignedDuration, Timestamp, Zoned};

use super::file::SettingsFile;
use crate::domain::settings::{SetBy, Settings};
use crate::http::AdminToken;
use crate::scenario::LibraryError;

/// Impersonates everything a Norwegian consumer invoice meets on its way.
#[derive(Debug, Parser)]
#[command(name = "sandkasse", version, about)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// The verbs of the command line.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Start the server.
    Serve(Box<Serve>),
    /// Show the people and companies of the cast.
    People(CastSource),
    /// Show every rule that the sandbox enforces.
    Rules,
    /// Play scenarios without a server and report; ends with 0 when all expectations are met, 1
    /// when some are not, 2 when a file cannot be read.
    Run(Run),
    /// Check scenario files without playing them.
    Check(Check),
    /// Show the JSON Schema of scenarios.
    Schema,
    /// Write the test keys and certificates of Digipost and its senders into a folder.
    Certs(Certs),
    /// Show what a shell needs to complete this command line.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Ask a running server whether it is up; ends with 0 when it is.
    Health(Health),
}

/// What to play.
#[derive(Debug, Clone, clap::Args)]
pub struct Run {
    /// Files, and folders of files; without any, the built-in scenarios.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write a JUnit report as well.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// What ids and chance are made from, instead of the seeds in the files.
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
    /// Play only those with this text in their name or path.
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Where the cast comes from.
    #[command(flatten)]
    pub cast: CastSource,
}

/// What to check.
#[derive(Debug, Clone, clap::Args)]
pub struct Check {
    /// Files, and folders of files; without any, the built-in scenarios.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Where the cast comes from.
    #[command(flatten)]
    pub cast: CastSource,
}

/// Where the test keys go.
#[derive(Debug, Clone, clap::Args)]
pub struct Certs {
    /// A folder, made if it is not there; a file in it with other content is never overwritten.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Where the cast comes from.
#[derive(Debug, Clone, clap::Args)]
pub struct CastSource {
    /// A folder whose `people.toml` adds to the built-in cast, or replaces members of it.
    #[arg(long, value_name = "DIR", env = "SANDKASSE_SCENARIOS")]
    pub scenarios: Option<PathBuf>,
}

/// How to serve. A flag wins over its variable, the variable over the settings file, and the file
/// over what is built in.
#[derive(Debug, Clone, clap::Args)]
pub struct Serve {
    /// A TOML file that says what the flags say, under the same names with `_` for `-`, and in a
    /// table `[settings]` what `--setting` says; flags and variables win over it.
    #[arg(long, value_name = "FILE", env = "SANDKASSE_CONFIG")]
    pub config: Option<PathBuf>,
    /// Address to listen on; port 0 takes a free one.
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        env = "SANDKASSE_LISTEN",
        default_value = "127.0.0.1:8080",
        value_parser = address
    )]
    pub listen: SocketAddr,
    /// Where the clock of the sandbox `default` begins, such as `2026-03-02T09:00:00+01:00`;
    /// without it, at real time.
    #[arg(long, value_name = "INSTANT", env = "SANDKASSE_START", value_parser = instant)]
    pub start: Option<Timestamp>,
    /// Whether the clock of `default` stands or runs; without it, it runs.
    #[arg(long, env = "SANDKASSE_CLOCK")]
    pub clock: Option<ClockMode>,
    /// What the ids of `default` are made from; without it, 1.
    #[arg(long, value_name = "NUMBER", env = "SANDKASSE_SEED")]
    pub seed: Option<u64>,
    /// A scenario of the library that `default` begins with: its stage is set, its rules are armed.
    /// What `--start`, `--clock` and `--seed` say goes before its stage.
    #[arg(long, value_name = "NAME", env = "SANDKASSE_SCENARIO")]
    pub scenario: Option<String>,
    /// A port of its own for one service of `default`, such as `mps=127.0.0.1:8282`; may be given
    /// several times.
    #[arg(
        long,
        value_name = "SERVICE=ADDRESS:PORT",
        env = "SANDKASSE_LISTENER",
        value_delimiter = ',',
        value_parser = listener
    )]
    pub listener: Vec<ListenerAt>,
    /// Drop sandboxes other than `default` that nobody used for this long, such as `PT1H`; without
    /// it, they stay.
    #[arg(
        long,
        value_name = "DURATION",
        env = "SANDKASSE_IDLE_DROP",
        value_parser = idle_time
    )]
    pub idle_drop: Option<SignedDuration>,
    /// A folder for clients that know a file system only: MPS takes files from its `inbound`, moves
    /// them to its `taken`, and puts files into its `outbound`. They are made where they are
    /// missing, and are those of `default`.
    #[arg(long, value_name = "DIR", env = "SANDKASSE_FILES_DIR")]
    pub files_dir: Option<PathBuf>,
    /// What to log, such as `info` or `sandkasse=debug`.
    #[arg(
        long,
        value_name = "FILTER",
        env = "SANDKASSE_LOG",
        default_value = "warn"
    )]
    pub log: String,
    /// What opens the admin API: each request but the health check has to send it as
    /// `Authorization: Bearer TOKEN`; from 16 characters. Without one, a server that other
    /// machines can reach makes one and prints it.
    #[arg(
        long,
        value_name = "TOKEN",
        env = "SANDKASSE_ADMIN_TOKEN",
        hide_env_values = true,
        value_parser = AdminToken::parse
    )]
    pub admin_token: Option<AdminToken>,
    /// A setting of the sandbox `default`, such as `profile=strict`; may be given several times.
    #[arg(
        long = "setting",
        value_name = "NAME=VALUE",
        env = "SANDKASSE_SETTINGS",
        value_delimiter = ',',
        value_parser = setting
    )]
    pub given_settings: Vec<(String, String)>,
    /// What the table `[settings]` of the settings file says.
    #[arg(skip)]
    pub file_settings: Vec<(String, String)>,
    /// Where the cast comes from.
    #[command(flatten)]
    pub cast: CastSource,
}

impl Serve {
    /// The settings of the sandbox `default`, in order of names: those given, and from the settings
    /// file those not given.
    #[must_use]
    pub fn settings(&self) -> Vec<(String, String)> {
        let both = self.file_settings.iter().chain(&self.given_settings);
        let last: BTreeMap<String, String> = both.cloned().collect();
        last.into_iter().collect()
    }
}

/// Why there are no arguments.
#[derive(Debug, thiserror::Error)]
pub enum ArgumentsError {
    /// They do not fit, or ask for help.
    #[error(transparent)]
    Usage(#[from] clap::Error),
    /// The admin token does not fit; it is not repeated.
    #[error("--admin-token (or SANDKASSE_ADMIN_TOKEN): {0}")]
    AdminToken(String),
    /// The settings file does not fit.
    #[error(transparent)]
    File(#[from] LibraryError),
}

/// Whom to ask whether it is up.
#[derive(Debug, Clone, clap::Args)]
pub struct Health {
    /// Base address of the server, such as `http://127.0.0.1:8080`; without it, the server on this
    /// machine that listens where `--listen` says.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// What the server was told to listen on.
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        env = "SANDKASSE_LISTEN",
        default_value = "127.0.0.1:8080",
        value_parser = address
    )]
    pub listen: SocketAddr,
}

/// A service and the port it gets for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerAt {
    /// The short name of the service.
    pub service: String,
    /// Where it shall listen.
    pub address: SocketAddr,
}

/// Whether a clock stands or runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ClockMode {
    /// It stands until it is moved.
    Frozen,
    /// It runs at wall speed.
    Running,
}

/// Reads the command line, the environment and the settings file. Asked for help, or with words
/// that do not fit, it ends the program.
///
/// # Errors
/// [`ArgumentsError`] for an admin token or a settings file that does not fit.
pub fn read() -> Result<Arguments, ArgumentsError> {
    match read_from(std::env::args_os()) {
        Err(ArgumentsError::Usage(error)) => error.exit(),
        read => read,
    }
}

/// The same for these words, of which the first is the program's name.
///
/// # Errors
/// [`ArgumentsError`] for words, an admin token or a settings file that do not fit.
pub fn read_from(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, ArgumentsError> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    let mut given = matches(&words)?;
    let mut file_settings = Vec::new();
    if let Some((SERVE, serve)) = given.subcommand()
        && let Some(path) = serve.get_one::<PathBuf>("config")
    {
        let file = SettingsFile::read(path, &Arguments::command(), serve)?;
        words.extend(file.words);
        file_settings = file.settings;
        given = matches(&words)?;
    }
    let mut arguments = Arguments::from_arg_matches(&given)?;
    if let Verb::Serve(serve) = &mut arguments.verb {
        serve.file_settings = file_settings;
    }
    Ok(arguments)
}

/// The verb that has a settings file.
pub(super) const SERVE: &str = "serve";

fn matches(words: &[OsString]) -> Result<clap::ArgMatches, ArgumentsError> {
    let matches = Arguments::command().try_get_matches_from(words);
    matches.map_err(|error| {
        // The words of a usage error repeat the value that does not fit.
        let about = error.get(ContextKind::InvalidArg);
        match std::error::Error::source(&error) {
            Some(why) if about.is_some_and(|it| it.to_string().starts_with("--admin-token")) => {
                ArgumentsError::AdminToken(why.to_string())
            }
            Some(_) | None => error.into(),
        }
    })
}

/// Reads a setting of a sandbox, `name=value`.
fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        format!("found `{text}`, expected a name and a value, as `profile=strict`")
    })?;
    let tried = Settings::default().set(name, value, SetBy::Creation);
    tried.map_err(|error| error.to_string())?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Whether to write in colours: to a terminal, unless `NO_COLOR` says otherwise.
#[must_use]
pub fn colours(is_terminal: bool) -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one reader of the environment"
    )]
    let no_colour = std::env::var_os("NO_COLOR");
    is_terminal && no_colour.is_none_or(|value| value.is_empty())
}

/// Reads an address to listen on.
///
/// # Errors
/// What was expected, in words.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    let text = text
        .strip_prefix("localhost:")
        .map_or(text.to_owned(), |port| {
            // The word names both loopback addresses; clients that try the other one are rare.
            format!("127.0.0.1:{port}")
        });
    text.parse().map_err(|_| {
        format!(
            "found `{text}`, expected an address and a port from 0 to 65535, such as \
             127.0.0.1:8080 or [::1]:0"
        )
    })
}

/// Reads a service and the address that it gets for itself.
///
/// # Errors
/// What was expected, in words.
pub fn listener(text: &str) -> Result<ListenerAt, String> {
    let (service, at) = text.split_once('=').ok_or_else(|| {
        format!("found `{text}`, expected a service and an address, such as mps=127.0.0.1:8282")
    })?;
    Ok(ListenerAt {
        service: service.trim().to_owned(),
        address: address(at.trim())?,
    })
}

/// Reads how long a sandbox may stand idle.
///
/// # Errors
/// What was expected, in words.
pub fn idle_time(text: &str) -> Result<SignedDuration, String> {
    let longest = SignedDuration::from_hours(366 * 24);
    text.parse::<SignedDuration>()
        .ok()
        .filter(|time| *time >= SignedDuration::from_secs(1) && *time <= longest)
        .ok_or_else(|| {
            format!("found `{text}`, expected a duration from `PT1S` to 366 days, such as `PT1H`")
        })
}

/// Reads an instant with an offset, or with a zone in brackets.
///
/// # Errors
/// What was expected, in words.
pub fn instant(text: &str) -> Result<Timestamp, String> {
    text.parse::<Timestamp>()
        .or_else(|_| text.parse::<Zoned>().map(|zoned| zoned.timestamp()))
        .map_err(|_| {
            format!("found `{text}`, expected an instant such as 2026-03-02T09:00:00+01:00")
        })
}
