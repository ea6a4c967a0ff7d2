//! The form in which a grant comes (RFC 7523, section 2.1; Digdir: Maskinporten, token end point).

use http::header::CONTENT_TYPE;

use crate::services::Received;
use crate::services::maskinporten::faults::{Fault, FaultKind};
use crate::wire::form::Form;

/// The grant type of signed JWTs.
pub(super) const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The assertion of a request. Other fields are not looked at.
pub(super) fn assertion(received: &Received) -> Result<String, Fault> {
    let no_form = |found: String| Fault::new(FaultKind::NotAForm, found);
    let media_type = received.request.headers().get(CONTENT_TYPE);
    let media_type = media_type.map(|value| String::from_utf8_lossy(value.as_bytes()));
    let named = media_type.as_deref().unwrap_or_default();
    let kind = named.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case(MEDIA_TYPE) {
        let shown: String = kind.chars().take(80).collect();
        return Err(no_form(format!("`{shown}` as Content-Type")));
    }
    let form = Form::parse(received.request.body());
    let form = form.map_err(|error| no_form(error.to_string()))?;
    match field(&form, "grant_type")? {
        Some(GRANT_TYPE) => {}
        Some(other) => {
            let shown: String = other.chars().take(80).collect();
            return Err(Fault::new(FaultKind::OtherGrantType, format!("`{shown}`")));
        }
        None => return Err(Fault::new(FaultKind::MissingGrantType, "none")),
    }
    let assertion = field(&form, "assertion")?;
    let none = || Fault::new(FaultKind::MissingAssertion, "none");
    Ok(assertion.ok_or_else(none)?.to_owned())
}

/// A field, which may stand once; one without a value counts as missing (RFC 6749, section 3.2).
fn field<'a>(form: &'a Form, name: &str) -> Result<Option<&'a str>, Fault> {
    let all: Vec<&str> = form.get_all(name).collect();
    match all.as_slice() {
        [] | [""] => Ok(None),
        [one] => Ok(Some(one)),
        more => {
            let found = format!("{name} {} times", more.len());
            Err(Fault::new(FaultKind::RepeatedField, found))
        }
    }
}
