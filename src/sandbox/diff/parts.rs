//! Comparing two documents part by part.

use std::collections::BTreeMap;

use serde_json::Value;

/// A value on both sides; null where it is not there.
pub(super) type Pair<'a> = (&'a Value, &'a Value);

const NOTHING: &Value = &Value::Null;

/// What stands under a name on both sides.
pub(super) fn below<'a>((old, new): Pair<'a>, name: &str) -> Pair<'a> {
    let get = |side: &'a Value| side.get(name).unwrap_or(NOTHING);
    (get(old), get(new))
}

/// The members of two objects that differ, in order of names.
pub(super) fn members<'a>((old, new): Pair<'a>) -> Vec<(String, Pair<'a>)> {
    let object = |side: &'a Value| side.as_object().into_iter().flatten();
    let named = |(name, value): (&'a String, &'a Value)| (name.clone(), value);
    differing(object(old).map(named), object(new).map(named))
}

/// The elements of two lists that differ, each known by its key, in order of keys.
pub(super) fn elements<'a>(
    (old, new): Pair<'a>,
    key: fn(&Value) -> String,
) -> Vec<(String, Pair<'a>)> {
    let list = |side: &'a Value| side.as_array().into_iter().flatten();
    let keyed = move |value: &'a Value| (key(value), value);
    differing(list(old).map(keyed), list(new).map(keyed))
}

fn differing<'a>(
    old: impl Iterator<Item = (String, &'a Value)>,
    new: impl Iterator<Item = (String, &'a Value)>,
) -> Vec<(String, Pair<'a>)> {
    let mut pairs: BTreeMap<String, Pair<'a>> =
        old.map(|(key, value)| (key, (value, NOTHING))).collect();
    for (key, value) in new {
        pairs.entry(key).or_insert((NOTHING, NOTHING)).1 = value;
    }
    let differ = |(_, (old, new)): &(String, Pair<'_>)| old != new;
    pairs.into_iter().filter(differ).collect()
}

/// The innermost values that differ, with their paths. A list counts as one value, and so does an
/// object that is only on one side.
pub(super) fn leaves<'a>(path: &str, pair: Pair<'a>) -> Vec<(String, Pair<'a>)> {
    let (old, new) = pair;
    if !(old.is_object() && new.is_object()) {
        return if old == new {
            Vec::new()
        } else {
            vec![(path.to_owned(), pair)]
        };
    }
    let inner = members(pair).into_iter().flat_map(|(name, pair)| {
        let path = if path.is_empty() {
            name
        } else {
            format!("{path}.{name}")
        };
        // As deep as a document is nested, which its reader bounds.
        leaves(&path, pair)
    });
    inner.collect()
}

/// A value in a sentence.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// A text in a document; empty where there is none.
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// `a -> b` of every innermost difference.
pub(super) fn told(pair: Pair<'_>) -> String {
    let told = leaves("", pair).into_iter().map(|(path, (old, new))| {
        let blank = if path.is_empty() { "" } else { " " };
        format!("{path}{blank}{} -> {}", shown(old), shown(new))
    });
    told.collect::<Vec<_>>().join(", ")
}
