//! The cast file: read, overlaid and built into a cast. The only reader of scenario files.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use serde::Deserialize;

use super::source::{LibraryError, Source, place, unreadable};
use crate::consumer::Book;
use crate::domain::cast::{Cast, Taken};
use crate::domain::mint::Mint;
use crate::domain::slug::Slug;
use crate::snapshot::{CompanyText, PersonText, TextError};
use crate::wire::json::hint_for;

/// The name of the cast file in a folder of scenarios.
const FILE_NAME: &str = "people.toml";

/// The people and companies that a sandbox begins with, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CastFile {
    people: Vec<Entry<PersonText>>,
    companies: Vec<Entry<CompanyText>>,
    prototype: OnceLock<Option<(Cast, Book)>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry<T> {
    slug: Slug,
    text: T,
    source: Arc<Source>,
    /// Path of the entry in its file, `person[3]`.
    path: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    #[serde(default)]
    person: Vec<PersonText>,
    #[serde(default)]
    company: Vec<CompanyText>,
}

impl CastFile {
    /// The cast that the binary carries.
    ///
    /// # Errors
    /// Never in a released binary: a test reads the same file.
    pub fn embedded() -> Result<Self, LibraryError> {
        Self::parse(FILE_NAME, include_str!("../../scenarios/people.toml"))
    }

    /// The embedded cast, overlaid with the `people.toml` of a folder, if it has one.
    ///
    /// A person or company of the folder stands whole in the place of the embedded one with the
    /// same slug; all others are added.
    ///
    /// # Errors
    /// [`LibraryError`] when there is no such folder, or its file cannot be read or is wrong.
    pub fn read(dir: &Path) -> Result<Self, LibraryError> {
        let mut cast = Self::embedded()?;
        let file = dir.join(FILE_NAME);
        let name = file.display().to_string();
        if !dir.is_dir() {
            let reason = "not a folder; expected one with scenario files".to_owned();
            return Err(unreadable(&dir.display().to_string(), &reason));
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "the one reader of scenario files"
        )]
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(cast),
            Err(error) => return Err(unreadable(&name, &error.to_string())),
        };
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes());
            LibraryError {
                place: Some(place(&text, good)),
                ..unreadable(&name, "found a byte that is not UTF-8; save it as UTF-8")
            }
        })?;
        let overlay = Self::parse(&name, &text)?;
        lay_over(&mut cast.people, overlay.people);
        lay_over(&mut cast.companies, overlay.companies);
        Ok(cast)
    }

    /// Reads a cast file; the name is for error messages only.
    ///
    /// # Errors
    /// [`LibraryError`] when it is not TOML, has a wrong field, or a slug that is missing, no slug
    /// or there twice. The values in it are judged by [`CastFile::build`].
    pub fn parse(file_name: &str, text: &str) -> Result<Self, LibraryError> {
        let source = Arc::new(Source {
            name: file_name.to_owned(),
            text: text.to_owned(),
        });
        let reader = toml::Deserializer::parse(text).map_err(|error| source.broken(&error))?;
        let file: FileText = serde_path_to_error::deserialize(reader)
            .map_err(|error| source.unfit(&error.path().to_string(), error.inner()))?;
        Ok(Self {
            people: entries("person", file.person, |text| text.slug.as_deref(), &source)?,
            companies: entries(
                "company",
                file.company,
                |text| text.slug.as_deref(),
                &source,
            )?,
            prototype: OnceLock::new(),
        })
    }

    /// The people as written, in order of the file.
    pub fn people(&self) -> impl Iterator<Item = &PersonText> {
        self.people.iter().map(|entry| &entry.text)
    }

    /// The companies as written, in order of the file.
    pub fn companies(&self) -> impl Iterator<Item = &CompanyText> {
        self.companies.iter().map(|entry| &entry.text)
    }

    /// The cast of a new sandbox, and a book with its mandates and without news.
    ///
    /// A file that gives every number is read once: then sandboxes begin with the same people, who
    /// are shared until somebody changes them.
    ///
    /// # Errors
    /// [`LibraryError`] at the first value that does not fit, or that somebody else has.
    pub fn build(&self, sandbox: &Slug, mint: &mut Mint) -> Result<(Cast, Book), LibraryError> {
        let known = self.prototype.get_or_init(|| {
            let mut unused = Mint::new(0);
            let built = self.build_anew(sandbox, &mut unused).ok()?;
            // With another seed the numbers that were left out would be others, and a key that
            // was given goes along into every sandbox.
            let shared = unused.drawn().next().is_none() && !self.gives_keys();
            shared.then_some(built)
        });
        match known {
            Some((cast, book)) => Ok((cast.moved_to(sandbox.clone()), book.clone())),
            None => self.build_anew(sandbox, mint),
        }
    }

    fn gives_keys(&self) -> bool {
        let accounts = self
            .companies()
            .filter_map(|company| company.maventa.as_ref());
        accounts
            .flat_map(|it| [&it.company_id, &it.user_api_key, &it.vendor_api_key])
            .any(Option::is_some)
            || self
                .companies()
                .filter_map(|company| company.mps.as_ref())
                .any(|user| user.user.is_some() || user.password.is_some())
            || self
                .companies()
                .filter_map(|company| company.digipost.as_ref())
                .any(|account| account.broker_id.is_some())
    }

    fn build_anew(&self, sandbox: &Slug, mint: &mut Mint) -> Result<(Cast, Book), LibraryError> {
        let mut cast = Cast::empty(sandbox.clone());
        let mut book = Book::default();
        for entry in &self.companies {
            let text = entry.text.clone();
            let company = text.into_company(&entry.slug, None, &cast, mint);
            let company = company.map_err(|error| entry.wrong(&error))?;
            cast.put_company(company)
                .map_err(|taken| entry.taken(&taken))?;
        }
        for entry in &self.people {
            let text = entry.text.clone();
            let (person, mandates) = text
                .into_parts(&entry.slug, None, &cast, mint)
                .map_err(|error| entry.wrong(&error))?;
            cast.put_person(person)
                .map_err(|taken| entry.taken(&taken))?;
            for (key, mandate) in mandates {
                if let Some(other) = book.mandate(&key) {
                    let reason = format!(
                        "found payee account `{}` with KID `{}`, a mandate of `{}` already; \
                         expected another KID",
                        key.payee_account, key.kid, other.payer
                    );
                    let path = format!("{}.mandates", entry.path);
                    return Err(entry.source.wrong(&path, reason, None));
                }
                // A world says when it begins (`Book::begin`).
                book.put_mandate(key, mandate, Timestamp::UNIX_EPOCH);
            }
        }
        // The world begins like this: nothing of it has just happened.
        book.take_news();
        Ok((cast, book))
    }
}

impl<T> Entry<T> {
    fn wrong(&self, error: &TextError) -> LibraryError {
        let TextError {
            field,
            found,
            expected,
        } = error;
        // In the words of serde, whose lists of known words the hint is looked up in.
        let hint = expected.strip_prefix("one of ").and_then(|words| {
            hint_for(&format!(
                "unknown variant `{found}`, expected one of {words}"
            ))
        });
        let reason = format!("found `{found}`, expected {expected}");
        self.source
            .wrong(&format!("{}.{field}", self.path), reason, hint)
    }

    fn taken(&self, taken: &Taken) -> LibraryError {
        let field = match taken.what {
            "national identity number" => ".ssn",
            "eFaktura identifier" => ".efaktura.identifier",
            "account" => ".bank.account",
            "organisation number" => ".orgnr",
            "company id" => ".maventa.company_id",
            "MPS user" => ".mps.user",
            "Digipost address" => ".digipost.address",
            "e-Boks address" => ".krr.eboks_address",
            "Digipost account" => ".digipost.broker_id",
            _ => "",
        };
        let path = format!("{}{field}", self.path);
        self.source.wrong(&path, taken.to_string(), None)
    }
}

fn entries<T>(
    table: &str,
    texts: Vec<T>,
    slug_of: fn(&T) -> Option<&str>,
    source: &Arc<Source>,
) -> Result<Vec<Entry<T>>, LibraryError> {
    let mut entries: Vec<Entry<T>> = Vec::new();
    for (index, text) in texts.into_iter().enumerate() {
        let path = format!("{table}[{index}]");
        let field = format!("{path}.slug");
        let Some(slug) = slug_of(&text) else {
            let reason = "has no name; expected a `slug`".to_owned();
            return Err(source.wrong(&path, reason, None));
        };
        let slug =
            Slug::parse(slug).map_err(|error| source.wrong(&field, error.to_string(), None))?;
        if entries.iter().any(|entry| entry.slug == slug) {
            let reason = format!("found `{slug}` a second time; expected each slug once");
            return Err(source.wrong(&field, reason, None));
        }
        entries.push(Entry {
            slug,
            text,
            source: Arc::clone(source),
            path,
        });
    }
    Ok(entries)
}

fn lay_over<T>(below: &mut Vec<Entry<T>>, above: Vec<Entry<T>>) {
    for entry in above {
        match below.iter_mut().find(|old| old.slug == entry.slug) {
            Some(old) => *old = entry,
            None => below.push(entry),
        }
    }
}
