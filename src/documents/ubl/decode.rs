//! The document as a whole: its kind, its form, the head, and how to pay.

use jiff::civil::Date;

use crate::documents::ubl::problem::{IDENTIFIER, Problems, UblError, UblProblem};
use crate::documents::ubl::{amounts, party, references};
use crate::domain::invoice::{DocumentKind, Invoice, UblFormat};
use crate::wire::xml::{Element, Limits, Name, root_name};

pub(super) const INVOICE: &str = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
pub(super) const CREDIT_NOTE: &str = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";

const ACCOUNT: [&str; 2] = ["PayeeFinancialAccount", "ID"];

/// Half a million elements is an invoice of some fifteen thousand lines.
const MAX_ELEMENTS: usize = 500_000;

/// Whether the bytes begin a UBL invoice or credit note; the rest may still be broken.
pub fn is_ubl(bytes: &[u8]) -> bool {
    root_name(bytes).is_ok_and(|name| kind_of(&name).is_some())
}

/// Reads an invoice or a credit note.
///
/// # Errors
/// Everything that is missing of the minimum content (number, issue date, currency, payable
/// amount, supplier's name) or malformed (dates, amounts, embedded files), all at once; or the one
/// reason why the bytes are not UBL at all.
pub fn decode(bytes: &[u8]) -> Result<Invoice, UblError> {
    let limits = Limits {
        max_elements: MAX_ELEMENTS,
        ..Limits::default()
    };
    let root = Element::parse(bytes, limits).map_err(|error| {
        let at = format!("line {}, column {}", error.line, error.column);
        alone(
            "document not readable as XML",
            &at,
            "a document that is well-formed",
            &format!("what is not: {}", error.kind),
        )
    })?;
    let Some(kind) = kind_of(&root.name) else {
        let expected = "an Invoice or CreditNote of UBL 2";
        return Err(alone(
            "document not UBL",
            "the root",
            expected,
            &root.name.to_string(),
        ));
    };
    let mut problems = Problems::default();
    let invoice = read(&root, kind, &mut problems);
    match invoice {
        Some(invoice) if problems.0.is_empty() => Ok(invoice),
        Some(_) | None => Err(UblError {
            problems: problems.0,
        }),
    }
}

/// `None` only after a problem has been noted.
fn read(root: &Element, kind: DocumentKind, problems: &mut Problems) -> Option<Invoice> {
    let format = format_of(root);
    let number = problems.required(root, &["ID"], "invoice number not found");
    let issue = ["IssueDate"];
    let issue_date = problems
        .required(root, &issue, "invoice date not found")
        .and_then(|_| problems.date(root, &issue, "invoice date not readable"));
    let due_date = due_date(root, problems);
    let currency = problems.required(root, &["DocumentCurrencyCode"], "currency not found");
    let (image, attachments) = references::files(root, problems);
    let supplier = party::supplier(root, problems);
    let customer = party::customer(root, problems);
    let payment = payment_means(root);
    let totals = amounts::read(root, kind, currency.as_deref(), problems);
    let amounts = totals.check(format, problems);
    let mut identifier = |means: Option<&Element>, path| problems.text(means?, path, IDENTIFIER);
    let payment_reference = identifier(payment.reference, &["PaymentID"][..]);
    let account = identifier(payment.account, &ACCOUNT);
    let consumer_marks = references::consumer_marks(root, format, problems);
    Some(Invoice {
        kind,
        number: number?,
        issue_date: issue_date?,
        due_date,
        currency: currency?,
        payable: totals.payable?,
        tax: totals.tax,
        amounts: amounts?,
        payment_reference,
        account,
        supplier,
        customer,
        consumer_marks,
        image,
        attachments,
        format,
    })
}

/// UBL 2.1: the root element decides what a document is; the type code is only a subtype.
fn kind_of(name: &Name) -> Option<DocumentKind> {
    if name.is(INVOICE, "Invoice") {
        Some(DocumentKind::Invoice)
    } else if name.is(CREDIT_NOTE, "CreditNote") {
        Some(DocumentKind::CreditNote)
    } else {
        None
    }
}

/// Told by the customization id; one we do not know is read as the form in use today, unless it
/// names the UBL version, which only the old forms did.
fn format_of(root: &Element) -> UblFormat {
    let id = root.child_text("CustomizationID").unwrap_or_default();
    if id.contains("difi.no:ehf") {
        UblFormat::Ehf20
    } else if id.contains("anskaffelser.no") {
        UblFormat::Ehf30
    } else if id.contains("poacc:billing:3") || root.child("UBLVersionID").is_none() {
        UblFormat::PeppolBis30
    } else {
        UblFormat::Ehf20
    }
}

/// BIS 3 has the due date at the top of an invoice; EHF 2, and a BIS 3 credit note, have it with
/// the means of payment.
fn due_date(root: &Element, problems: &mut Problems) -> Option<Date> {
    let what = "due date not readable";
    if root.child_text("DueDate").is_some() {
        return problems.date(root, &["DueDate"], what);
    }
    let mut means = root.children_named("PaymentMeans");
    let dated = means.find(|means| means.child_text("PaymentDueDate").is_some())?;
    problems.date(dated, &["PaymentDueDate"], what)
}

struct PaymentMeans<'a> {
    reference: Option<&'a Element>,
    account: Option<&'a Element>,
}

/// An invoice may offer several means; a KID belongs to the account it stands with, so the first
/// means that has both wins over one that has either.
fn payment_means(root: &Element) -> PaymentMeans<'_> {
    let has_reference = |means: &&Element| means.child_text("PaymentID").is_some();
    let has_account = |means: &&Element| means.path_text(&ACCOUNT).is_some();
    let all = || root.children_named("PaymentMeans");
    match all().find(|means| has_reference(means) && has_account(means)) {
        Some(both) => PaymentMeans {
            reference: Some(both),
            account: Some(both),
        },
        None => PaymentMeans {
            reference: all().find(has_reference),
            account: all().find(has_account),
        },
    }
}

fn alone(what: &'static str, at: &str, expected: &str, found: &str) -> UblError {
    let (at, expected, found) = (at.to_owned(), expected.to_owned(), found.to_owned());
    UblError {
        problems: vec![UblProblem {
            what,
            at,
            expected,
            found,
        }],
    }
}
