//! Who is let in to the desks: holders of the admin token, or without one this machine's users.

use std::fmt;
use std::net::IpAddr;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HOST, ORIGIN, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};
use serde_json::Map;
use subtle::ConstantTimeEq;

use super::locate::below;
use super::reply::problem;

/// Fewest and most characters of a token.
const LENGTH: std::ops::RangeInclusive<usize> = 16..=256;

/// Who is let in.
#[derive(Debug, Clone)]
pub enum Admission {
    /// Whoever gets as far as the house: it has no socket, or somebody else guards it.
    Anybody,
    /// Whoever is on this machine, but no page of another site in a browser on it.
    ThisMachine,
    /// Whoever sends this token, but for the health check and the descriptions of services, which
    /// are open.
    Token(AdminToken),
}

/// The secret that opens the admin API. It is shown by [`AdminToken::reveal`] only.
#[derive(Clone, PartialEq, Eq)]
pub struct AdminToken(String);

/// Why a text cannot be an admin token; it does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdminTokenError {
    /// It can be guessed, or does not go into a header.
    #[error(
        "found {found} characters, expected 16 to 256; `openssl rand -hex 24` makes a good one"
    )]
    Length {
        /// How many there were.
        found: usize,
    },
    /// It does not go into a header as it is.
    #[error("found a blank or a character beyond ASCII, expected letters, digits and signs")]
    Character,
}

impl AdminToken {
    /// Reads a token.
    ///
    /// # Errors
    /// [`AdminTokenError`] for one that can be guessed or does not go into a header.
    pub fn parse(text: &str) -> Result<Self, AdminTokenError> {
        let found = text.chars().count();
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(AdminTokenError::Character);
        }
        if !LENGTH.contains(&found) {
            return Err(AdminTokenError::Length { found });
        }
        Ok(Self(text.to_owned()))
    }

    /// The token of these random bytes.
    #[must_use]
    pub fn of(random: [u8; 24]) -> Self {
        Self(random.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The token itself, for whoever started the server.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminToken(…)")
    }
}

impl Admission {
    /// Whether a token opens the desks.
    #[must_use]
    pub fn wants_token(&self) -> bool {
        matches!(self, Self::Token(_))
    }

    /// Lets a request in to the desk with this prefix.
    ///
    /// # Errors
    /// The answer to a request that is not let in.
    pub fn admit(
        &self,
        prefix: &str,
        request: &Request<Bytes>,
    ) -> Result<(), Box<Response<Bytes>>> {
        let open = || {
            let below = below(request.uri().path(), prefix).unwrap_or_default();
            let is_health = below.trim_end_matches('/') == "/health";
            let is_open = is_health || below.starts_with("/descriptions/");
            request.method() == Method::GET && is_open
        };
        match self {
            Self::Anybody => Ok(()),
            Self::ThisMachine => this_machine(request),
            Self::Token(_) if open() => Ok(()),
            Self::Token(token) => holder(token, request.headers()),
        }
    }
}

/// A browser sends a page's requests to whatever address the page's own name leads to today: only
/// the name in `Host`, and the page's in `Origin`, tell that it is no visitor of ours.
fn this_machine(request: &Request<Bytes>) -> Result<(), Box<Response<Bytes>>> {
    let headers = request.headers();
    // In-process callers and the oldest clients name no host; browsers always do.
    for host in headers.get_all(HOST) {
        let uri = host.to_str().ok().and_then(|host| host.parse::<Uri>().ok());
        if !uri.is_some_and(|uri| is_here(&uri)) {
            return Err(elsewhere(&HOST, host));
        }
    }
    for origin in headers.get_all(ORIGIN) {
        let uri = origin
            .to_str()
            .ok()
            .and_then(|text| text.parse::<Uri>().ok());
        // `null`, the origin of a page without one, reads as a host of that name.
        if !uri.is_some_and(|uri| is_here(&uri)) {
            return Err(elsewhere(&ORIGIN, origin));
        }
    }
    Ok(())
}

fn is_here(uri: &Uri) -> bool {
    let has_user = uri.authority().is_some_and(|it| it.as_str().contains('@'));
    !has_user
        && uri.host().is_some_and(|host| {
            let host = host.to_ascii_lowercase();
            let host = host.strip_suffix('.').unwrap_or(&host);
            let address = host.trim_start_matches('[').trim_end_matches(']');
            let address = address.parse::<IpAddr>();
            host == "localhost"
                || host.ends_with(".localhost")
                || address.is_ok_and(|address| address.is_loopback())
        })
}

fn elsewhere(name: &HeaderName, found: &HeaderValue) -> Box<Response<Bytes>> {
    let found: String = String::from_utf8_lossy(found.as_bytes())
        .chars()
        .take(80)
        .collect();
    let hint = "use http://127.0.0.1 or http://localhost; under another name start the server with \
                an admin token (`--admin-token`) and send it";
    let detail = format!(
        "`{name}` is `{found}`, expected `localhost` or a loopback address: without an admin token \
         only this machine is let in, and no page of another site; {hint}"
    );
    let mut extra = Map::new();
    extra.insert("found".to_owned(), found.into());
    extra.insert("hint".to_owned(), hint.into());
    let title = "not from this machine";
    Box::new(problem(StatusCode::FORBIDDEN, title, &detail, extra))
}

fn holder(token: &AdminToken, headers: &HeaderMap) -> Result<(), Box<Response<Bytes>>> {
    let sent = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    let found = match sent.map(bearer) {
        Some(Some(sent)) if bool::from(sent.ct_eq(token.0.as_bytes())) => return Ok(()),
        Some(Some(_)) => "another token",
        Some(None) => "`Authorization` in another form",
        None => "no `Authorization`",
    };
    let hint = "send the header `Authorization: Bearer TOKEN` with the token that the server was \
                started with, or printed as `admin token: …` when it started";
    let detail = format!("found {found}, expected the admin token; {hint}");
    let mut extra = Map::new();
    extra.insert("hint".to_owned(), hint.into());
    let status = StatusCode::UNAUTHORIZED;
    let mut response = problem(status, "admin token needed", &detail, extra);
    let scheme = HeaderValue::from_static("Bearer");
    response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    Err(Box::new(response))
}

/// The token of a `Bearer` header (RFC 6750); the scheme may be in any case (RFC 9110).
fn bearer(header: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = header.split_at_checked(7)?;
    scheme
        .eq_ignore_ascii_case(b"Bearer ")
        .then_some(token.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef";

    fn status(admission: &Admission, target: &str, headers: &[(&str, &str)]) -> u16 {
        let (method, path) = target.split_once(' ').unwrap();
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Bytes::new()).unwrap();
        match admission.admit("/_sandbox", &request) {
            Ok(()) => 200,
            Err(response) => {
                let body = String::from_utf8_lossy(response.body()).into_owned();
                assert!(body.contains("hint") && !body.contains(TOKEN), "{body}");
                response.status().as_u16()
            }
        }
    }

    #[test]
    fn only_the_token_opens_and_health_and_descriptions_need_none() {
        let admission = Admission::Token(AdminToken::parse(TOKEN).unwrap());
        for (target, authorization, expect) in [
            ("GET /_sandbox/sandboxes", "Bearer 0123456789abcdef", 200),
            ("GET /_sandbox/sandboxes", "bearer  0123456789abcdef", 200),
            ("GET /_sandbox/sandboxes", "Bearer 0123456789abcdeF", 401),
            ("GET /_sandbox/sandboxes", "Bearer 0123456789abcdef0", 401),
            ("GET /_sandbox/sandboxes", "Bearer ", 401),
            ("GET /_sandbox/sandboxes", "Bearer", 401),
            ("GET /_sandbox/sandboxes", "Basic 0123456789abcdef", 401),
            ("GET /_sandbox/sandboxes", "0123456789abcdef", 401),
            ("GET /_sandbox", "", 401),
            ("GET /_sandbox/health", "", 200),
            ("GET /_sandbox/health/", "", 200),
            ("POST /_sandbox/health", "", 401),
            ("GET /_sandbox/descriptions/vipps-isp.json", "", 200),
            ("PUT /_sandbox/descriptions/vipps-isp.json", "", 401),
            ("GET /_sandbox/descriptions", "", 401),
            ("GET /_sandbox/healthy", "", 401),
            ("GET /_sandbox/health/more", "", 401),
            ("GET /_sandbox//health", "", 401),
        ] {
            let header = ("authorization", authorization);
            let seen = status(&admission, target, &[header]);
            assert_eq!(seen, expect, "{target} {authorization}");
        }
        assert_eq!(status(&admission, "GET /_sandbox/rules", &[]), 401);
        // With a token the name under which the server was reached tells nothing.
        let named = [
            ("host", "build-7.example.org"),
            ("authorization", "Bearer 0123456789abcdef"),
        ];
        assert_eq!(status(&admission, "GET /_sandbox/rules", &named), 200);
    }

    #[test]
    fn without_a_token_this_machine_is_let_in_and_no_page_of_another_site() {
        for (headers, expect) in [
            (vec![], 200),
            (vec![("host", "127.0.0.1:8080")], 200),
            (vec![("host", "127.9.9.9")], 200),
            (vec![("host", "[::1]:8080")], 200),
            (vec![("host", "LocalHost:8080")], 200),
            (vec![("host", "demo.localhost:8080")], 200),
            (vec![("host", "evil.example:8080")], 403),
            (vec![("host", "localhost.evil.example")], 403),
            (vec![("host", "127.0.0.1.evil.example")], 403),
            (vec![("host", "192.0.2.1:8080")], 403),
            (vec![("host", "")], 403),
            (vec![("host", "evil.example@127.0.0.1")], 403),
            (
                vec![("host", "localhost"), ("origin", "http://localhost:3000")],
                200,
            ),
            (
                vec![("host", "localhost"), ("origin", "https://evil.example")],
                403,
            ),
            (vec![("host", "localhost"), ("origin", "null")], 403),
        ] {
            let seen = status(
                &Admission::ThisMachine,
                "POST /_sandbox/sandboxes",
                &headers,
            );
            assert_eq!(seen, expect, "{headers:?}");
        }
        let anybody = [("host", "evil.example")];
        assert_eq!(status(&Admission::Anybody, "GET /_sandbox", &anybody), 200);
    }

    #[test]
    fn a_token_that_can_be_guessed_is_none_and_no_token_is_shown() {
        for (text, why) in [
            ("", "found 0 characters"),
            ("hunter2", "found 7 characters"),
            (&"a".repeat(257), "found 257 characters"),
            ("sixteen chars or", "blank"),
            ("søøøøøøøøøøøøøøøt", "beyond ASCII"),
        ] {
            let told = AdminToken::parse(text).unwrap_err().to_string();
            assert!(told.contains(why), "{told}");
            assert!(text.is_empty() || !told.contains(text), "{told}");
        }
        let token = AdminToken::parse(TOKEN).unwrap();
        let shown = format!("{token:?} {:?}", Admission::Token(token.clone()));
        assert!(!shown.contains(TOKEN), "{shown}");
        assert_eq!(AdminToken::of([7; 24]).reveal().len(), 48);
    }
}
