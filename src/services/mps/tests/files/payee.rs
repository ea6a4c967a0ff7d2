//! A payee that sends files, and what it finds in its mailbox.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, Response};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use serde_json::Value;

use crate::consumer::{Mandate, MandateKey};
use crate::documents::bbs;
use crate::domain::account::AccountNumber;
use crate::domain::company::{
    ActsFor, AvtaleGiroAgreement, Company, MpsFacet, MpsRole, RegistrationNumber,
};
use crate::domain::credentials::GivenLogin;
use crate::domain::giro::{
    ClaimOrder, CustomerUnit, FiledClaim, Notifier, Order, SerialNumber, Transmission,
};
use crate::domain::identity::OrgNumber;
use crate::domain::kid::{Kid, KidStructure};
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::services::mps::tests::world::{ACCOUNT, World, text};

/// The customer unit of Fjord Energi, and of its neighbour.
pub(super) const UNIT: &str = "00230456";
pub(super) const NEIGHBOUR: &str = "00770077";
pub(super) const INBOUND: &str = "/mps/files/inbound";
pub(super) const OUTBOUND: &str = "/mps/files/outbound";
/// KIDs of fifteen digits, of which seven name the payer.
pub(super) const FIRST: &str = "000123400000014";
pub(super) const SECOND: &str = "000567800000026";
/// When the second claim of the example is due.
pub(super) const DUE: Date = date(2026, 3, 16);

/// Two claims, one of them with text, and the deletion of the other.
pub(super) const EXAMPLE: [&str; 12] = [
    "NY000010002304561502001000080800000000000000000000000000000000000000000000000000",
    "NY210020000000000150200115062995960000000000000000000000000000000000000000000000",
    "NY2121300000001020326           00000000000049900          000123400000014000000",
    "NY2121310000001HANSEN                             Strom februar            00000",
    "NY212149000000140011Stromforbruk februar 2026               00000000000000000000",
    "NY2102300000002160326           00000000000012550          000567800000026000000",
    "NY2102310000002OLSEN                                                       00000",
    "NY210088000000020000000700000000000062450020326160326000000000000000000000000000",
    "NY213620000000000150200215062995960000000000000000000000000000000000000000000000",
    "NY2193300000001160326           00000000000012550          000567800000026000000",
    "NY213688000000010000000300000000000012550160326160326000000000000000000000000000",
    "NY000089000000030000001200000000000075000020326000000000000000000000000000000000",
];

pub(super) fn example() -> Vec<u8> {
    EXAMPLE
        .map(|record| format!("{record}\r\n"))
        .concat()
        .into()
}

/// On a Monday morning, two payers having mandates.
pub(super) fn world() -> World {
    let mut world = World::new();
    world.now = "2026-02-16T09:00:00+01:00".parse().unwrap();
    let mut fjord = world.company("fjord-energi");
    fjord.avtalegiro = vec![AvtaleGiroAgreement::on(
        AccountNumber::parse(ACCOUNT).unwrap(),
        KidStructure {
            length: 15,
            reference: (1, 7),
        },
    )];
    fjord.mps = Some(facet("fjord", UNIT));
    let nabo = Company {
        slug: Slug::parse("nabo").unwrap(),
        avtalegiro: Vec::new(),
        mps: Some(facet("nabo", NEIGHBOUR)),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse("363275370").unwrap()),
        ..fjord.clone()
    };
    world.cast.put_company(fjord).unwrap();
    world.cast.put_company(nabo).unwrap();
    for kid in [FIRST, SECOND] {
        let key = MandateKey {
            payee_account: AccountNumber::parse(ACCOUNT).unwrap(),
            kid: Kid::parse(kid).unwrap(),
        };
        let mandate = Mandate {
            payer: Slug::parse("halgeir").unwrap(),
            payer_account: None,
            notification: true,
            limit: Some(Ore::new(100_000)),
            active_at_mps: true,
            active_at_router: true,
        };
        let at = world.now;
        world.book.put_mandate(key, mandate, at);
    }
    world
}

fn facet(user: &str, unit: &str) -> MpsFacet {
    MpsFacet {
        login: GivenLogin {
            user: Some(user.to_owned()),
            password: Some(format!("{user}-secret")),
        },
        customer_unit: Some(CustomerUnit::parse(unit).unwrap()),
        roles: vec![MpsRole::Submitter],
        acts_for: ActsFor::Listed(Vec::new()),
        avtalegiro: true,
        names_service_provider: false,
        black_listed: None,
    }
}

impl World {
    /// Lets a unit be told of mandates and payments; the empty one is nobody.
    pub(super) fn tell(&mut self, unit: &str) {
        let mut fjord = self.company("fjord-energi");
        let unit = CustomerUnit::parse(unit).ok();
        fjord.avtalegiro[0].data_receivers = unit.into_iter().collect();
        self.cast.put_company(fjord).unwrap();
    }
}

/// A claim of 125.50.
pub(super) fn claim(kid: &str, due_date: Date) -> FiledClaim {
    FiledClaim {
        number: 1,
        notifier: Notifier::Payee,
        due_date,
        amount: Ore::new(12_550),
        kid: kid.to_owned(),
        short_name: "OLSEN".to_owned(),
        external_reference: String::new(),
        texts: Vec::new(),
    }
}

/// An order with one transaction.
pub(super) fn order(number: u32, claim: FiledClaim) -> ClaimOrder {
    ClaimOrder {
        number: SerialNumber::new(number).unwrap(),
        account: ACCOUNT.to_owned(),
        claims: vec![claim],
    }
}

/// A file of the payee's.
pub(super) fn file(number: u32, orders: Vec<Order>) -> Vec<u8> {
    from(UNIT, number, orders)
}

pub(super) fn from(unit: &str, number: u32, orders: Vec<Order>) -> Vec<u8> {
    let transmission = Transmission {
        sender: CustomerUnit::parse(unit).unwrap(),
        number: SerialNumber::new(number).unwrap(),
        recipient: CustomerUnit::mps(),
        orders,
        date: None,
    };
    bbs::write(&transmission).unwrap()
}

pub(super) fn post(file: Vec<u8>) -> Request<Bytes> {
    Request::post(INBOUND).body(Bytes::from(file)).unwrap()
}

pub(super) fn get(path: &str) -> Request<Bytes> {
    Request::get(path).body(Bytes::new()).unwrap()
}

pub(super) fn as_user(mut request: Request<Bytes>, user: &str) -> Request<Bytes> {
    let basic = format!(
        "Basic {}",
        BASE64_STANDARD.encode(format!("{user}:{user}-secret"))
    );
    let headers = request.headers_mut();
    headers.insert(AUTHORIZATION, basic.parse().unwrap());
    request
}

pub(super) fn json(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

/// Sends a file that is approved as a whole, and lets its orders be judged.
pub(super) fn approved(world: &mut World, file: Vec<u8>) -> Value {
    let response = world.send(post(file));
    assert_eq!(response.status(), 201, "{}", text(&response));
    world.advance(SignedDuration::from_mins(10));
    json(&response)
}

/// The names of files of a kind in the mailbox.
pub(super) fn names(world: &mut World, kind: &str) -> Vec<String> {
    let list = json(&world.send(get(&format!("{OUTBOUND}?kind={kind}"))));
    let files = list["files"].as_array().unwrap();
    let names = files.iter().map(|file| file["name"].as_str().unwrap());
    names.map(str::to_owned).collect()
}

/// The content of the newest file of a kind.
pub(super) fn newest(world: &mut World, kind: &str) -> String {
    let names = names(world, kind);
    let name = names.last().unwrap();
    text(&world.send(get(&format!("{OUTBOUND}/{name}"))))
}
