//! The frame of the pages from MPS, and what stands on all of them.

use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::domain::calendar::oslo;
use crate::domain::money::Ore;
use crate::services::mps::model::OutgoingFile;

const STYLE: &str = include_str!("page.css");

/// What stands there for nothing.
pub(super) const NONE: &str = "–";

/// Whether it is good news.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Bad,
    Odd,
}

impl Tone {
    /// The class of its colour.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Odd => "odd",
        }
    }
}

/// A page of its own, with nothing to be fetched for it.
pub(super) fn frame(
    file: &OutgoingFile,
    title: &str,
    (tone, verdict): (Tone, &str),
    body: &Markup,
) -> Vec<u8> {
    let page = html! {
        (DOCTYPE)
        html lang="nb" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – " (file.name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (title) }
                    span class=(tone.class()) { (verdict) }
                    p.list { "Liste " (file.kind.as_str()) }
                }
                main { (body) }
                footer {
                    p {
                        (file.name) ", laget " (time(file.made_at))
                        ". Laget i Sandkasse, et testmiljø; utformingen er vår egen."
                    }
                }
            }
        }
    };
    page.into_string().into_bytes()
}

/// An instant by the clock of Norway.
pub(super) fn time(at: Timestamp) -> String {
    at.to_zoned(oslo())
        .strftime("%d.%m.%Y %H:%M:%S")
        .to_string()
}

/// An amount in kroner the Norwegian way, with blanks that do not break.
pub(super) fn kroner(amount: Ore) -> String {
    let size = amount.get().unsigned_abs();
    let whole = (size / 100).to_string();
    let mut text = String::from(if amount.is_negative() { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    format!("{text},{:02}", size % 100)
}
