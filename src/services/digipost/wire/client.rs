//! The other direction: what a broker inside the house sends to the service.

use bytes::Bytes;
use http::header::HeaderName;
use http::{HeaderValue, Request};
use jiff::Timestamp;

use super::dialect::Dialect;
use super::signature::prove;
use crate::crypto::Signer;
use crate::domain::digipost::AccountId;
use crate::wire::xml::Writer;

const USER_ID: HeaderName = HeaderName::from_static("x-digipost-userid");

/// The namespace of the attribute that says which kind of document one is.
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A part of a body behind its XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The `filename`, by which it is known: the `uuid` of its document.
    pub name: String,
    /// The content of the document.
    pub content: Vec<u8>,
}

/// Names the broker that a request comes from.
pub fn name_broker(request: &mut Request<Bytes>, broker: AccountId) {
    if let Ok(value) = HeaderValue::from_str(&broker.to_string()) {
        request.headers_mut().insert(USER_ID, value);
    }
}

/// Signs a request with the key of brokers, at an instant of wire time. Headers that are there
/// stay as they are and are signed so; those of `left_out` are not added.
pub fn sign(request: &mut Request<Bytes>, left_out: &[HeaderName], at: Timestamp) {
    prove(request, left_out, at, Signer::Broker);
}

/// A message in XML whose root has attributes beside its namespace; `inside` writes what it holds.
#[must_use]
pub fn write(
    dialect: Dialect,
    root: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Writer),
) -> Vec<u8> {
    let mut all = vec![("xmlns", dialect.namespace()), ("xmlns:xsi", XSI)];
    all.extend_from_slice(attributes);
    let mut writer = Writer::new();
    writer.open(root, &all);
    inside(&mut writer);
    writer.close();
    writer.finish()
}

/// A body in parts: its XML, whose part has the name of the root, and documents behind it. Comes
/// with its media type.
#[must_use]
pub fn in_parts(dialect: Dialect, root: &str, xml: &[u8], parts: &[Part]) -> (String, Vec<u8>) {
    let mut boundary = "sandkasse-part".to_owned();
    let is_in = |boundary: &str| {
        let holds = |bytes: &[u8]| {
            bytes
                .windows(boundary.len())
                .any(|it| it == boundary.as_bytes())
        };
        holds(xml) || parts.iter().any(|part| holds(&part.content))
    };
    while is_in(&boundary) {
        boundary.push('-');
    }
    let mut body = Vec::new();
    let mut add = |name: &str, media_type: &str, content: &[u8]| {
        let head = format!(
            "--{boundary}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
             Content-Type: {media_type}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    add(root, dialect.media_type(), xml);
    for part in parts {
        add(&part.name, "application/octet-stream", &part.content);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let media_type = dialect.media_type().replacen("application", "multipart", 1);
    (format!("{media_type}; boundary={boundary}"), body)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;
    use http::header::DATE;

    use super::{Part, in_parts, name_broker, sign, write};
    use crate::crypto::Signer;
    use crate::domain::digipost::AccountId;
    use crate::services::Received;
    use crate::services::digipost::Dialect;
    use crate::services::digipost::model::{Hashed, Signature};
    use crate::services::digipost::wire::signature::signed;

    fn request() -> Request<Bytes> {
        let mut request = Request::new(Bytes::from_static(b"x"));
        *request.uri_mut() = "/s/a/digipost/messages?A=%3A".parse().unwrap();
        name_broker(&mut request, AccountId::parse("780123").unwrap());
        request
    }

    fn read(request: Request<Bytes>) -> crate::services::digipost::SignedRequest {
        signed(&Received {
            path: "/messages".to_owned(),
            base: String::new(),
            too_large: None,
            arrived: jiff::Timestamp::UNIX_EPOCH,
            request,
        })
    }

    #[test]
    fn what_is_signed_here_is_proved_there() {
        let mut request = request();
        sign(&mut request, &[], jiff::Timestamp::UNIX_EPOCH);
        let read = read(request);
        assert_eq!(read.user_id.as_deref(), Some("780123"));
        assert_eq!(read.sha256, Hashed::Right);
        let Signature::Bytes(bytes) = read.signature else {
            panic!("{:?}", read.signature);
        };
        let key = Signer::Broker.certificate().public_key();
        assert!(key.verify(read.canonical[0].text.as_bytes(), &bytes));
    }

    #[test]
    fn what_is_there_stays_and_what_is_left_out_does_not_come() {
        let mut request = request();
        let headers = request.headers_mut();
        headers.insert("x-content-sha256", "AAAA".parse().unwrap());
        sign(&mut request, &[DATE], jiff::Timestamp::UNIX_EPOCH);
        assert!(!request.headers().contains_key(DATE));
        assert!(matches!(read(request).sha256, Hashed::Wrong { .. }));
    }

    #[test]
    fn a_boundary_is_nowhere_in_what_it_parts() {
        let xml = write(Dialect::V8, "message", &[], |_| {});
        assert!(String::from_utf8_lossy(&xml).contains("schema/v8"));
        let part = Part {
            name: "1".to_owned(),
            content: b"--sandkasse-part-".to_vec(),
        };
        let (media_type, body) = in_parts(Dialect::V8, "message", &xml, &[part]);
        assert_eq!(
            media_type,
            "multipart/vnd.digipost-v8+xml; boundary=sandkasse-part--"
        );
        let body = String::from_utf8(body).unwrap();
        assert!(body.contains("attachment; filename=\"message\""), "{body}");
        assert!(body.ends_with("\r\n--sandkasse-part----\r\n"), "{body}");
    }
}
