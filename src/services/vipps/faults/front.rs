//! What stands in front of the backend: the gateway, its check of access tokens, and the log-in
//! that gives them (Vipps: Access token API; developer knowledge base, HTTP responses).

macro_rules! front {
    ($(
        $(#[$doc:meta])*
        $variant:ident $name:literal $status:literal $rule:expr, $text:literal;
    )+) => {
        /// A refusal in front of the backend.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FrontKind { $($(#[$doc])* $variant,)+ }

        impl FrontKind {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name by which scenarios ask for it; ours.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// The rule that speaks, if one does.
            #[must_use]
            pub const fn rule(self) -> Option<&'static str> {
                match self { $(Self::$variant => $rule),+ }
            }

            /// What was expected.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

front! {
    /// No subscription key is there.
    MissingSubscriptionKey "missingSubscriptionKey" 401 Some("VIPPS-SUBSCRIPTION-KEY"),
        "expected Ocp-Apim-Subscription-Key, or subscription-key in the query";
    /// Nobody has the subscription key.
    InvalidSubscriptionKey "invalidSubscriptionKey" 401 Some("VIPPS-SUBSCRIPTION-KEY"),
        "expected the subscription key of a company of this sandbox";
    /// More calls in a second than are taken.
    RateLimited "rateLimited" 429 Some("VIPPS-RATE-LIMIT"),
        "expected no more calls in a second than the limit";
    /// No access token is there, or in another form than is taken.
    MissingAccessToken "missingAccessToken" 401 Some("VIPPS-ACCESS-TOKEN"),
        "expected Authorization: Bearer and an access token";
    /// The access token is none of this sandbox, or was changed.
    InvalidAccessToken "invalidAccessToken" 401 Some("VIPPS-ACCESS-TOKEN"),
        "expected an access token as POST /accesstoken/get gave it";
    /// The access token is too old.
    ExpiredAccessToken "expiredAccessToken" 401 Some("VIPPS-ACCESS-TOKEN"),
        "expected an access token that has not expired";
    /// No address of the gateway.
    NoRoute "noRoute" 404 None, "expected the address of an operation";
    /// The address has other methods.
    NoMethod "methodNotAllowed" 405 None, "expected a method that the address has";
    /// A larger body than is taken.
    TooLarge "tooLarge" 413 Some("VIPPS-BODY"), "expected a smaller body";
    /// The client id of a log-in is unknown.
    UnknownClient "unknownClient" 400 Some("VIPPS-CLIENT"),
        "expected the client_id of a company of this sandbox";
    /// The secret of a log-in is wrong.
    WrongSecret "wrongSecret" 401 Some("VIPPS-CLIENT"),
        "expected the client_secret that belongs to the client_id";
    /// The log-in fails.
    TokenServer "tokenServerError" 500 None, "the log-in failed, as a scenario wanted";
}

impl FrontKind {
    /// The refusal of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn every_rule_that_speaks_stands_in_the_catalogue() {
        for kind in FrontKind::ALL {
            let rule = kind.rule();
            assert!(rule.is_none_or(|id| rules::find(id).is_some()), "{rule:?}");
        }
    }
}
