//! Grants and access tokens in requests, which the journal does not keep: they let whoever reads
//! them in, and may hold an identity number that no guard can read (Digdir: Maskinporten, token end
//! point; Digdir: DPI, new infrastructure, `maskinportentoken`).

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::Deserialize;

use crate::wire::address::unescaped;

/// The field of a form that holds a grant (RFC 7523, section 2.1).
const FIELD: &str = "assertion";

/// The longest that its name can be, with every character escaped.
const FIELD_MAX: usize = FIELD.len() * "%00".len();

const FORM: &str = "application/x-www-form-urlencoded";

/// What is kept in its place.
const NOT_KEPT: &[u8] = b"[not kept]";

/// A body without the value of `assertion` fields, if it is a form, and with no more than the
/// header of compact signed tokens (RFC 7515, section 7.1), whatever it is. Everything else stays
/// as it is.
pub(super) fn without_grants(headers: &HeaderMap, body: Bytes) -> Bytes {
    let body = if is_form(headers) {
        without_assertions(body)
    } else {
        body
    };
    without_signed_tokens(body)
}

fn is_form(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).map(|value| value.as_bytes());
    let kind = media_type.and_then(|text| text.split(|byte| *byte == b';').next());
    kind.is_some_and(|kind| kind.trim_ascii().eq_ignore_ascii_case(FORM.as_bytes()))
}

fn without_assertions(body: Bytes) -> Bytes {
    let kept = |pair| -> Cow<'_, [u8]> {
        let name_end = memchr::memchr(b'=', pair).unwrap_or(pair.len());
        let (name, value) = pair.split_at_checked(name_end).unwrap_or((pair, b""));
        if value.len() <= 1 || !is_field(name) {
            return Cow::Borrowed(pair);
        }
        Cow::Owned([name, b"=", NOT_KEPT].concat())
    };
    let pairs: Vec<Cow<'_, [u8]>> = body.split(|byte| *byte == b'&').map(kept).collect();
    if pairs.iter().all(|pair| matches!(pair, Cow::Borrowed(_))) {
        return body;
    }
    Bytes::from(pairs.join(&b'&'))
}

fn is_field(name: &[u8]) -> bool {
    let may_be = (FIELD.len()..=FIELD_MAX).contains(&name.len());
    may_be && std::str::from_utf8(name).is_ok_and(|name| unescaped(name) == FIELD)
}

/// Every byte is looked at once or twice: each part between dots is decoded on its own.
fn without_signed_tokens(body: Bytes) -> Bytes {
    let mut kept: Option<Vec<u8>> = None;
    let mut copied = 0;
    let mut part = 0;
    for (at, byte) in body.iter().enumerate() {
        // What belongs to a token that is cut.
        if at < copied || is_letter(*byte) {
            continue;
        }
        let begin = std::mem::replace(&mut part, at + 1);
        if *byte != b'.' || !is_header(body.get(begin..at).unwrap_or_default()) {
            continue;
        }
        let behind = body.get(at + 1..).unwrap_or_default();
        let is_token = |byte: &&u8| is_letter(**byte) || **byte == b'.';
        // A body may be cut off within a token, so that the last dot is not there.
        let length = behind.iter().take_while(is_token).count();
        if length == 0 {
            continue;
        }
        let kept = kept.get_or_insert_default();
        kept.extend_from_slice(body.get(copied..=at).unwrap_or_default());
        kept.extend_from_slice(&[NOT_KEPT, b".", NOT_KEPT].concat());
        copied = at + 1 + length;
        part = copied;
    }
    match kept {
        None => body,
        Some(mut kept) => {
            kept.extend_from_slice(body.get(copied..).unwrap_or_default());
            Bytes::from(kept)
        }
    }
}

/// The alphabet of base64url (RFC 4648, section 5).
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether it is the header of a signed token, which names its algorithm.
fn is_header(part: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Header {
        #[serde(rename = "alg")]
        _alg: String,
    }
    let text = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
    serde_json::from_slice::<Header>(&text).is_ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn kept_as(media_type: &'static str, text: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        let kept = without_grants(&headers, Bytes::from(text.to_owned()));
        String::from_utf8(kept.to_vec()).unwrap()
    }

    fn kept(text: &str) -> String {
        kept_as("multipart/form-data; boundary=x", text)
    }

    fn header(json: &str) -> String {
        URL_SAFE_NO_PAD.encode(json)
    }

    #[test]
    fn the_assertion_of_a_form_is_not_kept_however_its_name_is_written() {
        for (sent, expected) in [
            ("assertion=a.b.c", "assertion=[not kept]"),
            (
                "grant_type=x&%61ssertion=a=b&assertion=c&y=1",
                "grant_type=x&%61ssertion=[not kept]&assertion=[not kept]&y=1",
            ),
            (
                "assertion=&assertion&assertions=a&&=&%",
                "assertion=&assertion&assertions=a&&=&%",
            ),
            ("", ""),
        ] {
            let found = kept_as("Application/X-WWW-form-urlencoded ; charset=UTF-8", sent);
            assert_eq!(found, expected);
            assert_eq!(kept(sent), sent);
        }
    }

    #[test]
    fn of_a_signed_token_its_header_alone_is_kept() {
        for json in [
            r#"{"alg":"RS256","x5c":["MII"]}"#,
            "{\n \"alg\": \"none\"\n}",
        ] {
            let head = header(json);
            for token in ["a-_.b", "a.", ".b", "a", "a.b.c.d"] {
                for (before, behind) in [("", ""), ("\r\n\r\n", "\r\n--x"), ("{\"a\": \"", "\"}")] {
                    let sent = format!("{before}{head}.{token}{behind}");
                    let expected = format!("{before}{head}.[not kept].[not kept]{behind}");
                    assert_eq!(kept(&sent), expected);
                    assert_eq!(
                        kept(&format!("x.{sent} {sent}")),
                        format!("x.{expected} {expected}")
                    );
                }
            }
        }
    }

    #[test]
    fn everything_else_is_kept_as_it_was() {
        let other = header(r#"{"typ":"JWT"}"#);
        for same in [
            "",
            ".",
            "..",
            "www.example.no",
            "1.2.3",
            "eyJ.eyJ.eyJ",
            &format!("{other}.a.b"),
            &header(r#"{"alg":"RS256"}"#),
            &format!("{}. ", header(r#"{"alg":"RS256"}"#)),
        ] {
            assert_eq!(kept(same), *same);
        }
    }

    #[test]
    fn a_body_made_to_be_slow_is_done_at_once() {
        let head = header(r#"{"alg":"RS256"}"#);
        for part in [
            ".",
            "eyJ",
            "eyJ.",
            "&",
            "assertion=&",
            &format!("{head}."),
            &head,
        ] {
            let text = part.repeat(100_000);
            let _ = kept(&text);
            let _ = kept_as(FORM, &format!("assertion={text}"));
        }
        let _ = kept(&format!("{}.a", header(&"[".repeat(100_000))));
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_no_token_passes(
            around in prop::collection::vec("\\.|=|&|eyJ|\"| |å|x", 0..12),
        ) {
            let head = header(r#"{"alg":"RS256"}"#);
            let whole = format!("{} {head}.se-cret.se-cret", around.concat());
            prop_assert!(!kept(&whole).contains("se-cret"), "{whole}");
            let whole = format!("{}&assertion=se-cret", around.concat());
            prop_assert!(!kept_as(FORM, &whole).contains("se-cret"), "{whole}");
        }
    }
}
