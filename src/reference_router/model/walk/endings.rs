//! How an attempt, and how a walk, comes to its end.

use super::job::Job;
use super::letters::error_mail;
use crate::consumer::{CaseRef, Happening, Turn};
use crate::domain::channel::{Attempt, Channel, Outcome, Refusal, RefusalCode, Way};
use crate::reference_router::model::apply::SERVICE;
use crate::reference_router::model::{
    Action, ActionChannel, ActionType, Position, RouterInvoice, Status,
};

pub(super) fn delivered(channel: Channel) -> Attempt {
    Attempt {
        way: Way::Channel(channel),
        outcome: Outcome::Delivered,
    }
}

/// Notes an attempt; what was learnt on its way does not count for the next one.
pub(super) fn note(invoice: &mut RouterInvoice, attempt: Attempt, turn: &mut Turn<'_, Job>) {
    if let Outcome::Closed(refusal) = &attempt.outcome {
        invoice.actions.push(Action {
            kind: ActionType::Info,
            channel: channel_of(&attempt.way),
            message: format!("{}: {}", refusal.code.as_str(), refusal.code.why()),
            at: turn.now,
        });
        let text = closed_text(&attempt.way, refusal);
        tell(
            invoice,
            "attempt.closed",
            text,
            Some(refusal.code.rule()),
            turn,
        );
    }
    invoice.facts.lookups.clear();
    invoice.facts.efaktura = None;
    invoice.attempts.push(attempt);
}

pub(super) fn closed_text(way: &Way, refusal: &Refusal) -> String {
    let closing = refusal.code.closing().as_str();
    format!(
        "{way} was {closing}: {} (found: {})",
        refusal.code.why(),
        refusal.found
    )
}

fn channel_of(way: &Way) -> Option<ActionChannel> {
    match way {
        Way::Channel(channel) => ActionChannel::of(*channel),
        Way::AsSent(_) => None,
    }
}

pub(super) fn end_delivered(
    invoice: &mut RouterInvoice,
    channel: Channel,
    turn: &mut Turn<'_, Job>,
) {
    invoice.status = Status::Delivered;
    invoice.position = Position::Ended;
    invoice.delivered_by = Some(channel);
    invoice.actions.push(Action {
        kind: ActionType::Sent,
        channel: ActionChannel::of(channel),
        message: format!("sent by {}", channel.as_str()),
        at: turn.now,
    });
    let text = format!("delivered by {}", channel.as_str());
    tell(invoice, "invoice.delivered", text, None, turn);
}

pub(super) fn end_failed(invoice: &mut RouterInvoice, silently: bool, turn: &mut Turn<'_, Job>) {
    invoice.status = Status::Failed;
    invoice.position = Position::Ended;
    let business = invoice
        .attempts
        .iter()
        .any(|a| a.way == Way::Channel(Channel::B2b));
    if silently {
        invoice.actions.push(Action {
            kind: ActionType::Info,
            channel: None,
            message: format!("{}: nobody is told", RefusalCode::SilentFailure.as_str()),
            at: turn.now,
        });
        tell(
            invoice,
            "invoice.failed",
            "failed silently".to_owned(),
            Some("R-121"),
            turn,
        );
        return;
    }
    invoice.actions.push(Action {
        kind: ActionType::Error,
        channel: None,
        message: "all_routes_failed: every route is closed".to_owned(),
        at: turn.now,
    });
    tell(
        invoice,
        "invoice.failed",
        "every route is closed".to_owned(),
        Some("R-120"),
        turn,
    );
    if !business {
        error_mail(invoice, turn);
    }
}

pub(super) fn tell(
    invoice: &RouterInvoice,
    kind: &'static str,
    text: String,
    rule: Option<&'static str>,
    turn: &mut Turn<'_, Job>,
) {
    let about = Some(CaseRef::of(SERVICE, &invoice.id));
    turn.tell(Happening {
        about,
        service: SERVICE,
        kind,
        text,
        rule,
    });
}
