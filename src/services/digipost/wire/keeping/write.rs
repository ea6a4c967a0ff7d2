//! Answers about what is kept.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use http::{Response, StatusCode};

use super::super::answer::xml;
use super::super::echo::Echo;
use super::{archive, links};
use crate::consumer::{Mail, MailNumber};
use crate::domain::calendar::with_millis;
use crate::domain::digipost::AccountId;
use crate::services::digipost::model::{KeepingReply, Letter, media_type_of};
use crate::wire::xml::Writer;

pub(in crate::services::digipost::wire) fn write(
    echo: &Echo,
    reply: &KeepingReply,
) -> Response<Bytes> {
    match reply {
        KeepingReply::Inbox(sender, letters) => xml(StatusCode::OK, echo, "inbox", |writer| {
            for Letter {
                number,
                mail,
                attachments,
            } in letters
            {
                writer.open("document", &[]);
                letter(writer, echo, *sender, *number, mail);
                for (number, mail) in attachments {
                    writer.open("attachment", &[]);
                    letter(writer, echo, *sender, *number, mail);
                    writer.close();
                }
                writer.close();
            }
        }),
        KeepingReply::Moved(number, token) => moved(&links::one_time(echo, *number, token)),
        KeepingReply::Content(bytes, file_type) => content(bytes, media_type_of(file_type)),
        KeepingReply::Done => Response::new(Bytes::new()),
        KeepingReply::Archives(sender, archives) => {
            xml(StatusCode::OK, echo, "archives", |writer| {
                for shown in archives {
                    writer.open("archive", &[]);
                    archive::write(writer, echo, *sender, shown);
                    writer.close();
                }
            })
        }
        KeepingReply::Archive(sender, shown) => xml(StatusCode::OK, echo, "archive", |writer| {
            archive::write(writer, echo, *sender, shown);
        }),
        KeepingReply::Document(sender, document) => {
            let (uuid, archived) = document.as_ref();
            xml(StatusCode::OK, echo, "archive-document", |writer| {
                archive::inside(writer, echo, *sender, *uuid, archived);
            })
        }
        KeepingReply::ContentLink(number, token, media_type) => {
            let uri = links::one_time(echo, *number, token);
            xml(StatusCode::OK, echo, "archive-document-content", |writer| {
                writer.leaf("content-type", media_type).leaf("uri", &uri);
            })
        }
    }
}

/// A letter or an attachment. Addresses are absolute, though the documentation shows others:
/// clients fail with those (Digipost: Java client 14.7, .NET client 12.1).
fn letter(writer: &mut Writer, echo: &Echo, sender: AccountId, number: MailNumber, mail: &Mail) {
    let uri = links::letter(echo, sender, number);
    writer.leaf("id", &number.to_string());
    writer.leaf("subject", &mail.subject);
    writer.leaf("sender", &mail.sender_name);
    writer.leaf("delivery-time", &with_millis(mail.delivered_at));
    let opened = mail.opened_at.map(with_millis);
    writer.leaf_if("first-accessed", opened.as_deref());
    writer.leaf("authentication-level", mail.authentication.as_str());
    writer.leaf("content-type", media_type_of(&mail.file_type));
    writer.leaf("content-uri", &format!("{uri}/content"));
    writer.leaf("delete-uri", &uri);
}

fn moved(target: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    if let Ok(target) = HeaderValue::from_str(target) {
        response.headers_mut().insert(LOCATION, target);
    }
    response
}

fn content(bytes: &Bytes, media_type: &'static str) -> Response<Bytes> {
    let mut response = Response::new(bytes.clone());
    let media_type = HeaderValue::from_static(media_type);
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::content;

    #[test]
    fn content_is_handed_out_as_it_lies_there_and_not_copied() {
        let kept = Bytes::from(b"%PDF-1.4".to_vec());
        let response = content(&kept, "application/pdf");
        assert_eq!(response.body(), &kept);
        assert_eq!(response.body().as_ptr(), kept.as_ptr());
    }
}
