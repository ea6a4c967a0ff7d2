//! Header fields as the journal keeps them.

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Most header fields of one message that the journal keeps, and the most bytes of them.
const HEADERS_MAX: (usize, usize) = (64, 8 * 1024);

/// Fields that hold a secret and nothing beside it (Vipps: Access token API; guide of the invoice
/// API, recipient token, which holds an identity number that no guard can read).
const SECRETS: [&str; 3] = [
    "client_secret",
    "ocp-apim-subscription-key",
    "vippsinvoice-recipienttoken",
];

/// The header fields of a message as far as they are kept, in the order in which they came.
///
/// What proves who somebody is stays out: of it the scheme is kept and no more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// The fields kept.
    pub kept: Vec<(HeaderName, HeaderValue)>,
    /// How many were left out for room.
    pub left_out: usize,
}

impl Headers {
    /// Keeps the headers of a message; names and values are shared, not copied.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let (fields_max, bytes_max) = HEADERS_MAX;
        let mut kept = Vec::with_capacity(headers.len().min(fields_max));
        let mut bytes: usize = 0;
        for (name, value) in headers {
            bytes = bytes.saturating_add(name.as_str().len() + value.len());
            if kept.len() == fields_max || bytes > bytes_max {
                break;
            }
            kept.push((name.clone(), without_secret(name, value)));
        }
        Self {
            left_out: headers.len() - kept.len(),
            kept,
        }
    }

    /// The first value of a field, where it is text.
    #[must_use]
    pub fn get(&self, name: &HeaderName) -> Option<&str> {
        let mut kept = self.kept.iter();
        let (_, value) = kept.find(|(known, _)| known == name)?;
        value.to_str().ok()
    }
}

fn without_secret(name: &HeaderName, value: &HeaderValue) -> HeaderValue {
    if [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name) {
        let scheme = value.to_str().ok().and_then(|text| text.split_once(' '));
        return match scheme {
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("bearer") => {
                HeaderValue::from_static("Bearer [not kept]")
            }
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("basic") => {
                HeaderValue::from_static("Basic [not kept]")
            }
            Some(_) | None => HeaderValue::from_static("[not kept]"),
        };
    }
    if SECRETS.contains(&name.as_str()) {
        return HeaderValue::from_static("[not kept]");
    }
    value.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_kept_within_bounds_and_what_proves_who_one_is_is_not() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer sesame"));
        headers.append(COOKIE, HeaderValue::from_static("session=sesame"));
        headers.insert("soapaction", HeaderValue::from_static("\"x\""));
        headers.insert("client_secret", HeaderValue::from_static("sesame"));
        let token = HeaderValue::from_static("eyJ0.bmluLW5v.c2VzYW1l");
        headers.insert("vippsinvoice-recipienttoken", token);
        headers.insert(
            "Ocp-Apim-Subscription-Key",
            HeaderValue::from_static("sesame"),
        );
        let kept = Headers::of(&headers);
        for name in SECRETS {
            let name = HeaderName::from_static(name);
            assert_eq!(kept.get(&name), Some("[not kept]"));
            headers.remove(name);
        }
        assert!(!format!("{kept:?}").contains("sesame"), "{kept:?}");
        assert_eq!(kept.get(&AUTHORIZATION), Some("Bearer [not kept]"));
        let action = HeaderName::from_static("soapaction");
        assert_eq!((kept.get(&action), kept.left_out), (Some("\"x\""), 0));
        for n in 0..100 {
            headers.append("x-many", HeaderValue::from(n));
        }
        let kept = Headers::of(&headers);
        assert_eq!((kept.kept.len(), kept.left_out), (64, 39));
        let long = HeaderValue::from_str(&"1".repeat(9_000)).unwrap();
        let long = HeaderMap::from_iter([(action, long)]);
        assert_eq!(Headers::of(&long).left_out, 1);
    }
}
