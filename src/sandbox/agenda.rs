//! What will happen: an ordered list that fires when the clock moves.

use imbl::OrdMap;
use jiff::Timestamp;

use crate::consumer::Later;
use crate::reference_router;
use crate::services::{bank, digipost, dpi, mps, vipps};

/// Something that is due at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// Something happens inside MPS.
    Mps(mps::Event),
    /// Something happens inside Digipost.
    Digipost(digipost::Event),
    /// Something happens at a bank.
    Bank(bank::Event),
    /// Something happens inside Vipps.
    Vipps(vipps::Event),
    /// Something happens to digital post to citizens.
    Dpi(dpi::Event),
    /// Something happens to consumers, without any service.
    Book(Later),
    /// A message leaves, or its answer arrives.
    Job(Job),
}

/// One leg of a walk: a message out and its answer back.
pub type Job = reference_router::Job;

impl Due {
    /// Whether it is done in a moment: it writes one letter, or an entry that somebody sees.
    #[must_use]
    pub fn is_brief(&self) -> bool {
        match self {
            Self::Book(
                Later::MailNotice(_)
                | Later::MailReminder(_)
                | Later::AppearsInVipps(_)
                | Later::LeavesVipps(_),
            )
            | Self::Vipps(_) => true,
            Self::Book(Later::BankRun(_))
            | Self::Mps(_)
            | Self::Digipost(_)
            | Self::Bank(_)
            | Self::Dpi(_)
            | Self::Job(_) => false,
        }
    }

    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Mps(event) => event.describe(),
            Self::Digipost(event) => event.describe(),
            Self::Bank(event) => event.describe(),
            Self::Vipps(event) => event.describe(),
            Self::Dpi(event) => event.describe(),
            Self::Book(later) => later.describe(),
            Self::Job(job) => job.describe(),
        }
    }
}

/// Everything to come, in order of due time, then of being put there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    entries: OrdMap<(Timestamp, u64), Due>,
    put_so_far: u64,
}

impl Agenda {
    /// Puts something on the list.
    pub fn put(&mut self, at: Timestamp, due: Due) {
        self.entries.insert((at, self.put_so_far), due);
        self.put_so_far += 1;
    }

    /// Puts something on the list, unless the very same is due at that instant already.
    pub fn put_once(&mut self, at: Timestamp, due: Due) {
        let mut at_once = self.entries.range((at, 0)..=(at, u64::MAX));
        if !at_once.any(|(_, known)| *known == due) {
            self.put(at, due);
        }
    }

    /// When the next thing is due.
    #[must_use]
    pub fn next(&self) -> Option<Timestamp> {
        self.entries.get_min().map(|((at, _), _)| *at)
    }

    /// Whether the next thing is due by then, and done in a moment.
    #[must_use]
    pub fn next_is_brief(&self, up_to: Timestamp) -> bool {
        let next = self.entries.get_min();
        next.is_some_and(|((at, _), due)| *at <= up_to && due.is_brief())
    }

    /// When the last thing up to an instant is due.
    #[must_use]
    pub fn last_up_to(&self, limit: Timestamp) -> Option<Timestamp> {
        let mut up_to = self.entries.range(..=(limit, u64::MAX));
        up_to.next_back().map(|((at, _), _)| *at)
    }

    /// Takes the next thing that is due at or before an instant.
    pub fn take(&mut self, up_to: Timestamp) -> Option<(Timestamp, Due)> {
        let key = self
            .entries
            .get_min()
            .map(|(key, _)| *key)
            .filter(|(at, _)| *at <= up_to)?;
        let due = self.entries.remove(&key)?;
        Some((key.0, due))
    }

    /// Everything to come, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Timestamp, &Due)> {
        self.entries.iter().map(|((at, _), due)| (*at, due))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::consumer::MailNumber;

    #[test]
    fn a_notice_that_is_due_is_brief_unless_a_run_of_the_banks_stands_before_it() {
        let at: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let before = at - jiff::SignedDuration::from_secs(1);
        let mut agenda = Agenda::default();
        assert!(!agenda.next_is_brief(at));
        agenda.put(at, Due::Book(Later::BankRun(date(2026, 3, 2))));
        agenda.put(at, Due::Book(Later::MailNotice(MailNumber(1))));
        assert!(!agenda.next_is_brief(at));
        agenda.take(at);
        assert!(agenda.next_is_brief(at));
        assert!(!agenda.next_is_brief(before), "it is not due yet");
    }
}
