//! What payees and their providers are told of the mandates for their accounts.
//!
//! All of it is read from the consumers' book, where mandates and the record of their changes
//! stand. The payer's limit is between payer and bank (MPS: AvtaleGiro, mandates), so nothing here
//! has a place for it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Event;
use super::access::User;
use crate::consumer::{Book, Mandate, MandateChange, MandateChangeKind, MandateKey, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::kid::{Kid, KidStructures};
use crate::domain::words::words;
use crate::services::mps::faults::{Fault, FaultKind};

/// What the creditor mandate API is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MandatesAsk {
    /// The mandates for an account.
    List(MandateFilter),
    /// What changed of the mandates for an account since a place in the record: so many at most.
    Changes(AccountNumber, Place, usize),
    /// One mandate.
    Get(MandateKey),
}

/// Which mandates are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateFilter {
    /// Account of the payee.
    pub account: AccountNumber,
    /// Only those that a claim with this KID may be debited under.
    pub kid: Option<Kid>,
    /// Only those of this status.
    pub status: Option<MandateStatus>,
    /// Only those behind this KID, in order of KIDs.
    pub after: Option<Kid>,
    /// So many at most.
    pub limit: usize,
}

/// A place in the record of changes; it stays where it is when more happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// An instant.
    pub at: Timestamp,
    /// So many of the changes of that instant lie before the place.
    pub seen: usize,
}

words! {
    /// Whether a mandate is in force (names as public clients of such an API have them).
    pub enum MandateStatus {
        /// In force at MPS.
        Active "ACTIVE",
        /// Not in force at MPS.
        Inactive "INACTIVE",
        /// Not yet in force; only a scenario says so.
        Pending "PENDING",
    }
}

/// What the creditor mandate API answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MandatesReply {
    /// A page of mandates; whether there are more behind it.
    List(Vec<PayeeMandate>, bool),
    /// A page of changes, the place behind it, and whether there are more.
    Changes(Vec<PayeeChange>, Place, bool),
    /// One mandate.
    One(PayeeMandate),
}

/// A mandate as its payee sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeMandate {
    /// Which one.
    pub shown: Shown,
    /// When it was made; `None` where the record does not reach back so far.
    pub created_at: Option<Timestamp>,
    /// When it changed last; when it was made, if it never did.
    pub changed_at: Option<Timestamp>,
}

/// A change of a mandate as its payee sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeChange {
    /// What happened.
    pub kind: MandateChangeKind,
    /// When.
    pub at: Timestamp,
    /// The mandate from then on; of one that ended, as it was last.
    pub shown: Shown,
}

/// What mandates and their changes both tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Account of the payee and KID.
    pub key: MandateKey,
    /// Account that is debited; `None` while the bank has not said.
    pub payer_account: Option<AccountNumber>,
    /// The payer wants a notice before each payment.
    pub notification: bool,
    /// Whether it is in force.
    pub status: MandateStatus,
}

/// Answers a question. `pending` says that a scenario wants every mandate that is not over to wait
/// for its bank.
pub(super) fn answer(
    ask: MandatesAsk,
    user: &User,
    pending: bool,
    turn: &Turn<'_, Event>,
) -> Result<MandatesReply, Fault> {
    let book = &*turn.book;
    match ask {
        MandatesAsk::List(filter) => {
            let structures = structures_at(&filter.account, user, turn)?;
            Ok(list(book, &filter, structures, pending))
        }
        MandatesAsk::Changes(account, from, limit) => {
            structures_at(&account, user, turn)?;
            changes(book, &account, from, limit, pending)
        }
        MandatesAsk::Get(key) => {
            structures_at(&key.payee_account, user, turn)?;
            let mandate = book.mandate(&key).ok_or_else(|| {
                let MandateKey { payee_account, kid } = &key;
                let found = format!("none for account {payee_account} with KID {kid}");
                Fault::new(FaultKind::MandateUnknown, found)
            })?;
            let instants = instants(book, |other| *other == key);
            let mandate = told(&key, mandate, &instants, pending);
            Ok(MandatesReply::One(mandate))
        }
    }
}

/// How KIDs are built at an account whose mandates the user may see.
fn structures_at<'c>(
    account: &AccountNumber,
    user: &User,
    turn: &Turn<'c, Event>,
) -> Result<&'c KidStructures, Fault> {
    let agreements = turn.cast.agreements();
    let payees = agreements.filter(|(_, agreement)| agreement.account == *account);
    let mut other = None;
    for (company, agreement) in payees {
        if user.acts_for(company.org_number.as_str()) {
            return Ok(&agreement.kids);
        }
        other = Some(&company.slug);
    }
    Err(match other {
        Some(payee) => {
            let found = format!("{account} of `{payee}`");
            Fault::new(FaultKind::MandateForbidden, found)
        }
        None => Fault::new(FaultKind::MandateAccount, account.to_string()),
    })
}

fn list(
    book: &Book,
    filter: &MandateFilter,
    structures: &KidStructures,
    pending: bool,
) -> MandatesReply {
    let MandateFilter {
        account,
        kid,
        status,
        after,
        limit,
    } = filter;
    let fits = |registered: &Kid| {
        let fits = |asked| asked == registered || structures.same_payer(asked, registered);
        kid.as_ref().is_none_or(fits)
    };
    let mut found = book.mandates_to(account).filter(|(key, mandate)| {
        after.as_ref().is_none_or(|after| key.kid > *after)
            && fits(&key.kid)
            && status.is_none_or(|status| status == status_of(mandate.active_at_mps, pending))
    });
    let page: Vec<_> = found.by_ref().take(*limit).collect();
    let more = found.next().is_some();
    let instants = match page.is_empty() {
        true => BTreeMap::new(),
        false => instants(book, |key| key.payee_account == *account),
    };
    let page = page.into_iter();
    let page = page.map(|(key, mandate)| told(key, mandate, &instants, pending));
    MandatesReply::List(page.collect(), more)
}

fn changes(
    book: &Book,
    account: &AccountNumber,
    from: Place,
    limit: usize,
    pending: bool,
) -> Result<MandatesReply, Fault> {
    let mut record = book.mandate_changes_since(from.at).peekable();
    for seen in 0..from.seen {
        if record.next_if(|change| change.at == from.at).is_none() {
            let Place { at, seen: claimed } = from;
            let found = format!("one behind {claimed} changes of {at}, where {seen} happened");
            return Err(Fault::new(FaultKind::MandateCursor, found));
        }
    }
    let mut place = from;
    let mut page = Vec::new();
    for change in record {
        let is_ours = change.key.payee_account == *account;
        if is_ours && page.len() == limit {
            return Ok(MandatesReply::Changes(page, place, true));
        }
        let seen = match change.at == place.at {
            true => place.seen.saturating_add(1),
            false => 1,
        };
        let at = change.at;
        place = Place { at, seen };
        if is_ours {
            page.push(happened(change, pending));
        }
    }
    Ok(MandatesReply::Changes(page, place, false))
}

/// When each of some mandates was made, and when it changed last.
fn instants(
    book: &Book,
    wanted: impl Fn(&MandateKey) -> bool,
) -> BTreeMap<&MandateKey, (Timestamp, Timestamp)> {
    let mut instants = BTreeMap::new();
    for change in book.mandate_changes().filter(|it| wanted(&it.key)) {
        match change.kind {
            MandateChangeKind::Made => {
                instants.insert(&change.key, (change.at, change.at));
            }
            MandateChangeKind::Changed => {
                if let Some((_, changed)) = instants.get_mut(&change.key) {
                    *changed = change.at;
                }
            }
            MandateChangeKind::Ended => {
                instants.remove(&change.key);
            }
        }
    }
    instants
}

fn told(
    key: &MandateKey,
    mandate: &Mandate,
    instants: &BTreeMap<&MandateKey, (Timestamp, Timestamp)>,
    pending: bool,
) -> PayeeMandate {
    let instants = instants.get(key);
    PayeeMandate {
        shown: Shown {
            key: key.clone(),
            payer_account: mandate.payer_account.clone(),
            notification: mandate.notification,
            status: status_of(mandate.active_at_mps, pending),
        },
        created_at: instants.map(|(created, _)| *created),
        changed_at: instants.map(|(_, changed)| *changed),
    }
}

fn happened(change: &MandateChange, pending: bool) -> PayeeChange {
    let status = match change.kind {
        MandateChangeKind::Ended => MandateStatus::Inactive,
        MandateChangeKind::Made | MandateChangeKind::Changed => status_of(change.active, pending),
    };
    PayeeChange {
        kind: change.kind,
        at: change.at,
        shown: Shown {
            key: change.key.clone(),
            payer_account: change.payer_account.clone(),
            notification: change.notification,
            status,
        },
    }
}

fn status_of(active: bool, pending: bool) -> MandateStatus {
    match (pending, active) {
        (true, _) => MandateStatus::Pending,
        (false, true) => MandateStatus::Active,
        (false, false) => MandateStatus::Inactive,
    }
}
