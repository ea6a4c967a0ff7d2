//! The command line: reads its arguments, sets up the log, does what it is told.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;

use sandkasse::cli::{self, CliError, Verdict};
use sandkasse::domain::mint::Mint;
use sandkasse::domain::rules;
use sandkasse::health;
use sandkasse::http::default_sandbox;
use sandkasse::settings::{self, CastSource, Health, Serve, Verb};
use sandkasse::snapshot;
use sandkasse::startup::{Application, cast};
use sandkasse::telemetry;

fn main() -> ExitCode {
    let fine = |()| Verdict::Fine;
    let done = match settings::read() {
        Err(error) => Err(error.into()),
        Ok(arguments) => match arguments.verb {
            Verb::Serve(serve) => self::serve(&serve).map(fine),
            Verb::People(source) => people(&source).map(fine),
            Verb::Rules => rules().map(fine),
            Verb::Health(whom) => ask_health(&whom).map(fine),
            Verb::Run(run) => plain(cli::run(&run)),
            Verb::Check(check) => plain(cli::check(&check)),
            Verb::Schema => plain(cli::schema()),
            Verb::Certs(certs) => plain(cli::certs(&certs)),
            Verb::Completions { shell } => plain(cli::completions(shell)),
        },
    };
    match done {
        Ok(verdict) => ExitCode::from(verdict.code()),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes without a backtrace: what is wrong is in the user's hands.
            let _ = writeln!(io::stderr(), "error: {error:#}");
            if error.is::<CliError>() {
                ExitCode::from(Verdict::Unreadable.code())
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

/// An error of the system as itself, so that a closed pipe is recognised; others with their words.
fn plain(done: Result<Verdict, CliError>) -> anyhow::Result<Verdict> {
    done.map_err(|error| match error {
        CliError::Io(error) => anyhow::Error::from(error),
        other @ (CliError::Library(_) | CliError::Write { .. } | CliError::Report(_)) => {
            anyhow::Error::from(other)
        }
    })
}

/// Whoever reads our output, such as `head`, has seen enough.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<io::Error>();
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn serve(serve: &Serve) -> anyhow::Result<()> {
    telemetry::start(&serve.log).map_err(anyhow::Error::msg)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the runtime does not start")?;
    let application = Application::build(serve, runtime.handle().clone())?;
    // Whoever started us on port 0 reads the port here.
    writeln!(
        io::stdout(),
        "listening on http://{}",
        application.address()
    )?;
    for listener in application.house().listeners.list() {
        let (service, address) = (listener.seat.service, listener.address);
        writeln!(io::stdout(), "{service} listening on http://{address}")?;
    }
    if let Some(token) = application.made_token() {
        writeln!(io::stdout(), "admin token: {}", token.reveal())?;
    }
    runtime.block_on(application.run_until_stopped(|_| {}))?;
    Ok(())
}

fn people(source: &CastSource) -> anyhow::Result<()> {
    let (cast, book) = cast(source)?.build(&default_sandbox(), &mut Mint::new(1))?;
    write!(io::stdout(), "{}", snapshot::table(&cast, &book))?;
    Ok(())
}

fn ask_health(whom: &Health) -> anyhow::Result<()> {
    let version = health::ask(&health::base(whom)?)?;
    writeln!(io::stdout(), "up {version}")?;
    Ok(())
}

fn rules() -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    for rule in rules::all() {
        writeln!(out, "{:<16} {}", rule.id, rule.text)?;
        writeln!(
            out,
            "{:<16} source: {}; speaks: {}",
            "",
            rule.source,
            rule.speaks.as_str()
        )?;
    }
    Ok(())
}
