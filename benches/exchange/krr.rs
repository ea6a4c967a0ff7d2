//! Look-ups in the contact register beside a bare handler that returns the same bytes: one person,
//! a thousand persons; and what the signature of an access token costs, seen for the first time and
//! again.

use std::hint::black_box;
use std::time::Instant;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use crate::load::{Talk, drive};
use crate::ours::{Ours, on_the_wire};
use crate::{BUSY, Bench, Pairs};
use sandkasse::documents::maskinporten::{Bearers, written};
use sandkasse::domain::identity::{NationalId, OrgNumber};
use sandkasse::domain::maskinporten::{AccessToken, Authentication, KeyNumber, Scope, TokenId};
use sandkasse::domain::person::Person;
use sandkasse::domain::slug::Slug;

/// The sandbox of every round.
const SANDBOX: &str = "krr-bench";
/// Persons that one call may ask for.
const MANY: usize = 1000;
/// The budget of a look-up in JSON.
const LOOK: f64 = 0.70;
/// Tokens that are looked at for the share of their signatures.
const TOKENS: u128 = 500;

/// What the bare handlers answer.
#[derive(Clone)]
pub(crate) struct Answers {
    /// One person.
    pub(crate) one: Bytes,
    /// A thousand.
    pub(crate) many: Bytes,
}

/// A caller with a token, and whom to ask for.
struct Caller {
    token: AccessToken,
    people: Vec<String>,
}

/// Asks once what is asked in the measured time.
pub(crate) fn answers(ours: &Ours) -> Answers {
    let caller = Caller::open(ours);
    let [one, many] = [1, MANY].map(|count| ours.answer(caller.asks(count)));
    close(ours);
    println!(
        "KRR: one person is answered in {} bytes, {MANY} in {}",
        one.len(),
        many.len()
    );
    Answers { one, many }
}

impl Bench {
    /// One person, a thousand.
    pub(crate) fn krr(&self) -> [bool; 2] {
        let one = self.looked_up("KRR, one person", 1, "/krr/one", Some(LOOK));
        let many = self.looked_up("KRR, 1000 persons", MANY, "/krr/many", None);
        signatures(&Caller::open(&self.ours).token);
        close(&self.ours);
        [one, many]
    }

    fn looked_up(&self, what: &str, count: usize, bare: &'static str, budget: Option<f64>) -> bool {
        let request = Caller::open(&self.ours).asks(count);
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
        pairs.print(what, budget)
    }
}

/// What a resource server spends on a token that it sees for the first time, and again.
fn signatures(token: &AccessToken) {
    let headers: Vec<String> = (0..TOKENS)
        .map(|number| {
            let id = TokenId {
                unique: Uuid::from_u128(number),
                ..token.id
            };
            header(&AccessToken {
                id,
                ..token.clone()
            })
        })
        .collect();
    let bearers = Bearers::default();
    let look = || {
        let began = Instant::now();
        for header in &headers {
            black_box(bearers.judge(Some(header)));
        }
        began.elapsed().as_secs_f64() * 1e6 / headers.len() as f64
    };
    let (first, again) = (look(), look());
    println!("KRR, a token seen for the first time {first:.1} µs, and again {again:.1} µs");
}

fn header(token: &AccessToken) -> String {
    let text = written(token, KeyNumber::First, Timestamp::UNIX_EPOCH);
    format!("Bearer {text}")
}

impl Caller {
    fn open(ours: &Ours) -> Self {
        let sandbox = ours.sandbox(SANDBOX, Vec::new());
        let mut room = sandbox.lock();
        let world = &mut room.world;
        let find = |text: &str| Slug::parse(text).expect("a slug");
        let model = world.cast.person(&find("bodil")).expect("of e-Boks");
        let model = Person {
            efaktura: None,
            bank: None,
            digipost: None,
            ..model.as_ref().clone()
        };
        let mut people = Vec::new();
        for (at, number) in numbers().take(MANY).enumerate() {
            people.push(number.as_str().to_owned());
            let person = Person {
                slug: find(&format!("person-{at}")),
                ssn: number,
                ..model.clone()
            };
            world.cast.put_person(person).expect("nobody's number");
        }
        let company = world.cast.company(&find("sandkasse-kommune"));
        let company = company.expect("the municipality");
        let client = world.cast.maskinporten_client(company).expect("a client");
        let number: &OrgNumber = company.org_number.norwegian().expect("a Norwegian one");
        let scopes = [
            "krr:global/kontaktinformasjon.read",
            "krr:global/digitalpost.read",
        ];
        let token = AccessToken {
            id: TokenId {
                unique: Uuid::from_u128(1),
                issued: world.clock.now(),
                life: SignedDuration::from_secs(120),
            },
            issuer: "http://127.0.0.1/maskinporten/".to_owned(),
            client_id: client,
            authentication: Authentication::PrivateKey,
            consumer: number.clone(),
            supplier: None,
            scopes: scopes.map(|it| Scope::parse(it).expect("a scope")).to_vec(),
            audience: Vec::new(),
            pid: None,
        };
        Self { token, people }
    }

    fn asks(&self, count: usize) -> Request<Bytes> {
        let asked = self.people.get(..count).unwrap_or_default();
        let body = json!({ "personidentifikatorer": asked }).to_string();
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = Method::POST;
        let path = format!("/s/{SANDBOX}/krr/rest/v2/personer");
        *request.uri_mut() = path.parse().expect("a path");
        let headers = request.headers_mut();
        let token = header(&self.token).parse().expect("a header's value");
        headers.insert(AUTHORIZATION, token);
        let media_type = "application/json".parse().expect("a header's value");
        headers.insert(CONTENT_TYPE, media_type);
        request
    }
}

/// Synthetic numbers, found by trying control digits.
fn numbers() -> impl Iterator<Item = NationalId> {
    let days = (1..=28).flat_map(|day| (100..=499).map(move |middle| (day, middle)));
    days.filter_map(|(day, middle)| {
        let mut tried = (0..100).map(|control| format!("{day:02}8360{middle}{control:02}"));
        tried.find_map(|text| NationalId::parse(&text).ok())
    })
}

fn close(ours: &Ours) {
    let name = Slug::parse(SANDBOX).expect("a slug");
    ours.house.sandboxes.drop_sandbox(&name);
}
