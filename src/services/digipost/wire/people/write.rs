//! Answers about people and senders.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::super::answer::{xml, xml_with};
use super::super::echo::Echo;
use super::super::schema::link;
use super::{entrypoint, identification};
use crate::crypto::Opener;
use crate::domain::digipost::DigipostAddress;
use crate::domain::person::Address;
use crate::services::digipost::model::{Hit, PeopleReply, SenderInformation};
use crate::wire::address::segment;
use crate::wire::xml::Writer;

pub(in crate::services::digipost::wire) fn write(
    echo: &Echo,
    reply: &PeopleReply,
) -> Response<Bytes> {
    match reply {
        PeopleReply::EntryPoint(sender) => entrypoint::write(echo, *sender),
        PeopleReply::Identified(identified) => identification::write(echo, identified),
        PeopleReply::RecipientKey => key(echo, Opener::Recipient),
        PeopleReply::PrintKey => key(echo, Opener::Print),
        PeopleReply::PrintCertificate => xml(StatusCode::OK, echo, CERTIFICATE, |writer| {
            writer.text(Opener::Print.certificate().pem());
        }),
        PeopleReply::Found(hits) => xml(StatusCode::OK, echo, "recipients", |writer| {
            for hit in hits {
                recipient(writer, echo, hit);
            }
        }),
        PeopleReply::Suggested(names) => xml(StatusCode::OK, echo, "autocomplete", |writer| {
            for name in names {
                suggestion(writer, echo, name);
            }
        }),
        PeopleReply::SenderInformation(information) => information_of(echo, information.as_ref()),
        PeopleReply::Account(address, is_new) => account(echo, address, *is_new),
    }
}

const CERTIFICATE: &str = "encryption-certificate";

/// The address of a recipient's key.
fn key_uri(echo: &Echo, alias: &str) -> String {
    format!("{}/encryption-keys/{}", echo.base, segment(alias))
}

fn key(echo: &Echo, opener: Opener) -> Response<Bytes> {
    let certificate = opener.certificate();
    let id = [("key-id", certificate.key_id())];
    xml_with(StatusCode::OK, echo, "encryption-key", &id, |writer| {
        writer.text(&certificate.public_key_pem());
    })
}

fn recipient(writer: &mut Writer, echo: &Echo, hit: &Hit) {
    let Hit {
        first,
        last,
        address,
        phone,
        home,
        alias,
    } = hit;
    writer.open("recipient", &[]);
    writer.leaf("firstname", first).leaf("lastname", last);
    writer.leaf("digipost-address", address.as_str());
    writer.leaf_if("mobile-number", phone.as_deref());
    if let Some(home) = home {
        home_of(writer, home);
    }
    let media_type = echo.dialect.media_type();
    link(
        writer,
        "get_encryption_key",
        &key_uri(echo, alias),
        media_type,
    );
    writer.close();
}

/// An address in pieces: what begins with a digit at the end of the first line is the house.
fn home_of(writer: &mut Writer, home: &Address) {
    let Address {
        line1,
        line2,
        postal_code,
        city,
        country: _,
    } = home;
    let house = line1.rsplit_once(' ').filter(|(_, house)| {
        let digits = house.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
    });
    writer.open("address", &[]);
    match house {
        Some((street, house)) => {
            let number = house.trim_end_matches(|it: char| it.is_ascii_alphabetic());
            let letter = house
                .strip_prefix(number)
                .filter(|letter| !letter.is_empty());
            writer.leaf("street", street).leaf("house-number", number);
            writer.leaf_if("house-letter", letter);
        }
        None => {
            writer.leaf("street", line1);
        }
    }
    writer.leaf_if("additional-addressline", line2.as_deref());
    writer.leaf("zip-code", postal_code).leaf("city", city);
    writer.close();
}

fn suggestion(writer: &mut Writer, echo: &Echo, name: &str) {
    let uri = format!("{}/recipients/search/{}", echo.base, segment(name));
    writer.open("suggestion", &[]).leaf("search-string", name);
    link(writer, "search", &uri, echo.dialect.media_type());
    writer.close();
}

fn information_of(echo: &Echo, information: Option<&SenderInformation>) -> Response<Bytes> {
    xml(StatusCode::OK, echo, "sender-information", |writer| {
        let Some(SenderInformation { id, features }) = information else {
            writer.leaf("status", "NO_INFO_AVAILABLE");
            return;
        };
        writer.leaf("sender-id", &id.to_string());
        writer.leaf("status", "VALID_SENDER");
        writer.open("supported-features", &[]);
        for feature in features {
            let name = format!("no.digipost.feature.{}", feature.name);
            match feature.param {
                Some(param) => writer.leaf_with("feature", &[("param", param)], &name),
                None => writer.leaf("feature", &name),
            };
        }
        writer.close();
    })
}

/// An account; the documentation names no status, and a new one is told as created.
fn account(echo: &Echo, address: &DigipostAddress, is_new: bool) -> Response<Bytes> {
    let status = match is_new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    let key = Opener::Recipient.certificate().public_key_pem();
    xml(status, echo, "user-account", |writer| {
        writer.leaf("digipost-address", address.as_str());
        writer.leaf("encryption-key", &key);
    })
}
