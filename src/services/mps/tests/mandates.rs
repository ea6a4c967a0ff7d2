//! The creditor mandate API: who sees which mandates, and what of them.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{Request, Response};
use jiff::SignedDuration;
use serde_json::Value;

use super::world::{World, received};
use crate::consumer::{Mandate, MandateKey};
use crate::domain::account::AccountNumber;
use crate::domain::company::{
    ActsFor, AgreementStatus, AvtaleGiroAgreement, Company, DpiFacet, MpsFacet, MpsRole,
    RegistrationNumber,
};
use crate::domain::credentials::GivenLogin;
use crate::domain::identity::OrgNumber;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::rules;
use crate::domain::settings::SetBy;
use crate::domain::slug::Slug;
use crate::services::mps::{Desire, Mps, OPERATIONS, Wish};
use crate::services::{Caller, Field, Holds, Kind, Simulated};

/// Fjord's account, and that of its neighbour.
const ACCOUNT: &str = "86011117947";
const NEIGHBOUR: &str = "15030012345";
/// An account that nobody has.
const NOBODY: &str = "97104133219";
const LIST: &str = "/mps/creditor-mandate-api/v1/mandates?creditor_account=86011117947";
const CHANGES: &str = "/mps/creditor-mandate-api/v1/mandate-changes?creditor_account=86011117947";
const ONE: &str = "/mps/creditor-mandate-api/v1/mandates/";
/// What a payer allows, in øre; no byte of it may go out.
const LIMIT: i64 = 987_654;

fn company(slug: &str, number: &str, account: &str) -> Company {
    Company {
        slug: Slug::parse(slug).unwrap(),
        org_number: RegistrationNumber::Norwegian(OrgNumber::parse(number).unwrap()),
        name: slug.to_owned(),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: vec![AvtaleGiroAgreement {
            account: AccountNumber::parse(account).unwrap(),
            status: AgreementStatus::Active,
            kid_length: 8,
            reference_position: (1, 4),
            notification_by_email: false,
            notification_by_print: false,
            bank_agreement: true,
        }],
        dpi: DpiFacet::default(),
        mps: Some(MpsFacet {
            login: GivenLogin {
                user: Some(slug.to_owned()),
                password: Some(format!("{slug}-secret")),
            },
            roles: vec![MpsRole::Submitter],
            acts_for: ActsFor::Listed(Vec::new()),
            avtalegiro: true,
            names_service_provider: false,
            black_listed: None,
        }),
    }
}

fn world() -> World {
    let mut world = World::new();
    let mut cast = crate::domain::cast::Cast::empty(world.cast.sandbox().clone());
    cast.put_company(company("fjord", "304520817", ACCOUNT))
        .unwrap();
    cast.put_company(company("nabo", "363275370", NEIGHBOUR))
        .unwrap();
    world.cast = cast;
    world
}

fn key(account: &str, reference: &str) -> MandateKey {
    MandateKey {
        payee_account: AccountNumber::parse(account).unwrap(),
        kid: Kid::with_mod10(reference).unwrap(),
    }
}

fn mandate(active: bool) -> Mandate {
    Mandate {
        payer: Slug::parse("halgeir").unwrap(),
        payer_account: AccountNumber::parse("15032080119").ok(),
        notification: true,
        limit: Some(Ore::new(LIMIT)),
        active_at_mps: active,
        active_at_router: true,
    }
}

fn put(world: &mut World, reference: &str, mandate: Mandate) {
    let at = world.now;
    world.book.put_mandate(key(ACCOUNT, reference), mandate, at);
}

fn get(path: &str) -> Request<Bytes> {
    Request::get(path).body(Bytes::new()).unwrap()
}

fn as_user(path: &str, credentials: &str) -> Request<Bytes> {
    let basic = format!("Basic {}", BASE64_STANDARD.encode(credentials));
    let request = Request::get(path).header(AUTHORIZATION, basic);
    request.body(Bytes::new()).unwrap()
}

fn json(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

/// A good answer.
fn asked(world: &mut World, path: &str) -> Value {
    let response = world.send(get(path));
    assert_eq!(response.status(), 200, "{path}: {:?}", response.body());
    assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
    json(&response)
}

fn kids(page: &Value) -> Vec<&str> {
    let name = ["mandates", "changes"]
        .into_iter()
        .find(|it| page.get(it).is_some());
    let rows = page[name.unwrap()].as_array().unwrap();
    rows.iter()
        .map(|row| row["kid"].as_str().unwrap())
        .collect()
}

#[test]
fn a_payee_sees_its_mandates_with_payer_notice_status_and_instants() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    world.advance(SignedDuration::from_hours(1));
    let no_bank = Mandate {
        payer_account: None,
        notification: false,
        ..mandate(false)
    };
    put(&mut world, "2000001", no_bank);
    put(&mut world, "1000001", mandate(false));
    let page = asked(&mut world, LIST);
    let rows = &page["mandates"];
    assert_eq!(rows[0]["kid"], "10000016");
    assert_eq!(rows[0]["mandate_reference"], "86011117947-10000016");
    assert_eq!(rows[0]["creditor_account"], ACCOUNT);
    assert_eq!(rows[0]["debtor_account"], "15032080119");
    assert_eq!(rows[0]["mandate_currency"]["currency"], "NOK");
    let notice = |n: usize| &rows[n]["mandate_notification"]["other"]["notification"];
    let status = |n: usize| &rows[n]["mandate_acceptance_result"]["status"];
    assert_eq!((notice(0), notice(1)), (&"Yes".into(), &"No".into()));
    assert_eq!(status(0), "INACTIVE");
    assert_eq!(rows[0]["created_at"], "2026-03-02T08:00:00Z");
    assert_eq!(rows[0]["changed_at"], "2026-03-02T09:00:00Z");
    assert_eq!(rows[1]["debtor_account"], Value::Null);
    assert_eq!(page["more"], false);
    assert_eq!(page["next_cursor"], Value::Null);
}

#[test]
fn mandates_are_found_by_status_and_by_the_fixed_part_of_a_kid() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    put(&mut world, "2000001", mandate(false));
    let mut found = |filter: &str| {
        let page = asked(&mut world, &format!("{LIST}{filter}"));
        let kids: Vec<String> = kids(&page).into_iter().map(str::to_owned).collect();
        kids
    };
    assert_eq!(found("&status=ACTIVE"), ["10000016"]);
    assert_eq!(found("&status=INACTIVE"), ["20000014"]);
    assert_eq!(found("&status=PENDING"), [""; 0]);
    let claim = Kid::with_mod10("2000777").unwrap();
    assert_eq!(found(&format!("&kid={claim}")), ["20000014"]);
    let shorter = Kid::with_mod10("2000").unwrap();
    assert_eq!(found(&format!("&kid={shorter}")), [""; 0]);
}

#[test]
fn pages_follow_each_other_while_mandates_come_and_go() {
    let mut world = world();
    for n in 1..=5 {
        put(&mut world, &format!("{n}000001"), mandate(true));
    }
    let first = asked(&mut world, &format!("{LIST}&limit=2"));
    assert_eq!(kids(&first), ["10000016", "20000014"]);
    assert_eq!(first["more"], true);
    let at = world.now;
    world.book.end_mandate(&key(ACCOUNT, "2000001"), at);
    put(&mut world, "0000001", mandate(true));
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = asked(&mut world, &format!("{LIST}&limit=3&cursor={cursor}"));
    assert_eq!(kids(&next).len(), 3);
    assert_eq!(kids(&next)[0], "30000012");
    assert_eq!(next["more"], false);
}

#[test]
fn changes_tell_what_was_made_changed_and_ended_and_when() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    world.advance(SignedDuration::from_hours(1));
    let quiet = Mandate {
        notification: false,
        ..mandate(true)
    };
    put(&mut world, "1000001", quiet.clone());
    let at = world.now;
    let others = key(NEIGHBOUR, "1000001");
    world.book.put_mandate(others, mandate(true), at);
    // What the payer allows is nobody else's business.
    let limit = Some(Ore::new(LIMIT + 1));
    put(&mut world, "1000001", Mandate { limit, ..quiet });
    world.advance(SignedDuration::from_hours(1));
    let at = world.now;
    world.book.end_mandate(&key(ACCOUNT, "1000001"), at);
    let page = asked(&mut world, &format!("{CHANGES}&since=2026-03-02T08:00:00Z"));
    let rows = page["changes"].as_array().unwrap();
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            let notice = &row["mandate_notification"]["other"]["notification"];
            let status = &row["mandate_acceptance_result"]["status"];
            let text = format!("{} {} {notice} {status}", row["happened_at"], row["change"]);
            text.replace('"', "")
        })
        .collect();
    assert_eq!(
        told,
        [
            "2026-03-02T08:00:00Z MADE Yes ACTIVE",
            "2026-03-02T09:00:00Z CHANGED No ACTIVE",
            "2026-03-02T10:00:00Z ENDED No INACTIVE",
        ]
    );
    let later = asked(&mut world, &format!("{CHANGES}&since=2026-03-02T09:00:01Z"));
    assert_eq!(later["changes"].as_array().unwrap().len(), 1);
}

#[test]
fn whoever_goes_on_from_a_cursor_meets_every_change_once_even_while_the_clock_stands() {
    let mut world = world();
    for n in 1..=3 {
        put(&mut world, &format!("{n}000001"), mandate(true));
        let at = world.now;
        let others = key(NEIGHBOUR, &format!("{n}000001"));
        world.book.put_mandate(others, mandate(true), at);
    }
    let mut seen = Vec::new();
    let mut from = "since=2026-03-01T00:00:00Z".to_owned();
    for round in 0..6 {
        let page = asked(&mut world, &format!("{CHANGES}&limit=1&{from}"));
        seen.extend(kids(&page).into_iter().map(str::to_owned));
        assert_eq!(page["more"], round < 2 || round == 3, "round {round}");
        from = format!("cursor={}", page["next_cursor"].as_str().unwrap());
        // Two more happen at the same instant.
        if round == 2 {
            put(&mut world, "4000001", mandate(true));
            put(&mut world, "5000001", mandate(true));
        }
    }
    assert_eq!(
        seen,
        ["10000016", "20000014", "30000012", "40000010", "50000017"]
    );
}

#[test]
fn one_mandate_is_found_by_its_reference_until_it_ends() {
    let mut world = world();
    let dashed = MandateKey {
        kid: Kid::parse("23-").unwrap(),
        ..key(ACCOUNT, "1")
    };
    let at = world.now;
    world.book.put_mandate(dashed.clone(), mandate(true), at);
    let path = format!("{ONE}{ACCOUNT}-{}", dashed.kid);
    assert_eq!(asked(&mut world, &path)["kid"], dashed.kid.as_str());
    world.book.end_mandate(&dashed, at);
    for path in [
        path,
        format!("{ONE}nonsense"),
        format!("{ONE}{ACCOUNT}"),
        format!("{ONE}8601.11.17947-10000016"),
        format!("{ONE}{ACCOUNT}-10000018"),
        format!("{ONE}%C3%A6"),
    ] {
        let response = world.send(get(&path));
        assert_eq!(response.status(), 404, "{path}");
        let text = json(&response)["detail"].as_str().unwrap().to_owned();
        assert!(text.contains("expected"), "{text}");
    }
}

#[test]
fn the_payers_limit_is_on_no_wire() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    for path in [
        LIST.to_owned(),
        format!("{CHANGES}&since=2026-03-01T00:00:00Z"),
        format!("{ONE}{ACCOUNT}-10000016"),
    ] {
        let text = asked(&mut world, &path).to_string();
        for trace in ["987654", "9876.54", "987 654", "limit", "halgeir"] {
            assert!(!text.contains(trace), "{trace} in {text}");
        }
    }
}

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

#[test]
fn whatever_cannot_be_read_is_refused_with_what_was_found_and_expected() {
    for (path, status, told) in [
        (
            format!("{LIST}&stauts=ACTIVE"),
            400,
            "did you mean `status`?",
        ),
        (
            format!("{LIST}&limit=2&limit=3"),
            400,
            "limit: expected it once",
        ),
        (format!("{LIST}&limit=0"), 400, "from 1 to 1000, found `0`"),
        (format!("{LIST}&limit=1001"), 400, "found `1001`"),
        (format!("{LIST}&limit=99999999999999999999"), 400, "limit:"),
        (
            format!("{LIST}&status=active"),
            400,
            "ACTIVE, INACTIVE, PENDING",
        ),
        (format!("{LIST}&kid=10000018"), 400, "kid:"),
        (
            format!("{LIST}&cursor=MTIz"),
            400,
            "cursor: expected the next_cursor",
        ),
        (format!("{LIST}&cursor=%C3%A6"), 400, "found `æ`"),
        (format!("{LIST}&x=%zz"), 400, "two hexadecimal digits"),
        (
            LIST.replace(ACCOUNT, "86011117948"),
            400,
            "creditor_account:",
        ),
        (LIST.replace("creditor_account", "kid"), 400, "found none"),
        (
            LIST.replace(&format!("?creditor_account={ACCOUNT}"), ""),
            400,
            "found none",
        ),
        (CHANGES.to_owned(), 400, "found neither"),
        (format!("{CHANGES}&since=monday"), 400, "found `monday`"),
        (
            format!("{CHANGES}&since=2026-03-02T09:00:00+01:00"),
            400,
            "a plus sign is written %2B",
        ),
        (
            format!("{CHANGES}&since=2026-03-02T09:00:00Z&cursor=x"),
            400,
            "cursor:",
        ),
        (
            format!("{ONE}{ACCOUNT}-10000016?limit=1"),
            400,
            "expected no parameters",
        ),
        (
            "/mps/creditor-mandate-api/v1/".to_owned(),
            404,
            "expected one of the paths",
        ),
        (
            "/mps/creditor-mandate-api/v2/mandates".to_owned(),
            404,
            "expected one",
        ),
        (format!("{ONE}a/b"), 404, "expected one of the paths"),
    ] {
        let refused = Mps.decode(&received(get(&path))).unwrap_err();
        assert_eq!(refused.response.status(), status, "{path}: {}", refused.why);
        assert!(refused.why.contains(told), "{path}: {}", refused.why);
        assert_eq!(json(&refused.response)["detail"], refused.why.as_str());
        assert!(refused.rule.is_none_or(|rule| rules::find(rule).is_some()));
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

#[test]
fn a_scenario_can_let_mandates_wait_or_the_service_fail() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    let one = format!("{ONE}{ACCOUNT}-10000016");
    let wish = |path: &str| {
        let mut decoded = Mps.decode(&received(get(path))).unwrap();
        decoded.command.wish = Desire::parse("PENDING").map(|what| Wish {
            what,
            rows: vec![0],
        });
        decoded
    };
    let decoded = wish(&one);
    let said = world.apply(decoded.command);
    let answer = json(&Mps.encode(&decoded.echo, said.as_ref()));
    assert_eq!(answer["mandate_acceptance_result"]["status"], "PENDING");
    let decoded = wish(&format!("{LIST}&status=ACTIVE"));
    let said = world.apply(decoded.command);
    let answer = json(&Mps.encode(&decoded.echo, said.as_ref()));
    assert_eq!(kids(&answer), [""; 0]);
    for (name, status) in [("serverFault", 500), ("authentication", 401)] {
        let mut decoded = Mps.decode(&received(get(&one))).unwrap();
        let mut rows = crate::services::mps::SCRIPTED.iter();
        let row = rows.find(|row| row.name == name && row.on.contains(&decoded.operation.id));
        let staged = Mps.stage(row.unwrap(), decoded.command, &mut decoded.echo, &[0]);
        let crate::services::Staged::Refused(fault) = staged else {
            panic!("{name} is said at once");
        };
        let response = Mps.encode(&decoded.echo, Err(&fault));
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
    }
}

#[test]
fn every_field_of_an_answer_stands_in_the_table_as_modelled() {
    let mut world = world();
    put(&mut world, "1000001", mandate(true));
    for (id, path) in [
        ("mps.mandates.list", format!("{LIST}&limit=1")),
        (
            "mps.mandates.changes",
            format!("{CHANGES}&since=2026-03-01T00:00:00Z"),
        ),
        ("mps.mandates.get", format!("{ONE}{ACCOUNT}-10000016")),
    ] {
        let row = OPERATIONS.iter().find(|row| row.id == id).unwrap();
        let answer = asked(&mut world, &path);
        fits(row.contract.unwrap().response, &answer, id);
    }
}

fn fits(fields: &[Field], value: &Value, place: &str) {
    let value = value.as_object().unwrap_or_else(|| panic!("{place}"));
    assert_eq!(value.len(), fields.len(), "{place}: {value:?}");
    for field in fields {
        let place = format!("{place} > {}", field.name);
        assert_eq!(field.known, None, "{place}");
        let found = value.get(field.name).unwrap_or_else(|| panic!("{place}"));
        match field.holds {
            Holds::Fields(shape) => match found.as_array() {
                Some(rows) => rows.iter().for_each(|row| fits(shape.fields, row, &place)),
                None => fits(shape.fields, found, &place),
            },
            Holds::Value(Kind::Word(words)) => {
                assert!(words.contains(&found.as_str().unwrap()), "{place}: {found}");
            }
            Holds::Value(_) | Holds::Choice(_) => {}
        }
    }
}
