//! Who sends is proved, and what is answered is sealed, as the strictest client checks it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};

use crate::consumer::{Book, Turn};
use crate::crypto::{Signer, sha256, sign};
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::company::{ActsFor, Company, DpiFacet, RegistrationNumber};
use crate::domain::digipost::{AccountId, BrokerCertificate, DigipostAccount, GivenCertificate};
use crate::domain::identity::OrgNumber;
use crate::domain::mint::Mint;
use crate::domain::settings::{SetBy, Settings};
use crate::domain::slug::Slug;
use crate::services::digipost::{
    Answer, Command, Digipost, Echo, Event, Fault, FaultKind, Model, OPERATIONS, PathForm,
    PeopleReply, Reply, SCRIPTED,
};
use crate::services::{Received, Said, Sealing, Simulated, Staged};

const BROKER: &str = "780123";
const BODY: &[u8] = b"%PDF-1.4 sandbox\n";

/// A sandbox with one broker, and the two clocks.
struct World {
    sandbox_time: Timestamp,
    wire_time: Timestamp,
    settings: Settings,
    certificate: BrokerCertificate,
}

impl World {
    fn new() -> Self {
        Self {
            sandbox_time: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            wire_time: "2025-03-04T09:15:07Z".parse().unwrap(),
            settings: Settings::default(),
            certificate: BrokerCertificate::Usual,
        }
    }

    fn with(setting: &str, value: &str) -> Self {
        let mut world = Self::new();
        world.settings.set(setting, value, SetBy::Change).unwrap();
        world
    }

    fn enforcing() -> Self {
        Self::with("digipost.signatures", "enforce")
    }

    /// What becomes of a request; the rest of its path is that of the entry point.
    fn judge(&self, received: &Received) -> Result<Reply, Fault> {
        let decoded = Digipost.decode(received).unwrap();
        self.apply(decoded.command)
    }

    fn apply(&self, command: Command) -> Result<Reply, Fault> {
        let mut cast = Cast::empty(Slug::parse("x").unwrap());
        cast.put_company(company(self.certificate.clone())).unwrap();
        let mut turn: Turn<'_, Event> = Turn {
            now: self.sandbox_time,
            mint: &mut Mint::new(1),
            cast: &cast,
            book: &mut Book::default(),
            settings: &self.settings,
            blobs: &mut Blobs::default(),
            letters: &mut Vec::new(),
            later: &mut Vec::new(),
            notes: &mut Vec::new(),
        };
        match Digipost.apply(&mut Model::default(), command, &mut turn) {
            Said::Done(said) => said,
            Said::Errand(_, never) => match never {},
        }
    }

    fn refused(&self, received: &Received) -> FaultKind {
        self.judge(received).expect_err("a refusal").kind
    }
}

fn company(certificate: BrokerCertificate) -> Company {
    Company {
        slug: Slug::parse("fjord-energi").unwrap(),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse("310000027").unwrap()),
        name: "Fjord Energi AS".to_owned(),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: Vec::new(),
        dpi: DpiFacet::default(),
        mps: None,
        digipost: Some(DigipostAccount {
            given_id: AccountId::parse(BROKER),
            certificate,
            acts_for: ActsFor::Listed(Vec::new()),
            rights: Vec::new(),
            letters_a_month: None,
            bank: None,
        }),
    }
}

/// A client that signs, of which a test takes something away or changes it.
struct Client {
    user: Option<String>,
    date: Option<String>,
    sha256: Option<String>,
    md5: Option<String>,
    key: Option<Signer>,
    body: &'static [u8],
    /// The path that is asked for, and the one that is signed.
    path: String,
    signed_path: String,
    query: &'static str,
    signed_query: String,
}

impl Client {
    fn at(world: &World) -> Self {
        Self {
            user: Some(BROKER.to_owned()),
            date: Some(date(world.wire_time)),
            sha256: Some(STANDARD.encode(sha256(BODY))),
            md5: None,
            key: Some(Signer::Broker),
            body: BODY,
            path: "/".to_owned(),
            signed_path: "/".to_owned(),
            query: "",
            signed_query: String::new(),
        }
    }

    /// One that sends nothing of a signature but who it is.
    fn bare(world: &World) -> Self {
        Self {
            date: None,
            sha256: None,
            key: None,
            ..Self::at(world)
        }
    }

    fn canonical(&self) -> String {
        let lines = [
            ("content-md5", &self.md5),
            ("date", &self.date),
            ("x-content-sha256", &self.sha256),
            ("x-digipost-userid", &self.user),
        ];
        let lines: String = lines
            .iter()
            .filter_map(|(name, value)| Some(format!("{name}: {}\n", value.as_ref()?)))
            .collect();
        let path = self.signed_path.to_lowercase();
        format!("GET\n{path}\n{lines}{}\n", self.signed_query)
    }

    fn sends(&self, world: &World) -> Received {
        let target = match self.query {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        };
        let mut request = Request::builder().method("GET").uri(target);
        let signature = self.key.map(|key| sign(key, self.canonical().as_bytes()));
        for (name, value) in [
            ("X-Digipost-UserId", self.user.clone()),
            ("Date", self.date.clone()),
            ("X-Content-SHA256", self.sha256.clone()),
            ("Content-MD5", self.md5.clone()),
            (
                "X-Digipost-Signature",
                signature.map(|it| STANDARD.encode(it)),
            ),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        Received {
            request: request.body(Bytes::from_static(self.body)).unwrap(),
            // Which operation it is does not matter for its signature.
            path: "/".to_owned(),
            base: "http://localhost".to_owned(),
            too_large: None,
            arrived: world.wire_time,
        }
    }
}

/// What a test does about a refusal.
type Mend = fn(&mut Client, &mut World);

fn date(at: Timestamp) -> String {
    let printer = DateTimePrinter::new();
    printer.timestamp_to_rfc9110_string(&at).unwrap()
}

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
    let date = text("date").ok_or("no date")?;
    let near =
        |seconds: i64| date == self::date(world.wire_time + SignedDuration::from_secs(seconds));
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
        answer: Answer::People(PeopleReply::EntryPoint),
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
        ("no-signature", Err("no signature")),
        ("wrong-key", Err("signature")),
        ("rotated-certificate", Err("signature")),
        ("date-off", Err("date")),
        ("hash-mismatch", Err("hash")),
        ("no-hash", Err("no hash")),
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
        if name == "rotated-certificate" {
            assert_eq!(echo.signing.signer(), Signer::Rotated);
            assert_eq!(trust(&world, &response, "/", Signer::Rotated), Ok(()));
        }
    }
}

#[test]
fn what_is_asked_for_everywhere_is_offered_by_every_operation() {
    for name in ["no-signature", "SERVER_ERROR", "REVOKED_CERTIFICATE"] {
        let row = SCRIPTED.iter().find(|row| row.name == name).unwrap();
        assert!(
            OPERATIONS.iter().all(|it| row.on.contains(&it.id)),
            "{name}"
        );
    }
}
