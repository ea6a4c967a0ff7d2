//! A document of a message as XML (Digipost: schemas api_v7.xsd, document and invoice, api_v8.xsd,
//! and datatypes.xsd, invoice and inkasso).

use super::root::xsi_type;
use crate::domain::digipost::{AuthenticationLevel, DocumentUuid, SensitivityLevel};
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{Document, EmailNotice, InvoicePart, SmsNotice};
use crate::services::digipost::wire::dialect::Dialect;
use crate::services::digipost::wire::schema;
use crate::services::digipost::wire::values::{
    TEXT_MAX, any_text, boolean, date, day, instant, invalid, kroner, read, refused, text, word,
};
use crate::wire::xml::{Element, Sequence};

/// Most notices of one kind for one document; it is ours.
const NOTICES_MAX: usize = 20;

/// Reads a document.
pub(super) fn document(
    within: &Sequence<'_>,
    element: &Element,
    dialect: Dialect,
) -> Result<Document, Fault> {
    let is_invoice = match (xsi_type(element), dialect) {
        (None | Some("document"), _) => false,
        (Some("invoice"), Dialect::V7) => true,
        (Some(other), _) => {
            let found: String = other.chars().take(80).collect();
            let name = element.local();
            let why = format!("<{name}>: expected a document, found xsi:type `{found}`");
            return Err(invalid(why));
        }
    };
    let mut it = within.inside(element);
    let uuid = it.optional("uuid");
    let uuid = uuid.map(|it| read(it, "a UUID in lower case", DocumentUuid::parse));
    let uuid = uuid.transpose()?;
    let subject = it.optional("subject").map(|it| text(it, 0, 255));
    let subject = subject.transpose()?;
    let file_type = any_text(it.required("file-type").map_err(refused)?)?;
    let receipt = it.optional("opening-receipt");
    if receipt.is_none() {
        it.optional("opened").map(boolean).transpose()?;
    }
    let sms = it.optional("sms-notification");
    let sms = sms.map(|element| sms_notice(&it, element)).transpose()?;
    let email = it.optional("email-notification");
    let email = email
        .map(|element| email_notice(&it, element))
        .transpose()?;
    let authentication = it.optional("authentication-level");
    let authentication = authentication.map(|it| word(it, AuthenticationLevel::WORDS));
    let sensitivity = it.optional("sensitivity-level");
    let sensitivity = sensitivity.map(|it| word(it, SensitivityLevel::WORDS));
    let encrypted = it.optional("encrypted").is_some();
    it.optional("content-hash");
    it.repeated("link");
    let (data_type, told) = match it.optional("data-type") {
        Some(element) => data_type(&it, element, dialect)?,
        None => (None, None),
    };
    let invoice = match is_invoice {
        true => Some(invoice(&mut it)?),
        false => told,
    };
    it.finish().map_err(refused)?;
    Ok(Document {
        uuid,
        subject,
        file_type,
        opening_receipt: receipt.is_some(),
        sms,
        email,
        authentication: authentication
            .transpose()?
            .unwrap_or(AuthenticationLevel::Password),
        sensitivity: sensitivity.transpose()?.unwrap_or(SensitivityLevel::Normal),
        encrypted,
        technical_type: technical_type(element)?,
        data_type,
        invoice,
    })
}

fn technical_type(element: &Element) -> Result<Option<String>, Fault> {
    let Some(text) = element.attribute("technical-type") else {
        return Ok(None);
    };
    if text.chars().count() > TEXT_MAX {
        let why = format!("technical-type: expected at most {TEXT_MAX} characters, found more");
        return Err(invalid(why));
    }
    Ok(Some(text.to_owned()))
}

/// The four elements of an invoice in version 7.
fn invoice(it: &mut Sequence<'_>) -> Result<InvoicePart, Fault> {
    let kid = it
        .optional("kid")
        .map(|it| read(it, "2 to 24 digits, and one or a hyphen", kid));
    let kid = kid.transpose()?;
    let amount = it.required("amount").map_err(refused)?;
    let expected = "kroner with at most two decimals, 15 digits in all";
    let amount = read(amount, expected, kroner)?;
    let account = it.required("account").map_err(refused)?;
    let account = read(account, "11 digits", |text| {
        let fits = text.len() == 11 && text.bytes().all(|it| it.is_ascii_digit());
        fits.then(|| text.to_owned())
    })?;
    let due_date = date(it.required("due-date").map_err(refused)?)?;
    Ok(InvoicePart {
        kid,
        amount,
        account,
        due_date,
        is_collection: false,
    })
}

fn kid(text: &str) -> Option<String> {
    let digits = text.strip_suffix('-').unwrap_or(text);
    let fits = (3..=25).contains(&text.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    fits.then(|| text.to_owned())
}

/// The name of a data type, and what is to be paid if it tells that. Version 7 has invoices of its
/// own, so there a data type is a name only.
fn data_type(
    within: &Sequence<'_>,
    element: &Element,
    dialect: Dialect,
) -> Result<(Option<String>, Option<InvoicePart>), Fault> {
    let inner = schema::data_type(element)?;
    let paid = match (dialect, inner.local()) {
        (Dialect::V8, "invoice") => paid(within, inner, false)?,
        (Dialect::V8, "inkasso") => paid(within, inner, true)?,
        (Dialect::V7 | Dialect::V8 | Dialect::User1, _) => None,
    };
    Ok((Some(inner.local().to_owned()), paid))
}

/// What is to be paid by a data type; debt collection that names no sum or no account is a letter.
fn paid(
    within: &Sequence<'_>,
    element: &Element,
    is_collection: bool,
) -> Result<Option<InvoicePart>, Fault> {
    let mut it = within.inside(element);
    it.optional("link");
    let due = any_text(it.required("due-date").map_err(refused)?)?;
    let (sum, account) = match is_collection {
        true => (it.optional("sum"), it.optional("account")),
        false => (
            Some(it.required("sum").map_err(refused)?),
            Some(it.required("creditor-account").map_err(refused)?),
        ),
    };
    let kid = it.optional("kid").map(any_text).transpose()?;
    it.finish().map_err(refused)?;
    let account = account.map(any_text).transpose()?;
    let (Some(sum), Some(account)) = (sum, account) else {
        return Ok(None);
    };
    let unfit = |what: &str, found: &str| {
        let found: String = found.chars().take(80).collect();
        let why = format!("<{}>: expected {what}, found `{found}`", element.local());
        Fault::new(FaultKind::ValidationFailed, why)
    };
    // The schema of data types bounds neither, and a bank takes nothing else.
    let is_account = account.len() == 11 && account.bytes().all(|it| it.is_ascii_digit());
    if !is_account {
        return Err(unfit("an account of 11 digits", &account));
    }
    let kid = kid.filter(|text| !text.trim().is_empty());
    if let Some(text) = kid.as_deref().filter(|text| self::kid(text).is_none()) {
        return Err(unfit("a KID of 3 to 25 characters", text));
    }
    let amount = kroner(&sum.text);
    let amount = amount.ok_or_else(|| unfit("kroner with at most two decimals", &sum.text))?;
    let on = day(due.trim()).or_else(|| {
        let text = due.trim();
        instant(text).and_then(|_| day(text.get(..10)?))
    });
    let due_date = on.ok_or_else(|| unfit("a due-date such as 2025-03-04T00:00:00+01:00", &due))?;
    Ok(Some(InvoicePart {
        kid,
        amount,
        account,
        due_date,
        is_collection,
    }))
}

fn sms_notice(within: &Sequence<'_>, element: &Element) -> Result<SmsNotice, Fault> {
    let mut it = within.inside(element);
    let overrides = match it.optional("overrides") {
        Some(element) => {
            let mut inner = it.inside(element);
            let number = any_text(inner.required("sms-mobile-number").map_err(refused)?)?;
            let words = text(inner.required("text").map_err(refused)?, 1, 160)?;
            inner.finish().map_err(refused)?;
            Some((number, words))
        }
        None => None,
    };
    let at = it.repeated("at").into_iter();
    let at = at.map(|element| time(element, FaultKind::InvalidSmsNotificationTime));
    let at = at.collect::<Result<_, _>>()?;
    let hours = it.repeated("after-hours").into_iter();
    let hours = hours.map(|it| {
        read(it, "hours, from 0 on", |text| {
            let hours: i32 = text.trim().parse().ok()?;
            u32::try_from(hours).ok()
        })
    });
    let at: Vec<_> = at;
    let after_hours = hours.collect::<Result<Vec<_>, _>>()?;
    few(element, at.len() + after_hours.len())?;
    it.finish().map_err(refused)?;
    Ok(SmsNotice {
        overrides,
        at,
        after_hours,
    })
}

/// Refuses more notices of one document than anybody means; each becomes a letter.
fn few(element: &Element, found: usize) -> Result<(), Fault> {
    if found <= NOTICES_MAX {
        return Ok(());
    }
    let name = element.local();
    let why = format!("<{name}>: expected at most {NOTICES_MAX} times, found {found}");
    Err(Fault::new(FaultKind::ValidationFailed, why))
}

fn email_notice(within: &Sequence<'_>, element: &Element) -> Result<EmailNotice, Fault> {
    let mut it = within.inside(element);
    let address = any_text(it.required("email-address").map_err(refused)?)?;
    let subject = text(it.required("subject").map_err(refused)?, 1, 100)?;
    let words = text(it.required("text").map_err(refused)?, 1, 500)?;
    let first = it.required("at").map_err(refused)?;
    let all = std::iter::once(first).chain(it.repeated("at"));
    let at = all.map(|element| time(element, FaultKind::InvalidEmailNotificationTime));
    let at = at.collect::<Result<Vec<_>, _>>()?;
    few(element, at.len())?;
    it.finish().map_err(refused)?;
    Ok(EmailNotice {
        address,
        subject,
        text: words,
        at,
    })
}

/// The time of a notice; the schema lets it be missing, a notice cannot do without.
fn time(element: &Element, missing: FaultKind) -> Result<jiff::Timestamp, Fault> {
    match element.attribute("time") {
        Some(time) => instant(time.trim()).ok_or_else(|| {
            let found: String = time.chars().take(80).collect();
            invalid(format!("<at>: expected an instant, found time `{found}`"))
        }),
        None => Err(Fault::new(missing, "found a notice without a time")),
    }
}
