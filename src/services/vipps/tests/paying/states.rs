//! The state machine as far as payment providers, consumers and banks move it: every state, who
//! acts, and what comes of each call; and what the bank does on the day.

use jiff::SignedDuration;
use jiff::civil::date;

use super::people::{APP, BANK, OTHER};
use super::world::{WAYS, Way, World, approval};
use crate::domain::settings::SetBy;
use crate::services::vipps::faults::ProblemKind;
use crate::services::vipps::model::{Problem, Stage, State};

/// A word is the state that follows. A number is a refusal, and nothing has changed.
const STATES: &str = "
state              | who             | approved | pending | deleted
created            | fjordbank       | 404      | 404     | 404
rejected           | fjordbank       | 404      | 404     | 404
revoked early      | fjordbank       | 404      | 404     | 404
pending            | fjordbank       | approved | 409     | deleted
pending            | fjordbank 3305  | approved | 409     | deleted
pending            | other-bank      | approved | 409     | deleted
pending            | vipps-app       | approved | 409     | deleted
pending            | netbank         | approved | no      | deleted
by bank            | fjordbank       | approved | pending | deleted
by bank            | fjordbank 3305  | approved | pending | deleted
by bank            | other-bank      | 403      | 403     | 403
by bank            | vipps-app       | 403      | 403     | 403
by bank            | netbank         | approved | pending | deleted
by bank 3305       | fjordbank       | approved | pending | deleted
by bank 3305       | fjordbank 3305  | approved | pending | deleted
by bank 3305       | fjordbank 9999  | 403      | 403     | 403
by bank 3305       | other-bank 3305 | 403      | 403     | 403
by app             | vipps-app       | approved | pending | deleted
by app             | fjordbank       | 403      | 403     | 403
in netbank         | fjordbank       | 403      | 403     | 403
in netbank         | vipps-app       | 403      | 403     | 403
in netbank         | netbank         | approved | pending | deleted
by bank, then netb | fjordbank       | 403      | 403     | 403
cancelled in netb  | other-bank      | approved | 409     | deleted
back to pending    | other-bank      | approved | 409     | deleted
not covered        | other-bank      | approved | 409     | deleted
paid, by bank      | fjordbank       | 409      | 409     | 409
paid, by bank      | other-bank      | 409      | 409     | 409
paid, by bank      | netbank         | no       | no      | no
paid in netbank    | fjordbank       | 409      | 409     | 409
deleted by bank    | fjordbank       | 409      | 409     | 409
deleted by bank    | netbank         | no       | no      | no
deleted in netbank | fjordbank       | 409      | 409     | 409
withdrawn          | fjordbank       | 409      | 409     | 409
withdrawn          | netbank         | no       | no      | no
expired            | fjordbank       | 409      | 409     | 409
expired            | netbank         | no       | no      | no
";

/// A world with an invoice that stands so; none where it cannot come that way.
fn standing(state: &str, way: Way) -> Option<(World, String)> {
    let (mut world, id) = World::with_invoice(way);
    let early = |stage| {
        let mut world = World::new();
        let id = world.early("1", stage);
        (way == Way::Vipps).then_some((world, id))
    };
    let twelve_days = SignedDuration::from_hours(18 * 24);
    match state {
        "created" => return early(Stage::Created),
        "rejected" => {
            return early(Stage::Rejected(vec![Problem {
                kind: ProblemKind::InvalidAccountOwner,
                detail: String::new(),
            }]));
        }
        "revoked early" => return early(Stage::Revoked),
        "pending" => {}
        "by bank" => accepts(&mut world, BANK, &id, ""),
        "by bank 3305" => accepts(&mut world, BANK, &id, "3305"),
        "by app" => accepts(&mut world, APP, &id, ""),
        "in netbank" => assert!(world.does("approve", &id)),
        "by bank, then netb" => {
            accepts(&mut world, BANK, &id, "");
            assert!(world.does("approve", &id));
        }
        "cancelled in netb" => {
            accepts(&mut world, BANK, &id, "");
            assert!(world.does("cancel-approval", &id));
        }
        "back to pending" => {
            accepts(&mut world, BANK, &id, "");
            assert_eq!(world.changes(BANK, "pending", &id, "").status, 204);
        }
        "not covered" => {
            let body = r#"{"due": "2026-03-05T00:00:00+01:00", "amount": 1000001}"#;
            assert_eq!(world.changes(BANK, "approved", &id, body).status, 204);
            world.pass(SignedDuration::from_hours(4 * 24));
        }
        "paid, by bank" => {
            accepts(&mut world, BANK, &id, "");
            world.pass(twelve_days);
        }
        "paid in netbank" => assert!(world.does("pay", &id)),
        "deleted by bank" => assert_eq!(world.changes(BANK, "deleted", &id, "").status, 204),
        "deleted in netbank" => assert!(world.does("delete", &id)),
        "withdrawn" => world.withdraws(&id),
        "expired" => {
            let (setting, value) = ("vipps.expires", "true");
            world.settings.set(setting, value, SetBy::Change).unwrap();
            let id = world.invoice(way, "2", |it| it.due_date = date(2026, 2, 10));
            world.pass(SignedDuration::from_mins(20));
            return Some((world, id));
        }
        other => panic!("no state `{other}`"),
    }
    Some((world, id))
}

fn accepts(world: &mut World, by: &str, id: &str, bank_code: &str) {
    assert_eq!(world.approves(by, id, bank_code).status, 204);
}

fn state(world: &World, id: &str) -> State {
    world.row(id).shown.state
}

/// What comes of a call: the state that follows, or the status of the refusal.
fn comes_of(world: &mut World, id: &str, who: &str, to: &str) -> String {
    let before = (world.model.clone(), world.book.clone(), world.etag(id));
    let (by, bank_code) = who.split_once(' ').unwrap_or((who, ""));
    let outcome = if by == "netbank" {
        let action = match to {
            "approved" => "approve",
            "pending" => "cancel-approval",
            _ => "delete",
        };
        world.does(action, id).then_some(()).ok_or("no".to_owned())
    } else {
        let bank = match bank_code {
            "" => String::new(),
            code => format!(r#"{{"bankCode": "{code}"}}"#),
        };
        let body = if to == "approved" {
            approval(bank_code)
        } else {
            bank
        };
        let heard = world.changes(by, to, id, &body);
        match heard.told().as_str() {
            "204" => Ok(()),
            "403 /status-change-createdby-mismatch"
            | "404 /invoice-not-found"
            | "409 /state-transition-not-allowed" => Err(heard.status.to_string()),
            other => panic!("{who}, {to}: {other}"),
        }
    };
    let after = (world.model.clone(), world.book.clone(), world.etag(id));
    match outcome {
        Ok(()) => {
            assert_ne!(
                before.2, after.2,
                "{who}, {to}: the etag changes with the state"
            );
            state(world, id).as_str().to_owned()
        }
        Err(refused) => {
            assert!(
                before == after,
                "{who}, {to}: refused, and something changed"
            );
            refused
        }
    }
}

#[test]
fn every_call_of_everybody_leads_where_the_state_machine_says_or_nowhere() {
    let mut rows = STATES.trim().lines();
    let head: Vec<&str> = rows.next().unwrap().split('|').map(str::trim).collect();
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for way in WAYS {
            for (to, expected) in head.iter().zip(&cells).skip(2) {
                let Some((mut world, id)) = standing(cells[0], way) else {
                    continue;
                };
                let found = comes_of(&mut world, &id, cells[1], to);
                assert_eq!(
                    found, *expected,
                    "{way:?}: {} to {to} by {}",
                    cells[0], cells[1]
                );
            }
        }
    }
}

#[test]
fn an_unanswered_invoice_expires_where_and_as_long_as_the_setting_says_so_whichever_way_it_came() {
    for way in WAYS {
        let (mut world, id) = World::with_invoice(way);
        let before = world.etag(&id);
        world.expires();
        assert_eq!(state(&world, &id), State::Expired);
        assert_ne!(world.etag(&id), before);
        assert_eq!(world.get(BANK, "/invoices?state=expired").ids(), [&id]);
        assert!(!world.does("approve", &id) && !world.does("pay", &id));
        world.now -= SignedDuration::from_secs(1);
        assert_eq!(state(&world, &id), State::Pending, "the day has not begun");
        world.now += SignedDuration::from_secs(1);
        world
            .settings
            .set("vipps.expires", "false", SetBy::Change)
            .unwrap();
        assert_eq!(
            (state(&world, &id), world.etag(&id)),
            (State::Pending, before)
        );
        assert!(world.does("approve", &id));
        world.expires();
        assert_eq!(state(&world, &id), State::Approved, "answered in time");
    }
}

#[test]
fn the_bank_does_not_pay_as_an_invoice_what_its_claim_will_pay() {
    let (mut world, id) = World::with_invoice(Way::Nets);
    assert!(world.does("approve", &id));
    let book_id = world.book_id(&id);
    let mut copy = world.book.shown(&book_id).unwrap().clone();
    copy.by_direct_debit = true;
    world.book.put_back_invoice(book_id, copy);
    world.until("2026-03-20T06:30:00+01:00".parse().unwrap());
    assert_eq!(world.in_book(&id).as_str(), "approved");
}

#[test]
fn on_the_day_the_bank_pays_what_was_approved_anywhere_and_it_is_approved_for_good() {
    for way in WAYS {
        for approved_by in [BANK, OTHER, APP, "netbank"] {
            let (mut world, id) = World::with_invoice(way);
            if approved_by == "netbank" {
                assert!(world.does("approve", &id));
            } else {
                accepts(&mut world, approved_by, &id, "");
            }
            let before = world.etag(&id);
            world.until("2026-03-20T05:30:00+01:00".parse().unwrap());
            assert_eq!(world.in_book(&id).as_str(), "approved");
            world.until("2026-03-20T06:30:00+01:00".parse().unwrap());
            assert_eq!(world.in_book(&id).as_str(), "paid");
            assert_ne!(world.etag(&id), before);
            let heard = world.get(BANK, &format!("/invoices/{id}"));
            assert_eq!(heard.state(), "approved");
            assert_eq!(heard.body["status"]["due"], "2026-03-20T05:00:00Z");
            assert_eq!(heard.body["status"]["amount"], 25000);
        }
    }
}
