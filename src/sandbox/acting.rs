//! A consumer acts in a world: ids are found, the deed is done, and everybody concerned is told.

use super::world::World;
use crate::consumer::actions::{self, ActionError, Done, FieldKind, Fields};
use crate::consumer::{ClaimId, Happening, Mail, MailNumber, Note, PaymentNumber, PresentedId};
use crate::domain::slug::Slug;
use crate::scenario::plan::Act;

/// The services in whose names invoices are presented; the first hands claims to banks, too.
const MPS: &str = "mps";
const VIPPS: &str = "vipps";

/// The service in whose name letters come to mailboxes.
const DIGIPOST: &str = "digipost";

/// The service that delivers digital post to citizens.
const POST: &str = "dpi";

impl World {
    /// Lets a person of the cast do something (see [`actions::ACTIONS`]), and tells case files and
    /// journal of it. An invoice may be named by any id that its timeline is found under.
    ///
    /// # Errors
    /// [`ActionError`], and nothing has changed.
    pub fn act(
        &mut self,
        person: &Slug,
        action: &str,
        mut fields: Fields,
    ) -> Result<Done, ActionError> {
        actions::check(action, &fields)?;
        if self.cast.person(person).is_none() {
            let found = person.clone();
            return Err(ActionError::UnknownPerson { found });
        }
        let rows = actions::find(action).map_or(&[][..], |row| row.fields);
        for row in rows {
            let Some(id) = fields.get_mut(row.name) else {
                continue;
            };
            if row.kind == FieldKind::Invoice {
                *id = self.presented_id(id)?.0;
            } else if row.kind == FieldKind::Claim {
                *id = self.claim_id(id)?.to_string();
            } else if row.kind == FieldKind::Mail {
                *id = self.mail_number(id)?.to_string();
            } else if row.kind == FieldKind::Payment {
                *id = self.payment_number(id)?.to_string();
            }
        }
        let before = self.cast.person(person).cloned();
        let done = actions::act(&mut self.consumers(), person, action, &fields)?;
        self.note_in_register(person, before.as_ref());
        if let Some(happening) = done.told.clone() {
            self.take_note(Note::Happened(happening));
        }
        self.spread_news();
        Ok(done)
    }

    /// Lets a consumer do what a rule asks for. What cannot be done is told and changes nothing.
    pub(super) fn act_as_scripted(&mut self, act: &Act) {
        let Act {
            action,
            person,
            fields,
        } = act;
        if let Err(error) = self.act(person, action, fields.clone()) {
            self.take_note(Note::Happened(Happening {
                about: None,
                service: "sandbox",
                kind: "act.refused",
                text: format!("a rule wanted {person} to {action}: {error}"),
                rule: None,
            }));
        }
    }

    /// The book's id of an invoice that somebody names by the id of a case or of a service.
    fn presented_id(&self, id: &str) -> Result<PresentedId, ActionError> {
        let mut presenters = [MPS, VIPPS].into_iter();
        if let Some(found) = presenters.find_map(|service| self.book.id_of(service, id)) {
            return Ok(found.clone());
        }
        let Some(case) = self.cases.find(id) else {
            return Err(ActionError::unknown_invoice(id));
        };
        let transaction = self.transaction(&case.id);
        let found = transaction.and_then(|transaction| self.book.id_of(MPS, transaction));
        found.cloned().ok_or_else(|| ActionError::not_presented(id))
    }

    /// The id of a claim that somebody names by itself, by the id of a case or of a service, or by
    /// an id of its copy.
    fn claim_id(&self, id: &str) -> Result<ClaimId, ActionError> {
        let known = |id: &str| {
            let id = ClaimId::of(id);
            self.book.claim(&id).is_some().then_some(id)
        };
        let case = self.cases.find(id).map(|case| case.id.as_str());
        known(id)
            .or_else(|| known(self.transaction(case?)?))
            .or_else(|| self.claim_with_copy(&self.presented_id(id).ok()?))
            .ok_or_else(|| ActionError::unknown_claim(id))
    }

    /// The claim that an invoice is the copy of; of several the one that came last.
    fn claim_with_copy(&self, copy: &PresentedId) -> Option<ClaimId> {
        let payer = &self.book.shown(copy)?.consumer;
        let claims = self.book.claims_against(payer);
        let claims = claims.filter(|(_, claim)| claim.copy.as_ref() == Some(copy));
        let last = claims.max_by_key(|(_, claim)| claim.received_at);
        last.map(|(id, _)| id.clone())
    }

    /// The letter that somebody names by its number, by the id that its sender gave it, or by the
    /// id of a case; of several in a case the last invoice.
    fn mail_number(&self, id: &str) -> Result<MailNumber, ActionError> {
        let number = id.parse().ok().map(MailNumber);
        let by_number = number.filter(|number| self.book.mail(*number).is_some());
        by_number
            .or_else(|| self.book.mail_sent_as(DIGIPOST, id))
            .or_else(|| self.book.mail_sent_as(POST, id))
            .or_else(|| self.mail_of_case(id))
            .ok_or_else(|| ActionError::unknown_mail(id))
    }

    fn mail_of_case(&self, id: &str) -> Option<MailNumber> {
        let case = &self.cases.find(id)?.id;
        let filed = |mail: &Mail| {
            let cases = self.cases.of(mail.service, &mail.service_id);
            cases.into_iter().any(|known| known == case)
        };
        let found = self.book.mails().filter(|(_, mail)| filed(mail));
        let last = found.max_by_key(|(number, mail)| (mail.invoice.is_some(), *number));
        last.map(|(number, _)| number)
    }

    /// The payment that somebody names by its number, or by whatever names the invoice that it
    /// pays; of several the last one.
    fn payment_number(&self, id: &str) -> Result<PaymentNumber, ActionError> {
        let number = id.parse().ok().map(PaymentNumber);
        if let Some(number) = number.filter(|number| self.book.payment(*number).is_some()) {
            return Ok(number);
        }
        let mail = self.mail_number(id).ok();
        let owner = mail.and_then(|mail| self.book.mail(mail)?.owner.person());
        let payments = owner
            .into_iter()
            .flat_map(|owner| self.book.payments_of(owner));
        let of_mail = payments.filter(|(_, payment)| payment.mail == mail);
        let last = of_mail.last().map(|(number, _)| number);
        last.ok_or_else(|| ActionError::unknown_payment(id))
    }

    /// The id at MPS of the invoice of a case.
    pub fn transaction<'a>(&'a self, case: &'a str) -> Option<&'a str> {
        match self.models.router.invoice(case) {
            Some(invoice) => invoice.mps_transaction.as_deref(),
            None => Some(case),
        }
    }
}
