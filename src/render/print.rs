//! A letter on paper, as one PDF: our cover sheet where the sender made none, then the pages of the
//! sender's own PDF files.

use jiff::Timestamp;
use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::cover::{Behind, cover};
use super::enclosed::Enclosed;
use super::foreign::{Foreign, Room};
use super::sheet::{Face, HEIGHT, WIDTH, font};
use super::words::subject;
use crate::domain::calendar::oslo;
use crate::domain::letter::{Letter, LetterContent};

/// A printed letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Why a file of the letter is not in it: what was found, what was expected, what to do.
    pub attachment_problem: Option<String>,
}

const CATALOG: ObjectId = (1, 0);
const PAGES: ObjectId = (2, 0);
const COVER: ObjectId = (3, 0);
const CONTENT: ObjectId = (4, 0);
const PLAIN: ObjectId = (5, 0);
const BOLD: ObjectId = (6, 0);
const INFO: ObjectId = (7, 0);

/// Prints a letter.
///
/// Every page of every PDF that came with it follows the cover sheet with its content, fonts and
/// size unchanged; a file that cannot be printed is left out and said. What a sender has Digipost
/// print is the sender's own pages alone, unless one of them is left out.
#[must_use]
pub fn print(letter: &Letter, files: &[Enclosed<'_>]) -> Printed {
    let mut room = Room::default();
    let mut problems = Vec::new();
    let mut behind = Behind::default();
    let mut foreign = Vec::new();
    for file in files {
        match printable(file, &mut room) {
            Ok(pages) => {
                behind.follow.push(file.name().to_owned());
                foreign.push(pages);
            }
            Err(problem) => {
                behind.missing.push(file.name().to_owned());
                problems.push(problem);
            }
        }
    }
    let is_whole = !foreign.is_empty() && problems.is_empty();
    let has_cover = !(is_whole && is_print_ready(letter));
    let document = bound(letter, cover(letter, &behind), foreign, has_cover);
    let attachment_problem = (!problems.is_empty()).then(|| problems.join("; "));
    Printed {
        pdf: written(document),
        attachment_problem,
    }
}

/// Whether documents are printed as they are: a sender that has Digipost print laid out the page
/// with the address by itself (Digipost: API, print).
fn is_print_ready(letter: &Letter) -> bool {
    match &letter.content {
        LetterContent::Posted { text, .. } => text.is_none(),
        LetterContent::Invoice(_)
        | LetterContent::AllRoutesFailed { .. }
        | LetterContent::Rejections { .. }
        | LetterContent::Mailbox(_) => false,
    }
}

fn printable(file: &Enclosed<'_>, room: &mut Room) -> Result<Foreign, String> {
    let name = file.name();
    let media_type = &file.file.media_type;
    if !media_type.eq_ignore_ascii_case("application/pdf") {
        let media_type: String = media_type.chars().take(80).collect();
        return Err(format!(
            "`{name}`: found `{media_type}`, expected application/pdf, the one thing that is \
             printed; embed the invoice image as PDF"
        ));
    }
    let bytes = file.bytes.ok_or_else(|| file.dropped())?;
    Foreign::read(bytes, room).map_err(|unfit| format!("`{name}`: {unfit}"))
}

/// Cover sheet, if there is one, and foreign pages as one document.
fn bound(letter: &Letter, content: Vec<u8>, foreign: Vec<Foreign>, has_cover: bool) -> Document {
    let mut document = Document::with_version("1.7");
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    document.max_id = INFO.0;
    let mut catalog = Dictionary::new();
    let mut kids = Vec::new();
    if has_cover {
        kids.push(Object::Reference(COVER));
    }
    for foreign in foreign {
        let pages = foreign.bind(&mut document, PAGES, &mut catalog);
        kids.extend(pages.into_iter().map(Object::Reference));
    }
    catalog.set("Type", "Catalog");
    catalog.set("Pages", Object::Reference(PAGES));
    catalog.set("Lang", Object::string_literal("nb-NO"));
    let mut pages = Dictionary::new();
    pages.set("Type", "Pages");
    pages.set("Count", i64::try_from(kids.len()).unwrap_or(i64::MAX));
    pages.set("Kids", kids);
    document.objects.extend([
        (CATALOG, catalog.into()),
        (PAGES, pages.into()),
        (INFO, info(letter).into()),
    ]);
    if has_cover {
        document.objects.extend([
            (COVER, cover_page().into()),
            (CONTENT, Stream::new(Dictionary::new(), content).into()),
            (PLAIN, font(Face::Plain).into()),
            (BOLD, font(Face::Bold).into()),
        ]);
    }
    document.trailer.set("Root", Object::Reference(CATALOG));
    document.trailer.set("Info", Object::Reference(INFO));
    document
}

fn cover_page() -> Dictionary {
    let mut fonts = Dictionary::new();
    fonts.set("F1", Object::Reference(PLAIN));
    fonts.set("F2", Object::Reference(BOLD));
    let mut resources = Dictionary::new();
    resources.set("Font", fonts);
    let mut page = Dictionary::new();
    page.set("Type", "Page");
    page.set("Parent", Object::Reference(PAGES));
    let size: Vec<Object> = vec![0.into(), 0.into(), WIDTH.into(), HEIGHT.into()];
    page.set("MediaBox", size);
    page.set("Resources", resources);
    page.set("Contents", Object::Reference(CONTENT));
    page
}

fn info(letter: &Letter) -> Dictionary {
    // UTF-16 with its mark, since a title may hold what PDFDocEncoding has not.
    let title: Vec<u8> = std::iter::once(0xFEFF)
        .chain(subject(letter).encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    let mut info = Dictionary::new();
    info.set("Title", Object::string_literal(title));
    info.set("Producer", Object::string_literal("Sandkasse"));
    let made = Object::string_literal(made_at(letter.sent_at));
    info.set("CreationDate", made);
    info
}

/// ISO 32000-1, 7.9.4.
fn made_at(at: Timestamp) -> String {
    let there = at.to_zoned(oslo());
    let offset = there.offset().seconds();
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    let plain = there.strftime("%Y%m%d%H%M%S");
    format!("D:{plain}{sign}{:02}'{:02}'", minutes / 60, minutes % 60)
}

fn written(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .expect("writing into memory does not fail");
    bytes
}
