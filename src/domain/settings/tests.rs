//! What settings take, service by service.

use super::{SETTINGS, SetBy, Settings};

#[test]
fn every_setting_of_maskinporten_takes_its_words_and_no_others() {
    let rows: &[(&str, &[&str], &[&str])] = &[
        (
            "maskinporten.issuer",
            &[
                "address",
                "https://test.maskinporten.no/",
                "http://127.0.0.1:8080/a/",
            ],
            &[
                "https://test.maskinporten.no",
                "https:///",
                "ftp://a/",
                "https://a/?b=/",
                "https://å/",
                "/",
            ],
        ),
        (
            "maskinporten.token_life",
            &["PT1S", "PT30S", "PT24H"],
            &["PT0S", "PT0.5S", "PT1.5S", "PT24H1S", "120"],
        ),
        (
            "maskinporten.user_tokens",
            &["true", "false"],
            &["yes", "1"],
        ),
        (
            "maskinporten.published_keys",
            &["first", "second", "second first"],
            &["third", "first first", "first second first", " "],
        ),
        (
            "maskinporten.signing_key",
            &["second", "first"],
            &["third", "first second"],
        ),
    ];
    let named = SETTINGS.iter().map(|row| row.name);
    let named: Vec<&str> = named
        .filter(|name| name.starts_with("maskinporten."))
        .collect();
    let listed: Vec<&str> = rows.iter().map(|(name, ..)| *name).collect();
    assert_eq!(listed, named);
    for (name, words, others) in rows {
        let row = SETTINGS.iter().find(|row| row.name == *name).unwrap();
        let mut settings = Settings::default();
        for word in *words {
            settings.set(name, word, SetBy::Change).unwrap();
            assert_eq!((row.show)(&settings), *word, "{name}");
        }
        let before = settings.clone();
        for other in others.iter().chain(&[""]) {
            let refused = settings.set(name, other, SetBy::Change);
            assert!(refused.is_err(), "{name} takes `{other}`");
            assert_eq!(settings, before, "{name}");
        }
    }
}
