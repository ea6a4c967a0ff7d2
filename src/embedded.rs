//! The sandbox as a library: a real server on a free port, for the tests of another program.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::runtime;
use tokio::sync::oneshot;

use crate::domain::slug::{Slug, SlugError};
use crate::http::{House, default_sandbox};
use crate::sandbox::{Mode, Recipe, RecipeError};
use crate::settings::{self, CastSource, ClockMode, Serve};
use crate::startup::{Application, StartError};

/// Where sandbox time begins unless told otherwise: a Monday morning in Norway.
const START: &str = "2026-03-02T09:00:00+01:00";

/// Why an address or a sandbox was not to be had.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// No service of this name.
    #[error("found the service `{found}`, expected one of {known}")]
    Service {
        /// What was asked for.
        found: String,
        /// What there is.
        known: String,
    },
    /// A sandbox of this name is there, and would not be isolated.
    #[error("there is a sandbox `{0}` already; give each test a name of its own")]
    Taken(Slug),
    /// The name does not fit.
    #[error(transparent)]
    Name(#[from] SlugError),
    /// The sandbox cannot be made.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
}

/// A server in this process, on a free port of the loopback address.
///
/// Its sandbox `default` stands still at 2026-03-02T09:00:00+01:00 with seed 1, so a test tells the
/// same story each time. It runs in threads of its own: any runtime will do, that of
/// `#[tokio::test]` with its one thread included, and a client that blocks does not stop it.
/// Signals stay with the process. [`Sandkasse::stop`] lets requests end; dropping it breaks them
/// off.
///
/// ```
/// use sandkasse::Sandkasse;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandkasse = Sandkasse::start().await?;
/// let sandbox = sandkasse.sandbox("my-test")?;
///
/// // Whatever your client calls the base address of MPS.
/// let mps = sandbox.service_url("mps")?;
/// let wsdl = ureq::get(format!("{mps}/efaktura-atg-service/v1/?wsdl")).call()?;
/// assert_eq!(wsdl.status(), 200);
///
/// // The clock is yours.
/// let advance = format!("{}/clock/advance", sandbox.admin_url());
/// let moved = ureq::post(advance).send(r#"{"by":"PT1M"}"#)?.body_mut().read_to_string()?;
/// assert!(moved.contains("2026-03-02T09:01:00+01:00"));
///
/// sandkasse.stop().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Sandkasse {
    house: Arc<House>,
    base_url: String,
    seed: u64,
    start: jiff::Timestamp,
    server: Server,
}

/// A sandbox of its own in a [`Sandkasse`], and where its clients find it.
#[derive(Debug, Clone)]
pub struct EmbeddedSandbox {
    name: Slug,
    base_url: String,
    admin_url: String,
    house: Arc<House>,
}

/// How a [`Sandkasse`] starts, where the defaults do not fit.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let builder = sandkasse::Sandkasse::builder();
/// let sandkasse = builder.seed(7).start_at("2026-12-23T16:59:00+01:00").start().await?;
/// # sandkasse.stop().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Builder {
    seed: u64,
    start: String,
    clock: ClockMode,
    scenarios: Option<PathBuf>,
}

impl Sandkasse {
    /// Starts a server with the defaults; it answers when this returns.
    ///
    /// # Errors
    /// [`StartError`] when the system gives no port or no thread.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Starts from other settings than the defaults.
    #[must_use]
    pub fn builder() -> Builder {
        Builder {
            seed: 1,
            start: START.to_owned(),
            clock: ClockMode::Frozen,
            scenarios: None,
        }
    }

    /// Where everything of `default` stands, such as `http://127.0.0.1:40123`; no slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The base address of a service in `default`, such as `mps` or `maventa`.
    ///
    /// # Errors
    /// [`EmbeddedError::Service`] with the names there are.
    pub fn service_url(&self, service: &str) -> Result<String, EmbeddedError> {
        service_url(&self.house, &self.base_url, service)
    }

    /// The admin address of `default`, below which its clock, journal, people and invoices stand.
    #[must_use]
    pub fn admin_url(&self) -> String {
        admin_url(&self.base_url, &default_sandbox())
    }

    /// Makes a sandbox that shares nothing with any other; it begins where `default` began, frozen.
    ///
    /// # Errors
    /// [`EmbeddedError`] when the name does not fit or is taken.
    pub fn sandbox(&self, name: &str) -> Result<EmbeddedSandbox, EmbeddedError> {
        let name = Slug::parse(name)?;
        let (_, is_new) = self.house.sandboxes.create(Recipe {
            name: name.clone(),
            start: Some(self.start),
            mode: Mode::Frozen,
            seed: self.seed,
            settings: Vec::new(),
            cast: Arc::clone(&self.house.cast),
            scenario: None,
        })?;
        if !is_new {
            return Err(EmbeddedError::Taken(name));
        }
        Ok(EmbeddedSandbox {
            base_url: format!("{}/s/{name}", self.base_url),
            admin_url: admin_url(&self.base_url, &name),
            name,
            house: Arc::clone(&self.house),
        })
    }

    /// Stops taking connections, lets requests end (five seconds at most) and returns when the port
    /// is free again.
    ///
    /// # Errors
    /// What the system said when serving broke off.
    pub async fn stop(mut self) -> std::io::Result<()> {
        self.server.tell(Stop::WhenDone);
        // An ended thread that said nothing has panicked; whoever looks at the log sees why.
        let said = (&mut self.server.ended).await;
        said.unwrap_or_else(|_| Err(std::io::Error::other("the server's thread panicked")))
    }
}

impl EmbeddedSandbox {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Where everything of it stands, such as `http://127.0.0.1:40123/s/my-test`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The base address of a service, such as `mps` or `maventa`.
    ///
    /// # Errors
    /// [`EmbeddedError::Service`] with the names there are.
    pub fn service_url(&self, service: &str) -> Result<String, EmbeddedError> {
        service_url(&self.house, &self.base_url, service)
    }

    /// Its admin address, below which its clock, journal, people and invoices stand.
    #[must_use]
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }
}

impl Builder {
    /// What ids are made from.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Where sandbox time begins, such as `2026-03-02T09:00:00+01:00`.
    #[must_use]
    pub fn start_at(mut self, instant: impl Into<String>) -> Self {
        self.start = instant.into();
        self
    }

    /// Lets the clock of `default` run at wall speed instead of standing still.
    #[must_use]
    pub fn running(mut self) -> Self {
        self.clock = ClockMode::Running;
        self
    }

    /// A folder whose `people.toml` adds to the built-in cast, or replaces members of it.
    #[must_use]
    pub fn scenarios(mut self, folder: impl Into<PathBuf>) -> Self {
        self.scenarios = Some(folder.into());
        self
    }

    /// Starts the server; it answers when this returns.
    ///
    /// # Errors
    /// [`StartError`] when the instant or the cast cannot be read, or the system gives no port or
    /// no thread.
    pub async fn start(self) -> Result<Sandkasse, StartError> {
        let start = settings::instant(&self.start).map_err(StartError::Start)?;
        let serve = Serve {
            listen: ([127, 0, 0, 1], 0).into(),
            start: Some(start),
            clock: Some(self.clock),
            seed: Some(self.seed),
            scenario: None,
            listener: Vec::new(),
            idle_drop: None,
            files_dir: None,
            log: "off".to_owned(),
            config: None,
            admin_token: None,
            given_settings: Vec::new(),
            file_settings: Vec::new(),
            cast: CastSource {
                scenarios: self.scenarios,
            },
        };
        let (server, house, base_url) = Server::start(serve).await?;
        Ok(Sandkasse {
            house,
            base_url,
            seed: self.seed,
            start,
            server,
        })
    }
}

/// How a server shall stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    WhenDone,
    AtOnce,
}

/// The thread that the server lives in. A thread of its own and not a task of the caller's: a test
/// whose only thread waits in a blocking client could otherwise never be answered.
#[derive(Debug)]
struct Server {
    stop: Option<oneshot::Sender<Stop>>,
    ended: oneshot::Receiver<std::io::Result<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What a server that is up tells of itself.
struct Up {
    house: Arc<House>,
    base_url: String,
}

impl Server {
    async fn start(serve: Serve) -> Result<(Self, Arc<House>, String), StartError> {
        let (stop, told) = oneshot::channel();
        let (ready, is_up) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let live = move || {
            // Whoever waited for the end may be gone.
            let _ = end.send(live(&serve, ready, told));
        };
        let thread = thread::Builder::new()
            .name("sandkasse".to_owned())
            .spawn(live)?;
        let mut server = Self {
            stop: Some(stop),
            ended,
            thread: Some(thread),
        };
        let Ok(up) = is_up.await else {
            return Err(StartError::Threads(server.end().await));
        };
        let Up { house, base_url } = up?;
        Ok((server, house, base_url))
    }

    /// Waits for the end of a server that does not come up.
    async fn end(&mut self) -> std::io::Error {
        let said = (&mut self.ended).await;
        let error = said.ok().and_then(Result::err);
        error.unwrap_or_else(|| std::io::Error::other("the server's thread ended"))
    }

    fn tell(&mut self, how: Stop) {
        if let Some(stop) = self.stop.take() {
            // A server that has ended already need not be told.
            let _ = stop.send(how);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.tell(Stop::AtOnce);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A server's whole life in its thread.
fn live(
    serve: &Serve,
    ready: oneshot::Sender<Result<Up, StartError>>,
    told: oneshot::Receiver<Stop>,
) -> std::io::Result<()> {
    let built = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(StartError::from)
        .and_then(|runtime| {
            let application = Application::build(serve, runtime.handle().clone())?;
            Ok((runtime, application.without_signals()))
        });
    let (runtime, application) = match built {
        Ok(built) => built,
        Err(error) => {
            let _ = ready.send(Err(error));
            return Ok(());
        }
    };
    let up = Up {
        house: Arc::clone(application.house()),
        base_url: format!("http://{}", application.address()),
    };
    let house = Arc::clone(application.house());
    runtime.block_on(application.run_until_stopped(move |handle| {
        let _ = ready.send(Ok(up));
        tokio::spawn(async move {
            let how = told.await.unwrap_or(Stop::AtOnce);
            // Waits and event streams have no end of their own.
            house.audience.close();
            handle.stop(how == Stop::WhenDone).await;
        });
    }))
}

fn admin_url(base: &str, name: &Slug) -> String {
    format!("{base}/_sandbox/sandboxes/{name}")
}

fn service_url(house: &House, base: &str, service: &str) -> Result<String, EmbeddedError> {
    let mut mounts = house.services.iter().map(|service| service.mount());
    let found = mounts.find(|mount| mount.service == service);
    found
        .map(|mount| format!("{base}{}", mount.prefix))
        .ok_or_else(|| {
            let known = house.services.iter().map(|it| it.mount().service);
            EmbeddedError::Service {
                found: service.to_owned(),
                known: known.collect::<Vec<_>>().join(", "),
            }
        })
}
