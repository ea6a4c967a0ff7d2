//! The router's seat at the front door.

use std::sync::Arc;

use bytes::Bytes;
use http::Response;

use super::channels;
use super::faults::Fault;
use super::model::{
    ActionType, Command, ConsumerQuery, InvoiceFilter, Job, Model, Reply, Scope, Submission,
    TokenRequest,
};
use super::operations::{MOUNT, OPERATIONS};
use super::wire;
use crate::consumer::Turn;
use crate::domain::lookup::LookupKey;
use crate::domain::mint::Stream;
use crate::domain::routing::LookupAnswer;
use crate::services::{
    Caller as ServiceCaller, Decoded, Errand, Heard, Mount, Operation, Received, Refused, Said,
    Scripted, Simulated, Staged,
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
    type Echo = wire::Echo;
    type Continuation = Looking;

    fn mount(&self) -> &'static Mount {
        &MOUNT
    }

    fn operations(&self) -> &'static [Operation] {
        OPERATIONS
    }

    fn decode(&self, received: &Received) -> Result<Decoded<Command, wire::Echo>, Box<Refused>> {
        wire::decode(received)
    }

    fn stage(
        &self,
        refusal: &'static Scripted,
        _: Command,
        _: &mut wire::Echo,
        _: &[usize],
    ) -> Staged<Command, Fault> {
        Staged::Refused(Fault::scripted(refusal))
    }

    fn caller(&self, received: &Received) -> Option<ServiceCaller> {
        wire::caller(received)
    }

    fn apply(&self, model: &mut Model, command: Command, turn: &mut Turn<'_, Job>) -> Answer {
        let model = Caller { model, turn };
        match command {
            Command::LookupConsumer(bearer, query) => model.look_up(bearer.as_deref(), query),
            Command::Token(request) => Said::Done(model.token(request)),
            Command::CreateInvoice(bearer, submission) => {
                Said::Done(model.create(bearer.as_deref(), submission))
            }
            Command::ListInvoices(bearer, filter) => {
                Said::Done(model.list(bearer.as_deref(), filter))
            }
            Command::GetInvoice(bearer, id) => Said::Done(model.invoice(bearer.as_deref(), &id)),
            Command::GetActions(bearer, id, types) => {
                Said::Done(model.actions(bearer.as_deref(), &id, types))
            }
            Command::NotSimulated(what) => Said::Done(Err(Fault::NotSimulated(what.to_owned()))),
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

    fn encode(&self, echo: &wire::Echo, said: Result<&Reply, &Fault>) -> Response<Bytes> {
        match said {
            Ok(reply) => wire::encode_reply(echo, reply),
            Err(fault) => wire::encode_fault(fault),
        }
    }
}

/// A caller's request: first the token, then what is wrong with the rest, then the model.
struct Caller<'a, 't> {
    model: &'a mut Model,
    turn: &'a mut Turn<'t, Job>,
}

impl Caller<'_, '_> {
    fn token(self, request: Result<TokenRequest, Fault>) -> Result<Reply, Fault> {
        self.model.token(request?, self.turn)
    }

    fn create(
        self,
        bearer: Option<&str>,
        submission: Result<Box<Submission>, Fault>,
    ) -> Result<Reply, Fault> {
        let company = self.model.caller(bearer, Scope::InvoiceSend, self.turn)?;
        self.model.create(&company, *submission?, self.turn)
    }

    fn list(
        self,
        bearer: Option<&str>,
        filter: Result<InvoiceFilter, Fault>,
    ) -> Result<Reply, Fault> {
        let company = self.model.caller(bearer, Scope::InvoiceSend, self.turn)?;
        Ok(self.model.list(&filter?, &company))
    }

    fn invoice(self, bearer: Option<&str>, id: &str) -> Result<Reply, Fault> {
        let company = self.model.caller(bearer, Scope::InvoiceSend, self.turn)?;
        let invoice = Arc::clone(self.model.own(id, &company.slug)?);
        Ok(Reply::Invoice(invoice, company))
    }

    fn actions(
        self,
        bearer: Option<&str>,
        id: &str,
        types: Result<Vec<ActionType>, Fault>,
    ) -> Result<Reply, Fault> {
        let company = self.model.caller(bearer, Scope::InvoiceSend, self.turn)?;
        let types = types?;
        let actions = self.model.own(id, &company.slug)?.actions.iter();
        let actions = actions.filter(|action| types.is_empty() || types.contains(&action.kind));
        Ok(Reply::Actions(actions.cloned().collect()))
    }

    fn look_up(self, bearer: Option<&str>, query: Result<Box<ConsumerQuery>, Fault>) -> Answer {
        match begin_lookup(self.model, bearer, query, self.turn) {
            Ok(looking) => ask_next(looking, None, self.turn),
            Err(fault) => Said::Done(Err(fault)),
        }
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
    let with_issuer = |key| LookupKey {
        issuer: issuer.clone(),
        ..key
    };
    let keys: Vec<LookupKey> = query.keys().into_iter().map(with_issuer).collect();
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
            let login = channels::mps::login(turn.cast);
            let request = channels::mps::lookup_request(&message, &key, login.as_ref());
            let errand = Errand { request };
            Said::Errand(Box::new(errand), looking)
        }
        None => Said::Done(Ok(looking.query.answer(last, turn))),
    }
}
