//! A sandbox with a client of the register and a few whom it looks up.

use std::collections::BTreeSet;
use std::convert::Infallible;

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::consumer::{Book, Note, Turn};
use crate::documents::maskinporten::written;
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::company::{Company, DpiFacet, RegistrationNumber};
use crate::domain::digipost::{DigipostAddress, Language};
use crate::domain::email::EmailAddress;
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::krr::{KrrFacet, MailboxProvider};
use crate::domain::maskinporten::{
    AccessToken, Authentication, ClientKeys, KeyNumber, MaskinportenClient, Scope, TokenId,
};
use crate::domain::mint::Mint;
use crate::domain::person::{DigipostUser, Person, PersonName};
use crate::domain::phone::PhoneNumber;
use crate::domain::settings::{SetBy, Settings};
use crate::domain::slug::Slug;
use crate::services::krr::{Krr, Model, SCRIPTED};
use crate::services::{Facts, Received, Said, Scripted, Sealing, Simulated, Staged};

pub(super) const CONTACT: &str = "krr:global/kontaktinformasjon.read";
pub(super) const MAILBOX: &str = "krr:global/digitalpost.read";
pub(super) const CHANGES: &str = "krr:global/hentendring.read";
pub(super) const BOTH: &str = "krr:global/kontaktinformasjon.read krr:global/digitalpost.read";

/// Has everything, with a mailbox at Digipost.
pub(super) const KARI: &str = "15847010042";
/// Has everything, with a mailbox at e-Boks.
pub(super) const OLA: &str = "21836512054";
/// Never registered.
pub(super) const BODIL: &str = "09887513039";
/// Valid, and nobody's.
pub(super) const NOBODY: &str = "12816014059";

pub(super) const V1: &str = "/rest/v1/personer";
pub(super) const V2: &str = "/rest/v2/personer";
pub(super) const LOG: &str = "/rest/v2/krr/hentEndringer";
pub(super) const OWN: &str = "/rest/v1/person";

pub(super) struct World {
    service: Krr,
    pub(super) now: Timestamp,
    /// Wire time, which is another than the sandbox's.
    pub(super) wire: Timestamp,
    pub(super) model: Model,
    pub(super) cast: Cast,
    pub(super) settings: Settings,
    /// What scenarios want of the next request.
    pub(super) armed: Option<(&'static str, Vec<usize>)>,
    pub(super) facts: Vec<Facts>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// The body as the journal has it.
    pub(super) kept: Value,
    /// The body as it was sent.
    pub(super) sent: Bytes,
    pub(super) rule: Option<&'static str>,
}

impl Heard {
    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    pub(super) fn body(&self) -> Value {
        serde_json::from_slice(&self.sent).unwrap()
    }

    /// The persons of a look-up.
    pub(super) fn persons(&self) -> Vec<Value> {
        assert_eq!(self.status, 200, "{}", self.kept);
        self.kept["personer"].as_array().unwrap().clone()
    }

    /// The one person of a look-up.
    pub(super) fn person(&self) -> Value {
        let mut all = self.persons();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }
}

impl World {
    pub(super) fn new() -> Self {
        let mut cast = Cast::empty(Slug::parse("x").unwrap());
        cast.put_company(company()).unwrap();
        let registered = KrrFacet {
            updated: Some(date(2024, 3, 11)),
            verified: Some(date(2026, 1, 10)),
            ..KrrFacet::default()
        };
        let kari = KrrFacet {
            mailbox: Some(MailboxProvider::Digipost),
            ..registered.clone()
        };
        let ola = KrrFacet {
            mailbox: Some(MailboxProvider::Eboks),
            ..registered
        };
        cast.put_person(person("kari", KARI, Some(kari))).unwrap();
        cast.put_person(person("ola", OLA, Some(ola))).unwrap();
        cast.put_person(person("bodil", BODIL, None)).unwrap();
        let mut model = Model::default();
        model.begin(&cast);
        Self {
            service: Krr::default(),
            now: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            wire: "2031-07-01T12:00:00Z".parse().unwrap(),
            model,
            cast,
            settings: Settings::default(),
            armed: None,
            facts: Vec::new(),
        }
    }

    pub(super) fn with(setting: &str, value: &str) -> Self {
        let mut world = Self::new();
        world.set(setting, value);
        world
    }

    pub(super) fn set(&mut self, setting: &str, value: &str) {
        self.settings.set(setting, value, SetBy::Change).unwrap();
    }

    /// Lets an entry become another, as the sandbox does.
    pub(super) fn entry(&mut self, slug: &str, change: impl FnOnce(&mut Person)) {
        let old = self
            .cast
            .person(&Slug::parse(slug).unwrap())
            .unwrap()
            .clone();
        let mut new = old.as_ref().clone();
        change(&mut new);
        self.cast.put_person(new.clone()).unwrap();
        self.model.note_change(Some(&old), Some(&new));
    }

    pub(super) fn arm(&mut self, name: &'static str) {
        self.armed = Some((name, Vec::new()));
    }

    /// A token with these scopes that is good now.
    pub(super) fn token(&self, scopes: &str) -> AccessToken {
        let company = self.cast.companies().next().unwrap();
        AccessToken {
            id: TokenId {
                unique: Uuid::from_u128(7),
                issued: self.now,
                life: SignedDuration::from_secs(120),
            },
            issuer: "http://x/maskinporten/".to_owned(),
            client_id: self.cast.maskinporten_client(company).unwrap(),
            authentication: Authentication::PrivateKey,
            consumer: OrgNumber::parse("310000027").unwrap(),
            supplier: None,
            scopes: scopes
                .split(' ')
                .map(|it| Scope::parse(it).unwrap())
                .collect(),
            audience: Vec::new(),
            pid: None,
        }
    }

    pub(super) fn user_token(&self, pid: &str, scopes: &str) -> AccessToken {
        AccessToken {
            pid: Some(NationalId::parse(pid).unwrap()),
            ..self.token(scopes)
        }
    }

    /// Looks up with all scopes.
    pub(super) fn look_up(&mut self, path: &str, persons: &[&str]) -> Heard {
        self.look_up_as(BOTH, path, persons)
    }

    pub(super) fn look_up_as(&mut self, scopes: &str, path: &str, persons: &[&str]) -> Heard {
        let token = self.token(scopes);
        self.post(&token, path, &json!({ "personidentifikatorer": persons }))
    }

    /// The only person of a look-up with these scopes.
    pub(super) fn seen(&mut self, scopes: &str, person: &str) -> Value {
        self.look_up_as(scopes, V1, &[person]).person()
    }

    pub(super) fn post(&mut self, token: &AccessToken, path: &str, body: &Value) -> Heard {
        self.send("POST", path, token, &[], &body.to_string())
    }

    pub(super) fn send(
        &mut self,
        method: &str,
        path: &str,
        token: &AccessToken,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Heard {
        let bearer = format!("Bearer {}", written(token, KeyNumber::First, self.wire));
        let mut all = vec![("authorization", bearer.as_str())];
        if !body.is_empty() && !headers.iter().any(|(name, _)| *name == "content-type") {
            all.push(("content-type", "application/json"));
        }
        all.extend(headers);
        self.raw(method, path, &all, body)
    }

    pub(super) fn raw(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Heard {
        let whole = format!("/krr{path}");
        let mut request = Request::builder().method(method).uri(&whole);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Bytes::from(body.to_owned())).unwrap();
        self.receive(Received {
            request,
            path: path.to_owned(),
            base: "http://x/krr".to_owned(),
            too_large: None,
            arrived: self.wire,
        })
    }

    pub(super) fn receive(&mut self, received: Received) -> Heard {
        let decoded = match self.service.decode(&received) {
            Ok(decoded) => decoded,
            Err(refused) => return self.heard(refused.response, refused.rule),
        };
        let mut echo = decoded.echo;
        let mut command = decoded.command;
        self.facts = decoded.facts;
        if let Some((name, rows)) = self.armed.take() {
            let row = scripted(name, decoded.operation.id);
            command = match self.service.stage(row, command, &mut echo, &rows) {
                Staged::Proceed(command) => command,
                Staged::Refused(_) => panic!("refusals depend on settings"),
            };
        }
        let mut notes = Vec::new();
        let said = {
            let (mut book, mut blobs, mut mint) = (Book::default(), Blobs::default(), Mint::new(1));
            let mut turn: Turn<'_, Infallible> = Turn {
                now: self.now,
                mint: &mut mint,
                cast: &self.cast,
                book: &mut book,
                settings: &self.settings,
                blobs: &mut blobs,
                letters: &mut Vec::new(),
                later: &mut Vec::new(),
                notes: &mut notes,
            };
            self.service.apply(&mut self.model, command, &mut turn)
        };
        let result = match said {
            Said::Done(result) => result,
            Said::Errand(_, never) => match never {},
        };
        for note in notes {
            let Note::ChangesEntry { person, entry, .. } = note else {
                panic!("the register notes {note:?}");
            };
            self.entry(person.as_str(), |it| it.krr = Some(*entry));
        }
        let response = self.service.encode(&echo, result.as_ref());
        let rule = result.err().and_then(|fault| fault.kind.rule());
        self.heard(response, rule)
    }

    fn heard(&self, mut response: Response<Bytes>, rule: Option<&'static str>) -> Heard {
        let kept = serde_json::from_slice(response.body()).unwrap_or(Value::Null);
        let sealing = Sealing {
            path: "/krr",
            at: self.wire,
        };
        self.service.seal(&sealing, &mut response);
        Heard {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            kept,
            sent: response.into_body(),
            rule,
        }
    }
}

fn scripted(name: &str, operation: &str) -> &'static Scripted {
    let mut rows = SCRIPTED.iter();
    let row = rows.find(|row| row.name == name && row.on.contains(&operation));
    row.unwrap_or_else(|| panic!("`{name}` cannot be asked of {operation}"))
}

pub(super) fn person(slug: &str, ssn: &str, krr: Option<KrrFacet>) -> Person {
    let ssn = NationalId::parse(ssn).unwrap();
    Person {
        slug: Slug::parse(slug).unwrap(),
        date_of_birth: ssn.birth_date(),
        ssn,
        name: PersonName {
            first: "A".to_owned(),
            last: "B".to_owned(),
        },
        phone: Some(PhoneNumber::parse("+4791000001").unwrap()),
        email: Some(EmailAddress::parse(&format!("{slug}@x.no")).unwrap()),
        address: None,
        efaktura: None,
        vipps: None,
        krr,
        bank: None,
        digipost: Some(DigipostUser {
            address: DigipostAddress::parse(&format!("{slug}.b#1A2B")).unwrap(),
            active: true,
            language: Language::Bokmaal,
        }),
    }
}

fn company() -> Company {
    Company {
        slug: Slug::parse("kommune").unwrap(),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse("310000027").unwrap()),
        name: "Kommune".to_owned(),
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
        maskinporten: Some(MaskinportenClient {
            given_id: None,
            scopes: Vec::new(),
            withdrawn: Vec::new(),
            keys: ClientKeys::Usual,
            token_life: None,
            checks_signature: true,
        }),
        delegations: Vec::new(),
    }
}

/// The names of an object's members.
pub(super) fn members(value: &Value) -> BTreeSet<&str> {
    let names = value.as_object().unwrap().keys();
    names.map(String::as_str).collect()
}

pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Some(date(year, month, day))
}
