//! What can be measured without a socket.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::{SignedDuration, ToSpan};
use uuid::Uuid;

use crate::bare::{Envelope, walk};
use crate::ours::{self, Ours};
use sandkasse::consumer::DocumentType;
use sandkasse::domain::efaktura::EfakturaIdentifier;
use sandkasse::domain::money::Ore;
use sandkasse::http::{answer, move_clock};
use sandkasse::sandbox::{Sandbox, wall_now};
use sandkasse::services::Simulated;
use sandkasse::services::mps::{
    Ask, Command, EfakturaInfo, Model, Mps, PaymentType, Receiver, Shipment, ShipmentId,
    Transaction, TransactionId,
};

/// Look-ups a second through the front door, in one thread.
pub(crate) fn lookups(ours: &Ours, time: Duration) -> f64 {
    let request = ours::lookup();
    ours.runtime.block_on(async {
        let (began, mut done) = (Instant::now(), 0_u32);
        while began.elapsed() < time {
            for _ in 0..100 {
                black_box(answer(&ours.house, request.clone(), None).await);
            }
            done += 100;
        }
        f64::from(done) / began.elapsed().as_secs_f64()
    })
}

/// How often a second the request of a look-up can be walked and its answer be written.
pub(crate) fn lookups_on_the_wire(answer: &Bytes, time: Duration) -> f64 {
    let request = ours::lookup().into_body();
    let answer = Envelope::of(answer.clone());
    let (began, mut done) = (Instant::now(), 0_u32);
    while began.elapsed() < time {
        for _ in 0..100 {
            black_box(walk(black_box(&request)));
            black_box(answer.write());
        }
        done += 100;
    }
    f64::from(done) / began.elapsed().as_secs_f64()
}

/// Whole invoices a second through the front door, one after the other.
pub(crate) fn invoices(ours: &Ours, name: &str, time: Duration) -> f64 {
    let post = ours.post(name);
    let (request, wait) = (post.invoice(), post.wait());
    let done = ours.runtime.block_on(async {
        let (began, mut done) = (Instant::now(), 0_u32);
        while began.elapsed() < time {
            black_box(answer(&ours.house, request.clone(), None).await);
            done += 1;
        }
        black_box(answer(&ours.house, wait, None).await);
        (done, began.elapsed())
    });
    assert_eq!(post.delivered(), usize::try_from(done.0).expect("a count"));
    f64::from(done.0) / done.1.as_secs_f64()
}

/// Moves the clock a year past an agenda of real validations; says how long that takes.
pub(crate) fn agenda(ours: &Ours, entries: u32) -> Duration {
    let post = ours.post("a-year");
    fill(&post.sandbox, entries);
    let sandbox = &post.sandbox;
    let began = Instant::now();
    let moved = ours.runtime.block_on(move_clock(
        &ours.house,
        sandbox,
        |world| {
            let year = SignedDuration::from_hours(366 * 24);
            let wall = wall_now();
            world.clock.set(world.clock.goal(wall) + year, wall)
        },
        |room, ran| (ran.len(), room.world.agenda.iter().count()),
    ));
    let took = began.elapsed();
    let (ran, left) = moved.expect("the clock goes forward");
    // Each is validated, appears in Vipps and leaves it again.
    let happened = 3 * usize::try_from(entries).expect("a count");
    assert_eq!((ran, left), (happened, 0));
    took
}

/// Shipments of one transaction each, validated one after the other through a year.
fn fill(sandbox: &Arc<Sandbox>, entries: u32) {
    let step = SignedDuration::from_hours(365 * 24) / i32::try_from(entries).expect("a count");
    let mut room = sandbox.lock();
    for n in 0..entries {
        let after = step * i32::try_from(n + 1).expect("a count");
        room.world.settings.mps_validation_delay = after;
        let command = Command::from(Ask::AddShipment(shipment(n, 1)));
        let said = room
            .world
            .take_turn(|model: &mut Model, turn| Mps.apply(model, command, turn));
        drop(black_box(said));
    }
    assert_eq!(
        room.world.agenda.iter().count(),
        usize::try_from(entries).expect("a count")
    );
}

/// A shipment of so many transactions, all of them other ones than those of the next number.
pub(crate) fn shipment(n: u32, transactions: u32) -> Shipment {
    let first = u128::from(n) * u128::from(transactions) + 1;
    let ids = (first..first + u128::from(transactions)).map(Uuid::from_u128);
    Shipment {
        id: ShipmentId::from(Uuid::from_u128(first)),
        issuer: "304520817".to_owned(),
        transactions: ids.map(transaction).collect(),
    }
}

fn transaction(id: Uuid) -> Transaction {
    let identifier = EfakturaIdentifier::parse("414360222").expect("that of halgeir");
    let today = jiff::civil::date(2026, 3, 2);
    Transaction {
        id: TransactionId::from(id),
        payment: PaymentType::Efaktura,
        document_type: DocumentType::Invoice,
        kid: Some("000002123453".to_owned()),
        account: "86011117947".to_owned(),
        amount: Ore::new(45_000),
        due_date: today.saturating_add(18.days()),
        due_date_zone: None,
        efaktura: Some(EfakturaInfo {
            receiver: Receiver::Identifier(identifier),
            minimum_amount: None,
            brand: "Fjord Energi".to_owned(),
            url: "https://invoice.sandkasse.test/1".to_owned(),
            notice: None,
        }),
        atg: None,
    }
}
