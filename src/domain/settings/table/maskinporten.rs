//! Settings of Maskinporten.

use jiff::SignedDuration;

use super::read::{duration, flag};
use crate::domain::maskinporten::KeyNumber;
use crate::domain::settings::Setting;

/// The rows.
pub(super) const ROWS: &[Setting] = &[
    Setting {
        name: "maskinporten.issuer",
        text: "what Maskinporten calls itself, which grants name as their audience: a URL with a \
               slash at the end, or `address` for the one that the caller used",
        show: |s| {
            let issuer = s.maskinporten.issuer.as_deref();
            issuer.unwrap_or(THE_ADDRESS).to_owned()
        },
        set: |s, text| {
            s.maskinporten.issuer = match text {
                THE_ADDRESS => None,
                url if is_issuer(url) => Some(url.to_owned()),
                _ => return Err(AN_ISSUER),
            };
            Ok(())
        },
    },
    Setting {
        name: "maskinporten.token_life",
        text: "how long an access token of Maskinporten lives, where its client does not say; one \
               second to a day",
        show: |s| s.maskinporten.token_life.to_string(),
        set: |s, text| {
            let life = duration(text)?;
            let longest = SignedDuration::from_hours(24);
            if life < SignedDuration::from_secs(1) || life > longest || life.subsec_nanos() != 0 {
                return Err(A_LIFE);
            }
            s.maskinporten.token_life = life;
            Ok(())
        },
    },
    Setting {
        name: "maskinporten.user_tokens",
        text: "Maskinporten gives tokens of a person (pid) with scopes of persons, as ID-porten \
               does in truth",
        show: |s| s.maskinporten.user_tokens.to_string(),
        set: |s, text| flag(text).map(|value| s.maskinporten.user_tokens = value),
    },
    Setting {
        name: "maskinporten.published_keys",
        text: "the keys that Maskinporten publishes: first, second or both, in order",
        show: |s| {
            let words = s.maskinporten.keys.published.iter();
            words.map(|key| key.as_str()).collect::<Vec<_>>().join(" ")
        },
        set: |s, text| {
            let keys = text.split_whitespace().map(KeyNumber::parse);
            let keys: Vec<_> = keys.collect::<Option<_>>().ok_or(ONE_OR_BOTH)?;
            match keys.as_slice() {
                [_] => {}
                [one, other] if one != other => {}
                _ => return Err(ONE_OR_BOTH),
            }
            s.maskinporten.keys.published = keys;
            Ok(())
        },
    },
    Setting {
        name: "maskinporten.signing_key",
        text: "the key that Maskinporten signs access tokens with: first or second",
        show: |s| s.maskinporten.keys.signs.as_str().to_owned(),
        set: |s, text| {
            let key = KeyNumber::parse(text);
            s.maskinporten.keys.signs = key.ok_or("`first` or `second`")?;
            Ok(())
        },
    },
];

const ONE_OR_BOTH: &str = "`first`, `second`, or both with a space between";
const THE_ADDRESS: &str = "address";
const AN_ISSUER: &str =
    "`address`, or a URL such as `https://test.maskinporten.no/`, with a slash at the end";
const A_LIFE: &str = "a duration in whole seconds such as `PT2M`, from `PT1S` to `PT24H`";

/// Whether a text is a URL of HTTP with a host and a slash at its end, and without query and
/// fragment (RFC 8414, section 2).
fn is_issuer(text: &str) -> bool {
    let rest = text.strip_prefix("https://");
    let rest = rest.or_else(|| text.strip_prefix("http://"));
    let is_plain = |it: u8| it.is_ascii_graphic() && !b"?#\"\\<>".contains(&it);
    text.len() <= 200
        && text.bytes().all(is_plain)
        && rest.is_some_and(|rest| rest.ends_with('/') && !rest.starts_with('/'))
}
