//! What a payee is told, and how it goes on from there.

use http::header::CONTENT_TYPE;
use jiff::SignedDuration;
use serde_json::Value;

use super::payees::{
    ACCOUNT, CHANGES, LIMIT, LIST, NEIGHBOUR, ONE, asked, get, json, key, kids, mandate, put, world,
};
use crate::consumer::{Mandate, MandateKey};
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::services::mps::tests::world::received;
use crate::services::mps::{Desire, Mps, OPERATIONS, SCRIPTED, Wish};
use crate::services::{Field, Holds, Kind, Simulated, Staged};

#[test]
fn a_payee_sees_its_mandates_with_payer_notice_status_and_instants() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    world.advance(SignedDuration::from_hours(1));
    let no_bank = Mandate {
        payer_account: None,
        notification: false,
        ..mandate(false)
    };
    put(&mut world, "2000001", no_bank);
    put(&mut world, "1000001", mandate(false));
    let page = asked(&mut world, LIST);
    let rows = &page["mandates"];
    assert_eq!(rows[0]["kid"], "10000016");
    assert_eq!(rows[0]["mandate_reference"], "86011117947-10000016");
    assert_eq!(rows[0]["creditor_account"], ACCOUNT);
    assert_eq!(rows[0]["debtor_account"], "15032080119");
    assert_eq!(rows[0]["mandate_currency"]["currency"], "NOK");
    let notice = |n: usize| &rows[n]["mandate_notification"]["other"]["notification"];
    let status = |n: usize| &rows[n]["mandate_acceptance_result"]["status"];
    assert_eq!((notice(0), notice(1)), (&"Yes".into(), &"No".into()));
    assert_eq!(status(0), "INACTIVE");
    assert_eq!(rows[0]["created_at"], "2026-03-02T08:00:00Z");
    assert_eq!(rows[0]["changed_at"], "2026-03-02T09:00:00Z");
    assert_eq!(rows[1]["debtor_account"], Value::Null);
    assert_eq!(page["more"], false);
    assert_eq!(page["next_cursor"], Value::Null);
}

#[test]
fn mandates_are_found_by_status_and_by_the_fixed_part_of_a_kid() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    put(&mut world, "2000001", mandate(false));
    let mut found = |filter: &str| {
        let page = asked(&mut world, &format!("{LIST}{filter}"));
        let kids: Vec<String> = kids(&page).into_iter().map(str::to_owned).collect();
        kids
    };
    assert_eq!(found("&status=ACTIVE"), ["10000016"]);
    assert_eq!(found("&status=INACTIVE"), ["20000014"]);
    assert_eq!(found("&status=PENDING"), [""; 0]);
    let claim = Kid::with_mod10("2000777").unwrap();
    assert_eq!(found(&format!("&kid={claim}")), ["20000014"]);
    let shorter = Kid::with_mod10("2000").unwrap();
    assert_eq!(found(&format!("&kid={shorter}")), [""; 0]);
}

#[test]
fn pages_follow_each_other_while_mandates_come_and_go() {
    let mut world = world();
    for n in 1..=5 {
        put(&mut world, &format!("{n}000001"), mandate(true));
    }
    let first = asked(&mut world, &format!("{LIST}&limit=2"));
    assert_eq!(kids(&first), ["10000016", "20000014"]);
    assert_eq!(first["more"], true);
    let at = world.now;
    world.book.end_mandate(&key(ACCOUNT, "2000001"), at);
    put(&mut world, "0000001", mandate(true));
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = asked(&mut world, &format!("{LIST}&limit=3&cursor={cursor}"));
    assert_eq!(kids(&next).len(), 3);
    assert_eq!(kids(&next)[0], "30000012");
    assert_eq!(next["more"], false);
}

#[test]
fn changes_tell_what_was_made_changed_and_ended_and_when() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    world.advance(SignedDuration::from_hours(1));
    let quiet = Mandate {
        notification: false,
        ..mandate(true)
    };
    put(&mut world, "1000001", quiet.clone());
    let at = world.now;
    let others = key(NEIGHBOUR, "1000001");
    world.book.put_mandate(others, mandate(true), at);
    // What the payer allows is nobody else's business.
    let limit = Some(Ore::new(LIMIT + 1));
    put(&mut world, "1000001", Mandate { limit, ..quiet });
    world.advance(SignedDuration::from_hours(1));
    let at = world.now;
    world.book.end_mandate(&key(ACCOUNT, "1000001"), at);
    let page = asked(&mut world, &format!("{CHANGES}&since=2026-03-02T08:00:00Z"));
    let rows = page["changes"].as_array().unwrap();
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            let notice = &row["mandate_notification"]["other"]["notification"];
            let status = &row["mandate_acceptance_result"]["status"];
            let text = format!("{} {} {notice} {status}", row["happened_at"], row["change"]);
            text.replace('"', "")
        })
        .collect();
    assert_eq!(
        told,
        [
            "2026-03-02T08:00:00Z MADE Yes ACTIVE",
            "2026-03-02T09:00:00Z CHANGED No ACTIVE",
            "2026-03-02T10:00:00Z ENDED No INACTIVE",
        ]
    );
    let later = asked(&mut world, &format!("{CHANGES}&since=2026-03-02T09:00:01Z"));
    assert_eq!(later["changes"].as_array().unwrap().len(), 1);
}

#[test]
fn whoever_goes_on_from_a_cursor_meets_every_change_once_even_while_the_clock_stands() {
    let mut world = world();
    for n in 1..=3 {
        put(&mut world, &format!("{n}000001"), mandate(true));
        let at = world.now;
        let others = key(NEIGHBOUR, &format!("{n}000001"));
        world.book.put_mandate(others, mandate(true), at);
    }
    let mut seen = Vec::new();
    let mut from = "since=2026-03-01T00:00:00Z".to_owned();
    for round in 0..6 {
        let page = asked(&mut world, &format!("{CHANGES}&limit=1&{from}"));
        seen.extend(kids(&page).into_iter().map(str::to_owned));
        assert_eq!(page["more"], round < 2 || round == 3, "round {round}");
        from = format!("cursor={}", page["next_cursor"].as_str().unwrap());
        // Two more happen at the same instant.
        if round == 2 {
            put(&mut world, "4000001", mandate(true));
            put(&mut world, "5000001", mandate(true));
        }
    }
    assert_eq!(
        seen,
        ["10000016", "20000014", "30000012", "40000010", "50000017"]
    );
}

#[test]
fn one_mandate_is_found_by_its_reference_until_it_ends() {
    let mut world = world();
    let dashed = MandateKey {
        kid: Kid::parse("23-").unwrap(),
        ..key(ACCOUNT, "1")
    };
    let at = world.now;
    world.book.put_mandate(dashed.clone(), mandate(true), at);
    let path = format!("{ONE}{ACCOUNT}-{}", dashed.kid);
    assert_eq!(asked(&mut world, &path)["kid"], dashed.kid.as_str());
    world.book.end_mandate(&dashed, at);
    for path in [
        path,
        format!("{ONE}nonsense"),
        format!("{ONE}{ACCOUNT}"),
        format!("{ONE}8601.11.17947-10000016"),
        format!("{ONE}{ACCOUNT}-10000018"),
        format!("{ONE}%C3%A6"),
    ] {
        let response = world.send(get(&path));
        assert_eq!(response.status(), 404, "{path}");
        let text = json(&response)["detail"].as_str().unwrap().to_owned();
        assert!(text.contains("expected"), "{text}");
    }
}

#[test]
fn the_payers_limit_is_on_no_wire() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    for path in [
        LIST.to_owned(),
        format!("{CHANGES}&since=2026-03-01T00:00:00Z"),
        format!("{ONE}{ACCOUNT}-10000016"),
    ] {
        let text = asked(&mut world, &path).to_string();
        for trace in ["987654", "9876.54", "987 654", "limit", "halgeir"] {
            assert!(!text.contains(trace), "{trace} in {text}");
        }
    }
}

#[test]
fn a_scenario_can_let_mandates_wait_or_the_service_fail() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    let one = format!("{ONE}{ACCOUNT}-10000016");
    let wish = |path: &str| {
        let mut decoded = Mps.decode(&received(get(path))).unwrap();
        decoded.command.wish = Desire::parse("PENDING").map(|what| Wish {
            what,
            rows: vec![0],
        });
        decoded
    };
    let decoded = wish(&one);
    let said = world.apply(decoded.command);
    let answer = json(&Mps.encode(&decoded.echo, said.as_ref()));
    assert_eq!(answer["mandate_acceptance_result"]["status"], "PENDING");
    let decoded = wish(&format!("{LIST}&status=ACTIVE"));
    let said = world.apply(decoded.command);
    let answer = json(&Mps.encode(&decoded.echo, said.as_ref()));
    assert_eq!(kids(&answer), [""; 0]);
    for (name, status) in [("serverFault", 500), ("authentication", 401)] {
        let mut decoded = Mps.decode(&received(get(&one))).unwrap();
        let mut rows = SCRIPTED.iter();
        let row = rows.find(|row| row.name == name && row.on.contains(&decoded.operation.id));
        let staged = Mps.stage(row.unwrap(), decoded.command, &mut decoded.echo, &[0]);
        let Staged::Refused(fault) = staged else {
            panic!("{name} is said at once");
        };
        let response = Mps.encode(&decoded.echo, Err(&fault));
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
    }
}

#[test]
fn every_field_of_an_answer_stands_in_the_table_as_modelled() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    for (id, path) in [
        ("mps.mandates.list", format!("{LIST}&limit=1")),
        (
            "mps.mandates.changes",
            format!("{CHANGES}&since=2026-03-01T00:00:00Z"),
        ),
        ("mps.mandates.get", format!("{ONE}{ACCOUNT}-10000016")),
    ] {
        let row = OPERATIONS.iter().find(|row| row.id == id).unwrap();
        let answer = asked(&mut world, &path);
        fits(row.contract.unwrap().response, &answer, id);
    }
}

fn fits(fields: &[Field], value: &Value, place: &str) {
    let value = value.as_object().unwrap_or_else(|| panic!("{place}"));
    assert_eq!(value.len(), fields.len(), "{place}: {value:?}");
    for field in fields {
        let place = format!("{place} > {}", field.name);
        assert_eq!(field.known, None, "{place}");
        let found = value.get(field.name).unwrap_or_else(|| panic!("{place}"));
        match field.holds {
            Holds::Fields(shape) => match found.as_array() {
                Some(rows) => rows.iter().for_each(|row| fits(shape.fields, row, &place)),
                None => fits(shape.fields, found, &place),
            },
            Holds::Value(Kind::Word(words)) => {
                assert!(words.contains(&found.as_str().unwrap()), "{place}: {found}");
            }
            Holds::Value(_) | Holds::Choice(_) => {}
        }
    }
}
