//! The rules of the look-up, one row a key, the last word who is found.

use super::world::{FJORD, HALGEIR, World, message, post, text};
use crate::services::mps::client;

/// A key of `element=value` words (`_` is a blank), in the order of the schema.
fn key(words: &[&str]) -> String {
    let mut key = String::new();
    let (mut name, mut address, mut reference) = (String::new(), String::new(), String::new());
    let mut tail = String::new();
    for word in words {
        let (field, value) = word.split_once('=').unwrap();
        let value = value.replace('_', " ");
        let leaf = |element: &str| format!("<{element}>{value}</{element}>");
        match field {
            "id" => key += &leaf("efakturaIdentifier"),
            "ssn" => key += &leaf("socialSecurityNumber"),
            "org" => key += &leaf("organizationNumber"),
            "phone" => key += &leaf("telephoneAlias"),
            "email" => key += &leaf("emailAlias"),
            "first" => name += &leaf("firstName"),
            "last" => name += &leaf("lastName"),
            "line" => address += &leaf("addressLine1"),
            "code" => address += &leaf("postalCode"),
            "city" => address += &leaf("city"),
            "issuer" => tail += &leaf("efakturaIssuer"),
            "born" => tail += &leaf("dateOfBirth"),
            "ref" => reference += &leaf("efakturaReference"),
            "by" => reference += &leaf("contentProviderId"),
            _ => panic!("unknown field {word}"),
        }
    }
    for (element, content) in [
        ("name", name),
        ("address", address),
        ("", tail),
        ("efakturaReferenceAndContentProvider", reference),
    ] {
        match (element, content.is_empty()) {
            (_, true) => {}
            ("", false) => key += &content,
            (_, false) => key += &format!("<{element}>{content}</{element}>"),
        }
    }
    format!("<efakturaIdentifierKey>{key}</efakturaIdentifierKey>")
}

fn look_up(world: &mut World, keys: &str) -> http::Response<bytes::Bytes> {
    let list = format!("<getEfakturaIdentifiersKey>{keys}</getEfakturaIdentifiersKey>");
    world.send(post(&message("GetEfakturaIdentifiersRequest", &list)))
}

#[track_caller]
fn check(row: &str) {
    let words: Vec<&str> = row.split_whitespace().collect();
    let (expected, fields) = words.split_last().unwrap();
    let answer = look_up(&mut World::new(), &key(fields));
    let answers = client::decode_get_efaktura_identifiers_response(answer.body()).unwrap();
    let seen = match &answers[0].identifier {
        Some(identifier) => identifier.as_str(),
        None => answers[0].result.as_str(),
    };
    let expected = match *expected {
        "halgeir" => "414360222",
        "bjorg" => "207080383",
        "bodil" => "501216659",
        "arv" => "900000004",
        "nobody" => "RECEIVER_NOT_FOUND",
        "several" => "MULTIPLE_RECEIVERS",
        "too-little" => "LOOKUP_KEY_MISSING_DATA",
        other => other,
    };
    assert_eq!(seen, expected, "{row}");
    assert!(
        text(&answer).contains(&key(fields)),
        "{row}: the key comes back as sent"
    );
}

#[test]
fn receivers_are_found_by_the_rules_of_the_key() {
    for row in "
        ssn=09091816528                                        halgeir
        ssn=09091816529                                        nobody
        id=414360222                                           halgeir
        id=414360222 ssn=13121622259                           nobody
        ssn=09091816528 email=wrong@mpstest.no                 halgeir
        org=310000027                                          nobody
        ref=K-17 by=123456789                                  arv
        ref=K-17 by=987654321                                  nobody
        phone=+4791816528 email=halgeir18@mpstest.no           halgeir
        phone=+4791816528 email=HALGEIR18@MPSTEST.NO           halgeir
        phone=+4791816528 email=a;b@mpstest.no                 nobody
        phone=+4791816528 email=a;b@mpstest.no born=1918-09-09 halgeir
        phone=+4791816528 born=1918-09-09Z                     halgeir
        phone=+4791816528 born=1918-09-10                      nobody
        phone=+4791816528 email=no@one.no born=1918-09-09      halgeir
        phone=+4791816528                                      too-little
        born=1918-09-09 last=Under                             halgeir
        born=1918-09-09 first=underbakk last=halgeir           halgeir
        born=1918-09-09 first=Bodil last=Underbakk             nobody
        email=bodil99@mpstest.no last=Feil code=8901           bodil
        email=bodil99@mpstest.no code=0001                     nobody
        email=bodil99@mpstest.no line=melkeruta                bodil
        email=bodil99@mpstest.no line=melkeruta city=Oslo      nobody
        email=bodil99@mpstest.no line=_                        too-little
        email=bodil99@mpstest.no last=_                        too-little
        email=bodil99@mpstest.no city=Brønnøysund              too-little
        last=Tangen line=Melkeruta code=8901                   bodil
        last=Tangen line=Melkeruta                             too-little
        last=Tangen line=Traneveien code=8901                  nobody
        born=1980-01-01 last=Tvilling                          several
        born=1980-01-05 last=Uten                              nobody
    "
    .lines()
    .map(str::trim)
    .filter(|row| !row.is_empty())
    {
        check(row);
    }
}

#[test]
fn how_the_receiver_stands_to_an_issuer_is_told_when_it_is_asked_for_and_there_is_one() {
    let mut world = World::new();
    let issuer = format!("issuer={FJORD}");
    let mut stands = |fields: &[&str]| {
        let answer = look_up(&mut world, &key(fields));
        let answers = client::decode_get_efaktura_identifiers_response(answer.body()).unwrap();
        let answer = answers.into_iter().next().unwrap();
        let issuer = answer
            .issuer
            .map(|it| (it.blocked, it.has_agreement, it.references));
        (answer.auto_accept, issuer)
    };
    let ssn = format!("ssn={HALGEIR}");
    assert_eq!(stands(&[&ssn]), (true, None));
    assert_eq!(
        stands(&[&ssn, &issuer]),
        (true, Some((false, false, vec![])))
    );
    assert_eq!(
        stands(&["id=900000003", &issuer]),
        (true, Some((true, false, vec![])))
    );
    assert_eq!(
        stands(&["id=900000004", &issuer]),
        (false, Some((false, true, vec!["K-17".to_owned()])))
    );
    assert_eq!(stands(&["id=999999999", &issuer]), (false, None));
}

#[test]
fn a_thousand_keys_are_answered_in_their_order_and_one_more_is_refused() {
    let mut world = World::new();
    let halgeir = key(&["id=414360222"]);
    let nobody = key(&["id=999999999"]);
    let thousand = format!("{}{nobody}", halgeir.repeat(999));
    let answer = look_up(&mut world, &thousand);
    let answers = client::decode_get_efaktura_identifiers_response(answer.body()).unwrap();
    let found: Vec<bool> = answers.iter().map(|it| it.identifier.is_some()).collect();
    assert_eq!(found.len(), 1000);
    assert!(found[..999].iter().all(|is| *is) && !found[999]);
    let answer = look_up(&mut world, &halgeir.repeat(1001));
    assert_eq!(answer.status(), 500);
    assert!(text(&answer).contains("found 1001"));
}
