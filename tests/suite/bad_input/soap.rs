//! Messages to MPS that are none.

use super::Trouble;

const PATH: &str = "/mps/efaktura-atg-service/v1/";
const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";

fn envelope(body: &str) -> String {
    format!("<s:Envelope xmlns:s=\"{ENVELOPE}\"><s:Body>{body}</s:Body></s:Envelope>")
}

#[tokio::test]
async fn every_message_that_is_none_gets_a_soap_fault_and_a_line_in_the_journal() {
    let trouble = Trouble::begin().await;
    let deep = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
    let many = "<a/>".repeat(200_000);
    let soap12 = envelope("").replace(ENVELOPE, "http://www.w3.org/2003/05/soap-envelope");
    let typed = format!(
        "<!DOCTYPE a [<!ENTITY a \"ha\">]>{}",
        envelope("<b>&a;</b>")
    );
    let mut torn = envelope("<b/>");
    torn.truncate(60);
    for (what, body) in [
        ("nothing", Vec::new()),
        ("text", b"hello".to_vec()),
        ("half a message", torn.into_bytes()),
        ("a document type", typed.into_bytes()),
        ("no envelope", b"<hello/>".to_vec()),
        ("another SOAP", soap12.into_bytes()),
        ("an empty body", envelope("").into_bytes()),
        ("two messages", envelope("<a/><b/>").into_bytes()),
        (
            "an unknown message",
            envelope("<v:Nonsense xmlns:v=\"urn:x\"/>").into_bytes(),
        ),
        ("deep nesting", envelope(&deep).into_bytes()),
        ("too many elements", envelope(&many).into_bytes()),
        ("bytes that are no text", b"<a>\xff\xfe\xfd</a>".to_vec()),
    ] {
        let headers = [("content-type", "text/xml"), ("soapaction", "\"\"")];
        let reply = trouble.sandbox.call("POST", PATH, &headers, body).await;
        assert_eq!(reply.status, 500, "{what}: {}", reply.text());
        assert!(
            reply.text().contains("faultstring"),
            "{what}: {}",
            reply.text()
        );
        assert!(reply.text().len() < 4000, "{what} is quoted at length");
        assert!(!trouble.why().is_empty(), "{what}");
    }
    trouble.nothing_changed().await;
}

#[tokio::test]
async fn a_wrong_door_at_mps_is_a_refusal_and_no_crash() {
    let trouble = Trouble::begin().await;
    for (method, path, kind, status) in [
        ("GET", PATH, "", 405),
        ("PUT", PATH, "text/xml", 405),
        ("POST", PATH, "application/json", 415),
        ("POST", "/mps/nonsense", "text/xml", 404),
        ("POST", "/mps", "text/xml", 404),
    ] {
        let headers = [("content-type", kind)];
        let reply = trouble.sandbox.call(method, path, &headers, "{}").await;
        assert_eq!(reply.status, status, "{method} {path}");
        assert!(!trouble.why().is_empty(), "{method} {path}");
    }
    trouble.nothing_changed().await;
}
