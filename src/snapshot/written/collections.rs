//! Collections of written values; in a map no key may stand twice.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet, Vector};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::values::{Texted, misfit};

/// A value with one form for both ways.
pub trait Written: Sized {
    /// Writes the value.
    ///
    /// # Errors
    /// Those of the writer.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// Reads what [`Written::write`] wrote.
    ///
    /// # Errors
    /// When something else stands there; the words say what was found and expected.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

/// For `#[serde(with = "written")]`.
///
/// # Errors
/// Those of the writer.
pub fn serialize<T: Written, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    value.write(to)
}

/// For `#[serde(with = "written")]`.
///
/// # Errors
/// Those of [`Written::read`].
pub fn deserialize<'de, T: Written, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::read(from)
}

struct Out<'a, T>(&'a T);

impl<T: Written> Serialize for Out<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

struct In<T>(T);

impl<'de, T: Written> Deserialize<'de> for In<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Self)
    }
}

/// Makes values written as serde writes them.
macro_rules! plain {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::snapshot::written::Written for $name {
            fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(self, to)
            }

            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(from)
            }
        }
    )+};
}

pub(crate) use plain;

plain!(String, bool, u8, u16, u64);

impl<T: Written> Written for Option<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(Out).serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read: Option<In<T>> = Deserialize::deserialize(from)?;
        Ok(read.map(|In(value)| value))
    }
}

impl<T: Written> Written for Vec<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(Out))
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read: Vec<In<T>> = Deserialize::deserialize(from)?;
        Ok(read.into_iter().map(|In(value)| value).collect())
    }
}

impl<T: Written + Clone> Written for Vector<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(Out))
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::read(from).map(Self::from)
    }
}

impl<T: Written + Clone + Ord> Written for OrdSet<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(Out))
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::read(from).map(Self::from)
    }
}

impl<T: Written> Written for Arc<[T]> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(Out))
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::read(from).map(Self::from)
    }
}

impl<T: Written> Written for Arc<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.as_ref().write(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Self::new)
    }
}

impl<T: Written> Written for Box<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.as_ref().write(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Self::new)
    }
}

impl<K: Texted + Ord + Clone, V: Written + Clone> Written for OrdMap<K, V> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter().map(|(key, value)| (key.text(), Out(value))))
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<K, V>(PhantomData<(K, V)>);

impl<'de, K: Texted + Ord + Clone, V: Written + Clone> Visitor<'de> for Entries<K, V> {
    type Value = OrdMap<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object, each name in it {}", K::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut map = OrdMap::new();
        while let Some(text) = from.next_key::<String>()? {
            let key = K::of_text(&text).map_err(|why| misfit::<K, _>(&text, &why))?;
            let In(value) = from.next_value()?;
            if map.insert(key, value).is_some() {
                let again = format!("found `{text}` a second time, expected each name once");
                return Err(A::Error::custom(again));
            }
        }
        Ok(map)
    }
}
