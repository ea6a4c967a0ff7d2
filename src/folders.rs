//! A pair of watched folders for clients that know a file system only.
//!
//! ```text
//! DIR/inbound    whoever sends puts files here; each is taken once it has stopped growing
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

/// From one look at the folders to the next, in real time.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// What stands at the end of the names of files that are being written.
const UNFINISHED: &[&str] = &[".part", ".tmp", ".filepart"];

/// The folders, and what was seen in them last.
#[derive(Debug)]
pub struct Folders {
    inbound: PathBuf,
    taken: PathBuf,
    outbound: PathBuf,
    /// Size and time of each file that waits; one that has both twice is whole.
    growing: BTreeMap<OsString, (u64, Option<SystemTime>)>,
    /// Where the journal stood when files from MPS were last looked for.
    heard: Option<(u64, u64)>,
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
            growing: BTreeMap::new(),
            heard: None,
        })
    }

    /// Looks once: takes what has stopped growing since the last look, and writes what MPS made.
    ///
    /// # Errors
    /// What the system said; the next look tries again.
    pub async fn look(&mut self, house: &Arc<House>) -> io::Result<()> {
        for name in self.whole()? {
            self.take(house, &name).await?;
        }
        self.fetch_all(house).await
    }

    /// The files that have not changed since the last look, in order of names.
    fn whole(&mut self) -> io::Result<Vec<OsString>> {
        let mut now = BTreeMap::new();
        for entry in std::fs::read_dir(&self.inbound)? {
            let entry = entry?;
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            let about = entry.metadata()?;
            let unfinished = UNFINISHED.iter().any(|end| shown.ends_with(end));
            if about.is_file() && !shown.starts_with('.') && !unfinished {
                now.insert(name, (about.len(), about.modified().ok()));
            }
        }
        let before = std::mem::replace(&mut self.growing, now);
        let same = self.growing.iter();
        let same = same.filter(|(name, about)| before.get(*name) == Some(about));
        Ok(same.map(|(name, _)| name.clone()).collect())
    }

    /// Sends a file to MPS and puts it away. It goes out of sight after it was taken: should the
    /// server end in between, it is sent again and MPS knows its number.
    async fn take(&mut self, house: &Arc<House>, name: &OsString) -> io::Result<()> {
        let path = self.inbound.join(name);
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the edge where files come in"
        )]
        let bytes = std::fs::read(&path)?;
        let shown = name.to_string_lossy();
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("name", &shown)
            .finish();
        let target = format!("/inbound?{query}");
        match ask(house, Method::POST, &target, Bytes::from(bytes)).await {
            Some((status, _)) if status == StatusCode::UNAUTHORIZED => {
                warn!(file = %shown, "not taken: folders have no user, `mps.security` wants one");
                return Ok(());
            }
            Some((status, _)) => info!(file = %shown, %status, "taken from the folder"),
            None => {
                warn!(file = %shown, "no answer; it is sent again");
                return Ok(());
            }
        }
        self.growing.remove(name);
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

    async fn fetch_all(&mut self, house: &Arc<House>) -> io::Result<()> {
        let Some(stay) = house.sandboxes.visit(&default_sandbox()) else {
            return Ok(());
        };
        // An empty look would stand in the journal each time.
        let mark = {
            let room = stay.lock();
            let world = &room.world;
            let waits = world.models.mps.has_files_to_fetch();
            waits.then(|| (world.generation(), world.journal.next_number()))
        };
        if mark.is_none() || mark == self.heard {
            return Ok(());
        }
        let listed = ask(house, Method::GET, "/outbound?fetched=false", Bytes::new()).await;
        let listed = listed.filter(|(status, _)| status.is_success());
        let listed: Value = listed
            .and_then(|(_, body)| serde_json::from_slice(&body).ok())
            .unwrap_or_default();
        let files = listed.get("files").and_then(Value::as_array);
        for file in files.into_iter().flatten() {
            if let Some(name) = file.get("name").and_then(Value::as_str) {
                self.fetch(house, name).await?;
            }
        }
        let room = stay.lock();
        self.heard = Some((room.world.generation(), room.world.journal.next_number()));
        Ok(())
    }

    /// Writes a file from MPS. It appears under its name when it is whole.
    async fn fetch(&self, house: &Arc<House>, name: &str) -> io::Result<()> {
        let path = format!("/outbound/{name}");
        let fetched = ask(house, Method::GET, &path, Bytes::new()).await;
        let Some((_, bytes)) = fetched.filter(|(status, _)| status.is_success()) else {
            return Ok(());
        };
        let unfinished = self.outbound.join(format!(".{name}.part"));
        std::fs::write(&unfinished, &bytes)?;
        std::fs::rename(&unfinished, self.outbound.join(name))?;
        ask(
            house,
            Method::POST,
            &format!("{path}/fetched"),
            Bytes::new(),
        )
        .await;
        Ok(())
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

/// Sends a request to the file exchange of `default`; nothing when the answer fails to arrive.
async fn ask(
    house: &Arc<House>,
    method: Method,
    target: &str,
    body: Bytes,
) -> Option<(StatusCode, Bytes)> {
    let target = format!("/s/{}/mps/files{target}", default_sandbox());
    let path = target.split('?').next().unwrap_or_default();
    let limit = body_max(house, method.as_str(), path);
    let too_large = (body.len() > limit).then_some(limit);
    let body = if too_large.is_some() {
        Bytes::new()
    } else {
        body
    };
    let request = Request::builder()
        .method(method)
        .uri(target)
        .body(body)
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
