//! What is refused of a signed request, and in which order.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;

use super::world::{BODY, BROKER, Client, World, date};
use crate::crypto::{Signer, sha256};
use crate::domain::digipost::{BrokerCertificate, GivenCertificate};
use crate::services::digipost::{FaultKind, PathForm};

/// What a test does about a refusal.
type Mend = fn(&mut Client, &mut World);

#[test]
fn a_signed_request_is_let_in() {
    for mode in ["off", "when-present", "enforce"] {
        let world = World::with("digipost.signatures", mode);
        let reply = world.judge(&Client::at(&world).sends(&world)).unwrap();
        assert_eq!(reply.form, PathForm::Raw, "{mode}");
    }
}

#[test]
fn a_request_without_signature_is_refused_where_signatures_are_enforced_only() {
    for (mode, lets_in) in [("off", true), ("when-present", true), ("enforce", false)] {
        let world = World::with("digipost.signatures", mode);
        let said = world.judge(&Client::bare(&world).sends(&world));
        assert_eq!(said.is_ok(), lets_in, "{mode}");
    }
}

#[test]
fn what_is_wrong_is_refused_in_the_documented_order() {
    let mut world = World::enforcing();
    world.certificate = BrokerCertificate::Missing;
    let mut client = Client {
        user: None,
        ..Client::bare(&world)
    };
    let steps: [(FaultKind, Mend); 14] = [
        (FaultKind::InvalidUserIdHeader, |it, _| {
            it.user = Some("Fjord".to_owned());
        }),
        (FaultKind::InvalidUserIdHeader, |it, _| {
            it.user = Some("4711".to_owned());
        }),
        (FaultKind::UnknownUserId, |it, _| {
            it.user = Some(BROKER.to_owned());
        }),
        (FaultKind::MissingDateHeader, |it, _| {
            it.date = Some("4 March".to_owned());
        }),
        (FaultKind::InvalidDateHeader, |it, world| {
            let late = world.wire_time + SignedDuration::from_secs(301);
            it.date = Some(date(late));
        }),
        (FaultKind::DateHeaderOutsideAcceptedInterval, |it, world| {
            let early = world.wire_time - SignedDuration::from_mins(5);
            it.date = Some(date(early));
        }),
        (FaultKind::MissingContentHash, |it, _| {
            it.md5 = Some("x".to_owned());
        }),
        (FaultKind::MissingSha256, |it, _| {
            it.sha256 = Some("x".to_owned());
        }),
        (FaultKind::InvalidSha256, |it, _| {
            it.sha256 = Some(STANDARD.encode(sha256(BODY)));
        }),
        (FaultKind::InvalidMd5, |it, _| {
            // By `openssl md5 -binary | base64`.
            it.md5 = Some(MD5.to_owned());
        }),
        (FaultKind::MissingCertificate, |_, world| {
            world.certificate = BrokerCertificate::Revoked;
        }),
        (FaultKind::RevokedCertificate, |_, world| {
            world.certificate = BrokerCertificate::Usual;
        }),
        (FaultKind::MissingSignature, |it, _| {
            it.key = Some(Signer::Stranger);
        }),
        (FaultKind::InvalidSignature, |it, _| {
            it.key = Some(Signer::Broker);
        }),
    ];
    for (kind, mend) in steps {
        assert_eq!(world.refused(&client.sends(&world)), kind);
        mend(&mut client, &mut world);
    }
    assert!(world.judge(&client.sends(&world)).is_ok());
}

const MD5: &str = "0okG5B86dxuYQR/za8davg==";

#[test]
fn what_is_there_is_judged_without_a_signature_too() {
    let world = World::new();
    let bare = || Client::bare(&world);
    for (client, kind) in [
        (
            Client {
                user: None,
                ..bare()
            },
            FaultKind::InvalidUserIdHeader,
        ),
        (
            Client {
                date: Some("today".to_owned()),
                ..bare()
            },
            FaultKind::InvalidDateHeader,
        ),
        (
            Client {
                sha256: Some("x".to_owned()),
                ..bare()
            },
            FaultKind::InvalidSha256,
        ),
        (
            // Whoever signs, signs all of it.
            Client {
                date: None,
                ..Client::at(&world)
            },
            FaultKind::MissingDateHeader,
        ),
    ] {
        assert_eq!(world.refused(&client.sends(&world)), kind);
    }
}

#[test]
fn a_signature_that_does_not_hold_is_told_the_text_it_should_be_over() {
    let world = World::new();
    let client = Client {
        key: Some(Signer::Stranger),
        ..Client::at(&world)
    };
    let fault = world.judge(&client.sends(&world)).unwrap_err();
    let text = format!("\n===START===\n{}===SLUTT===\n", client.canonical());
    assert!(fault.found.ends_with(&text), "{}", fault.found);
    let mut received = client.sends(&world);
    let headers = received.request.headers_mut();
    headers.insert("x-digipost-signature", "not base64!".parse().unwrap());
    assert_eq!(world.refused(&received), FaultKind::InvalidSignature);
}

#[test]
fn a_company_with_a_certificate_of_its_own_signs_with_that_key() {
    let mut world = World::enforcing();
    let own = Signer::Stranger.certificate();
    world.certificate = BrokerCertificate::Given(GivenCertificate {
        pem: own.pem().into(),
        key: own.key_pkcs1().into(),
    });
    let mut client = Client::at(&world);
    assert_eq!(
        world.refused(&client.sends(&world)),
        FaultKind::InvalidSignature
    );
    client.key = Some(Signer::Stranger);
    assert!(world.judge(&client.sends(&world)).is_ok());
}

#[test]
fn dates_are_compared_with_the_sandbox_where_wire_time_is_its() {
    let mut world = World::with("wire.time", "sandbox");
    let client = Client::at(&world);
    let kind = FaultKind::DateHeaderOutsideAcceptedInterval;
    assert_eq!(world.refused(&client.sends(&world)), kind);
    world.sandbox_time = world.wire_time;
    assert!(world.judge(&client.sends(&world)).is_ok());
}

#[test]
fn a_path_with_escapes_is_let_in_unsigned_where_signatures_are_off() {
    let world = World::with("digipost.signatures", "off");
    for key in [None, Some(Signer::Stranger)] {
        let client = Client {
            path: "/recipients/search/Ola%20N%C3%85".to_owned(),
            query: "a=%3AB",
            key,
            ..Client::bare(&world)
        };
        let reply = world.judge(&client.sends(&world)).unwrap();
        assert_eq!(reply.form, PathForm::Raw);
    }
}
