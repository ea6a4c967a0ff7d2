//! Many sandboxes at once, each a world of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::support::{Bill, MONDAY, Stage, TestSandbox};
use sandkasse::domain::slug::Slug;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_clients_in_a_hundred_sandboxes_never_see_each_other() {
    let lobby = TestSandbox::frozen(MONDAY).await;
    let mut clients = JoinSet::new();
    for n in 0..100_u32 {
        let stage = Stage::frozen(MONDAY).named(&format!("client-{n}"));
        let sandbox = stage.beside(&lobby).build();
        clients.spawn(async move {
            let bill = Bill::to("bodil").with("number", &format!("mine-{n}"));
            let id = sandbox.sent(&bill, "").await;
            let slug = Slug::parse("halgeir").unwrap();
            sandbox
                .enter(|world| {
                    let mut mine = world.cast.person(&slug).unwrap().as_ref().clone();
                    mine.name.last = format!("Number {n}");
                    world.cast.put_person(mine).unwrap();
                })
                .await;
            for _ in 0..=n % 7 {
                sandbox.advance("PT1M").await;
            }
            (n, id, sandbox)
        });
    }
    let mut told = Vec::new();
    while let Some(client) = clients.join_next().await {
        told.push(client.unwrap());
    }
    let mut keys = BTreeSet::new();
    for (n, id, sandbox) in &told {
        let journal = sandbox.journal().join("\n");
        let (mine, other) = (format!("mine-{n} "), format!("mine-{} ", (n + 1) % 100));
        assert!(
            journal.contains(&mine) && !journal.contains(&other),
            "{journal}"
        );
        let (people, minutes) = sandbox
            .enter(|world| {
                let numbered = world.cast.people().map(|it| it.name.last.clone());
                let numbered = numbered.filter(|name| name.starts_with("Number "));
                let now = world.clock.now().as_second();
                (numbered.collect::<Vec<_>>(), (now - 1_772_438_400) / 60)
            })
            .await;
        assert_eq!(people, [format!("Number {n}")]);
        assert_eq!(minutes, i64::from(n % 7 + 1));
        assert_eq!(sandbox.invoice(id).await["number"], format!("mine-{n}"));
        keys.insert(sandbox.keys("fjord-energi").company_id);
    }
    assert_eq!(keys.len(), 100);
    assert_eq!(lobby.journal(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_sandboxes_that_come_and_go_at_once_leave_the_house_as_it_was() {
    let lobby = Arc::new(TestSandbox::frozen(MONDAY).await);
    let mut crowd = JoinSet::new();
    for n in 0..1000_u32 {
        let lobby = Arc::clone(&lobby);
        crowd.spawn(async move {
            let name = format!("guest-{n}");
            let path = format!("/_sandbox/sandboxes/{name}");
            let made = if n % 2 == 0 {
                lobby.call("PUT", &path, &[], "").await
            } else {
                let body = format!("{{\"as\":\"{name}\"}}");
                let fork = "/_sandbox/sandboxes/default/fork";
                lobby.call("POST", fork, &[], body).await
            };
            assert_eq!(made.status, 201, "{}", made.text());
            // Some are dropped while an invoice is on its way in them.
            if n % 10 == 0 {
                let sandbox = lobby.house.sandboxes.get(&Slug::parse(&name).unwrap());
                let house = Arc::clone(&lobby.house);
                let guest = TestSandbox {
                    house,
                    sandbox: sandbox.unwrap(),
                };
                guest.sent(&Bill::to("bodil"), "").await;
            }
            lobby.call("DELETE", &path, &[], "").await.status
        });
    }
    while let Some(status) = crowd.join_next().await {
        assert_eq!(status.unwrap(), 204);
    }
    assert_eq!(lobby.house.sandboxes.list().len(), 1);
    let id = lobby.sent(&Bill::to("bodil"), "").await;
    lobby.advance("PT1M").await;
    assert_eq!(lobby.invoice(&id).await["status"], "DELIVERED");
}
