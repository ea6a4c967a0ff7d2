//! The vocabulary of delivery: channels, attempts and why a way was closed.

use std::fmt;

use crate::domain::words::words;

words! {
    /// A way by which an invoice can reach a consumer.
    pub enum Channel {
        /// `AvtaleGiro`.
        DirectDebit "direct_debit",
        /// eFaktura in the netbank, and in Vipps as its effect.
        Efaktura "efaktura",
        /// Digital post to the citizen's mailbox.
        Dpi "dpi",
        /// E-mail.
        Email "email",
        /// Paper.
        Print "print",
        /// The end of the line without anybody being told.
        SilentFailure "silent_failure",
        /// Business to business, which is not simulated.
        B2b "b2b",
    }
}

/// What was tried: a channel, or a deprecated route value just as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A channel of ours.
    Channel(Channel),
    /// A deprecated value.
    AsSent(String),
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Channel(channel) => f.write_str(channel.as_str()),
            Self::AsSent(value) => f.write_str(value),
        }
    }
}

/// One try to deliver, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What was tried.
    pub way: Way,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The invoice went this way.
    Delivered,
    /// The way was closed, for the reason given.
    Closed(Refusal),
}

/// Why a way was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub code: RefusalCode,
    /// The value that decided, as found.
    pub found: String,
}

/// Whether a way was closed before anybody looked at the invoice, or judged and refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// Closed to this sender or value whatever the invoice says.
    Skipped,
    /// Judged by the router or by a service.
    Refused,
}

impl Closing {
    /// The word in the timeline.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Refused => "refused",
        }
    }
}

macro_rules! refusal_codes {
    ($($variant:ident $code:literal $closing:ident $rule:literal $why:literal;)+) => {
        /// Every reason for which a way can be closed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum RefusalCode { $(#[doc = $why] $variant,)+ }

        impl RefusalCode {
            /// Every code, in the order of the channels.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The public code.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The reason with a public code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.as_str() == code)
            }

            /// Skipped or refused.
            #[must_use]
            pub fn closing(self) -> Closing {
                match self { $(Self::$variant => Closing::$closing),+ }
            }

            /// The id of the rule that speaks.
            #[must_use]
            pub fn rule(self) -> &'static str {
                match self { $(Self::$variant => $rule),+ }
            }

            /// The reason in words.
            #[must_use]
            pub fn why(self) -> &'static str {
                match self { $(Self::$variant => $why),+ }
            }
        }
    };
}

// One row a reason: code, whether the way is skipped or refused, rule, words.
refusal_codes! {
    B2cnoNotActive "b2cno_not_active" Skipped "R-004"
        "the main vendor agreement of the sender is not ACTIVE";
    B2bNotSimulated "b2b_not_simulated" Skipped "OURS-001"
        "the invoice is not marked for a consumer, and sending to businesses is not simulated";
    DdNotSimulated "dd_not_simulated" Skipped "OURS-001"
        "direct debit is not simulated yet";
    EfNoLookupData "ef_no_lookup_data" Refused "R-043"
        "nothing to find the consumer by: no identity number, no identifier, and none of date of \
         birth, phone and e-mail with the name, postal code and city that must go with them";
    EfNotFound "ef_not_found" Refused "R-044"
        "no consumer in the eFaktura registry matches";
    EfMultiple "ef_multiple" Refused "R-044"
        "more than one consumer in the eFaktura registry matches, and none is picked";
    EfNotEnabled "ef_not_enabled" Refused "R-047"
        "the consumer is in the registry but has not said yes to eFaktura from everybody";
    EfBlocked "ef_blocked" Refused "R-075"
        "the consumer has reserved against this issuer";
    EfCurrency "ef_currency" Refused "R-078"
        "the netbank takes Norwegian kroner only";
    EfDueDate "ef_due_date" Refused "R-070"
        "the due date is missing, or less than three days ahead";
    EfAmount "ef_amount" Refused "R-071"
        "the amount to pay is not positive";
    EfAccount "ef_account" Refused "R-072"
        "the account is missing or is not a Norwegian account number that passes MOD11";
    EfKid "ef_kid" Refused "R-073"
        "the KID is missing or is not 2 to 25 digits that pass MOD10";
    EfMpsUnavailable "ef_mps_unavailable" Refused "OURS-002"
        "MPS gave no usable answer";
    EfRejectedByMps "ef_rejected_by_mps" Refused "R-076"
        "MPS took the eFaktura and rejected it in its own validation";
    DpiNotSimulated "dpi_not_simulated" Skipped "OURS-001"
        "the router does not send digital post to citizens yet";
    EmNoAddress "em_no_address" Refused "R-100"
        "no e-mail address in the invoice or its metadata";
    EmBadAddress "em_bad_address" Refused "R-100"
        "the e-mail address has not the form of one";
    PrAddressIncomplete "pr_address_incomplete" Refused "R-103"
        "street, postal code, city or country is missing";
    DeprecatedRoute "deprecated_route" Skipped "R-011"
        "the route value is deprecated and no longer used";
    SilentFailure "silent_failure" Refused "R-121"
        "the order asks to fail silently here";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn every_reason_names_a_rule_of_the_catalogue() {
        for code in RefusalCode::ALL {
            assert!(
                rules::find(code.rule()).is_some(),
                "{} names {}",
                code.as_str(),
                code.rule()
            );
            assert!(!code.why().is_empty());
        }
    }
}
