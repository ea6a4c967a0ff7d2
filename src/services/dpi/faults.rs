//! What the access point refuses: a table. Titles and words are ours but for the title of a
//! message that came before, which was recorded; the rest is documented by status only (DPI:
//! OpenAPI of the access points).

use crate::services::Spoken;

macro_rules! faults {
    ($(
        $(#[$doc:meta])*
        $variant:ident $name:literal $status:literal $rule:expr, $title:literal, $text:literal;
    )+) => {
        /// A kind of refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultKind { $($(#[$doc])* $variant,)+ }

        impl FaultKind {
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

            /// `title` of the body.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// What was expected.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

faults! {
    /// No token.
    NoToken "noToken" 401 Some("DPI-TOKEN"), "Unauthorized",
        "expected `Authorization: Bearer` with an access token of Maskinporten";
    /// No token that Maskinporten signed, or nobody's any more.
    BadToken "badToken" 401 Some("DPI-TOKEN"), "Unauthorized",
        "expected an access token of this sandbox's Maskinporten";
    /// The token's life is over.
    TokenExpired "tokenExpired" 401 Some("DPI-TOKEN"), "Unauthorized",
        "expected an access token that has not expired";
    /// The token opens something else.
    WrongScope "wrongScope" 403 Some("DPI-SCOPE"), "Forbidden",
        "expected a token with the scope `digitalpostinnbygger:send`";
    /// Who calls has no agreement with the access point.
    NoAgreement "noAgreement" 403 Some("DPI-ACCESS-POINT"), "Forbidden",
        "expected an organisation that has an agreement with this access point";
    /// The package or the whole request is too large.
    TooLarge "tooLarge" 413 Some("DPI-SIZE"), "Payload Too Large",
        "expected a document package within the limit";
    /// No form.
    NotMultipart "notMultipart" 400 Some("DPI-PARTS"), "Bad Request",
        "expected multipart/form-data with the parts `forretningsmelding` and `dokumentpakke`";
    /// A part is not there.
    PartMissing "partMissing" 400 Some("DPI-PARTS"), "Bad Request",
        "expected the parts `forretningsmelding` and `dokumentpakke`, each once";
    /// The message is no token.
    BadMessage "badMessage" 400 Some("DPI-MESSAGE-JWT"), "Bad Request",
        "expected the message as a JWT signed with RS256";
    /// The message carries no certificate that can be used.
    NoCertificate "noCertificate" 400 Some("DPI-MESSAGE-JWT"), "Bad Request",
        "expected the signing certificate in `x5c` of the message's header";
    /// The signature of the message is wrong.
    BadMessageSignature "badMessageSignature" 400 Some("DPI-MESSAGE-JWT"), "Bad Request",
        "expected a signature made with the key of the certificate in `x5c`";
    /// The message is not as the schemas have it.
    Schema "schema" 400 Some("DPI-SCHEMA"), "Bad Request",
        "expected a message that its JSON schema accepts";
    /// Another token in the message.
    TokenDiffers "tokenDiffers" 400 Some("DPI-TOKEN-IN-MESSAGE"), "Bad Request",
        "expected `maskinportentoken` to be the access token of the call, to the letter";
    /// The token's consumer is not who answers for the message.
    ConsumerDiffers "consumerDiffers" 400 Some("DPI-CONSUMER"), "Bad Request",
        "expected `avsender` to be the consumer of the access token";
    /// The token is for somebody else.
    WrongAudience "wrongAudience" 400 Some("DPI-AUDIENCE"), "Bad Request",
        "expected a token without audience, or for the address of this access point";
    /// Another technical sender.
    SenderDiffers "senderDiffers" 400 Some("DPI-SENDER"), "Bad Request",
        "expected the header's sender to be the token's supplier, or without one its consumer";
    /// A message of this id came before. The title was recorded; of the words direction and id.
    Duplicate "duplicate" 400 Some("DPI-DUPLICATE"), "Operation Failed",
        "expected a message id that was never used";
    /// No channel.
    BadKanal "badKanal" 400 Some("DPI-KANAL"), "Bad Request",
        "expected `kanal` of 1 to 28 letters from A to Z, digits, `_` or `-`";
    /// A parameter that cannot be used.
    BadParameter "badParameter" 400 Some("DPI-PARAMETER"), "Bad Request",
        "expected `page_size` from 1 to 1000, `page` a number from the first page on, each \
         parameter once";
    /// No such message.
    NotFound "notFound" 404 Some("DPI-MESSAGE-ID"), "Not Found",
        "expected the id of a message of the caller";
    /// Receipts have no package.
    NoPackage "noPackage" 404 Some("DPI-NO-PACKAGE"), "Not Found",
        "receipts come without a document package";
    /// Nothing is at this address.
    NoRoute "noRoute" 404 None, "Not Found", "expected an address of the access point";
    /// The address takes another method.
    NoMethod "noMethod" 405 None, "Method Not Allowed", "expected another method";
    /// The access point failed.
    ServerError "serverError" 500 None, "Internal Server Error",
        "the access point failed, as a scenario wanted";
    /// The access point is down.
    Unavailable "unavailable" 503 None, "Service Unavailable",
        "the access point is down, as a scenario wanted";
}

impl FaultKind {
    /// The refusal that a scenario calls so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub kind: FaultKind,
    /// What was found.
    pub found: String,
}

impl Fault {
    /// A refusal with what was found.
    #[must_use]
    pub fn of(kind: FaultKind, found: impl Into<String>) -> Self {
        Self {
            kind,
            found: found.into(),
        }
    }
}

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        self.kind.rule()
    }

    fn why(&self) -> String {
        let Self { kind, found } = self;
        match found.as_str() {
            "" => kind.text().to_owned(),
            found => format!("{}; found {found}", kind.text()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn every_rule_that_speaks_stands_in_the_catalogue_and_every_name_leads_back() {
        for kind in FaultKind::ALL {
            let rule = kind.rule();
            assert!(rule.is_none_or(|id| rules::find(id).is_some()), "{kind:?}");
            assert_eq!(FaultKind::named(kind.name()), Some(*kind));
        }
    }
}
