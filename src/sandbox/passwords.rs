//! Passwords and keys in messages, which the journal does not keep.

use std::borrow::Cow;

use bytes::Bytes;
use memchr::memmem;

use crate::wire::address::unescaped;

/// The local name of every element whose content proves who somebody is (OASIS: Web Services
/// Security, UsernameToken Profile 1.0).
const NAME: &[u8] = b"Password";

/// What is kept in its place.
const NOT_KEPT: &[u8] = b"[not kept]";

/// A body of XML without the content of its `Password` elements, whatever their prefix. Where one
/// does not end, nothing behind its beginning is kept. Any other body stays as it is.
pub(super) fn without_passwords(body: Bytes) -> Bytes {
    if memmem::find(&body, NAME).is_none() {
        return body;
    }
    let mut kept = Vec::with_capacity(body.len());
    let mut rest: &[u8] = &body;
    while let Some((before, behind)) = opening(rest) {
        kept.extend_from_slice(before);
        rest = behind;
        // An element without content hides nothing.
        if before.ends_with(b"/>") || behind.is_empty() {
            continue;
        }
        kept.extend_from_slice(NOT_KEPT);
        rest = closing(rest).unwrap_or_default();
    }
    kept.extend_from_slice(rest);
    Bytes::from(kept)
}

/// The parameter that may carry a subscription key (Vipps: invoice API, swagger 0.3.43).
const KEY_PARAMETER: &str = "subscription-key";

/// A query without subscription keys, in whatever case and with whatever escapes their name is
/// written. Everything else stays as it is.
pub(super) fn without_keys(query: &str) -> Cow<'_, str> {
    let is_key = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        // Every escape is longer than what it stands for.
        name.len() >= KEY_PARAMETER.len() && unescaped(name).eq_ignore_ascii_case(KEY_PARAMETER)
    };
    if !query.split('&').any(is_key) {
        return Cow::Borrowed(query);
    }
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_key(pair) => Cow::Owned(format!("{name}=[not-kept]")),
        Some(_) | None => Cow::Borrowed(pair),
    });
    Cow::Owned(pairs.collect::<Vec<_>>().join("&"))
}

/// Cuts behind the next opening tag of a `Password`; behind its name where it does not end.
fn opening(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (_, name_end) = tag(text, 0, b"")?;
    let mut quote = None;
    for (index, byte) in text.iter().enumerate().skip(name_end) {
        match (quote, *byte) {
            (None, b'>') => return text.split_at_checked(index + 1),
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.split_at_checked(name_end)
}

/// From the closing tag of a `Password` on. Such a tag in a CDATA section is part of the password.
/// Each byte is looked at a few times at most, whatever stands there.
fn closing(text: &[u8]) -> Option<&[u8]> {
    let mut from = 0;
    loop {
        let (begin, _) = tag(text, from, b"/")?;
        let mut section_ends = None;
        while let Some(section) = memmem::find(text.get(from..begin)?, b"<![CDATA[") {
            let inside = from + section;
            from = inside + memmem::find(text.get(inside..)?, b"]]>")?;
            section_ends = Some(from);
            if from > begin {
                break;
            }
        }
        if section_ends.is_none_or(|end| end < begin) {
            return text.get(begin..);
        }
    }
}

/// The next tag of a `Password` from an offset on: where it begins, and where its name ends.
fn tag(text: &[u8], from: usize, slash: &[u8]) -> Option<(usize, usize)> {
    for open in memchr::memchr_iter(b'<', text.get(from..)?) {
        let begin = from + open;
        let Some(name) = text.get(begin + 1..)?.strip_prefix(slash) else {
            continue;
        };
        let length = name.iter().take_while(|byte| is_name(**byte)).count();
        let local = name.get(..length)?.rsplit(|byte| *byte == b':').next();
        if local == Some(NAME) {
            return Some((begin, begin + 1 + slash.len() + length));
        }
    }
    None
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.') || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept(text: &str) -> String {
        let kept = without_passwords(Bytes::from(text.to_owned()));
        String::from_utf8(kept.to_vec()).unwrap()
    }

    #[test]
    fn what_stands_in_a_password_is_not_kept_however_it_is_written() {
        for (sent, expected) in [
            ("<Password>x</Password>", "<Password>[not kept]</Password>"),
            (
                "<a><w:Username>u</w:Username><w:Password Type='#PasswordText'>x</w:Password></a>",
                "<a><w:Username>u</w:Username><w:Password Type='#PasswordText'>[not kept]\
                 </w:Password></a>",
            ),
            (
                "<æ:Password a=\">\">x</æ:Password >",
                "<æ:Password a=\">\">[not kept]</æ:Password >",
            ),
            (
                "<Password><![CDATA[x</Password>y]]></Password>z",
                "<Password>[not kept]</Password>z",
            ),
            (
                "<Password>x<b/>y</Password><Password>x</Password>",
                "<Password>[not kept]</Password><Password>[not kept]</Password>",
            ),
            ("<Password>x", "<Password>[not kept]"),
            ("<Password>x</Passw", "<Password>[not kept]"),
            (
                "<Password a='><Password>x</Password>",
                "<Password[not kept]</Password>",
            ),
            (
                "<Password><![CDATA[]]>x<![CDATA[</Password>]]>y</Password>z",
                "<Password>[not kept]</Password>z",
            ),
            ("<Password><![CDATA[</Password>x", "<Password>[not kept]"),
        ] {
            assert_eq!(kept(sent), expected, "{sent}");
        }
    }

    #[test]
    fn everything_else_is_kept_as_it_was() {
        for same in [
            "",
            "{\"Password\": \"x\"}",
            "<Passwords>x</Passwords>",
            "<OldPassword>x</OldPassword>",
            "<Password/><a>x</a>",
            "<w:Password Type='a'/><a>x</a>",
            "<Password",
            "Password",
        ] {
            assert_eq!(kept(same), same);
        }
    }

    #[test]
    fn a_body_made_to_be_slow_is_done_at_once() {
        for part in [
            "Password",
            "<Password>",
            "</Password>",
            "<Password a='",
            "<![CDATA[</Password>",
            "<![CDATA[]]>",
        ] {
            let text = format!("<Password><![CDATA[{}", part.repeat(100_000));
            assert!(kept(&text).len() <= text.len());
            let text = format!("<Password>{}", part.repeat(100_000));
            let _ = kept(&text);
        }
    }

    #[test]
    fn a_subscription_key_in_a_query_is_not_kept_however_its_name_is_written() {
        for (sent, expected) in [
            ("subscription-key=se-cret", "subscription-key=[not-kept]"),
            (
                "state=pending&Subscription-Key=a&%73ubscription%2Dkey=b=c&x",
                "state=pending&Subscription-Key=[not-kept]&%73ubscription%2Dkey=[not-kept]&x",
            ),
            ("subscription-key", "subscription-key"),
            ("subscription-keys=1&=&%", "subscription-keys=1&=&%"),
            ("", ""),
        ] {
            assert_eq!(without_keys(sent), expected);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_no_password_passes(
            around in prop::collection::vec("<|>|/|:|Password|'|\"|x|<!\\[CDATA\\[|\\]\\]>", 0..12),
        ) {
            let before = format!("{}<a>", around.concat());
            let whole = format!("{before}<w:Password>se-cret</w:Password>");
            prop_assert!(!kept(&whole).contains("se-cret"), "{whole}");
        }
    }
}
