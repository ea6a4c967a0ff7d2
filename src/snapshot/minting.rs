//! Numbers for those who were given none: valid, synthetic, and nobody's in the cast.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::domain::account::AccountNumber;
use crate::domain::cast::Cast;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::identity::{NationalId, NationalIdKind, NationalIdSeries, OrgNumber};
use crate::domain::mint::{Mint, Stream};

/// How far to look for a free number after the drawn one; far more than any cast is large.
const TRIES: u64 = 100_000;

/// A synthetic number (80 added to the month) of somebody born on this day, or of an adult.
///
/// `None` when the day has no series of numbers, or all numbers of it are taken.
pub(super) fn national_id(born: Option<Date>, cast: &Cast, mint: &mut Mint) -> Option<NationalId> {
    let born = born.unwrap_or_else(|| adult(mint));
    let (series, kind) = (NationalIdSeries::Synthetic80, NationalIdKind::Fnr);
    let first = mint.number(Stream::NationalId, 1000);
    let seen = cast.seen_by("cast");
    (first..first + 1000)
        .filter_map(|individual| u16::try_from(individual % 1000).ok())
        .filter_map(|individual| NationalId::from_parts(born, individual, series, kind))
        .find(|id| seen.by_ssn(id).is_none())
}

// Births from 1940 to 2004: old enough for a contract, whatever the sandbox's clock says.
fn adult(mint: &mut Mint) -> Date {
    let days = mint.number(Stream::NationalId, 23_741);
    let days = i64::try_from(days).unwrap_or(0);
    date(1940, 1, 1).saturating_add(days.days())
}

/// An eFaktura identifier.
pub(super) fn efaktura_identifier(cast: &Cast, mint: &mut Mint) -> Option<EfakturaIdentifier> {
    let seen = cast.seen_by("cast");
    numbers(Stream::EfakturaIdentifier, 1_000_000_000, mint)
        .filter_map(|number| EfakturaIdentifier::parse(&format!("{number:09}")).ok())
        .find(|identifier| seen.by_identifier(identifier).is_none())
}

/// An account in a register number that belongs to no bank.
pub(super) fn account(
    others: &[AccountNumber],
    cast: &Cast,
    mint: &mut Mint,
) -> Option<AccountNumber> {
    numbers(Stream::Account, 1_000_000, mint)
        .filter_map(|number| AccountNumber::from_first_ten(&format!("9999{number:06}")))
        .find(|account| !others.contains(account) && !is_known(account, cast))
}

fn is_known(account: &AccountNumber, cast: &Cast) -> bool {
    let mut banks = cast.people().filter_map(|person| person.bank.as_ref());
    let mut agreements = cast.companies().flat_map(|company| &company.avtalegiro);
    let mut others = cast.companies().flat_map(|company| &company.accounts);
    banks.any(|bank| bank.account == *account)
        || agreements.any(|agreement| agreement.account == *account)
        || others.any(|other| other == account)
}

/// An organisation number that begins with 3, as those of synthetic businesses do
/// (Skatteetaten: Tenor test data).
pub(super) fn org_number(cast: &Cast, mint: &mut Mint) -> Option<OrgNumber> {
    numbers(Stream::OrgNumber, 10_000_000, mint)
        .filter_map(|number| OrgNumber::from_first_eight(&format!("3{number:07}")))
        .find(|number| cast.company_by_org_number(number).is_none())
}

/// A registration number of another country.
pub(super) fn foreign_number(country: &str, cast: &Cast, mint: &mut Mint) -> Option<String> {
    numbers(Stream::OrgNumber, 100_000_000, mint)
        .map(|number| format!("{country}{number:08}"))
        .find(|text| {
            let mut others = cast.companies();
            !others.any(|company| company.org_number.as_str() == text)
        })
}

fn numbers(stream: Stream, below: u64, mint: &mut Mint) -> impl Iterator<Item = u64> + use<> {
    let first = mint.number(stream, below);
    (first..first + TRIES).map(move |number| number % below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::slug::Slug;

    #[test]
    fn a_minted_identity_is_synthetic_and_has_the_wanted_birth_date() {
        let cast = Cast::empty(Slug::parse("default").unwrap());
        let mut mint = Mint::new(1);
        for born in [date(1890, 2, 28), date(1984, 2, 29), date(2039, 12, 31)] {
            let id = national_id(Some(born), &cast, &mut mint).unwrap();
            assert!(id.is_known_synthetic());
            assert_eq!(id.birth_date(), born);
        }
        for never in [date(1853, 1, 1), date(2040, 1, 1)] {
            assert_eq!(national_id(Some(never), &cast, &mut mint), None);
        }
        for _ in 0..50 {
            let year = national_id(None, &cast, &mut mint)
                .unwrap()
                .birth_date()
                .year();
            assert!((1940..=2004).contains(&year), "{year}");
        }
    }

    #[test]
    fn an_account_that_somebody_has_is_not_given_again() {
        let cast = Cast::empty(Slug::parse("default").unwrap());
        let first = account(&[], &cast, &mut Mint::new(1)).unwrap();
        let second = account(std::slice::from_ref(&first), &cast, &mut Mint::new(1)).unwrap();
        assert_ne!(first, second);
    }
}
