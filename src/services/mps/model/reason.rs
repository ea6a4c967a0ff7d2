//! Why MPS rejects a transaction after it was taken: one table for both legs.

use super::leg::Reason;

macro_rules! rejections {
    ($($(#[$doc:meta])* $variant:ident $code:literal $rule:literal $leg:ident,)+) => {
        /// Why a leg is rejected after it was taken, in the order in which it is looked at. The
        /// codes are ours: MPS's own are not public.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rejection { $($(#[$doc])* $variant,)+ }

        impl Rejection {
            /// Every reason, first to speak first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// `rejectionCode` or `code` on the wire, four characters.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The reason with a code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }

            /// The rule that speaks.
            #[must_use]
            pub fn rule(self) -> &'static str {
                match self { $(Self::$variant => $rule),+ }
            }

            /// The leg that it is about.
            #[must_use]
            pub fn leg(self) -> LegKind {
                match self { $(Self::$variant => LegKind::$leg),+ }
            }
        }
    };
}

/// One of the legs of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegKind {
    /// The eFaktura.
    Efaktura,
    /// The claim.
    Atg,
}

rejections! {
    /// The issuer is unknown.
    Issuer "E009" "MPS-E009" Efaktura,
    /// The issuer is black-listed.
    BlackListed "E008" "MPS-E008" Efaktura,
    /// The due date is too near.
    DueDate "E001" "MPS-E001" Efaktura,
    /// The amount is zero.
    Amount "E002" "MPS-E002" Efaktura,
    /// The minimum is above the amount.
    MinimumAmount "E011" "MPS-E011" Efaktura,
    /// A forced notice without a collection notice.
    Notice "E012" "MPS-E012" Efaktura,
    /// The account fails MOD11.
    Account "E003" "MPS-E003" Efaktura,
    /// The KID fails MOD10 and MOD11.
    Kid "E004" "MPS-E004" Efaktura,
    /// No receiver, or several.
    Receiver "E005" "MPS-E005" Efaktura,
    /// The receiver blocked the issuer.
    Blocked "E006" "MPS-E006" Efaktura,
    /// The receiver has neither said yes to all nor has an agreement with the issuer.
    NotAccepting "E007" "MPS-E007" Efaktura,
    /// Nobody has an `AvtaleGiro` agreement on the account.
    NoAgreement "A007" "MPS-A007" Atg,
    /// The KID fails its check digit or has no length that the agreement knows.
    ClaimKid "A006" "MPS-A006" Atg,
    /// The claim comes too late for its due date.
    ClaimTooLate "A004" "MPS-A004" Atg,
    /// The due date is more than twelve months ahead.
    ClaimTooFar "A005" "MPS-A005" Atg,
    /// Nothing is claimed.
    ClaimAmount "A009" "MPS-A009" Atg,
    /// There is no mandate.
    NoMandate "A001" "MPS-A001" Atg,
    /// The mandate is not in force.
    MandateInactive "A002" "MPS-A002" Atg,
    /// The claim is above the limit of the mandate, alone or with others of the month.
    OverLimit "A003" "MPS-A003" Atg,
    /// There is a claim with this KID and due date already.
    DuplicateClaim "A008" "MPS-A008" Atg,
}

impl Rejection {
    /// The reason with its words.
    #[must_use]
    pub fn because(self, text: impl Into<String>) -> Rejected {
        Rejected {
            reason: self,
            text: text.into(),
        }
    }
}

/// A rejection with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Why.
    pub reason: Rejection,
    /// What was found and expected.
    pub text: String,
}

impl From<Rejected> for Reason {
    fn from(rejected: Rejected) -> Self {
        Self {
            code: rejected.reason.code().to_owned(),
            text: rejected.text,
        }
    }
}
