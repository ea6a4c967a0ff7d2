//! Documents that are no snapshot of anything are refused where they are wrong.

use serde_json::{Value, json};

use super::travels::{busy, document};
use sandkasse::sandbox::restore;

fn refusal(document: &Value) -> String {
    match restore(document.to_string().as_bytes()) {
        Ok(_) => "it was read".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn first_name(of: &Value) -> String {
    of.as_object().unwrap().keys().next().unwrap().clone()
}

#[tokio::test]
async fn each_wrong_value_is_refused_with_its_place() {
    let good = document(&busy().await).await;
    let invoice = first_name(&good["services"]["maventa"]["invoices"]);
    let transaction = first_name(&good["services"]["mps"]["transactions"]);
    let blob = first_name(&good["blobs"]["kept"]);
    let case = first_name(&good["cases"]["files"]);
    let at = |path: &str| path.replace("INV", &invoice).replace("TX", &transaction);
    for (pointer, value, told) in [
        ("/format", json!(2), "format: found 2, expected 1"),
        ("/format", json!("1"), "format: invalid type: string"),
        (
            "/sandbox",
            json!("A b"),
            "sandbox: found `A b`, expected a name",
        ),
        (
            "/clock",
            json!("tomorrow"),
            "clock: found `tomorrow`, expected an instant",
        ),
        (
            "/clock",
            json!("2030-01-01T00:00:00Z"),
            "agenda[0].at: found",
        ),
        ("/colour", json!(1), "colour: unknown field `colour`"),
        (
            "/cast/people/halgeir/ssn",
            Value::Null,
            "cast.people.halgeir.ssn: found `null`",
        ),
        (
            "/cast/people/halgeir/krr/status",
            json!("aktiv"),
            "cast.people.halgeir.krr.status: found `aktiv`, expected one of",
        ),
        (
            "/cast/people/halgeir/ssn",
            good["cast"]["people"]["bodil"]["ssn"].clone(),
            "cast.people.halgeir.date_of_birth",
        ),
        (
            "/cast/people/halgeir/efaktura/identifier",
            good["cast"]["people"]["bodil"]["efaktura"]["identifier"].clone(),
            "cast.people.halgeir: found",
        ),
        (
            "/book/presented/0/consumer",
            json!("nobody"),
            "book.presented[0].consumer: found",
        ),
        (
            "/book/presented/0/service",
            json!("post"),
            "book.presented[0].service: found `post`",
        ),
        (
            "/book/presented/0/amount_ore",
            json!(9_223_372_036_854_775_808_u64),
            "book.presented[0].amount_ore: ",
        ),
        (
            "/book/presented/0/amount_ore",
            json!(1.5),
            "book.presented[0].amount_ore: ",
        ),
        (
            "/book/presented/0/service_id",
            json!("x"),
            "book.presented[0].service_id: found `x`",
        ),
        (
            "/book/mandates/0/payer",
            json!("nobody"),
            "book.mandates[0].payer: found `nobody`",
        ),
        (
            "/book/mandates/0/mandate/kid",
            json!("1"),
            "book.mandates[0].mandate.kid: found `1`",
        ),
        (
            "/cases/index/0/2",
            json!("x"),
            "cases.index[0][2]: found `x`",
        ),
        ("/agenda/0/what", json!({"fax": 1}), "agenda[0].what"),
        (
            "/agenda/0/what",
            json!({"job": {"walk": {"invoice": "x"}}}),
            "agenda[0].what.job.walk.invoice: found `x`",
        ),
        (
            "/agenda/0/what",
            json!({"mps": {"validate": transaction}}),
            "agenda[0].what.mps.validate: found",
        ),
        (
            "/services/maventa/invoices/INV/status",
            json!("DONE"),
            "services.maventa.invoices.INV.status: found `DONE`, expected",
        ),
        (
            "/services/maventa/invoices/INV/company",
            json!("nobody"),
            "services.maventa.invoices.INV.company: found `nobody`",
        ),
        (
            "/services/maventa/invoices/INV/source_format",
            json!("EHF9"),
            "services.maventa.invoices.INV.source_format: found `EHF9`",
        ),
        (
            "/services/maventa/invoices/INV/files/0/blob",
            json!("00".repeat(32)),
            "services.maventa.invoices.INV.files[0].blob: found",
        ),
        (
            "/services/maventa/oldest_first",
            json!([]),
            "services.maventa.oldest_first: found",
        ),
        (
            "/services/maventa/oldest_first/0",
            json!("x"),
            "services.maventa.oldest_first[0]",
        ),
        (
            "/services/mps/transactions/TX/efaktura",
            json!({"state": "lost"}),
            "services.mps.transactions.TX.efaktura",
        ),
        (
            "/services/mps/transactions/TX/sent/transaction_id",
            json!("00000000-0000-4000-8000-000000000000"),
            "services.mps.transactions.TX.sent.transaction_id: found",
        ),
        (
            "/services/mps/transactions/TX/shipment",
            json!("00000000-0000-4000-8000-000000000000"),
            "services.mps.shipments.",
        ),
        (
            "/settings/profile/value",
            json!("lax"),
            "settings.profile.value: found `lax`",
        ),
        (
            "/settings/profile/set_by",
            json!("God"),
            "settings.profile.set_by: found `God`",
        ),
        (
            "/settings/colour",
            json!({"value": "1", "set_by": "default"}),
            "settings.colour: ",
        ),
        (
            "/mint/drawn/invoice",
            json!(0),
            "mint.drawn.invoice: found `0`",
        ),
        ("/mint/drawn/file", json!(1), "mint.drawn.file: found `1`"),
        (
            "/mint/drawn/letter",
            json!(u64::MAX),
            "mint.drawn.letter: found",
        ),
        ("/mint/drawn/fax", json!(1), "mint.drawn: found `fax`"),
        ("/mint/seed", json!(-1), "mint.seed: "),
        (
            "/journal_next",
            json!(0),
            "journal_next: found `0`, expected 1 or more",
        ),
        ("/journal_next", json!(u64::MAX), "journal_next: found"),
        ("/blobs/dropped", json!(u64::MAX), "blobs.dropped: found"),
        (
            "/blobs/oldest_first/0",
            json!("00".repeat(32)),
            "blobs.oldest_first[0]: found",
        ),
        (
            "/outbox/0/invoice",
            json!("x"),
            "outbox[0].invoice: found `x`",
        ),
        ("/outbox/0/to", json!({"fax": "1"}), "outbox[0].to"),
    ] {
        let mut bad = good.clone();
        put(&mut bad, &at(pointer), value);
        let said = refusal(&bad);
        let told = at(told);
        assert!(
            said.starts_with(&told),
            "{pointer}: `{said}` wants `{told}`"
        );
    }
    for (pointer, said) in [
        (format!("/blobs/kept/{blob}"), "blobs.kept."),
        (format!("/cases/files/{case}/number"), "cases.files."),
    ] {
        let mut bad = good.clone();
        let other = if pointer.ends_with("number") {
            json!(900)
        } else {
            json!("AAAA")
        };
        put(&mut bad, &pointer, other);
        assert!(refusal(&bad).starts_with(said), "{}", refusal(&bad));
    }
}

/// Puts a value where a pointer leads, also under a new name.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        Value::Object(map) => {
            map.insert(name.to_owned(), value);
        }
        other => panic!("{pointer} leads to {other}"),
    }
}

#[tokio::test]
async fn what_stands_twice_is_refused() {
    let good = document(&busy().await).await;
    for pointer in [
        "/book/mandates",
        "/book/presented",
        "/cases/index",
        "/outbox",
        "/services/maventa/tokens_oldest_first",
        "/services/maventa/oldest_first",
        "/blobs/oldest_first",
    ] {
        let mut bad = good.clone();
        let list = bad.pointer_mut(pointer).unwrap().as_array_mut().unwrap();
        let first = list[0].clone();
        list.push(first);
        let said = refusal(&bad);
        let path = pointer[1..].replace('/', ".");
        assert!(said.starts_with(&path) && said.contains("once"), "{said}");
    }
    let text = good.to_string().replacen(
        "\"people\":{",
        &format!(
            "\"people\":{{\"halgeir\":{},",
            good["cast"]["people"]["halgeir"]
        ),
        1,
    );
    let said = restore(text.as_bytes()).unwrap_err().to_string();
    assert!(
        said.starts_with("cast.people: found `halgeir` a second time"),
        "{said}"
    );
}

#[tokio::test]
async fn a_document_that_is_cut_anywhere_or_lacks_any_part_is_refused() {
    let good = document(&busy().await).await;
    let text = good.to_string();
    for n in 0..200 {
        let end = text.len() * n / 200;
        let end = (0..=end)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap();
        assert!(restore(&text.as_bytes()[..end]).is_err(), "cut at {end}");
    }
    for name in good.as_object().unwrap().keys() {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(name);
        let said = refusal(&bad);
        assert!(said.contains(&format!("missing field `{name}`")), "{said}");
    }
    for (nothing, told) in [
        ("", "the body: EOF"),
        ("[]", "the body: "),
        ("null", "the body: "),
        ("{}", "the body: missing field `format`"),
    ] {
        let said = restore(nothing.as_bytes()).unwrap_err().to_string();
        assert!(said.starts_with(told), "{said}");
    }
}

/// Whatever stands anywhere else than it should, it is refused or read, and nobody falls over.
#[tokio::test]
async fn no_value_in_any_place_makes_reading_fall_over() {
    let good = document(&busy().await).await;
    let mut pointers = Vec::new();
    collect("", &good, &mut pointers);
    let strange = [
        Value::Null,
        json!(-1),
        json!(u64::MAX),
        json!(""),
        json!("å\u{0}𝄞"),
        json!([]),
        json!({}),
    ];
    for (n, pointer) in pointers.iter().enumerate() {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = strange[n % strange.len()].clone();
        if let Ok(world) = restore(bad.to_string().as_bytes()) {
            assert!(sandkasse::sandbox::snapshot(&world).is_object());
        }
    }
}

/// Every place of a document once, of lists and maps by id the first element only.
fn collect(path: &str, value: &Value, pointers: &mut Vec<String>) {
    let by_id = |name: &str| name.len() >= 32;
    match value {
        Value::Object(map) => {
            let mut met = false;
            for (name, inner) in map {
                if by_id(name) && std::mem::replace(&mut met, true) {
                    continue;
                }
                let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
                pointers.push(path.clone());
                collect(&path, inner, pointers);
            }
        }
        Value::Array(list) => {
            for (place, inner) in list.iter().enumerate().take(1) {
                let path = format!("{path}/{place}");
                pointers.push(path.clone());
                collect(&path, inner, pointers);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
