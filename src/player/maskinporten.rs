//! Grants to Maskinporten, and the access tokens that callers of the contact register and of
//! digital post show.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::call::Content;
use super::reply::Reply;
use super::seat::{Seat, encoded};
use crate::crypto::Signer;
use crate::crypto::jwt::{self, Claims};
use crate::documents::maskinporten::{Grant, Shown, form, signed};
use crate::domain::company::ACCESS_PROVIDER;
use crate::domain::maskinporten::{ClientKeys, Scope, ScopeUse};
use crate::sandbox::wall_now;
use crate::scenario::plan::Call;
use crate::scenario::script::Fields;

/// The service.
const SERVICE: &str = "maskinporten";

/// The services whose callers show an access token.
pub(super) const ASKS_FOR_TOKENS: [&str; 2] = ["krr", "dpi"];

/// The operation that gives tokens.
pub(super) const TOKEN: &str = "maskinporten.token";

const METADATA: &str = "/.well-known/oauth-authorization-server";

/// Where nobody shows one.
const OPEN: &str = "krr.v2.printSertifikat";

/// The form that fields of a request for a token become; `number` is that of the step.
///
/// # Errors
/// A company that has no client, or a word that means nothing.
pub(super) async fn request(
    seat: &Seat,
    call: &Call,
    fields: &Fields,
    number: usize,
) -> Result<Content, String> {
    let media_type = "application/x-www-form-urlencoded";
    let mut words = Words::of(fields)?;
    let (grant_type, assertion) = (words.text("grant_type"), words.text("assertion"));
    if assertion.is_some() || grant_type.is_some() {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let given = [("grant_type", grant_type), ("assertion", assertion)];
        for (name, text) in given {
            if let Some(text) = text {
                form.append_pair(name, &text);
            }
        }
        return Ok(Content::new(media_type, form.finish().into_bytes()));
    }
    let assertion = assertion_of(seat, &call.caller, words, number).await?;
    Ok(Content::new(media_type, form(&assertion).into_bytes()))
}

/// Puts an access token of the caller into a request to whom such tokens are shown, with
/// everything in it that its client may do.
///
/// # Errors
/// Why there is none.
pub(super) async fn show(
    request: &mut Request<Bytes>,
    seat: &mut Seat,
    call: &Call,
) -> Result<(), String> {
    if call.operation.id == OPEN {
        return Ok(());
    }
    let token = token(seat, &call.caller).await?;
    let text = HeaderValue::from_str(&format!("Bearer {token}"));
    let text = text.map_err(|_| "a token that no header can hold".to_owned())?;
    request.headers_mut().insert(AUTHORIZATION, text);
    Ok(())
}

/// An access token of a company, fetched when there is none that holds.
pub(super) async fn token(seat: &mut Seat, company: &str) -> Result<String, String> {
    let whose = format!("{SERVICE}/{company}");
    let now = seat.now().await.unwrap_or(Timestamp::MIN);
    if let Some(token) = seat.kept_token(&whose, now) {
        return Ok(token);
    }
    let words = Words(Map::new());
    let number = usize::try_from(now.as_second()).unwrap_or(0);
    let assertion = assertion_of(seat, company, words, number).await?;
    let mut request = Request::new(Bytes::from(form(&assertion)));
    *request.method_mut() = Method::POST;
    let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(CONTENT_TYPE, media_type);
    let reply = seat.service(SERVICE, "/token", request).await;
    let token = reply.body.get("access_token").and_then(Value::as_str);
    let Some(token) = token.filter(|_| reply.is_good()) else {
        let said = reply.describe();
        return Err(format!("`{company}` gets no access token: {said}"));
    };
    let life = reply.body.get("expires_in").and_then(Value::as_i64);
    let life = SignedDuration::from_secs(life.unwrap_or(0));
    let until = now.checked_add(life).unwrap_or(Timestamp::MAX);
    seat.keep_token(whose, token.to_owned(), until);
    Ok(token.to_owned())
}

/// What an access token says stands beside it as `said`, for expectations to read, and the id of
/// the key that signed it as `kid`.
pub(super) fn opened(mut reply: Reply) -> Reply {
    let members = reply.body.as_object_mut();
    if let Some((members, (kid, said))) = members.and_then(|it| {
        let told = told(it.get("access_token")?.as_str()?)?;
        Some((it, told))
    }) {
        members.insert("said".to_owned(), said);
        members.insert("kid".to_owned(), Value::from(kid));
    }
    reply
}

fn told(token: &str) -> Option<(String, Value)> {
    let kid = jwt::header(token).ok()?.kid?;
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    Some((kid, serde_json::from_slice(&payload).ok()?))
}

/// What a step says of its grant; what is no word is a claim.
struct Words(Map<String, Value>);

impl Words {
    fn of(fields: &Fields) -> Result<Self, String> {
        match serde_json::to_value(fields).map_err(|error| error.to_string())? {
            Value::Object(all) => Ok(Self(all)),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => Ok(Self(Map::new())),
        }
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.0.remove(name)? {
            Value::String(text) => Some(text),
            other @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_)) => Some(other.to_string()),
        }
    }

    /// Seconds of a duration.
    fn seconds(&mut self, name: &str) -> Result<Option<i64>, String> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let duration: SignedDuration = text
            .parse()
            .map_err(|_| format!("{name}: found `{text}`, expected a duration such as `-PT20S`"))?;
        Ok(Some(duration.as_secs()))
    }
}

/// A grant of a company. It says what its client is registered for, unless the step says otherwise,
/// and is signed with the key that every client has.
async fn assertion_of(
    seat: &Seat,
    company: &str,
    mut words: Words,
    number: usize,
) -> Result<String, String> {
    let key = seat.keys(company)?.pointer("/maskinporten/client_id");
    let client_id = key.and_then(Value::as_str).ok_or_else(|| {
        format!("`{company}` has no client at Maskinporten, expected one with `maskinporten`")
    })?;
    let path = format!("/companies/{}", encoded(company));
    let shown = seat.admin(&Method::GET, &path, None).await.body;
    let scopes = shown.pointer("/maskinporten/scopes");
    let scopes = scopes.and_then(Value::as_array).into_iter().flatten();
    let scopes = scopes.filter_map(Value::as_str);
    // Scopes of persons are for grants that name one.
    let names_person = words.0.contains_key("pid");
    let scopes: Vec<&str> = scopes
        .filter(|scope| names_person || !is_of_persons(scope))
        .collect();
    let metadata = Request::new(Bytes::new());
    let metadata = seat.service(SERVICE, METADATA, metadata).await.body;
    let issuer = metadata.get("issuer").and_then(Value::as_str);
    let id = format!("{company}-{number}");
    let grant = Grant {
        client_id,
        issuer: issuer.unwrap_or_default(),
        scope: &scopes.join(" "),
        consumer_org: None,
        id: &id,
    };
    let is_provider = shown.get("orgnr").and_then(Value::as_str) == Some(ACCESS_PROVIDER);
    let proof = Proof::of(&mut words, is_provider)?;
    let now = wire_now(seat).await;
    let since = words.seconds("issued")?.unwrap_or(0);
    let at = now.checked_add(SignedDuration::from_secs(since));
    let at = at.unwrap_or(now);
    let mut claims = grant.claims(at);
    if let Some(lives) = words.seconds("lives")? {
        let ends = at.as_second().saturating_add(lives);
        claims.insert("exp".to_owned(), Value::from(ends));
    }
    for (name, value) in words.0 {
        if value.as_str() == Some("") {
            claims.remove(&name);
        } else {
            claims.insert(name, value);
        }
    }
    Ok(proof.put_on(&claims))
}

fn is_of_persons(scope: &str) -> bool {
    let scope = Scope::parse(scope);
    let known = scope.as_ref().and_then(Scope::known);
    known.is_some_and(|known| known.used_by == ScopeUse::User)
}

/// How a grant is proved to be its client's.
enum Proof {
    Key(Signer, String),
    Certificate(Signer),
    None,
}

impl Proof {
    /// What a step says of it. A provider, which acts for others, shows its certificate.
    fn of(words: &mut Words, is_provider: bool) -> Result<Self, String> {
        let signer = match words.text("key").as_deref() {
            None if is_provider => Signer::AccessProvider,
            None | Some("usual") => Signer::Municipality,
            Some("access-provider") => Signer::AccessProvider,
            Some("stranger") => Signer::Stranger,
            Some(other) => {
                return Err(format!(
                    "key: found `{other}`, expected `usual`, `access-provider` or `stranger`"
                ));
            }
        };
        let (kid, proof) = (words.text("kid"), words.text("proof"));
        match proof.as_deref() {
            None if is_provider && kid.is_none() => Ok(Self::Certificate(signer)),
            None | Some("key") => {
                let kid = kid.unwrap_or_else(|| ClientKeys::USUAL_KID.to_owned());
                Ok(Self::Key(signer, kid))
            }
            Some("certificate") => Ok(Self::Certificate(signer)),
            Some("none") => Ok(Self::None),
            Some(other) => Err(format!(
                "proof: found `{other}`, expected `key`, `certificate` or `none`"
            )),
        }
    }

    fn put_on(&self, claims: &Claims) -> String {
        match self {
            Self::Key(signer, kid) => signed(claims, *signer, Shown::Kid(kid)),
            Self::Certificate(signer) => signed(claims, *signer, Shown::Certificate),
            Self::None => jwt::unsigned(claims),
        }
    }
}

/// Now, as clients of the sandbox have it.
pub(super) async fn wire_now(seat: &Seat) -> Timestamp {
    let shown = seat.admin(&Method::GET, "", None).await;
    let setting = shown.body.pointer("/settings/wire.time/value");
    let is_sandbox = setting.and_then(Value::as_str) == Some("sandbox");
    let now = if is_sandbox { seat.now().await } else { None };
    now.unwrap_or_else(wall_now)
}
