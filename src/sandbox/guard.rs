//! The guard for identity numbers in a world: masks what is recorded, refuses what is not wanted.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde_json::Map;

use super::exchange::{Via, Visit};
use super::journal::{Body, Exchange, Record, Trouble};
use super::world::World;
use crate::domain::cast::Cast;
use crate::domain::identity::{Guard, NationalId, mask, masked, suspects};
use crate::domain::slug::Slug;
use crate::services::{Facts, Received, Refused};
use crate::wire::json::problem;

/// The setting that says what is done.
pub const GUARD_SETTING: &str = "identity.guard";

/// Under this name the guard looks at the cast: it sees everybody.
const SEEN_BY: &str = "guard";

/// An identity number that a sandbox does not take, because it may be a citizen's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "found {found} {place}, which passes the check digits of an identity number and is neither \
     synthetic, nor of the cast, nor printed in a public document, so it may be a citizen's; \
     expected a synthetic one (80 added to the month)"
)]
pub struct Untaken {
    /// The number, masked.
    pub found: String,
    /// Where it stood, such as `in the body`.
    pub place: &'static str,
    /// The sandbox.
    pub sandbox: Slug,
}

impl Untaken {
    /// What to do.
    #[must_use]
    pub fn hint(&self) -> String {
        let Self { sandbox, .. } = self;
        format!(
            "use a number of the cast or a synthetic one, or set `{GUARD_SETTING}` to `mask` or \
             `off` with `PATCH /_sandbox/sandboxes/{sandbox}/settings`"
        )
    }
}

/// Whether a world that refuses numbers of citizens refuses this one, to be given to somebody of
/// its cast.
///
/// # Errors
/// [`Untaken`], which is what to answer.
pub fn untaken(world: &World, id: &NationalId) -> Result<(), Untaken> {
    let refuses = world.settings.identity_guard == Guard::Refuse;
    if refuses && id.may_be_a_citizens() && !knows(&world.cast, id) {
        return Err(Untaken {
            found: id.masked(),
            place: "as `ssn`",
            sandbox: world.cast.sandbox().clone(),
        });
    }
    Ok(())
}

impl World {
    /// The answer to a request that carries a number which this world refuses.
    ///
    /// What the house sends itself is not looked at: whatever is in it was let in, or is of the
    /// cast.
    #[must_use]
    pub fn guard(&self, visit: &Visit, received: &Received) -> Option<Box<Refused>> {
        if self.settings.identity_guard != Guard::Refuse || *visit.via() != Via::Client {
            return None;
        }
        let untaken = carried(received, &self.cast)?;
        Some(Box::new(Refused {
            operation: None,
            response: answer(&untaken),
            why: untaken.to_string(),
            rule: None,
        }))
    }
}

/// Masks whatever an entry of the journal holds of a sender's words. Ids of invoices and cases
/// stay, for they are looked up.
pub(super) fn mask_record(record: &mut Record, cast: &Cast) {
    match record {
        Record::Exchange(exchange) => mask_exchange(exchange, cast),
        Record::Event { happening, case: _ } => mask_text(&mut happening.text, cast),
    }
}

/// Masks a text.
pub(super) fn mask_text(text: &mut String, cast: &Cast) {
    mask(text, |id| knows(cast, id));
}

fn mask_exchange(exchange: &mut Exchange, cast: &Cast) {
    let Exchange {
        service: _,
        operation: _,
        via: _,
        method,
        target,
        status: _,
        facts,
        cases: _,
        rule: _,
        why,
        trouble,
        remarks,
        request_headers,
        request,
        answer_headers,
        answer,
    } = exchange;
    for text in [method, target].into_iter().chain(why).chain(remarks) {
        mask_text(text, cast);
    }
    if let Some(Trouble { name, words, .. }) = trouble {
        mask_text(name, cast);
        mask_text(words, cast);
    }
    for facts in facts {
        mask_facts(facts, cast);
    }
    for (_, value) in request_headers
        .kept
        .iter_mut()
        .chain(&mut answer_headers.kept)
    {
        if let Some(bytes) = masked(value.as_bytes(), |id| knows(cast, id))
            && let Ok(plain) = HeaderValue::from_bytes(&bytes)
        {
            *value = plain;
        }
    }
    for body in [request, answer] {
        let Body { kept, length: _ } = body;
        if let Some(bytes) = masked(kept, |id| knows(cast, id)) {
            *kept = Bytes::from(bytes);
        }
    }
}

fn mask_facts(facts: &mut Facts, cast: &Cast) {
    let Facts {
        ids: _,
        consumer,
        issuer,
        kid,
        account,
        amount: _,
        due_date: _,
        document_type,
    } = facts;
    let single = [issuer, kid, account, document_type].into_iter().flatten();
    for text in consumer.iter_mut().chain(single) {
        mask_text(text, cast);
    }
}

/// The first number in a request, target before body, that may be a citizen's.
fn carried(received: &Received, cast: &Cast) -> Option<Untaken> {
    let uri = received.request.uri();
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let places = [
        (target.as_bytes(), "in the address"),
        (received.request.body(), "in the body"),
    ];
    places.into_iter().find_map(|(text, place)| {
        let mut strangers = suspects(text).filter(|suspect| !knows(cast, &suspect.id));
        let found = strangers.next()?.id.masked();
        let sandbox = cast.sandbox().clone();
        Some(Untaken {
            found,
            place,
            sandbox,
        })
    })
}

/// Whether a number is somebody's of the cast, or an account of the cast that reads like one.
fn knows(cast: &Cast, id: &NationalId) -> bool {
    let digits = id.as_str();
    let agreements = || cast.companies().flat_map(|company| &company.avtalegiro);
    cast.seen_by(SEEN_BY).by_ssn(id).is_some()
        || agreements().any(|agreement| agreement.account.as_str() == digits)
        || cast.people().any(|person| {
            let bank = person.bank.as_ref();
            bank.is_some_and(|bank| bank.account.as_str() == digits)
        })
}

fn answer(untaken: &Untaken) -> Response<Bytes> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let hint = untaken.hint();
    let detail = format!("{untaken}; {hint}");
    let mut extra = Map::new();
    extra.insert("found".to_owned(), untaken.found.as_str().into());
    extra.insert("setting".to_owned(), GUARD_SETTING.into());
    extra.insert("hint".to_owned(), hint.into());
    let body = problem(status.as_u16(), "identity number not taken", &detail, extra);
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let media_type = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}
