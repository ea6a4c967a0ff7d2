//! Access tokens and their scopes.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::slug::Slug;
use crate::domain::words::words;

/// What the token call asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRequest {
    /// Must be `client_credentials`.
    pub grant_type: String,
    /// The company's UUID.
    pub client_id: String,
    /// The user's API key.
    pub client_secret: String,
    /// The software's key, if sent.
    pub vendor_api_key: Option<String>,
    /// Wanted scopes; `None` means the default.
    pub scope: Option<String>,
}

/// A token that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Who it was issued to.
    pub company: Slug,
    /// What it covers, aliases resolved.
    pub scopes: BTreeSet<Scope>,
    /// The scopes as they were asked for.
    pub granted: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Digits in front of the name of the sandbox in a token.
const DIGITS: usize = 32;

/// The text of a token: what the mint made, and the sandbox that issued it, so that sandboxes of
/// the same seed issue different ones and a token leads back to its own.
pub(super) fn token_text(id: &Uuid, sandbox: &Slug) -> String {
    format!("{}{sandbox}", id.simple())
}

/// The sandbox that a token names, whether or not it was ever issued there.
pub(in crate::reference_router) fn sandbox_of(token: &str) -> Option<Slug> {
    let (id, name) = token.split_at_checked(DIGITS)?;
    let digits = id.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.then(|| Slug::parse(name).ok())?
}

words! {
    /// A right that a call needs (Maventa: AutoXChange REST API, scopes).
    pub enum Scope {
        /// `lookup`.
        Lookup "lookup",
        /// `document:receive`.
        DocumentReceive "document:receive",
        /// `document:send`.
        DocumentSend "document:send",
        /// `invoice:receive`.
        InvoiceReceive "invoice:receive",
        /// `invoice:send`.
        InvoiceSend "invoice:send",
        /// `company:read`.
        CompanyRead "company:read",
        /// `company:write`.
        CompanyWrite "company:write",
        /// `validate`.
        Validate "validate",
        /// `receivables:assignments`.
        ReceivablesAssignments "receivables:assignments",
        /// `analysis`.
        Analysis "analysis",
        /// `billing:reports`.
        BillingReports "billing:reports",
        /// `eui:open`.
        EuiOpen "eui:open",
    }
}

/// Scopes that stand for several.
const ALIASES: &[(&str, &[Scope])] = &[
    (
        "eui",
        &[
            Scope::EuiOpen,
            Scope::CompanyRead,
            Scope::CompanyWrite,
            Scope::Lookup,
            Scope::ReceivablesAssignments,
            Scope::DocumentSend,
            Scope::DocumentReceive,
            Scope::InvoiceReceive,
            Scope::InvoiceSend,
            Scope::Analysis,
        ],
    ),
    (
        "global",
        &[
            Scope::CompanyRead,
            Scope::DocumentReceive,
            Scope::DocumentSend,
            Scope::Lookup,
        ],
    ),
    ("company", &[Scope::CompanyRead, Scope::CompanyWrite]),
];

/// What a token covers when no scope is asked for.
pub(super) const DEFAULT_SCOPE: &str = "global company";

/// Resolves a list of scopes; `Err` names the one that nobody knows.
pub(super) fn resolve(list: &str) -> Result<BTreeSet<Scope>, String> {
    let mut scopes = BTreeSet::new();
    for word in list.split_whitespace() {
        if let Some((_, several)) = ALIASES.iter().find(|(name, _)| *name == word) {
            scopes.extend(several.iter().copied());
        } else if let Some(one) = Scope::parse(word) {
            scopes.insert(one);
        } else if !["partner:", "fi_bank_message:", "operator:"]
            .iter()
            .any(|p| word.starts_with(p))
        {
            return Err(word.chars().take(60).collect());
        }
    }
    Ok(scopes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mint::{Mint, Stream};

    #[test]
    fn a_token_names_its_sandbox_and_equal_seeds_give_unequal_tokens() {
        let issue = |name: &str| {
            let sandbox = Slug::parse(name).unwrap();
            token_text(&Mint::new(7).uuid(Stream::Token), &sandbox)
        };
        assert_ne!(issue("a"), issue("b"));
        assert_eq!(issue("a"), issue("a"));
        let of = |token: &str| sandbox_of(token).map(|name| name.to_string());
        assert_eq!(of(&issue("a-1")).as_deref(), Some("a-1"));
    }

    #[test]
    fn what_is_no_token_of_ours_names_nobody() {
        let digits = "0123456789abcdef0123456789abcdef";
        let long = "a".repeat(200);
        for text in [
            "",
            "abc",
            digits,
            &format!("{digits}-"),
            &format!("{digits}{long}"),
            &format!("{}ø", &digits[..31]),
            &format!("g{}default", &digits[1..]),
        ] {
            assert_eq!(sandbox_of(text), None, "{text}");
        }
    }
}
