//! The documents, written from the table of operations and their pages.

use serde_json::{Map, Value, json};

use super::pages::{Body, Good, IPP, ISP, Page};
use super::schemas::{named, of_ipp, of_isp};
use crate::admin::call::{self, Call, ok};
use crate::services::Operation;
use crate::services::vipps::OPERATIONS;

/// One side of the API.
#[derive(Debug, Clone, Copy)]
struct Side {
    title: &'static str,
    /// What the paths of its operations begin with.
    base: &'static str,
    /// What their ids begin with.
    ids: &'static str,
    /// What the swagger file groups them under.
    tag: &'static str,
    pages: &'static [Page],
    schemas: fn() -> Value,
}

const SENDING: Side = Side {
    title: "Sandkasse: Vipps invoice API for those who send (ISP)",
    base: "/vipps-isp/v1",
    ids: "vipps.isp.",
    tag: "ISP",
    pages: ISP,
    schemas: of_isp,
};

const PAYING: Side = Side {
    title: "Sandkasse: Vipps invoice API for those who show and pay (IPP)",
    base: "/vipps-ipp/v1",
    ids: "vipps.ipp.",
    tag: "IPP",
    pages: IPP,
    schemas: of_ipp,
};

/// Which version of the swagger files has the same interface.
const VERSION: &str = "0.3.43";

/// What a refusal means, and which shapes its body has.
const REFUSALS: &[(u16, &str, &[&str])] = &[
    (400, "something in the request does not fit", &["Error"]),
    (
        401,
        "the subscription key or the access token is missing, unknown or too old",
        &["MsError", "GatewayError"],
    ),
    (403, "the caller may not do this", &["Error"]),
    (404, "nothing has this name", &["Error"]),
    (
        405,
        "the address takes other methods, which `Allow` names",
        &["GatewayError"],
    ),
    (409, "it cannot be done as things are", &["Error"]),
    (413, "the body is too large", &["GatewayError"]),
    (
        429,
        "more calls in a second than are taken",
        &["GatewayError"],
    ),
    (
        500,
        "Vipps failed; the request may be sent again",
        &["Error"],
    ),
];

/// `GET /descriptions/vipps-isp.json`.
pub(in crate::admin) async fn isp(_: Call) -> call::Answer {
    ok(&document(&SENDING))
}

/// `GET /descriptions/vipps-ipp.json`.
pub(in crate::admin) async fn ipp(_: Call) -> call::Answer {
    ok(&document(&PAYING))
}

fn document(side: &Side) -> Value {
    let mut paths = Map::new();
    for row in OPERATIONS {
        let Some((path, page)) = side.page_of(row) else {
            continue;
        };
        let here = paths.entry(path).or_insert_with(|| json!({}));
        if let Value::Object(here) = here {
            let method = row.method.as_str().to_ascii_lowercase();
            here.insert(method, operation(side, row, page));
        }
    }
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": side.title,
            "version": VERSION,
            "description": "The interface of the swagger file of that version, as Sandkasse serves \
                            it. Statuses that the swagger file lacks and that cannot be done \
                            without are among the answers.",
            "license": { "name": "Apache License 2.0" },
        },
        "servers": [{ "url": side.base }],
        "tags": [{ "name": side.tag }],
        "security": [
            { "accessToken": [], "apiKeyHeader": [] },
            { "accessToken": [], "apiKeyQuery": [] },
        ],
        "paths": paths,
        "components": {
            "schemas": (side.schemas)(),
            "responses": responses(),
            "securitySchemes": {
                "accessToken": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "an access token of `POST /accesstoken/get`, behind `Bearer` or \
                                    alone",
                },
                "apiKeyHeader": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Ocp-Apim-Subscription-Key",
                },
                "apiKeyQuery": { "type": "apiKey", "in": "query", "name": "subscription-key" },
            },
        },
    })
}

impl Side {
    /// The path below the base and the page of an operation, if it is on this side.
    fn page_of(&self, row: &Operation) -> Option<(String, &'static Page)> {
        let path = row.path.strip_prefix(self.base)?;
        let name = row.id.strip_prefix(self.ids)?;
        let page = self.pages.iter().find(|page| page.name == name)?;
        Some((path.to_owned(), page))
    }
}

fn operation(side: &Side, row: &Operation, page: &Page) -> Value {
    let parameters = page.parameters.iter().map(|it| it.written());
    let mut operation = json!({
        "summary": page.summary,
        "description": row.remark,
        "tags": [side.tag],
        "parameters": parameters.collect::<Vec<_>>(),
        "responses": answers(page),
    });
    if page.name.ends_with("jwk") {
        // Anybody may read public keys, whatever the swagger files ask for.
        operation["security"] = json!([]);
    } else {
        operation["operationId"] = page.name.into();
    }
    if page.is_deprecated {
        operation["deprecated"] = true.into();
    }
    if let Some(Body {
        schema,
        is_required,
    }) = page.body
    {
        operation["requestBody"] = json!({
            "required": is_required,
            "content": { "application/json": { "schema": named(schema) } },
        });
    }
    operation
}

fn answers(page: &Page) -> Value {
    let good = page.good.iter().map(|it| (it.status.to_string(), good(it)));
    let refusals = page.documented.iter().chain(page.needed).map(|status| {
        let link = json!({ "$ref": format!("#/components/responses/{status}") });
        (status.to_string(), link)
    });
    Value::Object(good.chain(refusals).collect())
}

fn good(answer: &Good) -> Value {
    let mut told = json!({ "description": answer.text });
    if let Some(schema) = answer.schema {
        told["content"] = json!({ "application/json": { "schema": named(schema) } });
    }
    told
}

fn responses() -> Value {
    let one = |(status, text, shapes): &(u16, &str, &[&str])| {
        let mut schemas: Vec<Value> = shapes.iter().map(|name| named(name)).collect();
        let schema = match schemas.as_mut_slice() {
            [one] => one.take(),
            _ => json!({ "anyOf": schemas }),
        };
        let content = json!({ "application/json": { "schema": schema } });
        let mut response = json!({ "description": text, "content": content });
        let header = match status {
            405 => Some(("Allow", "string")),
            429 => Some(("Retry-After", "integer")),
            _ => None,
        };
        if let Some((name, kind)) = header {
            let header = json!({ "required": true, "schema": { "type": kind } });
            response["headers"] = json!({ name: header });
        }
        (status.to_string(), response)
    };
    Value::Object(REFUSALS.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const SIDES: [&Side; 2] = [&SENDING, &PAYING];

    fn operations(side: &Side) -> BTreeSet<String> {
        let document = document(side);
        let paths = document["paths"].as_object().unwrap();
        let all = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {}{path}", method.to_uppercase(), side.base))
        });
        all.collect()
    }

    #[test]
    fn every_operation_below_a_base_is_in_its_description_and_none_else() {
        let mut elsewhere: BTreeSet<String> = OPERATIONS
            .iter()
            .filter(|row| !row.path.is_empty())
            .map(|row| format!("{} {}", row.method.as_str(), row.path))
            .collect();
        for side in SIDES {
            let there: BTreeSet<String> = elsewhere
                .extract_if(.., |row| row.contains(&format!(" {}/", side.base)))
                .collect();
            assert_eq!(operations(side), there);
            assert_eq!(there.len(), side.pages.len());
        }
        // They have addresses outside of either base, and are in neither swagger file.
        let expected = [
            "GET /vipps-invoice/jwk",
            "GET /vipps-invoice/public/jwk",
            "POST /accesstoken/get",
        ];
        assert_eq!(elsewhere.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn every_name_in_a_path_is_told_and_every_operation_says_what_it_answers() {
        for side in SIDES {
            for page in side.pages {
                let id = format!("{}{}", side.ids, page.name);
                let row = OPERATIONS.iter().find(|row| row.id == id).unwrap();
                let written = page.parameters.iter().map(|it| it.written());
                let of_path = written.filter(|it| it["in"] == "path");
                let told: Vec<String> = of_path
                    .map(|it| format!("{{{}}}", it["name"].as_str().unwrap()))
                    .collect();
                let there = row.path.split('/').filter(|part| part.starts_with('{'));
                assert_eq!(told, there.collect::<Vec<_>>(), "{id}");
                let statuses: Vec<u16> =
                    page.documented.iter().chain(page.needed).copied().collect();
                let apart: BTreeSet<&u16> = statuses.iter().collect();
                assert_eq!(apart.len(), statuses.len(), "{id}");
                let known = |status: &u16| REFUSALS.iter().any(|row| row.0 == *status);
                assert!(statuses.iter().all(known), "{id}");
                assert_eq!(
                    statuses.contains(&413),
                    row.method.as_str() != "GET",
                    "{id}"
                );
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_shape_is_referred_to() {
        for side in SIDES {
            let document = document(side);
            let text = document.to_string();
            let links: BTreeSet<&str> = text
                .split("\"$ref\":\"#")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .collect();
            for link in &links {
                assert!(document.pointer(link).is_some(), "{link}");
            }
            for kind in ["schemas", "responses"] {
                for name in document["components"][kind].as_object().unwrap().keys() {
                    let link = format!("/components/{kind}/{name}");
                    assert!(links.contains(link.as_str()), "{link}");
                }
            }
        }
    }
}
