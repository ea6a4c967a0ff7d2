//! One exchange under the lock: apply, take in what follows, record, answer.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response};

use super::journal::{Body, Exchange, Record};
use super::models::Resident;
use super::world::World;
use crate::services::{
    Decoded, Errand, Facts, Heard, Operation, Received, Refused, Said, Simulated, Spoken,
};

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
    service: &'static str,
    via: Via,
    method: String,
    target: String,
    request: Body,
}

impl Visit {
    /// The visit that a received request makes to a service.
    #[must_use]
    pub fn of(service: &'static str, via: Via, received: &Received) -> Self {
        let query = received.request.uri().query();
        Self {
            service,
            via,
            method: received.request.method().as_str().to_owned(),
            target: match query {
                Some(query) => format!("{}?{query}", received.path),
                None => received.path.clone(),
            },
            request: Body::of(received.request.body()),
        }
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
}

/// How far an exchange came.
#[derive(Debug)]
pub enum Step<E, C> {
    /// It is answered.
    Answered(Response<Bytes>),
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
        echo,
        facts,
        remarks,
    } = decoded;
    let pending = Pending {
        visit,
        operation,
        echo,
        facts,
        remarks,
    };
    world.touched.clear();
    let said = world.take_turn(|model, turn| service.apply(model, command, turn));
    go_on(world, service, pending, said)
}

/// Goes on with an exchange whose errand was answered.
pub fn resume<S>(
    world: &mut World,
    service: &S,
    pending: Pending<S::Echo>,
    continuation: S::Continuation,
    heard: Heard,
) -> Step<S::Echo, S::Continuation>
where
    S: Simulated,
    S::Model: Resident<Event = S::Event>,
{
    let said = world.take_turn(|model, turn| service.resume(model, continuation, heard, turn));
    go_on(world, service, pending, said)
}

/// Records a message that is wrong by itself and gives the service's answer to it.
pub fn refuse(world: &mut World, visit: Visit, refused: Refused) -> Response<Bytes> {
    let Refused {
        operation,
        response,
        why,
        rule,
    } = refused;
    world.touched.clear();
    let record = Spoke {
        operation,
        facts: Vec::new(),
        remarks: Vec::new(),
        rule,
        why: Some(why),
    };
    answer(world, visit, record, response)
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
    } = pending;
    let response = service.encode(&echo, result.as_ref());
    let fault = result.as_ref().err();
    let record = Spoke {
        operation: Some(operation),
        facts,
        remarks,
        rule: fault.and_then(Spoken::rule),
        why: fault.map(Spoken::why),
    };
    Step::Answered(answer(world, visit, record, response))
}

struct Spoke {
    operation: Option<&'static Operation>,
    facts: Vec<Facts>,
    remarks: Vec<String>,
    rule: Option<&'static str>,
    why: Option<String>,
}

fn answer(
    world: &mut World,
    visit: Visit,
    spoke: Spoke,
    mut response: Response<Bytes>,
) -> Response<Bytes> {
    let number = world.journal.next_number();
    let headers = response.headers_mut();
    headers.insert(EXCHANGE_HEADER, HeaderValue::from(number));
    if let Some(rule) = spoke.rule {
        headers.insert(RULE_HEADER, HeaderValue::from_static(rule));
    }
    let cases = cases(world, &visit, &spoke.facts);
    let exchange = Exchange {
        service: visit.service,
        operation: spoke.operation.map(|operation| operation.id),
        via: visit.via,
        method: visit.method,
        target: visit.target,
        status: response.status().as_u16(),
        facts: spoke.facts,
        cases,
        rule: spoke.rule,
        why: spoke.why,
        remarks: spoke.remarks,
        request: visit.request,
        answer: Body::of(response.body()),
    };
    world.write(Record::Exchange(Box::new(exchange)));
    response
}

/// Every case that an exchange belongs to: those of the ids in the request, those that something
/// happened to, and the one for which the router asked.
fn cases(world: &mut World, visit: &Visit, facts: &[Facts]) -> Vec<String> {
    let mut cases = std::mem::take(&mut world.touched);
    let ids = facts.iter().flat_map(|facts| &facts.ids);
    cases.extend(
        ids.filter_map(|id| world.cases.of(visit.service, id))
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
