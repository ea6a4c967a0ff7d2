//! Consumers, suppliers, persons and scopes.

use serde_json::{Value, json};

use super::world::{
    DELEGATED, DPI, Draft, HAMLET, HAMLET_NUMBER, KARI, KRR, PROVIDER, TOWN, TOWN_NUMBER, USER,
    VILLAGE, VILLAGE_NUMBER, World, scope,
};

fn code(world: &mut World, draft: &Draft) -> (u16, String) {
    let heard = world.asks(draft);
    (heard.status, heard.code().to_owned())
}

fn is(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[test]
fn a_scope_is_registered_on_the_client_or_refused() {
    let mut world = World::new();
    for bad in [
        json!("krr:global/hentendring.read"),
        json!(format!("{KRR} krr:global/hentendring.read")),
        json!("ø"),
        json!("  "),
        json!(""),
        json!(["a:b"]),
        Value::Null,
    ] {
        let draft = world.grant(TOWN, KRR).saying("scope", bad.clone());
        assert_eq!(code(&mut world, &draft), is(400, "MP-200"), "{bad}");
    }
}

#[test]
fn scopes_of_persons_need_a_person_and_the_setting() {
    let mut world = World::new();
    let without = world.grant(TOWN, USER);
    assert_eq!(code(&mut world, &without), is(400, "MP-201"));
    let with = without.saying("pid", json!(KARI));
    let none = with.clone().saying("scope", json!("krr:user/spraak.write"));
    assert_eq!(code(&mut world, &none), is(400, "MP-200"));
    world.set("maskinporten.user_tokens", "false");
    assert_eq!(code(&mut world, &with), is(400, "MP-201"));
    world.set("maskinporten.user_tokens", "true");
    assert_eq!(code(&mut world, &with), is(200, ""));
}

#[test]
fn a_scope_that_its_owner_took_back_is_forbidden() {
    let mut world = World::new();
    world.change_client(TOWN, |client| client.withdrawn.push(scope(KRR)));
    let draft = world.grant(TOWN, KRR);
    assert_eq!(code(&mut world, &draft), is(403, "MP-250"));
    assert_eq!(world.asks(&draft).text("error"), "forbidden");
    let other = world.grant(TOWN, DPI);
    assert_eq!(code(&mut world, &other), is(200, ""));
}

#[test]
fn digital_post_needs_an_agreement_with_digdir() {
    let mut world = World::new();
    for (slug, expected) in [
        (HAMLET, is(403, "MP-250")),
        (VILLAGE, is(200, "")),
        // Nor may the access provider send for itself.
        (PROVIDER, is(403, "MP-250")),
    ] {
        let draft = world.grant(slug, DPI);
        assert_eq!(code(&mut world, &draft), expected, "{slug}");
    }
}

#[test]
fn who_acts_for_another_has_its_delegation() {
    let mut world = World::new();
    for (scopes, consumer, expected) in [
        (DPI, TOWN_NUMBER, is(200, "")),
        (DPI, VILLAGE_NUMBER, is(403, "MP-251")),
        (DPI, HAMLET_NUMBER, is(403, "MP-250")),
        (DELEGATED, HAMLET_NUMBER, is(403, "MP-251")),
        // Nobody of the cast.
        (DELEGATED, "310000027", is(403, "MP-251")),
        (KRR, TOWN_NUMBER, is(400, "MP-200")),
    ] {
        let draft = world.grant(PROVIDER, scopes);
        let draft = draft.saying("consumer_org", json!(consumer));
        assert_eq!(code(&mut world, &draft), expected, "{scopes} {consumer}");
    }
}

#[test]
fn a_scope_taken_back_from_the_consumer_or_the_supplier_is_forbidden() {
    for slug in [TOWN, PROVIDER] {
        let mut world = World::new();
        world.change_client(slug, |client| client.withdrawn.push(scope(DPI)));
        let draft = world.grant(PROVIDER, DPI);
        let draft = draft.saying("consumer_org", json!(TOWN_NUMBER));
        assert_eq!(code(&mut world, &draft), is(403, "MP-250"), "{slug}");
    }
}

#[test]
fn a_consumer_is_named_once_and_is_another_organisation() {
    let mut world = World::new();
    for claim in ["consumer_org", "iss_onbehalfof"] {
        let own = world.grant(TOWN, KRR).saying(claim, json!(TOWN_NUMBER));
        assert_eq!(code(&mut world, &own), is(400, "invalid_request"));
        for bad in [json!("36492611"), json!("364926112"), json!(7), json!("")] {
            let draft = world.grant(PROVIDER, DPI).saying(claim, bad.clone());
            assert_eq!(
                code(&mut world, &draft),
                is(400, "invalid_request"),
                "{bad}"
            );
        }
    }
    let both = world
        .grant(PROVIDER, DPI)
        .saying("consumer_org", json!(TOWN_NUMBER));
    let both = both.saying("iss_onbehalfof", json!(TOWN_NUMBER));
    assert_eq!(code(&mut world, &both), is(400, "invalid_request"));
}

#[test]
fn persons_and_audiences_that_cannot_be_read_are_told() {
    let mut world = World::new();
    for (claim, bad) in [
        ("pid", json!("04036125434")),
        ("pid", json!(4_036_125_433_u64)),
        ("resource", json!([])),
        ("resource", json!([1])),
        ("resource", json!({})),
    ] {
        let draft = world.grant(TOWN, KRR).saying(claim, bad.clone());
        assert_eq!(
            code(&mut world, &draft),
            is(400, "invalid_request"),
            "{claim} {bad}"
        );
    }
}

#[test]
fn details_of_an_authorization_are_judged_and_then_refused_as_not_simulated() {
    let mut world = World::new();
    let party = json!({ "authority": "iso6523-actorid-upis", "ID": "0192:364926111" });
    let user = |party: &Value| json!({ "type": "urn:altinn:systemuser", "systemuser_org": party });
    let mut odd = party.clone();
    odd["name"] = json!("x");
    let mut nobody = party.clone();
    nobody["ID"] = json!("0192:364926112");
    let mut referred = user(&party);
    referred["externalRef"] = json!("mine");
    let mut more = user(&party);
    more["system_id"] = json!("x");
    for (details, expected) in [
        (json!([{ "type": "urn:other" }]), is(400, "MP-301")),
        (json!([user(&odd)]), is(400, "MP-302")),
        (json!([more]), is(400, "MP-302")),
        (json!([user(&nobody)]), is(400, "MP-303")),
        (
            json!([{ "type": "urn:altinn:systemuser" }]),
            is(400, "MP-303"),
        ),
        (json!([user(&party), user(&party)]), is(400, "MP-303")),
        (json!(user(&party)), is(400, "MP-303")),
        (json!([]), is(400, "MP-303")),
        (json!([user(&party)]), is(501, "server_error")),
        (json!([referred]), is(501, "server_error")),
        (
            json!([{ "type": "urn:altinn:consent" }]),
            is(501, "server_error"),
        ),
    ] {
        let draft = world
            .grant(TOWN, KRR)
            .saying("authorization_details", details.clone());
        assert_eq!(code(&mut world, &draft), expected, "{details}");
    }
}

#[test]
fn claims_that_no_document_has_are_taken_but_by_the_strict_profile() {
    let mut world = World::new();
    let draft = world.grant(TOWN, KRR).saying("sub", json!("x"));
    assert_eq!(code(&mut world, &draft), is(200, ""));
    world.set("profile", "strict");
    let draft = draft.saying("jti", json!("another"));
    assert_eq!(code(&mut world, &draft), is(400, "invalid_request"));
    let draft = draft.saying("sub", Value::Null);
    assert_eq!(code(&mut world, &draft), is(200, ""));
}
