//! Answers of the user-agreements API.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use http::{Response, StatusCode};

use super::super::answer::{xml, xml_with};
use super::super::dialect::Dialect;
use super::super::echo::Echo;
use crate::consumer::{MailInvoice, MailNumber};
use crate::domain::calendar::with_millis;
use crate::services::digipost::model::{
    AgreementShown, AgreementsReply, AgreementsSaid, DocumentShown, InvoiceStatus,
};
use crate::wire::xml::Writer;

/// Ids in one document of the answer that tells owners; ours.
const OWNERS_IN_ONE: usize = 100;

/// Writes an answer.
pub(in crate::services::digipost::wire) fn write(
    echo: &Echo,
    reply: &AgreementsReply,
) -> Response<Bytes> {
    let AgreementsReply { sender, said } = reply;
    let home = format!("{}/{sender}", echo.base);
    match said {
        AgreementsSaid::Made(id) => {
            let location = format!("{home}/user-agreements/{id}");
            empty(StatusCode::CREATED, Some(&location))
        }
        AgreementsSaid::Agreement(shown) => {
            let href = agreement_at(&home, shown);
            let attributes = [("href", href.as_str())];
            xml_with(StatusCode::OK, echo, "agreement", &attributes, |writer| {
                agreement(writer, shown);
            })
        }
        AgreementsSaid::Agreements(all) => xml(StatusCode::OK, echo, "agreements", |writer| {
            for shown in all {
                let href = agreement_at(&home, shown);
                writer.open("agreement", &[("href", &href)]);
                agreement(writer, shown);
                writer.close();
            }
        }),
        AgreementsSaid::Ended => empty(StatusCode::NO_CONTENT, None),
        AgreementsSaid::Owners(ids, wait) => owners(ids, *wait),
        AgreementsSaid::Documents(all) => xml(StatusCode::OK, echo, "documents", |writer| {
            for shown in all {
                let href = document_at(&home, shown.number);
                writer.open("document", &[("href", &href)]);
                document(writer, echo, shown);
                writer.close();
            }
        }),
        AgreementsSaid::Count(count, true) => with_type("text/plain", count.to_string()),
        AgreementsSaid::Count(count, false) => {
            xml(StatusCode::OK, echo, "document-count", |writer| {
                writer.leaf("count", &count.to_string());
            })
        }
        AgreementsSaid::Document(shown) => {
            let href = document_at(&home, shown.number);
            let attributes = [("href", href.as_str())];
            xml_with(
                StatusCode::OK,
                echo,
                "user-document",
                &attributes,
                |writer| {
                    document(writer, echo, shown);
                },
            )
        }
        AgreementsSaid::Updated(number) => {
            let location = document_at(&home, *number);
            empty(StatusCode::NO_CONTENT, Some(&location))
        }
        AgreementsSaid::Content(number, file_type, token) => {
            let base = &echo.base;
            let uri = format!("{base}/documents/{number}?token={token}&download=false");
            xml(StatusCode::OK, echo, "document-content", |writer| {
                writer.leaf("content-type", content_type(file_type));
                writer.leaf("uri", &uri);
            })
        }
    }
}

fn agreement_at(home: &str, shown: &AgreementShown) -> String {
    format!("{home}/user-agreements/{}", shown.id)
}

fn document_at(home: &str, number: MailNumber) -> String {
    format!("{home}/user-documents/{number}")
}

fn agreement(writer: &mut Writer, shown: &AgreementShown) {
    let AgreementShown {
        id: _,
        about,
        user,
        attributes,
    } = shown;
    writer.leaf("type", about.as_str());
    writer.leaf("user-id", user.as_str());
    writer.open("attributes", &[]);
    for (key, value) in attributes {
        writer.open("attribute", &[]);
        writer.leaf("key", key).leaf("value", value);
        writer.close();
    }
    writer.close();
}

fn document(writer: &mut Writer, echo: &Echo, shown: &DocumentShown) {
    let DocumentShown {
        number,
        sender_name,
        invoice: paid,
        subject,
        delivered_at,
        read,
        authentication,
    } = shown;
    writer.leaf("id", &number.to_string());
    writer.leaf("sender-name", sender_name);
    if let Some(paid) = paid {
        invoice(writer, paid);
    }
    writer.leaf("subject", subject);
    writer.leaf("delivery-time", &with_millis(*delivered_at));
    writer.leaf("read", if *read { "true" } else { "false" });
    writer.leaf("authentication-level", authentication.as_str());
    writer.leaf("digipost-uri", &format!("{}/app/post/{number}", echo.base));
}

fn invoice(writer: &mut Writer, invoice: &MailInvoice) {
    let MailInvoice {
        kid,
        amount,
        account,
        due_date,
        state,
    } = invoice;
    writer.open("invoice", &[]);
    writer.leaf_if("kid", kid.as_deref());
    writer.leaf("amount", &amount.to_string());
    writer.leaf("account", account);
    writer.leaf("due-date", &due_date.to_string());
    writer.leaf("status", InvoiceStatus::of(state).as_str());
    writer.close();
}

/// Several documents one behind the other, the last of which says when to ask again: so an answer
/// that was cut off is known by what it lacks.
fn owners(ids: &[String], wait: Option<u64>) -> Response<Bytes> {
    let mut body = String::new();
    let mut one = |inside: &dyn Fn(&mut Writer)| {
        let mut writer = Writer::new();
        let namespace = Dialect::User1.namespace();
        writer.open("agreement-owners", &[("xmlns", namespace)]);
        inside(&mut writer);
        body.push_str(&String::from_utf8_lossy(&writer.finish()));
        body.push('\n');
    };
    for ids in ids.chunks(OWNERS_IN_ONE) {
        one(&|writer| {
            for id in ids {
                writer.leaf("id", id);
            }
        });
    }
    if let Some(wait) = wait {
        one(&|writer| {
            writer.leaf("seconds-until-next-allowed-request", &wait.to_string());
        });
    }
    with_type(Dialect::User1.media_type(), body)
}

/// The two that the written specification has, and what is neither.
fn content_type(file_type: &str) -> &'static str {
    match file_type {
        "pdf" => "application/pdf",
        "html" | "htm" | "xhtml" | "xht" => "application/html",
        _ => "application/octet-stream",
    }
}

fn with_type(media_type: &'static str, body: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    let media_type = HeaderValue::from_static(media_type);
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

fn empty(status: StatusCode, location: Option<&str>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    let location = location.map(HeaderValue::from_str);
    if let Some(Ok(location)) = location {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}
