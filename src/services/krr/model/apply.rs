//! One request: who asks, then what is asked.

use std::convert::Infallible;

use super::admission::{let_in, rights};
use super::command::{Answer, Ask, Command, Reply, SERVICE, Signing};
use super::log::Model;
use super::row::Rights;
use super::sight::Sight;
use super::wish::{AnswerWish, Desire, Wish};
use super::{changes, look_up, own};
use crate::consumer::Turn;
use crate::domain::calendar::local_date;
use crate::domain::krr::{KrrSettings, TimeForm};
use crate::domain::settings::Profile;
use crate::services::krr::faults::{Fault, FaultKind};

impl Model {
    /// Answers a request.
    pub(in crate::services::krr) fn apply(
        &mut self,
        command: Command,
        turn: &mut Turn<'_, Infallible>,
    ) -> Result<Reply, Fault> {
        let form = turn.settings.krr.errors;
        let answered = self.answer(command, turn);
        answered.map_err(|fault| Fault { form, ..fault })
    }

    fn answer(
        &mut self,
        command: Command,
        turn: &mut Turn<'_, Infallible>,
    ) -> Result<Reply, Fault> {
        let Command {
            gate,
            bearer,
            ask,
            unknown_member,
            armed,
            wish,
        } = command;
        if let Some(fault) = armed {
            return Err(*fault);
        }
        let token = let_in(gate, &bearer, turn)?;
        let ask = ask.map_err(|fault| *fault)?;
        let profile = turn.settings.profile;
        if let Some(name) = unknown_member.filter(|_| profile == Profile::Strict) {
            let found = format!("`{name}`");
            return Err(Fault::new(FaultKind::UnknownMember, found));
        }
        let settings = settings(&turn.settings.krr, wish.as_ref());
        let sight = Sight {
            seen: turn.cast.seen_by(SERVICE),
            settings: &settings,
            rights: token.as_deref().map_or(Rights::NONE, rights),
            today: local_date(turn.now),
            judges_age: !matches!(ask, Ask::Changes(_)),
            wish: wish.as_ref(),
        };
        let answer = match ask {
            Ask::Print => Answer::Print,
            Ask::LookUp(ask) => {
                let mut rows = look_up::rows(&ask, &sight, profile)?;
                if let Some(wish) = &wish {
                    if wish.what == Desire::Answer(AnswerWish::Shuffled) {
                        rows.reverse();
                    }
                    look_up::afterwards(&ask.persons, wish, turn);
                }
                Answer::Persons(rows)
            }
            Ask::Changes(ask) => Answer::Changes(changes::page(self, ask, &sight)),
            Ask::Own => {
                let user = own::user(token.as_deref())?;
                Answer::Own(Box::new(own::shown(&user, &sight)))
            }
            Ask::Language(ask) => {
                let user = own::user(token.as_deref())?;
                Answer::Own(Box::new(own::with_language(&user, ask, &sight, turn)?))
            }
        };
        Ok(Reply {
            signing: signing(wish.as_ref()),
            settings,
            answer,
        })
    }
}

/// The settings, as a scenario wants them.
fn settings(settings: &KrrSettings, wish: Option<&Wish>) -> KrrSettings {
    let times = match wish.map(|wish| wish.what) {
        Some(Desire::Answer(AnswerWish::FullTimes)) => TimeForm::Full,
        Some(Desire::Answer(AnswerWish::FractionTimes)) => TimeForm::Fraction,
        Some(
            Desire::Person(_)
            | Desire::Certificate(_)
            | Desire::Rights(_)
            | Desire::Answer(_)
            | Desire::Changes(_),
        )
        | None => settings.times,
    };
    KrrSettings {
        times,
        ..settings.clone()
    }
}

fn signing(wish: Option<&Wish>) -> Signing {
    match wish.map(|wish| wish.what) {
        Some(Desire::Answer(AnswerWish::BrokenSignature)) => Signing::Broken,
        Some(Desire::Answer(AnswerWish::WithoutX5c)) => Signing::WithoutCertificate,
        Some(
            Desire::Person(_)
            | Desire::Certificate(_)
            | Desire::Rights(_)
            | Desire::Answer(_)
            | Desire::Changes(_),
        )
        | None => Signing::Right,
    }
}
