//! Orders of an approved transmission: taken at once, judged later.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use super::intake::{asked_for, split};
use super::state::{AsSent, ListRow, ListedOrder, PendingDeletion, Severity, StoredOrder, Word};
use super::{deletions, lists};
use crate::consumer::{DocumentType, Happening, Turn};
use crate::domain::calendar;
use crate::domain::giro::{
    Complaint, CustomerUnit, FileRule, FiledClaim, IncomingOrder, IncomingTransaction, Level,
    Notifier, OrderKind, SerialNumber, Spoiled, TextLine,
};
use crate::domain::mint::Stream;
use crate::domain::rules;
use crate::services::mps::model::intake::{self, Arrival};
use crate::services::mps::model::{
    AtgInfo, AtgStatus, Desire, Event, Model, PaymentType, Port, Reason, Shipment, ShipmentId,
    StoredTransaction, Transaction, TransactionId, Wish,
};

/// An order as it came.
pub(super) struct Came {
    /// Who sent it.
    pub(super) sender: CustomerUnit,
    /// The sender's number of the transmission.
    pub(super) transmission: SerialNumber,
    /// The order.
    pub(super) order: IncomingOrder,
    /// What a scenario wants to become of it.
    pub(super) fates: Fates,
}

/// What a scenario wants to become of an order.
#[derive(Debug, Default)]
pub(super) struct Fates {
    /// It is rejected as a whole, by this rule.
    rejected: Option<FileRule>,
    /// By the place of a transaction in the order, from 0.
    rows: BTreeMap<usize, Desire>,
}

impl Fates {
    /// What a wish means for the order whose first transaction is this row of the file.
    pub(super) fn of(wish: Option<&Wish>, first_row: usize, rows: usize) -> Self {
        let Some(wish) = wish else {
            return Self::default();
        };
        // They are sorted, and a file may have as many orders as rows.
        let end = first_row.saturating_add(rows);
        let before = wish.rows.partition_point(|row| *row < first_row);
        let until = wish.rows.partition_point(|row| *row < end);
        let ours = wish.rows.get(before..until).unwrap_or_default();
        if let Some(rule) = wish.objection(Level::Order) {
            return Self {
                rejected: (!ours.is_empty()).then_some(rule),
                rows: BTreeMap::new(),
            };
        }
        Self {
            rejected: None,
            rows: ours
                .iter()
                .map(|row| (row.saturating_sub(first_row), wish.what))
                .collect(),
        }
    }
}

/// Takes an order. Whether it is rejected as a whole is settled here and told when it is judged;
/// what is odd about it and does not reject it comes back.
pub(super) fn take(model: &mut Model, came: Came, turn: &mut Turn<'_, Event>) -> Vec<Complaint> {
    let Came {
        sender,
        transmission,
        order,
        fates,
    } = came;
    let (complaints, odd) = objections(model, &sender, &order, fates.rejected, turn);
    let mut stored = StoredOrder {
        sender,
        transmission,
        received_at: turn.now,
        kind: order.kind,
        number: order.number,
        account: order.account,
        complaints,
        rejected: Vec::new(),
        deletions: Vec::new(),
        worked: false,
    };
    let mut arrival = Vec::new();
    if stored.complaints.is_empty() {
        let key = (stored.account.clone(), stored.number);
        let today = calendar::local_date(turn.now);
        model.files.order_numbers.insert(key, today);
        for (row, transaction) in order.transactions.into_iter().enumerate() {
            let fate = fates.rows.get(&row).copied();
            let objection = match fate {
                Some(Desire::Object(rule)) => {
                    Some(rule).filter(|it| it.level() == Level::Transaction)
                }
                Some(Desire::Reject(_) | Desire::Do(_)) | None => None,
            };
            // A wish about the file as a whole is nothing that becomes of its rows.
            let fate = fate.filter(|fate| fate.is_fate_in_file(stored.kind));
            match transaction {
                IncomingTransaction::Read(sent) if objection.is_some() => {
                    let words = objection.iter().map(|rule| Word::from(&asked_for(*rule)));
                    stored.rejected.push(ListRow {
                        severity: Severity::Rejected,
                        sent: AsSent::Read(sent),
                        words: words.collect(),
                    });
                }
                IncomingTransaction::Spoiled(spoiled) => stored.rejected.push(unreadable(spoiled)),
                IncomingTransaction::Read(sent) if stored.kind == OrderKind::Deletions => {
                    stored.deletions.push(PendingDeletion { sent, fate });
                }
                IncomingTransaction::Read(claim) => arrival.push((claim, fate)),
            }
        }
    }
    let id = if arrival.is_empty() {
        let id = new_id(model, turn);
        let delay = turn.settings.mps_validation_delay;
        let due = turn.now.saturating_add(delay).unwrap_or(turn.now);
        turn.at(due, Event::WorkOrder(id));
        id
    } else {
        arrive(model, &stored, arrival, turn)
    };
    model.files.orders.insert(id, stored);
    odd
}

/// Why an order is rejected as a whole, and what is odd about it without rejecting it.
fn objections(
    model: &Model,
    sender: &CustomerUnit,
    order: &IncomingOrder,
    asked: Option<FileRule>,
    turn: &Turn<'_, Event>,
) -> (Vec<Complaint>, Vec<Complaint>) {
    let mut complaints = order.complaints.clone();
    let has_start = complaints.iter().all(|it| it.rule != FileRule::OrderStart);
    let mut complain = |rule, column, text| {
        complaints.push(Complaint {
            rule,
            line: order.line,
            column,
            text,
        });
    };
    let account = &order.account;
    match turn.cast.agreement_on(account) {
        // What stands in its place is complained of already.
        None if !has_start => {}
        None => {
            let text = format!(
                "found order account {account}, on which nobody has an AvtaleGiro agreement; \
                 expected that of a payee"
            );
            complain(FileRule::OrderAccount, 25, text);
        }
        Some((payee, _)) => {
            let company = turn.cast.company_by_unit(sender);
            if company.is_some_and(|it| !it.sends_to_mps_for(payee.org_number.as_str())) {
                let text = format!(
                    "found an order for `{}` from {sender}, which does not act for it; expected \
                     the payee or somebody who does",
                    payee.slug
                );
                complain(FileRule::OrderSender, 25, text);
            }
        }
    }
    let used = model
        .files
        .order_numbers
        .get(&(account.clone(), order.number));
    if let Some(used) = used.filter(|used| calendar::local_date(turn.now) <= free_again(**used)) {
        let text = format!(
            "found order number {}, which was used for account {account} on {used}; expected one \
             that was not used for 12 months and a day",
            order.number
        );
        complain(FileRule::OrderNumber, 18, text);
    }
    let (mut complaints, odd) = split(complaints, turn.settings.profile);
    complaints.extend(asked.map(asked_for));
    (complaints, odd)
}

/// The last day on which an order number that was used cannot be used again.
fn free_again(used: Date) -> Date {
    used.saturating_add(12.months()).saturating_add(1.day())
}

/// What a list says of a transaction that could not be read.
fn unreadable(spoiled: Spoiled) -> ListRow {
    ListRow {
        severity: Severity::Rejected,
        sent: AsSent::Raw(spoiled.records),
        words: spoiled.complaints.iter().map(Word::from).collect(),
    }
}

/// Lets the claims of an order arrive as a shipment does.
fn arrive(
    model: &mut Model,
    order: &StoredOrder,
    claims: Vec<(FiledClaim, Option<Desire>)>,
    turn: &mut Turn<'_, Event>,
) -> ShipmentId {
    let id = new_id(model, turn);
    let (mut numbers, mut fates, mut transactions) = (Vec::new(), Vec::new(), Vec::new());
    for (row, (claim, fate)) in claims.into_iter().enumerate() {
        fates.extend(fate.map(|fate| (row, fate)));
        numbers.push(format!("{:07}", claim.number));
        transactions.push(transaction(model, claim, &order.account, turn));
    }
    let payee = turn.cast.agreement_on(&order.account);
    let issuer = payee.map_or("", |(company, _)| company.org_number.as_str());
    let arrival = Arrival {
        port: Port::Files,
        sender: turn
            .cast
            .company_by_unit(&order.sender)
            .map(|it| it.slug.clone()),
        consignment: None,
        numbers,
        fates,
        called: Some(format!(
            "order {} of transmission {} of {}",
            order.number, order.transmission, order.sender
        )),
        shipment: Shipment {
            id,
            issuer: issuer.to_owned(),
            transactions,
        },
    };
    intake::take(model, arrival, turn);
    id
}

fn new_id(model: &Model, turn: &mut Turn<'_, Event>) -> ShipmentId {
    let mut id = ShipmentId::from(turn.mint.uuid(Stream::Shipment));
    // A submitter names its shipments itself and might have hit upon this one.
    while model.shipments.contains_key(&id) || model.files.orders.contains_key(&id) {
        id = ShipmentId::from(turn.mint.uuid(Stream::Shipment));
    }
    id
}

fn transaction(
    model: &Model,
    claim: FiledClaim,
    account: &str,
    turn: &mut Turn<'_, Event>,
) -> Transaction {
    let mut id = TransactionId::from(turn.mint.uuid(Stream::Transaction));
    while model.transactions.contains_key(&id) {
        id = TransactionId::from(turn.mint.uuid(Stream::Transaction));
    }
    let given = |text: String| (!text.is_empty()).then_some(text);
    Transaction {
        id,
        payment: PaymentType::AvtaleGiro,
        document_type: DocumentType::Invoice,
        kid: Some(claim.kid),
        account: account.to_owned(),
        amount: claim.amount,
        due_date: claim.due_date,
        due_date_zone: None,
        efaktura: None,
        atg: Some(AtgInfo {
            notification: claim.notifier == Notifier::Bank,
            notification_text: given(joined(&claim.texts)),
            abbreviated_name: given(claim.short_name),
            external_reference: given(claim.external_reference),
        }),
    }
}

/// The text of a notice: lines in order, the two halves of one beside each other.
fn joined(texts: &[TextLine]) -> String {
    let mut lines: BTreeMap<u8, [&str; 2]> = BTreeMap::new();
    for text in texts {
        let half = usize::from(text.column == 2);
        lines.entry(text.line).or_default()[half] = &text.text;
    }
    let lines = lines.values().map(|[left, right]| match right.is_empty() {
        true => (*left).to_owned(),
        false => format!("{left:<40}{right}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Judges an order without claims to validate.
pub(in crate::services::mps::model) fn work(
    model: &mut Model,
    id: ShipmentId,
    turn: &mut Turn<'_, Event>,
) {
    let Some(order) = model.files.orders.get_mut(&id) else {
        return;
    };
    let pending = std::mem::take(&mut order.deletions);
    for deletion in pending {
        deletions::begin(model, id, deletion, turn);
    }
    worked(model, id, turn);
}

/// Lists what was rejected of an order, now that it is judged; nothing when the shipment did not
/// come in a file.
pub(in crate::services::mps::model) fn worked(
    model: &mut Model,
    id: ShipmentId,
    turn: &mut Turn<'_, Event>,
) {
    let Some(order) = model.files.orders.get_mut(&id) else {
        return;
    };
    order.worked = true;
    let mut rows = std::mem::take(&mut order.rejected);
    let complaints = order.complaints.clone();
    for row in &rows {
        tell_rejected(row, turn);
    }
    rows.extend(rows_of(model, id));
    if let Some(complaint) = complaints.first() {
        let text = format!("MPS rejected the whole order: {complaint}");
        let rule = Some(complaint.rule.id());
        turn.tell(happening("order.rejected", text, rule));
    }
    let is_bad = |row: &ListRow| row.severity == Severity::Rejected;
    if !complaints.is_empty() || rows.iter().any(is_bad) {
        lists::put(model, id, complaints, rows, turn);
    }
}

/// What there is to say about the claims of a shipment after their validation.
fn rows_of(model: &Model, id: ShipmentId) -> Vec<ListRow> {
    let shipment = model.shipments.get(&id);
    let order = shipment.map_or_else(|| Arc::from([]), |shipment| Arc::clone(&shipment.order));
    let stored = order.iter().filter_map(|id| model.transactions.get(id));
    stored.filter_map(row).collect()
}

fn row(stored: &StoredTransaction) -> Option<ListRow> {
    let rejected = stored.atg.status == AtgStatus::Rejected;
    let (severity, reason) = if rejected {
        (Severity::Rejected, stored.atg.reason.as_ref()?)
    } else {
        (Severity::Warning, stored.warning.as_ref()?)
    };
    let Reason { code, text } = reason.as_ref().clone();
    Some(ListRow {
        severity,
        sent: AsSent::Read(as_filed(stored)),
        words: vec![Word { code, text }],
    })
}

/// A claim as its records held it.
fn as_filed(stored: &StoredTransaction) -> FiledClaim {
    let sent = &stored.sent;
    let atg = sent.atg.as_ref();
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let number = stored.number.as_ref();
    FiledClaim {
        number: number.and_then(|it| it.parse().ok()).unwrap_or_default(),
        notifier: match atg.is_some_and(|atg| atg.notification) {
            true => Notifier::Bank,
            false => Notifier::Payee,
        },
        due_date: sent.due_date,
        amount: sent.amount,
        kid: sent.kid.clone().unwrap_or_default(),
        short_name: text(atg.and_then(|atg| atg.abbreviated_name.as_ref())),
        external_reference: text(atg.and_then(|atg| atg.external_reference.as_ref())),
        // Lists show the amount records only.
        texts: Vec::new(),
    }
}

/// Lists a claim that was rejected after its order was judged, if it came in a file.
pub(in crate::services::mps::model) fn claim_rejected(
    model: &mut Model,
    id: TransactionId,
    turn: &mut Turn<'_, Event>,
) {
    let Some(stored) = model.transactions.get(&id) else {
        return;
    };
    let order = stored.shipment;
    if let Some(row) = row(stored) {
        lists::put(model, order, Vec::new(), vec![row], turn);
    }
}

fn tell_rejected(row: &ListRow, turn: &mut Turn<'_, Event>) {
    let Some(Word { code, text }) = row.words.first() else {
        return;
    };
    let rule = rules::find(code).map(|rule| rule.id);
    let text = format!("MPS rejected a transaction as it came in its file: {text}");
    turn.tell(happening("transaction.rejected", text, rule));
}

/// Something that happened to no invoice that anybody knows.
pub(super) fn happening(kind: &'static str, text: String, rule: Option<&'static str>) -> Happening {
    Happening {
        about: None,
        service: "mps",
        kind,
        text,
        rule,
    }
}

/// How a list names an order; `None` for a shipment that did not come in a file.
pub(super) fn heading(
    model: &Model,
    id: ShipmentId,
    turn: &Turn<'_, Event>,
) -> Option<ListedOrder> {
    let order = model.files.orders.get(&id)?;
    let agreement = turn.cast.agreement_on(&order.account);
    Some(ListedOrder {
        received_at: order.received_at,
        payee: agreement
            .map(|(company, _)| (company.name.clone(), company.org_number.as_str().to_owned())),
        agreement: agreement.map(|(_, agreement)| agreement.agreement_id.clone()),
        account: order.account.clone(),
        sender: order.sender.clone(),
        transmission: order.transmission,
        number: order.number,
        kind: order.kind,
        complaints: Vec::new(),
        rows: Vec::new(),
    })
}
