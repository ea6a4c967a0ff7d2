//! Signed requests to Digipost beside a bare handler that signs once and returns as many bytes.
//!
//! Both sides get the very same bytes, which were signed before the clock started. An answer of
//! ours costs a signature that is made and one that is verified; only the first is in the baseline.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request};

use crate::load::{Talk, drive, drive_through};
use crate::ours::{Ours, on_the_wire};
use crate::{BUSY, Bench, Pairs};
use sandkasse::domain::digipost::AccountId;
use sandkasse::domain::slug::Slug;
use sandkasse::sandbox::wall_now;
use sandkasse::services::digipost::{Dialect, client};

/// The sandbox of every round; its name is in the path, which is signed.
const SANDBOX: &str = "digipost-bench";
/// Messages that each connection sends in a round.
const MESSAGES: usize = 200;
/// Bytes of the PDF in each message.
const PDF: usize = 40_000;
/// Who it goes to: the documented test consumer with everything.
const HALGEIR: &str = "09091816528";
/// The ratio that is one and a half times the bare handler's time.
const BUDGET: f64 = 1.0 / 1.5;

/// What ours answers, which the bare handler gives as well.
#[derive(Clone)]
pub(crate) struct Answers {
    /// To a message.
    pub(crate) receipt: Bytes,
    /// To an identification.
    pub(crate) identified: Bytes,
}

/// Asks once what is asked in the measured time.
pub(crate) fn answers(ours: &Ours) -> Answers {
    let broker = open(ours);
    let (message, identification) = (message(broker, 0), identification(broker));
    let asked = [message.body().len(), identification.body().len()];
    let answers = Answers {
        receipt: ours.answer(message),
        identified: ours.answer(identification),
    };
    close(ours);
    println!(
        "Digipost: a message of {} bytes answers {}, an identification of {} bytes {}",
        asked[0],
        answers.receipt.len(),
        asked[1],
        answers.identified.len()
    );
    answers
}

impl Bench {
    /// Sends invoices: a body in parts comes in, a signed receipt goes out.
    pub(crate) fn digipost_messages(&self) -> bool {
        let mut pairs = Pairs::default();
        let mut requests: Vec<Vec<Vec<u8>>> = Vec::new();
        for round in 0..=self.plan.rounds {
            let broker = open(&self.ours);
            // A signature is good for five minutes, and the names in it for one sandbox.
            if requests.is_empty() {
                requests = (0..BUSY).map(|n| signed(broker, n)).collect();
            }
            let bare = drive_through(self.bare, &requests);
            let ours = drive_through(self.ours.address, &requests);
            close(&self.ours);
            // The first round warms up.
            if round > 0 {
                pairs.take(bare, ours);
            }
        }
        pairs.print("Digipost, signed invoice", Some(BUDGET))
    }

    /// Asks who somebody is.
    pub(crate) fn digipost_identification(&self) -> bool {
        let broker = open(&self.ours);
        let talk = Talk {
            requests: vec![on_the_wire(&identification(broker), None); BUSY],
            ..Talk::default()
        };
        let mut pairs = Pairs::default();
        for round in 0..=self.plan.rounds {
            let bare = drive(self.bare, &talk, self.plan.time);
            let ours = drive(self.ours.address, &talk, self.plan.time);
            if round > 0 {
                pairs.take(bare, ours);
            }
        }
        close(&self.ours);
        pairs.print("Digipost, identification", Some(BUDGET))
    }
}

/// A new sandbox that takes signed requests alone, and the account of its broker.
fn open(ours: &Ours) -> AccountId {
    let enforce = ("digipost.signatures".to_owned(), "enforce".to_owned());
    let sandbox = ours.sandbox(SANDBOX, vec![enforce]);
    let room = sandbox.lock();
    let cast = &room.world.cast;
    let slug = Slug::parse("fjord-energi").expect("a slug");
    let company = cast.company(&slug).expect("the default sender");
    cast.digipost_account(company).expect("it has an account")
}

fn close(ours: &Ours) {
    let name = Slug::parse(SANDBOX).expect("a slug");
    ours.house.sandboxes.drop_sandbox(&name);
}

/// The messages of one connection, as bytes on a socket.
fn signed(broker: AccountId, connection: usize) -> Vec<Vec<u8>> {
    let numbers = (0..MESSAGES).map(|n| connection * MESSAGES + n);
    numbers
        .map(|n| on_the_wire(&message(broker, n), None))
        .collect()
}

/// An invoice with a document of its own.
fn message(broker: AccountId, number: usize) -> Request<Bytes> {
    let uuid = format!("00000000-0000-4000-8000-{number:012x}");
    let xml = client::write(Dialect::V7, "message", &[], |writer| {
        writer.open("recipient", &[]);
        writer.leaf("personal-identification-number", HALGEIR);
        writer.close();
        writer.open("primary-document", &[("xsi:type", "invoice")]);
        writer.leaf("uuid", &uuid);
        writer.leaf("subject", "Faktura for mars");
        writer.leaf("file-type", "pdf");
        writer.leaf("authentication-level", "PASSWORD");
        writer.leaf("sensitivity-level", "NORMAL");
        writer.leaf("kid", "000002123453");
        writer.leaf("amount", "1005.50");
        writer.leaf("account", "86011117947");
        writer.leaf("due-date", "2026-04-01");
        writer.close();
    });
    let mut content = format!("%PDF-1.4\n% {uuid}\n").into_bytes();
    // Bytes that repeat after a prime number of them, as those of no boundary do.
    content.extend((0_u8..251).cycle().take(PDF));
    let part = client::Part {
        name: uuid,
        content,
    };
    let (media_type, body) = client::in_parts(Dialect::V7, "message", &xml, &[part]);
    proved(broker, "/messages", &media_type, body)
}

fn identification(broker: AccountId) -> Request<Bytes> {
    let xml = client::write(Dialect::V7, "identification", &[], |writer| {
        writer.leaf("personal-identification-number", HALGEIR);
    });
    proved(broker, "/identification", Dialect::V7.media_type(), xml)
}

fn proved(broker: AccountId, path: &str, media_type: &str, body: Vec<u8>) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from(body));
    *request.method_mut() = Method::POST;
    let path = format!("/s/{SANDBOX}/digipost{path}");
    *request.uri_mut() = path.parse().expect("a path");
    let media_type = media_type.parse().expect("a header's value");
    request.headers_mut().insert(CONTENT_TYPE, media_type);
    client::name_broker(&mut request, broker);
    client::sign(&mut request, &[], wall_now());
    request
}
