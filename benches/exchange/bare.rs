//! The other side of every ratio: actix-web with handlers that do the same work on the wire and
//! nothing of the trade.

use std::convert::Infallible;
use std::hint::black_box;
use std::net::{SocketAddr, TcpListener};
use std::thread;

use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::web::{self, Bytes, Data, PayloadConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpResponseBuilder, HttpServer};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;
use multer::Multipart;
use quick_xml::events::Event;
use quick_xml::{Reader, Writer};

use crate::{digipost, krr, vipps};
use sandkasse::crypto::Signer;

/// What the handlers need to know beforehand.
#[derive(Clone)]
pub(crate) struct Work {
    /// Answer to a look-up.
    pub(crate) lookup: Bytes,
    /// Answer to an invoice.
    pub(crate) created: Bytes,
    /// The envelopes of one walk.
    pub(crate) envelopes: Vec<Envelope>,
    /// Answers to other messages, which stand at their number.
    pub(crate) answers: Vec<Envelope>,
    /// Answers of Digipost.
    pub(crate) digipost: digipost::Answers,
    /// Answers of Vipps.
    pub(crate) vipps: vipps::Answers,
    /// What the contact register is answered with.
    pub(crate) krr: krr::Answers,
}

/// An envelope of the walk, as bytes to be read and as events to be written.
#[derive(Clone)]
pub(crate) struct Envelope {
    bytes: Bytes,
    events: Vec<Event<'static>>,
}

impl Envelope {
    /// Reads an envelope.
    pub(crate) fn of(bytes: Bytes) -> Self {
        let mut reader = Reader::from_reader(&bytes[..]);
        let mut events = Vec::new();
        loop {
            match reader.read_event().expect("our envelopes are XML") {
                Event::Eof => break,
                event => events.push(event.into_owned()),
            }
        }
        Self { bytes, events }
    }

    /// Writes it anew.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new());
        for event in &self.events {
            writer.write_event(event.borrow()).expect("memory takes it");
        }
        writer.into_inner()
    }

    /// Reads it.
    pub(crate) fn read(&self) -> usize {
        walk(&self.bytes)
    }
}

/// Serves in a thread of its own, with the runtime and the number of workers that ours has.
pub(crate) fn serve(work: Work) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let server = HttpServer::new(move || {
            App::new()
                .app_data(Data::new(work.clone()))
                .app_data(PayloadConfig::new(8 << 20))
                .route("/lookup", web::post().to(lookup))
                .route("/invoices", web::post().to(invoice))
                .route("/same/{n}", web::post().to(same))
                .route("/walked/{n}", web::post().to(walked))
                .route("/vipps/token", web::post().to(token))
                .route("/vipps/send", web::put().to(sent))
                .route("/vipps/invoice", web::get().to(shown))
                .route("/krr/one", web::post().to(one))
                .route("/krr/many", web::post().to(many))
                .route("/s/{sandbox}/digipost/messages", web::post().to(send))
                .route(
                    "/s/{sandbox}/digipost/identification",
                    web::post().to(identify),
                )
        });
        let server = server.workers(2).listen(listener).expect("it listens");
        runtime.block_on(server.run()).expect("it serves");
    });
    address
}

/// Takes the body in, because actix-web closes the connection over one that is left unread.
async fn lookup(_: Bytes, work: Data<Work>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/xml; charset=utf-8")
        .body(work.lookup.clone())
}

/// Takes the body in and returns the bytes of our answer.
async fn same(_: Bytes, n: web::Path<usize>, work: Data<Work>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/xml; charset=utf-8")
        .body(work.answers[*n].bytes.clone())
}

/// Walks the request and writes our answer anew, out of events prepared beforehand.
async fn walked(body: Bytes, n: web::Path<usize>, work: Data<Work>) -> HttpResponse {
    black_box(walk(&body));
    HttpResponse::Ok()
        .content_type("text/xml; charset=utf-8")
        .body(work.answers[*n].write())
}

async fn invoice(request: HttpRequest, body: Bytes, work: Data<Work>) -> HttpResponse {
    let file = file(request.headers(), body).await;
    black_box(walk(&file));
    for envelope in &work.envelopes {
        black_box(envelope.write());
        black_box(envelope.read());
    }
    HttpResponse::Created()
        .content_type("application/json")
        .body(work.created.clone())
}

async fn token(_: Bytes, work: Data<Work>) -> HttpResponse {
    json(&work.vipps.token)
}

async fn sent(_: Bytes) -> HttpResponse {
    HttpResponse::Ok().finish()
}

async fn shown(work: Data<Work>) -> HttpResponse {
    json(&work.vipps.invoice)
}

async fn one(_: Bytes, work: Data<Work>) -> HttpResponse {
    json(&work.krr.one)
}

async fn many(_: Bytes, work: Data<Work>) -> HttpResponse {
    json(&work.krr.many)
}

fn json(body: &Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json; charset=UTF-8")
        .body(body.clone())
}

async fn send(_: Bytes, work: Data<Work>) -> HttpResponse {
    signed(HttpResponse::Created(), &work.digipost.receipt)
}

async fn identify(_: Bytes, work: Data<Work>) -> HttpResponse {
    signed(HttpResponse::Ok(), &work.digipost.identified)
}

/// Makes one signature, over a text as long as ours, and hashes nothing.
fn signed(mut response: HttpResponseBuilder, body: &Bytes) -> HttpResponse {
    const HASH: &str = "5lL8brD3RnJVnkVEnAga+UglxiN10dz1H5sBNTAOXqU=";
    const DATE: &str = "Tue, 04 Mar 2025 09:15:08 GMT";
    let text = format!(
        "201\n/s/digipost-bench/digipost/messages\ndate: {DATE}\nx-content-sha256: {HASH}\n"
    );
    let signature = sandkasse::crypto::sign(Signer::Sandbox, text.as_bytes());
    response
        .content_type("application/vnd.digipost-v7+xml")
        .insert_header(("date", DATE))
        .insert_header(("x-content-sha256", HASH))
        .insert_header(("x-digipost-signature", STANDARD.encode(signature)))
        .body(body.clone())
}

async fn file(headers: &HeaderMap, body: Bytes) -> Bytes {
    let media_type = headers.get(CONTENT_TYPE).expect("the client names it");
    let media_type = media_type.to_str().expect("it is text");
    let boundary = multer::parse_boundary(media_type).expect("it has one");
    let mut form = Multipart::new(stream::iter([Ok::<_, Infallible>(body)]), boundary);
    let mut file = Bytes::new();
    while let Some(field) = form.next_field().await.expect("a good form") {
        let is_file = field.name() == Some("file");
        let bytes = field.bytes().await.expect("a good field");
        if is_file {
            file = bytes;
        }
    }
    file
}

/// Walks a document: every event, every text resolved.
pub(crate) fn walk(bytes: &[u8]) -> usize {
    let mut reader = Reader::from_reader(bytes);
    let mut seen = 0;
    loop {
        match reader.read_event().expect("a good document") {
            Event::Eof => return seen,
            Event::Text(text) => seen += text.decode().expect("UTF-8").len(),
            Event::Start(start) => seen += start.attributes().count(),
            event => seen += event.len(),
        }
    }
}
