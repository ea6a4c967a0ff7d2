//! Addresses that lead nowhere, and clocks that shall go back.

use super::Trouble;
use sandkasse::sandbox::Backwards;

#[tokio::test]
async fn an_address_that_leads_nowhere_says_where_one_would() {
    let trouble = Trouble::begin().await;
    for (path, expected) in [
        ("/index.html", "belongs to no service"),
        (
            "/nonsense",
            "services are mounted at /mps, /digipost, /bank, /vipps, /maskinporten, /krr, /dpi, \
             /maventa",
        ),
        ("/maventax/v1/invoices", "belongs to no service"),
        (
            "/s/nobody/maventa/v1/invoices",
            "PUT /_sandbox/sandboxes/nobody",
        ),
        (
            "/s/NOBODY/mps/efaktura-atg-service/v1/",
            "no sandbox is called `NOBODY`",
        ),
        ("/s//maventa/v1/invoices", "no sandbox is called ``"),
        (
            "/s/%C3%A6%C3%B8/maventa/v1/invoices",
            "no sandbox is called",
        ),
        ("/s/default/nothing", "belongs to no service"),
        ("/s", "belongs to no service"),
        ("/s/", "belongs to no service"),
    ] {
        let reply = trouble.sandbox.call("GET", path, &[], "").await;
        assert_eq!(reply.status, 404, "{path}");
        assert_eq!(
            reply.header("content-type"),
            "application/problem+json",
            "{path}"
        );
        let detail = reply.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(expected), "{path}: {detail}");
    }
    trouble.nothing_changed().await;
}

#[tokio::test]
async fn the_router_knows_its_addresses_and_their_methods() {
    let trouble = Trouble::begin().await;
    for (method, path, expected) in [
        ("GET", "", "404 not_found"),
        ("GET", "/", "404 not_found"),
        ("GET", "/v2/invoices", "404 not_found"),
        ("GET", "/v1/invoices/", "404 not_found"),
        ("GET", "/v1/invoices/17/nothing", "404 not_found"),
        ("GET", "/v1/../v1/invoices", "404 not_found"),
        ("DELETE", "/v1/invoices", "405 method_not_allowed"),
        ("GET", "/oauth2/token", "405 method_not_allowed"),
        ("BREW", "/v1/invoices/17", "405 method_not_allowed"),
        ("GET", "/v1/services/b2cno", "501 not_simulated"),
        ("PUT", "/v1/invoices/17/reroute/print", "501 not_simulated"),
    ] {
        let reply = trouble
            .sandbox
            .call(method, &format!("/maventa{path}"), &[], "")
            .await;
        assert_eq!(reply.refusal(), expected, "{method} {path}");
        assert_ne!(reply.header("sandkasse-exchange"), "", "{method} {path}");
        assert!(!trouble.why().is_empty(), "{method} {path}");
    }
    trouble.nothing_changed().await;
}

#[tokio::test]
async fn the_clock_does_not_go_back_and_stands_where_it_stood() {
    let trouble = Trouble::begin().await;
    let sandbox = &trouble.sandbox;
    let back = sandbox.move_to("2026-03-02T08:59:59+01:00").await;
    let Err(error @ Backwards { .. }) = back else {
        panic!("it went back: {back:?}")
    };
    assert!(error.to_string().contains("reset the sandbox"), "{error}");
    let now = sandbox.enter(|world| world.clock.now().to_string()).await;
    assert_eq!(now, "2026-03-02T08:01:00Z");
    assert!(sandbox.move_to("9999-12-30T00:00:00Z").await.is_ok());
    let now = sandbox.enter(|world| world.clock.now().to_string()).await;
    assert_eq!(now, "9999-12-30T00:00:00Z");
}

#[tokio::test]
async fn at_the_end_of_time_a_token_is_still_answered() {
    let trouble = Trouble::begin().await;
    trouble
        .sandbox
        .move_to("9999-12-30T22:00:00.999999999Z")
        .await
        .unwrap();
    let id = trouble
        .sandbox
        .send(&crate::support::Bill::to("bodil"), "")
        .await;
    // Nothing can last beyond the end of time, a token neither.
    assert_eq!(id.status, 401, "{}", id.text());
    assert!(id.text().contains("auth_token_expired"), "{}", id.text());
}
