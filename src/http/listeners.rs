//! Listeners: one service of one sandbox at the root of a port of its own.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::{fmt, io};

use super::adapter::{Port, Ports};
use super::entry::Entry;
use super::house::House;
use crate::domain::slug::Slug;
use crate::sandbox::{Sandbox, Stay};

/// Listeners that may be open at once; each holds a port of the machine.
pub const LISTENERS_MAX: usize = 256;

/// Every open listener of a server.
#[derive(Debug, Default)]
pub struct Listeners {
    ports: Ports,
    open: Mutex<Open>,
    beyond_loopback: AtomicBool,
}

#[derive(Debug, Default)]
struct Open {
    last_id: u64,
    by_id: BTreeMap<u64, (Listener, Port)>,
}

/// An open listener.
#[derive(Debug, Clone)]
pub struct Listener {
    /// Its number, from 1.
    pub id: u64,
    /// What it serves.
    pub seat: Arc<Seat>,
    /// Where it listens, with the port that was chosen.
    pub address: SocketAddr,
}

/// What a listener serves.
#[derive(Debug)]
pub struct Seat {
    /// The short name of the service.
    pub service: &'static str,
    /// The name of the sandbox.
    pub sandbox_name: Slug,
    sandbox: Weak<Sandbox>,
    closed: AtomicBool,
}

/// A request at a listener, which is finished even when the listener is closed meanwhile.
pub struct Seated<'a> {
    /// Who answers.
    pub(super) service: &'a dyn Entry,
    /// In which sandbox.
    pub(super) stay: Stay,
}

impl fmt::Debug for Seated<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seated")
            .field("service", &self.service.mount().service)
            .field("sandbox", self.stay.name())
            .finish()
    }
}

/// Why a listener was not opened; nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// No service has this name.
    #[error("no service is called `{found}`; known are {}", known.join(", "))]
    UnknownService {
        /// The name asked for, shortened.
        found: String,
        /// The names there are.
        known: Vec<&'static str>,
    },
    /// No sandbox has this name.
    #[error("no sandbox is called `{0}`")]
    UnknownSandbox(Slug),
    /// The address is beyond this machine, and the server itself is not.
    #[error(
        "refusing to listen on {0}: it can be reached from other machines, and the server itself \
         cannot; expected a loopback address such as 127.0.0.1 or ::1"
    )]
    BeyondLoopback(SocketAddr),
    /// There are as many as there may be.
    #[error("{LISTENERS_MAX} listeners are open, which is the most there may be")]
    TooMany,
    /// The system refuses the address.
    #[error("cannot listen on {address}: {cause}{}", held_by(.holder))]
    Refused {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        cause: io::Error,
        /// A listener of ours that has the port.
        holder: Option<u64>,
    },
}

fn held_by(holder: &Option<u64>) -> String {
    let said = |id| format!(" (listener {id} of this server has the port)");
    holder.map(said).unwrap_or_default()
}

impl Seat {
    /// Begins to serve a request, unless the listener or its sandbox is gone.
    pub(super) fn take<'a>(&self, house: &'a House) -> Option<Seated<'a>> {
        let stay = Stay::in_sandbox(self.sandbox.upgrade()?);
        let mut services = house.services.iter();
        let service = services.find(|service| service.mount().service == self.service)?;
        let is_open = !self.is_closed() && !stay.is_gone();
        is_open.then_some(Seated {
            service: service.as_ref(),
            stay,
        })
    }

    fn is_orphan(&self) -> bool {
        let sandbox = self.sandbox.upgrade();
        sandbox.is_none_or(|sandbox| sandbox.is_gone())
    }

    /// Whether the listener was closed; a connection may outlive it.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

impl Listeners {
    /// Lets listeners be reached from other machines, as the server itself is.
    pub fn allow_beyond_loopback(&self) {
        self.beyond_loopback.store(true, Ordering::Release);
    }

    /// Every open one, in order of numbers.
    #[must_use]
    pub fn list(&self) -> Vec<Listener> {
        let open = self.lock();
        let all = open.by_id.values();
        all.map(|(listener, _)| listener.clone()).collect()
    }

    /// One by number.
    #[must_use]
    pub fn get(&self, id: u64) -> Option<Listener> {
        let open = self.lock();
        open.by_id.get(&id).map(|(listener, _)| listener.clone())
    }

    /// Closes one: when this returns, the port is free. Requests under way are still answered.
    /// Says whether it was open.
    pub async fn close(&self, id: u64) -> bool {
        let taken = self.lock().by_id.remove(&id);
        let was_open = taken.is_some();
        close_all(taken).await;
        was_open
    }

    /// Closes those of sandboxes that were dropped.
    pub async fn close_orphans(&self) {
        self.close_where(Seat::is_orphan).await;
    }

    /// Closes every one.
    pub async fn close_all(&self) {
        self.close_where(|_| true).await;
    }

    async fn close_where(&self, wanted: impl Fn(&Seat) -> bool) {
        let taken: Vec<_> = {
            let mut open = self.lock();
            let all = std::mem::take(&mut open.by_id);
            let (taken, kept) = all
                .into_iter()
                .partition(|(_, (listener, _))| wanted(&listener.seat));
            open.by_id = kept;
            let taken: BTreeMap<u64, _> = taken;
            taken.into_values().collect()
        };
        close_all(taken).await;
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn close_all(taken: impl IntoIterator<Item = (Listener, Port)>) {
    for (listener, port) in taken {
        listener.seat.closed.store(true, Ordering::Release);
        port.close().await;
    }
}

/// Opens a listener for a service of a sandbox; port 0 takes a free one.
///
/// # Errors
/// [`ListenError`]; nothing is open then.
pub fn listen(
    house: &Arc<House>,
    service: &str,
    sandbox: &Slug,
    address: SocketAddr,
) -> Result<Listener, ListenError> {
    let listeners = &house.listeners;
    let service = known_service(house, service)?;
    let there = house.sandboxes.get(sandbox);
    let there = there.ok_or_else(|| ListenError::UnknownSandbox(sandbox.clone()))?;
    let beyond = listeners.beyond_loopback.load(Ordering::Acquire);
    if !address.ip().to_canonical().is_loopback() && !beyond {
        return Err(ListenError::BeyondLoopback(address));
    }
    there.touch();
    let seat = Arc::new(Seat {
        service,
        sandbox_name: sandbox.clone(),
        sandbox: Arc::downgrade(&there),
        closed: AtomicBool::new(false),
    });
    let listener = bind(house, seat, address)?;
    // Whoever dropped the sandbox meanwhile did not see this listener.
    if there.is_gone() {
        let orphan = listeners.lock().by_id.remove(&listener.id);
        drop(orphan);
        return Err(ListenError::UnknownSandbox(sandbox.clone()));
    }
    Ok(listener)
}

fn known_service(house: &House, name: &str) -> Result<&'static str, ListenError> {
    let known = house.services.iter().map(|row| row.mount().service);
    let mut same = known.clone().filter(|known| *known == name);
    same.next().ok_or_else(|| ListenError::UnknownService {
        found: name.chars().take(80).collect(),
        known: known.collect(),
    })
}

fn bind(house: &Arc<House>, seat: Arc<Seat>, address: SocketAddr) -> Result<Listener, ListenError> {
    let mut open = house.listeners.lock();
    if open.by_id.len() >= LISTENERS_MAX {
        return Err(ListenError::TooMany);
    }
    let mut held = open.by_id.values().map(|(listener, _)| listener);
    let holder = held.find(|listener| listener.address.port() == address.port());
    let holder = holder.map(|listener| listener.id);
    let refused = |cause| ListenError::Refused {
        address,
        cause,
        holder,
    };
    let socket = TcpListener::bind(address).map_err(refused)?;
    let bound = socket.local_addr().map_err(refused)?;
    let ports = &house.listeners.ports;
    let port = ports
        .open(socket, house, Arc::clone(&seat))
        .map_err(refused)?;
    open.last_id += 1;
    let listener = Listener {
        id: open.last_id,
        seat,
        address: bound,
    };
    open.by_id.insert(listener.id, (listener.clone(), port));
    Ok(listener)
}
