//! File bytes, kept once however often they come, and never more than a bound.

use std::fmt::{self, Write};

use bytes::Bytes;
use imbl::{OrdMap, Vector};
use sha2::{Digest, Sha256};

/// The name of some bytes: their SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlobKey([u8; 32]);

impl BlobKey {
    /// The key of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash itself.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the form in which keys are shown: 64 digits and lower-case letters up to `f`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let digits: Vec<u8> = text.bytes().map(digit).collect::<Option<_>>()?;
        let bytes: Vec<u8> = digits
            .chunks_exact(2)
            .filter_map(|pair| match pair {
                [high, low] => Some(high * 16 + low),
                _ => None,
            })
            .collect();
        let whole = bytes.len() * 2 == digits.len();
        bytes.try_into().ok().filter(|_| whole).map(Self)
    }
}

impl fmt::Display for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('#')?;
        fmt::Display::fmt(self, f)
    }
}

/// Bytes with their name, made before the lock of a sandbox is taken: under it nothing is hashed
/// and nothing copied.
#[derive(Clone, PartialEq, Eq)]
pub struct Blob {
    key: BlobKey,
    bytes: Bytes,
}

impl Blob {
    /// Names some bytes, which are shared and not copied.
    #[must_use]
    pub fn of(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let key = BlobKey::of(&bytes);
        Self { key, bytes }
    }

    /// The name.
    #[must_use]
    pub fn key(&self) -> BlobKey {
        self.key
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {} bytes", self.key, self.bytes.len())
    }
}

/// The blob store of a sandbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blobs {
    kept: OrdMap<BlobKey, Bytes>,
    oldest_first: Vector<BlobKey>,
    bytes: u64,
    dropped: u64,
}

impl Blobs {
    /// A store that keeps these, oldest first, and has dropped so many others.
    #[must_use]
    pub fn holding(oldest_first: impl IntoIterator<Item = Blob>, dropped: u64) -> Self {
        let mut blobs = Self::default();
        for blob in oldest_first {
            blobs.keep(blob, u64::MAX);
        }
        blobs.dropped = dropped;
        blobs
    }

    /// Keeps a blob and drops the oldest ones while more than `bytes_max` are kept. What was put
    /// last always stays.
    pub fn keep(&mut self, blob: Blob, bytes_max: u64) -> BlobKey {
        let Blob { key, bytes } = blob;
        if !self.kept.contains_key(&key) {
            self.bytes = self.bytes.saturating_add(length(&bytes));
            self.kept.insert(key, bytes);
            self.oldest_first.push_back(key);
        }
        while self.bytes > bytes_max && self.oldest_first.len() > 1 {
            if let Some(gone) = self
                .oldest_first
                .pop_front()
                .and_then(|k| self.kept.remove(&k))
            {
                self.bytes = self.bytes.saturating_sub(length(&gone));
                self.dropped += 1;
            }
        }
        key
    }

    /// The bytes behind a key, unless they were dropped.
    #[must_use]
    pub fn get(&self, key: BlobKey) -> Option<&Bytes> {
        self.kept.get(&key)
    }

    /// Every kept blob, in order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (BlobKey, &Bytes)> {
        self.kept.iter().map(|(key, bytes)| (*key, bytes))
    }

    /// The keys of the kept blobs, in the order in which they will be dropped for room.
    pub fn oldest_first(&self) -> impl Iterator<Item = BlobKey> {
        self.oldest_first.iter().copied()
    }

    /// How many blobs were dropped for room.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_file_is_kept_once() {
        let mut blobs = Blobs::default();
        let first = blobs.keep(Blob::of(&b"invoice"[..]), 100);
        assert_eq!(first, blobs.keep(Blob::of(&b"invoice"[..]), 100));
        assert_eq!(blobs.iter().count(), 1);
    }

    #[test]
    fn a_file_made_ready_is_kept_as_it_is_and_never_copied() {
        let mut blobs = Blobs::default();
        let sent = Bytes::from(b"invoice".to_vec());
        let blob = Blob::of(sent.clone());
        let key = blobs.keep(blob.clone(), 100);
        assert_eq!((key, key), (blob.key(), BlobKey::of(b"invoice")));
        let kept = blobs.get(key).map(|kept| kept.as_ptr());
        assert_eq!(kept, Some(sent.as_ptr()));
    }

    #[test]
    fn beyond_the_bound_the_oldest_goes_and_the_store_says_so() {
        let mut blobs = Blobs::default();
        let old = blobs.keep(Blob::of(vec![1; 60]), 100);
        let new = blobs.keep(Blob::of(vec![2; 60]), 100);
        assert!(blobs.get(old).is_none() && blobs.get(new).is_some());
        assert_eq!(blobs.dropped(), 1);
        let huge = blobs.keep(Blob::of(vec![3; 500]), 100);
        assert!(blobs.get(huge).is_some(), "what was put last stays");
    }
}
