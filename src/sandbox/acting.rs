//! A consumer acts in a world: ids are found, the deed is done, and everybody concerned is told.

use super::world::World;
use crate::consumer::actions::{self, ActionError, Done, FieldKind, Fields, Stage};
use crate::consumer::{Happening, Note, PresentedId};
use crate::domain::slug::Slug;
use crate::scenario::plan::Act;

/// The service in whose name invoices are presented.
const MPS: &str = "mps";

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
        for row in rows.iter().filter(|row| row.kind == FieldKind::Invoice) {
            if let Some(id) = fields.get_mut(row.name) {
                *id = self.presented_id(id)?.0;
            }
        }
        let mut stage = Stage {
            cast: &mut self.cast,
            book: &mut self.book,
            mint: &mut self.mint,
            now: self.clock.now(),
        };
        let done = actions::act(&mut stage, person, action, &fields)?;
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
        if let Some(found) = self.book.id_of(MPS, id) {
            return Ok(found.clone());
        }
        let Some(case) = self.cases.find(id) else {
            return Err(ActionError::unknown_invoice(id));
        };
        let routed = self.models.router.invoice(&case.id);
        let transaction = match routed {
            Some(invoice) => invoice.mps_transaction.as_deref(),
            None => Some(case.id.as_str()),
        };
        let found = transaction.and_then(|transaction| self.book.id_of(MPS, transaction));
        found.cloned().ok_or_else(|| ActionError::not_presented(id))
    }
}
