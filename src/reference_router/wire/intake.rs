//! `POST /v1/invoices`: the multipart form with its file and its metadata.

use bytes::Bytes;
use uuid::Uuid;

use crate::consumer::DocumentType;
use crate::documents::ubl;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::identity::NationalId;
use crate::domain::phone::PhoneNumber;
use crate::domain::routing::{DisabledRoute, OperatorCode, Order, Route};
use crate::reference_router::faults::Fault;
use crate::reference_router::model::{Metadata, Submission};
use crate::wire::multipart::{self, Limits, Parts};

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
        .map_err(|error| invalid(error.to_string()))?;
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
    let comment = fields.text("sender_comment");
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
    let file = parts.file("file").ok_or_else(|| {
        let names = parts.names().collect::<Vec<_>>().join(", ");
        invalid(format!(
            "file: found only {names}, expected a part `file` with a filename"
        ))
    })?;
    if file.body.starts_with(b"PK\x03\x04") {
        return Err(Fault::NotSimulated(
            "a ZIP with invoice and attachments".to_owned(),
        ));
    }
    let invoice = ubl::decode(&file.body).map_err(|error| {
        Fault::Unreadable(error.problems.iter().map(ToString::to_string).collect())
    })?;
    Ok(Box::new(Submission {
        invoice,
        file_name: file
            .filename
            .clone()
            .unwrap_or_else(|| "invoice.xml".to_owned()),
        bytes: file.body.clone(),
        for_consumer: consumer || order.operator.is_some(),
        order,
        metadata,
        document_type,
        uuid: uuid.map(|uuid| uuid.hyphenated().to_string()),
        comment,
    }))
}

fn invalid(detail: String) -> Fault {
    Fault::InvalidParameters(vec![detail])
}

/// The fields of the form, and what was wrong with them.
struct Fields<'a> {
    parts: &'a Parts,
    wrong: Vec<String>,
}

impl Fields<'_> {
    fn text(&mut self, name: &str) -> Option<String> {
        match self.parts.text(name) {
            Ok(text) => text
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
            Err(error) => {
                self.wrong.push(format!("{name}: {error}"));
                None
            }
        }
    }

    fn parsed<T>(
        &mut self,
        name: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let value = parse(&text);
        if value.is_none() {
            let found: String = text.chars().take(60).collect();
            self.wrong
                .push(format!("{name}: found `{found}`, expected {expected}"));
        }
        value
    }

    /// All values of an array field: repeated, with brackets, comma-separated or a JSON array.
    fn list(&mut self, name: &str) -> Vec<String> {
        let texts = match self.parts.texts(name) {
            Ok(texts) => texts,
            Err(error) => {
                self.wrong.push(format!("{name}: {error}"));
                return Vec::new();
            }
        };
        let mut values = Vec::new();
        for text in texts {
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

    fn each<T>(&mut self, name: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let mut parsed = Vec::new();
        for value in self.list(name) {
            if let Some(item) = parse(&value) {
                parsed.push(item);
            } else {
                let found: String = value.chars().take(60).collect();
                self.wrong
                    .push(format!("{name}: found `{found}`, expected {expected}"));
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
