//! The inbox of a company: what lies in its mailbox (Digipost: API v7, inbox).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::links::{Linked, Links};
use super::ask::{KeepingReply, Letter};
use crate::consumer::{CaseRef, Happening, Mail, MailNumber, MailboxOwner, Turn};
use crate::domain::slug::Slug;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;

/// Letters to a company, newest first: so many are passed over, and so many are told at most.
pub(super) fn letters(
    slug: &Slug,
    offset: usize,
    limit: usize,
    turn: &Turn<'_, Event>,
) -> Vec<Letter> {
    let owner = MailboxOwner::Company(slug.clone());
    let mut letters = Vec::new();
    let mut attached: BTreeMap<MailNumber, Vec<(MailNumber, &Mail)>> = BTreeMap::new();
    for (number, mail) in seen(&owner, turn) {
        match mail.attached_to {
            None => letters.push((number, mail)),
            Some(letter) => attached.entry(letter).or_default().push((number, mail)),
        }
    }
    letters.sort_by_key(|(number, mail)| Reverse((mail.delivered_at, *number)));
    let told = letters.into_iter().skip(offset).take(limit);
    told.map(|(number, mail)| Letter {
        number,
        mail: mail.clone(),
        attachments: attached
            .get(&number)
            .into_iter()
            .flatten()
            .map(|(number, mail)| (*number, (*mail).clone()))
            .collect(),
    })
    .collect()
}

/// Leads to the content of a letter, which is opened by that and not by being listed.
pub(super) fn content(
    slug: &Slug,
    number: MailNumber,
    links: &mut Links,
    turn: &mut Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    let mail = one(slug, number, turn)?;
    let to = Linked {
        document: number,
        content: mail.content,
        file_type: mail.file_type.clone(),
    };
    let about = CaseRef::of(mail.service, &mail.service_id);
    let subject = mail.subject.clone();
    let token = links.one_time_link(to, turn);
    if turn.book.open_mail(number, turn.now) {
        turn.tell(Happening {
            about: Some(about),
            service: "digipost",
            kind: "inbox.opened",
            text: format!("{slug} fetched \"{subject}\" from its inbox"),
            rule: None,
        });
    }
    Ok(KeepingReply::Moved(number, token.as_str().to_owned()))
}

/// Takes a letter with its attachments out of the inbox.
pub(super) fn delete(
    slug: &Slug,
    number: MailNumber,
    turn: &mut Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    one(slug, number, turn)?;
    turn.book.delete_mail(number, turn.now);
    Ok(KeepingReply::Done)
}

fn one<'t>(slug: &Slug, number: MailNumber, turn: &'t Turn<'_, Event>) -> Result<&'t Mail, Fault> {
    let owner = MailboxOwner::Company(slug.clone());
    let mail = turn.book.mail(number);
    let is_there = |mail: &&Mail| mail.owner == owner && mail.is_seen(turn.now);
    mail.filter(is_there).ok_or_else(|| {
        let why = format!("found {number}, which is not in the inbox of `{slug}`");
        Fault::new(FaultKind::DocumentNotFound, why)
    })
}

fn seen<'t>(
    owner: &MailboxOwner,
    turn: &'t Turn<'_, Event>,
) -> impl Iterator<Item = (MailNumber, &'t Mail)> {
    let mails = turn.book.mails_of(owner);
    mails.filter(|(_, mail)| mail.is_seen(turn.now))
}
