//! `POST /v1/invoices`: the multipart form with its file and its metadata.

use bytes::Bytes;
use uuid::Uuid;

use super::query::VALUE_MAX;
use crate::consumer::DocumentType;
use crate::documents::ubl;
use crate::domain::blob::Blob;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::identity::NationalId;
use crate::domain::invoice::{Attachment, Invoice};
use crate::domain::phone::PhoneNumber;
use crate::domain::routing::{DisabledRoute, OperatorCode, Order, Route};
use crate::reference_router::faults::{Fault, Wrong};
use crate::reference_router::model::{Metadata, PreparedFile, Submission};
use crate::wire::multipart::{self, Limits, Part, Parts};

/// Formats that the real service takes and that are not simulated (Maventa: AutoXChange REST
/// API, `format`).
const OTHER_FORMATS: [&str; 16] = [
    "VISMAXML53",
    "VISMAXML60",
    "SVEFAKTURA10",
    "SEDI",
    "E2B",
    "SIUBL11",
    "SIUBL12",
    "SIUBL20",
    "OIOUBL",
    "VISMAUBL10",
    "VISMAUBL30",
    "FINVOICE13",
    "FINVOICE20",
    "FINVOICE30",
    "TEAPPS27",
    "TEAPPS30",
];

/// Formats that are read as UBL.
const UBL_FORMATS: [&str; 3] = ["EHF20", "PEPPOLBIS20", "PEPPOLBIS30"];

/// Characters of a comment.
const COMMENT_MAX: usize = 2000;

/// Characters of a file name; no file system takes longer ones.
const FILE_NAME_MAX: usize = 255;

/// Reads a submission.
///
/// # Errors
/// A [`Fault`] that names every field that does not fit, or what is wrong with the document.
pub(super) fn submission(media_type: &str, body: Bytes) -> Result<Box<Submission>, Fault> {
    if !media_type
        .to_ascii_lowercase()
        .starts_with("multipart/form-data")
    {
        let found: String = media_type.chars().take(80).collect();
        return Err(Fault::MediaType(format!(
            "found `{found}`, expected multipart/form-data"
        )));
    }
    let parts = multipart::read(media_type, body, Limits::default())
        .map_err(|error| Wrong::new("body", error.to_string()))?;
    let mut fields = Fields {
        parts: &parts,
        wrong: Vec::new(),
    };
    let order = fields.order();
    let consumer = fields.consumer();
    let metadata = fields.metadata();
    let document_type = fields.parsed(
        "b2cno_document_type",
        "INVOICE, CREDIT_NOTE, REMINDER or \
        COLLECTION_NOTICE",
        DocumentType::parse,
    );
    let uuid = fields.parsed("uuid", "a UUID", |text| Uuid::try_parse(text).ok());
    let comment = fields.text_up_to(COMMENT_MAX, "sender_comment");
    let format = fields.format();
    if !fields.wrong.is_empty() {
        return Err(Fault::InvalidParameters(fields.wrong));
    }
    if order.operator.is_some() && !order.routes.is_empty() {
        return Err(Fault::OperatorConflict);
    }
    if let Some(format) = format {
        return Err(Fault::NotSimulated(format));
    }
    let (invoice, files) = document(&parts)?;
    Ok(Box::new(Submission {
        invoice,
        files,
        for_consumer: consumer || order.operator.is_some(),
        order,
        metadata,
        document_type,
        uuid: uuid.map(|uuid| uuid.hyphenated().to_string()),
        comment,
    }))
}

/// The document, and its files made ready to be kept.
fn document(parts: &Parts) -> Result<(Invoice, Vec<PreparedFile>), Fault> {
    let file = parts.file("file").ok_or_else(|| {
        let names = parts.names().collect::<Vec<_>>().join(", ");
        let names: String = names.chars().take(VALUE_MAX).collect();
        let detail = format!("found only {names}, expected a part `file` with a filename");
        Wrong::new("file", detail)
    })?;
    if file.body.starts_with(b"PK\x03\x04") {
        return Err(Fault::NotSimulated(
            "a ZIP with invoice and attachments".to_owned(),
        ));
    }
    let name = file.filename.as_deref().unwrap_or("invoice.xml");
    if let Some(wrong) = Wrong::too_long("filename", name, FILE_NAME_MAX) {
        return Err(wrong.into());
    }
    let mut invoice = ubl::decode(&file.body).map_err(|error| {
        Fault::Unreadable(error.problems.iter().map(ToString::to_string).collect())
    })?;
    let files = prepared(name, file, &mut invoice);
    Ok((invoice, files))
}

/// Hashes and moves every byte here, because nothing of the kind may happen under the lock.
fn prepared(name: &str, file: &Part, invoice: &mut Invoice) -> Vec<PreparedFile> {
    let source = PreparedFile {
        name: name.to_owned(),
        media_type: "application/xml".to_owned(),
        role: "source",
        blob: Blob::of(file.body.clone()),
    };
    let embedded = |role| {
        move |file: Attachment| PreparedFile {
            name: file.filename,
            media_type: file.media_type,
            role,
            blob: Blob::of(file.bytes),
        }
    };
    let image = invoice.image.take().map(embedded("image"));
    let attachments = std::mem::take(&mut invoice.attachments);
    let attachments = attachments.into_iter().map(embedded("attachment"));
    std::iter::once(source)
        .chain(image)
        .chain(attachments)
        .collect()
}

/// The fields of the form, and what was wrong with them.
struct Fields<'a> {
    parts: &'a Parts,
    wrong: Vec<Wrong>,
}

impl Fields<'_> {
    fn text(&mut self, name: &'static str) -> Option<String> {
        self.text_up_to(VALUE_MAX, name)
    }

    fn text_up_to(&mut self, max: usize, name: &'static str) -> Option<String> {
        let text = match self.parts.text(name) {
            Ok(text) => text.map(str::trim).filter(|text| !text.is_empty())?,
            Err(error) => {
                self.wrong.push(Wrong::new(name, error.to_string()));
                return None;
            }
        };
        self.fits(name, text, max).then(|| text.to_owned())
    }

    fn fits(&mut self, name: &'static str, text: &str, max: usize) -> bool {
        let wrong = Wrong::too_long(name, text, max);
        let fits = wrong.is_none();
        self.wrong.extend(wrong);
        fits
    }

    fn parsed<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let value = parse(&text);
        if value.is_none() {
            self.wrong.push(Wrong::found(name, &text, expected));
        }
        value
    }

    /// All values of an array field: repeated, with brackets, comma-separated or a JSON array.
    fn list(&mut self, name: &'static str) -> Vec<String> {
        let texts = match self.parts.texts(name) {
            Ok(texts) => texts,
            Err(error) => {
                self.wrong.push(Wrong::new(name, error.to_string()));
                return Vec::new();
            }
        };
        let mut values = Vec::new();
        for text in texts {
            if !self.fits(name, text, VALUE_MAX) {
                continue;
            }
            match serde_json::from_str::<Vec<String>>(text) {
                Ok(array) => values.extend(array),
                Err(_) => values.extend(text.split(',').map(str::to_owned)),
            }
        }
        let values = values.iter().map(|value| value.trim());
        values
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn each<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut parsed = Vec::new();
        for value in self.list(name) {
            if let Some(item) = parse(&value) {
                parsed.push(item);
            } else {
                self.wrong.push(Wrong::found(name, &value, expected));
            }
        }
        parsed
    }

    fn order(&mut self) -> Order {
        let routes = self.each(
            "route_order",
            "netbank, dpi, email, print or silent_failure",
            Route::parse,
        );
        let disabled = self.each(
            "disabled_routes",
            "print, email or einvoice",
            DisabledRoute::parse,
        );
        // Other operators are for businesses and select nothing here.
        let operator = self.text("recipient_operator");
        let operator = operator.as_deref().and_then(OperatorCode::parse);
        Order {
            routes,
            operator,
            disabled,
        }
    }

    fn consumer(&mut self) -> bool {
        let parse = |text: &str| match text {
            "consumer" => Some(true),
            "b2b" => Some(false),
            _ => None,
        };
        self.parsed("recipient_type", "consumer or b2b", parse)
            .unwrap_or(false)
    }

    fn metadata(&mut self) -> Metadata {
        let phone = |text: &str| PhoneNumber::parse(text).ok();
        Metadata {
            ssn: self.parsed(
                "recipient_ssn",
                "eleven digits with right control digits",
                |text| NationalId::parse(text).ok(),
            ),
            efaktura_id: self.parsed("recipient_efaktura_id", "nine digits", |text| {
                EfakturaIdentifier::parse(text).ok()
            }),
            phone: self.parsed(
                "recipient_phone_number",
                "an international phone number",
                phone,
            ),
            date_of_birth: self.parsed("recipient_date_of_birth", "a date YYYY-MM-DD", |text| {
                text.parse().ok()
            }),
            email: self.text("recipient_email"),
        }
    }

    /// A format that exists and is not simulated.
    fn format(&mut self) -> Option<String> {
        let known = |text: &str| {
            (UBL_FORMATS.contains(&text) || OTHER_FORMATS.contains(&text)).then(|| text.to_owned())
        };
        let expected = format!("one of {}", UBL_FORMATS.join(", "));
        let format = self.parsed("format", &expected, known)?;
        OTHER_FORMATS
            .contains(&format.as_str())
            .then(|| format!("format {format}"))
    }
}
