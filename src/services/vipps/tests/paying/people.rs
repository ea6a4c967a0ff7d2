//! Who is in the world of these tests: payment providers, consumers.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::date;
use serde_json::json;
use uuid::Uuid;

use crate::crypto::Signer;
use crate::crypto::jwt::rs256;
use crate::domain::account::AccountNumber;
use crate::domain::cast::Cast;
use crate::domain::company::{Company, DpiFacet, RegistrationNumber};
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::money::Ore;
use crate::domain::person::{BankFacet, Person, PersonName, VippsFacet};
use crate::domain::phone::PhoneNumber;
use crate::domain::slug::Slug;
use crate::domain::vipps::{IppAccount, Product, VippsAccount};
use crate::services::vipps::model::{AccessState, Asker, Session};

/// A bank.
pub(super) const BANK: &str = "fjordbank";
/// Another bank.
pub(super) const OTHER: &str = "other-bank";
/// The app of Vipps.
pub(super) const APP: &str = "vipps-app";

pub(super) const KARI: &str = "01032300371";
pub(super) const KARIS_PHONE: &str = "4797777776";
pub(super) const OLA: &str = "09091816528";

/// The providers, with the ids of their access tokens and organisation numbers.
const PROVIDERS: [(&str, u128, &str); 3] = [
    (BANK, 1, "918130047"),
    (OTHER, 2, "123123123"),
    (APP, 3, "999999999"),
];

/// Access tokens by the names of their providers; to sign one takes a while.
static TOKENS: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let signed = PROVIDERS.iter().map(|(name, id, _)| {
        let claims = json!({ "appid": name, "uti": Uuid::from_u128(*id).to_string() });
        let token = rs256(Signer::VippsFirst, "k", claims.as_object().unwrap());
        (*name, token)
    });
    signed.collect()
});

pub(super) fn token(of: &str) -> &'static str {
    let mut all = TOKENS.iter();
    &all.find(|(name, _)| *name == of).unwrap().1
}

pub(super) fn sessions() -> AccessState {
    let mut state = AccessState::default();
    for (name, id, _) in PROVIDERS {
        let asker = Asker {
            company: slug(name),
            product: Product::Ipp,
        };
        let until = Timestamp::MAX;
        let session = Session {
            asker,
            until,
            number: 0,
        };
        state.sessions.insert(Uuid::from_u128(id), session);
    }
    state
}

pub(super) fn cast() -> Cast {
    let mut cast = Cast::empty(slug("x"));
    for (name, _, number) in PROVIDERS {
        cast.put_company(company(name, number)).unwrap();
    }
    cast.put_person(person("kari", KARI, Some("+4797777776")))
        .unwrap();
    cast.put_person(person("ola", OLA, None)).unwrap();
    cast
}

pub(super) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn company(name: &str, number: &str) -> Company {
    let ipp = IppAccount {
        is_app: name == APP,
        ..IppAccount::default()
    };
    Company {
        slug: slug(name),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse(number).unwrap()),
        name: name.to_owned(),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: Vec::new(),
        dpi: DpiFacet::default(),
        mps: None,
        digipost: None,
        vipps: Some(VippsAccount {
            ipp: Some(ipp),
            ..VippsAccount::default()
        }),
        accounts: Vec::new(),
        maskinporten: None,
        delegations: Vec::new(),
    }
}

fn person(name: &str, ssn: &str, phone: Option<&str>) -> Person {
    Person {
        slug: slug(name),
        ssn: NationalId::parse(ssn).unwrap(),
        name: PersonName {
            first: name.to_owned(),
            last: "Testesen".to_owned(),
        },
        date_of_birth: date(1923, 3, 1),
        phone: phone.map(|it| PhoneNumber::parse(it).unwrap()),
        email: None,
        address: None,
        efaktura: None,
        vipps: Some(VippsFacet {
            active: true,
            display: true,
            blacklisted: false,
        }),
        krr: None,
        bank: (name == "kari").then(|| BankFacet {
            name: "Fjordbank".to_owned(),
            account: AccountNumber::parse("15062995960").unwrap(),
            balance: Ore::new(1_000_000),
        }),
        digipost: None,
    }
}
