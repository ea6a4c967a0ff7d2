//! What Maskinporten refuses: a table (Digdir: Maskinporten, error codes; RFC 6749, section 5.2).

use crate::services::Spoken;

macro_rules! kinds {
    ($(
        $(#[$doc:meta])*
        $variant:ident $name:literal $code:expr, $status:literal $error:literal $rule:expr,
            $phrase:literal, $expected:literal;
    )+) => {
        /// A kind of refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultKind { $($(#[$doc])* $variant,)+ }

        impl FaultKind {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name by which scenarios ask for it: its code, else a name of ours.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The documented code, if it has one.
            #[must_use]
            pub const fn code(self) -> Option<&'static str> {
                match self { $(Self::$variant => $code),+ }
            }

            /// HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// The word in `error`.
            #[must_use]
            pub const fn error(self) -> &'static str {
                match self { $(Self::$variant => $error),+ }
            }

            /// The rule that speaks, if one does.
            #[must_use]
            pub const fn rule(self) -> Option<&'static str> {
                match self { $(Self::$variant => $rule),+ }
            }

            /// What `error_description` begins with; clients look for some of these phrases.
            #[must_use]
            pub const fn phrase(self) -> &'static str {
                match self { $(Self::$variant => $phrase),+ }
            }

            /// What was expected.
            #[must_use]
            pub const fn expected(self) -> &'static str {
                match self { $(Self::$variant => $expected),+ }
            }
        }
    };
}

kinds! {
    /// The body cannot be read as a form.
    NotAForm "notAForm" None, 400 "invalid_request" Some("MASK-FORM"),
        "The body is no form", "expected application/x-www-form-urlencoded";
    /// A field of the form stands twice (RFC 6749, section 3.2).
    RepeatedField "repeatedField" None, 400 "invalid_request" Some("MASK-FORM"),
        "Repeated parameter", "expected each field of the form once";
    /// A larger body than is taken.
    TooLarge "tooLarge" None, 413 "invalid_request" Some("MASK-FORM"),
        "The body is too large", "expected a grant and nothing else";
    /// No `grant_type` (RFC 6749, section 5.2).
    MissingGrantType "missingGrantType" None, 400 "invalid_request" Some("MASK-GRANT-TYPE"),
        "Missing parameter grant_type",
        "expected urn:ietf:params:oauth:grant-type:jwt-bearer";
    /// Another `grant_type` (RFC 6749, section 5.2).
    OtherGrantType "unsupportedGrantType" None, 400 "unsupported_grant_type"
        Some("MASK-GRANT-TYPE"),
        "Unsupported grant_type", "expected urn:ietf:params:oauth:grant-type:jwt-bearer";
    /// No `assertion`.
    MissingAssertion "missingAssertion" None, 400 "invalid_request" Some("MASK-FORM"),
        "Missing parameter assertion", "expected the grant, a signed JWT";
    /// The assertion is no signed JWT.
    Malformed "MP-011" Some("MP-011"), 400 "invalid_request" Some("MASK-MP-011"),
        "Invalid assertion. Invalid parameter value",
        "expected one signed JWT without line breaks: three parts in base64url, with dots between";
    /// A claim that must be there is not, or is of another kind.
    BadClaim "badClaim" None, 400 "invalid_grant" Some("MASK-CLAIMS"),
        "Invalid assertion. Invalid JWT claim", "expected the documented claims";
    /// A claim that no document names, in the strict profile.
    OtherClaim "unknownClaim" None, 400 "invalid_request" Some("MASK-CLAIMS-STRICT"),
        "Invalid assertion. Unknown JWT claim", "expected documented claims only";
    /// Nobody has the client id.
    UnknownClient "MP-100" Some("MP-100"), 400 "invalid_grant" Some("MASK-MP-100"),
        "Invalid assertion. Client authentication failed. Client not found",
        "expected the id of a client of this sandbox as iss";
    /// Neither `kid` nor `x5c`, or a `kid` that was not registered.
    UnknownKey "unknownKey" None, 400 "invalid_grant" Some("MASK-KEY"),
        "Invalid assertion. Client authentication failed. Unknown key",
        "expected kid of a key that is registered on the client, or x5c with a certificate";
    /// Another algorithm.
    OtherAlgorithm "unsupportedAlgorithm" None, 400 "invalid_grant" Some("MASK-ALG"),
        "Invalid assertion. Client authentication failed. Unsupported JWT algorithm",
        "expected alg RS256, RS384 or RS512";
    /// A certificate that is not taken.
    BadCertificate "MP-120" Some("MP-120"), 400 "invalid_grant" Some("MASK-MP-120"),
        "Invalid assertion. Client authentication failed. The JWT is signed with an invalid \
         certificate",
        "expected a test certificate with an RSA key that is good now";
    /// The registered key is too old.
    ExpiredKey "MP-121" Some("MP-121"), 400 "invalid_grant" Some("MASK-MP-121"),
        "Invalid assertion. Client authentication failed. Expired key",
        "expected a key whose last day has not passed";
    /// The certificate of another organisation.
    OtherOrganisation "MP-122" Some("MP-122"), 400 "invalid_grant" Some("MASK-MP-122"),
        "Invalid assertion. Client authentication failed. Certificate of another organisation",
        "expected a certificate with the organisation number of the client";
    /// No certificates where they belong.
    BadChain "MP-123" Some("MP-123"), 400 "invalid_grant" Some("MASK-MP-123"),
        "Invalid assertion. Failed to extract certificate from jwt",
        "expected x5c as a list of certificates, each as base64 of its DER";
    /// The signature does not hold.
    WrongSignature "MP-124" Some("MP-124"), 400 "invalid_grant" Some("MASK-MP-124"),
        "Invalid assertion. Client authentication failed. Invalid JWT signature",
        "expected a signature by the key that the header names";
    /// Another audience.
    WrongAudience "MP-110" Some("MP-110"), 400 "invalid_grant" Some("MASK-MP-110"),
        "Invalid assertion. Client authentication failed. Invalid JWT claim aud",
        "expected the issuer identifier, one value";
    /// Its time is over, or it was issued too long ago.
    Expired "MP-130" Some("MP-130"), 400 "invalid_grant" Some("MASK-MP-130"),
        "Invalid assertion. JWT is expired",
        "expected exp after now, and iat at most 10 seconds before";
    /// It was issued in the future.
    Future "futureGrant" None, 400 "invalid_grant" Some("MASK-IAT"),
        "Invalid assertion. JWT is issued in the future",
        "expected iat at most 10 seconds after now";
    /// It lives too long, or ends before it begins.
    TooLong "tooLongLived" None, 400 "invalid_grant" Some("MASK-LIFE"),
        "Invalid assertion. Invalid JWT claim exp",
        "expected exp at most 120 seconds after iat, and not before it";
    /// It gave a token before.
    Replayed "MP-012" Some("MP-012"), 400 "invalid_grant" Some("MASK-MP-012"),
        "Invalid assertion. Grant is used before", "expected a new grant with a jti of its own";
    /// A party, person or audience that cannot be read.
    BadParameter "invalidParameter" None, 400 "invalid_request" Some("MASK-PARAMETER"),
        "Invalid assertion. Invalid parameter value",
        "expected pid as an identity number, organisations as nine digits, resource as text or \
         a list of texts";
    /// `consumer_org` and `iss_onbehalfof` in one grant.
    TwoConsumers "twoConsumers" None, 400 "invalid_request" Some("MASK-CONSUMER"),
        "Invalid assertion. Two consumers", "expected consumer_org or iss_onbehalfof, not both";
    /// The consumer is the client's own organisation.
    OwnConsumer "ownConsumer" None, 400 "invalid_request" Some("MASK-CONSUMER"),
        "Invalid assertion. Consumer is the client's own organisation",
        "expected another organisation as consumer_org, or none";
    /// `authorization_details` of a type that nobody has.
    DetailsType "MP-301" Some("MP-301"), 400 "invalid_authorization_details"
        Some("MASK-MP-301"),
        "Invalid authorization_details. Unknown type", "expected urn:altinn:systemuser";
    /// `authorization_details` with a field that nobody has.
    DetailsField "MP-302" Some("MP-302"), 400 "invalid_authorization_details"
        Some("MASK-MP-302"),
        "Invalid authorization_details. Unknown field",
        "expected type, systemuser_org and externalRef";
    /// `authorization_details` with a value that does not fit.
    DetailsValue "MP-303" Some("MP-303"), 400 "invalid_authorization_details"
        Some("MASK-MP-303"),
        "Invalid authorization_details. Invalid value",
        "expected a list with one party: authority iso6523-actorid-upis, ID 0192: and nine digits";
    /// Good `authorization_details`: the tokens that they give are not simulated.
    NotSimulated "notSimulated" None, 501 "server_error" None,
        "Tokens of system users and consents are not simulated",
        "expected a grant without authorization_details";
    /// A scope that is not registered.
    UnknownScope "MP-200" Some("MP-200"), 400 "invalid_scope" Some("MASK-MP-200"),
        "Token request contains invalid scopes for client",
        "expected scopes that are registered on the client";
    /// A scope that clients of Maskinporten cannot have.
    UserScope "MP-201" Some("MP-201"), 400 "invalid_scope" Some("MASK-MP-201"),
        "Token request contains scopes with integration types only allowed for user login",
        "expected scopes for machines, or pid and the setting maskinporten.user_tokens";
    /// The organisation was not given the scope.
    NotGranted "MP-250" Some("MP-250"), 403 "forbidden" Some("MASK-MP-250"),
        "The organisation has not been given access to the scope",
        "expected a scope that its owner gave the organisation";
    /// The consumer did not delegate the scope.
    NotDelegated "MP-251" Some("MP-251"), 403 "forbidden" Some("MASK-MP-251"),
        "The consumer has not delegated the scope to the supplier",
        "expected a delegation in Altinn of this scope from consumer_org to the client's \
         organisation";
    /// It cannot answer now.
    Unavailable "temporarilyUnavailable" None, 503 "temporarily_unavailable" None,
        "Temporarily unavailable", "try again in a while";
    /// It fails.
    Broken "serverError" None, 500 "server_error" None, "Internal error", "try again in a while";
    /// No address of Maskinporten.
    NoRoute "noRoute" None, 404 "invalid_request" None, "No such address",
        "expected the address of an operation";
    /// The address has other methods.
    NoMethod "methodNotAllowed" None, 405 "invalid_request" None, "Method not allowed",
        "expected a method that the address has";
}

impl FaultKind {
    /// The refusal that a scenario calls so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// What a refusal says beside itself; what is refused before any sandbox looked has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// The id by which it can be looked up, 32 hexadecimal digits.
    pub trace: String,
    /// The issuer, below whose address the code is explained.
    pub issuer: String,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub kind: FaultKind,
    /// What was found.
    pub found: String,
    /// What it says beside itself.
    pub marks: Option<Marks>,
}

impl Fault {
    /// A refusal with what was found.
    #[must_use]
    pub fn new(kind: FaultKind, found: impl Into<String>) -> Self {
        Self {
            kind,
            found: found.into(),
            marks: None,
        }
    }
}

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        self.kind.rule()
    }

    fn why(&self) -> String {
        let Self { kind, found, .. } = self;
        let (phrase, expected) = (kind.phrase(), kind.expected());
        let code = kind
            .code()
            .map(|code| format!("{code}: "))
            .unwrap_or_default();
        match found.as_str() {
            "" => format!("{code}{phrase}; {expected}"),
            found => format!("{code}{phrase}; found {found}, {expected}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn every_rule_that_speaks_stands_in_the_catalogue() {
        for kind in FaultKind::ALL {
            let rule = kind.rule();
            assert!(rule.is_none_or(|id| rules::find(id).is_some()), "{rule:?}");
        }
    }

    #[test]
    fn every_refusal_has_a_name_of_its_own_and_a_coded_one_is_named_by_its_code() {
        for kind in FaultKind::ALL {
            assert_eq!(FaultKind::named(kind.name()), Some(*kind));
            assert!(kind.code().is_none_or(|code| code == kind.name()));
        }
    }
}
