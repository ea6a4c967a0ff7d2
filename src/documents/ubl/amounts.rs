//! The document's sums, and whether they agree with each other.

use crate::documents::ubl::problem::{Problems, absent, place};
use crate::domain::invoice::{AmountCheck, DocumentKind, UblFormat};
use crate::domain::money::Ore;
use crate::wire::xml::Element;

const TOTALS: &str = "LegalMonetaryTotal";

/// The amounts a document states; `None` for one that it does not state.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// What is left to pay.
    pub(super) payable: Option<Ore>,
    /// Tax in the document's currency.
    pub(super) tax: Option<Ore>,
    sum_of_lines: Option<i128>,
    line_extension: Option<Ore>,
    allowances: Option<Ore>,
    charges: Option<Ore>,
    tax_exclusive: Option<Ore>,
    tax_inclusive: Option<Ore>,
    prepaid: Option<Ore>,
    rounding: Option<Ore>,
}

/// Reads them all.
pub(super) fn read(
    root: &Element,
    kind: DocumentKind,
    currency: Option<&str>,
    problems: &mut Problems,
) -> Totals {
    let tax = tax(root, currency, problems);
    let mut total = |local: &str| problems.amount(root, &[TOTALS, local]);
    let totals = Totals {
        payable: total("PayableAmount"),
        tax,
        sum_of_lines: None,
        line_extension: total("LineExtensionAmount"),
        allowances: total("AllowanceTotalAmount"),
        charges: total("ChargeTotalAmount"),
        tax_exclusive: total("TaxExclusiveAmount"),
        tax_inclusive: total("TaxInclusiveAmount"),
        prepaid: total("PrepaidAmount"),
        rounding: total("PayableRoundingAmount"),
    };
    let payable = [TOTALS, "PayableAmount"];
    if root.path_text(&payable).is_none() {
        let (at, found) = (place(root, &payable), absent(root, &payable));
        problems.add("payable amount not found", &at, "an amount", found);
    }
    Totals {
        sum_of_lines: sum_of_lines(root, kind, problems),
        ..totals
    }
}

impl Totals {
    /// Compares the sums in order of calculation (UBL 2.1 LegalMonetaryTotal; EN 16931 BR-CO-10
    /// to BR-CO-16). `None` only after a problem has been noted.
    pub(super) fn check(&self, format: UblFormat, problems: &mut Problems) -> Option<AmountCheck> {
        // EHF 2.0 counts the rounding into the amount with tax, BIS 3 only into what is to be paid.
        let (in_tax_inclusive, in_payable) = match format {
            UblFormat::Ehf20 => (value(self.rounding), 0),
            UblFormat::PeppolBis30 | UblFormat::Ehf30 => (0, value(self.rounding)),
        };
        let before_tax = self
            .line_extension
            .map(|lines| wide(lines) - value(self.allowances) + value(self.charges));
        let with_tax = match (self.tax_exclusive, self.tax) {
            (Some(without), Some(tax)) => Some(wide(without) + wide(tax) + in_tax_inclusive),
            (Some(_) | None, _) => None,
        };
        let to_pay = self
            .tax_inclusive
            .map(|with| wide(with) - value(self.prepaid) + in_payable);
        let sums = [
            (
                "LineExtensionAmount",
                self.sum_of_lines,
                self.line_extension,
            ),
            ("TaxExclusiveAmount", before_tax, self.tax_exclusive),
            ("TaxInclusiveAmount", with_tax, self.tax_inclusive),
            ("PayableAmount", to_pay, self.payable),
        ];
        for (what, expected, found) in sums {
            let (Some(expected), Some(found)) = (expected, found) else {
                continue;
            };
            if expected == wide(found) {
                continue;
            }
            let Some(expected) = ore(expected) else {
                let at = format!("{TOTALS}/{what}");
                let parts = format!("parts that add up to {expected} øre");
                problems.add("amount not readable", &at, "a sum we can count", &parts);
                return None;
            };
            return Some(AmountCheck::Inconsistent {
                expected,
                found,
                what,
            });
        }
        Some(AmountCheck::Consistent)
    }
}

/// A document may state its tax once more in the currency of the tax accounts.
fn tax(root: &Element, currency: Option<&str>, problems: &mut Problems) -> Option<Ore> {
    let mut all = root.children_named("TaxTotal");
    let ours = |total: &&Element| {
        let stated = total
            .child("TaxAmount")
            .and_then(|amount| amount.attribute("currencyID"));
        stated.is_some() && stated == currency
    };
    let total = all.find(ours).or_else(|| root.child("TaxTotal"))?;
    problems.amount(total, &["TaxAmount"])
}

/// `None` when there are no lines, or when one of them does not state its amount.
fn sum_of_lines(root: &Element, kind: DocumentKind, problems: &mut Problems) -> Option<i128> {
    let local = match kind {
        DocumentKind::Invoice => "InvoiceLine",
        DocumentKind::CreditNote => "CreditNoteLine",
    };
    let mut sum = None;
    for line in root.children_named(local) {
        let amount = problems.amount(line, &["LineExtensionAmount"])?;
        sum = Some(sum.unwrap_or(0) + wide(amount));
    }
    sum
}

fn wide(amount: Ore) -> i128 {
    i128::from(amount.get())
}

fn value(amount: Option<Ore>) -> i128 {
    amount.map_or(0, wide)
}

fn ore(amount: i128) -> Option<Ore> {
    let sign = if amount < 0 { "-" } else { "" };
    let (whole, rest) = (amount.unsigned_abs() / 100, amount.unsigned_abs() % 100);
    Ore::from_decimal(&format!("{sign}{whole}.{rest:02}")).ok()
}
