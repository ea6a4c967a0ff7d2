//! What the file exchange is asked, and what it answers.

use std::sync::Arc;

use jiff::Timestamp;

use super::intake;
use super::state::{FileContent, FileKind, OutgoingFile};
use crate::consumer::Turn;
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::giro::{Complaint, CustomerUnit, Incoming, SerialNumber};
use crate::services::mps::faults::{Fault, FaultKind};
use crate::services::mps::model::access::User;
use crate::services::mps::model::{Event, Model, Wish};

/// What the file exchange is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesAsk {
    /// Takes a file.
    Send(Box<SentFile>),
    /// Lists files from MPS.
    List(FileFilter),
    /// Fetches one by name.
    Fetch(String),
    /// Notes that one was fetched.
    MarkFetched(String),
    /// Orders a full list of the mandates for these accounts.
    OrderMandates(Vec<AccountNumber>),
}

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// The name it was sent under; MPS demands none.
    pub name: Option<String>,
    /// How long it is, in bytes.
    pub bytes: u64,
    /// What stands in it, or why that cannot be read.
    pub read: Result<Incoming, Complaint>,
}

/// Which files from MPS are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileFilter {
    /// Only those of this kind.
    pub kind: Option<FileKind>,
    /// Only those for this customer unit.
    pub unit: Option<CustomerUnit>,
    /// Only those that were fetched, or were not.
    pub fetched: Option<bool>,
}

/// What the file exchange answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesReply {
    /// What became of a file.
    Sent(Box<SentAnswer>),
    /// Files from MPS, oldest first.
    Listed(Vec<Arc<OutgoingFile>>),
    /// A file.
    File(Arc<OutgoingFile>),
    /// A file that was noted as fetched.
    Marked(Arc<OutgoingFile>),
    /// A full list of mandates will come.
    MandatesOrdered(MandateListAsked),
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentAnswer {
    /// Its receipt.
    pub receipt: OutgoingFile,
    /// Whether the receipt can be fetched; a scenario may let it never arrive.
    pub receipt_arrives: bool,
}

impl SentAnswer {
    /// Why the file is rejected; empty when it is approved.
    #[must_use]
    pub fn complaints(&self) -> &[Complaint] {
        match &self.receipt.content {
            FileContent::Receipt(receipt) => &receipt.complaints,
            FileContent::List(_) | FileContent::Transmission(_) => &[],
        }
    }
}

/// A full list of mandates that was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateListAsked {
    /// Of these accounts.
    pub accounts: Vec<AccountNumber>,
    /// When it will be made.
    pub made_at: Timestamp,
}

impl Model {
    /// Whether there are files from MPS that nobody fetched.
    #[must_use]
    pub fn has_files_to_fetch(&self) -> bool {
        self.has_unfetched()
    }
}

/// Answers a question.
pub(in crate::services::mps::model) fn answer(
    model: &mut Model,
    ask: FilesAsk,
    user: &User,
    wish: Option<&Wish>,
    turn: &mut Turn<'_, Event>,
) -> Result<FilesReply, Fault> {
    match ask {
        FilesAsk::Send(file) => {
            let answer = intake::send(model, *file, user, wish, turn);
            Ok(FilesReply::Sent(Box::new(answer)))
        }
        FilesAsk::List(filter) => Ok(FilesReply::Listed(list(model, &filter, user, turn))),
        FilesAsk::Fetch(name) => find(model, &name, user, turn).map(FilesReply::File),
        FilesAsk::MarkFetched(name) => {
            let mut file = find(model, &name, user, turn)?;
            if file.fetched_at.is_none() {
                Arc::make_mut(&mut file).fetched_at = Some(turn.now);
                model.put_file(Arc::clone(&file));
            }
            Ok(FilesReply::Marked(file))
        }
        FilesAsk::OrderMandates(accounts) => order_mandates(model, accounts, user, turn),
    }
}

fn list(
    model: &Model,
    filter: &FileFilter,
    user: &User,
    turn: &Turn<'_, Event>,
) -> Vec<Arc<OutgoingFile>> {
    let FileFilter {
        kind,
        unit,
        fetched,
    } = filter;
    let files = model.files.outgoing.values();
    let wanted = files.filter(|file| {
        kind.is_none_or(|kind| file.kind == kind)
            && unit
                .as_ref()
                .is_none_or(|unit| file.to.as_ref() == Some(unit))
            && fetched.is_none_or(|fetched| file.fetched_at.is_some() == fetched)
            && is_for(file, user, turn)
    });
    wanted.cloned().collect()
}

fn find(
    model: &Model,
    name: &str,
    user: &User,
    turn: &Turn<'_, Event>,
) -> Result<Arc<OutgoingFile>, Fault> {
    let files = &model.files.outgoing;
    // A file of somebody else is not there at all, as in a mailbox.
    let mut found = serials(name).filter_map(|serial| files.get(&serial));
    let found = found.find(|file| file.name == name && is_for(file, user, turn));
    found.cloned().ok_or_else(|| {
        let shown: String = name.chars().take(120).collect();
        let names = files.values().filter(|file| is_for(file, user, turn));
        let near = nearest(name, names.map(|file| file.name.as_str()));
        let hint = near.map(|near| format!("; did you mean `{near}`?"));
        let found = format!("`{shown}`{}", hint.unwrap_or_default());
        Fault::new(FaultKind::FileUnknown, found)
    })
}

/// The serial numbers that a name may hold; that of a file stands in every name we give.
fn serials(name: &str) -> impl Iterator<Item = SerialNumber> + '_ {
    let parts = name.split('.').filter_map(|part| part.strip_prefix('K'));
    parts.filter_map(|digits| SerialNumber::new(digits.parse().ok()?))
}

/// The newest name that begins as the wrong one, which clients often know no more of; else the one
/// that has most of its beginning.
fn nearest<'a>(wrong: &str, names: impl DoubleEndedIterator<Item = &'a str>) -> Option<&'a str> {
    let shared = |name: &str| {
        let pairs = name.bytes().zip(wrong.bytes());
        pairs.take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count()
    };
    let near = names.rev().map(|name| (name, shared(name)));
    let (name, shared) = near.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (shared > 2).then_some(name)
}

/// Whether a file lies in the mailbox of a user.
fn is_for(file: &OutgoingFile, user: &User, turn: &Turn<'_, Event>) -> bool {
    let Some(slug) = &user.company else {
        return true;
    };
    let company = turn.cast.company(slug);
    let facet = company.and_then(|company| company.mps.as_ref());
    let unit = facet.and_then(|facet| facet.customer_unit.as_ref());
    file.company.as_ref() == Some(slug) || (unit.is_some() && file.to.as_ref() == unit)
}

fn order_mandates(
    model: &mut Model,
    accounts: Vec<AccountNumber>,
    user: &User,
    turn: &mut Turn<'_, Event>,
) -> Result<FilesReply, Fault> {
    for account in &accounts {
        let Some((company, agreement)) = turn.cast.agreement_on(account.as_str()) else {
            return Err(Fault::new(FaultKind::MandateAccount, account.to_string()));
        };
        if agreement.data_receivers.is_empty() {
            let found = format!("{account} of `{}`, of which nobody is told", company.slug);
            return Err(Fault::new(FaultKind::NobodyReceives, found));
        }
        if !user.acts_for(company.org_number.as_str()) {
            let found = format!("{account} of `{}`", company.slug);
            return Err(Fault::new(FaultKind::MandateForbidden, found));
        }
    }
    let made_at = calendar::next_files_run(turn.now);
    model.files.lists_wanted.extend(accounts.iter().cloned());
    turn.at(made_at, Event::SendFiles);
    let asked = MandateListAsked { accounts, made_at };
    Ok(FilesReply::MandatesOrdered(asked))
}
