//! A sandbox with a municipality, somebody who sends for it, and two people with mailboxes.

use bytes::Bytes;
use http::{Request, Response};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};
use uuid::Uuid;

use super::post::{Post, contents, form};
use crate::consumer::{Book, MailNumber, Note, Turn};
use crate::crypto::{Opener, Signer};
use crate::documents::dpi::{read_receipt, read_signed};
use crate::documents::maskinporten::written;
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::company::{Company, DpiFacet, RegistrationNumber};
use crate::domain::digipost::{DigipostAddress, Language as Spoken};
use crate::domain::dpi::{Destination, MailboxAddress, Receipt};
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::letter::Letter;
use crate::domain::maskinporten::{
    AccessToken, Authentication, Delegation, KeyNumber, MaskinportenClient, Scope, TokenId,
};
use crate::domain::mint::Mint;
use crate::domain::person::{DigipostUser, KrrFacet, MailboxProvider, Person, PersonName};
use crate::domain::settings::{SetBy, Settings};
use crate::domain::slug::Slug;
use crate::services::dpi::{Dpi, Event, Model, SCRIPTED};
use crate::services::{Facts, Received, Said, Sealing, Simulated, Staged};
pub(super) const KOMMUNE: &str = "364926111";
pub(super) const PROVIDER: &str = "980858073";
/// Another sender.
pub(super) const OTHER: &str = "310000027";

pub(super) const BASE: &str = "http://localhost:8282/dpi";
pub(super) const KARI: &str = "kari.nordmann#A1B2";

pub(super) struct World {
    pub(super) service: Dpi,
    pub(super) now: Timestamp,
    pub(super) model: Model,
    pub(super) cast: Cast,
    pub(super) settings: Settings,
    pub(super) book: Book,
    pub(super) letters: Vec<Letter>,
    pub(super) later: Vec<(Timestamp, Event)>,
    pub(super) notes: Vec<Note>,
    blobs: Blobs,
    mint: Mint,
    messages: u128,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) status: u16,
    /// The body as the journal has it.
    pub(super) kept: Value,
    /// The body as it was sent.
    pub(super) body: Value,
    /// The rule that spoke.
    pub(super) rule: Option<&'static str>,
    pub(super) facts: Vec<Facts>,
}

impl Heard {
    pub(super) fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }
}

impl World {
    pub(super) fn new() -> Self {
        let mut cast = Cast::empty(Slug::parse("x").unwrap());
        let mut kommune = company("kommune", KOMMUNE);
        kommune.delegations.push(Delegation {
            scope: Scope::parse(Scope::DPI_SEND).unwrap(),
            supplier: OrgNumber::parse(PROVIDER).unwrap(),
        });
        for company in [
            kommune,
            company("provider", PROVIDER),
            company("other", OTHER),
        ] {
            cast.put_company(company).unwrap();
        }
        let kari = person("kari", "04036125433", MailboxProvider::Digipost, Some(KARI));
        let ola = person("ola", "09091816528", MailboxProvider::Eboks, None);
        cast.put_person(kari).unwrap();
        cast.put_person(ola).unwrap();
        Self {
            service: Dpi::default(),
            now: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            model: Model::default(),
            cast,
            settings: Settings::default(),
            book: Book::default(),
            letters: Vec::new(),
            later: Vec::new(),
            notes: Vec::new(),
            blobs: Blobs::default(),
            mint: Mint::new(1),
            messages: 0,
        }
    }

    pub(super) fn set(&mut self, setting: &str, value: &str) {
        self.settings.set(setting, value, SetBy::Change).unwrap();
    }

    /// The address of Ola's mailbox at e-Boks.
    pub(super) fn ola(&self) -> String {
        let ola = self.cast.person(&Slug::parse("ola").unwrap()).unwrap();
        ola.address_at(MailboxProvider::Eboks).unwrap()
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

    /// Lets everything happen that is due until so much later, each at its time.
    pub(super) fn advance(&mut self, by: SignedDuration) {
        let until = self.now + by;
        loop {
            let due = self.later.iter().map(|(at, _)| *at).min();
            let Some(due) = due.filter(|due| *due <= until) else {
                break;
            };
            let at = self.later.iter().position(|(at, _)| *at == due).unwrap();
            let (_, event) = self.later.remove(at);
            assert!(!event.describe().is_empty());
            self.now = due;
            let (model, mut turn) = self.turn();
            model.fire(event, &mut turn);
        }
        self.now = until;
    }

    pub(super) fn minute(&mut self) {
        self.advance(SignedDuration::from_mins(1));
    }

    /// A token of the municipality.
    pub(super) fn token(&self) -> AccessToken {
        self.token_of("kommune", KOMMUNE, None)
    }

    pub(super) fn token_of(
        &self,
        client: &str,
        consumer: &str,
        supplier: Option<&str>,
    ) -> AccessToken {
        let company = self.cast.company(&Slug::parse(client).unwrap()).unwrap();
        AccessToken {
            id: TokenId {
                unique: Uuid::from_u128(7),
                issued: self.now,
                life: SignedDuration::from_secs(120),
            },
            issuer: "http://localhost:8282/maskinporten/".to_owned(),
            client_id: self.cast.maskinporten_client(company).unwrap(),
            authentication: Authentication::PrivateKey,
            consumer: OrgNumber::parse(consumer).unwrap(),
            supplier: supplier.map(|it| OrgNumber::parse(it).unwrap()),
            scopes: vec![Scope::parse(Scope::DPI_SEND).unwrap()],
            audience: Vec::new(),
            pid: None,
        }
    }

    /// A letter for Kari's mailbox at Digipost.
    pub(super) fn letter(&mut self) -> Post {
        self.messages += 1;
        let token = self.token();
        Post {
            token,
            inner_token: None,
            id: Uuid::from_u128(0xff88_849c_e281_4809_8555_7cd5_4952_0000 + self.messages),
            sender: KOMMUNE,
            receiver: Destination::Digipost.number(),
            avsender: KOMMUNE,
            kind: "digital",
            body: json!({
                "mottaker": { "postkasseadresse": KARI },
                "sikkerhetsnivaa": 3,
                "ikkesensitivtittel": "Faktura fra kommunen",
                "spraak": "nb",
            }),
            signer: Signer::Municipality,
            opener: Opener::DigipostMailbox,
            package_signer: Signer::Municipality,
            contents: contents(KARI),
            package: None,
            digest: None,
            query: "",
        }
    }

    /// A letter for Ola's mailbox at e-Boks.
    pub(super) fn eboks_letter(&mut self) -> Post {
        let address = self.ola();
        let mut post = self.letter();
        post.receiver = Destination::Eboks.number();
        post.opener = Opener::EboksMailbox;
        post.body["mottaker"] = json!({ "postkasseadresse": address });
        post.contents.manifest.mailbox = Some(MailboxAddress::parse(&address).unwrap());
        post
    }

    /// A letter on paper.
    pub(super) fn paper(&mut self, handling: &str) -> Post {
        let mut post = self.letter();
        post.receiver = Destination::Printer.number();
        post.opener = Opener::Printer;
        post.kind = "utskrift";
        post.contents.manifest.mailbox = None;
        let address = json!({
            "navn": "Kari Nordmann",
            "adresselinje1": "Storgata 1",
            "postnummer": "0155",
            "poststed": "Oslo",
        });
        post.body = json!({
            "mottaker": address,
            "utskriftstype": "SORT_HVIT",
            "retur": { "mottaker": address, "returposthaandtering": handling },
        });
        post
    }

    /// Hands a message in.
    pub(super) fn sends(&mut self, post: &Post) -> Heard {
        self.sends_wishing(post, None)
    }

    pub(super) fn sends_wishing(&mut self, post: &Post, wish: Option<&str>) -> Heard {
        let token = written(&post.token, KeyNumber::First, self.now);
        let (jwt, package) = post.made(&token, self.now);
        let body = form(&[("forretningsmelding", &jwt), ("dokumentpakke", &package)]);
        let request = Request::post(format!("/messages/out{}", post.query))
            .header("Authorization", format!("Bearer {token}"))
            .header("Content-Type", "multipart/form-data; boundary=x")
            .body(Bytes::from(body))
            .unwrap();
        self.hears(request, wish, None)
    }

    /// Hands a good message in, which is taken.
    pub(super) fn takes(&mut self, post: &Post) {
        self.takes_wishing(post, None);
    }

    pub(super) fn takes_wishing(&mut self, post: &Post, wish: Option<&str>) {
        let heard = self.sends_wishing(post, wish);
        assert_eq!(heard.status, 201, "{}", heard.body);
    }

    /// Asks with a token of the municipality.
    pub(super) fn asks(&mut self, method: &str, path: &str) -> Heard {
        let token = self.token();
        self.asks_as(&token, method, path, None)
    }

    pub(super) fn asks_as(
        &mut self,
        token: &AccessToken,
        method: &str,
        path: &str,
        wish: Option<&str>,
    ) -> Heard {
        let token = written(token, KeyNumber::First, self.now);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("Authorization", format!("Bearer {token}"))
            .body(Bytes::new())
            .unwrap();
        self.hears(request, wish, None)
    }

    pub(super) fn hears(
        &mut self,
        request: Request<Bytes>,
        wish: Option<&str>,
        too_large: Option<usize>,
    ) -> Heard {
        let received = Received {
            path: request.uri().path().to_owned(),
            request,
            base: BASE.to_owned(),
            too_large,
            arrived: self.now,
        };
        let decoded = match self.service.decode(&received) {
            Ok(decoded) => decoded,
            Err(refused) => return self.heard(refused.response, refused.rule, Vec::new()),
        };
        let mut echo = decoded.echo;
        let id = decoded.operation.id;
        let staged = match wish {
            Some(name) => {
                let mut rows = SCRIPTED.iter();
                let row = rows.find(|row| row.name == name && row.on.contains(&id));
                let row = row.unwrap_or_else(|| panic!("{name} on {id}"));
                self.service.stage(row, decoded.command, &mut echo, &[])
            }
            None => Staged::Proceed(decoded.command),
        };
        let said = match staged {
            Staged::Refused(fault) => Err(fault),
            Staged::Proceed(command) => {
                let service = Dpi::default();
                let (model, mut turn) = self.turn();
                match service.apply(model, command, &mut turn) {
                    Said::Done(said) => said,
                    Said::Errand(_, never) => match never {},
                }
            }
        };
        use crate::services::Spoken as _;
        let rule = said.as_ref().err().and_then(|fault| fault.rule());
        let made = self.service.encode(&echo, said.as_ref());
        self.heard(made, rule, decoded.facts)
    }

    fn heard(
        &self,
        mut made: Response<Bytes>,
        rule: Option<&'static str>,
        facts: Vec<Facts>,
    ) -> Heard {
        let kept = json_of(&made);
        let sealing = Sealing {
            path: "/",
            at: self.now,
        };
        self.service.seal(&sealing, &mut made);
        Heard {
            status: made.status().as_u16(),
            kept,
            body: json_of(&made),
            rule,
            facts,
        }
    }

    /// The receipts that wait for the municipality, read and verified.
    pub(super) fn receipts(&mut self) -> Vec<Receipt> {
        let heard = self.asks("GET", "/messages/in");
        let rows = heard.body.as_array().cloned().unwrap_or_default();
        let read = rows.iter().map(|row| {
            let signed = read_signed(row["forretningsmelding"].as_str().unwrap()).unwrap();
            read_receipt(&signed.payload).unwrap()
        });
        read.collect()
    }

    /// The words for the receipts that wait: kind, and what it says.
    pub(super) fn news(&mut self) -> Vec<String> {
        let receipts = self.receipts();
        receipts
            .iter()
            .map(|it| it.news.kind().as_str().to_owned())
            .collect()
    }

    pub(super) fn mails(&self) -> Vec<MailNumber> {
        self.book.mails().map(|(number, _)| number).collect()
    }

    /// The recipient opens the first letter.
    pub(super) fn opens(&mut self) {
        let number = self.mails()[0];
        self.book.open_mail(number, self.now);
        self.later.push((self.now, Event::Opened(number)));
        self.advance(SignedDuration::ZERO);
    }

    pub(super) fn days(&mut self, days: i64) {
        let until = self.now.to_zoned(crate::domain::calendar::oslo()) + days.days();
        self.advance(until.timestamp().duration_since(self.now));
    }

    pub(super) fn statuses(&mut self, post: &Post) -> Vec<String> {
        let heard = self.asks("GET", &format!("/messages/out/{}/statuses", post.id));
        let rows = heard.body.as_array().cloned().unwrap_or_default();
        let words = rows.iter().map(|row| row["status"].as_str().unwrap());
        words.map(str::to_owned).collect()
    }
}

fn json_of(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap_or(Value::Null)
}

fn company(slug: &str, number: &str) -> Company {
    let scopes = vec![Scope::parse(Scope::DPI_SEND).unwrap()];
    Company {
        slug: Slug::parse(slug).unwrap(),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse(number).unwrap()),
        name: format!("{slug} by name"),
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

fn person(slug: &str, ssn: &str, provider: MailboxProvider, digipost: Option<&str>) -> Person {
    Person {
        slug: Slug::parse(slug).unwrap(),
        ssn: NationalId::parse(ssn).unwrap(),
        name: PersonName {
            first: slug.to_owned(),
            last: "Testesen".to_owned(),
        },
        date_of_birth: date(1961, 3, 4),
        phone: None,
        email: None,
        address: None,
        efaktura: None,
        vipps: None,
        krr: Some(KrrFacet {
            verified: Some(date(2026, 1, 10)),
            mailbox: Some(provider),
            ..KrrFacet::default()
        }),
        bank: None,
        digipost: digipost.map(|address| DigipostUser {
            address: DigipostAddress::parse(address).unwrap(),
            active: true,
            language: Spoken::Bokmaal,
        }),
    }
}
