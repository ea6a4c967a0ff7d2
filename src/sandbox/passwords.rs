//! Passwords in messages, which the journal does not keep.

use bytes::Bytes;
use memchr::memmem;

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
    while let Some((before, behind)) = split_at_tag(rest, b"") {
        kept.extend_from_slice(before);
        rest = behind;
        // An element without content hides nothing.
        if before.ends_with(b"/>") {
            continue;
        }
        kept.extend_from_slice(NOT_KEPT);
        rest = closing(rest).unwrap_or_default();
    }
    kept.extend_from_slice(rest);
    Bytes::from(kept)
}

/// From the closing tag of a `Password` on.
fn closing(text: &[u8]) -> Option<&[u8]> {
    let mut from = 0;
    loop {
        let (begin, _) = tag(text, from, b"/")?;
        // Such a tag in a CDATA section is part of the password.
        let inside = text.get(..begin)?;
        let opened = memmem::rfind(inside, b"<![CDATA[");
        let open = opened.filter(|at| memmem::find(&inside[*at..], b"]]>").is_none());
        match open {
            Some(_) => from = begin + 1,
            None => return text.get(begin..),
        }
    }
}

/// Cuts behind the next opening tag of a `Password`.
fn split_at_tag<'a>(text: &'a [u8], slash: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let (_, name_end) = tag(text, 0, slash)?;
    let mut quote = None;
    for (index, byte) in text.iter().enumerate().skip(name_end) {
        match (quote, *byte) {
            (None, b'>') => return text.split_at_checked(index + 1),
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    // The tag itself does not end, so there is no content.
    None
}

/// The next tag of a `Password` from an offset on: where it begins, and where its name ends.
fn tag(text: &[u8], from: usize, slash: &[u8]) -> Option<(usize, usize)> {
    for at in memmem::find_iter(text.get(from..)?, NAME) {
        let (at, end) = (from + at, from + at + NAME.len());
        let ends = text.get(end).is_none_or(|byte| !is_name(*byte));
        let prefix = text[..at]
            .iter()
            .rev()
            .take_while(|byte| is_name(**byte) || **byte == b':');
        let begin = at - prefix.count();
        let whole = begin == at || text[at - 1] == b':';
        let Some(open) = text[..begin].strip_suffix(slash) else {
            continue;
        };
        if ends && whole && open.ends_with(b"<") {
            return Some((open.len() - 1, end));
        }
    }
    None
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || !byte.is_ascii()
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

    proptest! {
        #[test]
        fn no_bytes_panic_and_no_password_passes(
            around in prop::collection::vec("<|>|/|:|Password|'|\"|x|<!\\[CDATA\\[|\\]\\]>", 0..12),
        ) {
            let text = around.concat();
            let _ = kept(&text);
            let whole = format!("<a>{}</a>", "<w:Password>se-cret</w:Password>");
            prop_assert!(!kept(&whole).contains("se-cret"));
        }
    }
}
