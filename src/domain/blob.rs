//! File bytes, kept once however often they come, and never more than a bound.

use std::fmt::{self, Write};
use std::sync::Arc;

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

/// The blob store of a sandbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blobs {
    kept: OrdMap<BlobKey, Arc<[u8]>>,
    oldest_first: Vector<BlobKey>,
    bytes: u64,
    dropped: u64,
}

impl Blobs {
    /// Keeps bytes and drops the oldest ones while more than `bytes_max` are kept. What was put
    /// last always stays.
    pub fn keep(&mut self, bytes: &[u8], bytes_max: u64) -> BlobKey {
        let key = BlobKey::of(bytes);
        if !self.kept.contains_key(&key) {
            self.kept.insert(key, Arc::from(bytes));
            self.oldest_first.push_back(key);
            self.bytes = self.bytes.saturating_add(length(bytes));
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
    pub fn get(&self, key: BlobKey) -> Option<&Arc<[u8]>> {
        self.kept.get(&key)
    }

    /// Every kept blob, in order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (BlobKey, &Arc<[u8]>)> {
        self.kept.iter().map(|(key, bytes)| (*key, bytes))
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
        let first = blobs.keep(b"invoice", 100);
        assert_eq!(first, blobs.keep(b"invoice", 100));
        assert_eq!(blobs.iter().count(), 1);
    }

    #[test]
    fn beyond_the_bound_the_oldest_goes_and_the_store_says_so() {
        let mut blobs = Blobs::default();
        let old = blobs.keep(&[1; 60], 100);
        let new = blobs.keep(&[2; 60], 100);
        assert!(blobs.get(old).is_none() && blobs.get(new).is_some());
        assert_eq!(blobs.dropped(), 1);
        let huge = blobs.keep(&[3; 500], 100);
        assert!(blobs.get(huge).is_some(), "what was put last stays");
    }
}
