//! A small world with two people in it, and the tables of what is done there.

use imbl::Vector;
use jiff::Timestamp;
use jiff::civil::date;

use super::super::*;
use crate::consumer::{
    Book, DocumentType, Mandate, MandateKey, Presented, PresentedId, PresentedState,
};
use crate::domain::account::AccountNumber;
use crate::domain::cast::Cast;
use crate::domain::company::{Company, DpiFacet, RegistrationNumber};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::kid::Kid;
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::money::Ore;
use crate::domain::person::{
    BankFacet, EfakturaAgreement, EfakturaFacet, KrrFacet, Person, PersonName, VippsFacet,
};
use crate::domain::slug::Slug;

pub(super) const PAYEE: &str = "86011117947";
pub(super) const KID: &str = "000002123453";
pub(super) const ISSUER: &str = "304520817";

/// A small world: `halgeir` has everything, `bjorg` nothing but a name.
pub(super) struct Small {
    pub(super) cast: Cast,
    pub(super) book: Book,
    pub(super) mint: Mint,
    pub(super) outbox: Vector<Letter>,
}

impl Small {
    pub(super) fn new() -> Self {
        let mut cast = Cast::empty(slug("default"));
        cast.put_person(halgeir()).unwrap();
        cast.put_person(bare("bjorg", "13121622259")).unwrap();
        cast.put_company(fjord()).unwrap();
        let mut book = Book::default();
        for (id, document_type, minimum) in [
            ("bill", DocumentType::Invoice, None),
            ("part", DocumentType::Invoice, Some(Ore::new(10_000))),
            ("credit", DocumentType::CreditNote, None),
        ] {
            book.present(
                PresentedId(id.into()),
                presented(id, document_type, minimum),
            );
        }
        book.put_mandate(key(KID), mandate("halgeir"), Timestamp::UNIX_EPOCH);
        book.take_news();
        let (mint, outbox) = (Mint::new(1), Vector::new());
        Self {
            cast,
            book,
            mint,
            outbox,
        }
    }

    pub(super) fn act(&mut self, deed: &str) -> Result<Done, ActionError> {
        let mut words = deed.split(' ');
        let (who, action) = (words.next().unwrap(), words.next().unwrap());
        let fields = words
            .map(|word| word.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), value.replace('_', " ")))
            .collect();
        let mut stage = Stage {
            cast: &mut self.cast,
            book: &mut self.book,
            mint: &mut self.mint,
            outbox: &mut self.outbox,
            now: "2026-03-02T08:00:00Z".parse().unwrap(),
            expires: false,
        };
        act(&mut stage, &slug(who), action, &fields)
    }

    pub(super) fn person(&self, who: &str) -> Person {
        self.cast.person(&slug(who)).unwrap().as_ref().clone()
    }

    /// Each two lines are a deed and words of what came of it; `!` before them is a refusal, which
    /// must have changed nothing.
    #[track_caller]
    pub(super) fn play(&mut self, story: &str) {
        let lines: Vec<&str> = story.lines().map(str::trim).collect();
        for pair in lines.chunks(2) {
            let [deed, expected] = pair else {
                panic!("`{pair:?}` lacks its end")
            };
            let before = (self.cast.clone(), self.book.clone());
            let told = self.act(deed);
            match expected.strip_prefix("! ") {
                None => assert_has(&told.unwrap().text, expected, deed),
                Some(words) => {
                    assert_has(&told.unwrap_err().to_string(), words, deed);
                    let after = (self.cast.clone(), self.book.clone());
                    assert_eq!(before, after, "{deed}: a refusal changed something");
                }
            }
        }
    }
}

#[track_caller]
pub(super) fn assert_has(text: &str, words: &str, row: &str) {
    assert!(text.contains(words), "{row}: `{text}` lacks `{words}`");
}

pub(super) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub(super) fn key(kid: &str) -> MandateKey {
    MandateKey {
        payee_account: AccountNumber::parse(PAYEE).unwrap(),
        kid: Kid::parse(kid).unwrap(),
    }
}

pub(super) fn mandate(payer: &str) -> Mandate {
    Mandate {
        payer: slug(payer),
        payer_account: None,
        notification: true,
        limit: Some(Ore::new(500_000)),
        active_at_mps: true,
        active_at_router: true,
    }
}

pub(super) fn bare(name: &str, ssn: &str) -> Person {
    let ssn = NationalId::parse(ssn).unwrap();
    Person {
        slug: slug(name),
        date_of_birth: ssn.birth_date(),
        ssn,
        name: PersonName {
            first: "A".into(),
            last: "B".into(),
        },
        phone: None,
        email: None,
        address: None,
        efaktura: None,
        vipps: None,
        digipost: None,
        krr: None,
        bank: None,
    }
}

pub(super) fn halgeir() -> Person {
    Person {
        efaktura: Some(EfakturaFacet {
            identifier: EfakturaIdentifier::parse("414360222").unwrap(),
            yes_to_all: true,
            blocked_issuers: Vec::new(),
            agreements: vec![EfakturaAgreement {
                issuer: OrgNumber::parse(ISSUER).unwrap(),
                reference: "1".into(),
                content_provider: None,
            }],
        }),
        vipps: Some(VippsFacet {
            active: true,
            display: true,
            blacklisted: false,
        }),
        digipost: None,
        krr: Some(KrrFacet::default()),
        bank: Some(BankFacet {
            name: "DNB".into(),
            account: AccountNumber::parse("99999893488").unwrap(),
            balance: Ore::new(100_000),
        }),
        ..bare("halgeir", "09091816528")
    }
}

pub(super) fn fjord() -> Company {
    Company {
        slug: slug("fjord-energi"),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse(ISSUER).unwrap()),
        name: "Fjord Energi".into(),
        country: "NO".into(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: Vec::new(),
        dpi: DpiFacet::default(),
        digipost: None,
        mps: None,
        vipps: None,
        accounts: Vec::new(),
        maskinporten: None,
        delegations: Vec::new(),
    }
}

pub(super) fn presented(
    id: &str,
    document_type: DocumentType,
    minimum_amount: Option<Ore>,
) -> Presented {
    Presented {
        consumer: slug("halgeir"),
        service: "mps",
        service_id: id.into(),
        issuer: ISSUER.into(),
        brand: "Fjord Energi".into(),
        document_type,
        kid: Some(KID.into()),
        account: PAYEE.into(),
        amount: Ore::new(45_000),
        minimum_amount,
        due_date: date(2026, 3, 20),
        url: "https://fjord.example/1".into(),
        presented_at: Timestamp::UNIX_EPOCH,
        in_vipps: true,
        vipps_stay: None,
        by_direct_debit: false,
        state: PresentedState::Open,
        revision: 0,
        changed: "2026-03-02T08:00:00Z".parse().unwrap(),
    }
}
