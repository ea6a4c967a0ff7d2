//! Where log lines go: standard error, filtered by `SANDKASSE_LOG`.

use tracing_subscriber::EnvFilter;

/// Sets the log up once; `filter` is a list such as `info,sandkasse=debug`.
///
/// # Errors
/// The filter's mistake in words; the log is not set up then.
pub fn start(filter: &str) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        format!("log filter `{filter}`: {error}; expected something like `info`")
    })?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    subscriber.try_init().map_err(|error| error.to_string())
}
