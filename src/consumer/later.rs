//! What happens to consumers without any service: at their banks, in their Vipps
//! and in their mailboxes.

use jiff::Timestamp;
use jiff::civil::Date;

use super::actions::Stage;
use super::bank;
use super::book::Book;
use super::mailbox::MailNumber;
use super::notices;
use super::presented::{Presented, PresentedId};

/// Something that will happen to consumers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Later {
    /// The payers' banks debit what is due on a day.
    BankRun(Date),
    /// Vipps begins to show an invoice.
    AppearsInVipps(PresentedId),
    /// Vipps takes an invoice away.
    LeavesVipps(PresentedId),
    /// Digipost tells the owner of a mailbox that a letter came.
    MailNotice(MailNumber),
    /// Digipost reminds the owner of a mailbox of an invoice, if it still waits then.
    MailReminder(MailNumber),
}

impl Later {
    /// The banks' run on a day, and when it is.
    #[must_use]
    pub fn bank_run(day: Date) -> (Timestamp, Self) {
        (bank::run_at(day), Self::BankRun(day))
    }

    /// When Vipps begins to show an invoice that was presented just now.
    #[must_use]
    pub fn appears(id: &PresentedId, invoice: &Presented) -> (Timestamp, Self) {
        (invoice.reaches_vipps(), Self::AppearsInVipps(id.clone()))
    }

    /// When Vipps takes an invoice away.
    #[must_use]
    pub fn leaves(id: &PresentedId, invoice: &Presented) -> (Timestamp, Self) {
        (invoice.leaves_vipps(), Self::LeavesVipps(id.clone()))
    }

    /// Lets it happen.
    pub fn happen(self, stage: &mut Stage<'_>) {
        match self {
            Self::BankRun(day) => bank::run(stage, day),
            Self::AppearsInVipps(id) => {
                let Some(invoice) = stage.book.shown(&id) else {
                    return;
                };
                let consumer = stage.cast.person(&invoice.consumer);
                let wanted = consumer
                    .is_some_and(|person| Book::shows_in_vipps(person, invoice.document_type));
                stage.book.appear_in_vipps(&id, wanted, stage.now);
            }
            Self::LeavesVipps(id) => stage.book.leave_vipps(&id, stage.now),
            Self::MailNotice(number) => notices::tell(stage, number),
            Self::MailReminder(number) => notices::remind(stage, number),
        }
    }

    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::BankRun(day) => format!("the banks debit what is due on {day}"),
            Self::AppearsInVipps(PresentedId(id)) => {
                format!("Vipps begins to show the presented invoice {id}")
            }
            Self::LeavesVipps(PresentedId(id)) => {
                format!("Vipps takes the presented invoice {id} away")
            }
            Self::MailNotice(number) => format!("Digipost gives notice of letter {number}"),
            Self::MailReminder(number) => {
                format!("Digipost looks whether invoice {number} still waits")
            }
        }
    }
}
