//! What scenarios make of answers and persons.

use serde_json::Value;

use super::world::{BODIL, BOTH, CHANGES, Heard, KARI, LOG, OLA, OWN, V1, V2, World, members};
use crate::crypto::{Certificate, Opener};
use crate::services::krr::{FaultKind, SCRIPTED};

fn armed(name: &'static str) -> Value {
    let mut world = World::new();
    world.arm(name);
    let first = world.look_up(V1, &[KARI]).person();
    // It is about the answer, and not about the person.
    let second = world.look_up(V1, &[KARI]).person();
    let untouched = World::new().look_up(V1, &[KARI]).person();
    assert_eq!(second, untouched, "{name}");
    first
}

#[test]
fn a_person_is_what_a_rule_wants_for_one_answer() {
    let reserved = armed("reserved");
    assert_eq!(reserved["reservasjon"], "JA");
    assert_eq!(reserved["reservasjonstidspunkt"], "2026-03-02T00:00:00+01");
    assert_eq!(reserved["varslingsstatus"], "KAN_IKKE_VARSLES");
    assert!(reserved.get("digital_post").is_none());
    let without = armed("noMailbox");
    assert!(without.get("digital_post").is_none() && without.get("sertifikat").is_none());
    assert_eq!(without["varslingsstatus"], "KAN_VARSLES");
    let expired = armed("expiredContact");
    assert_eq!(expired["varslingsstatus"], "KAN_IKKE_VARSLES");
    assert!(expired.get("kontaktinformasjon").is_none());
    for (name, gone, left) in [
        ("expiredEmail", "epostadresse", "mobiltelefonnummer"),
        ("expiredMobile", "mobiltelefonnummer", "epostadresse"),
    ] {
        let contact = &armed(name)["kontaktinformasjon"];
        assert!(
            contact.get(gone).is_none() && contact.get(left).is_some(),
            "{name}"
        );
    }
    assert_eq!(armed("deleted")["status"], "SLETTET");
    assert_eq!(armed("notRegistered")["status"], "IKKE_REGISTRERT");
    let empty = armed("emptyStrings");
    assert_eq!(
        (
            &empty["sertifikat"],
            &empty["digital_post"]["postkasseadresse"]
        ),
        (&"".into(), &"".into())
    );
    let full = armed("timesFull");
    let of = |person: &Value| person["kontaktinformasjon"]["epostadresse_oppdatert"].clone();
    assert_eq!(of(&full), "2024-03-11T00:00:00+01:00");
    assert_eq!(of(&armed("timesFraction")), "2024-03-10T23:00:00.000Z");
}

#[test]
fn a_wish_for_somebody_without_an_entry_makes_one_only_where_it_must() {
    let mut world = World::new();
    for (name, status) in [
        ("reserved", "AKTIV"),
        ("deleted", "SLETTET"),
        ("noMailbox", "IKKE_REGISTRERT"),
        ("expiredContact", "IKKE_REGISTRERT"),
        ("emptyStrings", "IKKE_REGISTRERT"),
    ] {
        world.arm(name);
        assert_eq!(world.seen(BOTH, BODIL)["status"], status, "{name}");
    }
}

#[test]
fn who_is_not_registered_is_left_out_of_the_second_version() {
    let mut world = World::new();
    world.arm("notRegistered");
    assert!(world.look_up(V2, &[KARI]).persons().is_empty());
}

#[test]
fn a_certificate_is_another_than_it_should_be() {
    let of = |name| {
        let person = armed(name);
        person["sertifikat"].as_str().map(str::to_owned)
    };
    let read = |name| Certificate::from_base64(&of(name).unwrap());
    let right = Opener::DigipostMailbox.certificate();
    assert_eq!(of("mailboxWithoutCertificate"), None);
    assert!(
        armed("mailboxWithoutCertificate")
            .get("digital_post")
            .is_some()
    );
    let now = World::new().now;
    let expired = read("certificateExpired").unwrap();
    assert!(expired.not_after() < now && expired.key_pkcs1() == right.key_pkcs1());
    let future = read("certificateNotYetValid").unwrap();
    assert!(future.not_before() > now && future.key_pkcs1() == right.key_pkcs1());
    let other = read("certificateOfOtherMailbox").unwrap();
    assert_eq!(&other, Opener::EboksMailbox.certificate());
    assert!(read("certificateGarbage").is_err());
}

#[test]
fn a_token_seems_to_open_less() {
    let contact = armed("contactScopeOnly");
    assert!(contact.get("digital_post").is_none() && contact.get("kontaktinformasjon").is_some());
    let mailbox = armed("mailboxScopeOnly");
    let expected = [
        "personidentifikator",
        "reservasjon",
        "status",
        "digital_post",
        "sertifikat",
    ];
    assert_eq!(members(&mailbox), expected.into());
}

#[test]
fn a_wish_is_for_those_whom_the_rule_is_about() {
    let mut world = World::new();
    world.armed = Some(("reserved", vec![1]));
    let persons = world.look_up(V1, &[KARI, OLA, KARI]).persons();
    let reserved: Vec<&Value> = persons.iter().map(|it| &it["reservasjon"]).collect();
    assert_eq!(reserved, ["NEI", "JA"]);
    world.arm("shuffled");
    let persons = world.look_up(V1, &[KARI, OLA]).persons();
    assert_eq!(persons[0]["personidentifikator"], OLA);
}

#[test]
fn a_person_moves_or_reserves_as_soon_as_the_answer_is_out() {
    let mut world = World::new();
    world.armed = Some(("movesToEboks", vec![0]));
    let provider = |heard: &Heard| {
        let person = heard.persons().remove(0);
        let provider = &person["digital_post"]["postkasseleverandoeradresse"];
        provider.as_str().map(str::to_owned)
    };
    let heard = world.look_up(V1, &[KARI, OLA]);
    assert_eq!(provider(&heard).as_deref(), Some("984661185"));
    let heard = world.look_up(V1, &[KARI, OLA]);
    assert_eq!(provider(&heard).as_deref(), Some("922020175"));
    assert_eq!(world.model.last(), 3);
    world.arm("reservesLater");
    assert_eq!(world.seen(BOTH, OLA)["reservasjon"], "NEI");
    assert_eq!(world.seen(BOTH, OLA)["reservasjon"], "JA");
}

#[test]
fn every_refusal_that_can_be_asked_for_has_its_status_everywhere() {
    let refusals = SCRIPTED
        .iter()
        .filter_map(|row| Some((row, FaultKind::parse(row.name)?)));
    for (row, kind) in refusals {
        for operation in row.on {
            let mut world = World::new();
            world.arm(row.name);
            let user = world.user_token(KARI, "krr:user/spraak.write krr:user/digitalpost.read");
            let reader = world.token(&format!("{BOTH} {CHANGES}"));
            let heard = match *operation {
                "krr.v1.personer" => world.look_up(V1, &[KARI]),
                "krr.v2.personer" => world.look_up(V2, &[KARI]),
                "krr.v2.hentEndringer" => {
                    world.send("POST", LOG, &reader, &[], "{\"fraEndringsId\":0}")
                }
                "krr.v1.person" => world.send("GET", OWN, &user, &[], ""),
                "krr.v1.person.patch" => {
                    world.send("PATCH", OWN, &user, &[], "{\"spraak\":\"nb\"}")
                }
                other => {
                    assert_eq!(other, "krr.v2.printSertifikat");
                    world.raw("GET", "/rest/v2/printSertifikat", &[], "")
                }
            };
            assert_eq!(heard.status, kind.status(), "{} {operation}", row.name);
            assert_eq!(heard.rule, kind.rule());
        }
    }
}
