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

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn a_text_is_one_segment_whatever_is_in_it() {
        assert_eq!(segment("b0d1-x_7.~"), "b0d1-x_7.~");
        assert_eq!(segment("a/b?c#%ø "), "a%2Fb%3Fc%23%25%C3%B8%20");
    }
}
