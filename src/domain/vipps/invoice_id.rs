//! The id of an invoice at Vipps: `orgno-no.{issuer}.{reference}`.

use std::fmt;

use crate::domain::identity::OrgNumber;

/// Longest id, in bytes (Vipps: invoice API, invoice id).
const LENGTH_MAX: usize = 200;

/// The one kind of issuer.
const ISSUER_KIND: &str = "orgno-no";

/// An id that an ISP gave an invoice, unique per issuer (Vipps: invoice API, invoice id).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvoiceId {
    issuer: OrgNumber,
    reference: String,
}

/// What is wrong with an id; the value found is in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceIdError {
    /// Nothing is there.
    Missing,
    /// More than 200 bytes.
    Length,
    /// Not three parts with dots between.
    Format,
    /// The first part is not `orgno-no`.
    IssuerKind,
    /// The second part is no organisation number.
    IssuerValue,
    /// The third part has other characters than letters, digits and hyphens, or none.
    Reference,
}

impl InvoiceId {
    /// Reads an id, percent-escapes already undone; what is wrong is looked for in the documented
    /// order of problems.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, InvoiceIdError> {
        if text.is_empty() {
            return Err(InvoiceIdError::Missing);
        }
        if text.len() > LENGTH_MAX {
            return Err(InvoiceIdError::Length);
        }
        let parts: Vec<&str> = text.split('.').collect();
        let [kind, issuer, reference] = parts.as_slice() else {
            return Err(InvoiceIdError::Format);
        };
        if *kind != ISSUER_KIND {
            return Err(InvoiceIdError::IssuerKind);
        }
        let digits = issuer.len() == 9 && issuer.bytes().all(|it| it.is_ascii_digit());
        let issuer = OrgNumber::parse(issuer).ok().filter(|_| digits);
        let issuer = issuer.ok_or(InvoiceIdError::IssuerValue)?;
        Self::of(issuer, reference).ok_or(InvoiceIdError::Reference)
    }

    /// The id of an issuer's invoice, if the reference can stand in one.
    #[must_use]
    pub fn of(issuer: OrgNumber, reference: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let good = !reference.is_empty() && reference.bytes().all(fits);
        good.then(|| Self {
            issuer,
            reference: reference.to_owned(),
        })
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> &OrgNumber {
        &self.issuer
    }

    /// The issuer's own reference.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.reference
    }
}

impl fmt::Display for InvoiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{ISSUER_KIND}.{}.{}",
            self.issuer.as_str(),
            self.reference
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_refused_for_the_first_thing_that_is_wrong() {
        let long = format!("orgno-no.918130047.{}", "a".repeat(181));
        assert!(InvoiceId::parse(&long).is_ok());
        let longer = format!("{long}b");
        for (text, expected) in [
            ("", InvoiceIdError::Missing),
            (longer.as_str(), InvoiceIdError::Length),
            ("orgno-no.918130047", InvoiceIdError::Format),
            ("orgno-no.918130047.a.b", InvoiceIdError::Format),
            ("orgno-se.918130047.a", InvoiceIdError::IssuerKind),
            ("orgno-no.918130048.a", InvoiceIdError::IssuerValue),
            ("orgno-no.918 130 047.a", InvoiceIdError::IssuerValue),
            ("orgno-no.918130047.", InvoiceIdError::Reference),
            ("orgno-no.918130047.a_b", InvoiceIdError::Reference),
        ] {
            assert_eq!(InvoiceId::parse(text), Err(expected), "{text}");
        }
        let id = InvoiceId::parse("orgno-no.918130047.2562032543412545").unwrap();
        assert_eq!(id.to_string(), "orgno-no.918130047.2562032543412545");
    }
}
