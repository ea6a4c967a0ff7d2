//! What can be set of the register: where public documents disagree, or say nothing.

use crate::domain::words::words;

words! {
    /// Whose contact data are kept back when they are older than 18 months.
    pub enum Withhold {
        /// Everybody's (Digdir: KRR, expected answers of the test persons).
        All "all",
        /// Nobody's (Digdir: KRR, the rule of 18 months).
        None "none",
    }
    /// How instants are written.
    pub enum TimeForm {
        /// With an offset of hours alone, `+02`, as live answers have it.
        Short "short",
        /// As RFC 3339 has it, `+02:00`.
        Full "full",
        /// In UTC with milliseconds and `Z`.
        Fraction "fraction",
    }
    /// The shape of refusals, which no document has.
    pub enum ErrorForm {
        /// `timestamp`, `status`, `error`, `path`, as Spring writes them.
        Spring "spring",
        /// RFC 9457.
        Problem "problem",
    }
    /// Whether the change that a request names is in the answer.
    pub enum ChangesFrom {
        /// It is not, as recorded answers have it.
        Exclusive "exclusive",
        /// It is, as the glossary has it.
        Inclusive "inclusive",
    }
    /// What becomes of a number that is no identity number.
    pub enum Malformed {
        /// It is a person whom the register does not know.
        Unknown "unknown",
        /// The request is refused.
        Refused "refused",
    }
}

/// What can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KrrSettings {
    /// Old contact data.
    pub withhold_expired: Withhold,
    /// The mailbox of somebody who is reserved is kept back.
    pub withhold_reserved_mailbox: bool,
    /// Whoever may see mailboxes alone is told of old or reserved ones as little as others.
    pub mailbox_scope_filters: bool,
    /// Instants.
    pub times: TimeForm,
    /// Refusals.
    pub errors: ErrorForm,
    /// The log of changes.
    pub changes_from: ChangesFrom,
    /// Numbers that are none; the strict profile refuses them always.
    pub malformed: Malformed,
}

impl Default for KrrSettings {
    fn default() -> Self {
        Self {
            withhold_expired: Withhold::All,
            withhold_reserved_mailbox: true,
            mailbox_scope_filters: false,
            times: TimeForm::Short,
            errors: ErrorForm::Spring,
            changes_from: ChangesFrom::Exclusive,
            malformed: Malformed::Unknown,
        }
    }
}
