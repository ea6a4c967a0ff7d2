//! The house: all sandboxes, the table of services, and who runs the jobs.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::Request;
use tokio::runtime::Handle;

use super::admission::Admission;
use super::entry::Entry;
use super::listen::Audience;
use super::listeners::Listeners;
use super::pump::Permit;
use crate::sandbox::{Job, Sandbox, Sandboxes, Shape};
use crate::scenario::{CastFile, Library};

/// Everything that a server is, apart from its sockets.
pub struct House {
    /// The sandboxes.
    pub sandboxes: Sandboxes,
    /// The impersonated services, in the order in which people see them.
    pub services: Vec<Box<dyn Entry>>,
    /// What stands beside the services: the admin API and the page for people.
    pub desks: Vec<Desk>,
    /// Who is let in to the desks.
    pub admission: Admission,
    /// Who runs the jobs of the agenda.
    pub jobs: Box<dyn JobRunner>,
    /// The cast that new sandboxes begin with.
    pub cast: Arc<CastFile>,
    /// The scenarios that can be loaded by name.
    pub scenarios: Arc<Library>,
    /// Ports for one service of one sandbox each.
    pub listeners: Listeners,
    /// Who waits for something to happen.
    pub audience: Audience,
    /// Where pumps and timers run.
    pub runtime: Handle,
}

/// A handler of a desk: takes the request and the scheme and host that the client used.
pub type DeskHandler = fn(Arc<House>, Request<Bytes>, String) -> BoxFuture<'static, Shape>;

/// Something outside every sandbox, with a path prefix of its own.
#[derive(Debug)]
pub struct Desk {
    /// Path prefix, such as `/_sandbox`.
    pub prefix: &'static str,
    /// Whether those without the admin token may come in as well, to whom the handler then shows
    /// nothing of any sandbox.
    pub is_open: bool,
    /// Largest body that a method and a path take, in bytes.
    pub body_max: fn(&str, &str) -> usize,
    /// Who answers.
    pub handler: DeskHandler,
}

/// Runs one leg of a walk.
pub trait JobRunner: Send + Sync {
    /// Sends the message of a job and applies its answer.
    fn run<'a>(
        &'a self,
        house: &'a Arc<House>,
        sandbox: &'a Arc<Sandbox>,
        permit: &'a Permit,
        job: Job,
    ) -> BoxFuture<'a, ()>;
}

impl fmt::Debug for House {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("House")
            .field("sandboxes", &self.sandboxes)
            .finish_non_exhaustive()
    }
}
