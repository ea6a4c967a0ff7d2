//! What the router refuses, in order of precedence.

use std::borrow::Cow;

use crate::services::{Scripted, Spoken};

/// A refusal of the router (Maventa: AutoXChange REST API, errors; codes that the documents do
/// not name are ours).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No operation stands at this address.
    UnknownPath(String),
    /// The address takes other methods.
    MethodNotAllowed(String),
    /// The operation exists at the real service and is not simulated.
    NotSimulated(String),
    /// The body is larger than the operation takes, in bytes.
    TooLarge(usize),
    /// The body is of a kind that the operation does not take.
    MediaType(String),
    /// The token call's keys belong to no company here.
    InvalidClient(String),
    /// No access token was sent.
    MissingToken,
    /// The access token is unknown here.
    UnknownToken,
    /// The access token has expired.
    ExpiredToken(String),
    /// The token's scopes do not cover the call.
    InsufficientScope {
        /// What the call needs.
        needed: &'static str,
        /// What the token has.
        granted: String,
    },
    /// The company is not verified.
    Unverified,
    /// No such invoice, or not the caller's.
    NotFound(String),
    /// An operator code and a route order exclude each other.
    OperatorConflict,
    /// A parameter does not fit.
    InvalidParameters(Vec<Wrong>),
    /// The file is no invoice that can be read.
    Unreadable(Vec<String>),
    /// The invoice id was used before.
    UuidExists(String),
}

/// A parameter that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its name, as the caller writes it.
    pub field: Cow<'static, str>,
    /// What was found, and what would do.
    pub detail: String,
}

/// The rules of parameters that have one of their own.
const RULES: [(&str, &str); 6] = [
    ("route_order", "R-012"),
    ("b2cno_document_type", "R-111"),
    ("grant_type", "R-132"),
    ("client_id", "R-132"),
    ("client_secret", "R-132"),
    ("scope", "R-132"),
];

/// The rule of every other parameter.
const CHECKED_IN_THE_CALL: &str = "R-005";

impl Wrong {
    /// A parameter, and what is wrong with it.
    pub fn new(field: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            detail: detail.into(),
        }
    }

    /// A parameter that was found with another value than expected; a long one is not quoted in
    /// full.
    pub fn found(field: impl Into<Cow<'static, str>>, found: &str, expected: &str) -> Self {
        let found: String = found.chars().take(60).collect();
        Self::new(field, format!("found `{found}`, expected {expected}"))
    }

    /// A parameter with more characters than it may have, if it has.
    pub fn too_long(field: &'static str, text: &str, max: usize) -> Option<Self> {
        // Never fewer bytes than characters, so that most texts need no counting.
        let found = if text.len() > max {
            text.chars().count()
        } else {
            0
        };
        let detail = format!("found {found} characters, expected at most {max}");
        (found > max).then(|| Self::new(field, detail))
    }

    /// The rule that speaks.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        RULES
            .iter()
            .find(|(field, _)| *field == self.field)
            .map_or(CHECKED_IN_THE_CALL, |(_, rule)| rule)
    }
}

impl From<Wrong> for Fault {
    fn from(wrong: Wrong) -> Self {
        Self::InvalidParameters(vec![wrong])
    }
}

/// What the table knows of a fault.
struct Row {
    status: u16,
    code: &'static str,
    rule: &'static str,
    message: &'static str,
}

macro_rules! rows {
    ($($fault:pat => $status:literal $code:literal $rule:literal $message:literal;)+) => {
        impl Fault {
            fn row(&self) -> Row {
                match self {
                    $($fault => Row {
                        status: $status,
                        code: $code,
                        rule: $rule,
                        message: $message,
                    },)+
                }
            }
        }
    };
}

// One row a fault: status, code, rule (`-` where none speaks), message.
rows! {
    Self::UnknownPath(_) => 404 "not_found" "-" "Nothing stands at this address";
    Self::MethodNotAllowed(_) => 405 "method_not_allowed" "-" "The address takes another method";
    Self::NotSimulated(_) => 501 "not_simulated" "-" "Not simulated by Sandkasse";
    Self::TooLarge(_) => 413 "body_too_large" "-" "The body is too large";
    Self::MediaType(_) => 415 "unsupported_media_type" "-" "The body is of the wrong kind";
    Self::InvalidClient(_) => 401 "auth_invalid_client" "R-132" "The keys are not valid";
    Self::MissingToken => 401 "auth_token_missing" "R-130" "An access token is needed";
    Self::UnknownToken => 401 "auth_token_invalid" "R-130" "The access token is not valid";
    Self::ExpiredToken(_) => 401 "auth_token_expired" "R-130" "The access token has expired";
    Self::InsufficientScope { .. } => 401 "auth_insufficient_scope" "R-131" "Scope is missing";
    Self::Unverified => 401 "unauthorized" "R-007" "Unauthorized";
    Self::NotFound(_) => 404 "not_found" "R-133" "Not found";
    Self::OperatorConflict => 400 "route_order_operator_conflict" "R-031" "Either, not both";
    Self::InvalidParameters(_) => 400 "invalid_parameters" "R-005" "Invalid parameters";
    Self::Unreadable(_) => 400 "invoice_create_api_error" "R-005" "Error while creating invoice";
    Self::UuidExists(_) => 409 "invoice_uuid_exists" "R-006" "The invoice exists already";
}

impl Fault {
    /// HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.row().status
    }

    /// The code in the error body.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.row().code
    }

    /// The message in the error body.
    #[must_use]
    pub fn message(&self) -> &'static str {
        self.row().message
    }

    /// The details in the error body: what was found, and what would do.
    #[must_use]
    pub fn details(&self) -> Vec<String> {
        match self {
            Self::UnknownPath(text) | Self::MethodNotAllowed(text) | Self::MediaType(text) => {
                vec![text.clone()]
            }
            Self::NotSimulated(what) => vec![format!(
                "{what} exists at the real service; GET /_sandbox/operations lists what Sandkasse \
                 simulates"
            )],
            Self::TooLarge(limit) => vec![format!("expected at most {limit} bytes")],
            Self::InvalidClient(found) => vec![found.clone()],
            Self::MissingToken => vec![
                "expected a header `Authorization: Bearer …` with a token from POST /oauth2/token"
                    .to_owned(),
            ],
            Self::UnknownToken => vec![
                "the token was not issued by this sandbox; fetch one from POST /oauth2/token"
                    .to_owned(),
            ],
            Self::ExpiredToken(at) => {
                vec![format!("it expired at {at} sandbox time; fetch a new one")]
            }
            Self::InsufficientScope { needed, granted } => {
                vec![format!(
                    "the call needs `{needed}` and the token has `{granted}`"
                )]
            }
            Self::Unverified => vec!["the company is not verified and may not send".to_owned()],
            Self::NotFound(what) => vec![format!("no {what} of this company")],
            Self::OperatorConflict => {
                vec!["send either recipient_operator or route_order, not both".to_owned()]
            }
            Self::InvalidParameters(wrong) => wrong
                .iter()
                .map(|wrong| format!("{}: {}", wrong.field, wrong.detail))
                .collect(),
            Self::Unreadable(problems) => problems
                .iter()
                .map(|problem| format!("ERROR: {problem}"))
                .collect(),
            Self::UuidExists(id) => vec![format!("invoice {id} was created before")],
        }
    }
}

/// Operations that need a token.
const WITH_TOKEN: &[&str] = &[
    "maventa.createInvoice",
    "maventa.listInvoices",
    "maventa.getInvoice",
    "maventa.getInvoiceActions",
    "maventa.lookupConsumers",
];
const CREATE: &[&str] = &["maventa.createInvoice"];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// The refusals that a scenario may ask for.
pub const SCRIPTED: &[Scripted] = &[
    row(
        "auth_invalid_client",
        &["maventa.token"],
        "the keys are not valid",
    ),
    row(
        "auth_token_invalid",
        WITH_TOKEN,
        "the access token is not valid",
    ),
    row(
        "auth_token_expired",
        WITH_TOKEN,
        "the access token has expired",
    ),
    row(
        "auth_insufficient_scope",
        WITH_TOKEN,
        "the token's scopes do not cover the call",
    ),
    row("unauthorized", CREATE, "the company may not send"),
    row(
        "not_found",
        &["maventa.getInvoice", "maventa.getInvoiceActions"],
        "no such invoice, or not the caller's",
    ),
    row(
        "route_order_operator_conflict",
        CREATE,
        "an operator code and a route order",
    ),
    row("invalid_parameters", WITH_TOKEN, "a parameter does not fit"),
    row(
        "invoice_create_api_error",
        CREATE,
        "the file is no invoice that can be read",
    ),
    row(
        "invoice_uuid_exists",
        CREATE,
        "the invoice id was used before",
    ),
];

impl Fault {
    /// The refusal that a scenario asked for.
    #[must_use]
    pub fn scripted(refusal: &Scripted) -> Self {
        let asked = || "an armed rule asked for it".to_owned();
        match refusal.name {
            "auth_invalid_client" => Self::InvalidClient(asked()),
            "auth_token_invalid" => Self::UnknownToken,
            "auth_token_expired" => Self::ExpiredToken(asked()),
            "auth_insufficient_scope" => Self::InsufficientScope {
                needed: "another scope",
                granted: asked(),
            },
            "unauthorized" => Self::Unverified,
            "not_found" => Self::NotFound("invoice".to_owned()),
            "route_order_operator_conflict" => Self::OperatorConflict,
            "invoice_create_api_error" => Self::Unreadable(vec![asked()]),
            "invoice_uuid_exists" => Self::UuidExists(asked()),
            _ => Self::from(Wrong::new("scenario", asked())),
        }
    }
}

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        if let Self::InvalidParameters(wrong) = self
            && let Some(first) = wrong.first()
        {
            return Some(first.rule());
        }
        Some(self.row().rule).filter(|rule| *rule != "-")
    }

    fn why(&self) -> String {
        let details = self.details();
        if details.is_empty() {
            self.message().to_owned()
        } else {
            format!("{}: {}", self.message(), details.join("; "))
        }
    }
}
