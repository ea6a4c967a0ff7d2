//! Which model lives where in a world, and what becomes of its events.

use std::convert::Infallible;

use jiff::Timestamp;

use super::agenda::Due;
use crate::consumer::{Book, Turn};
use crate::domain::cast::Cast;
use crate::reference_router;
use crate::services::{Doing, Scripted, bank, digipost, dpi, krr, maskinporten, mps, vipps};

/// The state of every service in one world.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Models {
    /// MPS.
    pub mps: mps::Model,
    /// Digipost.
    pub digipost: digipost::Model,
    /// The banks that take invoices out of Digipost.
    pub bank: bank::Model,
    /// Vipps.
    pub vipps: vipps::Model,
    /// Maskinporten.
    pub maskinporten: maskinporten::Model,
    /// The contact and reservation register.
    pub krr: krr::Model,
    /// Digital post to citizens.
    pub dpi: dpi::Model,
    /// The reference router.
    pub router: reference_router::Model,
}

/// A model that lives in a world.
pub trait Resident: Sized {
    /// Its own kind of later event.
    type Event;

    /// Its place.
    fn room(models: &mut Models) -> &mut Self;

    /// Its event as an agenda entry.
    fn due(event: Self::Event) -> Due;

    /// Whether an event is a run that one of at an instant is enough of.
    fn is_run(event: &Self::Event) -> bool {
        let _ = event;
        false
    }

    /// What it is about to do by itself when an event happens, if rules may disturb that and there
    /// is something to disturb.
    fn doing(
        &self,
        event: &Self::Event,
        now: Timestamp,
        cast: &Cast,
        book: &Book,
    ) -> Option<Doing> {
        let _ = (event, now, cast, book);
        None
    }

    /// How it is for what it does by itself when no answer comes to a request, which took effect or
    /// did not; `None` where no request is made.
    fn unheard(processed: bool) -> Option<&'static Scripted> {
        let _ = processed;
        None
    }

    /// Lets one of its events happen, as a rule wants it for these rows of what it is about. A
    /// resident whose events are jobs has nothing to do here.
    fn fire(
        &mut self,
        event: Self::Event,
        wanted: Option<(&'static Scripted, &[usize])>,
        turn: &mut Turn<'_, Self::Event>,
    );
}

impl Resident for mps::Model {
    type Event = mps::Event;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.mps
    }

    fn due(event: Self::Event) -> Due {
        Due::Mps(event)
    }

    fn is_run(event: &Self::Event) -> bool {
        *event == mps::Event::SendFiles
    }

    fn doing(
        &self,
        event: &Self::Event,
        now: Timestamp,
        cast: &Cast,
        book: &Book,
    ) -> Option<Doing> {
        let facts = mps::Model::doing(self, event, now, cast, book)?;
        let operation = mps::OPERATIONS.iter().find(|row| row.id == mps::DELIVER)?;
        Some(Doing { operation, facts })
    }

    fn fire(
        &mut self,
        event: Self::Event,
        wanted: Option<(&'static Scripted, &[usize])>,
        turn: &mut Turn<'_, Self::Event>,
    ) {
        let wish = wanted.and_then(|(row, rows)| {
            let what = mps::Desire::parse(row.name)?;
            let rows = rows.to_vec();
            Some(mps::Wish { what, rows })
        });
        mps::Model::fire(self, event, wish.as_ref(), turn);
    }
}

impl Resident for digipost::Model {
    type Event = digipost::Event;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.digipost
    }

    fn due(event: Self::Event) -> Due {
        Due::Digipost(event)
    }

    fn fire(
        &mut self,
        event: Self::Event,
        _: Option<(&'static Scripted, &[usize])>,
        turn: &mut Turn<'_, Self::Event>,
    ) {
        digipost::Model::fire(self, event, turn);
    }
}

impl Resident for bank::Model {
    type Event = bank::Event;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.bank
    }

    fn due(event: Self::Event) -> Due {
        Due::Bank(event)
    }

    fn doing(&self, event: &Self::Event, _: Timestamp, cast: &Cast, book: &Book) -> Option<Doing> {
        let facts = bank::Model::doing(*self, event, cast, book)?;
        let mut rows = bank::OPERATIONS.iter();
        let operation = rows.find(|row| row.id == bank::CREATE_PAYMENT)?;
        Some(Doing { operation, facts })
    }

    fn unheard(processed: bool) -> Option<&'static Scripted> {
        Some(bank::unheard(processed))
    }

    fn fire(
        &mut self,
        event: Self::Event,
        wanted: Option<(&'static Scripted, &[usize])>,
        turn: &mut Turn<'_, Self::Event>,
    ) {
        bank::Model::fire(*self, event, wanted.map(|(row, _)| row), turn);
    }
}

impl Resident for vipps::Model {
    type Event = vipps::Event;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.vipps
    }

    fn due(event: Self::Event) -> Due {
        Due::Vipps(event)
    }

    fn doing(&self, event: &Self::Event, _: Timestamp, cast: &Cast, _: &Book) -> Option<Doing> {
        let facts = vipps::Model::doing(self, event, cast)?;
        let mut rows = vipps::OPERATIONS.iter();
        let operation = rows.find(|row| row.id == vipps::VALIDATION)?;
        Some(Doing { operation, facts })
    }

    fn fire(
        &mut self,
        event: Self::Event,
        wanted: Option<(&'static Scripted, &[usize])>,
        turn: &mut Turn<'_, Self::Event>,
    ) {
        vipps::Model::fire(self, event, wanted.map(|(row, _)| row), turn);
    }
}

impl Resident for maskinporten::Model {
    type Event = Infallible;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.maskinporten
    }

    fn due(never: Infallible) -> Due {
        match never {}
    }

    fn fire(
        &mut self,
        never: Infallible,
        _: Option<(&'static Scripted, &[usize])>,
        _: &mut Turn<'_, Infallible>,
    ) {
        match never {}
    }
}

impl Resident for krr::Model {
    type Event = Infallible;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.krr
    }

    fn due(never: Infallible) -> Due {
        match never {}
    }

    fn fire(
        &mut self,
        never: Infallible,
        _: Option<(&'static Scripted, &[usize])>,
        _: &mut Turn<'_, Infallible>,
    ) {
        match never {}
    }
}

impl Resident for dpi::Model {
    type Event = dpi::Event;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.dpi
    }

    fn due(event: Self::Event) -> Due {
        Due::Dpi(event)
    }

    fn fire(
        &mut self,
        event: Self::Event,
        _: Option<(&'static Scripted, &[usize])>,
        turn: &mut Turn<'_, Self::Event>,
    ) {
        dpi::Model::fire(self, event, turn);
    }
}

impl Resident for reference_router::Model {
    type Event = reference_router::Job;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.router
    }

    fn due(event: Self::Event) -> Due {
        Due::Job(event)
    }

    fn fire(
        &mut self,
        _: Self::Event,
        _: Option<(&'static Scripted, &[usize])>,
        _: &mut Turn<'_, Self::Event>,
    ) {
    }
}
