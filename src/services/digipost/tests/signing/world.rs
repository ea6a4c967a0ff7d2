//! A sandbox with one broker, and a client that signs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Request;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

use crate::consumer::{Book, Turn};
use crate::crypto::{Signer, sha256, sign};
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::company::Company;
use crate::domain::digipost::{AccountId, BrokerCertificate, DigipostAccount};
use crate::domain::identity::OrgNumber;
use crate::domain::mint::Mint;
use crate::domain::settings::{SetBy, Settings};
use crate::domain::slug::Slug;
use crate::services::digipost::tests::cast as members;
use crate::services::digipost::{Command, Digipost, Event, Fault, FaultKind, Model, Reply};
use crate::services::{Received, Said, Simulated};

pub(super) const BROKER: &str = "780123";
pub(super) const BODY: &[u8] = b"%PDF-1.4 sandbox\n";

/// A sandbox with one broker, and the two clocks.
pub(super) struct World {
    pub(super) sandbox_time: Timestamp,
    pub(super) wire_time: Timestamp,
    settings: Settings,
    pub(super) certificate: BrokerCertificate,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            sandbox_time: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            wire_time: "2025-03-04T09:15:07Z".parse().unwrap(),
            settings: Settings::default(),
            certificate: BrokerCertificate::Usual,
        }
    }

    pub(super) fn with(setting: &str, value: &str) -> Self {
        let mut world = Self::new();
        world.settings.set(setting, value, SetBy::Change).unwrap();
        world
    }

    pub(super) fn enforcing() -> Self {
        Self::with("digipost.signatures", "enforce")
    }

    /// What becomes of a request; the rest of its path is that of the entry point.
    pub(super) fn judge(&self, received: &Received) -> Result<Reply, Fault> {
        let decoded = Digipost.decode(received).unwrap();
        self.apply(decoded.command)
    }

    pub(super) fn apply(&self, command: Command) -> Result<Reply, Fault> {
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

    pub(super) fn refused(&self, received: &Received) -> FaultKind {
        self.judge(received).expect_err("a refusal").kind
    }
}

pub(super) fn company(certificate: BrokerCertificate) -> Company {
    let account = DigipostAccount {
        certificate,
        ..members::account(AccountId::parse(BROKER))
    };
    let number = OrgNumber::parse("310000027").unwrap();
    members::company("fjord-energi", "Fjord Energi AS", number, Some(account))
}

/// A client that signs, of which a test takes something away or changes it.
pub(super) struct Client {
    pub(super) user: Option<String>,
    pub(super) date: Option<String>,
    pub(super) sha256: Option<String>,
    pub(super) md5: Option<String>,
    pub(super) key: Option<Signer>,
    pub(super) body: &'static [u8],
    /// The path that is asked for, and the one that is signed.
    pub(super) path: String,
    pub(super) signed_path: String,
    pub(super) query: &'static str,
    pub(super) signed_query: String,
}

impl Client {
    pub(super) fn at(world: &World) -> Self {
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
    pub(super) fn bare(world: &World) -> Self {
        Self {
            date: None,
            sha256: None,
            key: None,
            ..Self::at(world)
        }
    }

    pub(super) fn canonical(&self) -> String {
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

    pub(super) fn sends(&self, world: &World) -> Received {
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

pub(super) fn date(at: Timestamp) -> String {
    let printer = DateTimePrinter::new();
    printer.timestamp_to_rfc9110_string(&at).unwrap()
}
