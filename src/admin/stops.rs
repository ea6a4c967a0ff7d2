//! Named stops of the clock: the next thing to come, the next hand-over, a due date.

use http::StatusCode;
use jiff::Timestamp;

use super::faults::{AdminError, nearest, shown};
use super::wire::{due_date, instant, read_instant};
use crate::domain::calendar::{add_bank_days, at_local, local_date, next_hand_over};
use crate::sandbox::World;

/// What names a stop.
const STOP: &str = "an instant with an offset, before the year 9999, such as \
                    `2026-03-02T09:00:00+01:00`, or a stop: `next`, `next-cutoff`, \
                    `next-bank-day`, `due:<invoice>`";

/// Somewhere to put the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// An instant.
    At(Timestamp),
    /// When the next thing on the agenda is due.
    Next,
    /// The next 17:00 in Norway on a bank day, when claims are handed over to the banks.
    NextCutoff,
    /// Midnight in Norway at which the next bank day begins.
    NextBankDay,
    /// Midnight in Norway at which the due date of an invoice begins, so that whatever the day
    /// brings is still to come. The date is the one printed on the invoice, bank day or not.
    Due(String),
}

impl Stop {
    /// Reads an instant or the name of a stop.
    pub(super) fn read(text: &str) -> Result<Self, AdminError> {
        if let Some(id) = text.strip_prefix("due:").filter(|id| !id.is_empty()) {
            return Ok(Self::Due(id.to_owned()));
        }
        match text {
            "next" => Ok(Self::Next),
            "next-cutoff" => Ok(Self::NextCutoff),
            "next-bank-day" => Ok(Self::NextBankDay),
            other => read_instant(other).map(Self::At).ok_or_else(|| {
                let error = AdminError::value("to", other, STOP);
                match nearest(other, ["next", "next-cutoff", "next-bank-day"]) {
                    Some(hint) => error.hint(hint),
                    None => error,
                }
            }),
        }
    }

    /// Where it lies, seen from an instant.
    pub(super) fn instant(
        &self,
        world: &mut World,
        now: Timestamp,
    ) -> Result<Timestamp, AdminError> {
        match self {
            Self::At(at) => Ok(*at),
            Self::Next => world.agenda.next().ok_or_else(|| {
                let detail = format!("nothing is to come in this sandbox after {}", instant(now));
                AdminError::new(StatusCode::CONFLICT, "there is no next", detail)
                    .with("found", "an empty agenda")
                    .hint("send something first, or name an instant")
            }),
            Self::NextCutoff => Ok(next_hand_over(now)),
            Self::NextBankDay => Ok(at_local(add_bank_days(local_date(now), 1), 0, 0)),
            Self::Due(id) => {
                let case = world.cases.find(id).cloned().ok_or_else(|| {
                    let what = format!(
                        "no service of this sandbox knows an invoice `{}`",
                        shown(id)
                    );
                    AdminError::new(StatusCode::NOT_FOUND, "unknown invoice", what)
                        .with("found", shown(id))
                        .hint("`GET …/invoices` lists all")
                })?;
                let due = due_date(&case, world).ok_or_else(|| {
                    let what = format!("the invoice `{}` has no due date", shown(id));
                    AdminError::new(StatusCode::CONFLICT, "no due date", what)
                })?;
                Ok(at_local(due, 0, 0))
            }
        }
    }
}
