//! The map of the admin API.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, StatusCode};

use super::call::Call;
use super::faults::{AdminError, shown};
use super::{
    actions, clock, commands, companies, events, har, health, invoices, journal, listeners,
    mailbox, marks, netbank, openapi, outbox, people, post, sandboxes, scenarios, settings,
    snapshots, tables, trouble, waiting,
};
use crate::http::{House, Shape};
use crate::services::Method;

/// Path prefix.
pub const PREFIX: &str = "/_sandbox";
/// Largest body where no row says otherwise, in bytes.
const BODY_MAX: usize = 1024 * 1024;

/// Paths that the answer to an unknown one names.
const NEARBY: usize = 5;

/// One row of the map.
pub(super) struct Row {
    /// HTTP method.
    pub(super) method: Method,
    /// Path below the prefix; `{name}` stands for one segment.
    pub(super) path: &'static str,
    /// Who answers.
    handler: fn(Call) -> BoxFuture<'static, Result<Shape, AdminError>>,
    /// What it is for.
    pub(super) summary: &'static str,
    /// Largest body taken, in bytes.
    body_max: usize,
}

macro_rules! rows {
    (@max) => { BODY_MAX };
    (@max $max:expr) => { $max };
    ($($method:ident $path:literal $handler:path, $summary:literal $(, $max:expr)?;)+) => {
        &[$(Row {
            method: Method::$method,
            path: $path,
            handler: |call| Box::pin(async { $handler(call).await.map(Shape::from) }),
            summary: $summary,
            body_max: rows!(@max $($max)?),
        }),+]
    };
}

/// Every address of the admin API, in the order in which people see them.
const ROWS: &[Row] = rows! {
    Get "" tables::index,
        "this list";
    Get "/openapi.json" openapi::get,
        "this API as an OpenAPI 3.1 document";
    Get "/descriptions/vipps-isp.json" openapi::isp,
        "the Vipps invoice API for those who send, as an OpenAPI 3.0 document";
    Get "/descriptions/vipps-ipp.json" openapi::ipp,
        "the Vipps invoice API for those who show and pay, as an OpenAPI 3.0 document";
    Get "/health" health::get,
        "whether the server is up, and its version";
    Get "/operations" tables::operations,
        "what is simulated, and how truly";
    Get "/rules" tables::rules,
        "every rule with id, words and source";
    Get "/actions" actions::list,
        "what a person can do, and the fields of each action";
    Get "/sandboxes" sandboxes::list,
        "all sandboxes";
    Get "/sandboxes/{s}" sandboxes::get,
        "one sandbox: clock, settings, base URLs, credentials";
    Put "/sandboxes/{s}" sandboxes::put,
        "create a sandbox; the same body again changes nothing";
    Delete "/sandboxes/{s}" sandboxes::delete,
        "drop a sandbox";
    Post "/sandboxes/{s}/reset" sandboxes::reset,
        "build a sandbox anew as it was created";
    Get "/listeners" listeners::list,
        "every port that serves one service of one sandbox";
    Post "/listeners" listeners::post,
        "serve one service of one sandbox at the root of its own port; port 0 takes a free one";
    Get "/listeners/{id}" listeners::get,
        "one of these ports";
    Delete "/listeners/{id}" listeners::delete,
        "close it; requests under way are still answered";
    Get "/sandboxes/{s}/settings" settings::get,
        "every setting with value, default, who set it and what it takes";
    Patch "/sandboxes/{s}/settings" settings::patch,
        "change settings by a merge patch (RFC 7396); null gives one back what it had at creation";
    Get "/sandboxes/{s}/snapshot" snapshots::get,
        "the whole world as one document";
    Put "/sandboxes/{s}/snapshot" snapshots::put,
        "the world of a document, frozen at its instant, instead of whatever is there; under \
         another name it has the credentials of that name and no live tokens; a reset comes back \
         to it",
        snapshots::SNAPSHOT_MAX;
    Post "/sandboxes/{s}/fork" snapshots::fork,
        "a copy under the name in `as`, frozen, with credentials of its own and no live tokens; a \
         reset of the copy comes back to this point";
    Get "/sandboxes/{s}/diff" snapshots::changes,
        "what is different here from the sandbox from=<name>, in words of the trade";
    Get "/sandboxes/{s}/clock" clock::get,
        "sandbox time, and when something is due next";
    Post "/sandboxes/{s}/clock/advance" clock::advance,
        "move the clock by a duration and let everything due happen; until_idle goes on until \
         nothing is left to come";
    Post "/sandboxes/{s}/clock/set" clock::set,
        "move the clock to an instant or a stop (next, next-cutoff, next-bank-day, due:<invoice>) \
         and let everything due happen";
    Post "/sandboxes/{s}/clock/freeze" clock::freeze,
        "stop the clock where it stands";
    Post "/sandboxes/{s}/clock/run" clock::run,
        "let the clock run at wall speed from where it stands";
    Get "/sandboxes/{s}/people" people::list,
        "everybody in the cast";
    Get "/sandboxes/{s}/people/{slug}" people::get,
        "one person";
    Put "/sandboxes/{s}/people/{slug}" people::put,
        "make a person, or replace one whole";
    Patch "/sandboxes/{s}/people/{slug}" people::patch,
        "change a person by a merge patch (RFC 7396)";
    Get "/sandboxes/{s}/people/{slug}/invoices" netbank::list,
        "what the person sees in the netbank and in Vipps, and made of it";
    Get "/sandboxes/{s}/people/{slug}/debits" netbank::debits,
        "the claims against the person: what the bank debits, debited, or did not";
    Get "/sandboxes/{s}/people/{slug}/mailbox" mailbox::list,
        "the letters in the person's mailbox, and what the person made of them";
    Get "/sandboxes/{s}/people/{slug}/payments" mailbox::payments,
        "the person's payments in the bank's due-date register";
    Get "/sandboxes/{s}/people/{slug}/agreements" mailbox::agreements,
        "what the person agreed on with banks about invoices in the mailbox";
    Post "/sandboxes/{s}/people/{slug}/actions/{action}" actions::act,
        "act as the person; GET /actions lists the actions and their fields";
    Get "/sandboxes/{s}/companies" companies::list,
        "every company in the cast";
    Get "/sandboxes/{s}/companies/{slug}" companies::get,
        "one company";
    Put "/sandboxes/{s}/companies/{slug}" companies::put,
        "make a company, or replace one whole";
    Patch "/sandboxes/{s}/companies/{slug}" companies::patch,
        "change a company by a merge patch (RFC 7396)";
    Get "/sandboxes/{s}/faults" trouble::list,
        "armed trouble, in the order in which it is asked, and how often it spoke";
    Post "/sandboxes/{s}/faults" trouble::arm,
        "arm trouble: one rule of a scenario";
    Delete "/sandboxes/{s}/faults" trouble::disarm_all,
        "take all trouble away";
    Get "/sandboxes/{s}/faults/{id}" trouble::get,
        "one piece of armed trouble";
    Delete "/sandboxes/{s}/faults/{id}" trouble::disarm,
        "take one away";
    Get "/sandboxes/{s}/scenarios" scenarios::list,
        "the scenarios that can be loaded, and which are";
    Post "/sandboxes/{s}/scenarios" scenarios::post,
        "load a scenario from the body, JSON or TOML; name=<name>, reset=true builds the sandbox \
         anew for it";
    Post "/sandboxes/{s}/scenarios/{name}/load" scenarios::load,
        "load a scenario of the library; reset=true builds the sandbox anew for it";
    Delete "/sandboxes/{s}/scenarios/{name}" scenarios::disarm,
        "take the rules of a scenario away";
    Get "/sandboxes/{s}/scenarios/{name}/report" scenarios::report,
        "how often each rule of a loaded scenario matched and spoke";
    Get "/sandboxes/{s}/journal" journal::get,
        "every exchange and event, newest last; filters: service, invoice, kind (exchange, event, \
         or the name of an event), and of commands their facts: operation, consumer, issuer, kid, \
         account, amount_ore, due_date, document_type; limit takes the newest, but behind \
         since=<number> the oldest, so that going on with since=next misses nothing; \
         since=<instant> leaves out what came before it";
    Get "/sandboxes/{s}/journal.har" har::get,
        "the exchanges of the journal in the HTTP Archive format (HAR 1.2); filters as there";
    Get "/sandboxes/{s}/await" waiting::get,
        "the first entry that matches, at once or as soon as it is written; filters as of the \
         journal, timeout=5s of real time at most 5 minutes";
    Get "/sandboxes/{s}/events" events::get,
        "server-sent events of the journal from now on, or from since or Last-Event-ID; filters \
         as there, heartbeat=15s";
    Get "/sandboxes/{s}/marks" marks::list,
        "the marks for which the command log is kept";
    Put "/sandboxes/{s}/marks/{name}" marks::put,
        "set a mark: from here on every input is kept";
    Delete "/sandboxes/{s}/marks/{name}" marks::delete,
        "take a mark away, and with the last one the log";
    Get "/sandboxes/{s}/commands" commands::get,
        "every input with its bytes, in the order of taking effect; since_mark=<name>, \
         since=<number>, limit";
    Get "/sandboxes/{s}/invoices" invoices::list,
        "every invoice, in order of arrival; limit takes the newest";
    Get "/sandboxes/{s}/invoices/{id}/timeline" invoices::timeline,
        "the path of one invoice, under the id that any service knows it by";
    Get "/sandboxes/{s}/dpi/{id}" post::get,
        "one message of digital post: what was in its package, what is wrong with that, statuses \
         and receipts";
    Get "/sandboxes/{s}/outbox/email" outbox::mails,
        "mails that left the house, newest last; invoice takes any id of a case, limit the newest";
    Get "/sandboxes/{s}/outbox/email/{id}" outbox::mail,
        "one mail as message/rfc822, with or without .eml; as JSON with view=json";
    Get "/sandboxes/{s}/outbox/print" outbox::prints,
        "letters on paper, newest last; filters as for mails";
    Get "/sandboxes/{s}/outbox/print/{id}" outbox::print,
        "one letter as application/pdf, with or without .pdf; as JSON with view=json";
    Get "/sandboxes/{s}/outbox/webhooks" outbox::webhooks,
        "webhooks that left the house; nothing sends any yet";
};

/// Every address; a function, because one of the handlers in the table shows the table.
pub(super) fn rows() -> &'static [Row] {
    ROWS
}

/// The largest body that an address takes, in bytes.
#[must_use]
pub fn body_max(method: &str, path: &str) -> usize {
    let below = below(path);
    let rows = ROWS.iter().filter(|row| row.method.as_str() == method);
    rows.filter(|row| fits(row.path, below))
        .map(|row| row.body_max)
        .max()
        .unwrap_or(BODY_MAX)
}

/// Answers a request.
pub fn handle(
    house: Arc<House>,
    request: Request<Bytes>,
    origin: String,
) -> BoxFuture<'static, Shape> {
    Box::pin(async move {
        match dispatch(house, request, origin).await {
            Ok(shape) => shape,
            Err(error) => error.into_response().into(),
        }
    })
}

async fn dispatch(
    house: Arc<House>,
    request: Request<Bytes>,
    origin: String,
) -> Result<Shape, AdminError> {
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    let below = below(path);
    let here: Vec<&Row> = ROWS.iter().filter(|row| fits(row.path, below)).collect();
    if here.is_empty() {
        return Err(nothing_here(path));
    }
    let wanted = here
        .iter()
        .find(|row| row.method.as_str() == head.method.as_str());
    let Some(row) = wanted else {
        let allow: Vec<&str> = here.iter().map(|row| row.method.as_str()).collect();
        let allow = allow.join(", ");
        return Err(AdminError::method(head.method.as_str(), path, allow));
    };
    let call = Call {
        house,
        origin,
        method: head.method,
        path: below.to_owned(),
        headers: head.headers,
        parameters: parameters(row.path, below)?,
        query: head.uri.query().unwrap_or_default().to_owned(),
        body,
    };
    (row.handler)(call).await
}

/// A path below the prefix; a slash at the end makes no difference.
fn below(path: &str) -> &str {
    let below = path.strip_prefix(PREFIX).unwrap_or(path);
    below.strip_suffix('/').unwrap_or(below)
}

fn name_of(part: &'static str) -> Option<&'static str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

fn fits(template: &'static str, path: &str) -> bool {
    let mut found = path.split('/');
    template.split('/').all(|part| match found.next() {
        Some(segment) => part == segment || (name_of(part).is_some() && !segment.is_empty()),
        None => false,
    }) && found.next().is_none()
}

fn parameters(
    template: &'static str,
    path: &str,
) -> Result<Vec<(&'static str, String)>, AdminError> {
    let mut named = Vec::new();
    for (part, segment) in template.split('/').zip(path.split('/')) {
        if let Some(name) = name_of(part) {
            let value = decoded(segment).ok_or_else(|| {
                let expected = "UTF-8 text in which `%` is followed by two hexadecimal digits";
                AdminError::value(&format!("{{{name}}} in the path"), segment, expected)
            })?;
            named.push((name, value));
        }
    }
    Ok(named)
}

/// A segment of a path without its percent signs.
fn decoded(segment: &str) -> Option<String> {
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
    let mut bytes = segment.bytes();
    let mut plain = Vec::with_capacity(segment.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
            plain.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            plain.push(byte);
        }
    }
    String::from_utf8(plain).ok()
}

fn nothing_here(path: &str) -> AdminError {
    let path = shown(path);
    let below = path.strip_prefix(PREFIX).unwrap_or(&path);
    let mut rows: Vec<(usize, &Row)> = ROWS
        .iter()
        .map(|row| (strsim::damerau_levenshtein(below, row.path), row))
        .collect();
    rows.sort_by_key(|(distance, _)| *distance);
    let nearby: Vec<String> = rows
        .iter()
        .take(NEARBY)
        .map(|(_, row)| format!("{} {PREFIX}{}", row.method.as_str(), row.path))
        .collect();
    let detail = format!(
        "`{path}` is no address of the admin API; nearby are {}, and `GET {PREFIX}` lists them all",
        nearby.join(", ")
    );
    AdminError::new(
        StatusCode::NOT_FOUND,
        "nothing stands at this address",
        detail,
    )
    .with("nearby", nearby)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_and_an_odd_one_is_no_text() {
        for (segment, plain) in [
            ("halgeir", Some("halgeir")),
            ("bj%C3%B8rg", Some("bjørg")),
            ("a%2Fb", Some("a/b")),
            ("%", None),
            ("%4", None),
            ("%zz", None),
            ("%+1", None),
            ("%ff", None),
        ] {
            assert_eq!(decoded(segment).as_deref(), plain, "{segment}");
        }
    }

    #[test]
    fn only_a_whole_world_may_be_large() {
        let large = |row: &&Row| row.body_max > BODY_MAX;
        let large: Vec<&str> = ROWS.iter().filter(large).map(|row| row.path).collect();
        assert_eq!(large, ["/sandboxes/{s}/snapshot"]);
        let path = "/_sandbox/sandboxes/x/snapshot/";
        assert_eq!(body_max("PUT", path), snapshots::SNAPSHOT_MAX);
        assert_eq!(body_max("GET", path), BODY_MAX);
        assert_eq!(body_max("PUT", "/_sandbox/nowhere"), BODY_MAX);
    }

    #[test]
    fn no_two_rows_answer_the_same_request() {
        for (index, row) in ROWS.iter().enumerate() {
            let same = |other: &Row| other.path == row.path && other.method == row.method;
            assert!(!ROWS[..index].iter().any(same), "{}", row.path);
            assert!(!row.summary.is_empty());
        }
    }
}
