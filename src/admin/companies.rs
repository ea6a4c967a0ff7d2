//! The companies of the cast.

use http::StatusCode;

use super::call::{Answer, Call, ok};
use super::faults::{AdminError, shown};
use super::wire::read_patched;
use crate::domain::cast::Cast;
use crate::domain::company::Company;
use crate::domain::slug::Slug;
use crate::domain::vipps::Product;
use crate::http::{enter, json};
use crate::sandbox::{Sandbox, TakenElsewhere, World};
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
    let (company, is_new) = call
        .change(&sandbox, |world| {
            let is_new = world.cast.company(&slug).is_none();
            apply(&call, &sandbox, world, &slug, wanted).map(|company| (company, is_new))
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
    let company = call
        .change(&sandbox, |world| {
            let old = serde_json::to_value(current(world, &slug)?)
                .expect("texts, numbers and lists are always JSON");
            let wanted = read_patched(&merge(old, patch))?;
            apply(&call, &sandbox, world, &slug, wanted)
        })
        .await?;
    ok(&company)
}

fn text(world: &World, company: &Company) -> CompanyText {
    CompanyText::of(company, Some(&world.cast))
}

fn current(world: &World, slug: &Slug) -> Result<CompanyText, AdminError> {
    world.company_text(slug).ok_or_else(|| {
        let names = world.cast.companies().map(|company| company.slug.as_str());
        let error = AdminError::unknown("company of the cast", slug.as_str(), names);
        error.hint_unless_near("`PUT` makes one")
    })
}

fn apply(
    call: &Call,
    sandbox: &Sandbox,
    world: &mut World,
    slug: &Slug,
    wanted: CompanyText,
) -> Result<CompanyText, AdminError> {
    let recast = world.with_company(slug, wanted)?;
    let cast = recast.cast();
    let company = cast.company(slug).map(AsRef::as_ref);
    let sandboxes = &call.house.sandboxes;
    sandboxes
        .recast(sandbox, &world.cast, cast)
        .map_err(|taken| taken_elsewhere(&taken, cast, company))?;
    world.take_on(recast);
    current(world, slug)
}

/// A credential names the sandbox of its caller, so no two sandboxes may know it.
fn taken_elsewhere(taken: &TakenElsewhere, cast: &Cast, company: Option<&Company>) -> AdminError {
    let TakenElsewhere {
        credential,
        sandbox,
    } = taken;
    let keys = company.and_then(|company| cast.keys(company));
    let login = company.and_then(|company| cast.mps_login(company));
    let account = company.and_then(|company| cast.digipost_account(company));
    let client = company.and_then(|company| cast.maskinporten_client(company));
    let field = if keys.is_some_and(|keys| keys.company_id == *credential) {
        "maventa.company_id"
    } else if login.is_some_and(|login| login.user == *credential) {
        "mps.user"
    } else if account.is_some_and(|account| account.to_string() == *credential) {
        "digipost.broker_id"
    } else if client.is_some_and(|client| client == *credential) {
        "maskinporten.client_id"
    } else {
        let of_vipps = company.and_then(|it| vipps_field(cast, it, credential));
        of_vipps.unwrap_or("maventa.user_api_key")
    };
    let found = shown(credential);
    let detail =
        format!("{field}: found `{found}`, which a company of sandbox `{sandbox}` has already");
    AdminError::new(StatusCode::CONFLICT, "taken in another sandbox", detail)
        .with("field", field)
        .with("found", found)
        .with("owner", sandbox.as_str())
        .hint("leave it out, and it is computed from the names")
}

/// Which key of a client of Vipps a credential is.
fn vipps_field(cast: &Cast, company: &Company, credential: &str) -> Option<&'static str> {
    let fields = [
        (
            Product::Isp,
            ["vipps.isp.client_id", "vipps.isp.subscription_key"],
        ),
        (
            Product::Ipp,
            ["vipps.ipp.client_id", "vipps.ipp.subscription_key"],
        ),
    ];
    fields.into_iter().find_map(|(product, [id, key])| {
        let keys = cast.vipps_keys(company, product)?;
        let known = [(keys.client_id, id), (keys.subscription_key, key)];
        known
            .into_iter()
            .find_map(|(value, field)| (value == credential).then_some(field))
    })
}
