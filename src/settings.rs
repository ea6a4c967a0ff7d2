//! The command line and its environment; the only reader of both.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::{Timestamp, Zoned};

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
    Serve(Serve),
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

/// Where the cast comes from.
#[derive(Debug, Clone, clap::Args)]
pub struct CastSource {
    /// A folder whose `people.toml` adds to the built-in cast, or replaces members of it.
    #[arg(long, value_name = "DIR", env = "SANDKASSE_SCENARIOS")]
    pub scenarios: Option<PathBuf>,
}

/// How to serve.
#[derive(Debug, Clone, clap::Args)]
pub struct Serve {
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
    /// Whether the clock of `default` stands or runs.
    #[arg(long, env = "SANDKASSE_CLOCK", default_value = "running")]
    pub clock: ClockMode,
    /// What the ids of `default` are made from.
    #[arg(
        long,
        value_name = "NUMBER",
        env = "SANDKASSE_SEED",
        default_value_t = 1
    )]
    pub seed: u64,
    /// What to log, such as `info` or `sandkasse=debug`.
    #[arg(
        long,
        value_name = "FILTER",
        env = "SANDKASSE_LOG",
        default_value = "warn"
    )]
    pub log: String,
    /// Where the cast comes from.
    #[command(flatten)]
    pub cast: CastSource,
}

/// Whether a clock stands or runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ClockMode {
    /// It stands until it is moved.
    Frozen,
    /// It runs at wall speed.
    Running,
}

/// Reads the command line and the environment, or ends the program with a message.
#[must_use]
pub fn read() -> Arguments {
    Arguments::parse()
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
