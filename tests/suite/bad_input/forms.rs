//! Forms with values that do not fit, and forms that are none.

use super::Trouble;
use crate::support::Bill;

#[tokio::test]
async fn every_field_that_does_not_fit_is_named_with_what_would() {
    let trouble = Trouble::begin().await;
    let fields = [
        ("recipient_type", "alien"),
        ("route_order", "netbank,fax"),
        ("disabled_routes", "pigeon"),
        ("recipient_ssn", "13121622258"),
        ("recipient_efaktura_id", "12"),
        ("recipient_phone_number", "nei"),
        ("recipient_date_of_birth", "1990-02-30"),
        ("b2cno_document_type", "LOVE_LETTER"),
        ("uuid", "æøå"),
        ("format", "PDF"),
    ];
    let file = Bill::to("bodil").xml();
    let reply = trouble
        .sandbox
        .post(&trouble.token, file.as_bytes(), &fields)
        .await;
    assert_eq!(reply.refusal(), "400 invalid_parameters");
    let details = reply.json()["details"].to_string();
    for (name, value) in fields {
        let value = value.rsplit(',').next().unwrap();
        let told = format!("{name}: found `{value}`, expected ");
        assert!(details.contains(&told), "{told} in {details}");
        assert!(trouble.why().contains(&told), "{told}");
    }
    trouble.nothing_changed().await;
}

#[tokio::test]
async fn one_wrong_field_is_enough_to_take_nothing() {
    let trouble = Trouble::begin().await;
    let long = "9".repeat(100_000);
    let file = Bill::to("bodil").xml();
    for (name, value) in [
        ("recipient_ssn", "1312162225"),
        ("recipient_ssn", "00000000000"),
        ("recipient_ssn", long.as_str()),
        ("recipient_efaktura_id", "٤١٤٣٦٠٢٢٢"),
        ("recipient_phone_number", "+47"),
        ("recipient_phone_number", long.as_str()),
        ("recipient_date_of_birth", "09.09.1918"),
        ("recipient_date_of_birth", "99999999999999-01-01"),
        ("route_order", "NETBANK"),
        ("route_order", "[\"fax\"]"),
        ("route_order", "[1,2]"),
        ("recipient_type", "Consumer"),
        ("uuid", "3f2c7a52-95c5-4a11-9f40"),
    ] {
        let fields = [(name, value)];
        let reply = trouble
            .sandbox
            .post(&trouble.token, file.as_bytes(), &fields)
            .await;
        let shown: String = value.chars().take(40).collect();
        assert_eq!(reply.refusal(), "400 invalid_parameters", "{name}={shown}");
        let details = reply.json()["details"].to_string();
        assert!(details.contains(&format!("\"{name}: found")), "{details}");
        assert!(details.len() < 1000, "{name} is quoted at length");
    }
    trouble.nothing_changed().await;
}

#[tokio::test]
async fn a_text_too_long_to_mean_anything_is_refused_by_its_length() {
    let trouble = Trouble::begin().await;
    let file = Bill::to("bodil").xml();
    for (name, max) in [
        ("sender_comment", 2000),
        ("recipient_email", 200),
        ("recipient_operator", 200),
        ("route_order", 200),
    ] {
        let long = "å".repeat(max + 1);
        let fields = [(name, long.as_str())];
        let reply = trouble
            .sandbox
            .post(&trouble.token, file.as_bytes(), &fields)
            .await;
        assert_eq!(reply.refusal(), "400 invalid_parameters", "{name}");
        let told = format!(
            "[\"{name}: found {} characters, expected at most {max}\"]",
            max + 1
        );
        assert_eq!(reply.json()["details"].to_string(), told);
    }
    let number = Bill::to("bodil").with("number", &"9".repeat(201)).xml();
    let reply = trouble
        .sandbox
        .post(&trouble.token, number.as_bytes(), &[])
        .await;
    assert_eq!(reply.refusal(), "400 invoice_create_api_error");
    assert!(
        reply.text().contains("found 201 characters"),
        "{}",
        reply.text()
    );
    let scope = "a".repeat(2001);
    let reply = trouble.sandbox.ask_token("fjord-energi", &scope).await;
    assert_eq!(reply.refusal(), "400 invalid_parameters");
    assert!(trouble.why().contains("scope: found 2001 characters"));
    trouble.nothing_changed().await;
}

#[tokio::test]
async fn a_field_that_does_not_fit_names_its_own_rule() {
    let trouble = Trouble::begin().await;
    let file = Bill::to("bodil").xml();
    for (fields, rule) in [
        (&[("route_order", "fax")][..], "R-012"),
        (&[("b2cno_document_type", "LOVE_LETTER")], "R-111"),
        (&[("b2cno_document_type", "REMINDER_CHARGE")], "R-111"),
        (&[("uuid", "17")], "R-005"),
        (&[("uuid", "17"), ("route_order", "fax")], "R-012"),
    ] {
        let reply = trouble
            .sandbox
            .post(&trouble.token, file.as_bytes(), fields)
            .await;
        assert_eq!(reply.refusal(), "400 invalid_parameters", "{fields:?}");
        assert_eq!(reply.header("sandkasse-rule"), rule, "{fields:?}");
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for body in ["", "grant_type=client_credentials&client_id=%zz"] {
        let sandbox = &trouble.sandbox;
        let reply = sandbox
            .call("POST", "/maventa/oauth2/token", &form, body)
            .await;
        assert_eq!(reply.header("sandkasse-rule"), "R-132", "{}", reply.text());
    }
    let reply = trouble
        .sandbox
        .ask_token("fjord-energi", "everything")
        .await;
    assert_eq!(reply.header("sandkasse-rule"), "R-132", "{}", reply.text());
    trouble.nothing_changed().await;
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused_as_such() {
    const FORM: &str = "multipart/form-data; boundary=x";
    let trouble = Trouble::begin().await;
    let bearer = format!("Bearer {}", trouble.token);
    let part = "Content-Disposition: form-data; name=";
    let many = format!("--x\r\n{part}\"a\"\r\n\r\n1\r\n").repeat(1000);
    let (kind, form) = ("415 unsupported_media_type", "400 invalid_parameters");
    for (media_type, body, expected) in [
        ("application/json", "{}".to_owned(), kind),
        ("", String::new(), kind),
        ("text/xml", Bill::to("bodil").xml(), kind),
        ("multipart/form-data", "--x--".to_owned(), form),
        (FORM, String::new(), form),
        (FORM, "--x--\r\n".to_owned(), form),
        (
            FORM,
            format!("--x\r\n{part}\"file\"; filename=\"a\"\r\n\r\n<I"),
            form,
        ),
        (
            FORM,
            format!("--x\r\n{part}\"file\"\r\n\r\n<a/>\r\n--x--\r\n"),
            form,
        ),
        (FORM, "--x\r\n\r\n\r\nhello\r\n--x--\r\n".to_owned(), form),
        (FORM, format!("{many}--x--\r\n"), form),
    ] {
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", media_type),
        ];
        let sandbox = &trouble.sandbox;
        let reply = sandbox
            .call("POST", "/maventa/v1/invoices", &headers, body.clone())
            .await;
        let shown: String = body.chars().take(60).collect();
        assert_eq!(
            reply.refusal(),
            expected,
            "{media_type} {shown}: {}",
            reply.text()
        );
        assert!(!trouble.why().is_empty(), "{media_type} {shown}");
    }
    trouble.nothing_changed().await;
}

#[tokio::test]
async fn without_a_good_token_nothing_else_is_judged() {
    let trouble = Trouble::begin().await;
    let sandbox = &trouble.sandbox;
    let long = format!("Bearer {}", "a".repeat(100_000));
    for (value, expected) in [
        ("", "401 auth_token_missing"),
        ("Bearer", "401 auth_token_missing"),
        ("Basic Zm9vOmJhcg==", "401 auth_token_missing"),
        ("Bearer ", "401 auth_token_invalid"),
        ("Bearer nonsense", "401 auth_token_invalid"),
        (long.as_str(), "401 auth_token_invalid"),
    ] {
        let headers = [("authorization", value), ("content-type", "text/plain")];
        for (method, path) in [
            ("GET", "/v1/invoices?page=nonsense"),
            ("GET", "/v1/invoices/17"),
            ("GET", "/v1/invoices/17/actions"),
            ("GET", "/v1/lookup/consumers?ssn=1"),
            ("POST", "/v1/invoices"),
        ] {
            let reply = sandbox
                .call(method, &format!("/maventa{path}"), &headers, "garbage")
                .await;
            assert_eq!(reply.refusal(), expected, "{method} {path}");
            assert_eq!(reply.header("sandkasse-rule"), "R-130");
        }
    }
    sandbox.advance("PT61M").await;
    let late = sandbox.get_with(&trouble.token, "/v1/invoices").await;
    assert_eq!(late.refusal(), "401 auth_token_expired");
    trouble.nothing_changed().await;
}
