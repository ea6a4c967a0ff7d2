//! What the owner of a mailbox does in Digipost, and with letters at e-Boks.

use super::error::ActionError;
use super::stage::{Deed, Done};
use crate::consumer::{CaseRef, Mail, MailNumber, MailboxOwner};
use crate::domain::digipost::{Language, free_address};
use crate::domain::person::{DigipostUser, MailboxProvider, Person};

/// The service in whose register the account stands.
const DIGIPOST: &str = "digipost";

pub(super) fn read(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    may_see(deed)?;
    let (number, mail) = theirs(deed)?;
    let at = deed.stage.now;
    let text = format!("{} opened `{}`", deed.who(), mail.subject);
    if deed.stage.book.open_mail(number, at) {
        Ok(Done::in_book(text, Some(about(&mail))))
    } else {
        Ok(Done::nothing(format!("{text}: not for the first time")))
    }
}

pub(super) fn delete(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    may_see(deed)?;
    let (number, mail) = theirs(deed)?;
    let at = deed.stage.now;
    deed.stage.book.delete_mail(number, at);
    let text = format!("{} deleted `{}`", deed.who(), mail.subject);
    Ok(Done::in_book(text, Some(about(&mail))))
}

pub(super) fn open_account(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (user, is_new) = match &deed.person.digipost {
        Some(user) => (user.clone(), false),
        None => (new_user(deed)?, true),
    };
    let was_closed = !is_new && !user.active;
    let user = DigipostUser {
        active: true,
        ..user
    };
    let what = if was_closed { "reopened" } else { "opened" };
    let text = format!("{} {what} the account at Digipost", deed.who());
    let done = put(deed, user, "account.opened", text)?;
    let (who, at) = (deed.who().clone(), deed.stage.now);
    deed.stage.book.reopen_mailbox(&who, at);
    Ok(done)
}

pub(super) fn close_account(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let user = DigipostUser {
        active: false,
        ..user(deed)?
    };
    let text = format!("{} closed the account at Digipost", deed.who());
    let done = put(deed, user, "account.closed", text)?;
    let (who, at) = (deed.who().clone(), deed.stage.now);
    deed.stage.book.close_mailbox(&who, at);
    Ok(done)
}

/// Whether the document of the field lies where the person may look: what is in a mailbox of
/// Digipost is seen by users of Digipost.
fn may_see(deed: &Deed<'_, '_>) -> Result<(), ActionError> {
    let number = deed.given.text("mail").and_then(|text| text.parse().ok());
    let mail = number.and_then(|number| deed.stage.book.mail(MailNumber(number)));
    match mail.map(|mail| mail.provider) {
        Some(MailboxProvider::Eboks) => Ok(()),
        Some(MailboxProvider::Digipost) | None => user(deed).map(drop),
    }
}

/// The account at Digipost, which must be in use.
pub(super) fn user(deed: &Deed<'_, '_>) -> Result<DigipostUser, ActionError> {
    match &deed.person.digipost {
        Some(user) if user.active => Ok(user.clone()),
        Some(_) => {
            let hint = "`open-digipost` reopens it";
            deed.refuse("an account at Digipost that is closed", "one in use", hint)
        }
        None => deed.refuse(
            "a person without an account at Digipost",
            "a user of Digipost",
            "`open-digipost` makes one",
        ),
    }
}

/// The document of the field, which must lie in this person's mailbox and be seen there.
pub(super) fn theirs(deed: &Deed<'_, '_>) -> Result<(MailNumber, Mail), ActionError> {
    let text = deed.required("mail", deed.given.text("mail"))?;
    let number = text.parse().ok().map(MailNumber);
    let found = number.and_then(|number| Some((number, deed.stage.book.mail(number)?.clone())));
    let Some((number, mail)) = found else {
        return Err(ActionError::unknown_mail(&text));
    };
    if mail.owner != MailboxOwner::Person(deed.who().clone()) {
        let found = format!("a letter in the mailbox of `{}`", mail.owner);
        let expected = format!("one in the mailbox of `{}`", deed.who());
        return deed.refuse(found, expected, format!("act as `{}`", mail.owner));
    }
    if let Some(at) = mail.deleted_at {
        let found = format!("a letter that was deleted at {at}");
        let hint = "what was deleted is gone; send another one";
        return deed.refuse(found, "one that is in the mailbox", hint);
    }
    if mail.delivered_at > deed.stage.now {
        let found = format!("a letter that shows from {} on", mail.delivered_at);
        let hint = "move the clock on";
        return deed.refuse(found, "one that shows already", hint);
    }
    Ok((number, mail))
}

/// The id under which the service that delivered a document knows it.
pub(super) fn about(mail: &Mail) -> CaseRef {
    CaseRef::of(mail.service, &mail.service_id)
}

fn put(
    deed: &mut Deed<'_, '_>,
    user: DigipostUser,
    kind: &'static str,
    text: String,
) -> Result<Done, ActionError> {
    let person = Person {
        digipost: Some(user),
        ..deed.person.as_ref().clone()
    };
    deed.change(person, DIGIPOST, kind, text)
}

fn new_user(deed: &mut Deed<'_, '_>) -> Result<DigipostUser, ActionError> {
    let stage = &mut *deed.stage;
    let Some(address) = free_address(&deed.person.name, stage.cast, stage.mint) else {
        let hint = "give one with `PATCH`: `digipost.address`";
        return deed.refuse("no free name for a mailbox", "one", hint);
    };
    Ok(DigipostUser {
        address,
        active: true,
        language: Language::Bokmaal,
    })
}
