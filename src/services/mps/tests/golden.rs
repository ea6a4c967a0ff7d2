//! Messages to the letter, and both directions of each held against one another.

use bytes::Bytes;
use jiff::SignedDuration;
use jiff::civil::date;

use super::world::{FJORD, HALGEIR, World, received, text};
use crate::consumer::DocumentType;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::lookup::{KeyAddress, KeyName, KeyReference, LookupKey};
use crate::domain::mint::{Mint, Stream};
use crate::domain::money::Ore;
use crate::domain::phone::PhoneNumber;
use crate::services::Simulated;
use crate::services::mps::client::{self, ClientError};
use crate::services::mps::{
    ACTIONS, Ask, AtgInfo, EfakturaInfo, EfakturaStatus, Mps, NoticeTo, PaymentType, Receiver,
    Shipment, ShipmentId, Transaction, TransactionId,
};

const ENVELOPE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope \
    xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>";
const NAMESPACE: &str = "https://efaktura-services.nets.no/efaktura-atg-service/v1/";

fn golden(content: &str) -> String {
    let content = content.replace("xmlns:v1=\"\"", &format!("xmlns:v1=\"{NAMESPACE}\""));
    format!("{ENVELOPE}{content}</soapenv:Body></soapenv:Envelope>")
}

fn shipment(receiver: Receiver) -> Shipment {
    let mut mint = Mint::new(1);
    Shipment {
        id: ShipmentId::from(mint.uuid(Stream::Shipment)),
        issuer: FJORD.to_owned(),
        transactions: vec![Transaction {
            id: TransactionId::from(mint.uuid(Stream::Transaction)),
            payment: PaymentType::Efaktura,
            document_type: DocumentType::CollectionNotice,
            kid: Some("123456782".to_owned()),
            account: "15062995960".to_owned(),
            amount: Ore::new(45_005),
            due_date: date(2026, 3, 20),
            due_date_zone: Some("+01:00".to_owned()),
            efaktura: Some(EfakturaInfo {
                receiver,
                minimum_amount: Some(Ore::new(1)),
                brand: "Fjord & Sønn".to_owned(),
                url: "https://f.example/vis?a=1&b=2".to_owned(),
                notice: Some(NoticeTo {
                    email: Some("a@b.no".to_owned()),
                    mobile_phone: Some("+4791816528".to_owned()),
                }),
            }),
            atg: Some(AtgInfo {
                notification: true,
                notification_text: Some(String::new()),
                abbreviated_name: Some("n".to_owned()),
                external_reference: None,
            }),
        }],
    }
}

fn command(action: &str, body: Bytes) -> Ask {
    let decoded = Mps
        .decode(&received(client::request(action, body)))
        .unwrap();
    assert_eq!(decoded.remarks, Vec::<String>::new());
    decoded.command.ask
}

#[test]
fn a_look_up_and_its_answer_to_the_letter() {
    let key = LookupKey {
        ssn: Some(HALGEIR.to_owned()),
        issuer: Some(FJORD.to_owned()),
        ..LookupKey::default()
    };
    let sent = client::encode_get_efaktura_identifiers("m-00017", &[key]);
    let key = format!(
        "<efakturaIdentifierKey><socialSecurityNumber>{HALGEIR}</socialSecurityNumber>\
         <efakturaIssuer>{FJORD}</efakturaIssuer></efakturaIdentifierKey>"
    );
    let request = format!(
        "<v1:GetEfakturaIdentifiersRequest xmlns:v1=\"\"><auditInformation>\
         <messageIdentifier>m-00017</messageIdentifier></auditInformation>\
         <getEfakturaIdentifiersKey>{key}</getEfakturaIdentifiersKey>\
         </v1:GetEfakturaIdentifiersRequest>"
    );
    assert_eq!(String::from_utf8_lossy(&sent), golden(&request));
    let mut world = World::new();
    let answer = world.send(client::request(ACTIONS.get_efaktura_identifiers, sent));
    let response = format!(
        "<v1:GetEfakturaIdentifiersResponse xmlns:v1=\"\">\
         <messageIdentifier>m-00017</messageIdentifier><getEfakturaIdentifiersResponse>\
         <efakturaIdentifierResponse><responseResult>UNIQUE_RECEIVER_FOUND</responseResult>\
         <autoAcceptEfaktura>true</autoAcceptEfaktura>\
         <efakturaIdentifier>414360222</efakturaIdentifier>{key}<issuerResponse>\
         <blockedByReceiver>false</blockedByReceiver>\
         <hasEfakturaAgreement>false</hasEfakturaAgreement></issuerResponse>\
         </efakturaIdentifierResponse></getEfakturaIdentifiersResponse>\
         </v1:GetEfakturaIdentifiersResponse>"
    );
    assert_eq!(text(&answer), golden(&response));
}

#[test]
fn a_full_key_reads_back_as_it_was_written() {
    let key = LookupKey {
        identifier: EfakturaIdentifier::parse("414360222").ok(),
        org_number: Some(FJORD.to_owned()),
        phone: PhoneNumber::parse("+4791816528").ok(),
        email: EmailAddress::parse("halgeir18@mpstest.no").ok(),
        name: Some(KeyName {
            first: Some("Hal".to_owned()),
            last: "Under <bakk>".to_owned(),
        }),
        address: Some(KeyAddress {
            line1: Some("Trollstigen 120".to_owned()),
            line2: Some(String::new()),
            postal_code: Some("6486".to_owned()),
            city: Some("Orten".to_owned()),
            country: Some("NO".to_owned()),
        }),
        issuer: Some(FJORD.to_owned()),
        date_of_birth: Some(date(1918, 9, 9)),
        reference: Some(KeyReference {
            reference: "K-17".to_owned(),
            content_provider: "123456789".to_owned(),
        }),
        ssn: None,
    };
    let sent = client::encode_get_efaktura_identifiers("m-00017", std::slice::from_ref(&key));
    let read = command(ACTIONS.get_efaktura_identifiers, sent);
    let Ask::GetEfakturaIdentifiers(keys) = read else {
        panic!("{read:?}");
    };
    assert_eq!(keys[0].key, key);
}

#[test]
fn a_shipment_reads_back_as_it_was_written_and_its_transaction_comes_back_with_the_status() {
    for receiver in [
        Receiver::Identifier(EfakturaIdentifier::parse("414360222").ok().unwrap()),
        Receiver::Ssn(HALGEIR.to_owned()),
        Receiver::Reference("K-17".to_owned()),
    ] {
        let shipment = shipment(receiver);
        let sent = client::encode_add_shipment("m-00018", &shipment);
        let read = command(ACTIONS.add_shipment, sent.clone());
        assert_eq!(read, Ask::AddShipment(shipment.clone()));
        let mut world = World::new();
        let answer = world.send(client::request(ACTIONS.add_shipment, sent.clone()));
        assert_eq!(client::decode_add_shipment_response(answer.body()), Ok(1));
        let id = shipment.transactions[0].id;
        let ask = client::encode_get_transaction_status("m-00019", id);
        let ask = client::request(ACTIONS.get_transaction_status, ask);
        let answer = world.send(ask.clone());
        let leg = client::decode_get_transaction_status_response(answer.body()).unwrap();
        assert_eq!(leg.status, EfakturaStatus::InProgress);
        world.advance(SignedDuration::from_secs(5));
        let answer = world.send(ask);
        let leg = client::decode_get_transaction_status_response(answer.body()).unwrap();
        assert_eq!(leg.status, EfakturaStatus::Accepted);
        let sent = String::from_utf8(sent.to_vec()).unwrap();
        let (_, rest) = sent.split_once("<transactions><transactions>").unwrap();
        let (transaction, _) = rest.split_once("</transactions>").unwrap();
        let whole = format!("<transaction>{transaction}</transaction>");
        assert!(text(&answer).contains(&whole), "{}", text(&answer));
    }
}

#[test]
fn a_fault_to_the_letter_and_as_the_client_reads_it() {
    let mut world = World::new();
    let shipment = shipment(Receiver::Ssn(HALGEIR.to_owned()));
    let sent = client::encode_add_shipment("m-00018", &shipment);
    world.send(client::request(ACTIONS.add_shipment, sent.clone()));
    let answer = world.send(client::request(ACTIONS.add_shipment, sent));
    let words = format!(
        "3002 expected a shipment id that was never used, found {} again",
        shipment.id
    );
    let fault = format!(
        "<soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>{words}</faultstring>\
         <detail><v1:ValidationFault xmlns:v1=\"\"><errorCode>3002</errorCode>\
         <messageIdentifier>m-00018</messageIdentifier></v1:ValidationFault></detail>\
         </soapenv:Fault>"
    );
    assert_eq!(answer.status(), 500);
    assert_eq!(text(&answer), golden(&fault));
    let read = client::decode_add_shipment_response(answer.body());
    let expected = ClientError::Fault {
        code: Some(3002),
        text: words,
    };
    assert_eq!(read, Err(expected));
}

#[test]
fn an_answer_that_is_none_is_unreadable_and_says_why() {
    for (body, told) in [
        ("", "expected an XML document"),
        ("<html/>", "found <html>"),
        (
            &golden("<other/>"),
            "expected AddShipmentResponse, found other",
        ),
        (
            &golden("<v1:AddShipmentResponse xmlns:v1=\"\"/>"),
            "expected <messageIdentifier>",
        ),
    ] {
        let read = client::decode_add_shipment_response(body.as_bytes());
        let Err(ClientError::Unreadable(why)) = read else {
            panic!("{read:?}");
        };
        assert!(why.contains(told), "{why}");
    }
    let plain = golden(
        "<soapenv:Fault><faultcode>x</faultcode><faultstring>no</faultstring></soapenv:Fault>",
    );
    let read = client::decode_add_shipment_response(plain.as_bytes());
    let text = "no".to_owned();
    assert_eq!(read, Err(ClientError::Fault { code: None, text }));
}
