//! Recipient tokens in messages, which the journal does not keep: they hold an identity number that
//! no guard can read (Vipps: guide of the invoice API, recipient token).

use bytes::Bytes;

/// The member of requests and answers that holds one, in the only spelling that is read; the
/// journal keeps none under another one either.
const NAME: &str = "recipientToken";

/// What is kept in its place.
const NOT_KEPT: &[u8] = b"[not kept]";

/// The longest that the name can be, with every character escaped.
const NAME_MAX: usize = NAME.len() * r"\u0000".len();

/// A body of JSON without the text of its `recipientToken` members, however their name is escaped.
/// Where one does not end, nothing behind its beginning is kept. Any other body stays as it is.
pub(super) fn without_recipient_tokens(body: Bytes) -> Bytes {
    let mut kept: Option<Vec<u8>> = None;
    let mut copied = 0;
    for colon in memchr::memchr_iter(b':', &body) {
        if colon < copied || !is_named(body.get(..colon).unwrap_or_default()) {
            continue;
        }
        let behind = body.get(colon + 1..).unwrap_or_default();
        let space = behind.len() - behind.trim_ascii_start().len();
        let Some((b'"', value)) = behind.get(space..).and_then(<[u8]>::split_first) else {
            continue;
        };
        let begin = colon + 1 + space + 1;
        let kept = kept.get_or_insert_default();
        kept.extend_from_slice(body.get(copied..begin).unwrap_or_default());
        kept.extend_from_slice(NOT_KEPT);
        copied = begin + text_length(value);
    }
    match kept {
        None => body,
        Some(mut kept) => {
            kept.extend_from_slice(body.get(copied..).unwrap_or_default());
            Bytes::from(kept)
        }
    }
}

/// Whether a text ends with the name of the member, in quotes.
fn is_named(text: &[u8]) -> bool {
    let Some((b'"', text)) = text.trim_ascii_end().split_last() else {
        return false;
    };
    let near = text.get(text.len().saturating_sub(NAME_MAX + 1)..);
    let near = near.unwrap_or(text);
    let Some(quote) = memchr::memrchr(b'"', near) else {
        return false;
    };
    let name = near.get(quote + 1..).unwrap_or_default();
    if name.eq_ignore_ascii_case(NAME.as_bytes()) {
        return true;
    }
    let quoted = [b"\"", name, b"\""].concat();
    name.contains(&b'\\')
        && serde_json::from_slice::<String>(&quoted)
            .is_ok_and(|name| name.eq_ignore_ascii_case(NAME))
}

/// How far a text goes, up to its closing quote.
fn text_length(text: &[u8]) -> usize {
    let mut is_escaped = false;
    let end = text.iter().position(|byte| {
        let ends = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        ends
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept(text: &str) -> String {
        let kept = without_recipient_tokens(Bytes::from(text.to_owned()));
        String::from_utf8(kept.to_vec()).unwrap()
    }

    #[test]
    fn a_recipient_token_is_not_kept_however_its_member_is_written() {
        for (sent, expected) in [
            (
                r#"{"recipientToken":"a.b.c"}"#,
                r#"{"recipientToken":"[not kept]"}"#,
            ),
            (
                "{\"a\": 1, \"recipientToken\" :\n \"a.b.c\", \"b\": \"x\"}",
                "{\"a\": 1, \"recipientToken\" :\n \"[not kept]\", \"b\": \"x\"}",
            ),
            (
                r#"{"recipientT\u006fken": "a\"b:c", "RECIPIENTTOKEN": "x"}"#,
                r#"{"recipientT\u006fken": "[not kept]", "RECIPIENTTOKEN": "[not kept]"}"#,
            ),
            (
                r#"{"recipientToken": "\\", "recipientToken": "x\\\"#,
                r#"{"recipientToken": "[not kept]", "recipientToken": "[not kept]"#,
            ),
            (r#"[[{"recipientToken":"#, r#"[[{"recipientToken":"#),
            (
                r#"" {"recipientToken": "a.b"#,
                r#"" {"recipientToken": "[not kept]"#,
            ),
        ] {
            assert_eq!(kept(sent), expected, "{sent}");
        }
    }

    #[test]
    fn everything_else_is_kept_as_it_was() {
        for same in [
            "",
            ":",
            r#"{"recipientToken": null, "recipientToken": 1, "token": "x"}"#,
            r#"{"aRecipientToken": "x", "recipientTokens": "x"}"#,
            r#"{"subject": "recipientToken: x"}"#,
            "<a recipientToken='x'>recipientToken: \"x\"</a>",
        ] {
            assert_eq!(kept(same), same);
        }
    }

    #[test]
    fn a_body_made_to_be_slow_is_done_at_once() {
        for part in [":", " :", "\"recipientToken\":", "\\u0072:", "\" "] {
            let text = part.repeat(100_000);
            let _ = kept(&text);
            let _ = kept(&format!("\"recipientToken\": \"{text}"));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_no_token_passes(
            around in prop::collection::vec("\\{|\\}|\"|:|,| |\\\\|recipientToken|x|å", 0..12),
        ) {
            let whole = format!("{}{{\"recipientToken\" : \"se-cret\"}}", around.concat());
            prop_assert!(!kept(&whole).contains("se-cret"), "{whole}");
        }
    }
}
