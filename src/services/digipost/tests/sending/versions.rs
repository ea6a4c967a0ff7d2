//! What the schemas and versions have, and what they have not.

use bytes::Bytes;
use http::Request;

use super::world::*;
use crate::services::digipost::Digipost;
use crate::services::{Received, Simulated};

#[test]
fn a_data_type_is_one_that_the_schema_of_data_types_has() {
    for (name, expected) in [
        ("payslip", "no error"),
        ("pay-slip", "SCHEMA_VALIDATION_ERROR"),
        ("message", "SCHEMA_VALIDATION_ERROR"),
    ] {
        let mut world = World::new();
        let inner = format!("<{name} xmlns=\"http://api.digipost.no/schema/datatypes\"/>");
        let told = format!("<data-type>{inner}</data-type>");
        let heard = world.send(&message("", &to_kari(), &letter(UUID, &told)));
        assert_eq!(heard.code(), expected, "{name}");
    }
}

#[test]
fn a_version_that_an_operation_is_not_part_of_is_refused_and_nothing_is_sent() {
    let user = |version: &str| format!("application/vnd.digipost.user-{version}+xml");
    let v7 = "application/vnd.digipost-v7+xml".to_owned();
    let both = format!("{v7}, {}", user("v1"));
    for (method, target, accept, content, expected) in [
        ("GET", "/", user("v2"), v7.clone(), 406),
        ("GET", "/", user("v1"), v7.clone(), 200),
        ("POST", "/messages", user("v1"), v7.clone(), 406),
        ("POST", "/messages", v7.clone(), user("v1"), 415),
        ("POST", "/messages", both, v7.clone(), 201),
        ("POST", "/messages", "*/*".to_owned(), v7.clone(), 201),
        ("GET", "/497013/user-agreements", user("v2"), v7, 406),
    ] {
        let sent = message("", &to_kari(), &letter(UUID, ""));
        let request = Request::builder().method(method).uri(target);
        let request = request.header("X-Digipost-UserId", SENDER);
        let request = request
            .header("Accept", &accept)
            .header("Content-Type", &content);
        let received = Received {
            path: target.to_owned(),
            request: request.body(Bytes::from(sent)).unwrap(),
            base: "http://localhost:8282".to_owned(),
            too_large: None,
            arrived: World::new().now,
        };
        match Digipost.decode(&received) {
            Ok(_) => assert!(expected < 300, "{method} {target} {accept} {content}"),
            Err(refused) => assert_eq!(refused.response.status(), expected, "{target} {accept}"),
        }
    }
}
