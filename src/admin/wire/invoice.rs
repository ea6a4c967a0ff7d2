//! Invoices and the path of one.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::journal::RuleText;
use super::netbank::StateText;
use super::time::instant;
use crate::consumer::{Mail, Presented};
use crate::domain::channel::{Attempt, Channel, Outcome};
use crate::domain::rules;
use crate::reference_router::RouterInvoice;
use crate::sandbox::{CaseEvent, CaseFile, World};
use crate::services::{dpi, mps, vipps};
use crate::wire::address::segment;

/// The service in whose name invoices are presented.
const MPS: &str = "mps";

/// What the list shows of a case file itself; its events stay where they are.
#[derive(Debug)]
pub(in crate::admin) struct CaseHead {
    id: String,
    service: &'static str,
    opened_at: Timestamp,
}

/// An invoice in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct InvoiceRow {
    invoice: String,
    status: Option<&'static str>,
    channel: Option<&'static str>,
    in_vipps: bool,
    service: &'static str,
    at: String,
    company: Option<String>,
    number: Option<String>,
    amount_ore: Option<i64>,
    timeline: String,
}

/// The path of one invoice.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct TimelineText {
    invoice: String,
    status: Option<&'static str>,
    channel: Option<&'static str>,
    in_vipps: bool,
    attempts: Vec<AttemptText>,
    #[schemars(with = "Option<()>")]
    notification: Option<NotificationText>,
    events: Vec<EventText>,
    service: &'static str,
    at: String,
    company: Option<String>,
    number: Option<String>,
    amount_ore: Option<i64>,
    currency: Option<String>,
    due_date: Option<String>,
    kid: Option<String>,
    mps_transaction: Option<String>,
    consumer: Option<ConsumerText>,
    links: LinksText,
}

/// Who was shown the invoice, and what came of it.
#[derive(Debug, Serialize, JsonSchema)]
struct ConsumerText {
    person: String,
    #[serde(flatten)]
    state: StateText,
}

#[derive(Debug, Serialize, JsonSchema)]
struct AttemptText {
    channel: String,
    outcome: &'static str,
    #[serde(flatten)]
    refusal: Option<RefusalText>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AttemptRefusal")]
struct RefusalText {
    code: &'static str,
    rule: &'static str,
    source: Option<&'static str>,
    why: &'static str,
    found: String,
}

/// The notice before a direct debit; no service sends one yet.
#[derive(Debug, Serialize)]
enum NotificationText {}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TimelineEvent")]
struct EventText {
    at: String,
    service: &'static str,
    kind: String,
    text: String,
    #[serde(flatten)]
    rule: Option<RuleText>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct LinksText {
    journal: String,
}

impl CaseHead {
    /// The head of a case file.
    pub(in crate::admin) fn of(case: &CaseFile) -> Self {
        Self {
            id: case.id.clone(),
            service: case.service,
            opened_at: case.opened_at,
        }
    }
}

impl InvoiceRow {
    /// The row of a case; `base` is the address of its sandbox in the admin API.
    pub(in crate::admin) fn of(case: CaseHead, world: &mut World, base: &str) -> Self {
        let known = Known::of(&case.id, case.service, world);
        let router = world.models.router.invoice(&case.id);
        Self {
            status: known.status,
            channel: known.channel,
            in_vipps: known.in_vipps,
            service: case.service,
            at: instant(case.opened_at),
            company: known.company,
            number: router.map(|invoice| invoice.number.clone()),
            amount_ore: known.amount_ore,
            timeline: format!("{base}/invoices/{}/timeline", segment(&case.id)),
            invoice: case.id,
        }
    }
}

impl TimelineText {
    /// The timeline of a case; `base` is the address of its sandbox in the admin API.
    pub(in crate::admin) fn of(case: &CaseFile, world: &mut World, base: &str) -> Self {
        let known = Known::of(&case.id, case.service, world);
        let router = world.models.router.invoice(&case.id);
        let attempts = router.map_or(&[][..], |invoice| &invoice.attempts);
        let attempts = attempts
            .iter()
            .map(|attempt| AttemptText::of(attempt, world));
        Self {
            invoice: case.id.clone(),
            status: known.status,
            channel: known.channel,
            in_vipps: known.in_vipps,
            attempts: attempts.collect(),
            notification: None,
            events: case.events.iter().map(EventText::of).collect(),
            service: case.service,
            at: instant(case.opened_at),
            company: known.company,
            number: router.map(|invoice| invoice.number.clone()),
            amount_ore: known.amount_ore,
            currency: known.currency,
            due_date: known.due_date.map(|date| date.to_string()),
            kid: known.kid,
            mps_transaction: known.transaction,
            consumer: known.consumer,
            links: LinksText {
                journal: format!("{base}/journal?invoice={}", segment(&case.id)),
            },
        }
    }
}

/// The due date of an invoice, as router, MPS, Vipps or Digipost got it.
pub(in crate::admin) fn due_date(case: &CaseFile, world: &mut World) -> Option<Date> {
    Known::of(&case.id, case.service, world).due_date
}

/// What router, MPS and book know of a case together.
struct Known {
    status: Option<&'static str>,
    channel: Option<&'static str>,
    in_vipps: bool,
    company: Option<String>,
    amount_ore: Option<i64>,
    currency: Option<String>,
    due_date: Option<Date>,
    kid: Option<String>,
    transaction: Option<String>,
    consumer: Option<ConsumerText>,
}

impl Known {
    fn of(case: &str, service: &'static str, world: &World) -> Self {
        let routed = world.models.router.invoice(case).map(Self::by_router);
        let mut known = match routed {
            Some(known) => known,
            None if service == dpi::MOUNT.service => return Self::by_post(case, world),
            None => match world.book.mail_sent_as(service, case) {
                Some(number) => return Self::by_mail(world.book.mail(number), world),
                None if service == vipps::MOUNT.service => return Self::by_vipps(case, world),
                None => Self::by_mps(case, service, world),
            },
        };
        let transaction = known.transaction.as_deref();
        let presented =
            transaction.and_then(|transaction| world.book.presented_by(MPS, transaction));
        known.in_vipps = presented.is_some_and(|presented| presented.in_vipps);
        known.consumer = presented.map(ConsumerText::of);
        known
    }

    fn by_router(invoice: &RouterInvoice) -> Self {
        let payment = &invoice.facts.payment;
        Self {
            status: Some(invoice.status.as_str()),
            channel: invoice.delivered_by.map(|channel| channel.as_str()),
            in_vipps: false,
            company: Some(invoice.company.to_string()),
            amount_ore: Some(payment.amount.get()),
            currency: Some(payment.currency.clone()),
            due_date: payment.due_date,
            kid: payment.kid.clone(),
            transaction: invoice.mps_transaction.clone(),
            consumer: None,
        }
    }

    /// An invoice that came without the router; its status is in the words of MPS: that of the
    /// eFaktura, and of a claim where there is none.
    fn by_mps(case: &str, service: &'static str, world: &World) -> Self {
        let asked = mps::TransactionId::parse(case).filter(|_| service == MPS);
        let told = asked.and_then(|id| world.models.mps.transaction(id));
        let short = told.as_ref().map(|(told, _)| told.in_short());
        let sent = told.as_ref().map(|(_, sent)| sent);
        Self {
            status: short.map(|(status, _)| status),
            channel: short.and_then(|(_, channel)| channel),
            in_vipps: false,
            company: None,
            currency: None,
            amount_ore: sent.map(|sent| sent.amount.get()),
            due_date: sent.map(|sent| sent.due_date),
            kid: sent.and_then(|sent| sent.kid.clone()),
            transaction: told.is_some().then(|| case.to_owned()),
            consumer: None,
        }
    }

    /// An invoice that an ISP sent to Vipps; its status is in the words of Vipps.
    fn by_vipps(case: &str, world: &World) -> Self {
        let view = vipps::View {
            cast: &world.cast,
            book: &world.book,
            now: world.clock.now(),
            expires: world.settings.vipps.expires,
        };
        let short = world.models.vipps.in_short(case, &view);
        let presented = short.as_ref().and_then(|short| short.presented.as_ref());
        let presented = presented.and_then(|id| world.book.shown(id));
        let short = short.as_ref();
        Self {
            status: short.map(|short| short.state),
            channel: short
                .filter(|short| short.is_delivered)
                .map(|_| Channel::Efaktura.as_str()),
            in_vipps: presented.is_some_and(|presented| presented.in_vipps),
            company: short.map(|short| short.isp.to_string()),
            amount_ore: short.map(|short| short.amount.get()),
            currency: short.map(|_| "NOK".to_owned()),
            due_date: short.map(|short| short.due_date),
            kid: short.and_then(|short| short.kid.clone()),
            transaction: None,
            consumer: presented.map(ConsumerText::of),
        }
    }

    /// Digital post; its status is the last word that its sender was given: a receipt's, or that of
    /// the access point.
    fn by_post(case: &str, world: &World) -> Self {
        let short = world.models.dpi.in_short(case);
        let short = short.as_ref();
        let invoice = short.and_then(|short| short.invoice.as_ref());
        let mail = short.and_then(|short| short.mail);
        let mail = mail.and_then(|number| world.book.mail(number));
        Self {
            status: short.map(|short| short.status),
            channel: short
                .filter(|short| short.is_delivered)
                .map(|_| Channel::Dpi.as_str()),
            in_vipps: false,
            company: short.map(|short| short.sender.to_string()),
            amount_ore: invoice.map(|invoice| invoice.amount.get()),
            currency: invoice.map(|_| "NOK".to_owned()),
            due_date: invoice.map(|invoice| invoice.due_date),
            kid: invoice.map(|invoice| invoice.kid.clone()),
            transaction: None,
            consumer: mail.and_then(ConsumerText::of_mail),
        }
    }

    /// A document that came to a mailbox; its status is in the words of Digipost.
    fn by_mail(mail: Option<&Mail>, world: &World) -> Self {
        let short = mail.map(|mail| mail.in_short(world.clock.now()));
        let invoice = mail.and_then(|mail| mail.invoice.as_ref());
        Self {
            status: short.map(|(status, _)| status),
            channel: short.and_then(|(_, channel)| channel),
            in_vipps: false,
            company: mail.map(|mail| mail.sender.to_string()),
            amount_ore: invoice.map(|invoice| invoice.amount.get()),
            currency: invoice.map(|_| "NOK".to_owned()),
            due_date: invoice.map(|invoice| invoice.due_date),
            kid: invoice.and_then(|invoice| invoice.kid.clone()),
            transaction: None,
            consumer: mail.and_then(ConsumerText::of_mail),
        }
    }
}

impl ConsumerText {
    fn of(presented: &Presented) -> Self {
        Self {
            person: presented.consumer.to_string(),
            state: StateText::of(presented.state),
        }
    }

    fn of_mail(mail: &Mail) -> Option<Self> {
        Some(Self {
            person: mail.owner.person()?.to_string(),
            state: StateText::of_mail(&mail.invoice.as_ref()?.state),
        })
    }
}

impl AttemptText {
    fn of(attempt: &Attempt, world: &World) -> Self {
        let (outcome, refusal) = match &attempt.outcome {
            Outcome::Delivered => ("delivered", None),
            Outcome::Closed(refusal) => {
                let code = refusal.code;
                let text = RefusalText {
                    code: code.as_str(),
                    rule: code.rule(),
                    source: rules::find(code.rule()).map(|rule| rule.source),
                    why: code.why(),
                    found: world.masked(refusal.found.clone()),
                };
                (code.closing().as_str(), Some(text))
            }
        };
        Self {
            channel: attempt.way.to_string(),
            outcome,
            refusal,
        }
    }
}

impl EventText {
    fn of(event: &CaseEvent) -> Self {
        Self {
            at: instant(event.at),
            service: event.service,
            kind: event.kind.clone().into_owned(),
            text: event.text.clone(),
            rule: event.rule.map(|rule| RuleText::of(Some(rule))),
        }
    }
}
