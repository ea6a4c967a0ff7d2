//! A file that goes with a letter, with its bytes as far as they are still there.

use crate::domain::letter::LetterFile;

/// A file of a letter.
#[derive(Debug, Clone, Copy)]
pub struct Enclosed<'a> {
    /// Name, media type and key.
    pub file: &'a LetterFile,
    /// Its bytes; none when the bounded store has dropped them.
    pub bytes: Option<&'a [u8]>,
}

/// What to say of the files of a letter whose bytes are gone; nothing when all are there.
#[must_use]
pub fn missing(files: &[Enclosed<'_>]) -> Option<String> {
    let gone = files.iter().filter(|file| file.bytes.is_none());
    let gone: Vec<String> = gone.map(Enclosed::dropped).collect();
    (!gone.is_empty()).then(|| gone.join("; "))
}

impl Enclosed<'_> {
    /// A name to show: that of the file, or a word where it has none.
    pub(super) fn name(&self) -> &str {
        match self.file.name.trim() {
            "" => "vedlegg",
            name => name,
        }
    }

    /// What to say of bytes that are gone.
    pub(super) fn dropped(&self) -> String {
        let name = self.name();
        format!(
            "`{name}`: found no bytes, because the sandbox dropped its oldest files to make room; \
             read a letter sooner, or create the sandbox with a higher `blobs.bytes_max`"
        )
    }
}
