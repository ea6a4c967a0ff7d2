//! One request: what is asked, in order.

use std::convert::Infallible;

use jiff::{SignedDuration, Timestamp};
use uuid::{Builder, Uuid};

use super::access::{self, Parties};
use super::command::{Answer, Ask, Command, Given, KeysWish, Reply, SignedBy, TokenAsk, TokenWish};
use super::used::Used;
use super::{client, proof, times};
use crate::consumer::Turn;
use crate::crypto::sha256;
use crate::domain::maskinporten::{AccessToken, KeyNumber, KeyRing, TokenId};
use crate::domain::mint::Stream;
use crate::domain::settings::WireTime;
use crate::domain::slug::Slug;
use crate::services::maskinporten::faults::{Fault, Marks};

/// How long a token lives that a scenario wants to be short.
const SHORT_LIFE: SignedDuration = SignedDuration::from_secs(2);

/// How wrong a scenario makes the clock of the server.
const BEHIND: SignedDuration = SignedDuration::from_mins(-1);
const AHEAD: SignedDuration = SignedDuration::from_mins(3);

/// The state of Maskinporten in one sandbox: which grants were used. Who a client is and what it
/// may do stands in the cast.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    pub(in crate::services::maskinporten) used: Used,
}

impl Model {
    /// Answers a request.
    pub(in crate::services::maskinporten) fn apply(
        &mut self,
        command: Command,
        turn: &mut Turn<'_, Infallible>,
    ) -> Result<Reply, Fault> {
        let Command {
            ask,
            address,
            armed,
        } = command;
        let issuer = turn.settings.maskinporten.issuer.clone();
        let issuer = issuer.unwrap_or(address);
        let answered = match (armed, ask) {
            (Some(fault), _) | (None, Err(fault)) => Err(*fault),
            (None, Ok(ask)) => self.answer(ask, &issuer, turn),
        };
        match answered {
            Ok(answer) => Ok(Reply { issuer, answer }),
            Err(mut fault) => {
                let trace = turn.mint.uuid(Stream::MaskinportenTrace);
                let trace = trace.simple().to_string();
                fault.marks = Some(Marks { trace, issuer });
                Err(fault)
            }
        }
    }

    fn answer(
        &mut self,
        ask: Ask,
        issuer: &str,
        turn: &mut Turn<'_, Infallible>,
    ) -> Result<Answer, Fault> {
        match ask {
            Ask::Metadata => Ok(Answer::Metadata),
            Ask::Keys(wish) => Ok(Answer::Keys(shown(&turn.settings.maskinporten.keys, wish))),
            Ask::Token(ask) => {
                let given = self.given(&ask, issuer, turn)?;
                Ok(Answer::Token(Box::new(given)))
            }
        }
    }

    /// Gives a token for a grant, after everything was judged.
    fn given(
        &mut self,
        ask: &TokenAsk,
        issuer: &str,
        turn: &mut Turn<'_, Infallible>,
    ) -> Result<Given, Fault> {
        let TokenAsk {
            grant,
            arrived,
            wish,
        } = ask;
        access::judge_claims(grant, turn.settings.profile)?;
        let client = client::known(grant, turn.cast)?;
        let now = seen_now(*arrived, *wish, turn);
        let authentication = proof::judge(grant, &client, now, turn.now)?;
        times::judge_audience(grant, issuer)?;
        times::judge(grant, now)?;
        let mark = Used::mark_of(&client.id, grant)?;
        self.used.judge(&mark)?;
        let asked = access::judge(grant, &client, turn)?;
        self.used.keep(mark);
        let Parties { consumer, supplier } = asked.parties;
        let settings = &turn.settings.maskinporten;
        let life = match wish {
            Some(TokenWish::ShortLife) => SHORT_LIFE,
            Some(
                TokenWish::KeyRotated
                | TokenWish::UnpublishedKey
                | TokenWish::ClockBehind
                | TokenWish::ClockAhead,
            )
            | None => client.facet.token_life.unwrap_or(settings.token_life),
        };
        let signed_by = signed_by(&settings.keys, *wish);
        let drawn = turn.mint.uuid(Stream::MaskinportenToken);
        Ok(Given {
            token: AccessToken {
                id: TokenId {
                    unique: of_sandbox(turn.cast.sandbox(), drawn),
                    issued: whole_second(turn.now),
                    life,
                },
                issuer: issuer.to_owned(),
                client_id: client.id,
                authentication,
                consumer,
                supplier,
                scopes: asked.scopes,
                audience: asked.audience,
                pid: asked.pid,
            },
            signed_by,
        })
    }
}

/// The instant that grants are compared with.
fn seen_now(arrived: Timestamp, wish: Option<TokenWish>, turn: &Turn<'_, Infallible>) -> Timestamp {
    let now = match turn.settings.wire_time {
        WireTime::Real => arrived,
        WireTime::Sandbox => turn.now,
    };
    let wrong = match wish {
        Some(TokenWish::ClockBehind) => BEHIND,
        Some(TokenWish::ClockAhead) => AHEAD,
        Some(TokenWish::ShortLife | TokenWish::KeyRotated | TokenWish::UnpublishedKey) | None => {
            SignedDuration::ZERO
        }
    };
    now.checked_add(wrong).unwrap_or(now)
}

fn signed_by(ring: &KeyRing, wish: Option<TokenWish>) -> SignedBy {
    match wish {
        Some(TokenWish::UnpublishedKey) => SignedBy::Unpublished,
        Some(TokenWish::KeyRotated) => SignedBy::Key(match ring.signs {
            KeyNumber::First => KeyNumber::Second,
            KeyNumber::Second => KeyNumber::First,
        }),
        Some(TokenWish::ShortLife | TokenWish::ClockBehind | TokenWish::ClockAhead) | None => {
            SignedBy::Key(ring.signs)
        }
    }
}

/// The keys that are shown.
fn shown(ring: &KeyRing, wish: Option<KeysWish>) -> Vec<KeyNumber> {
    let published = ring.published.iter().copied();
    match wish {
        None => published.collect(),
        Some(KeysWish::Single) => vec![ring.signs],
        Some(KeysWish::Stale) => published.filter(|key| *key != ring.signs).collect(),
    }
}

/// An id that differs between sandboxes of the same seed: a token of one is none of another.
fn of_sandbox(sandbox: &Slug, drawn: Uuid) -> Uuid {
    let hash = sha256(format!("sandkasse/{sandbox}/maskinporten/token/{drawn}").as_bytes());
    let (first, _) = hash.split_first_chunk().unwrap_or((&[0; 16], &[]));
    Builder::from_random_bytes(*first).into_uuid()
}

/// The second that an instant lies in, as the id of a token holds it.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
