//! List L00202: what was rejected of orders, and failed deletions (MPS: Receipt lists).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::intake::Draft;
use super::orders::{happening, heading};
use super::state::{AsSent, FileContent, FileKind, ListRow, ListedOrder};
use crate::consumer::Turn;
use crate::domain::calendar;
use crate::domain::company::ListReceiver;
use crate::domain::email::EmailAddress;
use crate::domain::giro::Complaint;
use crate::domain::letter::{Delivery, Letter, LetterContent};
use crate::domain::mint::Stream;
use crate::services::mps::model::{Event, Model, ShipmentId};

/// Puts something into the list that is made when everything of this instant is judged; nothing
/// for a shipment that did not come in a file.
pub(super) fn put(
    model: &mut Model,
    order: ShipmentId,
    complaints: Vec<Complaint>,
    rows: Vec<ListRow>,
    turn: &mut Turn<'_, Event>,
) {
    if !model.files.listed.contains_key(&order) {
        let Some(heading) = heading(model, order, turn) else {
            return;
        };
        if model.files.listed.is_empty() {
            turn.at(turn.now, Event::MakeLists);
        }
        model.files.listed.insert(order, heading);
    }
    if let Some(listed) = model.files.listed.get_mut(&order) {
        listed.complaints.extend(complaints);
        listed.rows.extend(rows);
    }
}

/// Makes the lists of what was rejected, one for each list receiver, with orders by transmission
/// and number.
pub(in crate::services::mps::model) fn make(model: &mut Model, turn: &mut Turn<'_, Event>) {
    let listed = std::mem::take(&mut model.files.listed).into_iter();
    let mut listed: Vec<ListedOrder> = listed.map(|(_, order)| order).collect();
    listed.sort_by_key(|order| (order.sender.clone(), order.transmission, order.number));
    let mut lists: BTreeMap<ListReceiver, Vec<ListedOrder>> = BTreeMap::new();
    for order in listed {
        for receiver in receivers(&order, turn) {
            lists.entry(receiver).or_default().push(order.clone());
        }
    }
    for (receiver, orders) in lists {
        match receiver {
            ListReceiver::Unit(unit) => {
                let orders: Arc<[ListedOrder]> = orders.into();
                for (kind, ending) in [
                    (FileKind::Rejections, "html"),
                    (FileKind::RejectionTable, "csv"),
                ] {
                    let draft = Draft {
                        kind,
                        to: Some(unit.clone()),
                        stem: "L00202".to_owned(),
                        ending,
                        content: FileContent::List(Arc::clone(&orders)),
                    };
                    let file = draft.made(model, turn);
                    model.put_file(Arc::new(file));
                }
            }
            ListReceiver::Mail(address) => mail(address, &orders, turn),
        }
    }
}

/// Sends a list by e-mail.
fn mail(address: EmailAddress, orders: &[ListedOrder], turn: &mut Turn<'_, Event>) {
    let list = FileKind::Rejections.as_str();
    let text = format!("MPS sent list {list} to {address}");
    turn.tell(happening("list.mailed", text, None));
    let id = turn.mint.uuid(Stream::Letter).to_string();
    turn.letters.push(Letter {
        id,
        sent_at: turn.now,
        invoice: None,
        to: Delivery::Mail(address),
        content: LetterContent::Rejections {
            list: list.to_owned(),
            lines: orders.iter().flat_map(lines).collect(),
        },
        files: Vec::new(),
    });
}

/// What a list says of an order, without the records, which no mail keeps in their columns.
fn lines(order: &ListedOrder) -> Vec<String> {
    let ListedOrder {
        received_at,
        payee,
        agreement,
        account,
        sender,
        transmission,
        number,
        kind,
        complaints,
        rows,
    } = order;
    let kind = kind.title();
    let mut lines = vec![
        format!("{kind}, oppdrag {number}, konto {account}"),
        format!(
            "Forsendelse {transmission} fra {sender}, mottatt {}",
            calendar::on_the_wall(*received_at)
        ),
    ];
    if let Some((name, org_number)) = payee {
        let agreement = agreement.as_deref().unwrap_or("-");
        lines.push(format!("{name}, org.nr. {org_number}, avtale {agreement}"));
    }
    let of_order = complaints.iter();
    lines.extend(of_order.map(|it| format!("- Hele oppdraget: {} {it}", it.rule.id())));
    lines.extend(rows.iter().map(row));
    lines.push(String::new());
    lines
}

fn row(row: &ListRow) -> String {
    let about = match &row.sent {
        AsSent::Read(claim) => format!(
            "Transaksjon {:07}, KID {}, forfall {}, {} kr",
            claim.number, claim.kid, claim.due_date, claim.amount
        ),
        AsSent::Raw(records) => records.first().cloned().unwrap_or_default(),
    };
    let words = row.words.iter();
    let words = words.map(|word| format!("{} {}", word.code, word.message()));
    format!("- {about}: {}", words.collect::<Vec<_>>().join("; "))
}

/// Who gets the list of an order: the list receivers of the account's agreement, and where there
/// are none the data sender, so that nothing is rejected in silence.
fn receivers(order: &ListedOrder, turn: &Turn<'_, Event>) -> Vec<ListReceiver> {
    let agreement = turn.cast.agreement_on(&order.account);
    let receivers = agreement.map(|(_, agreement)| agreement.list_receivers.clone());
    let receivers = receivers.unwrap_or_default();
    if receivers.is_empty() {
        return vec![ListReceiver::Unit(order.sender.clone())];
    }
    receivers
}
