//! Clients of Maskinporten through the front door: how a request finds its sandbox, and where
//! metadata are.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::{Server, Told, refused, told};
use crate::crypto::Signer;
use crate::crypto::jwt::rs256_bytes;
use crate::sandbox::wall_now;
use crate::wire::form;

const TOWN: &str = "companies/sandkasse-kommune";
const SCOPE: &str = "krr:global/kontaktinformasjon.read";
const METADATA: &str = "/.well-known/oauth-authorization-server";

fn grant(client: &str, issuer: &str, key: Signer, kid: &str) -> String {
    let now = wall_now().as_second();
    let claims = json!({
        "aud": issuer, "iss": client, "scope": SCOPE, "iat": now, "exp": now + 60,
    });
    let head = json!({ "alg": "RS256", "kid": kid });
    rs256_bytes(key, &head.to_string(), claims.to_string().as_bytes())
}

impl Server {
    async fn token(&self, path: &str, assertion: &str) -> Told {
        let grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        let body = form::encode(&[("grant_type", grant_type), ("assertion", assertion)]);
        let request = Request::post(path)
            .header("host", "localhost:8080")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Bytes::from(body));
        told(&self.raw(request.unwrap()).await)
    }

    async fn reads(&self, path: &str) -> Told {
        let request = Request::get(path).header("host", "localhost:8080");
        told(&self.raw(request.body(Bytes::new()).unwrap()).await)
    }

    async fn client(&self, sandbox: &str) -> String {
        let shown = self.get(&format!("/sandboxes/{sandbox}")).await;
        let client = &shown["credentials"]["sandkasse-kommune"]["maskinporten"];
        assert_eq!(client["kids"], json!(["sandkasse"]));
        assert!(client["scopes"].as_array().unwrap().contains(&json!(SCOPE)));
        client["client_id"].as_str().unwrap().to_owned()
    }
}

fn issuer(prefix: &str) -> String {
    format!("http://localhost:8080{prefix}/maskinporten/")
}

#[tokio::test]
async fn a_client_names_its_sandbox_and_gets_its_token_at_the_address_that_it_knows() {
    let server = Server::start();
    server.send("PUT", "/sandboxes/a", "").await;
    for sandbox in ["default", "a"] {
        let client = server.client(sandbox).await;
        let good = grant(&client, &issuer(""), Signer::Municipality, "sandkasse");
        let (status, body) = server.token("/maskinporten/token", &good).await;
        assert_eq!(status, 200, "{sandbox}: {body}");
        assert!(body["access_token"].as_str().unwrap().len() > 100);
    }
    // By a prefix, the sandbox stands in the issuer.
    let client = server.client("a").await;
    let good = grant(&client, &issuer("/s/a"), Signer::Municipality, "sandkasse");
    let (status, body) = server.token("/s/a/maskinporten/token", &good).await;
    assert_eq!(status, 200, "{body}");
    let (status, body) = server.token("/maskinporten/token", &good).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
    let (status, body) = server.token("/s/default/maskinporten/token", &good).await;
    assert_eq!(status, 400, "{body}");
}

#[tokio::test]
async fn metadata_stand_below_the_mount_and_where_the_standard_puts_them() {
    let server = Server::start();
    server.send("PUT", "/sandboxes/a", "").await;
    for prefix in ["", "/s/a"] {
        let below = format!("{prefix}/maskinporten{METADATA}");
        let (status, expected) = server.reads(&below).await;
        assert_eq!(status, 200, "{expected}");
        assert_eq!(expected["issuer"], issuer(prefix));
        assert_eq!(
            expected["token_endpoint"],
            format!("{}token", issuer(prefix))
        );
        let inserted = format!("{METADATA}{prefix}/maskinporten");
        for path in [inserted.clone(), format!("{inserted}/")] {
            assert_eq!(server.reads(&path).await, (200, expected.clone()), "{path}");
        }
    }
    for nowhere in ["", "/", "/vipps", "/maskinporten/token", "/s/a", "/nowhere"] {
        let (status, _) = server.reads(&format!("{METADATA}{nowhere}")).await;
        assert_eq!(status, 404, "{nowhere}");
    }
    let (status, _) = server
        .reads(&format!("{METADATA}/s/nobody/maskinporten"))
        .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_client_is_given_a_key_of_its_own() {
    let server = Server::start();
    let client = server.client("default").await;
    let address = format!("/sandboxes/default/{TOWN}");
    let pem = Signer::Broker.certificate().public_key_pem();
    let key = json!([{ "kid": "mine", "pem": pem, "until": "2026-03-02" }]);
    let body = json!({ "maskinporten": { "keys": key } });
    let (status, told) = server.patch(&address, &body).await;
    assert_eq!(status, 200, "{told}");
    assert_eq!(told["maskinporten"]["keys"][0]["pem"], pem);
    let good = |key, kid| grant(&client, &issuer(""), key, kid);
    let mine = good(Signer::Broker, "mine");
    assert_eq!(server.token("/maskinporten/token", &mine).await.0, 200);
    let usual = good(Signer::Municipality, "sandkasse");
    assert_eq!(server.token("/maskinporten/token", &usual).await.0, 400);
    let private = json!([{ "kid": "mine", "pem": Signer::Broker.key_pem() }]);
    let body = json!({ "maskinporten": { "keys": private } });
    let words = ["maskinporten.keys[0].pem", "`PRIVATE KEY`", "openssl rsa"];
    let refusal = server.patch(&address, &body).await;
    refused(refusal, 400, &words);
}

#[tokio::test]
async fn a_client_of_another_sandbox_is_refused() {
    let server = Server::start();
    server.send("PUT", "/sandboxes/a", "").await;
    let theirs = server.client("a").await;
    let body = json!({ "maskinporten": { "client_id": theirs } });
    let address = format!("/sandboxes/default/{TOWN}");
    let (status, told) = server.patch(&address, &body).await;
    assert_eq!(status, 409);
    assert_eq!(told["field"], json!("maskinporten.client_id"));
}

#[tokio::test]
async fn a_used_grant_is_known_after_a_snapshot() {
    let server = Server::start();
    let client = server.client("default").await;
    let good = grant(&client, &issuer(""), Signer::Municipality, "sandkasse");
    assert_eq!(server.token("/maskinporten/token", &good).await.0, 200);
    let text: Value = server.get("/sandboxes/default/snapshot").await;
    assert_eq!(
        server.put("/sandboxes/default/snapshot", &text).await.0,
        200
    );
    let (status, body) = server.token("/maskinporten/token", &good).await;
    assert_eq!(status, 400, "{body}");
    assert_eq!(body["error_uri"], format!("{}errors/MP-012", issuer("")));
}

#[tokio::test]
async fn a_grant_stands_in_no_journal() {
    let server = Server::start();
    let client = server.client("default").await;
    let good = grant(&client, &issuer(""), Signer::Municipality, "sandkasse");
    assert_eq!(server.token("/maskinporten/token", &good).await.0, 200);
    for journal in ["journal", "journal.har"] {
        let path = format!("/sandboxes/default/{journal}?service=maskinporten");
        let kept = server.get(&path).await.to_string();
        assert!(kept.contains("assertion=[not kept]"), "{kept}");
        for part in good.split('.') {
            assert!(!kept.contains(part), "{kept}");
        }
    }
}
