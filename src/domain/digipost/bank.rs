//! The banks that take invoices out of Digipost, and what each of them offers.

use crate::domain::words::words;

words! {
    /// A bank with an agreement with Digipost about invoices.
    pub enum Bank {
        /// DNB.
        Dnb "dnb",
        /// Sbanken.
        Sbanken "sbanken",
        /// KLP Banken.
        Klp "klp",
        /// Gjensidige Bank.
        Gjensidige "gjensidige",
        /// Handelsbanken.
        Handelsbanken "handelsbanken",
        /// Sparebanken Møre.
        More "sparebanken-more",
        /// Sparebanken Øst.
        Ost "sparebanken-ost",
    }
}

words! {
    /// A way of an invoice from Digipost into a bank (Digipost: invoices in the bank; the words are
    /// ours).
    pub enum BankWay {
        /// Option 1: the person sends an invoice from Digipost to the bank's due-date register.
        FromDigipost "from-digipost",
        /// Option 2: the bank shows the person's invoices by itself.
        InNetbank "in-netbank",
    }
}

/// What a bank offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankRow {
    /// The bank.
    pub bank: Bank,
    /// Its name.
    pub name: &'static str,
    /// Whether it offers the first way.
    pub from_digipost: bool,
    /// Whether it offers the second way.
    pub in_netbank: bool,
}

const fn row(bank: Bank, name: &'static str, from_digipost: bool, in_netbank: bool) -> BankRow {
    BankRow {
        bank,
        name,
        from_digipost,
        in_netbank,
    }
}

impl Bank {
    /// Every bank (Digipost: invoices in the bank).
    pub const ROWS: &'static [BankRow] = &[
        row(Self::Dnb, "DNB", false, true),
        row(Self::Sbanken, "Sbanken", true, false),
        row(Self::Klp, "KLP Banken", true, false),
        row(Self::Gjensidige, "Gjensidige Bank", true, true),
        row(Self::Handelsbanken, "Handelsbanken", true, true),
        row(Self::More, "Sparebanken Møre", true, true),
        row(Self::Ost, "Sparebanken Øst", true, true),
    ];

    /// Its row.
    #[must_use]
    pub fn row(self) -> &'static BankRow {
        let mut rows = Self::ROWS.iter();
        rows.find(|row| row.bank == self).unwrap_or(&Self::ROWS[0])
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The bank of this name or word.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut rows = Self::ROWS.iter();
        let row = rows.find(|row| {
            row.bank.as_str().eq_ignore_ascii_case(text)
                || row.name.to_lowercase() == text.to_lowercase()
        });
        row.map(|row| row.bank)
    }

    /// Whether it offers a way.
    #[must_use]
    pub fn offers(self, way: BankWay) -> bool {
        match way {
            BankWay::FromDigipost => self.row().from_digipost,
            BankWay::InNetbank => self.row().in_netbank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bank_has_a_row_of_its_own_and_offers_a_way_at_least() {
        for (bank, word) in Bank::WORDS {
            assert_eq!(bank.row().bank, *bank);
            assert_eq!(Bank::named(word), Some(*bank));
            assert_eq!(Bank::named(bank.name()), Some(*bank));
            assert!(bank.offers(BankWay::FromDigipost) || bank.offers(BankWay::InNetbank));
        }
        assert_eq!(Bank::named("Storebanken"), None);
    }

    #[test]
    fn dnb_has_the_netbank_alone_and_sbanken_digipost_alone() {
        let ways = |bank: Bank| {
            let ways = [BankWay::FromDigipost, BankWay::InNetbank];
            ways.map(|way| bank.offers(way))
        };
        assert_eq!(ways(Bank::Dnb), [false, true]);
        assert_eq!(ways(Bank::Sbanken), [true, false]);
        assert_eq!(ways(Bank::More), [true, true]);
    }
}
