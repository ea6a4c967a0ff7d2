//! Who is let in: headers against settings, and what a user may.

use bytes::Bytes;
use http::Request;

use super::world::{World, message, received, text};
use crate::domain::company::{ActsFor, Company, DpiFacet, MpsFacet, MpsRole, RegistrationNumber};
use crate::domain::credentials::GivenLogin;
use crate::domain::identity::OrgNumber;
use crate::domain::settings::SetBy;
use crate::domain::slug::Slug;
use crate::services::mps::{Mps, client};
use crate::services::{Simulated, Spoken};

/// Base64 of SHA-1 over the nonce, the instant and `fjord-secret`, computed with another program.
const DIGEST: &str = "b9z8dxGjB/2Ll+p+8sq/ErPhQtw=";
const NONCE: &str = "WScqanjCEAC4mQoBE07sAQ==";
const CREATED: &str = "2003-07-16T01:24:32Z";

/// The same over the password alone.
const BARE_DIGEST: &str = "hK9KMNb24+FScpXzLqa9Xw3N6/U=";

fn company() -> Company {
    let number = OrgNumber::parse("304520817").unwrap();
    Company {
        digipost: None,
        slug: Slug::parse("fjord-energi").unwrap(),
        org_number: RegistrationNumber::Norwegian(number),
        name: "Fjord".to_owned(),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: Vec::new(),
        dpi: DpiFacet::default(),
        mps: Some(MpsFacet {
            login: GivenLogin {
                user: Some("fjord".to_owned()),
                password: Some("fjord-secret".to_owned()),
            },
            customer_unit: None,
            roles: vec![MpsRole::Erp],
            acts_for: ActsFor::Listed(vec![OrgNumber::parse("363275370").unwrap()]),
            avtalegiro: false,
            names_service_provider: true,
            black_listed: None,
        }),
        vipps: None,
        accounts: Vec::new(),
        maskinporten: None,
        delegations: Vec::new(),
    }
}

fn world(setting: &str) -> World {
    let mut world = World::new();
    // Whoever the other tests have with this number makes room.
    let mut cast = crate::domain::cast::Cast::empty(world.cast.sandbox().clone());
    cast.put_company(company()).unwrap();
    world.cast = cast;
    let set = world.settings.set("mps.security", setting, SetBy::Change);
    set.unwrap();
    world
}

fn token(inside: &str) -> String {
    format!(
        "<w:Security s:mustUnderstand='1' xmlns:w='http://docs.oasis-open.org/wss/2004/01/\
         oasis-200401-wss-wssecurity-secext-1.0.xsd'>{inside}</w:Security>"
    )
}

fn user(name: &str, password: &str) -> String {
    token(&format!(
        "<w:UsernameToken><w:Username>{name}</w:Username>{password}</w:UsernameToken>"
    ))
}

fn digest(digest: &str, rest: &str) -> String {
    user(
        "fjord",
        &format!("<w:Password Type='urn:x#PasswordDigest'>{digest}</w:Password>{rest}"),
    )
}

fn request(header: &str) -> Request<Bytes> {
    let body = message(
        "GetEfakturaIdentifiersRequest",
        "<getEfakturaIdentifiersKey><efakturaIdentifierKey/></getEfakturaIdentifiersKey>",
    );
    let text = format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' \
         xmlns:a='https://efaktura-services.nets.no/efaktura-atg-service/v1/'>\
         <s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    );
    client::request("", Bytes::from(text))
}

/// What the journal says about a header under a setting; `in` when it is let in.
fn heard(setting: &str, header: &str) -> String {
    let decoded = Mps.decode(&received(request(header)));
    let command = decoded
        .unwrap_or_else(|refused| panic!("{}", refused.why))
        .command;
    match world(setting).apply(command) {
        Ok(_) => "in".to_owned(),
        Err(fault) => {
            assert_eq!(fault.rule(), Some("MPS-SECURITY"));
            fault.why()
        }
    }
}

#[test]
fn each_header_is_let_in_or_refused_as_the_setting_says() {
    let nonce = format!("<w:Nonce>{NONCE}</w:Nonce><u:Created xmlns:u='u'>{CREATED}</u:Created>");
    let text = "<w:Password Type='urn:x#PasswordText'>fjord-secret</w:Password>";
    let x509 = "<w:BinarySecurityToken>x</w:BinarySecurityToken><d:Signature xmlns:d='d'/>";
    for (header, judged, enforced) in [
        (String::new(), "in", "no UsernameToken"),
        (
            "<x:To xmlns:x='wsa'>a</x:To>".to_owned(),
            "in",
            "no UsernameToken",
        ),
        (token(x509), "in", "no UsernameToken"),
        (user("fjord", text), "in", "in"),
        (
            user("fjord", "<w:Password>fjord-secret</w:Password>"),
            "in",
            "in",
        ),
        (digest(DIGEST, &nonce), "in", "in"),
        (digest(BARE_DIGEST, ""), "in", "in"),
        (digest(BARE_DIGEST, &nonce), "a digest of", "a digest of"),
        (
            digest("æ", &nonce),
            "a PasswordDigest that",
            "a PasswordDigest that",
        ),
        (
            digest(DIGEST, "<w:Nonce>æ</w:Nonce>"),
            "a Nonce that",
            "a Nonce that",
        ),
        (user("fjord", ""), "no password for", "no password for"),
        (
            user("fjord", "<w:Password>fjord-secre</w:Password>"),
            "a wrong password for",
            "a wrong password for",
        ),
        (
            user("fjord", "<w:Password Type='md5'>fjord-secret</w:Password>"),
            "of the unknown Type `md5`",
            "of the unknown Type `md5`",
        ),
        (user("", text), "unknown user ``", "unknown user ``"),
        (
            user("somebody", text),
            "unknown user `somebody`",
            "unknown user `somebody`",
        ),
        (token("<w:UsernameToken/>"), "unknown user", "unknown user"),
    ] {
        assert_eq!(heard("off", &header), "in", "{header}");
        for (setting, expected) in [("when-present", judged), ("enforce", enforced)] {
            let why = heard(setting, &header);
            assert!(why.contains(expected), "{setting} {header}: {why}");
            assert!(!why.contains("secre"), "{why}");
        }
    }
}

#[test]
fn whoever_is_not_let_in_is_told_nothing_but_that() {
    let header = user("somebody", "<w:Password>fjord-secret</w:Password>");
    let answer = world("when-present").send(request(&header));
    let text = text(&answer);
    assert_eq!(answer.status(), 500);
    assert!(
        text.contains("<faultcode>soapenv:Client</faultcode>"),
        "{text}"
    );
    assert!(text.contains("wsse:FailedAuthentication"), "{text}");
    assert!(
        !text.contains("somebody") && !text.contains("<detail>"),
        "{text}"
    );
}

#[test]
fn the_interface_description_needs_no_user() {
    let wsdl = Request::get("/mps/efaktura-atg-service/v1/?wsdl");
    let answer = world("enforce").send(wsdl.body(Bytes::new()).unwrap());
    assert_eq!(answer.status(), 200);
}

#[test]
fn a_header_that_must_be_understood_and_is_not_is_refused() {
    let header = "<x:To xmlns:x='wsa' s:mustUnderstand='1'>a</x:To>";
    let refused = Mps.decode(&received(request(header))).err().unwrap();
    let text = text(&refused.response);
    assert!(text.contains("soapenv:MustUnderstand"), "{text}");
    assert!(text.contains("{wsa}To"), "{text}");
}

#[test]
fn a_signature_is_tolerated_and_noted() {
    let header = token("<w:BinarySecurityToken>x</w:BinarySecurityToken>");
    let decoded = Mps.decode(&received(request(&header))).unwrap();
    let noted = |it: &String| it.starts_with("MPS-SECURITY: ");
    assert!(decoded.remarks.iter().any(noted), "{:?}", decoded.remarks);
    assert_eq!(decoded.command.login, None);
}

#[test]
fn no_password_is_printed_with_a_command() {
    let header = user("fjord", "<w:Password>fjord-secret</w:Password>");
    let decoded = Mps.decode(&received(request(&header))).unwrap();
    assert!(!format!("{:?}", decoded.command).contains("secret"));
}
