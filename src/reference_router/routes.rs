//! The router's seat at the front door.

use bytes::Bytes;
use http::Response;

use super::channels;
use super::faults::Fault;
use super::model::{Command, ConsumerQuery, Job, Model, Reply, Scope};
use super::operations::{MOUNT, OPERATIONS};
use super::wire;
use crate::consumer::Turn;
use crate::domain::lookup::LookupKey;
use crate::domain::mint::Stream;
use crate::domain::routing::LookupAnswer;
use crate::services::{
    Decoded, Errand, Heard, Mount, Operation, Received, Refused, Said, Simulated,
};

/// The reference router as a service.
#[derive(Debug)]
pub struct Router;

/// A consumer look-up between two questions to the registry.
#[derive(Debug)]
pub struct Looking {
    query: Box<ConsumerQuery>,
    keys: std::vec::IntoIter<LookupKey>,
}

type Answer = Said<Reply, Fault, Looking>;

impl Simulated for Router {
    type Model = Model;
    type Command = Command;
    type Reply = Reply;
    type Fault = Fault;
    type Event = Job;
    type Echo = ();
    type Continuation = Looking;

    fn mount(&self) -> &'static Mount {
        &MOUNT
    }

    fn operations(&self) -> &'static [Operation] {
        OPERATIONS
    }

    fn decode(&self, received: &Received) -> Result<Decoded<Command, ()>, Box<Refused>> {
        wire::decode(received)
    }

    fn apply(&self, model: &mut Model, command: Command, turn: &mut Turn<'_, Job>) -> Answer {
        match command {
            Command::LookupConsumer(bearer, query) => {
                match begin_lookup(model, bearer.as_deref(), query, turn) {
                    Ok(looking) => ask_next(looking, None, turn),
                    Err(fault) => Said::Done(Err(fault)),
                }
            }
            other => Said::Done(answer(model, other, turn)),
        }
    }

    fn resume(
        &self,
        _: &mut Model,
        looking: Looking,
        heard: Heard,
        turn: &mut Turn<'_, Job>,
    ) -> Answer {
        ask_next(looking, Some(channels::mps::read_lookup(&heard)), turn)
    }

    fn encode(&self, (): &(), said: Result<&Reply, &Fault>) -> Response<Bytes> {
        match said {
            Ok(reply) => wire::encode_reply(reply),
            Err(fault) => wire::encode_fault(fault),
        }
    }
}

fn answer(model: &mut Model, command: Command, turn: &mut Turn<'_, Job>) -> Result<Reply, Fault> {
    match command {
        Command::Token(request) => model.token(request?, turn),
        Command::CreateInvoice(bearer, submission) => {
            let company = model.caller(bearer.as_deref(), Scope::InvoiceSend, turn)?;
            model.create(&company, *submission?, turn)
        }
        Command::ListInvoices(bearer, filter) => {
            let company = model.caller(bearer.as_deref(), Scope::InvoiceSend, turn)?;
            Ok(model.list(&filter?, &company))
        }
        Command::GetInvoice(bearer, id) => {
            let company = model.caller(bearer.as_deref(), Scope::InvoiceSend, turn)?;
            let invoice = model.own(&id, &company.slug)?.clone();
            Ok(Reply::Invoice(Box::new(invoice), company))
        }
        Command::GetActions(bearer, id, types) => {
            let company = model.caller(bearer.as_deref(), Scope::InvoiceSend, turn)?;
            let actions = model.own(&id, &company.slug)?.actions.iter();
            let wanted = |kind: &str| types.is_empty() || types.iter().any(|t| t == kind);
            let actions = actions.filter(|action| wanted(action.kind.as_str()));
            Ok(Reply::Actions(actions.cloned().collect()))
        }
        Command::NotSimulated(what) => Err(Fault::NotSimulated(what.to_owned())),
        Command::LookupConsumer(_, _) => Err(Fault::NotSimulated("a look-up without MPS".into())),
    }
}

fn begin_lookup(
    model: &Model,
    bearer: Option<&str>,
    query: Result<Box<ConsumerQuery>, Fault>,
    turn: &Turn<'_, Job>,
) -> Result<Looking, Fault> {
    let company = model.caller(bearer, Scope::Lookup, turn)?;
    let query = query?;
    let issuer = company
        .org_number
        .norwegian()
        .map(|number| number.as_str().to_owned());
    let keys: Vec<LookupKey> = query
        .keys()
        .into_iter()
        .map(|key| LookupKey {
            issuer: issuer.clone(),
            ..key
        })
        .collect();
    Ok(Looking {
        query,
        keys: keys.into_iter(),
    })
}

/// Asks with the next key while the registry knows nobody, or nobody single, for the last one.
fn ask_next(mut looking: Looking, last: Option<LookupAnswer>, turn: &mut Turn<'_, Job>) -> Answer {
    let go_on = match &last {
        None | Some(LookupAnswer::Nobody | LookupAnswer::Several) => true,
        Some(
            LookupAnswer::Accepts(_)
            | LookupAnswer::NotEnabled(_)
            | LookupAnswer::Blocked(_)
            | LookupAnswer::Unavailable(_),
        ) => false,
    };
    match looking.keys.next().filter(|_| go_on) {
        Some(key) => {
            let message = turn.mint.uuid(Stream::Message).to_string();
            let request = channels::mps::lookup_request(&message, &key);
            Said::Errand(
                Errand {
                    leg: channels::mps::LEG,
                    request,
                },
                looking,
            )
        }
        None => Said::Done(Ok(looking.query.answer(last, turn))),
    }
}
