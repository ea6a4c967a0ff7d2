//! One exchange under the lock: apply, take in what follows, record, answer.

use std::collections::BTreeSet;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Map;

use super::grants;
use super::headers::Headers;
use super::journal::{Body, Exchange, Record, Trouble};
use super::models::Resident;
use super::outcome::Outcome;
use super::passwords;
use super::tokens;
use super::trouble;
use super::world::World;
use crate::scenario::Verdict;
use crate::services::{
    Decoded, Errand, Facts, Heard, Operation, Received, Refused, Said, Simulated, Spoken, Staged,
};
use crate::wire::json::problem;

/// Response header with the number of the exchange in the journal.
pub const EXCHANGE_HEADER: HeaderName = HeaderName::from_static("sandkasse-exchange");

/// Response header with the id of the rule that refused the request.
pub const RULE_HEADER: HeaderName = HeaderName::from_static("sandkasse-rule");

/// Who sent a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A client outside.
    Client,
    /// The reference router.
    Router {
        /// The case for which it asks, if it asks for one.
        case: Option<String>,
    },
}

impl Via {
    /// The word shown to people.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Router { .. } => "router",
        }
    }
}

/// A request as far as the journal keeps it.
#[derive(Debug)]
pub struct Visit {
    pub(super) service: &'static str,
    pub(super) via: Via,
    method: String,
    target: String,
    request_headers: Headers,
    request: Body,
}

/// A body without what proves who somebody is.
fn without_secrets(body: Body) -> Body {
    let Body { kept, length } = body;
    let kept = passwords::without_passwords(kept);
    Body {
        kept: tokens::without_recipient_tokens(kept),
        length,
    }
}

impl Visit {
    /// The visit that a received request makes to a service.
    #[must_use]
    pub fn of(service: &'static str, via: Via, received: &Received) -> Self {
        let query = received.request.uri().query();
        let headers = received.request.headers();
        let mut request = without_secrets(Body::of(received.request.body()));
        request.kept = grants::without_grants(headers, request.kept);
        Self {
            service,
            via,
            method: received.request.method().as_str().to_owned(),
            target: match query {
                Some(query) => format!("{}?{}", received.path, passwords::without_keys(query)),
                None => received.path.clone(),
            },
            request_headers: Headers::of(headers),
            request,
        }
    }

    /// Who sent it.
    #[must_use]
    pub fn via(&self) -> &Via {
        &self.via
    }
}

/// An exchange that is not answered yet.
#[derive(Debug)]
pub struct Pending<E> {
    visit: Visit,
    operation: &'static Operation,
    echo: E,
    facts: Vec<Facts>,
    remarks: Vec<String>,
    /// The cases that something happened to so far.
    cases: Vec<String>,
    /// What a rule wants to happen to it.
    verdict: Option<Verdict>,
    /// The life of the sandbox in which it began.
    generation: u64,
}

/// How far an exchange came.
#[derive(Debug)]
pub enum Step<E, C> {
    /// It is answered, or fails to be.
    Answered(Outcome),
    /// A message must be sent and answered first.
    Errand(Box<Errand>, C, Box<Pending<E>>),
}

/// Applies a decoded request.
pub fn begin<S>(
    world: &mut World,
    service: &S,
    visit: Visit,
    decoded: Decoded<S::Command, S::Echo>,
) -> Step<S::Echo, S::Continuation>
where
    S: Simulated,
    S::Model: Resident<Event = S::Event>,
{
    let Decoded {
        operation,
        command,
        mut echo,
        facts,
        remarks,
    } = decoded;
    world.touched.clear();
    let verdict = trouble::ask(world, &visit, Some(operation), &facts, true);
    if let Some(instead) = verdict.as_ref().and_then(trouble::instead) {
        let spoke = Spoke {
            operation: Some(operation),
            facts,
            remarks,
            ..Spoke::default()
        };
        return Step::Answered(answer(world, visit, spoke, instead, verdict));
    }
    let staged = match verdict.as_ref().and_then(trouble::refusal) {
        Some((refusal, rows)) => service.stage(refusal, command, &mut echo, rows),
        None => Staged::Proceed(command),
    };
    let said = match staged {
        Staged::Refused(fault) => Said::Done(Err(fault)),
        Staged::Proceed(command) => {
            world.take_turn(|model, turn| service.apply(model, command, turn))
        }
    };
    let pending = Pending {
        visit,
        operation,
        echo,
        facts,
        remarks,
        cases: std::mem::take(&mut world.touched),
        verdict,
        generation: world.generation,
    };
    go_on(world, service, pending, said)
}

/// Goes on with an exchange whose errand was answered. An answer to an exchange of a world that
/// was reset meanwhile has no world to go into.
pub fn resume<S>(
    world: &mut World,
    service: &S,
    mut pending: Pending<S::Echo>,
    continuation: S::Continuation,
    heard: Heard,
) -> Step<S::Echo, S::Continuation>
where
    S: Simulated,
    S::Model: Resident<Event = S::Event>,
{
    if pending.generation != world.generation {
        return Step::Answered(Outcome::answer(reset_meanwhile()));
    }
    // While the errand was out, other things happened to other cases.
    world.touched.clear();
    let said = world.take_turn(|model, turn| service.resume(model, continuation, heard, turn));
    pending.cases.append(&mut world.touched);
    go_on(world, service, pending, said)
}

/// Records a message that is wrong by itself and gives the service's answer to it.
pub fn refuse(world: &mut World, visit: Visit, refused: Refused) -> Outcome {
    let Refused {
        operation,
        response,
        why,
        rule,
    } = refused;
    let verdict = trouble::ask(world, &visit, operation, &[], false);
    let spoke = Spoke {
        operation,
        rule,
        why: Some(why),
        ..Spoke::default()
    };
    let instead = verdict.as_ref().and_then(trouble::instead);
    answer(
        world,
        visit,
        spoke,
        instead.unwrap_or(Some(response)),
        verdict,
    )
}

fn go_on<S: Simulated>(
    world: &mut World,
    service: &S,
    pending: Pending<S::Echo>,
    said: Said<S::Reply, S::Fault, S::Continuation>,
) -> Step<S::Echo, S::Continuation> {
    let result = match said {
        Said::Errand(errand, continuation) => {
            return Step::Errand(errand, continuation, Box::new(pending));
        }
        Said::Done(result) => result,
    };
    let Pending {
        visit,
        operation,
        echo,
        facts,
        remarks,
        cases,
        verdict,
        generation: _,
    } = pending;
    let response = service.encode(&echo, result.as_ref());
    let spoken: Option<&dyn Spoken> = match &result {
        Ok(reply) => service.objection(reply),
        Err(fault) => Some(fault),
    };
    let spoke = Spoke {
        operation: Some(operation),
        facts,
        remarks,
        cases,
        rule: spoken.and_then(Spoken::rule),
        why: spoken.map(Spoken::why),
    };
    Step::Answered(answer(world, visit, spoke, Some(response), verdict))
}

#[derive(Default)]
struct Spoke {
    operation: Option<&'static Operation>,
    facts: Vec<Facts>,
    remarks: Vec<String>,
    cases: Vec<String>,
    rule: Option<&'static str>,
    why: Option<String>,
}

fn reset_meanwhile() -> Response<Bytes> {
    let detail = "the sandbox was reset while another service was being asked; send it again";
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let body = problem(status.as_u16(), "sandbox reset", detail, Map::new());
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let media_type = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

/// Records an exchange, and lets happen to its answer what a rule wants.
fn answer(
    world: &mut World,
    visit: Visit,
    spoke: Spoke,
    response: Option<Response<Bytes>>,
    verdict: Option<Verdict>,
) -> Outcome {
    let number = world.journal.next_number();
    let status = response.as_ref().map(|made| made.status().as_u16());
    let mut response = response.unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(EXCHANGE_HEADER, HeaderValue::from(number));
    if let Some(rule) = spoke.rule {
        headers.insert(RULE_HEADER, HeaderValue::from_static(rule));
    }
    let cases = cases(world, &visit, &spoke.facts, spoke.cases);
    let exchange = Exchange {
        service: visit.service,
        operation: spoke.operation.map(|operation| operation.id),
        via: visit.via,
        method: visit.method,
        target: visit.target,
        status,
        facts: spoke.facts,
        cases,
        rule: spoke.rule,
        why: spoke.why,
        trouble: verdict.as_ref().map(Trouble::of),
        remarks: spoke.remarks,
        request_headers: visit.request_headers,
        request: visit.request,
        answer_headers: Headers::of(response.headers()),
        answer: without_secrets(Body::of(response.body())),
    };
    world.write(Record::Exchange(Box::new(exchange)));
    match verdict {
        Some(verdict) => trouble::carry_out(world, response, verdict),
        None => Outcome::answer(response),
    }
}

/// Every case that an exchange belongs to: those of the ids in the request, those that something
/// happened to, and the one for which the router asked.
fn cases(world: &World, visit: &Visit, facts: &[Facts], mut cases: Vec<String>) -> Vec<String> {
    cases.extend(
        named(facts)
            .into_iter()
            .flat_map(|id| world.cases.of(visit.service, id))
            .map(str::to_owned),
    );
    match &visit.via {
        Via::Router { case } => cases.extend(case.clone()),
        Via::Client => {}
    }
    cases.sort_unstable();
    cases.dedup();
    cases
}

/// The ids that rows name, each once: every row of a shipment names the shipment, whose cases are
/// as many as its rows.
fn named(facts: &[Facts]) -> BTreeSet<&str> {
    let ids = facts.iter().flat_map(|facts| &facts.ids);
    ids.map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_of_a_shipment_are_looked_up_once_however_many_transactions_it_has() {
        let row = |n: usize| Facts {
            ids: vec!["shipment".to_owned(), format!("transaction-{n}")],
            ..Facts::default()
        };
        let rows: Vec<Facts> = (0..1000).map(row).collect();
        assert_eq!(named(&rows).len(), 1001);
    }
}
