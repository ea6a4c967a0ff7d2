//! How sandboxes go: when told to, or because nobody uses them any more.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tracing::info;

use super::house::House;
use super::locate::default_sandbox;
use crate::domain::slug::Slug;
use crate::sandbox::wall_now;

/// The longest time between two looks for idle sandboxes.
const LOOK_MAX: Duration = Duration::from_secs(60);

/// The shortest, so that a tiny limit keeps no processor busy.
const LOOK_MIN: Duration = Duration::from_millis(100);

/// Drops a sandbox and closes its listeners; says whether it was there.
pub async fn drop_sandbox(house: &House, name: &Slug) -> bool {
    let was_there = house.sandboxes.drop_sandbox(name);
    house.listeners.close_orphans().await;
    was_there
}

/// Drops every sandbox but `default` that nobody has used for this long at `now`, a wall time, and
/// closes their listeners; gives their names.
pub async fn drop_idle(house: &House, now: Timestamp, after: SignedDuration) -> Vec<Slug> {
    let since = now.checked_sub(after).unwrap_or(Timestamp::MIN);
    let dropped = house.sandboxes.drop_idle(since, &default_sandbox());
    for name in &dropped {
        info!(sandbox = %name, "dropped: nobody used it for {after:#}");
    }
    if !dropped.is_empty() {
        house.listeners.close_orphans().await;
    }
    dropped
}

/// Drops idle sandboxes for as long as the house stands.
#[expect(
    clippy::disallowed_methods,
    reason = "idleness is a matter of wall time, watched from the edge"
)]
pub async fn watch_idle(house: Weak<House>, after: SignedDuration) {
    let pause = Duration::try_from(after).unwrap_or(LOOK_MAX) / 4;
    let pause = pause.clamp(LOOK_MIN, LOOK_MAX);
    loop {
        tokio::time::sleep(pause).await;
        let Some(house) = house.upgrade() else { return };
        drop_idle(&house, wall_now(), after).await;
        drop::<Arc<House>>(house);
    }
}
