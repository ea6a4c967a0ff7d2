//! Access tokens that were given, and how many calls each client made in the running second.

use imbl::OrdMap;
use jiff::Timestamp;
use uuid::Uuid;

use crate::consumer::Turn;
use crate::domain::slug::Slug;
use crate::domain::vipps::Product;
use crate::services::vipps::faults::{Fault, FrontKind};
use crate::services::vipps::model::{Asker, Event};

/// So many tokens are remembered.
const SESSIONS_MAX: usize = 10_000;

/// What the part remembers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    pub(in crate::services::vipps) sessions: OrdMap<Uuid, Session>,
    /// How many tokens were ever given.
    pub(in crate::services::vipps) given: u64,
    /// By company and product, as `company.product`.
    pub(in crate::services::vipps) calls: OrdMap<String, Calls>,
}

/// A token that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// To whom.
    pub asker: Asker,
    /// Until when it lives.
    pub until: Timestamp,
    /// The how many-th it was; on a clock that stands still nothing else tells which is older.
    pub number: u64,
}

/// The calls of one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calls {
    /// Which second, as seconds since 1970.
    pub second: i64,
    /// How many.
    pub count: u32,
}

impl State {
    /// Counts a call of a client for a product, and refuses it when there were too many in this
    /// second.
    pub(in crate::services::vipps::model) fn count(
        &mut self,
        (company, product): &(Slug, Product),
        turn: &Turn<'_, Event>,
    ) -> Result<(), Fault> {
        let limit = turn.settings.vipps.rate_limit;
        if limit == 0 {
            return Ok(());
        }
        let key = format!("{company}.{}", product.as_str());
        let second = turn.now.as_second();
        let none = Calls { second, count: 0 };
        let calls = self.calls.entry(key).or_insert(none);
        if calls.second != second {
            *calls = none;
        }
        if calls.count >= limit {
            let found = format!("call {} in a second that takes {limit}", calls.count + 1);
            let mut fault = Fault::front(FrontKind::RateLimited, found);
            fault.wait_s = Some(1);
            return Err(fault);
        }
        calls.count += 1;
        Ok(())
    }

    /// Keeps a token that was given. Whoever logs in for every call does not fill the memory: what
    /// ended is forgotten when there are many, and the one that was given first after that.
    pub(in crate::services::vipps::model) fn keep(
        &mut self,
        id: Uuid,
        asker: Asker,
        until: Timestamp,
        now: Timestamp,
    ) {
        if self.sessions.len() >= SESSIONS_MAX {
            let live = self.sessions.iter().filter(|(_, it)| now < it.until);
            self.sessions = live.map(|(id, it)| (*id, it.clone())).collect();
        }
        if self.sessions.len() >= SESSIONS_MAX {
            let first = self.sessions.iter().min_by_key(|(_, it)| it.number);
            if let Some(first) = first.map(|(id, _)| *id) {
                self.sessions.remove(&first);
            }
        }
        self.given = self.given.saturating_add(1);
        let session = Session {
            asker,
            until,
            number: self.given,
        };
        self.sessions.insert(id, session);
    }

    /// Whose token it is.
    pub(in crate::services::vipps::model) fn token(
        &self,
        id: &Uuid,
        now: Timestamp,
    ) -> Result<Asker, Fault> {
        match self.sessions.get(id) {
            Some(session) if now < session.until => Ok(session.asker.clone()),
            Some(session) => {
                let found = format!("one that lived until {}", session.until);
                Err(Fault::front(FrontKind::ExpiredAccessToken, found))
            }
            None => {
                let found = "a token that was not given here";
                Err(Fault::front(FrontKind::InvalidAccessToken, found))
            }
        }
    }
}
