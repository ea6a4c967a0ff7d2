//! Reading multipart bodies, by a parser that expects a stream.

use std::convert::Infallible;
use std::future::Future;

use bytes::{Bytes, BytesMut};
use futures_util::{FutureExt, stream};
use memchr::memmem;
use multer::{Constraints, Field, Multipart, SizeLimit};

/// How much a body may ask of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Number of parts.
    pub max_parts: usize,
    /// Size of one part in bytes.
    pub max_part_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_parts: 64,
            max_part_bytes: 64 * 1024 * 1024,
        }
    }
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Name of the form field.
    pub name: String,
    /// File name, when the part is a file.
    pub filename: Option<String>,
    /// Media type, when one is given.
    pub content_type: Option<String>,
    /// Content.
    pub body: Bytes,
}

/// One part of a body whose parts are files: what a part is stands in its `filename` alone,
/// whatever else its disposition says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePart {
    /// It has a Content-Disposition.
    pub has_disposition: bool,
    /// File name, if one is given.
    pub filename: Option<String>,
    /// Content.
    pub body: Bytes,
}

/// All parts of a body, in the order they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts(pub Vec<Part>);

/// Why a body cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MultipartError {
    /// The `Content-Type` is something else.
    #[error("expected Content-Type multipart/form-data, found {0:?}")]
    WrongContentType(String),
    /// The `Content-Type` is not multipart at all.
    #[error("expected Content-Type multipart, found {0:?}")]
    NotMultipart(String),
    /// The `Content-Type` names no boundary.
    #[error("expected a boundary parameter in the Content-Type, found {0:?}")]
    NoBoundary(String),
    /// The body ends too early.
    #[error("expected the closing boundary, found the end of the body{0}")]
    CutOff(String),
    /// A part without a field name.
    #[error("expected a name in the Content-Disposition of part {0}, found none")]
    NoName(usize),
    /// More parts than allowed.
    #[error("expected at most {0} parts, found more")]
    TooManyParts(usize),
    /// A part larger than allowed.
    #[error("expected at most {limit} bytes in part {name:?}, found more")]
    TooLarge {
        /// Name of the field.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A text field that is not text.
    #[error("expected UTF-8 in field {0:?}, found other bytes")]
    NotText(String),
    /// Anything else that breaks the grammar.
    #[error("expected a multipart body, found one that is malformed: {0}")]
    Malformed(String),
}

/// Reads a body.
///
/// # Errors
/// When the content type does not fit, the body is malformed or cut off, or over `limits`.
pub fn read(content_type: &str, body: Bytes, limits: Limits) -> Result<Parts, MultipartError> {
    let media = media(content_type)?;
    if media.subtype() != mime::FORM_DATA {
        return Err(MultipartError::WrongContentType(content_type.to_owned()));
    }
    let parts = fields(&media, body, limits, |field, place| {
        let name = field.name();
        let name = name.ok_or(MultipartError::NoName(place.number))?;
        let name = name.to_owned();
        let filename = field.file_name().map(str::to_owned);
        let content_type = field.content_type().map(ToString::to_string);
        let body = content(field, &place)?;
        Ok(Part {
            name,
            filename,
            content_type,
            body,
        })
    });
    parts.map(Parts)
}

/// Reads a body of any subtype whose parts are files.
///
/// # Errors
/// When the content type is not multipart, the body is malformed or cut off, or over `limits`.
pub fn read_files(
    content_type: &str,
    body: Bytes,
    limits: Limits,
) -> Result<Vec<FilePart>, MultipartError> {
    let media =
        media(content_type).map_err(|_| MultipartError::NotMultipart(content_type.to_owned()))?;
    fields(&media, body, limits, |field, place| {
        let has_disposition = field
            .headers()
            .contains_key(http::header::CONTENT_DISPOSITION);
        let filename = field.file_name().map(str::to_owned);
        let body = content(field, &place)?;
        Ok(FilePart {
            has_disposition,
            filename,
            body,
        })
    })
}

/// Where a part stands.
struct Place<'a> {
    /// Its number, counted from 1.
    number: usize,
    /// The whole body.
    whole: &'a Bytes,
    /// What follows on the content of a part.
    mark: &'a [u8],
}

/// Reads one part after the other.
fn fields<T>(
    media: &mime::Mime,
    body: Bytes,
    limits: Limits,
    take: impl Fn(Field<'_>, Place<'_>) -> Result<T, MultipartError>,
) -> Result<Vec<T>, MultipartError> {
    let boundary = boundary(media)?;
    let mark = format!("\r\n--{boundary}");
    let whole = body.clone();
    let size = SizeLimit::new().per_field(limits.max_part_bytes);
    let source = stream::iter([Ok::<Bytes, Infallible>(body)]);
    let constraints = Constraints::new().size_limit(size);
    let mut multipart = Multipart::with_constraints(source, boundary, constraints);
    let mut parts = Vec::new();
    while let Some(field) = ready(multipart.next_field())? {
        if parts.len() >= limits.max_parts {
            return Err(MultipartError::TooManyParts(limits.max_parts));
        }
        let number = parts.len() + 1;
        parts.push(take(
            field,
            Place {
                number,
                whole: &whole,
                mark: mark.as_bytes(),
            },
        )?);
    }
    Ok(parts)
}

impl Parts {
    /// The first value of a text field.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn text(&self, name: &str) -> Result<Option<&str>, MultipartError> {
        self.named(name).next().map(Part::text).transpose()
    }

    /// All values of a text field, written `name` or `name[]`.
    ///
    /// # Errors
    /// When one is not UTF-8.
    pub fn texts(&self, name: &str) -> Result<Vec<&str>, MultipartError> {
        self.named(name).map(Part::text).collect()
    }

    /// The first part of this name (or `name[]`) that carries a file name.
    pub fn file(&self, name: &str) -> Option<&Part> {
        self.files(name).next()
    }

    /// All parts of this name (or `name[]`) that carry a file name.
    pub fn files<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Part> {
        self.named(name).filter(|part| part.filename.is_some())
    }

    /// Names of all fields, without `[]`, in the order they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|part| plain(&part.name))
    }

    fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Part> {
        self.0
            .iter()
            .filter(move |part| part.name == name || plain(&part.name) == name)
    }
}

impl Part {
    /// Its content as text.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn text(&self) -> Result<&str, MultipartError> {
        std::str::from_utf8(&self.body).map_err(|_| MultipartError::NotText(self.name.clone()))
    }
}

fn plain(name: &str) -> &str {
    name.strip_suffix("[]").unwrap_or(name)
}

fn media(content_type: &str) -> Result<mime::Mime, MultipartError> {
    let media = content_type.parse::<mime::Mime>().ok();
    media
        .filter(|media| media.type_() == mime::MULTIPART)
        .ok_or_else(|| MultipartError::WrongContentType(content_type.to_owned()))
}

fn boundary(media: &mime::Mime) -> Result<String, MultipartError> {
    match media.get_param(mime::BOUNDARY) {
        Some(boundary) if !boundary.as_str().is_empty() => Ok(boundary.as_str().to_owned()),
        Some(_) | None => Err(MultipartError::NoBoundary(media.to_string())),
    }
}

/// The content of a part. The parser gives that of a body in memory in one piece, which is cut out
/// of its own copy of the body. What is most of the body is given as a part of the body itself, so
/// that the same bytes are not kept twice; what is less is copied, for it would keep all the rest.
fn content(mut field: Field<'_>, place: &Place<'_>) -> Result<Bytes, MultipartError> {
    let first = ready(field.chunk())?.unwrap_or_default();
    let mut all = match ready(field.chunk())? {
        None if first.len() > place.whole.len() / 2 => return Ok(place.within(first)),
        None => return Ok(Bytes::copy_from_slice(&first)),
        Some(second) => BytesMut::from_iter(first.into_iter().chain(second)),
    };
    while let Some(more) = ready(field.chunk())? {
        all.extend_from_slice(&more);
    }
    Ok(all.freeze())
}

impl Place<'_> {
    /// The place in the body where some content stands, or the content itself.
    fn within(&self, content: Bytes) -> Bytes {
        let ends = memmem::find_iter(self.whole, self.mark);
        let mut places = ends.filter_map(|end| Some(end.checked_sub(content.len())?..end));
        let place = places.find(|place| self.whole.get(place.clone()) == Some(&content[..]));
        place.map_or(content, |place| self.whole.slice(place))
    }
}

/// Finishes a future of the parser without a runtime.
///
/// The parser waits for nothing but its stream, and the stream holds the whole body and then ends:
/// every poll of it is ready, so the parser's futures finish in their first poll. Should a later
/// version of the parser yield for another reason, the body is refused instead of hanging.
fn ready<T>(future: impl Future<Output = multer::Result<T>>) -> Result<T, MultipartError> {
    match future.now_or_never() {
        Some(outcome) => outcome.map_err(refusal),
        None => Err(MultipartError::Malformed(
            "the parser waits for more".to_owned(),
        )),
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser's error may gain variants, and all others mean the same to us"
)]
fn refusal(error: multer::Error) -> MultipartError {
    match error {
        multer::Error::IncompleteFieldData { field_name } => {
            let inside = field_name.map(|name| format!(" inside part {name:?}"));
            MultipartError::CutOff(inside.unwrap_or_default())
        }
        multer::Error::IncompleteHeaders => {
            MultipartError::CutOff(" inside a part's headers".to_owned())
        }
        multer::Error::IncompleteStream => MultipartError::CutOff(String::new()),
        multer::Error::FieldSizeExceeded { limit, field_name } => MultipartError::TooLarge {
            name: field_name.unwrap_or_default(),
            limit,
        },
        other => MultipartError::Malformed(other.to_string()),
    }
}
