//! The companies of the cast.

use http::StatusCode;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::read_patched;
use crate::domain::company::Company;
use crate::domain::slug::Slug;
use crate::http::{enter, json};
use crate::sandbox::{Sandbox, World};
use crate::snapshot::{CompanyText, merge};

/// `GET /sandboxes/{s}/companies`.
pub(super) async fn list(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let companies = enter(&call.house, &sandbox, |world| {
        let companies = world.cast.companies();
        companies
            .map(|company| text(world, company))
            .collect::<Vec<_>>()
    });
    ok(&companies.await)
}

/// `GET /sandboxes/{s}/companies/{slug}`.
pub(super) async fn get(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let company = enter(&call.house, &sandbox, |world| current(world, &slug)).await?;
    ok(&company)
}

/// `PUT /sandboxes/{s}/companies/{slug}`.
pub(super) async fn put(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let wanted: CompanyText = call.read()?;
    let id = wanted.maventa.as_ref();
    let id = id.and_then(|facet| facet.company_id.as_deref());
    free_elsewhere(&call, &sandbox, id)?;
    let (company, is_new) = call
        .change(&sandbox, |world| {
            let is_new = world.cast.company(&slug).is_none();
            apply(world, &slug, wanted).map(|company| (company, is_new))
        })
        .await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(json(status, &company))
}

/// `PATCH /sandboxes/{s}/companies/{slug}`.
pub(super) async fn patch(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let patch = call.read_patch()?;
    let id = patch.pointer("/maventa/company_id");
    free_elsewhere(&call, &sandbox, id.and_then(|id| id.as_str()))?;
    let company = call
        .change(&sandbox, |world| {
            let old = serde_json::to_value(current(world, &slug)?)
                .expect("texts, numbers and lists are always JSON");
            apply(world, &slug, read_patched(&merge(old, patch))?)
        })
        .await?;
    ok(&company)
}

fn text(world: &World, company: &Company) -> CompanyText {
    CompanyText::of(company, world.cast.keys(company).as_ref())
}

fn current(world: &World, slug: &Slug) -> Result<CompanyText, AdminError> {
    match world.cast.company(slug) {
        Some(company) => Ok(text(world, company)),
        None => {
            let names = world.cast.companies().map(|company| company.slug.as_str());
            let error = AdminError::unknown("company of the cast", slug.as_str(), names);
            Err(error.hint_unless_near("`PUT` makes one"))
        }
    }
}

/// Lets a company become what was asked for; nothing changes when something does not fit.
fn apply(world: &mut World, slug: &Slug, wanted: CompanyText) -> Result<CompanyText, AdminError> {
    // Work on copies, which share everything that stays as it is.
    let (mut cast, mut mint) = (world.cast.clone(), world.mint.clone());
    let old = cast.company(slug).cloned();
    let company = wanted.into_company(slug, old.as_deref(), &cast, &mut mint)?;
    cast.put_company(company)?;
    (world.cast, world.mint) = (cast, mint);
    current(world, slug)
}

/// A company id names the sandbox of its caller, so no other sandbox may know it.
fn free_elsewhere(call: &Call, here: &Sandbox, id: Option<&str>) -> Result<(), AdminError> {
    let Some(id) = id else { return Ok(()) };
    for other in call.house.sandboxes.list() {
        if other.name() != here.name() && other.lock().world.cast.company_by_id(id).is_some() {
            let detail = format!(
                "maventa.company_id: found `{}`, which a company of sandbox `{}` has already",
                super::faults::shown(id),
                other.name()
            );
            let error = AdminError::new(StatusCode::CONFLICT, "taken in another sandbox", detail);
            let error = error.with("field", "maventa.company_id");
            return Err(error.hint("leave it out, and it is computed from the names"));
        }
    }
    Ok(())
}
