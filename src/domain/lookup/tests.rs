//! Searches as text tables: what a caller knows, and whom it finds.

use super::find::fold;
use super::*;
use crate::domain::cast::Cast;
use crate::domain::cast::tests::{address, documented, person, registered};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::identity::OrgNumber;
use crate::domain::person::EfakturaAgreement;
use crate::domain::phone::PhoneNumber;

/// The documented three; Kari, twice, in one house; Åse with a second line and an old
/// agreement; Ole, who is not registered for eFaktura.
fn cast() -> Cast {
    let mut cast = documented();
    for (name, identifier) in [("kari", "100000001"), ("kari-2", "100000002")] {
        let mut kari = person(name, "1980-01-01", "Kari", "Nordmann");
        if name == "kari-2" {
            kari = person(name, "1980-01-02", "Kari", "Nordmann");
            kari.date_of_birth = "1980-01-01".parse().unwrap();
        }
        kari.address = Some(address("Storgata 1", "0155", "Oslo"));
        kari.email = Some(EmailAddress::parse("kari@example.no").unwrap());
        kari.efaktura = Some(registered(identifier, true));
        cast.put_person(kari).unwrap();
    }
    let mut aase = person("aase", "1990-05-17", "Åse Marie", "Ærlig Ås");
    let mut home = address("Åsgata 3", "7003", "Å i Åfjord");
    home.line2 = Some("Oppgang B".to_owned());
    aase.address = Some(home);
    aase.phone = Some(PhoneNumber::parse("+4699999999").unwrap());
    let mut efaktura = registered("100000003", true);
    efaktura.agreements.push(EfakturaAgreement {
        issuer: OrgNumber::parse("980858073").unwrap(),
        reference: "KUNDE-7".to_owned(),
        content_provider: Some("998997801".to_owned()),
    });
    aase.efaktura = Some(efaktura);
    cast.put_person(aase).unwrap();
    let mut ole = person("ole", "1970-07-07", "Ole", "Uten");
    ole.email = Some(EmailAddress::parse("ole@example.no").unwrap());
    ole.address = Some(address("Veien 9", "5003", "Bergen"));
    cast.put_person(ole).unwrap();
    cast
}

/// Words `field=value`, with `_` for a blank.
fn key(words: &str) -> LookupKey {
    let mut key = LookupKey::default();
    let mut first = None;
    for word in words.split_whitespace() {
        let (field, value) = word.split_once('=').unwrap();
        let text = value.replace('_', " ");
        let place = match field {
            "line1" | "line2" | "code" | "city" | "country" => {
                Some(key.address.get_or_insert_default())
            }
            _ => None,
        };
        match (field, place) {
            ("id", _) => key.identifier = EfakturaIdentifier::parse(value).ok(),
            ("ssn", _) => key.ssn = Some(text),
            ("org", _) => key.org_number = Some(text),
            ("phone", _) => key.phone = Some(PhoneNumber::parse(&text).unwrap()),
            ("mail", _) => key.email = Some(EmailAddress::parse(&text).unwrap()),
            ("born", _) => key.date_of_birth = Some(value.parse().unwrap()),
            ("first", _) => first = Some(text),
            ("last", _) => {
                key.name = Some(KeyName {
                    first: first.take(),
                    last: text,
                })
            }
            ("line1", Some(place)) => place.line1 = Some(text),
            ("line2", Some(place)) => place.line2 = Some(text),
            ("code", Some(place)) => place.postal_code = Some(text),
            ("city", Some(place)) => place.city = Some(text),
            ("country", Some(place)) => place.country = Some(text),
            ("ref", _) => {
                let (reference, provider) = value.split_once('@').unwrap();
                key.reference = Some(KeyReference {
                    reference: reference.to_owned(),
                    content_provider: provider.to_owned(),
                });
            }
            _ => panic!("{word}"),
        }
    }
    key
}

/// One row a search: key words, `=>`, whom it finds.
#[track_caller]
fn check(rows: &str) {
    let cast = cast();
    for row in rows.lines().filter(|row| !row.trim().is_empty()) {
        let (words, expect) = row.split_once("=>").unwrap();
        let seen = match find(cast.seen_by("mps"), &key(words)) {
            Found::Unique(person) => person.slug.as_str(),
            Found::Nobody => "nobody",
            Found::MissingData => "missing",
            Found::Several => "several",
        };
        assert_eq!(seen, expect.trim(), "{row}");
    }
}

#[test]
fn a_sole_key_finds_a_receiver_alone_and_outweighs_the_rest() {
    check(
        "ssn=09091816528 => halgeir
         id=501216659 => bodil
         id=207080383 => bjorg
         ref=KUNDE-7@998997801 => aase
         id=414360222 first=Bodil last=Tangen code=8901 mail=bodil99@mpstest.no => halgeir
         ssn=09091816529 => nobody
         ssn=09091816528 mail=nobody@example.no phone=00000000 => halgeir
         id=999999999 => nobody
         ref=KUNDE-7@998997802 => nobody
         ref=kunde-8@998997801 => nobody
         org=980858073 => nobody
         id=999999999 mail=bodil99@mpstest.no phone=11926664 => nobody",
    );
}

#[test]
fn several_sole_keys_must_agree() {
    check(
        "ssn=09091816528 id=414360222 => halgeir
         ssn=09091816528 id=501216659 => nobody
         id=100000003 ref=KUNDE-7@998997801 => aase
         id=501216659 ref=KUNDE-7@998997801 => nobody
         ssn=09091816528 ref=KUNDE-7@998997801 => nobody
         org=980858073 id=414360222 => nobody",
    );
}

#[test]
fn two_of_email_phone_and_birth_must_match_and_then_nothing_else_counts() {
    check(
        "mail=halgeir18@mpstest.no phone=91816528 => halgeir
         mail=halgeir18@mpstest.no born=1918-09-09 => halgeir
         phone=91816528 born=1918-09-09 => halgeir
         phone=91816528 born=1918-09-09 mail=other@example.no => halgeir
         phone=91816528 born=1918-09-10 mail=other@example.no => nobody
         phone=91816528 mail=bodil99@mpstest.no => nobody
         phone=91816528 mail=bodil99@mpstest.no first=Halgeir last=Underbakk => nobody
         phone=91816528 born=1918-09-09 last=Tangen code=0000 city=X => halgeir
         mail=HALGEIR18@MPSTEST.NO born=1918-09-09 => halgeir",
    );
}

#[test]
fn one_of_them_needs_the_name_the_address_or_the_postal_code_beside_it() {
    check(
        "mail=bodil99@mpstest.no => missing
         mail=bodil99@mpstest.no city=Brønnøysund country=NO => missing
         mail=bodil99@mpstest.no last=Tangen => bodil
         mail=bodil99@mpstest.no line1=Melkeruta => bodil
         mail=bodil99@mpstest.no code=8901 => bodil
         born=1919-11-05 last=Feil code=8901 => bodil
         born=1919-11-05 last=Feil code=0000 => nobody
         born=1919-11-05 last=Tangen code=0000 => bodil
         mail=nobody@example.no last=Tangen code=8901 => nobody
         mail=bodil99@mpstest.no first=Bjørg last=Forsøk => nobody
         phone=91816528 code=64_86 => halgeir",
    );
}

#[test]
fn none_of_them_needs_name_address_and_postal_code_together() {
    check(
        "first=Bodil last=Tangen line1=Melkeruta_501 code=8901 => bodil
         first=Bodil last=Tangen line1=Melkeruta_501 code=8901 city=Brønnøysund => bodil
         first=Bodil last=Tangen line1=Melkeruta_501 code=8901 city=Orten => nobody
         first=Bodil last=Tangen line1=Melkeruta_502 code=8901 => nobody
         first=Bjørg last=Tangen line1=Melkeruta_501 code=8901 => nobody
         first=Bodil last=Tangen code=8901 city=Brønnøysund => missing
         first=Bodil last=Tangen line1=Melkeruta_501 => missing
         line1=Melkeruta_501 code=8901 => missing
         => missing",
    );
}

#[test]
fn a_part_of_name_or_address_is_enough_and_names_may_be_swapped() {
    check(
        "phone=91816528 last=under => halgeir
         phone=91816528 first=eir last=bakk => halgeir
         phone=91816528 last=Halgeir => halgeir
         phone=91816528 first=Underbakk last=Halgeir => halgeir
         phone=91816528 first=Halgeir last=Halgeir => nobody
         phone=91816528 first=Halgeir_Olav last=Underbakk => nobody
         phone=91816528 line1=120 => halgeir
         born=1990-05-17 line1=Åsgata line2=Oppgang => aase
         born=1990-05-17 line1=Åsgata line2=Oppgang_C => nobody
         phone=91816528 line1=Trollstigen line2=Oppgang => nobody
         phone=91816528 last=_ => missing
         phone=91816528 line1=_ => missing",
    );
}

#[test]
fn a_wrong_city_or_country_counts_only_beside_address_lines() {
    check(
        "mail=bodil99@mpstest.no last=Tangen code=8901 city=BRONNOYSUND => bodil
         mail=bodil99@mpstest.no line1=Melkeruta_501 city=BRONNOYSUND => nobody
         mail=bodil99@mpstest.no last=Feil code=0000 city=BRONNOYSUND => nobody
         mail=bodil99@mpstest.no last=Tangen code=8901 city=BRØNNØYSUND => bodil
         mail=bodil99@mpstest.no last=Tangen code=8901 country=no => bodil
         mail=bodil99@mpstest.no last=Tangen code=8901 country=SE => bodil
         mail=bodil99@mpstest.no line1=Melkeruta_501 country=SE => nobody
         mail=bodil99@mpstest.no last=Feil code=0000 city=Brønnøysund => nobody",
    );
}

#[test]
fn norwegian_letters_count_but_their_case_and_composition_do_not() {
    check(
        "born=1990-05-17 first=åse last=ÆRLIG => aase
         born=1990-05-17 first=A\u{30a}SE last=a\u{30a}s => aase
         born=1990-05-17 line1=a\u{30a}sgata city=A\u{30a}fjord => aase
         born=1990-05-17 first=Ase last=Ås => nobody
         born=1990-05-17 first=Åse last=Aerlig => nobody",
    );
    assert_eq!(fold("Rene\u{301} C\u{30c}a\u{301}hppe"), "rené čáhppe");
    assert_eq!(fold("\u{301}x"), "\u{301}x");
}

#[test]
fn a_phone_is_one_line_however_it_is_written() {
    for phone in ["91816528", "+4791816528", "0047_918_16_528"] {
        check(&format!("phone={phone} last=Underbakk => halgeir"));
    }
    check(
        "phone=+4691816528 last=Underbakk => nobody
         phone=+4699999999 last=Ås => aase
         phone=99999999 last=Ås => nobody",
    );
}

#[test]
fn two_who_look_alike_are_several_until_something_tells_them_apart() {
    check(
        "first=Kari last=Nordmann line1=Storgata_1 code=0155 => several
         mail=kari@example.no born=1980-01-01 => several
         mail=kari@example.no last=Nordmann => several
         id=100000002 => kari-2",
    );
}

#[test]
fn who_is_not_registered_for_efaktura_is_not_found() {
    let ole = cast()
        .person(&crate::domain::cast::tests::slug("ole"))
        .cloned();
    let ssn = ole.map(|ole| ole.ssn.as_str().to_owned()).unwrap();
    check(&format!("ssn={ssn} => nobody"));
    check(
        "mail=ole@example.no born=1970-07-07 => nobody
         first=Ole last=Uten line1=Veien_9 code=5003 => nobody",
    );
}
