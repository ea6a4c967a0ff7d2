//! Asks a running server whether it is up: the health check of a container that holds no other
//! program.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use serde::Deserialize;
use ureq::Agent;

use crate::settings::Health;

/// Longest wait for the answer; an engine's own patience is longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Largest answer that is read, in bytes.
const ANSWER_MAX: u64 = 64 * 1024;

/// Why a server does not count as up.
#[derive(Debug, thiserror::Error)]
pub enum HealthError {
    /// Port 0 names no server.
    #[error(
        "found port 0, which means any free port; expected the address that `serve` printed, as \
         `--url http://127.0.0.1:PORT`"
    )]
    NoPort,
    /// Nobody answers there, or not in time.
    #[error("no answer from {url}: {cause}; start a server there with `sandkasse serve`")]
    NoAnswer {
        /// What was asked.
        url: String,
        /// What went wrong.
        cause: Box<ureq::Error>,
    },
    /// Somebody answers, but not what a server of ours answers when it is up.
    #[error(
        "not up: {url} answers {status} with `{found}`, expected 200 with a status `up`; is it a \
         sandkasse?"
    )]
    NotUp {
        /// What was asked.
        url: String,
        /// HTTP status.
        status: u16,
        /// The beginning of the answer.
        found: String,
    },
}

#[derive(Debug, Deserialize)]
struct Said {
    status: String,
    version: String,
}

/// The base address to ask: the one given, or the server on this machine.
///
/// # Errors
/// [`HealthError::NoPort`] when only port 0 is known.
pub fn base(whom: &Health) -> Result<String, HealthError> {
    match &whom.url {
        Some(url) => Ok(url.trim_end_matches('/').to_owned()),
        None if whom.listen.port() == 0 => Err(HealthError::NoPort),
        None => Ok(format!("http://{}", reachable(whom.listen))),
    }
}

/// Asks a server and gives its version.
///
/// # Errors
/// [`HealthError`] when nobody answers within three seconds, or something else does.
pub fn ask(base: &str) -> Result<String, HealthError> {
    let url = format!("{base}/_sandbox/health");
    // No proxy: it would speak for itself where the server does not.
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .build()
        .into();
    let failed = |cause| HealthError::NoAnswer {
        url: url.clone(),
        cause: Box::new(cause),
    };
    let mut answer = agent.get(&url).call().map_err(failed)?;
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(ANSWER_MAX);
    let text = body.lossy_utf8(true).read_to_string().map_err(failed)?;
    match serde_json::from_str::<Said>(&text) {
        Ok(said) if status == 200 && said.status == "up" => Ok(said.version),
        Ok(_) | Err(_) => Err(HealthError::NotUp {
            url,
            status,
            found: text.chars().take(80).collect(),
        }),
    }
}

/// A server that listens on every address is asked on this machine's own.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
    };
    SocketAddr::new(ip, listen.port())
}

#[cfg(test)]
mod tests {
    use super::base;
    use crate::settings::{Health, address};

    #[test]
    fn the_server_is_asked_where_it_can_be_reached_from_this_machine() {
        for (url, listen, expected) in [
            (None, "127.0.0.1:8080", "http://127.0.0.1:8080"),
            (None, "0.0.0.0:9000", "http://127.0.0.1:9000"),
            (None, "[::]:9000", "http://[::1]:9000"),
            (None, "192.0.2.7:80", "http://192.0.2.7:80"),
            (Some("http://box:1/"), "0.0.0.0:0", "http://box:1"),
        ] {
            let whom = Health {
                url: url.map(str::to_owned),
                listen: address(listen).unwrap(),
            };
            assert_eq!(base(&whom).unwrap(), expected, "{listen}");
        }
    }

    #[test]
    fn port_zero_names_no_server() {
        let whom = Health {
            url: None,
            listen: address("127.0.0.1:0").unwrap(),
        };
        assert!(base(&whom).unwrap_err().to_string().contains("--url"));
    }
}
