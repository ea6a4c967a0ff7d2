//! A person's own entry.

use serde_json::json;

use super::world::{BODIL, KARI, OWN, World, members};
use crate::domain::krr::KrrLanguage;

const OWN_CONTACT: &str = "krr:user/kontaktinformasjon.read";
const OWN_MAILBOX: &str = "krr:user/digitalpost.read";
const WRITE: &str = "krr:user/spraak.write";

#[test]
fn a_person_sees_the_own_entry_as_far_as_the_token_opens_it() {
    let mut world = World::new();
    for (scopes, more) in [
        (OWN_CONTACT, &["varslingsstatus", "kontaktinformasjon"][..]),
        (OWN_MAILBOX, &["digital_post", "sertifikat"]),
    ] {
        let token = world.user_token(KARI, scopes);
        let heard = world.send("GET", OWN, &token, &[], "");
        assert_eq!(heard.status, 200);
        let always = ["personidentifikator", "reservasjon", "status"];
        let expected = always.iter().chain(more).copied().collect();
        assert_eq!(members(&heard.body()), expected, "{scopes}");
        assert_eq!(world.facts[0].consumer, [KARI]);
    }
    let token = world.user_token(BODIL, OWN_CONTACT);
    let heard = world.send("GET", OWN, &token, &[], "");
    assert_eq!(heard.body()["status"], "IKKE_REGISTRERT");
}

#[test]
fn a_token_of_no_person_and_one_without_the_scope_are_refused() {
    let mut world = World::new();
    let token = world.token(OWN_CONTACT);
    let heard = world.send("GET", OWN, &token, &[], "");
    assert_eq!((heard.status, heard.rule), (403, Some("KRR-USER")));
    for scopes in [WRITE, "krr:global/kontaktinformasjon.read"] {
        let token = world.user_token(KARI, scopes);
        let heard = world.send("GET", OWN, &token, &[], "");
        assert_eq!(
            (heard.status, heard.rule),
            (403, Some("KRR-SCOPE")),
            "{scopes}"
        );
    }
    let token = world.user_token(KARI, OWN_CONTACT);
    let heard = world.send("PATCH", OWN, &token, &[], "{\"spraak\":\"en\"}");
    assert_eq!((heard.status, heard.rule), (403, Some("KRR-SCOPE")));
}

#[test]
fn a_person_chooses_a_language_and_the_log_has_it_once() {
    let mut world = World::new();
    let token = world.user_token(KARI, WRITE);
    for _ in 0..2 {
        let heard = world.send(
            "PATCH",
            OWN,
            &token,
            &[],
            &json!({ "spraak": "se" }).to_string(),
        );
        assert_eq!(heard.status, 200);
        assert_eq!(heard.body()["spraak"], "se");
        assert_eq!(heard.body()["spraak_oppdatert"], "2026-03-02T00:00:00+01");
    }
    let kari = world
        .cast
        .people()
        .find(|it| it.ssn.as_str() == KARI)
        .unwrap();
    assert_eq!(kari.krr.as_ref().unwrap().language, Some(KrrLanguage::Sami));
    assert_eq!(world.model.last(), 3);
}

#[test]
fn a_language_is_one_of_four_and_needs_an_entry() {
    let mut world = World::new();
    let token = world.user_token(KARI, WRITE);
    for (body, rule) in [
        ("{\"spraak\":\"da\"}", "KRR-LANGUAGE"),
        ("{\"spraak\":\"\"}", "KRR-LANGUAGE"),
        ("{\"spraak\":null}", "KRR-JSON"),
        ("{}", "KRR-JSON"),
        ("nb", "KRR-JSON"),
    ] {
        let heard = world.send("PATCH", OWN, &token, &[], body);
        assert_eq!((heard.status, heard.rule), (400, Some(rule)), "{body}");
    }
    let token = world.user_token(BODIL, WRITE);
    let heard = world.send("PATCH", OWN, &token, &[], "{\"spraak\":\"nb\"}");
    assert_eq!((heard.status, heard.rule), (404, Some("KRR-ENTRY")));
    assert_eq!(world.model.last(), 2);
}
