//! Digital post to citizens: a message in words of the trade, its package, and receipts read.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::altered::Altered;
use super::call::Content;
use super::maskinporten::{token, wire_now};
use super::reply::Reply;
use super::seat::{Seat, encoded};
use crate::crypto::{Opener, Secrets, Signer, sha256};
use crate::documents::dpi::{
    Contents, Document, Manifest, ManifestTitle, PackedFile, pack_package, seal_package,
    write_message, write_signed,
};
use crate::domain::company::ACCESS_PROVIDER;
use crate::domain::dpi::{
    AddressLine, Body, ConversationId, Destination, DigitalLetter, Domestic, Fingerprint, Header,
    Language, MailboxAddress, Message, MessageId, Notices, Place, PlaceName, PostalAddress,
    PrintColour, PrintLetter, ReturnHandling, SecurityLevel, SendingUnit, Title,
};
use crate::domain::identity::OrgNumber;
use crate::scenario::plan::Call;
use crate::scenario::script::Fields;

/// The service.
pub(super) const SERVICE: &str = "dpi";

/// The operations that give lists, and what the lists are called here.
const LISTS: [(&str, &str); 2] = [
    ("dpi.messages.list", "receipts"),
    ("dpi.messages.statuses", "statuses"),
];

/// What a PDF holds unless told otherwise.
const PDF: &str = "%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n";

/// What stands between the parts; a package is never asked for it, for it is sealed.
const BOUNDARY: &str = "sandkasse-player-between-the-parts";

/// The form of a message and its package; `number` is that of the step.
///
/// # Errors
/// Somebody who is not there, or a value that cannot be read.
pub(super) async fn message(
    seat: &mut Seat,
    call: &Call,
    fields: &Fields,
    number: usize,
) -> Result<Content, String> {
    let given = serde_json::to_value(fields).map_err(|error| error.to_string())?;
    let sending = Sending {
        token: match text(&given, "token") {
            Some(token) => token.to_owned(),
            None => token(seat, &call.caller).await?,
        },
        technical: company(seat, &call.caller).await?,
        responsible: match text(&given, "sender") {
            Some(slug) => company(seat, slug).await?,
            None => company(seat, &call.caller).await?,
        },
        to: To::of(seat, call, &given).await?,
        at: wire_now(seat).await,
        created: seat.now().await.unwrap_or(Timestamp::MIN),
        number,
    };
    let altered = Altered::of(&given)?;
    let manifest = sending.manifest(seat, &given).await?;
    let package = sending.package(&given, &altered, manifest)?;
    let message = altered.message(sending.message(&given, &package)?);
    Ok(form(&message, &altered.sent(package)))
}

/// What a message and its package have in common.
struct Sending {
    token: String,
    technical: OrgNumber,
    responsible: OrgNumber,
    to: To,
    at: Timestamp,
    created: Timestamp,
    number: usize,
}

impl Sending {
    /// Who signs, unless the step says otherwise.
    fn signer(&self, said: Option<&str>) -> Result<Signer, String> {
        match said {
            None if self.technical.as_str() == ACCESS_PROVIDER => Ok(Signer::AccessProvider),
            None | Some("municipality") => Ok(Signer::Municipality),
            Some("access-provider") => Ok(Signer::AccessProvider),
            Some("stranger") => Ok(Signer::Stranger),
            Some(other) => Err(format!(
                "signed_by: found `{other}`, expected `municipality`, `access-provider` or \
                 `stranger`"
            )),
        }
    }

    /// Sender and mailbox of the manifest, those of the message unless the step says otherwise.
    async fn manifest(
        &self,
        seat: &Seat,
        given: &Value,
    ) -> Result<(SendingUnit, Option<MailboxAddress>), String> {
        let said = |word: &str| text(given.get("manifest")?, word);
        let mut sender = self.unit();
        if let Some(slug) = said("sender") {
            sender.organisation = company(seat, slug).await?;
        }
        let mailbox = match said("mailbox") {
            Some(address) => {
                Some(MailboxAddress::parse(address).map_err(|error| error.to_string())?)
            }
            None => self.to.address.clone(),
        };
        Ok((sender, mailbox))
    }

    fn package(
        &self,
        given: &Value,
        altered: &Altered,
        (sender, mailbox): (SendingUnit, Option<MailboxAddress>),
    ) -> Result<Vec<u8>, String> {
        let files = documents(given)?;
        let mut named = files.iter().map(|(file, title)| {
            let language = Language::parse("nb").map_err(|error| error.to_string())?;
            let title = Title::parse(title).map_err(|error| format!("documents: {error}"))?;
            Ok(Document {
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                title: Some(ManifestTitle {
                    text: title,
                    language,
                }),
                data: None,
            })
        });
        let main = named.next().ok_or("documents: found none, expected one")?;
        let main = main.map_err(|error: String| error)?;
        let attachments = named.collect::<Result<Vec<_>, String>>()?;
        let contents = Contents {
            manifest: Manifest {
                mailbox,
                sender,
                main,
                attachments,
                link: None,
            },
            files: files.into_iter().map(|(file, _)| file).collect(),
        };
        let signer = text(given, "package_signed_by").or_else(|| text(given, "signed_by"));
        let packed = pack_package(&contents, self.signer(signer)?, self.at);
        let packed = packed.ok_or("documents: a name is too long for an archive")?;
        let packed = altered.archive(packed)?;
        let reader = match text(given, "sealed_for") {
            None => self.to.destination,
            Some(word) => destination(word)?,
        };
        let opener = match reader {
            Destination::Digipost => Opener::DigipostMailbox,
            Destination::Eboks => Opener::EboksMailbox,
            Destination::Printer => Opener::Printer,
        };
        let drawn = sha256(format!("{}/{}", self.created, self.number).as_bytes());
        let (start, _) = drawn.split_first_chunk().unwrap_or((&[0; 16], &[]));
        let secrets = Secrets {
            key: drawn,
            start: *start,
        };
        let sealed = seal_package(&packed, opener.certificate(), &secrets);
        let sealed = sealed.ok_or_else(|| "the package cannot be sealed".to_owned())?;
        Ok(altered.sealed(sealed))
    }

    fn unit(&self) -> SendingUnit {
        SendingUnit {
            organisation: self.responsible.clone(),
            unit: None,
            invoice_reference: None,
        }
    }

    /// The message as its technical sender signs it. What the step says of header and body goes
    /// before what it would be.
    fn message(&self, given: &Value, package: &[u8]) -> Result<String, String> {
        let id = |word: &str| match text(given, word) {
            Some(id) => id.to_owned(),
            None => {
                let name = format!("{word}/{}/{}", self.created, self.number);
                Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()).to_string()
            }
        };
        let told = |error: crate::domain::dpi::OutOfBounds| error.to_string();
        let body = self.to.body()?;
        let message = Message {
            header: Header {
                sender: self.technical.clone(),
                receiver: OrgNumber::parse(self.to.destination.number())
                    .map_err(|error| error.to_string())?,
                message: MessageId::parse(&id("id")).map_err(told)?,
                conversation: ConversationId::parse(&id("conversation")).map_err(told)?,
                process: body.kind(),
                created: self.created,
                expected_response: None,
            },
            sender: self.unit(),
            fingerprint: Fingerprint::of_digest(sha256(package)),
            token: self.token.clone(),
            body,
        };
        let kind = message.body.kind().as_str();
        let written = write_message(&message);
        let mut document: Value =
            serde_json::from_slice(&written).map_err(|error| error.to_string())?;
        let outer = "/standardBusinessDocument";
        for (word, path) in [
            ("header", format!("{outer}/standardBusinessDocumentHeader")),
            ("message", format!("{outer}/{kind}")),
        ] {
            if let (Some(change), Some(part)) = (given.get(word), document.pointer_mut(&path)) {
                merge(part, change);
            }
        }
        let payload = document.to_string();
        Ok(write_signed(
            self.signer(text(given, "signed_by"))?,
            payload.as_bytes(),
        ))
    }
}

/// Where a letter goes.
struct To {
    destination: Destination,
    address: Option<MailboxAddress>,
    postal: Option<PostalAddress>,
}

impl To {
    /// As the step says, or as the register has it for a consumer, who is looked up as a sender
    /// would. With `print = true` the letter goes to the address in the cast.
    async fn of(seat: &mut Seat, call: &Call, given: &Value) -> Result<Self, String> {
        let consumer = text(given, "consumer").map(str::to_owned);
        if given.get("print") == Some(&Value::Bool(true)) {
            let consumer = consumer.ok_or("print: expected a `consumer` whose address is known")?;
            let path = format!("/people/{}", encoded(&consumer));
            let person = seat.admin(&Method::GET, &path, None).await.body;
            return Ok(Self {
                destination: Destination::Printer,
                address: None,
                postal: Some(postal(&person)?),
            });
        }
        let (address, word) = match (text(given, "address"), &consumer) {
            (Some(address), _) => (
                address.to_owned(),
                text(given, "mailbox").map(str::to_owned),
            ),
            (None, Some(consumer)) => registered(seat, call, consumer).await?,
            (None, None) => {
                return Err("found neither `consumer` nor `address`, expected one".to_owned());
            }
        };
        let word = text(given, "mailbox").map(str::to_owned).or(word);
        Ok(Self {
            destination: destination(word.as_deref().unwrap_or("digipost"))?,
            address: Some(MailboxAddress::parse(&address).map_err(|error| error.to_string())?),
            postal: None,
        })
    }

    fn body(&self) -> Result<Body, String> {
        let told = |error: crate::domain::dpi::OutOfBounds| error.to_string();
        match (&self.address, &self.postal) {
            (_, Some(postal)) => Ok(Body::Print(Box::new(PrintLetter {
                recipient: postal.clone(),
                colour: PrintColour::BlackAndWhite,
                class: None,
                return_address: postal.clone(),
                return_handling: ReturnHandling::ToSender,
            }))),
            (Some(mailbox), None) => Ok(Body::Digital(Box::new(DigitalLetter {
                mailbox: mailbox.clone(),
                level: SecurityLevel::Substantial,
                title: Title::parse("Brev fra kommunen").map_err(told)?,
                language: Language::parse("nb").map_err(told)?,
                visible_on: None,
                visible_at: None,
                opening_receipt: false,
                notices: Notices::default(),
            }))),
            (None, None) => Err("found no address, expected one".to_owned()),
        }
    }
}

/// Mailbox and its provider as the register gives them to this sender.
async fn registered(
    seat: &mut Seat,
    call: &Call,
    consumer: &str,
) -> Result<(String, Option<String>), String> {
    let path = format!("/people/{}", encoded(consumer));
    let person = seat.admin(&Method::GET, &path, None).await.body;
    let ssn = person
        .get("ssn")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let body = json!({ "personidentifikatorer": [ssn] }).to_string();
    let mut request = Request::new(Bytes::from(body));
    *request.method_mut() = Method::POST;
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let bearer = format!("Bearer {}", token(seat, &call.caller).await?);
    let bearer = HeaderValue::from_str(&bearer).map_err(|error| error.to_string())?;
    headers.insert(AUTHORIZATION, bearer);
    let reply = seat.service("krr", "/rest/v2/personer", request).await;
    let found = reply.body.pointer("/personer/0/digital_post");
    let member = |name: &str| found?.get(name)?.as_str();
    let address = member("postkasseadresse").ok_or_else(|| {
        let said = reply.describe();
        format!("consumer: the register gives `{consumer}` no mailbox ({said})")
    })?;
    let number = member("postkasseleverandoeradresse").unwrap_or_default();
    let number = OrgNumber::parse(number).map_err(|error| error.to_string())?;
    let destination = Destination::of_number(&number).map(|it| it.as_str());
    Ok((address.to_owned(), destination.map(str::to_owned)))
}

fn destination(word: &str) -> Result<Destination, String> {
    Destination::parse(word).ok_or_else(|| {
        format!("mailbox: found `{word}`, expected `digipost`, `eboks` or `printer`")
    })
}

fn postal(person: &Value) -> Result<PostalAddress, String> {
    let member = |path: &str| person.pointer(path).and_then(Value::as_str);
    let told = |error: crate::domain::dpi::OutOfBounds| error.to_string();
    let name = [member("/name/first"), member("/name/last")];
    let name: Vec<&str> = name.into_iter().flatten().collect();
    let line = member("/address/line1").ok_or("print: the consumer has no address")?;
    Ok(PostalAddress {
        name: name.join(" "),
        line: AddressLine::parse(line).map_err(told)?,
        more_lines: [None, None, None],
        place: Place::Domestic(Domestic {
            postcode: member("/address/postal_code")
                .unwrap_or_default()
                .to_owned(),
            town: PlaceName::parse(member("/address/city").unwrap_or_default()).map_err(told)?,
        }),
    })
}

/// Files with their titles: one PDF unless told otherwise.
fn documents(given: &Value) -> Result<Vec<(PackedFile, String)>, String> {
    let usual = [json!({})];
    let rows = given.get("documents").map_or(&usual[..], |it| {
        it.as_array()
            .map_or(std::slice::from_ref(it), Vec::as_slice)
    });
    let file = |row: &Value| {
        let word = |name: &str, usual: &str| text(row, name).unwrap_or(usual).to_owned();
        let file = PackedFile {
            name: word("name", "brev.pdf"),
            media_type: word("type", "application/pdf"),
            bytes: word("content", PDF).into(),
        };
        (file, word("title", "Brev"))
    };
    Ok(rows.iter().map(file).collect())
}

async fn company(seat: &Seat, slug: &str) -> Result<OrgNumber, String> {
    let path = format!("/companies/{}", encoded(slug));
    let company = seat.admin(&Method::GET, &path, None).await.body;
    let number = company
        .get("orgnr")
        .and_then(Value::as_str)
        .unwrap_or_default();
    OrgNumber::parse(number).map_err(|_| format!("`{slug}` has no Norwegian organisation number"))
}

fn text<'a>(given: &'a Value, name: &str) -> Option<&'a str> {
    given.get(name)?.as_str()
}

/// Puts the members of one value over those of another; an empty text takes one away.
fn merge(value: &mut Value, change: &Value) {
    let (Value::Object(members), Value::Object(changes)) = (&mut *value, change) else {
        *value = change.clone();
        return;
    };
    for (name, change) in changes {
        if change.as_str() == Some("") {
            members.remove(name);
        } else {
            merge(members.entry(name.clone()).or_insert(Value::Null), change);
        }
    }
}

fn form(message: &str, package: &[u8]) -> Content {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"forretningsmelding\"; \
         filename=\"sbd.jwt\"\r\nContent-Type: application/jwt\r\n\r\n{message}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"dokumentpakke\"; \
         filename=\"asic.cms\"\r\nContent-Type: application/cms\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(package);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    Content::new(&format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

/// A list as a member, for expectations to read; an empty one where nothing came. What receipts say
/// stands in tokens; here it stands beside them.
pub(super) fn opened(operation: &str, mut reply: Reply) -> Reply {
    let Some((_, name)) = LISTS.iter().find(|(id, _)| *id == operation) else {
        return reply;
    };
    let mut list = reply.body.take();
    if list.is_null() && reply.is_good() {
        list = Value::Array(Vec::new());
    }
    let Some(rows) = list.as_array_mut() else {
        reply.body = list;
        return reply;
    };
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        if let Some(said) = payload(row) {
            row.insert("said".to_owned(), said);
        }
    }
    reply.body = json!({ *name: list });
    reply
}

fn payload(row: &Map<String, Value>) -> Option<Value> {
    let token = row.get("forretningsmelding")?.as_str()?;
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let said: Value = serde_json::from_slice(&payload).ok()?;
    said.get("standardBusinessDocument").cloned()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn a_list_is_read_as_a_member_with_what_its_receipts_say() {
        let read = |operation: &str, text: &str| {
            let reply = Reply::answer(200, &Bytes::copy_from_slice(text.as_bytes()));
            opened(operation, reply).body
        };
        let said = URL_SAFE_NO_PAD.encode(r#"{"standardBusinessDocument":{"feil":{}}}"#);
        let list = read(
            "dpi.messages.list",
            &format!(r#"[{{"forretningsmelding":"e30.{said}.x"}}]"#),
        );
        assert_eq!(list["receipts"][0]["said"], json!({ "feil": {} }));
        assert_eq!(read("dpi.messages.list", ""), json!({ "receipts": [] }));
        let statuses = read("dpi.messages.statuses", r#"[{"status":"SENDT"}]"#);
        assert_eq!(statuses["statuses"][0]["status"], "SENDT");
        let refused = read("dpi.messages.list", r#"{"status":403}"#);
        assert_eq!(refused["status"], 403);
        assert_eq!(read("dpi.messages.send", "[]"), json!([]));
    }
}
