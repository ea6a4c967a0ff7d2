//! The policy as text tables: what is asked for and known, and the path that follows.

mod properties;
mod tables;

use jiff::{Timestamp, ToSpan};

use super::{
    DisabledRoute, EfakturaAnswer, Facts, LookupAnswer, Offer, OperatorCode, Order, Payment, Plan,
    Recipient, Route, Sender, Step, decide,
};
use crate::domain::calendar;
use crate::domain::cast::tests::{documented, slug};
use crate::domain::channel::{Attempt, Channel, Outcome, Way};
use crate::domain::company::B2cnoStatus;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::invoice::{Address, DocumentKind};
use crate::domain::lookup::{Found, LookupKey, find};
use crate::domain::money::Ore;

/// The instant at which every other sandbox starts.
const NOW: &str = "2026-03-02T09:00:00+01:00";

/// What a walk left behind.
#[derive(Debug, PartialEq, Eq)]
struct Walk {
    attempts: Vec<Attempt>,
    asked: Vec<LookupKey>,
    offers: Vec<Offer>,
    steps: usize,
    /// `None` when it did not end in time.
    end: Option<Step>,
}

impl Walk {
    /// `efaktura:refused:ef_kid email:delivered => delivered email`, and `dd` for direct debit,
    /// which is closed everywhere.
    fn line(&self) -> String {
        let attempts: Vec<String> = self.attempts.iter().map(shown).collect();
        let end = match &self.end {
            Some(Step::Delivered(channel)) => format!("delivered {}", channel.as_str()),
            Some(Step::Undeliverable { silently: true }) => "failed silently".to_owned(),
            Some(Step::Undeliverable { silently: false }) => "failed".to_owned(),
            Some(Step::Ask(_) | Step::Offer(_) | Step::Note(_)) | None => "endless".to_owned(),
        };
        let line = format!("{} => {end}", attempts.join(" "));
        line.replace("direct_debit:skipped:dd_not_simulated", "dd")
            .trim()
            .to_owned()
    }
}

fn shown(attempt: &Attempt) -> String {
    match &attempt.outcome {
        Outcome::Delivered => format!("{}:delivered", attempt.way),
        Outcome::Closed(refusal) => {
            let closing = refusal.code.closing().as_str();
            format!("{}:{closing}:{}", attempt.way, refusal.code.as_str())
        }
    }
}

/// Walks to the end as the router does: answers are forgotten when the way is over.
fn walk(
    facts: &Facts,
    now: Timestamp,
    registry: impl Fn(&LookupKey) -> LookupAnswer,
    mps: &EfakturaAnswer,
) -> Walk {
    let mut facts = facts.clone();
    let mut walk = Walk {
        attempts: Vec::new(),
        asked: Vec::new(),
        offers: Vec::new(),
        steps: 0,
        end: None,
    };
    while walk.end.is_none() && walk.steps < facts.plan.ways().len() + 10 {
        walk.steps += 1;
        match decide(&facts, &walk.attempts, now) {
            Step::Ask(key) => {
                facts.lookups.push((key.clone(), registry(&key)));
                walk.asked.push(key);
            }
            Step::Offer(offer) => {
                let channel = match &offer {
                    Offer::Efaktura(_) => None,
                    Offer::Email(_) => Some(Channel::Email),
                    Offer::Print => Some(Channel::Print),
                };
                walk.offers.push(offer);
                match channel {
                    None => facts.efaktura = Some(mps.clone()),
                    Some(channel) => walk.attempts.push(Attempt {
                        way: Way::Channel(channel),
                        outcome: Outcome::Delivered,
                    }),
                }
            }
            Step::Note(attempt) => {
                facts.lookups.clear();
                facts.efaktura = None;
                walk.attempts.push(attempt);
            }
            end @ (Step::Delivered(_) | Step::Undeliverable { .. }) => walk.end = Some(end),
        }
    }
    walk
}

/// A case of a table, before it is walked.
struct Case {
    facts: Facts,
    now: Timestamp,
    order: Order,
    account_default: Vec<Route>,
    registry: Option<LookupAnswer>,
    mps: EfakturaAnswer,
    business: bool,
}

impl Case {
    /// A good invoice from a sender with everything in place, to a consumer without any data.
    fn new() -> Self {
        let now = NOW.parse().unwrap();
        Self {
            facts: Facts {
                sender: Sender {
                    b2cno: B2cnoStatus::Active,
                },
                payment: Payment {
                    kind: DocumentKind::Invoice,
                    currency: "NOK".to_owned(),
                    amount: Ore::new(45_000),
                    due_date: Some("2026-03-20".parse().unwrap()),
                    kid: Some("000002123453".to_owned()),
                    account: Some("86011117947".to_owned()),
                },
                recipient: Recipient::default(),
                plan: Plan::for_business(),
                efaktura_failure_ends: false,
                zero_amount: true,
                lookups: Vec::new(),
                efaktura: None,
            },
            now,
            order: Order::default(),
            account_default: Vec::new(),
            registry: None,
            mps: EfakturaAnswer::Accepted,
            business: false,
        }
    }

    /// `order | operator | eFaktura identifier | facts`, `-` for what was not given.
    fn read(row: &str) -> Self {
        let mut case = Self::new();
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [order, operator, identifier, words] = cells[..] else {
            panic!("{row}");
        };
        case.order.routes = routes(order);
        case.order.operator = (operator != "-").then(|| OperatorCode::parse(operator).unwrap());
        case.facts.recipient.efaktura_id =
            (identifier != "-").then(|| EfakturaIdentifier::parse(identifier).unwrap());
        let mut consumer = "";
        for word in words.split_whitespace() {
            match word {
                "bjorg" | "halgeir" | "bodil" => {
                    consumer = word;
                    case.lives(word);
                }
                "ssn" | "mail" | "phone" | "born" => case.tells(consumer, word),
                _ => match word.split_once('=') {
                    Some((field, value)) => case.set(field, &value.replace('_', " ")),
                    None => case.flag(word),
                },
            }
        }
        case
    }

    fn lives(&mut self, consumer: &str) {
        let cast = documented();
        let person = cast.person(&slug(consumer)).unwrap();
        let home = person.address.clone().unwrap();
        let recipient = &mut self.facts.recipient;
        recipient.name = Some(format!("{} {}", person.name.first, person.name.last));
        recipient.address = Address {
            line1: Some(home.line1),
            line2: None,
            postal_code: Some(home.postal_code),
            city: Some(home.city),
            country: Some(home.country),
        };
    }

    fn tells(&mut self, consumer: &str, what: &str) {
        let cast = documented();
        let person = cast.person(&slug(consumer)).unwrap();
        let recipient = &mut self.facts.recipient;
        match what {
            "ssn" => recipient.ssn = Some(person.ssn.as_str().to_owned()),
            "mail" => recipient.email = person.email.as_ref().map(ToString::to_string),
            "phone" => recipient.phone = person.phone.as_ref().map(ToString::to_string),
            _ => recipient.date_of_birth = Some(person.date_of_birth),
        }
    }

    fn set(&mut self, field: &str, value: &str) {
        let text = (value != "none").then(|| value.to_owned());
        let facts = &mut self.facts;
        let address = &mut facts.recipient.address;
        match field {
            "ssn" => facts.recipient.ssn = text,
            "mail" => facts.recipient.email = text,
            "phone" => facts.recipient.phone = text,
            "name" => facts.recipient.name = text,
            "street" => address.line1 = text,
            "code" => address.postal_code = text,
            "city" => address.city = text,
            "country" => address.country = text,
            "kid" => facts.payment.kid = text,
            "account" => facts.payment.account = text,
            "amount" => facts.payment.amount = Ore::new(value.parse().unwrap()),
            "currency" => value.clone_into(&mut facts.payment.currency),
            "due" => {
                let today = calendar::local_date(self.now);
                facts.payment.due_date =
                    text.map(|days| today + days.parse::<i32>().unwrap().days());
            }
            "now" => self.now = value.parse().unwrap(),
            "main" => {
                let known = B2cnoStatus::WORDS.iter().find(|(_, name)| *name == value);
                facts.sender.b2cno = known.unwrap().0;
            }
            "default" => self.account_default = routes(value),
            "disabled" => {
                let disabled = value.split(',').map(|it| DisabledRoute::parse(it).unwrap());
                self.order.disabled = disabled.collect();
            }
            _ => panic!("{field}"),
        }
    }

    fn flag(&mut self, word: &str) {
        match word {
            "down" => self.registry = Some(LookupAnswer::Unavailable("HTTP 503".to_owned())),
            "several" => self.registry = Some(LookupAnswer::Several),
            "blocked" => self.registry = Some(LookupAnswer::Blocked(None)),
            "rejected" => self.mps = EfakturaAnswer::Rejected("E004 kid".to_owned()),
            "lost" => self.mps = EfakturaAnswer::Unavailable("timed out".to_owned()),
            "ends" => self.facts.efaktura_failure_ends = true,
            "strict" => self.facts.zero_amount = false,
            "credit" => self.facts.payment.kind = DocumentKind::CreditNote,
            "business" => self.business = true,
            _ => panic!("{word}"),
        }
    }

    fn walk(mut self) -> Walk {
        self.facts.plan = if self.business {
            Plan::for_business()
        } else {
            let with_id = self.facts.recipient.efaktura_id.is_some();
            Plan::for_consumer(&self.order, &self.account_default, with_id)
        };
        let registry = self.registry.clone();
        let answer = |key: &LookupKey| registry.clone().unwrap_or_else(|| of_the_cast(key));
        walk(&self.facts, self.now, answer, &self.mps)
    }
}

fn routes(list: &str) -> Vec<Route> {
    let values = list.split(',').filter(|value| *value != "-");
    values.map(|value| Route::parse(value).unwrap()).collect()
}

/// The answer of a registry that holds the three documented consumers.
fn of_the_cast(key: &LookupKey) -> LookupAnswer {
    let cast = documented();
    match find(cast.seen_by("mps"), key) {
        Found::Nobody | Found::MissingData => LookupAnswer::Nobody,
        Found::Several => LookupAnswer::Several,
        Found::Unique(person) => {
            let facet = person.efaktura.as_ref().unwrap();
            if facet.yes_to_all {
                LookupAnswer::Accepts(facet.identifier.clone())
            } else {
                LookupAnswer::NotEnabled(Some(facet.identifier.clone()))
            }
        }
    }
}

/// Each case is a row and, indented behind `>`, the line that its walk leaves.
#[track_caller]
fn check(table: &str) {
    let mut row = "";
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix('>') {
            Some(expect) => assert_eq!(Case::read(row).walk().line(), expect.trim(), "{row}"),
            None => row = line,
        }
    }
}
