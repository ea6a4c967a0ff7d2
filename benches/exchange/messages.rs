//! Single SOAP messages, small and as large as they may be, beside two bare handlers.

use bytes::Bytes;
use http::Request;

use crate::bare::Envelope;
use crate::load::{Talk, drive};
use crate::ours::{self, Ours, on_the_wire, stamps};
use crate::{BUSY, Bench, Pairs, inside};

/// A message that is measured.
pub(crate) struct Message {
    what: &'static str,
    request: Request<Bytes>,
    /// It is stored, so each round has a sandbox of its own and each request ids of its own.
    stored: bool,
}

/// Every message that is measured.
pub(crate) fn all() -> Vec<Message> {
    let look_up = |what, keys| Message {
        what,
        request: ours::lookups(keys),
        stored: false,
    };
    vec![
        look_up("1 key", 1),
        look_up("1000 keys", 1000),
        Message {
            what: "1000 transactions",
            request: ours::add_shipment(&inside::shipment(0, 1000)),
            stored: true,
        },
    ]
}

impl Message {
    /// The answer to it, which the bare handlers give as well.
    pub(crate) fn answer(&self, ours: &Ours) -> Envelope {
        let answer = ours.answer(self.request.clone());
        println!(
            "{}: {} bytes asked, {} answered",
            self.what,
            self.request.body().len(),
            answer.len()
        );
        Envelope::of(answer)
    }

    fn talk(&self, path: &str) -> Talk {
        let request = on_the_wire(&self.request, Some(path));
        let stamps = if self.stored {
            stamps(&request)
        } else {
            vec![]
        };
        Talk {
            requests: vec![request; BUSY],
            stamps,
            ..Talk::default()
        }
    }
}

impl Bench {
    /// Measures a message: beside a handler that takes the body in and returns the same bytes, and
    /// beside one that walks the request and writes the answer.
    pub(crate) fn message(&self, n: usize, message: &Message) {
        let (mut same, mut walked) = (Pairs::default(), Pairs::default());
        for round in 0..=self.plan.rounds {
            let name = format!("message-{n}-{round}");
            let sandbox = self.ours.sandbox(&name, Vec::new());
            let path = message.request.uri().path();
            let ours = message.talk(&format!("/s/{name}{path}"));
            let bare = |path| {
                let talk = message.talk(&format!("{path}{n}"));
                drive(self.bare, &talk, self.plan.time)
            };
            let (returned, walk) = (bare("/same/"), bare("/walked/"));
            let ours = drive(self.ours.address, &ours, self.plan.time);
            self.ours.house.sandboxes.drop_sandbox(sandbox.name());
            // The first round warms up.
            if round > 0 {
                same.take(returned, ours.clone());
                walked.take(walk, ours);
            }
        }
        same.print(&format!("{}, same bytes", message.what), None);
        walked.print(&format!("{}, walked and written", message.what), None);
    }
}
