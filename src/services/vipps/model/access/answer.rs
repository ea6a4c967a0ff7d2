//! Answers to log-ins, look-ups of recipients and requests for keys.

use jiff::{SignedDuration, Timestamp};
use uuid::{Builder, Uuid};

use super::ask::{AccessAsk, AccessReply, AccessWhat, LogIn, LoggedIn, ShownKey};
use super::recipient::{person_of, recipient_token, spoiled_token};
use super::wish::{KeysWish, LogInWish, RecipientWish};
use crate::consumer::Turn;
use crate::crypto::sha256;
use crate::domain::mint::Stream;
use crate::domain::slug::Slug;
use crate::domain::vipps::{KeyRing, Product};
use crate::services::vipps::faults::{Fault, FrontKind, ProblemKind};
use crate::services::vipps::model::admission::subscribe;
use crate::services::vipps::model::{Asker, Event, Ident, IdentKind, Model};

/// How long a token lives that a scenario wants to be short.
const SHORT_LIFE: SignedDuration = SignedDuration::from_mins(1);

/// Answers a request.
pub(in crate::services::vipps::model) fn answer(
    model: &mut Model,
    ask: AccessAsk,
    turn: &mut Turn<'_, Event>,
) -> Result<AccessReply, Fault> {
    match ask.what {
        AccessWhat::LogIn(log_in) => logged_in(model, &log_in, turn).map(AccessReply::LoggedIn),
        AccessWhat::Recipient { ident, wish } => {
            recipient(&ident, wish, turn).map(AccessReply::Recipient)
        }
        AccessWhat::Keys(wish) => Ok(AccessReply::Keys(shown(&turn.settings.vipps.keys, wish))),
    }
}

/// Lets a client in. Its subscription key may be any of the sandbox: official collections have one
/// for the log-in and another for the product (Vipps: Access token API).
fn logged_in(
    model: &mut Model,
    log_in: &LogIn,
    turn: &mut Turn<'_, Event>,
) -> Result<LoggedIn, Fault> {
    subscribe(model, log_in.subscription.as_deref(), turn)?;
    let asker = asker(log_in, turn)?;
    let life = match log_in.wish {
        Some(LogInWish::ShortLife) => SHORT_LIFE,
        None => turn.settings.vipps.token_life,
    };
    let drawn = turn.mint.uuid(Stream::VippsToken);
    let token = of_sandbox(turn.cast.sandbox(), drawn);
    let product = asker.product;
    let until = turn.now.saturating_add(life).unwrap_or(Timestamp::MAX);
    model.access.keep(token, asker, until, turn.now);
    Ok(LoggedIn {
        token,
        client_id: log_in.client_id.clone(),
        product,
        life_s: life.as_secs(),
    })
}

/// Whose client id and secret they are.
fn asker(log_in: &LogIn, turn: &Turn<'_, Event>) -> Result<Asker, Fault> {
    let unknown = |found: &str| Fault::front(FrontKind::UnknownClient, found);
    if log_in.client_id.is_empty() {
        return Err(unknown("no header client_id"));
    }
    let (slug, product): &(Slug, Product) = turn
        .cast
        .vipps_client(&log_in.client_id)
        .ok_or_else(|| unknown("a client_id that nobody here has"))?;
    let company = turn.cast.company(slug);
    let keys = company.and_then(|company| turn.cast.vipps_keys(company, *product));
    let keys = keys.ok_or_else(|| unknown("a client_id that nobody here has"))?;
    let found = match log_in.client_secret.as_str() {
        "" => "no header client_secret",
        secret if secret != keys.client_secret => "a secret of somebody else",
        _ => {
            return Ok(Asker {
                company: slug.clone(),
                product: *product,
            });
        }
    };
    Err(Fault::front(FrontKind::WrongSecret, found))
}

/// An id that differs between sandboxes of the same seed: a token of one is none of another.
fn of_sandbox(sandbox: &Slug, drawn: Uuid) -> Uuid {
    let hash = sha256(format!("sandkasse/{sandbox}/vipps/token/{drawn}").as_bytes());
    let (first, _) = hash.split_first_chunk().unwrap_or((&[0; 16], &[]));
    Builder::from_random_bytes(*first).into_uuid()
}

/// A token for somebody who said yes to all. Everybody else is not found, and nothing tells why
/// (Vipps: guide of the invoice API, recipient token). Lists of who may send to whom, and of whom
/// nobody may send to, are asked later.
fn recipient(
    ident: &Ident,
    wish: Option<RecipientWish>,
    turn: &Turn<'_, Event>,
) -> Result<String, Fault> {
    if ident.kind == IdentKind::Msisdn && !turn.settings.vipps.msisdn_lookup {
        let found = "msisdn, which the setting vipps.msisdn_lookup turned off";
        return Err(Fault::problem(ProblemKind::UnknownIdentType, found));
    }
    let person = person_of(ident, turn).and_then(|person| person.efaktura.as_ref());
    if !person.is_some_and(|efaktura| efaktura.yes_to_all) {
        let found = format!("{} {}", ident.kind.as_str(), ident.value);
        return Err(Fault::problem(ProblemKind::RecipientNotFound, found));
    }
    let sandbox = turn.cast.sandbox();
    Ok(match wish {
        None => recipient_token(ident, sandbox, turn.now),
        Some(how) => spoiled_token(how, ident, sandbox, turn.now),
    })
}

/// The keys that are shown.
fn shown(ring: &KeyRing, wish: Option<KeysWish>) -> Vec<ShownKey> {
    let as_it_is = |number| ShownKey {
        number,
        is_misnamed: false,
    };
    let published = ring.published.iter().copied();
    match wish {
        None => published.map(as_it_is).collect(),
        Some(KeysWish::Single) => vec![as_it_is(ring.signs)],
        Some(KeysWish::Stale) => published
            .filter(|number| *number != ring.signs)
            .map(as_it_is)
            .collect(),
        Some(KeysWish::Misnamed) => published
            .map(|number| ShownKey {
                number,
                is_misnamed: number == ring.signs,
            })
            .collect(),
    }
}
