//! Grants that gave a token: they give no other (Digdir: Maskinporten, error codes, MP-012).

use imbl::OrdSet;

use super::grant::{Claim, Grant};
use crate::crypto::sha256;
use crate::services::maskinporten::faults::{Fault, FaultKind};

/// At least so many of the last grants are remembered, and at most twice as many. A grant lives
/// for two minutes in wire time, which no state may hold.
const KEPT_MIN: usize = 10_000;

/// What is remembered of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::services::maskinporten) struct GrantMark(
    pub(in crate::services::maskinporten) [u8; 32],
);

/// The grants that were used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::services::maskinporten) struct Used {
    /// The last ones.
    pub(in crate::services::maskinporten) younger: OrdSet<GrantMark>,
    /// Those before them.
    pub(in crate::services::maskinporten) older: OrdSet<GrantMark>,
}

impl Used {
    /// What would be remembered of a grant: its `jti` where it has one, else all of it.
    pub(super) fn mark_of(client: &str, grant: &Grant) -> Result<GrantMark, Fault> {
        let text = match &grant.id {
            Claim::Is(id) => format!("jti\0{client}\0{id}"),
            Claim::Missing => format!("whole\0{}", grant.text),
            Claim::Odd(found) => {
                let found = format!("{found} as jti, where text belongs");
                return Err(Fault::new(FaultKind::BadClaim, found));
            }
        };
        Ok(GrantMark(sha256(text.as_bytes())))
    }

    /// Refuses a grant that was used.
    pub(super) fn judge(&self, mark: &GrantMark) -> Result<(), Fault> {
        if self.younger.contains(mark) || self.older.contains(mark) {
            let found = "one that gave a token already";
            return Err(Fault::new(FaultKind::Replayed, found));
        }
        Ok(())
    }

    /// Remembers a grant.
    pub(super) fn keep(&mut self, mark: GrantMark) {
        if self.younger.len() >= KEPT_MIN {
            self.older = std::mem::take(&mut self.younger);
        }
        self.younger.insert(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_grants_are_remembered_however_many_came_before() {
        let mut used = Used::default();
        let mark = |number: usize| GrantMark(sha256(&number.to_be_bytes()));
        for number in 0..3 * KEPT_MIN {
            used.keep(mark(number));
        }
        assert!(used.younger.len() + used.older.len() <= 2 * KEPT_MIN);
        assert!(used.judge(&mark(0)).is_ok());
        for number in [2 * KEPT_MIN, 3 * KEPT_MIN - 1] {
            assert_eq!(
                used.judge(&mark(number)).unwrap_err().kind,
                FaultKind::Replayed
            );
        }
    }
}
