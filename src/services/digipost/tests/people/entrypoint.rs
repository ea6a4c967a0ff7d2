//! The entry point.

use super::world::{BROKER, DAUGHTER, STRANGER, USER1, V7, V8, World};
use crate::crypto::Signer;

#[test]
fn the_entry_point_has_the_certificate_and_every_relation_once() {
    let mut world = World::new();
    for (media_type, count) in [(V7, 15), (V8, 23), (USER1, 1)] {
        for target in ["/", &format!("/{DAUGHTER}")] {
            let heard = world.ask("GET", target, media_type, b"", None);
            assert_eq!(heard.status, 200);
            assert_eq!(heard.media_type.as_deref(), Some(media_type));
            let root = heard.xml();
            assert_eq!(root.local(), "entrypoint");
            let shown = root.child("certificate").unwrap().text.clone();
            assert_eq!(shown, Signer::Sandbox.certificate().pem());
            let rels: Vec<_> = root.children_named("link").collect();
            assert_eq!(rels.len(), count, "{media_type}");
            for link in rels {
                assert_eq!(link.attribute("media-type"), Some(media_type));
                let rel = link.attribute("rel").unwrap();
                assert_eq!(rel, rel.to_lowercase());
                assert!(
                    link.attribute("uri")
                        .unwrap()
                        .starts_with("http://localhost:8282/")
                );
            }
        }
    }
}

#[test]
fn the_entry_point_of_a_sender_leads_to_what_is_the_senders() {
    let mut world = World::new();
    let own = world.get("/").link("get_inbox");
    assert_eq!(own, Some(format!("http://localhost:8282/{BROKER}/inbox")));
    let senders = world.get(&format!("/{DAUGHTER}")).link("get_inbox");
    assert_eq!(
        senders,
        Some(format!("http://localhost:8282/{DAUGHTER}/inbox"))
    );
}

#[test]
fn the_link_to_a_status_takes_an_id_behind_it() {
    let mut world = World::new();
    let entry = world.ask("GET", "/", V8, b"", None);
    let link = entry.link("document_status").unwrap();
    let heard = world.get(&format!("{link}9af46585-9fef-41fb-adf9-da120fc5bb9d"));
    assert_eq!(heard.fault(), (404, "DOCUMENT_NOT_FOUND".to_owned()));
}

#[test]
fn a_sender_for_whom_the_broker_does_not_act_has_no_entry_point_for_it() {
    let mut world = World::new();
    let heard = world.get(&format!("/{STRANGER}"));
    assert_eq!(heard.fault(), (403, "BROKER_NOT_AUTHORIZED".to_owned()));
    let heard = world.get("/1");
    assert_eq!(heard.fault(), (400, "UNKNOWN_SENDER".to_owned()));
    let heard = world.get("/99999999999999999999999");
    assert_eq!(heard.fault(), (400, "UNKNOWN_SENDER".to_owned()));
}

#[test]
fn a_rotated_certificate_is_shown_by_an_entry_point_that_is_sealed_so() {
    let mut world = World::new();
    let heard = world.ask("GET", "/", V7, b"", Some("rotatedCertificate"));
    let shown = heard.xml().child("certificate").unwrap().text.clone();
    assert_eq!(shown, Signer::Rotated.certificate().pem());
}
