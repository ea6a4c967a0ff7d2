//! Payees whose mandates and payments are told in files, and the files as lines of text.

use jiff::Timestamp;

use crate::consumer::actions::{self, Fields};
use crate::consumer::{Claim, ClaimId, ClaimState, Mandate, MandateKey};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::company::{AvtaleGiroAgreement, Company, RegistrationNumber};
use crate::domain::giro::{CustomerUnit, Order, Transmission};
use crate::domain::identity::OrgNumber;
use crate::domain::kid::{Kid, KidStructure};
use crate::domain::money::Ore;
use crate::domain::person::BankFacet;
use crate::domain::slug::Slug;
use crate::services::mps::tests::world::{ACCOUNT, World};
use crate::services::mps::{Desire, Event, FileContent, OutgoingFile, Wanted, Wish};

/// Two data receivers: the first is told of Fjord's account, both of Nord's.
const ONE: &str = "00230456";
const TWO: &str = "00230457";

/// Nord's account, and one of Nord's that nobody is told of.
pub(super) const NORD: &str = "15062997009";
pub(super) const SILENT: &str = "15062998005";

/// All three.
pub(super) const ACCOUNTS: [&str; 3] = [ACCOUNT, NORD, SILENT];

/// Who is told of each.
pub(super) const RECEIVERS: [&[&str]; 3] = [&[ONE], &[ONE, TWO], &[]];

const KIDS: KidStructure = KidStructure {
    length: 9,
    reference: (1, 6),
};

pub(super) struct Office {
    pub(super) world: World,
    claims: u64,
}

pub(super) fn account(text: &str) -> AccountNumber {
    AccountNumber::parse(text).unwrap()
}

fn unit(text: &str) -> CustomerUnit {
    CustomerUnit::parse(text).unwrap()
}

pub(super) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

/// The n-th payer's KID in a claim or mandate.
pub(super) fn kid(n: u32) -> Kid {
    Kid::with_mod10(&format!("{n:06}00")).unwrap()
}

pub(super) fn wish(wanted: Wanted, rows: &[usize]) -> Wish {
    Wish {
        what: Desire::Do(wanted),
        rows: rows.to_vec(),
    }
}

impl Office {
    pub(super) fn new() -> Self {
        let mut world = World::new();
        let mut fjord = world.company("fjord-energi");
        fjord.avtalegiro[0].data_receivers = vec![unit(ONE)];
        let nord = Company {
            slug: slug("nord"),
            org_number: RegistrationNumber::Norwegian(OrgNumber::parse("310000035").unwrap()),
            name: "Nord".to_owned(),
            avtalegiro: vec![
                AvtaleGiroAgreement {
                    data_receivers: vec![unit(ONE), unit(TWO)],
                    ..AvtaleGiroAgreement::on(account(NORD), KIDS)
                },
                AvtaleGiroAgreement::on(account(SILENT), KIDS),
            ],
            ..fjord.clone()
        };
        for company in [fjord, nord] {
            world.cast.put_company(company).unwrap();
        }
        let mut halgeir = world
            .cast
            .person(&slug("halgeir"))
            .unwrap()
            .as_ref()
            .clone();
        halgeir.bank = Some(BankFacet {
            name: "Sandbanken".to_owned(),
            account: account("99991042764"),
            balance: Ore::new(100_000_000),
        });
        world.cast.put_person(halgeir).unwrap();
        Self { world, claims: 0 }
    }

    /// What Halgeir's n-th mandate says from now on.
    pub(super) fn mandate(&mut self, to: &str, n: u32, notification: bool, active: bool) {
        let mandate = Mandate {
            payer: slug("halgeir"),
            payer_account: Some(account("99991042764")),
            notification,
            limit: None,
            active_at_mps: active,
            active_at_router: true,
        };
        self.world
            .book
            .put_mandate(key(to, n), mandate, self.world.now);
    }

    pub(super) fn end(&mut self, to: &str, n: u32) {
        self.world.book.end_mandate(&key(to, n), self.world.now);
    }

    /// A claim was debited at an instant.
    pub(super) fn paid(&mut self, to: &str, n: u32, ore: i64, at: &str) -> ClaimId {
        self.paid_at(to, n, ore, at.parse().unwrap())
    }

    pub(super) fn paid_at(&mut self, to: &str, n: u32, ore: i64, at: Timestamp) -> ClaimId {
        self.claims += 1;
        let id = ClaimId(format!("claim-{:06}", self.claims));
        let claim = Claim {
            service: "mps",
            payer: slug("halgeir"),
            mandate: key(to, n),
            payer_account: (n != 0).then(|| account("99991042764")),
            payee_account: account(to),
            payee: "a payee".to_owned(),
            kid: kid(n),
            amount: Ore::new(ore),
            due_date: calendar::local_date(at),
            notice: false,
            received_at: at,
            copy: None,
            uncovered: false,
            state: ClaimState::Paid { at },
        };
        self.world.book.take_claim(id.clone(), claim);
        id
    }

    /// Halgeir has his money back.
    pub(super) fn reverse(&mut self, claim: &ClaimId) {
        let fields = Fields::from([("claim".to_owned(), claim.0.clone())]);
        let mut stage = self.world.consumers();
        actions::act(&mut stage, &slug("halgeir"), "reverse-payment", &fields).unwrap();
    }

    /// The files that a run makes at an instant.
    pub(super) fn run(&mut self, at: &str, wish: Option<&Wish>) -> Vec<OutgoingFile> {
        self.run_at(at.parse().unwrap(), wish)
    }

    pub(super) fn run_at(&mut self, at: Timestamp, wish: Option<&Wish>) -> Vec<OutgoingFile> {
        self.world.now = at;
        let before = self.world.model.files.last_file;
        self.world.fire(Event::SendFiles, wish);
        let made = self.world.model.files.outgoing.values();
        let made = made.filter(|file| file.serial > before);
        made.map(|file| file.as_ref().clone()).collect()
    }

    /// The same as lines.
    pub(super) fn lines(&mut self, at: &str, wish: Option<&Wish>) -> Vec<String> {
        let files = self.run(at, wish);
        files.iter().flat_map(lines).collect()
    }
}

fn key(to: &str, n: u32) -> MandateKey {
    MandateKey {
        payee_account: account(to),
        kid: kid(n),
    }
}

pub(super) fn transmission(file: &OutgoingFile) -> &Transmission {
    let FileContent::Transmission(transmission) = &file.content else {
        panic!("{file:?}");
    };
    transmission
}

/// A file as lines: whose it is, then its orders with what is in them.
pub(super) fn lines(file: &OutgoingFile) -> Vec<String> {
    let sent = transmission(file);
    assert_eq!(file.to.as_ref(), Some(&sent.recipient));
    assert_eq!(sent.sender, CustomerUnit::mps());
    let date = sent
        .date
        .map_or_else(|| "zeros".to_owned(), |it| it.to_string());
    let kind = file.kind.as_str();
    let mut lines = vec![format!(
        "{kind} {} {} {date}",
        sent.number.get(),
        sent.recipient
    )];
    for (index, order) in sent.orders.iter().enumerate() {
        let number = match order {
            Order::Mandates(order) => {
                lines.push(format!("mandates {}", order.account));
                lines.extend(order.lines.iter().map(|line| {
                    let notice = if line.notification { "J" } else { "N" };
                    format!("{} {} {notice}", line.registration.as_str(), line.kid)
                }));
                order.number
            }
            Order::Settlements(order) => {
                lines.push(format!("payments {} {}", order.account, order.agreement));
                lines.extend(order.payments.iter().map(|it| {
                    let sign = if it.is_negative { "-" } else { "" };
                    format!(
                        "{} {}/{} {} {sign}{} {} {}",
                        it.kind.as_str(),
                        it.number,
                        it.serial,
                        it.date,
                        it.amount.get(),
                        it.kid,
                        it.reference
                    )
                }));
                order.number
            }
            Order::Claims(_) | Order::Deletions(_) => panic!("MPS sends no claims"),
        };
        assert_eq!(usize::try_from(number.get()).unwrap(), index + 1);
    }
    lines
}
