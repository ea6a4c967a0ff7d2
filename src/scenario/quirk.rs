//! What is odd about each of the built-in cast, in the words above their entries in the cast file.

use std::collections::BTreeMap;

/// The built-in cast file as people read it.
const FILE: &str = include_str!("../../scenarios/people.toml");

/// The quirk of every person and company of the built-in cast, by slug.
///
/// They are words about the file as it is shipped: somebody who was changed since may have lost
/// the quirk.
#[must_use]
pub fn quirks() -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    let mut words: Vec<&str> = Vec::new();
    let mut is_entry = false;
    for line in FILE.lines() {
        if let Some(word) = line.strip_prefix("# ") {
            words.push(word);
            continue;
        }
        let slug = line.strip_prefix("slug = ").filter(|_| is_entry);
        if let Some(slug) = slug.and_then(|slug| slug.split('"').nth(1)) {
            let text = words.join(" ");
            let quirk = text.split(". Shown by: ").next().unwrap_or_default();
            found.insert(slug, quirk.to_owned());
        }
        is_entry = matches!(line, "[[person]]" | "[[company]]");
        if !is_entry {
            words.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::quirks;

    #[test]
    fn everybody_has_a_quirk_in_one_line() {
        let quirks = quirks();
        assert!(quirks.len() > 30);
        assert!(
            quirks
                .values()
                .all(|it| !it.is_empty() && !it.contains("Shown by"))
        );
        assert!(quirks["no-vipps"].contains("no Vipps user"));
        assert!(quirks["fjord-energi"].starts_with("All agreements active"));
    }
}
