//! Files in by every way, receipts out.

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use http::{Method, Request};
use serde_json::json;

use super::payee::{
    EXAMPLE, INBOUND, OUTBOUND, UNIT, as_user, example, get, json as read, names, newest, post,
    world,
};
use crate::services::Simulated;
use crate::services::mps::Mps;
use crate::services::mps::tests::world::{received, text};

#[test]
fn a_file_that_is_approved_has_a_receipt_at_once() {
    let mut world = world();
    let response = world.send(post(example()));
    assert_eq!(response.status(), 201, "{}", text(&response));
    let receipt = "KV.GODKJENT.F1502001.D260216.T090000.K0000001.html";
    assert_eq!(
        response.headers()[LOCATION],
        format!("http://127.0.0.1:4711/s/x/mps/files/outbound/{receipt}")
    );
    let order = |kind: &str, number: &str, transactions: u8, sum: u32| {
        json!({
            "kind": kind,
            "number": number,
            "account": "15062995960",
            "transactions": transactions,
            "sum_ore": sum,
        })
    };
    let expected = json!({
        "approved": true,
        "list": "L226",
        "transmission": { "sender": UNIT, "number": "1502001" },
        "transactions": 3,
        "records": 12,
        "orders": [
            order("claims", "1502001", 2, 62_450),
            order("deletions", "1502002", 1, 12_550),
        ],
        "complaints": [],
        "remarks": [],
        "receipt": receipt,
    });
    assert_eq!(read(&response), expected);
    let page = newest(&mut world, "L226");
    for words in [
        "Kvittering for mottatt forsendelse",
        "Godkjent",
        "1502001",
        UNIT,
        "624,50",
        "AvtaleGiro korreksjoner",
    ] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
}

#[test]
fn rules_may_ask_about_each_transaction_in_the_order_of_the_file() {
    let mut records = EXAMPLE.map(str::to_owned);
    // The due date of the first claim is none.
    records[2] = records[2].replace("020326", "320326");
    let file: String = records.map(|record| record + "\r\n").concat();
    let decoded = Mps.decode(&received(post(file.into_bytes()))).unwrap();
    let kids: Vec<Option<&str>> = decoded.facts.iter().map(|row| row.kid.as_deref()).collect();
    let second = Some("000567800000026");
    assert_eq!(kids, [None, second, second]);
    assert_eq!(decoded.facts[0], crate::services::Facts::default());
    let row = &decoded.facts[1];
    assert_eq!(row.account.as_deref(), Some("15062995960"));
    assert_eq!(row.amount.map(|it| it.get()), Some(12_550));
    assert_eq!(row.due_date, Some(super::payee::DUE));
}

#[test]
fn what_only_strict_rejects_is_a_remark() {
    let file: String = EXAMPLE.map(|record| format!("{record}\n")).concat();
    let decoded = Mps
        .decode(&received(post(file.clone().into_bytes())))
        .unwrap();
    let [remark] = decoded.remarks.as_slice() else {
        panic!("{:?}", decoded.remarks)
    };
    assert!(remark.starts_with("FILE-LINE-ENDS: "), "{remark}");
    let answer = read(&world().send(post(file.into_bytes())));
    assert_eq!(answer["remarks"][0]["rule"], "FILE-LINE-ENDS");
    assert_eq!(answer["complaints"], json!([]));
}

#[test]
fn a_file_has_the_name_that_its_sender_gave_it() {
    let put = Request::put(format!("{INBOUND}/kr%C3%A5v+1%20a.txt"));
    let query = Request::post(format!("{INBOUND}?name=DIRREM160226.020326.7"));
    let header = |value: &str| Request::post(INBOUND).header(CONTENT_DISPOSITION, value);
    for (request, name) in [
        (put, "kråv+1 a.txt"),
        (query, "DIRREM160226.020326.7"),
        (header("attachment; filename=\"a.txt\""), "a.txt"),
        (
            header("attachment; filename=x; FileName*=UTF-8''%C3%A5"),
            "å",
        ),
        (
            header("attachment; filename=\"../../<b>.txt\""),
            "../../&lt;b&gt;.txt",
        ),
        (Request::post(INBOUND), "–"),
    ] {
        let mut world = world();
        let response = world.send(request.body(Bytes::from(example())).unwrap());
        assert_eq!(response.status(), 201, "{name}");
        let page = newest(&mut world, "L226");
        assert!(page.contains(&format!("<dd>{name}</dd>")), "{page}");
    }
}

#[test]
fn a_form_holds_a_file_too() {
    let part = |disposition: &str, content: &[u8]| {
        let head = format!("--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n"].concat()
    };
    let field = part("name=\"comment\"", b"hei");
    let one = part("name=\"file\"; filename=\"krav.txt\"", &example());
    let other = part("name=\"file\"; filename=\"annet.txt\"", b"x");
    let bare = part("name=\"file\"", &example());
    for (parts, name, remarks) in [
        (one.clone(), "krav.txt", 0),
        ([field, one, other].concat(), "krav.txt", 1),
        (bare, "–", 0),
    ] {
        let body = [parts, b"--b--\r\n".to_vec()].concat();
        let request =
            Request::post(INBOUND).header(CONTENT_TYPE, "multipart/form-data; boundary=b");
        let request = request.body(Bytes::from(body)).unwrap();
        let decoded = Mps.decode(&received(request.clone())).unwrap();
        assert_eq!(decoded.remarks.len(), remarks, "{:?}", decoded.remarks);
        let mut world = world();
        assert_eq!(world.send(request).status(), 201);
        let page = newest(&mut world, "L226");
        assert!(page.contains(&format!("<dd>{name}</dd>")), "{page}");
    }
}

#[test]
fn files_are_listed_fetched_and_marked() {
    let mut world = world();
    world.send(as_user(post(example()), "fjord"));
    world.send(as_user(post(example()), "nabo"));
    let all = names(&mut world, "L226");
    assert_eq!(all.len(), 1, "{all:?}");
    // Somebody else's user may not send under this unit, and its receipt is its own.
    let own = |world: &mut crate::services::mps::tests::world::World, user, query: &str| {
        let request = as_user(get(&format!("{OUTBOUND}{query}")), user);
        let list = read(&world.send(request));
        list["files"].as_array().unwrap().len()
    };
    assert_eq!(own(&mut world, "fjord", "?kind=L226"), 1);
    assert_eq!(own(&mut world, "nabo", "?kind=L226"), 0);
    assert_eq!(own(&mut world, "nabo", "?kind=L200"), 1);
    let name = &all[0];
    let path = format!("{OUTBOUND}/{name}");
    assert_eq!(world.send(as_user(get(&path), "nabo")).status(), 404);
    let page = world.send(get(&path));
    assert_eq!(page.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    let disposition = format!("inline; filename=\"{name}\"");
    assert_eq!(page.headers()[CONTENT_DISPOSITION], disposition);
    let mut head = get(&path);
    *head.method_mut() = Method::HEAD;
    assert_eq!(world.send(head).status(), 200);
    let marked = Request::post(format!("{path}/fetched"));
    let marked = world.send(marked.body(Bytes::new()).unwrap());
    assert_eq!(
        read(&marked),
        json!({
            "name": name,
            "kind": "L226",
            "to": UNIT,
            "made_at": "2026-02-16T09:00:00+01:00",
            "fetched_at": "2026-02-16T09:00:00+01:00",
        })
    );
    for (query, count) in [
        ("", 2),
        ("?fetched=true", 1),
        ("?fetched=false", 1),
        ("?unit=00230456", 1),
        // The receipt of a neighbour who used the unit lies in the neighbour's mailbox.
        ("?unit=00770077", 1),
        ("?kind=L00202", 0),
        ("?kind=L226&fetched=true", 1),
    ] {
        let list = read(&world.send(get(&format!("{OUTBOUND}{query}"))));
        assert_eq!(list["files"].as_array().unwrap().len(), count, "{query}");
    }
    assert!(world.model.has_files_to_fetch(), "one is left");
    for name in names(&mut world, "L200") {
        let marked = Request::post(format!("{OUTBOUND}/{name}/fetched"));
        world.send(marked.body(Bytes::new()).unwrap());
    }
    assert!(!world.model.has_files_to_fetch());
    // A name with the number of a file is not yet the name of that file.
    let wrong = name.replace("GODKJENT", "AVVIST");
    let wrong = get(&format!("{OUTBOUND}/{wrong}"));
    assert_eq!(world.send(wrong).status(), 404);
}

#[test]
fn a_full_list_of_mandates_is_ordered_for_noon() {
    let mut world = world();
    world.tell(UNIT);
    let ask = |body: &str| {
        let request = Request::post("/mps/files/mandates");
        request.body(Bytes::from(body.to_owned())).unwrap()
    };
    let good = "{\"accounts\": [\"15062995960\", \"15062995960\"]}";
    let answer = world.send(ask(good));
    assert_eq!(answer.status(), 202, "{}", text(&answer));
    let expected = json!({ "accounts": ["15062995960"], "made_at": "2026-02-16T12:00:00+01:00" });
    assert_eq!(read(&answer), expected);
    for (body, status, told) in [
        ("", 400, "the body: EOF"),
        ("{\"accounts\": []}", 400, "found 0"),
        ("{\"account\": []}", 400, "did you mean `accounts`?"),
        ("{\"accounts\": [\"15062995961\"]}", 400, "accounts[0]: "),
        (
            "{\"accounts\": [\"86011117947\"]}",
            404,
            "found 86011117947",
        ),
    ] {
        let answer = world.send(ask(body));
        assert_eq!(answer.status(), status, "{body}");
        let why = text(&answer);
        assert!(why.contains(told), "{why} does not say {told}");
    }
    world.tell("");
    let nobody = world.send(ask(good));
    assert_eq!(nobody.status(), 409, "{}", text(&nobody));
    world.tell(UNIT);
    let forbidden = world.send(as_user(ask(good), "nabo"));
    assert_eq!(forbidden.status(), 403);
}
