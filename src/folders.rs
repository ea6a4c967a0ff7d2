//! A pair of watched folders for clients that know a file system only.
//!
//! ```text
//! DIR/inbound    whoever sends puts files here; each is taken when it has not changed for a while
//! DIR/taken      where taken files go
//! DIR/outbound   files from MPS, as they are made; whoever receives takes them away
//! ```
//!
//! They stand for the mailboxes of all customer units in the sandbox `default`, and are a client of
//! the front door like any other: everything they do stands in the journal.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use serde_json::Value;
use tracing::{info, warn};

use crate::http::{House, Shape, answer, body_max, default_sandbox};

/// Where files go, and where they come from, below the exchange.
const INBOUND: &str = "/inbound";
const OUTBOUND: &str = "/outbound";

/// From one look at the folders to the next, in real time.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// Looks in which a file has to be the same before it is taken.
const LOOKS: u32 = 4;

/// Longest name that is sent along, in characters.
const NAME_MAX: usize = 200;

/// What stands at the end of the names of files that are being written.
const UNFINISHED: &[&str] = &[".part", ".tmp", ".filepart"];

/// The folders, and what was seen in them last.
#[derive(Debug)]
pub struct Folders {
    inbound: PathBuf,
    taken: PathBuf,
    outbound: PathBuf,
    /// Each file that waits.
    waiting: BTreeMap<OsString, Waiting>,
    /// Where the journal stood when a file from MPS could not be fetched.
    failed_at: Option<(u64, u64)>,
}

/// A file that waits to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Waiting {
    size: u64,
    changed_at: Option<SystemTime>,
    /// In how many looks it was the same.
    looks: u32,
    /// It was said already why it is not taken.
    is_told: bool,
}

impl Folders {
    /// Makes the folders below a directory, as far as they are not there.
    ///
    /// # Errors
    /// What the system said.
    pub fn below(directory: &Path) -> io::Result<Self> {
        let below = |name: &str| {
            let folder = directory.join(name);
            std::fs::create_dir_all(&folder).map(|()| folder)
        };
        Ok(Self {
            inbound: below("inbound")?,
            taken: below("taken")?,
            outbound: below("outbound")?,
            waiting: BTreeMap::new(),
            failed_at: None,
        })
    }

    /// Looks once: takes what has been the same for some looks, and writes what MPS made.
    ///
    /// # Errors
    /// What the system said; the next look tries again.
    pub async fn look(&mut self, house: &Arc<House>) -> io::Result<()> {
        for name in self.whole()? {
            self.take(house, &name).await?;
        }
        self.fetch_all(house).await
    }

    /// The files that have not changed for some looks, in order of names.
    fn whole(&mut self) -> io::Result<Vec<OsString>> {
        let mut now = BTreeMap::new();
        for entry in std::fs::read_dir(&self.inbound)? {
            let entry = entry?;
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            let about = entry.metadata()?;
            let unfinished = UNFINISHED.iter().any(|end| shown.ends_with(end));
            if !about.is_file() || shown.starts_with('.') || unfinished {
                continue;
            }
            let (size, changed_at) = (about.len(), about.modified().ok());
            let before = self.waiting.get(&name);
            let same = before.filter(|it| (it.size, it.changed_at) == (size, changed_at));
            let waiting = Waiting {
                size,
                changed_at,
                looks: same.map_or(1, |it| it.looks.saturating_add(1)),
                is_told: same.is_some_and(|it| it.is_told),
            };
            now.insert(name, waiting);
        }
        self.waiting = now;
        let whole = self.waiting.iter().filter(|(_, it)| it.looks >= LOOKS);
        Ok(whole.map(|(name, _)| name.clone()).collect())
    }

    /// Sends a file to MPS and puts it away. It goes out of sight after it was taken: should the
    /// server end in between, it is sent again and MPS knows its number.
    async fn take(&mut self, house: &Arc<House>, name: &OsString) -> io::Result<()> {
        let path = self.inbound.join(name);
        let size = self.waiting.get(name).map_or(0, |it| it.size);
        let body = match usize::try_from(size).is_ok_and(|size| size <= largest(house)) {
            #[expect(
                clippy::disallowed_methods,
                reason = "this is the edge where files come in"
            )]
            true => Some(Bytes::from(std::fs::read(&path)?)),
            // Too large to be taken, which a receipt says.
            false => None,
        };
        let shown = name.to_string_lossy();
        let sent_as = shown.chars().filter(|c| !c.is_control()).take(NAME_MAX);
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("name", &sent_as.collect::<String>())
            .finish();
        let said = ask(house, Method::POST, &format!("{INBOUND}?{query}"), body).await;
        let status = said.map(|(status, _)| status);
        if status != Some(StatusCode::CREATED) && status != Some(StatusCode::UNPROCESSABLE_ENTITY) {
            self.explain(name, status);
            return Ok(());
        }
        info!(file = %shown, "taken from the folder");
        self.waiting.remove(name);
        let mut place = self.taken.join(name);
        let mut turn = 1_u32;
        while place.exists() {
            turn += 1;
            let mut another = name.clone();
            another.push(format!(".{turn}"));
            place = self.taken.join(another);
        }
        std::fs::rename(&path, place)
    }

    /// Says once why a file stays; every look tries again.
    fn explain(&mut self, name: &OsString, status: Option<StatusCode>) {
        let Some(waiting) = self.waiting.get_mut(name).filter(|it| !it.is_told) else {
            return;
        };
        waiting.is_told = true;
        let shown = name.to_string_lossy();
        let why = match status {
            Some(StatusCode::UNAUTHORIZED) => {
                "folders have no user, and `mps.security` wants one".to_owned()
            }
            Some(status) => format!("the file exchange said {status}"),
            None => "no answer came".to_owned(),
        };
        warn!(file = %shown, "not taken, and tried again: {why}");
    }

    async fn fetch_all(&mut self, house: &Arc<House>) -> io::Result<()> {
        let Some(stay) = house.sandboxes.visit(&default_sandbox()) else {
            return Ok(());
        };
        let mark = || {
            let room = stay.lock();
            let world = &room.world;
            let waits = world.models.mps.has_files_to_fetch();
            waits.then(|| (world.generation(), world.journal.next_number()))
        };
        // A look that finds nothing, or what failed before, would stand in the journal each time.
        if mark().is_none_or(|mark| self.failed_at == Some(mark)) {
            return Ok(());
        }
        let target = format!("{OUTBOUND}?fetched=false");
        let listed = ask(house, Method::GET, &target, Some(Bytes::new())).await;
        let listed = listed.filter(|(status, _)| status.is_success());
        let mut all_well = listed.is_some();
        let listed: Value = listed
            .and_then(|(_, body)| serde_json::from_slice(&body).ok())
            .unwrap_or_default();
        let files = listed.get("files").and_then(Value::as_array);
        for file in files.into_iter().flatten() {
            if let Some(name) = file.get("name").and_then(Value::as_str) {
                all_well &= self.fetch(house, name).await?;
            }
        }
        self.failed_at = mark().filter(|_| !all_well);
        Ok(())
    }

    /// Writes a file from MPS, which appears under its name when it is whole; whether it did.
    async fn fetch(&self, house: &Arc<House>, name: &str) -> io::Result<bool> {
        let path = format!("{OUTBOUND}/{name}");
        let fetched = ask(house, Method::GET, &path, Some(Bytes::new())).await;
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
        let Some((_, bytes)) = fetched.filter(|(status, _)| plain && status.is_success()) else {
            return Ok(false);
        };
        let unfinished = self.outbound.join(format!(".{name}.part"));
        std::fs::write(&unfinished, &bytes)?;
        std::fs::rename(&unfinished, self.outbound.join(name))?;
        let marked = format!("{path}/fetched");
        let marked = ask(house, Method::POST, &marked, Some(Bytes::new())).await;
        Ok(marked.is_some_and(|(status, _)| status.is_success()))
    }
}

/// Looks at the folders for as long as the house stands.
#[expect(
    clippy::disallowed_methods,
    reason = "a file system is looked at from the edge, in real time"
)]
pub async fn watch(house: Weak<House>, mut folders: Folders) {
    loop {
        tokio::time::sleep(BETWEEN_LOOKS).await;
        let Some(house) = house.upgrade() else { return };
        if let Err(error) = folders.look(&house).await {
            warn!(%error, "the folders cannot be read or written; the next look tries again");
        }
    }
}

/// The largest file that is taken, in bytes.
fn largest(house: &House) -> usize {
    let path = format!("/s/{}/mps/files{INBOUND}", default_sandbox());
    body_max(house, "POST", &path)
}

/// Sends a request to the file exchange of `default`, without a body where that is too large;
/// nothing when the answer fails to arrive.
async fn ask(
    house: &Arc<House>,
    method: Method,
    target: &str,
    body: Option<Bytes>,
) -> Option<(StatusCode, Bytes)> {
    let too_large = body.is_none().then(|| largest(house));
    let request = Request::builder()
        .method(method)
        .uri(format!("/s/{}/mps/files{target}", default_sandbox()))
        .body(body.unwrap_or_default())
        .ok()?;
    match answer(house, request, too_large).await.shape {
        Shape::Answer(response) => Some((response.status(), response.into_body())),
        Shape::ResetBefore
        | Shape::ResetMidway(_)
        | Shape::ResetAfter
        | Shape::Truncated(_)
        | Shape::Stream(_)
        | Shape::TimedOut => None,
    }
}
