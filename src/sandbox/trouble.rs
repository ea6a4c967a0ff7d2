//! What a rule that speaks does to an exchange: instead of it, to its answer, and after it.

use bytes::{Bytes, BytesMut};
use http::Response;

use super::exchange::{Via, Visit};
use super::journal::Trouble;
use super::models::Resident;
use super::outcome::{Outcome, Shape};
use super::world::World;
use crate::consumer::Happening;
use crate::domain::mint::{Mint, Stream};
use crate::scenario::plan::Main;
use crate::scenario::script::{BreakWord, Caller};
use crate::scenario::{Question, Verdict};
use crate::services::{Doing, Facts, Operation, Scripted};

/// Asks the director about a request.
pub(super) fn ask(
    world: &mut World,
    visit: &Visit,
    operation: Option<&'static Operation>,
    facts: &[Facts],
    readable: bool,
) -> Option<Verdict> {
    let question = Question {
        now: world.clock.now(),
        service: visit.service,
        operation,
        facts,
        caller: Some(match visit.via {
            Via::Client => Caller::Client,
            Via::Router { .. } => Caller::Router,
        }),
        readable,
    };
    world
        .director
        .decide(&question, &world.cast, &mut world.mint)
}

/// Asks the director about something that a service is about to do by itself.
pub(super) fn ask_about<M: Resident>(
    world: &mut World,
    service: &'static str,
    event: &M::Event,
) -> Option<Verdict> {
    // Whoever arms nothing shall not pay for what rules might ask.
    world.director.armed().next()?;
    let now = world.clock.now();
    let model = &*M::room(&mut world.models);
    let Doing { operation, facts } = model.doing(event, now, &world.cast, &world.book)?;
    let question = Question {
        now,
        service,
        operation: Some(operation),
        facts: &facts,
        caller: None,
        readable: true,
    };
    world
        .director
        .decide(&question, &world.cast, &mut world.mint)
}

/// Tells what a rule did to something that a service did by itself, and lets the consumer act whom
/// the rule wants to.
pub(super) fn own_up(world: &mut World, service: &'static str, verdict: Verdict) {
    let Trouble {
        fault,
        name,
        scenario,
        words,
    } = Trouble::of(&verdict);
    let of = scenario.map_or_else(String::new, |scenario| format!(" of {scenario}"));
    world.tell(Happening {
        about: None,
        service,
        kind: "rule.spoke",
        text: format!("armed rule {fault}{of}, \"{name}\", spoke: {words}"),
        rule: None,
    });
    if let Some(act) = verdict.act {
        world.act_as_scripted(&act);
    }
}

/// The answer that keeps the request from the service, `Some(None)` for no answer at all.
pub(super) fn instead(verdict: &Verdict) -> Option<Option<Response<Bytes>>> {
    match &verdict.main {
        Main::Status {
            processed: false, ..
        } => Some(status(&verdict.main)),
        Main::Break {
            processed: false, ..
        } => Some(None),
        Main::AsUsual
        | Main::Refusal(_)
        | Main::RateLimit { .. }
        | Main::Status {
            processed: true, ..
        }
        | Main::Break {
            processed: true, ..
        } => None,
    }
}

/// The service's own refusal that is wanted, and for which rows of the facts.
pub(super) fn refusal(verdict: &Verdict) -> Option<(&'static Scripted, &[usize])> {
    match verdict.main {
        Main::Refusal(row) => Some((row, &verdict.rows)),
        Main::AsUsual | Main::Status { .. } | Main::RateLimit { .. } | Main::Break { .. } => None,
    }
}

/// Whether a request took effect to which the verdict lets no good answer come; `None` where one
/// comes.
pub(super) fn unheard(verdict: &Verdict) -> Option<bool> {
    match verdict.main {
        Main::Status { processed, .. } | Main::Break { processed, .. } => Some(processed),
        Main::AsUsual | Main::Refusal(_) | Main::RateLimit { .. } => None,
    }
}

/// Lets happen what the verdict wants once the exchange is recorded.
pub(super) fn carry_out(world: &mut World, made: Response<Bytes>, verdict: Verdict) -> Outcome {
    let Verdict {
        main, delay, act, ..
    } = verdict;
    if let Some(act) = act {
        world.act_as_scripted(&act);
    }
    let shape = match main {
        Main::AsUsual | Main::Refusal(_) | Main::RateLimit { .. } => Shape::Answer(made),
        Main::Status { processed, .. } => match status(&main) {
            Some(proxy) if processed => Shape::Answer(proxy),
            Some(_) | None => Shape::Answer(made),
        },
        Main::Break { how, .. } => match how {
            BreakWord::ResetBefore => Shape::ResetBefore,
            BreakWord::ResetMidway => Shape::ResetMidway(made),
            BreakWord::ResetAfter => Shape::ResetAfter,
            BreakWord::Truncated => Shape::Truncated(made),
            BreakWord::Garbled => Shape::Answer(garbled(made, &mut world.mint)),
            BreakWord::TimedOut => Shape::TimedOut,
        },
    };
    Outcome { delay, shape }
}

fn status(main: &Main) -> Option<Response<Bytes>> {
    let Main::Status {
        status,
        body,
        headers,
        ..
    } = main
    else {
        return None;
    };
    let mut response = Response::new(Bytes::from(body.clone()));
    *response.status_mut() = *status;
    for (name, value) in headers {
        response.headers_mut().insert(name, value.clone());
    }
    Some(response)
}

/// Bytes in the middle of a body become others, so that no parser reads it.
fn garbled(response: Response<Bytes>, mint: &mut Mint) -> Response<Bytes> {
    let (head, body) = response.into_parts();
    let mut body = BytesMut::from(body.as_ref());
    let length = body.len();
    let run = (length / 4).clamp(1, 64).min(length);
    let start = (length - run) / 2;
    for byte in &mut body[start..start + run] {
        // Control characters: in no JSON, XML or text.
        let wrong = u8::try_from(mint.number(Stream::Garble, 8)).unwrap_or_default();
        *byte = wrong + 1;
    }
    Response::from_parts(head, body.freeze())
}
