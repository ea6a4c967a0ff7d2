//! Fields in the order written: a message may depend on it.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Fields in the order written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, Field)>);

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A text.
    Text(String),
    /// A number or a flag, written without quotes.
    Bare(String),
    /// Fields within.
    Group(Fields),
    /// The same field several times.
    List(Vec<Field>),
}

impl Fields {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The field of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Field> {
        let (_, value) = self.0.iter().find(|(key, _)| key == name)?;
        Some(value)
    }

    /// The text of a field, or its number or flag as written; `None` when there is none, or it is
    /// a table or a list.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }
}

impl Field {
    /// The text, number or flag as written; `None` for a table or a list.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Bare(text) => Some(text),
            Self::Group(_) | Self::List(_) => None,
        }
    }
}

impl JsonSchema for Fields {
    fn schema_name() -> Cow<'static, str> {
        "Fields".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Fields in the order written.",
            "type": "object",
            "additionalProperties": {
                "type": ["string", "integer", "boolean", "object", "array"],
            },
        })
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bare(text) => bare(text).serialize(serializer),
            Self::Group(fields) => fields.serialize(serializer),
            Self::List(values) => values.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Field::deserialize(deserializer)? {
            Field::Group(fields) => Ok(fields),
            Field::Text(_) | Field::Bare(_) | Field::List(_) => Err(D::Error::custom(FIELDS)),
        }
    }
}

/// A number or a flag as JSON has it.
fn bare(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

const FIELDS: &str = "expected fields, as { name = \"value\" }";

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyField)
    }
}

struct AnyField;

impl<'de> Visitor<'de> for AnyField {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in quotes, a whole number, true or false, a table or a list")
    }

    fn visit_str<E>(self, text: &str) -> Result<Field, E> {
        Ok(Field::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Field, E> {
        Ok(Field::Bare(flag.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Field, E> {
        Ok(Field::Bare(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Field, E> {
        Ok(Field::Bare(number.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Field, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Field::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Field>()? {
            // How serde_json hands over a number of arbitrary precision, and toml a date.
            if name == "$serde_json::private::Number" {
                return Ok(match value {
                    Field::Text(digits) => Field::Bare(digits),
                    other @ (Field::Bare(_) | Field::Group(_) | Field::List(_)) => other,
                });
            }
            if name == "$__toml_private_datetime" {
                return Err(A::Error::custom(
                    "found a date without quotes, expected a text; write it in quotes",
                ));
            }
            fields.push((name, value));
        }
        Ok(Field::Group(Fields(fields)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Fields};

    #[test]
    fn fields_keep_their_order_and_what_was_written_without_quotes() {
        let written = "z = 45000\na = \"09091816528\"\nok = true\n[m]\nb = [1, \"1\"]\na = \"\"\n";
        let fields: Fields = toml::from_str(written).unwrap();
        let names: Vec<&str> = fields.0.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["z", "a", "ok", "m"]);
        assert_eq!(fields.get("z"), Some(&Field::Bare("45000".to_owned())));
        let json = serde_json::to_string(&fields).unwrap();
        let told = r#"{"z":45000,"a":"09091816528","ok":true,"m":{"b":[1,"1"],"a":""}}"#;
        assert_eq!(json, told);
        assert_eq!(serde_json::from_str::<Fields>(&json).unwrap(), fields);
    }

    #[test]
    fn a_date_without_quotes_is_refused_with_what_to_do() {
        let told = toml::from_str::<Fields>("due_date = 2026-03-16").unwrap_err();
        assert!(told.to_string().contains("write it in quotes"), "{told}");
    }
}
