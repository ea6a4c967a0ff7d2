//! The people and the companies of a sandbox, as tables of the page.

use maud::{Markup, html};

use super::look::Looked;
use super::page::{NONE, admin};
use crate::domain::company::Company;
use crate::domain::person::{DigipostUser, EfakturaFacet, KrrFacet, Person, VippsFacet};
use crate::domain::slug::Slug;
use crate::domain::vipps::Product;

/// The people of a sandbox.
pub(super) fn people(name: &str, looked: &Looked) -> Markup {
    let base = admin(name);
    html! {
        section aria-labelledby="people" {
            h2 id="people" { "People" }
            table {
                thead { tr {
                    th { "Who" } th { "Identity number" } th { "eFaktura" } th { "Vipps" }
                    th { "Contact registry" } th { "Digipost" } th { "Shows" }
                } }
                tbody {
                    @for (person, quirk) in &looked.people {
                        (person_row(&base, person, quirk.as_deref()))
                    }
                }
            }
        }
    }
}

fn person_row(base: &str, person: &Person, quirk: Option<&str>) -> Markup {
    html! {
        tr {
            th scope="row" {
                a href={ (base) "/people/" (person.slug) } { (person.slug) }
                small { (person.name.first) " " (person.name.last) }
            }
            td data-label="Identity number" { code { (person.ssn.as_str()) } }
            td data-label="eFaktura" { (efaktura(person.efaktura.as_ref())) }
            td data-label="Vipps" { (vipps(person.vipps)) }
            td data-label="Contact registry" { (krr(person.krr.as_ref())) }
            td data-label="Digipost" { (mailbox(person.digipost.as_ref())) }
            td data-label="Shows" { span { (quirk.unwrap_or(NONE)) } }
        }
    }
}

fn efaktura(facet: Option<&EfakturaFacet>) -> Markup {
    let Some(facet) = facet else {
        return html! { (NONE) };
    };
    let word = if facet.yes_to_all {
        "yes to all"
    } else {
        "no yes to all"
    };
    html! {
        span {
            code { (facet.identifier) }
            small {
                (word)
                @if !facet.blocked_issuers.is_empty() { ", blocks " (facet.blocked_issuers.len()) }
            }
        }
    }
}

fn vipps(facet: Option<VippsFacet>) -> &'static str {
    match facet {
        Some(VippsFacet {
            blacklisted: true, ..
        }) => "black-listed",
        Some(VippsFacet {
            active: true,
            display: true,
            ..
        }) => "on",
        Some(VippsFacet {
            active: true,
            display: false,
            ..
        }) => "on, display off",
        Some(VippsFacet { active: false, .. }) => "not active",
        None => NONE,
    }
}

fn krr(facet: Option<&KrrFacet>) -> Markup {
    let Some(facet) = facet else {
        return html! { (NONE) };
    };
    html! {
        span {
            (facet.status.as_str())
            @if facet.reserved { small { "reserved" } }
            @if !facet.email.registered { small { "no e-mail" } }
            @if !facet.mobile.registered { small { "no phone" } }
            @if let Some(mailbox) = facet.mailbox { small { (mailbox.as_str()) } }
            @if let Some(language) = facet.language { small { (language.as_str()) } }
        }
    }
}

fn mailbox(user: Option<&DigipostUser>) -> Markup {
    let Some(user) = user else {
        return html! { (NONE) };
    };
    html! {
        span {
            code { (user.address) }
            @if !user.active { small { "closed" } }
        }
    }
}

/// The companies of a sandbox.
pub(super) fn companies(name: &str, looked: &Looked) -> Markup {
    let base = admin(name);
    html! {
        section aria-labelledby="companies" {
            h2 id="companies" { "Companies" }
            table {
                thead { tr {
                    th { "Who" } th { "Number" } th { "Main agreement" } th { "AvtaleGiro" }
                    th { "Digipost" } th { "Vipps" } th { "Shows" }
                } }
                tbody {
                    @for (company, quirk) in &looked.companies {
                        (company_row(&base, &looked.row.name, company, quirk.as_deref()))
                    }
                }
            }
        }
    }
}

fn company_row(base: &str, sandbox: &Slug, company: &Company, quirk: Option<&str>) -> Markup {
    let agreement = company.maventa.as_ref().map(|facet| facet.b2cno.as_str());
    let giro: Vec<&str> = company
        .avtalegiro
        .iter()
        .map(|it| it.status.as_str())
        .collect();
    let giro = if giro.is_empty() {
        NONE.to_owned()
    } else {
        giro.join(", ")
    };
    html! {
        tr {
            th scope="row" {
                a href={ (base) "/companies/" (company.slug) } { (company.slug) }
                small { (company.name) @if !company.verified { ", not verified" } }
            }
            td data-label="Number" { code { (company.org_number.as_str()) } }
            td data-label="Main agreement" { (agreement.unwrap_or(NONE)) }
            td data-label="AvtaleGiro" { span { (giro) } }
            td data-label="Digipost" { (broker(sandbox, company)) }
            td data-label="Vipps" { (clients(sandbox, company)) }
            td data-label="Shows" { span { (quirk.unwrap_or(NONE)) } }
        }
    }
}

fn broker(sandbox: &Slug, company: &Company) -> Markup {
    let Some(account) = &company.digipost else {
        return html! { (NONE) };
    };
    html! {
        span {
            code { (account.id(sandbox, &company.slug)) }
            @if let Some(bank) = account.bank { small { "bank " (bank.as_str()) } }
        }
    }
}

/// The client ids of a company; what proves who it is stands at the address of its sandbox.
fn clients(sandbox: &Slug, company: &Company) -> Markup {
    let Some(account) = &company.vipps else {
        return html! { (NONE) };
    };
    let whitelist = account.isp.as_ref().and_then(|isp| isp.whitelist.as_ref());
    let is_app = account.ipp.as_ref().is_some_and(|ipp| ipp.is_app);
    html! {
        span {
            @for (product, word) in Product::WORDS {
                @if let Some(keys) = account.keys(sandbox, &company.slug, *product) {
                    (word.to_uppercase()) " " code { (keys.client_id) }
                }
            }
            @if let Some(phones) = whitelist { small { "to " (phones.len()) " listed only" } }
            @if is_app { small { "the app" } }
            @if account.blacklisted { small { "black-listed" } }
        }
    }
}
