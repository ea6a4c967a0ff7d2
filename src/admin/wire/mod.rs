//! What the admin API shows, as JSON.

mod clock;
mod commands;
mod har;
mod invoice;
mod journal;
mod read;
mod sandbox;
mod tables;
mod time;

pub(super) use clock::{ClockText, MovedText};
pub(super) use commands::{CommandText, MarkText};
pub(super) use har::{HarEntry, har};
pub(super) use invoice::{CaseHead, InvoiceRow, TimelineText, due_date};
pub(super) use journal::EntryText;
pub(super) use read::{read_limit, read_patched};
pub(super) use sandbox::{SandboxRow, SandboxText};
pub(super) use tables::{OperationRow, RuleRow};
pub(super) use time::{INSTANT, instant, read_instant, read_patience};
