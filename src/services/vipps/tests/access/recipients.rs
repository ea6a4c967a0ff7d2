//! Recipient tokens, on both sides.

use jiff::SignedDuration;

use super::world::{BODIL, KARI, KARIS_PHONE, NOBODY, OLA, OLAS_PHONE, World, msisdn, nin};
use crate::domain::identity::NationalId;
use crate::domain::vipps::Product;
use crate::services::Spoken;
use crate::services::vipps::model::recipient_of;

const BOTH: [Product; 2] = [Product::Isp, Product::Ipp];

/// What a token is worth where it is used: whose it is, else the slug of the problem.
fn worth(world: &mut World, token: &str) -> Result<String, &'static str> {
    let (_, turn) = world.turn();
    let found = recipient_of(token, &turn);
    found
        .map(|recipient| recipient.person.to_string())
        .map_err(|fault| match fault.kind {
            crate::services::vipps::FaultKind::Problem(kind) => kind.row().slug,
            crate::services::vipps::FaultKind::Front(kind) => kind.name(),
        })
}

#[test]
fn a_token_is_given_for_whoever_said_yes_to_all_by_either_number_and_on_either_side() {
    let mut world = World::new();
    for product in BOTH {
        for (body, whose) in [
            (nin(KARI), "kari"),
            (msisdn(KARIS_PHONE), "kari"),
            (nin(BODIL), "bodil"),
            (
                format!(r#"{{"value":"{KARI}","type":"nin-no","more":[1]}}"#),
                "kari",
            ),
        ] {
            let heard = world.asks_for(product, &body);
            assert_eq!(heard.status, 200, "{}", heard.body);
            let token = heard.text("recipientToken").to_owned();
            assert_eq!(worth(&mut world, &token), Ok(whose.to_owned()));
        }
    }
}

#[test]
fn a_token_holds_for_15_minutes_of_the_sandbox() {
    let mut world = World::new();
    let heard = world.asks_for(Product::Isp, &nin(KARI));
    let token = heard.text("recipientToken").to_owned();
    world.advance(SignedDuration::from_secs(15 * 60 - 1));
    assert!(worth(&mut world, &token).is_ok());
    world.advance(SignedDuration::from_secs(1));
    assert_eq!(worth(&mut world, &token), Err("/recipient-token-expired"));
}

#[test]
fn a_token_of_another_sandbox_and_a_changed_one_are_worth_nothing() {
    let mut world = World::new();
    let theirs = World::of("y").asks_for(Product::Isp, &nin(KARI));
    let ours = world.asks_for(Product::Isp, &nin(KARI));
    let theirs = theirs.text("recipientToken").to_owned();
    let mut changed = ours.text("recipientToken").to_owned();
    changed.insert(20, 'A');
    for token in [theirs.as_str(), changed.as_str(), "x", "a.b.c", "blåbær"] {
        assert_eq!(worth(&mut world, token), Err("/invalid-recipient-token"));
    }
    assert_eq!(worth(&mut world, ""), Err("/missing-recipient-token"));
}

#[test]
fn whoever_is_unknown_or_said_no_is_not_found_and_nothing_tells_which() {
    let mut world = World::new();
    let details = |world: &mut World, body: String, value: &str| {
        let heard = world.asks_for(Product::Isp, &body);
        assert_eq!((heard.status, heard.slug()), (404, "/recipient-not-found"));
        let detail = heard.body["error"]["detail"].as_str().unwrap();
        detail.replace(value, "…")
    };
    let no = details(&mut world, nin(OLA), OLA);
    assert_eq!(details(&mut world, nin(NOBODY), NOBODY), no);
    let no = details(&mut world, msisdn(OLAS_PHONE), OLAS_PHONE);
    assert_eq!(details(&mut world, msisdn("4799999999"), "4799999999"), no);
}

#[test]
fn a_yes_that_was_taken_back_ends_what_may_be_asked_for_and_not_what_was_given() {
    let mut world = World::new();
    let heard = world.asks_for(Product::Isp, &nin(KARI));
    let token = heard.text("recipientToken").to_owned();
    let number = NationalId::parse(KARI).unwrap();
    let slug = crate::domain::slug::Slug::parse("kari").unwrap();
    let mut kari = world.cast.person(&slug).unwrap().as_ref().clone();
    assert_eq!(kari.ssn, number);
    kari.efaktura = None;
    world.cast.put_person(kari).unwrap();
    assert_eq!(world.asks_for(Product::Isp, &nin(KARI)).status, 404);
    assert!(worth(&mut world, &token).is_ok());
}

#[test]
fn a_number_is_refused_by_the_problem_of_its_kind() {
    let mut world = World::new();
    for (body, slug) in [
        (nin("04036125434"), "/invalid-recipient-value-nin"),
        (nin("0403612543"), "/invalid-recipient-value-nin"),
        (nin("040361 25433"), "/invalid-recipient-value-nin"),
        (nin(""), "/invalid-recipient-value-nin"),
        (msisdn("+4797777776"), "/invalid-recipient-value-msisdn"),
        (msisdn("97777776"), "/invalid-recipient-value-msisdn"),
        (msisdn("479777777"), "/invalid-recipient-value-msisdn"),
        (msisdn("47977777761"), "/invalid-recipient-value-msisdn"),
        (msisdn("004797777776"), "/invalid-recipient-value-msisdn"),
        (msisdn("47 97777776"), "/invalid-recipient-value-msisdn"),
        (msisdn("4797777blå"), "/invalid-recipient-value-msisdn"),
        (nin(KARI).replace("nin-no", "NIN-NO"), "/unknown-ident-type"),
        (nin(KARI).replace("nin-no", ""), "/unknown-ident-type"),
        (nin(KARI).replace("nin-no", "email"), "/unknown-ident-type"),
        (r#"{"type":"nin-no"}"#.into(), "/input-validation-failed"),
        (r#"{"value":"1"}"#.into(), "/input-validation-failed"),
        (
            r#"{"type":null,"value":"1"}"#.into(),
            "/input-validation-failed",
        ),
        ("{}".into(), "/input-validation-failed"),
        (String::new(), "/invalid-json"),
        ("null".into(), "/invalid-json"),
        ("[]".into(), "/invalid-json"),
        (r#"{"type":"nin-no","value":04}"#.into(), "/invalid-json"),
        (
            format!(r#"{{"type":"nin-no","value":{}}}"#, 12),
            "/invalid-json",
        ),
        (nin(KARI) + "x", "/invalid-json"),
        ("[".repeat(100_000), "/invalid-json"),
    ] {
        for product in BOTH {
            let heard = world.asks_for(product, &body);
            assert_eq!((heard.status, heard.slug()), (400, slug), "{:.80}", body);
        }
    }
}

#[test]
fn looking_up_by_phone_can_be_turned_off() {
    let mut world = World::with("vipps.msisdn_lookup", "false");
    let heard = world.asks_for(Product::Ipp, &msisdn(KARIS_PHONE));
    assert_eq!((heard.status, heard.slug()), (400, "/unknown-ident-type"));
    assert_eq!(world.asks_for(Product::Ipp, &nin(KARI)).status, 200);
}

#[test]
fn rules_know_whom_a_token_is_asked_for() {
    let mut world = World::new();
    let (_, facts) = world.asks_wishing(Product::Isp, &nin(KARI), None);
    assert_eq!(facts[0].consumer, [KARI]);
    let (_, facts) = world.asks_wishing(Product::Ipp, &msisdn(KARIS_PHONE), None);
    assert_eq!(facts[0].consumer, ["+4797777776"]);
}

#[test]
fn a_scenario_spoils_a_token_in_each_way_that_has_a_problem_where_it_is_used() {
    let mut world = World::new();
    for product in BOTH {
        for (wish, slug) in [
            ("earlyExpiry", "/recipient-token-expired"),
            ("brokenRecipientToken", "/invalid-recipient-token"),
            ("recipientTokenWithoutClaims", "/recipient-token-claims"),
            ("recipientTokenForNobody", "/parsing-recipient-token"),
        ] {
            let (heard, _) = world.asks_wishing(product, &nin(KARI), Some(wish));
            assert_eq!(heard.status, 200);
            let token = heard.text("recipientToken").to_owned();
            assert_eq!(worth(&mut world, &token), Err(slug));
        }
    }
}

#[test]
fn what_is_wrong_with_a_token_is_told_in_words() {
    let mut world = World::new();
    let (_, turn) = world.turn();
    let fault = recipient_of("x", &turn).unwrap_err();
    assert!(fault.why().contains("found"), "{}", fault.why());
}
