//! Requests of a sender to Vipps beside a bare handler that returns the same bytes: a recipient
//! token, an invoice, a look at one.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, Method, Request};
use serde_json::{Value, json};

use crate::load::{Talk, drive, drive_through};
use crate::ours::{Ours, on_the_wire};
use crate::{BUSY, Bench, Pairs};
use sandkasse::domain::slug::Slug;
use sandkasse::domain::vipps::{Product, VippsKeys};

/// The sandbox of every round.
const SANDBOX: &str = "vipps-bench";
/// Invoices that each connection sends in a round.
const INVOICES: usize = 1000;
/// Who gets them: a documented test consumer.
const HALGEIR: &str = "09091816528";
/// The budget of a look-up in JSON, and of a post in JSON that changes state.
const LOOK: f64 = 0.70;
const CHANGE: f64 = 0.55;

const SUBSCRIPTION: HeaderName = HeaderName::from_static("ocp-apim-subscription-key");

/// Where the bare handlers stand, and what they answer.
#[derive(Clone)]
pub(crate) struct Answers {
    /// A recipient token.
    pub(crate) token: Bytes,
    /// An invoice as its sender sees it.
    pub(crate) invoice: Bytes,
}

/// A sender who has logged in to a new sandbox.
struct Sender {
    access: String,
    subscription: String,
    issuer: String,
    account: String,
}

/// Asks once what is asked in the measured time.
pub(crate) fn answers(ours: &Ours) -> Answers {
    let sender = Sender::open(ours);
    let (token, text) = sender.token(ours);
    ours.answer(sender.invoice(0, &text));
    let invoice = ours.answer(sender.look(0));
    close(ours);
    println!(
        "Vipps: a recipient token is answered in {} bytes, a look at an invoice in {}",
        token.len(),
        invoice.len()
    );
    Answers { token, invoice }
}

impl Bench {
    /// Recipient tokens, invoices, looks at one.
    pub(crate) fn vipps(&self) -> [bool; 3] {
        [
            self.repeated("Vipps, recipient token", CHANGE, |sender, _| {
                (sender.asks_token(), "/vipps/token")
            }),
            self.sent(),
            self.repeated("Vipps, look at an invoice", LOOK, |sender, ours| {
                let (_, token) = sender.token(ours);
                ours.answer(sender.invoice(0, &token));
                (sender.look(0), "/vipps/invoice")
            }),
        ]
    }

    /// One request again and again.
    fn repeated(
        &self,
        what: &str,
        budget: f64,
        prepare: impl Fn(&Sender, &Ours) -> (Request<Bytes>, &'static str),
    ) -> bool {
        let sender = Sender::open(&self.ours);
        let (request, bare) = prepare(&sender, &self.ours);
        let talk = |path| Talk {
            requests: vec![on_the_wire(&request, path); BUSY],
            ..Talk::default()
        };
        let (bare, ours) = (talk(Some(bare)), talk(None));
        let mut pairs = Pairs::default();
        for round in 0..=self.plan.rounds {
            let bare = drive(self.bare, &bare, self.plan.time);
            let ours = drive(self.ours.address, &ours, self.plan.time);
            // The first round warms up.
            if round > 0 {
                pairs.take(bare, ours);
            }
        }
        close(&self.ours);
        pairs.print(what, Some(budget))
    }

    /// Invoices, each with an id of its own, into a sandbox that is new in each round.
    fn sent(&self) -> bool {
        let mut pairs = Pairs::default();
        for round in 0..=self.plan.rounds {
            let sender = Sender::open(&self.ours);
            let (_, token) = sender.token(&self.ours);
            let requests = |path: Option<&str>| -> Vec<Vec<Vec<u8>>> {
                let one = |n| on_the_wire(&sender.invoice(n, &token), path);
                let of = |c: usize| (0..INVOICES).map(|n| one(c * INVOICES + n)).collect();
                (0..BUSY).map(of).collect()
            };
            let bare = drive_through(self.bare, &requests(Some("/vipps/send")));
            let ours = drive_through(self.ours.address, &requests(None));
            close(&self.ours);
            if round > 0 {
                pairs.take(bare, ours);
            }
        }
        pairs.print("Vipps, invoice", Some(CHANGE))
    }
}

impl Sender {
    fn open(ours: &Ours) -> Self {
        let sandbox = ours.sandbox(SANDBOX, Vec::new());
        let (keys, issuer, account) = {
            let room = sandbox.lock();
            let cast = &room.world.cast;
            let slug = Slug::parse("fjord-energi").expect("a slug");
            let company = cast.company(&slug).expect("the default sender");
            let keys = cast.vipps_keys(company, Product::Isp).expect("it sends");
            let account = company.accounts[0].as_str().to_owned();
            (keys, company.org_number.as_str().to_owned(), account)
        };
        let VippsKeys {
            client_id,
            client_secret,
            subscription_key,
            ..
        } = keys;
        let mut request = to(&Method::POST, "/accesstoken/get", Bytes::new());
        let headers = request.headers_mut();
        headers.insert("client_id", client_id.parse().expect("a header's value"));
        headers.insert("client_secret", client_secret.parse().expect("the same"));
        headers.insert(SUBSCRIPTION, subscription_key.parse().expect("the same"));
        let said: Value = serde_json::from_slice(&ours.answer(request)).expect("JSON");
        Self {
            access: said["access_token"].as_str().expect("a token").to_owned(),
            subscription: subscription_key,
            issuer,
            account,
        }
    }

    /// A recipient token: the whole answer, and the token in it.
    fn token(&self, ours: &Ours) -> (Bytes, String) {
        let answer = ours.answer(self.asks_token());
        let said: Value = serde_json::from_slice(&answer).expect("JSON");
        let token = said["recipientToken"].as_str().expect("a token").to_owned();
        (answer, token)
    }

    fn asks_token(&self) -> Request<Bytes> {
        let body = json!({ "type": "nin-no", "value": HALGEIR });
        self.request(&Method::POST, "/vipps-isp/v1/recipients/tokens", &body)
    }

    fn invoice(&self, number: usize, token: &str) -> Request<Bytes> {
        let body = json!({
            "recipientToken": token,
            "paymentInformation": {
                "type": "kid", "value": "1234567890128", "account": self.account,
            },
            "invoiceType": "invoice",
            "due": "2026-03-20T12:00:00Z",
            "amount": 45_000,
            "minAmount": 100,
            "subject": "Strøm i februar",
            "issuerName": "Fjord Energi",
            "commercialInvoice": [
                { "mimeType": "application/pdf", "url": "https://hotell.example/faktura?nr=1" },
            ],
        });
        self.request(&Method::PUT, &self.path(number), &body)
    }

    fn look(&self, number: usize) -> Request<Bytes> {
        self.named(to(&Method::GET, &self.path(number), Bytes::new()))
    }

    fn path(&self, number: usize) -> String {
        format!("/vipps-isp/v1/invoices/orgno-no.{}.{number}", self.issuer)
    }

    fn request(&self, method: &Method, path: &str, body: &Value) -> Request<Bytes> {
        let mut request = self.named(to(method, path, Bytes::from(body.to_string())));
        let media_type = "application/json".parse().expect("a header's value");
        request.headers_mut().insert(CONTENT_TYPE, media_type);
        request
    }

    fn named(&self, mut request: Request<Bytes>) -> Request<Bytes> {
        let access = format!("Bearer {}", self.access);
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, access.parse().expect("a header's value"));
        let subscription = self.subscription.parse().expect("a header's value");
        headers.insert(SUBSCRIPTION, subscription);
        request
    }
}

fn to(method: &Method, path: &str, body: Bytes) -> Request<Bytes> {
    let mut request = Request::new(body);
    *request.method_mut() = method.clone();
    let path = format!("/s/{SANDBOX}/vipps{path}");
    *request.uri_mut() = path.parse().expect("a path");
    request
}

fn close(ours: &Ours) {
    let name = Slug::parse(SANDBOX).expect("a slug");
    ours.house.sandboxes.drop_sandbox(&name);
}
