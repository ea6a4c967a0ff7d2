//! Files that MPS sends by itself: when, and how armed rules disturb it.

use serde_json::{Value, json};

use super::{Server, refused};
use crate::domain::giro::CustomerUnit;
use crate::domain::slug::Slug;
use crate::http::default_sandbox;

const HALGEIR: &str = "/sandboxes/default/people/halgeir";
const FAULTS: &str = "/sandboxes/default/faults";

/// A server on whose default sandbox somebody is told of Halgeir's mandate: its account and KID.
fn server() -> (Server, String, String) {
    let server = Server::start();
    let sandbox = server.0.sandboxes.get(&default_sandbox()).unwrap();
    let mut room = sandbox.lock();
    let world = &mut room.world;
    let halgeir = Slug::parse("halgeir").unwrap();
    let (key, _) = world.book.mandates_of(&halgeir).next().unwrap();
    let (account, kid) = (key.payee_account.to_string(), key.kid.as_str().to_owned());
    let (company, _) = world.cast.agreement_on(&account).unwrap();
    let mut company = company.as_ref().clone();
    let mut agreements = company.avtalegiro.iter_mut();
    let agreement = agreements.find(|it| it.account.as_str() == account);
    agreement.unwrap().data_receivers = vec![CustomerUnit::parse("00230999").unwrap()];
    world.cast.put_company(company).unwrap();
    drop(room);
    (server, account, kid)
}

async fn set(server: &Server, to: &str) -> Vec<String> {
    let path = "/sandboxes/default/clock/set";
    let (status, moved) = server.post(path, &json!({ "to": to })).await;
    assert_eq!(status, 200, "{moved}");
    let ran = moved["ran"].as_array().unwrap().iter();
    ran.map(|ran| {
        format!(
            "{} {}",
            ran["at"].as_str().unwrap(),
            ran["what"].as_str().unwrap()
        )
    })
    .collect()
}

async fn end_mandate(server: &Server, account: &str, kid: &str) {
    let fields = json!({"payee_account": account, "kid": kid});
    let path = format!("{HALGEIR}/actions/end-mandate");
    let (status, told) = server.post(&path, &fields).await;
    assert_eq!(status, 200, "{told}");
}

/// What the journal holds of a kind.
async fn told(server: &Server, kind: &str) -> Vec<String> {
    let path = format!("/sandboxes/default/journal?kind={kind}");
    let entries = server.get(&path).await;
    let entries = entries["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["text"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changes_before_easter_is_told_at_noon_on_the_first_bank_day_after_it() {
    let (server, account, kid) = server();
    set(&server, "2026-04-01T13:00:00+02:00").await;
    end_mandate(&server, &account, &kid).await;
    let ran = set(&server, "2026-04-08T00:00:00+02:00").await;
    assert_eq!(
        ran,
        ["2026-04-07T12:00:00+02:00 MPS sends files to data receivers"]
    );
    let sent = told(&server, "files.sent").await;
    let [sent] = &sent[..] else {
        panic!("{sent:?}")
    };
    assert!(sent.contains("FBO.D260407.T120000"), "{sent}");
    assert!(sent.contains("1 mandates, 0 payments"), "{sent}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_told_of_an_account_without_data_receivers() {
    let (server, account, kid) = server();
    {
        let sandbox = server.0.sandboxes.get(&default_sandbox()).unwrap();
        let mut room = sandbox.lock();
        let (company, _) = room.world.cast.agreement_on(&account).unwrap();
        let mut company = company.as_ref().clone();
        for agreement in &mut company.avtalegiro {
            agreement.data_receivers.clear();
        }
        room.world.cast.put_company(company).unwrap();
    }
    end_mandate(&server, &account, &kid).await;
    let ran = set(&server, "2026-03-09T00:00:00+01:00").await;
    assert_eq!(told(&server, "files.sent").await, [""; 0], "{ran:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_keeps_files_back_for_a_day_and_lets_a_consumer_act() {
    let (server, account, kid) = server();
    let rule = json!({
        "on": "mps.files.deliver", "times": 1,
        "when": {"consumer": "halgeir", "kid": kid},
        "then": {
            "fault": "noFile", "act": "block-issuer", "person": "halgeir",
            "fields": {"issuer": "fjord-energi"},
        },
    });
    let (status, armed) = server.post(FAULTS, &rule).await;
    assert_eq!(status, 201, "{armed}");
    let other = json!({
        "on": "mps.files.deliver", "when": {"kid": "1234"}, "then": {"fault": "sameFileTwice"},
    });
    server.post(FAULTS, &other).await;
    // A rule about all requests is not about what nobody asked for.
    let all = json!({"on": "mps", "then": {"status": 503}});
    server.post(FAULTS, &all).await;
    end_mandate(&server, &account, &kid).await;
    let ran = set(&server, "2026-03-04T00:00:00+01:00").await;
    let sends = "MPS sends files to data receivers";
    assert_eq!(
        ran,
        [
            format!("2026-03-02T12:00:00+01:00 {sends}"),
            format!("2026-03-03T12:00:00+01:00 {sends}"),
        ]
    );
    let sent = told(&server, "files.sent").await;
    assert!(sent.len() == 1 && sent[0].contains("D260303"), "{sent:?}");
    let spoke = told(&server, "rule.spoke").await;
    assert!(
        spoke.len() == 1 && spoke[0].contains("fault noFile"),
        "{spoke:?}"
    );
    assert_eq!(told(&server, "files.postponed").await.len(), 1);
    let halgeir = server.get(HALGEIR).await;
    assert_eq!(
        halgeir["efaktura"]["blocked_issuers"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let counted = server.get(FAULTS).await;
    let counted: Vec<_> = counted
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["matched"].clone(), it["spoke"].clone()))
        .collect();
    let times = |matched: u64, spoke: u64| (Value::from(matched), Value::from(spoke));
    assert_eq!(counted, [times(2, 1), times(0, 0), times(0, 0)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_a_request_can_meet_is_refused_for_what_nobody_asks() {
    let (server, ..) = server();
    for (then, field) in [
        (json!({"status": 503}), "then.status"),
        (json!({"break": "garbled"}), "then.break"),
        (
            json!({"rate_limit": {"requests": 1, "per": "PT1M"}}),
            "then.rate_limit",
        ),
        (json!({"fault": "noFile", "delay": "PT1S"}), "then.delay"),
    ] {
        let rule = json!({"on": "mps.files.deliver", "then": then});
        let told = server.post(FAULTS, &rule).await;
        refused(told, 400, &[field, "nobody asks for"]);
    }
    let rule = json!({
        "on": "mps.files.deliver", "when": {"via": "client"}, "then": {"fault": "noFile"},
    });
    refused(
        server.post(FAULTS, &rule).await,
        400,
        &["when.via", "by itself"],
    );
    let rule = json!({"on": "mps.files.deliver", "then": {"fault": "L226"}});
    refused(server.post(FAULTS, &rule).await, 400, &["one of noFile"]);
}
