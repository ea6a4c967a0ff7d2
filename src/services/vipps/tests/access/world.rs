//! A sandbox with two companies at Vipps and some whom tokens are asked for.

use bytes::Bytes;
use http::request::Builder;
use http::{HeaderMap, Request, Response};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::consumer::{Book, Note, Turn};
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
use crate::domain::vipps::{IppAccount, IspAccount, Product, VippsAccount, VippsKeys};
use crate::services::vipps::{Event, Model, SCRIPTED, Vipps};
use crate::services::{Facts, Received, Said, Scripted, Sealing, Simulated, Staged};

pub(super) const KARI: &str = "04036125433";
pub(super) const KARIS_PHONE: &str = "4797777776";
/// Never said yes to all.
pub(super) const OLA: &str = "09091816528";
pub(super) const OLAS_PHONE: &str = "4790412443";
/// Is on the list of those nobody may send to.
pub(super) const BODIL: &str = "05111926664";
/// Valid, and nobody's.
pub(super) const NOBODY: &str = "13121622259";

/// Sends and pays.
pub(super) const HOTEL: &str = "hotel";
/// Pays only.
pub(super) const BANK: &str = "bank";

pub(super) struct World {
    pub(super) service: Vipps,
    pub(super) now: Timestamp,
    /// Wire time, which is another than the sandbox's.
    pub(super) wire: Timestamp,
    pub(super) model: Model,
    pub(super) cast: Cast,
    pub(super) settings: Settings,
    book: Book,
    letters: Vec<Letter>,
    later: Vec<(Timestamp, Event)>,
    notes: Vec<Note>,
    blobs: Blobs,
    mint: Mint,
}

/// What came back.
pub(super) struct Heard {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// The body as the journal has it.
    pub(super) kept: Value,
    /// The body as it was sent.
    pub(super) body: Value,
}

impl Heard {
    pub(super) fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    /// The slug of the problem that the body is.
    pub(super) fn slug(&self) -> &str {
        let kind = self.body["error"]["type"].as_str().unwrap_or_default();
        kind.strip_prefix("https://vipps.no/invoice/v1/problems")
            .unwrap_or(kind)
    }

    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

impl World {
    pub(super) fn new() -> Self {
        Self::of("x")
    }

    pub(super) fn of(sandbox: &str) -> Self {
        let mut cast = Cast::empty(Slug::parse(sandbox).unwrap());
        let both = VippsAccount {
            isp: Some(IspAccount::default()),
            ipp: Some(IppAccount::default()),
            blacklisted: false,
        };
        let pays = VippsAccount {
            isp: None,
            ..both.clone()
        };
        cast.put_company(company(HOTEL, "310000027", both)).unwrap();
        cast.put_company(company(BANK, "974760673", pays)).unwrap();
        let people = [
            person("kari", KARI, Some(KARIS_PHONE), true, false),
            person("ola", OLA, Some(OLAS_PHONE), false, false),
            person("bodil", BODIL, None, true, true),
        ];
        for person in people {
            cast.put_person(person).unwrap();
        }
        Self {
            service: Vipps::default(),
            now: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            wire: "2031-07-01T12:00:00Z".parse().unwrap(),
            model: Model::default(),
            cast,
            settings: Settings::default(),
            book: Book::default(),
            letters: Vec::new(),
            later: Vec::new(),
            notes: Vec::new(),
            blobs: Blobs::default(),
            mint: Mint::new(1),
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

    pub(super) fn keys(&self, company: &str, product: Product) -> VippsKeys {
        let company = self.cast.company(&Slug::parse(company).unwrap()).unwrap();
        self.cast.vipps_keys(company, product).unwrap()
    }

    pub(super) fn turn(&mut self) -> (&mut Model, Turn<'_, Event>) {
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

    pub(super) fn advance(&mut self, by: SignedDuration) {
        self.now += by;
        self.wire += by;
    }

    pub(super) fn hears(&mut self, request: Builder) -> Heard {
        self.hears_all(request.body(Bytes::new()).unwrap(), None, None)
            .0
    }

    pub(super) fn hears_wishing(&mut self, request: Builder, wish: &str) -> Heard {
        let request = request.body(Bytes::new()).unwrap();
        self.hears_all(request, Some(wish), None).0
    }

    /// What comes back, with what a scenario wants to come of it, and what rules know of it.
    pub(super) fn hears_all(
        &mut self,
        request: Request<Bytes>,
        wish: Option<&str>,
        too_large: Option<usize>,
    ) -> (Heard, Vec<Facts>) {
        let received = Received {
            path: request.uri().path().to_owned(),
            request,
            base: "http://localhost:8282/vipps".to_owned(),
            too_large,
            arrived: self.now,
        };
        let decoded = match self.service.decode(&received) {
            Ok(decoded) => decoded,
            Err(refused) => return (self.heard(refused.response), Vec::new()),
        };
        let mut echo = decoded.echo;
        let staged = match wish {
            Some(name) => {
                let row = scripted(decoded.operation.id, name);
                self.service.stage(row, decoded.command, &mut echo, &[])
            }
            None => Staged::Proceed(decoded.command),
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
        let made = self.service.encode(&echo, said.as_ref());
        (self.heard(made), decoded.facts)
    }

    fn heard(&self, mut made: Response<Bytes>) -> Heard {
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
        }
    }

    /// Logs a client in.
    pub(super) fn log_in(&mut self, keys: &VippsKeys) -> Heard {
        self.hears(log_in(keys))
    }

    /// A token of a client.
    pub(super) fn token(&mut self, company: &str, product: Product) -> String {
        let keys = self.keys(company, product);
        let heard = self.log_in(&keys);
        assert_eq!(heard.status, 200, "{}", heard.body);
        heard.text("access_token").to_owned()
    }

    /// Asks for a recipient token as a client that does everything right.
    pub(super) fn asks_for(&mut self, product: Product, body: &str) -> Heard {
        self.asks_wishing(product, body, None).0
    }

    pub(super) fn asks_wishing(
        &mut self,
        product: Product,
        body: &str,
        wish: Option<&str>,
    ) -> (Heard, Vec<Facts>) {
        let token = self.token(HOTEL, product);
        let request = tokens(product)
            .header("Authorization", format!("Bearer {token}"))
            .header(
                "Ocp-Apim-Subscription-Key",
                self.keys(HOTEL, product).subscription_key,
            )
            .body(Bytes::from(body.to_owned()))
            .unwrap();
        self.hears_all(request, wish, None)
    }
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

/// A log-in.
pub(super) fn log_in(keys: &VippsKeys) -> Builder {
    Request::post("/accesstoken/get")
        .header("client_id", &keys.client_id)
        .header("client_secret", &keys.client_secret)
        .header("Ocp-Apim-Subscription-Key", &keys.subscription_key)
        .header("Content-Type", "application/json;charset=UTF-8")
}

/// A request for a recipient token, without what the gateway looks at.
pub(super) fn tokens(product: Product) -> Builder {
    Request::post(format!("/vipps-{}/v1/recipients/tokens", product.as_str()))
        .header("Content-Type", "application/json")
}

/// The body of such a request.
pub(super) fn nin(value: &str) -> String {
    format!(r#"{{"type":"nin-no","value":"{value}"}}"#)
}

/// The same, by phone.
pub(super) fn msisdn(value: &str) -> String {
    format!(r#"{{"type":"msisdn","value":"{value}"}}"#)
}

fn company(slug: &str, number: &str, vipps: VippsAccount) -> Company {
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
        vipps: Some(vipps),
        accounts: Vec::new(),
        maskinporten: None,
        delegations: Vec::new(),
    }
}

fn person(slug: &str, ssn: &str, phone: Option<&str>, says_yes: bool, blocked: bool) -> Person {
    Person {
        slug: Slug::parse(slug).unwrap(),
        ssn: NationalId::parse(ssn).unwrap(),
        name: PersonName {
            first: slug.to_owned(),
            last: "Testesen".to_owned(),
        },
        date_of_birth: date(1961, 3, 4),
        phone: phone.map(|phone| PhoneNumber::parse(phone).unwrap()),
        email: None,
        address: None,
        efaktura: Some(EfakturaFacet {
            identifier: EfakturaIdentifier::parse(&ssn[..9]).unwrap(),
            yes_to_all: says_yes,
            blocked_issuers: Vec::new(),
            agreements: Vec::new(),
        }),
        vipps: Some(VippsFacet {
            active: true,
            display: true,
            blacklisted: blocked,
        }),
        krr: None,
        bank: None,
        digipost: None,
    }
}
