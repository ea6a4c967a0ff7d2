//! The same seed, clock and requests make the same world; and no two worlds touch.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use jiff::Timestamp;
use tokio::task::{JoinSet, yield_now};

use crate::support::{Bill, MONDAY, Stage, TestSandbox};
use sandkasse::sandbox::{snapshot, wall_now};

/// A morning at the office: deliveries of every kind, refusals, time in between.
async fn a_morning(sandbox: &TestSandbox) {
    for (bill, fields) in [
        ("bjorg", "recipient_phone_number=+4721622259"),
        ("halgeir number=2", "recipient_ssn=09091816528"),
        ("bodil number=3", "route_order=netbank,print"),
        ("bodil number=4", "route_order=fax"),
        ("bjorg number=5", "route_order=netbank"),
        (
            "bodil number=6",
            "route_order=email recipient_operator=B2CNO",
        ),
    ] {
        sandbox.send(&Bill::read(bill), fields).await;
        sandbox.advance("PT2S").await;
    }
    sandbox.lookup("ssn=05111926664").await;
    sandbox
        .soap("addShipment", "<v1:AddShipmentRequest/>")
        .await;
    sandbox.advance("PT1H").await;
    sandbox.get("/v1/invoices?direction=SENT").await;
}

async fn world_of(sandbox: &TestSandbox) -> String {
    sandbox.enter(|world| snapshot(world).to_string()).await
}

/// The ids of a text, each replaced by one word, so that only the rest is compared.
fn without_ids(text: &str) -> String {
    let is_id = |word: &str| {
        let hex = word.chars().filter(char::is_ascii_hexdigit).count();
        hex >= 32 && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
    };
    let words = text.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let shown = words.map(|word| {
        let (id, end) = match word.char_indices().next_back() {
            Some((at, last)) if !last.is_ascii_alphanumeric() && last != '-' => word.split_at(at),
            Some(_) | None => (word, ""),
        };
        // A token carries the name of its sandbox behind the id.
        let id = id.strip_suffix("default").unwrap_or(id);
        if is_id(id) {
            format!("ID{end}")
        } else {
            word.to_owned()
        }
    });
    shown.collect()
}

#[tokio::test]
async fn the_same_seed_and_the_same_requests_make_the_same_journal_and_the_same_world() {
    let first = Stage::frozen(MONDAY).seed(7).build();
    let second = Stage::frozen(MONDAY).seed(7).build();
    a_morning(&first).await;
    a_morning(&second).await;
    assert!(
        first.journal().len() > 30,
        "{} entries",
        first.journal().len()
    );
    assert_eq!(first.journal(), second.journal());
    assert_eq!(world_of(&first).await, world_of(&second).await);
}

#[tokio::test]
async fn another_seed_changes_ids_and_nothing_else() {
    let first = Stage::frozen(MONDAY).seed(7).build();
    let second = Stage::frozen(MONDAY).seed(8).build();
    a_morning(&first).await;
    a_morning(&second).await;
    let (left, right) = (first.journal(), second.journal());
    assert_ne!(left, right);
    let bare = |journal: &[String]| journal.iter().map(|it| without_ids(it)).collect::<Vec<_>>();
    assert_eq!(bare(&left), bare(&right));
}

#[tokio::test]
async fn what_is_due_at_noon_happens_at_noon_when_the_clock_jumps_to_the_evening() {
    let stage = Stage::frozen(MONDAY).setting("mps.validation_delay", "PT3H");
    let sandbox = stage.build();
    let id = sandbox.sent(&Bill::to("bodil"), "").await;
    let ran = sandbox.move_to("2026-03-02T18:00:00+01:00").await.unwrap();
    let times: Vec<String> = ran.iter().map(|ran| ran.at.to_string()).collect();
    assert!(
        times.iter().all(|at| at == "2026-03-02T11:00:00Z"),
        "{ran:?}"
    );
    assert!(times.len() >= 2, "{ran:?}");
    assert_eq!(
        sandbox.events("efaktura.accepted"),
        ["2026-03-02T11:00:00Z"]
    );
    assert_eq!(
        sandbox.events("invoice.delivered"),
        ["2026-03-02T11:00:00Z"]
    );
    let invoice = sandbox.invoice(&id).await;
    let actions = invoice["actions"].as_array().unwrap();
    assert_eq!(
        actions.last().unwrap()["happened_at"],
        "2026-03-02T11:00:00Z"
    );
    let now = sandbox.enter(|world| world.clock.now().to_string()).await;
    assert_eq!(now, "2026-03-02T17:00:00Z");
}

#[tokio::test]
async fn an_invoice_that_came_in_time_is_not_late_because_its_sender_slept_past_the_due_date() {
    let stage = Stage::frozen(MONDAY).setting("mps.validation_delay", "PT1H");
    let sandbox = stage.build();
    let id = sandbox.sent(&Bill::read("bodil due=2026-03-05"), "").await;
    sandbox.move_to("2026-03-06T09:00:00+01:00").await.unwrap();
    assert_eq!(sandbox.ways(&id).await, "dd_not_simulated EFAKTURA");
    assert_eq!(
        sandbox.events("invoice.delivered"),
        ["2026-03-02T09:00:00Z"]
    );
}

#[tokio::test]
async fn a_reset_leaves_nothing_behind() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let fresh = world_of(&sandbox).await;
    let token = sandbox.token().await;
    a_morning(&sandbox).await;
    let pending = sandbox.sent(&Bill::read("bodil number=9"), "").await;
    let recipe = sandbox.sandbox.recipe().clone();
    let world = sandbox.sandbox.lock().as_created(&recipe).unwrap();
    sandbox.sandbox.lock().begin(world);
    assert_eq!(sandbox.journal(), Vec::<String>::new());
    assert_eq!(world_of(&sandbox).await, fresh);
    assert_eq!(
        sandbox.get_with(&token, "/v1/invoices").await.refusal(),
        "401 auth_token_invalid"
    );
    sandbox.advance("PT24H").await;
    let gone = sandbox.get(&format!("/v1/invoices/{pending}")).await;
    assert_eq!(gone.refusal(), "404 not_found");
    assert_eq!(sandbox.outbox().await.len(), 0);
    assert_eq!(sandbox.events("invoice.delivered"), Vec::<String>::new());
}

#[tokio::test]
async fn a_morning_after_a_reset_is_the_same_morning() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    a_morning(&sandbox).await;
    let first = sandbox.journal();
    let recipe = sandbox.sandbox.recipe().clone();
    let world = sandbox.sandbox.lock().as_created(&recipe).unwrap();
    sandbox.sandbox.lock().begin(world);
    a_morning(&sandbox).await;
    assert_eq!(sandbox.journal(), first);
}

#[tokio::test]
async fn two_sandboxes_never_see_each_other() {
    let here = TestSandbox::frozen(MONDAY).await;
    let there = Stage::frozen(MONDAY).named("there").beside(&here).build();
    let before = world_of(&there).await;
    let token = here.token().await;
    let id = here.sent(&Bill::to("bodil"), "").await;
    here.advance("PT1H").await;
    assert_eq!(there.journal(), Vec::<String>::new());
    assert_eq!(world_of(&there).await, before);
    let foreign = there.get_with(&token, "/v1/invoices").await;
    assert_eq!(foreign.refusal(), "401 auth_token_invalid");
    assert_eq!(
        there.get(&format!("/v1/invoices/{id}")).await.refusal(),
        "404 not_found"
    );
    assert_ne!(here.keys("fjord-energi"), there.keys("fjord-energi"));
    let times = [&here, &there].map(|it| it.sandbox.lock().world.clock.now().to_string());
    assert_eq!(times, ["2026-03-02T09:00:00Z", "2026-03-02T08:00:00Z"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_clients_at_once_lose_nothing_and_each_keeps_its_order() {
    const CLIENTS: usize = 16;
    const EACH: usize = 8;
    let sandbox = Arc::new(TestSandbox::frozen(MONDAY).await);
    let token = sandbox.token().await;
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        let (sandbox, token) = (Arc::clone(&sandbox), token.clone());
        clients.spawn(async move {
            for n in 0..EACH {
                let bill = Bill::to("bodil").with("number", &format!("{client}-{n}"));
                let fields = [("recipient_type", "consumer")];
                let reply = sandbox.post(&token, bill.xml().as_bytes(), &fields).await;
                assert_eq!(reply.status, 201, "{}", reply.text());
            }
        });
    }
    while let Some(client) = clients.join_next().await {
        client.unwrap();
    }
    sandbox.advance("PT1M").await;
    let mut numbers = Vec::new();
    for page in 1..=2 {
        let path = format!("/v1/invoices?direction=SENT&status=DELIVERED&per_page=100&page={page}");
        let json = sandbox.get(&path).await.json();
        let list = json.as_array().unwrap().iter();
        numbers.extend(list.map(|it| it["number"].as_str().unwrap().to_owned()));
    }
    numbers.reverse();
    assert_eq!(numbers.len(), CLIENTS * EACH);
    for client in 0..CLIENTS {
        let start = format!("{client}-");
        let order: Vec<&str> = numbers
            .iter()
            .filter_map(|it| it.strip_prefix(&start))
            .collect();
        assert_eq!(order, ["0", "1", "2", "3", "4", "5", "6", "7"]);
    }
    let shown = sandbox.enter(|world| world.book.presented().count()).await;
    assert_eq!(shown, CLIENTS * EACH);
}

#[tokio::test]
async fn a_client_that_hangs_up_while_it_waits_stops_nothing() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let token = sandbox.token().await;
    let bill = Bill::to("bodil").xml();
    let fields = [("recipient_type", "consumer")];
    let first = sandbox.post(&token, bill.as_bytes(), &fields).await;
    let id = first.json()["id"].as_str().unwrap().to_owned();
    // The walk is due, and this test's thread has not let the pump run: whoever comes now waits.
    let path = format!("/v1/invoices/{id}");
    let mut waiting: Vec<_> = (0..5)
        .map(|_| Box::pin(sandbox.get_with(&token, &path)))
        .collect();
    for caller in &mut waiting {
        assert!(caller.as_mut().now_or_never().is_none(), "it has to wait");
    }
    let mut mover = Box::pin(sandbox.advance("PT1M"));
    assert!(mover.as_mut().now_or_never().is_none(), "it has to wait");
    // They hang up in another order than they came in, the one at the head of the line last.
    drop(mover);
    while waiting.pop().is_some() {}
    sandbox.advance("PT1M").await;
    assert_eq!(sandbox.invoice(&id).await["status"], "DELIVERED");
    assert_eq!(
        sandbox.events("invoice.delivered"),
        ["2026-03-02T08:00:05Z"]
    );
}

#[tokio::test]
async fn a_clock_move_whose_caller_hung_up_after_it_began_still_ends() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox.sent(&Bill::to("bodil"), "").await;
    {
        let mut moving = Box::pin(sandbox.advance("PT1M"));
        // Polled until the clock stands at its new place, and then let go.
        let there: Timestamp = "2026-03-02T08:01:00Z".parse().unwrap();
        while sandbox.sandbox.lock().world.clock.goal(wall_now()) < there {
            assert!((&mut moving).now_or_never().is_none());
            yield_now().await;
        }
    }
    assert_eq!(sandbox.invoice(&id).await["status"], "DELIVERED");
    let still_told = sandbox.enter(|world| world.unwatch_agenda()).await;
    assert_eq!(
        still_told,
        [],
        "what happens is still noted for a caller who is gone"
    );
    sandbox.advance("PT1M").await;
    let now = sandbox.enter(|world| world.clock.now().to_string()).await;
    assert_eq!(now, "2026-03-02T08:02:00Z");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_sandbox_lets_things_happen_without_being_asked() {
    let stage = Stage::running(MONDAY).setting("mps.validation_delay", "PT0.05S");
    let sandbox = stage.build();
    let id = sandbox.sent(&Bill::to("bodil"), "").await;
    // Only a look through the lock, which wakes nobody.
    let delivered = async {
        while sandbox.events("invoice.delivered").is_empty() {
            yield_now().await;
        }
    };
    let bounded = tokio::time::timeout(Duration::from_secs(10), delivered).await;
    assert!(bounded.is_ok(), "the invoice never arrived");
    assert_eq!(sandbox.ways(&id).await, "dd_not_simulated EFAKTURA");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_sandbox_that_was_moved_close_to_something_due_is_not_late_for_it() {
    let stage = Stage::running(MONDAY).setting("mps.validation_delay", "PT1H");
    let sandbox = stage.build();
    sandbox.sent(&Bill::to("bodil"), "").await;
    sandbox.advance("PT59M59S").await;
    let delivered = async {
        while sandbox.events("invoice.delivered").is_empty() {
            yield_now().await;
        }
    };
    let bounded = tokio::time::timeout(Duration::from_secs(10), delivered).await;
    assert!(
        bounded.is_ok(),
        "the timer still sleeps as long as before the clock was moved"
    );
}
