//! What is told of scenarios that were played.

use std::sync::Arc;

use jiff::SignedDuration;

use super::{Ending, Failure, Mismatch, Played, Report, Style, junit};
use crate::domain::slug::Slug;
use crate::scenario::{LibraryError, ScenarioFile};
use crate::wire::xml::{Element, Limits};

fn played(name: &str, ending: Ending) -> Played {
    Played {
        file: Arc::new(ScenarioFile::posted(
            Slug::parse(name).unwrap(),
            String::new(),
        )),
        title: "A title".to_owned(),
        seed: 7,
        passed: SignedDuration::from_secs(90),
        took: SignedDuration::from_millis(12),
        ending,
    }
}

fn failed() -> Played {
    let mismatch = |path: &str, expected: &str, found: &str| Mismatch {
        path: path.to_owned(),
        expected: expected.to_owned(),
        found: found.to_owned(),
    };
    let failure = Failure {
        place: Some((34, 1)),
        what: "the timeline of `send`".to_owned(),
        mismatches: vec![
            mismatch("channel", "\"email\"", "\"efaktura\""),
            mismatch("", "the text \"x\" in it", "a\x1b[31mb"),
        ],
        story: vec![
            "… 3 entries before".to_owned(),
            "09:00  client → mps".to_owned(),
        ],
    };
    played("sent", Ending::Failed(vec![failure]))
}

fn unreadable() -> Played {
    let error = LibraryError {
        file: "bad.toml".into(),
        place: Some((2, 5)),
        entry: None,
        field: Some("titel".into()),
        reason: "unknown field".into(),
        hint: Some("did you mean `title`?".into()),
    };
    played("bad", Ending::Unreadable(vec![error]))
}

#[test]
fn a_failure_is_told_with_place_difference_story_and_how_to_repeat_it() {
    let style = Style::default();
    let text = |played: &Played| Report::of(played, &style).to_string();
    assert_eq!(
        text(&played("fine", Ending::Met)),
        "✓ fine  A title  (seed 7, 1m 30s in the sandbox, 12 ms)\n"
    );
    assert_eq!(
        text(&failed()),
        "✗ sent  A title  (seed 7, 1m 30s in the sandbox, 12 ms)\n\
         \u{20} sent.toml:34:1: the timeline of `send`\n\
         \u{20}   channel: expected \"email\"\n\
         \u{20}            found    \"efaktura\"\n\
         \u{20}   expected the text \"x\" in it\n\
         \u{20}   found    a\u{FFFD}[31mb\n\
         \u{20}   what happened:\n\
         \u{20}     … 3 entries before\n\
         \u{20}     09:00  client → mps\n\
         \u{20}   again: sandkasse run --filter sent --seed 7\n"
    );
    assert_eq!(
        text(&unreadable()),
        "✗ bad  A title  could not be read\n\
         \u{20} bad.toml:2:5: titel: unknown field; did you mean `title`?\n"
    );
}

#[test]
fn colours_are_there_only_when_asked_for() {
    let colour = Style {
        colour: true,
        arguments: " --scenarios x".to_owned(),
    };
    let told = Report::of(&failed(), &colour).to_string();
    assert!(told.starts_with("\x1b[31m✗\x1b[0m sent"), "{told}");
    assert!(told.ends_with("--seed 7 --scenarios x\n"), "{told}");
    assert!(
        !Report::of(&failed(), &Style::default())
            .to_string()
            .contains('\x1b')
    );
}

#[test]
fn a_build_server_reads_the_same() {
    let all = [played("fine", Ending::Met), failed(), unreadable()];
    let colour = Style {
        colour: true,
        ..Style::default()
    };
    let text = junit(&all, &[], &colour).unwrap();
    let root = Element::parse(text.as_bytes(), Limits::default()).unwrap();
    let suite = root.child("testsuite").unwrap();
    let counts = ["tests", "failures", "errors"].map(|name| suite.attribute(name).unwrap());
    assert_eq!(counts, ["3", "1", "1"]);
    let cases: Vec<&Element> = suite.children_named("testcase").collect();
    assert_eq!(cases[0].attribute("name"), Some("fine"));
    assert_eq!(cases[0].attribute("time"), Some("0.012"));
    let failure = cases[1].child("failure").unwrap();
    let message = "the timeline of `send`: channel expected \"email\", found \"efaktura\"";
    assert_eq!(failure.attribute("message"), Some(message));
    assert!(failure.text().contains("again: sandkasse run"));
    assert!(!text.contains('\x1b'));
    assert!(cases[2].child("error").is_some());
}
