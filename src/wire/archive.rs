//! Zip archives, read within limits and written the same way each time.
//!
//! Source: PKWARE, APPNOTE; what documents of ours are packed in.

use std::io::{Cursor, Read, Write};

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// How much an archive may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// Files.
    pub max_files: usize,
    /// Bytes of all files together, unpacked.
    pub max_bytes: u64,
}

/// A file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveFile {
    /// Its name with its folders, for example `META-INF/manifest.xml`.
    pub name: String,
    /// It stands there as it is, not compressed.
    pub stored: bool,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why an archive is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// The bytes are no archive, or one that is cut.
    #[error("expected a zip archive, found something else ({0})")]
    NotAnArchive(String),
    /// It has too many files.
    #[error("expected at most {most} files, found {found}")]
    TooMany {
        /// How many there may be.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// What is in it is too large.
    #[error("expected at most {most} bytes in all files together, found more")]
    TooLarge {
        /// How many bytes there may be.
        most: u64,
    },
    /// Two files have one name.
    #[error("expected every file name once, found one twice")]
    Duplicate,
    /// Two files share bytes, or two headers do not tell the same of a file.
    #[error("expected files that stand behind each other, found some that overlap or disagree")]
    Overlap,
    /// A name leads out of the archive, or is none.
    #[error(
        "expected a name in UTF-8 with folders by `/` and neither `..` nor a drive, found {0:?}"
    )]
    BadName(String),
    /// A file is packed or locked in a way that is not read.
    #[error("{name}: expected a file that is stored or deflated and not encrypted, found {found}")]
    Method {
        /// The file.
        name: String,
        /// How it is packed.
        found: String,
    },
    /// What a file holds is not what its checksum says.
    #[error("{name}: expected the bytes that were packed, found others ({why})")]
    Damaged {
        /// The file.
        name: String,
        /// What is wrong.
        why: String,
    },
}

/// The files of an archive, in the order in which they stand in it; folders of their own are left
/// out.
///
/// # Errors
/// [`ArchiveError`].
pub fn unpack(bytes: &[u8], limits: ArchiveLimits) -> Result<Vec<ArchiveFile>, ArchiveError> {
    let broken = |error: ZipError| ArchiveError::NotAnArchive(error.to_string());
    refuse_crowd(bytes, limits.max_files)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let (most, found) = (limits.max_files, archive.len());
    if found > most {
        return Err(ArchiveError::TooMany { most, found });
    }
    if archive.has_duplicate_names() {
        return Err(ArchiveError::Duplicate);
    }
    if archive.has_overlapping_entries().map_err(broken)? {
        return Err(ArchiveError::Overlap);
    }
    let mut left = limits.max_bytes;
    let mut files = Vec::with_capacity(found);
    for index in 0..found {
        let file = archive.by_index_raw(index).map_err(broken)?;
        let name = checked_name(file.name_raw())?;
        let start = file.header_start();
        let stored = method(&file, &name)?;
        if file.is_dir() && file.size() == 0 {
            continue;
        }
        drop(file);
        let file = archive.by_index(index).map_err(broken)?;
        let bytes = contents(file, &name, left)?;
        let Some(bytes) = bytes else {
            let most = limits.max_bytes;
            return Err(ArchiveError::TooLarge { most });
        };
        left = left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let file = ArchiveFile {
            name,
            stored,
            bytes,
        };
        files.push((start, file));
    }
    if archive.validate_header_consistency().is_err() {
        return Err(ArchiveError::Overlap);
    }
    files.sort_by_key(|(start, _)| *start);
    Ok(files.into_iter().map(|(_, file)| file).collect())
}

/// An archive of these files in this order, each stored or compressed as it says, all of 1980; the
/// same files give the same bytes. Nothing where a name is too long for an archive.
#[must_use]
pub fn pack(files: &[ArchiveFile]) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        let method = if file.stored {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default());
        writer.start_file(file.name.as_str(), options).ok()?;
        writer.write_all(&file.bytes).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// Refuses an archive that announces too many files. The library keeps a record of each before it
/// tells how many there are, many times the bytes that the headers of empty files take, so the
/// records at the end are asked first. It goes through them from the last on, until the directory
/// of one ends where the record begins; so is it done here, and a few bytes farther than it looks.
fn refuse_crowd(bytes: &[u8], most: usize) -> Result<(), ArchiveError> {
    const TAIL: usize = 66_000;
    let first = bytes.len().saturating_sub(TAIL);
    for at in (first..bytes.len()).rev() {
        let Some(end) = bytes.get(at..).and_then(End::read) else {
            continue;
        };
        let found = usize::from(end.count);
        if found > most {
            return Err(ArchiveError::TooMany { most, found });
        }
        // The count would stand elsewhere; no archive within our limits needs that.
        if end.count == u16::MAX || end.size == u32::MAX || end.offset == u32::MAX {
            let found = "a directory in the form for huge archives".to_owned();
            return Err(ArchiveError::NotAnArchive(found));
        }
        if end.is_behind_its_directory(bytes, at) {
            break;
        }
    }
    Ok(())
}

/// The end of central directory record (APPNOTE 4.3.16).
struct End {
    /// The numbers of two disks, and how many files are on the first.
    disks: [u16; 3],
    count: u16,
    size: u32,
    offset: u32,
    comment: u16,
}

impl End {
    /// Reads one where one begins.
    fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(b"PK\x05\x06")?;
        let short = |at: usize| {
            let two = rest.get(at..at + 2)?.try_into().ok()?;
            Some(u16::from_le_bytes(two))
        };
        let long = |at: usize| {
            let four = rest.get(at..at + 4)?.try_into().ok()?;
            Some(u32::from_le_bytes(four))
        };
        Some(Self {
            disks: [short(0)?, short(2)?, short(4)?],
            count: short(6)?,
            size: long(8)?,
            offset: long(12)?,
            comment: short(16)?,
        })
    }

    /// Whether the library takes this record and none before it.
    fn is_behind_its_directory(&self, bytes: &[u8], at: usize) -> bool {
        let start = usize::try_from(self.offset).unwrap_or(usize::MAX);
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let header = bytes.get(start..).unwrap_or_default();
        self.disks == [0, 0, self.count]
            && start.checked_add(size) == Some(at)
            && header.starts_with(b"PK\x01\x02")
            && at + 22 + usize::from(self.comment) <= bytes.len()
    }
}

fn method<R: Read>(file: &ZipFile<'_, R>, name: &str) -> Result<bool, ArchiveError> {
    let found = match (file.encrypted(), file.compression()) {
        (true, _) => "an encrypted one".to_owned(),
        (false, CompressionMethod::Stored) => return Ok(true),
        (false, CompressionMethod::Deflated) => return Ok(false),
        (false, other) => format!("{other:?}"),
    };
    let name = name.to_owned();
    Err(ArchiveError::Method { name, found })
}

/// What is in a file, or nothing where that is more than may be.
fn contents<R: Read>(
    file: ZipFile<'_, R>,
    name: &str,
    most: u64,
) -> Result<Option<Vec<u8>>, ArchiveError> {
    // What the header says of the size is the sender's word; reading stops by itself.
    let mut bytes = Vec::new();
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
    if u64::try_from(bytes.len()).is_ok_and(|length| length > most) {
        return Ok(None);
    }
    let damaged = |error: std::io::Error| ArchiveError::Damaged {
        name: name.to_owned(),
        why: error.to_string(),
    };
    read.map_err(damaged)?;
    Ok(Some(bytes))
}

fn checked_name(raw: &[u8]) -> Result<String, ArchiveError> {
    let shown = || {
        let text = String::from_utf8_lossy(raw);
        ArchiveError::BadName(text.chars().take(60).collect())
    };
    let name = std::str::from_utf8(raw).map_err(|_| shown())?;
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
    let folders = name.strip_suffix('/').unwrap_or(name);
    let leads_out = |part: &str| matches!(part, "" | "." | "..");
    if name.len() > 255 || name.contains(odd) || folders.split('/').any(leads_out) {
        return Err(shown());
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMITS: ArchiveLimits = ArchiveLimits {
        max_files: 3,
        max_bytes: 10_000,
    };

    fn file(name: &str, bytes: &[u8], stored: bool) -> ArchiveFile {
        ArchiveFile {
            name: name.to_owned(),
            stored,
            bytes: bytes.to_vec(),
        }
    }

    #[test]
    fn what_is_packed_unpacks_in_its_order_and_always_the_same() {
        let files = [
            file("mimetype", b"a", true),
            file("META-INF/å.xml", &[7; 5000], false),
            file("empty", b"", false),
        ];
        let packed = pack(&files).unwrap();
        assert_eq!(packed, pack(&files).unwrap());
        assert!(packed.len() < 1000);
        assert_eq!(unpack(&packed, LIMITS).unwrap(), files);
    }

    #[test]
    fn a_bomb_and_a_crowd_are_refused() {
        let bomb = pack(&[file("a", &[0; 10_001], false)]).unwrap();
        let most = LIMITS.max_bytes;
        assert_eq!(unpack(&bomb, LIMITS), Err(ArchiveError::TooLarge { most }));
        let two = [file("a", &[0; 6000], false), file("b", &[0; 6000], false)];
        let two = pack(&two).unwrap();
        assert_eq!(unpack(&two, LIMITS), Err(ArchiveError::TooLarge { most }));
        let crowd: Vec<_> = (0..4).map(|n| file(&n.to_string(), b"", true)).collect();
        assert_eq!(
            unpack(&pack(&crowd).unwrap(), LIMITS),
            Err(ArchiveError::TooMany { most: 3, found: 4 })
        );
    }

    #[test]
    fn a_name_that_leads_out_or_stands_there_twice_is_refused() {
        for bad in ["../a", "/a", "a//b", "C:/a", "a\\b", "a/./b", "a\nb"] {
            let packed = pack(&[file("xxxxxxx", b"1", true)]).unwrap();
            // The library would not write such a name, so it is put in afterwards.
            let padded = format!("{bad:y<7}");
            let packed = replaced(&packed, b"xxxxxxx", padded.as_bytes());
            assert_eq!(
                unpack(&packed, LIMITS),
                Err(ArchiveError::BadName(padded)),
                "{bad}"
            );
        }
        let packed = pack(&[file("a1", b"1", true), file("a2", b"2", true)]).unwrap();
        let packed = replaced(&packed, b"a2", b"a1");
        assert_eq!(unpack(&packed, LIMITS), Err(ArchiveError::Duplicate));
    }

    fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        for at in 0..out.len() - from.len() {
            if out[at..].starts_with(from) {
                out[at..at + to.len()].copy_from_slice(to);
            }
        }
        out
    }

    #[test]
    fn a_changed_byte_is_found() {
        let packed = pack(&[file("a", b"some text", true)]).unwrap();
        let packed = replaced(&packed, b"some text", b"Some text");
        assert!(matches!(
            unpack(&packed, LIMITS),
            Err(ArchiveError::Damaged { .. })
        ));
        assert!(matches!(
            unpack(b"PK", LIMITS),
            Err(ArchiveError::NotAnArchive(_))
        ));
    }

    #[test]
    fn a_crowd_is_refused_by_what_the_end_says_before_its_directory_is_read() {
        let packed = pack(&[file("a", b"1", true)]).unwrap();
        let at = packed.len() - 22;
        let mut many = packed.clone();
        many[at + 8..at + 12].copy_from_slice(&[0xe8, 3, 0xe8, 3]);
        // What the directory holds is not looked at any more.
        many[..at].fill(0);
        let crowd = ArchiveError::TooMany {
            most: 3,
            found: 1000,
        };
        assert_eq!(unpack(&many, LIMITS), Err(crowd.clone()));
        // Nor does it help to put another end behind it, whose directory is nowhere.
        let mut two = many.clone();
        two.extend_from_slice(&packed[at..]);
        assert_eq!(unpack(&two, LIMITS), Err(crowd));
        let mut huge = packed.clone();
        huge[at + 8..at + 12].fill(0xff);
        let found = usize::from(u16::MAX);
        assert_eq!(
            unpack(&huge, LIMITS),
            Err(ArchiveError::TooMany { most: 3, found })
        );
        let mut elsewhere = packed.clone();
        elsewhere[at + 16..at + 20].fill(0xff);
        assert!(matches!(
            unpack(&elsewhere, LIMITS),
            Err(ArchiveError::NotAnArchive(_))
        ));
        // What a file in it says is not what the archive says.
        let nested = pack(&[file("a.zip", &many, true)]).unwrap();
        assert!(unpack(&nested, LIMITS).is_ok());
    }

    proptest! {
        #[test]
        fn no_change_panics(
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
            cut in 0..9_usize,
        ) {
            let files = [file("mimetype", b"a", true), file("b", &[7; 300], false)];
            let mut packed = pack(&files).unwrap();
            let at = at.index(packed.len());
            packed[at] = byte;
            packed.truncate(packed.len() - cut);
            let _ = unpack(&packed, LIMITS);
        }
    }
}
