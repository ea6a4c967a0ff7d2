//! Status calls: what they must carry, what makes them again the same call, and what they do.

use bytes::Bytes;
use jiff::SignedDuration;

use super::people::{APP, BANK, OTHER};
use super::world::{Call, Heard, WAYS, Way, World, approval};
use crate::consumer::PresentedState;
use crate::domain::money::Ore;

/// A call by the bank.
fn call<'a>(id: &'a str, to: &'a str, etag: &'a str, key: &'a str, body: &'a str) -> Call<'a> {
    Call {
        by: BANK,
        to,
        id,
        etag,
        key,
        body,
        wish: None,
    }
}

/// Sends what must be refused, and sees that nothing changed.
fn refused(world: &mut World, call: &Call<'_>) -> String {
    let before = (world.model.clone(), world.book.clone());
    let heard = world.call(call);
    assert!(before == (world.model.clone(), world.book.clone()));
    heard.told()
}

#[test]
fn an_approval_stands_in_the_consumers_book_and_is_shown_as_it_was_said() {
    for way in WAYS {
        let (mut world, id) = World::with_invoice(way);
        let body = r#"{"due": "2026-03-10T00:30:00+01:00", "amount": 12345, "bankCode": "3305"}"#;
        assert_eq!(world.changes(BANK, "approved", &id, body).status, 204);
        let at = world.now;
        let on = "2026-03-10".parse().unwrap();
        let amount = Ore::new(12_345);
        let expected = PresentedState::Approved { amount, on, at };
        assert_eq!(world.in_book(&id), expected);
        let heard = world.get(OTHER, &format!("/invoices/{id}"));
        assert_eq!(heard.body["status"]["due"], "2026-03-09T23:30:00Z");
        assert_eq!(heard.body["status"]["amount"], 12_345);
        assert_eq!(heard.body["amount"], 25_000);
    }
}

#[test]
fn every_change_of_state_gives_another_etag_whoever_made_it() {
    for way in WAYS {
        let (mut world, id) = World::with_invoice(way);
        let mut seen = vec![world.etag(&id)];
        let body = approval("");
        for step in [
            "bank approves",
            "kari cancels",
            "kari approves",
            "kari cancels",
            "app approves",
            "app changes",
            "app takes back",
            "bank approves",
            "the day comes",
        ] {
            let done = match step {
                "bank approves" => world.changes(BANK, "approved", &id, &body).status == 204,
                "app approves" | "app changes" => {
                    world.changes(APP, "approved", &id, &body).status == 204
                }
                "app takes back" => world.changes(APP, "pending", &id, "").status == 204,
                "kari cancels" => world.does("cancel-approval", &id),
                "kari approves" => world.does("approve", &id),
                _ => {
                    world.pass(SignedDuration::from_hours(18 * 24));
                    true
                }
            };
            assert!(done, "{step}");
            let etag = world.etag(&id);
            assert!(!seen.contains(&etag), "{step}: {etag}");
            seen.push(etag);
        }
        let heard = world.get(BANK, &format!("/invoices/{id}"));
        assert_eq!(heard.body["etag"].as_str(), seen.last().map(String::as_str));
    }
}

#[test]
fn the_headers_of_a_status_call_must_be_there_and_not_be_empty() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let etag = world.etag(&id);
    for to in ["approved", "pending", "deleted"] {
        for (if_match, key, expected) in [
            (None, None, "400 /missing-header-if-match"),
            (None, Some("k"), "400 /missing-header-if-match"),
            (Some(""), Some("k"), "400 /missing-header-if-match"),
            (Some(" "), Some("k"), "400 /missing-header-if-match"),
            (Some(&*etag), None, "400 /missing-header-idempotency-key"),
            (
                Some(&*etag),
                Some(""),
                "400 /missing-header-idempotency-key",
            ),
        ] {
            let target = format!("/invoices/{id}/status/{to}");
            let mut request = world.request(BANK, "PUT", &target);
            for (name, value) in [("If-Match", if_match), ("Idempotency-Key", key)] {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
            // A body that is wrong as well is not looked at.
            let heard = world.hears(request.body(Bytes::from("{")).unwrap(), None);
            assert_eq!(heard.told(), expected, "{if_match:?} {key:?}");
        }
    }
    assert_eq!(world.etag(&id), etag);
}

#[test]
fn only_the_etag_in_force_counts_with_quotes_or_without() {
    for etag in ["{}", "\"{}\"", "W/\"{}\"", " {} "] {
        let (mut world, id) = World::with_invoice(Way::Vipps);
        let etag = etag.replace("{}", &world.etag(&id));
        let heard = world.call(&call(&id, "deleted", &etag, "k", ""));
        assert_eq!(heard.status, 204, "{etag}");
    }
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let stale = world.etag(&id);
    assert!(world.does("approve", &id) && world.does("cancel-approval", &id));
    for etag in ["*", &stale, "00000000-0000-0000-0000-000000000000", "æ"] {
        let told = refused(&mut world, &call(&id, "deleted", etag, "k", ""));
        assert_eq!(told, "409 /invoice-status-etag-mismatch", "{etag}");
    }
}

#[test]
fn one_etag_serves_for_one_call_as_the_official_collection_finds_out() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let etag = world.etag(&id);
    let body = approval("");
    let heard = world.call(&call(&id, "approved", &etag, "a", &body));
    assert_eq!(heard.status, 204);
    for (to, key) in [("pending", "b"), ("deleted", "c")] {
        let told = refused(&mut world, &call(&id, to, &etag, key, ""));
        assert_eq!(told, "409 /invoice-status-etag-mismatch", "{to}");
    }
}

#[test]
fn what_took_effect_is_204_again_and_changes_nothing_even_much_later() {
    for way in WAYS {
        let (mut world, id) = World::with_invoice(way);
        let etag = world.etag(&id);
        let body = approval("3305");
        let first = call(&id, "approved", &etag, "a", &body);
        assert_eq!(world.call(&first).status, 204);
        let same = r#"{ "amount":25000, "bankCode":"3305", "due":"2026-03-20T12:00:00+01:00" }"#;
        for days in [0, 1, 30] {
            world.pass(SignedDuration::from_hours(days * 24));
            let before = (world.model.clone(), world.book.clone());
            assert_eq!(world.call(&first).status, 204, "{days}");
            let again = call(&id, "approved", "any", "a", same);
            assert_eq!(world.call(&again).status, 204, "{days}");
            assert!(before == (world.model.clone(), world.book.clone()));
        }
    }
}

#[test]
fn a_key_that_was_used_for_something_else_is_a_conflict() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let (etag, body) = (world.etag(&id), approval(""));
    let first = call(&id, "approved", &etag, "a", &body);
    assert_eq!(world.call(&first).status, 204);
    let etag = world.etag(&id);
    let less = body.replace("25000", "24999");
    let other_bank = approval("3305");
    let later = body.replace("T11", "T12");
    for (to, body) in [
        ("approved", less.as_str()),
        ("approved", &other_bank),
        ("approved", &later),
        ("pending", ""),
        ("deleted", ""),
    ] {
        let told = refused(&mut world, &call(&id, to, &etag, "a", body));
        assert_eq!(told, "409 /invoice-status-conflict", "{to} {body}");
    }
}

#[test]
fn the_same_key_of_another_provider_is_a_conflict_and_tells_it_of_nothing_that_took_effect() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let (etag, body) = (world.etag(&id), approval(""));
    let first = call(&id, "approved", &etag, "a", &body);
    assert_eq!(world.call(&first).status, 204);
    let other = Call { by: OTHER, ..first };
    let told = refused(&mut world, &other);
    assert_eq!(told, "409 /invoice-status-conflict");
}

#[test]
fn a_key_has_255_bytes_at_the_most() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let (etag, body) = (world.etag(&id), approval(""));
    let (longest, longer) = ("k".repeat(255), "k".repeat(256));
    let told = refused(&mut world, &call(&id, "approved", &etag, &longer, &body));
    assert_eq!(told, "400 /input-validation-failed");
    let good = call(&id, "approved", &etag, &longest, &body);
    assert_eq!(world.call(&good).status, 204);
}

#[test]
fn a_key_is_spent_by_what_took_effect_alone_and_for_one_invoice() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let other = world.invoice(Way::Vipps, "2", |_| {});
    let etag = world.etag(&id);
    let told = refused(&mut world, &call(&id, "pending", &etag, "a", ""));
    assert_eq!(told, "409 /state-transition-not-allowed");
    assert_eq!(
        world.call(&call(&id, "deleted", &etag, "a", "")).status,
        204
    );
    let etag = world.etag(&other);
    assert_eq!(
        world.call(&call(&other, "deleted", &etag, "a", "")).status,
        204
    );
}

#[test]
fn a_body_is_refused_for_what_is_wrong_with_it_and_the_invoice_stays_as_it_was() {
    const INVALID: &str = "400 /input-validation-failed";
    const JSON: &str = "400 /invalid-json";
    let due = r#""due": "2026-03-20T11:00:00Z""#;
    for (body, expected) in [
        (String::new(), JSON),
        ("{".to_owned(), JSON),
        ("[]".to_owned(), JSON),
        ("null".to_owned(), JSON),
        (format!("{{{due}, \"amount\": 1}} x"), JSON),
        ("{}".to_owned(), INVALID),
        (format!("{{{due}}}"), INVALID),
        (r#"{"amount": 1}"#.to_owned(), INVALID),
        (format!("{{{due}, \"amount\": null}}"), INVALID),
        (format!("{{{due}, \"amount\": \"1\"}}"), JSON),
        (format!("{{{due}, \"amount\": 1.5}}"), JSON),
        (format!("{{{due}, \"amount\": 1e3}}"), JSON),
        (format!("{{{due}, \"amount\": 9223372036854775808}}"), JSON),
        (format!("{{{due}, \"amount\": 0}}"), INVALID),
        (format!("{{{due}, \"amount\": -1}}"), INVALID),
        (r#"{"due": 5, "amount": 1}"#.to_owned(), JSON),
        (
            r#"{"due": "2026-03-20", "amount": 1}"#.to_owned(),
            "400 /RFC3339-parse-error",
        ),
        (
            format!("{{{due}, \"amount\": 1, \"bankCode\": 3305}}"),
            JSON,
        ),
        (
            format!("{{{due}, \"amount\": 1, \"bankCode\": \"330\"}}"),
            INVALID,
        ),
        (
            format!("{{{due}, \"amount\": 1, \"bankCode\": \"33055\"}}"),
            INVALID,
        ),
        (
            format!("{{{due}, \"amount\": 1, \"bankCode\": \"33o5\"}}"),
            INVALID,
        ),
        (
            format!("{{{due}, \"amount\": 1, \"bankCode\": \"٣٣٠٥\"}}"),
            INVALID,
        ),
        (
            format!("{{{due}, \"amount\": 1, \"bankCode\": \"\"}}"),
            INVALID,
        ),
    ] {
        let (mut world, id) = World::with_invoice(Way::Vipps);
        let etag = world.etag(&id);
        let told = refused(&mut world, &call(&id, "approved", &etag, "k", &body));
        assert_eq!(told, expected, "{body}");
    }
    for to in ["pending", "deleted"] {
        for (body, expected) in [
            ("{", JSON),
            ("[]", JSON),
            (r#"{"bankCode": 3305}"#, JSON),
            (r#"{"bankCode": "x"}"#, INVALID),
        ] {
            let (mut world, id) = World::with_invoice(Way::Vipps);
            assert_eq!(world.approves(BANK, &id, "").status, 204);
            let etag = world.etag(&id);
            let told = refused(&mut world, &call(&id, to, &etag, "k", body));
            assert_eq!(told, expected, "{to} {body}");
        }
    }
}

#[test]
fn a_body_of_pending_and_deleted_may_be_nothing_or_name_a_bank_or_hold_other_things() {
    for to in ["pending", "deleted"] {
        for body in [
            "",
            " \r\n",
            "{}",
            r#"{"bankCode": null}"#,
            r#"{"bankCode": "3305", "x": 1}"#,
        ] {
            let (mut world, id) = World::with_invoice(Way::Nets);
            assert_eq!(world.approves(BANK, &id, "3305").status, 204);
            assert_eq!(
                world.changes(BANK, to, &id, body).status,
                204,
                "{to} {body}"
            );
        }
    }
}

/// What becomes of an approval with a due date and an amount, where the least may be 10000.
fn approval_of(setting: &str, due: &str, amount: i64, way: Way) -> Heard {
    let mut world = World::with("vipps.approve_rules", setting);
    let id = world.invoice(way, "1", |it| it.minimum_amount = Some(Ore::new(10_000)));
    world.pass(SignedDuration::from_mins(20));
    let body = format!(r#"{{"due": "{due}", "amount": {amount}}}"#);
    let before = (world.model.clone(), world.book.clone());
    let heard = world.changes(BANK, "approved", &id, &body);
    let after = (world.model.clone(), world.book.clone());
    assert_eq!(heard.status == 204, before != after);
    heard
}

#[test]
fn amount_and_due_date_of_an_approval_are_held_against_the_rules_that_are_set() {
    const GOOD: &str = "204";
    const DUE: &str = "400 /invalid-due-date";
    const AMOUNT: &str = "400 /input-validation-failed";
    let noon = "2026-03-20T12:00:00Z";
    for (due, amount, endpoint, strict, off) in [
        (noon, 25_000, GOOD, GOOD, GOOD),
        (noon, 25_001, GOOD, AMOUNT, GOOD),
        (noon, 10_000, GOOD, GOOD, GOOD),
        (noon, 9_999, AMOUNT, AMOUNT, GOOD),
        (noon, 0, AMOUNT, AMOUNT, GOOD),
        (noon, -1, AMOUNT, AMOUNT, AMOUNT),
        (noon, i64::MAX, GOOD, AMOUNT, GOOD),
        ("2026-03-02T00:00:00+01:00", 25_000, GOOD, GOOD, GOOD),
        ("2026-03-01T23:59:59+01:00", 25_000, DUE, DUE, DUE),
        ("2026-03-20T23:59:59+01:00", 25_000, GOOD, GOOD, GOOD),
        ("2026-03-21T00:00:00+01:00", 25_000, GOOD, DUE, GOOD),
        ("2027-03-02T09:20:00+01:00", 25_000, GOOD, DUE, GOOD),
        ("2027-03-02T09:20:01+01:00", 25_000, DUE, DUE, DUE),
        ("9999-12-30T00:00:00Z", 25_000, DUE, DUE, DUE),
    ] {
        for way in WAYS {
            for (setting, expected) in [("endpoint", endpoint), ("strict", strict), ("off", off)] {
                let heard = approval_of(setting, due, amount, way);
                assert_eq!(heard.told(), expected, "{setting} {due} {amount} {way:?}");
            }
        }
    }
}

#[test]
fn what_is_found_missing_is_told_before_what_is_stale_and_that_before_the_state() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let late = approval("").replace("2026", "2036");
    let told = refused(&mut world, &call(&id, "approved", "stale", "k", &late));
    assert_eq!(told, "400 /invalid-due-date");
    assert!(world.does("pay", &id));
    let body = approval("");
    let told = refused(&mut world, &call(&id, "approved", "stale", "k", &body));
    assert_eq!(told, "409 /invoice-status-etag-mismatch");
    let etag = world.etag(&id);
    let told = refused(&mut world, &call(&id, "approved", &etag, "k", &body));
    assert_eq!(told, "409 /state-transition-not-allowed");
    let unknown = id.replace(".1", ".unknown");
    let told = refused(&mut world, &call(&unknown, "approved", "stale", "k", &body));
    assert_eq!(told, "404 /invoice-not-found");
}

#[test]
fn an_approval_too_large_for_the_account_leaves_the_invoice_pending_on_the_day() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let body = approval("").replace("25000", &i64::MAX.to_string());
    assert_eq!(world.changes(BANK, "approved", &id, &body).status, 204);
    world.pass(SignedDuration::from_hours(18 * 24));
    let heard = world.get(OTHER, &format!("/invoices/{id}"));
    assert_eq!(heard.state(), "pending");
}
