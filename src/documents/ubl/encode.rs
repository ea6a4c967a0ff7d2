//! The other direction: an invoice as a document in Peppol BIS Billing 3.0.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::decode::{CREDIT_NOTE, INVOICE};
use crate::domain::invoice::{Attachment, DocumentKind, Invoice, Party};
use crate::domain::money::Ore;
use crate::wire::xml::Writer;

const AGGREGATE: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
const BASIC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

/// Peppol BIS Billing 3.0: specification and process.
const CUSTOMIZATION: &str =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
const PROFILE: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

/// Names of elements that differ between an invoice and a credit note.
struct Words {
    root: &'static str,
    namespace: &'static str,
    type_element: &'static str,
    type_code: &'static str,
    line: &'static str,
    quantity: &'static str,
}

/// Writes an invoice or a credit note with one line of this text.
///
/// It is always of the form that is in use today, its sums always agree, and it carries no marks
/// of a consumer, because that form has none; everything else is read back as it was.
#[must_use]
pub fn encode(invoice: &Invoice, line: &str) -> Vec<u8> {
    let words = words(invoice.kind);
    let mut writer = Writer::new();
    let namespaces = [
        ("xmlns", words.namespace),
        ("xmlns:cac", AGGREGATE),
        ("xmlns:cbc", BASIC),
    ];
    writer.open(words.root, &namespaces);
    head(&mut writer, invoice, &words);
    for file in &invoice.attachments {
        attachment(&mut writer, file, None);
    }
    if let Some(image) = &invoice.image {
        attachment(&mut writer, image, Some("Commercial invoice"));
    }
    writer.open("cac:AccountingSupplierParty", &[]);
    party(&mut writer, &invoice.supplier);
    writer.close().open("cac:AccountingCustomerParty", &[]);
    party(&mut writer, &invoice.customer);
    writer.close();
    payment_means(&mut writer, invoice);
    totals(&mut writer, invoice, line, &words);
    writer.finish()
}

fn words(kind: DocumentKind) -> Words {
    match kind {
        DocumentKind::Invoice => Words {
            root: "Invoice",
            namespace: INVOICE,
            type_element: "cbc:InvoiceTypeCode",
            type_code: "380",
            line: "cac:InvoiceLine",
            quantity: "cbc:InvoicedQuantity",
        },
        DocumentKind::CreditNote => Words {
            root: "CreditNote",
            namespace: CREDIT_NOTE,
            type_element: "cbc:CreditNoteTypeCode",
            type_code: "381",
            line: "cac:CreditNoteLine",
            quantity: "cbc:CreditedQuantity",
        },
    }
}

fn head(writer: &mut Writer, invoice: &Invoice, words: &Words) {
    writer
        .leaf("cbc:CustomizationID", CUSTOMIZATION)
        .leaf("cbc:ProfileID", PROFILE)
        .leaf("cbc:ID", &invoice.number)
        .leaf("cbc:IssueDate", &invoice.issue_date.to_string());
    if let (Some(due), DocumentKind::Invoice) = (invoice.due_date, invoice.kind) {
        writer.leaf("cbc:DueDate", &due.to_string());
    }
    writer
        .leaf(words.type_element, words.type_code)
        .leaf("cbc:DocumentCurrencyCode", &invoice.currency);
}

fn attachment(writer: &mut Writer, file: &Attachment, description: Option<&str>) {
    let attributes = [
        ("mimeCode", file.media_type.as_str()),
        ("filename", file.filename.as_str()),
    ];
    writer
        .open("cac:AdditionalDocumentReference", &[])
        .leaf("cbc:ID", &file.filename)
        .leaf_if("cbc:DocumentDescription", description)
        .open("cac:Attachment", &[])
        .leaf_with(
            "cbc:EmbeddedDocumentBinaryObject",
            &attributes,
            &BASE64_STANDARD.encode(&file.bytes),
        )
        .close()
        .close();
}

fn party(writer: &mut Writer, party: &Party) {
    writer.open("cac:Party", &[]);
    if let Some(address) = &party.address {
        writer
            .open("cac:PostalAddress", &[])
            .leaf_if("cbc:StreetName", address.line1.as_deref())
            .leaf_if("cbc:AdditionalStreetName", address.line2.as_deref())
            .leaf_if("cbc:CityName", address.city.as_deref())
            .leaf_if("cbc:PostalZone", address.postal_code.as_deref());
        if let Some(country) = &address.country {
            writer
                .open("cac:Country", &[])
                .leaf("cbc:IdentificationCode", country)
                .close();
        }
        writer.close();
    }
    if party.name.is_some() || party.org_number.is_some() {
        writer
            .open("cac:PartyLegalEntity", &[])
            .leaf_if("cbc:RegistrationName", party.name.as_deref())
            .leaf_if("cbc:CompanyID", party.org_number.as_deref())
            .close();
    }
    if party.phone.is_some() || party.email.is_some() {
        writer
            .open("cac:Contact", &[])
            .leaf_if("cbc:Telephone", party.phone.as_deref())
            .leaf_if("cbc:ElectronicMail", party.email.as_deref())
            .close();
    }
    writer.close();
}

fn payment_means(writer: &mut Writer, invoice: &Invoice) {
    // A credit note has no place of its own for the date.
    let due = match invoice.kind {
        DocumentKind::Invoice => None,
        DocumentKind::CreditNote => invoice.due_date.map(|date| date.to_string()),
    };
    if due.is_none() && invoice.payment_reference.is_none() && invoice.account.is_none() {
        return;
    }
    writer
        .open("cac:PaymentMeans", &[])
        .leaf("cbc:PaymentMeansCode", "30")
        .leaf_if("cbc:PaymentDueDate", due.as_deref())
        .leaf_if("cbc:PaymentID", invoice.payment_reference.as_deref());
    if let Some(account) = &invoice.account {
        writer
            .open("cac:PayeeFinancialAccount", &[])
            .leaf("cbc:ID", account)
            .close();
    }
    writer.close();
}

fn totals(writer: &mut Writer, invoice: &Invoice, line: &str, words: &Words) {
    let payable = invoice.payable.to_string();
    let without_tax = invoice
        .payable
        .checked_sub(invoice.tax.unwrap_or(Ore::ZERO));
    let without_tax = without_tax.unwrap_or(invoice.payable).to_string();
    let currency = [("currencyID", invoice.currency.as_str())];
    if let Some(tax) = invoice.tax {
        let tax = tax.to_string();
        writer
            .open("cac:TaxTotal", &[])
            .leaf_with("cbc:TaxAmount", &currency, &tax)
            .open("cac:TaxSubtotal", &[])
            .leaf_with("cbc:TaxableAmount", &currency, &without_tax)
            .leaf_with("cbc:TaxAmount", &currency, &tax);
        category(writer, "cac:TaxCategory", invoice.tax);
        writer.close().close();
    }
    writer
        .open("cac:LegalMonetaryTotal", &[])
        .leaf_with("cbc:LineExtensionAmount", &currency, &without_tax)
        .leaf_with("cbc:TaxExclusiveAmount", &currency, &without_tax)
        .leaf_with("cbc:TaxInclusiveAmount", &currency, &payable)
        .leaf_with("cbc:PayableAmount", &currency, &payable)
        .close()
        .open(words.line, &[])
        .leaf("cbc:ID", "1")
        .leaf_with(words.quantity, &[("unitCode", "EA")], "1")
        .leaf_with("cbc:LineExtensionAmount", &currency, &without_tax)
        .open("cac:Item", &[])
        .leaf("cbc:Name", line);
    category(writer, "cac:ClassifiedTaxCategory", invoice.tax);
    writer
        .close()
        .open("cac:Price", &[])
        .leaf_with("cbc:PriceAmount", &currency, &without_tax)
        .close()
        .close();
}

/// Norwegian VAT: 25 per cent, or the zero rate.
fn category(writer: &mut Writer, name: &str, tax: Option<Ore>) {
    let (id, percent) = match tax {
        Some(tax) if tax != Ore::ZERO => ("S", "25"),
        Some(_) | None => ("Z", "0"),
    };
    writer
        .open(name, &[])
        .leaf("cbc:ID", id)
        .leaf("cbc:Percent", percent)
        .open("cac:TaxScheme", &[])
        .leaf("cbc:ID", "VAT")
        .close()
        .close();
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use proptest::option;
    use proptest::prelude::*;

    use super::encode;
    use crate::documents::ubl::decode;
    use crate::domain::invoice::{
        Address, AmountCheck, Attachment, ConsumerMarks, DocumentKind, Invoice, Party, UblFormat,
    };
    use crate::domain::money::Ore;

    const WORD: &str = "[A-Za-zæøåÆØÅ&<>\"' ]{0,20}[a-zæ]";
    const NUMBER: &str = "[0-9]{9}";

    prop_compose! {
        fn address()(
            line1 in option::of(WORD), line2 in option::of(WORD),
            postal_code in option::of("[0-9]{4}"), city in option::of(WORD), country in "[A-Z]{2}",
        ) -> Address {
            let trimmed = |text: Option<String>| text.map(|text| text.trim().to_owned());
            Address {
                line1: trimmed(line1),
                line2: trimmed(line2),
                postal_code,
                city: trimmed(city),
                country: Some(country),
            }
        }
    }

    prop_compose! {
        fn party()(
            name in WORD, org_number in option::of(NUMBER), address in option::of(address()),
            phone in option::of("\\+47[0-9]{8}"), email in option::of("[a-z]{1,8}@[a-z]{1,8}\\.no"),
        ) -> Party {
            let name = Some(name.trim().to_owned());
            Party { name, org_number, address, phone, email }
        }
    }

    prop_compose! {
        fn file(name: &'static str)(
            bytes in prop::collection::vec(any::<u8>(), 0..40),
        ) -> Attachment {
            let media_type = "application/pdf".to_owned();
            Attachment { filename: name.to_owned(), media_type, bytes }
        }
    }

    prop_compose! {
        fn invoice()(
            (is_invoice, days, due) in (any::<bool>(), 0_i32..40_000, option::of(0_i32..400)),
            payable in -9_000_000_000_i64..9_000_000_000,
            tax in option::of(-1_000_000_i64..1_000_000),
            payment_reference in option::of("[0-9]{2,25}"), account in option::of("[0-9]{11}"),
            (supplier, customer) in (party(), party()),
            image in option::of(file("bilde.pdf")),
            attachments in prop::collection::vec(file("vedlegg.pdf"), 0..3),
            number in "[A-Z0-9-]{1,20}",
        ) -> Invoice {
            let first = Date::constant(2000, 1, 1);
            let day = |days: i32| first.saturating_add(jiff::Span::new().days(days));
            let kind = if is_invoice { DocumentKind::Invoice } else { DocumentKind::CreditNote };
            Invoice {
                kind,
                number,
                issue_date: day(days),
                due_date: due.map(|due| day(days + due)),
                currency: "NOK".to_owned(),
                payable: Ore::new(payable),
                tax: tax.map(Ore::new),
                amounts: AmountCheck::Consistent,
                payment_reference,
                account,
                supplier,
                customer,
                consumer_marks: ConsumerMarks::default(),
                image,
                attachments,
                format: UblFormat::PeppolBis30,
            }
        }
    }

    proptest! {
        #[test]
        fn an_invoice_is_read_back_as_it_was_written(invoice in invoice(), line in "\\PC{0,30}") {
            let read = decode(&encode(&invoice, &line));
            prop_assert_eq!(read, Ok(invoice));
        }
    }
}
