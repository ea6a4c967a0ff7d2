//! Agreements as text: KID structures, receivers and ids.

use serde_json::json;

use super::{company, fjord};
use crate::snapshot::{CompanyText, merge};

#[test]
fn each_wrong_structure_and_receiver_is_refused_where_it_stands() {
    let other =
        |length: u8, position: &str| json!({"kid_length": length, "reference_position": position});
    for (field, name, value) in [
        (
            "other_kid_structures[0].kid_length",
            "other_kid_structures",
            json!([other(12, "1-6")]),
        ),
        (
            "other_kid_structures[1].kid_length",
            "other_kid_structures",
            json!([other(15, "1-8"), other(15, "1-9")]),
        ),
        (
            "other_kid_structures[0].kid_length",
            "other_kid_structures",
            json!([other(26, "1-6")]),
        ),
        (
            "other_kid_structures[0].reference_position",
            "other_kid_structures",
            json!([other(15, "1-15")]),
        ),
        (
            "other_kid_structures",
            "other_kid_structures",
            json!([other(15, "1-8"), other(18, "1-9"), other(20, "1-9")]),
        ),
        ("agreement_id", "agreement_id", json!("12345678")),
        ("agreement_id", "agreement_id", json!("12345678å")),
        (
            "data_receivers[1]",
            "data_receivers",
            json!(["00230456", "230456"]),
        ),
        ("data_receivers[0]", "data_receivers", json!(["00008080"])),
        (
            "data_receivers[0]",
            "data_receivers",
            json!(["a@b.example"]),
        ),
        (
            "data_receivers[1]",
            "data_receivers",
            json!(["00230456", "00230456"]),
        ),
        ("list_receivers[0]", "list_receivers", json!(["a@b"])),
        ("list_receivers[0]", "list_receivers", json!(["00008080"])),
        (
            "list_receivers[1]",
            "list_receivers",
            json!(["00230456", "somebody"]),
        ),
    ] {
        let mut body = fjord();
        body["avtalegiro"][0][name] = value.clone();
        let error = company("fjord-energi", &body, None).unwrap_err();
        assert_eq!(
            error.field,
            format!("avtalegiro[0].{field}"),
            "{value} {error}"
        );
        assert!(!error.expected.is_empty(), "{error}");
    }
}

#[test]
fn an_agreement_as_it_was_written_before_files_has_one_structure_and_tells_nobody() {
    let agreement = json!({"account": "86011117947", "kid_length": 12,
        "reference_position": "1-6"});
    let body = json!({"avtalegiro": [agreement]});
    let read = company("nord-nett", &body, None).unwrap();
    let one = &read.avtalegiro[0];
    assert_eq!(one.agreement_id, "011117947");
    assert_eq!(one.kids.iter().count(), 1);
    assert!(one.data_receivers.is_empty() && one.list_receivers.is_empty());
    assert_eq!(
        CompanyText::of(&read, None).avtalegiro[0].agreement_id,
        None
    );
}

#[test]
fn a_changed_list_of_structures_or_receivers_replaces_the_old_one_whole() {
    let old = company("fjord-energi", &fjord(), None).unwrap();
    let mut agreement = fjord()["avtalegiro"][0].clone();
    agreement["other_kid_structures"] = json!([{"kid_length": 20, "reference_position": "2-9"}]);
    agreement["list_receivers"] = json!([]);
    let body = merge(fjord(), json!({"avtalegiro": [agreement]}));
    let read = company("fjord-energi", &body, Some(&old)).unwrap();
    let one = &read.avtalegiro[0];
    assert_eq!(one.kids.lengths(), "12 or 20");
    assert_eq!(one.kids.for_length(20).unwrap().reference, (2, 9));
    assert!(one.list_receivers.is_empty());
    assert_eq!(one.data_receivers, old.avtalegiro[0].data_receivers);
    let body = merge(fjord(), json!({"mps": {"customer_unit": null}}));
    let read = company("fjord-energi", &body, Some(&old)).unwrap();
    assert_eq!(read.mps.unwrap().customer_unit, None);
}

#[test]
fn a_customer_unit_has_eight_digits_and_is_not_the_one_of_mps() {
    for (unit, told) in [
        ("230456", "is not eight digits"),
        ("0023045å", "is not eight digits"),
        ("00000000", "is not eight digits"),
        ("00008080", "MPS's own"),
    ] {
        let body = merge(fjord(), json!({"mps": {"customer_unit": unit}}));
        let error = company("fjord-energi", &body, None).unwrap_err();
        assert_eq!(error.field, "mps.customer_unit", "{error}");
        assert!(error.expected.contains(told), "{error}");
    }
}
