//! What left the house: mails, letters on paper, webhooks. Stored as facts, rendered on reading.

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, VARY};
use http::{HeaderValue, Response, StatusCode};

use super::call::{Answer, Call, ok};
use super::faults::{AdminError, shown};
use super::wire::{LetterRow, LetterText, OutboxText, WebhooksText, read_limit};
use crate::domain::letter::{Delivery, Letter};
use crate::http::enter;
use crate::render::{self, Enclosed};
use crate::sandbox::World;

/// Letters that an answer has unless told otherwise, and at most.
const LIMIT: (usize, usize) = (100, 1000);
/// Letters that the answer to an unknown id names.
const NEARBY: usize = 5;

/// An outbox of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outbox {
    Email,
    Print,
}

/// A letter taken out of the world, with its files as far as they are still there.
#[derive(Debug, Clone)]
struct Taken {
    letter: Letter,
    bytes: Vec<Option<Bytes>>,
}

/// A letter as people get it.
#[derive(Debug)]
struct Rendered {
    bytes: Vec<u8>,
    problem: Option<String>,
}

/// `GET /sandboxes/{s}/outbox/email`, newest last.
pub(super) async fn mails(call: Call) -> Answer {
    list(call, Outbox::Email).await
}

/// `GET /sandboxes/{s}/outbox/email/{id}`, as an RFC 5322 message.
pub(super) async fn mail(call: Call) -> Answer {
    one(call, Outbox::Email).await
}

/// `GET /sandboxes/{s}/outbox/print`, newest last.
pub(super) async fn prints(call: Call) -> Answer {
    list(call, Outbox::Print).await
}

/// `GET /sandboxes/{s}/outbox/print/{id}`, as a PDF.
pub(super) async fn print(call: Call) -> Answer {
    one(call, Outbox::Print).await
}

/// `GET /sandboxes/{s}/outbox/webhooks`; nothing sends any yet.
pub(super) async fn webhooks(call: Call) -> Answer {
    call.sandbox()?;
    let [_invoice, limit] = call.query(["invoice", "limit"])?;
    read_limit(limit.as_deref(), LIMIT.1)?;
    ok(&WebhooksText { webhooks: [] })
}

async fn list(call: Call, outbox: Outbox) -> Answer {
    let sandbox = call.sandbox()?;
    let [invoice, limit] = call.query(["invoice", "limit"])?;
    let limit = read_limit(limit.as_deref(), LIMIT.1)?.unwrap_or(LIMIT.0);
    let base = base(&call);
    let taken = enter(&call.house, &sandbox, |world| {
        newest(world, outbox, invoice.as_deref(), limit)
    })
    .await;
    let rows = taken.iter().map(|taken| taken.row(outbox, &base));
    let rows = Some(rows.collect());
    ok(&match outbox {
        Outbox::Email => OutboxText {
            email: rows,
            ..OutboxText::default()
        },
        Outbox::Print => OutboxText {
            print: rows,
            ..OutboxText::default()
        },
    })
}

async fn one(call: Call, outbox: Outbox) -> Answer {
    let sandbox = call.sandbox()?;
    let asked = call.parameter("id");
    let plain = asked.strip_suffix(outbox.ending());
    let id = plain.unwrap_or(asked);
    let [view] = call.query(["view"])?;
    let as_json = match view.as_deref() {
        Some("json") => true,
        Some(other) => {
            return Err(AdminError::value(
                "view",
                other,
                "`json`, or no view at all",
            ));
        }
        // Who names the file by its ending has said what to get.
        None => plain.is_none() && wants_json(&call.accept()),
    };
    let base = base(&call);
    let taken = enter(&call.house, &sandbox, |world| {
        let found = letters(world, outbox).find(|letter| letter.id == id);
        found
            .map(|letter| Taken::of(letter, world))
            .ok_or_else(|| unknown(id, outbox, world, &base))
    })
    .await?;
    let shared = taken.clone();
    // Other people's files take a while, which nobody else shall wait for.
    let rendered = tokio::task::spawn_blocking(move || shared.rendered(outbox)).await;
    let rendered = rendered.map_err(|error| {
        let detail = format!("rendering the letter came to a bad end: {error}");
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        AdminError::new(status, "the letter cannot be rendered", detail)
            .hint("`?view=json` shows what it says")
    })?;
    if as_json {
        let row = taken.row(outbox, &base);
        let attachment_problem = rendered.problem;
        return ok(&LetterText {
            row,
            attachment_problem,
        });
    }
    Ok(answer(outbox, &taken.letter.id, rendered.bytes))
}

impl Outbox {
    fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Print => "print",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Email => ".eml",
            Self::Print => ".pdf",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Email => "message/rfc822",
            Self::Print => "application/pdf",
        }
    }

    fn takes(self, letter: &Letter) -> bool {
        match letter.to {
            Delivery::Mail(_) => self == Self::Email,
            Delivery::Print { .. } => self == Self::Print,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Email => Self::Print,
            Self::Print => Self::Email,
        }
    }
}

impl Taken {
    fn of(letter: &Letter, world: &World) -> Self {
        let bytes = letter.files.iter();
        let bytes = bytes.map(|file| world.blobs.get(file.blob).cloned());
        Self {
            bytes: bytes.collect(),
            letter: letter.clone(),
        }
    }

    fn enclosed(&self) -> Vec<Enclosed<'_>> {
        let files = self.letter.files.iter().zip(&self.bytes);
        files
            .map(|(file, bytes)| Enclosed {
                file,
                bytes: bytes.as_deref(),
            })
            .collect()
    }

    fn row(&self, outbox: Outbox, base: &str) -> LetterRow<'_> {
        let (name, ending) = (outbox.name(), outbox.ending());
        let href = format!("{base}/outbox/{name}/{}{ending}", self.letter.id);
        LetterRow::of(&self.letter, &self.enclosed(), href)
    }

    fn rendered(&self, outbox: Outbox) -> Rendered {
        let files = self.enclosed();
        match outbox {
            Outbox::Email => Rendered {
                bytes: render::mail(&self.letter, &files),
                problem: render::missing(&files),
            },
            Outbox::Print => {
                let printed = render::print(&self.letter, &files);
                Rendered {
                    bytes: printed.pdf,
                    problem: printed.attachment_problem,
                }
            }
        }
    }
}

fn letters(world: &World, outbox: Outbox) -> impl DoubleEndedIterator<Item = &Letter> {
    world
        .outbox
        .iter()
        .filter(move |letter| outbox.takes(letter))
}

/// The newest letters, newest last; those of one case when an id of it is given.
fn newest(world: &World, outbox: Outbox, invoice: Option<&str>, limit: usize) -> Vec<Taken> {
    let case = |id: &str| world.cases.find(id).map(|case| case.id.clone());
    let wanted = match invoice {
        Some(id) => match case(id) {
            Some(case) => Some(case),
            None => return Vec::new(),
        },
        None => None,
    };
    let of_case = |letter: &&Letter| {
        let wanted = wanted.as_deref();
        wanted.is_none_or(|wanted| {
            let of_letter = letter.invoice.as_deref();
            of_letter.is_some_and(|id| id == wanted || case(id).as_deref() == Some(wanted))
        })
    };
    let newest = letters(world, outbox).rev().filter(of_case).take(limit);
    let mut taken: Vec<Taken> = newest.map(|letter| Taken::of(letter, world)).collect();
    taken.reverse();
    taken
}

fn unknown(id: &str, outbox: Outbox, world: &World, base: &str) -> AdminError {
    let name = outbox.name();
    let found = shown(id);
    let known: Vec<&str> = letters(world, outbox)
        .rev()
        .take(NEARBY)
        .map(|letter| letter.id.as_str())
        .collect();
    let there = if known.is_empty() {
        "it is empty".to_owned()
    } else {
        format!("the newest there are `{}`", known.join("`, `"))
    };
    let detail = format!("the outbox `{name}` has no letter `{found}`; {there}");
    let other = outbox.other();
    let hint = if letters(world, other).any(|letter| letter.id == id) {
        format!("it stands at `GET {base}/outbox/{}/{found}`", other.name())
    } else {
        format!("`GET {base}/outbox/{name}` lists all")
    };
    AdminError::new(StatusCode::NOT_FOUND, "unknown letter", detail)
        .with("found", found)
        .with("known", known)
        .hint(hint)
}

/// Whether JSON is asked for by name; whoever takes anything gets the letter itself.
fn wants_json(accept: &str) -> bool {
    let mut types = accept.split(',').map(|one| one.split(';').next());
    types.any(|one| one.is_some_and(|one| one.trim().eq_ignore_ascii_case("application/json")))
}

fn answer(outbox: Outbox, id: &str, bytes: Vec<u8>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(bytes));
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_static(outbox.media_type());
    headers.insert(CONTENT_TYPE, media_type);
    headers.insert(VARY, HeaderValue::from_static("accept"));
    let name = format!("inline; filename=\"{id}{}\"", outbox.ending());
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    response
}

/// The address of the sandbox in the admin API.
fn base(call: &Call) -> String {
    let Call { origin, .. } = call;
    format!("{origin}/_sandbox/sandboxes/{}", call.parameter("s"))
}

#[cfg(test)]
mod tests {
    use super::wants_json;

    #[test]
    fn json_is_given_to_who_names_it() {
        for (accept, json) in [
            ("", false),
            ("*/*", false),
            ("text/html, application/xhtml+xml, */*;q=0.8", false),
            ("application/json", true),
            ("text/plain;q=0.5, Application/JSON;q=0.9", true),
            ("application/pdf", false),
        ] {
            assert_eq!(wants_json(accept), json, "{accept}");
        }
    }
}
