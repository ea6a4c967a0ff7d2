//! What a caller gets: an answer, or one of the ways in which an answer fails to arrive.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use http::Response;

use crate::services::Heard;

/// The outcome of a request. On a socket the delay is waited and the breakage is real; on a leg
/// inside the house both are counted in sandbox time.
#[derive(Debug)]
pub struct Outcome {
    /// How long it takes to come.
    pub delay: Duration,
    /// What comes.
    pub shape: Shape,
}

/// What comes of a request.
#[derive(Debug)]
pub enum Shape {
    /// A whole answer.
    Answer(Response<Bytes>),
    /// An answer that comes bit by bit; no impersonated service gives one.
    Stream(Response<Stream>),
    /// The connection is reset before the request took effect.
    ResetBefore,
    /// The connection is reset in the middle of the answer; the request took effect.
    ResetMidway(Response<Bytes>),
    /// The connection is reset after the request took effect and before any answer.
    ResetAfter,
    /// The length of the whole answer is announced and less of it sent.
    Truncated(Response<Bytes>),
    /// No answer comes; the connection is held for the delay and then closed.
    TimedOut,
}

/// A body that comes bit by bit.
pub struct Stream(pub BoxStream<'static, Bytes>);

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream")
    }
}

impl From<Response<Bytes>> for Shape {
    fn from(response: Response<Bytes>) -> Self {
        Self::Answer(response)
    }
}

impl From<Response<Stream>> for Shape {
    fn from(response: Response<Stream>) -> Self {
        Self::Stream(response)
    }
}

impl From<Shape> for Outcome {
    /// The shape, at once.
    fn from(shape: Shape) -> Self {
        Self {
            delay: Duration::ZERO,
            shape,
        }
    }
}

impl Outcome {
    /// A whole answer at once.
    #[must_use]
    pub fn answer(response: Response<Bytes>) -> Self {
        Shape::Answer(response).into()
    }

    /// The same, later.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = self.delay.saturating_add(delay);
        self
    }

    /// Lets whoever seals answers have the whole one, of which more or less may arrive.
    pub fn with_answer(&mut self, seal: impl FnOnce(&mut Response<Bytes>)) {
        match &mut self.shape {
            Shape::Answer(response) | Shape::ResetMidway(response) | Shape::Truncated(response) => {
                seal(response)
            }
            Shape::Stream(_) | Shape::ResetBefore | Shape::ResetAfter | Shape::TimedOut => {}
        }
    }

    /// What a caller inside the house hears, and after how long.
    #[must_use]
    pub fn heard(self) -> (Heard, Duration) {
        let heard = match self.shape {
            Shape::Answer(response) => Heard::Answer {
                status: response.status().as_u16(),
                body: response.into_body(),
            },
            Shape::Stream(_) => Heard::Broken("an answer that has no end".into()),
            Shape::ResetBefore | Shape::ResetAfter => Heard::Broken("connection reset".into()),
            Shape::ResetMidway(_) => {
                Heard::Broken("connection reset in the middle of the answer".into())
            }
            Shape::Truncated(_) => Heard::Broken("answer shorter than its announced length".into()),
            Shape::TimedOut => Heard::TimedOut(self.delay),
        };
        (heard, self.delay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_hears_every_breakage_as_one_and_never_sleeps_for_a_delay() {
        let answer = || Response::new(Bytes::from_static(b"ok"));
        let second = Duration::from_secs(1);
        let table = [
            (Shape::ResetBefore, "connection reset"),
            (Shape::ResetAfter, "connection reset"),
            (
                Shape::ResetMidway(answer()),
                "connection reset in the middle of the answer",
            ),
            (
                Shape::Truncated(answer()),
                "answer shorter than its announced length",
            ),
        ];
        for (shape, words) in table {
            let (heard, delay) = Outcome {
                delay: second,
                shape,
            }
            .heard();
            assert_eq!((heard, delay), (Heard::Broken(words.into()), second));
        }
        let (heard, _) = Outcome {
            delay: second,
            shape: Shape::TimedOut,
        }
        .heard();
        assert_eq!(heard, Heard::TimedOut(second));
        let (heard, delay) = Outcome::answer(answer()).after(second).heard();
        let body = Bytes::from_static(b"ok");
        assert_eq!(
            (heard, delay),
            (Heard::Answer { status: 200, body }, second)
        );
    }
}
