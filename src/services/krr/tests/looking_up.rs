//! Whom the register shows to whom, and what it keeps back.

use serde_json::{Value, json};

use super::world::{BODIL, BOTH, CONTACT, KARI, MAILBOX, NOBODY, OLA, V1, V2, World, day, members};
use crate::crypto::{Certificate, Opener};
use crate::domain::krr::{KrrChannel, KrrFacet, KrrLanguage, KrrStatus, MailboxProvider};
use crate::domain::person::Person;
use crate::services::krr::model::PERSONS_MAX;

const OLD: Option<jiff::civil::Date> = Some(jiff::civil::date(2017, 11, 7));

#[test]
fn somebody_with_everything_is_shown_whole_to_whoever_may_see_everything() {
    let mut world = World::new();
    world.entry("kari", |it| {
        let krr = it.krr.as_mut().unwrap();
        (krr.language, krr.language_updated) = (Some(KrrLanguage::Nynorsk), day(2025, 7, 1));
        krr.mobile.validated = day(2025, 2, 1);
    });
    let kari = world.look_up(V2, &[KARI]).person();
    let certificate = kari["sertifikat"].as_str().unwrap();
    let certificate = Certificate::from_base64(certificate).unwrap();
    assert_eq!(&certificate, Opener::DigipostMailbox.certificate());
    let mut kari = kari;
    kari["sertifikat"] = Value::Null;
    assert_eq!(
        kari,
        json!({
            "personidentifikator": KARI,
            "reservasjon": "NEI",
            "status": "AKTIV",
            "varslingsstatus": "KAN_VARSLES",
            "kontaktinformasjon": {
                "epostadresse": "kari@x.no",
                "epostadresse_oppdatert": "2024-03-11T00:00:00+01",
                "epostadresse_sist_verifisert": "2026-01-10T00:00:00+01",
                "epostadresse_duplisert": "NEI",
                "mobiltelefonnummer": "+4791000001",
                "mobiltelefonnummer_oppdatert": "2024-03-11T00:00:00+01",
                "mobiltelefonnummer_sist_verifisert": "2026-01-10T00:00:00+01",
                "mobiltelefonnummer_sist_validert": "2025-02-01T00:00:00+01",
                "mobiltelefonnummer_duplisert": "JA",
            },
            "digital_post": {
                "postkasseadresse": "kari.b#1A2B",
                "postkasseleverandoeradresse": "984661185",
            },
            "sertifikat": null,
            "spraak": "nn",
            "spraak_oppdatert": "2025-07-01T00:00:00+02",
        })
    );
    let ola = world.look_up(V2, &[OLA]).person();
    let address = ola["digital_post"]["postkasseadresse"].as_str().unwrap();
    assert!(address.len() == 10 && address.bytes().all(|it| it.is_ascii_digit()));
    assert_eq!(
        ola["digital_post"]["postkasseleverandoeradresse"],
        "922020175"
    );
    let certificate = Certificate::from_base64(ola["sertifikat"].as_str().unwrap()).unwrap();
    assert_eq!(&certificate, Opener::EboksMailbox.certificate());
}

/// A row of expectations: what the person is, and the words for what is shown.
type Expected = (&'static str, fn(&mut Person), &'static str);

fn entry(person: &mut Person) -> &mut KrrFacet {
    person.krr.as_mut().unwrap()
}

fn aged(channel: &mut KrrChannel) {
    (channel.updated, channel.verified) = (OLD, OLD);
}

/// What the table of expected answers shows, and what follows from it. Words: reservation, status,
/// notification, then `m` and `e` for phone and e-mail, in capitals with their days, `p` for the
/// mailbox, `c` for the certificate.
const EXPECTED: &[Expected] = &[
    ("all of it", |_| {}, "NEI AKTIV KAN_VARSLES MEpc"),
    (
        "expired",
        |it| (entry(it).updated, entry(it).verified) = (OLD, OLD),
        "NEI AKTIV KAN_IKKE_VARSLES",
    ),
    (
        "deleted",
        |it| entry(it).status = KrrStatus::Deleted,
        "- SLETTET KAN_IKKE_VARSLES",
    ),
    (
        "never registered",
        |it| entry(it).status = KrrStatus::NotRegistered,
        "NEI IKKE_REGISTRERT KAN_IKKE_VARSLES",
    ),
    (
        "reserved with contact data and mailbox",
        |it| entry(it).reserved = true,
        "JA AKTIV KAN_IKKE_VARSLES me",
    ),
    (
        "reserved with a mailbox alone",
        |it| {
            entry(it).reserved = true;
            (it.phone, it.email) = (None, None);
        },
        "JA AKTIV KAN_IKKE_VARSLES",
    ),
    (
        "no mailbox",
        |it| entry(it).mailbox = None,
        "NEI AKTIV KAN_VARSLES ME",
    ),
    (
        "phone alone",
        |it| (entry(it).email.registered, entry(it).mailbox) = (false, None),
        "NEI AKTIV KAN_VARSLES M",
    ),
    (
        "e-mail alone",
        |it| (entry(it).mobile.registered, entry(it).mailbox) = (false, None),
        "NEI AKTIV KAN_VARSLES E",
    ),
    (
        "fresh phone, old e-mail",
        |it| aged(&mut entry(it).email),
        "NEI AKTIV KAN_VARSLES Mpc",
    ),
    (
        "fresh e-mail, old phone",
        |it| aged(&mut entry(it).mobile),
        "NEI AKTIV KAN_VARSLES Epc",
    ),
    (
        "mailbox without contact data",
        |it| (it.phone, it.email) = (None, None),
        "NEI AKTIV KAN_IKKE_VARSLES pc",
    ),
    (
        "entered lately and never verified",
        |it| (entry(it).updated, entry(it).verified) = (day(2025, 12, 1), None),
        "NEI AKTIV KAN_VARSLES MEpc",
    ),
    (
        "Digipost without an account there",
        |it| it.digipost = None,
        "NEI AKTIV KAN_VARSLES ME",
    ),
];

/// What is shown, in the words of the table.
fn words(person: &Value) -> String {
    let word = |name: &str| person[name].as_str().unwrap_or("-").to_owned();
    let mut shown = String::new();
    let contact = &person["kontaktinformasjon"];
    for (name, letter) in [("mobiltelefonnummer", 'm'), ("epostadresse", 'e')] {
        let has = |suffix: &str| contact.get(format!("{name}{suffix}")).is_some();
        let dated = has("_oppdatert") || has("_sist_verifisert");
        match (has(""), dated) {
            (true, true) => shown.push(letter.to_ascii_uppercase()),
            (true, false) => shown.push(letter),
            (false, dated) => assert!(!dated, "{person}"),
        }
    }
    for (name, letter) in [("digital_post", 'p'), ("sertifikat", 'c')] {
        if person.get(name).is_some() {
            shown.push(letter);
        }
    }
    let (reserved, status, notified) =
        (word("reservasjon"), word("status"), word("varslingsstatus"));
    format!("{reserved} {status} {notified} {shown}")
        .trim_end()
        .to_owned()
}

#[test]
fn what_is_kept_back_of_whom_is_as_the_expected_answers_have_it() {
    for (what, change, expected) in EXPECTED {
        let mut world = World::new();
        world.entry("kari", change);
        assert_eq!(words(&world.seen(BOTH, KARI)), *expected, "{what}");
    }
}

#[test]
fn what_documents_disagree_on_is_set() {
    let expired: fn(&mut Person) = |it| (entry(it).updated, entry(it).verified) = (OLD, OLD);
    let reserved: fn(&mut Person) = |it| entry(it).reserved = true;
    for (setting, value, change, scopes, expected) in [
        (
            "krr.withhold_expired",
            "none",
            expired,
            BOTH,
            "NEI AKTIV KAN_IKKE_VARSLES MEpc",
        ),
        (
            "krr.withhold_reserved_mailbox",
            "false",
            reserved,
            BOTH,
            "JA AKTIV KAN_IKKE_VARSLES mepc",
        ),
        (
            "krr.mailbox_scope_filters",
            "false",
            reserved,
            MAILBOX,
            "JA AKTIV - pc",
        ),
        (
            "krr.mailbox_scope_filters",
            "true",
            reserved,
            MAILBOX,
            "JA AKTIV -",
        ),
        (
            "krr.mailbox_scope_filters",
            "false",
            expired,
            MAILBOX,
            "NEI AKTIV - pc",
        ),
        (
            "krr.mailbox_scope_filters",
            "true",
            expired,
            MAILBOX,
            "NEI AKTIV -",
        ),
    ] {
        let mut world = World::with(setting, value);
        world.entry("kari", change);
        let seen = words(&world.seen(scopes, KARI));
        assert_eq!(seen, expected, "{setting} {value} {scopes}");
    }
}

#[test]
fn each_scope_opens_its_part_and_the_older_ones_one_thing_each() {
    let mut world = World::new();
    world.entry("kari", |it| entry(it).language = Some(KrrLanguage::English));
    let always = ["personidentifikator", "reservasjon", "status"];
    for (scopes, more) in [
        (
            CONTACT,
            &["varslingsstatus", "kontaktinformasjon", "spraak"][..],
        ),
        (MAILBOX, &["digital_post", "sertifikat"]),
        ("global/kontaktinformasjon.read", &["kontaktinformasjon"]),
        ("global/varslingsstatus.read", &["varslingsstatus"]),
        ("global/sikkerdigitalpost.read", &["digital_post"]),
        ("global/sertifikat.read", &["sertifikat"]),
        ("global/spraak.read", &["spraak"]),
        (
            "global/sertifikat.read global/spraak.read krr:global/kontaktinfo.read",
            &["sertifikat", "spraak"],
        ),
    ] {
        let seen = world.seen(scopes, KARI);
        let expected = always.iter().chain(more).copied().collect();
        assert_eq!(members(&seen), expected, "{scopes}");
    }
}

#[test]
fn a_supplier_sees_by_delegation_what_the_organisation_sees() {
    let mut world = World::new();
    let mut token = world.token("krr:global/kontaktinfo.read krr:global/postkasse.read");
    let body = json!({ "personidentifikatorer": [KARI] });
    let alone = world.post(&token, V1, &body);
    assert_eq!((alone.status, alone.rule), (403, Some("KRR-SCOPE")));
    token.supplier = Some(crate::domain::identity::OrgNumber::parse("980858073").unwrap());
    let seen = world.post(&token, V1, &body).person();
    assert_eq!(seen, world.seen(BOTH, KARI));
}

#[test]
fn who_is_unknown_is_told_in_the_first_version_and_on_request_in_the_second() {
    let mut world = World::new();
    let ids = |heard: &super::world::Heard| -> Vec<String> {
        let persons = heard.persons();
        let ids = persons
            .iter()
            .map(|it| it["personidentifikator"].as_str().unwrap().to_owned());
        ids.collect()
    };
    let asked = [NOBODY, OLA, "x", KARI, NOBODY, BODIL, KARI];
    let first = world.look_up(V1, &asked);
    assert_eq!(ids(&first), [NOBODY, OLA, "x", KARI, BODIL]);
    let unknown = &first.persons()[0];
    assert_eq!(unknown["status"], "IKKE_REGISTRERT");
    assert_eq!(ids(&world.look_up(V2, &asked)), [OLA, KARI]);
    let token = world.token(BOTH);
    for (asks, expected) in [(true, 5), (false, 2)] {
        let body = json!({ "personidentifikatorer": asked, "inkluderIkkeRegistrerte": asks });
        assert_eq!(ids(&world.post(&token, V2, &body)).len(), expected);
    }
    // The first version does not know the switch.
    let body = json!({ "personidentifikatorer": asked, "inkluderIkkeRegistrerte": false });
    assert_eq!(ids(&world.post(&token, V1, &body)).len(), 5);
}

#[test]
fn contact_data_grow_too_old_with_the_clock_of_the_sandbox() {
    let mut world = World::new();
    // Verified on 10 January 2026.
    for (now, status) in [
        ("2027-07-09T23:59:00+02:00", "KAN_VARSLES"),
        ("2027-07-10T00:00:00+02:00", "KAN_IKKE_VARSLES"),
    ] {
        world.now = now.parse().unwrap();
        let seen = world.seen(BOTH, KARI);
        assert_eq!(seen["varslingsstatus"], status, "{now}");
        assert_eq!(seen.get("digital_post").is_some(), status == "KAN_VARSLES");
    }
}

#[test]
fn instants_have_the_form_that_is_set() {
    for (form, expected) in [
        ("short", "2026-01-10T00:00:00+01"),
        ("full", "2026-01-10T00:00:00+01:00"),
        ("fraction", "2026-01-09T23:00:00.000Z"),
    ] {
        let mut world = World::with("krr.times", form);
        let seen = world.seen(BOTH, KARI);
        let verified = &seen["kontaktinformasjon"]["epostadresse_sist_verifisert"];
        assert_eq!(verified, expected, "{form}");
    }
}

#[test]
fn a_reservation_is_told_with_its_day() {
    let mut world = World::new();
    world.entry("kari", |it| {
        (entry(it).reserved, entry(it).reserved_on) = (true, day(2025, 11, 20));
    });
    let seen = world.seen(MAILBOX, KARI);
    assert_eq!(seen["reservasjonstidspunkt"], "2025-11-20T00:00:00+01");
    assert_eq!(seen["reservasjon_oppdatert"], "2025-11-20T00:00:00+01");
}

#[test]
fn who_moved_has_the_address_that_was_given() {
    let mut world = World::new();
    world.entry("kari", |it| {
        entry(it).mailbox = Some(MailboxProvider::Eboks);
        entry(it).eboks_address = crate::domain::krr::EboksAddress::parse("0000485887");
    });
    let seen = world.seen(BOTH, KARI);
    assert_eq!(seen["digital_post"]["postkasseadresse"], "0000485887");
}

#[test]
fn a_thousand_are_one_call_and_tell_rules_of_each() {
    let mut world = World::new();
    let mut asked: Vec<String> = (0..PERSONS_MAX).map(|n| format!("{n:011}")).collect();
    asked[500] = KARI.to_owned();
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let heard = world.look_up(V1, &asked);
    assert_eq!(heard.persons().len(), PERSONS_MAX);
    assert_eq!(heard.persons()[500]["status"], "AKTIV");
    assert_eq!(world.facts.len(), PERSONS_MAX);
    assert_eq!(world.facts[500].consumer, [KARI]);
}
