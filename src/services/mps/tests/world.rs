//! A small world to try MPS in: a handful of people and one issuer.

use bytes::Bytes;
use http::{Request, Response};
use imbl::Vector;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use crate::consumer::actions::Stage;
use crate::consumer::{Book, Mandate, MandateKey, Note, Presented, PresentedState, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::company::{
    AvtaleGiroAgreement, B2cnoStatus, Company, DpiFacet, MaventaFacet, RegistrationNumber,
};
use crate::domain::credentials::GivenKeys;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::identity::{NationalId, NationalIdKind, NationalIdSeries, OrgNumber};
use crate::domain::kid::{Kid, KidStructure};
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::money::Ore;
use crate::domain::person::{
    Address, EfakturaAgreement, EfakturaFacet, Person, PersonName, VippsFacet,
};
use crate::domain::phone::PhoneNumber;
use crate::domain::settings::Settings;
use crate::domain::slug::Slug;
use crate::services::mps::{Command, Echo, Event, Fault, Model, Mps, Reply, Wish};
use crate::services::{Decoded, Received, Refused, Said, Simulated};

/// The issuer that everybody knows.
pub(super) const FJORD: &str = "310000027";
pub(super) const HALGEIR: &str = "09091816528";
/// Fjord Energi's account, with KIDs of nine digits of which six name the payer.
pub(super) const ACCOUNT: &str = "15062995960";

/// What Halgeir's mandate to Fjord Energi is known by.
pub(super) fn mandate_key() -> MandateKey {
    MandateKey {
        payee_account: AccountNumber::parse(ACCOUNT).unwrap(),
        kid: Kid::with_mod10("12345600").unwrap(),
    }
}

pub(super) struct World {
    pub(super) now: Timestamp,
    pub(super) model: Model,
    pub(super) cast: Cast,
    pub(super) book: Book,
    pub(super) settings: Settings,
    pub(super) notes: Vec<Note>,
    mint: Mint,
    outbox: Vector<Letter>,
    blobs: Blobs,
    pub(super) letters: Vec<Letter>,
    later: Vec<(Timestamp, Event)>,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            now: "2026-03-02T09:00:00+01:00".parse().unwrap(),
            model: Model::default(),
            cast: cast(),
            book: Book::default(),
            settings: Settings::default(),
            notes: Vec::new(),
            mint: Mint::new(1),
            outbox: Vector::new(),
            blobs: Blobs::default(),
            letters: Vec::new(),
            later: Vec::new(),
        }
    }

    /// The world in one turn, and the model beside it.
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

    pub(super) fn apply(&mut self, command: Command) -> Result<Reply, Fault> {
        let (model, mut turn) = self.turn();
        let said = match Mps.apply(model, command, &mut turn) {
            Said::Done(said) => said,
            Said::Errand(_, never) => match never {},
        };
        self.check_index();
        said
    }

    /// Lets time pass, and everything due in it happen at its own time.
    pub(super) fn advance(&mut self, by: SignedDuration) {
        let goal = self.now + by;
        while let Some(next) = self.take_due(goal) {
            let (at, event) = next;
            self.now = at;
            let (model, mut turn) = self.turn();
            model.fire(event, None, &mut turn);
            self.check_index();
        }
        self.now = goal;
    }

    /// What is kept for speed alone has to be what a snapshot that is read makes of the rest.
    #[track_caller]
    fn check_index(&self) {
        let mut anew = self.model.clone();
        anew.enter_all();
        assert!(anew == self.model, "the index fell behind");
    }

    /// Lets an event happen now, as a scenario has it.
    pub(super) fn fire(&mut self, event: Event, wish: Option<&Wish>) {
        let (model, mut turn) = self.turn();
        model.fire(event, wish, &mut turn);
    }

    /// What was put on the agenda since the last time, and did not happen.
    pub(super) fn take_later(&mut self) -> Vec<(Timestamp, Event)> {
        std::mem::take(&mut self.later)
    }

    /// What a consumer may do.
    pub(super) fn consumers(&mut self) -> Stage<'_> {
        Stage {
            cast: &mut self.cast,
            book: &mut self.book,
            mint: &mut self.mint,
            outbox: &mut self.outbox,
            now: self.now,
            expires: false,
        }
    }

    /// The earliest of what is due, and of several what was put there first.
    fn take_due(&mut self, goal: Timestamp) -> Option<(Timestamp, Event)> {
        let due = self.later.iter().enumerate();
        let due = due.filter(|(_, (at, _))| *at <= goal);
        let (index, _) = due.min_by_key(|(index, (at, _))| (*at, *index))?;
        Some(self.later.remove(index))
    }

    /// Halgeir lets Fjord Energi debit him; the rest of the KID differs from claim to claim.
    pub(super) fn mandate(&mut self, active: bool) {
        let mandate = Mandate {
            payer: slug("halgeir"),
            payer_account: None,
            notification: true,
            limit: Some(Ore::new(100_000)),
            active_at_mps: active,
            active_at_router: true,
        };
        self.book.put_mandate(mandate_key(), mandate, self.now);
    }

    /// A copy of a company.
    pub(super) fn company(&self, name: &str) -> Company {
        self.cast.company(&slug(name)).unwrap().as_ref().clone()
    }

    /// Fjord's main vendor agreement at the router.
    pub(super) fn agreement_of_fjord(&mut self, b2cno: B2cnoStatus) {
        let number = OrgNumber::parse(FJORD).unwrap();
        let company = self.cast.company_by_org_number(&number).unwrap();
        let mut company = company.as_ref().clone();
        company.maventa = Some(MaventaFacet {
            keys: GivenKeys::default(),
            signer_allowed: true,
            b2cno,
            default_route_order: Vec::new(),
        });
        self.cast.put_company(company).unwrap();
    }

    /// The receiver pays the invoice of a transaction.
    pub(super) fn pay(&mut self, transaction: &str) {
        let id = self.book.id_of("mps", transaction).unwrap().clone();
        let shown = self.book.shown(&id).unwrap();
        let state = PresentedState::Paid {
            amount: shown.amount,
            at: self.now,
        };
        let paid = Presented {
            state,
            ..shown.clone()
        };
        self.book.put_back_invoice(id, paid);
    }

    /// A message as bytes, and the answer to it.
    pub(super) fn send(&mut self, request: Request<Bytes>) -> Response<Bytes> {
        match Mps.decode(&received(request)) {
            Ok(decoded) => {
                let said = self.apply(decoded.command);
                Mps.encode(&decoded.echo, said.as_ref())
            }
            Err(refused) => refused.response,
        }
    }

    /// What was told, as `kind rule`.
    pub(super) fn told(&self) -> Vec<String> {
        self.notes
            .iter()
            .filter_map(|note| match note {
                Note::Happened(it) => Some(format!("{} {}", it.kind, it.rule.unwrap_or("-"))),
                Note::Filed { .. }
                | Note::FiledWith { .. }
                | Note::ChangesEntry { .. }
                | Note::OpensMailbox { .. } => None,
            })
            .collect()
    }
}

/// A request as the door hands it over.
pub(super) fn received(request: Request<Bytes>) -> Received {
    let path = request.uri().path();
    Received {
        path: path.strip_prefix("/mps").unwrap_or(path).to_owned(),
        base: "http://127.0.0.1:4711/s/x/mps".to_owned(),
        too_large: None,
        arrived: jiff::Timestamp::UNIX_EPOCH,
        request,
    }
}

/// A request at another port.
pub(super) fn at(path: &str, mut request: Request<Bytes>) -> Received {
    *request.uri_mut() = format!("/mps{path}").parse().unwrap();
    received(request)
}

/// The content of a body in an envelope, POSTed.
pub(super) fn post(content: &str) -> Request<Bytes> {
    let body = format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' \
         xmlns:a='https://efaktura-services.nets.no/efaktura-atg-service/v1/'>\
         <s:Body>{content}</s:Body></s:Envelope>"
    );
    crate::services::mps::client::request("", Bytes::from(body))
}

/// A root element with its audit information.
pub(super) fn message(root: &str, rest: &str) -> String {
    format!(
        "<a:{root}><auditInformation><messageIdentifier>m-0001</messageIdentifier>\
         </auditInformation>{rest}</a:{root}>"
    )
}

pub(super) fn decode(content: &str) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    Mps.decode(&received(post(content)))
}

pub(super) fn text(response: &Response<Bytes>) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

fn cast() -> Cast {
    let mut cast = Cast::empty(slug("x"));
    let mut bjorg = person("bjorg Bjørg Forsøk 207080383", "13121622259", "trude16");
    bjorg.address = Some(address("Traneveien 204", "8901", "Brønnøysund"));
    bjorg.vipps = None;
    efaktura(&mut bjorg).yes_to_all = false;
    let mut halgeir = person("halgeir Halgeir Underbakk 414360222", HALGEIR, "halgeir18");
    halgeir.address = Some(address("Trollstigen 120", "6486", "Orten"));
    let mut bodil = person("bodil Bodil Tangen 501216659", "05111926664", "bodil99");
    bodil.address = Some(address("Melkeruta 501", "8901", "Brønnøysund"));
    bodil.vipps = Some(VippsFacet {
        active: true,
        display: false,
        blacklisted: false,
    });
    let one = person("tvilling-en Kim Tvilling 900000001", &ssn(1), "en");
    let mut two = person("tvilling-to Kim Tvilling 900000002", &ssn(2), "to");
    two.phone = one.phone.clone();
    two.date_of_birth = one.date_of_birth;
    let mut blocks = person("sperre Siv Sperre 900000003", &ssn(3), "sperre");
    efaktura(&mut blocks).blocked_issuers = vec![OrgNumber::parse(FJORD).unwrap()];
    let mut legacy = person("arv Arvid Arv 900000004", &ssn(4), "arv");
    *efaktura(&mut legacy) = EfakturaFacet {
        yes_to_all: false,
        agreements: vec![EfakturaAgreement {
            issuer: OrgNumber::parse(FJORD).unwrap(),
            reference: "K-17".to_owned(),
            content_provider: Some("123456789".to_owned()),
        }],
        ..efaktura(&mut legacy).clone()
    };
    let mut outside = person("uten Ute Uten 900000005", &ssn(5), "uten");
    outside.efaktura = None;
    for person in [bjorg, halgeir, bodil, one, two, blocks, legacy, outside] {
        cast.put_person(person).unwrap();
    }
    cast.put_company(Company {
        digipost: None,
        slug: slug("fjord-energi"),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse(FJORD).unwrap()),
        name: "Fjord Energi".to_owned(),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: vec![AvtaleGiroAgreement::on(
            AccountNumber::parse(ACCOUNT).unwrap(),
            KidStructure {
                length: 9,
                reference: (1, 6),
            },
        )],
        dpi: DpiFacet::default(),
        mps: None,
        vipps: None,
        accounts: Vec::new(),
        maskinporten: None,
        delegations: Vec::new(),
    })
    .unwrap();
    cast
}

/// A person out of "slug first last identifier"; the phone ends like the identity number.
fn person(words: &str, ssn: &str, mailbox: &str) -> Person {
    let [name, first, last, identifier] =
        <[&str; 4]>::try_from(words.split(' ').collect::<Vec<_>>()).unwrap();
    let ssn = NationalId::parse(ssn).unwrap();
    Person {
        digipost: None,
        slug: slug(name),
        date_of_birth: ssn.birth_date(),
        phone: PhoneNumber::parse(&ssn.as_str()[3..]).ok(),
        ssn,
        name: PersonName {
            first: first.to_owned(),
            last: last.to_owned(),
        },
        email: EmailAddress::parse(&format!("{mailbox}@mpstest.no")).ok(),
        address: None,
        efaktura: Some(EfakturaFacet {
            identifier: EfakturaIdentifier::parse(identifier).unwrap(),
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
    }
}

fn efaktura(person: &mut Person) -> &mut EfakturaFacet {
    person.efaktura.as_mut().unwrap()
}

fn address(line1: &str, postal_code: &str, city: &str) -> Address {
    Address {
        line1: line1.to_owned(),
        line2: None,
        postal_code: postal_code.to_owned(),
        city: city.to_owned(),
        country: "NO".to_owned(),
    }
}

/// A synthetic identity number of somebody born on this day of January 1980.
fn ssn(day: i8) -> String {
    let born = date(1980, 1, day);
    let number = (100..400).find_map(|individual| {
        let series = NationalIdSeries::Synthetic80;
        NationalId::from_parts(born, individual, series, NationalIdKind::Fnr)
    });
    number.unwrap().as_str().to_owned()
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}
