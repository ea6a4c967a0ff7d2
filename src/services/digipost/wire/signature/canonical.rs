//! The texts that are signed.
//!
//! Source: Digipost: API security, and what its clients sign where that leaves a choice (Digipost:
//! Java client 14.7, .NET client 12.1).

use http::{HeaderMap, Request, StatusCode};

use crate::services::Received;
use crate::services::digipost::model::{Canonical, PathForm};
use crate::wire::address::unescaped;

/// The headers that are signed, in order.
const SIGNED_HEADERS: [&str; 4] = [
    "content-md5",
    "date",
    "x-content-sha256",
    "x-digipost-userid",
];

/// Every text that a client may have signed for this request, each once, the likeliest first.
pub(super) fn of_request(received: &Received) -> Vec<Canonical> {
    let (uri, headers) = (received.request.uri(), received.request.headers());
    let method = received.request.method().as_str().to_uppercase();
    let headers = lines(headers);
    let query = uri.query().unwrap_or_default();
    let mut queries = vec![query.to_lowercase()];
    if queries.iter().all(|known| known != query) {
        queries.push(query.to_owned());
    }
    let mut all: Vec<Canonical> = Vec::new();
    for (form, path) in paths(uri.path(), &received.path, query) {
        for query in &queries {
            let text = text(&method, &path, &headers, query);
            all.push(Canonical { form, text });
        }
    }
    all
}

/// The text of an answer; the path is in the form that the client takes, in any case.
pub(super) fn of_response(status: StatusCode, path: &str, headers: &HeaderMap) -> String {
    let status = status.as_str();
    format!("{status}\n{}\n{}", path.to_lowercase(), lines(headers))
}

/// The path in every form that clients sign, each once, as it stands in the text: nearly every
/// request has a path without escapes, whose forms are the same.
fn paths(whole: &str, below: &str, query: &str) -> Vec<(PathForm, String)> {
    let mut paths: Vec<(PathForm, String)> = Vec::new();
    let mut add = |form, path: &str| {
        let path = signed_path(path);
        if paths.iter().all(|(_, known)| *known != path) {
            paths.push((form, path));
        }
    };
    let decoded = |path: &str| path.contains('%').then(|| unescaped(path));
    add(PathForm::Raw, whole);
    if let Some(path) = decoded(whole) {
        add(PathForm::Decoded, &path);
    }
    if !query.is_empty() {
        add(PathForm::WithQuery, &format!("{whole}?{query}"));
    }
    add(PathForm::RawBelowMount, below);
    if let Some(path) = decoded(below) {
        add(PathForm::DecodedBelowMount, &path);
    }
    paths
}

/// The text of a request, from its path and query in one form.
pub(super) fn request<B>(request: &Request<B>, path: &str, query: &str) -> String {
    let method = request.method().as_str().to_uppercase();
    let headers = lines(request.headers());
    text(&method, &signed_path(path), &headers, query)
}

fn signed_path(path: &str) -> String {
    let path = if path.is_empty() { "/" } else { path };
    path.to_lowercase()
}

fn text(method: &str, path: &str, headers: &str, query: &str) -> String {
    format!("{method}\n{path}\n{headers}{query}\n")
}

fn lines(headers: &HeaderMap) -> String {
    let mut lines = String::new();
    for name in SIGNED_HEADERS {
        if let Some(value) = headers.get(name) {
            let value = String::from_utf8_lossy(value.as_bytes());
            lines.push_str(&format!("{name}: {value}\n"));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, Request, StatusCode};
    use jiff::Timestamp;

    use super::{of_request, of_response};
    use crate::crypto::sha256;
    use crate::services::Received;
    use crate::services::digipost::model::PathForm;

    const DATE: &str = "Tue, 04 Mar 2025 09:15:07 GMT";
    const HASH: &str = "5lL8brD3RnJVnkVEnAga+UglxiN10dz1H5sBNTAOXqU=";

    fn received(method: &str, target: &str, below: &str, hash: Option<&str>) -> Received {
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header("X-Digipost-UserId", "780123")
            .header("Date", DATE);
        if let Some(hash) = hash {
            request = request.header("X-Content-SHA256", hash);
        }
        Received {
            request: request.body(Bytes::new()).unwrap(),
            path: below.to_owned(),
            base: String::new(),
            too_large: None,
            arrived: Timestamp::UNIX_EPOCH,
        }
    }

    fn digest(text: &str) -> String {
        let digest = sha256(text.as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_worked_examples_of_requests() {
        let events = "/documents/events?from=2025-03-01T00%3A00%3A00.000%2B01%3A00\
                      &to=2025-03-04T00%3A00%3A00.000%2B01%3A00&offset=0&maxResults=100";
        for (method, target, hash, length, expected) in [
            (
                "POST",
                "/messages",
                Some(HASH),
                141,
                "bbddd8a30afdd1d20633fcb22e996ef46329d89df9a7f6948deca846486bb832",
            ),
            (
                "GET",
                events,
                None,
                192,
                "96eda69c3b3910ccba22726ceefb3e5f4b0aaaaa60c73d1527d669db19a3a3d3",
            ),
            (
                "GET",
                "/",
                None,
                69,
                "f716a5d6964c5308131686d9cce3c0ad708cebc772cf7744e789918c576a421e",
            ),
        ] {
            let below = target.split('?').next().unwrap();
            let all = of_request(&received(method, target, below, hash));
            let first = &all[0].text;
            assert_eq!(first.len(), length, "{first}");
            assert_eq!(digest(first), expected, "{first}");
        }
    }

    #[test]
    fn the_worked_examples_of_answers() {
        let mut headers = HeaderMap::new();
        let date = HeaderValue::from_static("Tue, 04 Mar 2025 09:15:08 GMT");
        headers.insert("date", date);
        let bare = of_response(StatusCode::OK, "/780123/inbox/4711", &headers);
        assert_eq!(
            digest(&bare),
            "60f92fd38bd0e22bf8947a0062c2f43c995f8b8d226538cc7412f2c969a3082f"
        );
        headers.insert("x-content-sha256", HeaderValue::from_static(HASH));
        let full = of_response(StatusCode::CREATED, "/Messages", &headers);
        assert_eq!(
            digest(&full),
            "490990179d81dd6e7cfd30fae7f05de90662ff7fe3afa2f9714d08949b70777d"
        );
    }

    #[test]
    fn a_plain_path_is_signed_in_one_way_only() {
        let all = of_request(&received("GET", "/messages", "/messages", None));
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].form, PathForm::Raw);
    }

    #[test]
    fn clients_differ_in_paths_with_escapes_in_queries_and_in_where_the_root_is() {
        let target = "/s/x/digipost/recipients/Ola%20Nordm%C3%85n?Max=%3A1";
        let below = "/recipients/Ola%20Nordm%C3%85n";
        let all = of_request(&received("GET", target, below, None));
        let seen: Vec<(PathForm, &str, &str)> = all
            .iter()
            .map(|it| {
                let mut lines = it.text.lines();
                let path = lines.nth(1).unwrap();
                (it.form, path, lines.last().unwrap())
            })
            .collect();
        let raw = "/s/x/digipost/recipients/ola%20nordm%c3%85n";
        let decoded = "/s/x/digipost/recipients/ola nordmån";
        let with_query = "/s/x/digipost/recipients/ola%20nordm%c3%85n?max=%3a1";
        assert_eq!(
            seen,
            [
                (PathForm::Raw, raw, "max=%3a1"),
                (PathForm::Raw, raw, "Max=%3A1"),
                (PathForm::Decoded, decoded, "max=%3a1"),
                (PathForm::Decoded, decoded, "Max=%3A1"),
                (PathForm::WithQuery, with_query, "max=%3a1"),
                (PathForm::WithQuery, with_query, "Max=%3A1"),
                (
                    PathForm::RawBelowMount,
                    "/recipients/ola%20nordm%c3%85n",
                    "max=%3a1"
                ),
                (
                    PathForm::RawBelowMount,
                    "/recipients/ola%20nordm%c3%85n",
                    "Max=%3A1"
                ),
                (
                    PathForm::DecodedBelowMount,
                    "/recipients/ola nordmån",
                    "max=%3a1"
                ),
                (
                    PathForm::DecodedBelowMount,
                    "/recipients/ola nordmån",
                    "Max=%3A1"
                ),
            ]
        );
    }
}
