//! The whole world as text: one JSON document, keys sorted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::agenda::{Agenda, Due};
use super::cases::{CaseEvent, CaseFile, Cases};
use super::models::Models;
use super::world::World;
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::mint::Mint;
use crate::domain::settings::{SETTINGS, Settings};
use crate::domain::slug::Slug;
use crate::reference_router;
use crate::scenario::{Armed, Director};
use crate::services::mps;
use crate::snapshot::{CompanyText, PersonText, book, letter};

/// The version of the form.
const FORMAT: u64 = 1;

/// The world as one JSON document.
///
/// The journal is for people and not part of it, save the number that its next entry gets. The
/// mode of the clock is not part of it either: a snapshot comes back frozen at its instant.
#[must_use]
pub fn snapshot(world: &World) -> Value {
    let World {
        clock,
        agenda,
        cast,
        book: consumers,
        cases,
        models,
        settings,
        mint,
        blobs,
        outbox,
        director,
        journal,
        ran: _,
        touched: _,
        generation: _,
    } = world;
    let Models { mps, router } = models;
    json!({
        "format": FORMAT,
        "sandbox": cast.sandbox().as_str(),
        "clock": clock.now().to_string(),
        "cast": self::cast(cast),
        "book": book(consumers),
        "cases": self::cases(cases),
        "agenda": self::agenda(agenda),
        "services": {
            "mps": mps::snapshot(mps),
            "maventa": reference_router::snapshot(router),
        },
        "settings": self::settings(settings),
        "mint": self::mint(mint),
        "blobs": self::blobs(blobs),
        "outbox": outbox.iter().map(letter).collect::<Vec<_>>(),
        "faults": faults(director),
        "journal_next": journal.next_number(),
    })
}

fn cast(cast: &Cast) -> Value {
    let people: Map<String, Value> = cast
        .people()
        .map(|person| {
            // Mandates happen, so they stand in the book.
            let text = PersonText::of(person, std::iter::empty());
            (person.slug.to_string(), json!(text))
        })
        .collect();
    let companies: Map<String, Value> = cast
        .companies()
        .map(|company| {
            let text = CompanyText::of(company, cast.keys(company).as_ref());
            (company.slug.to_string(), json!(text))
        })
        .collect();
    json!({ "people": people, "companies": companies })
}

fn cases(cases: &Cases) -> Value {
    let files: Map<String, Value> = cases
        .iter()
        .map(
            |CaseFile {
                 id,
                 number,
                 opened_at,
                 service,
                 events,
             }| {
                let events: Vec<Value> = events.iter().map(case_event).collect();
                let file = json!({
                    "number": number,
                    "opened_at": opened_at.to_string(),
                    "service": service,
                    "events": events,
                });
                (id.clone(), file)
            },
        )
        .collect();
    let index: Vec<Value> = cases
        .index()
        .map(|(id, service, case)| json!([service, id, case]))
        .collect();
    json!({ "files": files, "index": index })
}

fn case_event(event: &CaseEvent) -> Value {
    let CaseEvent {
        at,
        service,
        kind,
        text,
        rule,
    } = event;
    json!({
        "at": at.to_string(),
        "service": service,
        "kind": kind,
        "text": text,
        "rule": rule,
    })
}

fn agenda(agenda: &Agenda) -> Value {
    agenda
        .iter()
        .map(|(at, due)| {
            let what = match due {
                Due::Mps(event) => json!({ "mps": mps::event(event) }),
                Due::Job(job) => json!({ "job": reference_router::job(job) }),
            };
            json!({ "at": at.to_string(), "what": what })
        })
        .collect()
}

fn settings(settings: &Settings) -> Value {
    let rows = SETTINGS.iter().map(|row| {
        let value = json!({
            "value": (row.show)(settings),
            "set_by": settings.set_by(row.name).as_str(),
        });
        (row.name.to_owned(), value)
    });
    Value::Object(rows.collect())
}

fn mint(mint: &Mint) -> Value {
    let drawn: Map<String, Value> = mint
        .drawn()
        .map(|(stream, count)| (stream.as_str().to_owned(), json!(count)))
        .collect();
    json!({ "seed": mint.seed(), "drawn": drawn })
}

fn faults(director: &Director) -> Value {
    let armed: Vec<Value> = director
        .armed()
        .map(|(id, armed)| {
            let Armed {
                scenario,
                written,
                rule: _,
                matched,
                spoke,
                last_spoke,
                recent,
            } = armed;
            json!({
                "id": id,
                "scenario": scenario.as_ref().map(Slug::as_str),
                "rule": written.as_ref(),
                "matched": matched,
                "spoke": spoke,
                "last_spoke": last_spoke.map(|at| at.to_string()),
                "recent": recent.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "last": director.last_id(), "armed": armed })
}

fn blobs(blobs: &Blobs) -> Value {
    let kept: Map<String, Value> = blobs
        .iter()
        .map(|(key, bytes)| (key.to_string(), json!(STANDARD.encode(bytes))))
        .collect();
    json!({ "kept": kept, "dropped": blobs.dropped() })
}
