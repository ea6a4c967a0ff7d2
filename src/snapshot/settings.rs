//! Settings as JSON and TOML write them: a text, a number or a flag each.

use serde_json::Value;

use super::text::TextError;

/// A setting's value as the text that [`Settings::set`](crate::domain::settings::Settings::set)
/// reads, from whatever a request or a scenario wrote; `name` is the setting's.
///
/// # Errors
/// [`TextError`] for a list, an object or null.
pub fn setting_text(name: &str, value: Value) -> Result<String, TextError> {
    match value {
        Value::String(text) => Ok(text),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            let field = format!("settings.{name}");
            let expected = "a text, a number, `true` or `false`";
            Err(TextError::new(&field, &value.to_string(), expected))
        }
    }
}

/// A setting's text as JSON: a flag as a flag and a count as a number, as they may be sent.
#[must_use]
pub fn setting_value(text: String) -> Value {
    let flag = text.parse::<bool>().map(Value::from);
    let count = || text.parse::<u64>().map(Value::from);
    match flag.or_else(|_| count()) {
        Ok(value) => value,
        Err(_) => Value::from(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_may_be_written_as_what_it_is_or_as_text() {
        for (value, text) in [
            (json!("PT2S"), "PT2S"),
            (json!(true), "true"),
            (json!("true"), "true"),
            (json!(50), "50"),
            (json!(1.5), "1.5"),
        ] {
            assert_eq!(setting_text("a", value).unwrap(), text);
        }
        for value in [json!(null), json!([1]), json!({})] {
            let error = setting_text("a", value).unwrap_err();
            assert_eq!(error.field, "settings.a");
        }
    }

    #[test]
    fn what_is_shown_may_be_sent_again() {
        for (text, value) in [
            ("PT2S", json!("PT2S")),
            ("true", json!(true)),
            ("7", json!(7)),
        ] {
            assert_eq!(setting_value(text.to_owned()), value);
            assert_eq!(setting_text("a", value).unwrap(), text);
        }
    }
}
