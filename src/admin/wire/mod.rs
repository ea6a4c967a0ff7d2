//! What the admin API shows, as JSON.

mod action;
mod clock;
mod commands;
mod fault;
mod har;
mod invoice;
mod journal;
mod lists;
mod mailbox;
mod netbank;
mod outbox;
mod post;
mod read;
mod sandbox;
mod settings;
mod tables;
mod time;

pub(super) use action::{ActionRow, DoneText, read_fields};
pub(super) use clock::{ClockText, MovedText};
pub(super) use commands::{CommandText, MarkText};
pub(super) use fault::FaultText;
pub(super) use har::{HarEntry, har};
pub(super) use invoice::{CaseHead, InvoiceRow, TimelineText, due_date};
pub(super) use journal::EntryText;
pub(super) use lists::{
    AddressRow, ChangeText, CommandsText, HealthText, JournalText, OutboxText, WebhooksText,
};
pub(super) use mailbox::{AgreementsText, MailRow, PaymentRow};
pub(super) use netbank::{DebitRow, NetbankRow};
pub(super) use outbox::{LetterRow, LetterText};
pub(super) use post::PostText;
pub(super) use read::{read_limit, read_patched};
pub(super) use sandbox::{SandboxRow, SandboxText};
pub(super) use settings::{SettingText, settings};
pub(super) use tables::{OperationRow, RuleRow};
pub(super) use time::{INSTANT, instant, read_instant, read_patience};
