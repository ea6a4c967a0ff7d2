//! Pages of the log of changes (Digdir: shared components, change number; HentEndringerRespons).

use super::command::{ChangesAsk, PERSONS_MAX, Page};
use super::log::Model;
use super::row::Row;
use super::sight::Sight;
use super::wish::{AnswerWish, ChangesWish, Desire};
use crate::domain::identity::NationalId;
use crate::domain::krr::{ChangesFrom, KrrStatus};

/// The page that begins at a number, every person as the person is now.
pub(super) fn page(model: &Model, ask: ChangesAsk, sight: &Sight<'_>) -> Page {
    let ChangesAsk { from } = ask;
    // The change of a number stands in the log one place before it.
    let before = match sight.settings.changes_from {
        ChangesFrom::Exclusive => from,
        ChangesFrom::Inclusive => from.saturating_sub(1),
    };
    let skipped = usize::try_from(before).unwrap_or(usize::MAX);
    let skipped = skipped.min(model.log.len());
    let changed = model.log.iter().skip(skipped).take(PERSONS_MAX);
    let mut rows: Vec<Row> = changed.map(|number| row(number, sight)).collect();
    let reached = skipped.saturating_add(rows.len());
    let mut until = u64::try_from(reached).unwrap_or(u64::MAX);
    match sight.wish.map(|wish| wish.what) {
        Some(Desire::Changes(ChangesWish::Gap)) => {
            if !rows.is_empty() {
                rows.remove(0);
            }
        }
        Some(Desire::Changes(ChangesWish::Repeat)) => until = from,
        Some(Desire::Changes(ChangesWish::EmptyPage)) => {
            rows.clear();
            until = from;
        }
        Some(Desire::Answer(AnswerWish::Shuffled)) => rows.reverse(),
        Some(
            Desire::Person(_) | Desire::Certificate(_) | Desire::Rights(_) | Desire::Answer(_),
        )
        | None => {}
    }
    Page {
        rows,
        from,
        until,
        last: model.last(),
    }
}

/// Whoever is in the log and has no entry any more was deleted: the log has two states only.
fn row(number: &NationalId, sight: &Sight<'_>) -> Row {
    let person = sight.seen.shared_by_ssn(number);
    let row = sight.row(number.as_str().to_owned(), person, true);
    match row.status {
        KrrStatus::Active | KrrStatus::Deleted => row,
        KrrStatus::NotRegistered => Row {
            status: KrrStatus::Deleted,
            reservation: false,
            ..row
        },
    }
}
