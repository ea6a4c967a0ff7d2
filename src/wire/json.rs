//! Strict JSON reading that says where and what, and RFC 9457 problem bodies.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::strict::Strict;

/// A body that does not fit, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}{}", .hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default())]
pub struct JsonError {
    /// Path of the bad field, for example `people[0].name`; `the body` for the whole.
    pub path: String,
    /// What was found and what was expected.
    pub message: String,
    /// What was probably meant.
    pub hint: Option<String>,
}

/// Reads a body of one JSON value.
///
/// # Errors
/// When it is not JSON, does not fit `T`, is nested more than 128 levels deep, or when something
/// follows it.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(Strict(&mut deserializer)).map_err(|error| {
        let path = error.path().to_string();
        refusal(path, &error.into_inner())
    })?;
    deserializer
        .end()
        .map_err(|error| refusal(String::new(), &error))?;
    Ok(value)
}

/// What was probably meant, for a message of serde's that names the wrong word and the right ones.
pub fn hint_for(message: &str) -> Option<String> {
    let (_, after) = ["unknown field ", "unknown variant "]
        .iter()
        .find_map(|start| message.split_once(start))?;
    let mut words = after.split('`').skip(1).step_by(2);
    let wrong = words.next()?;
    nearest(wrong, words).map(|near| format!("did you mean `{near}`?"))
}

/// The known word that is nearest to a wrong one, if any is near.
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let far = 1 + wrong.chars().count() / 3;
    let folded = wrong.to_lowercase();
    let distance = |word: &str| strsim::damerau_levenshtein(&folded, &word.to_lowercase());
    let (near, distance) = known
        .map(|word| (word, distance(word)))
        .min_by_key(|(_, distance)| *distance)?;
    (distance <= far).then_some(near)
}

/// A problem body of RFC 9457, `application/problem+json`.
///
/// Members of `extra` follow the standard ones; a `type` in it replaces `about:blank`, and no
/// other standard member can be replaced.
pub fn problem(status: u16, title: &str, detail: &str, extra: Map<String, Value>) -> Vec<u8> {
    let kind = extra
        .get("type")
        .cloned()
        .unwrap_or_else(|| Value::from("about:blank"));
    let standard = [
        ("type", kind),
        ("title", Value::from(title)),
        ("status", Value::from(status)),
        ("detail", Value::from(detail)),
    ];
    let is_standard = |key: &str| standard.iter().any(|(name, _)| *name == key);
    let others = extra.iter().filter(|(key, _)| !is_standard(key));
    let members: Vec<String> = standard
        .iter()
        .map(|(key, value)| member(key, value))
        .chain(others.map(|(key, value)| member(key, value)))
        .collect();
    format!("{{{}}}", members.join(",")).into_bytes()
}

// Written by hand because people read problems, and a map would sort the title behind the detail.
fn member(key: &str, value: &Value) -> String {
    format!("{}:{value}", Value::from(key))
}

fn refusal(path: String, error: &serde_json::Error) -> JsonError {
    let message = error.to_string();
    let hint = hint_for(&message);
    let path = if path.is_empty() || path == "." {
        "the body".to_owned()
    } else {
        path
    };
    JsonError {
        path,
        message,
        hint,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::{Map, Value, json};

    use super::{hint_for, problem, read};

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Person {
        name: String,
        #[serde(default)]
        email: Option<String>,
    }

    #[test]
    fn a_list_of_values_is_no_object() {
        let good: Cast = read(br#"{"people":[{"name":"Bodil"}]}"#).unwrap();
        assert_eq!(good.people[0].name, "Bodil");
        for (bad, path) in [
            (r#"[[{"name":"Bodil"}]]"#, "the body"),
            (r#"{"people":[["Bodil",null]]}"#, "people[0]"),
        ] {
            let error = read::<Cast>(bad.as_bytes()).unwrap_err();
            assert_eq!(error.path, path, "{error}");
            assert!(error.message.contains("invalid type: sequence"), "{error}");
        }
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Cast {
        people: Vec<Person>,
    }

    #[test]
    fn a_body_that_fits_is_read() {
        let cast: Cast = read(br#"{"people":[{"name":"Kari","email":"k@x.no"}]}"#).unwrap();
        assert_eq!(cast.people[0].name, "Kari");
    }

    #[test]
    fn each_bad_body_is_refused_with_its_path() {
        let rows: [(&[u8], &str); 8] = [
            (
                br#"{"people":[{"name":"Kari","emial":"x"}]}"#,
                "people[0].emial: unknown field `emial`, expected `name` or `email` at line 1 \
                 column 33; did you mean `email`?",
            ),
            (
                br#"{"people":[{"name":7}]}"#,
                "people[0].name: invalid type: integer `7`, expected",
            ),
            (br#"{"people":[{}]}"#, "people[0]: missing field `name`"),
            (b"", "the body: EOF while parsing a value"),
            (b"[", "the body: "),
            (
                br#"{"people":[]} x"#,
                "the body: trailing characters at line 1 column 15",
            ),
            (
                b"{\"people\":[{\"name\":\"\xE5\"}]}",
                "people[0].name: invalid unicode code point",
            ),
            (
                b"7",
                "the body: invalid type: integer `7`, expected struct Cast",
            ),
        ];
        for (body, told) in rows {
            let error = read::<Cast>(body).unwrap_err().to_string();
            assert!(error.starts_with(told), "{error}\nwants {told}");
        }
    }

    #[test]
    fn only_a_near_word_is_suggested() {
        let rows = [
            (
                "unknown field `dueDate`, expected one of `due_date`, `kid`",
                Some("due_date"),
            ),
            (
                "unknown variant `Netbank`, expected `netbank` or `print`",
                Some("netbank"),
            ),
            ("unknown field `kdi`, expected `kid`", Some("kid")),
            ("unknown field `colour`, expected `kid` or `amount`", None),
            ("unknown field `x`, there are no fields", None),
            ("missing field `kid`", None),
            ("unknown field `", None),
        ];
        for (message, near) in rows {
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            assert_eq!(hint_for(message), hint, "{message}");
        }
    }

    #[test]
    fn nesting_of_any_depth_is_refused() {
        for depth in [200, 10_000, 200_000] {
            let error = read::<Value>("[".repeat(depth).as_bytes()).unwrap_err();
            assert!(
                error.message.starts_with("recursion limit exceeded"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_problem_reads_from_type_to_detail_and_then_the_rest() {
        let Value::Object(extra) = json!({"code": 7, "status": 9, "at": "a.b"}) else {
            return;
        };
        assert_eq!(
            String::from_utf8(problem(404, "No \"such\"", "Look", extra)).unwrap(),
            concat!(
                r#"{"type":"about:blank","title":"No \"such\"","status":404,"detail":"Look","#,
                r#""at":"a.b","code":7}"#
            )
        );
        let bare: Value = read(&problem(500, "t", "d", Map::new())).unwrap();
        assert_eq!(bare["status"], 500);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = read::<Cast>(&bytes);
            let _ = read::<Value>(&bytes);
        }

        #[test]
        fn any_message_may_be_asked_for_a_hint(message in "(unknown field )?.*`?.*`?.*") {
            let _ = hint_for(&message);
        }
    }
}
