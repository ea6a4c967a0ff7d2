//! A transmission of claims: taken in, judged, debited, and told in an OCR file; beside reading and
//! splitting the same bytes, and beside the codec alone.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Method, Request};
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::Value;

use crate::ours::Ours;
use sandkasse::documents::bbs;
use sandkasse::domain::giro::{
    ClaimOrder, CustomerUnit, FiledClaim, Notifier, Order, SerialNumber, Transmission,
};
use sandkasse::domain::kid::Kid;
use sandkasse::domain::money::Ore;
use sandkasse::http::move_clock;
use sandkasse::sandbox::{Sandbox, wall_now};

/// How long each step of a transmission took.
pub(crate) struct Month {
    /// Claims in it.
    pub(crate) claims: u32,
    /// Copying the file and splitting it into lines.
    pub(crate) split: Duration,
    /// The codec alone.
    pub(crate) read: Duration,
    /// Each step with its name.
    pub(crate) steps: Vec<(&'static str, Duration)>,
}

impl Month {
    /// Everything that is ours.
    pub(crate) fn whole(&self) -> Duration {
        self.steps.iter().map(|(_, took)| *took).sum()
    }
}

/// Lives through the month of a transmission with so many claims.
pub(crate) fn month(ours: &Ours, name: &str, claims: u32) -> Month {
    let file = transmission(claims);
    let (split, lines) = timed(|| {
        let copy = file.clone();
        let lines = copy.split(|byte| *byte == b'\n').map(<[u8]>::to_vec);
        lines.collect::<Vec<_>>().len()
    });
    assert_eq!(lines, usize::try_from(claims * 2 + 5).expect("a count"));
    let (read, incoming) = timed(|| bbs::read(&file));
    assert!(incoming.is_ok_and(|incoming| incoming.complaints.is_empty()));
    let sandbox = ours.sandbox(name, Vec::new());
    // The journal would else drop what the month is about; how it is kept is not measured here.
    let mut steps = Vec::new();
    let mut step = |what, work: &mut dyn FnMut()| {
        let ((), took) = {
            let began = Instant::now();
            work();
            ((), began.elapsed())
        };
        steps.push((what, took));
    };
    step("taken in", &mut || {
        let said = ours.answer(request(name, Method::POST, "/inbound", file.clone()));
        let said: Value = serde_json::from_slice(&said).expect("JSON");
        assert_eq!(said["approved"], true, "{said}");
    });
    for (what, to) in [
        ("judged and processed", "2026-03-02T16:00:00+01:00"),
        ("handed to the banks", "2026-03-02T17:00:00+01:00"),
        ("debited", "2026-03-20T06:00:00+01:00"),
        ("told in a file", "2026-03-20T12:00:00+01:00"),
    ] {
        step(what, &mut || travel(ours, &sandbox, to));
    }
    step("fetched", &mut || {
        let listed = ours.answer(request(name, Method::GET, "/outbound?kind=ocr", Vec::new()));
        let listed: Value = serde_json::from_slice(&listed).expect("JSON");
        let called = listed["files"][0]["name"].as_str().expect("an OCR file");
        let path = format!("/outbound/{called}");
        let ocr = ours.answer(request(name, Method::GET, &path, Vec::new()));
        let records = ocr.split(|byte| *byte == b'\n').filter(|it| !it.is_empty());
        let expected = usize::try_from(claims * 2 + 4).expect("a count");
        assert_eq!(records.count(), expected, "every claim is told of");
    });
    ours.house.sandboxes.drop_sandbox(sandbox.name());
    Month {
        claims,
        split,
        read,
        steps,
    }
}

fn timed<R>(work: impl Fn() -> R) -> (Duration, R) {
    // The quickest of a few: what disturbs makes everything slower and nothing faster.
    let rounds = (0..5).map(|_| {
        let began = Instant::now();
        black_box(work());
        began.elapsed()
    });
    let best = rounds.min().unwrap_or_default();
    (best, work())
}

fn travel(ours: &Ours, sandbox: &Arc<Sandbox>, to: &str) {
    let to: Timestamp = to.parse().expect("an instant");
    let moved = ours.runtime.block_on(move_clock(
        &ours.house,
        sandbox,
        |world| world.clock.set(to, wall_now()),
        |_, ran| ran.len(),
    ));
    moved.expect("the clock goes forward");
}

fn request(sandbox: &str, method: Method, path: &str, body: Vec<u8>) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from(body));
    *request.method_mut() = method;
    let path = format!("/s/{sandbox}/mps/files{path}");
    *request.uri_mut() = path.parse().expect("a path");
    request
}

/// Claims of a krone each under one mandate, whose payer can just pay them all.
fn transmission(claims: u32) -> Vec<u8> {
    let claim = |number: u32| {
        let kid = Kid::with_mod10(&format!("000003{:05}", number - 1)).expect("digits");
        FiledClaim {
            number,
            notifier: Notifier::Payee,
            due_date: date(2026, 3, 20),
            amount: Ore::new(100),
            kid: kid.as_str().to_owned(),
            short_name: "TREKKDAG".to_owned(),
            external_reference: format!("Faktura {number}"),
            texts: Vec::new(),
        }
    };
    let serial = |number| SerialNumber::new(number).expect("seven digits");
    let order = ClaimOrder {
        number: serial(1),
        account: "86011117947".to_owned(),
        claims: (1..=claims).map(claim).collect(),
    };
    let transmission = Transmission {
        sender: CustomerUnit::parse("00230456").expect("eight digits"),
        number: serial(1),
        recipient: CustomerUnit::mps(),
        orders: vec![Order::Claims(order)],
        date: None,
    };
    bbs::write(&transmission).expect("it fits")
}
