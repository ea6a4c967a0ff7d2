//! Answers to payment providers.

use super::ask::{Oddity, PayingAsk, PayingReply, PayingWhat, StateFilter};
use super::{change, documents, meanwhile, sight};
use crate::consumer::Turn;
use crate::services::vipps::faults::Fault;
use crate::services::vipps::model::access::recipient_of;
use crate::services::vipps::model::apply::{not_found, rows_for};
use crate::services::vipps::model::{Asker, Event, Model, Row, State, View};

/// Answers a request.
pub(in crate::services::vipps::model) fn answer(
    model: &mut Model,
    ask: PayingAsk,
    asker: &Asker,
    turn: &mut Turn<'_, Event>,
) -> Result<PayingReply, Fault> {
    let PayingAsk { what, wish } = ask;
    let oddity = wish.and_then(Oddity::parse);
    match what {
        PayingWhat::List { token, state } => {
            let mut rows = listed(model, &token, state, asker, turn)?;
            if oddity == Some(Oddity::Order) {
                stir(&mut rows);
            }
            meanwhile::after_reading(model, &rows, wish, turn);
            Ok(PayingReply::List { rows, oddity })
        }
        PayingWhat::Count { token, state } => {
            let rows = listed(model, &token, state, asker, turn)?;
            Ok(PayingReply::Count(rows.len()))
        }
        PayingWhat::Get { token, id } => {
            let person = recipient_of(&token, turn)?.person;
            let row = sight::found(model, &id, asker, turn)?;
            if row.recipient.person != person {
                return Err(not_found(&id));
            }
            meanwhile::after_reading(model, std::slice::from_ref(&row), wish, turn);
            let row = Box::new(row);
            Ok(PayingReply::Invoice { row, oddity })
        }
        PayingWhat::Change { id, call, to } => {
            meanwhile::before_change(model, &id, wish, turn);
            change::change(model, &id, &call, to, asker, turn)
        }
        PayingWhat::Document {
            token,
            id,
            mime_type,
        } => {
            let person = recipient_of(&token, turn)?.person;
            let row = documents::open_to(model, &id, &person, asker, turn)?;
            documents::invoice(&row, mime_type.as_deref(), wish, turn)
        }
        PayingWhat::Attachment {
            token,
            id,
            attachment,
            mime_type,
        } => {
            let person = recipient_of(&token, turn)?.person;
            let row = documents::open_to(model, &id, &person, asker, turn)?;
            documents::attached(&row, &attachment, &mime_type, wish, turn)
        }
    }
}

fn listed(
    model: &Model,
    token: &str,
    state: StateFilter,
    asker: &Asker,
    turn: &Turn<'_, Event>,
) -> Result<Vec<Row>, Fault> {
    let person = recipient_of(token, turn)?.person;
    let mut rows = rows_for(model, &person, &View::of(turn));
    rows.retain(|row| fits(row, state) && sight::is_listed(model, row, asker, turn));
    Ok(rows)
}

fn fits(row: &Row, filter: StateFilter) -> bool {
    let state = row.shown.state;
    match filter {
        StateFilter::All => true,
        StateFilter::Pending => state == State::Pending,
        StateFilter::Approved => state == State::Approved,
        StateFilter::Deleted => state == State::Deleted,
        StateFilter::Expired => state == State::Expired,
    }
}

/// Every other row, backwards, and then the rest: neither by id nor by id from behind.
fn stir(rows: &mut Vec<Row>) {
    let (odd, even): (Vec<_>, Vec<_>) = std::mem::take(rows)
        .into_iter()
        .enumerate()
        .partition(|(at, _)| at % 2 == 1);
    let stirred = odd.into_iter().rev().chain(even);
    rows.extend(stirred.map(|(_, row)| row));
}
