//! Whether a value has what it must have, and where it has not.

use serde_json::Value;

/// Characters that are shown of a value.
const SHOWN: usize = 200;

/// Mismatches that are told of one value.
const TOLD: usize = 10;

/// One thing that is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Where, such as `attempts[0].code`; empty for the whole.
    pub path: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl Mismatch {
    /// Something that is not as expected.
    pub(super) fn new(path: &str, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            expected: expected.into(),
            found: found.into(),
        }
    }
}

/// Where a value lacks what is wanted: of an object the named members, of a list as many entries,
/// each of which fits; a null fits what is not there.
pub(super) fn lacks(wanted: &Value, found: &Value) -> Vec<Mismatch> {
    let mut said = Vec::new();
    compare("", wanted, Some(found), &mut said);
    said.truncate(TOLD);
    said
}

/// Which of some texts stand nowhere in a value.
pub(super) fn misses(texts: &[String], found: &Value) -> Vec<Mismatch> {
    let mut leaves = String::new();
    collect(found, &mut leaves);
    let missing = texts.iter().filter(|text| !leaves.contains(text.as_str()));
    missing
        .map(|text| Mismatch::new("", format!("the text {text:?} in it"), shown(found)))
        .collect()
}

/// Which members are there that must not be.
pub(super) fn surplus(ways: &[String], found: &Value) -> Vec<Mismatch> {
    let there = ways.iter().filter_map(|way| {
        let value = found.pointer(&format!("/{way}"))?;
        Some(Mismatch::new(way, "no such member", shown(value)))
    });
    there.collect()
}

/// A value for people, shortened.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn compare(path: &str, wanted: &Value, found: Option<&Value>, said: &mut Vec<Mismatch>) {
    match (wanted, found) {
        (Value::Null, None) => {}
        (Value::Object(members), Some(Value::Object(there))) => {
            for (name, wanted) in members {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                let is_new = !there.contains_key(name) && !wanted.is_null();
                compare(&path, wanted, there.get(name), said);
                if is_new && let Some(last) = said.last_mut().filter(|last| last.path == path) {
                    let names: Vec<&str> = there.keys().map(String::as_str).collect();
                    last.found = match &names[..] {
                        [] => "nothing".to_owned(),
                        names => format!("no such member; there are {}", names.join(", ")),
                    };
                }
            }
        }
        (Value::Array(wanted), Some(Value::Array(there))) => {
            if wanted.len() == there.len() {
                for (index, (wanted, found)) in wanted.iter().zip(there).enumerate() {
                    compare(&format!("{path}[{index}]"), wanted, Some(found), said);
                }
            } else {
                let (expected, found) = (entries(wanted.len()), entries(there.len()));
                let found = format!("{found}: {}", shown(&Value::from(there.clone())));
                said.push(Mismatch::new(path, expected, found));
            }
        }
        (wanted, Some(found)) if is_same(wanted, found) => {}
        (wanted, found) => {
            let found = found.map_or("nothing".to_owned(), shown);
            said.push(Mismatch::new(path, shown(wanted), found));
        }
    }
}

/// Numbers are the same by their digits, so that no amount ever passes through a float.
fn is_same(wanted: &Value, found: &Value) -> bool {
    match (wanted, found) {
        (Value::Number(wanted), Value::Number(found)) => wanted.to_string() == found.to_string(),
        (wanted, found) => wanted == found,
    }
}

fn entries(count: usize) -> String {
    match count {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    }
}

fn collect(value: &Value, leaves: &mut String) {
    match value {
        Value::String(text) => leaves.push_str(text),
        Value::Array(values) => values.iter().for_each(|value| collect(value, leaves)),
        Value::Object(members) => members.values().for_each(|value| collect(value, leaves)),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => {
            leaves.push_str(&other.to_string());
        }
    }
    leaves.push('\n');
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Mismatch, lacks, misses, surplus};

    fn told(wanted: Value, found: &Value) -> Vec<String> {
        let said = lacks(&wanted, found);
        let line = |Mismatch {
                        path,
                        expected,
                        found,
                    }| format!("{path}: {expected} / {found}");
        said.into_iter().map(line).collect()
    }

    #[test]
    fn a_value_must_have_what_is_named_and_may_have_more() {
        let found: Value = serde_json::from_str(
            r#"{"status": "DELIVERED", "amount": 450.00, "channel": null,
                "attempts": [{"code": "ef_kid", "rule": "R-1"}, {"outcome": "delivered"}]}"#,
        )
        .unwrap();
        for wanted in [
            json!({}),
            json!({"status": "DELIVERED", "channel": null, "nothing": null}),
            json!({"attempts": [{"code": "ef_kid"}, {}]}),
            serde_json::from_str(r#"{"amount": 450.00}"#).unwrap(),
        ] {
            assert_eq!(lacks(&wanted, &found), [], "{wanted}");
        }
        let rows = [
            (json!({"status": "SENT"}), r#"status: "SENT" / "DELIVERED""#),
            (json!({"channel": "email"}), r#"channel: "email" / null"#),
            (json!({"attempts": [{}]}), "attempts: 1 entry / 2 entries: "),
            (
                json!({"attempts": [{"code": "ef_acct"}, {"outcome": "delivered"}]}),
                r#"attempts[0].code: "ef_acct" / "ef_kid""#,
            ),
            (
                json!({"attempts": [{}, {"code": 1}]}),
                "attempts[1].code: 1 / no such member; there are outcome",
            ),
            (json!({"amount": "450.00"}), "amount: \"450.00\" / 450.00"),
            (json!([1]), "[1] / {"),
        ];
        for (wanted, start) in rows {
            let said = told(wanted, &found);
            let fits = |line: &String| line.strip_prefix(": ").unwrap_or(line).starts_with(start);
            assert!(said.len() == 1 && fits(&said[0]), "{said:?} wants {start}");
        }
    }

    #[test]
    fn a_text_may_stand_anywhere_in_a_value() {
        let found = json!({"a": ["Bjørg \"B\" Forsøk", 12], "b": {"c": true}});
        let texts = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        assert_eq!(misses(&texts(&["\"B\" Fors", "12", "true"]), &found), []);
        let missing = misses(&texts(&["Bjørg", "bjørg"]), &found);
        assert_eq!(missing[0].expected, "the text \"bjørg\" in it");
        assert_eq!(missing.len(), 1);
    }

    #[test]
    fn what_must_not_be_there_is_told_with_its_way() {
        let found = json!({"a": [{"b": 1}], "c": null});
        let ways = ["a/0/b", "a/1/b", "b", "c"].map(str::to_owned);
        let said = surplus(&ways, &found);
        let ways: Vec<&str> = said.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(ways, ["a/0/b", "c"]);
        assert_eq!(said[0].found, "1");
    }
}
