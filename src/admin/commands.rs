//! The command log: what came in, in the order in which it took effect.

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::marks::unknown;
use super::wire::{CommandText, CommandsText, read_limit};
use crate::domain::slug::Slug;
use crate::http::enter_room;
use crate::sandbox::{Command, Room};

/// Commands that an answer has unless told otherwise, and at most.
const LIMIT: (usize, usize) = (1000, 100_000);

/// `GET /sandboxes/{s}/commands`: from a mark on, or all that any mark asks for; `since` goes on
/// behind a number. `dropped` counts those that were asked for and had no room.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let [since_mark, since, limit] = call.query(["since_mark", "since", "limit"])?;
    let limit = read_limit(limit.as_deref(), LIMIT.1)?.unwrap_or(LIMIT.0);
    let since = since.as_deref().map(read_number).transpose()?.unwrap_or(0);
    let mark = since_mark.as_deref().map(Slug::parse).transpose();
    let mark = mark.map_err(|error| AdminError::not_a_slug(&error))?;
    let read = |room: &mut Room| {
        let log = &room.commands;
        let mut marks = log.marks();
        let from = match &mark {
            Some(wanted) => {
                let found = marks.find(|(name, _)| *name == wanted);
                found.ok_or_else(|| unknown(wanted, room))?.1.from
            }
            None => marks
                .map(|(_, mark)| mark.from)
                .min()
                .unwrap_or(log.next_number()),
        };
        let from = from.max(since.saturating_add(1));
        let commands: Vec<Command> = log.from(from).take(limit).cloned().collect();
        let next = commands.last().map_or(from - 1, |command| command.number);
        let is_last = next.saturating_add(1) >= log.next_number();
        Ok((
            commands,
            log.dropped_from(from),
            next,
            is_last,
            log.is_recording(),
        ))
    };
    let read: Result<_, AdminError> = enter_room(&call.house, &sandbox, read).await;
    let (commands, dropped, next, is_last, is_recording) = read?;
    let commands: Vec<CommandText<'_>> = commands.iter().map(CommandText::of).collect();
    ok(&CommandsText {
        recording: is_recording,
        commands,
        dropped,
        next,
        more: !is_last,
    })
}

fn read_number(text: &str) -> Result<u64, AdminError> {
    let number = text.parse();
    number.map_err(|_| AdminError::value("since", text, "the number of a command"))
}
