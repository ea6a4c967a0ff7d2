//! Seeded ids: the same seed gives the same ids for ever, and one stream never moves another.

use std::collections::BTreeMap;
use std::time::Duration;

use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, LogNormal};
use uuid::{Builder, Uuid};

use crate::domain::words::words;

words! {
    /// What an id is for. Each kind counts on its own, so that a new call in one place moves no id
    /// in another.
    pub enum Stream {
        /// Invoices at the reference router.
        Invoice "invoice",
        /// Files of an invoice.
        File "file",
        /// Access tokens.
        Token "token",
        /// Shipments that the router sends to MPS.
        Shipment "shipment",
        /// Transactions in those shipments.
        Transaction "transaction",
        /// Message identifiers of SOAP requests that the router sends.
        Message "message",
        /// Invoices presented to a consumer.
        Presented "presented",
        /// Mails and prints that left the house.
        Letter "letter",
        /// National identity numbers of people made without one.
        NationalId "national-id",
        /// Organisation numbers of companies made without one.
        OrgNumber "org-number",
        /// Bank accounts of people and companies made without one.
        Account "account",
        /// eFaktura identifiers of people made without one.
        EfakturaIdentifier "efaktura-id",
        /// Tails of the names of mailboxes at Digipost made without one.
        DigipostAddress "digipost-tail",
        /// Documents at Digipost that their sender gave no id.
        DigipostDocument "digipost-doc",
        /// Links to the content of documents at Digipost.
        ContentLink "content-link",
        /// Access tokens of Vipps.
        VippsToken "vipps-token",
        /// Ids that problems of Vipps carry.
        VippsCorrelation "vipps-problem",
        /// Access tokens of Maskinporten.
        MaskinportenToken "maskinporten-tok",
        /// Ids by which refusals of Maskinporten can be looked up.
        MaskinportenTrace "maskinporten-err",
        /// Receipts of digital post.
        DpiReceipt "dpi-receipt",
        /// Conversations of digital post that nobody knows.
        DpiConversation "dpi-talk",
        /// Whether a rule of a scenario speaks.
        Chance "chance",
        /// How long a delay of a scenario is.
        Delay "delay",
        /// What a garbled answer becomes.
        Garble "garble",
    }
}

/// The longest drawn delay.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The one source of ids in a sandbox.
///
/// It keeps no generator: the n-th id of a stream is a function of seed, stream and n, so a
/// snapshot needs the counters only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mint {
    seed: u64,
    drawn: BTreeMap<Stream, u64>,
}

impl Mint {
    /// A fresh mint.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: BTreeMap::new(),
        }
    }

    /// A mint that has given so many values of each stream.
    #[must_use]
    pub fn continued(seed: u64, drawn: impl IntoIterator<Item = (Stream, u64)>) -> Self {
        let drawn = drawn.into_iter().collect();
        Self { seed, drawn }
    }

    /// The seed it was made from.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How many values each used stream has given.
    pub fn drawn(&self) -> impl Iterator<Item = (Stream, u64)> + '_ {
        self.drawn.iter().map(|(stream, count)| (*stream, *count))
    }

    /// The next id of a stream, in the form of a random UUID (version 4).
    pub fn uuid(&mut self, stream: Stream) -> Uuid {
        let mut bytes = [0; 16];
        self.next(stream).fill_bytes(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid()
    }

    /// The next number of a stream, from 0 up to and without `below`; 0 when `below` is 0.
    pub fn number(&mut self, stream: Stream, below: u64) -> u64 {
        // The bias of the remainder is far below anything a test could see.
        self.next(stream).next_u64().checked_rem(below).unwrap_or(0)
    }

    /// Whether something of this probability happens.
    pub fn chance(&mut self, stream: Stream, probability: f64) -> bool {
        self.next(stream).random_bool(probability.clamp(0.0, 1.0))
    }

    /// A length of time between two, evenly.
    pub fn between(&mut self, stream: Stream, from: Duration, to: Duration) -> Duration {
        if from >= to {
            return from;
        }
        self.next(stream).random_range(from..=to)
    }

    /// A length of time around a median, log-normally, and a day at most.
    pub fn around(&mut self, stream: Stream, median: Duration, sigma: f64) -> Duration {
        let mut source = self.next(stream);
        LogNormal::new(0.0, sigma).map_or(median, |factor| {
            let seconds = median.as_secs_f64() * factor.sample(&mut source);
            Duration::try_from_secs_f64(seconds).map_or(A_DAY, |drawn| drawn.min(A_DAY))
        })
    }

    fn next(&mut self, stream: Stream) -> ChaCha8Rng {
        let count = self.drawn.entry(stream).or_insert(0);
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.seed.to_le_bytes());
        seed[8..16].copy_from_slice(&count.to_le_bytes());
        let name = stream.as_str().as_bytes();
        let length = name.len().min(16);
        seed[16..16 + length].copy_from_slice(&name[..length]);
        *count += 1;
        ChaCha8Rng::from_seed(seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_another_seed_gives_others() {
        let draw = |seed| {
            let mut mint = Mint::new(seed);
            (
                mint.uuid(Stream::Invoice),
                mint.uuid(Stream::Invoice),
                mint.uuid(Stream::Token),
            )
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let (first, second, token) = draw(7);
        assert!(first != second && second != token);
    }

    #[test]
    fn a_draw_from_one_stream_moves_no_other() {
        let mut quiet = Mint::new(1);
        let mut busy = Mint::new(1);
        for _ in 0..5 {
            busy.uuid(Stream::Token);
        }
        assert_eq!(quiet.uuid(Stream::Invoice), busy.uuid(Stream::Invoice));
    }

    #[test]
    fn the_algorithm_never_changes_under_an_upgrade() {
        let id = Mint::new(1).uuid(Stream::Invoice).to_string();
        assert_eq!(id, "90ed41d0-5546-4417-8da9-b7753bcac219");
    }

    #[test]
    fn every_stream_has_a_name_of_its_own_within_the_seed() {
        for (index, (_, name)) in Stream::WORDS.iter().enumerate() {
            assert!(name.len() <= 16);
            assert!(
                Stream::WORDS[..index]
                    .iter()
                    .all(|(_, other)| other != name)
            );
        }
    }
}
