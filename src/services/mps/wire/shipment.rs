//! `addShipment` and the transaction, both ways.

use super::schema::{
    self, ACCOUNT, AMOUNT, ATG_NAME, ATG_REFERENCE, ATG_TEXT, BOOLEAN, BRAND, DATE, ELEVEN_DIGITS,
    EMAIL, KID, NINE_DIGITS, PHONE, Parsed, REFERENCE, SHIPMENT_ID, TRANSACTION_ID, URL,
};
use crate::consumer::DocumentType;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::services::Facts;
use crate::services::mps::model::{
    AtgInfo, EfakturaInfo, NoticeTo, PaymentType, Receiver, Shipment, Transaction,
};
use crate::wire::error::WireError;
use crate::wire::xml::{Sequence, Writer};

const PAYMENT_TYPE: Parsed<PaymentType> = Parsed(
    "EFAKTURA, EFAKTURA_AND_AVTALEGIRO, EFAKTURA_AND_EXTERNAL_AVTALEGIRO or AVTALEGIRO",
    PaymentType::parse,
);
const DOCUMENT_TYPE: Parsed<DocumentType> = Parsed(
    "INVOICE, CREDIT_NOTE, REMINDER, COLLECTION_NOTICE, DUNNING, PAYMENT_REQUEST or \
     ENFORCEMENT_WARNING",
    DocumentType::parse,
);

/// Reads a shipment, behind `auditInformation`.
pub(super) fn read(sequence: &mut Sequence<'_>) -> Result<Shipment, WireError> {
    let id = schema::required(sequence, "shipmentId", &SHIPMENT_ID)?;
    let issuer = schema::required(sequence, "issuer", &NINE_DIGITS)?.to_owned();
    let list = sequence.required("transactions")?;
    let mut list = schema::inside(sequence, list)?;
    let transactions = schema::thousand(&mut list, "transactions", read_transaction)?;
    list.finish()?;
    Ok(Shipment {
        id,
        issuer,
        transactions,
    })
}

/// What rules may ask about a shipment, one row a transaction.
pub(super) fn facts(shipment: &Shipment) -> Vec<Facts> {
    let id = shipment.id.to_string();
    let row = |sent: &Transaction| Facts {
        ids: vec![id.clone(), sent.id.to_string()],
        consumer: sent
            .efaktura
            .iter()
            .map(|efaktura| match &efaktura.receiver {
                Receiver::Identifier(identifier) => identifier.as_str().to_owned(),
                Receiver::Ssn(text) | Receiver::Reference(text) => text.clone(),
            })
            .collect(),
        issuer: Some(shipment.issuer.clone()),
        kid: sent.kid.clone(),
        account: Some(sent.account.clone()),
        amount: Some(sent.amount),
        due_date: Some(sent.due_date),
        document_type: Some(sent.document_type.as_str().to_owned()),
    };
    shipment.transactions.iter().map(row).collect()
}

/// Reads a transaction to its end.
pub(super) fn read_transaction(mut sequence: Sequence<'_>) -> Result<Transaction, WireError> {
    let s = &mut sequence;
    let id = schema::required(s, "transactionId", &TRANSACTION_ID)?;
    let payment = schema::required(s, "paymentType", &PAYMENT_TYPE)?;
    let document_type = schema::required(s, "documentType", &DOCUMENT_TYPE)?;
    let kid = schema::optional_text(s, "kid", &KID)?;
    let account = schema::required(s, "accountNumber", &ACCOUNT)?.to_owned();
    let amount = schema::required(s, "amount", &AMOUNT)?;
    let (due_date, due_date_zone) = schema::required(s, "dueDate", &DATE)?;
    let efaktura = match s.optional("efakturaInfo") {
        Some(element) => Some(read_efaktura(schema::inside(s, element)?)?),
        None => None,
    };
    let atg = match s.optional("atgInfo") {
        Some(element) => Some(read_atg(schema::inside(s, element)?)?),
        None => None,
    };
    sequence.finish()?;
    Ok(Transaction {
        id,
        payment,
        document_type,
        kid,
        account,
        amount,
        due_date,
        due_date_zone,
        efaktura,
        atg,
    })
}

fn read_efaktura(mut sequence: Sequence<'_>) -> Result<EfakturaInfo, WireError> {
    let s = &mut sequence;
    let receiver = read_receiver(s)?;
    let minimum_amount = schema::optional(s, "minimumAmount", &AMOUNT)?;
    let brand = schema::required(s, "brandName", &BRAND)?.to_owned();
    let url = schema::required(s, "eFakturaUrl", &URL)?.to_owned();
    let notice = match s.optional("collectionNoticeNotification") {
        Some(element) => {
            let mut notice = schema::inside(s, element)?;
            let email = schema::optional_text(&mut notice, "email", &EMAIL)?;
            let mobile_phone = schema::optional_text(&mut notice, "mobilePhone", &PHONE)?;
            notice.finish()?;
            Some(NoticeTo {
                email,
                mobile_phone,
            })
        }
        None => None,
    };
    sequence.finish()?;
    Ok(EfakturaInfo {
        receiver,
        minimum_amount,
        brand,
        url,
        notice,
    })
}

/// The schema has a choice; the last of the three is what is missed when there is none.
fn read_receiver(sequence: &mut Sequence<'_>) -> Result<Receiver, WireError> {
    const IDENTIFIER: Parsed<EfakturaIdentifier> =
        Parsed("9 digits", |text| EfakturaIdentifier::parse(text).ok());
    if let Some(identifier) = schema::optional(sequence, "efakturaIdentifier", &IDENTIFIER)? {
        return Ok(Receiver::Identifier(identifier));
    }
    if let Some(ssn) = schema::optional_text(sequence, "socialSecurityNumber", &ELEVEN_DIGITS)? {
        return Ok(Receiver::Ssn(ssn));
    }
    let reference = schema::optional_text(sequence, "eFakturaReference", &REFERENCE)?;
    match reference {
        Some(reference) => Ok(Receiver::Reference(reference)),
        None => Err(sequence.required("eFakturaReference").err().map_or_else(
            || sequence.error("eFakturaReference", "a receiver", "none"),
            |error| WireError {
                expected: "<efakturaIdentifier>, <socialSecurityNumber> or \
                               <eFakturaReference>"
                    .to_owned(),
                ..error
            },
        )),
    }
}

fn read_atg(mut sequence: Sequence<'_>) -> Result<AtgInfo, WireError> {
    let s = &mut sequence;
    let read = AtgInfo {
        notification: schema::required(s, "atgNotification", &BOOLEAN)?,
        notification_text: schema::optional_text(s, "atgNotificationText", &ATG_TEXT)?,
        abbreviated_name: schema::optional_text(s, "atgAbbreviatedName", &ATG_NAME)?,
        external_reference: schema::optional_text(s, "atgExternalReference", &ATG_REFERENCE)?,
    };
    sequence.finish()?;
    Ok(read)
}

/// Writes a shipment, behind `auditInformation`.
pub(super) fn write(writer: &mut Writer, shipment: &Shipment) {
    writer
        .leaf("shipmentId", &shipment.id.to_string())
        .leaf("issuer", &shipment.issuer)
        .open("transactions", &[]);
    for sent in &shipment.transactions {
        write_transaction(writer, "transactions", sent);
    }
    writer.close();
}

/// Writes a transaction under a name.
pub(super) fn write_transaction(writer: &mut Writer, name: &str, sent: &Transaction) {
    let zone = sent.due_date_zone.as_deref().unwrap_or_default();
    writer
        .open(name, &[])
        .leaf("transactionId", &sent.id.to_string())
        .leaf("paymentType", sent.payment.as_str())
        .leaf("documentType", sent.document_type.as_str())
        .leaf_if("kid", sent.kid.as_deref())
        .leaf("accountNumber", &sent.account)
        .leaf("amount", &sent.amount.to_string())
        .leaf("dueDate", &format!("{}{zone}", sent.due_date));
    if let Some(efaktura) = &sent.efaktura {
        write_efaktura(writer, efaktura);
    }
    if let Some(atg) = &sent.atg {
        writer
            .open("atgInfo", &[])
            .leaf(
                "atgNotification",
                if atg.notification { "true" } else { "false" },
            )
            .leaf_if("atgNotificationText", atg.notification_text.as_deref())
            .leaf_if("atgAbbreviatedName", atg.abbreviated_name.as_deref())
            .leaf_if("atgExternalReference", atg.external_reference.as_deref())
            .close();
    }
    writer.close();
}

fn write_efaktura(writer: &mut Writer, efaktura: &EfakturaInfo) {
    writer.open("efakturaInfo", &[]);
    match &efaktura.receiver {
        Receiver::Identifier(id) => writer.leaf("efakturaIdentifier", id.as_str()),
        Receiver::Ssn(ssn) => writer.leaf("socialSecurityNumber", ssn),
        Receiver::Reference(reference) => writer.leaf("eFakturaReference", reference),
    };
    if let Some(minimum) = efaktura.minimum_amount {
        writer.leaf("minimumAmount", &minimum.to_string());
    }
    writer
        .leaf("brandName", &efaktura.brand)
        .leaf("eFakturaUrl", &efaktura.url);
    if let Some(notice) = &efaktura.notice {
        writer
            .open("collectionNoticeNotification", &[])
            .leaf_if("email", notice.email.as_deref())
            .leaf_if("mobilePhone", notice.mobile_phone.as_deref())
            .close();
    }
    writer.close();
}
