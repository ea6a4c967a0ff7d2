//! What Digipost, the banks, Vipps, Maskinporten and the contact register can say is said in a
//! story: every code for its own reason, every rule, and everything that can be armed by name.

use std::collections::BTreeSet;

use sandkasse::domain::rules;
use sandkasse::services::{Scripted, bank, digipost, dpi, krr, maskinporten, vipps};

use crate::reached::{Said, is_told, stories};

/// Why a code is spoken only where a rule asks for it.
const UNDOCUMENTED: &str = "no document says when the service speaks it";
const SIZE: &str = "a body of that size is no story";

/// Codes that no story tells for their own reason, with the reason.
const NOT_TOLD: &[(&str, &str)] = &[
    ("AUTHENTICATION_LEVEL_TOO_LOW", UNDOCUMENTED),
    ("BAD_CONTENT", UNDOCUMENTED),
    ("HTML_CONTENT_SANITIZED", UNDOCUMENTED),
    ("ILLEGAL_HTML_CONTENT", UNDOCUMENTED),
    ("INVALID_HTML_CONTENT", UNDOCUMENTED),
    ("INVALID_BROKER_ID", UNDOCUMENTED),
    ("NOT_APPROVED_FOR_REST_API_USAGE", UNDOCUMENTED),
    ("PEPPOL_ERROR", UNDOCUMENTED),
    ("REQUEST_TOO_LARGE", SIZE),
    ("FILE_TOO_LARGE", SIZE),
    ("TOO_MANY_REQUESTS", "a status without a body"),
];

/// The rules and codes of a service.
fn codes() -> BTreeSet<(&'static str, &'static str)> {
    let digipost = digipost::FaultKind::ALL.iter().filter_map(|kind| {
        let row = kind.row();
        Some((row.rule?, row.code))
    });
    let bank = bank::FaultKind::ALL.iter();
    let bank = bank.filter_map(|kind| Some((kind.rule()?, kind.code())));
    digipost.chain(bank).collect()
}

#[test]
fn every_refusal_is_told_for_its_own_reason_in_a_story_that_names_its_rule() {
    let stories = stories();
    let mut missing = Vec::new();
    for (rule, code) in codes() {
        let fits = |(_, place, text): &Said| place[1] == "error-code" && text == code;
        let is_excused = NOT_TOLD.iter().any(|(it, _)| *it == code);
        if is_told(&stories, rule, code, fits) == is_excused {
            missing.push(code);
        }
    }
    assert_eq!(missing, Vec::<&str>::new(), "no story meets these");
}

/// Why a problem of Vipps is spoken only where a rule of a scenario asks for it: another problem
/// has the case.
const OTHER: &str = "another problem is told of the same";
/// It is of endpoints that are not there any more.
const GONE: &str = "endpoints that were removed before 0.3.43 spoke it";
/// Something breaks inside Vipps, and nothing does here.
const INSIDE: &str = "nothing breaks inside by itself";

/// Problems of Vipps that no rule has and no story tells for their own reason, with the reason; all
/// of them can be asked for by name.
const WITHOUT_RULE: &[(&str, &str)] = &[
    ("/reading-request-body", INSIDE),
    (
        "/recipient-token-claims",
        "recipientTokenWithoutClaims leads to it, by name as well",
    ),
    ("/invalid-min-amount", OTHER),
    ("/missing-query-param-from", GONE),
    ("/from-parameter-too-far-back-in-time", GONE),
    ("/metadata-key-value-length-mismatch", GONE),
    ("/invalid-authorization-token", OTHER),
    ("/missing-internal-authentication", INSIDE),
    ("/not-found", OTHER),
    ("/token-generation-failed", INSIDE),
    ("/creating-jwk", INSIDE),
    ("/marshal-json-failed", INSIDE),
    ("/internal-server-error", INSIDE),
    ("/timeout", INSIDE),
    ("/unresolved-error", INSIDE),
];

#[test]
fn every_problem_of_vipps_without_a_rule_can_be_asked_for_by_name_and_no_reason_is_missing() {
    for (slug, why) in WITHOUT_RULE {
        let name = slug.trim_start_matches('/');
        assert!(
            !why.is_empty() && vipps::SCRIPTED.iter().any(|row| row.name == name),
            "{slug}"
        );
    }
}

/// What the type of every problem of Vipps begins with.
const PROBLEMS: &str = "https://vipps.no/invoice/v1/problems";

#[test]
fn every_problem_of_vipps_is_told_for_its_own_reason_in_a_story_that_names_its_rule() {
    let stories = stories();
    let mut missing = Vec::new();
    for row in vipps::ProblemKind::ALL.iter().map(|kind| kind.row()) {
        let excused = WITHOUT_RULE.iter().any(|(it, _)| *it == row.slug);
        assert_eq!(row.rule.is_none(), excused, "{}", row.slug);
        let Some(rule) = row.rule else {
            continue;
        };
        let problem = format!("{PROBLEMS}{}", row.slug);
        let fits = |(_, place, text): &Said| place[1] == "type" && *text == problem;
        let name = row.slug.trim_start_matches('/');
        if !is_told(&stories, rule, name, fits) {
            missing.push(row.slug);
        }
    }
    assert_eq!(missing, Vec::<&str>::new(), "no story meets these");
}

#[test]
fn every_code_of_maskinporten_is_told_for_its_own_reason_in_a_story_that_names_its_rule() {
    let stories = stories();
    let mut missing = Vec::new();
    for kind in maskinporten::FaultKind::ALL {
        let (Some(code), Some(rule)) = (kind.code(), kind.rule()) else {
            continue;
        };
        let page = format!("/errors/{code}");
        let fits = |(_, place, text): &Said| place[1] == "error_uri" && text.ends_with(&page);
        if !is_told(&stories, rule, code, fits) {
            missing.push(code);
        }
    }
    assert_eq!(missing, Vec::<&str>::new(), "no story meets these");
}

/// Rules that no story exercises, with the reason.
const NOT_EXERCISED: &[(&str, &str)] = &[("KRR-BODY", SIZE)];

#[test]
fn every_rule_of_these_services_is_exercised_by_a_story() {
    let stories = stories();
    let named: BTreeSet<&str> = stories
        .iter()
        .flat_map(|story| story.exercises.iter().map(String::as_str))
        .collect();
    let ours = rules::all().map(|rule| rule.id);
    let prefixes = ["DIGI-", "BANK-", "VIPPS-", "MASK-", "KRR-", "DPI-"];
    let ours = ours.filter(|id| prefixes.iter().any(|prefix| id.starts_with(prefix)));
    let is_excused = |id: &str| NOT_EXERCISED.iter().any(|(it, _)| *it == id);
    let missing: Vec<&str> = ours
        .filter(|id| named.contains(id) == is_excused(id))
        .collect();
    assert!(missing.is_empty(), "no story exercises {missing:?}");
}

#[test]
fn everything_that_they_can_be_asked_for_by_name_is_armed_in_a_story_and_in_the_manual() {
    let stories = stories();
    let rules: Vec<_> = stories.iter().flat_map(|story| &story.rules).collect();
    let manual = include_str!("../../docs/FAILURES.md");
    let tables = [
        digipost::SCRIPTED,
        bank::SCRIPTED,
        vipps::SCRIPTED,
        maskinporten::SCRIPTED,
        krr::SCRIPTED,
        dpi::SCRIPTED,
    ];
    let all: Vec<&Scripted> = tables.into_iter().flatten().collect();
    let is_armed = |row: &&Scripted| {
        rules.iter().any(|rule| {
            rule.then.fault.as_deref() == Some(row.name) && row.on.contains(&rule.on.as_str())
        })
    };
    let unarmed = all.iter().filter(|row| !is_armed(row));
    let unarmed: Vec<String> = unarmed
        .map(|row| format!("{} on {}", row.name, row.on[0]))
        .collect();
    assert_eq!(unarmed, Vec::<String>::new(), "no story arms these");
    let untold = all.iter().map(|row| row.name);
    let untold: BTreeSet<&str> = untold
        .filter(|name| !manual.contains(&format!("`{name}`")))
        .collect();
    assert!(untold.is_empty(), "not in docs/FAILURES.md: {untold:?}");
}
