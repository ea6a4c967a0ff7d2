//! What MPS can say is said in a story: every status, every code for its own reason, and everything
//! that can be armed by name.
//!
//! Every shipped story is played and met in `scenarios`, so that what an expectation on a reply
//! names has been read there.

use std::collections::BTreeSet;

use serde_json::Value;

use sandkasse::domain::giro::FileRule;
use sandkasse::scenario::Library;
use sandkasse::scenario::script::Scenario;
use sandkasse::services::mps::{FaultKind, FileKind, OPERATIONS, Rejection, SCRIPTED};
use sandkasse::services::{Field, Holds, Kind};

const WSDL: &str = include_str!("../../src/services/mps/efaktura-atg-v1.wsdl");

/// Where a word of an enumeration of the interface description stands in an answer: the element
/// around it, its own name, and the type.
const WORDS: &[(&str, &str, &str)] = &[
    ("efakturaTransactionStatus", "status", "efakturaStatusType"),
    ("atgTransactionStatus", "status", "atgStatusType"),
    (
        "GetShipmentStatusResponse",
        "efakturaShipmentStatus",
        "shipmentEfakturaStatusType",
    ),
    (
        "GetShipmentStatusResponse",
        "atgShipmentStatus",
        "shipmentAtgStatusType",
    ),
    (
        "CancelShipmentResponse",
        "efakturaStatus",
        "efakturaShipmentCancellationStatusType",
    ),
    (
        "CancelShipmentResponse",
        "atgStatus",
        "atgShipmentCancellationStatusType",
    ),
    (
        "CancelTransactionResponse",
        "efakturaStatus",
        "efakturaTransactionCancellationStatusType",
    ),
    (
        "CancelTransactionResponse",
        "atgStatus",
        "atgTransactionCancellationStatusType",
    ),
    (
        "efakturaIdentifierResponse",
        "responseResult",
        "efakturaIdentifierResultType",
    ),
];

pub(crate) fn stories() -> Vec<Scenario> {
    let library = Library::embedded().unwrap();
    library.list().map(|file| file.parse().unwrap()).collect()
}

/// A text that stands in a reply: the operation, the names of two elements, and the text.
pub(crate) type Said = (String, [String; 2], String);

/// What the replies of a story are expected to say.
pub(crate) fn said(story: &Scenario) -> BTreeSet<Said> {
    let mut said = BTreeSet::new();
    for expect in &story.expects {
        let (Some(reply), Some(has)) = (&expect.reply, &expect.has) else {
            continue;
        };
        let mut steps = story.steps.iter();
        let step = steps.find(|step| step.name.as_ref() == Some(reply));
        let Some(call) = step.and_then(|step| step.call.as_ref()) else {
            continue;
        };
        for (name, value) in has {
            collect(call, ["", name], value, &mut said);
        }
    }
    said
}

fn collect(call: &str, place: [&str; 2], value: &Value, said: &mut BTreeSet<Said>) {
    match value {
        Value::String(text) => {
            said.insert((call.to_owned(), place.map(str::to_owned), text.clone()));
        }
        Value::Array(rows) => rows.iter().for_each(|row| collect(call, place, row, said)),
        Value::Object(members) => {
            for (name, value) in members {
                collect(call, [place[1], name], value, said);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The words of an enumeration of the interface description.
fn enumeration(name: &str) -> Vec<&'static str> {
    let opening = format!("<xs:simpleType name=\"{name}\">");
    let (_, rest) = WSDL.split_once(&opening).unwrap();
    let (inside, _) = rest.split_once("</xs:simpleType>").unwrap();
    let words = inside.split("enumeration value=\"").skip(1);
    words.map(|word| word.split_once('"').unwrap().0).collect()
}

#[test]
fn every_status_of_the_interface_description_is_reached_by_a_story() {
    let all: BTreeSet<Said> = stories().iter().flat_map(said).collect();
    let mut missing = Vec::new();
    for (around, name, kind) in WORDS {
        let words = enumeration(kind);
        assert!(words.len() >= 4, "{kind}: {words:?}");
        for word in words {
            let is_said = all
                .iter()
                .any(|(_, place, text)| place == &[*around, *name] && text == word);
            if !is_said {
                missing.push(format!("{around}/{name} = {word}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "no story reads these");
}

/// The statuses of answers that are modelled, with the elements they stand in.
fn modelled(around: &str, fields: &[Field], found: &mut BTreeSet<([String; 2], &'static str)>) {
    for field in fields {
        match field.holds {
            Holds::Value(Kind::Word(words)) => {
                let place = [around.to_owned(), field.name.to_owned()];
                found.extend(words.iter().map(|word| (place.clone(), *word)));
            }
            Holds::Fields(shape) => modelled(field.name, shape.fields, found),
            Holds::Choice(fields) => modelled(around, fields, found),
            Holds::Value(_) => {}
        }
    }
}

#[test]
fn every_status_of_the_sibling_services_is_reached_by_a_story() {
    let all: BTreeSet<Said> = stories().iter().flat_map(said).collect();
    let mut wanted = BTreeSet::new();
    for row in OPERATIONS {
        let Some(contract) = row.contract else {
            continue;
        };
        let name = row.id.rsplit('.').next().unwrap();
        modelled(&format!("{name}Response"), contract.response, &mut wanted);
    }
    // An invoice that is listed in its consignment was validated; of an id that nobody used
    // cancelConsignment says 201 and nothing else.
    wanted.retain(|(place, word)| {
        let unsaid: &[&str] = match place[0].as_str() {
            "invoiceStatus" => &["IN_PROGRESS", "STOPPED", "NOT_FOUND"],
            "cancelConsignmentResponse" => &["NOT_FOUND"],
            _ => &[],
        };
        place[1] == "status" && !unsaid.contains(word)
    });
    assert!(wanted.len() >= 10, "{wanted:?}");
    wanted.retain(|(place, word)| {
        let mut all = all.iter();
        !all.any(|(_, said, text)| said == place && text == word)
    });
    assert!(wanted.is_empty(), "no story reads these: {wanted:?}");
}

/// Whether a rule of the story asks for something by this name.
pub(crate) fn is_armed(story: &Scenario, name: &str) -> bool {
    let mut rules = story.rules.iter();
    rules.any(|rule| rule.then.fault.as_deref() == Some(name))
}

/// Whether a story lets something be said without asking for it, and names the rule that speaks.
pub(crate) fn is_told(
    stories: &[Scenario],
    rule: &str,
    name: &str,
    fits: impl Fn(&Said) -> bool,
) -> bool {
    stories.iter().any(|story| {
        let names = story.exercises.iter().any(|it| it == rule);
        names && !is_armed(story, name) && said(story).iter().any(&fits)
    })
}

#[test]
fn every_fault_code_is_spoken_for_its_own_reason_in_a_story_that_names_its_rule() {
    let stories = stories();
    let mut missing = Vec::new();
    for kind in FaultKind::ALL {
        let (Some(code), Some(rule)) = (kind.code(), kind.rule()) else {
            continue;
        };
        let port = ["erp", "nets", "submitter"].into_iter().find(|port| {
            let prefix = format!("MPS-{}-", port.to_uppercase());
            rule.starts_with(&prefix)
        });
        let code = code.to_string();
        let fits = |(call, place, text): &Said| {
            let below = call.strip_prefix("mps.").unwrap_or_default();
            let here = below.split_once('.').map(|(port, _)| port);
            here == port && place[1] == "errorCode" && *text == code
        };
        if !is_told(&stories, rule, &code, fits) {
            missing.push(rule);
        }
    }
    assert_eq!(missing, Vec::<&str>::new(), "no story meets these");
}

#[test]
fn every_rejection_is_told_for_its_own_reason_in_a_story_that_names_its_rule() {
    let stories = stories();
    let mut missing = Vec::new();
    for reason in Rejection::ALL {
        let code = reason.code();
        let fits = |(_, place, text): &Said| {
            let is_code = place[1] == "rejectionCode"
                || place == &["atgTransactionStatus".to_owned(), "code".to_owned()];
            is_code && text == code
        };
        if !is_told(&stories, reason.rule(), code, fits) {
            missing.push(code);
        }
    }
    assert_eq!(missing, Vec::<&str>::new(), "no story meets these");
}

/// Rules about files that no story can tell, with the reason.
const FILE_RULES_NOT_TOLD: &[(FileRule, &str)] =
    &[(FileRule::Size, "a file of more than 64 MiB is no story")];

#[test]
fn every_rule_about_files_is_told_for_its_own_reason_in_a_story_that_names_it() {
    let stories = stories();
    let mut missing = Vec::new();
    for rule in FileRule::ALL {
        let id = rule.id();
        let is_told = stories.iter().any(|story| {
            let names = story.exercises.iter().any(|it| it == id);
            let expects = story.expects.iter().any(|expect| {
                // In an answer as a member, in list L00202 as a part of the text.
                let has = expect
                    .has
                    .as_ref()
                    .and_then(|it| serde_json::to_string(it).ok());
                let mut words = has.iter().chain(&expect.contains);
                words.any(|text| text.contains(id))
            });
            names && expects
        });
        let is_excused = FILE_RULES_NOT_TOLD.iter().any(|(it, _)| it == rule);
        if is_told == is_excused {
            missing.push(id);
        }
    }
    assert_eq!(missing, Vec::<&str>::new(), "no story meets these");
}

#[test]
fn every_kind_of_file_from_mps_is_looked_for_in_a_story() {
    let stories = stories();
    let steps = || stories.iter().flat_map(|story| &story.steps);
    for (_, word) in FileKind::WORDS {
        let is_listed = steps().any(|step| {
            step.call.as_deref() == Some("mps.files.list")
                && step.query.get("kind").is_some_and(|it| it == word)
        });
        assert!(is_listed, "no story asks for files of the kind {word}");
    }
}

#[test]
fn everything_that_mps_can_be_asked_for_by_name_is_armed_in_a_story_and_in_the_manual() {
    let stories = stories();
    let rules: Vec<_> = stories.iter().flat_map(|story| &story.rules).collect();
    let mut missing = Vec::new();
    for row in SCRIPTED {
        let is_armed = rules.iter().any(|rule| {
            rule.then.fault.as_deref() == Some(row.name) && row.on.contains(&rule.on.as_str())
        });
        if !is_armed {
            missing.push(format!("{} on {}", row.name, row.on[0]));
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "no story arms these");
    let manual = include_str!("../../docs/FAILURES.md");
    let untold = SCRIPTED.iter().map(|row| row.name);
    let untold: BTreeSet<&str> = untold
        .filter(|name| !manual.contains(&format!("`{name}`")))
        .collect();
    assert!(untold.is_empty(), "not in docs/FAILURES.md: {untold:?}");
}
