//! Rules of the contact and reservation register.

use super::rule::{OURS, Rule, Speaks, rule};

const LOOK_UP: &str = "Digdir: KRR, REST look-up";
const OWN: &str = "Digdir: KRR, user-specific look-up";
const BEARER: &str = "RFC 6750, section 3.1";

const fn strict(id: &'static str, text: &'static str) -> Rule {
    Rule {
        speaks: Speaks::StrictOnly,
        ..rule(id, OURS, text)
    }
}

/// One row a rule.
pub(super) const RULES: &[Rule] = &[
    rule(
        "KRR-TOKEN",
        LOOK_UP,
        "a call carries an access token of this sandbox's Maskinporten",
    ),
    rule(
        "KRR-TOKEN-LIFE",
        BEARER,
        "the access token of a call is good at its time",
    ),
    rule(
        "KRR-ISSUER",
        LOOK_UP,
        "the access token of a call is of the Maskinporten that belongs to the register",
    ),
    rule(
        "KRR-SCOPE",
        LOOK_UP,
        "the access token of a call opens the register; scopes of suppliers count by delegation \
         only",
    ),
    rule(
        "KRR-USER",
        OWN,
        "a call about a person's own entry carries a token that is tied to a person",
    ),
    rule("KRR-BODY", OURS, "a body is no larger than 256 KiB"),
    rule("KRR-MEDIA-TYPE", LOOK_UP, "a body is application/json"),
    rule(
        "KRR-JSON",
        LOOK_UP,
        "a body is one JSON object with members of the documented types",
    ),
    strict("KRR-UNKNOWN-MEMBER", "a body has no members but known ones"),
    rule(
        "KRR-PERSONS",
        LOOK_UP,
        "a look-up asks for 1 to 1000 persons",
    ),
    rule(
        "KRR-NUMBER",
        OURS,
        "what a look-up asks for are identity numbers, in the strict profile or where the setting \
         krr.malformed is refused",
    ),
    rule("KRR-LANGUAGE", OWN, "a language is nb, nn, en or se"),
    rule(
        "KRR-ENTRY",
        OURS,
        "whoever changes an entry has one that is in use",
    ),
];
