//! How an agreement divides KIDs.

use thiserror::Error;

use super::Kid;

/// How an agreement divides KIDs: into a part that names the payer and one that differs from claim
/// to claim (MPS: KID).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KidStructure {
    /// Length of the whole KID, the control included.
    pub length: u8,
    /// First and last position of the part that names the payer, counted from 1.
    pub reference: (u8, u8),
}

impl KidStructure {
    /// The part of a KID that names the payer; `None` when the KID has another length, or the
    /// positions are not in it.
    #[must_use]
    pub fn fixed_part<'a>(&self, kid: &'a Kid) -> Option<&'a str> {
        let (first, last) = self.reference;
        if kid.as_str().len() != usize::from(self.length) {
            return None;
        }
        let from = usize::from(first).checked_sub(1)?;
        kid.as_str().get(from..usize::from(last))
    }
}

/// The structures of an agreement, one to three, each of another length: by its length a KID is
/// known to be of one of them (MPS: KID).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KidStructures {
    first: KidStructure,
    others: Vec<KidStructure>,
}

impl KidStructures {
    /// So many structures an agreement has at most.
    pub const MAX: usize = 3;

    /// The structures of an agreement, the first of which stands for it where only one is asked
    /// for.
    ///
    /// # Errors
    /// When there are more than [`KidStructures::MAX`], or two of one length.
    pub fn of(first: KidStructure, others: Vec<KidStructure>) -> Result<Self, StructuresError> {
        if others.len() >= Self::MAX {
            let found = others.len().saturating_add(1);
            return Err(StructuresError::TooMany { found });
        }
        for (index, other) in others.iter().enumerate() {
            let mut before = others.iter().take(index);
            if other.length == first.length || before.any(|it| it.length == other.length) {
                let length = other.length;
                return Err(StructuresError::SameLength { index, length });
            }
        }
        Ok(Self { first, others })
    }

    /// The one that stands for the agreement where only one is asked for.
    #[must_use]
    pub fn first(&self) -> KidStructure {
        self.first
    }

    /// All but the first, in the order in which they were given.
    #[must_use]
    pub fn others(&self) -> &[KidStructure] {
        &self.others
    }

    /// All of them, the first one first.
    pub fn iter(&self) -> impl Iterator<Item = KidStructure> + '_ {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// The one of the KIDs that are so long.
    #[must_use]
    pub fn for_length(&self, length: usize) -> Option<KidStructure> {
        self.iter()
            .find(|structure| usize::from(structure.length) == length)
    }

    /// The part of a KID that names the payer, by the structure of the KID's length; `None` when no
    /// structure has that length.
    #[must_use]
    pub fn fixed_part<'a>(&self, kid: &'a Kid) -> Option<&'a str> {
        self.for_length(kid.as_str().len())?.fixed_part(kid)
    }

    /// Whether KIDs as long as this one begin with the part that names the payer.
    #[must_use]
    pub fn begins_with_reference(&self, kid: &Kid) -> bool {
        let structure = self.for_length(kid.as_str().len());
        structure.is_some_and(|structure| structure.reference.0 == 1)
    }

    /// Whether two KIDs are of one structure and name the same payer.
    #[must_use]
    pub fn same_payer(&self, one: &Kid, other: &Kid) -> bool {
        one.as_str().len() == other.as_str().len()
            && self
                .fixed_part(one)
                .is_some_and(|fixed| self.fixed_part(other) == Some(fixed))
    }

    /// The lengths as words tell them, such as `12, 15 or 18`.
    #[must_use]
    pub fn lengths(&self) -> String {
        let lengths: Vec<String> = self.iter().map(|it| it.length.to_string()).collect();
        match lengths.split_last() {
            Some((last, before)) if !before.is_empty() => {
                format!("{} or {last}", before.join(", "))
            }
            Some(_) | None => lengths.concat(),
        }
    }
}

impl From<KidStructure> for KidStructures {
    fn from(first: KidStructure) -> Self {
        let others = Vec::new();
        Self { first, others }
    }
}

/// Why structures do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StructuresError {
    /// More than an agreement can have.
    #[error("{found} KID structures; expected {max} at most", max = KidStructures::MAX)]
    TooMany {
        /// So many, the first one included.
        found: usize,
    },
    /// Two are of one length.
    #[error("two KID structures have {length} digits; expected each to have another length")]
    SameLength {
        /// Place of the second of them among the others, counted from 0.
        index: usize,
        /// The length of both.
        length: u8,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn structure(length: u8, last: u8) -> KidStructure {
        let reference = (1, last);
        KidStructure { length, reference }
    }

    fn kid(reference: &str) -> Kid {
        Kid::with_mod10(reference).unwrap()
    }

    #[test]
    fn a_kid_is_divided_by_the_structure_of_its_length() {
        let structures = KidStructures::of(structure(12, 6), vec![structure(15, 8)]).unwrap();
        let (short, long) = (kid("12345678901"), kid("12345678901234"));
        assert_eq!(structures.fixed_part(&short), Some("123456"));
        assert_eq!(structures.fixed_part(&long), Some("12345678"));
        assert_eq!(structures.fixed_part(&kid("1234567890")), None);
        assert_eq!(structures.first(), structure(12, 6));
        assert_eq!(structures.for_length(15), Some(structure(15, 8)));
        assert_eq!(structures.iter().count(), 2);
    }

    #[test]
    fn kids_of_different_structures_never_name_the_same_payer() {
        let structures = KidStructures::of(structure(12, 6), vec![structure(15, 6)]).unwrap();
        let (short, long) = (kid("12345678901"), kid("12345678901234"));
        assert!(!structures.same_payer(&short, &long));
        assert!(structures.same_payer(&short, &kid("12345600000")));
        assert!(structures.same_payer(&long, &kid("12345600000000")));
        assert!(!structures.same_payer(&short, &kid("12345700000")));
    }

    #[test]
    fn an_agreement_has_three_structures_at_most_and_each_of_another_length() {
        let of = |lengths: &[u8]| {
            let others = lengths.iter().map(|length| structure(*length, 3));
            KidStructures::of(structure(12, 3), others.collect())
        };
        assert_eq!(of(&[15, 18]).unwrap().lengths(), "12, 15 or 18");
        assert_eq!(of(&[15]).unwrap().lengths(), "12 or 15");
        assert_eq!(of(&[]).unwrap().lengths(), "12");
        assert_eq!(
            of(&[15, 18, 20]),
            Err(StructuresError::TooMany { found: 4 })
        );
        for (lengths, index, length) in [(&[12][..], 0, 12), (&[15, 12], 1, 12), (&[9, 9], 1, 9)] {
            let refused = Err(StructuresError::SameLength { index, length });
            assert_eq!(of(lengths), refused, "{lengths:?}");
        }
    }
}
