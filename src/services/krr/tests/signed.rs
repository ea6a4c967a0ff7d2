//! Signed answers.

use serde_json::json;

use super::world::{BOTH, Heard, KARI, V1, World};
use crate::crypto::jwt::{RsaAlgorithm, header, verify_with};
use crate::crypto::{Certificate, Signer};

fn ask(world: &mut World, accept: &str) -> Heard {
    let token = world.token(BOTH);
    let body = json!({ "personidentifikatorer": [KARI] }).to_string();
    world.send("POST", V1, &token, &[("accept", accept)], &body)
}

fn text(heard: &Heard) -> String {
    String::from_utf8(heard.sent.to_vec()).unwrap()
}

#[test]
fn an_answer_is_signed_for_whoever_asks_and_its_payload_is_the_plain_one() {
    let mut world = World::new();
    let plain = ask(&mut world, "application/json");
    assert_eq!(plain.header("content-type"), "application/json");
    let heard = ask(&mut world, "application/jose");
    assert_eq!(heard.header("content-type"), "application/jose");
    let token = text(&heard);
    let said = header(&token).unwrap();
    let line = said.x5c.as_ref().and_then(|all| all.first()).unwrap();
    let certificate = Certificate::from_base64(line).unwrap();
    assert_eq!(&certificate, Signer::Register.certificate());
    let key = certificate.public_key();
    let payload = verify_with(key, &token, &[RsaAlgorithm::Rs256]).unwrap();
    assert_eq!(payload, plain.sent);
    // What the journal keeps is what anybody can read.
    assert_eq!(heard.kept, plain.kept);
}

#[test]
fn which_form_an_answer_has_is_the_first_that_is_accepted() {
    let mut world = World::new();
    for (accept, media_type) in [
        ("application/jose, application/json", "application/jose"),
        ("APPLICATION/JOSE;q=0.9", "application/jose"),
        ("text/html, application/jose", "application/jose"),
        ("application/json, application/jose", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
    ] {
        let heard = ask(&mut world, accept);
        assert_eq!(heard.header("content-type"), media_type, "{accept}");
    }
}

#[test]
fn a_refusal_is_plain_however_it_was_asked_for() {
    let mut world = World::new();
    world.arm("krrUnavailable");
    let heard = ask(&mut world, "application/jose");
    assert_eq!(
        (heard.status, heard.header("content-type")),
        (503, "application/json")
    );
}

#[test]
fn scenarios_spoil_the_signature_or_leave_the_certificate_out() {
    let mut world = World::new();
    let key = Signer::Register.certificate().public_key();
    world.arm("badJoseSignature");
    let token = text(&ask(&mut world, "application/jose"));
    assert!(verify_with(key, &token, &[RsaAlgorithm::Rs256]).is_err());
    world.arm("joseWithoutX5c");
    let token = text(&ask(&mut world, "application/jose"));
    assert!(verify_with(key, &token, &[RsaAlgorithm::Rs256]).is_ok());
    assert!(header(&token).unwrap().x5c.is_none());
}
