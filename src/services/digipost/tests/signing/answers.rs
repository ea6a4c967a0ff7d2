//! The seal on answers, and what scenarios do to it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use jiff::SignedDuration;

use super::world::{Client, World, date};
use crate::crypto::{Signer, sha256};
use crate::domain::digipost::AccountId;
use crate::services::digipost::{
    Answer, Digipost, Echo, Fault, FaultKind, OPERATIONS, PathForm, PeopleReply, Reply, SCRIPTED,
};
use crate::services::{Received, Sealing, Simulated, Staged};

#[test]
fn every_form_in_which_clients_sign_a_path_is_known_and_answered_in_the_other() {
    let world = World::enforcing();
    let path = "/s/x/digipost/Ola%20N%C3%85";
    for (signed, query, form, answered) in [
        (path, "a=%3ab", PathForm::Raw, "/s/x/digipost/Ola NÅ"),
        (path, "a=%3AB", PathForm::Raw, "/s/x/digipost/Ola NÅ"),
        ("/s/x/digipost/ola nå", "a=%3ab", PathForm::Decoded, path),
        (
            "/s/x/digipost/Ola%20N%C3%85?a=%3AB",
            "a=%3ab",
            PathForm::WithQuery,
            "/s/x/digipost/Ola%20N%C3%85?a=%3AB",
        ),
        ("/", "a=%3ab", PathForm::RawBelowMount, "/"),
    ] {
        let client = Client {
            path: path.to_owned(),
            signed_path: signed.to_owned(),
            query: "a=%3AB",
            signed_query: query.to_owned(),
            ..Client::at(&world)
        };
        let received = client.sends(&world);
        let echo = Digipost.decode(&received).unwrap().echo;
        let reply = world.judge(&received).unwrap();
        assert_eq!(reply.form, form);
        let response = sealed(&world, &received, Digipost.encode(&echo, Ok(&reply)));
        assert_eq!(trust(&world, &response, answered, Signer::Sandbox), Ok(()));
    }
}

/// An answer as it leaves.
fn sealed(world: &World, received: &Received, mut made: Response<Bytes>) -> Response<Bytes> {
    let sealing = Sealing {
        path: received.request.uri().path(),
        at: world.wire_time,
    };
    Digipost.seal(&sealing, &mut made);
    made
}

/// Whether the Java client takes an answer, else its first objection.
fn trust(
    world: &World,
    response: &Response<Bytes>,
    path: &str,
    signer: Signer,
) -> Result<(), &'static str> {
    let headers = response.headers();
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
    let sent = text("date").ok_or("no date")?;
    let near = |seconds: i64| sent == date(world.wire_time + SignedDuration::from_secs(seconds));
    if !(-300..=300).any(near) {
        return Err("date");
    }
    if !response.body().is_empty() {
        let hash = text("x-content-sha256").ok_or("no hash")?;
        if hash != STANDARD.encode(sha256(response.body())) {
            return Err("hash");
        }
    }
    let signature = text("x-digipost-signature").ok_or("no signature")?;
    let signature = STANDARD.decode(signature).map_err(|_| "no Base64")?;
    let lines: String = ["date", "x-content-sha256"]
        .iter()
        .filter_map(|name| Some(format!("{name}: {}\n", text(name)?)))
        .collect();
    let status = response.status().as_u16();
    let signed = format!("{status}\n{}\n{lines}", path.to_lowercase());
    let key = signer.certificate().public_key();
    let holds = key.verify(signed.as_bytes(), &signature);
    holds.then_some(()).ok_or("signature")
}

fn entry_point(world: &World) -> (Received, Echo, Reply) {
    let received = Client::at(world).sends(world);
    let echo = Digipost.decode(&received).unwrap().echo;
    let reply = Reply {
        form: PathForm::Raw,
        answer: Answer::People(PeopleReply::EntryPoint(AccountId::new(7).unwrap())),
    };
    (received, echo, reply)
}

#[test]
fn an_answer_a_refusal_and_one_that_a_scenario_made_are_all_sealed() {
    let world = World::new();
    let (received, echo, reply) = entry_point(&world);
    let fault = Fault::new(FaultKind::UnknownRecipient, "found nobody");
    let mut armed = Response::new(Bytes::from_static(b"<html>"));
    *armed.status_mut() = StatusCode::BAD_GATEWAY;
    let headers: &mut HeaderMap = armed.headers_mut();
    headers.append("date", "yesterday".parse().unwrap());
    headers.append("x-content-sha256", "old".parse().unwrap());
    for made in [
        Digipost.encode(&echo, Ok(&reply)),
        Digipost.encode(&echo, Err(&fault)),
        armed,
        Response::new(Bytes::new()),
    ] {
        let response = sealed(&world, &received, made);
        assert_eq!(trust(&world, &response, "/", Signer::Sandbox), Ok(()));
        assert_eq!(response.headers().get_all("date").iter().count(), 1);
        let hashes = response.headers().get_all("x-content-sha256").iter();
        assert_eq!(hashes.count(), usize::from(!response.body().is_empty()));
    }
}

#[test]
fn a_seal_is_tampered_with_in_the_one_way_that_was_asked_for() {
    let world = World::new();
    for (name, objection) in [
        ("noSignature", Err("no signature")),
        ("wrongKey", Err("signature")),
        ("rotatedCertificate", Err("signature")),
        ("dateOff", Err("date")),
        ("wrongHash", Err("hash")),
        ("noHash", Err("no hash")),
    ] {
        let (received, _, reply) = entry_point(&world);
        let row = SCRIPTED.iter().find(|row| row.name == name).unwrap();
        let decoded = Digipost.decode(&received).unwrap();
        let mut echo = decoded.echo;
        let staged = Digipost.stage(row, decoded.command, &mut echo, &[]);
        assert!(matches!(staged, Staged::Proceed(_)), "{name}");
        let response = sealed(&world, &received, Digipost.encode(&echo, Ok(&reply)));
        assert_eq!(
            trust(&world, &response, "/", Signer::Sandbox),
            objection,
            "{name}"
        );
        if name == "wrongKey" {
            // Whoever trusted the shown certificate would take the tampered answer for good.
            assert_eq!(echo.signing.shown(), Signer::Sandbox);
        }
        if name == "rotatedCertificate" {
            assert_eq!(echo.signing.shown(), Signer::Rotated);
            assert_eq!(trust(&world, &response, "/", Signer::Rotated), Ok(()));
        }
    }
}

#[test]
fn what_is_asked_for_everywhere_is_offered_by_every_operation() {
    for name in ["noSignature", "SERVER_ERROR", "REVOKED_CERTIFICATE"] {
        let row = SCRIPTED.iter().find(|row| row.name == name).unwrap();
        assert!(
            OPERATIONS.iter().all(|it| row.on.contains(&it.id)),
            "{name}"
        );
    }
}
