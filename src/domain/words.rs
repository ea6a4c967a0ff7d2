//! Enums whose values have one word each on the wire, written as one table.

/// Makes such an enum: its values, the table of their words, and reading and writing a word.
macro_rules! words {
    ($(
        $(#[$about:meta])*
        pub enum $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal,)+ }
    )+) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every value with its word.
            pub const WORDS: &'static [(Self, &'static str)] = &[$((Self::$variant, $word)),+];

            /// The word.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    )+};
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "the macro makes public enums")]

    words! {
        /// Directions.
        pub enum Direction {
            /// There.
            There "THERE",
            /// Back.
            Back "BACK",
        }
    }

    #[test]
    fn every_word_reads_back_as_its_value_and_no_other_does() {
        for (value, word) in Direction::WORDS {
            assert_eq!(
                (Direction::parse(word), value.as_str()),
                (Some(*value), *word)
            );
        }
        assert_eq!(Direction::parse("there"), None);
    }
}
