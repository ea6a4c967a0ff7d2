//! Files that are no invoice.

use super::Trouble;
use crate::support::Bill;

const OPEN: &str = "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">";

const NOT_XML: &str = "document not readable as XML";

/// What a file is, its bytes, and what the refusal must tell.
type Row = (&'static str, Vec<u8>, &'static str);

fn replaced(from: &str, to: &str) -> Vec<u8> {
    let good = Bill::to("bodil").xml();
    assert!(good.contains(from), "{from}");
    good.replace(from, to).into_bytes()
}

fn no_xml() -> Vec<Row> {
    let good = Bill::to("bodil").xml();
    let body = good.split_once('\n').unwrap().1;
    let laughs = format!(
        "<!DOCTYPE Invoice [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>{}",
        body.replace("Bodil", "&b;")
    );
    let outside = format!(
        "<!DOCTYPE Invoice [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{}",
        body.replace("Bodil", "&a;")
    );
    let deep = format!(
        "{OPEN}{}{}</Invoice>",
        "<a>".repeat(10_000),
        "</a>".repeat(10_000)
    );
    let unclosed = format!("{OPEN}{}", "<a>".repeat(10_000));
    let many = format!("{OPEN}{}</Invoice>", "<a/>".repeat(600_000));
    let mut torn = good.clone().into_bytes();
    torn.truncate(torn.len() / 2);
    let mut broken = good.clone().into_bytes();
    let name = good.find("Bodil").unwrap();
    broken[name] = 0xff;
    let half_letter = {
        let at = good.find('ø').unwrap();
        let mut bytes = good.clone().into_bytes();
        bytes.remove(at);
        bytes
    };
    vec![
        ("nothing", Vec::new(), NOT_XML),
        ("blanks", b"  \n ".to_vec(), NOT_XML),
        ("half a file", torn, NOT_XML),
        (
            "a wrong end tag",
            replaced("</cbc:CityName>", "</cbc:City>"),
            NOT_XML,
        ),
        (
            "a document type with entities",
            laughs.into_bytes(),
            "DOCTYPE",
        ),
        (
            "a document type that reads files",
            outside.into_bytes(),
            "DOCTYPE",
        ),
        ("an unknown entity", replaced("Bodil", "&nobody;"), NOT_XML),
        ("deep nesting", deep.into_bytes(), NOT_XML),
        (
            "deep nesting without an end",
            unclosed.into_bytes(),
            NOT_XML,
        ),
        ("too many elements", many.into_bytes(), NOT_XML),
        ("a byte that is no letter", broken, NOT_XML),
        ("half a letter", half_letter, NOT_XML),
        ("a null byte", replaced("Bodil", "Bo\0dil"), NOT_XML),
        ("text", b"faktura".to_vec(), NOT_XML),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), NOT_XML),
    ]
}

/// What is wrong with a field, what is put in the place of what, and what the refusal must tell.
fn bad_fields() -> Vec<Row> {
    let nines = "9".repeat(30);
    let minus = format!("-{nines}");
    let replacements = [
        (
            "no date",
            "IssueDate>",
            "IssueDat>",
            "invoice date not found",
        ),
        (
            "no number",
            "<cbc:ID>2026-1001</cbc:ID>",
            "",
            "invoice number not found",
        ),
        (
            "a day that never was",
            "2026-03-20",
            "2026-02-30",
            "due date not readable",
        ),
        (
            "a month that never was",
            "2026-03-02",
            "2026-13-02",
            "invoice date not readable",
        ),
        (
            "a date with letters",
            "2026-03-20",
            "20. mårs",
            "due date not readable",
        ),
        (
            "an amount of thirty digits",
            "450.00",
            nines.as_str(),
            "amount not readable",
        ),
        (
            "a negative amount beyond all",
            "450.00",
            minus.as_str(),
            "amount not readable",
        ),
        (
            "an amount with a comma",
            "450.00",
            "450,00",
            "amount not readable",
        ),
        (
            "an amount in words",
            "450.00",
            "fire hundre",
            "amount not readable",
        ),
        ("three decimals", "450.00", "450.001", "amount not readable"),
    ];
    let rows = replacements.map(|(what, from, to, told)| (what, replaced(from, to), told));
    let page = b"<html><body/></html>".to_vec();
    [("a web page", page, "document not UBL")]
        .into_iter()
        .chain(rows)
        .collect()
}

#[tokio::test]
async fn a_file_that_is_no_invoice_is_refused_in_the_call_with_the_reason() {
    let trouble = Trouble::begin().await;
    let fields = [("recipient_type", "consumer")];
    for (what, file, expected) in no_xml().into_iter().chain(bad_fields()) {
        let sandbox = &trouble.sandbox;
        let reply = sandbox.post(&trouble.token, &file, &fields).await;
        assert_eq!(
            reply.refusal(),
            "400 invoice_create_api_error",
            "{what}: {}",
            reply.text()
        );
        let details = reply.json()["details"].to_string();
        assert!(
            details.contains("ERROR: ") && details.contains(expected),
            "{what}: {details}"
        );
        assert!(
            details.len() < 2000,
            "{what} is quoted at length: {} bytes",
            details.len()
        );
        let why = trouble.why();
        assert!(
            why.starts_with("R-005 ") && why.contains(expected),
            "{what}: {why}"
        );
    }
    trouble.nothing_changed().await;
}

#[tokio::test]
async fn a_zip_and_a_format_that_nobody_simulates_are_named_as_such() {
    let trouble = Trouble::begin().await;
    let good = Bill::to("bodil").xml();
    for (file, field) in [
        (&b"PK\x03\x04zip"[..], ("recipient_type", "consumer")),
        (good.as_bytes(), ("format", "FINVOICE30")),
    ] {
        let reply = trouble.sandbox.post(&trouble.token, file, &[field]).await;
        assert_eq!(reply.refusal(), "501 not_simulated");
        assert!(!trouble.why().is_empty());
    }
    trouble.nothing_changed().await;
}
