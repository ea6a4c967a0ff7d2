//! One request: who asks, then what is asked.

use super::admission::admit;
use super::command::{Answer, Ask, Command, Event, Reply};
use super::links::Links;
use super::signed::PathForm;
use super::{agreements, keeping, people, sending};
use crate::consumer::Turn;
use crate::domain::digipost::AccountId;
use crate::domain::slug::Slug;
use crate::services::digipost::faults::Fault;

/// The state of Digipost in one sandbox.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    pub(in crate::services::digipost) sending: sending::State,
    pub(in crate::services::digipost) keeping: keeping::State,
    pub(in crate::services::digipost) agreements: agreements::State,
    pub(in crate::services::digipost) links: Links,
}

/// Who signs a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::digipost) struct Broker {
    /// The company.
    pub(in crate::services::digipost) slug: Slug,
    /// Its account.
    pub(in crate::services::digipost) id: AccountId,
    /// How it signed the path.
    pub(in crate::services::digipost) form: PathForm,
}

impl Model {
    /// Answers a request.
    pub(in crate::services::digipost) fn apply(
        &mut self,
        command: Command,
        turn: &mut Turn<'_, Event>,
    ) -> Result<Reply, Fault> {
        let Command { signed, ask } = command;
        let ask = match ask {
            Ok(Ask::Keeping(ask)) if ask.is_open() => {
                let answer = keeping::answer_openly(self, ask, turn).map(Answer::Keeping)?;
                let form = PathForm::Raw;
                return Ok(Reply { form, answer });
            }
            ask => ask,
        };
        let broker = admit(&signed, turn)?;
        let answer = match ask {
            Ok(ask) => self.answer(ask, &broker, turn),
            Err(fault) => Err(*fault),
        };
        let form = broker.form;
        match answer {
            Ok(answer) => Ok(Reply { form, answer }),
            Err(fault) => Err(Fault { form, ..fault }),
        }
    }

    fn answer(
        &mut self,
        ask: Ask,
        broker: &Broker,
        turn: &mut Turn<'_, Event>,
    ) -> Result<Answer, Fault> {
        match ask {
            Ask::People(ask) => people::answer(self, ask, broker, turn).map(Answer::People),
            Ask::Sending(ask) => sending::answer(self, ask, broker, turn).map(Answer::Sending),
            Ask::Keeping(ask) => keeping::answer(self, ask, broker, turn).map(Answer::Keeping),
            Ask::Agreements(ask) => {
                agreements::answer(self, ask, broker, turn).map(Answer::Agreements)
            }
        }
    }

    /// Lets something happen that was due.
    pub fn fire(&mut self, event: Event, turn: &mut Turn<'_, Event>) {
        match event {
            Event::Sending(event) => sending::fire(self, &event, turn),
        }
    }
}
