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

use crate::ours::{Ours, start};
use sandkasse::consumer::MandateKey;
use sandkasse::documents::bbs;
use sandkasse::domain::account::AccountNumber;
use sandkasse::domain::giro::{
    ClaimOrder, CustomerUnit, FiledClaim, Notifier, Order, SerialNumber, Transmission,
};
use sandkasse::domain::kid::Kid;
use sandkasse::domain::money::Ore;
use sandkasse::http::move_clock;
use sandkasse::sandbox::{Sandbox, wall_now};

/// The account of the payee.
const ACCOUNT: &str = "86011117947";
/// So many have a mandate.
const PAYERS: u32 = 1_000;

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
    let sums = ("mps.rejects_over_limit".to_owned(), "true".to_owned());
    let sandbox = ours.sandbox(name, vec![sums]);
    make_mandates(&sandbox);
    let (alike, deleted) = regretted(claims / 10);
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
        for file in [&file, &alike] {
            send(ours, name, file.clone());
        }
    });
    step("judged and processed", &mut || {
        travel(ours, &sandbox, "2026-03-02T15:00:00+01:00");
    });
    step("deleted", &mut || {
        send(ours, name, deleted.clone());
        travel(ours, &sandbox, "2026-03-02T16:00:00+01:00");
        let table = only(ours, name, "L00202-CSV");
        let rows = table.split(|byte| *byte == b'\n').skip(1);
        let rows = rows.filter(|row| !row.is_empty()).count();
        let expected = usize::try_from(claims / 10).expect("a count");
        assert_eq!(rows, expected, "each deletion takes a claim of its own");
    });
    for (what, to) in [
        ("handed to the banks", "2026-03-02T17:00:00+01:00"),
        ("debited", "2026-03-20T06:00:00+01:00"),
        ("told in a file", "2026-03-20T12:00:00+01:00"),
    ] {
        step(what, &mut || travel(ours, &sandbox, to));
    }
    step("fetched", &mut || {
        let ocr = only(ours, name, "ocr");
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

/// Every payer has a mandate like that of the first, with a limit that nobody reaches.
fn make_mandates(sandbox: &Sandbox) {
    let mut room = sandbox.lock();
    let book = &mut room.world.book;
    let account = AccountNumber::parse(ACCOUNT).expect("an account");
    let first = |key: &MandateKey| key.kid.as_str().starts_with("000003");
    let mut mandate = {
        let mut mandates = book.mandates_to(&account);
        let found = mandates.find(|(key, _)| first(key));
        found.expect("a mandate").1.clone()
    };
    mandate.limit = Some(Ore::new(1_000_000_000));
    for payer in 0..PAYERS {
        let key = MandateKey {
            payee_account: account.clone(),
            kid: kid(payer, 99_999),
        };
        book.put_mandate(key, mandate.clone(), start());
    }
    // Files tell of nothing that the world began with.
    book.begin(start());
}

/// A file of claims that are all alike, and one that deletes each of them and as many again.
fn regretted(claims: u32) -> (Vec<u8>, Vec<u8>) {
    let claim = |number| FiledClaim {
        number,
        due_date: date(2026, 3, 23),
        ..claim(number, kid(0, 1))
    };
    let order = |number, count| ClaimOrder {
        number: serial(number),
        account: ACCOUNT.to_owned(),
        claims: (1..=count).map(claim).collect(),
    };
    let claimed = Order::Claims(order(2, claims));
    let deleted = Order::Deletions(order(3, claims * 2));
    (written(2, claimed), written(3, deleted))
}

/// The only file of a kind.
fn only(ours: &Ours, sandbox: &str, kind: &str) -> Bytes {
    let path = format!("/outbound?kind={kind}");
    let listed = ours.answer(request(sandbox, Method::GET, &path, Vec::new()));
    let listed: Value = serde_json::from_slice(&listed).expect("JSON");
    let called = listed["files"][0]["name"].as_str().expect("a file");
    let path = format!("/outbound/{called}");
    ours.answer(request(sandbox, Method::GET, &path, Vec::new()))
}

fn send(ours: &Ours, sandbox: &str, file: Vec<u8>) {
    let said = ours.answer(request(sandbox, Method::POST, "/inbound", file));
    let said: Value = serde_json::from_slice(&said).expect("JSON");
    assert_eq!(said["approved"], true, "{said}");
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

/// Claims of a krone each of a thousand payers, whose one account can just pay them all.
fn transmission(claims: u32) -> Vec<u8> {
    let claim = |number: u32| claim(number, kid(number % PAYERS, number - 1));
    let order = ClaimOrder {
        number: serial(1),
        account: ACCOUNT.to_owned(),
        claims: (1..=claims).map(claim).collect(),
    };
    written(1, Order::Claims(order))
}

fn claim(number: u32, kid: Kid) -> FiledClaim {
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
}

fn kid(payer: u32, invoice: u32) -> Kid {
    Kid::with_mod10(&format!("{:06}{invoice:05}", payer + 100)).expect("digits")
}

fn serial(number: u32) -> SerialNumber {
    SerialNumber::new(number).expect("seven digits")
}

fn written(number: u32, order: Order) -> Vec<u8> {
    let transmission = Transmission {
        sender: CustomerUnit::parse("00230456").expect("eight digits"),
        number: serial(number),
        recipient: CustomerUnit::mps(),
        orders: vec![order],
        date: None,
    };
    bbs::write(&transmission).expect("it fits")
}
