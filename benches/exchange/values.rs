//! Sandboxes as values: how long one takes to come, and what ten thousand of them weigh.

use std::fs;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use sandkasse::domain::mint::Mint;
use sandkasse::domain::slug::Slug;
use sandkasse::sandbox::{Mode, Recipe, Sandbox, snapshot};
use sandkasse::scenario::CastFile;

use crate::ours::Ours;

/// Microseconds that each way takes once, and what many weigh.
pub(crate) struct Values {
    /// The baseline: the cast of one sandbox read from its texts, nothing shared.
    pub(crate) cast: f64,
    /// A sandbox created.
    pub(crate) created: f64,
    /// A sandbox in which invoices were delivered, copied.
    pub(crate) forked: f64,
    /// The same one written as a document, which a copy without sharing would have to do first.
    pub(crate) written: f64,
    /// Resident bytes that this many sandboxes more take up; `None` where the system does not
    /// tell.
    pub(crate) resident: Option<u64>,
}

/// Measures; `many` sandboxes are there at once at the end.
pub(crate) fn measure(ours: &Ours, many: u32) -> Values {
    let file = CastFile::embedded().expect("a test reads it");
    let cast = each(200, |n| {
        let fresh = file.clone();
        black_box(fresh.build(&slug("bench", n), &mut Mint::new(1))).expect("it fits");
    });
    let shared = Arc::clone(&ours.house.cast);
    let create = |n| {
        ours.house
            .sandboxes
            .create(recipe(slug("create", n), &shared))
    };
    let created = each(1000, |n| {
        black_box(create(n)).expect("it fits");
    });
    let post = ours.post("origin");
    for _ in 0..100 {
        ours.answer(post.invoice());
    }
    ours.runtime.block_on(async {
        sandkasse::http::enter(&ours.house, &post.sandbox, |_| ()).await;
    });
    let written = each(20, |_| {
        black_box(snapshot(&post.sandbox.lock().world).to_string());
    });
    let forked = each(1000, |n| {
        black_box(fork(ours, &post.sandbox, &slug("fork", n)));
    });
    for n in 0..1000 {
        ours.house.sandboxes.drop_sandbox(&slug("create", n));
        ours.house.sandboxes.drop_sandbox(&slug("fork", n));
    }
    let before = resident();
    for n in 0..many {
        if n % 2 == 0 {
            create(n).expect("it fits");
        } else {
            fork(ours, &post.sandbox, &slug("fork", n));
        }
    }
    let after = resident();
    let there = ours.house.sandboxes.list().len();
    assert!(there >= usize::try_from(many).expect("a count"), "{there}");
    Values {
        cast,
        created,
        forked,
        written,
        resident: after
            .zip(before)
            .map(|(after, before)| after.saturating_sub(before)),
    }
}

fn fork(ours: &Ours, sandbox: &Arc<Sandbox>, name: &Slug) -> bool {
    let copy = sandbox.lock().world.twin().called(name);
    ours.house
        .sandboxes
        .adopt(copy, &ours.house.cast)
        .expect("no credential is taken")
        .1
}

fn recipe(name: Slug, cast: &Arc<CastFile>) -> Recipe {
    Recipe {
        name,
        start: Some("2026-03-02T08:00:00Z".parse().expect("an instant")),
        mode: Mode::Frozen,
        seed: 1,
        settings: Vec::new(),
        cast: Arc::clone(cast),
        scenario: None,
    }
}

fn slug(kind: &str, n: u32) -> Slug {
    Slug::parse(&format!("{kind}-{n}")).expect("a name")
}

/// Microseconds that one takes.
fn each(times: u32, mut act: impl FnMut(u32)) -> f64 {
    act(times);
    let began = Instant::now();
    for n in 0..times {
        act(n);
    }
    began.elapsed().as_secs_f64() * 1e6 / f64::from(times)
}

/// Bytes of this process that are in memory (Linux: `/proc/self/statm`, second field, pages).
fn resident() -> Option<u64> {
    const PAGE: u64 = 4096;
    let text = fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * PAGE)
}
