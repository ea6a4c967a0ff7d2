//! Kinds of invoices, in the words of Vipps and of Nets.

use crate::consumer::DocumentType;
use crate::domain::words::words;

words! {
    /// A kind of invoice, in the word of Vipps (Vipps: guide of the invoice API, invoice types).
    pub enum InvoiceKind {
        /// eFaktura.
        Invoice "invoice",
        /// Kreditnota; in the list, and not supported.
        CreditNote "creditNote",
        /// Purring.
        DebtCollectionWarning "debtCollectionWarning",
        /// Inkassovarsel.
        DebtCollectionNotice "debtCollectionNotice",
        /// Betalingsoppfordring.
        DebtCollectionReminder "debtCollectionReminder",
        /// Betalingspåminnelse.
        PaymentReminder "paymentReminder",
        /// Varsel om tvangsfullbyrdelse.
        NoticeOfLegalProceedings "noticeOfLegalProceedings",
    }
}

/// Both words of each kind.
const PAIRS: [(InvoiceKind, DocumentType); 7] = [
    (InvoiceKind::Invoice, DocumentType::Invoice),
    (InvoiceKind::CreditNote, DocumentType::CreditNote),
    (InvoiceKind::DebtCollectionWarning, DocumentType::Dunning),
    (
        InvoiceKind::DebtCollectionNotice,
        DocumentType::CollectionNotice,
    ),
    (
        InvoiceKind::DebtCollectionReminder,
        DocumentType::PaymentRequest,
    ),
    (InvoiceKind::PaymentReminder, DocumentType::Reminder),
    (
        InvoiceKind::NoticeOfLegalProceedings,
        DocumentType::EnforcementWarning,
    ),
];

impl InvoiceKind {
    /// Reads either word; case matters.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::parse(word).or_else(|| DocumentType::parse(word).map(Self::of))
    }

    /// The kind of a title in the netbank.
    #[must_use]
    pub fn of(title: DocumentType) -> Self {
        let mut pairs = PAIRS.into_iter();
        pairs
            .find(|(_, other)| *other == title)
            .map_or(Self::Invoice, |(kind, _)| kind)
    }

    /// The title in the netbank.
    #[must_use]
    pub fn title(self) -> DocumentType {
        let mut pairs = PAIRS.into_iter();
        pairs
            .find(|(kind, _)| *kind == self)
            .map_or(DocumentType::Invoice, |(_, title)| title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_two_words_and_both_lead_to_it() {
        for (kind, word) in InvoiceKind::WORDS {
            assert_eq!(InvoiceKind::read(word), Some(*kind));
            assert_eq!(InvoiceKind::read(kind.title().as_str()), Some(*kind));
        }
        assert_eq!(InvoiceKind::read("Invoice"), None);
    }
}
