//! What the interfaces of MPS that are no SOAP share: users, parameters, problems.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use http::{HeaderMap, Response, StatusCode};
use serde_json::Map;

use crate::services::mps::faults::{Fault, FaultKind};
use crate::services::mps::model::{Login, Proof};
use crate::services::{Caller, Operation, Received, Refused, Spoken};
use crate::wire::form::Form;
use crate::wire::json;

/// The user that a request names, without judging it.
pub(super) fn caller(received: &Received) -> Option<Caller> {
    let user = login(received.request.headers())?.user;
    (!user.is_empty()).then_some(Caller::Credential(user))
}

/// The user of HTTP Basic (RFC 7617), which stands in for the certificate of the real one.
pub(super) fn login(headers: &HeaderMap) -> Option<Login> {
    let value = headers.get(AUTHORIZATION)?;
    let unreadable = |why: &str| Login {
        user: String::new(),
        proof: Proof::Unreadable(why.to_owned()),
    };
    let parts = value.to_str().ok().and_then(|text| text.split_once(' '));
    let Some((_, sent)) = parts.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic")) else {
        return Some(unreadable("an Authorization header that is not Basic"));
    };
    let bytes = BASE64_STANDARD.decode(sent.trim()).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let Some((user, password)) = text.as_deref().and_then(|text| text.split_once(':')) else {
        return Some(unreadable(
            "Basic with no Base64 of user:password behind it",
        ));
    };
    Some(Login {
        user: user.to_owned(),
        proof: Proof::Text(password.to_owned()),
    })
}

/// What is wrong with a request by itself.
#[derive(Debug)]
pub(super) struct Wrong {
    status: StatusCode,
    rule: Option<&'static str>,
    why: String,
    allow: Option<String>,
}

impl Wrong {
    /// Something that no rule speaks about.
    pub(super) fn new(status: StatusCode, why: impl Into<String>) -> Self {
        Self {
            status,
            rule: None,
            why: why.into(),
            allow: None,
        }
    }

    /// The same, with the rule that speaks.
    pub(super) fn by(self, rule: Option<&'static str>) -> Self {
        Self { rule, ..self }
    }

    /// Another method than an address has.
    pub(super) fn method(found: &http::Method, allow: &str) -> Self {
        let found = shortened(found.as_str());
        let why = format!("expected {allow}, found {found}");
        Self {
            allow: Some(allow.to_owned()),
            ..Self::new(StatusCode::METHOD_NOT_ALLOWED, why)
        }
    }

    /// More bytes than are taken.
    pub(super) fn too_large(max: usize) -> Self {
        let why = format!("expected a body of at most {max} bytes, found more");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, why).by(Some("MPS-LIMIT"))
    }

    /// The answer.
    pub(super) fn refused(self, operation: Option<&'static Operation>) -> Box<Refused> {
        let mut response = problem(self.status, &self.why);
        let allow = self.allow.as_deref().map(HeaderValue::from_str);
        if let Some(Ok(allow)) = allow {
            response.headers_mut().insert(ALLOW, allow);
        }
        Box::new(Refused {
            operation,
            response,
            why: self.why,
            rule: self.rule,
        })
    }
}

/// The parameters of a request, if each is known and stands once.
pub(super) fn parameters(received: &Received, known: &[&str]) -> Result<Form, String> {
    let text = received.request.uri().query().unwrap_or_default();
    let form = Form::from_query(text).map_err(|error| error.to_string())?;
    for (name, _) in form.pairs() {
        if !known.contains(&name) {
            let found = shortened(name);
            let near = json::nearest(name, known.iter().copied());
            let hint = near.map(|near| format!("; did you mean `{near}`?"));
            let expected = match known.join(", ") {
                none if none.is_empty() => "no parameters".to_owned(),
                names => format!("one of {names}"),
            };
            let hint = hint.unwrap_or_default();
            return Err(format!(
                "expected {expected}, found the parameter `{found}`{hint}"
            ));
        }
        let times = form.get_all(name).count();
        if times > 1 {
            return Err(format!("{name}: expected it once, found it {times} times"));
        }
    }
    Ok(form)
}

/// The answer to somebody who is not let in. What was wrong stands in the journal.
fn unauthenticated() -> Response<Bytes> {
    let why = "expected HTTP Basic with user and password of a user of MPS";
    let mut response = problem(StatusCode::UNAUTHORIZED, why);
    let asked = HeaderValue::from_static("Basic realm=\"MPS\", charset=\"UTF-8\"");
    response.headers_mut().insert(WWW_AUTHENTICATE, asked);
    response
}

/// Writes a refusal of one of the services that answer in JSON.
pub(super) fn refuse(fault: &Fault) -> Response<Bytes> {
    if fault.kind == FaultKind::Unauthenticated {
        return unauthenticated();
    }
    let status = [
        (FaultKind::MandateForbidden, StatusCode::FORBIDDEN),
        (FaultKind::MandateAccount, StatusCode::NOT_FOUND),
        (FaultKind::MandateUnknown, StatusCode::NOT_FOUND),
        (FaultKind::MandateCursor, StatusCode::BAD_REQUEST),
        (FaultKind::FileUnknown, StatusCode::NOT_FOUND),
        (FaultKind::NobodyReceives, StatusCode::CONFLICT),
    ]
    .into_iter()
    .find(|(kind, _)| *kind == fault.kind)
    .map_or(StatusCode::INTERNAL_SERVER_ERROR, |(_, status)| status);
    problem(status, &fault.why())
}

/// A refusal.
pub(super) fn problem(status: StatusCode, why: &str) -> Response<Bytes> {
    let title = status.canonical_reason().unwrap_or("Refused");
    let body = json::problem(status.as_u16(), title, why, Map::new());
    respond(status, "application/problem+json", body)
}

/// An answer with a body.
pub(super) fn respond(
    status: StatusCode,
    media_type: &'static str,
    body: Vec<u8>,
) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let media_type = HeaderValue::from_static(media_type);
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

/// As much of a text as is repeated in words.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
