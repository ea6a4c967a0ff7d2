//! The impersonated services, one folder each, all of the same shape.
//!
//! A folder holds `operations` (the table to start reading at), `model` (state and rules),
//! `faults` (refusals as a table), `wire` (messages both ways), `routes` (the seat at the front
//! door), `snapshot` (the state as text) and `tests`. Services never import each other: what they
//! share is the cast and the consumers' book, what they exchange goes over HTTP like strangers.

use bytes::Bytes;
use http::Response;

use crate::consumer::Turn;

mod fidelity;
mod table;

pub mod bank;
pub mod digipost;
pub mod dpi;
pub mod krr;
pub mod maskinporten;
pub mod mps;
pub mod vipps;

pub use fidelity::page as fidelity_page;
pub(crate) use table::joined;
pub use table::{
    Caller, Contract, Decoded, Doing, Errand, Fact, Facts, Fidelity, Field, Heard, Holds, Kind,
    Match, Method, Mount, Operation, Received, Refused, Said, Scripted, Sealing, Shape, Source,
    Staged,
};

/// What the front door asks of a service.
///
/// The door reads bytes, finds the sandbox, and calls `decode` outside the lock; then, under the
/// lock, `apply` and `encode`. A service sees HTTP here and in its `wire` files only.
pub trait Simulated: Send + Sync + 'static {
    /// The service's state in one sandbox.
    type Model;
    /// A decoded request.
    type Command: Send + 'static;
    /// A good answer before it is encoded.
    type Reply;
    /// A refusal in the service's own terms.
    type Fault: Spoken;
    /// Something that happens later.
    type Event;
    /// What a request says that its answer must repeat.
    type Echo: Send + 'static;
    /// What is to be done when a message that a request had to send first was answered.
    type Continuation: Send + 'static;

    /// Where the service is mounted and what it is called.
    fn mount(&self) -> &'static Mount;

    /// Its operations.
    fn operations(&self) -> &'static [Operation];

    /// Whom a request comes from, read without judging it. Asked only where neither a port nor the
    /// address names the sandbox; a service whose callers send nothing leaves it out.
    fn caller(&self, received: &Received) -> Option<Caller> {
        let _ = received;
        None
    }

    /// Reads a request.
    ///
    /// # Errors
    /// [`Refused`] with the service's own answer when the message itself is wrong.
    fn decode(
        &self,
        received: &Received,
    ) -> Result<Decoded<Self::Command, Self::Echo>, Box<Refused>>;

    /// What becomes of a command for which a scenario asked for one of the service's scripted
    /// refusals. `rows` are the rows of the command's facts that it is about; of a command
    /// without facts there are none. What the answer repeats of the request may be changed.
    fn stage(
        &self,
        refusal: &'static Scripted,
        command: Self::Command,
        echo: &mut Self::Echo,
        rows: &[usize],
    ) -> Staged<Self::Command, Self::Fault>;

    /// Applies a command to the state.
    fn apply(
        &self,
        model: &mut Self::Model,
        command: Self::Command,
        turn: &mut Turn<'_, Self::Event>,
    ) -> Said<Self::Reply, Self::Fault, Self::Continuation>;

    /// Goes on with a command after its errand was answered.
    fn resume(
        &self,
        model: &mut Self::Model,
        continuation: Self::Continuation,
        heard: Heard,
        turn: &mut Turn<'_, Self::Event>,
    ) -> Said<Self::Reply, Self::Fault, Self::Continuation>;

    /// What a good answer has against the request, for a service that takes things in order to
    /// reject them: journal and headers tell it as they tell a refusal.
    fn objection<'r>(&self, reply: &'r Self::Reply) -> Option<&'r dyn Spoken> {
        let _ = reply;
        None
    }

    /// Writes the answer.
    fn encode(
        &self,
        echo: &Self::Echo,
        said: Result<&Self::Reply, &Self::Fault>,
    ) -> Response<Bytes>;

    /// The last hand on every answer of the service, refusals and armed ones included, for a
    /// service that signs what it says. It is outside the lock, and nothing of it is kept.
    fn seal(&self, sealing: &Sealing<'_>, response: &mut Response<Bytes>) {
        let _ = (sealing, response);
    }
}

/// What a refusal tells to journal and headers.
pub trait Spoken {
    /// The rule that speaks, if one does.
    fn rule(&self) -> Option<&'static str>;
    /// The refusal in words, with what was found.
    fn why(&self) -> String;
}
