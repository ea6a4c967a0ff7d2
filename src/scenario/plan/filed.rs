//! Whether fields describe a file to MPS.

use super::placeholder::is_open;
use super::value::date;
use crate::scenario::objection::Objection;
use crate::scenario::script::{Fields, FiledClaimText, FiledText, Scalar};

/// Objects to names that no file has, and to values that cannot stand in one. Values that are open
/// until the play are read then.
pub(super) fn check(fields: &Fields) -> Result<(), Objection> {
    let value = serde_json::to_value(fields).unwrap_or_default();
    let file: FiledText = serde_path_to_error::deserialize(value).map_err(|error| {
        let path = match error.path().to_string().as_str() {
            "." => "fields".to_owned(),
            inside => format!("fields.{inside}"),
        };
        Objection::because(&path, error.into_inner().to_string())
    })?;
    for (place, order) in file.orders.iter().enumerate() {
        let path = format!("fields.orders[{place}]");
        one_of(
            &path,
            "kind",
            order.kind.as_deref(),
            &["claims", "deletions"],
        )?;
        for (place, it) in order.claims.iter().enumerate() {
            claim(&format!("{path}.claims[{place}]"), it)?;
        }
    }
    Ok(())
}

fn claim(path: &str, claim: &FiledClaimText) -> Result<(), Objection> {
    one_of(path, "notice", claim.notice.as_deref(), &["payee", "bank"])?;
    if let Some(text) = closed(&claim.due_date) {
        date(&format!("{path}.due_date"), &text)?;
    }
    match closed(&claim.amount_ore) {
        Some(text) if text.parse::<i64>().is_err() => {
            let expected = "whole øre such as 45000";
            Err(Objection::new(
                &format!("{path}.amount_ore"),
                &text,
                expected,
            ))
        }
        Some(_) | None => Ok(()),
    }
}

/// A text that is known before anything is played.
fn closed(value: &Scalar) -> Option<String> {
    let text = value.text();
    (!is_open(&text)).then_some(text)
}

fn one_of(path: &str, name: &str, found: Option<&str>, words: &[&str]) -> Result<(), Objection> {
    let Some(found) = found.filter(|found| !is_open(found) && !words.contains(found)) else {
        return Ok(());
    };
    let expected = format!("`{}`", words.join("` or `"));
    let path = format!("{path}.{name}");
    Err(Objection::unknown(
        &path,
        found,
        &expected,
        words.iter().copied(),
    ))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::scenario::script::Fields;

    fn told(fields: &str) -> String {
        let fields: Fields = serde_json::from_str(fields).unwrap();
        check(&fields).map_or_else(|error| error.to_string(), |()| "fine".to_owned())
    }

    fn told_of_claim(more: &str) -> String {
        told(&format!(
            r#"{{"orders": [{{"claims": []}}, {{"claims": [{{"kid": "1", {more}}}]}}]}}"#
        ))
    }

    #[test]
    fn what_no_file_has_is_refused_with_its_place() {
        assert_eq!(told("{}"), "fields: missing field `orders`");
        for (fields, begins) in [
            (
                r#"{"orders": [], "to": "x"}"#,
                "fields.to: unknown field `to`",
            ),
            (
                r#"{"orders": [{"claims": [], "kind": "claim"}]}"#,
                "fields.orders[0].kind: found `claim`, expected `claims` or `deletions`; did you \
                 mean `claims`?",
            ),
        ] {
            assert!(told(fields).starts_with(begins), "{}", told(fields));
        }
        let at = "fields.orders[1].claims[0]";
        for (more, begins) in [
            (
                r#""amount_ore": 1, "due_date": "2026-03-20""#,
                "fine".to_owned(),
            ),
            (
                r#""amount_ore": "${a/b}", "due_date": "${a/c}""#,
                "fine".to_owned(),
            ),
            (
                r#""amount_ore": 1"#,
                format!("{at}: missing field `due_date`"),
            ),
            (
                r#""amount": 1"#,
                format!("{at}.amount: unknown field `amount`"),
            ),
            (
                r#""amount_ore": "4,50", "due_date": "2026-03-20""#,
                format!("{at}.amount_ore: found `4,50`, expected whole øre"),
            ),
            (
                r#""amount_ore": 1, "due_date": "20.03.2026""#,
                format!("{at}.due_date: found `20.03.2026`, expected a date"),
            ),
            (
                r#""amount_ore": 1, "due_date": "2026-03-20", "notice": "banks""#,
                format!("{at}.notice: found `banks`, expected `payee` or `bank`"),
            ),
        ] {
            let told = told_of_claim(more);
            assert!(told.starts_with(&begins), "{told}\nwants {begins}");
        }
    }
}
