//! A delay: a duration, or what it is drawn from.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A delay: a duration such as `PT2S`, one between two, or one around a median with a long tail.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged)]
pub enum Delay {
    /// Always the same.
    Fixed(String),
    /// Drawn from the seed.
    Drawn(Spread),
}

/// What a delay is drawn from: evenly `from` … `to`, or log-normally around `median`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// The shortest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The longest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Half of all delays are shorter than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median: Option<String>,
    /// How far they spread: 0 not at all, 0.5 ordinarily, 2 wildly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sigma: Option<f64>,
}

impl Serialize for Delay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fixed(text) => serializer.serialize_str(text),
            Self::Drawn(spread) => spread.serialize(serializer),
        }
    }
}

// By hand, because an untagged enum refuses without saying what is wrong inside.
impl<'de> Deserialize<'de> for Delay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Delay;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a duration such as \"PT2S\", or a table with `from` and `to`")
            }

            fn visit_str<E>(self, text: &str) -> Result<Delay, E> {
                Ok(Delay::Fixed(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Delay, A::Error> {
                Spread::deserialize(MapAccessDeserializer::new(map)).map(Delay::Drawn)
            }
        }

        deserializer.deserialize_any(Either)
    }
}
