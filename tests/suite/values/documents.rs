//! Documents that are no snapshot of anything are refused where they are wrong.

use serde_json::{Value, json};

use super::travels::{busy, document};
use sandkasse::sandbox::restore;

pub(super) fn refusal(document: &Value) -> String {
    match restore(document.to_string().as_bytes()) {
        Ok(_) => "it was read".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn first_name(of: &Value) -> String {
    of.as_object().unwrap().keys().next().unwrap().clone()
}

/// Where, what is put there, and how the refusal begins. A value behind `=` is another place of the
/// document, whose value is put there; INV, TX, BLOB and CASE are the first of their kind.
const WRONG: &str = r#"
/format | 2 | format: found 2, expected 1
/format | "1" | format: invalid type: string
/sandbox | "A b" | sandbox: found `A b`, expected a name
/clock | "tomorrow" | clock: found `tomorrow`, expected an instant
/clock | "2030-01-01T00:00:00Z" | agenda[0].at: found
/colour | 1 | colour: unknown field `colour`
/cast/people/halgeir/ssn | null | cast.people.halgeir.ssn: found `null`
/cast/people/halgeir/krr/status | "aktiv" | cast.people.halgeir.krr.status: found `aktiv`
/cast/people/halgeir/ssn | =/cast/people/bodil/ssn | cast.people.halgeir.date_of_birth: found
/cast/people/halgeir/efaktura | =/cast/people/bodil/efaktura | cast.people.halgeir: found
/cast/companies/fjord-energi/orgnr | "1" | cast.companies.fjord-energi.orgnr: found `1`
/book/presented/0/consumer | "nobody" | book.presented[0].consumer: found `nobody`
/book/presented/0/service | "post" | book.presented[0].service: found `post`
/book/presented/0/amount_ore | 9223372036854775808 | book.presented[0].amount_ore:
/book/presented/0/amount_ore | 1.5 | book.presented[0].amount_ore:
/book/presented/0/service_id | "x" | book.presented[0].service_id: found `x`
/book/mandates/0/payer | "nobody" | book.mandates[0].payer: found `nobody`
/book/mandates/0/mandate/kid | "1" | book.mandates[0].mandate.kid: found `1`
/book/mandates/0/mandate/limit_ore | -1 | book.mandates[0].mandate.limit_ore: found `-1`
/cases/index/0/2 | "x" | cases.index[0][2]: found `x`
/cases/files/CASE/number | 900 | cases.files.CASE.number: found `900`
/cases/files/CASE/events/0/rule | "X-1" | cases.files.CASE.events[0].rule: found `X-1`
/agenda/0/what | {"fax": 1} | agenda[0].what
/agenda/0/what | {"job": {"walk": {"invoice": "x"}}} | agenda[0].what.job.walk.invoice: found `x`
/agenda/0/what | {"mps": {"validate": "TX"}} | agenda[0].what.mps.validate: found
/agenda/0/what | {"job": {"hear": {"invoice": "x", "heard": {"status": 200}}}} | agenda[0].what
/services/maventa/invoices/INV/status | "DONE" | services.maventa.invoices.INV.status: found `DONE`
/services/maventa/invoices/INV/company | "no" | services.maventa.invoices.INV.company: found `no`
/services/maventa/invoices/INV/source_format | "X" | services.maventa.invoices.INV.source_format:
/services/maventa/invoices/INV/files/0/blob | "00" | services.maventa.invoices.INV.files[0].blob:
/services/maventa/invoices/INV/files/0/blob | =/nothing | services.maventa.invoices.INV.files[0]
/services/maventa/invoices/INV/position | "lost" | services.maventa.invoices.INV.position
/services/maventa/oldest_first | [] | services.maventa.oldest_first: found
/services/maventa/oldest_first/0 | "x" | services.maventa.oldest_first[0]: found `x`
/services/mps/transactions/TX/efaktura | {"status": "LOST"} | services.mps.transactions.TX.efaktura
/services/mps/transactions/TX/sent/transaction_id | =/zero | services.mps.transactions.TX.sent
/services/mps/transactions/TX/shipment | =/zero | services.mps.shipments.
/settings/profile/value | "lax" | settings.profile.value: found `lax`
/settings/profile/set_by | "God" | settings.profile.set_by: found `God`
/settings/colour | {"value": "1", "set_by": "default"} | settings.colour: found `colour`
/mint/drawn/invoice | 0 | mint.drawn.invoice: found `0`
/mint/drawn/file | 1 | mint.drawn.file: found `1`
/mint/drawn/letter | 18446744073709551615 | mint.drawn.letter: found
/mint/drawn/fax | 1 | mint.drawn: found `fax`
/mint/seed | -1 | mint.seed:
/journal_next | 0 | journal_next: found `0`, expected 1 or more
/journal_next | 18446744073709551615 | journal_next: found
/blobs/dropped | 18446744073709551615 | blobs.dropped: found
/blobs/kept/BLOB | "AAAA" | blobs.kept.BLOB: found `bytes with the SHA-256
/blobs/kept/BLOB | "å" | blobs.kept.BLOB: found `å`, expected bytes in Base64
/blobs/oldest_first/0 | =/nothing | blobs.oldest_first[0]: found
/outbox/0/invoice | "x" | outbox[0].invoice: found `x`
/outbox/0/to | {"fax": "1"} | outbox[0].to
"#;

#[tokio::test]
async fn each_wrong_value_is_refused_with_its_place() {
    let good = document(&busy().await).await;
    let names = [
        ("INV", "/services/maventa/invoices"),
        ("TX", "/services/mps/transactions"),
        ("BLOB", "/blobs/kept"),
        ("CASE", "/cases/files"),
    ];
    let names = names.map(|(short, place)| (short, first_name(good.pointer(place).unwrap())));
    for row in WRONG.lines().filter(|row| !row.is_empty()) {
        let row = names.iter().fold(row.to_owned(), |row, (short, name)| {
            row.replace(short, name)
        });
        let [pointer, value, told] = row.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let value = match value.strip_prefix('=') {
            Some("/nothing") => json!("00".repeat(32)),
            Some("/zero") => json!("00000000-0000-4000-8000-000000000000"),
            Some(place) => good.pointer(place).unwrap().clone(),
            None => serde_json::from_str(value).unwrap(),
        };
        let mut bad = good.clone();
        put(&mut bad, pointer, value);
        let said = refusal(&bad);
        assert!(said.starts_with(told), "{pointer}: `{said}` wants `{told}`");
    }
}

/// Puts a value where a pointer leads, also under a new name.
pub(super) fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        Value::Object(map) => {
            map.insert(name.to_owned(), value);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            panic!("{pointer} leads nowhere")
        }
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

/// Every place of a document once, of lists and maps by id the first element only, and of people
/// and companies two.
fn collect(path: &str, value: &Value, pointers: &mut Vec<String>) {
    let known = ["halgeir", "fjord-energi"];
    let alike = path.starts_with("/cast/") && path.matches('/').count() == 2;
    let by_id = |name: &str| name.len() >= 32 || (alike && !known.contains(&name));
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
