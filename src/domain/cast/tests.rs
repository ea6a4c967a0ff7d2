//! Putting people and companies into a cast, and the builders that other tests borrow.

use jiff::civil::Date;

use super::*;
use crate::domain::account::AccountNumber;
use crate::domain::company::{
    ActsFor, AvtaleGiroAgreement, B2cnoStatus, Company, DpiFacet, MaventaFacet, MpsFacet, MpsRole,
    RegistrationNumber,
};
use crate::domain::credentials::{GivenKeys, GivenLogin};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::giro::CustomerUnit;
use crate::domain::identity::{NationalId, NationalIdKind, NationalIdSeries, OrgNumber};
use crate::domain::kid::KidStructure;
use crate::domain::money::Ore;
use crate::domain::person::{Address, BankFacet, EfakturaFacet, Person, PersonName};
use crate::domain::phone::PhoneNumber;
use crate::domain::slug::Slug;

/// The three documented test consumers (Maventa: Consumer Invoicing (Norway), test consumers).
const DOCUMENTED: &str = "
    bjorg|13121622259|Bjørg|Forsøk|207080383|trude16|Traneveien 204|8901|Brønnøysund|no
    halgeir|09091816528|Halgeir|Underbakk|414360222|halgeir18|Trollstigen 120|6486|Orten|yes
    bodil|05111926664|Bodil|Tangen|501216659|bodil99|Melkeruta 501|8901|Brønnøysund|yes";

pub(in crate::domain) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub(in crate::domain) fn documented() -> Cast {
    let mut cast = Cast::empty(slug("default"));
    for row in DOCUMENTED.lines().filter(|row| !row.trim().is_empty()) {
        let cells: Vec<&str> = row.trim().split('|').collect();
        let [name, ssn, first, last, id, email, line1, code, city, yes] = cells[..] else {
            panic!("{row}");
        };
        let mut person = person(name, ssn, first, last);
        person.phone = Some(PhoneNumber::parse(&ssn[3..]).unwrap());
        person.email = Some(EmailAddress::parse(&format!("{email}@mpstest.no")).unwrap());
        person.address = Some(address(line1, code, city));
        person.efaktura = Some(registered(id, yes == "yes"));
        cast.put_person(person).unwrap();
    }
    cast
}

/// Somebody without any facet; a date of birth instead of a number gets one made.
pub(in crate::domain) fn person(name: &str, ssn: &str, first: &str, last: &str) -> Person {
    let ssn = NationalId::parse(ssn).unwrap_or_else(|_| made(ssn));
    Person {
        slug: slug(name),
        date_of_birth: ssn.birth_date(),
        ssn,
        name: PersonName {
            first: first.to_owned(),
            last: last.to_owned(),
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

fn made(birth_date: &str) -> NationalId {
    let born: Date = birth_date.parse().unwrap();
    let (series, kind) = (NationalIdSeries::Synthetic80, NationalIdKind::Fnr);
    (0..999)
        .find_map(|individual| NationalId::from_parts(born, individual, series, kind))
        .unwrap()
}

pub(in crate::domain) fn address(line1: &str, code: &str, city: &str) -> Address {
    Address {
        line1: line1.to_owned(),
        line2: None,
        postal_code: code.to_owned(),
        city: city.to_owned(),
        country: "NO".to_owned(),
    }
}

pub(in crate::domain) fn registered(identifier: &str, yes_to_all: bool) -> EfakturaFacet {
    EfakturaFacet {
        identifier: EfakturaIdentifier::parse(identifier).unwrap(),
        yes_to_all,
        blocked_issuers: Vec::new(),
        agreements: Vec::new(),
    }
}

fn company(name: &str, number: &str, company_id: Option<&str>) -> Company {
    let norwegian = OrgNumber::parse(number).map(RegistrationNumber::Norwegian);
    Company {
        slug: slug(name),
        org_number: norwegian.unwrap_or_else(|_| RegistrationNumber::Foreign(number.into())),
        name: name.to_owned(),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: Some(MaventaFacet {
            keys: GivenKeys {
                company_id: company_id.map(ToOwned::to_owned),
                ..GivenKeys::default()
            },
            signer_allowed: true,
            b2cno: B2cnoStatus::Active,
            default_route_order: Vec::new(),
        }),
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

fn with_account(mut person: Person, account: &str) -> Person {
    person.bank = Some(BankFacet {
        name: "DNB".to_owned(),
        account: AccountNumber::parse(account).unwrap(),
        balance: Ore::ZERO,
    });
    person
}

fn found<'a>(cast: &'a Cast, identifier: &str) -> Option<&'a str> {
    let identifier = EfakturaIdentifier::parse(identifier).unwrap();
    let person = cast.seen_by("mps").by_identifier(&identifier)?;
    Some(person.slug.as_str())
}

#[test]
fn a_person_is_found_by_number_and_identifier_whoever_looks() {
    let cast = documented();
    let seen = cast.seen_by("krr");
    assert_eq!(seen.service(), "krr");
    let halgeir = NationalId::parse("09091816528").unwrap();
    let person = seen.by_ssn(&halgeir).unwrap();
    assert_eq!(person.slug.as_str(), "halgeir");
    assert_eq!(found(&cast, "501216659"), Some("bodil"));
    let names: Vec<&str> = seen.people().map(|person| person.slug.as_str()).collect();
    assert_eq!(names, ["bjorg", "bodil", "halgeir"]);
}

#[test]
fn who_is_put_again_is_found_by_the_new_identifiers_only() {
    let mut cast = documented();
    let mut bodil = person("bodil", "1990-05-17", "Bodil", "Tangen");
    bodil.efaktura = Some(registered("123456789", true));
    let new = bodil.ssn.clone();
    cast.put_person(bodil.clone()).unwrap();
    let old = NationalId::parse("05111926664").unwrap();
    assert!(cast.seen_by("mps").by_ssn(&old).is_none());
    assert!(cast.seen_by("mps").by_ssn(&new).is_some());
    assert_eq!(found(&cast, "501216659"), None);
    assert_eq!(found(&cast, "123456789"), Some("bodil"));
    assert_eq!(cast.people().count(), 3);

    bodil.efaktura = None;
    cast.put_person(bodil).unwrap();
    assert_eq!(found(&cast, "123456789"), None);
}

#[test]
fn an_identifier_that_was_given_up_is_free_for_somebody_else() {
    let mut cast = documented();
    let bodil = cast.person(&slug("bodil")).unwrap().as_ref().clone();
    let gone = with_account(bodil.clone(), "86011117947");
    cast.put_person(gone).unwrap();
    cast.put_person(person("bodil", "1990-05-17", "Bodil", "Tangen"))
        .unwrap();
    let heir = Person {
        slug: slug("heir"),
        ..with_account(bodil, "86011117947")
    };
    cast.put_person(heir).unwrap();
    assert_eq!(found(&cast, "501216659"), Some("heir"));
}

#[test]
fn what_somebody_else_has_is_refused_and_nothing_changes() {
    let mut cast = documented();
    let bodil = cast.person(&slug("bodil")).unwrap().as_ref().clone();
    cast.put_person(with_account(bodil, "86011117947")).unwrap();
    let before = cast.clone();
    let same_number = person("kari", "05111926664", "Kari", "Ny");
    let mut same_identifier = person("kari", "1990-05-17", "Kari", "Ny");
    same_identifier.efaktura = Some(registered("414360222", true));
    let same_account = person("kari", "1990-05-17", "Kari", "Ny");
    let same_account = with_account(same_account, "86011117947");
    let mut moved = cast.person(&slug("halgeir")).unwrap().as_ref().clone();
    moved.efaktura = Some(registered("501216659", true));
    for (person, what, owner) in [
        (same_number, "national identity number", "bodil"),
        (same_identifier, "eFaktura identifier", "halgeir"),
        (same_account, "account", "bodil"),
        (moved, "eFaktura identifier", "bodil"),
    ] {
        let taken = cast.put_person(person).unwrap_err();
        assert_eq!((taken.what, taken.owner.as_str()), (what, owner));
        assert_eq!(cast, before, "{what}");
    }
}

#[test]
fn a_company_is_found_by_number_and_by_the_keys_in_force() {
    let mut cast = Cast::empty(slug("default"));
    cast.put_company(company("fjord", "980858073", None))
        .unwrap();
    let fjord = cast.company(&slug("fjord")).unwrap();
    let computed = cast.keys(fjord).unwrap().company_id;
    assert!(cast.company_by_id(&computed).is_some());

    cast.put_company(company("fjord", "980858073", Some("given")))
        .unwrap();
    assert!(cast.company_by_id(&computed).is_none());
    assert!(cast.company_by_id("given").is_some());
    let number = OrgNumber::parse("980858073").unwrap();
    assert!(cast.company_by_org_number(&number).is_some());

    let before = cast.clone();
    for (other, what) in [
        (company("other", "980858073", None), "organisation number"),
        (company("other", "5560000001", Some("given")), "company id"),
    ] {
        let taken = cast.put_company(other).unwrap_err();
        assert_eq!((taken.what, taken.owner.as_str()), (what, "fjord"));
        assert_eq!(cast, before);
    }

    cast.put_company(company("fjord", "5560000001", None))
        .unwrap();
    assert!(cast.company_by_org_number(&number).is_none());
    cast.put_company(company("other", "980858073", Some("given")))
        .unwrap();
    assert_eq!(cast.companies().count(), 2);
}

/// A company with a customer unit, and an agreement on each of some accounts.
fn filing(name: &str, number: &str, unit: &str, accounts: &[(&str, &[&str])]) -> Company {
    let read = |unit: &&str| CustomerUnit::parse(unit).unwrap();
    let agreements = accounts.iter().map(|(account, told)| AvtaleGiroAgreement {
        data_receivers: told.iter().map(read).collect(),
        ..AvtaleGiroAgreement::on(
            AccountNumber::parse(account).unwrap(),
            KidStructure {
                length: 12,
                reference: (1, 6),
            },
        )
    });
    Company {
        avtalegiro: agreements.collect(),
        mps: Some(MpsFacet {
            login: GivenLogin::default(),
            customer_unit: Some(read(&unit)),
            roles: vec![MpsRole::Submitter],
            acts_for: ActsFor::All,
            avtalegiro: true,
            names_service_provider: false,
            black_listed: None,
        }),
        ..company(name, number, None)
    }
}

#[test]
fn a_customer_unit_belongs_to_one_company_until_it_is_given_up() {
    let unit = CustomerUnit::parse("00230456").unwrap();
    let mut cast = Cast::empty(slug("default"));
    let fjord = filing("fjord", "980858073", "00230456", &[]);
    cast.put_company(fjord.clone()).unwrap();
    let owner = |cast: &Cast| {
        cast.company_by_unit(&unit)
            .map(|company| company.slug.to_string())
    };
    assert_eq!(owner(&cast).as_deref(), Some("fjord"));
    let before = cast.clone();
    let other = filing("other", "5560000001", "00230456", &[]);
    let taken = cast.put_company(other.clone()).unwrap_err();
    assert_eq!(
        (taken.what, taken.value.as_str(), taken.owner.as_str()),
        ("customer unit", "00230456", "fjord")
    );
    assert_eq!(cast, before);
    assert_eq!(
        owner(&cast.moved_to(slug("copy"))).as_deref(),
        Some("fjord")
    );

    cast.put_company(fjord).unwrap();
    cast.put_company(company("fjord", "980858073", None))
        .unwrap();
    assert_eq!(owner(&cast), None);
    cast.put_company(other).unwrap();
    assert_eq!(owner(&cast).as_deref(), Some("other"));
}

#[test]
fn a_foreign_number_of_the_same_digits_is_no_norwegian_one() {
    let mut cast = Cast::empty(slug("default"));
    let mut swedish = company("svensk", "980858073", None);
    swedish.org_number = RegistrationNumber::Foreign("980858073".to_owned());
    cast.put_company(swedish).unwrap();
    let number = OrgNumber::parse("980858073").unwrap();
    assert!(cast.company_by_org_number(&number).is_none());
}
