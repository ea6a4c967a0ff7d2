//! Embedded files, and the marks of a consumer that the formats put between them.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::documents::ubl::party::customer_element;
use crate::documents::ubl::problem::{IDENTIFIER, Problems, TEXT, place, read_date};
use crate::domain::invoice::{Attachment, ConsumerMarks, UblFormat};
use crate::wire::xml::Element;

const REFERENCE: &str = "AdditionalDocumentReference";

/// EHF 2.0: the document type that marks an invoice to a consumer.
const CONSUMER_REFERENCE: &str = "elektroniskB2Cfaktura";

/// What senders call their own picture of the invoice. No format reserves a place for it, so a
/// PDF is taken for the picture only when its type, description, id or file name says so.
const IMAGE_NAMES: [&str; 7] = [
    "commercial invoice",
    "commercial credit",
    "original invoice",
    "invoice image",
    "invoice copy",
    "fakturabilde",
    "fakturakopi",
];

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The picture of the invoice, and all other embedded files in document order.
pub(super) fn files(
    root: &Element,
    problems: &mut Problems,
) -> (Option<Attachment>, Vec<Attachment>) {
    let mut image = None;
    let mut others = Vec::new();
    for reference in root.children_named(REFERENCE) {
        let Some(file) = file(reference, problems) else {
            continue;
        };
        if image.is_none() && is_image(reference, &file) {
            image = Some(file);
        } else {
            others.push(file);
        }
    }
    (image, others)
}

/// Everything the document says of its consumer outside name, address and contact.
pub(super) fn consumer_marks(
    root: &Element,
    format: UblFormat,
    problems: &mut Problems,
) -> ConsumerMarks {
    let customer = customer_element(root);
    let mut marks = ConsumerMarks::default();
    for identification in customer
        .iter()
        .flat_map(|c| c.children_named("PartyIdentification"))
    {
        if let Some(id) = identification.child("ID") {
            party_identification(id, &mut marks, problems);
        }
    }
    for reference in root.children_named(REFERENCE) {
        document_reference(reference, &mut marks, problems);
    }
    // EHF 2.0: invoice type Z01. Forward Billing 3.0: a buyer that is no legal entity.
    let is_forward_billing = format == UblFormat::Ehf30
        && root
            .child_text("CustomizationID")
            .is_some_and(|id| id.contains("forward-billing"));
    marks.is_marked |= root.child_text("InvoiceTypeCode") == Some("Z01")
        || is_forward_billing && customer.is_some_and(|c| c.child("PartyLegalEntity").is_none());
    marks
}

/// EHF 2.0: scheme ZZZ with a prefix that says what the id is.
fn party_identification(id: &Element, marks: &mut ConsumerMarks, problems: &mut Problems) {
    let is_free = id
        .attribute("schemeID")
        .is_none_or(|scheme| scheme.eq_ignore_ascii_case("ZZZ"));
    let Some((prefix, value)) = id.text().split_once(':').filter(|_| is_free) else {
        return;
    };
    let value = value.trim();
    let slot = match prefix.trim().to_ascii_lowercase().as_str() {
        "pid" => &mut marks.ssn,
        "phone" => &mut marks.phone,
        "email" => &mut marks.email,
        "reference" => &mut marks.reference,
        _ => return,
    };
    if slot.is_none() && !value.is_empty() {
        *slot = problems.short(value, IDENTIFIER, || "PartyIdentification/ID".to_owned());
    }
}

fn document_reference(reference: &Element, marks: &mut ConsumerMarks, problems: &mut Problems) {
    let id = reference.child_text("ID");
    let kind = reference.child_text("DocumentType").unwrap_or_default();
    if kind.eq_ignore_ascii_case(CONSUMER_REFERENCE) {
        marks.is_marked = true;
        let Some(id) = id else { return };
        // The same place serves digital post, where the id is the identity number, and eFaktura,
        // where it is the reference; only their lengths tell them apart.
        let is_ssn = id.len() == 11 && id.bytes().all(|byte| byte.is_ascii_digit());
        let slot = if is_ssn {
            &mut marks.ssn
        } else {
            &mut marks.reference
        };
        if slot.is_none() {
            *slot = problems.short(id, IDENTIFIER, || place(reference, &["ID"]));
        }
        return;
    }
    // EHF 3 energy profile: the id is the date of birth, the description the person's name.
    let is_person = reference.child_text("DocumentDescription").is_some()
        && reference.child("Attachment").is_none();
    if is_person && marks.date_of_birth.is_none() {
        marks.date_of_birth = id.and_then(read_date);
    }
}

fn file(reference: &Element, problems: &mut Problems) -> Option<Attachment> {
    let object = reference.path(&["Attachment", "EmbeddedDocumentBinaryObject"])?;
    let id = reference.child_text("ID").unwrap_or("attachment");
    let attribute = |local| {
        object
            .attribute(local)
            .map(str::trim)
            .filter(|v| !v.is_empty())
    };
    let mut written = object.text.clone().into_bytes();
    written.retain(|byte| !byte.is_ascii_whitespace());
    let shown: String = id.chars().take(60).collect();
    let at = format!("{REFERENCE}/Attachment/EmbeddedDocumentBinaryObject of {shown:?}");
    let media_type = attribute("mimeCode").unwrap_or("application/octet-stream");
    let filename = problems.short(attribute("filename").unwrap_or(id), TEXT, || {
        format!("the name of {at}")
    });
    let media_type = problems.short(media_type, IDENTIFIER, || format!("the mimeCode of {at}"));
    match BASE64.decode(&written) {
        Ok(bytes) => Some(Attachment {
            filename: filename?,
            media_type: media_type?,
            bytes,
        }),
        Err(error) => {
            problems.add(
                "embedded file not readable",
                &at,
                "base64",
                &error.to_string(),
            );
            None
        }
    }
}

fn is_image(reference: &Element, file: &Attachment) -> bool {
    let texts = ["DocumentType", "DocumentDescription", "ID"];
    let said = texts.iter().filter_map(|local| reference.child_text(local));
    let names = |text: &str| {
        let text = text.to_lowercase();
        IMAGE_NAMES.iter().any(|name| text.contains(name))
    };
    file.media_type.to_ascii_lowercase().ends_with("pdf")
        && said.chain([file.filename.as_str()]).any(names)
}
