//! Writes UTF-8 XML, escaping every value.

use std::ops::Range;

use super::encoding::is_allowed;

/// Room that most messages fit in, so that a document is not moved while it grows.
const ROOM: usize = 1024;

/// Builds a document from the top down.
///
/// Names come from our own tables and are written as they are; values come from anywhere and are
/// escaped. A character that XML 1.0 forbids becomes U+FFFD, since no escape for it exists.
#[derive(Debug, Clone)]
pub struct Writer {
    out: String,
    /// Where in `out` the names of the open elements stand.
    open: Vec<Range<usize>>,
    /// For people: an element a line.
    indented: bool,
    /// The element opened last has nothing in it yet.
    is_fresh: bool,
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Writer {
    /// Starts a document with its declaration.
    pub fn new() -> Self {
        let mut out = String::with_capacity(ROOM);
        out.push_str(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
        Self {
            out,
            open: Vec::new(),
            indented: false,
            is_fresh: false,
        }
    }

    /// Starts a document that people read: an element a line. White space is added between
    /// elements, so nothing may be written into one that holds both text and elements.
    pub fn indented() -> Self {
        Self {
            indented: true,
            ..Self::new()
        }
    }

    /// Opens an element, with namespace declarations and attributes as pairs.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        let begin = self.start(name, attributes);
        self.out.push('>');
        self.open.push(begin..begin + name.len());
        self.is_fresh = true;
        self
    }

    /// Writes an element that holds only text.
    pub fn leaf(&mut self, name: &str, text: &str) -> &mut Self {
        self.leaf_with(name, &[], text)
    }

    /// Writes an element that holds only text, with attributes.
    pub fn leaf_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> &mut Self {
        self.start(name, attributes);
        if text.is_empty() {
            self.out.push_str("/>");
        } else {
            self.out.push('>');
            escape(&mut self.out, text, Place::Text);
            self.end(name);
        }
        self
    }

    /// Writes an element that holds only text, if there is one.
    pub fn leaf_if(&mut self, name: &str, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.leaf(name, text),
            None => self,
        }
    }

    /// Writes text into the open element.
    pub fn text(&mut self, text: &str) -> &mut Self {
        escape(&mut self.out, text, Place::Text);
        self.is_fresh = false;
        self
    }

    /// Closes the element opened last; without one it does nothing.
    pub fn close(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            if self.indented && self.is_fresh {
                self.out.pop();
                self.out.push_str("/>");
                self.is_fresh = false;
                return self;
            }
            self.line();
            self.out.push_str("</");
            self.out.extend_from_within(name);
            self.out.push('>');
        }
        self
    }

    /// Closes what is open and returns the document.
    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.out.into_bytes()
    }

    /// Begins an element and says where its name stands.
    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) -> usize {
        self.line();
        self.is_fresh = false;
        self.out.push('<');
        let begin = self.out.len();
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(&mut self.out, value, Place::Attribute);
            self.out.push('"');
        }
        begin
    }

    fn line(&mut self) {
        if self.indented {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", self.open.len()));
        }
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Attribute,
}

fn escape(out: &mut String, text: &str, place: Place) {
    // The lead byte 0xEF starts U+FFFE and U+FFFF.
    let plain = |b: u8| b >= b' ' && !matches!(b, b'&' | b'<' | b'>' | b'"' | 0xEF);
    if text.bytes().all(plain) {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if place == Place::Attribute => out.push_str("&quot;"),
            // Readers turn these into a blank or a line feed unless they come as references.
            '\n' if place == Place::Attribute => out.push_str("&#10;"),
            '\t' if place == Place::Attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c if is_allowed(c) => out.push(c),
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::wire::xml::{Element, Limits, Writer};

    #[test]
    fn a_document_is_written_as_it_was_built() {
        let mut writer = Writer::new();
        writer
            .open("v1:Ask", &[("xmlns:v1", "urn:a&b")])
            .leaf("name", "Ola & <Kari>");
        writer
            .leaf_with("amount", &[("currency", "\"NOK\"")], "1")
            .leaf("none", "");
        writer.leaf_if("absent", None).open("deep", &[]).text("x");
        assert_eq!(
            String::from_utf8(writer.finish()).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><v1:Ask xmlns:v1=\"urn:a&amp;b\">\
             <name>Ola &amp; &lt;Kari&gt;</name>\
             <amount currency=\"&quot;NOK&quot;\">1</amount><none/><deep>x</deep></v1:Ask>"
        );
    }

    #[test]
    fn a_document_for_people_has_an_element_a_line() {
        let mut writer = Writer::indented();
        writer.open("a", &[]).open("b", &[("c", "1")]).close();
        writer.open("d", &[]).leaf("e", "text").close();
        assert_eq!(
            String::from_utf8(writer.finish()).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n  <b c=\"1\"/>\n  <d>\n    \
             <e>text</e>\n  </d>\n</a>"
        );
    }

    #[test]
    fn a_character_xml_cannot_carry_becomes_the_replacement_character() {
        let mut writer = Writer::new();
        writer.leaf("a", "x\u{0}y\u{FFFF}\u{1b}");
        let root = Element::parse(&writer.finish(), Limits::default()).unwrap();
        assert_eq!(root.text, "x\u{FFFD}y\u{FFFD}\u{FFFD}");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(text in "\\PC*[\\n\\t\\r]?\\PC*", value in ".*") {
            let clean = |s: &str| -> String {
                s.chars().map(|c| if super::is_allowed(c) { c } else { '\u{FFFD}' }).collect()
            };
            let mut writer = Writer::new();
            writer.open("r", &[("xmlns", "urn:x")]).leaf_with("a", &[("b", &value)], &text);
            let root = Element::parse(&writer.finish(), Limits::default()).unwrap();
            let a = root.child("a").unwrap();
            prop_assert_eq!(&a.text, &clean(&text));
            prop_assert_eq!(a.attribute("b").unwrap(), clean(&value));
        }
    }
}
