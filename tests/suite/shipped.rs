//! The shipped scenarios as a library: whole, well told, and listed in the manual.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use sandkasse::scenario::script::Scenario;
use sandkasse::scenario::{Library, catalogue, schema};
use sandkasse::services::Match;

const MANUAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/SCENARIOS.md");

/// Between these lines of the manual stands what is written here.
const BEGIN: &str = "<!-- shipped: `just stories` writes from here -->\n";
const END: &str = "<!-- shipped: to here -->\n";

/// What the folders hold, in the order of the manual.
const FOLDERS: &[(&str, &str)] = &[
    (
        "router",
        "Worked examples: how the router finds a way, or none",
    ),
    ("faults", "Trouble, one kind each"),
    ("cast", "People and companies, and what they do"),
    ("mps", "Senders with a line of their own to MPS"),
    (
        "claims",
        "AvtaleGiro: claims, mandates, and what the banks make of them",
    ),
    ("files", "AvtaleGiro and OCR giro by file"),
    (
        "siblings",
        "Business software, integrators and submitters at MPS",
    ),
    (
        "digipost",
        "Digipost: senders, readers, and invoices in the mailbox",
    ),
    ("bank", "The banks that take invoices out of Digipost"),
    (
        "vipps",
        "Vipps: senders, payment providers, and one truth with the netbank",
    ),
    (
        "maskinporten",
        "Maskinporten: grants, keys, scopes and delegations",
    ),
    ("krr", "KRR: who may be written to digitally, and where"),
    (
        "dpi",
        "Digital post to citizens: mailboxes, paper, receipts, and who may send",
    ),
    ("time", "Time and waiting"),
];

/// Parts of the format that no story can show yet, with the reason.
const NOT_TOLD: &[(&str, &str)] = &[
    ("outbox = webhooks", "no service sends webhooks yet"),
    ("clock = running", "a story of its own stands still"),
];

/// Every shipped scenario by its path below `scenarios`.
fn shipped() -> BTreeMap<String, Scenario> {
    let library = Library::embedded().unwrap();
    let files = library.list();
    files
        .map(|file| (file.path.clone(), file.parse().unwrap()))
        .collect()
}

#[test]
fn every_story_is_told_in_a_few_lines_under_a_title_of_its_own() {
    let mut titles = BTreeSet::new();
    for (path, scenario) in shipped() {
        let lines = scenario.story.trim().lines().count();
        assert!((1..=5).contains(&lines), "{path}: a story of {lines} lines");
        assert!(
            !scenario.title.ends_with('.') && titles.insert(scenario.title.clone()),
            "{path}: the title is taken or ends in a full stop: {}",
            scenario.title
        );
        assert!(!scenario.expects.is_empty(), "{path} expects nothing");
    }
}

#[test]
fn every_armed_rule_is_held_to_how_often_it_spoke() {
    for (path, scenario) in shipped() {
        for rule in &scenario.rules {
            let name = rule.name.as_ref();
            let name = name.unwrap_or_else(|| panic!("{path}: a rule on {} has no name", rule.on));
            let of_it = scenario
                .expects
                .iter()
                .filter(|it| it.rule.as_ref() == Some(name));
            let spoke: Vec<&Value> = of_it
                .filter_map(|expect| expect.has.as_ref()?.get("spoke"))
                .collect();
            assert!(
                !spoke.is_empty(),
                "{path}: nothing says how often `{name}` spoke; expected `[[expect]]` with \
                 `rule = \"{name}\"` and `has = {{ spoke = … }}`, 0 where it keeps silent"
            );
        }
        // Somebody speaks in every story of trouble.
        let speaks = scenario.expects.iter().any(|expect| {
            let spoke = expect.has.as_ref().and_then(|has| has.get("spoke"));
            spoke.and_then(Value::as_u64) > Some(0)
        });
        assert!(
            speaks || scenario.rules.is_empty(),
            "{path}: no rule speaks"
        );
    }
}

/// The names of a structure's members, or the words of a list of words, as the schema has them.
fn names(schema: &Value, of: &str) -> Vec<String> {
    let part = if of.is_empty() {
        schema
    } else {
        &schema["$defs"][of]
    };
    if let Some(words) = part["oneOf"].as_array() {
        let words = words.iter().map(|word| word["const"].as_str().unwrap());
        return words.map(str::to_owned).collect();
    }
    let members = part["properties"].as_object();
    let members = members.unwrap_or_else(|| panic!("`{of}` is not in the schema"));
    members.keys().cloned().collect()
}

/// What stands at some place of every story: members of a structure and words of a list alike.
fn used(stories: &[Value], place: &str) -> BTreeSet<String> {
    let mut here: Vec<&Value> = stories.iter().collect();
    for name in place.split('.').filter(|name| !name.is_empty()) {
        let members = here.into_iter().filter_map(|value| value.get(name));
        here = members
            .flat_map(|value| match value {
                Value::Array(list) => list.iter().collect(),
                one @ (Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Object(_)) => vec![one],
            })
            .collect();
    }
    let mut used = BTreeSet::new();
    for value in here {
        match value {
            Value::Object(members) => used.extend(members.keys().cloned()),
            Value::String(word) => {
                used.insert(word.clone());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {}
        }
    }
    used
}

#[test]
fn every_part_of_the_format_is_shown_by_a_story() {
    let stories: Vec<Value> = shipped()
        .values()
        .map(|scenario| serde_json::to_value(scenario).unwrap())
        .collect();
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let mut missing = Vec::new();
    for (place, of) in [
        ("", ""),
        ("stage", "Stage"),
        ("rule", "Rule"),
        ("rule.when", "When"),
        ("rule.then", "Then"),
        ("rule.then.rate_limit", "RateLimit"),
        ("rule.then.delay", "Spread"),
        ("step", "Step"),
        ("expect", "Expect"),
        ("stage.clock", "ClockWord"),
        ("rule.when.via", "Caller"),
        ("rule.then.break", "BreakWord"),
        ("expect.outbox", "OutboxWord"),
        ("step.dialect", "DialectWord"),
    ] {
        let used = used(&stories, place);
        for name in names(&schema, of) {
            let last = place.rsplit('.').next().unwrap();
            let whole = format!("{last} = {name}");
            let is_excused = NOT_TOLD.iter().any(|(part, _)| *part == whole);
            if used.contains(&name) == is_excused {
                missing.push(format!("`{name}` at `{place}`"));
            }
        }
    }
    assert_eq!(
        missing,
        Vec::<String>::new(),
        "no shipped scenario shows these, or one does that is excused in NOT_TOLD"
    );
}

#[test]
fn every_operation_that_is_simulated_is_called_by_a_story() {
    let stories = shipped();
    let steps = stories.values().flat_map(|scenario| &scenario.steps);
    let called: BTreeSet<&str> = steps.filter_map(|step| step.call.as_deref()).collect();
    // What a service does by itself nobody calls.
    let is_asked = |id: &&str| {
        let row = catalogue::operation(id).map(|(_, row)| row.matched_by);
        row.is_some_and(|matched_by| matched_by != Match::Own)
    };
    let simulated = catalogue::names().filter(is_asked);
    let missing: Vec<&str> = simulated.filter(|id| !called.contains(id)).collect();
    assert!(missing.is_empty(), "no shipped scenario calls {missing:?}");
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the section is written here when asked for"
)]
fn the_manual_lists_every_shipped_scenario() {
    let written = std::fs::read_to_string(MANUAL).unwrap();
    let wanted = with_list(&written, &list());
    if std::env::var("SANDKASSE_WRITE_STORIES").is_ok() {
        std::fs::write(MANUAL, &wanted).unwrap();
    }
    let written = std::fs::read_to_string(MANUAL).unwrap();
    assert!(
        written == wanted,
        "docs/SCENARIOS.md does not list what is shipped; run `just stories`"
    );
}

fn with_list(manual: &str, list: &str) -> String {
    let (before, rest) = manual
        .split_once(BEGIN)
        .expect("the line that begins the list");
    let (_, after) = rest.split_once(END).expect("the line that ends the list");
    format!("{before}{BEGIN}{list}{END}{after}")
}

/// A table for each folder.
fn list() -> String {
    let stories = shipped();
    let mut list = String::new();
    let mut told = 0;
    for (folder, words) in FOLDERS {
        list.push_str(&format!(
            "\n### {words}\n\n| scenario | what it shows | rules |\n| --- | --- | --- |\n"
        ));
        for (path, scenario) in &stories {
            let Some(name) = path.strip_prefix(&format!("{folder}/")) else {
                continue;
            };
            told += 1;
            let name = name.strip_suffix(".toml").unwrap();
            let (title, rules) = (&scenario.title, scenario.exercises.join(", "));
            list.push_str(&format!(
                "| [{name}](../scenarios/{path}) | {title} | {rules} |\n"
            ));
        }
    }
    list.push('\n');
    assert_eq!(told, stories.len(), "a folder is missing in FOLDERS");
    list
}
