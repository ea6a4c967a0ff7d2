//! From JSON to a message or a receipt.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::bodies;
use super::error::SbdError;
use super::header::{self, organisation};
use super::members::{Field, Members};
use super::write::DIGEST_METHOD;
use crate::domain::dpi::{
    FailedChannel, Fault, Fingerprint, Header, Message, MessageKind, OutOfBounds, Receipt,
    ReceiptKind, ReceiptNews, SenderUnit,
};
use crate::wire::error::WireError;
use crate::wire::json;

/// Reads a message for a mailbox or for the printer.
///
/// # Errors
/// [`SbdError`], the first thing that is not as the schemas have it.
pub fn read_message(payload: &[u8]) -> Result<Message, SbdError> {
    let value = value(payload)?;
    let found = Found::of(&value, MessageKind::WORDS)?;
    if found.kind == MessageKind::Flyttet {
        return Err(SbdError::Moves);
    }
    let (header, mut body) = found.parts()?;
    let sender = bodies::sending_unit(body.required("avsender")?)?;
    let fingerprint = fingerprint(body.required("dokumentpakkefingeravtrykk")?)?;
    let token = body.required("maskinportentoken")?.text()?.to_owned();
    let wrong_process = body.error(
        format!("the process of `{}`", header.process.as_str()),
        format!("`{}`", found.kind.as_str()),
    );
    let body = match found.kind {
        MessageKind::Digital => bodies::digital(body)?,
        MessageKind::Utskrift => bodies::print(body)?,
        MessageKind::Flyttet => return Err(SbdError::Moves),
    };
    if header.process != body.kind() {
        return Err(wrong_process.into());
    }
    Ok(Message {
        header,
        sender,
        fingerprint,
        token,
        body,
    })
}

/// Reads a receipt.
///
/// # Errors
/// [`SbdError`], the first thing that is not as the schemas have it.
pub fn read_receipt(payload: &[u8]) -> Result<Receipt, SbdError> {
    let value = value(payload)?;
    let found = Found::of(&value, ReceiptKind::WORDS)?;
    let (header, mut body) = found.parts()?;
    let from = bodies::sending_unit(body.required("avsender")?)?.organisation;
    // The schema does not close this object.
    let mut recipient = body.required("mottaker")?.members()?;
    let to = organisation(recipient.required("virksomhetsidentifikator")?)?;
    let unit = recipient.maybe("motakeridentifikator", |field| {
        field.parsed(SenderUnit::parse)
    })?;
    let at = body.required("tidspunkt")?.moment()?;
    let news = news(found.kind, &mut body)?;
    body.finish()?;
    Ok(Receipt {
        header,
        from,
        to,
        unit,
        at,
        news,
    })
}

fn value(payload: &[u8]) -> Result<Value, SbdError> {
    json::read(payload).map_err(|error| SbdError::NotJson { why: error.message })
}

/// A document of which is known what it is.
struct Found<'a, K> {
    kind: K,
    name: &'static str,
    header: Field<'a>,
    body: Field<'a>,
}

impl<'a, K: Copy> Found<'a, K> {
    fn of(value: &'a Value, kinds: &[(K, &'static str)]) -> Result<Self, WireError> {
        let mut outer = Field::whole(value).members()?;
        let mut document = outer.required("standardBusinessDocument")?.members()?;
        outer.finish()?;
        let header = document.required("standardBusinessDocumentHeader")?;
        let present = kinds.iter().filter(|(_, name)| document.has(name));
        let present: Vec<(K, &'static str)> = present.copied().collect();
        let [(kind, name)] = present[..] else {
            let names: Vec<&str> = kinds.iter().map(|(_, name)| *name).collect();
            let found = format!("{} of them", present.len());
            return Err(document.error(format!("one of {}", names.join(", ")), found));
        };
        let body = document.required(name)?;
        document.finish()?;
        Ok(Self {
            kind,
            name,
            header,
            body,
        })
    }

    fn parts(&self) -> Result<(Header, Members<'a>), WireError> {
        let header = header::read(self.header.clone(), self.name)?;
        Ok((header, self.body.clone().members()?))
    }
}

fn fingerprint(field: Field<'_>) -> Result<Fingerprint, WireError> {
    let mut parts = field.members()?;
    parts.required("digestMethod")?.exactly(DIGEST_METHOD)?;
    let digest = parts.required("digestValue")?.parsed(|text| {
        let bytes = STANDARD.decode(text).ok();
        let digest = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        digest.ok_or_else(|| OutOfBounds::form(text, "a SHA-256 in base64"))
    })?;
    parts.finish()?;
    Ok(Fingerprint::of_digest(digest))
}

fn news(kind: ReceiptKind, body: &mut Members<'_>) -> Result<ReceiptNews, WireError> {
    let mut words = |name| body.maybe(name, |field| field.text().map(str::to_owned));
    Ok(match kind {
        ReceiptKind::Delivered => ReceiptNews::Delivered,
        ReceiptKind::Opened => ReceiptNews::Opened,
        ReceiptKind::Accepted => ReceiptNews::Accepted,
        ReceiptKind::Returned => ReceiptNews::Returned,
        ReceiptKind::NoticeFailed => ReceiptNews::NoticeFailed {
            description: words("beskrivelse")?,
            channel: body
                .required("varslingskanal")?
                .word(FailedChannel::WORDS)?,
        },
        ReceiptKind::Failed => ReceiptNews::Failed {
            details: words("detaljer")?,
            fault: body.required("feiltype")?.word(Fault::WORDS)?,
        },
    })
}
