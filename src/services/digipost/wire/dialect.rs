//! Which version of the interface a client speaks.

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName};

/// A version of the interface, told by media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The sender API, version 7.
    V7,
    /// The sender API, version 8.
    V8,
    /// The user-agreements API, version 1.
    User1,
}

impl Dialect {
    const MEDIA_TYPES: [(Self, &'static str); 3] = [
        (Self::V8, "vnd.digipost-v8+xml"),
        (Self::User1, "vnd.digipost.user-v1+xml"),
        (Self::V7, "vnd.digipost-v7+xml"),
    ];

    /// The one that a request names in `Accept`, else in `Content-Type`, else version 7.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let named = [ACCEPT, CONTENT_TYPE].iter().find_map(|header| {
            let mut values = headers.get_all(header).iter();
            values.find_map(|value| {
                let text = String::from_utf8_lossy(value.as_bytes()).to_lowercase();
                let mut known = Self::MEDIA_TYPES.iter();
                known.find(|(_, name)| text.contains(name)).map(|row| row.0)
            })
        });
        named.unwrap_or(Self::V7)
    }

    /// What a header names of the media types of Digipost, if none of it is in one of these
    /// versions.
    #[must_use]
    pub fn only_others(
        headers: &HeaderMap,
        header: HeaderName,
        offered: &[Self],
    ) -> Option<String> {
        let texts = headers.get_all(header).iter();
        let texts: Vec<String> = texts
            .map(|value| String::from_utf8_lossy(value.as_bytes()).to_lowercase())
            .collect();
        let named = || texts.iter().flat_map(|text| text.split(',')).map(str::trim);
        let is_offered = |name: &str| {
            let mut known = Self::MEDIA_TYPES.iter();
            known.any(|(dialect, known)| offered.contains(dialect) && name.contains(known))
        };
        let is_other = |name: &&str| name.contains("/vnd.digipost") && !is_offered(name);
        let all_are = named().all(|name| is_other(&name));
        let first = named().next().filter(|_| all_are)?;
        Some(first.chars().take(80).collect())
    }

    /// The media type of its XML.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::V7 => "application/vnd.digipost-v7+xml",
            Self::V8 => "application/vnd.digipost-v8+xml",
            Self::User1 => "application/vnd.digipost.user-v1+xml",
        }
    }

    /// The namespace of its XML.
    #[must_use]
    pub fn namespace(self) -> &'static str {
        match self {
            Self::V7 => "http://api.digipost.no/schema/v7",
            Self::V8 => "http://api.digipost.no/schema/v8",
            Self::User1 => "http://api.digipost.no/user/schema/v1",
        }
    }
}
