//! A small world to ask Digipost about people, and about what is kept.

use bytes::Bytes;
use http::{Request, Response};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use crate::consumer::{Book, Note, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::company::{ActsFor, Company};
use crate::domain::digipost::{AccountId, DigipostAccount, DigipostAddress, Language, Right};
use crate::domain::identity::{NationalId, NationalIdKind, NationalIdSeries, OrgNumber};
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::money::Ore;
use crate::domain::person::{Address, BankFacet, DigipostUser, Person, PersonName};
use crate::domain::phone::PhoneNumber;
use crate::domain::settings::Settings;
use crate::domain::slug::Slug;
use crate::services::digipost::tests::cast as members;
use crate::services::digipost::{Digipost, Event, Model, SCRIPTED};
use crate::services::{Received, Said, Simulated, Staged};
use crate::wire::xml::{Element, Limits};

pub(in crate::services::digipost::tests) const V7: &str = "application/vnd.digipost-v7+xml";
pub(in crate::services::digipost::tests) const V8: &str = "application/vnd.digipost-v8+xml";
pub(in crate::services::digipost::tests) const USER1: &str = "application/vnd.digipost.user-v1+xml";

/// The broker, which acts for Daughter.
pub(in crate::services::digipost::tests) const BROKER: u64 = 780_123;
/// A sender that the broker acts for.
pub(in crate::services::digipost::tests) const DAUGHTER: u64 = 780_124;
/// A sender that it does not act for.
pub(in crate::services::digipost::tests) const STRANGER: u64 = 780_125;

pub(in crate::services::digipost::tests) struct World {
    pub(in crate::services::digipost::tests) now: Timestamp,
    pub(in crate::services::digipost::tests) model: Model,
    pub(in crate::services::digipost::tests) cast: Cast,
    pub(in crate::services::digipost::tests) book: Book,
    pub(in crate::services::digipost::tests) settings: Settings,
    pub(in crate::services::digipost::tests) notes: Vec<Note>,
    pub(in crate::services::digipost::tests) blobs: Blobs,
    mint: Mint,
    letters: Vec<Letter>,
    later: Vec<(Timestamp, Event)>,
}

/// What was answered.
#[derive(Debug)]
pub(in crate::services::digipost::tests) struct Heard {
    pub(in crate::services::digipost::tests) status: u16,
    pub(in crate::services::digipost::tests) location: Option<String>,
    pub(in crate::services::digipost::tests) media_type: Option<String>,
    pub(in crate::services::digipost::tests) body: Bytes,
}

impl Heard {
    /// The body as XML.
    #[track_caller]
    pub(in crate::services::digipost::tests) fn xml(&self) -> Element {
        let shown = String::from_utf8_lossy(&self.body);
        Element::parse(&self.body, Limits::default()).unwrap_or_else(|e| panic!("{e}: {shown}"))
    }

    pub(in crate::services::digipost::tests) fn text(&self, path: &[&str]) -> Option<String> {
        self.xml().path_text(path).map(str::to_owned)
    }

    /// The target of a link of the root.
    pub(in crate::services::digipost::tests) fn link(&self, rel: &str) -> Option<String> {
        link(&self.xml(), rel)
    }

    /// Status and error code.
    pub(in crate::services::digipost::tests) fn fault(&self) -> (u16, String) {
        let code = self.text(&["error-code"]).unwrap_or_default();
        (self.status, code)
    }
}

/// The target of a link in an element.
pub(in crate::services::digipost::tests) fn link(element: &Element, rel: &str) -> Option<String> {
    let rel = format!("/{rel}");
    let mut links = element.children_named("link");
    let found = links.find(|link| link.attribute("rel").unwrap().ends_with(&rel))?;
    Some(found.attribute("uri").unwrap().to_owned())
}

impl World {
    pub(in crate::services::digipost::tests) fn new() -> Self {
        Self {
            now: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            model: Model::default(),
            cast: cast(),
            book: Book::default(),
            settings: Settings::default(),
            notes: Vec::new(),
            blobs: Blobs::default(),
            mint: Mint::new(1),
            letters: Vec::new(),
            later: Vec::new(),
        }
    }

    pub(in crate::services::digipost::tests) fn wait(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    pub(in crate::services::digipost::tests) fn get(&mut self, target: &str) -> Heard {
        self.ask("GET", target, V7, &[], None)
    }

    pub(in crate::services::digipost::tests) fn post(&mut self, target: &str, body: &str) -> Heard {
        self.ask("POST", target, V7, body.as_bytes(), None)
    }

    /// One request of the broker, with what a scenario wants of it.
    pub(in crate::services::digipost::tests) fn ask(
        &mut self,
        method: &str,
        target: &str,
        media_type: &str,
        body: &[u8],
        wish: Option<&str>,
    ) -> Heard {
        let target = target
            .strip_prefix("http://localhost:8282")
            .unwrap_or(target);
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header("accept", media_type)
            .header("content-type", media_type)
            .header("x-digipost-userid", BROKER.to_string());
        self.send(request.body(Bytes::copy_from_slice(body)).unwrap(), wish)
    }

    pub(in crate::services::digipost::tests) fn send(
        &mut self,
        request: Request<Bytes>,
        wish: Option<&str>,
    ) -> Heard {
        let received = Received {
            path: request.uri().path().to_owned(),
            base: "http://localhost:8282".to_owned(),
            request,
            too_large: None,
            arrived: self.now,
        };
        let mut decoded = match Digipost.decode(&received) {
            Ok(decoded) => decoded,
            Err(refused) => return heard(refused.response),
        };
        let mut command = decoded.command;
        if let Some(wish) = wish {
            let row = SCRIPTED
                .iter()
                .find(|row| row.name == wish && row.on.contains(&decoded.operation.id));
            let row = row.unwrap_or_else(|| panic!("{wish} on {}", decoded.operation.id));
            match Digipost.stage(row, command, &mut decoded.echo, &[]) {
                Staged::Refused(fault) => {
                    return heard(Digipost.encode(&decoded.echo, Err(&fault)));
                }
                Staged::Proceed(staged) => command = staged,
            }
        }
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
        let said = match Digipost.apply(&mut self.model, command, &mut turn) {
            Said::Done(said) => said,
            Said::Errand(_, never) => match never {},
        };
        for note in std::mem::take(&mut self.notes) {
            if let Note::OpensMailbox { person, user } = note {
                let mut person = self.cast.person(&person).unwrap().as_ref().clone();
                person.digipost = Some(user);
                self.cast.put_person(person).unwrap();
            }
        }
        heard(Digipost.encode(&decoded.echo, said.as_ref()))
    }
}

fn heard(response: Response<Bytes>) -> Heard {
    let header = |name: &str| {
        let value = response.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    Heard {
        status: response.status().as_u16(),
        location: header("location"),
        media_type: header("content-type"),
        body: response.body().clone(),
    }
}

/// A person with a mailbox of this name, if any, who can be found by everything.
pub(in crate::services::digipost::tests) fn person(
    slug: &str,
    first: &str,
    last: &str,
    number: u16,
) -> Person {
    let mut accounts = (0..9).filter_map(|last| {
        let digits = format!("999900{number:03}{last}");
        AccountNumber::from_first_ten(&digits)
    });
    Person {
        slug: Slug::parse(slug).unwrap(),
        ssn: born(number),
        name: PersonName {
            first: first.to_owned(),
            last: last.to_owned(),
        },
        date_of_birth: date(1990, 3, 4),
        phone: Some(PhoneNumber::parse(&format!("+4721900{number:03}")).unwrap()),
        email: None,
        address: Some(Address {
            line1: "Prøveveien 29B".to_owned(),
            line2: None,
            postal_code: "0001".to_owned(),
            city: "Oslo".to_owned(),
            country: "NO".to_owned(),
        }),
        efaktura: None,
        vipps: None,
        krr: None,
        bank: Some(BankFacet {
            name: "Sandkassebanken".to_owned(),
            account: accounts.next().unwrap(),
            balance: Ore::new(0),
        }),
        digipost: None,
    }
}

/// The first number from this one on that is given out.
fn born(number: u16) -> NationalId {
    let (series, kind) = (NationalIdSeries::Synthetic80, NationalIdKind::Fnr);
    let mut numbers = (number..999)
        .filter_map(|number| NationalId::from_parts(date(1990, 3, 4), number, series, kind));
    numbers.next().unwrap()
}

pub(in crate::services::digipost::tests) fn user(
    address: &str,
    active: bool,
) -> Option<DigipostUser> {
    Some(DigipostUser {
        address: DigipostAddress::parse(address).unwrap(),
        active,
        language: Language::Bokmaal,
    })
}

fn company(slug: &str, number: &str, account: Option<u64>, rights: &[Right]) -> Company {
    let number = OrgNumber::from_first_eight(number).unwrap();
    let account = account.map(|id| DigipostAccount {
        rights: rights.to_vec(),
        ..members::account(AccountId::new(id))
    });
    members::company(slug, slug, number, account)
}

fn cast() -> Cast {
    let mut cast = Cast::empty(Slug::parse("proving").unwrap());
    let mut kari = person("kari", "Kari", "Testesen", 101);
    kari.digipost = user("kari.testesen#1A2B", true);
    let mut closed = person("closed", "Stengt", "Postkasse", 103);
    closed.digipost = user("stengt.postkasse#9C1X", false);
    let mut twin = person("twin-one", "Like", "Tvilling", 105);
    twin.digipost = user("like.tvilling#1A1A", true);
    let ola = person("ola", "Ola", "Uten Postkasse", 107);
    let other = person("twin-two", "Like", "Tvilling", 109);
    for person in [kari, closed, twin, ola, other] {
        cast.put_person(person).unwrap();
    }
    let print = [Right::Print, Right::DirectPrint, Right::BankAccount];
    let daughter = company("daughter", "31000003", Some(DAUGHTER), &[]);
    let mut broker = company("broker", "31000002", Some(BROKER), &print);
    let number = daughter.org_number.norwegian().unwrap().clone();
    if let Some(account) = &mut broker.digipost {
        account.acts_for = ActsFor::Listed(vec![number]);
    }
    let stranger = company("stranger", "31000004", Some(STRANGER), &[]);
    for company in [
        broker,
        daughter,
        stranger,
        company("paper", "31000007", None, &[]),
    ] {
        cast.put_company(company).unwrap();
    }
    cast
}
