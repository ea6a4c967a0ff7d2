//! What changed between two worlds, in words of the trade.

use super::travels::busy;
use crate::support::{Bill, MONDAY, TestSandbox};
use sandkasse::consumer::MandateKey;
use sandkasse::domain::account::AccountNumber;
use sandkasse::domain::kid::Kid;
use sandkasse::domain::settings::SetBy;
use sandkasse::domain::slug::Slug;
use sandkasse::sandbox::{World, diff};

async fn twin(sandbox: &TestSandbox) -> World {
    sandbox.enter(|world| world.twin()).await
}

fn texts(before: &World, after: &World) -> Vec<String> {
    let changes = diff(before, after).into_iter();
    changes.map(|change| change.text).collect()
}

#[tokio::test]
async fn worlds_that_are_alike_differ_in_nothing_whatever_they_are_called() {
    let sandbox = busy().await;
    let world = twin(&sandbox).await;
    assert_eq!(texts(&world, &world.twin()), Vec::<String>::new());
    let copy = world.twin().called(&Slug::parse("copy").unwrap());
    assert_eq!(texts(&world, &copy), Vec::<String>::new());
}

#[tokio::test]
async fn every_change_is_told_in_words_of_the_trade() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let delivered = sandbox.sent(&Bill::to("bodil"), "").await;
    let before = twin(&sandbox).await;
    sandbox.advance("PT15M").await;
    let printed = sandbox
        .sent(&Bill::read("bjorg number=2"), "route_order=print")
        .await;
    let slug = |text| Slug::parse(text).unwrap();
    let key = MandateKey {
        payee_account: AccountNumber::parse("86011117947").unwrap(),
        kid: Kid::parse("000002123453").unwrap(),
    };
    sandbox
        .enter(|world| {
            let mut halgeir = world
                .cast
                .person(&slug("halgeir"))
                .unwrap()
                .as_ref()
                .clone();
            halgeir.efaktura.as_mut().unwrap().yes_to_all = false;
            halgeir.vipps = None;
            world.cast.put_person(halgeir).unwrap();
            world.book.end_mandate(&key, world.clock.now());
            world.spread_news();
            let set = world.settings.set("profile", "strict", SetBy::Creation);
            set.unwrap();
        })
        .await;
    let after = twin(&sandbox).await;
    let told = texts(&before, &after);
    for wanted in [
        "clock: +PT15M".to_owned(),
        "setting profile: documented -> strict".to_owned(),
        "halgeir: Yes to All off".to_owned(),
        "halgeir: no longer registered in Vipps".to_owned(),
        "mandate 86011117947 KID 000002123453 of halgeir: ended".to_owned(),
        format!("invoice {delivered}: PENDING -> DELIVERED by efaktura"),
        format!("invoice {printed}: new, DELIVERED by print"),
        "letter to bjorg by print".to_owned(),
    ] {
        assert!(told.contains(&wanted), "{wanted} is not told by {told:#?}");
    }
    let has = |start: &str, end: &str| {
        let mut told = told.iter();
        told.any(|text| text.starts_with(start) && text.ends_with(end))
    };
    assert!(has("transaction ", "IN_PROGRESS -> ACCEPTED"), "{told:#?}");
    assert!(has("bodil: mps ", "presented in the netbank"), "{told:#?}");
    // Whoever is told of mandates in files will be told of this one.
    assert!(has("agenda: things to come ", ""), "{told:#?}");
    assert_eq!(told, texts(&before, &after), "the order is always the same");
    let back = texts(&after, &before);
    assert_eq!(back.len(), told.len());
    assert!(back.contains(&"clock: -PT15M".to_owned()), "{back:#?}");
    assert!(
        back.contains(&"halgeir: Yes to All on".to_owned()),
        "{back:#?}"
    );
}
