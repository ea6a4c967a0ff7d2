//! Links to the content of documents: each works once, and for a short while only.

use std::fmt::Write;

use imbl::OrdMap;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha512};

use super::command::Event;
use crate::consumer::{MailNumber, Turn};
use crate::domain::blob::BlobKey;
use crate::domain::mint::Stream;

/// How long a link is remembered behind its end, so that a late reader hears why.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);
/// Most links that are remembered; the one that ended first is forgotten for another.
const MOST: usize = 10_000;

/// The secret part of a link: 128 hexadecimal digits (Digipost: API v7, inbox; Digipost: invoice
/// API specification).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::services::digipost) struct LinkToken(String);

impl LinkToken {
    /// Reads one.
    pub(in crate::services::digipost) fn parse(text: &str) -> Option<Self> {
        let good = text.len() == 128 && text.bytes().all(|it| it.is_ascii_hexdigit());
        good.then(|| Self(text.to_ascii_lowercase()))
    }

    /// The digits.
    pub(in crate::services::digipost) fn as_str(&self) -> &str {
        &self.0
    }

    /// The hash of document, a secret and a fresh UUID (Digipost: invoice API specification).
    fn fresh(document: MailNumber, turn: &mut Turn<'_, Event>) -> Self {
        let uuid = turn.mint.uuid(Stream::ContentLink);
        let hash = Sha512::digest(format!("{document}sandkasse{uuid}"));
        let mut text = String::with_capacity(128);
        for byte in hash {
            // Writing to a string never fails.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }
}

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::digipost) struct Linked {
    /// The document.
    pub(in crate::services::digipost) document: MailNumber,
    /// Its bytes.
    pub(in crate::services::digipost) content: BlobKey,
    /// Its file type, such as `pdf`.
    pub(in crate::services::digipost) file_type: String,
}

/// A link that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::digipost) struct Grant {
    /// What it leads to.
    pub(in crate::services::digipost) to: Linked,
    /// How long it works.
    pub(in crate::services::digipost) until: Timestamp,
    /// Somebody used it.
    pub(in crate::services::digipost) used: bool,
}

/// The links that were handed out.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::services::digipost) struct Links {
    pub(in crate::services::digipost) grants: OrdMap<LinkToken, Grant>,
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::services::digipost) enum LinkError {
    /// Nobody handed it out, or it ended long ago.
    #[error("expected the token of a link that was handed out, found one that nobody knows")]
    Unknown,
    /// It is another document's.
    #[error("expected a token of this document, found another document's")]
    OtherDocument,
    /// It was used before.
    #[error("expected a link that nobody used yet: each works once; ask for another")]
    Used,
    /// It is too old.
    #[error("expected a link before {until}, when this one ended; ask for another")]
    Over {
        /// When it ended.
        until: Timestamp,
    },
}

impl Links {
    /// Hands a link out; how long it works is the setting `digipost.link_life`.
    pub(in crate::services::digipost) fn one_time_link(
        &mut self,
        to: Linked,
        turn: &mut Turn<'_, Event>,
    ) -> LinkToken {
        self.forget(turn.now);
        let token = LinkToken::fresh(to.document, turn);
        let life = turn.settings.digipost_link_life;
        let grant = Grant {
            to,
            until: turn.now.saturating_add(life).unwrap_or(turn.now),
            used: false,
        };
        self.grants.insert(token.clone(), grant);
        token
    }

    /// Follows a link, which does not work again.
    ///
    /// # Errors
    /// [`LinkError`] where it leads nowhere; nothing changes then.
    pub(in crate::services::digipost) fn follow(
        &mut self,
        document: MailNumber,
        token: &str,
        now: Timestamp,
    ) -> Result<Linked, LinkError> {
        let token = LinkToken::parse(token).ok_or(LinkError::Unknown)?;
        let grant = self.grants.get_mut(&token).ok_or(LinkError::Unknown)?;
        if grant.to.document != document {
            return Err(LinkError::OtherDocument);
        }
        if grant.used {
            return Err(LinkError::Used);
        }
        let until = grant.until;
        if until < now {
            return Err(LinkError::Over { until });
        }
        grant.used = true;
        Ok(grant.to.clone())
    }

    fn forget(&mut self, now: Timestamp) {
        let end = now.saturating_sub(REMEMBERED).unwrap_or(now);
        let over = self.grants.iter().filter(|(_, grant)| grant.until < end);
        let over: Vec<LinkToken> = over.map(|(token, _)| token.clone()).collect();
        for token in over {
            self.grants.remove(&token);
        }
        if self.grants.len() >= MOST {
            let first = self.grants.iter().min_by_key(|(_, grant)| grant.until);
            if let Some(first) = first.map(|(token, _)| token.clone()) {
                self.grants.remove(&first);
            }
        }
    }
}
