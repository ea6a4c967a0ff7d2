//! Every limit of the schema, refused with a sentence that says where, what and what instead.

use proptest::prelude::*;

use super::statuses::{add, id};
use super::world::{FJORD, decode, message};
use crate::domain::rules;

/// Expects a refusal that says this.
#[track_caller]
fn refused(content: &str, told: &str) {
    match decode(content) {
        Ok(_) => panic!("was taken, but {told}: {content}"),
        Err(refused) => {
            assert!(refused.why.contains(told), "{} / {told}", refused.why);
            assert_eq!(refused.rule, Some("MPS-SCHEMA"));
            assert!(rules::find("MPS-SCHEMA").is_some());
            assert_eq!(refused.response.status(), 500);
            let body = String::from_utf8_lossy(refused.response.body());
            assert!(body.contains("<faultcode>soapenv:Client</faultcode>"));
            assert!(!body.contains("<detail>"), "{body}");
        }
    }
}

#[track_caller]
fn taken(content: &str) {
    if let Err(refused) = decode(content) {
        panic!("{}: {content}", refused.why);
    }
}

fn key(fields: &str) -> String {
    let list = format!(
        "<getEfakturaIdentifiersKey><efakturaIdentifierKey>{fields}</efakturaIdentifierKey>\
         </getEfakturaIdentifiersKey>"
    );
    message("GetEfakturaIdentifiersRequest", &list)
}

/// A leaf of a key with a value that is too much for it, and one that is just right.
#[test]
fn fields_of_a_key_keep_to_their_lengths_and_patterns() {
    let long = |length: usize| "ø".repeat(length);
    let mail = |length: usize| format!("{}@b.no", "x".repeat(length - 5));
    let rows: &[(&str, String, String)] = &[
        ("efakturaIdentifier", "12345678".into(), "123456789".into()),
        ("efakturaIdentifier", "12345678x".into(), "000000000".into()),
        ("socialSecurityNumber", "1".repeat(12), "1".repeat(11)),
        ("socialSecurityNumber", " 1111111111".into(), "0".repeat(11)),
        ("organizationNumber", "٢٠٧٠٨٠٣٨٣".into(), "310000027".into()),
        ("telephoneAlias", "91816528".into(), "+4791816528".into()),
        ("telephoneAlias", "+1234".into(), "+12345".into()),
        (
            "telephoneAlias",
            format!("+{}", "1".repeat(16)),
            format!("+{}", "1".repeat(15)),
        ),
        ("emailAlias", mail(101), mail(100)),
        ("emailAlias", "a@b.".into(), "a@b.c".into()),
        ("emailAlias", "@bb.no".into(), "a b@c@d.no".into()),
        ("emailAlias", "a@.no".into(), "a@b.no".into()),
        ("name/lastName", long(51), long(50)),
        ("name/lastName", String::new(), long(1)),
        ("address/addressLine1", long(51), long(50)),
        ("address/addressLine2", long(51), String::new()),
        ("address/postalCode", "123".into(), "1234".into()),
        ("address/postalCode", "1".repeat(11), "1".repeat(10)),
        ("address/city", long(31), long(30)),
        ("address/city", String::new(), long(1)),
        ("address/countryCode", "NOR".into(), "NO".into()),
        ("efakturaIssuer", "31000002".into(), "310000027".into()),
        ("dateOfBirth", "18-09-09".into(), "1918-09-09".into()),
        ("dateOfBirth", "1918-02-30".into(), "1918-09-09Z".into()),
        (
            "dateOfBirth",
            "1918-09-09+25:00".into(),
            " 1918-09-09-14:00\n".into(),
        ),
        (
            "dateOfBirth",
            "1918-09-øø".into(),
            "2000-02-29+01:00".into(),
        ),
    ];
    for (path, bad, good) in rows {
        let nested = |value: &str| {
            path.rsplit('/').fold(value.to_owned(), |inner, name| {
                format!("<{name}>{inner}</{name}>")
            })
        };
        let told = format!(
            "GetEfakturaIdentifiersRequest/getEfakturaIdentifiersKey/efakturaIdentifierKey/{path} \
             (in efakturaIdentifierKey number 1): expected "
        );
        refused(&key(&nested(bad)), &told);
        taken(&key(&nested(good)));
    }
    let reference = |reference: &str, by: &str| {
        let both = format!(
            "<efakturaReference>{reference}</efakturaReference>\
             <contentProviderId>{by}</contentProviderId>"
        );
        key(&format!(
            "<efakturaReferenceAndContentProvider>{both}</efakturaReferenceAndContentProvider>"
        ))
    };
    refused(&reference(&long(33), "123456789"), "at most 32 characters");
    refused(&reference("K", "1234"), "contentProviderId");
    taken(&reference("", "123456789"));
}

#[test]
fn order_and_leftovers_are_seen() {
    let ssn = "<socialSecurityNumber>09091816528</socialSecurityNumber>";
    let org = "<organizationNumber>310000027</organizationNumber>";
    let last = "<lastName>b</lastName>";
    for (content, told) in [
        (key(&format!("{ssn}{org}")), "found <organizationNumber>"),
        (
            key(&format!("<emailAlias>a@b.no</emailAlias>{ssn}")),
            "found <socialSecurityNumber>",
        ),
        (
            key("<name><firstName>a</firstName></name>"),
            "expected <lastName>",
        ),
        (
            key(&format!("<name>{last}{last}</name>")),
            "expected the end of <name>",
        ),
        (
            key("<name>text<lastName>b</lastName></name>"),
            "expected elements only",
        ),
        (
            message("GetBlackListRequest", "text"),
            "expected elements only",
        ),
        (key("<emailAlias><b/></emailAlias>"), "found <b>"),
        (key("<unknown/>"), "found <unknown>"),
        (
            message("GetEfakturaIdentifiersRequest", ""),
            "expected <getEfakturaIdentifiersKey>",
        ),
        (
            message(
                "GetEfakturaIdentifiersRequest",
                "<getEfakturaIdentifiersKey></getEfakturaIdentifiersKey>",
            ),
            "expected <efakturaIdentifierKey>",
        ),
        (
            message("NoSuchRequest", ""),
            "found {https://efaktura-services",
        ),
        (
            "<AddShipmentRequest/>".to_owned(),
            "found AddShipmentRequest",
        ),
    ] {
        refused(&content, told);
    }
    taken(&key(""));
}

#[test]
fn a_message_identifier_has_5_to_50_characters() {
    let with = |identifier: &str| key("").replace("m-0001", identifier);
    refused(
        &with("four"),
        "messageIdentifier: expected 5 to 50 characters, found \"four\"",
    );
    refused(&with(&"ø".repeat(51)), "expected 5 to 50 characters");
    taken(&with("fives"));
    taken(&with(&"ø".repeat(50)));
    let without = "<a:GetEfakturaIdentifiersRequest><auditInformation/>\
                   </a:GetEfakturaIdentifiersRequest>";
    refused(without, "expected <messageIdentifier>");
}

const GOOD: &str = "<transactionId>ID</transactionId><paymentType>EFAKTURA</paymentType>\
    <documentType>INVOICE</documentType><kid>12</kid><accountNumber>15062995960</accountNumber>\
    <amount>450.00</amount><dueDate>2026-03-20</dueDate><efakturaInfo>\
    <efakturaIdentifier>414360222</efakturaIdentifier><minimumAmount>1</minimumAmount>\
    <brandName>Fjord</brandName><eFakturaUrl>u</eFakturaUrl><collectionNoticeNotification>\
    <email>a@b.no</email><mobilePhone>+4791816528</mobilePhone></collectionNoticeNotification>\
    </efakturaInfo><atgInfo><atgNotification>1</atgNotification>\
    <atgNotificationText>t</atgNotificationText><atgAbbreviatedName>n</atgAbbreviatedName>\
    <atgExternalReference>r</atgExternalReference></atgInfo>";

/// The good transaction with the value of one element replaced.
fn transaction(name: &str, value: &str) -> String {
    let good = GOOD.replace("ID", &id('b', 1));
    let open = format!("<{name}>");
    let (before, rest) = good.split_once(&open).unwrap_or((&good, ""));
    let after = rest.split_once("</").map_or("", |(_, after)| after);
    let changed = format!("{before}{open}{value}</{after}");
    add(
        &id('a', 1),
        FJORD,
        &format!("<transactions>{changed}</transactions>"),
    )
}

#[test]
fn fields_of_a_transaction_keep_to_their_lengths_and_patterns() {
    let long = |length: usize| "ø".repeat(length);
    let upper = id('B', 1);
    let rows: &[(&str, &str, &str)] = &[
        ("transactionId", &upper, &id('c', 1)),
        ("transactionId", "b", &id('d', 1)),
        ("paymentType", "CASH", "AVTALEGIRO"),
        ("documentType", "Invoice", "ENFORCEMENT_WARNING"),
        ("kid", "1", "12"),
        ("kid", "1234567-", &"1".repeat(25)),
        ("kid", &"1".repeat(26), "00"),
        ("accountNumber", "1506299596", "abcdefghijk"),
        ("amount", "-0.01", "-0.00"),
        ("amount", "1.001", "1.000"),
        ("amount", "1e3", " 1000 "),
        ("amount", "1 000", "0"),
        ("amount", "99999999999999999999", "92233720368547758.07"),
        ("dueDate", "20.03.2026", "2026-03-20+01:00"),
        ("minimumAmount", "x", "0.00"),
        ("efakturaIdentifier", "1", "123456789"),
        ("brandName", &long(41), &long(40)),
        ("eFakturaUrl", "", &long(255)),
        ("eFakturaUrl", &long(256), "u"),
        ("email", "a", "a@b.no"),
        ("mobilePhone", "1", "+123456"),
        ("atgNotification", "yes", "false"),
        ("atgNotificationText", &long(3361), &long(3360)),
        ("atgAbbreviatedName", "", &long(10)),
        ("atgAbbreviatedName", &long(11), "n"),
        ("atgExternalReference", &long(26), &long(25)),
    ];
    for (name, bad, good) in rows {
        refused(
            &transaction(name, bad),
            &format!("/{name} (in transactions number 1): expected "),
        );
        taken(&transaction(name, good));
    }
    let good = transaction("kid", "12");
    refused(
        &good.replace(&id('a', 1), "a"),
        "AddShipmentRequest/shipmentId: expected a UUID",
    );
    refused(
        &good.replace(FJORD, "31000002"),
        "AddShipmentRequest/issuer: expected 9 digits",
    );
    refused(&add(&id('a', 1), FJORD, ""), "expected <transactions>");
    let nobody = good.replace("<efakturaIdentifier>414360222</efakturaIdentifier>", "");
    refused(
        &nobody,
        "expected <efakturaIdentifier>, <socialSecurityNumber> or",
    );
    let both = good.replace(
        "<minimumAmount>",
        "<eFakturaReference>K</eFakturaReference><minimumAmount>",
    );
    refused(&both, "found <eFakturaReference>");
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic(content in "\\PC{0,200}") {
        let _ = decode(&content);
        let _ = decode(&key(&content));
        let _ = decode(&transaction("kid", &content));
    }

    #[test]
    fn no_value_makes_reading_panic(
        name in prop::sample::select(vec![
            "transactionId", "kid", "amount", "dueDate", "email", "mobilePhone", "eFakturaUrl",
        ]),
        value in "[-+0-9.:TZa-fø@ ]{0,40}",
    ) {
        let _ = decode(&transaction(name, &value));
    }
}
