//! Scenarios: every shipped one is played, and whoever writes a wrong one is told where and why.

use std::sync::Arc;

use proptest::prelude::*;
use tokio::runtime::Handle;

use crate::support::Binary;
use sandkasse::app;
use sandkasse::domain::slug::Slug;
use sandkasse::http::House;
use sandkasse::player::{Ending, Played, Report, Style, play, play_all};
use sandkasse::scenario::{CastFile, Library, ScenarioFile, schema};

const SCHEMA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/scenarios/scenario.schema.json"
);

fn house() -> Arc<House> {
    let cast = Arc::new(CastFile::embedded().unwrap());
    let library = Arc::new(Library::default());
    Arc::new(app::house(cast, library, Handle::current()))
}

fn file(text: &str) -> Arc<ScenarioFile> {
    let name = Slug::parse("story").unwrap();
    Arc::new(ScenarioFile::posted(name, text.to_owned()))
}

async fn played(text: &str) -> Played {
    play(&house(), &file(text), None).await
}

fn report(played: &Played) -> String {
    Report::of(played, &Style::default()).to_string()
}

#[track_caller]
fn assert_met(played: &Played) {
    assert_eq!(played.ending, Ending::Met, "{}", report(played));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_shipped_scenario_is_met_and_two_runs_are_alike() {
    let mut runs = Vec::new();
    for at_once in [4, 1] {
        let library = Library::embedded().unwrap();
        let files: Vec<_> = library.list().map(Arc::clone).collect();
        let names: Vec<String> = files.iter().map(|file| file.name.to_string()).collect();
        let mut told = Vec::new();
        play_all(&house(), files, None, at_once, |played| {
            assert_met(&played);
            told.push((played.file.name.to_string(), played.seed, played.passed));
        })
        .await;
        let order = told.iter().map(|(name, _, _)| name);
        assert!(order.eq(&names), "{told:?}");
        runs.push(told);
    }
    assert!(!runs[0].is_empty() && runs[0] == runs[1]);
}

#[test]
fn every_shipped_scenario_names_rules_and_files_that_exist() {
    let cast = CastFile::embedded().unwrap();
    for file in Library::embedded().unwrap().list() {
        let scenario = file.prepare(&cast).unwrap();
        assert_eq!(file.missing(&scenario), [], "{}", file.path);
    }
}

/// What stands in a file of this machine.
#[expect(clippy::disallowed_methods, reason = "tests read what was written")]
fn text_of(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[tokio::test]
async fn the_examples_of_the_manual_are_met() {
    let manual = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/SCENARIOS.md");
    let text = text_of(manual);
    let blocks = text.split("```toml\n").skip(1);
    let blocks: Vec<&str> = blocks
        .filter_map(|block| block.split("```").next())
        .collect();
    let whole: Vec<&&str> = blocks.iter().filter(|it| it.contains("title = ")).collect();
    assert!(whole.len() >= 4, "{} of {}", whole.len(), blocks.len());
    for example in whole {
        let played = played(example).await;
        assert_eq!(played.ending, Ending::Met, "{example}\n{}", report(&played));
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the environment says whether the schema is written here"
)]
fn the_published_schema_is_that_of_the_format() {
    if std::env::var("SANDKASSE_WRITE_SCHEMA").is_ok() {
        std::fs::write(SCHEMA, schema()).unwrap();
    }
    let written = text_of(SCHEMA);
    assert!(
        written == schema(),
        "scenarios/scenario.schema.json is not that of the format; run `just schema`"
    );
    let schema: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let people = &schema["$defs"]["Stage"]["properties"]["people"];
    assert_eq!(people["additionalProperties"]["$ref"], "#/$defs/PersonText");
    assert_eq!(
        schema["$defs"]["NameText"]["required"],
        serde_json::Value::Null
    );
}

const SEND: &str = "title = \"t\"\n[[step]]\nname = \"send\"\ncall = \"maventa.createInvoice\"\n\
                    fields = { consumer = \"halgeir\" }\n";

#[test]
fn a_wrong_scenario_is_refused_with_line_field_and_the_nearest_name() {
    let cast = CastFile::embedded().unwrap();
    let told = |text: &str, starts: &str, ends: &str| {
        let said = file(text).prepare(&cast).unwrap_err();
        let said: Vec<String> = said.iter().map(ToString::to_string).collect();
        let fits = |line: &String| line.starts_with(starts) && line.contains(ends);
        assert!(said.iter().any(fits), "{said:#?}\nwants {starts} … {ends}");
    };
    let after = |lines: &str| format!("{SEND}{lines}");
    told("title = \"t\"\n[[step]\n", "story.toml:2:", "not TOML");
    told(
        "titel = \"t\"\n",
        "story.toml:1:1: titel: unknown field",
        "did you mean `title`?",
    );
    told("title = \"\"\n", "story.toml:1:1: title: is empty", "");
    told(
        "title = \"t\"\n[[step]]\ncall = \"maventa.createInvoise\"\n",
        "story.toml:3:1: step number 1: call: found",
        "did you mean `maventa.createInvoice`?",
    );
    told(
        "title = \"t\"\n[[step]]\ncall = \"maventa.createInvoice\"\n\
         fields = { consumer = \"halgier\" }\n",
        "story.toml:4:12: step number 1: fields.consumer: found `halgier`",
        "did you mean `halgeir`?",
    );
    told(
        "title = \"t\"\n[[step]]\ncall = \"maventa.createInvoice\"\n\
         fields = { consumer = \"halgeir\", due = \"2026-03-16\" }\n",
        "story.toml:4:34: step number 1: fields.due",
        "expected a word about the invoice",
    );
    told(
        "title = \"t\"\n[[step]]\ncall = \"maventa.createInvoice\"\n\
         fields = { consumer = \"halgeir\", due_date = \"16.03.2026\" }\n",
        "story.toml:4:34: step number 1: fields.due_date: found `16.03.2026`",
        "expected a date",
    );
    told(
        &after("[[step]]\ncall = \"maventa.getInvoice\"\npath = { id = \"${sent/id}\" }\n"),
        "story.toml:8:10: step number 2: path.id: found `sent`",
        "did you mean `send`?",
    );
    told(
        &after("[[expect]]\ntimeline = \"${people/halgier/ssn}\"\nhas = { a = 1 }\n"),
        "story.toml:7:1: expect number 1: timeline: found `halgier`",
        "did you mean `halgeir`?",
    );
    told(
        &after("[[expect]]\nreply = \"sned\"\nstatus = 201\n"),
        "story.toml:7:1: expect number 1: reply: found `sned`",
        "did you mean `send`?",
    );
    told(
        &after("[[expect]]\nreply = \"send\"\nbreak = \"rest\"\n"),
        "story.toml:8:1: expect number 1: break: found `rest`",
        "did you mean `reset`?",
    );
    told(
        "title = \"t\"\n[[rule]]\non = \"mps.addShipment\"\n\
         then = { status = 503, break = \"reset-after\" }\n",
        "story.toml:4:24: rule number 1: then.break: found beside `status`",
        "",
    );
    told(
        "title = \"t\"\n[stage]\nstart = \"2026-03-02T09:00:00+01:00\"\n[[rule]]\non = \"mps\"\n\
         when = { until = \"2026-03-01T09:00:00+01:00\" }\nthen = { status = 503 }\n",
        "story.toml:6:10: rule number 1: when.until: found",
        "expected an instant after the stage's start",
    );
}

#[test]
fn an_expectation_that_could_never_fail_or_never_hold_is_refused() {
    let cast = CastFile::embedded().unwrap();
    for (expect, words) in [
        (
            "timeline = \"sned\"\nhas = { a = 1 }",
            "did you mean `send`?",
        ),
        (
            "journal = { operaton = \"x\" }\ncount = 0",
            "did you mean `operation`?",
        ),
        (
            "journal = { operation = \"mps.addShipmnt\" }\ncount = 0",
            "did you mean `mps.addShipment`?",
        ),
        ("person = \"bodil\"\nhas = {}", "would always hold"),
        (
            "person = \"bodil\"\ncontains = [\"\"]",
            "stands in everything",
        ),
    ] {
        let story = format!("{SEND}[[expect]]\n{expect}\n");
        let said = file(&story).prepare(&cast).unwrap_err()[0].to_string();
        assert!(said.contains(words), "{expect}: {said}");
    }
}

#[tokio::test]
async fn a_broken_expectation_says_what_was_expected_found_and_done() {
    let text = format!(
        "{SEND}[[step]]\nadvance = \"PT1M\"\n[[expect]]\ntimeline = \"send\"\n\
         has = {{ status = \"DELIVERED\", channel = \"email\" }}\n"
    );
    let played = played(&text).await;
    let told = report(&played);
    for part in [
        "✗ story",
        "story.toml:10:31: the timeline of `send`",
        "channel: expected \"email\"",
        "found    \"efaktura\"",
        "router → mps  mps.addShipment  200",
        "again: sandkasse run --filter story --seed 1",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_good_fails_the_step_unless_somebody_expected_it() {
    let refused = "title = \"t\"\n[[step]]\nname = \"send\"\ncall = \"maventa.createInvoice\"\n\
                   body = \"<no/>\"\n";
    let told = report(&played(refused).await);
    assert!(
        told.contains("expected a good answer, or an expectation"),
        "{told}"
    );
    let expected = format!("{refused}[[expect]]\nreply = \"send\"\nstatus = 400\n");
    assert_met(&played(&expected).await);
    let back = "title = \"t\"\n[[step]]\nset = \"2025-01-01T00:00:00Z\"\n[[expect]]\n\
                clock = \"2025-01-01T00:00:00Z\"\n";
    let told = report(&played(back).await);
    assert!(
        told.contains("the clock") || told.contains("expected `2026"),
        "{told}"
    );
    assert!(told.contains("1 expectation was not looked at"), "{told}");
}

#[tokio::test]
async fn an_act_that_is_refused_fails_the_step_unless_somebody_expected_it() {
    let refused = "title = \"t\"\n[[step]]\nname = \"pay\"\nact = \"pay\"\nperson = \"halgeir\"\n\
                   fields = { invoice = \"nowhere\" }\n";
    let told = report(&played(refused).await);
    assert!(
        told.contains("expected a good answer, or an expectation"),
        "{told}"
    );
    let expected = format!(
        "{refused}[[expect]]\nreply = \"pay\"\nstatus = 404\nhas = {{ found = \"nowhere\" }}\n"
    );
    assert_met(&played(&expected).await);
}

#[tokio::test]
async fn the_sender_of_an_invoice_in_words_hears_that_every_way_is_closed() {
    let text = "title = \"t\"\n[[step]]\nname = \"send\"\ncall = \"maventa.createInvoice\"\n\
                fields = { consumer = \"bjorg\", route_order = [\"netbank\"] }\n\
                [[expect]]\noutbox = \"email\"\nhas = { to = \"faktura@fjord-energi.example\" }\n";
    assert_met(&played(text).await);
}

#[tokio::test]
async fn broken_answers_are_heard_as_data() {
    for (how, heard) in [
        ("reset-before", "reset"),
        ("reset-after", "reset-after"),
        ("truncated", "truncated"),
        ("timed-out", "timed-out"),
    ] {
        let text = format!(
            "title = \"t\"\n[[rule]]\nname = \"b\"\non = \"mps.getEfakturaIdentifiers\"\n\
             then = {{ break = \"{how}\" }}\n[[step]]\nname = \"ask\"\n\
             call = \"mps.getEfakturaIdentifiers\"\n[[expect]]\nreply = \"ask\"\n\
             break = \"{heard}\"\n[[expect]]\nrule = \"b\"\nhas = {{ spoke = 1 }}\n"
        );
        assert_met(&played(&text).await);
    }
}

#[tokio::test]
async fn journal_people_companies_and_clock_can_be_expected() {
    let text = format!(
        "{SEND}[[step]]\nadvance = \"P1D\"\n\
         [[expect]]\nclock = \"2026-03-03T08:00:00Z\"\n\
         [[expect]]\nperson = \"halgeir\"\n\
         has = {{ ssn = \"${{people/halgeir/ssn}}\", mandates = [{{ kid = \"000002123453\" }}] }}\n\
         [[expect]]\ncompany = \"fjord-energi\"\nhas = {{ verified = true }}\n\
         contains = [\"Fjord Energi\"]\n\
         [[expect]]\njournal = {{ service = \"mps\" }}\nhas = {{ event = \"efaktura.accepted\" }}\n\
         count = 1\n\
         [[expect]]\nreply = \"send\"\ncontains = [\"PENDING\"]\n"
    );
    assert_met(&played(&text).await);
}

const SHIPMENT: &str = r#"
title = "A shipment field by field, in the order that the schema of MPS wants"
[[step]]
name = "ship"
call = "mps.addShipment"
[step.fields]
shipmentId = "5f0c3f6e-0000-4000-8000-000000000001"
issuer = "${companies/fjord-energi/orgnr}"
[[step.fields.transactions.transactions]]
transactionId = "5f0c3f6e-0000-4000-8000-000000000002"
paymentType = "EFAKTURA"
documentType = "INVOICE"
kid = "${people/halgeir/mandates/0/kid}"
accountNumber = "${companies/fjord-energi/avtalegiro/0/account}"
amount = "450.00"
dueDate = "2026-03-20"
[step.fields.transactions.transactions.efakturaInfo]
efakturaIdentifier = "${people/halgeir/efaktura/identifier}"
brandName = "Fjord"
eFakturaUrl = "https://invoice.example/1"
[[step]]
advance = "PT1M"
[[step]]
name = "ask"
call = "mps.getTransactionStatus"
fields = { transactionId = "5f0c3f6e-0000-4000-8000-000000000002" }
[[expect]]
reply = "ship"
status = 200
has = { AddShipmentResponse = { noOfTransactions = "1" } }
[[expect]]
reply = "ask"
status = 200
contains = ["5f0c3f6e-0000-4000-8000-000000000002"]
[[expect]]
timeline = "5f0c3f6e-0000-4000-8000-000000000002"
has = { service = "mps", attempts = [], in_vipps = true }
"#;

#[tokio::test]
async fn a_soap_message_has_its_elements_in_the_order_of_the_file() {
    assert_met(&played(SHIPMENT).await);
}

struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sandkasse-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &[u8]) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_program_ends_with_a_code_that_says_how_it_went() {
    let folder = Folder::new("run");
    let met = folder.write("met.toml", SEND.as_bytes());
    let broken = format!("{SEND}[[expect]]\nreply = \"send\"\nstatus = 200\n");
    let failing = folder.write("failing.toml", broken.as_bytes());
    let wrong = folder.write("wrong.toml", b"title = 7");
    let large = folder.write("large.toml", &vec![b'#'; 10 * 1024 * 1024]);
    let binary = folder.write("binary.toml", b"title = \"\xff\"");
    let junit = folder.0.join("out.xml");
    let junit = junit.to_str().unwrap();
    for (arguments, code) in [
        (vec!["run", &met], 0),
        (vec!["run", &met, &failing, "--junit", junit], 1),
        (vec!["run", &met, &wrong], 2),
        (vec!["run", &large], 2),
        (vec!["run", &binary], 2),
        (vec!["run", "/nowhere.toml"], 2),
        (vec!["run", &met, "--filter", "nothing-like-it"], 2),
        (vec!["check", &met, &failing], 0),
        (vec!["check", &wrong, &large], 1),
        (vec!["check"], 0),
        (vec!["schema"], 0),
    ] {
        assert_eq!(Binary::run(&arguments).code, code, "{arguments:?}");
    }
    let written = text_of(junit);
    assert!(written.contains("failures=\"1\""), "{written}");
}

proptest! {
    #[test]
    fn no_text_makes_reading_a_scenario_panic(
        text in any::<String>(),
        key in "(step|rule|expect|stage|fields|has|then|when|body|call|[a-zæ]{1,6})",
        value in prop_oneof![
            "\"[^\"\\\\]{0,12}\"",
            "\"\\$\\{[a-zæ/]{0,8}\\}?\"",
            "[0-9a-z.-]{1,12}|\\{ [a-z]{1,3} = \"\" \\}",
        ],
    ) {
        let cast = CastFile::embedded().unwrap();
        for text in [text, format!("{SEND}{key} = {value}\n"), format!("{key} = {value}\n{SEND}")] {
            let said = file(&text).prepare(&cast).err().unwrap_or_default();
            said.iter().for_each(|error| assert!(!error.to_string().is_empty()));
        }
    }
}
