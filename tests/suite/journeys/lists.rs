//! What a sender reads back, and what only a token with the right scope opens.

use crate::support::{Bill, MONDAY, Reply, TestSandbox};

fn numbers(reply: &Reply) -> Vec<String> {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let json = reply.json();
    let list = json.as_array().unwrap().iter();
    list.map(|invoice| invoice["number"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_list_has_pages_and_filters_and_begins_with_the_newest() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let mut ids = Vec::new();
    for number in 1..=12 {
        let bill = Bill::to("bodil").with("number", &number.to_string());
        let order = if number == 3 {
            "silent_failure"
        } else {
            "email"
        };
        ids.push(sandbox.sent(&bill, &format!("route_order={order}")).await);
        sandbox.advance("PT1M").await;
    }
    let first = sandbox.get("/v1/invoices?direction=SENT").await;
    assert_eq!(numbers(&first).len(), 10);
    assert_eq!(numbers(&first)[0], "12");
    let headers = [
        "x-total",
        "x-total-pages",
        "x-page",
        "x-per-page",
        "x-next-page",
        "x-prev-page",
    ];
    let shown = |reply: &Reply| headers.map(|name| reply.header(name).to_owned()).join(" ");
    assert_eq!(shown(&first), "12 2 1 10 2 ");
    let second = sandbox.get("/v1/invoices?direction=SENT&page=2").await;
    assert_eq!(numbers(&second), ["2", "1"]);
    assert_eq!(shown(&second), "12 2 2 10  1");
    let two = format!("ids[]={}&ids[]={}", ids[0], ids[4]);
    for (query, expected) in [
        ("direction=SENT&status=FAILED", vec!["3"]),
        ("direction=SENT&number=7", vec!["7"]),
        ("direction=SENT&status[]=PENDING", vec![]),
        ("direction=SENT&page=9", vec![]),
        (
            "direction=SENT&page=18446744073709551615&per_page=100",
            vec![],
        ),
        ("direction=SENT&per_page=1&page=12", vec!["1"]),
        (
            "direction=SENT&created_at_start=2026-03-02T08:10:00Z",
            vec!["12", "11"],
        ),
        (
            "direction=SENT&created_at_end=2026-03-02T08:00:00Z",
            vec!["1"],
        ),
        ("direction=RECEIVED", vec![]),
        ("", vec![]),
        (&format!("direction=SENT&{two}"), vec!["5", "1"]),
    ] {
        let reply = sandbox.get(&format!("/v1/invoices?{query}")).await;
        assert_eq!(numbers(&reply), expected, "{query}");
    }
}

#[tokio::test]
async fn a_payment_reference_finds_its_invoices() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox.sent(&Bill::read("bodil number=1"), "").await;
    sandbox.sent(&Bill::read("halgeir number=2"), "").await;
    sandbox.sent(&Bill::read("bodil number=3 -kid"), "").await;
    for (reference, expected) in [
        ("000003123452", vec!["1"]),
        ("000002123453", vec!["2"]),
        ("3123452", vec![]),
        ("", vec!["3", "2", "1"]),
    ] {
        let query = format!("direction=SENT&reference={reference}");
        let reply = sandbox.get(&format!("/v1/invoices?{query}")).await;
        assert_eq!(numbers(&reply), expected, "{reference}");
    }
}

#[tokio::test]
async fn a_page_says_where_the_other_pages_are() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    for number in 1..=5 {
        let bill = Bill::to("bodil").with("number", &number.to_string());
        sandbox.sent(&bill, "route_order=email").await;
    }
    let list = "direction=SENT&status%5B%5D=DELIVERED&per_page=2";
    for (page, expected) in [
        ("", "first=1 next=2 last=3"),
        ("&page=2", "first=1 prev=1 next=3 last=3"),
        ("&page=3", "first=1 prev=2 last=3"),
    ] {
        let reply = sandbox.get(&format!("/v1/invoices?{list}{page}")).await;
        assert_eq!(links(&sandbox, &reply, list).await, expected, "{page}");
    }
    let none = sandbox.get("/v1/invoices").await;
    assert_eq!(links(&sandbox, &none, "").await, "first=1 last=1");
}

/// The links of a page as `relation=page`, after each was followed to a page that is there.
async fn links(sandbox: &TestSandbox, reply: &Reply, list: &str) -> String {
    let mut shown = Vec::new();
    for link in reply.header("link").split(", ") {
        let (address, relation) = link.split_once("; rel=").unwrap();
        let address = address
            .strip_prefix('<')
            .unwrap()
            .strip_suffix('>')
            .unwrap();
        let (base, path) = address.split_once("/maventa").unwrap();
        assert!(base.starts_with("http://"), "{address}");
        assert!(path.starts_with(&format!("/v1/invoices?{list}")), "{path}");
        let page = path.rsplit_once("page=").unwrap().1;
        assert_eq!(sandbox.get(path).await.header("x-page"), page);
        shown.push(format!("{}={page}", relation.trim_matches('"')));
    }
    shown.join(" ")
}

#[tokio::test]
async fn only_the_wanted_kinds_of_actions_are_shown() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox.sent(&Bill::to("bodil"), "").await;
    sandbox.advance("PT1M").await;
    let all = sandbox.get(&format!("/v1/invoices/{id}/actions")).await;
    let of = |kinds: &[&str]| {
        let all = all.json();
        let all = all.as_array().unwrap().iter();
        all.filter(|it| kinds.is_empty() || kinds.iter().any(|kind| it["type"] == *kind))
            .count()
    };
    assert!(of(&["CREATED"]) > 0 && of(&["SENT"]) > 0 && of(&["CREATED", "SENT"]) < of(&[]));
    for (query, kinds) in [
        ("type[]=SENT", vec!["SENT"]),
        ("type%5B%5D=SENT&type[]=CREATED", vec!["SENT", "CREATED"]),
        ("type=SENT&type=CREATED", vec!["SENT", "CREATED"]),
        ("type=SENT,CREATED", vec!["SENT", "CREATED"]),
        ("type[]=", vec![]),
    ] {
        let reply = sandbox
            .get(&format!("/v1/invoices/{id}/actions?{query}"))
            .await;
        let shown = reply.json().as_array().unwrap().len();
        assert_eq!(shown, of(&kinds), "{query}");
    }
    for query in ["type=sent", "type[]=SENT,GONE", "type=%zz"] {
        let reply = sandbox
            .get(&format!("/v1/invoices/{id}/actions?{query}"))
            .await;
        assert_eq!(reply.refusal(), "400 invalid_parameters", "{query}");
        let details = reply.json()["details"].to_string();
        assert!(details.contains("\"type: found "), "{details}");
    }
}

#[tokio::test]
async fn a_filter_that_does_not_fit_is_named() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let query = "direction=OUT&status=GONE&page=0&per_page=101&created_at_start=soon";
    let reply = sandbox.get(&format!("/v1/invoices?{query}")).await;
    assert_eq!(reply.refusal(), "400 invalid_parameters");
    let details = reply.json()["details"].to_string();
    for field in [
        "direction",
        "status",
        "page",
        "per_page",
        "created_at_start",
    ] {
        assert!(
            details.contains(&format!("{field}: found")),
            "{field} in {details}"
        );
    }
}

#[tokio::test]
async fn an_invoice_shows_what_was_sent_and_nothing_of_the_sandbox() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox.sent(&Bill::to("bodil"), "").await;
    sandbox.advance("PT1M").await;
    let invoice = sandbox.invoice(&id).await;
    for (field, expected) in [
        ("number", "2026-1001"),
        ("date", "2026-03-02"),
        ("date_due", "2026-03-20"),
        ("reference", "000003123452"),
        ("currency", "NOK"),
        ("source_format", "PEPPOLBIS30"),
        ("created_at", "2026-03-02T08:00:00Z"),
        ("status", "DELIVERED"),
    ] {
        assert_eq!(invoice[field], expected, "{field}");
    }
    assert_eq!(invoice["sum"].as_f64(), Some(450.0));
    assert_eq!(invoice["recipient"]["name"], "Bodil Tangen");
    assert!(!invoice.to_string().contains("attempts"));
    let infos = sandbox
        .get(&format!("/v1/invoices/{id}/actions?type=SENT"))
        .await;
    assert_eq!(infos.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn somebody_elses_invoice_is_as_unknown_as_one_that_never_was() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox.sent(&Bill::to("bodil"), "").await;
    let other = sandbox.token_of("midt-mobil").await;
    for path in [
        id.as_str(),
        "3f2c7a52-95c5-4a11-9f40-0d6a53f5f0c1",
        "%00",
        "æ",
    ] {
        let path = path.replace('æ', "%C3%A6");
        for below in ["", "/actions"] {
            let reply = sandbox
                .get_with(&other, &format!("/v1/invoices/{path}{below}"))
                .await;
            assert_eq!(reply.refusal(), "404 not_found", "{path}{below}");
        }
    }
    let list = sandbox
        .get_with(&other, "/v1/invoices?direction=SENT")
        .await;
    assert_eq!(list.text(), "[]");
}

#[tokio::test]
async fn a_token_opens_what_its_scopes_cover_for_an_hour() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let reply = sandbox.ask_token("fjord-energi", "").await;
    let json = reply.json();
    assert_eq!(
        (json["expires_in"].as_i64(), &json["token_type"]),
        (Some(3600), &"Bearer".into())
    );
    assert_eq!(json["scope"], "global company");
    let narrow = json["access_token"].as_str().unwrap().to_owned();
    let sent = sandbox
        .post(&narrow, Bill::to("bodil").xml().as_bytes(), &[])
        .await;
    assert_eq!(sent.refusal(), "401 auth_insufficient_scope");
    assert_eq!(sent.header("sandkasse-rule"), "R-131");
    let found = sandbox
        .get_with(&narrow, "/v1/lookup/consumers?ssn=09091816528")
        .await;
    assert_eq!(found.status, 200);
    let token = sandbox.token().await;
    sandbox.advance("PT59M59S").await;
    assert_eq!(sandbox.get_with(&token, "/v1/invoices").await.status, 200);
    sandbox.advance("PT61S").await;
    let late = sandbox.get_with(&token, "/v1/invoices").await;
    assert_eq!(late.refusal(), "401 auth_token_expired");
    assert_eq!(late.header("www-authenticate"), "Bearer");
    assert_eq!(sandbox.get("/v1/invoices").await.status, 200);
}

#[tokio::test]
async fn the_token_call_reads_json_and_names_what_is_wrong() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let keys = sandbox.keys("fjord-energi");
    let call = async |kind: &str, body: String| {
        sandbox
            .call(
                "POST",
                "/maventa/oauth2/token",
                &[("content-type", kind)],
                body,
            )
            .await
    };
    let body = |id: &str, secret: &str, grant: &str| {
        format!(
            "{{\"grant_type\":\"{grant}\",\"client_id\":\"{id}\",\"client_secret\":\"{secret}\",\
             \"scope\":\"eui\"}}"
        )
    };
    let (id, secret) = (keys.company_id.as_str(), keys.user_api_key.as_str());
    let json = "application/json";
    for (body, expected) in [
        (body(id, secret, "client_credentials"), "200 -"),
        (
            body(id, "wrong", "client_credentials"),
            "401 auth_invalid_client",
        ),
        (
            body("nobody", secret, "client_credentials"),
            "401 auth_invalid_client",
        ),
        (body(id, secret, "password"), "400 invalid_parameters"),
        ("{\"scope\":\"eui\"}".to_owned(), "400 invalid_parameters"),
        ("{".to_owned(), "400 invalid_parameters"),
        (String::new(), "400 invalid_parameters"),
    ] {
        let reply = call(json, body).await;
        assert_eq!(reply.refusal(), expected, "{}", reply.text());
    }
    let reply = call("text/plain", String::new()).await;
    assert_eq!(reply.refusal(), "415 unsupported_media_type");
    let reply = sandbox.ask_token("fjord-energi", "eui everything").await;
    assert_eq!(reply.refusal(), "400 invalid_parameters");
}
