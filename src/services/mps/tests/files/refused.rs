//! Files that are rejected as a whole, and requests that are no files.

use bytes::Bytes;
use http::header::{
    ALLOW, AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, WWW_AUTHENTICATE,
};
use http::{Method, Request};
use proptest::prelude::*;

use super::payee::{
    DUE, INBOUND, NEIGHBOUR, OUTBOUND, SECOND, as_user, claim, example, file, from, get, json,
    names, newest, order, post, world,
};
use crate::domain::giro::Order;
use crate::domain::rules;
use crate::domain::settings::SetBy;
use crate::services::mps::tests::world::{received, text};
use crate::services::mps::{Mps, Reply};
use crate::services::{Caller, Simulated};

fn one(number: u32) -> Vec<Order> {
    vec![Order::Claims(order(number, claim(SECOND, DUE)))]
}

#[test]
fn each_file_that_is_rejected_has_a_receipt_that_says_why() {
    let mps = from("00008080", 1, one(1));
    let unknown = from("00999999", 1, one(1));
    let mut cut = example();
    cut.truncate(cut.len() - 82);
    for (sent, user, list, rule) in [
        (Vec::new(), None, "L200", "FILE-EMPTY"),
        (b"hello\r\n".to_vec(), None, "L200", "FILE-FORMAT"),
        (mps, None, "L200", "FILE-SENDER"),
        (unknown, None, "L200", "FILE-SENDER"),
        (example(), Some("nabo"), "L200", "FILE-SENDER"),
        (cut, None, "L226", "FILE-END"),
    ] {
        let mut world = world();
        let request = match user {
            Some(user) => as_user(post(sent), user),
            None => post(sent),
        };
        let response = world.send(request);
        assert_eq!(response.status(), 422, "{rule}");
        let answer = json(&response);
        assert_eq!(answer["approved"], false);
        assert_eq!(answer["list"], list, "{answer}");
        assert_eq!(answer["complaints"][0]["rule"], rule, "{answer}");
        let receipt = answer["receipt"].as_str().unwrap();
        assert!(receipt.starts_with("KV.AVVIST.F"), "{receipt}");
        let page = newest(&mut world, list);
        assert!(page.contains("Avvist") && page.contains(rule), "{page}");
        assert_eq!(world.told(), [format!("file.rejected {rule}")]);
    }
}

#[test]
fn a_number_is_used_once_by_a_sender() {
    let mut world = world();
    assert_eq!(world.send(post(file(7, one(1)))).status(), 201);
    let again = world.send(post(file(7, one(2))));
    assert_eq!(again.status(), 422);
    let rule = "FILE-TRANSMISSION-NUMBER";
    assert_eq!(json(&again)["complaints"][0]["rule"], rule);
    // What was rejected used up no number, and others have numbers of their own.
    assert_eq!(world.send(post(file(8, one(2)))).status(), 201);
    let other = world.send(post(from(NEIGHBOUR, 7, one(3))));
    assert_eq!(other.status(), 201);
}

#[test]
fn journal_and_headers_are_told_which_rule_rejected_a_file() {
    let mut world = world();
    let decoded = Mps.decode(&received(post(Vec::new()))).unwrap();
    let reply = world.apply(decoded.command).unwrap();
    let spoken = Mps.objection(&reply).unwrap();
    assert_eq!(spoken.rule(), Some("FILE-EMPTY"));
    assert!(!spoken.why().is_empty());
    let decoded = Mps.decode(&received(post(example()))).unwrap();
    let reply = world.apply(decoded.command).unwrap();
    assert!(matches!(reply, Reply::Files(_)) && Mps.objection(&reply).is_none());
}

#[test]
fn a_file_that_is_too_large_is_rejected_by_receipt() {
    let mut unread = received(post(Vec::new()));
    unread.too_large = Some(64 * 1024 * 1024);
    let length = (65 * 1024 * 1024).to_string();
    let headers = unread.request.headers_mut();
    headers.insert(CONTENT_LENGTH, length.parse().unwrap());
    let mut world = world();
    let decoded = Mps.decode(&unread).unwrap();
    let said = world.apply(decoded.command);
    let response = Mps.encode(&decoded.echo, said.as_ref());
    assert_eq!(response.status(), 422);
    let answer = json(&response);
    assert_eq!(answer["list"], "L200");
    assert_eq!(answer["complaints"][0]["rule"], "FILE-SIZE");
    let page = newest(&mut world, "L200");
    assert!(page.contains(&format!("{length} byte")), "{page}");
}

#[test]
fn each_bad_request_is_refused_and_leaves_no_file() {
    let long = "a".repeat(201);
    let form = Request::post(INBOUND).header(CONTENT_TYPE, "multipart/form-data; boundary=b");
    let form = form.body(Bytes::from_static(b"--b\r\nContent")).unwrap();
    for (request, told) in [
        (Request::put(format!("{INBOUND}/{long}")), "found 201"),
        (
            Request::put(format!("{INBOUND}/a%0Ab")),
            "control characters",
        ),
        (Request::put(format!("{INBOUND}/a%ZZ")), "hexadecimal"),
        (Request::put(format!("{INBOUND}/a%E5")), "UTF-8"),
        (Request::post(format!("{INBOUND}?name=")), "found 0"),
        (
            Request::post(format!("{INBOUND}?nam=a")),
            "did you mean `name`?",
        ),
        (
            Request::get(format!("{OUTBOUND}?kinds=L226")),
            "did you mean `kind`?",
        ),
        (
            Request::get(format!("{OUTBOUND}?kind=L225")),
            "did you mean `L226`?",
        ),
        (
            Request::get(format!("{OUTBOUND}?unit=1")),
            "unit: customer unit `1`",
        ),
        (
            Request::get(format!("{OUTBOUND}?fetched=yes")),
            "one of true, false",
        ),
        (
            Request::get(format!("{OUTBOUND}?kind=L200&kind=L200")),
            "expected it once",
        ),
    ] {
        let request = request.body(Bytes::from(example())).unwrap();
        let refused = Mps.decode(&received(request)).unwrap_err();
        assert_eq!(refused.response.status(), 400, "{told}");
        assert_eq!(refused.rule, Some("MPS-FILE-QUERY"));
        assert!(refused.why.contains(told), "{} says no {told}", refused.why);
    }
    assert!(rules::find("MPS-FILE-QUERY").is_some());
    let refused = Mps.decode(&received(form)).unwrap_err();
    assert_eq!(refused.response.status(), 400);
}

#[test]
fn addresses_and_methods_that_are_not_there_are_told_from_those_that_are() {
    for (method, path, status, told) in [
        (Method::GET, INBOUND, 405, "POST, PUT"),
        (Method::DELETE, OUTBOUND, 405, "GET, HEAD"),
        (Method::GET, "/mps/files/inbound/a", 405, "PUT"),
        (Method::GET, "/mps/files/outbound/a/fetched", 405, "POST"),
        (
            Method::GET,
            "/mps/files/outbund",
            404,
            "/files/outbound/{name}/fetched",
        ),
        (Method::GET, "/mps/files", 404, "/files/mandates"),
        (
            Method::PUT,
            "/mps/files/inbound/a/b",
            404,
            "/files/inbound/{name}",
        ),
    ] {
        let mut request = get(path);
        *request.method_mut() = method;
        let refused = Mps.decode(&received(request)).unwrap_err();
        assert_eq!(refused.response.status(), status, "{path}");
        let allow = refused.response.headers().get(ALLOW);
        let allow = allow.map(|value| value.to_str().unwrap());
        assert_eq!(allow, (status == 405).then_some(told), "{path}");
        assert!(refused.why.contains(told), "{}", refused.why);
    }
}

#[test]
fn a_file_that_is_not_there_is_told_with_the_one_that_was_meant() {
    let mut world = world();
    let nothing = world.send(get(&format!("{OUTBOUND}/KV")));
    assert_eq!(nothing.status(), 404);
    assert!(!text(&nothing).contains("did you mean"));
    world.send(post(file(649, one(1))));
    world.send(post(file(650, one(2))));
    // A prefix is all that some clients look for.
    let unknown = world.send(get(&format!("{OUTBOUND}/KV.GODKJENT.F0000649")));
    assert_eq!(unknown.status(), 404);
    let names = names(&mut world, "L226");
    let told = format!("did you mean `{}`?", names[0]);
    assert!(text(&unknown).contains(&told), "{}", text(&unknown));
    let marked = Request::post(format!("{OUTBOUND}/x/fetched"));
    let marked = world.send(marked.body(Bytes::new()).unwrap());
    assert_eq!(marked.status(), 404);
}

#[test]
fn each_user_is_let_in_or_refused_as_the_setting_says() {
    let bearer = {
        let mut request = get(OUTBOUND);
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, "Bearer x".parse().unwrap());
        request
    };
    for (request, judged, enforced) in [
        (get(OUTBOUND), 200, 401),
        (as_user(get(OUTBOUND), "fjord"), 200, 200),
        (as_user(get(OUTBOUND), "somebody"), 401, 401),
        (bearer, 401, 401),
    ] {
        for (setting, status) in [
            ("off", 200),
            ("when-present", judged),
            ("enforce", enforced),
        ] {
            let mut world = world();
            let set = world.settings.set("mps.security", setting, SetBy::Change);
            set.unwrap();
            let answer = world.send(request.clone());
            assert_eq!(answer.status(), status, "{setting} {:?}", request.headers());
            let asks = answer.headers().contains_key(WWW_AUTHENTICATE);
            assert_eq!(asks, status == 401);
        }
    }
    let mut world = world();
    world
        .settings
        .set("mps.security", "enforce", SetBy::Change)
        .unwrap();
    let decoded = Mps.decode(&received(post(example()))).unwrap();
    let fault = world.apply(decoded.command).unwrap_err();
    assert!(
        fault.found.contains("no Authorization header"),
        "{}",
        fault.found
    );
    let named = received(as_user(post(example()), "fjord"));
    let fjord = Caller::Credential("fjord".to_owned());
    assert_eq!(Mps.caller(&named), Some(fjord));
}

proptest! {
    #[test]
    fn arbitrary_files_and_headers_never_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        name in "\\PC{0,30}",
        kind in prop::sample::select(vec!["text/plain", "multipart/form-data; boundary=b"]),
    ) {
        let request = Request::post(INBOUND)
            .header(CONTENT_TYPE, kind)
            .header(CONTENT_DISPOSITION, name.as_bytes());
        if let Ok(request) = request.body(Bytes::from(bytes)) {
            let status = world().send(request).status().as_u16();
            prop_assert!([201, 400, 422].contains(&status), "{}", status);
        }
    }
}
