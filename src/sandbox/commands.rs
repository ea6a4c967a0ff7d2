//! The command log: every input from outside with its bytes, kept while a mark asks for it.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;

use super::clock::Mode;
use crate::domain::slug::Slug;

/// Most bytes that a log holds; beyond them the oldest commands are dropped and counted.
const BYTES_MAX: usize = 64 * 1024 * 1024;

/// What a command takes up beside what its sender wrote, in bytes.
const FRAME: usize = 256;

/// The inputs of one sandbox, in the order in which they took effect under its lock.
///
/// Whoever puts the clock of an equal sandbox to each command's time and gives it the commands in
/// this order gets the same world. One thing is not told: a request that asks another service
/// before it answers takes effect in two steps, and the log has the place of the first.
#[derive(Debug, Default)]
pub struct CommandLog {
    marks: BTreeMap<Slug, Mark>,
    commands: VecDeque<Command>,
    given: u64,
    bytes: usize,
}

/// A place in the log from which on somebody wants to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The number of the first command behind it.
    pub from: u64,
    /// Sandbox time when it was set.
    pub at: Timestamp,
}

/// An input that took effect.
#[derive(Debug, Clone)]
pub struct Command {
    /// Running number in this log, from 1.
    pub number: u64,
    /// Sandbox time.
    pub at: Timestamp,
    /// What came in.
    pub input: Input,
}

/// What came in.
#[derive(Debug, Clone)]
pub enum Input {
    /// A request to a service.
    Request {
        /// The service.
        service: &'static str,
        /// HTTP method.
        method: String,
        /// Mount, path and query, without what named the sandbox.
        target: String,
        /// Headers as they came, the caller's proof of who it is included.
        headers: HeaderMap,
        /// The whole body; empty where it was larger than its limit and was not read.
        body: Bytes,
    },
    /// The clock was moved.
    Clock {
        /// Where it was put.
        to: Timestamp,
        /// Whether it stands or runs from there.
        mode: Mode,
    },
    /// Somebody changed the world through the admin API.
    Admin {
        /// Media type of the body, where it was given.
        content_type: Option<String>,
        /// HTTP method.
        method: String,
        /// Path below the sandbox, and query.
        target: String,
        /// The whole body.
        body: Bytes,
    },
}

impl CommandLog {
    /// Whether a mark asks for inputs.
    #[must_use]
    pub fn is_recording(&self) -> bool {
        !self.marks.is_empty()
    }

    /// Notes an input while a mark asks for it; without one, nothing is even put together.
    pub fn note(&mut self, at: Timestamp, input: impl FnOnce() -> Input) {
        if !self.is_recording() {
            return;
        }
        let number = self.next_number();
        self.given = number;
        let input = input();
        self.bytes = self.bytes.saturating_add(size(&input));
        self.commands.push_back(Command { number, at, input });
        while self.bytes > BYTES_MAX {
            if !self.drop_oldest() {
                break;
            }
        }
    }

    /// Sets a mark here; says where it stands, and whether it is new. One that is there stays.
    pub fn mark(&mut self, name: Slug, at: Timestamp) -> (Mark, bool) {
        if let Some(there) = self.marks.get(&name) {
            return (*there, false);
        }
        let mark = Mark {
            from: self.next_number(),
            at,
        };
        self.marks.insert(name, mark);
        (mark, true)
    }

    /// Takes a mark away, and with it what only it asked for; says whether it was there.
    pub fn unmark(&mut self, name: &Slug) -> bool {
        let was_there = self.marks.remove(name).is_some();
        let wanted_from = self.marks.values().map(|mark| mark.from).min();
        let unwanted =
            |command: &Command| wanted_from.is_none_or(|wanted_from| command.number < wanted_from);
        while self.commands.front().is_some_and(unwanted) {
            self.drop_oldest();
        }
        if !self.is_recording() {
            self.commands = VecDeque::new();
        }
        was_there
    }

    /// Every mark, in order of names.
    pub fn marks(&self) -> impl Iterator<Item = (&Slug, Mark)> {
        self.marks.iter().map(|(name, mark)| (name, *mark))
    }

    /// The kept commands from a number on, oldest first.
    pub fn from(&self, number: u64) -> impl Iterator<Item = &Command> {
        let kept = self.commands.iter();
        kept.skip_while(move |command| command.number < number)
    }

    /// How many commands from a number on were dropped for room.
    #[must_use]
    pub fn dropped_from(&self, number: u64) -> u64 {
        let first = self.commands.front().map(|command| command.number);
        first
            .unwrap_or(self.next_number())
            .saturating_sub(number.max(1))
    }

    /// The number that the next command will get.
    #[must_use]
    pub fn next_number(&self) -> u64 {
        self.given + 1
    }

    fn drop_oldest(&mut self) -> bool {
        let gone = self.commands.pop_front();
        let freed = gone.as_ref().map_or(0, |command| size(&command.input));
        self.bytes = self.bytes.saturating_sub(freed);
        gone.is_some()
    }
}

fn size(input: &Input) -> usize {
    let written = match input {
        Input::Request {
            service: _,
            method,
            target,
            headers,
            body,
        } => {
            let headers: usize = headers
                .iter()
                .map(|(name, value)| name.as_str().len() + value.len() + FRAME / 4)
                .sum();
            method.len() + target.len() + headers + body.len()
        }
        Input::Clock { .. } => 0,
        Input::Admin {
            content_type,
            method,
            target,
            body,
        } => {
            let media_type = content_type.as_ref().map_or(0, String::len);
            media_type + method.len() + target.len() + body.len()
        }
    };
    written.saturating_add(FRAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Slug {
        Slug::parse(text).unwrap()
    }

    fn upload(bytes: usize) -> Input {
        Input::Admin {
            content_type: None,
            method: "PUT".to_owned(),
            target: "/people/x".to_owned(),
            body: Bytes::from(vec![0; bytes]),
        }
    }

    fn numbers(log: &CommandLog, from: u64) -> Vec<u64> {
        log.from(from).map(|command| command.number).collect()
    }

    const AT: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn without_a_mark_nothing_is_kept_and_no_input_is_even_put_together() {
        let mut log = CommandLog::default();
        log.note(AT, || panic!("nobody asked"));
        let (first, is_new) = log.mark(name("monday"), AT);
        assert_eq!((first.from, is_new), (1, true));
        log.note(AT, || upload(1));
        log.note(AT, || upload(1));
        assert_eq!(log.mark(name("monday"), AT), (first, false));
        assert_eq!(log.mark(name("tuesday"), AT).0.from, 3);
        log.note(AT, || upload(1));
        assert_eq!(numbers(&log, 1), [1, 2, 3]);
        assert!(log.unmark(&name("monday")));
        assert_eq!(numbers(&log, 1), [3]);
        assert!(log.unmark(&name("tuesday")) && !log.unmark(&name("tuesday")));
        assert_eq!((numbers(&log, 1).len(), log.bytes), (0, 0));
        log.note(AT, || panic!("nobody asks any more"));
    }

    #[test]
    fn what_has_no_room_is_dropped_from_the_oldest_end_and_counted() {
        let mut log = CommandLog::default();
        log.mark(name("all"), AT);
        for _ in 0..5 {
            log.note(AT, || upload(BYTES_MAX / 3));
        }
        assert_eq!(numbers(&log, 1), [4, 5]);
        assert_eq!((log.dropped_from(1), log.dropped_from(3)), (3, 1));
        assert_eq!((log.dropped_from(4), log.dropped_from(9)), (0, 0));
        log.note(AT, || upload(2 * BYTES_MAX));
        assert_eq!((numbers(&log, 1).len(), log.dropped_from(1)), (0, 6));
    }
}
