//! `application/x-www-form-urlencoded` bodies and query strings, read strictly.

/// The fields of a form, in the order they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    pairs: Vec<(String, String)>,
}

/// A field that cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("field {field:?}: expected {expected}, found {found}")]
pub struct FormError {
    /// The field's name as far as it can be read.
    pub field: String,
    /// What should have stood there.
    pub expected: &'static str,
    /// What stood there.
    pub found: String,
}

impl Form {
    /// Reads a body.
    ///
    /// # Errors
    /// When a percent sign is not followed by two hexadecimal digits, or when a name or value is
    /// not UTF-8.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormError> {
        let pieces = bytes
            .split(|byte| *byte == b'&')
            .filter(|piece| !piece.is_empty());
        Ok(Self {
            pairs: pieces.map(pair).collect::<Result<_, _>>()?,
        })
    }

    /// Reads a query string, without its question mark.
    ///
    /// # Errors
    /// As for [`Form::parse`].
    pub fn from_query(query: &str) -> Result<Self, FormError> {
        Self::parse(query.as_bytes())
    }

    /// The first value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_all(name).next()
    }

    /// All values of a field, in the order they came.
    pub fn get_all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.pairs()
            .filter(move |(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// All fields, in the order they came.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Encodes fields as a body or query string.
pub fn encode(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// Decodes one segment of a path; a plus sign in it is one.
///
/// # Errors
/// As for [`Form::parse`], about the field of this name.
pub fn decode_segment(raw: &str, field: &str) -> Result<String, FormError> {
    decode(raw.replace('+', "%2B").as_bytes(), field)
}

fn pair(piece: &[u8]) -> Result<(String, String), FormError> {
    let (name, value) = match piece.iter().position(|byte| *byte == b'=') {
        Some(at) => (&piece[..at], &piece[at + 1..]),
        None => (piece, &[][..]),
    };
    let shown = String::from_utf8_lossy(name).into_owned();
    let name = decode(name, &shown)?;
    let value = decode(value, &name)?;
    Ok((name, value))
}

fn decode(raw: &[u8], field: &str) -> Result<String, FormError> {
    let refuse = |expected, found| FormError {
        field: field.to_owned(),
        expected,
        found,
    };
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after) {
            (b'+', _) => out.push(b' '),
            (b'%', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                out.push(hex(*high).unwrap_or_default() << 4 | hex(*low).unwrap_or_default());
                rest = after;
            }
            (b'%', _) => {
                let found: String = String::from_utf8_lossy(after).chars().take(2).collect();
                return Err(refuse(
                    "two hexadecimal digits after %",
                    format!("%{found}"),
                ));
            }
            (byte, _) => out.push(*byte),
        }
    }
    String::from_utf8(out).map_err(|error| {
        let byte = error
            .as_bytes()
            .get(error.utf8_error().valid_up_to())
            .copied();
        refuse("UTF-8", format!("byte 0x{:02X}", byte.unwrap_or_default()))
    })
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Form, decode_segment, encode};

    #[test]
    fn fields_keep_their_order_and_may_repeat() {
        let form = Form::parse(b"b=1&a=%C3%A5+x&b=2&&flag&empty=&e=1=2").unwrap();
        assert_eq!(form.get("b"), Some("1"));
        assert_eq!(form.get_all("b").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(form.get("a"), Some("å x"));
        assert_eq!((form.get("flag"), form.get("empty")), (Some(""), Some("")));
        assert_eq!((form.get("e"), form.get("none")), (Some("1=2"), None));
        assert_eq!(form.pairs().count(), 6);
    }

    #[test]
    fn a_field_that_cannot_be_decoded_is_named() {
        let rows: [(&[u8], &str); 5] = [
            (
                b"a=1&navn=%E5",
                "field \"navn\": expected UTF-8, found byte 0xE5",
            ),
            (
                b"a=%",
                "field \"a\": expected two hexadecimal digits after %, found %",
            ),
            (
                b"a=%4",
                "field \"a\": expected two hexadecimal digits after %, found %4",
            ),
            (
                b"a=%+1",
                "field \"a\": expected two hexadecimal digits after %, found %+1",
            ),
            (
                b"%zz=1",
                "field \"%zz\": expected two hexadecimal digits after %, found %zz",
            ),
        ];
        for (body, told) in rows {
            assert_eq!(Form::parse(body).unwrap_err().to_string(), told);
        }
    }

    #[test]
    fn a_plus_sign_in_a_path_is_one() {
        let decoded = decode_segment("a+b%20%C3%A5", "name");
        assert_eq!(decoded.as_deref(), Ok("a+b å"));
        assert!(decode_segment("%zz", "name").is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = Form::parse(&bytes);
        }

        #[test]
        fn what_is_encoded_is_read_back(name in ".+", value in ".*") {
            let form = Form::from_query(&encode(&[(&name, &value)])).unwrap();
            prop_assert_eq!(form.get(&name), Some(value.as_str()));
        }
    }
}
