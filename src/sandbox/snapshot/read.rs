//! From a snapshot to the world it was taken of.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::check;
use super::text::{BlobsText, CasesText, CastText, FORMAT, MintText, WorldText};
use crate::domain::blob::{Blob, BlobKey, Blobs};
use crate::domain::cast::{Cast, Taken};
use crate::domain::mint::Mint;
use crate::domain::settings::{SettingError, Settings};
use crate::domain::slug::Slug;
use crate::sandbox::agenda::Agenda;
use crate::sandbox::cases::{CaseFile, Cases};
use crate::sandbox::clock::{Clock, Mode};
use crate::sandbox::journal::Journal;
use crate::sandbox::models::Models;
use crate::sandbox::world::World;
use crate::services::{bank, krr};
use crate::snapshot::{CompanyText, PersonText, TextError};
use crate::wire::json::{self, JsonError};

/// The highest count that is taken for a counter: far above what a world lives to see, and far
/// below where a number would run over.
const COUNT_MAX: u64 = 1 << 53;

/// Why a document is no snapshot that can be restored. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// It is of another format.
    #[error(
        "format: found {found}, expected {FORMAT}; a snapshot is read by the program that wrote \
         it or a later one"
    )]
    Format {
        /// The format it names.
        found: u64,
    },
    /// It has not the form of a snapshot.
    #[error(transparent)]
    Form(#[from] JsonError),
    /// A value does not fit, leads nowhere or stands twice.
    #[error(transparent)]
    Value(#[from] TextError),
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Head {
    format: u64,
}

/// Reads a snapshot: the same world, frozen at the instant at which it was taken. Its journal is
/// empty and goes on with the next number.
///
/// # Errors
/// [`SnapshotError`] with the path of the first value that does not fit, what was found and what
/// was expected.
pub fn restore(document: &[u8]) -> Result<World, SnapshotError> {
    // Looked at first, because a later form has fields that this one would call unknown.
    let Head { format } = json::read(document)?;
    if format != FORMAT {
        return Err(SnapshotError::Format { found: format });
    }
    let text: WorldText = json::read(document)?;
    Ok(text.into_world()?)
}

impl WorldText {
    fn into_world(self) -> Result<World, TextError> {
        let Self {
            format: _,
            sandbox,
            clock,
            cast,
            book,
            cases,
            agenda: rows,
            services,
            settings,
            mint,
            blobs,
            outbox,
            faults,
            journal_next,
        } = self;
        let cast = cast.into_cast(sandbox)?;
        let krr = services.krr.unwrap_or_else(|| {
            let mut begun = krr::Model::default();
            begun.begin(&cast);
            begun
        });
        let mut agenda = Agenda::default();
        for (index, row) in rows.into_iter().enumerate() {
            if row.at < clock {
                let field = format!("agenda[{index}].at");
                let expected = format!("{clock} or later, for the clock stands there");
                return Err(TextError::new(&field, &row.at.to_string(), expected));
            }
            agenda.put(row.at, row.what);
        }
        let mut in_force = Settings::default();
        for (name, setting) in settings {
            let set = in_force.set(&name, &setting.value, setting.set_by);
            set.map_err(unfit_setting)?;
        }
        if journal_next == 0 {
            let expected = "1 or more, for entries are numbered from 1";
            return Err(TextError::new("journal_next", "0", expected));
        }
        let world = World {
            clock: Clock::new(Mode::Frozen, clock, clock),
            agenda,
            book: book.into_book(&cast).map_err(|error| error.below("book"))?,
            cast,
            cases: cases.into_cases()?,
            models: Models {
                mps: services.mps,
                digipost: services.digipost,
                bank: bank::Model,
                vipps: services.vipps,
                maskinporten: services.maskinporten,
                krr,
                dpi: services.dpi,
                router: services.maventa,
            },
            settings: in_force,
            mint: mint.into_mint()?,
            blobs: blobs.into_blobs()?,
            outbox,
            director: faults.into_director()?,
            journal: Journal::from_number(count("journal_next", journal_next)?),
            ran: None,
            touched: Vec::new(),
            generation: 0,
        };
        check::holds_together(&world)?;
        Ok(world)
    }
}

pub(super) fn count(field: &str, found: u64) -> Result<u64, TextError> {
    if found <= COUNT_MAX {
        Ok(found)
    } else {
        let expected = format!("a count of at most {COUNT_MAX}");
        Err(TextError::new(field, &found.to_string(), expected))
    }
}

fn unfit_setting(error: SettingError) -> TextError {
    match error {
        SettingError::Unknown { name } => {
            let expected = "a setting that `GET /_sandbox/sandboxes/{s}` shows";
            TextError::new(&format!("settings.{name}"), &name, expected)
        }
        SettingError::Value {
            name,
            found,
            expected,
        } => TextError::new(&format!("settings.{name}.value"), &found, expected),
    }
}

impl CastText {
    /// Everything has to be said: nothing is minted and nothing filled in.
    fn into_cast(self, sandbox: Slug) -> Result<Cast, TextError> {
        let mut cast = Cast::empty(sandbox);
        let mut unused = Mint::new(0);
        for (slug, text) in self.companies {
            let path = format!("cast.companies.{slug}");
            let read = text.clone().into_company(&slug, None, &cast, &mut unused);
            let company = read.map_err(|error| error.below(&path))?;
            let whole = CompanyText::of(&company, Some(&cast));
            same(&path, &text, &whole)?;
            cast.put_company(company)
                .map_err(|taken| not_free(&path, &taken))?;
        }
        for (slug, text) in self.people {
            let path = format!("cast.people.{slug}");
            let read = text.clone().into_parts(&slug, None, &cast, &mut unused);
            let (person, _) = read.map_err(|error| error.below(&path))?;
            same(&path, &text, &PersonText::of(&person, std::iter::empty()))?;
            cast.put_person(person)
                .map_err(|taken| not_free(&path, &taken))?;
        }
        Ok(cast)
    }
}

fn not_free(path: &str, taken: &Taken) -> TextError {
    let expected = format!(
        "{} that nobody else has; `{}` has it",
        taken.what, taken.owner
    );
    TextError::new(path, &taken.value, expected)
}

/// Whether a text says what the whole text of the same thing says.
fn same<T: Serialize + PartialEq>(path: &str, found: &T, whole: &T) -> Result<(), TextError> {
    if found == whole {
        return Ok(());
    }
    let tree = |text| serde_json::to_value(text).unwrap_or_default();
    let (found, whole) = (tree(found), tree(whole));
    let (field, found, whole) = first_difference(path, &found, &whole);
    let expected = if found.is_null() {
        // A number that nobody gave would be a new one.
        "a value, for nothing may be left out".to_owned()
    } else {
        format!("`{whole}`, as it is written")
    };
    Err(TextError::new(&field, &found.to_string(), expected))
}

fn first_difference<'a>(
    path: &str,
    found: &'a Value,
    whole: &'a Value,
) -> (String, &'a Value, &'a Value) {
    if let (Value::Object(left), Value::Object(right)) = (found, whole) {
        let names = left.keys().chain(right.keys());
        for name in names {
            let side = |map: &'a Map<String, Value>| map.get(name).unwrap_or(&Value::Null);
            if side(left) != side(right) {
                return first_difference(&format!("{path}.{name}"), side(left), side(right));
            }
        }
    }
    (path.to_owned(), found, whole)
}

impl CasesText {
    fn into_cases(self) -> Result<Cases, TextError> {
        let Self { files, index } = self;
        let files: OrdMap<String, CaseFile> = files
            .into_iter()
            .map(|(id, file)| (id.clone(), CaseFile { id, ..file }))
            .collect();
        let mut numbers = vec![false; files.len()];
        for (id, file) in &files {
            let place = usize::try_from(file.number).ok();
            let place = place.and_then(|number| numbers.get_mut(number.checked_sub(1)?));
            match place {
                Some(taken) if !*taken => *taken = true,
                Some(_) | None => {
                    let field = format!("cases.files.{id}.number");
                    let expected = "numbers from 1 without a gap, each once";
                    return Err(TextError::new(&field, &file.number.to_string(), expected));
                }
            }
        }
        let mut rows = OrdSet::new();
        for (place, row) in index.into_iter().enumerate() {
            let (service, id, case) = (row.0, row.1, row.2);
            let field = format!("cases.index[{place}]");
            if !files.contains_key(&case) {
                let expected = "a case in `cases.files`";
                return Err(TextError::new(&format!("{field}[2]"), &case, expected));
            }
            let found = format!("{service} {id} {case}");
            if rows.insert((id, service, case)).is_some() {
                let expected = "each id of a service once with each case";
                return Err(TextError::new(&field, &found, expected));
            }
        }
        Ok(Cases::filed(files, rows))
    }
}

impl MintText {
    fn into_mint(self) -> Result<Mint, TextError> {
        for (stream, drawn) in &self.drawn {
            count(&format!("mint.drawn.{}", stream.as_str()), *drawn)?;
        }
        Ok(Mint::continued(self.seed, self.drawn))
    }
}

impl BlobsText {
    fn into_blobs(self) -> Result<Blobs, TextError> {
        let Self {
            mut kept,
            dropped,
            oldest_first,
        } = self;
        let order = oldest_first.unwrap_or_else(|| kept.keys().copied().collect());
        let mut blobs = Vec::with_capacity(order.len());
        for (index, key) in order.into_iter().enumerate() {
            let Some(text) = kept.remove(&key) else {
                let field = format!("blobs.oldest_first[{index}]");
                let expected = "a key of `blobs.kept`, each once";
                return Err(TextError::new(&field, &key.to_string(), expected));
            };
            blobs.push(blob(key, &text)?);
        }
        if let Some(key) = kept.keys().next() {
            let expected = "a place in `blobs.oldest_first`";
            return Err(TextError::new("blobs.kept", &key.to_string(), expected));
        }
        Ok(Blobs::holding(blobs, count("blobs.dropped", dropped)?))
    }
}

fn blob(key: BlobKey, text: &str) -> Result<Blob, TextError> {
    let field = format!("blobs.kept.{key}");
    let bytes = STANDARD.decode(text);
    let bytes = bytes.map_err(|_| TextError::new(&field, text, "bytes in Base64"))?;
    let blob = Blob::of(bytes);
    if blob.key() == key {
        Ok(blob)
    } else {
        let found = format!("bytes with the SHA-256 {}", blob.key());
        Err(TextError::new(&field, &found, "bytes with this SHA-256"))
    }
}
