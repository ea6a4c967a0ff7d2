//! One run: what there is to tell becomes files, and is told of.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::news::{LeftOut, News};
use super::{oddities, order};
use crate::consumer::{Book, Happening, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::cast::Cast;
use crate::domain::giro::{CustomerUnit, Order, SerialNumber, Transmission};
use crate::domain::money::Ore;
use crate::services::Facts;
use crate::services::mps::model::files::intake::Draft;
use crate::services::mps::model::files::orders::happening;
use crate::services::mps::model::files::state::{FileContent, FileKind, Files};
use crate::services::mps::model::{Event, Model, Wish};

/// Sends every data receiver what there is to tell.
pub(in crate::services::mps::model) fn deliver(
    model: &mut Model,
    wish: Option<&Wish>,
    turn: &mut Turn<'_, Event>,
) {
    let mut news = News::gather(&model.files, turn.now, turn.cast, turn.book);
    if let Some(at) = wish.and_then(|wish| oddities::postponed(wish, turn.now)) {
        let wall = calendar::on_the_wall(at);
        let text = format!("MPS sends no files now; the next ones are made at {wall}");
        turn.tell(happening("files.postponed", text, None));
        turn.at(at, Event::SendFiles);
        return;
    }
    let odd = wish.map(|wish| oddities::apply(wish, &mut news, turn.book));
    let odd = odd.unwrap_or_default();
    for LeftOut { about, why } in std::mem::take(&mut news.left_out) {
        turn.tell(Happening {
            about,
            ..happening("files.left-out", why, None)
        });
    }
    model.files.changes_told = Some(news.changes_told);
    model.files.settled_until = Some(turn.now);
    model.files.lists_wanted.clear();
    model.files.last_reference = news.last_reference;
    let mut named: BTreeMap<AccountNumber, Vec<String>> = BTreeMap::new();
    for unit in news.receivers() {
        let accounts = news.told_to(&unit);
        let marked = accounts
            .iter()
            .any(|account| odd.accounts.contains(*account));
        let accounts: Vec<AccountNumber> = accounts.into_iter().cloned().collect();
        let transmission = transmission(model, &news, &unit, marked && odd.dated, turn.now);
        let content = Arc::new(transmission);
        let copies = if marked && odd.twice { 2 } else { 1 };
        for _ in 0..copies {
            let name = send(model, &unit, &content, turn);
            for account in &accounts {
                named.entry(account.clone()).or_default().push(name.clone());
            }
        }
    }
    report(&news, &named, turn);
}

/// What files would tell now, as rules of scenarios may ask about it: mandates first, then
/// payments, each in order of accounts. `None` where no file would be made.
pub(in crate::services::mps::model) fn facts(
    files: &Files,
    now: Timestamp,
    cast: &Cast,
    book: &Book,
) -> Option<Vec<Facts>> {
    let news = News::gather(files, now, cast, book);
    (!news.accounts.is_empty()).then(|| news.facts(cast))
}

/// The transmission to a unit, under the next number. One of mandates alone has no date at its end
/// (MPS: AvtaleGiro, system specification).
fn transmission(
    model: &mut Model,
    news: &News,
    unit: &CustomerUnit,
    dated: bool,
    now: Timestamp,
) -> Transmission {
    let today = calendar::local_date(now);
    let mut orders = Vec::new();
    let mut number = SerialNumber::default();
    let accounts = || news.accounts.iter().filter(|(_, it)| it.goes_to(unit));
    for (account, told) in accounts() {
        for lines in &told.mandates {
            number = number.next();
            orders.push(order::mandates(account, number, lines));
        }
    }
    let mandates_only = accounts().all(|(_, told)| told.payments.is_empty());
    for (account, told) in accounts() {
        for payments in &told.payments {
            number = number.next();
            orders.push(order::settlements(account, told, number, payments, today));
        }
    }
    let number = model.files.last_transmission.next();
    model.files.last_transmission = number;
    Transmission {
        sender: CustomerUnit::mps(),
        number,
        recipient: unit.clone(),
        orders,
        date: (!mandates_only || dated).then_some(today),
    }
}

/// Puts a transmission among the files of its receiver; under which name.
fn send(
    model: &mut Model,
    unit: &CustomerUnit,
    content: &Arc<Transmission>,
    turn: &mut Turn<'_, Event>,
) -> String {
    let (mut mandates, mut payments, mut sum) = (0, 0, Some(Ore::ZERO));
    for order in &content.orders {
        match order {
            Order::Mandates(order) => mandates += order.lines.len(),
            Order::Settlements(order) => {
                payments += order.payments.len();
                for payment in &order.payments {
                    sum = sum.and_then(|sum| match payment.is_negative {
                        true => sum.checked_sub(payment.amount),
                        false => sum.checked_add(payment.amount),
                    });
                }
            }
            Order::Claims(_) | Order::Deletions(_) => {}
        }
    }
    let has_payments = content
        .orders
        .iter()
        .any(|order| matches!(order, Order::Settlements(_)));
    let (kind, stem) = if has_payments {
        (FileKind::Ocr, "OCR")
    } else {
        (FileKind::Mandates, "FBO")
    };
    let draft = Draft {
        kind,
        to: Some(unit.clone()),
        stem: stem.to_owned(),
        ending: "txt",
        content: FileContent::Transmission(Arc::clone(content)),
    };
    let file = draft.made(model, turn);
    let name = file.name.clone();
    model.put_file(Arc::new(file));
    let sum = sum.map_or_else(
        || "more than can be counted".to_owned(),
        |it| it.to_string(),
    );
    let text = format!(
        "MPS sent {name} to {unit}, transmission {}: {mandates} mandates, {payments} payments of \
         {sum} kr",
        content.number
    );
    turn.tell(happening("files.sent", text, None));
    name
}

/// Tells the case of every payment in which files it is.
fn report(news: &News, named: &BTreeMap<AccountNumber, Vec<String>>, turn: &mut Turn<'_, Event>) {
    for (account, of_account) in &news.accounts {
        let Some(names) = named.get(account).map(|names| names.join(" and ")) else {
            continue;
        };
        for settled in of_account.payments.iter().flatten() {
            turn.tell(Happening {
                about: Some(settled.about.clone()),
                text: format!("MPS told the payee of the payment in {names}"),
                ..happening("claim.reported", String::new(), None)
            });
        }
    }
}
