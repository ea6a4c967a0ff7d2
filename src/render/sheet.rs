//! One sheet of A4 that is drawn on in whole points from its upper left corner, in the Helvetica
//! that every reader of PDF has.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object};
use unicode_normalization::UnicodeNormalization;

/// Width of the sheet, in points.
pub(super) const WIDTH: i64 = 595;
/// Height of the sheet, in points.
pub(super) const HEIGHT: i64 = 842;

/// Most bytes of a text that are looked at; no place on a sheet holds so many.
const TEXT_MAX: usize = 4000;

/// What stands for a character that the encoding has not.
const UNKNOWN: u8 = b'?';
/// The mark of a text that goes on, in WinAnsiEncoding.
const ELLIPSIS: u8 = 0x85;

/// Thickness of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Helvetica.
    Plain,
    /// Helvetica-Bold.
    Bold,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// Which font.
    pub(super) face: Face,
    /// Size in points.
    pub(super) size: i64,
    /// Whether it is grey, for labels.
    pub(super) faint: bool,
}

/// Where a text may stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Points from the left edge.
    pub(super) left: i64,
    /// Points from the top edge to the first base line.
    pub(super) top: i64,
    /// Points that a line may be long.
    pub(super) width: i64,
    /// Most lines; what does not fit ends in an ellipsis.
    pub(super) lines: usize,
}

/// The sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    operations: Vec<Operation>,
}

impl Sheet {
    /// Writes a text, wrapped, and says how far below its first base line the next one may stand.
    pub(super) fn write(&mut self, style: Style, spot: Spot, text: &str) -> i64 {
        let step = style.size + style.size / 3 + 1;
        let mut below = 0;
        for line in wrapped(text, style, spot.width, spot.lines) {
            let grey = if style.faint { 0.40 } else { 0.0 };
            let font = match style.face {
                Face::Plain => "F1",
                Face::Bold => "F2",
            };
            let base = HEIGHT - spot.top - below;
            self.put("BT", vec![]);
            self.put("g", vec![Object::Real(grey)]);
            self.put("Tf", vec![font.into(), style.size.into()]);
            self.put("Td", vec![spot.left.into(), base.into()]);
            self.put("Tj", vec![Object::string_literal(line)]);
            self.put("ET", vec![]);
            below += step;
        }
        below
    }

    /// Fills a rectangle with a grey between 0, black, and 1, white.
    pub(super) fn fill(&mut self, [left, top, width, height]: [i64; 4], grey: f32) {
        self.put("g", vec![Object::Real(grey)]);
        self.rectangle([left, top, width, height]);
        self.put("f", vec![]);
    }

    /// Draws the edge of a rectangle.
    pub(super) fn frame(&mut self, area: [i64; 4]) {
        self.put("G", vec![Object::Real(0.35)]);
        self.put("w", vec![1.into()]);
        self.rectangle(area);
        self.put("S", vec![]);
    }

    /// The content stream of a page.
    pub(super) fn into_content(self) -> Vec<u8> {
        let content = Content {
            operations: self.operations,
        };
        // Encoding fails only where writing does, and this writes into memory.
        content.encode().unwrap_or_default()
    }

    fn rectangle(&mut self, [left, top, width, height]: [i64; 4]) {
        let bottom = HEIGHT - top - height;
        self.put(
            "re",
            vec![left.into(), bottom.into(), width.into(), height.into()],
        );
    }

    fn put(&mut self, operator: &str, operands: Vec<Object>) {
        self.operations.push(Operation::new(operator, operands));
    }
}

/// A font that every reader of PDF has (ISO 32000-1, 9.6.2.2).
pub(super) fn font(face: Face) -> Dictionary {
    let name = match face {
        Face::Plain => "Helvetica",
        Face::Bold => "Helvetica-Bold",
    };
    let mut font = Dictionary::new();
    font.set("Type", "Font");
    font.set("Subtype", "Type1");
    font.set("BaseFont", name);
    font.set("Encoding", "WinAnsiEncoding");
    font
}

/// The lines of a text in WinAnsiEncoding. Words that are longer than a line are cut.
fn wrapped(text: &str, style: Style, width: i64, lines_max: usize) -> Vec<Vec<u8>> {
    let encoded = win_ansi(text);
    let room = width.saturating_mul(1000) / style.size.max(1);
    let long = |line: &[u8]| length(line, style.face) > room;
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut line: Vec<u8> = Vec::new();
    for word in encoded
        .split(|byte| *byte == b' ')
        .filter(|w| !w.is_empty())
    {
        let mut longer = line.clone();
        if !longer.is_empty() {
            longer.push(b' ');
        }
        longer.extend_from_slice(word);
        if !long(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for byte in word {
            line.push(*byte);
            if long(&line) && line.len() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, vec![*byte]));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        if let Some(last) = lines.last_mut() {
            last.push(ELLIPSIS);
            while long(last) && last.len() > 1 {
                last.remove(last.len() - 2);
            }
        }
    }
    lines
}

fn length(line: &[u8], face: Face) -> i64 {
    line.iter().map(|byte| advance(*byte, face)).sum()
}

/// A text in WinAnsiEncoding (ISO 32000-1, annex D). Letters that came as base letter and mark are
/// put together first; all white space becomes a plain blank, so that a search finds the words.
fn win_ansi(text: &str) -> Vec<u8> {
    let code = |c: char| match c {
        ' '..='~' => u8::try_from(u32::from(c)).unwrap_or(UNKNOWN),
        '\u{ad}' | '\u{2010}' | '\u{2011}' | '\u{2212}' => b'-',
        c if c.is_whitespace() || c.is_control() => b' ',
        '\u{a1}'..='\u{ff}' => u8::try_from(u32::from(c)).unwrap_or(UNKNOWN),
        c => HIGH
            .iter()
            .find(|(known, _)| *known == c)
            .map_or(UNKNOWN, |(_, code)| *code),
    };
    text.nfc().map(code).take(TEXT_MAX).collect()
}

/// What WinAnsiEncoding has between 0x80 and 0x9F.
const HIGH: [(char, u8); 27] = [
    ('€', 0x80),
    ('‚', 0x82),
    ('ƒ', 0x83),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Š', 0x8A),
    ('‹', 0x8B),
    ('Œ', 0x8C),
    ('Ž', 0x8E),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('š', 0x9A),
    ('›', 0x9B),
    ('œ', 0x9C),
    ('ž', 0x9E),
    ('Ÿ', 0x9F),
];

/// Widths of the printable ASCII characters in thousandths of the size, from the font metrics that
/// Adobe publishes for its core fonts.
const PLAIN: [i64; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD: [i64; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// Widths beyond ASCII that no letter shares, the wider of the two fonts; others count as the
/// widest there is, so that a line rather ends too early than beyond the edge.
const WIDEST: i64 = 1015;

fn advance(byte: u8, face: Face) -> i64 {
    let table = match face {
        Face::Plain => &PLAIN,
        Face::Bold => &BOLD,
    };
    let letter = match byte {
        0xC0..=0xC5 => b'A',
        0xC7 => b'C',
        0xC8..=0xCB => b'E',
        0xCC..=0xCF => b'I',
        0xD0 => b'D',
        0xD1 => b'N',
        0xD2..=0xD6 | 0xD8 => b'O',
        0xD9..=0xDC => b'U',
        0xDD | 0x9F => b'Y',
        0xE0..=0xE5 => b'a',
        0xE7 => b'c',
        0xE8..=0xEB => b'e',
        0xEC..=0xEF => b'i',
        0xF1 => b'n',
        0xF2..=0xF6 => b'o',
        0xF9..=0xFC => b'u',
        0xFD | 0xFF => b'y',
        0x8A => b'S',
        0x9A => b's',
        0x8E => b'Z',
        0x9E => b'z',
        0x91..=0x94 => return 500,
        0x80 | 0x96 | 0xA7 | 0xAB | 0xBB => return 556,
        0xF8 => return 611,
        0xE6 => return 889,
        other => other,
    };
    let index = usize::from(letter).checked_sub(0x20);
    index
        .and_then(|index| table.get(index))
        .copied()
        .unwrap_or(WIDEST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STYLE: Style = Style {
        face: Face::Plain,
        size: 10,
        faint: false,
    };

    fn lines(text: &str, width: i64, most: usize) -> Vec<String> {
        let lines = wrapped(text, STYLE, width, most);
        lines
            .iter()
            .map(|line| line.iter().map(|byte| char::from(*byte)).collect())
            .collect()
    }

    #[test]
    fn norwegian_letters_are_encoded_and_foreign_ones_leave_a_visible_mark() {
        assert_eq!(win_ansi("æøåÆØÅ"), [0xE6, 0xF8, 0xE5, 0xC6, 0xD8, 0xC5]);
        assert_eq!(win_ansi("a\u{30a}"), [0xE5], "a base letter and its ring");
        assert_eq!(win_ansi("\u{a0}€–Š"), [b' ', 0x80, 0x96, 0x8A]);
        assert_eq!(win_ansi("Łódź 漢\u{1F600}"), b"?\xF3d? ??");
    }

    #[test]
    fn long_lines_are_wrapped_at_blanks_and_long_words_cut() {
        assert_eq!(
            lines("en to tre", 23, 9),
            ["en to", "tre"].map(str::to_owned)
        );
        assert_eq!(lines("WWWW", 20, 9), ["WW", "WW"].map(str::to_owned));
        assert_eq!(
            lines("WWWWWW", 20, 2),
            ["WW".to_owned(), "W\u{85}".to_owned()]
        );
        assert_eq!(lines("  ", 20, 2), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_its_place(text in any::<String>(), width in 20_i64..300) {
            for line in wrapped(&text, STYLE, width, 5) {
                prop_assert!(length(&line, STYLE.face) <= width * 100);
            }
        }
    }
}
