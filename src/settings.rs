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
    /// Ask a running server whether it is up; ends with 0 when it is.
    Health(Health),
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
