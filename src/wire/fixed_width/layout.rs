//! What stands where in a record.

/// Characters in a record.
pub const WIDTH: usize = 80;

/// What a field holds, and how it is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Always the same characters.
    Literal(&'static str),
    /// Digits at the right, zeros before them.
    Digits,
    /// Text at the left, blanks behind it.
    Text,
    /// Text at the right, blanks before it.
    TextRight,
    /// Nothing: zeros.
    Zeros,
    /// Nothing: blanks.
    Blanks,
}

/// One field of a record. Its place is right by construction, so reading it cannot fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    name: &'static str,
    first: usize,
    last: usize,
    kind: Kind,
}

impl Field {
    /// A field from its first to its last character, both counted from 1; for constants, where a
    /// place outside the record does not compile.
    #[must_use]
    pub const fn new(name: &'static str, first: usize, last: usize, kind: Kind) -> Self {
        assert!(1 <= first && first <= last && last <= WIDTH);
        if let Kind::Literal(text) = kind {
            assert!(text.is_ascii() && text.len() == last + 1 - first);
        }
        Self {
            name,
            first,
            last,
            kind,
        }
    }

    /// Its name, for people.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its first character, counted from 1.
    #[must_use]
    pub const fn first(&self) -> usize {
        self.first
    }

    /// Its last character, counted from 1.
    #[must_use]
    pub const fn last(&self) -> usize {
        self.last
    }

    /// What it holds.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// How many characters it has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.last + 1 - self.first
    }
}

/// All fields of a record, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    name: &'static str,
    fields: &'static [Field],
}

impl Layout {
    /// A layout; for constants, where a gap or an overlap does not compile.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        let mut filled = 0;
        let mut index = 0;
        while index < fields.len() {
            assert!(fields[index].first == filled + 1);
            filled = fields[index].last;
            index += 1;
        }
        assert!(filled == WIDTH);
        Self { name, fields }
    }

    /// Its name, for people.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its fields, in order.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }
}
