//! From a sealed envelope to what is in it, with every check on the way.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use jiff::Timestamp;

use super::finding::{Finding, shown};
use super::manifest::{self, Manifest};
use super::media::{is_allowed_media_type, is_program};
use super::names::{MANIFEST, MEDIA_TYPE, MIMETYPE, SIGNATURES};
use super::signature::{Proof, verify};
use crate::crypto::{Certificate, Opener, open};
use crate::wire::archive::{ArchiveFile, ArchiveLimits, unpack};

/// How much a package may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageLimits {
    /// Files, those of the package itself among them.
    pub max_files: usize,
    /// Bytes of all files together, unpacked.
    pub max_bytes: u64,
}

impl Default for PackageLimits {
    /// Two hundred attachments with data each, and three times the largest package.
    fn default() -> Self {
        Self {
            max_files: 410,
            max_bytes: 150_000_000,
        }
    }
}

/// A package that is whole and signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// What is in it, from whom and for whom.
    pub manifest: Manifest,
    /// The files that the manifest names, in its order, each once.
    pub files: Vec<PackedFile>,
    /// Whose signature it has. Who issued the certificate and how long it is good is not asked.
    pub signed_by: Certificate,
    /// When it was signed, as the signature says.
    pub signed_at: Timestamp,
    /// What is wrong with it that not every mailbox minds: [`Finding::NameTwice`] and
    /// [`Finding::ForbiddenType`].
    pub findings: Vec<Finding>,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedFile {
    /// Its name.
    pub name: String,
    /// What the manifest says it is.
    pub media_type: String,
    /// What is in it; shared, never copied.
    pub bytes: Bytes,
}

/// Opens a sealed package and checks everything in it.
///
/// # Errors
/// Everything that is wrong with it, at least one thing.
pub fn open_package(
    cms: &[u8],
    key: Opener,
    limits: PackageLimits,
) -> Result<Package, Vec<Finding>> {
    let archive = open(cms, key).map_err(|error| vec![error.into()])?;
    read_package(&archive, limits)
}

/// Reads a package that is not sealed and checks everything in it.
///
/// # Errors
/// Everything that is wrong with it, at least one thing.
pub fn read_package(archive: &[u8], limits: PackageLimits) -> Result<Package, Vec<Finding>> {
    let limits = ArchiveLimits {
        max_files: limits.max_files,
        max_bytes: limits.max_bytes,
    };
    let files = unpack(archive, limits).map_err(|error| vec![error.into()])?;
    let mut findings = Vec::new();
    findings.extend(mimetype(&files));
    let manifest = read_manifest(&files, &mut findings);
    let proof = read_signature(&files, &mut findings);
    let (Some(manifest), Some(proof), true) = (manifest, proof, findings.is_empty()) else {
        return Err(findings);
    };
    let named = named_files(&manifest, files).map_err(|finding| vec![finding])?;
    Ok(Package {
        findings: remarks(&manifest),
        manifest,
        files: named,
        signed_by: proof.certificate,
        signed_at: proof.signed_at,
    })
}

/// What is wrong with the first file.
fn mimetype(files: &[ArchiveFile]) -> Option<Finding> {
    let Some(first) = files.first().filter(|file| file.name == MIMETYPE) else {
        let found = files.first();
        let found = found.map_or("no file".to_owned(), |file| {
            format!("`{}`", shown(&file.name))
        });
        return Some(Finding::NoMimetype { found });
    };
    let text = String::from_utf8_lossy(&first.bytes);
    // Some write a line end behind it.
    if text.trim_end() != MEDIA_TYPE {
        let found = shown(&text);
        return Some(Finding::OtherMimetype { found });
    }
    (!first.stored).then_some(Finding::CompressedMimetype)
}

fn read_manifest(files: &[ArchiveFile], findings: &mut Vec<Finding>) -> Option<Manifest> {
    let Some(file) = file(files, MANIFEST) else {
        findings.push(Finding::NoManifest);
        return None;
    };
    match manifest::read(&file.bytes) {
        Ok(manifest) => {
            for name in manifest.file_names() {
                if self::file(files, name).is_none() {
                    let name = shown(name);
                    findings.push(Finding::FileMissing { name });
                }
            }
            Some(manifest)
        }
        Err(error) => {
            findings.push(Finding::BadManifest(error));
            None
        }
    }
}

fn read_signature(files: &[ArchiveFile], findings: &mut Vec<Finding>) -> Option<Proof> {
    let Some(signature) = file(files, SIGNATURES) else {
        findings.push(Finding::NoSignature);
        return None;
    };
    match verify(&signature.bytes, files) {
        Ok(proof) => Some(proof),
        Err(found) => {
            findings.extend(found);
            None
        }
    }
}

/// The files that the manifest names. One that is named again is there once: a manifest of a few
/// bytes would else make the largest file as often as it likes.
fn named_files(manifest: &Manifest, files: Vec<ArchiveFile>) -> Result<Vec<PackedFile>, Finding> {
    let files = files.into_iter().map(|file| (file.name, file.bytes));
    let mut left: BTreeMap<String, Vec<u8>> = files.collect();
    let types = manifest.documents().flat_map(|document| {
        let data = document.data.as_ref();
        let data = data.map(|data| (&data.name, &data.media_type));
        std::iter::once((&document.name, &document.media_type)).chain(data)
    });
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for (name, media_type) in types.filter(|(name, _)| taken.insert(name.as_str())) {
        let missing = || Finding::FileMissing { name: shown(name) };
        found.push(PackedFile {
            name: name.clone(),
            media_type: media_type.clone(),
            bytes: left.remove(name).ok_or_else(missing)?.into(),
        });
    }
    Ok(found)
}

/// What is wrong that not every mailbox minds.
fn remarks(manifest: &Manifest) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for document in manifest.documents() {
        let times = seen.entry(document.name.to_lowercase()).or_default();
        *times = times.saturating_add(1);
        if *times == 2 {
            let name = shown(&document.name);
            found.push(Finding::NameTwice { name });
        }
        if is_program(&document.name) || !is_allowed_media_type(&document.media_type) {
            found.push(Finding::ForbiddenType {
                name: shown(&document.name),
                found: shown(&document.media_type),
            });
        }
    }
    found
}

fn file<'a>(files: &'a [ArchiveFile], name: &str) -> Option<&'a ArchiveFile> {
    files.iter().find(|file| file.name == name)
}
