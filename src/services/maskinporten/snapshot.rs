//! The state of Maskinporten as text: what is remembered of grants, and nothing of the grants.

use std::fmt::Write;

use imbl::OrdSet;
use serde::{Deserialize, Serialize};

use super::model::{GrantMark, Model, Used};
use crate::snapshot::written::{self, formed, texted};

formed! {
    ModelText for Model,
    UsedText for Used,
}
texted! {
    GrantMark, "64 hexadecimal digits", |it| shown(it).into(), mark;
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Model", deny_unknown_fields)]
struct ModelText {
    #[serde(with = "written")]
    used: Used,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Used", deny_unknown_fields)]
struct UsedText {
    #[serde(with = "written")]
    younger: OrdSet<GrantMark>,
    #[serde(with = "written")]
    older: OrdSet<GrantMark>,
}

fn shown(mark: &GrantMark) -> String {
    mark.0.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn mark(text: &str) -> Result<GrantMark, &'static str> {
    const WRONG: &str = "something else";
    let digits = text.as_bytes();
    let mut bytes = [0; 32];
    if digits.len() != 2 * bytes.len() {
        return Err(WRONG);
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = str::from_utf8(pair).map_err(|_| WRONG)?;
        if pair.contains('+') {
            return Err(WRONG);
        }
        *byte = u8::from_str_radix(pair, 16).map_err(|_| WRONG)?;
    }
    Ok(GrantMark(bytes))
}
