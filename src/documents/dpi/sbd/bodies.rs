//! The bodies of messages, read.

use super::address;
use super::header::organisation;
use super::members::{Field, Members};
use crate::domain::dpi::{
    Body, DigitalLetter, EmailNotice, EmailText, InvoiceReference, Language, MailboxAddress,
    Notices, OutOfBounds, PostalClass, PrintColour, PrintLetter, Repetitions, ReturnHandling,
    SecurityLevel, SenderUnit, SendingUnit, SmsNotice, SmsNumber, SmsText, Title,
};
use crate::domain::email::EmailAddress;
use crate::wire::error::WireError;

/// Reads what is peculiar to a message for a mailbox.
pub(super) fn digital(mut body: Members<'_>) -> Result<Body, WireError> {
    let mut recipient = body.required("mottaker")?.members()?;
    let mailbox = recipient
        .required("postkasseadresse")?
        .parsed(MailboxAddress::parse)?;
    recipient.finish()?;
    let level = body.required("sikkerhetsnivaa")?;
    let number = level.number()?;
    let level = SecurityLevel::of_number(number)
        .ok_or_else(|| level.error("3 or 4", number.to_string()))?;
    let title = body.required("ikkesensitivtittel")?.parsed(Title::parse)?;
    let language = body.required("spraak")?.parsed(Language::parse)?;
    let visible_on = body.maybe("virkningsdato", |field| field.date())?;
    let visible_at = body.maybe("virkningstidspunkt", |field| field.moment())?;
    let opening = body.maybe("aapningskvittering", |field| field.boolean())?;
    let notices = body.maybe("varsler", notices)?.unwrap_or_default();
    body.finish()?;
    Ok(Body::Digital(Box::new(DigitalLetter {
        mailbox,
        level,
        title,
        language,
        visible_on,
        visible_at,
        opening_receipt: opening.unwrap_or(false),
        notices,
    })))
}

/// Reads what is peculiar to a message for the printer.
pub(super) fn print(mut body: Members<'_>) -> Result<Body, WireError> {
    let recipient = address::read(body.required("mottaker")?)?;
    let colour = body.required("utskriftstype")?.word(PrintColour::WORDS)?;
    let class = body.maybe("posttype", |field| field.word(PostalClass::WORDS))?;
    let mut back = body.required("retur")?.members()?;
    let return_address = address::read(back.required("mottaker")?)?;
    let handling = back.required("returposthaandtering")?;
    let return_handling = handling.word(ReturnHandling::WORDS)?;
    back.finish()?;
    body.finish()?;
    Ok(Body::Print(Box::new(PrintLetter {
        recipient,
        colour,
        class,
        return_address,
        return_handling,
    })))
}

/// Reads the organisation that answers for a message or gives a receipt.
pub(super) fn sending_unit(field: Field<'_>) -> Result<SendingUnit, WireError> {
    let mut sender = field.members()?;
    let organisation = organisation(sender.required("virksomhetsidentifikator")?)?;
    let unit = sender.maybe("avsenderidentifikator", |field| {
        field.parsed(SenderUnit::parse)
    })?;
    let invoice_reference = sender.maybe("fakturaReferanse", |field| {
        field.parsed(InvoiceReference::parse)
    })?;
    sender.finish()?;
    Ok(SendingUnit {
        organisation,
        unit,
        invoice_reference,
    })
}

// The schema closes the two orders, but not the object that holds them.
fn notices(field: Field<'_>) -> Result<Notices, WireError> {
    let mut orders = field.members()?;
    Ok(Notices {
        email: orders.maybe("epostvarsel", email_notice)?,
        sms: orders.maybe("smsvarsel", sms_notice)?,
    })
}

fn email_notice(field: Field<'_>) -> Result<EmailNotice, WireError> {
    let mut order = field.members()?;
    let address = order.required("epostadresse")?.parsed(|text| {
        let expected = "an e-mail address";
        EmailAddress::parse(text).map_err(|_| OutOfBounds::form(text, expected))
    })?;
    let text = order.required("varslingstekst")?.parsed(EmailText::parse)?;
    let repetitions = repetitions(order.required("repetisjoner")?)?;
    order.finish()?;
    Ok(EmailNotice {
        address,
        text,
        repetitions,
    })
}

fn sms_notice(field: Field<'_>) -> Result<SmsNotice, WireError> {
    let mut order = field.members()?;
    let number = order
        .required("mobiltelefonnummer")?
        .parsed(SmsNumber::parse)?;
    let text = order.required("varslingstekst")?.parsed(SmsText::parse)?;
    let repetitions = repetitions(order.required("repetisjoner")?)?;
    order.finish()?;
    Ok(SmsNotice {
        number,
        text,
        repetitions,
    })
}

fn repetitions(field: Field<'_>) -> Result<Repetitions, WireError> {
    let days = field.clone().list()?;
    let days: Vec<u64> = days.iter().map(Field::number).collect::<Result<_, _>>()?;
    Repetitions::parse(&days).map_err(|wrong| field.error(wrong.expected, wrong.found))
}
