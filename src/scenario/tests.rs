//! The cast file that ships, and what is said about one that is wrong.

use proptest::prelude::*;

use super::CastFile;
use crate::consumer::Book;
use crate::domain::cast::Cast;
use crate::domain::company::B2cnoStatus;
use crate::domain::identity::{NationalIdKind, printed_in};
use crate::domain::mint::Mint;
use crate::domain::slug::Slug;
use crate::snapshot::{CompanyText, PersonText};

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn build(cast: &CastFile) -> (Cast, Book) {
    cast.build(&slug("default"), &mut Mint::new(1)).unwrap()
}

#[test]
fn the_documented_test_consumers_stand_exactly_as_documented() {
    let (cast, _) = build(&CastFile::embedded().unwrap());
    // Maventa: Consumer Invoicing (Norway), test consumers.
    for row in [
        "bjorg 13121622259 Bjørg Forsøk 207080383 +4721622259 trude16@mpstest.no \
         Traneveien 204 8901 Brønnøysund NO 1916-12-13 false",
        "halgeir 09091816528 Halgeir Underbakk 414360222 +4791816528 halgeir18@mpstest.no \
         Trollstigen 120 6486 Orten NO 1918-09-09 true",
        "bodil 05111926664 Bodil Tangen 501216659 +4711926664 bodil99@mpstest.no \
         Melkeruta 501 8901 Brønnøysund NO 1919-11-05 true",
    ] {
        let person = cast.person(&slug(row.split(' ').next().unwrap())).unwrap();
        let (address, efaktura) = (
            person.address.as_ref().unwrap(),
            person.efaktura.as_ref().unwrap(),
        );
        let found = format!(
            "{} {} {} {} {} {} {} {} {} {} {} {} {}",
            person.slug,
            person.ssn.as_str(),
            person.name.first,
            person.name.last,
            efaktura.identifier,
            person.phone.as_ref().unwrap(),
            person.email.as_ref().unwrap(),
            address.line1,
            address.postal_code,
            address.city,
            address.country,
            person.date_of_birth,
            efaktura.yes_to_all
        );
        assert_eq!(found, row);
        assert!(address.line2.is_none());
    }
}

#[test]
fn everybody_else_is_synthetic() {
    let (cast, _) = build(&CastFile::embedded().unwrap());
    for person in cast.people() {
        let documented = printed_in(person.ssn.as_str()).is_some();
        assert_eq!(
            person.ssn.is_known_synthetic(),
            !documented,
            "{}",
            person.slug
        );
        assert!(!person.ssn.may_be_a_citizens(), "{}", person.slug);
    }
    for company in cast.companies() {
        let number = company.org_number.as_str();
        let documented = ["visma-software", "vipps-teknologi", "vipps-sample"];
        let documented = documented.contains(&company.slug.as_str());
        assert!(
            number.starts_with('3') || company.country != "NO" || documented,
            "{number}"
        );
    }
    assert!(cast.people().count() >= 10);
}

#[test]
fn every_entry_prints_as_it_was_written() {
    let file = CastFile::embedded().unwrap();
    let (cast, mut book) = build(&file);
    for text in file.people() {
        let person = cast.person(&slug(text.slug.as_ref().unwrap())).unwrap();
        assert_eq!(
            PersonText::of(person, book.mandates_of(&person.slug)),
            *text
        );
    }
    for text in file.companies() {
        let company = cast.company(&slug(text.slug.as_ref().unwrap())).unwrap();
        assert_eq!(CompanyText::of(company, None), *text);
    }
    assert!(book.take_news().is_empty());
    assert!(book.mandates().count() >= 6);
}

#[test]
fn each_quirk_of_the_cast_is_there() {
    let (cast, book) = build(&CastFile::embedded().unwrap());
    let person = |name| cast.person(&slug(name)).unwrap();
    let company = |name| cast.company(&slug(name)).unwrap();
    let mandate = |name| {
        book.mandates_of(&slug(name))
            .map(|(_, it)| it.clone())
            .next()
            .unwrap()
    };
    let fjord = company("fjord-energi");
    let number = fjord.org_number.norwegian().unwrap();

    let stale = mandate("mandate-inactive-at-mps");
    assert!(!stale.active_at_mps && stale.active_at_router);
    let blocking = person("blocks-fjord-energi").efaktura.as_ref().unwrap();
    assert!(blocking.yes_to_all && blocking.blocked_issuers.contains(number));
    let (one, two) = (person("twin-one"), person("twin-two"));
    assert_eq!((&one.name, &one.address), (&two.name, &two.address));
    assert_ne!(one.date_of_birth, two.date_of_birth);
    assert!(!person("vipps-display-off").vipps.unwrap().display);
    assert_eq!(person("no-vipps").vipps, None);
    assert_eq!(person("d-number").ssn.kind(), NationalIdKind::DNumber);
    let longest = &person("longest-name").name;
    for part in [&longest.first, &longest.last] {
        assert_eq!(part.chars().count(), 50);
    }
    let both = format!("{} {}", longest.first, longest.last);
    assert!(
        "æøåÆØÅ".chars().all(|letter| both.contains(letter)),
        "{both}"
    );
    let legacy = person("legacy-agreement").efaktura.as_ref().unwrap();
    assert!(!legacy.yes_to_all && legacy.agreements.iter().any(|it| it.issuer == *number));

    // Every mandate fits the agreement of the payee that it is given to.
    for (key, _) in book.mandates() {
        let (_, agreement) = cast.agreement_on(key.payee_account.as_str()).unwrap();
        let length = key.kid.as_str().len();
        assert!(agreement.kids.for_length(length).is_some(), "{key:?}");
    }
    for (name, status) in [
        ("fjord-energi", B2cnoStatus::Active),
        ("nord-nett", B2cnoStatus::Free),
        ("vest-vann", B2cnoStatus::Reserved),
        ("sor-stroem", B2cnoStatus::Fault),
        ("aust-avfall", B2cnoStatus::Error),
    ] {
        assert_eq!(
            company(name).maventa.as_ref().unwrap().b2cno,
            status,
            "{name}"
        );
    }
}

const KARI: &str = "[[person]]\nslug = \"kari\"\n";

#[track_caller]
fn check(text: &str, told: &str) {
    let built = CastFile::parse("people.toml", text)
        .and_then(|file| file.build(&slug("default"), &mut Mint::new(1)));
    let error = built.unwrap_err().to_string();
    assert!(error.starts_with(told), "{error}\nwants {told}");
}

#[test]
fn a_wrong_cast_file_is_refused_with_place_entry_field_and_reason() {
    let row = |lines: &str, told: &str| check(&format!("{KARI}{lines}"), told);
    check("[[person]\n", "people.toml:1:");
    check("\n\nslug 1", "people.toml:3:6: not TOML: ");
    check(
        "# ÆØÅ\n[[people]]\n",
        "people.toml:2:3: people: unknown field `people`, expected",
    );
    row(
        "\"æ\" = 1\n",
        "people.toml:3:1: person \"kari\": æ: unknown field `æ`, expected one of",
    );
    row(
        "emial = \"a@b.no\"\n",
        "people.toml:3:1: person \"kari\": emial: unknown field `emial`, expected one of",
    );
    row(
        "ssn = 13121622259\n",
        "people.toml:3:1: person \"kari\": ssn: invalid type: integer `13121622259`, expected a \
         string",
    );
    row(
        "vipps = { active = \"yes\" }\n",
        "people.toml:3:11: person \"kari\": vipps.active: invalid type: string \"yes\", expected \
         a boolean",
    );
    row(
        "ssn = \"131216\"\n",
        "people.toml:3:1: person \"kari\": ssn: found `131216*****`, expected a valid national",
    );
    row(
        "ssn = \"13121622258\"\n",
        "people.toml:3:1: person \"kari\": ssn: found `131216*****`, expected a valid national",
    );
    row(
        "date_of_birth = \"1984-02-30\"\n",
        "people.toml:3:1: person \"kari\": date_of_birth: found `1984-02-30`, expected a date",
    );
    row(
        "krr = { status = \"AKTV\" }\n",
        "people.toml:3:9: person \"kari\": krr.status: found `AKTV`, expected one of `AKTIV`, \
         `IKKE_REGISTRERT`, `SLETTET`; did you mean `AKTIV`?",
    );
    row(
        "[[person.mandates]]\npayee_account = \"86011117947\"\nkid = \"000002123454\"\n",
        "people.toml:5:1: person \"kari\": mandates[0].kid: found `000002123454`, expected a KID",
    );
    row(
        "[person.name]\nfirst = \"Kari\"\n",
        "people.toml:3:9: person \"kari\": name: missing field `last`",
    );
    check(
        "[[company]]\nname = \"A\"\n",
        "people.toml:1:1: company number 1: has no name; ",
    );
    check(
        "[[company]]\nslug = \"a\"\norgnr = \"304520818\"\n",
        "people.toml:3:1: company \"a\": orgnr: found `304520818`",
    );
    check(
        "[[company]]\nslug = \"A B\"\n",
        "people.toml:2:1: company \"A B\": slug: `A B` is not a usable name",
    );
}

#[test]
fn a_misspelt_field_and_a_bare_date_get_a_hint() {
    for (line, hint) in [
        ("emial = \"a@b.no\"", "; did you mean `email`?"),
        (
            "date_of_birth = 1984-02-29",
            "; write dates in quotes, as \"2026-01-10\"",
        ),
    ] {
        let error = CastFile::parse("people.toml", &format!("{KARI}{line}")).unwrap_err();
        assert!(error.to_string().ends_with(hint), "{error}");
    }
}

#[test]
fn what_two_people_cannot_share_is_refused_at_the_second() {
    let two = |lines: &str| format!("{KARI}{lines}[[person]]\nslug = \"ola\"\n{lines}");
    check(
        &format!("{KARI}{KARI}"),
        "people.toml:4:1: person \"kari\": slug: found `kari` a second time",
    );
    check(
        &two("ssn = \"09091816528\"\n"),
        "people.toml:6:1: person \"ola\": ssn: national identity number",
    );
    check(
        &two("bank = { account = \"86011117947\" }\n"),
        "people.toml:6:10: person \"ola\": bank.account: account `86011117947` belongs to `kari`",
    );
    check(
        &two("efaktura = { identifier = \"414360222\" }\n"),
        "people.toml:6:14: person \"ola\": efaktura.identifier: eFaktura identifier `414360222`",
    );
    check(
        &two("mandates = [{ payee_account = \"86011117947\", kid = \"000002123453\" }]\n"),
        "people.toml:6:1: person \"ola\": mandates: found payee account `86011117947` with KID",
    );
    let company = |slug| format!("[[company]]\nslug = \"{slug}\"\norgnr = \"304520817\"\n");
    check(
        &format!("{}{}", company("a"), company("b")),
        "people.toml:6:1: company \"b\": orgnr: organisation number `304520817` belongs to `a`",
    );
}

#[test]
fn a_folder_replaces_whom_it_names_and_adds_the_others() {
    let dir = std::env::temp_dir().join(format!("sandkasse-cast-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let embedded = CastFile::embedded().unwrap();
    assert_eq!(CastFile::read(&dir).unwrap(), embedded);

    let text = format!("[[person]]\nslug = \"bjorg\"\n{KARI}[[company]]\nslug = \"ny\"\n");
    std::fs::write(dir.join("people.toml"), text).unwrap();
    let file = CastFile::read(&dir).unwrap();
    assert_eq!(file.people().count(), embedded.people().count() + 1);
    assert_eq!(file.companies().count(), embedded.companies().count() + 1);
    let (cast, _) = build(&file);
    assert_eq!(cast.person(&slug("bjorg")).unwrap().email, None);

    std::fs::write(dir.join("people.toml"), b"# ok\n# \xE5").unwrap();
    let error = CastFile::read(&dir).unwrap_err();
    assert_eq!(error.place, Some((2, 3)));
    std::fs::remove_dir_all(&dir).unwrap();
    let error = CastFile::read(&dir).unwrap_err().to_string();
    assert!(error.contains("not a folder"), "{error}");
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(
        text in any::<String>(),
        key in "[a-z_]{1,12}(\\.[a-z]{1,4})?",
        value in "\"[^\"\\\\]{0,12}\"|[0-9a-z.-]{1,12}|\\[\\{ [a-z]{1,3} = 1 \\}\\]",
    ) {
        let line = format!("{KARI}{key} = {value}\n");
        for text in [text, line] {
            let file = CastFile::parse("people.toml", &text);
            let built = file.and_then(|file| file.build(&slug("default"), &mut Mint::new(1)));
            let _ = built.map_err(|error| error.to_string());
        }
    }
}
