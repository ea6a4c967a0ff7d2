//! Both sides of every limit of an invoice that is sent.

use serde_json::{Value, json};

use super::world::{ID, SENDER, TAKEN_MAX, World};

/// What Vipps says to a good invoice with this value.
fn said(world: &World, pointer: &str, value: Value) -> String {
    let mut fresh = World::new();
    fresh.settings = world.settings.clone();
    fresh.now = world.now;
    let invoice = fresh.invoice_with(pointer, value);
    let heard = fresh.put(SENDER, ID, &invoice);
    match heard.status {
        200 => "taken".to_owned(),
        _ => heard.said().1.to_owned(),
    }
}

#[test]
fn a_due_date_is_from_the_third_day_to_a_year_ahead() {
    let mut world = World::new();
    for (due, expected) in [
        ("2026-03-04T23:00:00Z", "taken"),
        ("2026-03-05T00:00:00+01:00", "taken"),
        ("2026-03-04T22:59:59.999999999Z", "invalid-due-date"),
        ("2027-03-02T09:00:00+01:00", "taken"),
        ("2027-03-02T09:00:00.000000001+01:00", "invalid-due-date"),
        ("9999-12-30T00:00:00Z", "invalid-due-date"),
        ("0000-01-01T00:00:00Z", "invalid-due-date"),
    ] {
        assert_eq!(said(&world, "/due", json!(due)), expected, "{due}");
    }
    world.set("vipps.due_zone", "UTC");
    for (due, expected) in [
        ("2026-03-05T00:00:00Z", "taken"),
        ("2026-03-04T23:59:59Z", "invalid-due-date"),
    ] {
        assert_eq!(said(&world, "/due", json!(due)), expected, "{due}");
    }
    // Late in the evening the third day is as near as 48 hours.
    world.set("vipps.due_zone", "Europe/Oslo");
    world.now = "2026-03-02T23:59:59+01:00".parse().unwrap();
    let due = "2026-03-05T00:00:00+01:00";
    assert_eq!(said(&world, "/due", json!(due)), "taken");
    world.now = "2026-03-03T00:00:00+01:00".parse().unwrap();
    assert_eq!(said(&world, "/due", json!(due)), "invalid-due-date");
}

#[test]
fn a_kid_has_4_to_25_digits_and_one_of_two_controls() {
    let world = World::new();
    let long = "0".repeat(25);
    let longer = "0".repeat(26);
    for (kid, good) in [
        ("26059765131", true),
        ("1234567890128", true),
        ("0000", true),
        ("000", false),
        (long.as_str(), true),
        (longer.as_str(), false),
        ("1234", false),
        ("26059765132", false),
        // The hyphen stands where MOD11 gives 10, and nowhere else.
        ("0006-", true),
        ("0007-", false),
        ("00-6-", false),
        ("-", false),
        ("", false),
        ("0000 ", false),
    ] {
        let expected = match good {
            true => "taken",
            false => "invalid-payment-information-kid",
        };
        let found = said(&world, "/paymentInformation/value", json!(kid));
        assert_eq!(found, expected, "{kid}");
    }
}

#[test]
fn amounts_names_and_lists_have_their_limits() {
    let world = World::new();
    let documents = |count: usize| {
        let one = json!({ "url": "https://x/", "mimeType": "image/jpg" });
        Value::from(vec![one; count])
    };
    let words = |count: usize| {
        let words = (0..count).map(|it| (it.to_string(), json!("x")));
        Value::Object(words.collect())
    };
    let failed = "input-validation-failed";
    for (pointer, value, expected) in [
        ("/minAmount", json!(25043), "taken"),
        ("/minAmount", json!(25044), failed),
        ("/minAmount", json!(0), "taken"),
        ("/minAmount", json!(-1), failed),
        ("/amount", json!(1000), "taken"),
        ("/amount", json!(999), failed),
        ("/amount", json!(i64::MAX), "taken"),
        ("/issuerName", json!("å".repeat(40)), "taken"),
        ("/issuerName", json!("å".repeat(41)), "invalid-issuer-name"),
        ("/issuerName", json!("å"), "taken"),
        ("/issuerName", Value::Null, "taken"),
        ("/subject", json!("x".repeat(10_000)), "taken"),
        ("/commercialInvoice", documents(1), "taken"),
        ("/commercialInvoice", documents(100), "taken"),
        ("/commercialInvoice", documents(101), failed),
        ("/attachments", json!([]), "taken"),
        ("/attachments/0/urls", documents(100), "taken"),
        ("/attachments/0/urls", documents(101), failed),
        ("/metadata", words(100), "taken"),
        ("/metadata", words(101), failed),
    ] {
        assert_eq!(said(&world, pointer, value), expected, "{pointer}");
    }
    let mut nothing = World::new();
    let mut invoice = nothing.invoice_with("/minAmount", Value::Null);
    invoice["amount"] = json!(0);
    assert_eq!(nothing.put(SENDER, ID, &invoice).status, 200);
}

#[test]
fn every_kind_but_the_credit_note_is_taken_by_both_of_its_words() {
    let world = World::new();
    for word in [
        "invoice",
        "debtCollectionWarning",
        "debtCollectionNotice",
        "debtCollectionReminder",
        "paymentReminder",
        "noticeOfLegalProceedings",
        "INVOICE",
        "DUNNING",
        "COLLECTION_NOTICE",
        "PAYMENT_REQUEST",
        "REMINDER",
        "ENFORCEMENT_WARNING",
    ] {
        assert_eq!(said(&world, "/invoiceType", json!(word)), "taken", "{word}");
    }
}

#[test]
fn a_body_has_256_kib_at_most() {
    let mut world = World::new();
    let mut longest = world.invoice().to_string();
    longest.push_str(&" ".repeat(TAKEN_MAX - longest.len()));
    let heard = world.put_bytes(SENDER, ID, format!("{longest} "));
    assert_eq!(
        (heard.status, &heard.body["statusCode"]),
        (413, &json!(413))
    );
    assert!(world.stored().is_none());
    let heard = world.put_bytes(SENDER, ID, longest);
    assert_eq!(heard.status, 200);
}

#[test]
fn a_recipient_token_lives_15_minutes() {
    for (seconds, expected) in [(899, "no problem"), (900, "recipient-token-expired")] {
        let mut world = World::new();
        let invoice = world.invoice();
        world.now += jiff::SignedDuration::from_secs(seconds);
        let heard = world.put(SENDER, ID, &invoice);
        assert_eq!(heard.said().1, expected);
    }
}

#[test]
fn an_id_has_200_bytes_at_most() {
    for (count, expected) in [(181, "no problem"), (182, "invalid-invoice-id-length")] {
        let mut world = World::new();
        let invoice = world.invoice();
        let id = format!("orgno-no.918130047.{}", "a".repeat(count));
        assert_eq!(world.put(SENDER, &id, &invoice).said().1, expected);
    }
}
