//! Verbs of those who make trouble.

use serde_json::Value;

use crate::support::{Reply, Server, TestSandbox};

/// The admin address of a test's sandbox.
pub(super) const HERE: &str = "/_sandbox/sandboxes/default";

/// A look-up of Halgeir, which Sandkasse answers with his identifier.
pub(super) const LOOKUP: &str = "<v1:GetEfakturaIdentifiersRequest><auditInformation>\
    <messageIdentifier>test-0001</messageIdentifier>\
    </auditInformation><getEfakturaIdentifiersKey><efakturaIdentifierKey>\
    <socialSecurityNumber>09091816528</socialSecurityNumber></efakturaIdentifierKey>\
    </getEfakturaIdentifiersKey></v1:GetEfakturaIdentifiersRequest>";

impl TestSandbox {
    /// Asks the admin API, below the sandbox's own address.
    pub(super) async fn admin(&self, method: &str, path: &str, body: &str) -> Reply {
        let headers = [("host", "localhost")];
        let path = format!("{HERE}{path}");
        self.call(method, &path, &headers, body.to_owned()).await
    }

    /// Arms a rule that is taken; gives its number.
    pub(super) async fn arm(&self, rule: &str) -> u64 {
        let reply = self.admin("POST", "/faults", rule).await;
        assert_eq!(reply.status, 201, "{rule}: {}", reply.text());
        reply.json()["id"].as_u64().unwrap()
    }

    /// A fault as the admin API shows it.
    pub(super) async fn fault(&self, id: u64) -> Value {
        self.admin("GET", &format!("/faults/{id}"), "").await.json()
    }

    /// How often a fault matched and spoke, as `2/1`.
    pub(super) async fn counts(&self, id: u64) -> String {
        let fault = self.fault(id).await;
        format!("{}/{}", fault["matched"], fault["spoke"])
    }

    /// Looks Halgeir up at MPS.
    pub(super) async fn look_up(&self) -> Reply {
        self.soap("getEfakturaIdentifiers", LOOKUP).await
    }
}

impl Server {
    /// Arms a rule over the socket.
    pub(super) fn arm(&self, rule: &str) {
        let path = format!("POST {HERE}/faults HTTP/1.1");
        let heard = self.exchange(&path, rule.as_bytes());
        assert_eq!(heard.status(), 201, "{rule}: {}", heard.text());
    }
}
