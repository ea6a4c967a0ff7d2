//! Elements of BER: tag, length, content, with every length form that envelopes use.
//!
//! Source: ITU-T X.690, section 8.1. Nothing recurses and nothing is copied before it is wanted, so
//! that neither depth nor length of what comes in can hurt.

use std::borrow::Cow;

/// How deep lengths may be left open, or strings be made of strings.
const MAX_DEPTH: usize = 16;

/// Tags of the elements that are read here.
pub(super) mod tag {
    pub(in crate::crypto) const INTEGER: u8 = 0x02;
    pub(in crate::crypto) const OCTETS: u8 = 0x04;
    pub(in crate::crypto) const OCTETS_IN_PARTS: u8 = 0x24;
    pub(in crate::crypto) const OID: u8 = 0x06;
    pub(in crate::crypto) const SEQUENCE: u8 = 0x30;
    pub(in crate::crypto) const SET: u8 = 0x31;
    /// `[0]`, not constructed.
    pub(in crate::crypto) const ZERO: u8 = 0x80;
    /// `[0]`, constructed.
    pub(in crate::crypto) const ZERO_IN_PARTS: u8 = 0xa0;
    /// `[1]`, constructed.
    pub(in crate::crypto) const ONE_IN_PARTS: u8 = 0xa1;
}

/// The bytes are no BER, or not what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// The first byte: class, whether it is made of parts, and number.
    pub(super) tag: u8,
    /// What is in it.
    pub(super) body: &'a [u8],
    /// All of it, with tag and length.
    pub(super) whole: &'a [u8],
}

/// Elements that stand behind each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next element.
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, which must have this tag.
    pub(super) fn take(&mut self, tag: u8) -> Result<Element<'a>, Malformed> {
        match self.peek() {
            Some(found) if found == tag => self.next(),
            Some(_) | None => Err(Malformed),
        }
    }

    /// What is inside the next element, which must have this tag.
    pub(super) fn enter(&mut self, tag: u8) -> Result<Reader<'a>, Malformed> {
        Ok(Reader::new(self.take(tag)?.body))
    }

    /// The next element.
    pub(super) fn next(&mut self) -> Result<Element<'a>, Malformed> {
        let input = self.rest;
        let head = Head::of(input)?;
        let (body_end, whole_end) = match head.length {
            Some(length) => {
                let end = head.size.checked_add(length).ok_or(Malformed)?;
                (end, end)
            }
            None => {
                let end = open_end(input, head.size)?;
                (end, end.checked_add(END_SIZE).ok_or(Malformed)?)
            }
        };
        let element = Element {
            tag: head.tag,
            body: input.get(head.size..body_end).ok_or(Malformed)?,
            whole: input.get(..whole_end).ok_or(Malformed)?,
        };
        self.rest = input.get(whole_end..).ok_or(Malformed)?;
        Ok(element)
    }
}

impl<'a> Element<'a> {
    /// The bytes of an octet string, in one piece or in parts; a tag of the context may stand
    /// instead of the string's own.
    pub(super) fn octets(&self) -> Result<Cow<'a, [u8]>, Malformed> {
        if !is_in_parts(self.tag) {
            return Ok(Cow::Borrowed(self.body));
        }
        let mut whole = Vec::with_capacity(self.body.len());
        let mut open = vec![Reader::new(self.body)];
        while let Some(reader) = open.last_mut() {
            if reader.is_empty() {
                open.pop();
                continue;
            }
            let part = reader.next()?;
            match part.tag {
                tag::OCTETS => whole.extend_from_slice(part.body),
                tag::OCTETS_IN_PARTS if open.len() < MAX_DEPTH => open.push(Reader::new(part.body)),
                _ => return Err(Malformed),
            }
        }
        Ok(Cow::Owned(whole))
    }
}

/// How long the mark is that ends an element of open length.
const END_SIZE: usize = 2;

/// Tag and length of an element.
struct Head {
    tag: u8,
    /// Nothing where the length is left open.
    length: Option<usize>,
    /// How many bytes tag and length take.
    size: usize,
}

impl Head {
    fn of(input: &[u8]) -> Result<Self, Malformed> {
        let (&tag, rest) = input.split_first().ok_or(Malformed)?;
        // Numbers from 31 on take more bytes; nothing here has one.
        if tag & 0x1f == 0x1f {
            return Err(Malformed);
        }
        let (&first, rest) = rest.split_first().ok_or(Malformed)?;
        let (length, extra) = match first {
            0..0x80 => (Some(usize::from(first)), 0),
            0x80 if is_in_parts(tag) => (None, 0),
            0x80 => return Err(Malformed),
            0x81.. => {
                let count = usize::from(first & 0x7f);
                let digits = rest.get(..count).ok_or(Malformed)?;
                let add = |sum: usize, digit: &u8| {
                    let shifted = sum.checked_mul(256)?;
                    shifted.checked_add(usize::from(*digit))
                };
                let length = digits.iter().try_fold(0, add).ok_or(Malformed)?;
                (Some(length), count)
            }
        };
        Ok(Self {
            tag,
            length,
            size: 2 + extra,
        })
    }
}

/// Where the content of an element of open length ends.
fn open_end(input: &[u8], start: usize) -> Result<usize, Malformed> {
    let mut at = start;
    let mut open = 1_usize;
    loop {
        let head = Head::of(input.get(at..).ok_or(Malformed)?)?;
        match head.length {
            Some(0) if head.tag == 0 => {
                open -= 1;
                if open == 0 {
                    return Ok(at);
                }
                at += head.size;
            }
            Some(length) => {
                let next = at
                    .checked_add(head.size)
                    .and_then(|at| at.checked_add(length));
                at = next.ok_or(Malformed)?;
            }
            None if open < MAX_DEPTH => {
                open += 1;
                at += head.size;
            }
            None => return Err(Malformed),
        }
    }
}

fn is_in_parts(tag: u8) -> bool {
    tag & 0x20 != 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX_DEPTH, Malformed, Reader, tag};

    #[test]
    fn an_element_has_its_length_in_any_form() {
        for (bytes, body, left) in [
            (&[0x04, 2, 1, 2][..], &[1, 2][..], 0),
            (&[0x04, 0x81, 2, 1, 2, 9], &[1, 2], 1),
            (&[0x04, 0x83, 0, 0, 2, 1, 2], &[1, 2], 0),
            (&[0x24, 0x80, 0x04, 1, 7, 0, 0, 5], &[0x04, 1, 7], 1),
            (
                &[0x30, 0x80, 0x24, 0x80, 0, 0, 0, 0],
                &[0x24, 0x80, 0, 0],
                0,
            ),
        ] {
            let mut reader = Reader::new(bytes);
            let element = reader.next().expect("an element");
            assert_eq!(element.body, body, "{bytes:?}");
            assert_eq!(reader.rest.len(), left, "{bytes:?}");
            assert_eq!(element.whole.len() + left, bytes.len(), "{bytes:?}");
        }
    }

    #[test]
    fn an_element_that_is_cut_or_too_long_is_malformed() {
        for bytes in [
            &[][..],
            &[0x04],
            &[0x04, 2, 1],
            &[0x04, 0x80, 0, 0],
            &[0x24, 0x80],
            &[0x24, 0x80, 0x04, 1, 7, 0],
            &[0x1f, 0x81, 1, 0],
            &[0x04, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0x04, 0xff],
            &[0x04, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert_eq!(Reader::new(bytes).next(), Err(Malformed), "{bytes:?}");
        }
    }

    #[test]
    fn a_string_in_parts_is_put_together() {
        let bytes = [
            0x24, 0x80, 0x04, 2, 1, 2, 0x24, 3, 0x04, 1, 3, 0x04, 1, 4, 0, 0,
        ];
        let element = Reader::new(&bytes).take(tag::OCTETS_IN_PARTS).expect("one");
        assert_eq!(element.octets().expect("a string").as_ref(), [1, 2, 3, 4]);
    }

    #[test]
    fn depth_ends_the_reading_and_not_the_program() {
        let deep = [0x24, 0x80].repeat(1_000_000);
        assert_eq!(Reader::new(&deep).next(), Err(Malformed));
        let mut nested = vec![0x04, 0];
        for _ in 0..=MAX_DEPTH {
            let length = u8::try_from(nested.len()).expect("short");
            nested.splice(0..0, [0x24, length]);
        }
        let element = Reader::new(&nested).next().expect("one");
        assert_eq!(element.octets(), Err(Malformed));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut reader = Reader::new(&bytes);
            while let Ok(element) = reader.next() {
                let _ = element.octets();
            }
        }
    }
}
