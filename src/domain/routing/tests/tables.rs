//! The decision table, the worked examples and the scenarios of the trade.

use super::{Case, Walk, check, of_the_cast, routes, walk};
use crate::domain::channel::{Outcome, RefusalCode};
use crate::domain::lookup::LookupKey;
use crate::domain::routing::{
    EfakturaAnswer, LookupAnswer, Offer, OperatorCode, Order, Plan, PlannedWay, Route,
};

fn path(row: &str) -> Walk {
    Case::read(row).walk()
}

/// What the keys of a walk hold: `ssn`, `phone+mail+born`, `mail+name+place`.
fn asked(row: &str) -> String {
    let held = |key: &LookupKey| {
        let place = key.address.as_ref();
        let parts = [
            ("id", key.identifier.is_some()),
            ("ssn", key.ssn.is_some()),
            ("phone", key.phone.is_some()),
            ("mail", key.email.is_some()),
            ("born", key.date_of_birth.is_some()),
            ("name", key.name.is_some()),
            (
                "place",
                place.is_some_and(|it| it.postal_code.is_some() && it.city.is_some()),
            ),
            ("street", place.is_some_and(|it| it.line1.is_some())),
        ];
        let parts = parts.iter().filter(|(_, is)| *is).map(|(what, _)| *what);
        parts.collect::<Vec<_>>().join("+")
    };
    let keys: Vec<String> = path(row).asked.iter().map(held).collect();
    keys.join(" ")
}

#[test]
fn the_decision_table_holds_as_far_as_it_needs_no_direct_debit() {
    check(
        "- | - | - | halgeir ssn mail
         > dd efaktura:delivered => delivered efaktura
         - | - | - | halgeir ssn mail due=2
         > dd efaktura:refused:ef_due_date email:delivered => delivered email
         - | - | - | halgeir ssn mail kid=none
         > dd efaktura:refused:ef_kid email:delivered => delivered email
         - | - | - | bjorg ssn mail
         > dd efaktura:refused:ef_not_enabled email:delivered => delivered email
         - | - | - | bjorg ssn
         > dd efaktura:refused:ef_not_enabled email:refused:em_no_address print:delivered \
           => delivered print
         - | - | - | bjorg ssn street=none
         > dd efaktura:refused:ef_not_enabled email:refused:em_no_address \
           print:refused:pr_address_incomplete => failed
         email,netbank | - | - | halgeir ssn mail
         > email:delivered => delivered email
         print | - | - | halgeir ssn mail
         > print:delivered => delivered print
         netbank | - | - | bjorg ssn mail
         > dd efaktura:refused:ef_not_enabled => failed
         netbank,silent_failure | - | - | bjorg ssn mail
         > dd efaktura:refused:ef_not_enabled silent_failure:refused:silent_failure \
           => failed silently
         vipps | - | - | halgeir ssn mail
         > vipps:skipped:deprecated_route => failed
         dpi,netbank | - | - | halgeir ssn
         > dpi:skipped:dpi_not_simulated dd efaktura:delivered => delivered efaktura
         email | - | 414360222 | halgeir mail
         > dd efaktura:delivered => delivered efaktura
         email | - | 207080383 | bjorg mail
         > dd efaktura:refused:ef_not_enabled email:delivered => delivered email
         - | B2CNO_AGIRO_VIEW | - | halgeir ssn mail
         > efaktura:delivered => delivered efaktura
         email | - | - | business halgeir mail
         > b2b:skipped:b2b_not_simulated => failed",
    );
}

#[test]
fn without_an_active_main_agreement_every_channel_is_closed() {
    for status in ["FREE", "RESERVED", "FAULT", "ERROR"] {
        check(&format!(
            "- | - | - | halgeir ssn mail main={status}
             > direct_debit:skipped:b2cno_not_active efaktura:skipped:b2cno_not_active \
               email:skipped:b2cno_not_active print:skipped:b2cno_not_active => failed
             vipps,dpi,silent_failure | - | - | halgeir ssn mail main={status}
             > vipps:skipped:deprecated_route dpi:skipped:b2cno_not_active \
               silent_failure:refused:silent_failure => failed silently",
        ));
    }
}

#[test]
fn the_operator_code_b2cno_walks_the_default_order_and_the_debit_codes_have_no_fallback() {
    for words in [
        "halgeir ssn",
        "bjorg ssn mail",
        "bjorg ssn",
        "bodil mail due=2",
    ] {
        let plain = path(&format!("- | - | - | {words}"));
        assert_eq!(plain, path(&format!("- | B2CNO | - | {words}")), "{words}");
    }
    check(
        "- | B2CNO_AGIRO | - | halgeir ssn
         > dd efaktura:delivered => delivered efaktura
         - | B2CNO_AGIRO | - | bjorg ssn mail default=print
         > dd efaktura:refused:ef_not_enabled => failed
         - | B2CNO_AGIRO_VIEW | - | bjorg ssn mail
         > efaktura:refused:ef_not_enabled => failed
         - | B2CNO_AGIRO_VIEW | 207080383 | halgeir ssn
         > efaktura:refused:ef_not_enabled efaktura:delivered => delivered efaktura",
    );
}

#[test]
fn bjorg_who_said_no_gets_her_invoice_by_email_or_on_paper() {
    check(
        "- | - | - | bjorg mail phone=+4721622259 kid=000001123454
         > dd efaktura:refused:ef_not_enabled email:delivered => delivered email
         - | - | - | bjorg phone=+4721622259 kid=000001123454
         > dd efaktura:refused:ef_not_enabled email:refused:em_no_address print:delivered \
           => delivered print
         - | - | 207080383 | bjorg mail phone=+4721622259
         > dd efaktura:refused:ef_not_enabled efaktura:refused:ef_not_enabled email:delivered \
           => delivered email",
    );
}

#[test]
fn halgeir_who_said_yes_gets_an_efaktura_unless_the_date_is_too_near() {
    check(
        "- | - | - | halgeir ssn mail
         > dd efaktura:delivered => delivered efaktura
         - | - | - | halgeir ssn mail due=2
         > dd efaktura:refused:ef_due_date email:delivered => delivered email",
    );
}

#[test]
fn bodil_is_found_by_email_with_name_and_place_and_on_paper_without_contact_data() {
    check(
        "netbank,print | - | - | bodil mail kid=000003123452
         > dd efaktura:delivered => delivered efaktura
         netbank,print | - | - | bodil kid=000003123452
         > dd efaktura:refused:ef_no_lookup_data print:delivered => delivered print",
    );
    let offers = path("netbank | - | - | bodil mail").offers;
    let identifier = "501216659".to_owned();
    assert!(matches!(&offers[..], [Offer::Efaktura(id)] if id.as_str() == identifier));
}

#[test]
fn look_ups_go_from_the_identity_number_over_all_contacts_to_some_with_name_and_place() {
    for (row, expect) in [
        ("- | - | - | halgeir ssn mail phone born", "ssn"),
        (
            "- | - | - | halgeir ssn=09091816529 mail phone born",
            "ssn phone+mail+born",
        ),
        (
            "- | - | - | halgeir ssn=09091816529 phone",
            "ssn phone+name+place",
        ),
        ("- | - | - | halgeir mail phone born", "phone+mail+born"),
        ("- | - | - | halgeir mail phone", "phone+mail+name+place"),
        ("- | - | - | halgeir born", "born+name+place"),
        ("- | - | - | halgeir", ""),
        ("- | - | - | halgeir phone city=none", ""),
        ("- | - | - | halgeir phone name=none", ""),
        ("netbank | - | 999999999 | halgeir ssn", "id ssn"),
    ] {
        assert_eq!(asked(row), expect, "{row}");
    }
}

#[test]
fn a_value_that_mps_would_refuse_as_malformed_is_left_out_of_the_keys() {
    for (row, expect) in [
        (
            "- | - | - | halgeir phone=12 mail born",
            "mail+born+name+place",
        ),
        ("- | - | - | halgeir phone=call_me", ""),
        ("- | - | - | halgeir mail=halgeir phone", "phone+name+place"),
        ("- | - | - | halgeir phone code=648", ""),
        ("- | - | - | halgeir phone code=64861234567", ""),
        ("- | - | - | halgeir phone code=_", ""),
        (
            "- | - | - | halgeir ssn=0909181652 phone",
            "phone+name+place",
        ),
        ("- | - | - | halgeir ssn=090918_16528", "ssn"),
        ("- | - | - | halgeir ssn=0909181652８", ""),
    ] {
        assert_eq!(asked(row), expect, "{row}");
    }
    let walk = path("netbank | - | - | halgeir phone=12 mail=x code=648");
    let Outcome::Closed(refusal) = &walk.attempts[1].outcome else {
        panic!("{}", walk.line());
    };
    assert_eq!(refusal.code, RefusalCode::EfNoLookupData);
    let found = "only malformed phone, malformed e-mail, name, malformed postal code, city";
    assert_eq!(refusal.found, found);
}

#[test]
fn a_consumer_is_found_by_what_the_invoice_tells() {
    check(
        "netbank | - | - | halgeir ssn
         > dd efaktura:delivered => delivered efaktura
         netbank | - | - | halgeir mail phone born street=none code=none city=none country=none
         > dd efaktura:delivered => delivered efaktura
         netbank,print | - | - | halgeir phone code=none
         > dd efaktura:refused:ef_no_lookup_data print:refused:pr_address_incomplete => failed
         netbank,print | - | - | halgeir
         > dd efaktura:refused:ef_no_lookup_data print:delivered => delivered print
         - | - | 414360222 | bodil mail
         > dd efaktura:delivered => delivered efaktura
         - | - | 999999999 | bjorg ssn mail
         > dd efaktura:refused:ef_not_found efaktura:refused:ef_not_enabled email:delivered \
           => delivered email
         netbank | - | - | halgeir phone=91816528
         > dd efaktura:delivered => delivered efaktura
         netbank | - | - | halgeir phone=+4791816528
         > dd efaktura:delivered => delivered efaktura
         netbank | - | - | halgeir phone=0047_918_16_528
         > dd efaktura:delivered => delivered efaktura
         netbank | - | - | bodil mail city=BRONNOYSUND
         > dd efaktura:delivered => delivered efaktura
         netbank | - | - | bodil mail city=BRONNOYSUND name=Feil code=0000
         > dd efaktura:refused:ef_not_found => failed
         netbank | - | - | bodil mail city=BRØNNØYSUND name=Tangen
         > dd efaktura:delivered => delivered efaktura
         netbank | - | - | halgeir ssn=13121622250 mail phone born
         > dd efaktura:delivered => delivered efaktura",
    );
    let walk = path("- | - | 414360222 | bodil mail");
    assert!(matches!(&walk.offers[..], [Offer::Efaktura(id)] if id.as_str() == "414360222"));
}

#[test]
fn kid_account_and_amount_are_judged_by_the_rules_of_the_netbank() {
    for (words, verdict) in [
        ("kid=none", "ef_kid"),
        ("kid=0", "ef_kid"),
        ("kid=00000000000000000000000000", "ef_kid"),
        ("kid=000002123454", "ef_kid"),
        ("kid=1234567896-", "ef_kid"),
        // Confirmed by MOD11 only.
        ("kid=123456785", "ef_kid"),
        ("kid=18", ""),
        ("kid=0000000000000000000000018", ""),
        ("account=8601111794", "ef_account"),
        ("account=86011117946", "ef_account"),
        ("account=none", "ef_account"),
        ("account=NO9386011117947", ""),
        ("account=8601.11.17947", ""),
        ("amount=0", ""),
        ("amount=0 strict", "ef_amount"),
        ("amount=-1", "ef_amount"),
        ("amount=-1 strict", "ef_amount"),
        ("currency=EUR", "ef_currency"),
        (
            "currency=EUR due=0 amount=-1 account=none kid=none",
            "ef_currency",
        ),
        ("due=0 amount=-1 account=none kid=none", "ef_due_date"),
        ("amount=-1 account=none kid=none", "ef_amount"),
        ("account=none kid=none", "ef_account"),
        ("due=none", "ef_due_date"),
        ("credit due=none", ""),
        ("credit due=2", "ef_due_date"),
        ("credit due=3", ""),
        ("due=-1", "ef_due_date"),
    ] {
        let expect = if verdict.is_empty() {
            "dd efaktura:delivered => delivered efaktura".to_owned()
        } else {
            format!("dd efaktura:refused:{verdict} => failed")
        };
        let line = path(&format!("netbank | - | - | halgeir ssn {words}")).line();
        assert_eq!(line, expect, "{words}");
    }
}

#[test]
fn three_days_are_counted_on_the_calendar_in_oslo() {
    for (now, today) in [
        ("2026-01-14T22:30:00Z", "2026-01-14"),
        ("2026-01-14T23:00:00Z", "2026-01-15"),
        ("2026-07-14T21:59:59Z", "2026-07-14"),
        ("2026-07-14T22:30:00Z", "2026-07-15"),
        ("2026-03-27T22:59:59Z", "2026-03-27"),
        ("2026-03-29T22:00:00Z", "2026-03-30"),
        ("2026-10-23T22:00:00Z", "2026-10-24"),
    ] {
        let today: jiff::civil::Date = today.parse().unwrap();
        for (days, passes) in [(2, false), (3, true)] {
            let mut case = Case::read(&format!("netbank | - | - | halgeir ssn now={now}"));
            case.facts.payment.due_date = Some(today + jiff::Span::new().days(days));
            let line = case.walk().line();
            assert_eq!(
                line.contains("=> delivered"),
                passes,
                "{now} +{days}: {line}"
            );
        }
    }
}

#[test]
fn trouble_at_mps_and_refusals_of_the_consumer_move_routing_on() {
    check(
        "- | - | - | halgeir ssn mail phone born down
         > dd efaktura:refused:ef_mps_unavailable email:delivered => delivered email
         - | - | - | halgeir ssn mail lost
         > dd efaktura:refused:ef_mps_unavailable email:delivered => delivered email
         - | - | - | halgeir ssn mail rejected
         > dd efaktura:refused:ef_rejected_by_mps email:delivered => delivered email
         - | - | - | halgeir ssn mail blocked
         > dd efaktura:refused:ef_blocked email:delivered => delivered email
         - | - | - | halgeir ssn mail phone several
         > dd efaktura:refused:ef_multiple email:delivered => delivered email
         - | - | 414360222 | halgeir mail down
         > dd efaktura:refused:ef_mps_unavailable efaktura:refused:ef_mps_unavailable \
           email:delivered => delivered email",
    );
    assert_eq!(
        path("- | - | - | halgeir ssn mail phone born down")
            .asked
            .len(),
        1
    );
    assert_eq!(
        path("- | - | - | halgeir ssn mail phone several")
            .asked
            .len(),
        2
    );
}

#[test]
fn nobody_is_picked_among_several_but_a_later_key_may_tell_them_apart() {
    let mut case = Case::read("netbank | - | - | halgeir ssn phone");
    case.facts.plan = Plan::for_consumer(&case.order, &[], false);
    let first = |then: LookupAnswer| {
        let answer = move |key: &LookupKey| match &key.ssn {
            Some(_) => LookupAnswer::Several,
            None => then.clone(),
        };
        walk(&case.facts, case.now, answer, &EfakturaAnswer::Accepted).line()
    };
    let found = of_the_cast(&path("- | - | - | halgeir ssn").asked[0]);
    assert_eq!(first(found), "dd efaktura:delivered => delivered efaktura");
    let nobody = first(LookupAnswer::Nobody);
    assert_eq!(nobody, "dd efaktura:refused:ef_multiple => failed");
}

#[test]
fn a_failed_validation_ends_the_routing_when_the_setting_says_so() {
    check(
        "- | - | - | halgeir ssn mail ends due=2
         > dd efaktura:refused:ef_due_date => failed
         - | - | - | halgeir ssn mail ends kid=none
         > dd efaktura:refused:ef_kid => failed
         - | - | - | halgeir ssn mail ends rejected
         > dd efaktura:refused:ef_rejected_by_mps => failed
         - | - | 414360222 | halgeir ssn mail ends amount=-1
         > dd efaktura:refused:ef_amount => failed
         - | - | - | bjorg ssn mail ends
         > dd efaktura:refused:ef_not_enabled email:delivered => delivered email
         - | - | - | halgeir ssn mail ends down
         > dd efaktura:refused:ef_mps_unavailable email:delivered => delivered email
         - | - | - | bodil ends
         > dd efaktura:refused:ef_no_lookup_data email:refused:em_no_address print:delivered \
           => delivered print",
    );
}

#[test]
fn email_needs_an_address_and_print_a_whole_one() {
    check(
        "email | - | - | halgeir
         > email:refused:em_no_address => failed
         email | - | - | halgeir mail=_
         > email:refused:em_no_address => failed
         email | - | - | halgeir mail=halgeir@
         > email:refused:em_bad_address => failed
         print | - | - | halgeir country=none
         > print:refused:pr_address_incomplete => failed
         print | - | - | halgeir code=_ city=none
         > print:refused:pr_address_incomplete => failed",
    );
    let walk = path("email | - | - | halgeir mail=post@example.no");
    assert!(matches!(&walk.offers[..], [Offer::Email(to)] if to.as_str() == "post@example.no"));
}

#[test]
fn deprecated_disabled_repeated_and_silent_routes_are_each_treated_in_their_way() {
    check(
        "vipps,email | - | - | halgeir mail
         > vipps:skipped:deprecated_route email:delivered => delivered email
         netbank_cvl,netbank_cvl_hold,vipps,vipps | - | - | halgeir
         > netbank_cvl:skipped:deprecated_route netbank_cvl_hold:skipped:deprecated_route \
           vipps:skipped:deprecated_route => failed
         email,netbank,email,netbank | - | - | bjorg ssn
         > email:refused:em_no_address dd efaktura:refused:ef_not_enabled => failed
         silent_failure,email | - | - | halgeir mail
         > silent_failure:refused:silent_failure => failed silently
         - | - | - | halgeir ssn mail disabled=einvoice
         > email:delivered => delivered email
         dpi,netbank,print | - | 414360222 | halgeir ssn disabled=einvoice
         > print:delivered => delivered print
         - | - | - | bjorg ssn mail disabled=email,print
         > dd efaktura:refused:ef_not_enabled => failed
         email,print | - | - | halgeir mail disabled=email,print
         > => failed",
    );
}

#[test]
fn the_order_of_the_account_stands_in_for_the_built_in_one_and_a_given_one_beats_it() {
    check(
        "- | - | - | halgeir ssn mail default=print
         > print:delivered => delivered print
         email | - | - | halgeir ssn mail default=print
         > email:delivered => delivered email
         - | B2CNO | - | halgeir ssn mail default=print
         > print:delivered => delivered print
         - | - | 207080383 | bjorg mail default=email,print
         > dd efaktura:refused:ef_not_enabled email:delivered => delivered email",
    );
}

#[test]
fn dpi_is_never_tried_unasked_and_unknown_words_are_no_routes() {
    let plan = Plan::for_consumer(&Order::default(), &[], false);
    let default = [
        PlannedWay::DirectDebit,
        PlannedWay::EfakturaByLookup,
        PlannedWay::Email,
        PlannedWay::Print,
    ];
    assert_eq!(plan.ways(), default);
    for word in ["fax", "", "Netbank", "netbank ", "einvoice"] {
        assert_eq!(Route::parse(word), None, "{word:?}");
    }
    assert_eq!(OperatorCode::parse("b2cno"), None);
    for route in routes("netbank,dpi,email,print,silent_failure,vipps") {
        assert_eq!(Route::parse(route.as_str()), Some(route));
    }
}
