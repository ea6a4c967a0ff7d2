//! A sandbox in this process, with the verbs of those who call it.

use std::sync::Arc;
use std::thread;

use bytes::Bytes;
use http::{HeaderMap, Request};
use jiff::SignedDuration;
use serde_json::Value;

use super::bill::Bill;
use super::stage::Stage;
use sandkasse::domain::channel::{Attempt, Outcome};
use sandkasse::domain::credentials::MaventaKeys;
use sandkasse::domain::letter::Letter;
use sandkasse::domain::slug::Slug;
use sandkasse::http::{House, Shape, answer, enter, move_clock};
use sandkasse::sandbox::{Backwards, Ran, Record, Sandbox, World, wall_now};
use sandkasse::settings::instant;

const BOUNDARY: &str = "----sandkasse-test-7f3a";

/// One sandbox and the house around it. A test that fails prints seed and journal.
pub(crate) struct TestSandbox {
    /// The house.
    pub(crate) house: Arc<House>,
    /// The sandbox.
    pub(crate) sandbox: Arc<Sandbox>,
}

/// What a client was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    /// HTTP status.
    pub(crate) status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// Status and code of a refusal of the router, such as `404 not_found`.
    pub(crate) fn refusal(&self) -> String {
        let code = self.json()["code"].as_str().unwrap_or("-").to_owned();
        format!("{} {code}", self.status)
    }
}

impl TestSandbox {
    /// The sandbox `default` of a house of its own, frozen at an instant.
    pub(crate) async fn frozen(start: &str) -> Self {
        Stage::frozen(start).build()
    }

    /// Sends any request to an address below the sandbox's own.
    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Reply {
        let name = self.sandbox.name().as_str();
        let prefix = match name {
            "default" => String::new(),
            other => format!("/s/{other}"),
        };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{prefix}{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let outcome = answer(&self.house, request, None).await;
        let Shape::Answer(response) = outcome.shape else {
            panic!("no answer came: {:?}", outcome.shape)
        };
        Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.into_body(),
        }
    }

    /// The router's keys of a company.
    pub(crate) fn keys(&self, company: &str) -> MaventaKeys {
        let room = self.sandbox.lock();
        let cast = &room.world.cast;
        let company = cast.company(&Slug::parse(company).unwrap()).unwrap();
        cast.keys(company).unwrap()
    }

    /// Asks for a token.
    pub(crate) async fn ask_token(&self, company: &str, scope: &str) -> Reply {
        let keys = self.keys(company);
        let body = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}&vendor_api_key={}&\
             scope={}",
            keys.company_id,
            keys.user_api_key,
            keys.vendor_api_key,
            scope.replace(' ', "+"),
        );
        let form = [("content-type", "application/x-www-form-urlencoded")];
        self.call("POST", "/maventa/oauth2/token", &form, body)
            .await
    }

    /// A token of a company with every right a sender has.
    pub(crate) async fn token_of(&self, company: &str) -> String {
        let reply = self.ask_token(company, "eui").await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// A token of the default sender.
    pub(crate) async fn token(&self) -> String {
        self.token_of("fjord-energi").await
    }

    /// Gets something from the router.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        let token = self.token().await;
        self.get_with(&token, path).await
    }

    /// The same, with this token.
    pub(crate) async fn get_with(&self, token: &str, path: &str) -> Reply {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str())];
        self.call("GET", &format!("/maventa{path}"), &headers, "")
            .await
    }

    /// Posts a file with form fields, with this token.
    pub(crate) async fn post(&self, token: &str, file: &[u8], fields: &[(&str, &str)]) -> Reply {
        let bearer = format!("Bearer {token}");
        let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", media_type.as_str()),
        ];
        let body = multipart(file, fields);
        self.call("POST", "/maventa/v1/invoices", &headers, body)
            .await
    }

    /// Sends a bill for a consumer; `fields` are further form fields, `name=value` each.
    pub(crate) async fn send(&self, bill: &Bill, fields: &str) -> Reply {
        self.send_as("fjord-energi", bill, fields).await
    }

    /// The same, from another company.
    pub(crate) async fn send_as(&self, company: &str, bill: &Bill, fields: &str) -> Reply {
        let token = self.token_of(company).await;
        let given = fields
            .split_whitespace()
            .map(|it| it.split_once('=').unwrap());
        let mut fields: Vec<_> = given.collect();
        if !fields.iter().any(|(name, _)| *name == "recipient_type") {
            fields.push(("recipient_type", "consumer"));
        }
        self.post(&token, bill.xml().as_bytes(), &fields).await
    }

    /// Sends a bill that is taken, and gives its id.
    pub(crate) async fn sent(&self, bill: &Bill, fields: &str) -> String {
        let reply = self.send(bill, fields).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        reply.json()["id"].as_str().unwrap().to_owned()
    }

    /// Moves the clock by a duration such as `PT1M`; says what happened on the way.
    pub(crate) async fn advance(&self, by: &str) -> Vec<Ran> {
        let by: SignedDuration = by.parse().unwrap();
        let turn = |world: &mut World| {
            let wall = wall_now();
            world.clock.set(world.clock.goal(wall) + by, wall)
        };
        let moved = move_clock(&self.house, &self.sandbox, turn, |_, ran| ran).await;
        moved.unwrap()
    }

    /// Moves the clock to an instant.
    pub(crate) async fn move_to(&self, to: &str) -> Result<Vec<Ran>, Backwards> {
        let to = instant(to).unwrap();
        let turn = |world: &mut World| world.clock.set(to, wall_now());
        move_clock(&self.house, &self.sandbox, turn, |_, ran| ran).await
    }

    /// Looks at, or changes, the world when nothing is due.
    pub(crate) async fn enter<R>(&self, act: impl FnOnce(&mut World) -> R) -> R {
        enter(&self.house, &self.sandbox, act).await
    }

    /// An invoice as its sender sees it.
    pub(crate) async fn invoice(&self, id: &str) -> Value {
        let reply = self.get(&format!("/v1/invoices/{id}")).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    /// The actions of an invoice: type, and channel where there is one.
    pub(crate) async fn actions(&self, id: &str) -> Vec<String> {
        let reply = self.get(&format!("/v1/invoices/{id}/actions")).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let actions = reply.json().as_array().unwrap().clone();
        let shown = actions.iter().map(|action| {
            let kind = text(&action["type"]).unwrap();
            match text(&action["channel"]) {
                Some(channel) if kind == "SENT" => format!("{kind}/{channel}"),
                Some(_) | None => kind,
            }
        });
        shown.collect()
    }

    /// Looks a consumer up.
    pub(crate) async fn lookup(&self, query: &str) -> Reply {
        self.get(&format!("/v1/lookup/consumers?{query}")).await
    }

    /// Sends a SOAP message to MPS; `body` is what stands in the Body, with the prefix `v1`.
    pub(crate) async fn soap(&self, action: &str, body: &str) -> Reply {
        let namespace = "https://efaktura-services.nets.no/efaktura-atg-service/v1/";
        let envelope = format!(
            "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns:v1=\"{namespace}\"><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
        );
        let action = format!("\"{namespace}{action}\"");
        let headers = [
            ("content-type", "text/xml; charset=utf-8"),
            ("soapaction", action.as_str()),
        ];
        self.call("POST", "/mps/efaktura-atg-service/v1/", &headers, envelope)
            .await
    }

    /// What was tried for an invoice, such as `efaktura refused ef_kid` and `email delivered`.
    pub(crate) async fn attempts(&self, id: &str) -> Vec<String> {
        let shown = |attempt: &Attempt| match &attempt.outcome {
            Outcome::Delivered => format!("{} delivered", attempt.way),
            Outcome::Closed(refusal) => {
                let closing = refusal.code.closing().as_str();
                format!("{} {closing} {}", attempt.way, refusal.code.as_str())
            }
        };
        let look = |world: &mut World| {
            let invoice = world.models.router.invoice(id).unwrap();
            invoice.attempts.iter().map(shown).collect()
        };
        self.enter(look).await
    }

    /// The same in short: the codes of closed ways, and the way that took it in capitals.
    pub(crate) async fn ways(&self, id: &str) -> String {
        let lines = self.attempts(id).await;
        let short = lines
            .iter()
            .map(|line| match line.strip_suffix(" delivered") {
                Some(way) => way.to_uppercase(),
                None => line.rsplit(' ').next().unwrap().to_owned(),
            });
        short.collect::<Vec<_>>().join(" ")
    }

    /// Everything that left by mail or on paper.
    pub(crate) async fn outbox(&self) -> Vec<Letter> {
        self.enter(|world| world.outbox.iter().cloned().collect())
            .await
    }

    /// The whole journal, byte by byte.
    pub(crate) fn journal(&self) -> Vec<String> {
        let room = self.sandbox.lock();
        let entries = room.world.journal.entries();
        entries.map(|entry| format!("{entry:?}")).collect()
    }

    /// The reasons in the journal, newest last: rule or `-`, and words.
    pub(crate) fn whys(&self) -> Vec<String> {
        let room = self.sandbox.lock();
        let entries = room.world.journal.entries();
        let whys = entries.filter_map(|entry| match &entry.record {
            Record::Exchange(exchange) => {
                let rule = exchange.rule.unwrap_or("-");
                exchange.why.as_ref().map(|why| format!("{rule} {why}"))
            }
            Record::Event { .. } => None,
        });
        whys.collect()
    }

    /// When each event of a kind happened, in words of the journal.
    pub(crate) fn events(&self, kind: &str) -> Vec<String> {
        let room = self.sandbox.lock();
        let entries = room.world.journal.entries();
        let times = entries.filter_map(|entry| match &entry.record {
            Record::Event { happening, .. } if happening.kind == kind => Some(entry.at.to_string()),
            Record::Event { .. } | Record::Exchange(_) => None,
        });
        times.collect()
    }

    fn story(&self) -> String {
        let room = self.sandbox.lock();
        let lines = room.world.journal.entries().map(|entry| {
            let (number, at) = (entry.number, entry.at);
            match &entry.record {
                Record::Exchange(it) => {
                    let why = it.why.as_deref().unwrap_or_default();
                    let (via, method, target) = (it.via.as_str(), &it.method, &it.target);
                    let service = it.service;
                    format!(
                        "{number} {at} {via}→{service} {method} {target} {} {why}",
                        it.status
                            .map_or_else(|| "-".to_owned(), |status| status.to_string())
                    )
                }
                Record::Event { happening: it, .. } => {
                    format!("{number} {at} {} {}: {}", it.service, it.kind, it.text)
                }
            }
        });
        lines.collect::<Vec<_>>().join("\n  ")
    }
}

impl Drop for TestSandbox {
    #[expect(clippy::print_stderr, reason = "a test that fails tells its story")]
    fn drop(&mut self) {
        if thread::panicking() {
            let (name, seed) = (self.sandbox.name(), self.sandbox.recipe().seed);
            eprintln!("sandbox {name}, seed {seed}, journal:\n  {}", self.story());
        }
    }
}

fn multipart(file: &[u8], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    let part = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; \
         filename=\"faktura.xml\"\r\nContent-Type: application/xml\r\n\r\n"
    );
    body.extend_from_slice(part.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}
