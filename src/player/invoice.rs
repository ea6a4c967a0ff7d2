//! An invoice in words of the trade: a person and a day are enough, the cast and the clock know the
//! rest.

use http::Method;
use jiff::civil::Date;
use serde_json::Value;

use super::call::Content;
use super::fill::member_of_cast;
use super::seat::{Seat, encoded};
use crate::documents::ubl;
use crate::domain::calendar::local_date;
use crate::domain::invoice::{
    Address, AmountCheck, ConsumerMarks, DocumentKind, Invoice, Party, UblFormat,
};
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::scenario::plan::INVOICE_PARAMETERS;
use crate::scenario::script::{Field, Fields};

/// What an invoice asks for unless told otherwise, in øre.
const AMOUNT: i64 = 45_000;

/// How many days a consumer has to pay unless told otherwise.
const DAYS_TO_PAY: i64 = 18;

/// What the line of an invoice says unless told otherwise.
const TEXT: &str = "Strøm";

/// Parameters that say who the recipient is; without any of them the identity number is sent.
const WHO: [&str; 5] = [
    "recipient_ssn",
    "recipient_efaktura_id",
    "recipient_phone_number",
    "recipient_date_of_birth",
    "recipient_email",
];

/// The document that fields describe; `number` is that of the step.
///
/// # Errors
/// A value that cannot be read, or somebody who is not there.
pub(super) async fn document(
    seat: &Seat,
    caller: &str,
    fields: &Fields,
    number: usize,
) -> Result<Vec<u8>, String> {
    let slug = fields.text("consumer").unwrap_or_default();
    let path = format!("/people/{}", encoded(slug));
    let person = seat.admin(&Method::GET, &path, None).await;
    let supplier = fields.text("supplier").unwrap_or(caller);
    let path = format!("/companies/{}", encoded(supplier));
    let company = seat.admin(&Method::GET, &path, None).await;
    for (name, reply) in [("consumer", &person), ("supplier", &company)] {
        if !reply.is_good() {
            return Err(format!("fields.{name}: {}", reply.describe()));
        }
    }
    let now = seat.now().await.ok_or("the clock cannot be read")?;
    let invoice = described(fields, &person.body, &company.body, local_date(now), number)?;
    let text = fields.text("text").unwrap_or(TEXT);
    Ok(ubl::encode(&invoice, text))
}

/// The parameters of the form, in the order written.
///
/// # Errors
/// Somebody who is not there.
pub(super) async fn parameters(
    seat: &Seat,
    fields: &Fields,
) -> Result<Vec<(String, String)>, String> {
    let mut parameters = Vec::new();
    if fields.get("recipient_type").is_none() {
        parameters.push(("recipient_type".to_owned(), "consumer".to_owned()));
    }
    if let Some(slug) = fields.text("consumer")
        && !WHO.iter().any(|name| fields.get(name).is_some())
    {
        let people = seat.admin(&Method::GET, "/people", None).await;
        let person = member_of_cast(&people.body, slug, "consumer")?;
        if let Some(ssn) = text(person, "/ssn") {
            parameters.push(("recipient_ssn".to_owned(), ssn));
        }
    }
    for (name, field) in &fields.0 {
        if INVOICE_PARAMETERS.contains(&name.as_str()) {
            let values: Vec<&str> = match field {
                Field::List(values) => values.iter().filter_map(Field::text).collect(),
                Field::Text(_) | Field::Bare(_) | Field::Group(_) => {
                    field.text().into_iter().collect()
                }
            };
            // An empty text leaves a parameter out.
            let values = values.into_iter().filter(|text| !text.is_empty());
            parameters.extend(values.map(|text| (name.clone(), text.to_owned())));
        }
    }
    Ok(parameters)
}

/// A form with parameters and a file.
pub(super) fn form(document: &[u8], parameters: &[(String, String)]) -> Content {
    let mut boundary = "sandkasse-player".to_owned();
    while contains(document, boundary.as_bytes()) {
        boundary.push('-');
    }
    let mut body = Vec::with_capacity(document.len() + 1024);
    for (name, text) in parameters {
        let part = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
         filename=\"invoice.xml\"\r\nContent-Type: application/xml\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(document);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let media_type = format!("multipart/form-data; boundary={boundary}");
    Content::new(&media_type, body)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

fn described(
    fields: &Fields,
    person: &Value,
    company: &Value,
    today: Date,
    number: usize,
) -> Result<Invoice, String> {
    let kind = match fields.text("document_type") {
        None | Some("INVOICE") => DocumentKind::Invoice,
        Some("CREDIT_NOTE") => DocumentKind::CreditNote,
        Some(other) => {
            return Err(format!(
                "fields.document_type: found `{other}`, expected INVOICE or CREDIT_NOTE; kinds \
                 that only the router tells apart go into `b2cno_document_type`"
            ));
        }
    };
    let amount = fields.text("amount_ore").map_or(Ok(AMOUNT), |text| {
        let wrong =
            || format!("fields.amount_ore: found `{text}`, expected whole øre such as 45000");
        text.parse().map_err(|_| wrong())
    })?;
    let issue_date = date(fields, "issue_date")?.unwrap_or(today);
    let in_time = jiff::Span::new().days(DAYS_TO_PAY);
    let due_date = match (date(fields, "due_date")?, kind) {
        (None, DocumentKind::Invoice) => Some(issue_date.saturating_add(in_time)),
        (given, _) => given,
    };
    let agreement = company.pointer("/avtalegiro/0");
    let account = given(fields, "account")
        .or_else(|| Some(agreement.and_then(|agreement| text(agreement, "/account"))))
        .flatten();
    let name = |part: &str| text(person, &format!("/name/{part}")).unwrap_or_default();
    Ok(Invoice {
        kind,
        number: fields
            .text("number")
            .map_or_else(|| (1000 + number).to_string(), str::to_owned),
        issue_date,
        due_date,
        currency: fields.text("currency").unwrap_or("NOK").to_owned(),
        payable: Ore::new(amount),
        // A quarter on top of the price is a fifth of the whole.
        tax: Some(Ore::new(amount / 5)),
        amounts: AmountCheck::Consistent,
        payment_reference: given(fields, "kid")
            .or_else(|| Some(kid(person, agreement, account.as_deref(), number)))
            .flatten(),
        account,
        supplier: Party {
            name: text(company, "/name"),
            org_number: text(company, "/orgnr"),
            // The sender hears of failures by mail, and the document is where her address stands.
            email: text(company, "/slug").map(|slug| format!("faktura@{slug}.example")),
            ..Party::default()
        },
        customer: Party {
            name: Some(format!("{} {}", name("first"), name("last"))),
            org_number: None,
            address: person.get("address").map(|address| Address {
                line1: text(address, "/line1"),
                line2: text(address, "/line2"),
                postal_code: text(address, "/postal_code"),
                city: text(address, "/city"),
                country: text(address, "/country"),
            }),
            phone: text(person, "/phone"),
            email: text(person, "/email"),
        },
        consumer_marks: ConsumerMarks::default(),
        image: None,
        attachments: Vec::new(),
        format: UblFormat::PeppolBis30,
    })
}

/// A field as written; an empty text says that the document shall not have it.
#[expect(
    clippy::option_option,
    reason = "not given, given as nothing, and given are three things"
)]
fn given(fields: &Fields, name: &str) -> Option<Option<String>> {
    let text = fields.text(name)?;
    Some((!text.is_empty()).then(|| text.to_owned()))
}

/// The KID of the mandate that the person has given to this account, or else one that fits the
/// agreement.
pub(super) fn kid(
    person: &Value,
    agreement: Option<&Value>,
    account: Option<&str>,
    number: usize,
) -> Option<String> {
    let mandates = person.get("mandates").and_then(Value::as_array);
    let mandate = mandates.into_iter().flatten().find(|mandate| {
        let payee = mandate.get("payee_account").and_then(Value::as_str);
        payee.is_some() && payee == account
    });
    if let Some(kid) = mandate.and_then(|mandate| text(mandate, "/kid")) {
        return Some(kid);
    }
    let length = agreement.and_then(|it| it.get("kid_length")?.as_u64());
    let length = length.and_then(|length| usize::try_from(length).ok());
    let width = length.unwrap_or(12).clamp(8, 25) - 1;
    let reference = format!("{:0>width$}", 9_000_000 + number);
    let kid = Kid::with_mod10(&reference).ok()?;
    Some(kid.as_str().to_owned())
}

fn date(fields: &Fields, name: &str) -> Result<Option<Date>, String> {
    let Some(text) = fields.text(name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let date = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    let wrong = || format!("fields.{name}: found `{text}`, expected a date such as 2026-03-16");
    date.map(Some).ok_or_else(wrong)
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::{described, form};
    use crate::domain::kid::Kid;
    use crate::scenario::script::Fields;

    fn invoice(fields: Value) -> Result<super::Invoice, String> {
        let fields: Fields = serde_json::from_value(fields).unwrap();
        let person = json!({"name": {"first": "Bjørg", "last": "Forsøk"}, "email": "b@x.no",
            "mandates": [{"payee_account": "86011117947", "kid": "000002123453"}]});
        let company = json!({"name": "Fjord", "orgnr": "304520817",
            "avtalegiro": [{"account": "86011117947", "kid_length": 12}]});
        described(&fields, &person, &company, date(2026, 3, 2), 1)
    }

    #[test]
    fn a_person_and_a_day_are_enough() {
        let short = invoice(json!({"consumer": "bjorg", "due_date": "2026-03-16"})).unwrap();
        assert_eq!(short.due_date, Some(date(2026, 3, 16)));
        assert_eq!(short.customer.name.as_deref(), Some("Bjørg Forsøk"));
        assert_eq!(short.payment_reference.as_deref(), Some("000002123453"));
        assert_eq!(
            (short.number.as_str(), short.payable.get()),
            ("1001", 45_000)
        );
        let none = invoice(json!({"consumer": "bjorg", "kid": "", "account": "97101234560"}));
        let none = none.unwrap();
        assert_eq!(none.payment_reference, None);
        let other = invoice(json!({"consumer": "bjorg", "account": "97101234560"})).unwrap();
        let kid = Kid::parse_mod10(other.payment_reference.as_deref().unwrap()).unwrap();
        assert_eq!(kid.as_str().len(), 12);
    }

    #[test]
    fn a_value_that_cannot_be_read_is_told_with_its_field() {
        for (field, value, told) in [
            ("due_date", "16.03.2026", "expected a date"),
            ("amount_ore", "450.00", "expected whole øre"),
            (
                "document_type",
                "REMINDER",
                "expected INVOICE or CREDIT_NOTE",
            ),
        ] {
            let error = invoice(json!({"consumer": "bjorg", field: value})).unwrap_err();
            assert!(error.contains(field) && error.contains(told), "{error}");
        }
    }

    #[test]
    fn a_document_with_the_boundary_in_it_gets_another_boundary() {
        let content = form(b"<a>--sandkasse-player--</a>", &[]);
        assert!(content.media_type.unwrap().ends_with("sandkasse-player---"));
    }
}
