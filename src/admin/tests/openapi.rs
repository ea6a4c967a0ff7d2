//! The document against the server that it describes.

use serde_json::Value;

use super::Server;

#[tokio::test]
async fn every_example_of_the_document_is_taken_by_a_fresh_server() {
    let document = Server::start().get("/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut tried = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let media = &operation["requestBody"]["content"]["application/json"];
            let Some(examples) = media["examples"].as_object() else {
                continue;
            };
            for example in examples.values().map(|it| &it["value"]) {
                let (status, told) = send(&path_of(path), method, example).await;
                let expected = &operation["responses"][status.to_string()];
                assert!((200..300).contains(&status), "{path} {example}: {told}");
                assert!(expected.is_object(), "{path} {status}");
                tried += 1;
            }
        }
    }
    assert!(tried > 10);
}

async fn send(path: &str, method: &str, body: &Value) -> super::Told {
    let server = Server::start();
    let path = path.replace("/_sandbox", "");
    let method = method.to_uppercase();
    server.send(&method, &path, &body.to_string()).await
}

/// A new sandbox where one is made, otherwise what is there from the start.
fn path_of(path: &str) -> String {
    let name = if path.ends_with("{s}") {
        "fresh"
    } else {
        "default"
    };
    let slug = if path.contains("/people/") {
        "halgeir"
    } else {
        "fjord-energi"
    };
    path.replace("{s}", name).replace("{slug}", slug)
}

#[tokio::test]
async fn a_list_of_values_is_taken_for_no_object() {
    let server = Server::start();
    for (path, body, field) in [
        (
            "/sandboxes/default/clock/advance",
            r#"["PT1H",false]"#,
            "the body",
        ),
        ("/sandboxes/default/fork", r#"["copy"]"#, "the body"),
        (
            "/sandboxes/default/faults",
            r#"{"on":"mps","then":{"status":503},"when":[null,null]}"#,
            "when",
        ),
        (
            "/sandboxes/default/scenarios",
            r#"{"title":"A bad day","stage":[null,null]}"#,
            "stage",
        ),
    ] {
        let told = server.send("POST", path, body).await;
        assert_eq!(told.1["field"], field, "{path}");
        super::refused(told, 400, &["invalid type: sequence"]);
    }
    let faults = server.get("/sandboxes/default/faults").await;
    assert_eq!(faults.as_array().map(Vec::len), Some(0));
}
