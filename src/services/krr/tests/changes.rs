//! The log of changes.

use serde_json::{Value, json};

use super::world::{BODIL, BOTH, CHANGES, KARI, LOG, NOBODY, OLA, World, day, members, person};
use crate::domain::krr::{KrrFacet, KrrStatus};
use crate::services::krr::Model;

fn page(world: &mut World, from: u64) -> Value {
    let token = world.token(&format!("{BOTH} {CHANGES}"));
    let heard = world.post(&token, LOG, &json!({ "fraEndringsId": from }));
    assert_eq!(heard.status, 200, "{}", heard.kept);
    heard.body()
}

fn told(page: &Value) -> (Vec<(&str, &str)>, [u64; 3]) {
    let list = page["list"].as_array().unwrap().iter();
    let list = list.map(|it| {
        let word = |name: &str| it[name].as_str().unwrap();
        (word("personidentifikator"), word("status"))
    });
    let number = |name: &str| page[name].as_u64().unwrap();
    let numbers = [
        number("fraEndringsId"),
        number("tilEndringsId"),
        number("sisteEndringsId"),
    ];
    (list.collect(), numbers)
}

#[test]
fn the_log_begins_with_everybody_who_has_an_entry_and_grows_by_one_a_change() {
    let mut world = World::new();
    let first = page(&mut world, 0);
    assert_eq!(
        told(&first),
        (vec![(KARI, "AKTIV"), (OLA, "AKTIV")], [0, 2, 2])
    );
    assert_eq!(told(&page(&mut world, 2)), (vec![], [2, 2, 2]));
    world.entry("ola", |it| {
        it.krr.as_mut().unwrap().verified = day(2026, 3, 1)
    });
    // What the register does not tell of is no change of its.
    world.entry("ola", |it| it.name.first = "C".to_owned());
    world.entry("kari", |it| {
        it.krr.as_mut().unwrap().status = KrrStatus::Deleted
    });
    let next = page(&mut world, 2);
    assert_eq!(
        told(&next),
        (vec![(OLA, "AKTIV"), (KARI, "SLETTET")], [2, 4, 4])
    );
    let deleted = &next["list"][1];
    let left = ["personidentifikator", "status", "varslingsstatus"];
    assert_eq!(members(deleted), left.into());
}

#[test]
fn whoever_comes_and_whoever_goes_is_told_and_those_who_never_registered_are_not() {
    let mut world = World::new();
    world.entry("bodil", |it| {
        it.krr = Some(KrrFacet {
            status: KrrStatus::NotRegistered,
            ..KrrFacet::default()
        });
    });
    assert_eq!(told(&page(&mut world, 2)).1, [2, 2, 2]);
    world.entry("bodil", |it| it.krr = Some(KrrFacet::default()));
    world.entry("kari", |it| it.krr = None);
    world.entry("ola", |it| it.ssn = person("x", NOBODY, None).ssn);
    let next = page(&mut world, 2);
    let expected = vec![
        (BODIL, "AKTIV"),
        (KARI, "SLETTET"),
        (OLA, "SLETTET"),
        (NOBODY, "AKTIV"),
    ];
    assert_eq!(told(&next), (expected, [2, 6, 6]));
}

#[test]
fn the_mailbox_at_digipost_and_contact_data_are_part_of_the_entry() {
    let mut world = World::new();
    world.entry("kari", |it| it.email = None);
    world.entry("kari", |it| it.digipost = None);
    // Somebody else's provider, so nothing that the register tells.
    world.entry("ola", |it| it.digipost = None);
    assert_eq!(told(&page(&mut world, 2)).1, [2, 4, 4]);
}

#[test]
fn the_log_does_not_look_at_the_age_of_contact_data() {
    let mut world = World::new();
    world.entry("kari", |it| {
        let krr = it.krr.as_mut().unwrap();
        (krr.updated, krr.verified) = (day(2017, 1, 1), day(2017, 1, 1));
    });
    let next = page(&mut world, 2);
    let kari = &next["list"][0];
    assert_eq!(kari["kontaktinformasjon"]["epostadresse"], "kari@x.no");
    assert!(kari.get("sertifikat").is_some());
}

#[test]
fn a_page_ends_after_a_thousand_and_begins_behind_the_number_or_with_it() {
    let mut world = World::new();
    world.model = Model::default();
    let kari = world
        .cast
        .people()
        .find(|it| it.ssn.as_str() == KARI)
        .unwrap();
    let kari = kari.as_ref().clone();
    for _ in 0..1001 {
        world.model.note_change(None, Some(&kari));
    }
    let count = |page: &Value| page["list"].as_array().unwrap().len();
    for (set, from, size, until) in [
        ("exclusive", 0, 1000, 1000),
        ("exclusive", 1, 1000, 1001),
        ("exclusive", 1000, 1, 1001),
        ("exclusive", 1001, 0, 1001),
        ("exclusive", u64::MAX, 0, 1001),
        ("inclusive", 0, 1000, 1000),
        ("inclusive", 1, 1000, 1000),
        ("inclusive", 1001, 1, 1001),
        ("inclusive", 1002, 0, 1001),
    ] {
        world.set("krr.changes_from", set);
        let page = page(&mut world, from);
        assert_eq!(
            (count(&page), told(&page).1),
            (size, [from, until, 1001]),
            "{set} {from}"
        );
    }
}

#[test]
fn a_page_shows_what_the_scopes_open() {
    let mut world = World::new();
    let token = world.token(CHANGES);
    let heard = world.post(&token, LOG, &json!({ "fraEndringsId": 0 }));
    let expected = ["personidentifikator", "reservasjon", "status"];
    assert_eq!(members(&heard.body()["list"][0]), expected.into());
}

#[test]
fn scenarios_break_the_log() {
    let mut world = World::new();
    world.arm("changeFeedGap");
    assert_eq!(
        told(&page(&mut world, 0)),
        (vec![(OLA, "AKTIV")], [0, 2, 2])
    );
    world.arm("changeFeedRepeat");
    assert_eq!(told(&page(&mut world, 0)).1, [0, 0, 2]);
    world.arm("changeFeedEmptyPage");
    assert_eq!(told(&page(&mut world, 0)), (vec![], [0, 0, 2]));
    world.arm("shuffled");
    assert_eq!(
        told(&page(&mut world, 0)).0,
        [(OLA, "AKTIV"), (KARI, "AKTIV")]
    );
    world.arm("emptyStrings");
    let empty = page(&mut world, 0);
    assert_eq!(empty["list"][0]["sertifikat"], "");
    assert_eq!(empty["list"][0]["digital_post"]["postkasseadresse"], "");
}
