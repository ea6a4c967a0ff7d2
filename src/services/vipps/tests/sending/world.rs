//! A sandbox with two ISPs, the documented issuer, and some who get invoices.

use std::sync::LazyLock;

use bytes::Bytes;
use http::{Method, Request};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::consumer::{Book, Note, Presented, PresentedState, Turn};
use crate::crypto::{Signer, jwt};
use crate::domain::account::AccountNumber;
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::company::{Company, DpiFacet, RegistrationNumber};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::person::{EfakturaFacet, Person, PersonName, VippsFacet};
use crate::domain::phone::PhoneNumber;
use crate::domain::settings::{SetBy, Settings};
use crate::domain::slug::Slug;
use crate::domain::vipps::{InvoiceId, IspAccount, Product, VippsAccount};
use crate::services::vipps::model::{Asker, Ident, IdentKind, Invoice, Session, recipient_token};
use crate::services::vipps::{Event, Model, SCRIPTED, Vipps};
use crate::services::{Decoded, Facts, Received, Said, Scripted, Simulated, Staged};

pub(in crate::services::vipps::tests) const ID: &str = "orgno-no.918130047.2562032543412545";
pub(in crate::services::vipps::tests) const ACCOUNT: &str = "15038366383";
pub(in crate::services::vipps::tests) const KARI: &str = "04036125433";
pub(in crate::services::vipps::tests) const OLA: &str = "09091816528";

/// Most bytes of a body that the door lets through.
pub(in crate::services::vipps::tests) const TAKEN_MAX: usize = 256 * 1024;

/// The ISPs.
pub(in crate::services::vipps::tests) const SENDER: &str = "sender";
pub(in crate::services::vipps::tests) const STRANGER: &str = "stranger";

const SESSIONS: [(&str, Uuid); 2] = [(SENDER, Uuid::from_u128(1)), (STRANGER, Uuid::from_u128(2))];

static TOKENS: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let token = |id: Uuid| {
        let claims = json!({ "uti": id.to_string(), "appid": "x" });
        jwt::rs256(Signer::VippsFirst, "kid", claims.as_object().unwrap())
    };
    SESSIONS
        .iter()
        .map(|(who, id)| (*who, token(*id)))
        .collect()
});

pub(in crate::services::vipps::tests) struct World {
    pub(in crate::services::vipps::tests) now: Timestamp,
    pub(in crate::services::vipps::tests) model: Model,
    pub(in crate::services::vipps::tests) cast: Cast,
    pub(in crate::services::vipps::tests) book: Book,
    pub(in crate::services::vipps::tests) settings: Settings,
    pub(in crate::services::vipps::tests) later: Vec<(Timestamp, Event)>,
    pub(in crate::services::vipps::tests) notes: Vec<Note>,
    letters: Vec<Letter>,
    blobs: Blobs,
    mint: Mint,
    service: Vipps,
}

/// What came back.
#[derive(Debug)]
pub(in crate::services::vipps::tests) struct Heard {
    pub(in crate::services::vipps::tests) status: u16,
    pub(in crate::services::vipps::tests) bytes: Bytes,
    pub(in crate::services::vipps::tests) body: Value,
    pub(in crate::services::vipps::tests) facts: Vec<Facts>,
}

impl Heard {
    /// The status and the slug of the problem, or that there is none.
    pub(in crate::services::vipps::tests) fn said(&self) -> (u16, &str) {
        let kind = self.body["error"]["type"].as_str().unwrap_or_default();
        let slug = kind.strip_prefix("https://vipps.no/invoice/v1/problems/");
        (self.status, slug.unwrap_or("no problem"))
    }

    pub(in crate::services::vipps::tests) fn detail(&self) -> &str {
        self.body["error"]["detail"].as_str().unwrap_or_default()
    }
}

impl World {
    pub(in crate::services::vipps::tests) fn new() -> Self {
        let mut cast = Cast::empty(Slug::parse("x").unwrap());
        let mut issuer = company("issuer", "918130047", None);
        issuer.accounts = vec![AccountNumber::parse(ACCOUNT).unwrap()];
        cast.put_company(issuer).unwrap();
        let isp = Some(IspAccount::default());
        cast.put_company(company(SENDER, "310000027", isp.clone()))
            .unwrap();
        cast.put_company(company(STRANGER, "974760673", isp))
            .unwrap();
        cast.put_person(person("kari", KARI, "+4791816528"))
            .unwrap();
        cast.put_person(person("ola", OLA, "+4711926664")).unwrap();
        let now: Timestamp = "2026-03-02T09:00:00+01:00".parse().unwrap();
        let mut model = Model::default();
        for (who, id) in SESSIONS {
            let asker = Asker {
                company: Slug::parse(who).unwrap(),
                product: Product::Isp,
            };
            let until = now + SignedDuration::from_hours(24 * 365);
            model.access.sessions.insert(
                id,
                Session {
                    asker,
                    until,
                    number: 0,
                },
            );
        }
        Self {
            now,
            model,
            cast,
            book: Book::default(),
            settings: Settings::default(),
            later: Vec::new(),
            notes: Vec::new(),
            letters: Vec::new(),
            blobs: Blobs::default(),
            mint: Mint::new(1),
            service: Vipps::default(),
        }
    }

    pub(in crate::services::vipps::tests) fn with(setting: &str, value: &str) -> Self {
        let mut world = Self::new();
        world.set(setting, value);
        world
    }

    pub(in crate::services::vipps::tests) fn set(&mut self, setting: &str, value: &str) {
        self.settings.set(setting, value, SetBy::Change).unwrap();
    }

    pub(in crate::services::vipps::tests) fn change_company(
        &mut self,
        who: &str,
        change: impl FnOnce(&mut Company),
    ) {
        let slug = Slug::parse(who).unwrap();
        let mut company = self.cast.company(&slug).unwrap().as_ref().clone();
        change(&mut company);
        self.cast.put_company(company).unwrap();
    }

    pub(in crate::services::vipps::tests) fn change_person(
        &mut self,
        who: &str,
        change: impl FnOnce(&mut Person),
    ) {
        let slug = Slug::parse(who).unwrap();
        let mut person = self.cast.person(&slug).unwrap().as_ref().clone();
        change(&mut person);
        self.cast.put_person(person).unwrap();
    }

    /// A recipient token of now.
    pub(in crate::services::vipps::tests) fn token(&self, kind: IdentKind, value: &str) -> String {
        let value = value.to_owned();
        recipient_token(&Ident { kind, value }, self.cast.sandbox(), self.now)
    }

    /// A good invoice to Kari.
    pub(in crate::services::vipps::tests) fn invoice(&self) -> Value {
        json!({
            "recipientToken": self.token(IdentKind::Nin, KARI),
            "paymentInformation": { "type": "kid", "value": "26059765131", "account": ACCOUNT },
            "invoiceType": "invoice",
            "due": "2026-03-20T15:00:00Z",
            "amount": 25043,
            "minAmount": 1000,
            "subject": "Strøm & <nett> \"mars\"",
            "issuerName": "Vipps Teknologi",
            "commercialInvoice": [
                { "url": "https://localhost/pdf?q=a%3D", "mimeType": "application/pdf" },
                { "url": "https://localhost/html", "mimeType": "text/html" },
            ],
            "attachments": [{
                "title": "Forbruk",
                "urls": [{ "url": "https://localhost/png", "mimeType": "image/png" }],
            }],
            "issuerIconUrl": "https://localhost/icon.svg",
            "metadata": { "batch": "7" },
        })
    }

    /// A good invoice with another value somewhere; what is `null` is taken out.
    pub(in crate::services::vipps::tests) fn invoice_with(
        &self,
        pointer: &str,
        value: Value,
    ) -> Value {
        let mut invoice = self.invoice();
        set(&mut invoice, pointer, value);
        invoice
    }

    fn turn(&mut self) -> (&mut Model, Turn<'_, Event>) {
        let turn = Turn {
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
        (&mut self.model, turn)
    }

    /// Sends a request as an ISP, and has what a scenario asked for come of it.
    pub(in crate::services::vipps::tests) fn hears(
        &mut self,
        by: &str,
        mut request: Request<Bytes>,
        wish: Option<&str>,
    ) -> Heard {
        let slug = Slug::parse(by).unwrap();
        let company = self.cast.company(&slug).unwrap();
        let keys = self.cast.vipps_keys(company, Product::Isp).unwrap();
        let (_, token) = TOKENS.iter().find(|(who, _)| *who == by).unwrap();
        let headers = request.headers_mut();
        let key = keys.subscription_key.parse().unwrap();
        headers.insert("Ocp-Apim-Subscription-Key", key);
        headers.insert("Authorization", format!("Bearer {token}").parse().unwrap());
        let path = request.uri().path().to_owned();
        let request_length = request.body().len();
        let received = Received {
            request,
            path,
            base: "http://localhost:8282".to_owned(),
            too_large: (request_length > TAKEN_MAX).then_some(TAKEN_MAX),
            arrived: self.now,
        };
        let Decoded {
            mut echo,
            command,
            facts,
            operation,
            ..
        } = self.service.decode(&received).unwrap();
        let staged = match wish {
            Some(name) => {
                let mut rows = SCRIPTED.iter();
                let row = rows.find(|row| row.name == name && row.on.contains(&operation.id));
                self.service.stage(row.unwrap(), command, &mut echo, &[])
            }
            None => Staged::Proceed(command),
        };
        let said = match staged {
            Staged::Refused(fault) => Err(fault),
            Staged::Proceed(command) => {
                let service = Vipps::default();
                let (model, mut turn) = self.turn();
                match service.apply(model, command, &mut turn) {
                    Said::Done(said) => said,
                    Said::Errand(_, never) => match never {},
                }
            }
        };
        let response = self.service.encode(&echo, said.as_ref());
        let status = response.status().as_u16();
        let bytes = response.into_body();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Heard {
            status,
            bytes,
            body,
            facts,
        }
    }

    pub(in crate::services::vipps::tests) fn put(
        &mut self,
        by: &str,
        id: &str,
        body: &Value,
    ) -> Heard {
        self.put_bytes(by, id, body.to_string())
    }

    pub(in crate::services::vipps::tests) fn put_bytes(
        &mut self,
        by: &str,
        id: &str,
        body: impl Into<Bytes>,
    ) -> Heard {
        let request = Request::put(format!("/vipps-isp/v1/invoices/{id}"));
        self.hears(by, request.body(body.into()).unwrap(), None)
    }

    /// Sends the good invoice.
    pub(in crate::services::vipps::tests) fn send(&mut self) -> Heard {
        let invoice = self.invoice();
        self.put(SENDER, ID, &invoice)
    }

    /// Sends it and lets its validation end.
    pub(in crate::services::vipps::tests) fn pending() -> Self {
        let mut world = Self::new();
        assert_eq!(world.send().status, 200);
        world.settle();
        world
    }

    pub(in crate::services::vipps::tests) fn get(&mut self, by: &str) -> Heard {
        let request = Request::get(format!("/vipps-isp/v1/invoices/{ID}"));
        self.hears(by, request.body(Bytes::new()).unwrap(), None)
    }

    /// The state as its sender sees it.
    pub(in crate::services::vipps::tests) fn state(&mut self) -> String {
        let heard = self.get(SENDER);
        heard.body["status"]["state"].as_str().unwrap().to_owned()
    }

    pub(in crate::services::vipps::tests) fn etag(&mut self) -> String {
        let heard = self.get(SENDER);
        heard.body["etag"].as_str().unwrap().to_owned()
    }

    pub(in crate::services::vipps::tests) fn revoke(
        &mut self,
        by: &str,
        etag: &str,
        key: &str,
    ) -> Heard {
        let request = Request::builder()
            .method(Method::PUT)
            .uri(format!("/vipps-isp/v1/invoices/{ID}/status/revoked"))
            .header("If-Match", etag)
            .header("Idempotency-Key", key);
        self.hears(by, request.body(Bytes::new()).unwrap(), None)
    }

    pub(in crate::services::vipps::tests) fn stored(&self) -> Option<&Invoice> {
        let id = InvoiceId::parse(ID).unwrap();
        self.model.invoices.get(&id).map(AsRef::as_ref)
    }

    pub(in crate::services::vipps::tests) fn presented(&self) -> Option<&Presented> {
        self.book.presented_by("vipps", ID)
    }

    /// What the consumer makes of it in the netbank.
    pub(in crate::services::vipps::tests) fn consumer_makes_it(&mut self, state: PresentedState) {
        let id = self.book.id_of("vipps", ID).unwrap().clone();
        self.book.answer(&id, state, self.now).unwrap();
    }

    /// Lets the next thing happen that is due, as a rule wants it.
    pub(in crate::services::vipps::tests) fn fire(&mut self, wanted: Option<&str>) {
        let at = (0..self.later.len()).min_by_key(|at| self.later[*at].0);
        let (due, event) = self.later.remove(at.unwrap());
        self.now = self.now.max(due);
        let mut rows = SCRIPTED.iter();
        let wanted: Option<&'static Scripted> = wanted.map(|name| {
            let row = rows.find(|row| row.name == name && row.on.contains(&"vipps.validation"));
            row.unwrap()
        });
        let (model, mut turn) = self.turn();
        model.fire(event, wanted, &mut turn);
    }

    /// Lets everything happen that is to come.
    pub(in crate::services::vipps::tests) fn settle(&mut self) {
        while !self.later.is_empty() {
            self.fire(None);
        }
    }

    /// The kinds of what was told.
    pub(in crate::services::vipps::tests) fn told(&self) -> Vec<&str> {
        let notes = self.notes.iter();
        let kinds = notes.filter_map(|note| match note {
            Note::Happened(happening) => Some(happening.kind),
            Note::FiledWith { .. }
            | Note::Filed { .. }
            | Note::ChangesEntry { .. }
            | Note::OpensMailbox { .. } => None,
        });
        kinds.collect()
    }
}

/// Puts a value where a pointer says; `null` takes out what is there.
pub(super) fn set(invoice: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = invoice.pointer_mut(parent).unwrap();
    match parent {
        Value::Object(members) if value.is_null() => {
            members.remove(name);
        }
        Value::Object(members) => {
            members.insert(name.to_owned(), value);
        }
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            panic!("nothing can be put at {pointer}")
        }
    }
}

fn company(slug: &str, number: &str, isp: Option<IspAccount>) -> Company {
    Company {
        slug: Slug::parse(slug).unwrap(),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse(number).unwrap()),
        name: format!("{slug} AS"),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: Vec::new(),
        dpi: DpiFacet::default(),
        mps: None,
        digipost: None,
        vipps: Some(VippsAccount {
            isp,
            ..VippsAccount::default()
        }),
        accounts: Vec::new(),
        maskinporten: None,
        delegations: Vec::new(),
    }
}

fn person(slug: &str, ssn: &str, phone: &str) -> Person {
    Person {
        slug: Slug::parse(slug).unwrap(),
        ssn: NationalId::parse(ssn).unwrap(),
        name: PersonName {
            first: slug.to_owned(),
            last: "Testesen".to_owned(),
        },
        date_of_birth: date(1961, 3, 4),
        phone: PhoneNumber::parse(phone).ok(),
        email: None,
        address: None,
        efaktura: Some(EfakturaFacet {
            identifier: EfakturaIdentifier::parse(&ssn[..9]).unwrap(),
            yes_to_all: true,
            blocked_issuers: Vec::new(),
            agreements: Vec::new(),
        }),
        vipps: Some(VippsFacet {
            active: true,
            display: true,
            blacklisted: false,
        }),
        krr: None,
        bank: None,
        digipost: None,
    }
}
