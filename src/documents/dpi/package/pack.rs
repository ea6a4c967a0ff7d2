//! Making of packages, as senders make them.

use jiff::Timestamp;

use super::manifest::{self, Manifest};
use super::names::{LIST, MANIFEST, MEDIA_TYPE, MIMETYPE, SIGNATURES};
use super::open::PackedFile;
use super::signature::{ToSign, sign};
use crate::crypto::{Certificate, Secrets, Signer, seal};
use crate::wire::archive::{ArchiveFile, pack};
use crate::wire::xml::Writer;

/// What goes into a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// What is in it, from whom and for whom.
    pub manifest: Manifest,
    /// The files that the manifest names.
    pub files: Vec<PackedFile>,
}

/// A package of these contents, signed; the same contents, key and time give the same bytes.
///
/// Nothing is checked, so that packages with something wrong in them can be made. Nothing comes out
/// where a name is too long for an archive.
#[must_use]
pub fn pack_package(contents: &Contents, signer: Signer, at: Timestamp) -> Option<Vec<u8>> {
    let manifest = manifest::write(&contents.manifest);
    let first = ToSign {
        name: MANIFEST,
        media_type: "application/xml",
        bytes: &manifest,
    };
    let others = contents.files.iter().map(|file| ToSign {
        name: &file.name,
        media_type: &file.media_type,
        bytes: &file.bytes,
    });
    let to_sign: Vec<ToSign<'_>> = std::iter::once(first).chain(others).collect();
    let signature = sign(&to_sign, signer, at)?;
    let packed = |name: &str, bytes: &[u8], stored| ArchiveFile {
        name: name.to_owned(),
        stored,
        bytes: bytes.to_vec(),
    };
    let mut files = vec![packed(MIMETYPE, MEDIA_TYPE.as_bytes(), true)];
    files.extend(
        to_sign
            .iter()
            .map(|file| packed(file.name, file.bytes, false)),
    );
    files.push(packed(SIGNATURES, &signature, false));
    files.push(packed(LIST, &list(&to_sign), false));
    pack(&files)
}

/// A package sealed for who reads it.
#[must_use]
pub fn seal_package(archive: &[u8], reader: &Certificate, secrets: &Secrets) -> Option<Vec<u8>> {
    seal(archive, reader, secrets)
}

/// The list of files that senders add, for readers that look for it.
fn list(files: &[ToSign<'_>]) -> Vec<u8> {
    let namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
    let mut out = Writer::new();
    out.open("m:manifest", &[("xmlns:m", namespace)]);
    let mut entry = |path: &str, media_type: &str| {
        let attributes = [("m:full-path", path), ("m:media-type", media_type)];
        out.leaf_with("m:file-entry", &attributes, "");
    };
    entry("/", MEDIA_TYPE);
    for file in files {
        entry(file.name, file.media_type);
    }
    out.finish()
}
