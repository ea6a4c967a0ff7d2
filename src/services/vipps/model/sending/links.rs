//! Addresses and media types of documents.

/// The media types of documents (Vipps: invoice API, swagger 0.3.43, mimeType).
const MIME_TYPES: [&str; 6] = [
    "application/pdf",
    "text/html",
    "image/jpeg",
    "image/png",
    "image/jpg",
    "text/plain",
];

/// Whether a document may be of a media type.
pub(in crate::services::vipps) fn is_mime_type(text: &str) -> bool {
    MIME_TYPES.contains(&text)
}

/// Whether a text is an absolute https address: a host, and behind it whatever RFC 3986 lets stand
/// in an address. Nobody looks whether something is there.
pub(in crate::services::vipps) fn is_https(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    if !scheme.eq_ignore_ascii_case("https") || !rest.bytes().all(fits) {
        return false;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let place = authority
        .rsplit_once('@')
        .map_or(authority, |(_, place)| place);
    let (host, port) = match place.split_once(']') {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => match place.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        },
    };
    let good_host = match host.strip_prefix('[') {
        Some(v6) => v6.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
            !place.contains(']') && !host.is_empty() && host.bytes().all(fits)
        }
    };
    good_host && port.is_none_or(|port| port.is_empty() || port.parse::<u16>().is_ok())
}

/// The beginning of what was sent, for texts about it.
pub(in crate::services::vipps) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_absolute_and_https() {
        for good in [
            "https://localhost/pdf?q=PywjO6zjJXpEEKxJdegJGA%3D%3D",
            "HTTPS://hotel.example.no:8443/a?b#c",
            "https://hotel.example.no",
            "https://[::1]:9/x",
            "https://user@hotel.example.no/",
        ] {
            assert!(is_https(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "https:///pdf",
            "https://:443/pdf",
            "https://?q",
            "http://hotel.example.no/pdf",
            "ftp://hotel.example.no/pdf",
            "hotel.example.no/pdf",
            "/pdf",
            " https://hotel.example.no/",
            "https://hotel.example.no/a b",
            "https://hotel.example.no/på",
            "https://hotel.example.no:99999/",
            "https://[::1/x",
            "https://x]y/",
            "https://a<b/",
        ] {
            assert!(!is_https(bad), "{bad}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shortened("på"), "på");
        assert_eq!(shortened(&"å".repeat(61)), format!("{}…", "å".repeat(60)));
    }
}
