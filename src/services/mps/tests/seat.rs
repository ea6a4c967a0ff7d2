//! HTTP around the messages: methods, media types, sizes, the interface description.

use bytes::Bytes;
use http::Request;
use http::header::{ALLOW, CONTENT_TYPE};
use proptest::prelude::*;

use super::world::{World, at, decode, message, post, received, text};
use crate::domain::rules;
use crate::services::mps::{ACTIONS, MOUNT, Mps, OPERATIONS, client};
use crate::services::{Fidelity, Match, Simulated};

fn get(path: &str) -> Request<Bytes> {
    Request::get(path).body(Bytes::new()).unwrap()
}

fn look_up() -> String {
    message(
        "GetEfakturaIdentifiersRequest",
        "<getEfakturaIdentifiersKey><efakturaIdentifierKey/></getEfakturaIdentifiersKey>",
    )
}

#[test]
fn the_description_is_served_with_the_address_it_was_asked_at() {
    for path in [
        "/mps/efaktura-atg-service/v1/?wsdl",
        "/mps/efaktura-atg-service/v1?WSDL",
        "/mps/efaktura-atg-service/v1/?singleWsdl",
    ] {
        let answer = World::new().send(get(path));
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/xml; charset=utf-8");
        let wsdl = text(&answer);
        let address = "http://127.0.0.1:4711/s/x/mps/efaktura-atg-service/v1/";
        assert!(wsdl.contains(&format!("<soap:address location=\"{address}\"/>")));
        assert!(!wsdl.contains("127.0.0.1:8080"));
    }
}

#[test]
fn what_is_wrong_with_http_itself_is_said_in_http() {
    let path = "/mps/efaktura-atg-service/v1/";
    let delete = Request::delete(path).body(Bytes::new()).unwrap();
    let mut json = post(&look_up());
    json.headers_mut()
        .insert(CONTENT_TYPE, "application/json".parse().unwrap());
    let rows = [
        (get(path), 405, "MPS-ENVELOPE", "found GET without ?wsdl"),
        (delete, 405, "MPS-ENVELOPE", "found DELETE"),
        (json, 415, "MPS-ENVELOPE", "found \"application/json\""),
        (
            get("/mps/other"),
            404,
            "",
            "expected one of the paths /efaktura-atg-service/v1/",
        ),
    ];
    for (request, status, rule, told) in rows {
        let refused = Mps.decode(&received(request)).unwrap_err();
        assert_eq!(refused.response.status(), status);
        assert_eq!(refused.rule.unwrap_or_default(), rule);
        assert!(refused.why.contains(told), "{}", refused.why);
        let allows = refused.response.headers().contains_key(ALLOW);
        assert_eq!(allows, status == 405);
    }
}

#[test]
fn a_message_beyond_the_size_of_its_operation_is_413() {
    let padding = " ".repeat(64 * 1024);
    let rest = format!("<shipmentId>{padding}</shipmentId>");
    let refused = decode(&message("GetShipmentStatusRequest", &rest)).unwrap_err();
    assert_eq!(refused.response.status(), 413);
    assert_eq!(
        refused.operation.map(|it| it.id),
        Some("mps.getShipmentStatus")
    );
    assert!(
        refused.why.contains("at most 65536 bytes"),
        "{}",
        refused.why
    );
    let mut unread = received(post(""));
    unread.too_large = Some(8);
    let refused = Mps.decode(&unread).unwrap_err();
    assert_eq!(
        (refused.response.status().as_u16(), refused.rule),
        (413, Some("MPS-LIMIT"))
    );
}

#[test]
fn what_is_no_envelope_is_a_client_fault() {
    for (body, told) in [
        ("", "expected an XML document, found nothing"),
        ("{}", "found"),
        ("<a/>", "expected a SOAP 1.1 Envelope, found <a>"),
        ("<!DOCTYPE a><a/>", "DOCTYPE"),
        (
            "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'/>",
            "found one of SOAP 1.2",
        ),
    ] {
        let request = client::request(ACTIONS.add_shipment, Bytes::from(body));
        let refused = Mps.decode(&received(request)).unwrap_err();
        assert_eq!(refused.response.status(), 500);
        assert_eq!(refused.rule, Some("MPS-ENVELOPE"));
        assert!(refused.why.contains(told), "{}", refused.why);
        assert!(text(&refused.response).contains("<faultcode>soapenv:"));
    }
}

#[test]
fn a_security_header_that_must_be_understood_is_no_trouble() {
    let mut request = post(&look_up());
    let body = String::from_utf8(request.body().to_vec()).unwrap();
    let header = "<s:Header><w:Security xmlns:w='urn:wsse' s:mustUnderstand='1'><w:UsernameToken>\
                  <w:Username>x</w:Username></w:UsernameToken></w:Security></s:Header><s:Body>";
    *request.body_mut() = Bytes::from(body.replace("<s:Body>", header));
    assert!(Mps.decode(&received(request)).is_ok());
}

#[test]
fn oddities_are_taken_with_a_remark() {
    let remarks = |request| Mps.decode(&received(request)).unwrap().remarks;
    let mut right = post(&look_up());
    let action = format!("\"{}\"", ACTIONS.get_efaktura_identifiers);
    right
        .headers_mut()
        .insert("soapaction", action.parse().unwrap());
    assert_eq!(remarks(right), Vec::<String>::new());
    assert!(rules::find("MPS-ACTION").is_some());
    assert!(remarks(post(&look_up()))[0].starts_with("MPS-ACTION: expected SOAPAction"));
    let mut bare = post(&look_up());
    bare.headers_mut().clear();
    assert_eq!(remarks(bare).len(), 2);
    let qualified = look_up().replace("</", "</a:").replace('<', "<a:");
    let qualified = qualified.replace("<a:/a:", "</a:").replace("a:a:", "a:");
    let said = remarks(post(&qualified));
    assert!(
        said.iter().any(|it| it.contains("no namespace")),
        "{said:?}"
    );
}

#[test]
fn what_is_not_built_says_so() {
    for row in OPERATIONS {
        let Match::SoapBody {
            root, namespace, ..
        } = row.matched_by
        else {
            continue;
        };
        let content = message(root, "").replacen('>', &format!(" xmlns:a='{namespace}'>"), 1);
        // Nothing but its name stands in this one.
        if row.fidelity != Fidelity::Absent && row.id.ends_with(".getBlackList") {
            continue;
        }
        let refused = Mps.decode(&at(row.path, post(&content))).unwrap_err();
        let expected = if row.fidelity == Fidelity::Absent {
            501
        } else {
            500
        };
        assert_eq!(refused.response.status().as_u16(), expected, "{}", row.id);
        assert_eq!(refused.operation, Some(row));
        if row.fidelity == Fidelity::Absent {
            assert!(refused.why.contains("is not simulated"), "{}", refused.why);
            assert!(text(&refused.response).contains("<faultcode>soapenv:Server</faultcode>"));
        }
    }
}

#[test]
fn the_table_agrees_with_the_description_and_the_mount() {
    let wsdl = include_str!("../efaktura-atg-v1.wsdl");
    let mut actions = 0;
    for row in OPERATIONS {
        assert!(row.id.starts_with(MOUNT.service));
        if row.path != OPERATIONS[0].path {
            continue;
        }
        if let Match::SoapBody { root, action, .. } = row.matched_by {
            assert!(
                wsdl.contains(&format!("soapAction=\"{action}\"")),
                "{action}"
            );
            assert!(
                wsdl.contains(&format!("<xs:element name=\"{root}\">")),
                "{root}"
            );
            actions += 1;
        }
    }
    assert_eq!(actions, wsdl.matches("soapAction=").count());
    let path = client::request("", Bytes::new()).uri().path().to_owned();
    assert_eq!(path, format!("{}{}", MOUNT.prefix, OPERATIONS[0].path));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Mps.decode(&received(client::request("", Bytes::from(bytes.clone()))));
        let _ = client::decode_get_efaktura_identifiers_response(&bytes);
        let _ = client::decode_add_shipment_response(&bytes);
        let _ = client::decode_get_transaction_status_response(&bytes);
    }
}
