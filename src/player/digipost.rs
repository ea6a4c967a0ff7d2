//! A request to Digipost: who sends it, in which version, signed or not, and a message in words of
//! the trade.

use bytes::Bytes;
use http::header::{ACCEPT, HeaderName, HeaderValue};
use http::{Method, Request};
use jiff::civil::Date;
use serde_json::Value;

use super::call::Content;
use super::fill::member_of_cast;
use super::invoice;
use super::maskinporten::wire_now;
use super::seat::Seat;
use crate::domain::calendar::local_date;
use crate::domain::digipost::AccountId;
use crate::domain::money::Ore;
use crate::scenario::ScenarioFile;
use crate::scenario::plan::Call;
use crate::scenario::script::{DialectWord, Field, Fields};
use crate::services::digipost::{Dialect, client};
use crate::wire::xml::Writer;

/// The service.
pub(super) const SERVICE: &str = "digipost";

/// Operations of the user-agreements API begin so.
const OF_USERS: &str = "digipost.agreements.";

/// What an invoice asks for unless told otherwise, in øre.
const AMOUNT: i64 = 45_000;

/// How many days a consumer has to pay unless told otherwise.
const DAYS_TO_PAY: i64 = 18;

/// The namespace of data types, which invoices are in version 8.
const DATA_TYPES: &str = "http://api.digipost.no/schema/datatypes";

/// What a PDF holds unless told otherwise.
const PDF: &str = "%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n";

/// What other documents hold unless told otherwise.
const TEXT: &str = "Hei!\n";

/// Elements of a message behind its primary document.
const BEHIND_PRIMARY: [&str; 2] = ["attachment", "print-if-unread"];

/// The version that a call speaks.
pub(super) fn dialect(call: &Call) -> Dialect {
    match call.dialect {
        Some(DialectWord::V7) => Dialect::V7,
        Some(DialectWord::V8) => Dialect::V8,
        Some(DialectWord::User1) => Dialect::User1,
        None if call.operation.id.starts_with(OF_USERS) => Dialect::User1,
        None => Dialect::V7,
    }
}

/// Headers that every request has, before those of the step.
///
/// # Errors
/// A company that has no account at Digipost.
pub(super) fn name(request: &mut Request<Bytes>, seat: &Seat, call: &Call) -> Result<(), String> {
    client::name_broker(request, account(seat, &call.caller)?);
    let media_type = HeaderValue::from_static(dialect(call).media_type());
    request.headers_mut().insert(ACCEPT, media_type);
    Ok(())
}

/// Signs a request whose address is whole; headers of the step stay, and those that it leaves out
/// are not added.
pub(super) async fn sign(request: &mut Request<Bytes>, seat: &Seat, left_out: &[HeaderName]) {
    client::sign(request, left_out, wire_now(seat).await);
}

/// XML of fields.
pub(super) fn xml(call: &Call, root: &str, fields: &Fields) -> Vec<u8> {
    let attributes = attributes(fields);
    client::write(dialect(call), root, &attributes, |writer| {
        elements(writer, fields)
    })
}

/// The media type of a body that is sent as it stands.
pub(super) fn media_type(call: &Call, body: &[u8]) -> String {
    let dialect = dialect(call).media_type();
    let first = body.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    match first.trim_end().strip_prefix("--") {
        Some(boundary) => {
            let media_type = dialect.replacen("application", "multipart", 1);
            format!("{media_type}; boundary={boundary}")
        }
        None if body.trim_ascii_start().starts_with(b"<") => dialect.to_owned(),
        None => "application/octet-stream".to_owned(),
    }
}

/// A message with its documents; `number` is that of the step.
///
/// # Errors
/// Somebody who is not there, or a value that cannot be read.
pub(super) async fn message(
    seat: &Seat,
    file: &ScenarioFile,
    call: &Call,
    root: &str,
    fields: &Fields,
    number: usize,
) -> Result<Content, String> {
    let people = seat.admin(&Method::GET, "/people", None).await.body;
    let companies = seat.admin(&Method::GET, "/companies", None).await.body;
    let now = seat.now().await.ok_or("the clock cannot be read")?;
    let mut making = Making {
        file,
        people: &people,
        company: member_of_cast(
            &companies,
            fields.text("sender").unwrap_or(&call.caller),
            "as",
        )?,
        seat,
        today: local_date(now),
        dialect: dialect(call),
        number,
        parts: Vec::new(),
    };
    let whole = making.message(root, fields)?;
    let parts = making.parts;
    let xml = xml(call, root, &whole);
    let is_alone = fields.text("stepwise") == Some("true");
    if is_alone {
        return Ok(Content::new(dialect(call).media_type(), xml));
    }
    let (media_type, body) = client::in_parts(dialect(call), root, &xml, &parts);
    Ok(Content::new(&media_type, body))
}

/// The number of a sender in a path, which may be named by slug.
///
/// # Errors
/// A company that has no account at Digipost.
pub(super) fn sender(seat: &Seat, given: &str) -> Result<String, String> {
    if given.starts_with(|it: char| it.is_ascii_digit()) {
        return Ok(given.to_owned());
    }
    account(seat, given).map(|id| id.to_string())
}

fn account(seat: &Seat, company: &str) -> Result<AccountId, String> {
    let id = seat.keys(company)?.get("digipost_broker_id");
    let id = id.and_then(Value::as_u64).map(|id| id.to_string());
    let none = || format!("`{company}` has no account at Digipost, expected one with `digipost`");
    id.and_then(|id| AccountId::parse(&id)).ok_or_else(none)
}

/// A message under way.
struct Making<'a> {
    seat: &'a Seat,
    file: &'a ScenarioFile,
    people: &'a Value,
    /// Who sends it.
    company: &'a Value,
    today: Date,
    dialect: Dialect,
    number: usize,
    /// The documents so far.
    parts: Vec<client::Part>,
}

impl Making<'_> {
    /// The elements that words of the trade stand for, in the order written.
    fn message(&mut self, root: &str, fields: &Fields) -> Result<Fields, String> {
        let mut whole: Vec<(String, Field)> = Vec::new();
        for (name, field) in &fields.0 {
            match (name.as_str(), field.text()) {
                ("stepwise" | "print", _) => {}
                ("consumer", Some(slug)) => {
                    let recipient = self.recipient(slug, fields.text("print"))?;
                    whole.push(("recipient".to_owned(), recipient));
                }
                ("sender", Some(slug)) => {
                    let id = account(self.seat, slug)?.to_string();
                    whole.push(("sender-id".to_owned(), Field::Text(id)));
                }
                ("primary-document" | "attachment" | "documents", None) => {
                    let documents = self.documents(root, field)?;
                    whole.push((name.clone(), documents));
                }
                (_, _) => whole.push((name.clone(), field.clone())),
            }
        }
        let lacks_primary = root == "message" && fields.get("primary-document").is_none();
        if lacks_primary {
            let primary = self.document(root, &Fields::default())?;
            let is_behind = |(name, _): &(String, Field)| BEHIND_PRIMARY.contains(&name.as_str());
            let at = whole.iter().position(is_behind).unwrap_or(whole.len());
            whole.insert(at, ("primary-document".to_owned(), Field::Group(primary)));
        }
        Ok(Fields(whole))
    }

    fn documents(&mut self, root: &str, field: &Field) -> Result<Field, String> {
        match field {
            Field::Group(fields) => Ok(Field::Group(self.document(root, fields)?)),
            Field::List(values) => {
                let values = values.iter().map(|value| self.documents(root, value));
                Ok(Field::List(values.collect::<Result<_, _>>()?))
            }
            Field::Text(_) | Field::Bare(_) => Ok(field.clone()),
        }
    }

    /// A document: its id and what else it must have come first, its invoice last.
    fn document(&mut self, root: &str, fields: &Fields) -> Result<Fields, String> {
        let place = self.parts.len() + 1;
        let usual = format!("5a4d0000-0000-4000-8000-{:08}{place:04}", self.number);
        let is_invoice = fields.get("invoice").is_some();
        let subject = if is_invoice { "Faktura" } else { "Brev" };
        let needed: &[(&str, &str)] = match root {
            "message" => &[("uuid", &usual), ("subject", subject), ("file-type", "pdf")],
            _ => &[("uuid", &usual)],
        };
        let mut whole: Vec<(String, Field)> = Vec::new();
        let is_subtype = is_invoice && self.dialect != Dialect::V8;
        if is_subtype && fields.get("@xsi:type").is_none() {
            whole.push(("@xsi:type".to_owned(), Field::Text("invoice".to_owned())));
        }
        for (name, usual) in needed {
            let given = fields.text(name).unwrap_or(usual);
            // An empty text leaves an element out.
            if !given.is_empty() {
                whole.push(((*name).to_owned(), Field::Text(given.to_owned())));
            }
        }
        let words = ["content", "content_file", "invoice"];
        let is_rest = |name: &str| !words.contains(&name) && !needed.iter().any(|it| it.0 == name);
        let rest = fields.0.iter().filter(|(name, _)| is_rest(name));
        whole.extend(rest.cloned());
        if let Some(Field::Group(invoice)) = fields.get("invoice") {
            whole.extend(self.invoice(invoice)?);
        }
        self.parts.push(client::Part {
            name: fields.text("uuid").unwrap_or(&usual).to_owned(),
            content: self.content(fields)?,
        });
        Ok(Fields(whole))
    }

    fn content(&self, fields: &Fields) -> Result<Vec<u8>, String> {
        if let Some(name) = fields.text("content_file") {
            return self.file.beside(name);
        }
        let is_pdf = fields.text("file-type").is_none_or(|it| it == "pdf");
        let usual = if is_pdf { PDF } else { TEXT };
        Ok(fields.text("content").unwrap_or(usual).as_bytes().to_vec())
    }

    /// What a document of an invoice has more than others.
    fn invoice(&self, fields: &Fields) -> Result<Vec<(String, Field)>, String> {
        let amount = fields.text("amount_ore").map_or(Ok(AMOUNT), |text| {
            let wrong = || format!("invoice.amount_ore: found `{text}`, expected whole øre");
            text.parse().map_err(|_| wrong())
        })?;
        let agreement = self.company.pointer("/avtalegiro/0");
        let known = agreement.and_then(|it| it.get("account")?.as_str());
        let account = fields.text("account").or(known).unwrap_or_default();
        let kid = || invoice::kid(&Value::Null, agreement, Some(account), self.number);
        let kid = fields.text("kid").map(str::to_owned).or_else(kid);
        let in_time = jiff::Span::new().days(DAYS_TO_PAY);
        let usual = self.today.saturating_add(in_time).to_string();
        let due = fields.text("due_date").unwrap_or(&usual);
        let kroner = Ore::new(amount).to_string();
        let kid = kid.unwrap_or_default();
        let texts = match self.dialect {
            Dialect::V7 | Dialect::User1 => [
                ("kid", kid),
                ("amount", kroner),
                ("account", account.to_owned()),
                ("due-date", due.to_owned()),
            ],
            Dialect::V8 => [
                ("due-date", format!("{due}T00:00:00+01:00")),
                ("sum", kroner),
                ("creditor-account", account.to_owned()),
                ("kid", kid),
            ],
        };
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
        let mut leaves: Vec<_> = texts.map(|(name, text)| leaf(name, &text)).collect();
        if self.dialect == Dialect::V8 {
            leaves.insert(0, leaf("@xmlns", DATA_TYPES));
            let invoice = group(vec![("invoice".to_owned(), group(leaves))]);
            return Ok(vec![("data-type".to_owned(), invoice)]);
        }
        Ok(leaves)
    }

    /// A person by identity number, with or only with the address for print.
    fn recipient(&self, slug: &str, print: Option<&str>) -> Result<Field, String> {
        let person = member_of_cast(self.people, slug, "fields.consumer")?;
        let mut whole = Vec::new();
        if print != Some("direct") {
            let ssn = text(person, "/ssn");
            whole.push(leaf("personal-identification-number", &ssn));
        }
        if print.is_some() {
            let name = format!(
                "{} {}",
                text(person, "/name/first"),
                text(person, "/name/last")
            );
            let address = group(vec![
                leaf("addressline1", &text(person, "/address/line1")),
                leaf("zip-code", &text(person, "/address/postal_code")),
                leaf("city", &text(person, "/address/city")),
            ]);
            let back = group(vec![
                leaf("addressline1", "Returveien 1"),
                leaf("zip-code", "0001"),
                leaf("city", "Oslo"),
            ]);
            let party = |name: &str, address: Field| {
                let address = ("norwegian-address".to_owned(), address);
                group(vec![leaf("name", name), address])
            };
            let print = group(vec![
                ("recipient".to_owned(), party(&name, address)),
                (
                    "return-address".to_owned(),
                    party(&text(self.company, "/name"), back),
                ),
            ]);
            whole.push(("print-details".to_owned(), print));
        }
        Ok(group(whole))
    }
}

fn group(fields: Vec<(String, Field)>) -> Field {
    Field::Group(Fields(fields))
}

fn leaf(name: &str, text: &str) -> (String, Field) {
    (name.to_owned(), Field::Text(text.to_owned()))
}

fn text(value: &Value, pointer: &str) -> String {
    let text = value.pointer(pointer).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// Elements in the order written, with their attributes.
fn elements(writer: &mut Writer, fields: &Fields) {
    for (name, field) in &fields.0 {
        if !name.starts_with(['@', '#']) {
            element(writer, name, field);
        }
    }
}

fn element(writer: &mut Writer, name: &str, field: &Field) {
    match field {
        Field::Text(text) | Field::Bare(text) => {
            writer.leaf(name, text);
        }
        Field::List(values) => values.iter().for_each(|value| element(writer, name, value)),
        Field::Group(fields) => {
            let attributes = attributes(fields);
            match fields.text("#") {
                Some(text) => {
                    writer.leaf_with(name, &attributes, text);
                }
                None => {
                    writer.open(name, &attributes);
                    elements(writer, fields);
                    writer.close();
                }
            }
        }
    }
}

fn attributes(fields: &Fields) -> Vec<(&str, &str)> {
    let all = fields.0.iter();
    all.filter_map(|(name, field)| Some((name.strip_prefix('@')?, field.text()?)))
        .collect()
}
