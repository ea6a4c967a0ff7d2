//! People of the documents of Vipps, and clients of Vipps in the table of the cast.

use sandkasse::domain::identity::printed_in;
use sandkasse::domain::slug::Slug;

use super::{WILLHELM, cast};

#[test]
fn everybody_whom_documents_of_vipps_name_says_yes_and_sees_invoices_there() {
    let (cast, _) = cast();
    for (slug, number, phone) in [
        ("willhelm", Some("01032300371"), Some(WILLHELM)),
        ("vipps-isp-sample", Some("18045831147"), None),
        ("vipps-ipp-sample", Some("22105000352"), Some("+4790412443")),
        ("vipps-2018-one", Some("12068100117"), Some("+4796147256")),
        ("vipps-2018-two", Some("07126200255"), Some("+4796147257")),
        ("vipps-swagger-sample", None, Some("+4740040040")),
        (
            "vipps-draft-sample",
            Some("23106029172"),
            Some("+4799912345"),
        ),
    ] {
        let person = cast.person(&Slug::parse(slug).unwrap()).unwrap();
        let seen = person.phone.as_ref().map(|it| it.international());
        assert_eq!(seen, phone, "{slug}");
        let ssn = person.ssn.as_str();
        match number {
            Some(number) => {
                assert_eq!(ssn, number);
                assert!(printed_in(number).is_some(), "{slug}");
            }
            None => assert!(person.ssn.is_known_synthetic(), "{slug}"),
        }
        assert!(person.efaktura.as_ref().unwrap().yes_to_all, "{slug}");
        let vipps = person.vipps.unwrap();
        assert!(vipps.active && vipps.display && !vipps.blacklisted);
    }
}

#[test]
fn the_table_of_the_cast_is_read_on_a_hundred_columns() {
    let (cast, book) = cast();
    let text = sandkasse::snapshot::table(&cast, &book);
    let (people, _) = text.split_once("\nkeys of ").unwrap();
    for line in people.lines() {
        // One address at Digipost is as long as they get.
        let is_longest = line.starts_with("longest-name");
        assert!(is_longest || line.chars().count() <= 100, "{line}");
    }
    let (_, clients) = text.split_once("\nclients of Vipps in ").unwrap();
    for name in ["fjord-energi as ISP", "dnb-bank as IPP", "vipps-app as IPP"] {
        assert!(clients.lines().any(|line| line == name), "{clients}");
    }
    assert!(clients.lines().all(|line| line.len() <= 100), "{clients}");
}
