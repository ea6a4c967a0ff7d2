//! The JSON Schema of scenarios, for editors and for programs that write them.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::script::Scenario;

/// What the schema is called wherever it stands; a name and no address, because it has none.
const ID: &str = "urn:sandkasse:scenario";

/// The schema as text, in draft 2020-12, with a line feed at its end.
#[must_use]
pub fn schema() -> String {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut root = generator.into_root_schema_for::<Scenario>().to_value();
    if let Value::Object(members) = &mut root {
        members.insert("$id".to_owned(), Value::from(ID));
        if let Some(Value::Object(types)) = members.get_mut("$defs") {
            types.iter_mut().for_each(|(name, body)| patch(name, body));
        }
    }
    format!("{root:#}\n")
}

/// People and companies of a stage are merge patches: nothing in them has to be there.
fn patch(name: &str, body: &mut Value) {
    if name.ends_with("Text")
        && let Value::Object(members) = body
    {
        members.remove("required");
        if let Some(Value::Object(properties)) = members.get_mut("properties") {
            let bodies = properties.values_mut().filter_map(Value::as_object_mut);
            bodies.for_each(without_default);
        }
    }
}

/// What is left out of a patch stays as it is.
fn without_default(property: &mut Map<String, Value>) {
    property.remove("default");
}
