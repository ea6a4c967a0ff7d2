//! A world with two payees, and questions about their mandates.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Request, Response};
use serde_json::Value;

use crate::consumer::{Mandate, MandateKey};
use crate::domain::account::AccountNumber;
use crate::domain::company::{
    ActsFor, AvtaleGiroAgreement, Company, DpiFacet, MpsFacet, MpsRole, RegistrationNumber,
};
use crate::domain::credentials::GivenLogin;
use crate::domain::identity::OrgNumber;
use crate::domain::kid::{Kid, KidStructure};
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::services::mps::tests::world::World;

/// Fjord's account, and that of its neighbour.
pub(super) const ACCOUNT: &str = "86011117947";
pub(super) const NEIGHBOUR: &str = "15030012345";
/// An account that nobody has.
pub(super) const NOBODY: &str = "97104133219";
pub(super) const ALL: &str = "/mps/creditor-mandate-api/v1/mandates";
pub(super) const LIST: &str = "/mps/creditor-mandate-api/v1/mandates?creditor_account=86011117947";
pub(super) const CHANGES: &str =
    "/mps/creditor-mandate-api/v1/mandate-changes?creditor_account=86011117947";
pub(super) const ONE: &str = "/mps/creditor-mandate-api/v1/mandates/";
/// What a payer allows, in øre; no byte of it may go out.
pub(super) const LIMIT: i64 = 987_654;

pub(super) fn company(slug: &str, number: &str, account: &str) -> Company {
    Company {
        digipost: None,
        slug: Slug::parse(slug).unwrap(),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse(number).unwrap()),
        name: slug.to_owned(),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: vec![AvtaleGiroAgreement::on(
            AccountNumber::parse(account).unwrap(),
            KidStructure {
                length: 8,
                reference: (1, 4),
            },
        )],
        dpi: DpiFacet::default(),
        mps: Some(MpsFacet {
            login: GivenLogin {
                user: Some(slug.to_owned()),
                password: Some(format!("{slug}-secret")),
            },
            customer_unit: None,
            roles: vec![MpsRole::Submitter],
            acts_for: ActsFor::Listed(Vec::new()),
            avtalegiro: true,
            names_service_provider: false,
            black_listed: None,
        }),
        vipps: None,
        accounts: Vec::new(),
        maskinporten: None,
        delegations: Vec::new(),
    }
}

pub(super) fn world() -> World {
    let mut world = World::new();
    let mut cast = crate::domain::cast::Cast::empty(world.cast.sandbox().clone());
    cast.put_company(company("fjord", "304520817", ACCOUNT))
        .unwrap();
    cast.put_company(company("nabo", "363275370", NEIGHBOUR))
        .unwrap();
    world.cast = cast;
    world
}

pub(super) fn key(account: &str, reference: &str) -> MandateKey {
    MandateKey {
        payee_account: AccountNumber::parse(account).unwrap(),
        kid: Kid::with_mod10(reference).unwrap(),
    }
}

pub(super) fn mandate(active: bool) -> Mandate {
    Mandate {
        payer: Slug::parse("halgeir").unwrap(),
        payer_account: AccountNumber::parse("15032080119").ok(),
        notification: true,
        limit: Some(Ore::new(LIMIT)),
        active_at_mps: active,
        active_at_router: true,
    }
}

pub(super) fn put(world: &mut World, reference: &str, mandate: Mandate) {
    let at = world.now;
    world.book.put_mandate(key(ACCOUNT, reference), mandate, at);
}

pub(super) fn get(path: &str) -> Request<Bytes> {
    Request::get(path).body(Bytes::new()).unwrap()
}

pub(super) fn as_user(path: &str, credentials: &str) -> Request<Bytes> {
    let basic = format!("Basic {}", BASE64_STANDARD.encode(credentials));
    let request = Request::get(path).header(AUTHORIZATION, basic);
    request.body(Bytes::new()).unwrap()
}

pub(super) fn json(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

/// A good answer.
pub(super) fn asked(world: &mut World, path: &str) -> Value {
    let response = world.send(get(path));
    assert_eq!(response.status(), 200, "{path}: {:?}", response.body());
    assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
    json(&response)
}

pub(super) fn kids(page: &Value) -> Vec<&str> {
    let name = ["mandates", "changes"]
        .into_iter()
        .find(|it| page.get(it).is_some());
    let rows = page[name.unwrap()].as_array().unwrap();
    rows.iter()
        .map(|row| row["kid"].as_str().unwrap())
        .collect()
}
