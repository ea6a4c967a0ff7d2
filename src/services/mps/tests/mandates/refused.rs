//! Who is let in, and what is refused.

use bytes::Bytes;
use http::Request;
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};

use super::payees::{
    ACCOUNT, ALL, CHANGES, LIST, NOBODY, ONE, as_user, asked, get, json, mandate, put, world,
};
use crate::domain::rules;
use crate::domain::settings::SetBy;
use crate::services::mps::Mps;
use crate::services::mps::tests::world::received;
use crate::services::{Caller, Simulated};

#[test]
fn a_user_sees_the_accounts_of_companies_it_acts_for_and_no_others() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    let of = |account: &str| LIST.replace(ACCOUNT, account);
    for (path, user, status, rule) in [
        (of(ACCOUNT), "fjord:fjord-secret", 200, None),
        (
            of(ACCOUNT),
            "nabo:nabo-secret",
            403,
            Some("MPS-MANDATE-USER"),
        ),
        (
            of(NOBODY),
            "nabo:nabo-secret",
            404,
            Some("MPS-MANDATE-ACCOUNT"),
        ),
        (
            CHANGES.to_owned() + "&since=2026-03-01T00:00:00Z",
            "nabo:nabo-secret",
            403,
            Some("MPS-MANDATE-USER"),
        ),
        (
            format!("{ONE}{ACCOUNT}-10000016"),
            "nabo:nabo-secret",
            403,
            Some("MPS-MANDATE-USER"),
        ),
        // Whether there is such a mandate is not told either.
        (
            format!("{ONE}{ACCOUNT}-20000014"),
            "nabo:nabo-secret",
            403,
            Some("MPS-MANDATE-USER"),
        ),
    ] {
        let response = world.send(as_user(&path, user));
        assert_eq!(response.status(), status, "{path} {user}");
        if let Some(rule) = rule {
            assert!(rules::find(rule).is_some(), "{rule}");
            assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
            let problem = json(&response);
            assert_eq!(problem["status"], status);
            assert!(problem["detail"].as_str().unwrap().starts_with("expected"));
        }
    }
}

#[test]
fn each_user_is_let_in_or_refused_as_the_setting_says() {
    let bearer = Request::get(LIST).header(AUTHORIZATION, "Bearer x");
    let unread = Request::get(LIST).header(AUTHORIZATION, "Basic ???");
    for (request, judged, enforced) in [
        (get(LIST), 200, 401),
        (as_user(LIST, "fjord:fjord-secret"), 200, 200),
        (as_user(LIST, "fjord:wrong:er"), 401, 401),
        (as_user(LIST, "somebody:fjord-secret"), 401, 401),
        (as_user(LIST, "no colon"), 401, 401),
        (bearer.body(Bytes::new()).unwrap(), 401, 401),
        (unread.body(Bytes::new()).unwrap(), 401, 401),
    ] {
        for (setting, status) in [
            ("off", 200),
            ("when-present", judged),
            ("enforce", enforced),
        ] {
            let mut world = world();
            let set = world.settings.set("mps.security", setting, SetBy::Change);
            set.unwrap();
            let answer = world.send(request.clone());
            assert_eq!(answer.status(), status, "{setting} {:?}", request.headers());
            let asks = answer.headers().contains_key(WWW_AUTHENTICATE);
            assert_eq!(asks, status == 401);
            let text = json(&answer).to_string();
            assert!(
                !text.contains("somebody") && !text.contains("secret"),
                "{text}"
            );
        }
    }
    let named = received(as_user(LIST, "fjord:fjord-secret"));
    let fjord = Caller::Credential("fjord".to_owned());
    assert_eq!(Mps.caller(&named), Some(fjord));
    assert_eq!(Mps.caller(&received(get(LIST))), None);
}

#[test]
fn the_journal_is_told_why_a_user_is_refused_and_never_a_password() {
    for (credentials, why) in [
        ("fjord:wrong", "a wrong password for user `fjord`"),
        ("somebody:secret", "unknown user `somebody`"),
        ("no colon", "Basic with no Base64 of user:password"),
    ] {
        let decoded = Mps.decode(&received(as_user(LIST, credentials))).unwrap();
        assert!(!format!("{:?}", decoded.command).contains("wrong"));
        let fault = world().apply(decoded.command).unwrap_err();
        assert!(fault.found.contains(why), "{}", fault.found);
    }
}

/// What is wrong with a query, and what is said about it.
const QUERIES: &[(&str, &str, &str)] = &[
    (LIST, "&stauts=ACTIVE", "did you mean `status`?"),
    (LIST, "&limit=2&limit=3", "limit: expected it once"),
    (LIST, "&limit=0", "from 1 to 1000, found `0`"),
    (LIST, "&limit=1001", "found `1001`"),
    (LIST, "&limit=99999999999999999999", "limit:"),
    (LIST, "&status=active", "ACTIVE, INACTIVE, PENDING"),
    (LIST, "&kid=10000018", "kid:"),
    (LIST, "&cursor=MTIz", "cursor: expected the next_cursor"),
    (LIST, "&cursor=%C3%A6", "found `æ`"),
    (LIST, "&x=%zz", "two hexadecimal digits"),
    (ALL, "", "creditor_account: expected the account of a payee"),
    (ALL, "?creditor_account=86011117948", "creditor_account:"),
    (ALL, "?kid=10000016", "found none"),
    (CHANGES, "", "found neither"),
    (CHANGES, "&since=monday", "found `monday`"),
    (
        CHANGES,
        "&since=2026-03-02T09:00:00+01:00",
        "a plus sign is written %2B",
    ),
    (CHANGES, "&since=2026-03-02T09:00:00Z&cursor=x", "cursor:"),
    (
        CHANGES,
        "&since=2026-03-02T09:00:00Z&cursor=MjAyNi0wMy0wMlQwODowMDowMFogMQ",
        "found both",
    ),
    (
        ONE,
        "86011117947-10000016?limit=1",
        "expected no parameters",
    ),
];

#[test]
fn a_query_that_cannot_be_read_is_refused_with_what_was_found_and_expected() {
    for (path, query, told) in QUERIES {
        let refused = Mps.decode(&received(get(&format!("{path}{query}"))));
        let refused = refused.unwrap_err();
        assert_eq!(refused.response.status(), 400, "{query}: {}", refused.why);
        assert!(refused.why.contains(told), "{query}: {}", refused.why);
        assert_eq!(json(&refused.response)["detail"], refused.why.as_str());
        assert!(refused.rule.is_some_and(|rule| rules::find(rule).is_some()));
    }
}

#[test]
fn nothing_but_a_get_at_a_known_address_is_answered() {
    for path in [
        "/mps/creditor-mandate-api/v1/",
        "/mps/creditor-mandate-api/v2/mandates",
        "/mps/creditor-mandate-api/v1/mandates/a/b",
    ] {
        let refused = Mps.decode(&received(get(path))).unwrap_err();
        assert_eq!(refused.response.status(), 404, "{path}");
        let told = "expected one of the paths /creditor-mandate-api/v1/mandates, ";
        assert!(refused.why.starts_with(told), "{}", refused.why);
    }
    let post = Request::post(LIST).body(Bytes::new()).unwrap();
    let refused = Mps.decode(&received(post)).unwrap_err();
    assert_eq!(refused.response.status(), 405);
    assert_eq!(refused.response.headers()[ALLOW], "GET");
    let mut large = received(get(LIST));
    large.too_large = Some(8);
    let refused = Mps.decode(&large).unwrap_err();
    assert_eq!(refused.response.status(), 413);
}

#[test]
fn a_cursor_of_another_world_is_refused_and_not_guessed_at() {
    let mut first = world();
    put(&mut first, "1000001", mandate(true));
    let page = asked(&mut first, &format!("{CHANGES}&since=2026-03-01T00:00:00Z"));
    let cursor = page["next_cursor"].as_str().unwrap();
    let response = world().send(get(&format!("{CHANGES}&cursor={cursor}")));
    assert_eq!(response.status(), 400);
    let detail = json(&response)["detail"].as_str().unwrap().to_owned();
    assert!(
        detail.contains("behind 1 changes of 2026-03-02T08:00:00Z"),
        "{detail}"
    );
}
