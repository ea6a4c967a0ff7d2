//! What a user may do with shipments of the Combo API, and of whom.

use jiff::SignedDuration;
use jiff::civil::date;
use uuid::Uuid;

use super::legs::transaction;
use super::world::{FJORD, World};
use crate::domain::company::{ActsFor, BlackListing, Company, MpsFacet, MpsRole};
use crate::domain::company::{DpiFacet, RegistrationNumber};
use crate::domain::credentials::GivenLogin;
use crate::domain::identity::OrgNumber;
use crate::domain::slug::Slug;
use crate::services::mps::{
    Ask, Command, Fault, Login, Proof, Reply, Shipment, ShipmentId, Span, TransactionId,
};

/// A company with a user of its own name; the password is the name, too.
fn company(name: &str, number: &str, change: impl FnOnce(&mut MpsFacet)) -> Company {
    let mut facet = MpsFacet {
        login: GivenLogin {
            user: Some(name.to_owned()),
            password: Some(name.to_owned()),
        },
        customer_unit: None,
        roles: vec![MpsRole::Submitter],
        acts_for: ActsFor::All,
        avtalegiro: true,
        names_service_provider: false,
        black_listed: None,
    };
    change(&mut facet);
    let number = OrgNumber::parse(number).unwrap();
    Company {
        digipost: None,
        slug: Slug::parse(name).unwrap(),
        org_number: RegistrationNumber::Norwegian(number),
        name: name.to_owned(),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: Vec::new(),
        dpi: DpiFacet::default(),
        mps: Some(facet),
        vipps: None,
        accounts: Vec::new(),
        maskinporten: None,
        delegations: Vec::new(),
    }
}

fn world() -> World {
    let mut world = World::new();
    world.mandate(true);
    for company in [
        company("all", "304520817", |_| {}),
        company("own", "363275370", |facet| {
            facet.acts_for = ActsFor::Listed(Vec::new())
        }),
        company("no-claims", "980858073", |facet| facet.avtalegiro = false),
        company("erp", "914286018", |facet| facet.roles = vec![MpsRole::Erp]),
        company("listed", "986559469", |facet| {
            facet.black_listed = Some(BlackListing {
                from: date(2026, 3, 3),
                until: Some(date(2026, 3, 4)),
            });
        }),
    ] {
        world.cast.put_company(company).unwrap();
    }
    world
}

fn by(user: &str, ask: Ask) -> Command {
    Command {
        login: Some(Login {
            user: user.to_owned(),
            proof: Proof::Text(user.to_owned()),
        }),
        ..Command::from(ask)
    }
}

fn send(world: &mut World, user: &str, issuer: &str, payment: &str) -> Result<u128, Fault> {
    let number = 1 + u128::try_from(world.told().len()).unwrap();
    let mut sent = transaction(payment);
    sent.id = TransactionId::from(Uuid::from_u128(number));
    let shipment = Shipment {
        id: ShipmentId::from(Uuid::from_u128(number)),
        issuer: issuer.to_owned(),
        transactions: vec![sent],
    };
    world.apply(by(user, Ask::AddShipment(shipment)))?;
    world.advance(SignedDuration::from_secs(60));
    Ok(number)
}

fn code(said: Result<u128, Fault>) -> String {
    match said {
        Ok(_) => "taken".to_owned(),
        Err(fault) => fault
            .kind
            .code()
            .map_or(fault.found, |code| code.to_string()),
    }
}

#[test]
fn claims_need_the_right_to_claim_and_to_act_for_the_payee() {
    for (user, issuer, payment, expected) in [
        ("all", FJORD, "AVTALEGIRO", "taken"),
        ("own", FJORD, "AVTALEGIRO", "3101"),
        ("own", "363275370", "AVTALEGIRO", "3101"),
        ("all", "999999999", "AVTALEGIRO", "taken"),
        ("own", FJORD, "EFAKTURA_AND_AVTALEGIRO", "3101"),
        ("no-claims", FJORD, "EFAKTURA_AND_AVTALEGIRO", "3101"),
        (
            "no-claims",
            FJORD,
            "EFAKTURA_AND_EXTERNAL_AVTALEGIRO",
            "taken",
        ),
        ("no-claims", FJORD, "EFAKTURA", "taken"),
        ("own", FJORD, "EFAKTURA", "taken"),
        (
            "erp",
            FJORD,
            "EFAKTURA",
            "a user without the role submitter",
        ),
    ] {
        let said = code(send(&mut world(), user, issuer, payment));
        assert_eq!(said, expected, "{user} for {issuer}: {payment}");
    }
}

#[test]
fn an_efaktura_for_somebody_elses_issuer_is_rejected_later() {
    let mut world = world();
    send(&mut world, "own", FJORD, "EFAKTURA").unwrap();
    assert_eq!(world.told().pop().unwrap(), "efaktura.rejected MPS-E009");
}

#[test]
fn a_user_knows_of_what_it_sent_and_of_what_belongs_to_its_issuers() {
    let mut world = world();
    let number = send(&mut world, "all", FJORD, "EFAKTURA").unwrap();
    let shipment = ShipmentId::from(Uuid::from_u128(number));
    let transaction = TransactionId::from(Uuid::from_u128(number));
    for (ask, expected) in [
        (Ask::GetShipmentStatus(shipment), 3000),
        (Ask::CancelShipment(shipment), 3000),
        (Ask::GetTransactionStatus(transaction), 3001),
        (Ask::CancelTransaction(transaction), 3001),
    ] {
        let refused = world.apply(by("own", ask.clone())).unwrap_err();
        assert_eq!(refused.kind.code(), Some(expected), "{ask:?}");
        assert!(world.apply(by("listed", ask.clone())).is_ok(), "{ask:?}");
        assert!(world.apply(by("all", ask.clone())).is_ok(), "{ask:?}");
    }
}

#[test]
fn shipments_are_listed_for_who_sent_them_only() {
    let mut world = world();
    send(&mut world, "all", FJORD, "EFAKTURA").unwrap();
    send(&mut world, "listed", FJORD, "EFAKTURA").unwrap();
    let span = || {
        Ask::GetShipments(Span {
            from: "2026-03-01T00:00:00Z".parse().unwrap(),
            to: "2026-03-31T00:00:00Z".parse().unwrap(),
        })
    };
    for (command, expected) in [
        (by("all", span()), 1),
        (by("listed", span()), 1),
        (by("own", span()), 0),
        (span().into(), 0),
    ] {
        let Ok(Reply::Shipments(ids)) = world.apply(command) else {
            panic!("no answer");
        };
        assert_eq!(ids.len(), expected);
    }
}

#[test]
fn an_issuer_on_the_black_list_sends_nothing_from_its_first_day_to_its_last() {
    let mut world = world();
    for (expected, listed) in [
        ("efaktura.accepted -", None),
        ("efaktura.rejected MPS-E008", Some(true)),
        ("efaktura.rejected MPS-E008", Some(true)),
        ("efaktura.accepted -", Some(false)),
    ] {
        send(&mut world, "listed", "986559469", "EFAKTURA").unwrap();
        assert_eq!(world.told().pop().unwrap(), expected);
        let Ok(Reply::BlackList(list)) = world.apply(Ask::GetBlackList.into()) else {
            panic!("no answer");
        };
        let active = list.first().map(|entry| {
            assert_eq!(entry.identifier, "986559469");
            entry.active
        });
        assert_eq!(active, listed);
        world.advance(SignedDuration::from_hours(24));
    }
}
