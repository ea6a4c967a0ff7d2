//! What the tests of what is kept share.

use bytes::Bytes;
use http::Request;

use crate::services::digipost::tests::people::world::{BROKER, Heard, World};

pub(super) const FIRST: &str = "9af46585-9fef-41fb-adf9-da120fc5bb9d";
pub(super) const SECOND: &str = "9af46585-9fef-41fb-adf9-da120fc5bb9e";
pub(super) const THIRD: &str = "9af46585-9fef-41fb-adf9-da120fc5bb9f";

pub(super) fn document(uuid: &str, more: &str) -> String {
    format!(
        "<documents><uuid>{uuid}</uuid><file-name>a.pdf</file-name><file-type>pdf</file-type>{more}\
         </documents>"
    )
}

/// Archives documents, each with its own uuid for content.
pub(super) fn archive(world: &mut World, version: &str, inside: &str, uuids: &[&str]) -> Heard {
    let xml =
        format!(r#"<archive xmlns="http://api.digipost.no/schema/{version}">{inside}</archive>"#);
    post_parts(world, "/archive", version, ("archive", &xml), uuids)
}

/// Posts XML with a part for each document, which holds its own uuid.
pub(super) fn post_parts(
    world: &mut World,
    path: &str,
    version: &str,
    (name, xml): (&str, &str),
    uuids: &[&str],
) -> Heard {
    let mut body = String::new();
    let parts = std::iter::once((name, xml));
    for (name, content) in parts.chain(uuids.iter().map(|uuid| (*uuid, *uuid))) {
        body.push_str(&format!(
            "--b_-\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--b_---\r\n");
    let kind = format!("vnd.digipost-{version}+xml");
    let request = Request::builder()
        .method("POST")
        .uri(path)
        .header("accept", format!("application/{kind}"))
        .header("content-type", format!("multipart/{kind}; boundary=b_-"))
        .header("x-digipost-userid", BROKER.to_string());
    world.send(request.body(Bytes::from(body)).unwrap(), None)
}

pub(super) fn one(world: &mut World) -> Heard {
    archive(world, "v7", &document(FIRST, ""), &[FIRST])
}

pub(super) fn at(uuid: &str, behind: &str) -> String {
    format!("/{BROKER}/archive/documents/uuid/{uuid}{behind}")
}

pub(super) fn attribute(key: &str, value: &str) -> String {
    format!("<attributes><key>{key}</key><value>{value}</value></attributes>")
}

/// Follows a one-time address like a client whose signature is of another hop, or that has none.
pub(super) fn follow(world: &mut World, target: &str) -> Heard {
    let target = target.strip_prefix("http://localhost:8282").unwrap();
    let request = Request::builder()
        .uri(target)
        .header("accept", "*/*")
        .header("x-digipost-signature", "AAAA");
    world.send(request.body(Bytes::new()).unwrap(), None)
}
