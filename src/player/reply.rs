//! What came back, in a form that pointers and expectations can read.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, LOCATION};
use serde_json::{Map, Value, json};

use crate::http::{Outcome, Shape};
use crate::wire::fixed_width::latin1;
use crate::wire::soap;
use crate::wire::xml::{Element, Limits};

/// What came back of a request.
#[derive(Debug, Clone, Default)]
pub(super) struct Reply {
    /// HTTP status; `None` when no whole answer came.
    pub(super) status: Option<u16>,
    /// How it failed to arrive.
    pub(super) breakage: Option<&'static str>,
    /// The body: JSON as it is, XML by local names, anything else as a text.
    pub(super) body: Value,
    /// The body as it came.
    pub(super) text: String,
}

impl Reply {
    /// What a client would have got of an outcome.
    pub(super) fn of(outcome: Outcome) -> Self {
        let broken = |word| Self {
            breakage: Some(word),
            ..Self::default()
        };
        match outcome.shape {
            Shape::Answer(response) => {
                let status = response.status().as_u16();
                let is_latin1 = is_latin1(response.headers());
                let location = response.headers().get(LOCATION).cloned();
                let body = response.into_body();
                if is_latin1 {
                    // Names and texts of files from MPS are to be written as people write them.
                    return Self::answer(status, &Bytes::from(latin1(&body)));
                }
                let mut reply = Self::answer(status, &body);
                if reply.body.is_null()
                    && let Some(location) = location
                {
                    let location = String::from_utf8_lossy(location.as_bytes());
                    reply.body = json!({ "location": location });
                }
                reply
            }
            Shape::ResetBefore => broken("reset-before"),
            Shape::ResetMidway(_) => broken("reset-midway"),
            Shape::ResetAfter => broken("reset-after"),
            Shape::Truncated(_) => broken("truncated"),
            Shape::Stream(_) => broken("endless"),
            Shape::TimedOut => broken("timed-out"),
        }
    }

    /// A whole answer.
    pub(super) fn answer(status: u16, body: &Bytes) -> Self {
        Self {
            status: Some(status),
            breakage: None,
            body: read(body),
            text: String::from_utf8_lossy(body).into_owned(),
        }
    }

    /// Whether it is a whole and good answer.
    pub(super) fn is_good(&self) -> bool {
        self.status.is_some_and(|status| status < 400)
    }

    /// Status and words, for people.
    pub(super) fn describe(&self) -> String {
        let Some(status) = self.status else {
            return format!("no answer: {}", self.breakage.unwrap_or("broken"));
        };
        let words = ["detail", "message", "title"].iter().find_map(|name| {
            let text = self.body.get(name)?.as_str()?;
            let hint = self.body.get("hint").and_then(Value::as_str);
            Some(hint.map_or_else(|| text.to_owned(), |hint| format!("{text}; {hint}")))
        });
        let words = words.unwrap_or_else(|| self.text.chars().take(300).collect());
        format!("{status} {}", words.trim()).trim_end().to_owned()
    }
}

fn is_latin1(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    media_type.is_some_and(|text| text.to_ascii_lowercase().ends_with("charset=iso-8859-1"))
}

fn read(body: &Bytes) -> Value {
    let trimmed = body.trim_ascii();
    match trimmed.first() {
        None => Value::Null,
        Some(b'<') => xml(body).unwrap_or_else(|| text(body)),
        Some(_) => serde_json::from_slice(trimmed).unwrap_or_else(|_| text(body)),
    }
}

fn text(body: &Bytes) -> Value {
    Value::from(String::from_utf8_lossy(body).into_owned())
}

/// A document by local names; of a SOAP message what stands in its body, without attributes.
fn xml(body: &Bytes) -> Option<Value> {
    let limits = Limits::default();
    let (root, with_attributes) = match soap::read_envelope(body, limits) {
        Ok(envelope) => (envelope.body, false),
        Err(_) => (Element::parse(body, limits).ok()?, true),
    };
    let mut whole = Map::new();
    let value = element(&root, with_attributes);
    whole.insert(root.local().to_owned(), value);
    Some(Value::Object(whole))
}

/// An element: a text, or its children by local name, those of one name as a list. An attribute is
/// `@` and its local name; the text beside attributes is `#`.
fn element(it: &Element, with_attributes: bool) -> Value {
    let attributes = it.attributes.iter().filter(|_| with_attributes);
    let attributes = attributes.map(|attribute| {
        let name = format!("@{}", attribute.name.local);
        (name, Value::from(attribute.value.clone()))
    });
    let mut members: Map<String, Value> = attributes.collect();
    if it.children.is_empty() {
        if members.is_empty() {
            return Value::from(it.text());
        }
        if !it.text().is_empty() {
            members.insert("#".to_owned(), Value::from(it.text()));
        }
    }
    for child in &it.children {
        let value = element(child, with_attributes);
        match members.get_mut(child.local()) {
            None => {
                members.insert(child.local().to_owned(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::from(vec![first.take(), value]),
        }
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Response;
    use http::header::CONTENT_TYPE;
    use serde_json::json;

    use super::Reply;
    use crate::http::{Outcome, Shape};

    #[test]
    fn a_file_in_iso_8859_1_is_read_as_one() {
        let of = |media_type: &str| {
            let response = Response::builder().header(CONTENT_TYPE, media_type);
            let body = Bytes::from_static(b"Kj\xf8p");
            Reply::of(Outcome::from(Shape::Answer(response.body(body).unwrap()))).text
        };
        assert_eq!(of("text/plain; charset=iso-8859-1"), "Kjøp");
        assert_eq!(of("text/plain; charset=utf-8"), "Kj\u{fffd}p");
    }

    #[test]
    fn a_soap_message_is_read_by_local_names_without_its_envelope() {
        let body = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
             <n:Answer xmlns:n=\"urn:x\"><id>1</id><row><a>x</a></row><row><a>y &amp; z</a></row>\
             <row/><none/></n:Answer></s:Body></s:Envelope>";
        let reply = Reply::answer(200, &Bytes::from_static(body.as_bytes()));
        let expected = json!({"Answer": {
            "id": "1", "row": [{"a": "x"}, {"a": "y & z"}, ""], "none": "",
        }});
        assert_eq!(reply.body, expected);
    }

    #[test]
    fn plain_xml_is_read_with_its_attributes() {
        let body = "<e xmlns='urn:x'><event type='OPENED'/><hash a='SHA'>x</hash>\
             <link rel='r' uri='u'/><n>1</n></e>";
        let reply = Reply::answer(200, &Bytes::from_static(body.as_bytes()));
        let expected = json!({"e": {
            "event": {"@type": "OPENED"}, "hash": {"@a": "SHA", "#": "x"},
            "link": {"@rel": "r", "@uri": "u"}, "n": "1",
        }});
        assert_eq!(reply.body, expected);
    }

    #[test]
    fn an_address_to_go_on_to_stands_in_an_answer_without_a_body() {
        let response = Response::builder()
            .status(307)
            .header("location", "http://a/b");
        let response = response.body(Bytes::new()).unwrap();
        let reply = Reply::of(Outcome::from(Shape::Answer(response)));
        assert_eq!(reply.body, json!({"location": "http://a/b"}));
    }

    #[test]
    fn any_body_is_readable_somehow() {
        let body =
            |text: &'static str| Reply::answer(200, &Bytes::from_static(text.as_bytes())).body;
        assert_eq!(body(""), json!(null));
        assert_eq!(body(" {\"a\": 1}"), json!({"a": 1}));
        assert_eq!(body("<a><b/>"), json!("<a><b/>"));
        assert_eq!(body("<a>x</a>"), json!({"a": "x"}));
        assert_eq!(body("hei"), json!("hei"));
    }

    #[test]
    fn a_refusal_is_told_in_its_own_words() {
        let body = Bytes::from_static(br#"{"title":"t","detail":"no such thing","hint":"look"}"#);
        let reply = Reply::answer(404, &body);
        assert_eq!(reply.describe(), "404 no such thing; look");
        assert!(!reply.is_good());
    }
}
