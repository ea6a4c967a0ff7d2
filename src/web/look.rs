//! What the page shows, taken out of the house and of one world, so that no lock is held meanwhile.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::company::Company;
use crate::domain::letter::Delivery;
use crate::domain::person::Person;
use crate::domain::slug::Slug;
use crate::http::{House, default_sandbox, enter};
use crate::sandbox::{CaseFile, Mode, Sandbox, World};
use crate::scenario::quirks;
use crate::services::mps;

/// Sandboxes that the page lists.
const SANDBOXES_MAX: usize = 200;
/// Invoices that the page lists.
const INVOICES_MAX: usize = 20;
/// People, companies and rules that the page lists of each.
const OTHERS_MAX: usize = 500;

/// All sandboxes, as far as they are listed.
#[derive(Debug)]
pub(super) struct Sandboxes {
    /// Those that are listed.
    pub(super) rows: Vec<SandboxRow>,
    /// How many there are.
    pub(super) count: usize,
}

/// A sandbox in the list.
#[derive(Debug)]
pub(super) struct SandboxRow {
    pub(super) name: Slug,
    pub(super) now: Timestamp,
    pub(super) mode: Mode,
    pub(super) profile: &'static str,
    pub(super) invoices: usize,
}

/// One sandbox.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) row: SandboxRow,
    pub(super) seed: u64,
    pub(super) next: Option<Timestamp>,
    pub(super) services: Vec<ServiceRow>,
    pub(super) invoices: Vec<InvoiceRow>,
    pub(super) faults: Vec<FaultRow>,
    pub(super) mails: usize,
    pub(super) prints: usize,
    pub(super) people: Vec<(Arc<Person>, Option<String>)>,
    pub(super) companies: Vec<(Arc<Company>, Option<String>)>,
    pub(super) scenarios: Vec<String>,
}

/// A service at the address that it has in this sandbox.
#[derive(Debug)]
pub(super) struct ServiceRow {
    pub(super) service: &'static str,
    pub(super) title: &'static str,
    pub(super) url: String,
}

/// An invoice.
#[derive(Debug)]
pub(super) struct InvoiceRow {
    pub(super) id: String,
    pub(super) opened_at: Timestamp,
    pub(super) service: &'static str,
    pub(super) company: Option<String>,
    pub(super) number: Option<String>,
    pub(super) amount: Option<String>,
    pub(super) status: Option<&'static str>,
    pub(super) channel: Option<&'static str>,
    pub(super) last: Option<String>,
}

/// An armed rule.
#[derive(Debug)]
pub(super) struct FaultRow {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) scenario: Option<String>,
    pub(super) does: String,
    pub(super) matched: u64,
    pub(super) spoke: u64,
}

/// Looks at all sandboxes; that counts as no use of them.
pub(super) async fn sandboxes(house: &Arc<House>) -> Sandboxes {
    let all = house.sandboxes.list();
    let mut rows = Vec::new();
    for sandbox in all.iter().take(SANDBOXES_MAX) {
        rows.push(enter(house, sandbox, |world| SandboxRow::of(world)).await);
    }
    Sandboxes {
        rows,
        count: all.len(),
    }
}

/// Looks at one sandbox.
pub(super) async fn look(house: &Arc<House>, sandbox: &Arc<Sandbox>, origin: &str) -> Looked {
    let scenarios = house.scenarios.list().map(|file| file.name.to_string());
    let services = services(house, sandbox.name(), origin);
    let looked = enter(house, sandbox, |world| Looked::of(world, services));
    let mut looked = looked.await;
    looked.scenarios = scenarios.collect();
    looked
}

fn services(house: &House, name: &Slug, origin: &str) -> Vec<ServiceRow> {
    let prefix = if *name == default_sandbox() {
        String::new()
    } else {
        format!("/s/{name}")
    };
    let mounts = house.services.iter().map(|service| service.mount());
    mounts
        .map(|mount| ServiceRow {
            service: mount.service,
            title: mount.title,
            url: format!("{origin}{prefix}{}", mount.prefix),
        })
        .collect()
}

impl SandboxRow {
    fn of(world: &World) -> Self {
        Self {
            name: world.cast.sandbox().clone(),
            now: world.clock.now(),
            mode: world.clock.mode(),
            profile: world.settings.profile.as_str(),
            invoices: world.cases.iter().count(),
        }
    }
}

impl Looked {
    fn of(world: &World, services: Vec<ServiceRow>) -> Self {
        let quirks = quirks();
        let quirk = |slug: &Slug| quirks.get(slug.as_str()).cloned();
        let people = world.cast.people().take(OTHERS_MAX);
        let companies = world.cast.companies().take(OTHERS_MAX);
        let armed = world.director.armed().take(OTHERS_MAX);
        let is_mail = |delivery: &Delivery| matches!(delivery, Delivery::Mail(_));
        let mails = world.outbox.iter().filter(|it| is_mail(&it.to)).count();
        Self {
            row: SandboxRow::of(world),
            seed: world.mint.seed(),
            next: world.agenda.next(),
            services,
            invoices: invoices(world),
            faults: armed
                .map(|(id, armed)| FaultRow {
                    id,
                    name: armed.rule.name.clone(),
                    scenario: armed.scenario.as_ref().map(ToString::to_string),
                    does: armed.rule.effect.describe(),
                    matched: armed.matched,
                    spoke: armed.spoke,
                })
                .collect(),
            mails,
            prints: world.outbox.len() - mails,
            people: people.map(|it| (it.clone(), quirk(&it.slug))).collect(),
            companies: companies.map(|it| (it.clone(), quirk(&it.slug))).collect(),
            scenarios: Vec::new(),
        }
    }
}

/// The newest first.
fn invoices(world: &World) -> Vec<InvoiceRow> {
    let mut cases: Vec<&CaseFile> = world.cases.iter().collect();
    cases.sort_unstable_by_key(|case| std::cmp::Reverse(case.number));
    let newest = cases.into_iter().take(INVOICES_MAX);
    newest.map(|case| InvoiceRow::of(case, world)).collect()
}

impl InvoiceRow {
    fn of(case: &CaseFile, world: &World) -> Self {
        let routed = world.models.router.invoice(&case.id);
        // What came without the router is a transaction at MPS.
        let direct = mps::TransactionId::parse(&case.id).filter(|_| routed.is_none());
        let direct = direct.and_then(|id| world.models.mps.transaction(id));
        // Or a document in a mailbox of Digipost.
        let mail = world.book.mail_sent_as(case.service, &case.id);
        let mail = mail.and_then(|number| world.book.mail(number));
        let mail = mail.filter(|_| routed.is_none());
        let short = match (&direct, mail) {
            (Some((told, _)), _) => Some(told.in_short()),
            (None, mail) => mail.map(|mail| mail.in_short(world.clock.now())),
        };
        Self {
            id: case.id.clone(),
            opened_at: case.opened_at,
            service: case.service,
            company: match routed {
                Some(it) => Some(it.company.to_string()),
                None => mail.map(|mail| mail.sender.to_string()),
            },
            number: routed.map(|it| it.number.clone()),
            amount: match (routed, &direct) {
                (Some(it), _) => {
                    let payment = &it.facts.payment;
                    Some(format!("{} {}", payment.amount, payment.currency))
                }
                (None, Some((_, sent))) => Some(format!("{} NOK", sent.amount)),
                (None, None) => {
                    let invoice = mail.and_then(|mail| mail.invoice.as_ref());
                    invoice.map(|invoice| format!("{} NOK", invoice.amount))
                }
            },
            status: match routed {
                Some(it) => Some(it.status.as_str()),
                None => short.map(|(status, _)| status),
            },
            channel: match routed {
                Some(it) => it.delivered_by.map(|channel| channel.as_str()),
                None => short.and_then(|(_, channel)| channel),
            },
            last: case.events.last().map(|event| event.text.clone()),
        }
    }
}
