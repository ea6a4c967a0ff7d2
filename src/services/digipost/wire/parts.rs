//! Bodies in parts: one of XML that says what there is, and one for each document of it (Digipost:
//! API, sending in one request).
//!
//! A part is known by its `filename` alone, quoted or not and in whatever disposition; its media
//! type says nothing. Clients differ in all of the rest.

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::door::Asked;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::wire::multipart::{FilePart, Limits, MultipartError, read_files};

/// Largest document, in bytes; it is ours.
pub(super) const FILE_MAX: u64 = 25 * 1024 * 1024;

/// A message, its primary document, 201 attachments, and some parts too many to be told by name.
const PARTS_MAX: usize = 210;

/// The parts of a body.
#[derive(Debug)]
pub(super) struct Parts {
    /// The XML.
    pub(super) metadata: Bytes,
    /// Every other part with its name, in the order they came.
    files: Vec<(String, Bytes)>,
}

/// Whether a body comes in parts.
pub(super) fn is_multipart(asked: &Asked<'_>) -> bool {
    content_type(asked)
        .to_ascii_lowercase()
        .starts_with("multipart/")
}

/// Reads a body whose XML is in the part of this name.
pub(super) fn read(asked: &Asked<'_>, metadata: &str) -> Result<Parts, Fault> {
    let limits = Limits {
        max_parts: PARTS_MAX,
        max_part_bytes: FILE_MAX,
    };
    let content_type = content_type(asked);
    let parts = read_files(&content_type, asked.body().clone(), limits).map_err(refusal)?;
    let mut found = None;
    let mut files = Vec::with_capacity(parts.len());
    for (index, part) in parts.into_iter().enumerate() {
        let (name, body) = named(part, index + 1)?;
        if name != metadata {
            files.push((name, body));
        } else if found.replace(body).is_some() {
            let why = format!("found two parts `{metadata}`, expected one");
            return Err(Fault::new(FaultKind::DocumentsAndFilesMismatch, why));
        }
    }
    match found {
        Some(metadata) => Ok(Parts { metadata, files }),
        None => {
            let why = format!("found no part with the filename `{metadata}`, expected one");
            Err(Fault::new(FaultKind::DocumentsAndFilesMismatch, why))
        }
    }
}

impl Parts {
    /// The content of each document, in their order.
    pub(super) fn contents<'n>(
        self,
        documents: impl IntoIterator<Item = &'n str>,
    ) -> Result<Vec<Bytes>, Fault> {
        let mut files: Vec<Option<(String, Bytes)>> = self.files.into_iter().map(Some).collect();
        let mismatch = |why| Err(Fault::new(FaultKind::DocumentsAndFilesMismatch, why));
        let mut contents = Vec::new();
        for document in documents {
            let is_its = |file: &&mut Option<(String, Bytes)>| {
                file.as_ref().is_some_and(|(name, _)| name == document)
            };
            let Some((_, content)) = files.iter_mut().find(is_its).and_then(Option::take) else {
                return mismatch(format!("found no part for document {document}"));
            };
            if content.is_empty() {
                let why = format!("found nothing in the part of document {document}");
                return Err(Fault::new(FaultKind::MissingContent, why));
            }
            contents.push(content);
        }
        match files.into_iter().flatten().next() {
            Some((name, _)) => {
                let name: String = name.chars().take(80).collect();
                mismatch(format!("found a part `{name}` that belongs to no document"))
            }
            None => Ok(contents),
        }
    }
}

fn content_type(asked: &Asked<'_>) -> String {
    let value = asked.received.request.headers().get(CONTENT_TYPE);
    let value = value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    value.unwrap_or_default()
}

fn named(part: FilePart, number: usize) -> Result<(String, Bytes), Fault> {
    let FilePart {
        has_disposition,
        filename,
        body,
    } = part;
    match filename.filter(|name| !name.is_empty()) {
        Some(name) => Ok((name, body)),
        None => {
            let (kind, what) = match has_disposition {
                true => (FaultKind::MissingBodypartFilename, "filename"),
                false => (
                    FaultKind::MissingBodypartContentDisposition,
                    "Content-Disposition",
                ),
            };
            Err(Fault::new(
                kind,
                format!("found no {what} in part {number}"),
            ))
        }
    }
}

fn refusal(error: MultipartError) -> Fault {
    let why = error.to_string();
    let kind = match error {
        MultipartError::TooLarge { .. } => FaultKind::FileTooLarge,
        MultipartError::TooManyParts(_) => FaultKind::DocumentsAndFilesMismatch,
        MultipartError::WrongContentType(_)
        | MultipartError::NotMultipart(_)
        | MultipartError::NoBoundary(_)
        | MultipartError::CutOff(_)
        | MultipartError::NoName(_)
        | MultipartError::NotText(_)
        | MultipartError::Malformed(_) => FaultKind::ProblemWithRequest,
    };
    Fault::new(kind, why)
}
