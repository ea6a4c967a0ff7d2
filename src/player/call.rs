//! A call as a request: path, query, headers and the message that its fields become.

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};

use super::fill::Sources;
use super::reply::Reply;
use super::seat::{Seat, encoded, token_fields};
use super::{digipost, dpi, filed, invoice, krr, maskinporten, vipps};
use crate::domain::credentials::MpsLogin;
use crate::scenario::ScenarioFile;
use crate::scenario::plan::{Body, Call, Message};
use crate::scenario::script::{Field, Fields};
use crate::services::mps::client;
use crate::services::{Match, Operation};
use crate::wire::soap;
use crate::wire::xml::Writer;

/// The service whose callers show an access token, and the operation that gives it.
const WITH_TOKEN: (&str, &str) = ("maventa", "maventa.token");

/// The service whose callers are users; messages name them in a security header, and requests
/// without a message in this way.
const WITH_USER: &str = "mps";

/// A message with its media type.
#[derive(Debug)]
pub(super) struct Content {
    /// Media type; none without a body.
    pub(super) media_type: Option<String>,
    /// The body.
    pub(super) body: Vec<u8>,
}

impl Content {
    pub(super) fn new(media_type: &str, body: Vec<u8>) -> Self {
        Self {
            media_type: Some(media_type.to_owned()),
            body,
        }
    }
}

/// Calls an operation; `number` is that of the step, counted from 1.
///
/// # Errors
/// Why there is no request: something that was named is not there.
pub(super) async fn call(
    seat: &mut Seat,
    file: &ScenarioFile,
    call: &Call,
    number: usize,
    sources: &Sources,
) -> Result<Reply, String> {
    let content = content(seat, file, call, number, sources).await?;
    let mut request = Request::new(Bytes::from(content.body));
    let method = call.operation.method.as_str().as_bytes();
    *request.method_mut() = Method::from_bytes(method).map_err(|error| error.to_string())?;
    if let Some(media_type) = content.media_type {
        let media_type = value("content-type", &media_type)?;
        request.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    if let Message::Soap { action, .. } = call.message {
        let action = value("soapaction", &format!("\"{action}\""))?;
        let name = HeaderName::from_static("soapaction");
        request.headers_mut().insert(name, action);
    }
    let given = sources.map(&call.headers)?;
    identify(seat, call, &mut request, &given).await?;
    let left_out = put(request.headers_mut(), &given)?;
    let target = match &call.link {
        Some(link) => below_host(&sources.text(link)?)?,
        None => seat.target(call.service, &address(seat, call, sources)?),
    };
    if call.signed {
        let wrong = || format!("found `{target}`, expected an address");
        *request.uri_mut() = target.parse().map_err(|_| wrong())?;
        digipost::sign(&mut request, seat, &left_out).await;
    }
    let reply = seat.send(request, &target).await;
    Ok(match call.operation.id {
        maskinporten::TOKEN => maskinporten::opened(reply),
        _ if call.service == dpi::SERVICE => dpi::opened(call.operation.id, reply),
        _ if call.service == krr::SERVICE => krr::opened(reply),
        _ => reply,
    })
}

/// Says who calls, in the way of the service.
async fn identify(
    seat: &mut Seat,
    call: &Call,
    request: &mut Request<Bytes>,
    given: &BTreeMap<String, String>,
) -> Result<(), String> {
    let has_own = given
        .keys()
        .any(|name| name.eq_ignore_ascii_case("authorization"));
    let in_message = matches!(call.message, Message::Soap { .. });
    let authorization = if call.service == WITH_TOKEN.0 {
        if call.operation.id == WITH_TOKEN.1 || has_own {
            return Ok(());
        }
        format!("Bearer {}", seat.token(&call.caller).await?)
    } else if call.service == WITH_USER && call.names_caller && !in_message {
        let MpsLogin { user, password } = seat.login(&call.caller)?;
        let basic = BASE64_STANDARD.encode(format!("{user}:{password}"));
        format!("Basic {basic}")
    } else if call.service == digipost::SERVICE {
        return digipost::name(request, seat, call);
    } else if call.service == vipps::SERVICE {
        return vipps::name(request, seat, call, given).await;
    } else if maskinporten::ASKS_FOR_TOKENS.contains(&call.service) && !has_own {
        return maskinporten::show(request, seat, call).await;
    } else {
        return Ok(());
    };
    let authorization = value("authorization", &authorization)?;
    request.headers_mut().insert(AUTHORIZATION, authorization);
    Ok(())
}

/// Puts the headers of the step in the place of others, and says which it leaves out.
fn put(
    headers: &mut HeaderMap,
    given: &BTreeMap<String, String>,
) -> Result<Vec<HeaderName>, String> {
    let mut left_out = Vec::new();
    for (name, text) in given {
        let header = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| format!("found `{name}`, expected the name of a header"))?;
        if text.is_empty() {
            headers.remove(&header);
            left_out.push(header);
        } else {
            headers.insert(header, value(name, text)?);
        }
    }
    Ok(left_out)
}

/// Path and query of an address out of a reply.
fn below_host(link: &str) -> Result<String, String> {
    let behind = link.split_once("://").map_or(link, |(_, behind)| behind);
    let path = behind.find('/').and_then(|at| behind.get(at..));
    let none = || format!("link: found `{link}`, expected an address");
    path.map(str::to_owned).ok_or_else(none)
}

fn value(name: &str, text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_str(text).map_err(|_| {
        format!("the header `{name}` is `{text}`, expected a value without line breaks")
    })
}

/// Path below the mount, and query.
fn address(seat: &Seat, call: &Call, sources: &Sources) -> Result<String, String> {
    let mut names = sources.map(&call.path)?;
    if call.service == digipost::SERVICE {
        let given = names.get("sender").map_or(&call.caller, |sender| sender);
        let sender = digipost::sender(seat, given)?;
        names.insert("sender".to_owned(), sender);
    }
    let segments = call.operation.path.split('/').map(|segment| {
        let name = segment
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'));
        name.and_then(|name| names.get(name))
            .map_or_else(|| segment.to_owned(), |text| encoded(text))
    });
    let mut address = segments.collect::<Vec<_>>().join("/");
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(sources.map(&call.query)?);
    let query = query.finish();
    let is_wsdl = call.operation.matched_by == Match::Wsdl;
    for part in [if is_wsdl { "wsdl" } else { "" }, &query] {
        if !part.is_empty() {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(part);
        }
    }
    Ok(address)
}

async fn content(
    seat: &mut Seat,
    file: &ScenarioFile,
    call: &Call,
    number: usize,
    sources: &Sources,
) -> Result<Content, String> {
    let fields = sources.fields(&call.fields)?;
    let body = match &call.body {
        Some(Body::Text(text)) => Some(sources.text(text)?.into_bytes()),
        Some(Body::File(name)) => Some(file.beside(name)?),
        None => None,
    };
    if call.message == Message::Invoice {
        let document = match body {
            Some(document) => document,
            None => invoice::document(seat, &call.caller, &fields, number).await?,
        };
        let parameters = invoice::parameters(seat, &fields).await?;
        return Ok(invoice::form(&document, &parameters));
    }
    if let Some(body) = body {
        if call.service == digipost::SERVICE {
            return Ok(Content::new(&digipost::media_type(call, &body), body));
        }
        let media_type = media_type(call.message, &body);
        return Ok(Content::new(media_type, body));
    }
    match call.message {
        Message::Soap {
            root,
            namespace,
            identifier,
            ..
        } => {
            let named = named(identifier, fields, number);
            let login = call.names_caller.then(|| seat.login(&call.caller));
            let login = login.transpose()?;
            let envelope = envelope(root, namespace, &named, login.as_ref());
            Ok(Content::new("text/xml; charset=utf-8", envelope))
        }
        Message::File => {
            let fields = serde_json::to_value(&fields).map_err(|error| error.to_string())?;
            filed::file(seat, &call.caller, &fields, number).await
        }
        Message::Form => form(seat, call, &fields),
        Message::Letter => dpi::message(seat, call, &fields, number).await,
        Message::Grant => maskinporten::request(seat, call, &fields, number).await,
        Message::Xml { root } => {
            let body = digipost::xml(call, root, &fields);
            Ok(Content::new(digipost::dialect(call).media_type(), body))
        }
        Message::Parts { root } => digipost::message(seat, file, call, root, &fields, number).await,
        Message::Json if fields.is_empty() => Ok(nothing()),
        Message::Json => {
            let fields = match call.service {
                vipps::SERVICE => vipps::whole(seat, call, fields).await,
                _ => fields,
            };
            let body = serde_json::to_vec(&fields).map_err(|error| error.to_string())?;
            Ok(Content::new("application/json", body))
        }
        Message::Invoice | Message::Bytes | Message::Nothing => Ok(nothing()),
    }
}

fn nothing() -> Content {
    Content {
        media_type: None,
        body: Vec::new(),
    }
}

fn media_type(message: Message, body: &[u8]) -> &'static str {
    match (message, body.trim_ascii().first()) {
        (Message::Soap { .. }, _) => "text/xml; charset=utf-8",
        (Message::File, _) => "text/plain; charset=iso-8859-1",
        (Message::Form | Message::Grant, _) => "application/x-www-form-urlencoded",
        (_, Some(b'<')) => "application/xml",
        (_, _) => "application/json",
    }
}

fn form(seat: &Seat, call: &Call, fields: &Fields) -> Result<Content, String> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    if is_token(call.operation) {
        for (name, text) in token_fields(seat.keys(&call.caller)?) {
            if fields.get(name).is_none() {
                form.append_pair(name, &text);
            }
        }
    }
    for (name, field) in &fields.0 {
        form.append_pair(name, field.text().unwrap_or_default());
    }
    let body = form.finish().into_bytes();
    Ok(Content::new("application/x-www-form-urlencoded", body))
}

fn is_token(operation: &Operation) -> bool {
    operation.id == WITH_TOKEN.1
}

/// The fields, with an identifier of the message before them unless they have one.
fn named(identifier: &[&str], mut fields: Fields, number: usize) -> Fields {
    let Some((first, inner)) = identifier.split_first() else {
        return fields;
    };
    if fields.get(first).is_none() {
        let text = Field::Text(format!("sandkasse-{number:04}"));
        let named = inner.iter().rev().fold(text, |field, name| {
            Field::Group(Fields(vec![((*name).to_owned(), field)]))
        });
        fields.0.insert(0, ((*first).to_owned(), named));
    }
    fields
}

/// A SOAP message whose elements are the fields in the order written, from a user if there is one.
fn envelope(root: &str, namespace: &str, fields: &Fields, login: Option<&MpsLogin>) -> Vec<u8> {
    let root = format!("v1:{root}");
    let header = login.map(|login| |writer: &mut Writer| client::write_security(writer, login));
    soap::write_around(header, |writer| {
        writer.open(&root, &[("xmlns:v1", namespace)]);
        elements(writer, fields);
        writer.close();
    })
}

fn elements(writer: &mut Writer, fields: &Fields) {
    for (name, field) in &fields.0 {
        element(writer, name, field);
    }
}

fn element(writer: &mut Writer, name: &str, field: &Field) {
    match field {
        Field::Text(text) | Field::Bare(text) => {
            writer.leaf(name, text);
        }
        Field::Group(fields) => {
            writer.open(name, &[]);
            elements(writer, fields);
            writer.close();
        }
        Field::List(values) => values.iter().for_each(|value| element(writer, name, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::{envelope, named};
    use crate::scenario::script::Fields;

    #[test]
    fn fields_become_elements_in_the_order_written() {
        let fields: Fields = serde_json::from_str(
            r#"{"shipmentId": "b", "issuer": 7, "transactions":
                {"transactions": [{"kid": "1<2"}, {"kid": "3"}], "flag": true}}"#,
        )
        .unwrap();
        let fields = named(&["audit", "id"], fields, 3);
        let written = String::from_utf8(envelope("AddRequest", "urn:x", &fields, None)).unwrap();
        let body = "<v1:AddRequest xmlns:v1=\"urn:x\">\
             <audit><id>sandkasse-0003</id></audit><shipmentId>b</shipmentId>\
             <issuer>7</issuer><transactions><transactions><kid>1&lt;2</kid></transactions>\
             <transactions><kid>3</kid></transactions><flag>true</flag></transactions>\
             </v1:AddRequest>";
        assert!(written.contains(body), "{written}");
    }
}
