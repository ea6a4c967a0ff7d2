//! The asynchronous validation: one row a transaction, the last word the result.

use jiff::SignedDuration;
use jiff::civil::date;

use super::world::{FJORD, HALGEIR, World};
use crate::consumer::DocumentType;
use crate::domain::efaktura::EfakturaIdentifier;

use crate::domain::mint::{Mint, Stream};
use crate::domain::money::Ore;
use crate::domain::rules;
use crate::services::mps::{
    Ask, EfakturaInfo, NoticeTo, PaymentType, Receiver, Rejection, Reply, Shipment, ShipmentId,
    Transaction, TransactionId,
};

fn transaction() -> Transaction {
    Transaction {
        id: TransactionId::from(Mint::new(1).uuid(Stream::Transaction)),
        payment: PaymentType::Efaktura,
        document_type: DocumentType::Invoice,
        kid: Some("123456782".to_owned()),
        account: "15062995960".to_owned(),
        amount: Ore::new(45_000),
        due_date: date(2026, 3, 5),
        due_date_zone: None,
        efaktura: Some(EfakturaInfo {
            receiver: Receiver::Ssn(HALGEIR.to_owned()),
            minimum_amount: None,
            brand: "Fjord Energi".to_owned(),
            url: "https://f.example/1".to_owned(),
            notice: None,
        }),
        atg: None,
    }
}

fn receiver(text: &str) -> Receiver {
    let (kind, value) = text.split_once(':').unwrap();
    match kind {
        "id" => Receiver::Identifier(EfakturaIdentifier::parse(value).unwrap()),
        "ssn" => Receiver::Ssn(value.to_owned()),
        _ => Receiver::Reference(value.to_owned()),
    }
}

/// Changes made to a good transaction, as `field=value`, and the code that comes of it.
#[track_caller]
fn check(row: &str) {
    let words: Vec<&str> = row.split_whitespace().collect();
    let (expected, changes) = words.split_last().unwrap();
    let mut world = World::new();
    let mut sent = transaction();
    let mut issuer = FJORD.to_owned();
    for change in changes {
        let (field, value) = change.split_once('=').unwrap();
        let efaktura = sent.efaktura.as_mut().unwrap();
        match field {
            "issuer" => issuer = value.to_owned(),
            "notice" => {
                efaktura.notice = Some(NoticeTo {
                    email: Some("kari@example.no".to_owned()),
                    mobile_phone: None,
                });
            }
            "due" => sent.due_date = value.parse().unwrap(),
            "type" => sent.document_type = DocumentType::parse(value).unwrap(),
            "amount" => sent.amount = Ore::from_decimal(value).unwrap(),
            "minimum" => efaktura.minimum_amount = Ore::from_decimal(value).ok(),
            "account" => sent.account = value.to_owned(),
            "kid" => sent.kid = Some(value.to_owned()).filter(|kid| kid != "none"),
            "to" => efaktura.receiver = receiver(value),
            "zero" => world.settings.efaktura_zero_amount = value == "yes",
            "now" => world.now = value.parse().unwrap(),
            _ => panic!("unknown field in {row}"),
        }
    }
    let id = sent.id;
    let shipment = Shipment {
        id: ShipmentId::from(Mint::new(1).uuid(Stream::Shipment)),
        issuer,
        transactions: vec![sent],
    };
    world.apply(Ask::AddShipment(shipment).into()).unwrap();
    world.advance(SignedDuration::from_secs(5));
    let Ok(Reply::TransactionStatus(status, _)) = world.apply(Ask::GetTransactionStatus(id).into())
    else {
        panic!("{row}: no status");
    };
    let leg = status.efaktura;
    let seen = leg
        .reason
        .as_ref()
        .map_or("accepted", |it| it.code.as_str());
    assert_eq!(seen, *expected, "{row}: {:?}", leg.reason);
    let rejected = format!("efaktura.rejected MPS-{seen}");
    let told = world.told().pop().unwrap();
    let rejected = if seen == "accepted" {
        "efaktura.accepted -"
    } else {
        &rejected
    };
    assert_eq!(told, rejected, "{row}");
    let presented = world.book.presented().count();
    assert_eq!(presented, usize::from(seen == "accepted"), "{row}");
}

#[test]
fn each_reason_has_its_code_and_the_nearest_good_value_passes() {
    for row in "
        kid=123456782                                         accepted
        kid=123456785                                         accepted
        kid=123456780                                         E004
        kid=none                                              accepted
        issuer=310000035                                      E009
        issuer=310000026                                      E009
        due=2026-03-04                                        E001
        due=2026-03-05                                        accepted
        due=2026-03-04 now=2026-03-01T22:59:50Z               accepted
        due=2026-03-04 now=2026-03-01T23:00:00Z               E001
        due=2020-01-01 type=CREDIT_NOTE                       accepted
        due=2020-01-01 type=REMINDER                          E001
        due=9999-12-31                                        accepted
        amount=0.00                                           accepted
        amount=0.00 zero=no                                   E002
        amount=0.01 zero=no                                   accepted
        minimum=450.00                                        accepted
        minimum=450.01                                        E011
        account=15062995961                                   E003
        account=abcdefghijk                                   E003
        account=øøøøøøøøøøø                                   E003
        to=id:414360222                                       accepted
        to=id:999999999                                       E005
        to=ssn:11111111111                                    E005
        to=ref:K-17                                           accepted
        to=ref:K-18                                           E005
        to=id:900000004                                       accepted
        to=id:900000003                                       E006
        to=id:207080383                                       E007
    "
    .lines()
    .map(str::trim)
    .filter(|row| !row.is_empty())
    {
        check(row);
    }
}

#[test]
fn the_first_reason_in_order_speaks() {
    for row in "
        issuer=310000035 due=2020-01-01 amount=0 zero=no kid=12 E009
        due=2020-01-01 amount=0 zero=no minimum=1 kid=12        E001
        amount=0 zero=no minimum=1 account=x kid=12             E002
        amount=1 minimum=2 notice=yes account=x kid=12          E011
        notice=yes account=x kid=12                             E012
        account=x kid=12 to=id:999999999                        E003
        kid=12 to=id:999999999                                  E004
    "
    .lines()
    .map(str::trim)
    .filter(|row| !row.is_empty())
    {
        check(row);
    }
}

#[test]
fn every_reason_stands_in_the_catalogue_and_fits_the_schema() {
    for reason in Rejection::ALL {
        assert_eq!(reason.rule(), format!("MPS-{}", reason.code()));
        assert!(rules::find(reason.rule()).is_some(), "{}", reason.rule());
        assert!((1..=4).contains(&reason.code().len()));
    }
}
