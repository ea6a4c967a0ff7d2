//! Somebody else's PDF: read with distrust, and its pages bound behind ours as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::catch_unwind;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

/// Bytes of all files of a letter together.
const BYTES_MAX: usize = 32 * 1024 * 1024;
/// Streams of one file. Only as many are unpacked while reading as there are.
const STREAMS_MAX: usize = 2000;
/// Bytes that all packed objects of one file may unpack to, shared out over its streams; and the
/// share that a stream has at least.
const UNPACKED_MAX: usize = 32 * 1024 * 1024;
const UNPACKED_LEAST: usize = 128 * 1024;
/// Objects that the pages of one file may lead to.
const OBJECTS_MAX: usize = 200_000;
/// Pages of all files of a letter together.
const PAGES_MAX: usize = 1000;

/// What a page has from the tree above it (ISO 32000-1, table 30).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// What the catalog says of how pages look.
const LOOKS: [&str; 2] = ["OCProperties", "AcroForm"];

/// What is left for the files of one letter.
#[derive(Debug)]
pub(super) struct Room {
    bytes: usize,
    pages: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            bytes: BYTES_MAX,
            pages: PAGES_MAX,
        }
    }
}

/// Why a file cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unfit {
    /// More than is printed.
    #[error("found {found} {what}, expected at most {most} for one letter; send a smaller PDF")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How much.
        found: usize,
        /// How much may be.
        most: usize,
    },
    /// Locked.
    #[error("found an encrypted PDF, expected an open one; take away password and restrictions")]
    Encrypted,
    /// Broken, or no PDF at all.
    #[error("found a broken PDF ({0}), expected one that opens; try it in another reader")]
    Broken(String),
}

/// A document whose pages are known to be there.
#[derive(Debug)]
pub(super) struct Foreign {
    document: Document,
    pages: Vec<(ObjectId, Dictionary)>,
}

impl Foreign {
    /// Reads a PDF and finds its pages; what they take is taken from the room.
    ///
    /// # Errors
    /// [`Unfit`] when it is encrypted, broken, or more than is printed.
    pub(super) fn read(bytes: &[u8], room: &mut Room) -> Result<Self, Unfit> {
        at_most("bytes", bytes.len(), room.bytes)?;
        let streams = bytes.windows(9).filter(|it| *it == b"endstream").count();
        let openings = bytes.windows(6).filter(|it| *it == b"stream").count();
        let streams = streams.max(openings.saturating_sub(streams));
        at_most("streams", streams, STREAMS_MAX)?;
        let share = (UNPACKED_MAX / streams.max(1)).max(UNPACKED_LEAST);
        // The reader is fuzzed, yet not ours: what it trips over shall not end the request.
        let loaded = catch_unwind(|| {
            let options = LoadOptions::with_max_decompressed_size(share);
            Document::load_mem_with_options(bytes, options)
        });
        let mut document = match loaded {
            Ok(Ok(document)) => document,
            Ok(Err(lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword)) => {
                return Err(Unfit::Encrypted);
            }
            Ok(Err(error)) => return Err(broken(error.to_string())),
            Err(_) => return Err(broken("its objects contradict one another")),
        };
        if document.is_encrypted() || document.was_encrypted() {
            return Err(Unfit::Encrypted);
        }
        let pages = pages(&mut document, room.pages)?;
        let foreign = Self { document, pages };
        foreign.check()?;
        room.bytes -= bytes.len();
        room.pages -= foreign.pages.len();
        Ok(foreign)
    }

    /// Puts the pages and all that they lead to into another document, and returns the ids that
    /// the pages have there. What the catalog says of their looks is kept unless it is taken.
    pub(super) fn bind(
        self,
        into: &mut Document,
        parent: ObjectId,
        catalog: &mut Dictionary,
    ) -> Vec<ObjectId> {
        if self.document.version > into.version && self.document.version.starts_with("2.") {
            into.version.clone_from(&self.document.version);
        }
        let looks: Vec<(&str, Object)> = LOOKS
            .into_iter()
            .filter(|key| !catalog.has(key.as_bytes()))
            .filter_map(|key| Some((key, look(&self.document, key)?)))
            .collect();
        let mut mover = Mover {
            from: self.document.objects,
            next: into.max_id,
            ids: BTreeMap::new(),
            waiting: Vec::new(),
        };
        // Pages come first, so that links between them lead to the pages as they are bound.
        let ids: Vec<ObjectId> = self.pages.iter().map(|(id, _)| mover.id(*id)).collect();
        mover.waiting.clear();
        for ((_, mut page), id) in self.pages.into_iter().zip(&ids) {
            page.remove(b"Parent");
            mover.rewrite_all(&mut page);
            page.set("Type", "Page");
            page.set("Parent", Object::Reference(parent));
            into.objects.insert(*id, page.into());
        }
        for (key, mut look) in looks {
            mover.rewrite(&mut look);
            catalog.set(key, look);
        }
        while let Some((old, new)) = mover.waiting.pop() {
            // Each object waits once, and is not needed where it was.
            if let Some(mut object) = mover.from.remove(&old) {
                mover.rewrite(&mut object);
                into.objects.insert(new, object);
            }
        }
        into.max_id = mover.next;
        ids
    }

    /// Whether what the pages show is all there.
    fn check(&self) -> Result<(), Unfit> {
        if self.pages.is_empty() {
            return Err(broken("it has no pages"));
        }
        at_most("objects", self.document.objects.len(), OBJECTS_MAX)?;
        for (index, (_, page)) in self.pages.iter().enumerate() {
            let streams = match page.get(b"Contents") {
                Ok(Object::Array(several)) => several.as_slice(),
                Ok(one) => match self.document.dereference(one) {
                    Ok((_, Object::Array(several))) => several.as_slice(),
                    Ok(_) | Err(_) => std::slice::from_ref(one),
                },
                // A page without content is a blank page.
                Err(_) => continue,
            };
            let is_there = |object: &Object| {
                let found = self.document.dereference(object);
                matches!(found, Ok((_, Object::Stream(_) | Object::Null)))
            };
            if !streams.iter().all(is_there) {
                let page = index + 1;
                return Err(broken(format!("the content of page {page} is missing")));
            }
        }
        Ok(())
    }
}

fn broken(why: impl Into<String>) -> Unfit {
    let why: String = why.into();
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    Unfit::Broken(why.chars().take(160).map(plain).collect())
}

fn at_most(what: &'static str, found: usize, most: usize) -> Result<(), Unfit> {
    if found > most {
        return Err(Unfit::TooMuch { what, found, most });
    }
    Ok(())
}

fn look(document: &Document, key: &str) -> Option<Object> {
    document.catalog().ok()?.get(key.as_bytes()).ok().cloned()
}

/// The pages in order, each with what it has from the tree above it.
fn pages(document: &mut Document, most: usize) -> Result<Vec<(ObjectId, Dictionary)>, Unfit> {
    let root = document
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .and_then(Object::as_reference)
        .map_err(|_| broken("its catalog names no pages"))?;
    let mut pages = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![(root, Dictionary::new())];
    while let Some((id, above)) = waiting.pop() {
        if !seen.insert(id) {
            return Err(broken("its page tree comes back to itself"));
        }
        let node = document
            .get_dictionary(id)
            .map_err(|_| broken(format!("object {} of the page tree is missing", id.0)))?;
        let Some(kids) = kids(document, node)? else {
            at_most("pages", pages.len() + 1, most)?;
            let mut page = node.clone();
            for (key, value) in above.iter().filter(|(key, _)| !node.has(key)) {
                page.set(key.as_slice(), value.clone());
            }
            pages.push((id, page));
            continue;
        };
        at_most(
            "nodes in the page tree",
            waiting.len() + kids.len(),
            OBJECTS_MAX,
        )?;
        let mut has = above;
        let own: Vec<(&[u8], Object)> = INHERITED
            .into_iter()
            .filter_map(|key| Some((key, node.get(key).ok()?.clone())))
            .collect();
        for (key, value) in own {
            has.set(key, shared(document, value)?);
        }
        waiting.extend(kids.into_iter().rev().map(|kid| (kid, has.clone())));
    }
    Ok(pages)
}

/// What stands below a node of the page tree; nothing below a page.
fn kids(document: &Document, node: &Dictionary) -> Result<Option<Vec<ObjectId>>, Unfit> {
    let Ok(kids) = node.get_deref(b"Kids", document).and_then(Object::as_array) else {
        return Ok(None);
    };
    let kids: Result<Vec<ObjectId>, _> = kids.iter().map(Object::as_reference).collect();
    kids.map(Some)
        .map_err(|_| broken("its page tree holds no references"))
}

/// Something that many pages have: by reference, unless it is as small as a size. Copied into each
/// page, a large one would make of a small file a huge one.
fn shared(document: &mut Document, value: Object) -> Result<Object, Unfit> {
    let is_small = match &value {
        Object::Array(several) => several.len() <= 8 && several.iter().all(is_number),
        Object::Dictionary(_) | Object::Stream(_) | Object::String(..) | Object::Name(_) => false,
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Reference(_) => true,
    };
    if is_small {
        return Ok(value);
    }
    let last = document.objects.keys().next_back().map_or(0, |(id, _)| *id);
    let id = last.checked_add(1);
    let id = id.ok_or_else(|| broken("its objects have numbers beyond any count"))?;
    document.objects.insert((id, 0), value);
    Ok(Object::Reference((id, 0)))
}

fn is_number(object: &Object) -> bool {
    matches!(object, Object::Integer(_) | Object::Real(_))
}

/// Gives objects new ids in the order in which they are met.
struct Mover {
    from: BTreeMap<ObjectId, Object>,
    next: u32,
    ids: BTreeMap<ObjectId, ObjectId>,
    waiting: Vec<(ObjectId, ObjectId)>,
}

impl Mover {
    fn id(&mut self, old: ObjectId) -> ObjectId {
        if let Some(new) = self.ids.get(&old) {
            return *new;
        }
        self.next = self.next.saturating_add(1);
        let new = (self.next, 0);
        self.ids.insert(old, new);
        self.waiting.push((old, new));
        new
    }

    /// As deep as objects are nested, which the reader bounds.
    fn rewrite(&mut self, object: &mut Object) {
        match object {
            Object::Reference(old) => {
                // An id that was given is good, though its object may have moved already.
                *object = if self.ids.contains_key(old) || self.from.contains_key(old) {
                    Object::Reference(self.id(*old))
                } else {
                    Object::Null
                };
            }
            Object::Array(several) => several.iter_mut().for_each(|one| self.rewrite(one)),
            Object::Dictionary(dictionary) => self.rewrite_all(dictionary),
            Object::Stream(stream) => {
                self.rewrite_all(&mut stream.dict);
                let length = i64::try_from(stream.content.len()).unwrap_or(i64::MAX);
                stream.dict.set("Length", length);
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..) => {}
        }
    }

    fn rewrite_all(&mut self, dictionary: &mut Dictionary) {
        dictionary
            .iter_mut()
            .for_each(|(_, value)| self.rewrite(value));
    }
}
