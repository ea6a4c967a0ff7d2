//! The document, written from the map and its pages.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::page::{Answer, Body, Kind, Page, Parameter, SchemaOf, Shows};
use super::table::PAGES;
use crate::admin::call::{self, Call, ok};
use crate::admin::routes::{PREFIX, Row, rows};
use crate::consumer::actions::ACTIONS;

/// Where schemas stand in the document.
const SCHEMAS: &str = "#/components/schemas/";

/// How a name begins that stands in addresses (`domain/slug`).
const SLUG: &str = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";

/// Refusals that have a page of their own under `components/responses`.
const REFUSALS: &[(u16, &str)] = &[
    (400, "something in the request does not fit"),
    (401, "the admin token is missing or another one"),
    (403, "without an admin token only this machine is let in"),
    (404, "nothing has this name"),
    (405, "the address takes other methods, which `Allow` names"),
    (408, "it did not happen in time"),
    (409, "it cannot be done as things are"),
    (410, "the sandbox was dropped meanwhile"),
    (413, "the body is too large"),
    (422, "an identity number that the guard does not take"),
    (503, "too many are waiting, or the server stops"),
];

/// Refusals that every address has.
const EVERYWHERE: &[u16] = &[400, 401, 403, 405, 413];

/// `GET /openapi.json`.
pub(in crate::admin) async fn get(_: Call) -> call::Answer {
    ok(&document())
}

/// The whole document.
fn document() -> Value {
    let mut writer = Writer::new();
    let mut paths = Map::new();
    for row in rows() {
        let Some(page) = page_of(row) else { continue };
        let path = format!("{PREFIX}{}", row.path);
        let here = paths.entry(path).or_insert_with(|| json!({}));
        if let Value::Object(here) = here {
            here.insert(
                row.method.as_str().to_ascii_lowercase(),
                writer.operation(row, page),
            );
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Sandkasse, the admin API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "How a sandbox is steered: its clock, cast, faults, scenarios and \
                            settings, and what happened in it. Refusals are problems of RFC 9457 \
                            that say what was found, what was expected and what to do.",
            "license": { "name": "Apache License 2.0", "identifier": "Apache-2.0" },
        },
        // Without a token, whoever is on this machine is let in.
        "security": [{}, { "adminToken": [] }],
        "paths": paths,
        "components": {
            "schemas": writer.schemas(),
            "responses": responses(),
            "securitySchemes": { "adminToken": { "type": "http", "scheme": "bearer" } },
        },
    })
}

fn page_of(row: &Row) -> Option<&'static Page> {
    let same = |page: &&Page| page.method == row.method && page.path == row.path;
    PAGES.iter().find(same)
}

/// Writes operations, and keeps the schemas that they refer to.
///
/// What is sent and what is answered are generated apart: a field that may be left out of a
/// request is always in the answer.
struct Writer {
    asked: SchemaGenerator,
    told: SchemaGenerator,
}

impl Writer {
    fn new() -> Self {
        let settings = || {
            SchemaSettings::draft2020_12()
                .with(|it| it.definitions_path = "/components/schemas".into())
        };
        Self {
            asked: settings().for_deserialize().into_generator(),
            told: settings().for_serialize().into_generator(),
        }
    }

    fn operation(&mut self, row: &Row, page: &Page) -> Value {
        let in_path = names_in(row.path).map(|name| in_path(page, name));
        let in_query = page.query.iter().copied().flatten().map(in_query);
        let parameters: Vec<Value> = in_path.chain(in_query).collect();
        let mut operation = json!({
            "operationId": page.id,
            "summary": row.summary,
            "tags": [tag(row.path)],
            "parameters": parameters,
            "responses": self.responses(row, page),
        });
        if let Some(body) = self.body(page) {
            operation["requestBody"] = body;
        }
        operation
    }

    fn body(&mut self, page: &Page) -> Option<Value> {
        let (schema, required, others): (SchemaOf, bool, &[&str]) = match page.body {
            Body::Nothing => return None,
            Body::Json(schema) => (schema, true, &[]),
            Body::Optional(schema) => (schema, false, &[]),
            Body::Patch(schema) => (schema, true, &["application/merge-patch+json"]),
            Body::Scenario(schema) => (schema, true, &[]),
        };
        let schema = renamed(schema(&mut self.asked).into(), asked_name);
        let examples = examples(page);
        let json = json!({ "schema": schema, "examples": examples });
        let media = |name: &&str| ((*name).to_owned(), json.clone());
        let mut content: Map<String, Value> = ["application/json"]
            .iter()
            .chain(others)
            .map(media)
            .collect();
        if let Body::Scenario(_) = page.body {
            let text = json!({ "schema": { "type": "string" } });
            content.insert("application/toml".to_owned(), text);
        }
        Some(json!({ "required": required, "content": content }))
    }

    fn responses(&mut self, row: &Row, page: &Page) -> Value {
        let mut responses = Map::new();
        for answer in page.answers {
            responses.insert(answer.status.to_string(), self.answer(answer));
        }
        let named = names_in(row.path).next().map(|_| 404);
        let refusals = EVERYWHERE.iter().chain(page.refusals).copied().chain(named);
        let from = page.query.iter().copied().flatten();
        let names_another = from.filter(|it| it.required).map(|_| 404);
        for status in refusals.chain(names_another) {
            let link = json!({ "$ref": format!("#/components/responses/{status}") });
            responses.insert(status.to_string(), link);
        }
        Value::Object(responses)
    }

    fn answer(&mut self, answer: &Answer) -> Value {
        let mut json_of = |schema: SchemaOf| {
            let schema = renamed(schema(&mut self.told).into(), told_name);
            json!({ "schema": schema })
        };
        let content = match answer.shows {
            Shows::Nothing => return json!({ "description": answer.text }),
            Shows::Json(schema) => json!({ "application/json": json_of(schema) }),
            Shows::Text(media_type) => json!({ media_type: { "schema": { "type": "string" } } }),
            Shows::BytesOr(media_type, schema) => {
                json!({ media_type: {}, "application/json": json_of(schema) })
            }
        };
        json!({ "description": answer.text, "content": content })
    }

    fn schemas(mut self) -> Value {
        let mut all = Map::new();
        for (name, mut schema) in self.asked.take_definitions(true) {
            if name == "Stage" {
                merge_patches(&mut schema);
            }
            all.insert(asked_name(&name), renamed(schema, asked_name));
        }
        for (name, schema) in self.told.take_definitions(true) {
            all.insert(told_name(&name), renamed(schema, told_name));
        }
        all.insert("Problem".to_owned(), problem());
        Value::Object(all)
    }
}

/// On a stage people and companies are merge patches, in which `null` takes away whatever it stands
/// for; the forms of what they change are those of `PUT`, and know no `null`.
fn merge_patches(stage: &mut Value) {
    for name in ["people", "companies"] {
        let place = format!("/properties/{name}/additionalProperties");
        if let Some(members) = stage.pointer_mut(&place) {
            *members = json!({ "type": "object" });
        }
    }
}

/// Bodies that are taken, numbered.
fn examples(page: &Page) -> Value {
    let read = |text: &&str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let numbered = page.examples.iter().map(read).zip(1..);
    let named = numbered.map(|(value, number)| (number.to_string(), json!({ "value": value })));
    Value::Object(named.collect())
}

/// What a type of an answer is called in the document.
fn told_name(name: &str) -> String {
    name.strip_suffix("Text").unwrap_or(name).to_owned()
}

/// What a type of a request is called in the document.
fn asked_name(name: &str) -> String {
    format!("{}Request", told_name(name))
}

/// A schema whose references have the names of the document.
fn renamed(mut schema: Value, name: fn(&str) -> String) -> Value {
    match &mut schema {
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                let link = value.as_str().and_then(|text| text.strip_prefix(SCHEMAS));
                let link = link.filter(|_| key == "$ref");
                *value = match link {
                    Some(link) => Value::from(format!("{SCHEMAS}{}", name(link))),
                    None => renamed(value.take(), name),
                };
            }
        }
        Value::Array(items) => {
            for item in items {
                *item = renamed(item.take(), name);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    schema
}

fn problem() -> Value {
    json!({
        "description": "A problem of RFC 9457. Often it says besides `field`, `found`, `expected` \
                        and `hint`.",
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "hint": { "type": "string" },
        },
    })
}

fn responses() -> Value {
    let one = |(status, text): &(u16, &str)| {
        let schema = json!({ "$ref": format!("{SCHEMAS}Problem") });
        let content = json!({ "application/problem+json": { "schema": schema } });
        let mut response = json!({ "description": text, "content": content });
        let header = match status {
            401 => Some("WWW-Authenticate"),
            405 => Some("Allow"),
            _ => None,
        };
        if let Some(header) = header {
            let text = json!({ "required": true, "schema": { "type": "string" } });
            response["headers"] = json!({ header: text });
        }
        (status.to_string(), response)
    };
    Value::Object(REFUSALS.iter().map(one).collect())
}

/// The names in a template, in order.
fn names_in(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// What stands in the address for a name of the template.
fn in_path(page: &Page, name: &str) -> Value {
    let slug = |example: &str| json!({ "type": "string", "pattern": SLUG, "examples": [example] });
    let has = |word: &str| page.path.contains(word);
    let (text, schema) = match name {
        "s" => ("the name of the sandbox", slug("default")),
        "slug" if has("/people/") => ("the name of the person", slug("halgeir")),
        "slug" => ("the name of the company", slug("fjord-energi")),
        "name" if has("/marks/") => ("the name of the mark", slug("before-the-bug")),
        "name" => ("the name of the scenario", slug("my-scenario")),
        "action" => {
            let names: Vec<&str> = ACTIONS.iter().map(|row| row.name).collect();
            ("the action", json!({ "type": "string", "enum": names }))
        }
        _ if has("/faults/") => {
            let whole = json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX });
            ("the number of the fault", whole)
        }
        _ => ("the id", json!({ "type": "string", "minLength": 1 })),
    };
    json!({ "name": name, "in": "path", "required": true, "description": text, "schema": schema })
}

fn in_query(parameter: &Parameter) -> Value {
    let schema = match parameter.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Slug => json!({ "type": "string", "pattern": SLUG }),
        Kind::Whole(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Kind::Ore => json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Word(words) => json!({ "type": "string", "enum": words }),
        Kind::Like(example) => json!({ "type": "string", "examples": [example] }),
    };
    json!({
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.text,
        "schema": schema,
    })
}

/// The group that an address stands in.
fn tag(path: &str) -> &str {
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.nth(1)) {
        (Some("sandboxes"), Some(part)) => part.split('.').next().unwrap_or(part),
        (Some("sandboxes"), None) => "sandboxes",
        (Some("listeners"), _) => "listeners",
        _ => "the house",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operations(document: &Value) -> Vec<(String, &Value)> {
        let paths = document["paths"].as_object().unwrap();
        let all = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(move |(method, it)| (format!("{} {path}", method.to_uppercase()), it))
        });
        all.collect()
    }

    fn links<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    match value.as_str().filter(|_| key == "$ref") {
                        Some(link) => found.push(link),
                        None => links(value, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| links(item, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn the_map_and_its_pages_have_the_same_addresses_in_the_same_order() {
        let of_rows = rows().iter().map(|row| (row.method.as_str(), row.path));
        let of_pages = PAGES.iter().map(|page| (page.method.as_str(), page.path));
        assert_eq!(of_rows.collect::<Vec<_>>(), of_pages.collect::<Vec<_>>());
    }

    #[test]
    fn every_address_is_in_the_document_and_the_document_has_no_others() {
        let document = document();
        let mut told: Vec<String> = operations(&document).into_iter().map(|it| it.0).collect();
        let all = rows().iter();
        let mut there: Vec<String> = all
            .map(|row| format!("{} {PREFIX}{}", row.method.as_str(), row.path))
            .collect();
        told.sort();
        there.sort();
        assert_eq!(told, there);
    }

    #[test]
    fn every_operation_has_a_name_of_its_own_a_good_answer_and_refusals_as_problems() {
        let document = document();
        let mut ids = Vec::new();
        for (name, operation) in operations(&document) {
            ids.push(operation["operationId"].as_str().unwrap().to_owned());
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.keys().any(|it| it.starts_with('2')), "{name}");
            for (status, answer) in answers.iter().filter(|it| it.0.starts_with(['4', '5'])) {
                let link = format!("#/components/responses/{status}");
                assert_eq!(answer["$ref"], link, "{name}");
            }
        }
        ids.sort();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn every_reference_leads_somewhere_and_no_schema_is_there_for_nothing() {
        let document = document();
        let mut found = Vec::new();
        links(&document, &mut found);
        assert!(found.len() > 100);
        for link in &found {
            let pointer = link.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{link}");
        }
        for kind in ["schemas", "responses"] {
            for name in document["components"][kind].as_object().unwrap().keys() {
                let link = format!("#/components/{kind}/{name}");
                assert!(found.contains(&link.as_str()), "{link}");
            }
        }
    }

    #[test]
    fn what_is_sent_may_lack_what_is_always_answered() {
        let document = document();
        let schemas = &document["components"]["schemas"];
        let needs = |name: &str| schemas[name]["required"].as_array().cloned();
        assert!(needs("PersonRequest").is_none());
        assert!(needs("Person").unwrap().contains(&json!("mandates")));
        assert_eq!(schemas["PersonRequest"]["additionalProperties"], false);
    }
}
