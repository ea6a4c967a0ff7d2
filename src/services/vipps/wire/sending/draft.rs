//! The body of an invoice that is sent (Vipps: invoice API, swagger 0.3.43, invoiceIn): its JSON
//! types, and the rules of form, all of which are told at once.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::services::vipps::faults::Fault;
use crate::services::vipps::model::{
    Attachment, Document, Draft, DraftPayment, is_https, is_mime_type, shortened,
};
use crate::services::vipps::wire::members::{Members, Notes, json_of};

/// Most entries of any list and of the metadata; no document names a limit.
const ENTRIES_MAX: usize = 100;

/// The word for a payment without KID.
const MESSAGE: &str = "message";

/// Reads a body. Members that nobody documented are passed over.
pub(super) fn draft(body: &[u8]) -> Result<Draft, Fault> {
    let value = json_of(body)?;
    let body = Members::of(&value, "")?;
    let mut notes = Notes::default();
    let owned = |text: &str| text.to_owned();
    let recipient_token = body.text("recipientToken")?.map(owned).unwrap_or_default();
    let payment = payment(&body, &mut notes)?;
    let invoice_type = body.text("invoiceType")?.map(owned);
    let invoice_type = notes.needed(invoice_type, "invoiceType");
    let due = notes.needed(body.text("due")?.map(owned), "due");
    let amount = notes.needed(body.whole("amount")?, "amount");
    let min_amount = body.whole("minAmount")?;
    match min_amount {
        Some(least) if least < 0 => {
            notes.note("minAmount", &format!("{least} where 0 or more is expected"));
        }
        Some(least) if least > amount => {
            let what = format!("{least}, which is above the amount of {amount}");
            notes.note("minAmount", &what);
        }
        Some(_) | None => {}
    }
    let subject = body.text("subject")?.map(owned).unwrap_or_default();
    let issuer_name = body.text("issuerName")?.map(owned);
    let name = "commercialInvoice";
    let listed = body.list(name)?;
    if listed.is_none() {
        notes.note(name, "missing");
    }
    let documents = documents(listed.map(|list| (list, name)), &mut notes)?;
    let attachments = attachments(&body, &mut notes)?;
    let icon_url = body.text("issuerIconUrl")?.map(owned);
    let metadata = metadata(&body, &mut notes)?;
    notes.judge()?;
    Ok(Draft {
        recipient_token,
        payment,
        invoice_type,
        due,
        amount,
        min_amount,
        subject,
        issuer_name,
        documents,
        attachments,
        icon_url,
        metadata,
    })
}

fn payment(body: &Members<'_>, notes: &mut Notes) -> Result<DraftPayment, Fault> {
    let name = "paymentInformation";
    let Some(payment) = body.object(name)? else {
        notes.note(name, "missing");
        return Ok(DraftPayment {
            kind: String::new(),
            value: String::new(),
            account: String::new(),
        });
    };
    let kind = payment.text("type")?;
    let value = payment.text("value")?;
    // A missing message has a problem of its own.
    if value.is_none() && kind != Some(MESSAGE) {
        notes.note(&payment.name("value"), "missing");
    }
    let account = payment.text("account")?;
    let is_numeric = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if let Some(account) = account.filter(|account| !is_numeric(account)) {
        let what = format!("`{}` where digits are expected", shortened(account));
        notes.note(&payment.name("account"), &what);
    }
    Ok(DraftPayment {
        kind: notes.needed(kind, &payment.name("type")).to_owned(),
        value: value.unwrap_or_default().to_owned(),
        account: notes.needed(account, &payment.name("account")).to_owned(),
    })
}

/// The documents of a list that stands somewhere; it has one at least.
fn documents(list: Option<(&[Value], &str)>, notes: &mut Notes) -> Result<Vec<Document>, Fault> {
    let Some((list, name)) = list else {
        return Ok(Vec::new());
    };
    if list.is_empty() {
        notes.note(name, "an empty list where 1 document at least is expected");
    }
    bounded(list.len(), name, notes);
    let mut documents = Vec::new();
    for (at, value) in list.iter().enumerate() {
        let document = Members::of(value, &format!("{name}[{at}]"))?;
        let url = document.text("url")?;
        let mime_type = document.text("mimeType")?;
        documents.push(Document {
            url: notes.needed(url, &document.name("url")).to_owned(),
            mime_type: notes
                .needed(mime_type, &document.name("mimeType"))
                .to_owned(),
        });
    }
    Ok(documents)
}

fn attachments(body: &Members<'_>, notes: &mut Notes) -> Result<Vec<Attachment>, Fault> {
    let list = body.list("attachments")?.unwrap_or_default();
    bounded(list.len(), "attachments", notes);
    let mut attachments = Vec::new();
    for (at, value) in list.iter().enumerate() {
        let attachment = Members::of(value, &format!("attachments[{at}]"))?;
        let title = attachment.text("title")?;
        let title = notes.needed(title, &attachment.name("title")).to_owned();
        let name = attachment.name("urls");
        let urls = attachment.list("urls")?;
        if urls.is_none() {
            notes.note(&name, "missing");
        }
        let documents = documents(urls.map(|urls| (urls, name.as_str())), notes)?;
        for (at, document) in documents.iter().enumerate() {
            let Document { url, mime_type } = document;
            // What is missing was noted already.
            if !url.is_empty() && !is_https(url) {
                let found = shortened(url);
                let what = format!("`{found}` where an absolute https address is expected");
                notes.note(&format!("{name}[{at}].url"), &what);
            }
            if !mime_type.is_empty() && !is_mime_type(mime_type) {
                let found = shortened(mime_type);
                let what = format!("`{found}` where a documented media type is expected");
                notes.note(&format!("{name}[{at}].mimeType"), &what);
            }
        }
        attachments.push(Attachment { title, documents });
    }
    Ok(attachments)
}

fn metadata(body: &Members<'_>, notes: &mut Notes) -> Result<BTreeMap<String, String>, Fault> {
    let Some(metadata) = body.object("metadata")? else {
        return Ok(BTreeMap::new());
    };
    let texts = metadata.texts()?;
    bounded(texts.len(), "metadata", notes);
    let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
    Ok(texts.into_iter().map(owned).collect())
}

fn bounded(count: usize, name: &str, notes: &mut Notes) {
    if count > ENTRIES_MAX {
        let what = format!("{count} entries where {ENTRIES_MAX} at most are taken");
        notes.note(name, &what);
    }
}
