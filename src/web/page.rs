//! The page as HTML.

use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::look::{FaultRow, InvoiceRow, Looked, SandboxRow, Sandboxes, ServiceRow};
use super::members::{companies, people};
use crate::domain::calendar::oslo;
use crate::wire::address::segment;

/// The one style of the page; its hash stands in the content security policy.
pub(super) const STYLE: &str = include_str!("style.css");

/// What stands there for nothing.
pub(super) const NONE: &str = "–";

/// Everything, for who is let in.
pub(super) fn open(origin: &str, sandboxes: &Sandboxes, looked: &Looked) -> Markup {
    let name = looked.row.name.as_str();
    let body = html! {
        section aria-labelledby="sandboxes" {
            h2 id="sandboxes" { "Sandboxes" }
            (sandbox_table(sandboxes, Some(name)))
        }
        (sandbox(looked))
        (services(&looked.services))
        (invoices(name, &looked.invoices))
        (faults(name, &looked.faults))
        (letters(name, looked))
        (people(name, looked))
        (companies(name, looked))
    };
    frame(
        &format!("{name} · Sandkasse"),
        &html! { (body) (try_it(origin)) },
    )
}

/// No sandbox has this name.
pub(super) fn unknown(found: &str, sandboxes: &Sandboxes) -> Markup {
    let body = html! {
        h2 { "No sandbox is called “" (found) "”" }
        p {
            "It may have been dropped. Create it with "
            code { "PUT /_sandbox/sandboxes/" (found) }
            ", or take one of these:"
        }
        (sandbox_table(sandboxes, None))
    };
    frame("Unknown sandbox · Sandkasse", &body)
}

/// What everybody may know where a token opens the rest.
pub(super) fn closed(origin: &str) -> Markup {
    let body = html! {
        h2 { "This server wants its admin token" }
        p {
            "The sandboxes and their addresses are shown to who holds the token that the server \
             was started with, or that it printed as " code { "admin token: …" } " when it \
             started. Send it with every request to the admin API, and with this page:"
        }
        pre { code { "curl -H 'Authorization: Bearer TOKEN' " (origin) "/_sandbox" } }
        p { "The simulated services take the keys of their own callers, and no token." }
        ul.row { li { a href="/_sandbox/health" { "Health" } } }
    };
    frame("Sandkasse", &body)
}

fn frame(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    div {
                        h1 { a href="/" { "Sandkasse" } small { (env!("CARGO_PKG_VERSION")) } }
                        p { "Impersonates the services that a Norwegian consumer invoice meets." }
                    }
                }
                main { (body) }
                footer { div { (papers()) } }
            }
        }
    }
}

fn papers() -> Markup {
    html! {
        ul.row {
            li { a href="/_sandbox" { "Every admin address" } }
            li { a href="/_sandbox/openapi.json" { "OpenAPI document" } }
            li { a href="/_sandbox/operations" { "What is simulated, and how truly" } }
            li { a href="/_sandbox/rules" { "Rules and their sources" } }
            li { a href="/_sandbox/actions" { "What people can do" } }
            li { a href="/_sandbox/listeners" { "Listeners" } }
            li { a href="/_sandbox/health" { "Health" } }
        }
    }
}

fn sandbox_table(sandboxes: &Sandboxes, shown: Option<&str>) -> Markup {
    html! {
        table {
            thead { tr {
                th { "Name" } th { "Clock" } th { "Mode" } th { "Profile" }
                th.number { "Invoices" }
            } }
            tbody {
                @for row in &sandboxes.rows {
                    @let is_shown = shown == Some(row.name.as_str());
                    tr.shown[is_shown] {
                        th scope="row" {
                            a href={ "/?sandbox=" (row.name) }
                                aria-current=[is_shown.then_some("page")] { (row.name) }
                        }
                        td.when data-label="Clock" { (time(row.now)) }
                        td data-label="Mode" { (row.mode.as_str()) }
                        td data-label="Profile" { (row.profile) }
                        td.number data-label="Invoices" { (row.invoices) }
                    }
                }
            }
        }
        @if sandboxes.count > sandboxes.rows.len() {
            p.soft {
                (sandboxes.rows.len()) " of " (sandboxes.count) " are shown; "
                a href="/_sandbox/sandboxes" { "all as JSON" }
            }
        }
    }
}

fn sandbox(looked: &Looked) -> Markup {
    let SandboxRow {
        name,
        now,
        mode,
        profile,
        ..
    } = &looked.row;
    let base = admin(name.as_str());
    html! {
        section aria-labelledby="sandbox" {
            h2 id="sandbox" { "Sandbox " (name) }
            ul.facts {
                li { small { "It is" } " " (time(*now)) }
                li { small { "The clock is" } " " (mode.as_str()) }
                li {
                    small { "Next is due" } " "
                    @match looked.next { Some(at) => (time(at)), None => "nothing" }
                }
                li { small { "Profile" } " " (profile) }
                li { small { "Seed" } " " (looked.seed) }
            }
            ul.row {
                li { a href=(base) { "Addresses and keys" } }
                @for (path, text) in [
                    ("clock", "Clock"),
                    ("settings", "Settings"),
                    ("journal", "Journal"),
                    ("journal.har", "Journal as HAR"),
                    ("scenarios", "Scenarios"),
                    ("marks", "Marks"),
                    ("commands", "Command log"),
                    ("snapshot", "Snapshot"),
                ] {
                    li { a href={ (base) "/" (path) } { (text) } }
                }
            }
            @if !looked.scenarios.is_empty() {
                details {
                    summary { (looked.scenarios.len()) " scenarios can be loaded" }
                    p.soft { (looked.scenarios.join(", ")) }
                }
            }
        }
    }
}

fn services(rows: &[ServiceRow]) -> Markup {
    html! {
        section aria-labelledby="services" {
            h2 id="services" { "Services" }
            table {
                thead { tr {
                    th { "Service" } th { "Impersonates" } th { "Base URL in this sandbox" }
                } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { (row.service) }
                            td data-label="Impersonates" { span { (row.title) } }
                            td data-label="Base URL" { code { (row.url) } }
                        }
                    }
                }
            }
        }
    }
}

fn invoices(name: &str, rows: &[InvoiceRow]) -> Markup {
    let base = admin(name);
    html! {
        section aria-labelledby="invoices" {
            h2 id="invoices" { "Latest invoices" }
            @if rows.is_empty() {
                p.empty { "None yet. Send one to a service above, and its path is told here." }
            } @else {
                table {
                    thead { tr {
                        th { "Invoice" } th { "From" } th.number { "Amount" } th { "Status" }
                        th { "Last event" } th { "Came" }
                    } }
                    tbody {
                        @for row in rows {
                            tr {
                                th scope="row" {
                                    a href={ (base) "/invoices/" (segment(&row.id)) "/timeline" } {
                                        (row.number.as_deref().unwrap_or(&row.id))
                                    }
                                }
                                td data-label="From" {
                                    span { (row.company.as_deref().unwrap_or(row.service)) }
                                }
                                td.number data-label="Amount" {
                                    (row.amount.as_deref().unwrap_or(NONE))
                                }
                                td data-label="Status" { (status(row)) }
                                td data-label="Last event" {
                                    span { (row.last.as_deref().unwrap_or(NONE)) }
                                }
                                td.when data-label="Came" { (time(row.opened_at)) }
                            }
                        }
                    }
                }
                p { a href={ (base) "/invoices" } { "All invoices" } }
            }
        }
    }
}

fn status(row: &InvoiceRow) -> Markup {
    let class = match row.status {
        Some("DELIVERED") => Some("good"),
        Some("FAILED") => Some("bad"),
        Some(_) | None => None,
    };
    html! {
        span {
            span class=[class] { (row.status.unwrap_or(NONE)) }
            @if let Some(channel) = row.channel { " by " (channel) }
        }
    }
}

fn faults(name: &str, rows: &[FaultRow]) -> Markup {
    let base = admin(name);
    html! {
        section aria-labelledby="trouble" {
            h2 id="trouble" { "Armed trouble" }
            @if rows.is_empty() {
                p.empty { "None: every service answers as it should. Arm some with "
                    code { "POST " (base) "/faults" } "." }
            } @else {
                table {
                    thead { tr {
                        th { "Rule" } th { "Does" } th { "Scenario" }
                        th.number { "Matched" } th.number { "Spoke" }
                    } }
                    tbody {
                        @for row in rows {
                            tr {
                                th scope="row" {
                                    a href={ (base) "/faults/" (row.id) } { (row.name) }
                                }
                                td data-label="Does" { span { (row.does) } }
                                td data-label="Scenario" {
                                    span { (row.scenario.as_deref().unwrap_or(NONE)) }
                                }
                                td.number data-label="Matched" { (row.matched) }
                                td.number data-label="Spoke" { (row.spoke) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn letters(name: &str, looked: &Looked) -> Markup {
    let base = admin(name);
    html! {
        section aria-labelledby="outboxes" {
            h2 id="outboxes" { "Outboxes" }
            ul.row {
                li { a href={ (base) "/outbox/email" } { "E-mail" } " " (looked.mails) }
                li { a href={ (base) "/outbox/print" } { "Print" } " " (looked.prints) }
                li { a href={ (base) "/outbox/webhooks" } { "Webhooks" } }
            }
        }
    }
}

fn try_it(origin: &str) -> Markup {
    html! {
        section aria-labelledby="new" {
            h2 id="new" { "A sandbox of your own" }
            pre { code { "curl -X PUT " (origin) "/_sandbox/sandboxes/my-test" } }
            p.soft { "The answer has its base URLs and keys. Sandboxes never see each other." }
        }
    }
}

/// Where a sandbox stands in the admin API.
pub(super) fn admin(name: &str) -> String {
    format!("/_sandbox/sandboxes/{name}")
}

/// An instant in Norway, to the second.
fn time(at: Timestamp) -> Markup {
    let local = at.to_zoned(oslo());
    let exact = at.display_with_offset(oslo().to_offset(at)).to_string();
    html! { time datetime=(exact) { (local.strftime("%a %-d %b %Y %H:%M:%S")) } }
}
