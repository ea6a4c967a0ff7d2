//! Taking a file: the transmission as a whole is judged at once, its orders later.
//!
//! ```text
//! cannot be read, or sender unknown      L200, KV.AVVIST…, nothing is stored
//! start, end, totals, number wrong       L226 rejected, KV.AVVIST…, nothing is stored
//! else                                   L226 approved, KV.GODKJENT…; orders are judged later
//! ```
//!
//! That an approved transmission may hold orders that fail is documented (MPS: Receipt lists).

use std::sync::Arc;

use super::ask::{SentAnswer, SentFile};
use super::orders;
use super::state::{FileContent, FileKind, OutgoingFile, Receipt, ReceiptOrder};
use crate::consumer::{Happening, Turn};
use crate::domain::calendar;
use crate::domain::giro::{
    Complaint, CustomerUnit, FileRule, Incoming, IncomingOrder, IncomingTransaction, Level,
};
use crate::domain::money::Ore;
use crate::domain::rules;
use crate::domain::settings::Profile;
use crate::services::mps::model::access::User;
use crate::services::mps::model::{Event, Model, Wanted, Wish};

/// Remarks on one receipt at most: a stranger may send as many orders as a file holds.
const REMARKS_MAX: usize = 100;

/// Takes a file, whatever it is, and answers with its receipt.
pub(super) fn send(
    model: &mut Model,
    file: SentFile,
    user: &User,
    wish: Option<&Wish>,
    turn: &mut Turn<'_, Event>,
) -> SentAnswer {
    let profile = turn.settings.profile;
    let SentFile { name, bytes, read } = file;
    let mut receipt = Receipt {
        file: name,
        bytes,
        sender: None,
        number: None,
        transactions: 0,
        records: 0,
        orders: Vec::new(),
        complaints: Vec::new(),
        remarks: Vec::new(),
    };
    let receipt_arrives = !wish.is_some_and(|wish| wish.is(Wanted::NoReceipt));
    let mut kind = FileKind::Receipt;
    match read {
        Err(complaint) => {
            kind = FileKind::Unreadable;
            receipt.complaints.push(complaint);
        }
        Ok(incoming) => {
            receipt.sender = Some(incoming.sender.clone());
            receipt.number = Some(incoming.number);
            receipt.transactions = count(incoming.transactions);
            receipt.records = count(incoming.records);
            receipt.orders = incoming.orders.iter().map(named).collect();
            if let Some(complaint) = stranger(&incoming.sender, user, turn) {
                kind = FileKind::Unreadable;
                receipt.complaints.push(complaint);
            }
            let (mut speaking, remarks) = split(incoming.complaints.clone(), profile);
            receipt.complaints.append(&mut speaking);
            receipt.remarks = remarks;
            let known = kind == FileKind::Receipt;
            if let Some(complaint) = used_before(model, &incoming).filter(|_| known) {
                receipt.complaints.push(complaint);
            }
            if let Some(rule) = wish.and_then(|wish| wish.objection(Level::Transmission)) {
                if speaks_of_the_unreadable(rule) {
                    kind = FileKind::Unreadable;
                }
                receipt.complaints.push(asked_for(rule));
            }
            if receipt.complaints.is_empty() {
                let odd = take(model, incoming, wish, turn);
                let room = REMARKS_MAX.saturating_sub(receipt.remarks.len());
                receipt.remarks.extend(odd.into_iter().take(room));
            }
        }
    }
    answer(model, receipt, kind, user, receipt_arrives, turn)
}

/// Whether list L200 tells of it: of what cannot be read, or comes from nobody who is known (MPS:
/// Receipt lists).
fn speaks_of_the_unreadable(rule: FileRule) -> bool {
    [
        FileRule::Empty,
        FileRule::Size,
        FileRule::Format,
        FileRule::Sender,
    ]
    .contains(&rule)
}

/// Complaints that speak in a profile, and those that are remarks in it.
pub(super) fn split(
    complaints: Vec<Complaint>,
    profile: Profile,
) -> (Vec<Complaint>, Vec<Complaint>) {
    complaints.into_iter().partition(|complaint| {
        let rule = rules::find(complaint.rule.id());
        rule.is_none_or(|rule| rule.speaks.in_profile(profile))
    })
}

/// A complaint that a scenario asked for.
pub(super) fn asked_for(rule: FileRule) -> Complaint {
    Complaint {
        rule,
        line: 0,
        column: 0,
        text: "an armed rule asked for it".to_owned(),
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn named(order: &IncomingOrder) -> ReceiptOrder {
    let amounts = order.transactions.iter().filter_map(|it| match it {
        IncomingTransaction::Read(claim) => Some(claim.amount),
        IncomingTransaction::Spoiled(_) => None,
    });
    ReceiptOrder {
        kind: order.kind,
        number: order.number,
        account: order.account.clone(),
        transactions: count(order.transactions.len()),
        sum: amounts.fold(Ore::ZERO, |sum, amount| {
            sum.checked_add(amount).unwrap_or(Ore::new(i64::MAX))
        }),
    }
}

/// Why somebody may not send files under this unit.
fn stranger(sender: &CustomerUnit, user: &User, turn: &Turn<'_, Event>) -> Option<Complaint> {
    let complaint = |text: String| {
        Some(Complaint {
            rule: FileRule::Sender,
            line: 1,
            column: 9,
            text,
        })
    };
    if *sender == CustomerUnit::mps() {
        let text = format!(
            "found data sender {sender}, which is MPS itself; expected the customer unit of the \
             sender"
        );
        return complaint(text);
    }
    let Some(company) = turn.cast.company_by_unit(sender) else {
        let text = format!(
            "found data sender {sender}, which no company has; expected a customer unit that is \
             known here"
        );
        return complaint(text);
    };
    let other = user
        .company
        .as_ref()
        .filter(|slug| **slug != company.slug)?;
    let text = format!(
        "found data sender {sender} of `{}` in a file of `{other}`'s user; expected its own",
        company.slug
    );
    complaint(text)
}

fn used_before(model: &Model, incoming: &Incoming) -> Option<Complaint> {
    let key = (incoming.sender.clone(), incoming.number);
    let before = model.files.used.get(&key)?;
    let (number, at) = (incoming.number, calendar::on_the_wall(*before));
    Some(Complaint {
        rule: FileRule::TransmissionNumber,
        line: 1,
        column: 17,
        text: format!(
            "found transmission number {number}, which this sender used at {at}; expected a number \
             that was never used"
        ),
    })
}

/// Takes the orders of a transmission; what is odd about them without rejecting them.
fn take(
    model: &mut Model,
    incoming: Incoming,
    wish: Option<&Wish>,
    turn: &mut Turn<'_, Event>,
) -> Vec<Complaint> {
    let Incoming {
        sender,
        number,
        orders,
        ..
    } = incoming;
    model.files.used.insert((sender.clone(), number), turn.now);
    let mut odd = Vec::new();
    let mut first_row = 0;
    for order in orders {
        let rows = order.transactions.len();
        let came = orders::Came {
            sender: sender.clone(),
            transmission: number,
            order,
            fates: orders::Fates::of(wish, first_row, rows),
        };
        odd.extend(orders::take(model, came, turn));
        first_row += rows;
    }
    odd
}

fn answer(
    model: &mut Model,
    receipt: Receipt,
    kind: FileKind,
    user: &User,
    receipt_arrives: bool,
    turn: &mut Turn<'_, Event>,
) -> SentAnswer {
    let word = if receipt.complaints.is_empty() {
        "GODKJENT"
    } else {
        "AVVIST"
    };
    let number = receipt.number.unwrap_or_default();
    tell(&receipt, turn);
    // Whoever is known by a user gets the receipt, whatever unit the file names: nobody puts
    // rejections into somebody else's mailbox.
    let named = receipt.sender.clone();
    let named = named.filter(|sender| *sender != CustomerUnit::mps());
    let to = own_unit(user, turn).or(named.filter(|_| user.company.is_none()));
    let draft = Draft {
        kind,
        to,
        stem: format!("KV.{word}.F{number}"),
        ending: "html",
        content: FileContent::Receipt(receipt),
    };
    let mut receipt = draft.made(model, turn);
    receipt.company.clone_from(&user.company);
    if receipt_arrives {
        model.put_file(Arc::new(receipt.clone()));
    }
    SentAnswer {
        receipt,
        receipt_arrives,
    }
}

fn own_unit(user: &User, turn: &Turn<'_, Event>) -> Option<CustomerUnit> {
    let company = turn.cast.company(user.company.as_ref()?)?;
    company.mps.as_ref()?.customer_unit.clone()
}

fn tell(receipt: &Receipt, turn: &mut Turn<'_, Event>) {
    let sender = receipt.sender.as_ref();
    let who = sender.map_or_else(|| "nobody in particular".to_owned(), ToString::to_string);
    let number = receipt.number.unwrap_or_default();
    let (kind, text) = match receipt.complaints.first() {
        None => (
            "file.approved",
            format!(
                "MPS approved transmission {number} of {who} with {} transactions; its orders are \
                 judged later",
                receipt.transactions
            ),
        ),
        Some(complaint) => (
            "file.rejected",
            format!("MPS rejected transmission {number} of {who}: {complaint}"),
        ),
    };
    turn.tell(Happening {
        about: None,
        service: "mps",
        kind,
        text,
        rule: receipt
            .complaints
            .first()
            .map(|complaint| complaint.rule.id()),
    });
}

/// A file from MPS before it has a number.
pub(super) struct Draft {
    /// What it is.
    pub(super) kind: FileKind,
    /// Whose it is.
    pub(super) to: Option<CustomerUnit>,
    /// How its name begins.
    pub(super) stem: String,
    /// How its name ends.
    pub(super) ending: &'static str,
    /// What is in it.
    pub(super) content: FileContent,
}

impl Draft {
    /// Gives it the next number and its name, with day and time in Norway. Names of receipts are
    /// as those of one production client's test data, the others are ours.
    pub(super) fn made(self, model: &mut Model, turn: &Turn<'_, Event>) -> OutgoingFile {
        let serial = model.files.last_file.next();
        model.files.last_file = serial;
        let wall = turn.now.to_zoned(calendar::oslo());
        let stamp = wall.strftime("D%y%m%d.T%H%M%S");
        let Self {
            kind,
            to,
            stem,
            ending,
            content,
        } = self;
        OutgoingFile {
            serial,
            name: format!("{stem}.{stamp}.K{serial}.{ending}"),
            kind,
            to,
            company: None,
            made_at: turn.now,
            fetched_at: None,
            content,
        }
    }
}
