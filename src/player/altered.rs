//! What a story changes of a message or its package on the way, so that a check has something to
//! find.

use serde_json::Value;

use crate::wire::archive::{ArchiveFile, ArchiveLimits, pack, unpack};

/// More than any story packs.
const LIMITS: ArchiveLimits = ArchiveLimits {
    max_files: 250,
    max_bytes: 64 * 1024 * 1024,
};

/// Where a story changes something.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Altered {
    /// Nowhere.
    Nothing,
    /// A character of the message, after it was signed.
    Message,
    /// The last byte of the sealed package, after its fingerprint was taken.
    Package,
    /// The last byte of the sealed package, which then goes under the fingerprint of what is left.
    Envelope,
    /// A character of a file in the package behind a text, or its last one, after it was signed.
    File { name: String, behind: String },
    /// A file of the package, which is left out.
    LeftOut(String),
}

impl Altered {
    /// What a step says: `altered`, a word or a file with the text `behind` which, or `left_out`.
    ///
    /// # Errors
    /// A word that means nothing.
    pub(super) fn of(given: &Value) -> Result<Self, String> {
        if let Some(name) = given.get("left_out").and_then(Value::as_str) {
            return Ok(Self::LeftOut(name.to_owned()));
        }
        let Some(altered) = given.get("altered") else {
            return Ok(Self::Nothing);
        };
        let text = |name: &str| altered.get(name).and_then(Value::as_str).map(str::to_owned);
        match (altered.as_str(), text("file")) {
            (Some("message"), _) => Ok(Self::Message),
            (Some("package"), _) => Ok(Self::Package),
            (Some("envelope"), _) => Ok(Self::Envelope),
            (None, Some(name)) => Ok(Self::File {
                name,
                behind: text("behind").unwrap_or_default(),
            }),
            (_, _) => Err(format!(
                "altered: found `{altered}`, expected `message`, `package`, `envelope` or a `file`"
            )),
        }
    }

    /// The message as it is sent.
    pub(super) fn message(&self, signed: String) -> String {
        if *self != Self::Message {
            return signed;
        }
        let (rest, signature) = signed.rsplit_once('.').unwrap_or_default();
        let mut signature = signature.as_bytes().to_vec();
        turn(&mut signature, 0);
        format!("{rest}.{}", String::from_utf8_lossy(&signature))
    }

    /// The archive before it is sealed.
    ///
    /// # Errors
    /// A file or a text that is not there.
    pub(super) fn archive(&self, packed: Vec<u8>) -> Result<Vec<u8>, String> {
        let name = match self {
            Self::Nothing | Self::Message | Self::Package | Self::Envelope => return Ok(packed),
            Self::File { name, .. } | Self::LeftOut(name) => name,
        };
        let mut files = unpack(&packed, LIMITS).map_err(|error| error.to_string())?;
        let at = files.iter().position(|file| file.name == *name);
        let at = at.ok_or_else(|| format!("altered: found no `{name}` in the package"))?;
        match self {
            Self::File { behind, .. } => {
                if let Some(file) = files.get_mut(at) {
                    change(file, behind)?;
                }
            }
            Self::Nothing | Self::Message | Self::Package | Self::Envelope | Self::LeftOut(_) => {
                files.remove(at);
            }
        }
        pack(&files).ok_or_else(|| "altered: a name is too long for an archive".to_owned())
    }

    /// The sealed package as its fingerprint is taken.
    pub(super) fn sealed(&self, mut sealed: Vec<u8>) -> Vec<u8> {
        if *self == Self::Envelope {
            turn_last(&mut sealed);
        }
        sealed
    }

    /// The sealed package as it is sent.
    pub(super) fn sent(&self, mut sealed: Vec<u8>) -> Vec<u8> {
        if *self == Self::Package {
            turn_last(&mut sealed);
        }
        sealed
    }
}

fn change(file: &mut ArchiveFile, behind: &str) -> Result<(), String> {
    if behind.is_empty() {
        turn_last(&mut file.bytes);
        return Ok(());
    }
    let text = behind.as_bytes();
    let mut places = file.bytes.windows(text.len());
    let at = places.position(|window| window == text);
    let at = at.ok_or_else(|| format!("altered: found no `{behind}` in `{}`", file.name))?;
    turn(&mut file.bytes, at.saturating_add(text.len()));
    Ok(())
}

/// Another byte in its place, a letter for a letter so that what is text stays text.
fn turn(bytes: &mut [u8], at: usize) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= if *byte == b'A' { 3 } else { 1 };
        if !byte.is_ascii_alphanumeric() && byte.is_ascii() {
            *byte = b'A';
        }
    }
}

fn turn_last(bytes: &mut [u8]) {
    if let Some(byte) = bytes.last_mut() {
        *byte ^= 1;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_story_changes_one_place_and_says_what_it_cannot() {
        let file = |name: &str, text: &str| ArchiveFile {
            name: name.to_owned(),
            stored: false,
            bytes: text.as_bytes().to_vec(),
        };
        let packed = pack(&[file("a", "<x>Brev</x>"), file("b", "b")]).unwrap();
        let changed = |given: &Value| Altered::of(given)?.archive(packed.clone());
        let files = |given: &Value| unpack(&changed(given).unwrap(), LIMITS).unwrap();
        let behind = json!({ "altered": { "file": "a", "behind": "<x>" } });
        assert_eq!(files(&behind)[0].bytes, b"<x>Crev</x>");
        assert_eq!(files(&json!({ "left_out": "a" })).len(), 1);
        assert_eq!(changed(&json!({})).unwrap(), packed);
        for (wrong, why) in [
            (json!({ "altered": "x" }), "expected `message`"),
            (json!({ "altered": { "file": "c" } }), "found no `c`"),
            (
                json!({ "altered": { "file": "a", "behind": "y" } }),
                "found no `y`",
            ),
        ] {
            assert!(changed(&wrong).unwrap_err().contains(why), "{wrong}");
        }
        let signed = Altered::Message.message("a.b.Cd".to_owned());
        assert_eq!(signed, "a.b.Bd");
        let (sent, sealed) = (Altered::Package, Altered::Envelope);
        assert_eq!(sent.sent(vec![2]), [3]);
        assert_eq!(sent.sealed(vec![2]), [2]);
        assert_eq!(sealed.sealed(vec![2]), [3]);
        assert_eq!(sealed.sent(vec![2]), [2]);
    }
}
