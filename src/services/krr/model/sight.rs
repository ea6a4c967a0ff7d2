//! What of a person is shown to whom, and what is kept back (Digdir: KRR, expected answers of the
//! test persons; where documents disagree, a setting decides).

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use super::row::{Rights, Row, ShownCertificate, ShownChannel};
use super::wish::{CertificateWish, Desire, PersonWish, RightsWish, Wish};
use crate::domain::cast::Seen;
use crate::domain::krr::{KrrChannel, KrrFacet, KrrSettings, KrrStatus, Withhold};
use crate::domain::person::Person;

/// How old contact data are that a scenario wants to be too old, in months.
const TOO_OLD: i32 = 19;

/// Somebody who looks at persons.
#[derive(Debug)]
pub(super) struct Sight<'a> {
    pub(super) seen: Seen<'a>,
    pub(super) settings: &'a KrrSettings,
    pub(super) rights: Rights,
    pub(super) today: Date,
    /// Contact data are judged by their age; the log of changes does not (Digdir: KRR, status of a
    /// person).
    pub(super) judges_age: bool,
    pub(super) wish: Option<&'a Wish>,
}

impl Sight<'_> {
    /// A person as this caller sees one; `is_wished` where a scenario wants something of this one.
    pub(super) fn row(&self, id: String, person: Option<&Arc<Person>>, is_wished: bool) -> Row {
        let desire = self.wish.filter(|_| is_wished).map(|wish| wish.what);
        let changed = match (desire, person) {
            (Some(Desire::Person(wish)), Some(person)) => Some(self.become_of(person, wish)),
            (
                Some(
                    Desire::Person(_)
                    | Desire::Certificate(_)
                    | Desire::Rights(_)
                    | Desire::Answer(_)
                    | Desire::Changes(_),
                )
                | None,
                _,
            ) => None,
        };
        let person = changed.as_ref().or(person);
        let entry = person.and_then(|person| Some((person, person.krr.as_ref()?)));
        let rights = self.rights_for(desire);
        let mut row = match entry {
            Some((person, entry)) => match entry.status {
                KrrStatus::Active => self.active(id, person, entry, rights),
                KrrStatus::Deleted => told_state(id, KrrStatus::Deleted, rights),
                KrrStatus::NotRegistered => told_state(id, KrrStatus::NotRegistered, rights),
            },
            None => told_state(id, KrrStatus::NotRegistered, rights),
        };
        disturb(&mut row, desire, rights);
        row
    }

    fn active(&self, id: String, person: &Arc<Person>, entry: &KrrFacet, rights: Rights) -> Row {
        let (email, phone) = (person.registered_email(), person.registered_phone());
        let is_fresh = |channel: &KrrChannel| entry.is_fresh(channel, self.today);
        let (fresh_email, fresh_mobile) = (is_fresh(&entry.email), is_fresh(&entry.mobile));
        let any_fresh = (email.is_some() && fresh_email) || (phone.is_some() && fresh_mobile);
        let has_any = email.is_some() || phone.is_some();
        // Who sees whether somebody can be notified, is not handed what is of no use for that.
        let filters = rights.status || self.settings.mailbox_scope_filters;
        let keeps_old =
            filters && self.judges_age && self.settings.withhold_expired == Withhold::All;
        let keeps_mailbox = (keeps_old && has_any && !any_fresh)
            || (filters && entry.reserved && self.settings.withhold_reserved_mailbox);
        let has_mailbox = !keeps_mailbox && person.registered_mailbox().is_some();
        let shown = |shared: bool, fresh: bool| {
            let is_shown = rights.contact && (fresh || !keeps_old);
            is_shown.then_some(ShownChannel {
                dated: !(entry.reserved && filters),
                shared,
            })
        };
        let certificate = if rights.certificate && has_mailbox {
            ShownCertificate::Right
        } else {
            ShownCertificate::None
        };
        Row {
            person: Some(Arc::clone(person)),
            reservation: true,
            notifiable: rights.status.then_some(!entry.reserved && any_fresh),
            email: email.and_then(|it| shown(self.seen.shares_email(it), fresh_email)),
            mobile: phone.and_then(|it| shown(self.seen.shares_phone(it), fresh_mobile)),
            language: rights.language,
            mailbox: rights.mailbox && has_mailbox,
            certificate,
            ..Row::bare(id, KrrStatus::Active)
        }
    }

    fn rights_for(&self, desire: Option<Desire>) -> Rights {
        let rights = self.rights;
        match desire {
            Some(Desire::Rights(RightsWish::ContactOnly)) => Rights {
                mailbox: false,
                certificate: false,
                ..rights
            },
            Some(Desire::Rights(RightsWish::MailboxOnly)) => Rights {
                contact: false,
                status: false,
                language: false,
                ..rights
            },
            Some(
                Desire::Person(_) | Desire::Certificate(_) | Desire::Answer(_) | Desire::Changes(_),
            )
            | None => rights,
        }
    }

    /// The person as a scenario wants one to be.
    fn become_of(&self, person: &Arc<Person>, wish: PersonWish) -> Arc<Person> {
        let mut person = person.as_ref().clone();
        // Nothing becomes of an entry that is not there, but for those that a wish makes.
        let makes = matches!(wish, PersonWish::Reserved | PersonWish::Deleted);
        let Some(mut entry) = person.krr.take().or_else(|| makes.then(KrrFacet::default)) else {
            return Arc::new(person);
        };
        let long_ago = Some(self.today.saturating_sub(TOO_OLD.months()));
        let aged = |channel: &mut KrrChannel| {
            (channel.updated, channel.verified) = (long_ago, long_ago);
        };
        match wish {
            PersonWish::Reserved => {
                entry.status = KrrStatus::Active;
                (entry.reserved, entry.reserved_on) = (true, Some(self.today));
            }
            PersonWish::NoMailbox => entry.mailbox = None,
            PersonWish::ExpiredContact => {
                aged(&mut entry.email);
                aged(&mut entry.mobile);
            }
            PersonWish::ExpiredEmail => aged(&mut entry.email),
            PersonWish::ExpiredMobile => aged(&mut entry.mobile),
            PersonWish::Deleted => entry.status = KrrStatus::Deleted,
            PersonWish::NotRegistered => entry.status = KrrStatus::NotRegistered,
            PersonWish::EmptyStrings | PersonWish::MovesToEboks | PersonWish::ReservesLater => {}
        }
        person.krr = Some(entry);
        Arc::new(person)
    }
}

/// Somebody of whom nothing but the state is told. Of the deleted not even the reservation is.
fn told_state(id: String, status: KrrStatus, rights: Rights) -> Row {
    Row {
        reservation: status != KrrStatus::Deleted,
        notifiable: rights.status.then_some(false),
        ..Row::bare(id, status)
    }
}

/// What a scenario wants of the mailbox as it is written.
fn disturb(row: &mut Row, desire: Option<Desire>, rights: Rights) {
    match desire {
        Some(Desire::Person(PersonWish::EmptyStrings)) => {
            row.mailbox = rights.mailbox;
            row.certificate = ShownCertificate::None;
            row.empty_strings = true;
        }
        Some(Desire::Certificate(wish)) if row.certificate == ShownCertificate::Right => {
            row.certificate = match wish {
                CertificateWish::Missing => ShownCertificate::None,
                CertificateWish::Expired => ShownCertificate::Expired,
                CertificateWish::NotYetValid => ShownCertificate::NotYetValid,
                CertificateWish::OtherMailbox => ShownCertificate::OtherMailbox,
                CertificateWish::Garbage => ShownCertificate::Garbage,
            };
        }
        Some(
            Desire::Person(_)
            | Desire::Certificate(_)
            | Desire::Rights(_)
            | Desire::Answer(_)
            | Desire::Changes(_),
        )
        | None => {}
    }
}
