//! What the access point does not take.

use bytes::Bytes;
use http::Request;
use serde_json::json;

use super::post::form;
use super::world::{KOMMUNE, OTHER, PROVIDER, World};
use crate::crypto::Signer;
use crate::documents::maskinporten::written;
use crate::domain::maskinporten::KeyNumber;

/// Hands in a form of these parts.
fn with_parts(world: &mut World, parts: &[(&str, &[u8])]) -> super::world::Heard {
    let token = written(&world.token(), KeyNumber::First, world.now);
    let request = Request::post("/messages/out")
        .header("Authorization", format!("Bearer {token}"))
        .header("Content-Type", "multipart/form-data; boundary=x")
        .body(Bytes::from(form(parts)))
        .unwrap();
    world.hears(request, None, None)
}

#[test]
fn a_message_needs_both_parts_once_in_a_form() {
    let mut world = World::new();
    for parts in [
        &[("forretningsmelding", &b"x"[..])][..],
        &[("dokumentpakke", b"x")],
        &[
            ("dokumentpakke", b"x"),
            ("dokumentpakke", b"x"),
            ("forretningsmelding", b"x"),
        ],
        &[],
    ] {
        let heard = with_parts(&mut world, parts);
        assert_eq!(
            (heard.status, heard.rule),
            (400, Some("DPI-PARTS")),
            "{}",
            heard.body
        );
    }
    let token = written(&world.token(), KeyNumber::First, world.now);
    let request = Request::post("/messages/out")
        .header("Authorization", format!("Bearer {token}"))
        .header("Content-Type", "application/jwt");
    let heard = world.hears(request.body(Bytes::new()).unwrap(), None, None);
    assert_eq!((heard.status, heard.rule), (400, Some("DPI-PARTS")));
}

#[test]
fn a_message_is_a_jwt_signed_with_the_certificate_in_it() {
    use crate::crypto::jwt::{claims, rs256};
    let mut world = World::new();
    let bare = rs256(Signer::Municipality, "k", &claims(&[], &[]));
    let good = crate::documents::dpi::write_signed(Signer::Municipality, b"{}");
    let (head, _) = good.rsplit_once('.').unwrap();
    for (jwt, rule) in [
        ("x".to_owned(), "DPI-MESSAGE-JWT"),
        (bare, "DPI-MESSAGE-JWT"),
        (format!("{head}.AAAA"), "DPI-MESSAGE-JWT"),
        ("x".repeat(300_000), "DPI-MESSAGE-JWT"),
        (good, "DPI-SCHEMA"),
    ] {
        let parts = [
            ("forretningsmelding", jwt.as_bytes()),
            ("dokumentpakke", &b"x"[..]),
        ];
        let heard = with_parts(&mut world, &parts);
        assert_eq!(
            (heard.status, heard.rule),
            (400, Some(rule)),
            "{}",
            heard.body
        );
        assert_eq!(heard.body["status"], 400);
    }
}

#[test]
fn everything_in_a_message_fits_its_token() {
    let mut world = World::new();
    let mut posts = Vec::new();
    let mut post = world.letter();
    post.inner_token = Some("another".to_owned());
    posts.push((post, "DPI-TOKEN-IN-MESSAGE"));
    let mut post = world.letter();
    post.avsender = OTHER;
    posts.push((post, "DPI-CONSUMER"));
    let mut post = world.letter();
    post.token.audience = vec!["https://elsewhere.example".to_owned()];
    posts.push((post, "DPI-AUDIENCE"));
    let mut post = world.letter();
    post.sender = PROVIDER;
    posts.push((post, "DPI-SENDER"));
    let mut post = world.letter();
    post.body["mottaker"]["personidentifikator"] = json!("04036125433");
    posts.push((post, "DPI-SCHEMA"));
    let mut post = world.letter();
    post.query = "?kanal=a%20b";
    posts.push((post, "DPI-KANAL"));
    let mut post = world.letter();
    post.query = "?kanal=aaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    posts.push((post, "DPI-KANAL"));
    for (post, rule) in posts {
        let heard = world.sends(&post);
        assert_eq!(
            (heard.status, heard.rule),
            (400, Some(rule)),
            "{}",
            heard.body
        );
        assert_eq!(world.model.shipments().count(), 0);
        assert!(world.later.is_empty() && world.notes.is_empty());
    }
    let mut post = world.letter();
    post.token.audience = vec![format!("{}/", super::world::BASE)];
    world.takes(&post);
}

#[test]
fn a_processor_sends_for_a_sender_and_gets_its_receipts() {
    let mut world = World::new();
    let mut post = world.letter();
    post.token = world.token_of("provider", KOMMUNE, Some(PROVIDER));
    let heard = world.sends(&post);
    assert_eq!((heard.status, heard.rule), (400, Some("DPI-SENDER")));
    post.sender = PROVIDER;
    post.signer = Signer::AccessProvider;
    post.package_signer = Signer::AccessProvider;
    world.takes(&post);
    world.minute();
    assert_eq!(world.news(), [""; 0]);
    let token = world.token_of("provider", KOMMUNE, Some(PROVIDER));
    let heard = world.asks_as(&token, "GET", "/messages/in", None);
    let body = &heard.kept[0]["forretningsmelding"]["standardBusinessDocument"];
    let receipt = &body["leveringskvittering"];
    let whom = &receipt["mottaker"]["virksomhetsidentifikator"]["value"];
    assert_eq!(*whom, format!("0192:{KOMMUNE}"));
    let header = &body["standardBusinessDocumentHeader"];
    let to = &header["receiver"][0]["identifier"]["value"];
    assert_eq!(*to, format!("0192:{PROVIDER}"));
}

#[test]
fn a_message_id_is_used_once_and_the_refusal_names_direction_and_id() {
    let mut world = World::new();
    let post = world.letter();
    world.takes(&post);
    let heard = world.sends(&post);
    assert_eq!((heard.status, heard.rule), (400, Some("DPI-DUPLICATE")));
    assert_eq!(heard.text("title"), "Operation Failed");
    let named = format!("(direction, message_uuid)=(OUT, {})", post.id);
    assert!(heard.text("detail").contains(&named), "{}", heard.body);
    let other = world.letter();
    let armed = world.sends_wishing(&other, Some("duplicate"));
    assert_eq!(armed.text("title"), "Operation Failed");
    assert!(armed.text("detail").contains(&other.id.to_string()));
}

#[test]
fn a_package_has_a_limit() {
    let mut world = World::new();
    world.set("dpi.package_max", "100");
    let post = world.letter();
    let heard = world.sends(&post);
    assert_eq!((heard.status, heard.rule), (413, Some("DPI-SIZE")));
    let token = written(&world.token(), KeyNumber::First, world.now);
    let request = Request::post("/messages/out").header("Authorization", format!("Bearer {token}"));
    let heard = world.hears(request.body(Bytes::new()).unwrap(), None, Some(64));
    assert_eq!((heard.status, heard.rule), (413, Some("DPI-SIZE")));
}

#[test]
fn every_refusal_can_be_armed_by_name() {
    use crate::services::dpi::{FaultKind, SCRIPTED};
    let mut world = World::new();
    for row in SCRIPTED {
        let Some(kind) = FaultKind::named(row.name) else {
            continue;
        };
        let post = world.letter();
        for id in row.on {
            let heard = match *id {
                "dpi.messages.send" => world.sends_wishing(&post, Some(row.name)),
                other => {
                    let (method, path) = match other {
                        "dpi.messages.statuses" => ("GET", "/messages/out/x/statuses"),
                        "dpi.messages.list" => ("GET", "/messages/in"),
                        "dpi.messages.download" => ("GET", "/messages/in/x"),
                        _ => ("POST", "/messages/in/x/read"),
                    };
                    let token = world.token();
                    world.asks_as(&token, method, path, Some(row.name))
                }
            };
            assert_eq!(
                (heard.status, heard.rule),
                (kind.status(), kind.rule()),
                "{}",
                row.name
            );
            assert_eq!(world.model.shipments().count(), 0);
        }
    }
    let token = world.token();
    for (name, status) in [("readFails404", 404), ("readFails500", 500)] {
        let heard = world.asks_as(&token, "POST", "/messages/in/x/read", Some(name));
        assert_eq!(heard.status, status);
    }
}

#[test]
fn a_package_is_opened_only_for_who_has_a_token_that_the_message_has_too() {
    use crate::services::dpi::model::Ask;
    use crate::services::{Received, Simulated};
    let mut world = World::new();
    let token = written(&world.token(), KeyNumber::First, world.now);
    let mut opened = |inner: &str, header: &str| {
        let (jwt, package) = world.letter().made(inner, world.now);
        let body = form(&[("forretningsmelding", &jwt), ("dokumentpakke", &package)]);
        let request = Request::post("/messages/out")
            .header("Authorization", format!("Bearer {header}"))
            .header("Content-Type", "multipart/form-data; boundary=x")
            .body(Bytes::from(body));
        let received = Received {
            request: request.unwrap(),
            path: "/messages/out".to_owned(),
            base: super::world::BASE.to_owned(),
            too_large: None,
            arrived: world.now,
        };
        let decoded = world.service.decode(&received).unwrap();
        let Ok(Ask::Send(handed)) = decoded.command.ask else {
            panic!("a message");
        };
        assert_eq!(handed.package.opened.is_some(), !handed.files.is_empty());
        (handed.package.opened.is_some(), decoded.facts.len())
    };
    assert_eq!(opened(&token, &token), (true, 1));
    assert_eq!(opened("another", &token), (false, 1));
    assert_eq!(opened("a.b.c", "a.b.c"), (false, 1));
}
