//! A small world of banks, senders and users of Digipost.

use bytes::Bytes;
use http::{Request, Response};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

use crate::consumer::{Book, Mail, MailInvoice, MailInvoiceState, MailNumber, MailboxOwner, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::blob::{Blob, Blobs};
use crate::domain::cast::Cast;
use crate::domain::company::ActsFor;
use crate::domain::digipost::{
    AccountId, AuthenticationLevel, Bank, DigipostAccount, DigipostAddress, Language,
    SensitivityLevel,
};
use crate::domain::identity::{NationalId, NationalIdKind, NationalIdSeries, OrgNumber};
use crate::domain::mint::Mint;
use crate::domain::money::Ore;
use crate::domain::person::{BankFacet, DigipostUser, MailboxProvider, Person, PersonName};
use crate::domain::settings::Settings;
use crate::domain::slug::Slug;
use crate::services::digipost::tests::cast::{account, company};
use crate::services::digipost::{Digipost, Event, Model, SCRIPTED};
use crate::services::{Facts, Received, Said, Simulated, Staged};

/// DNB, which shows invoices itself.
pub(super) const DNB: u64 = 1001;
/// Sbanken, which is sent invoices from Digipost only.
pub(super) const SBANKEN: u64 = 1002;
/// Fjord Energi, which is no bank.
pub(super) const FJORD: u64 = 1003;
/// A broker that acts for DNB.
pub(super) const BROKER: u64 = 1004;

pub(super) struct World {
    pub(super) now: Timestamp,
    pub(super) model: Model,
    pub(super) cast: Cast,
    pub(super) book: Book,
    pub(super) settings: Settings,
    /// Who signs.
    pub(super) broker: String,
    /// What a scenario asks of the next request.
    pub(super) scripted: Option<&'static str>,
    /// What the last request told.
    pub(super) facts: Vec<Facts>,
    mint: Mint,
    blobs: Blobs,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            now: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            model: Model::default(),
            cast: cast(),
            book: Book::default(),
            settings: Settings::default(),
            broker: DNB.to_string(),
            scripted: None,
            facts: Vec::new(),
            mint: Mint::new(1),
            blobs: Blobs::default(),
        }
    }

    /// A request, and the answer to it.
    pub(super) fn send(&mut self, method: &str, path: &str, body: &str) -> Response<Bytes> {
        self.send_with(method, path, body, "application/vnd.digipost.user-v1+xml")
    }

    pub(super) fn send_with(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
        accept: &str,
    ) -> Response<Bytes> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("accept", accept)
            .header("x-digipost-userid", &self.broker)
            .header("x-digipost-request-id", "r-1")
            .body(Bytes::from(body.to_owned()))
            .unwrap();
        let received = Received {
            path: request.uri().path().to_owned(),
            base: "http://127.0.0.1:8282".to_owned(),
            too_large: None,
            arrived: self.now,
            request,
        };
        let mut decoded = match Digipost.decode(&received) {
            Ok(decoded) => decoded,
            Err(refused) => return refused.response,
        };
        self.facts = decoded.facts;
        let id = decoded.operation.id;
        let row = self.scripted.take().map(|name| {
            let mut rows = SCRIPTED.iter();
            let row = rows.find(|row| row.name == name && row.on.contains(&id));
            row.unwrap_or_else(|| panic!("{name} on {id}"))
        });
        if let Some(row) = row {
            match Digipost.stage(row, decoded.command, &mut decoded.echo, &[]) {
                Staged::Refused(fault) => return Digipost.encode(&decoded.echo, Err(&fault)),
                Staged::Proceed(command) => decoded.command = command,
            }
        }
        let mut turn = Turn {
            now: self.now,
            mint: &mut self.mint,
            cast: &self.cast,
            book: &mut self.book,
            settings: &self.settings,
            blobs: &mut self.blobs,
            letters: &mut Vec::new(),
            later: &mut Vec::<(Timestamp, Event)>::new(),
            notes: &mut Vec::new(),
        };
        let said = match Digipost.apply(&mut self.model, decoded.command, &mut turn) {
            Said::Done(said) => said,
            Said::Errand(_, never) => match never {},
        };
        Digipost.encode(&decoded.echo, said.as_ref())
    }

    /// The answer as `status code-or-body`.
    pub(super) fn told(&mut self, method: &str, path: &str, body: &str) -> String {
        told(&self.send(method, path, body))
    }

    pub(super) fn pass(&mut self, by: SignedDuration) {
        self.now += by;
    }

    /// The identity number of somebody.
    pub(super) fn ssn(&self, name: &str) -> String {
        let person = self.cast.person(&slug(name)).unwrap();
        person.ssn.as_str().to_owned()
    }

    /// Somebody makes an agreement of a type with a company, by its number.
    pub(super) fn agree(&mut self, name: &str, about: &str, sms: bool) {
        let body = agreement(&self.ssn(name), about, sms);
        let path = format!("/{}/user-agreements", self.broker);
        let told = self.told("POST", &path, &body);
        assert!(told.starts_with("201"), "{told}");
    }

    /// An invoice of Fjord Energi comes.
    pub(super) fn invoice(&mut self, name: &str, due: Date) -> MailNumber {
        let mail = self.letter(name, "Faktura");
        let invoice = MailInvoice {
            kid: Some("00034558237213812".to_owned()),
            amount: Ore::new(29_940),
            account: "45278968788".to_owned(),
            due_date: due,
            state: MailInvoiceState::Unpaid,
        };
        let invoice = Some(invoice);
        self.book.deliver(Mail { invoice, ..mail })
    }

    /// A letter of Fjord Energi, before it comes.
    pub(super) fn letter(&mut self, name: &str, subject: &str) -> Mail {
        Mail {
            owner: MailboxOwner::Person(slug(name)),
            provider: MailboxProvider::Digipost,
            service: "digipost",
            service_id: format!("letter-{subject}"),
            sender: slug("fjord-energi"),
            sender_name: "Fjord Energi".to_owned(),
            subject: subject.to_owned(),
            file_type: "pdf".to_owned(),
            content: self.blobs.keep(Blob::of(&b"%PDF-1.4"[..]), 1 << 20),
            authentication: AuthenticationLevel::Password,
            sensitivity: SensitivityLevel::Normal,
            delivered_at: self.now,
            opened_at: None,
            deleted_at: None,
            attached_to: None,
            invoice: None,
        }
    }
}

/// An answer as `status code-or-body`.
pub(super) fn told(response: &Response<Bytes>) -> String {
    let status = response.status().as_u16();
    let body = String::from_utf8(response.body().to_vec()).unwrap();
    let code = inside(&body, "error-code").unwrap_or(&body);
    format!("{status} {code}")
}

/// What stands in the first element of a name.
pub(super) fn inside<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = body.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(text, _)| text)
}

/// An agreement as the client writes it.
pub(super) fn agreement(ssn: &str, about: &str, sms: bool) -> String {
    format!(
        "<?xml version=\"1.0\"?><agreement xmlns=\"http://api.digipost.no/user/schema/v1\">\
         <type>{about}</type><user-id>{ssn}</user-id><attributes><attribute>\
         <key>sms-notification</key><value>{sms}</value></attribute></attributes></agreement>"
    )
}

/// An update of an invoice as the client writes it.
pub(super) fn update(inside: &str) -> String {
    format!(
        "<invoice-update xmlns=\"http://api.digipost.no/user/schema/v1\">{inside}</invoice-update>"
    )
}

pub(super) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn cast() -> Cast {
    let mut cast = Cast::empty(slug("x"));
    let mut numbers = (310_000_000..).filter_map(|it: u32| OrgNumber::parse(&it.to_string()).ok());
    let mut number = || numbers.next().unwrap();
    let dnb = number();
    let rows = [
        ("dnb", "DNB", DNB, dnb.clone(), Some(Bank::Dnb), vec![]),
        (
            "sbanken",
            "Sbanken",
            SBANKEN,
            number(),
            Some(Bank::Sbanken),
            vec![],
        ),
        (
            "fjord-energi",
            "Fjord Energi",
            FJORD,
            number(),
            None,
            vec![],
        ),
        ("broker", "Mellomledd", BROKER, number(), None, vec![dnb]),
    ];
    for (name, title, id, number, bank, others) in rows {
        let account = DigipostAccount {
            acts_for: ActsFor::Listed(others),
            bank,
            ..account(AccountId::new(id))
        };
        cast.put_company(company(name, title, number, Some(account)))
            .unwrap();
    }
    for (day, name, active) in [
        (1, "kari", Some(true)),
        (2, "ola", Some(true)),
        (3, "lukket", Some(false)),
        (4, "uten", None),
    ] {
        cast.put_person(person(day, name, active)).unwrap();
    }
    cast
}

fn person(day: i8, name: &str, active: Option<bool>) -> Person {
    let born = date(1980, 1, day);
    let ssn = (100..400).find_map(|individual| {
        let series = NationalIdSeries::Synthetic80;
        NationalId::from_parts(born, individual, series, NationalIdKind::Fnr)
    });
    let address = DigipostAddress::parse(&format!("{name}.testesen#0001"));
    Person {
        slug: slug(name),
        ssn: ssn.unwrap(),
        name: PersonName {
            first: name.to_owned(),
            last: "Testesen".to_owned(),
        },
        date_of_birth: born,
        phone: None,
        email: None,
        address: None,
        efaktura: None,
        vipps: None,
        krr: None,
        bank: (name == "kari").then(|| BankFacet {
            name: "DNB".to_owned(),
            account: AccountNumber::parse("15062995960").unwrap(),
            balance: Ore::ZERO,
        }),
        digipost: active.map(|active| DigipostUser {
            address: address.unwrap(),
            active,
            language: Language::Bokmaal,
        }),
    }
}
