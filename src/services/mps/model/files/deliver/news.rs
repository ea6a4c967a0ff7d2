//! What there is to tell data receivers, account by account.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::order;
use crate::consumer::{Book, CaseRef, Claim, ClaimId, ClaimState, MandateChangeKind, MandateKey};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::cast::Cast;
use crate::domain::company::AvtaleGiroAgreement;
use crate::domain::giro::{CustomerUnit, MandateLine, Payment, Registration};
use crate::domain::id::Id;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::services::Facts;
use crate::services::mps::model::Files;

/// Everything that there is to tell.
#[derive(Debug)]
pub(super) struct News {
    /// By account; none without something to tell, or without anybody to tell it to.
    pub(super) accounts: BTreeMap<AccountNumber, OfAccount>,
    /// How much of the book's record of mandates is told then.
    pub(super) changes_told: usize,
    /// The last archive reference that is used up then.
    pub(super) last_reference: u32,
    /// What cannot stand in a file and is told to nobody.
    pub(super) left_out: Vec<LeftOut>,
}

/// Something that cannot stand in a file.
#[derive(Debug)]
pub(super) struct LeftOut {
    /// The claim that was paid, if it is one.
    pub(super) about: Option<CaseRef>,
    /// Why.
    pub(super) why: String,
}

/// What there is to tell of one account.
#[derive(Debug)]
pub(super) struct OfAccount {
    /// Organisation number of the payee.
    pub(super) issuer: String,
    /// The payee's agreement.
    pub(super) agreement: AvtaleGiroAgreement,
    /// Orders of mandates.
    pub(super) mandates: Vec<Vec<Line>>,
    /// Orders of payments.
    pub(super) payments: Vec<Vec<Settled>>,
}

/// A mandate to be told of.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its row among all that is told.
    pub(super) row: usize,
    /// The payer.
    pub(super) payer: Option<Slug>,
    /// What is told.
    pub(super) line: MandateLine,
}

/// A payment to be told of.
#[derive(Debug, Clone)]
pub(super) struct Settled {
    /// Its row among all that is told.
    pub(super) row: usize,
    /// The claim that was paid.
    pub(super) about: CaseRef,
    /// The payer.
    pub(super) payer: Slug,
    /// When it was due.
    pub(super) due_date: Date,
    /// What is told; its numbers in the order are given later.
    pub(super) payment: Payment,
}

impl News {
    /// Finds what there is to tell at an instant.
    pub(super) fn gather(files: &Files, now: Timestamp, cast: &Cast, book: &Book) -> Self {
        let mut accounts: BTreeMap<AccountNumber, OfAccount> = BTreeMap::new();
        // Of two agreements on one account the first counts, as for `Cast::agreement_on`.
        for (company, agreement) in cast.agreements() {
            let told = accounts.entry(agreement.account.clone());
            told.or_insert_with(|| OfAccount {
                issuer: company.org_number.as_str().to_owned(),
                agreement: agreement.clone(),
                mandates: Vec::new(),
                payments: Vec::new(),
            });
        }
        accounts.retain(|_, told| !told.agreement.data_receivers.is_empty());
        for account in &files.lists_wanted {
            if let Some(told) = accounts.get_mut(account) {
                told.mandates.push(full_list(account, book));
            }
        }
        let changes_told = add_changes(&mut accounts, files.changes_told, book);
        let from = files.settled_until.unwrap_or(Timestamp::MIN);
        for (id, claim) in book.settled_between(from, now) {
            let Some(told) = accounts.get_mut(&claim.payee_account) else {
                continue;
            };
            let Some(settled) = settled(id, claim) else {
                continue;
            };
            match told.payments.first_mut() {
                Some(payments) => payments.push(settled),
                None => told.payments.push(vec![settled]),
            }
        }
        let left_out = leave_out(&mut accounts, calendar::local_date(now));
        accounts.retain(|_, told| !(told.mandates.is_empty() && told.payments.is_empty()));
        let mut news = Self {
            accounts,
            changes_told,
            last_reference: files.last_reference,
            left_out,
        };
        news.put_in_order();
        news.count_rows();
        news
    }

    /// Payments stand in order of day (MPS: OCR giro, system manual) and, so that a file does not
    /// hang on ids that nobody sees, of KID. Archive references run in that order.
    fn put_in_order(&mut self) {
        let payments = self.accounts.values_mut().flat_map(|it| &mut it.payments);
        for payments in payments {
            payments.sort_by(|one, other| place(one).cmp(&place(other)));
            for settled in payments {
                self.last_reference = order::next_reference(self.last_reference);
                settled.payment.reference = order::reference(self.last_reference);
            }
        }
    }

    fn count_rows(&mut self) {
        let mut next = 0..;
        let mut row = || next.next().unwrap_or_default();
        for told in self.accounts.values_mut() {
            for line in told.mandates.iter_mut().flatten() {
                line.row = row();
            }
        }
        for told in self.accounts.values_mut() {
            for settled in told.payments.iter_mut().flatten() {
                settled.row = row();
            }
        }
    }

    /// Everybody who is told something.
    pub(super) fn receivers(&self) -> BTreeSet<CustomerUnit> {
        let told = self.accounts.values();
        told.flat_map(|told| told.agreement.data_receivers.iter().cloned())
            .collect()
    }

    /// The accounts of which somebody is told.
    pub(super) fn told_to(&self, unit: &CustomerUnit) -> Vec<&AccountNumber> {
        let told = self.accounts.iter().filter(|(_, told)| told.goes_to(unit));
        told.map(|(account, _)| account).collect()
    }

    /// A row for each mandate and payment.
    pub(super) fn facts(&self, cast: &Cast) -> Vec<Facts> {
        let lines = self.accounts.iter().flat_map(|(account, told)| {
            let lines = told.mandates.iter().flatten();
            lines.map(move |it| Facts {
                consumer: names(it.payer.as_ref(), cast),
                issuer: Some(told.issuer.clone()),
                kid: Some(it.line.kid.clone()),
                account: Some(account.to_string()),
                ..Facts::default()
            })
        });
        let payments = self.accounts.iter().flat_map(|(account, told)| {
            let payments = told.payments.iter().flatten();
            payments.map(move |it| Facts {
                ids: vec![it.about.id.to_string()],
                consumer: names(Some(&it.payer), cast),
                issuer: Some(told.issuer.clone()),
                kid: Some(it.payment.kid.clone()),
                account: Some(account.to_string()),
                amount: Some(it.payment.amount),
                due_date: Some(it.due_date),
                document_type: None,
            })
        });
        lines.chain(payments).collect()
    }
}

impl OfAccount {
    /// Whether a unit is told.
    pub(super) fn goes_to(&self, unit: &CustomerUnit) -> bool {
        self.agreement.data_receivers.contains(unit)
    }
}

/// Whatever rules may name a payer by.
fn names(payer: Option<&Slug>, cast: &Cast) -> Vec<String> {
    let Some(person) = payer.and_then(|payer| cast.person(payer)) else {
        return Vec::new();
    };
    let efaktura = person.efaktura.as_ref();
    let identifier = efaktura.map(|efaktura| efaktura.identifier.as_str().to_owned());
    let email = person.email.as_ref().map(|email| email.as_str().to_owned());
    let phone = person.phone.as_ref();
    let phone = phone.map(|phone| phone.international().to_owned());
    std::iter::once(person.ssn.as_str().to_owned())
        .chain(identifier)
        .chain(phone)
        .chain(email)
        .collect()
}

/// Every mandate in force for an account, in order of KIDs (MPS: AvtaleGiro, system specification:
/// registration type 0).
pub(super) fn full_list(account: &AccountNumber, book: &Book) -> Vec<Line> {
    let mandates = book.mandates_to(account);
    let in_force = mandates.filter(|(_, mandate)| mandate.active_at_mps);
    in_force
        .map(|(key, mandate)| Line {
            row: 0,
            payer: Some(mandate.payer.clone()),
            line: MandateLine {
                registration: Registration::Listed,
                kid: key.kid.as_str().to_owned(),
                notification: mandate.notification,
            },
        })
        .collect()
}

/// What was recorded of one mandate since the last files.
struct Changed<'a> {
    /// It was in force for all the payee knows.
    known: bool,
    /// Place of the last change.
    last: usize,
    /// It is in force now.
    in_force: bool,
    payer: &'a Slug,
    notification: bool,
}

/// Adds mandates that changed, in order of their last changes; how much of the record is told
/// then. What came and went in between is not told at all.
fn add_changes(
    accounts: &mut BTreeMap<AccountNumber, OfAccount>,
    told: Option<usize>,
    book: &Book,
) -> usize {
    let from = told.unwrap_or_else(|| book.first_change());
    let mut until = from;
    let mut changed: BTreeMap<&MandateKey, Changed<'_>> = BTreeMap::new();
    for (place, change) in book.mandate_changes_from(from) {
        until = place.saturating_add(1);
        if !accounts.contains_key(&change.key.payee_account) {
            continue;
        }
        let is_there = match change.kind {
            MandateChangeKind::Made | MandateChangeKind::Changed => change.active,
            MandateChangeKind::Ended => false,
        };
        let entry = changed.entry(&change.key).or_insert(Changed {
            known: false,
            last: place,
            in_force: is_there,
            payer: &change.payer,
            notification: change.notification,
        });
        entry.last = place;
        entry.in_force = is_there;
        entry.payer = &change.payer;
        entry.notification = change.notification;
    }
    if changed.is_empty() {
        return until;
    }
    for change in book.mandate_changes().take(from) {
        if let Some(entry) = changed.get_mut(&change.key) {
            entry.known = change.active && change.kind != MandateChangeKind::Ended;
        }
    }
    let mut in_order: Vec<_> = changed.into_iter().collect();
    in_order.sort_by_key(|(_, change)| change.last);
    let mut lines: BTreeMap<&AccountNumber, Vec<Line>> = BTreeMap::new();
    for (key, change) in in_order {
        let registration = match (change.in_force, change.known) {
            (true, _) => Registration::Changed,
            (false, true) => Registration::Ended,
            (false, false) => continue,
        };
        let of_account = lines.entry(&key.payee_account).or_default();
        of_account.push(Line {
            row: 0,
            payer: Some(change.payer.clone()),
            line: MandateLine {
                registration,
                kid: key.kid.as_str().to_owned(),
                notification: change.notification,
            },
        });
    }
    for (account, lines) in lines {
        if let Some(told) = accounts.get_mut(account) {
            told.mandates.push(lines);
        }
    }
    until
}

/// Takes out what cannot stand in a file that is made today; what that was.
fn leave_out(accounts: &mut BTreeMap<AccountNumber, OfAccount>, today: Date) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    let never = order::misdated(today);
    // All that is told at a time, so that the sum of no file is too long.
    let mut sum = Ore::ZERO;
    for (account, told) in accounts {
        if let Some(why) = &never {
            let mandates = std::mem::take(&mut told.mandates).into_iter().flatten();
            let count = mandates.count();
            if count > 0 {
                let why = format!("{count} mandates to {account} are told to nobody: {why}");
                left_out.push(LeftOut { about: None, why });
            }
        }
        for payments in &mut told.payments {
            payments.retain(|settled| {
                let Payment { date, amount, .. } = settled.payment;
                let misdated = never.clone().or_else(|| order::misdated(date));
                let summed = misdated.map_or_else(|| order::summed(sum, amount), Err);
                let fits = summed.is_ok();
                match summed {
                    Ok(with_it) => sum = with_it,
                    Err(why) => left_out.push(LeftOut {
                        about: Some(settled.about.clone()),
                        why: format!("the payment of {date} is told to nobody: {why}"),
                    }),
                }
                fits
            });
        }
        told.payments.retain(|payments| !payments.is_empty());
    }
    left_out
}

/// What payments to one account are sorted by.
fn place(settled: &Settled) -> (Date, &str, Date, Ore, &Id) {
    let Payment {
        date, kid, amount, ..
    } = &settled.payment;
    (*date, kid, settled.due_date, *amount, &settled.about.id)
}

/// A claim as a payment; `None` for one that was not paid.
fn settled(id: &ClaimId, claim: &Claim) -> Option<Settled> {
    let ClaimState::Paid { at } = claim.state else {
        return None;
    };
    Some(Settled {
        row: 0,
        about: CaseRef {
            service: claim.service,
            id: id.0.clone(),
        },
        payer: claim.payer.clone(),
        due_date: claim.due_date,
        payment: order::payment(claim, calendar::local_date(at)),
    })
}
