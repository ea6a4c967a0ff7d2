//! What can be set of the Vipps invoice API, where documents disagree or are silent.

use jiff::SignedDuration;

use crate::domain::words::words;

words! {
    /// Which forms of the Authorization header are taken.
    pub enum AuthorizationForms {
        /// The bare token, `Bearer` in any case, and `VippsAccessToken`.
        Any "any",
        /// `Bearer` alone.
        Strict "strict",
    }

    /// What an approved amount and due date are held against.
    pub enum ApproveRules {
        /// The text of the endpoint: at least `minAmount` if that is set, due within a year.
        Endpoint "endpoint",
        /// The text of the state: from `minAmount` to the amount, due at the invoice's due date at
        /// the latest.
        Strict "strict",
        /// The amount is not looked at.
        Off "off",
    }

    /// Under which key a problem carries its id.
    pub enum CorrelationKey {
        /// As the swagger says.
        CorrelationId "correlationId",
        /// As somebody saw it on the wire.
        ContextId "ContextID",
    }

    /// Where the day begins from which the earliest due date is counted.
    pub enum DueZone {
        /// In Norway.
        Oslo "Europe/Oslo",
        /// In UTC.
        Utc "UTC",
    }

    /// Whether an empty answer names a media type.
    pub enum EmptyContentType {
        /// It does not.
        None "none",
        /// `application/json`, as the swagger's `produces` has it.
        Json "json",
    }

    /// One of the keys that document links are signed with.
    pub enum KeyNumber {
        /// The first one.
        First "first",
        /// The second one.
        Second "second",
        /// The third one.
        Third "third",
    }
}

/// The keys that are published, and the one that signs. A rotation adds one, signs with it, and
/// takes the old one away (Vipps: invoice API, JSON web keys).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRing {
    /// What the key endpoint shows, in this order.
    pub published: Vec<KeyNumber>,
    /// What signs from now on, published or not.
    pub signs: KeyNumber,
}

/// What can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VippsSettings {
    /// From sending to the result of the asynchronous validation.
    pub validation_delay: SignedDuration,
    /// The account must be the issuer's in KAR.
    pub kar: bool,
    /// Calls a second for each client and product; 0 is without limit.
    pub rate_limit: u32,
    /// Forms of the Authorization header.
    pub authorization: AuthorizationForms,
    /// How long an access token lives.
    pub token_life: SignedDuration,
    /// A recipient token may be asked for by phone number.
    pub msisdn_lookup: bool,
    /// The zone of the earliest due date.
    pub due_zone: DueZone,
    /// An existing invoice is compared before the new content is validated.
    pub compare_first: bool,
    /// A rejected invoice may be revoked.
    pub revoke_rejected: bool,
    /// How approvals are judged.
    pub approve_rules: ApproveRules,
    /// A pending invoice becomes `expired` 14 days after its due date.
    pub expires: bool,
    /// Statuses that no document has for an operation are replaced by documented ones.
    pub strict_statuses: bool,
    /// Under which key problems carry their id.
    pub correlation_key: CorrelationKey,
    /// Media type of empty answers.
    pub empty_content_type: EmptyContentType,
    /// How long a link to a document holds.
    pub link_life: SignedDuration,
    /// Keys of document links.
    pub keys: KeyRing,
}

impl Default for VippsSettings {
    fn default() -> Self {
        Self {
            validation_delay: SignedDuration::from_secs(5),
            kar: true,
            rate_limit: 0,
            authorization: AuthorizationForms::Any,
            token_life: SignedDuration::from_secs(3599),
            msisdn_lookup: true,
            due_zone: DueZone::Oslo,
            compare_first: false,
            revoke_rejected: false,
            approve_rules: ApproveRules::Endpoint,
            expires: false,
            strict_statuses: false,
            correlation_key: CorrelationKey::CorrelationId,
            empty_content_type: EmptyContentType::None,
            link_life: SignedDuration::from_secs(30),
            keys: KeyRing {
                published: vec![KeyNumber::First, KeyNumber::Second],
                signs: KeyNumber::First,
            },
        }
    }
}
