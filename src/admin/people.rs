//! The people of the cast.

use http::StatusCode;
use serde_json::Value;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::read_patched;
use crate::domain::person::Person;
use crate::domain::slug::Slug;
use crate::http::{enter, json};
use crate::sandbox::World;
use crate::snapshot::PersonText;

/// `GET /sandboxes/{s}/people`.
pub(super) async fn list(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let people = enter(&call.house, &sandbox, |world| {
        let people = world.cast.people();
        people.map(|person| text(world, person)).collect::<Vec<_>>()
    });
    ok(&people.await)
}

/// `GET /sandboxes/{s}/people/{slug}`.
pub(super) async fn get(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let person = enter(&call.house, &sandbox, |world| current(world, &slug)).await?;
    ok(&person)
}

/// `PUT /sandboxes/{s}/people/{slug}`.
pub(super) async fn put(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let wanted: PersonText = call.read()?;
    let (person, is_new) = call
        .change(&sandbox, |world| {
            let is_new = world.cast.person(&slug).is_none();
            apply(world, &slug, wanted).map(|person| (person, is_new))
        })
        .await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(json(status, &person))
}

/// `PATCH /sandboxes/{s}/people/{slug}`.
pub(super) async fn patch(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let patch = call.read_patch()?;
    let person = call
        .change(&sandbox, |world| {
            let old = current(world, &slug)?;
            apply(world, &slug, patched(&old, patch)?)
        })
        .await?;
    ok(&person)
}

fn patched(old: &PersonText, patch: Value) -> Result<PersonText, AdminError> {
    read_patched(&old.patched(patch))
}

fn text(world: &World, person: &Person) -> PersonText {
    PersonText::of(person, world.book.mandates_of(&person.slug))
}

pub(super) fn current(world: &World, slug: &Slug) -> Result<PersonText, AdminError> {
    world.person_text(slug).ok_or_else(|| {
        let names = world.cast.people().map(|person| person.slug.as_str());
        let error = AdminError::unknown("person of the cast", slug.as_str(), names);
        error.hint_unless_near("`PUT` makes one")
    })
}

fn apply(world: &mut World, slug: &Slug, wanted: PersonText) -> Result<PersonText, AdminError> {
    world.recast_person(slug, wanted)?;
    current(world, slug)
}
