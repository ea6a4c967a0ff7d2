//! A sandbox with a sender, a broker that acts for it, and some who get letters.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{Request, Response};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use crate::consumer::{Book, Mail, Note, Turn};
use crate::crypto::sha256;
use crate::domain::account::AccountNumber;
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::company::{ActsFor, Company};
use crate::domain::digipost::{AccountId, DigipostAccount, DigipostAddress, Language, Right};
use crate::domain::email::EmailAddress;
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::money::Ore;
use crate::domain::person::{Address, BankFacet, DigipostUser, Person, PersonName};
use crate::domain::settings::{SetBy, Settings};
use crate::domain::slug::Slug;
use crate::services::digipost::tests::cast as members;
use crate::services::digipost::{Digipost, Event, Model, SCRIPTED};
use crate::services::{Decoded, Received, Said, Simulated, Staged};
use crate::wire::xml::{Element, Limits};

pub(super) const SENDER: &str = "497013";
pub(super) const BROKER: &str = "780123";
pub(super) const STRANGER: &str = "600600";
pub(super) const KARI: &str = "04036125433";
/// Has an account that is closed.
pub(super) const OLA: &str = "09091816528";
pub(super) const UUID: &str = "9af46585-9fef-41fb-adf9-da120fc5bb9d";
pub(super) const PDF: &[u8] = b"%PDF-1.4 sandbox\n";
pub(super) const V7: &str = "vnd.digipost-v7+xml";

pub(super) struct World {
    pub(super) now: Timestamp,
    pub(super) model: Model,
    pub(super) cast: Cast,
    pub(super) book: Book,
    pub(super) settings: Settings,
    pub(super) letters: Vec<Letter>,
    pub(super) later: Vec<(Timestamp, Event)>,
    pub(super) notes: Vec<Note>,
    pub(super) blobs: Blobs,
    /// What the last request was told to have left out of account.
    pub(super) remarks: Vec<String>,
    mint: Mint,
}

/// What came back.
pub(super) struct Heard {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) body: Element,
    pub(super) bytes: Bytes,
}

impl Heard {
    /// The error code, or that there is none.
    pub(super) fn code(&self) -> &str {
        self.body.child_text("error-code").unwrap_or("no error")
    }

    pub(super) fn text(&self, path: &[&str]) -> &str {
        self.body.path_text(path).unwrap_or_default()
    }
}

impl World {
    pub(super) fn new() -> Self {
        let mut cast = Cast::empty(Slug::parse("x").unwrap());
        let rights = Right::WORDS.iter().map(|(right, _)| *right).collect();
        cast.put_company(company(
            "fjord",
            "310000027",
            SENDER,
            rights,
            ActsFor::Listed(vec![]),
        ))
        .unwrap();
        cast.put_company(company("broker", "974760673", BROKER, vec![], ActsFor::All))
            .unwrap();
        let nobody = ActsFor::Listed(vec![]);
        cast.put_company(company("stranger", "971032081", STRANGER, vec![], nobody))
            .unwrap();
        cast.put_person(person("kari", KARI, "kari.testesen#1A2B", true))
            .unwrap();
        cast.put_person(person("ola", OLA, "ola.testesen#2B3C", false))
            .unwrap();
        Self {
            now: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            model: Model::default(),
            cast,
            book: Book::default(),
            settings: Settings::default(),
            letters: Vec::new(),
            later: Vec::new(),
            notes: Vec::new(),
            blobs: Blobs::default(),
            remarks: Vec::new(),
            mint: Mint::new(1),
        }
    }

    pub(super) fn with(setting: &str, value: &str) -> Self {
        let mut world = Self::new();
        world.settings.set(setting, value, SetBy::Change).unwrap();
        world
    }

    /// The sender without one of its rights, or with a bound on letters.
    pub(super) fn change_sender(&mut self, change: impl FnOnce(&mut DigipostAccount)) {
        let slug = Slug::parse("fjord").unwrap();
        let mut company = self.cast.company(&slug).unwrap().as_ref().clone();
        change(company.digipost.as_mut().unwrap());
        self.cast.put_company(company).unwrap();
    }

    pub(super) fn without(right: Right) -> Self {
        let mut world = Self::new();
        world.change_sender(|account| account.rights.retain(|it| *it != right));
        world
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

    /// Sends a request, and has what a scenario asked for come of it.
    pub(super) fn hears(&mut self, request: Request<Bytes>, wish: Option<&str>) -> Heard {
        let path = request.uri().path().to_owned();
        let received = Received {
            request,
            path,
            base: "http://localhost:8282".to_owned(),
            too_large: None,
            arrived: self.now,
        };
        let Decoded {
            mut echo,
            command,
            remarks,
            ..
        } = Digipost.decode(&received).unwrap();
        self.remarks = remarks;
        let staged = match wish {
            Some(name) => {
                let row = SCRIPTED.iter().find(|row| row.name == name).unwrap();
                Digipost.stage(row, command, &mut echo, &[])
            }
            None => Staged::Proceed(command),
        };
        let said = match staged {
            Staged::Refused(fault) => Err(fault),
            Staged::Proceed(command) => {
                let (model, mut turn) = self.turn();
                match Digipost.apply(model, command, &mut turn) {
                    Said::Done(said) => said,
                    Said::Errand(_, never) => match never {},
                }
            }
        };
        heard(Digipost.encode(&echo, said.as_ref()))
    }

    pub(super) fn get(&mut self, by: &str, target: &str) -> Heard {
        let request = Request::get(target).header("X-Digipost-UserId", by);
        let request = request.header("Accept", format!("application/{V7}"));
        self.hears(request.body(Bytes::new()).unwrap(), None)
    }

    pub(super) fn post(&mut self, target: &str, body: impl Into<Bytes>) -> Heard {
        let request = Request::post(target)
            .header("X-Digipost-UserId", SENDER)
            .header("Content-Type", format!("application/{V7}"));
        self.hears(request.body(body.into()).unwrap(), None)
    }

    /// Sends a message with a PDF for each of its documents.
    pub(super) fn send(&mut self, message: &str) -> Heard {
        self.send_as(SENDER, V7, message, PDF, None)
    }

    pub(super) fn send_as(
        &mut self,
        by: &str,
        subtype: &str,
        message: &str,
        content: &[u8],
        wish: Option<&str>,
    ) -> Heard {
        let uuids = uuids_of(message);
        let mut parts = vec![("message".to_owned(), message.as_bytes())];
        parts.extend(uuids.into_iter().map(|uuid| (uuid, content)));
        self.hears(multipart(by, subtype, &parts), wish)
    }

    /// Lets time pass, and everything due in it happen at its own time.
    pub(super) fn advance(&mut self, by: SignedDuration) {
        let goal = self.now + by;
        loop {
            let due = self.later.iter().filter(|(at, _)| *at <= goal);
            let Some(at) = due.map(|(at, _)| *at).min() else {
                break;
            };
            let place = self.later.iter().position(|(due, _)| *due == at).unwrap();
            let (_, event) = self.later.remove(place);
            self.now = at;
            let (model, mut turn) = self.turn();
            model.fire(event, &mut turn);
        }
        self.now = goal;
    }

    /// Everything in every mailbox.
    pub(super) fn mails(&self) -> Vec<&Mail> {
        self.book.mails().map(|(_, mail)| mail).collect()
    }

    /// What happened to documents of the sender so far, as the service tells it.
    pub(super) fn events(&mut self, by: &str) -> Vec<String> {
        let target = "/documents/events?from=2020-01-01T00:00:00.000%2B01:00\
                      &to=2030-01-01T00:00:00.000%2B01:00&offset=0&maxResults=100";
        let heard = self.get(by, target);
        assert_eq!(heard.status, 200, "{:?}", heard.bytes);
        let events = heard.body.children_named("event");
        events
            .map(|event| event.attribute("type").unwrap().to_owned())
            .collect()
    }
}

fn heard(response: Response<Bytes>) -> Heard {
    let location = response.headers().get("location");
    let location = location.map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    // The content of a document is no XML.
    let media_type = response.headers().get("content-type");
    let is_xml = media_type.is_none_or(|it| it.to_str().unwrap().contains("xml"));
    let bytes = response.into_body();
    let told: &[u8] = if is_xml { &bytes } else { b"<content/>" };
    let body = Element::parse(told, Limits::default()).unwrap();
    Heard {
        status,
        location,
        body,
        bytes,
    }
}

fn uuids_of(message: &str) -> Vec<String> {
    let texts = message.split("<uuid>").skip(1);
    texts
        .map(|text| text.split("</uuid>").next().unwrap().to_owned())
        .collect()
}

/// A body in parts, as the oldest client writes it.
pub(super) fn multipart(by: &str, subtype: &str, parts: &[(String, &[u8])]) -> Request<Bytes> {
    let mut body = Vec::new();
    for (name, content) in parts {
        let head = format!(
            "--_-b\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--_-b--\r\n");
    raw(by, subtype, body)
}

pub(super) fn raw(by: &str, subtype: &str, body: Vec<u8>) -> Request<Bytes> {
    Request::post("/messages")
        .header("X-Digipost-UserId", by)
        .header("Content-Type", format!("multipart/{subtype}; boundary=_-b"))
        .body(Bytes::from(body))
        .unwrap()
}

pub(super) fn hash(content: &[u8]) -> String {
    BASE64_STANDARD.encode(sha256(content))
}

/// A message to somebody, with these documents behind the recipient.
pub(super) fn message(head: &str, recipient: &str, rest: &str) -> String {
    format!(
        "<message xmlns=\"http://api.digipost.no/schema/v7\">{head}\
         <recipient>{recipient}</recipient>{rest}</message>"
    )
}

pub(super) fn to_kari() -> String {
    format!("<personal-identification-number>{KARI}</personal-identification-number>")
}

/// A letter with these elements behind its file type.
pub(super) fn letter(uuid: &str, behind: &str) -> String {
    format!(
        "<primary-document><uuid>{uuid}</uuid><subject>Hei</subject>\
         <file-type>pdf</file-type>{behind}</primary-document>"
    )
}

/// An invoice with this amount.
pub(super) fn invoice(uuid: &str, subject: &str, amount: &str) -> String {
    format!(
        "<primary-document xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" \
         i:type=\"invoice\"><uuid>{uuid}</uuid><subject>{subject}</subject>\
         <file-type>pdf</file-type><kid>123456787542312300000</kid><amount>{amount}</amount>\
         <account>45278968788</account><due-date>2026-04-01+02:00</due-date></primary-document>"
    )
}

/// Details of a letter on paper.
pub(super) fn print_details() -> String {
    let address = |name: &str| {
        format!(
            "<name>{name}</name><norwegian-address><addressline1>Gata 1</addressline1>\
             <zip-code>0101</zip-code><city>Oslo</city></norwegian-address>"
        )
    };
    format!(
        "<print-details><recipient>{}</recipient><return-address>{}</return-address>\
         <post-type>B</post-type></print-details>",
        address("Ola Testesen"),
        address("Fjord Energi")
    )
}

fn company(slug: &str, number: &str, id: &str, rights: Vec<Right>, acts_for: ActsFor) -> Company {
    let account = DigipostAccount {
        acts_for,
        rights,
        ..members::account(AccountId::parse(id))
    };
    let number = OrgNumber::parse(number).unwrap();
    members::company(slug, &format!("{slug} AS"), number, Some(account))
}

fn person(slug: &str, ssn: &str, address: &str, active: bool) -> Person {
    let bank = (slug == "kari").then(|| BankFacet {
        name: "Fjordbank".to_owned(),
        account: AccountNumber::parse("15062995960").unwrap(),
        balance: Ore::new(0),
    });
    Person {
        slug: Slug::parse(slug).unwrap(),
        ssn: NationalId::parse(ssn).unwrap(),
        name: PersonName {
            first: slug.to_owned(),
            last: "Testesen".to_owned(),
        },
        date_of_birth: date(1961, 3, 4),
        phone: None,
        email: EmailAddress::parse("kari@example.no").ok(),
        address: Some(Address {
            line1: "Gata 1".to_owned(),
            line2: None,
            postal_code: "0101".to_owned(),
            city: "Oslo".to_owned(),
            country: "NO".to_owned(),
        }),
        efaktura: None,
        vipps: None,
        krr: None,
        bank,
        digipost: Some(DigipostUser {
            address: DigipostAddress::parse(address).unwrap(),
            active,
            language: Language::Bokmaal,
        }),
    }
}
