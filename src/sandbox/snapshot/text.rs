//! The form of a snapshot, and a world written in it.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use imbl::{OrdMap, Vector};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::faults::FaultsText;
use crate::consumer::Later;
use crate::domain::blob::{BlobKey, Blobs};
use crate::domain::cast::Cast;
use crate::domain::letter::Letter;
use crate::domain::mint::{Mint, Stream};
use crate::domain::settings::{SETTINGS, SetBy, Settings};
use crate::domain::slug::Slug;
use crate::reference_router::{self, Job};
use crate::sandbox::agenda::{Agenda, Due};
use crate::sandbox::cases::{CaseEvent, CaseFile, Cases};
use crate::sandbox::models::Models;
use crate::sandbox::world::World;
use crate::services::{bank, digipost, dpi, krr, maskinporten, mps, vipps};
use crate::snapshot::written::{self, ServiceName, formed, plain};
use crate::snapshot::{BookText, CompanyText, PersonText};

/// The version of the form.
pub(super) const FORMAT: u64 = 1;

/// The world as one JSON document.
///
/// The journal is for people and not part of it, save the number that its next entry gets. The
/// mode of the clock is not part of it either: a snapshot comes back frozen at its instant.
#[must_use]
pub fn snapshot(world: &World) -> Value {
    // Through a tree, whose maps sort the keys.
    serde_json::to_value(WorldText::of(world)).expect("names, texts, numbers and lists are JSON")
}

formed! {
    DueText for Due,
    CaseText for CaseFile,
    EventText for CaseEvent,
}
plain!(PersonText, CompanyText, SettingText);

/// A world as text. Both ways go through it, so whatever is written can be read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct WorldText {
    pub(super) format: u64,
    #[serde(with = "written")]
    pub(super) sandbox: Slug,
    #[serde(with = "written")]
    pub(super) clock: Timestamp,
    pub(super) cast: CastText,
    pub(super) book: BookText,
    pub(super) cases: CasesText,
    pub(super) agenda: Vec<AgendaRow>,
    pub(super) services: ServicesText,
    #[serde(with = "written")]
    pub(super) settings: OrdMap<String, SettingText>,
    pub(super) mint: MintText,
    pub(super) blobs: BlobsText,
    #[serde(with = "written")]
    pub(super) outbox: Vector<Letter>,
    pub(super) faults: FaultsText,
    pub(super) journal_next: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct CastText {
    #[serde(with = "written")]
    pub(super) people: OrdMap<Slug, PersonText>,
    #[serde(with = "written")]
    pub(super) companies: OrdMap<Slug, CompanyText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct CasesText {
    #[serde(with = "written")]
    pub(super) files: OrdMap<String, CaseFile>,
    /// Service, its id, case.
    pub(super) index: Vec<IndexRow>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct IndexRow(
    #[serde(with = "written")] pub(super) ServiceName,
    pub(super) String,
    pub(super) String,
);

#[derive(Serialize, Deserialize)]
#[serde(remote = "CaseFile", deny_unknown_fields)]
struct CaseText {
    // The name under which it stands.
    #[serde(skip)]
    id: String,
    number: u64,
    #[serde(with = "written")]
    opened_at: Timestamp,
    #[serde(with = "written")]
    service: ServiceName,
    #[serde(with = "written")]
    events: Vec<CaseEvent>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CaseEvent", deny_unknown_fields)]
struct EventText {
    #[serde(with = "written")]
    at: Timestamp,
    #[serde(with = "written")]
    service: ServiceName,
    kind: Cow<'static, str>,
    text: String,
    #[serde(with = "rule")]
    rule: RuleId,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct AgendaRow {
    #[serde(with = "written")]
    pub(super) at: Timestamp,
    #[serde(with = "written")]
    pub(super) what: Due,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Due", rename_all = "snake_case")]
enum DueText {
    Book(#[serde(with = "written")] Later),
    Mps(#[serde(with = "written")] mps::Event),
    Digipost(#[serde(with = "written")] digipost::Event),
    Bank(#[serde(with = "written")] bank::Event),
    Vipps(#[serde(with = "written")] vipps::Event),
    Dpi(#[serde(with = "written")] dpi::Event),
    Job(#[serde(with = "written")] Job),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct ServicesText {
    #[serde(with = "written")]
    pub(super) mps: mps::Model,
    /// Absent in the first documents of this format.
    #[serde(default, with = "written")]
    pub(super) digipost: digipost::Model,
    /// Absent in the first documents of this format.
    #[serde(default, with = "written")]
    pub(super) vipps: vipps::Model,
    /// Absent in the first documents of this format.
    #[serde(default, with = "written")]
    pub(super) maskinporten: maskinporten::Model,
    /// Absent in the first documents of this format.
    #[serde(default, with = "written")]
    pub(super) krr: Option<krr::Model>,
    /// Absent in the first documents of this format.
    #[serde(default, with = "written")]
    pub(super) dpi: dpi::Model,
    #[serde(with = "written")]
    pub(super) maventa: reference_router::Model,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct SettingText {
    pub(super) value: String,
    #[serde(with = "written")]
    pub(super) set_by: SetBy,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct MintText {
    pub(super) seed: u64,
    #[serde(with = "written")]
    pub(super) drawn: OrdMap<Stream, u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct BlobsText {
    /// Bytes in Base64.
    #[serde(with = "written")]
    pub(super) kept: OrdMap<BlobKey, String>,
    pub(super) dropped: u64,
    /// Absent in the first documents of this format; then the order of keys stands for it.
    #[serde(default, with = "written")]
    pub(super) oldest_first: Option<Vec<BlobKey>>,
}

impl WorldText {
    fn of(world: &World) -> Self {
        // Taken apart by name, so that a new field does not compile until it has a text.
        let World {
            clock,
            agenda,
            cast,
            book,
            cases,
            models:
                Models {
                    mps,
                    digipost,
                    bank: bank::Model,
                    vipps,
                    maskinporten,
                    krr,
                    dpi,
                    router,
                },
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
        Self {
            format: FORMAT,
            sandbox: cast.sandbox().clone(),
            clock: clock.now(),
            cast: CastText::of(cast),
            book: BookText::of(book),
            cases: CasesText::of(cases),
            agenda: self::agenda(agenda),
            services: ServicesText {
                mps: mps.clone(),
                digipost: digipost.clone(),
                vipps: vipps.clone(),
                maskinporten: maskinporten.clone(),
                krr: Some(krr.clone()),
                dpi: dpi.clone(),
                maventa: router.clone(),
            },
            settings: self::settings(settings),
            mint: MintText::of(mint),
            blobs: BlobsText::of(blobs),
            outbox: outbox.clone(),
            faults: FaultsText::of(director),
            journal_next: journal.next_number(),
        }
    }
}

impl CastText {
    fn of(cast: &Cast) -> Self {
        let people = cast.people().map(|person| {
            // Mandates happen, so they stand in the book.
            let text = PersonText::of(person, std::iter::empty());
            (person.slug.clone(), text)
        });
        let companies = cast.companies().map(|company| {
            let text = CompanyText::of(company, Some(cast));
            (company.slug.clone(), text)
        });
        Self {
            people: people.collect(),
            companies: companies.collect(),
        }
    }
}

impl CasesText {
    fn of(cases: &Cases) -> Self {
        let files = cases.iter().map(|file| (file.id.clone(), file.clone()));
        let index = cases
            .index()
            .map(|(id, service, case)| IndexRow(service, id.to_owned(), case.to_owned()));
        Self {
            files: files.collect(),
            index: index.collect(),
        }
    }
}

fn agenda(agenda: &Agenda) -> Vec<AgendaRow> {
    let rows = agenda.iter();
    rows.map(|(at, due)| AgendaRow {
        at,
        what: due.clone(),
    })
    .collect()
}

fn settings(settings: &Settings) -> OrdMap<String, SettingText> {
    let rows = SETTINGS.iter().map(|row| {
        let text = SettingText {
            value: (row.show)(settings),
            set_by: settings.set_by(row.name),
        };
        (row.name.to_owned(), text)
    });
    rows.collect()
}

impl MintText {
    fn of(mint: &Mint) -> Self {
        Self {
            seed: mint.seed(),
            drawn: mint.drawn().collect(),
        }
    }
}

impl BlobsText {
    fn of(blobs: &Blobs) -> Self {
        let kept = blobs.iter();
        Self {
            kept: kept
                .map(|(key, bytes)| (key, STANDARD.encode(bytes)))
                .collect(),
            dropped: blobs.dropped(),
            oldest_first: Some(blobs.oldest_first().collect()),
        }
    }
}

/// (Under this name, because serde would borrow whatever is written as a reference.)
type RuleId = Option<&'static str>;

/// A rule of the catalogue.
mod rule {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::rules;

    pub(super) fn serialize<S: Serializer>(
        rule: &Option<&'static str>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        rule.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<&'static str>, D::Error> {
        let Some(id) = Option::<String>::deserialize(from)? else {
            return Ok(None);
        };
        match rules::find(&id) {
            Some(rule) => Ok(Some(rule.id)),
            None => {
                let id: String = id.chars().take(80).collect();
                Err(D::Error::custom(format!(
                    "found `{id}`, expected a rule that `GET /_sandbox/rules` lists, or null"
                )))
            }
        }
    }
}
