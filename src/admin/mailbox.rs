//! The mailbox of one person, the payments at the bank, and the agreements between the two.

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::people::current;
use super::wire::{AgreementsText, MailRow, PaymentRow};
use crate::consumer::{CaseRef, MailboxOwner};
use crate::domain::digipost::Language;
use crate::http::enter;

/// `GET /sandboxes/{s}/people/{slug}/mailbox`, oldest first. Deleted ones stay in the list.
pub(super) async fn list(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let rows = enter(&call.house, &sandbox, |world| {
        current(world, &slug)?;
        let user = world.cast.person(&slug).and_then(|it| it.digipost.clone());
        let language = user.map_or(Language::Bokmaal, |user| user.language);
        let now = world.clock.now();
        let owner = MailboxOwner::Person(slug.clone());
        let rows = world.book.mails_of(&owner).map(|(number, mail)| {
            let filed = CaseRef::of(mail.service, &mail.service_id);
            let case = world.cases.first_of(&filed);
            MailRow::of(number, mail, case, language, now)
        });
        Ok::<_, AdminError>(rows.collect::<Vec<_>>())
    })
    .await?;
    ok(&rows)
}

/// `GET /sandboxes/{s}/people/{slug}/payments`, as they came to the bank.
pub(super) async fn payments(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let rows = enter(&call.house, &sandbox, |world| {
        current(world, &slug)?;
        let rows = world.book.payments_of(&slug);
        let rows = rows.map(|(number, payment)| PaymentRow::of(number, payment));
        Ok::<_, AdminError>(rows.collect::<Vec<_>>())
    })
    .await?;
    ok(&rows)
}

/// `GET /sandboxes/{s}/people/{slug}/agreements`.
pub(super) async fn agreements(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let text = enter(&call.house, &sandbox, |world| {
        current(world, &slug)?;
        Ok::<_, AdminError>(AgreementsText::of(&world.book, &slug))
    })
    .await?;
    ok(&text)
}
