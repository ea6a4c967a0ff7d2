//! Accounts of companies at Digipost: as a sender, as a broker that signs, as a bank.

use std::fmt;
use std::sync::Arc;

use super::Bank;
use crate::domain::company::ActsFor;
use crate::domain::slug::Slug;
use crate::domain::words::words;

/// The number of a company's account at Digipost, which a broker signs with and a recipient's
/// letters come from: positive, and no organisation number (Digipost: API, senders and brokers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountId(u64);

impl AccountId {
    /// The largest one, that of `xsd:long`.
    const MAX: u64 = i64::MAX.unsigned_abs();

    /// Reads a number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = (1..=19).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits)?;
        Self::new(number)
    }

    /// The account of this number.
    #[must_use]
    pub fn new(number: u64) -> Option<Self> {
        (1..=Self::MAX).contains(&number).then_some(Self(number))
    }

    /// The number of a company that was given none: computed from the names of sandbox and company,
    /// 15 digits.
    #[must_use]
    pub fn computed(sandbox: &Slug, company: &Slug) -> Self {
        let id = crate::domain::credentials::computed(sandbox, company, "digipost-account");
        // Shorter ones meet by chance where there are thousands of sandboxes, each of which needs
        // its own; longer ones are not exact where JSON numbers are read as floats.
        Self(100_000_000_000_000 + id.as_u64_pair().0 % 900_000_000_000_000)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

words! {
    /// What a sender at Digipost may do that not everybody may (Digipost: schema api_v7.xsd;
    /// Java client 14.7, ErrorCode). The words are ours.
    pub enum Right {
        /// To have letters printed that no mailbox takes.
        Print "print",
        /// To send straight to print.
        DirectPrint "direct_print",
        /// To demand a log-in through ID-porten.
        Idporten "idporten",
        /// To encrypt documents for their recipients.
        PreEncrypt "pre_encrypt",
        /// To send technical attachments.
        TechnicalAttachments "technical_attachments",
        /// To send HTML.
        Html "html",
        /// To choose the time of delivery.
        DeliveryTime "delivery_time",
        /// To address by bank account number.
        BankAccount "bank_account",
        /// To name senders by organisation number.
        SenderOrganization "sender_organization",
        /// To choose where notices go.
        NotificationAddresses "notification_addresses",
    }
}

words! {
    /// The language in which a person reads Digipost.
    pub enum Language {
        /// Bokmål.
        Bokmaal "nb",
        /// Nynorsk.
        Nynorsk "nn",
        /// English.
        English "en",
    }
}

/// A company's account at Digipost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigipostAccount {
    /// The number that was given instead of the computed one.
    pub given_id: Option<AccountId>,
    /// What requests that it signs are verified with.
    pub certificate: BrokerCertificate,
    /// For whom it signs beside itself.
    pub acts_for: ActsFor,
    /// What it may do; each once.
    pub rights: Vec<Right>,
    /// Most letters in a calendar month; `None`, as many as it likes.
    pub letters_a_month: Option<u32>,
    /// The bank that it is, if it is one.
    pub bank: Option<Bank>,
}

impl DigipostAccount {
    /// The number in force.
    #[must_use]
    pub fn id(&self, sandbox: &Slug, company: &Slug) -> AccountId {
        self.given_id
            .unwrap_or_else(|| AccountId::computed(sandbox, company))
    }

    /// Whether the account has a right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }
}

/// What a broker's signature is verified with (Digipost: API security).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrokerCertificate {
    /// The one whose key `sandkasse certs` writes.
    Usual,
    /// One that was given.
    Given(GivenCertificate),
    /// None was uploaded.
    Missing,
    /// It was revoked.
    Revoked,
}

/// A certificate that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenCertificate {
    /// In PEM.
    pub pem: Arc<str>,
    /// Its RSA key, as DER in the form of PKCS #1.
    pub key: Arc<[u8]>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn companies_of_many_sandboxes_never_get_the_same_account() {
        let company = Slug::parse("fjord-energi").unwrap();
        let ids = (0..100_000).map(|number| {
            let sandbox = Slug::parse(&format!("s{number}")).unwrap();
            let id = AccountId::computed(&sandbox, &company);
            assert_eq!(AccountId::parse(&id.to_string()), Some(id));
            assert_eq!(id.to_string().len(), 15);
            id
        });
        assert_eq!(ids.collect::<BTreeSet<_>>().len(), 100_000);
    }

    #[test]
    fn an_account_has_a_positive_number_that_a_long_holds() {
        for bad in ["", "0", "-1", "+1", "9223372036854775808", "1 2", "å"] {
            assert_eq!(AccountId::parse(bad), None, "{bad}");
        }
        assert!(AccountId::parse("9223372036854775807").is_some());
    }
}
