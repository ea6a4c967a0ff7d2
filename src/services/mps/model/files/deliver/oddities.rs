//! What scenarios make of files from MPS.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::news::{self, Line, News, OfAccount, Settled};
use super::order::NO_ACCOUNT;
use crate::consumer::Book;
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::giro::{MandateLine, PaymentKind, Registration};
use crate::domain::kid::Kid;
use crate::services::mps::model::{Desire, Wanted, Wish};

/// The hour in Norway at which late files go out.
const LATE_HOUR: i8 = 18;

/// Issuer of the card, terminal and session of payments at terminals.
const CARD_ISSUER: u8 = 2;
const TERMINAL: &str = "700001001";

/// What is said of payments with a text.
const TEXT: &str = "Kjøp i butikk";

/// What a wish makes of whole files.
#[derive(Debug, Default)]
pub(super) struct Odd {
    /// The accounts that it is about.
    pub(super) accounts: BTreeSet<AccountNumber>,
    /// Their files have a date even with mandates only.
    pub(super) dated: bool,
    /// Their files are sent twice.
    pub(super) twice: bool,
}

/// When files are made instead of now, if not now.
pub(super) fn postponed(wish: &Wish, now: Timestamp) -> Option<Timestamp> {
    if wish.is(Wanted::NoFile) {
        return Some(calendar::next_files_run(now));
    }
    let late = calendar::at_local(calendar::local_date(now), LATE_HOUR, 0);
    (wish.is(Wanted::LateFile) && now < late).then_some(late)
}

/// Changes what is told as a wish has it.
pub(super) fn apply(wish: &Wish, news: &mut News, book: &Book) -> Odd {
    let rows: BTreeSet<usize> = wish.rows.iter().copied().collect();
    let mut odd = Odd {
        accounts: BTreeSet::new(),
        dated: wish.is(Wanted::DatedEnd),
        twice: wish.is(Wanted::SameFileTwice),
    };
    let Desire::Do(wanted) = wish.what else {
        return odd;
    };
    for (account, told) in &mut news.accounts {
        let lines = told.mandates.iter().flatten().map(|it| it.row);
        let payments = told.payments.iter().flatten().map(|it| it.row);
        if lines.chain(payments).any(|row| rows.contains(&row)) {
            odd.accounts.insert(account.clone());
            of_account(wanted, account, told, book);
            each_mandate(wanted, told, &rows);
            each_payment(wanted, account, told, &rows, book);
        }
    }
    odd
}

/// What happens to an account as a whole.
fn of_account(wanted: Wanted, account: &AccountNumber, told: &mut OfAccount, book: &Book) {
    if wanted == Wanted::FullList {
        told.mandates.insert(0, news::full_list(account, book));
    } else if wanted == Wanted::NoMandates {
        told.mandates.push(Vec::new());
    } else if wanted == Wanted::UnknownMandateEnded {
        let length = usize::from(told.agreement.kids.first().length);
        let Some(kid) = nobodys_kid(account, told, length, book) else {
            return;
        };
        let line = Line {
            row: usize::MAX,
            payer: None,
            line: MandateLine {
                registration: Registration::Ended,
                kid: kid.as_str().to_owned(),
                notification: false,
            },
        };
        let is_changes = |lines: &&mut Vec<Line>| {
            let first = lines.first();
            first.is_some_and(|it| it.line.registration != Registration::Listed)
        };
        match told.mandates.iter_mut().find(is_changes) {
            Some(changes) => changes.push(line),
            None => told.mandates.push(vec![line]),
        }
    } else if wanted == Wanted::SeveralOrders
        && let Some(payments) = told.payments.first_mut()
        && payments.len() > 1
    {
        let rest = payments.split_off(payments.len().div_ceil(2));
        told.payments.push(rest);
    }
}

fn each_mandate(wanted: Wanted, told: &mut OfAccount, rows: &BTreeSet<usize>) {
    for lines in &mut told.mandates {
        if wanted == Wanted::MandateTwice {
            let all = std::mem::take(lines).into_iter();
            *lines = all
                .flat_map(|line| {
                    let again = rows.contains(&line.row).then(|| line.clone());
                    std::iter::once(line).chain(again)
                })
                .collect();
        } else if wanted == Wanted::NotificationChanged {
            for it in lines.iter_mut().filter(|it| rows.contains(&it.row)) {
                it.line.notification = !it.line.notification;
            }
        }
    }
}

fn each_payment(
    wanted: Wanted,
    account: &AccountNumber,
    told: &mut OfAccount,
    rows: &BTreeSet<usize>,
    book: &Book,
) {
    let mut kids: BTreeMap<usize, Option<Kid>> = BTreeMap::new();
    let mut payments = std::mem::take(&mut told.payments);
    for settled in payments.iter_mut().flatten() {
        if !rows.contains(&settled.row) {
            continue;
        }
        if wanted == Wanted::UnknownKid {
            let length = settled.payment.kid.len();
            let kid = kids
                .entry(length)
                .or_insert_with(|| nobodys_kid(account, told, length, book));
            if let Some(kid) = kid {
                kid.as_str().clone_into(&mut settled.payment.kid);
            }
        } else if wanted == Wanted::MinusSign {
            settled.payment.is_negative = true;
        } else if let Some(kind) = at_terminal(wanted) {
            become_terminal(settled, kind);
        }
    }
    told.payments = payments;
}

/// The kind of payment at a terminal that is wanted.
fn at_terminal(wanted: Wanted) -> Option<PaymentKind> {
    [
        (Wanted::ReversalWithKid, PaymentKind::ReversalWithKid),
        (Wanted::PurchaseWithKid, PaymentKind::PurchaseWithKid),
        (Wanted::ReversalWithText, PaymentKind::ReversalWithText),
        (Wanted::PurchaseWithText, PaymentKind::PurchaseWithText),
    ]
    .into_iter()
    .find_map(|(name, kind)| (name == wanted).then_some(kind))
}

/// Payments at terminals have no account and no partial settlement, terminal and session in place
/// of a reference, and either a KID or a text (MPS: OCR giro, system manual: types 18 to 21).
fn become_terminal(settled: &mut Settled, kind: PaymentKind) {
    let payment = &mut settled.payment;
    payment.kind = kind;
    payment.settlement = 0;
    payment.card_issuer = CARD_ISSUER;
    TERMINAL.clone_into(&mut payment.reference);
    NO_ACCOUNT.clone_into(&mut payment.debit_account);
    if kind == PaymentKind::ReversalWithText || kind == PaymentKind::PurchaseWithText {
        payment.kid.clear();
        payment.text = Some(TEXT.to_owned());
    }
}

/// A KID of this length that names no payer of the payee, though it is well formed.
fn nobodys_kid(
    account: &AccountNumber,
    told: &OfAccount,
    length: usize,
    book: &Book,
) -> Option<Kid> {
    let kids = &told.agreement.kids;
    let body = length.checked_sub(1)?;
    let (first, last) = kids.for_length(length).map_or((1, body), |it| {
        (it.reference.0.into(), it.reference.1.into())
    });
    // The control is no part that can be chosen.
    let (first, last) = (first.clamp(1, body), last.clamp(1, body));
    let width = (last.saturating_sub(first)).saturating_add(1);
    let all: String = "9".repeat(width);
    let highest: u128 = all.parse().ok()?;
    let (before, behind) = ("9".repeat(first - 1), "9".repeat(body - last));
    // At most so many are taken by mandates, so one of them is free.
    let tries = u128::try_from(book.mandates_to(account).count()).ok()?;
    (0..=tries.min(highest))
        .filter_map(|down| {
            let part = format!("{:0>width$}", highest - down);
            Kid::with_mod10(&format!("{before}{part}{behind}")).ok()
        })
        .find(|kid| book.find_mandate(account, kid, Some(kids)).is_none())
}
