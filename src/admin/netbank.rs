//! The netbank of one person.

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::people::current;
use super::wire::{DebitRow, NetbankRow};
use crate::consumer::{CaseRef, Claim, ClaimId, Presented};
use crate::http::enter;
use crate::sandbox::World;

/// `GET /sandboxes/{s}/people/{slug}/invoices`, oldest first. Deleted ones stay in the list.
pub(super) async fn list(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let rows = enter(&call.house, &sandbox, |world| {
        current(world, &slug)?;
        let mut shown: Vec<&Presented> = world.book.shown_to(&slug).map(|(_, it)| it).collect();
        // Several come at one instant while the clock stands; their cases came one by one.
        shown.sort_by_key(|invoice| (invoice.presented_at, number(world, invoice)));
        let rows = shown.into_iter().map(|invoice| row(world, invoice));
        Ok::<_, AdminError>(rows.collect::<Vec<_>>())
    })
    .await?;
    ok(&rows)
}

/// `GET /sandboxes/{s}/people/{slug}/debits`, by due date, then as they came.
pub(super) async fn debits(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let rows = enter(&call.house, &sandbox, |world| {
        current(world, &slug)?;
        let mut claims: Vec<(&ClaimId, &Claim)> = world.book.claims_against(&slug).collect();
        claims.sort_by_key(|(_, claim)| (claim.due_date, claim.received_at));
        let rows = claims.into_iter().map(|(id, claim)| {
            let filed = CaseRef {
                service: claim.service,
                id: id.0.clone(),
            };
            let case = world.cases.first_of(&filed);
            // A claim that came by itself stands in the case of its eFaktura, which an action would
            // take as that of another claim of the same bill.
            let own_id = id.to_string();
            let own = case.filter(|case| world.transaction(case) == Some(&own_id));
            let copy = claim.copy.as_ref().and_then(|copy| world.book.shown(copy));
            let copy = copy.map(|copy| case_of(world, copy).unwrap_or(&copy.service_id));
            DebitRow::of(id, claim, own.unwrap_or(&own_id), copy)
        });
        Ok::<_, AdminError>(rows.collect::<Vec<_>>())
    })
    .await?;
    ok(&rows)
}

fn row(world: &World, invoice: &Presented) -> NetbankRow {
    let case = case_of(world, invoice);
    NetbankRow::of(
        invoice,
        case.unwrap_or(&invoice.service_id),
        world.clock.now(),
    )
}

fn number(world: &World, invoice: &Presented) -> Option<u64> {
    let file = world.cases.find(case_of(world, invoice)?)?;
    Some(file.number)
}

fn case_of<'a>(world: &'a World, invoice: &Presented) -> Option<&'a str> {
    let id = CaseRef::of(invoice.service, &invoice.service_id);
    world.cases.first_of(&id)
}
