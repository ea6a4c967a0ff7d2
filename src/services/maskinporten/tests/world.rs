//! A sandbox with a municipality, its access provider, and some who lack something.

use std::convert::Infallible;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use crate::consumer::{Book, Note, Turn};
use crate::crypto::Signer;
use crate::crypto::jwt::rs256_bytes;
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::company::{Company, DpiFacet, RegistrationNumber};
use crate::domain::identity::OrgNumber;
use crate::domain::letter::Letter;
use crate::domain::maskinporten::{Delegation, MaskinportenClient, Scope};
use crate::domain::mint::Mint;
use crate::domain::settings::{SetBy, Settings};
use crate::domain::slug::Slug;
use crate::services::maskinporten::{Maskinporten, Model, SCRIPTED};
use crate::services::{Caller, Facts, Received, Said, Scripted, Sealing, Simulated, Staged};

pub(super) const KRR: &str = "krr:global/kontaktinformasjon.read";
pub(super) const DELEGATED: &str = "krr:global/kontaktinfo.read";
pub(super) const USER: &str = "krr:user/digitalpost.read";
pub(super) const DPI: &str = Scope::DPI_SEND;

/// A municipality with everything, and what it delegated.
pub(super) const TOWN: &str = "town";
pub(super) const TOWN_NUMBER: &str = "364926111";
/// Acts for others.
pub(super) const PROVIDER: &str = "provider";
pub(super) const PROVIDER_NUMBER: &str = "980858073";
/// Delegated nothing.
pub(super) const VILLAGE: &str = "village";
pub(super) const VILLAGE_NUMBER: &str = "393573503";
/// Delegated, and has no agreement with Digdir.
pub(super) const HAMLET: &str = "hamlet";
pub(super) const HAMLET_NUMBER: &str = "355123456";

pub(super) const ISSUER: &str = "http://localhost:8282/maskinporten/";
pub(super) const KARI: &str = "04036125433";

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

pub(super) struct World {
    service: Maskinporten,
    pub(super) now: Timestamp,
    /// Wire time, which is another than the sandbox's.
    pub(super) wire: Timestamp,
    pub(super) model: Model,
    pub(super) cast: Cast,
    pub(super) settings: Settings,
    pub(super) base: String,
    book: Book,
    letters: Vec<Letter>,
    later: Vec<(Timestamp, Infallible)>,
    notes: Vec<Note>,
    blobs: Blobs,
    mint: Mint,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// The body as the journal has it.
    pub(super) kept: Value,
    /// The body as it was sent.
    pub(super) body: Value,
    pub(super) facts: Vec<Facts>,
}

impl Heard {
    pub(super) fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    /// The code in its address, else what `error` says.
    pub(super) fn code(&self) -> &str {
        let uri = self.text("error_uri");
        let code = uri.strip_prefix(&format!("{ISSUER}errors/"));
        code.unwrap_or_else(|| self.text("error"))
    }

    /// The claims of its access token.
    pub(super) fn claims(&self) -> Value {
        let token = self.text("access_token");
        part(token, 1)
    }
}

/// A part of a token as JSON.
pub(super) fn part(token: &str, at: usize) -> Value {
    let text = token.split('.').nth(at).unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
    serde_json::from_slice(&bytes).unwrap_or(Value::Null)
}

impl World {
    pub(super) fn new() -> Self {
        Self::of("x")
    }

    pub(super) fn of(sandbox: &str) -> Self {
        let mut cast = Cast::empty(Slug::parse(sandbox).unwrap());
        let all = [KRR, DELEGATED, USER, DPI];
        let mut town = company(TOWN, TOWN_NUMBER, &all);
        let rights = DpiFacet {
            digdir_agreement: true,
            altinn_delegation: true,
            access_point: true,
        };
        town.dpi = rights;
        town.delegations = vec![Delegation {
            scope: scope(DELEGATED),
            supplier: OrgNumber::parse(PROVIDER_NUMBER).unwrap(),
        }];
        let mut village = company(VILLAGE, VILLAGE_NUMBER, &[DPI]);
        village.dpi.digdir_agreement = true;
        let mut hamlet = company(HAMLET, HAMLET_NUMBER, &[DPI]);
        hamlet.dpi.altinn_delegation = true;
        let provider = company(PROVIDER, PROVIDER_NUMBER, &[DELEGATED, DPI]);
        for company in [town, village, hamlet, provider] {
            cast.put_company(company).unwrap();
        }
        Self {
            service: Maskinporten,
            now: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            wire: "2031-07-01T12:00:00Z".parse().unwrap(),
            model: Model::default(),
            cast,
            settings: Settings::default(),
            base: "http://localhost:8282/maskinporten".to_owned(),
            book: Book::default(),
            letters: Vec::new(),
            later: Vec::new(),
            notes: Vec::new(),
            blobs: Blobs::default(),
            mint: Mint::new(1),
        }
    }

    pub(super) fn set(&mut self, setting: &str, value: &str) {
        self.settings.set(setting, value, SetBy::Change).unwrap();
    }

    /// Changes a company.
    pub(super) fn change(&mut self, slug: &str, change: impl FnOnce(&mut Company)) {
        let slug = Slug::parse(slug).unwrap();
        let mut company = self.cast.company(&slug).unwrap().as_ref().clone();
        change(&mut company);
        self.cast.put_company(company).unwrap();
    }

    /// Changes the client of a company.
    pub(super) fn change_client(
        &mut self,
        slug: &str,
        change: impl FnOnce(&mut MaskinportenClient),
    ) {
        self.change(slug, |it| change(it.maskinporten.as_mut().unwrap()));
    }

    pub(super) fn client_id(&self, slug: &str) -> String {
        let company = self.cast.company(&Slug::parse(slug).unwrap()).unwrap();
        self.cast.maskinporten_client(company).unwrap()
    }

    /// A good grant of a company, to be changed.
    pub(super) fn grant(&self, slug: &str, scopes: &str) -> Draft {
        let now = self.wire.as_second();
        let claims = json!({
            "aud": ISSUER,
            "iss": self.client_id(slug),
            "scope": scopes,
            "iat": now,
            "exp": now + 120,
        });
        Draft {
            head: object(json!({ "alg": "RS256", "typ": "JWT", "kid": "sandkasse" })),
            claims: object(claims),
            key: Signer::Municipality,
        }
    }

    pub(super) fn asks(&mut self, draft: &Draft) -> Heard {
        self.hears(token_request(&draft.signed()), None)
    }

    pub(super) fn asks_wishing(&mut self, draft: &Draft, wish: &str) -> Heard {
        self.hears(token_request(&draft.signed()), Some(wish))
    }

    /// What comes back, with what a scenario wants to come of it.
    pub(super) fn hears(&mut self, request: Request<Bytes>, wish: Option<&str>) -> Heard {
        let received = self.received(request, None);
        self.hears_received(&received, wish)
    }

    pub(super) fn received(&self, request: Request<Bytes>, too_large: Option<usize>) -> Received {
        let path = request.uri().path();
        let path = path.strip_prefix("/maskinporten").unwrap_or(path);
        Received {
            path: path.to_owned(),
            request,
            base: self.base.clone(),
            too_large,
            arrived: self.wire,
        }
    }

    pub(super) fn caller(&self, request: Request<Bytes>) -> Option<Caller> {
        self.service.caller(&self.received(request, None))
    }

    pub(super) fn hears_received(&mut self, received: &Received, wish: Option<&str>) -> Heard {
        let decoded = match self.service.decode(received) {
            Ok(decoded) => decoded,
            Err(refused) => return self.heard(refused.response, Vec::new()),
        };
        let mut echo = decoded.echo;
        let staged = match wish {
            Some(name) => {
                let row = scripted(decoded.operation.id, name);
                let command = decoded.command;
                self.service.stage(row, command, &mut echo, &[])
            }
            None => Staged::Proceed(decoded.command),
        };
        let said = match staged {
            Staged::Refused(fault) => Err(fault),
            Staged::Proceed(command) => {
                let mut turn = Turn {
                    now: self.now,
                    mint: &mut self.mint,
                    cast: &self.cast,
                    book: &mut self.book,
                    settings: &self.settings,
                    blobs: &mut self.blobs,
                    letters: &mut self.letters,
                    later: &mut self.later,
                    notes: &mut self.notes,
                };
                match self.service.apply(&mut self.model, command, &mut turn) {
                    Said::Done(said) => said,
                    Said::Errand(_, never) => match never {},
                }
            }
        };
        let made = self.service.encode(&echo, said.as_ref());
        self.heard(made, decoded.facts)
    }

    fn heard(&self, mut made: Response<Bytes>, facts: Vec<Facts>) -> Heard {
        let kept = json_of(&made);
        let sealing = Sealing {
            path: "/",
            at: self.wire,
        };
        self.service.seal(&sealing, &mut made);
        Heard {
            status: made.status().as_u16(),
            kept,
            body: json_of(&made),
            headers: made.into_parts().0.headers,
            facts,
        }
    }

    pub(super) fn advance(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
        self.wire += SignedDuration::from_secs(seconds);
    }
}

/// A grant that is being made.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) head: Map<String, Value>,
    pub(super) claims: Map<String, Value>,
    pub(super) key: Signer,
}

impl Draft {
    /// With a claim of another value; null takes it away.
    pub(super) fn saying(mut self, name: &str, value: Value) -> Self {
        put(&mut self.claims, name, value);
        self
    }

    /// With another value in the header; null takes it away.
    pub(super) fn headed(mut self, name: &str, value: Value) -> Self {
        put(&mut self.head, name, value);
        self
    }

    pub(super) fn by(mut self, key: Signer) -> Self {
        self.key = key;
        self
    }

    /// Signed with a certificate instead of a registered key.
    pub(super) fn certified(self, key: Signer) -> Self {
        let der = STANDARD.encode(key.certificate().der());
        self.headed("kid", Value::Null)
            .headed("x5c", json!([der]))
            .by(key)
    }

    pub(super) fn signed(&self) -> String {
        let head = Value::Object(self.head.clone()).to_string();
        let claims = Value::Object(self.claims.clone()).to_string();
        rs256_bytes(self.key, &head, claims.as_bytes())
    }
}

fn put(members: &mut Map<String, Value>, name: &str, value: Value) {
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
}

pub(super) fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

pub(super) fn scope(name: &str) -> Scope {
    Scope::parse(name).unwrap()
}

pub(super) fn token_request(assertion: &str) -> Request<Bytes> {
    posted(&[("grant_type", GRANT_TYPE), ("assertion", assertion)])
}

pub(super) fn posted(fields: &[(&str, &str)]) -> Request<Bytes> {
    Request::post("/maskinporten/token")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(Bytes::from(crate::wire::form::encode(fields)))
        .unwrap()
}

/// The row of a name for an operation.
fn scripted(operation: &str, name: &str) -> &'static Scripted {
    let mut rows = SCRIPTED.iter();
    rows.find(|row| row.name == name && row.on.contains(&operation))
        .unwrap_or_else(|| panic!("{name} on {operation}"))
}

fn json_of(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap_or(Value::Null)
}

fn company(slug: &str, number: &str, scopes: &[&str]) -> Company {
    let scopes = scopes.iter().map(|name| scope(name)).collect();
    Company {
        slug: Slug::parse(slug).unwrap(),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse(number).unwrap()),
        name: format!("{slug} kommune"),
        country: "NO".to_owned(),
        verified: true,
        municipality: true,
        maventa: None,
        avtalegiro: Vec::new(),
        dpi: DpiFacet::default(),
        mps: None,
        digipost: None,
        vipps: None,
        accounts: Vec::new(),
        maskinporten: Some(MaskinportenClient::with(scopes)),
        delegations: Vec::new(),
    }
}
