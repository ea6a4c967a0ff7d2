//! The command line and its environment; the only reader of both.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::{SignedDuration, Timestamp, Zoned};

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
