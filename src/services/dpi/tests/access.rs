//! Who is let in, and where things are.

use bytes::Bytes;
use http::Request;
use jiff::SignedDuration;

use super::world::{OTHER, PROVIDER, World};
use crate::domain::company::DpiFacet;
use crate::domain::maskinporten::Scope;
use crate::domain::slug::Slug;

#[test]
fn whoever_has_no_good_token_is_told_so_at_every_address() {
    let mut world = World::new();
    for (method, path) in [
        ("POST", "/messages/out"),
        ("GET", "/messages/out/x/statuses"),
        ("GET", "/messages/in"),
        ("GET", "/messages/in/x"),
        ("POST", "/messages/in/x/read"),
    ] {
        let request = Request::builder().method(method).uri(path);
        let heard = world.hears(request.body(Bytes::new()).unwrap(), None, None);
        assert_eq!(
            (heard.status, heard.rule),
            (401, Some("DPI-TOKEN")),
            "{path}"
        );
        assert_eq!(heard.text("type"), "about:blank");
        assert_eq!(heard.body["status"], 401);
        let token = Request::builder().header("Authorization", "Bearer a.b.c");
        let request = token.method(method).uri(path).body(Bytes::new()).unwrap();
        assert_eq!(world.hears(request, None, None).status, 401);
    }
}

#[test]
fn a_token_that_expired_or_opens_something_else_opens_nothing_here() {
    let mut world = World::new();
    let token = world.token();
    world.advance(SignedDuration::from_secs(120));
    let heard = world.asks_as(&token, "GET", "/messages/in", None);
    assert_eq!((heard.status, heard.rule), (401, Some("DPI-TOKEN")));
    let mut token = world.token();
    token.scopes = vec![Scope::parse("krr:global/digitalpost.read").unwrap()];
    let heard = world.asks_as(&token, "GET", "/messages/in", None);
    assert_eq!((heard.status, heard.rule), (403, Some("DPI-SCOPE")));
}

#[test]
fn whoever_has_no_agreement_with_the_access_point_is_kept_out() {
    let mut world = World::new();
    let slug = Slug::parse("kommune").unwrap();
    let mut company = world.cast.company(&slug).unwrap().as_ref().clone();
    company.dpi = DpiFacet {
        access_point: false,
        ..DpiFacet::default()
    };
    world.cast.put_company(company).unwrap();
    let heard = world.asks("GET", "/messages/in");
    assert_eq!((heard.status, heard.rule), (403, Some("DPI-ACCESS-POINT")));
    // Its processor has one.
    let token = world.token_of("provider", super::world::KOMMUNE, Some(PROVIDER));
    let heard = world.asks_as(&token, "GET", "/messages/in", None);
    assert_eq!(heard.status, 204);
}

#[test]
fn the_client_of_a_token_names_its_sandbox() {
    use crate::documents::maskinporten::written;
    use crate::domain::maskinporten::KeyNumber;
    use crate::services::{Caller, Received, Simulated};
    let world = World::new();
    let token = world.token();
    let header = format!("Bearer {}", written(&token, KeyNumber::First, world.now));
    let request = Request::get("/messages/in").header("Authorization", header);
    let received = Received {
        request: request.body(Bytes::new()).unwrap(),
        path: "/messages/in".to_owned(),
        base: String::new(),
        too_large: None,
        arrived: world.now,
    };
    let caller = world.service.caller(&received);
    assert_eq!(caller, Some(Caller::Credential(token.client_id)));
}

#[test]
fn what_is_not_there_is_a_problem_too() {
    let mut world = World::new();
    let heard = world.asks("GET", "/messages");
    assert_eq!((heard.status, heard.text("title")), (404, "Not Found"));
    assert_eq!(world.asks("DELETE", "/messages/in").status, 405);
}

#[test]
fn nobody_sees_what_is_somebody_elses() {
    let mut world = World::new();
    let post = world.letter();
    world.takes(&post);
    world.minute();
    let id = world.receipts()[0].header.message;
    let other = world.token_of("other", OTHER, None);
    let heard = world.asks_as(&other, "GET", "/messages/in", None);
    assert_eq!(heard.status, 204);
    for (method, path) in [
        ("GET", format!("/messages/out/{}/statuses", post.id)),
        ("GET", format!("/messages/in/{id}")),
        ("POST", format!("/messages/in/{id}/read")),
    ] {
        let heard = world.asks_as(&other, method, &path, None);
        assert_eq!(
            (heard.status, heard.rule),
            (404, Some("DPI-MESSAGE-ID")),
            "{path}"
        );
    }
    assert_eq!(world.news(), ["leveringskvittering"]);
}
