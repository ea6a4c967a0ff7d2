//! The state machine of an invoice, for senders and for Vipps itself: a row for each state, deed
//! and actor (Vipps: guide of the invoice API, states). Payment providers have a table of their
//! own.

use jiff::Timestamp;

use super::sending::world::{ID, SENDER, STRANGER, World};
use crate::consumer::PresentedState;
use crate::domain::money::Ore;

/// `paid` is `approved` on the wire, and final. `rejected*` is `rejected` where the setting
/// `vipps.revoke_rejected` holds.
const TABLE: &str = "
    from      | deed          | by       | answer                           | becomes
    none      | send          | sender   | 200                              | created
    created   | send          | sender   | 200                              | created
    pending   | send          | sender   | 200                              | pending
    rejected  | send          | sender   | 200                              | rejected
    approved  | send          | sender   | 200                              | approved
    paid      | send          | sender   | 200                              | approved
    deleted   | send          | sender   | 200                              | deleted
    revoked   | send          | sender   | 200                              | revoked
    expired   | send          | sender   | 200                              | expired
    created   | send other    | sender   | 409 invoice-conflict             | created
    pending   | send other    | sender   | 409 invoice-conflict             | pending
    rejected  | send other    | sender   | 409 invoice-conflict             | rejected
    revoked   | send other    | sender   | 409 invoice-conflict             | revoked
    created   | send          | stranger | 409 invoice-conflict             | created
    revoked   | send          | stranger | 409 invoice-conflict             | revoked
    created   | revoke        | sender   | 204                              | revoked
    pending   | revoke        | sender   | 204                              | revoked
    rejected  | revoke        | sender   | 409 state-transition-not-allowed | rejected
    rejected* | revoke        | sender   | 204                              | revoked
    approved  | revoke        | sender   | 409 state-transition-not-allowed | approved
    paid      | revoke        | sender   | 409 state-transition-not-allowed | approved
    deleted   | revoke        | sender   | 409 state-transition-not-allowed | deleted
    revoked   | revoke        | sender   | 409 state-transition-not-allowed | revoked
    expired   | revoke        | sender   | 409 state-transition-not-allowed | expired
    created   | revoke        | stranger | 403 invoice-status-issuer-only   | created
    pending   | revoke        | stranger | 403 invoice-status-issuer-only   | pending
    rejected  | revoke        | stranger | 409 state-transition-not-allowed | rejected
    rejected* | revoke        | stranger | 403 invoice-status-issuer-only   | rejected
    approved  | revoke        | stranger | 409 state-transition-not-allowed | approved
    paid      | revoke        | stranger | 409 state-transition-not-allowed | approved
    deleted   | revoke        | stranger | 409 state-transition-not-allowed | deleted
    revoked   | revoke        | stranger | 409 state-transition-not-allowed | revoked
    expired   | revoke        | stranger | 409 state-transition-not-allowed | expired
    created   | accept        | vipps    | -                                | pending
    created   | reject        | vipps    | -                                | rejected
    revoked   | accept        | vipps    | -                                | revoked
    pending   | end           | vipps    | -                                | expired
    approved  | end           | vipps    | -                                | approved
    paid      | end           | vipps    | -                                | approved
    deleted   | end           | vipps    | -                                | deleted
";

/// A world with an invoice in a state.
fn in_state(state: &str) -> World {
    let mut world = World::with("vipps.expires", "true");
    if state == "none" {
        return world;
    }
    assert_eq!(world.send().status, 200);
    let at = world.now;
    let amount = Ore::new(25043);
    let made = match state {
        "created" => return world,
        "rejected" | "rejected*" => {
            world.fire(Some("invalid-account-owner"));
            let may = if state == "rejected" { "false" } else { "true" };
            world.set("vipps.revoke_rejected", may);
            return world;
        }
        "revoked" => {
            let etag = world.etag();
            assert_eq!(world.revoke(SENDER, &etag, "first").status, 204);
            return world;
        }
        "expired" => {
            world.fire(None);
            world.now = over();
            // Its due date is past, and what is equal is good all the same.
            world.set("vipps.compare_first", "true");
            return world;
        }
        "pending" => PresentedState::Open,
        "approved" => PresentedState::Approved {
            amount,
            on: "2026-03-20".parse().unwrap(),
            at,
        },
        "paid" => PresentedState::Paid { amount, at },
        "deleted" => PresentedState::Deleted { at },
        other => panic!("no state `{other}`"),
    };
    world.fire(None);
    world.consumer_makes_it(made);
    world
}

/// 14 days after the due date.
fn over() -> Timestamp {
    "2026-04-03T00:00:00+02:00".parse().unwrap()
}

/// What comes of a deed.
fn does(world: &mut World, deed: &str, by: &str) -> String {
    let by = if by == "stranger" { STRANGER } else { SENDER };
    let heard = match deed {
        "send" => {
            let invoice = world.invoice();
            world.put(by, ID, &invoice)
        }
        "send other" => {
            let invoice = world.invoice_with("/subject", "another".into());
            world.put(by, ID, &invoice)
        }
        "revoke" => {
            let etag = world.etag();
            world.revoke(by, &etag, "key")
        }
        "accept" => {
            world.fire(None);
            return "-".to_owned();
        }
        "end" => {
            world.now = over();
            return "-".to_owned();
        }
        "reject" => {
            world.fire(Some("invoice-rejected-by-partner"));
            return "-".to_owned();
        }
        other => panic!("no deed `{other}`"),
    };
    match heard.said() {
        (status, "no problem") => status.to_string(),
        (status, slug) => format!("{status} {slug}"),
    }
}

#[test]
fn every_row_of_the_state_machine_holds() {
    let rows = TABLE.lines().filter(|line| !line.trim().is_empty()).skip(1);
    let mut count = 0;
    for line in rows {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [from, deed, by, answer, becomes] = cells.as_slice() else {
            panic!("not five cells: {line}");
        };
        let mut world = in_state(from);
        let before = world.stored().cloned();
        let presented = world.presented().cloned();
        assert_eq!(does(&mut world, deed, by), *answer, "{line}");
        assert_eq!(world.state(), *becomes, "{line}");
        if answer.starts_with('4') || (*answer == "200" && *from != "none") {
            assert_eq!(world.stored(), before.as_ref(), "{line}");
            assert_eq!(world.presented(), presented.as_ref(), "{line}");
        }
        count += 1;
    }
    assert_eq!(count, 40);
}
