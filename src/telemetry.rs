//! Where log lines go: standard error, filtered by `SANDKASSE_LOG`, without citizens' numbers.

use std::io::{self, Write};

use tracing_subscriber::EnvFilter;

use crate::domain::identity::masked;

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
        .with_writer(|| Masking(io::stderr()));
    subscriber.try_init().map_err(|error| error.to_string())
}

/// Hides identity numbers that may be a citizen's. A line comes in one piece, so none is cut.
struct Masking<W>(W);

impl<W: Write> Write for Masking<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match masked(line, |_| false) {
            Some(masked) => self.0.write_all(&masked).map(|()| line.len()),
            None => self.0.write(line),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::identity::{NationalId, NationalIdKind, NationalIdSeries};

    #[test]
    fn a_line_of_the_log_shows_no_number_that_may_be_a_citizens() {
        let (series, kind) = (NationalIdSeries::Ordinary, NationalIdKind::Fnr);
        let born = date(1990, 1, 1);
        let number = (0..99).find_map(|n| NationalId::from_parts(born, n, series, kind));
        let number = number.unwrap();
        let line = format!("asked for {} and 13121622259\n", number.as_str());
        let mut log = Masking(Vec::new());
        log.write_all(line.as_bytes()).unwrap();
        log.flush().unwrap();
        let line = String::from_utf8(log.0).unwrap();
        assert_eq!(line, "asked for 010190***** and 13121622259\n");
    }
}
