//! Our server, in threads of its own, and what a client needs to talk to it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Method, Request};
use tokio::runtime::{Builder, Handle};

use sandkasse::domain::lookup::LookupKey;
use sandkasse::domain::slug::Slug;
use sandkasse::http::{House, Shape, answer};
use sandkasse::sandbox::{Mode, Recipe, Record, Sandbox, Via};
use sandkasse::services::mps::{ACTIONS, Shipment, client};
use sandkasse::settings::{CastSource, ClockMode, Serve};
use sandkasse::startup::Application;

const BOUNDARY: &str = "----sandkasse-bench-6f1d2c";

/// Our server and the way into its house.
pub(crate) struct Ours {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Its house.
    pub(crate) house: Arc<House>,
    /// Its runtime.
    pub(crate) runtime: Handle,
}

/// A sandbox whose walks end without moving the clock.
pub(crate) struct Post {
    /// The sandbox.
    pub(crate) sandbox: Arc<Sandbox>,
    token: String,
}

/// Starts it as `main.rs` does.
pub(crate) fn serve() -> Ours {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let handle = runtime.handle().clone();
    let serve = Serve {
        listen: ([127, 0, 0, 1], 0).into(),
        start: Some(start()),
        clock: Some(ClockMode::Frozen),
        seed: None,
        scenario: None,
        listener: Vec::new(),
        idle_drop: None,
        files_dir: None,
        log: "off".to_owned(),
        config: None,
        admin_token: None,
        given_settings: Vec::new(),
        file_settings: Vec::new(),
        cast: CastSource { scenarios: None },
    };
    let application = Application::build(&serve, handle.clone())
        .expect("it starts")
        .without_signals();
    let ours = Ours {
        address: application.address(),
        house: Arc::clone(application.house()),
        runtime: handle,
    };
    thread::spawn(move || {
        let served = runtime.block_on(application.run_until_stopped(|_| {}));
        served.expect("it serves");
    });
    ours
}

/// Where the clock of every sandbox stands.
pub(crate) fn start() -> jiff::Timestamp {
    "2026-03-02T09:00:00+01:00".parse().expect("an instant")
}

/// A look-up of one key, as a request.
pub(crate) fn lookup() -> Request<Bytes> {
    lookups(1)
}

/// A look-up of so many keys: the documented test consumers in turn.
pub(crate) fn lookups(count: usize) -> Request<Bytes> {
    let people = ["09091816528", "13121622259", "05111926664"];
    let keys: Vec<LookupKey> = people
        .into_iter()
        .cycle()
        .take(count)
        .map(|ssn| LookupKey {
            ssn: Some(ssn.to_owned()),
            issuer: Some("304520817".to_owned()),
            ..LookupKey::default()
        })
        .collect();
    let body = client::encode_get_efaktura_identifiers("bench-0001", &keys);
    client::request(ACTIONS.get_efaktura_identifiers, body)
}

/// A shipment as a request. Its ids begin with eight zeros, for stamps.
pub(crate) fn add_shipment(shipment: &Shipment) -> Request<Bytes> {
    let body = client::encode_add_shipment("bench-0001", shipment);
    client::request(ACTIONS.add_shipment, body)
}

/// Where the ids of a shipment begin in a request.
pub(crate) fn stamps(request: &[u8]) -> Vec<usize> {
    let id = b">00000000-0000-";
    let places = request.windows(id.len()).enumerate();
    places
        .filter(|(_, window)| window == id)
        .map(|(place, _)| place + 1)
        .collect()
}

/// A request as bytes on a socket, sent to another path if one is given.
pub(crate) fn on_the_wire(request: &Request<Bytes>, path: Option<&str>) -> Vec<u8> {
    let path = path.unwrap_or(request.uri().path());
    let mut text = format!(
        "{} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        request.method()
    );
    text.push_str("User-Agent: bench/1\r\n");
    for (name, value) in request.headers() {
        let value = value.to_str().expect("our headers are text");
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n", request.body().len()));
    [text.as_bytes(), request.body()].concat()
}

impl Ours {
    /// Answers a request in the process.
    pub(crate) fn answer(&self, request: Request<Bytes>) -> Bytes {
        let outcome = self.runtime.block_on(answer(&self.house, request, None));
        match outcome.shape {
            Shape::Answer(response) => {
                let status = response.status();
                let body = response.into_body();
                assert!(status.is_success(), "{status}: {body:?}");
                body
            }
            other => panic!("expected an answer, found {other:?}"),
        }
    }

    /// A new sandbox whose clock stands.
    pub(crate) fn sandbox(&self, name: &str, settings: Vec<(String, String)>) -> Arc<Sandbox> {
        let recipe = Recipe {
            name: Slug::parse(name).expect("a slug"),
            start: Some(start()),
            mode: Mode::Frozen,
            seed: 1,
            settings,
            cast: Arc::clone(&self.house.cast),
            scenario: None,
        };
        self.house.sandboxes.create(recipe).expect("a sandbox").0
    }

    /// A new sandbox with a token of its own.
    pub(crate) fn post(&self, name: &str) -> Post {
        let at_once = ("mps.validation_delay".to_owned(), "PT0S".to_owned());
        let sandbox = self.sandbox(name, vec![at_once]);
        let keys = {
            let room = sandbox.lock();
            let cast = &room.world.cast;
            let slug = Slug::parse("fjord-energi").expect("a slug");
            let company = cast.company(&slug).expect("the default sender");
            cast.keys(company).expect("it has an account")
        };
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}&vendor_api_key={}\
             &scope=invoice:send",
            keys.company_id, keys.user_api_key, keys.vendor_api_key
        );
        let mut request = Request::new(Bytes::from(form));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = path(name, "/oauth2/token");
        let media_type = "application/x-www-form-urlencoded";
        set(request.headers_mut(), CONTENT_TYPE, media_type);
        let said = self.answer(request);
        let said: serde_json::Value = serde_json::from_slice(&said).expect("JSON");
        let token = said["access_token"].as_str().expect("a token").to_owned();
        Post { sandbox, token }
    }
}

impl Post {
    /// One of the shipped sample invoices, with the fields that a client sends.
    pub(crate) fn invoice(&self) -> Request<Bytes> {
        let mut form = String::new();
        for (name, value) in [
            ("recipient_type", "consumer"),
            ("route_order[]", "netbank"),
            ("recipient_phone_number", "+4791816528"),
        ] {
            form.push_str(&format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n\
                 {value}\r\n"
            ));
        }
        form.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"invoice.xml\"\r\nContent-Type: application/xml\r\n\r\n{}\r\n\
             --{BOUNDARY}--\r\n",
            include_str!("../../scenarios/invoices/halgeir.xml")
        ));
        let mut request = self.request(Method::POST, "/v1/invoices", form);
        let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
        set(request.headers_mut(), CONTENT_TYPE, &media_type);
        request
    }

    /// A question that is answered when everything due has run; nobody has this invoice.
    pub(crate) fn wait(&self) -> Request<Bytes> {
        let path = "/v1/invoices/00000000-0000-4000-8000-000000000000";
        self.request(Method::GET, path, String::new())
    }

    /// Every envelope that the router sent and got, in order.
    pub(crate) fn envelopes(&self) -> Vec<Bytes> {
        let room = self.sandbox.lock();
        let mut found = Vec::new();
        for entry in room.world.journal.entries() {
            if let Record::Exchange(exchange) = &entry.record
                && matches!(exchange.via, Via::Router { .. })
            {
                found.push(exchange.request.kept.clone());
                found.push(exchange.answer.kept.clone());
            }
        }
        found
    }

    /// How many invoices were delivered by eFaktura.
    pub(crate) fn delivered(&self) -> usize {
        let room = self.sandbox.lock();
        let cases = room.world.cases.iter();
        cases
            .filter(|case| {
                let mut events = case.events.iter();
                events.any(|event| {
                    event.kind == "invoice.delivered" && event.text.ends_with("efaktura")
                })
            })
            .count()
    }

    fn request(&self, method: Method, below: &str, body: String) -> Request<Bytes> {
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = method;
        *request.uri_mut() = path(self.sandbox.name().as_str(), below);
        let bearer = format!("Bearer {}", self.token);
        set(request.headers_mut(), AUTHORIZATION, &bearer);
        request
    }
}

fn path(sandbox: &str, below: &str) -> http::Uri {
    let path = format!("/s/{sandbox}/maventa{below}");
    path.parse().expect("a path")
}

fn set(headers: &mut HeaderMap, name: http::HeaderName, value: &str) {
    headers.insert(name, value.parse().expect("a header's value"));
}
