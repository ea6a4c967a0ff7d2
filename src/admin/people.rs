//! The people of the cast.

use http::StatusCode;
use serde_json::Value;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::read_patched;
use crate::consumer::{Mandate, MandateKey};
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

fn current(world: &World, slug: &Slug) -> Result<PersonText, AdminError> {
    match world.cast.person(slug) {
        Some(person) => Ok(text(world, person)),
        None => {
            let names = world.cast.people().map(|person| person.slug.as_str());
            let error = AdminError::unknown("person of the cast", slug.as_str(), names);
            Err(error.hint_unless_near("`PUT` makes one"))
        }
    }
}

/// Lets a person become what was asked for; nothing changes when something does not fit.
fn apply(world: &mut World, slug: &Slug, wanted: PersonText) -> Result<PersonText, AdminError> {
    // Work on copies, which share everything that stays as it is.
    let (mut cast, mut mint) = (world.cast.clone(), world.mint.clone());
    let old = cast.person(slug).cloned();
    let (person, mandates) = wanted.into_parts(slug, old.as_deref(), &cast, &mut mint)?;
    for key in mandates.keys() {
        if let Some(mandate) = world.book.mandate(key)
            && mandate.payer != *slug
        {
            return Err(mandate_taken(key, mandate));
        }
    }
    cast.put_person(person)?;
    (world.cast, world.mint) = (cast, mint);
    let gone: Vec<MandateKey> = world
        .book
        .mandates_of(slug)
        .map(|(key, _)| key)
        .filter(|key| !mandates.contains_key(key))
        .cloned()
        .collect();
    for key in gone {
        world.book.end_mandate(&key);
    }
    for (key, mandate) in mandates {
        world.book.put_mandate(key, mandate);
    }
    world.spread_news();
    current(world, slug)
}

fn mandate_taken(key: &MandateKey, mandate: &Mandate) -> AdminError {
    let found = format!("{} {}", key.payee_account, key.kid);
    let detail = format!(
        "mandates: KID `{}` to payee account `{}` is a mandate of `{}` already",
        key.kid, key.payee_account, mandate.payer
    );
    AdminError::new(StatusCode::CONFLICT, "taken by somebody else", detail)
        .with("field", "mandates")
        .with("found", found)
        .with("owner", mandate.payer.as_str())
        .hint("take another KID, or end that mandate first")
}
