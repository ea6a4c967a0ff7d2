//! What is wrong with an invoice that is sent.

use serde_json::{Value, json};

use super::world::{ID, KARI, OLA, SENDER, World, set};
use crate::crypto::{jwt, sha256};
use crate::domain::phone::PhoneNumber;
use crate::services::vipps::model::IdentKind;

/// Each line is one change to a good invoice, and what Vipps says to it; `null` takes a member out.
const WRONG: &str = r#"
/recipientToken                    null                     missing-recipient-token
/recipientToken                    ""                       missing-recipient-token
/recipientToken                    "abc"                    invalid-recipient-token
/paymentInformation                null                     input-validation-failed
/paymentInformation/type           null                     input-validation-failed
/paymentInformation/type           ""                       invalid-payment-information-type
/paymentInformation/type           "KID"                    invalid-payment-information-type
/paymentInformation/value          null                     input-validation-failed
/paymentInformation/value          "1234"                   invalid-payment-information-kid
/paymentInformation/value          "æøåæ"                   invalid-payment-information-kid
/paymentInformation/account        null                     input-validation-failed
/paymentInformation/account        ""                       input-validation-failed
/paymentInformation/account        "1503.83.66383"          input-validation-failed
/paymentInformation/account        "15038366384"            invalid-payment-information-account
/paymentInformation/account        "1503836638"             invalid-payment-information-account
/invoiceType                       null                     input-validation-failed
/invoiceType                       "Invoice"                invalid-invoice-type
/invoiceType                       "creditNote"             invalid-invoice-type
/invoiceType                       "CREDIT_NOTE"            invalid-invoice-type
/due                               null                     input-validation-failed
/due                               "2026-03-20"             RFC3339-parse-error
/due                               "2026-03-20T15:00:00"    RFC3339-parse-error
/due                               "2026-03-03T15:00:00Z"   invalid-due-date
/amount                            null                     input-validation-failed
/minAmount                         25044                    input-validation-failed
/minAmount                         -1                       input-validation-failed
/subject                           null                     missing-subject
/subject                           ""                       missing-subject
/issuerName                        ""                       invalid-issuer-name
/commercialInvoice                 null                     input-validation-failed
/commercialInvoice                 []                       input-validation-failed
/commercialInvoice/0/url           null                     input-validation-failed
/commercialInvoice/1/url           "http://x/"              invalid-commercial-invoice-url
/commercialInvoice/1/url           ""                       invalid-commercial-invoice-url
/commercialInvoice/0/mimeType      null                     input-validation-failed
/commercialInvoice/1/mimeType      "text/xml"               invalid-commercial-invoice-mimetype
/attachments/0/title               null                     input-validation-failed
/attachments/0/urls                null                     input-validation-failed
/attachments/0/urls                []                       input-validation-failed
/attachments/0/urls/0/url          "http://x/"              input-validation-failed
/attachments/0/urls/0/mimeType     "text/xml"               input-validation-failed
/issuerIconUrl                     "//x/icon.png"           invalid-issuer-icon-url
"#;

fn wrong() -> impl Iterator<Item = (&'static str, Value, &'static str)> {
    WRONG.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut words = line.split_whitespace();
        let mut word = || words.next().unwrap();
        let (pointer, value, slug) = (word(), word(), word());
        (pointer, serde_json::from_str(value).unwrap(), slug)
    })
}

#[test]
fn every_wrong_value_has_its_problem_and_nothing_is_stored() {
    let mut world = World::new();
    for (pointer, value, slug) in wrong() {
        let invoice = world.invoice_with(pointer, value.clone());
        let heard = world.put(SENDER, ID, &invoice);
        assert_eq!(heard.said(), (400, slug), "{pointer} {value}");
    }
    assert_eq!(world.stored(), None);
    assert!(world.later.is_empty() && world.told().is_empty());
}

#[test]
fn a_refused_repeat_leaves_the_stored_invoice_as_it_is() {
    let mut world = World::new();
    assert_eq!(world.send().status, 200);
    let before = world.model.clone();
    for (pointer, value, slug) in wrong() {
        let invoice = world.invoice_with(pointer, value);
        let heard = world.put(SENDER, ID, &invoice);
        assert_eq!(heard.said(), (400, slug), "{pointer}");
        assert!(world.model == before, "{pointer}");
    }
    for (pointer, value) in [("/amount", json!("1")), ("/amount", json!(1))] {
        let invoice = world.invoice_with(pointer, value);
        assert!(world.put(SENDER, ID, &invoice).status >= 400);
        assert!(world.model == before);
    }
    assert_eq!(world.later.len(), 1);
}

#[test]
fn a_negative_amount_and_a_missing_message_have_problems_of_their_own() {
    let mut world = World::new();
    let mut invoice = world.invoice_with("/amount", json!(-1));
    set(&mut invoice, "/minAmount", Value::Null);
    let heard = world.put(SENDER, ID, &invoice);
    assert_eq!(heard.said(), (400, "amount-negative"));
    for value in [Value::Null, json!("")] {
        let mut invoice = world.invoice_with("/paymentInformation/type", json!("message"));
        set(&mut invoice, "/paymentInformation/value", value);
        let heard = world.put(SENDER, ID, &invoice);
        assert_eq!(heard.said(), (400, "missing-payment-information-message"));
    }
}

#[test]
fn what_is_missing_is_told_all_at_once_and_before_single_values() {
    let mut world = World::new();
    let heard = world.put(SENDER, ID, &json!({}));
    assert_eq!(heard.said(), (400, "input-validation-failed"));
    let detail = heard.detail().to_owned();
    assert!(
        detail.contains("5 validation error(s) occurred."),
        "{detail}"
    );
    for name in [
        "paymentInformation",
        "invoiceType",
        "due",
        "amount",
        "commercialInvoice",
    ] {
        assert!(detail.contains(&format!("{name}: missing.")), "{detail}");
    }
    let mut invoice = world.invoice_with("/invoiceType", json!("nonsense"));
    set(&mut invoice, "/minAmount", json!(30000));
    let heard = world.put(SENDER, ID, &invoice);
    assert!(heard.detail().contains("1 validation error(s) occurred."));
    let many: Vec<Value> = (0..101).map(|_| json!({})).collect();
    let heard = world.put(
        SENDER,
        ID,
        &world.invoice_with("/commercialInvoice", json!(many)),
    );
    assert!(heard.detail().contains("203 validation error(s) occurred."));
    assert!(heard.detail().len() < 2000);
}

#[test]
fn of_several_wrong_values_the_first_of_the_table_is_told() {
    let mut world = World::new();
    let mut invoice = world.invoice();
    let table = [
        ("/issuerIconUrl", json!("x"), "invalid-issuer-icon-url"),
        (
            "/commercialInvoice/0/mimeType",
            json!("x"),
            "invalid-commercial-invoice-mimetype",
        ),
        (
            "/commercialInvoice/0/url",
            json!("x"),
            "invalid-commercial-invoice-url",
        ),
        ("/issuerName", json!(""), "invalid-issuer-name"),
        ("/subject", json!(""), "missing-subject"),
        ("/minAmount", Value::Null, "missing-subject"),
        ("/amount", json!(-5), "amount-negative"),
        ("/due", json!("2020-01-01T00:00:00Z"), "invalid-due-date"),
        ("/due", json!("x"), "RFC3339-parse-error"),
        ("/invoiceType", json!("x"), "invalid-invoice-type"),
        (
            "/paymentInformation/account",
            json!("1"),
            "invalid-payment-information-account",
        ),
        (
            "/paymentInformation/value",
            json!("1"),
            "invalid-payment-information-kid",
        ),
        (
            "/paymentInformation/type",
            json!("x"),
            "invalid-payment-information-type",
        ),
    ];
    // The token is looked at last of all.
    set(&mut invoice, "/recipientToken", json!(""));
    for (pointer, value, slug) in table {
        set(&mut invoice, pointer, value);
        let heard = world.put(SENDER, ID, &invoice);
        assert_eq!(heard.said(), (400, slug), "{pointer}");
    }
}

#[test]
fn wrong_types_and_broken_json_are_no_json_of_an_invoice() {
    let mut world = World::new();
    for (pointer, value) in [
        ("/recipientToken", json!(7)),
        ("/paymentInformation", json!([])),
        ("/paymentInformation/account", json!(15_038_366_383_i64)),
        ("/due", json!(1_773_000_000)),
        ("/amount", json!("25043")),
        ("/amount", json!(250.43)),
        ("/amount", json!(9_223_372_036_854_775_808_u64)),
        ("/minAmount", json!(true)),
        ("/subject", json!({})),
        ("/issuerName", json!(["x"])),
        ("/commercialInvoice", json!({})),
        ("/commercialInvoice/0", json!("https://x/")),
        ("/commercialInvoice/0/url", json!(1)),
        ("/attachments", json!("none")),
        ("/attachments/0/urls", json!("https://x/")),
        ("/metadata", json!([])),
        ("/metadata/batch", json!(7)),
    ] {
        let invoice = world.invoice_with(pointer, value.clone());
        let heard = world.put(SENDER, ID, &invoice);
        assert_eq!(heard.said(), (400, "invalid-json"), "{pointer} {value}");
    }
    let good = world.invoice().to_string();
    let digits = "9".repeat(5000);
    for body in [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "\"invoice\"".to_owned(),
        good[..good.len() - 1].to_owned(),
        format!("{good} x"),
        format!("\u{feff}{good}"),
        good.replace("25043", "1e2"),
        good.replace("25043", "25043.0"),
        good.replace("25043", &digits),
        good.replace("25043", "025043"),
        good.replace("mars", "\\ud800"),
        "[".repeat(200_000),
        format!("{}{}{}", "{\"metadata\":".repeat(200), "1", "}".repeat(200)),
        "{\"amount\":{\"$serde_json::private::Number\":\"x\"}}".to_owned(),
    ] {
        let shown: String = body.chars().take(40).collect();
        let heard = world.put_bytes(SENDER, ID, body);
        assert_eq!(heard.said(), (400, "invalid-json"), "{shown}");
    }
    let mut bytes = good.into_bytes();
    bytes[5] = 0xE5;
    assert_eq!(
        world.put_bytes(SENDER, ID, bytes).said(),
        (400, "invalid-json")
    );
    assert_eq!(world.stored(), None);
}

#[test]
fn of_a_member_that_comes_twice_the_last_one_counts() {
    let mut world = World::new();
    let good = world.invoice().to_string();
    let twice = good.replace("\"amount\":25043", "\"amount\":1,\"amount\":25044");
    assert_eq!(world.put_bytes(SENDER, ID, twice).status, 200);
    assert_eq!(world.stored().unwrap().content.amount.get(), 25044);
}

#[test]
fn a_recipient_token_is_of_this_sandbox_fresh_and_for_somebody() {
    let mut world = World::new();
    let secret = sha256(b"sandkasse/x/vipps/recipients");
    let claims = |sub: &str, exp: i64| {
        let now = world.now.as_second();
        let claims = json!({ "sub": sub, "iat": now, "nbf": now, "exp": now + exp });
        claims.as_object().unwrap().clone()
    };
    let whose = format!("nin-no.{KARI}");
    let good = claims(&whose, 900);
    let empty = json!({}).as_object().unwrap().clone();
    let rows = [
        (
            jwt::hs256(b"another secret", &good),
            "invalid-recipient-token",
        ),
        (
            jwt::hs256(&secret, &claims(&whose, 0)),
            "recipient-token-expired",
        ),
        (jwt::hs256(&secret, &empty), "recipient-token-claims"),
        (
            jwt::hs256(&secret, &claims("nobody", 900)),
            "parsing-recipient-token",
        ),
        (
            jwt::hs256(&secret, &claims("nin-no.1", 900)),
            "parsing-recipient-token",
        ),
        (
            jwt::hs256(&secret, &claims("msisdn.å", 900)),
            "parsing-recipient-token",
        ),
    ];
    for (token, slug) in rows {
        let invoice = world.invoice_with("/recipientToken", json!(token));
        let heard = world.put(SENDER, ID, &invoice);
        assert_eq!(heard.said(), (400, slug), "{token}");
    }
    let invoice = world.invoice_with("/recipientToken", json!(jwt::hs256(&secret, &good)));
    assert_eq!(world.put(SENDER, ID, &invoice).status, 200);
}

#[test]
fn an_isp_that_is_being_approved_sends_to_the_phones_on_its_list() {
    let mut world = World::new();
    world.change_company(SENDER, |company| {
        let isp = company.vipps.as_mut().unwrap().isp.as_mut().unwrap();
        isp.whitelist = Some(vec![PhoneNumber::parse("91816528").unwrap()]);
    });
    let token = world.token(IdentKind::Nin, OLA);
    let to_ola = world.invoice_with("/recipientToken", json!(token));
    let heard = world.put(SENDER, ID, &to_ola);
    assert_eq!(heard.said(), (403, "recipient-not-whitelisted"));
    assert_eq!(world.stored(), None);
    assert_eq!(world.send().status, 200);
    world.change_company(SENDER, |company| {
        let isp = company.vipps.as_mut().unwrap().isp.as_mut().unwrap();
        isp.whitelist = Some(Vec::new());
    });
    assert_eq!(world.send().said(), (403, "recipient-not-whitelisted"));
}

#[test]
fn ids_are_judged_before_headers_and_body() {
    let mut world = World::new();
    let long = format!("orgno-no.918130047.{}", "a".repeat(182));
    for (id, slug) in [
        ("", "missing-invoice-id"),
        (long.as_str(), "invalid-invoice-id-length"),
        ("orgno-no.918130047", "invalid-invoice-id-format"),
        (
            "orgno-se.918130047.1",
            "invalid-invoice-id-issuer-ident-type",
        ),
        (
            "orgno-no.918130048.1",
            "invalid-invoice-id-issuer-ident-value",
        ),
        (
            "orgno-no.918130047.a_b",
            "invalid-invoice-id-reference-value",
        ),
        (
            "orgno-no.918130047.a%20b",
            "invalid-invoice-id-reference-value",
        ),
        ("%ff", "invalid-invoice-id-format"),
    ] {
        let heard = world.put_bytes(SENDER, id, "no json");
        assert_eq!(heard.said(), (400, slug), "{id}");
    }
    let escaped = ID.replace('-', "%2D");
    let invoice = world.invoice();
    assert_eq!(world.put(SENDER, &escaped, &invoice).status, 200);
    assert!(world.stored().is_some());
}
