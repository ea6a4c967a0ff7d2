//! Invoices that a mailbox fills a payment in with (Digdir: DPI, EHF invoices).

use crate::documents::ubl;
use crate::services::dpi::model::FoundInvoice;

/// The media type of an invoice as a main document.
pub(super) const EHF: &str = "application/ehf+xml";

/// What is to be paid, where everything is there that a payment needs: one way to pay with one
/// reference, a due date, an account, Norwegian kroner. A credit note asks for nothing.
pub(super) fn found(bytes: &[u8]) -> Option<FoundInvoice> {
    let one = |name: &str| count(bytes, name) == 1;
    if !one("PaymentMeans") || !one("PaymentID") {
        return None;
    }
    let invoice = ubl::decode(bytes).ok()?;
    if invoice.is_credit_note() || invoice.currency != "NOK" || invoice.payable.get() <= 0 {
        return None;
    }
    let kid = invoice.payment_reference?;
    let account = invoice.account?;
    Some(FoundInvoice {
        kid,
        amount: invoice.payable,
        account: norwegian(&account)?,
        due_date: invoice.due_date?,
    })
}

/// How often an element begins, whatever its prefix is; only well-formed documents come here.
fn count(bytes: &[u8], name: &str) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let starts = text.split('<').skip(1);
    let named = starts.filter(|rest| {
        let end = rest.find(|it: char| it.is_whitespace() || matches!(it, '>' | '/'));
        let qualified = &rest[..end.unwrap_or(rest.len())];
        qualified.rsplit(':').next() == Some(name)
    });
    // The start of an end tag is empty before its slash.
    named.count()
}

/// The eleven digits of a Norwegian IBAN, or of an account that is written without one.
fn norwegian(account: &str) -> Option<String> {
    let bare: String = account.chars().filter(|it| !it.is_whitespace()).collect();
    let digits = match bare.get(..2) {
        Some("NO") => bare.get(4..)?,
        Some(_) | None => &bare,
    };
    let fits = digits.len() == 11 && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| digits.to_owned())
}
