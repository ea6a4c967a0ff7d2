//! The report that a build server reads.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::play::{Ending, Played};
use super::report::{Report, Style};
use crate::scenario::LibraryError;

/// What the suite is called.
const SUITE: &str = "sandkasse";

/// A JUnit document: one suite, a case for each scenario and for each file that could not be read.
///
/// # Errors
/// What the writer of XML said.
pub fn junit(played: &[Played], wrong: &[LibraryError], style: &Style) -> Result<String, String> {
    let style = Style {
        colour: false,
        ..style.clone()
    };
    let mut suite = TestSuite::new(SUITE);
    for played in played {
        suite.add_test_case(case(played, &style));
    }
    for error in wrong {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(error.to_string());
        suite.add_test_case(TestCase::new(error.file.as_ref(), status));
    }
    let mut report = Junit::new(SUITE);
    let whole = played.iter().map(took).sum();
    suite.set_time(whole);
    report.set_time(whole);
    report.add_test_suite(suite);
    report.to_string().map_err(|error| error.to_string())
}

fn case(played: &Played, style: &Style) -> TestCase {
    let text = Report::of(played, style).to_string();
    let failed = |kind, message: String| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_message(message).set_description(text.as_str());
        status
    };
    let status = match &played.ending {
        Ending::Met => TestCaseStatus::success(),
        Ending::Failed(failures) => {
            let first = failures.first();
            let message = first.map_or_else(String::new, |first| {
                let mismatch = first.mismatches.first();
                let words = mismatch.map_or_else(String::new, |it| {
                    let (path, expected, found) = (&it.path, &it.expected, &it.found);
                    format!(": {path} expected {expected}, found {found}")
                });
                format!("{}{words}", first.what)
            });
            failed(NonSuccessKind::Failure, message)
        }
        Ending::Unreadable(wrong) => {
            let first = wrong.first().map(ToString::to_string);
            failed(NonSuccessKind::Error, first.unwrap_or_default())
        }
    };
    let mut case = TestCase::new(played.file.name.as_str(), status);
    case.set_classname(played.file.path.as_str());
    case.set_time(took(played));
    case
}

fn took(played: &Played) -> Duration {
    Duration::try_from(played.took).unwrap_or_default()
}
