//! Settings, looked at and changed.

use serde_json::json;

use super::{Server, refused};

const PATH: &str = "/sandboxes/default/settings";

#[tokio::test]
async fn every_setting_tells_value_default_who_set_it_and_what_it_takes() {
    let server = Server::start();
    let body = json!({"profile": "strict", "settings": {"journal.entries_max": 50}});
    server.put("/sandboxes/demo", &body).await;
    let settings = server.get("/sandboxes/demo/settings").await;
    let max = &settings["journal.entries_max"];
    assert_eq!(max["value"], 50);
    assert_eq!(
        (&max["default"], &max["set_by"]),
        (&json!(10_000), &json!("creation"))
    );
    assert!(
        max["takes"].as_str().unwrap().starts_with("a whole number"),
        "{max}"
    );
    assert_eq!(settings["efaktura.zero_amount"]["value"], true);
    assert_eq!(settings["identity.guard"]["set_by"], "default");
    assert_eq!(settings["profile"]["takes"], "`documented` or `strict`");
    // The sandbox shows the same.
    assert_eq!(server.get("/sandboxes/demo").await["settings"], settings);
}

#[tokio::test]
async fn a_change_holds_is_told_in_the_journal_and_is_given_back_by_null() {
    let server = Server::start();
    let patch = json!({"mps.validation_delay": "PT2S", "efaktura.zero_amount": false,
                       "journal.entries_max": 60});
    let (status, settings) = server.patch(PATH, &patch).await;
    assert_eq!(status, 200, "{settings}");
    assert_eq!(settings["mps.validation_delay"]["value"], "PT2S");
    assert_eq!(settings["mps.validation_delay"]["set_by"], "settings");
    assert_eq!(settings["journal.entries_max"]["value"], 60);
    assert_eq!(server.get(PATH).await, settings);
    let journal = server
        .get("/sandboxes/default/journal?service=sandbox")
        .await;
    let entries = journal["entries"].as_array().unwrap().iter();
    let texts: Vec<_> = entries
        .map(|entry| (&entry["event"], &entry["text"]))
        .collect();
    let changed = json!("setting.changed");
    assert_eq!(
        texts,
        [
            (
                &changed,
                &json!("`mps.validation_delay` is `PT2S` now; it was `PT5S`")
            ),
            (
                &changed,
                &json!("`efaktura.zero_amount` is `false` now; it was `true`")
            ),
            (
                &changed,
                &json!("`journal.entries_max` is `60` now; it was `10000`")
            ),
        ]
    );
    let same = server
        .patch(PATH, &json!({"journal.entries_max": 60}))
        .await;
    assert_eq!(same.0, 200);
    let back = json!({"mps.validation_delay": null, "efaktura.zero_amount": null,
                      "journal.entries_max": null});
    let (_, settings) = server.patch(PATH, &back).await;
    assert_eq!(settings["mps.validation_delay"]["value"], "PT5S");
    assert_eq!(settings["mps.validation_delay"]["set_by"], "default");
    let journal = server
        .get("/sandboxes/default/journal?service=sandbox")
        .await;
    assert_eq!(
        journal["entries"].as_array().unwrap().len(),
        6,
        "what stays is not told"
    );
}

#[tokio::test]
async fn what_is_given_back_and_what_is_built_anew_is_as_at_creation() {
    let server = Server::start();
    let body = json!({"settings": {"router.token_life": "PT5M"}});
    let (_, made) = server.put("/sandboxes/demo", &body).await;
    let path = "/sandboxes/demo/settings";
    server
        .patch(path, &json!({"router.token_life": "PT7M"}))
        .await;
    let (_, settings) = server
        .patch(path, &json!({"router.token_life": null}))
        .await;
    assert_eq!(settings["router.token_life"]["value"], "PT5M");
    assert_eq!(settings, made["settings"]);
    server.patch(path, &json!({"profile": "strict"})).await;
    let (_, after) = server.send("POST", "/sandboxes/demo/reset", "").await;
    assert_eq!(after, made);
}

#[tokio::test]
async fn a_change_that_does_not_fit_changes_nothing_and_says_why() {
    let server = Server::start();
    let before = server.get(PATH).await;
    for (patch, words) in [
        (
            json!({"profile": "strict", "mps.validation_dely": "PT2S"}),
            vec![
                "mps.validation_dely",
                "did you mean `mps.validation_delay`?",
            ],
        ),
        (
            json!({"profile": "strict", "colour": null}),
            vec!["colour", "known are profile"],
        ),
        (
            json!({"blobs.bytes_max": 5, "mps.validation_delay": "soon"}),
            vec!["settings.mps.validation_delay", "`soon`", "`PT5S`"],
        ),
        (
            json!({"profile": ["strict"]}),
            vec!["settings.profile", "a text, a number"],
        ),
        (json!({"profile": {"a": 1}}), vec!["settings.profile"]),
        (
            json!({"journal.entries_max": 1.5}),
            vec!["1.5", "a whole number"],
        ),
        (
            json!({"identity.guard": "on"}),
            vec!["`on`", "`mask`, `refuse` or `off`"],
        ),
        (json!([]), vec!["the body"]),
        (json!("strict"), vec!["the body"]),
    ] {
        refused(server.patch(PATH, &patch).await, 400, &words);
    }
    refused(server.send("PATCH", PATH, "").await, 400, &["empty body"]);
    refused(server.send("PATCH", PATH, "{").await, 400, &["EOF"]);
    refused(server.send("PUT", PATH, "{}").await, 405, &["GET, PATCH"]);
    let nowhere = server
        .patch("/sandboxes/nowhere/settings", &json!({}))
        .await;
    refused(nowhere, 404, &["nowhere"]);
    assert_eq!(server.get(PATH).await, before);
    let journal = server.get("/sandboxes/default/journal").await;
    assert_eq!(journal["entries"], json!([]));
}
