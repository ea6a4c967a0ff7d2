//! Starts and stops the server.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Data};
use actix_web::{App, HttpServer};
use tokio::runtime::Handle;
use tracing::{info, warn};

use crate::app;
use crate::domain::slug::{Slug, SlugError};
use crate::folders::{self, Folders};
use crate::http::adapter;
use crate::http::{AdminToken, Admission, House, ListenError, default_sandbox, listen, watch_idle};
use crate::sandbox::{Mode, Recipe, RecipeError};
use crate::scenario::{CastFile, Library, LibraryError, Prepared};
use crate::settings::{CastSource, ClockMode, Serve};
use crate::wire::json::nearest;

/// The seed unless told otherwise.
const SEED: u64 = 1;

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}; choose another port, or port 0 for a free one")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The folders for files cannot be made.
    #[error(
        "cannot make folders for files in {}: {cause}; give another --files-dir",
        directory.display()
    )]
    Folders {
        /// Where.
        directory: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A listener cannot be opened.
    #[error("the listener asked for: {0}")]
    Listener(#[from] ListenError),
    /// The cast cannot be read.
    #[error(transparent)]
    Cast(#[from] LibraryError),
    /// The first sandbox cannot be made.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// No scenario has this name.
    #[error("no scenario is called `{0}`; {1}")]
    Scenario(Slug, String),
    /// The scenario does not fit.
    #[error("{}", lines(.0))]
    ScenarioFile(Vec<LibraryError>),
    /// A name does not fit.
    #[error(transparent)]
    Name(#[from] SlugError),
    /// The system has no randomness for an admin token.
    #[error("cannot make an admin token: {0}; give one with --admin-token")]
    Randomness(String),
    /// Sandbox time cannot begin there.
    #[error("where the clock begins: {0}")]
    Start(String),
    /// The system has no more threads, or no more of what a runtime needs.
    #[error("the server's threads do not start: {0}")]
    Threads(#[from] std::io::Error),
}

fn lines(wrong: &[LibraryError]) -> String {
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// A server that is bound to its address and ready to run.
#[derive(Debug)]
pub struct Application {
    house: Arc<House>,
    listener: TcpListener,
    address: SocketAddr,
    made_token: Option<AdminToken>,
    heeds_signals: bool,
}

impl Application {
    /// Binds the address and makes the sandbox `default`.
    ///
    /// # Errors
    /// [`StartError`], before anything is served.
    pub fn build(settings: &Serve, runtime: Handle) -> Result<Self, StartError> {
        let mut house = app::house(
            Arc::new(cast(&settings.cast)?),
            Arc::new(library(&settings.cast)?),
            runtime,
        );
        house.sandboxes.create(recipe(settings, &house)?)?;
        let made_token;
        (house.admission, made_token) = admission(settings)?;
        let failed = |cause| StartError::Listen {
            address: settings.listen,
            cause,
        };
        let listener = TcpListener::bind(settings.listen).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let house = Arc::new(house);
        if !address.ip().is_loopback() {
            house.listeners.allow_beyond_loopback();
        }
        for wanted in &settings.listener {
            listen(&house, &wanted.service, &default_sandbox(), wanted.address)?;
        }
        if let Some(after) = settings.idle_drop {
            let watch = watch_idle(Arc::downgrade(&house), after);
            house.runtime.spawn(watch);
        }
        if let Some(directory) = &settings.files_dir {
            let folders = Folders::below(directory).map_err(|cause| StartError::Folders {
                directory: directory.clone(),
                cause,
            })?;
            let watch = folders::watch(Arc::downgrade(&house), folders);
            house.runtime.spawn(watch);
        }
        Ok(Self {
            house,
            listener,
            address,
            made_token,
            heeds_signals: true,
        })
    }

    /// The admin token that the server made because it can be reached from other machines and was
    /// given none; whoever started it has to be told.
    #[must_use]
    pub fn made_token(&self) -> Option<&AdminToken> {
        self.made_token.as_ref()
    }

    /// The same server as a guest in another program: Ctrl-C and SIGTERM stay with the host.
    #[must_use]
    pub fn without_signals(mut self) -> Self {
        self.heeds_signals = false;
        self
    }

    /// The address it listens on, with the port that was chosen.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The house behind it.
    #[must_use]
    pub fn house(&self) -> &Arc<House> {
        &self.house
    }

    /// Serves until the process is told to stop, unless [`Application::without_signals`], or until
    /// the handle given to `started` stops it.
    ///
    /// # Errors
    /// What the system said when serving broke off.
    pub async fn run_until_stopped(
        self,
        started: impl FnOnce(ServerHandle),
    ) -> std::io::Result<()> {
        let house = Data::from(Arc::clone(&self.house));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(house.clone())
                .default_service(web::to(adapter::handle))
        })
        .on_connect(adapter::remember_socket)
        .workers(2)
        .shutdown_timeout(5)
        .listen(self.listener)?;
        let server = if self.heeds_signals {
            server
        } else {
            server.disable_signals()
        };
        let server = server.run();
        info!(address = %self.address, "serving");
        started(server.handle());
        let ended = if self.heeds_signals {
            tokio::select! {
                ended = server => ended,
                never = send_audience_home(&self.house) => match never {},
            }
        } else {
            server.await
        };
        self.house.listeners.close_all().await;
        ended
    }
}

/// Ends waits and event streams when the process is told to stop: a stop that lets requests end
/// in peace would otherwise wait for streams that have no end. The server hears the same signals
/// and stops by itself.
async fn send_audience_home(house: &House) -> Infallible {
    told_to_stop().await;
    house.audience.close();
    std::future::pending().await
}

#[cfg(unix)]
async fn told_to_stop() {
    use std::task::Poll;

    use tokio::signal::unix::{SignalKind, signal};

    // Where the system lets nobody listen, streams are cut off when the stop has waited enough.
    let kinds = [
        SignalKind::terminate(),
        SignalKind::interrupt(),
        SignalKind::quit(),
    ];
    let mut signals: Vec<_> = kinds
        .into_iter()
        .filter_map(|kind| signal(kind).ok())
        .collect();
    std::future::poll_fn(|context| {
        let mut told = signals.iter_mut().map(|signal| signal.poll_recv(context));
        if told.any(|told| told.is_ready()) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

#[cfg(not(unix))]
async fn told_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Who is let in to the admin API, and the token for it if one had to be made.
fn admission(settings: &Serve) -> Result<(Admission, Option<AdminToken>), StartError> {
    if let Some(token) = &settings.admin_token {
        return Ok((Admission::Token(token.clone()), None));
    }
    if settings.listen.ip().is_loopback() {
        return Ok((Admission::ThisMachine, None));
    }
    let mut random = [0; 24];
    getrandom::fill(&mut random).map_err(|error| StartError::Randomness(error.to_string()))?;
    let token = AdminToken::of(random);
    Ok((Admission::Token(token.clone()), Some(token)))
}

/// How `default` is made: by what was said at the start, and where nothing was said by the stage
/// of the scenario it begins with.
fn recipe(settings: &Serve, house: &House) -> Result<Recipe, StartError> {
    let scenario = match &settings.scenario {
        Some(name) => Some(scenario(name, house)?),
        None => None,
    };
    let stage = scenario.as_deref().map(|scenario| &scenario.stage);
    let clock = settings.clock.map(|clock| match clock {
        ClockMode::Frozen => Mode::Frozen,
        ClockMode::Running => Mode::Running,
    });
    let clock = clock.or_else(|| stage?.clock.map(Mode::from));
    let seed = settings.seed.or_else(|| stage?.seed);
    Ok(Recipe {
        name: default_sandbox(),
        start: settings.start.or_else(|| stage?.start),
        mode: clock.unwrap_or(Mode::Running),
        seed: seed.unwrap_or(SEED),
        settings: settings.settings(),
        cast: Arc::clone(&house.cast),
        scenario,
    })
}

fn scenario(name: &str, house: &House) -> Result<Arc<Prepared>, StartError> {
    let slug = Slug::parse(name)?;
    let Some(file) = house.scenarios.get(&slug) else {
        let names: Vec<&str> = house
            .scenarios
            .list()
            .map(|file| file.name.as_str())
            .collect();
        let near = nearest(name, names.iter().copied());
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names.join(", ")),
        };
        return Err(StartError::Scenario(slug, hint));
    };
    let prepared = file.prepare(&house.cast);
    Ok(Arc::new(prepared.map_err(StartError::ScenarioFile)?))
}

/// The cast that a server begins with.
///
/// # Errors
/// [`LibraryError`] with file, line and reason.
pub fn cast(source: &CastSource) -> Result<CastFile, LibraryError> {
    match &source.scenarios {
        Some(folder) => {
            if !folder.join("people.toml").exists() {
                warn!(folder = %folder.display(), "no people.toml there; the built-in cast stays");
            }
            CastFile::read(folder)
        }
        None => CastFile::embedded(),
    }
}

/// The scenarios that a server can load by name; they are read when they are loaded.
///
/// # Errors
/// [`LibraryError`] when a file cannot be read, or two have one name.
pub fn library(source: &CastSource) -> Result<Library, LibraryError> {
    match &source.scenarios {
        Some(folder) => Library::read(folder),
        None => Library::embedded(),
    }
}
