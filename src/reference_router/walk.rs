//! Runs the jobs of the router: one message out, its answer applied.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::channels;
use super::model::{Awaited, Job, Message, Model};
use crate::http::{House, JobRunner, Permit, send_in_turn};
use crate::sandbox::{Due, Sandbox};
use crate::services::Heard;

/// Walks invoices of the reference router through their channels.
#[derive(Debug)]
pub struct Walker;

impl JobRunner for Walker {
    fn run<'a>(
        &'a self,
        house: &'a Arc<House>,
        sandbox: &'a Arc<Sandbox>,
        permit: &'a Permit,
        job: Job,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            match job {
                Job::Walk { invoice } => step(house, sandbox, permit, invoice).await,
                Job::Hear { invoice, heard } => hear(sandbox, permit, &invoice, &heard),
            }
        })
    }
}

async fn step(house: &Arc<House>, sandbox: &Arc<Sandbox>, permit: &Permit, invoice: String) {
    let message = permit.enter(sandbox, |world| {
        let is_taken = channels::mps::taken(&world.models.mps);
        let message = world
            .take_turn(|model: &mut Model, turn| model.next_message(&invoice, &is_taken, turn))?;
        Some((message, channels::mps::login(&world.cast)))
    });
    let Some((message, login)) = message else {
        return;
    };
    let request = match &message {
        Message::Lookup { .. } | Message::Shipment { .. } | Message::Status { .. } => {
            channels::mps::request(&message, login.as_ref())
        }
    };
    let (heard, took) = send_in_turn(house, sandbox, permit, request, invoice.clone()).await;
    if took.is_zero() {
        hear(sandbox, permit, &invoice, &heard);
        return;
    }
    permit.enter(sandbox, |world| {
        let now = world.clock.now();
        let at = now.checked_add(took).unwrap_or(jiff::Timestamp::MAX);
        world.agenda.put(at, Due::Job(Job::Hear { invoice, heard }));
    });
}

fn hear(sandbox: &Arc<Sandbox>, permit: &Permit, invoice: &str, heard: &Heard) {
    permit.enter(sandbox, |world| {
        let Some(awaited) = world.models.router.awaited(invoice) else {
            return;
        };
        let answer = match awaited {
            Awaited::Lookup | Awaited::Shipment | Awaited::Status => {
                channels::mps::read(awaited, heard)
            }
        };
        world.take_turn(|model: &mut Model, turn| model.take_answer(invoice, answer, turn));
    });
}
