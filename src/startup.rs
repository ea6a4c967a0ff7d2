//! Starts and stops the server.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Data};
use actix_web::{App, HttpServer};
use tokio::runtime::Handle;
use tracing::{info, warn};

use crate::app;
use crate::domain::slug::SlugError;
use crate::http::adapter;
use crate::http::{House, default_sandbox};
use crate::sandbox::{Mode, Recipe, RecipeError};
use crate::scenario::{CastFile, LibraryError};
use crate::settings::{CastSource, ClockMode, Serve};

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is beyond this machine, and nothing guards the admin API yet.
    #[error(
        "refusing to listen on {0}: it can be reached from other machines, and the admin API has \
         no token yet; listen on 127.0.0.1 or [::1]"
    )]
    BeyondLoopback(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}; choose another port, or port 0 for a free one")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The cast cannot be read.
    #[error(transparent)]
    Cast(#[from] LibraryError),
    /// The first sandbox cannot be made.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// A name does not fit.
    #[error(transparent)]
    Name(#[from] SlugError),
    /// Sandbox time cannot begin there.
    #[error("where the clock begins: {0}")]
    Start(String),
    /// The system has no more threads, or no more of what a runtime needs.
    #[error("the server's threads do not start: {0}")]
    Threads(#[from] std::io::Error),
}

/// A server that is bound to its address and ready to run.
#[derive(Debug)]
pub struct Application {
    house: Arc<House>,
    listener: TcpListener,
    address: SocketAddr,
    heeds_signals: bool,
}

impl Application {
    /// Binds the address and makes the sandbox `default`.
    ///
    /// # Errors
    /// [`StartError`], before anything is served.
    pub fn build(settings: &Serve, runtime: Handle) -> Result<Self, StartError> {
        if !settings.listen.ip().is_loopback() {
            return Err(StartError::BeyondLoopback(settings.listen));
        }
        let house = app::house(Arc::new(cast(&settings.cast)?), runtime);
        let mode = match settings.clock {
            ClockMode::Frozen => Mode::Frozen,
            ClockMode::Running => Mode::Running,
        };
        house.sandboxes.create(Recipe {
            name: default_sandbox(),
            start: settings.start,
            mode,
            seed: settings.seed,
            settings: Vec::new(),
            cast: Arc::clone(&house.cast),
        })?;
        let failed = |cause| StartError::Listen {
            address: settings.listen,
            cause,
        };
        let listener = TcpListener::bind(settings.listen).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self {
            house: Arc::new(house),
            listener,
            address,
            heeds_signals: true,
        })
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
        let house = Data::from(self.house);
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
        server.await
    }
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
