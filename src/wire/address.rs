//! Text as it stands in an address.

/// A text as one segment of a path (RFC 3986): whatever is not unreserved is escaped.
#[must_use]
pub fn segment(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// A path with its escapes undone (RFC 3986): what is no escape stays, and bytes that are no UTF-8
/// become replacement characters, as in the clients that do the same.
#[must_use]
pub fn unescaped(path: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = path.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = (digit(bytes.get(at + 1)), digit(bytes.get(at + 2)));
        let escaped = match (byte, pair) {
            (b'%', (Some(high), Some(low))) => u8::try_from(high * 16 + low).ok(),
            _ => None,
        };
        plain.push(escaped.unwrap_or(*byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{segment, unescaped};

    #[test]
    fn escapes_of_a_path_are_undone_and_nothing_else() {
        assert_eq!(unescaped("/ola%20nordm%C3%a5n+1"), "/ola nordmån+1");
        assert_eq!(unescaped("/100%/%2/%zz/å%2F"), "/100%/%2/%zz/å/");
        assert_eq!(unescaped("/%ff"), "/\u{fffd}");
        assert_eq!(unescaped(""), "");
    }

    #[test]
    fn a_text_is_one_segment_whatever_is_in_it() {
        assert_eq!(segment("b0d1-x_7.~"), "b0d1-x_7.~");
        assert_eq!(segment("a/b?c#%ø "), "a%2Fb%3Fc%23%25%C3%B8%20");
    }
}
