//! Who sends a message: the user of its WS-Security header, and how a client of ours writes one.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::refusal::Refusal;
use crate::domain::credentials::MpsLogin;
use crate::services::mps::model::{Login, Proof};
use crate::services::{Caller, Received};
use crate::wire::soap;
use crate::wire::xml::{Element, Limits, Writer};

/// What a header with a user has in it. Most messages have none, and looking for these bytes is
/// much cheaper than reading the envelope twice.
const MARK: &[u8] = b"UsernameToken";

/// Namespace of security headers.
const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/// Kind of a password that is sent as it is; also the one meant where none is named.
const PASSWORD_TEXT: &str = concat!(
    "http://docs.oasis-open.org/wss/2004/01/",
    "oasis-200401-wss-username-token-profile-1.0#PasswordText"
);

/// The user that the header names (MPS: EfakturaAtgService v1, interface description: policy with a
/// UsernameToken). Whether it is one is judged later; only one that is a credential tells
/// something.
pub(in crate::services::mps) fn caller(received: &Received) -> Option<Caller> {
    let body = received.request.body();
    memchr::memmem::find(body, MARK)?;
    let header = soap::read_envelope(body, Limits::default()).ok()?.header?;
    let user = login(token(&header)?).user;
    (!user.is_empty()).then_some(Caller::Credential(user))
}

/// Reads who sends a message, without judging it. A security header in another way than with a
/// UsernameToken is tolerated and noted.
///
/// # Errors
/// [`Refusal`] for any other header block that must be understood.
pub(super) fn read(
    header: Option<&Element>,
    remarks: &mut Vec<String>,
) -> Result<Option<Login>, Refusal> {
    let Some(header) = header else {
        return Ok(None);
    };
    if let Some(block) = soap::not_understood(header, is_security) {
        let found: String = block.name.to_string().chars().take(200).collect();
        let why = format!(
            "Header: expected no block with mustUnderstand but Security, found {found}; leave it \
             out, or its mustUnderstand"
        );
        return Err(Refusal::envelope(why).coded("MustUnderstand"));
    }
    let tokens = header.children.iter().filter(|block| is_security(block));
    for found in tokens.flat_map(|security| &security.children) {
        if let name @ ("BinarySecurityToken" | "Signature") = found.local() {
            remarks.push(format!(
                "MPS-SECURITY: expected a UsernameToken, found {name}, which nobody looks at"
            ));
        }
    }
    Ok(token(header).map(login))
}

/// Whatever the version of its namespace.
fn is_security(block: &Element) -> bool {
    block.local() == "Security"
}

fn token(header: &Element) -> Option<&Element> {
    let mut tokens = header.children_named("Security");
    tokens.find_map(|security| security.child("UsernameToken"))
}

fn login(token: &Element) -> Login {
    let text = |local: &str| token.child_text(local).unwrap_or_default();
    let proof = match token.child("Password") {
        None => Proof::Nothing,
        Some(password) => {
            let kind = password
                .attributes
                .iter()
                .find(|it| it.name.local == "Type");
            let kind = kind.map_or(PASSWORD_TEXT, |kind| kind.value.trim());
            match kind.rsplit('#').next() {
                Some("PasswordText") => Proof::Text(password.text.clone()),
                Some("PasswordDigest") => digest(password.text(), text("Nonce"), text("Created")),
                Some(_) | None => {
                    let kind: String = kind.chars().take(80).collect();
                    Proof::Unreadable(format!("a Password of the unknown Type `{kind}`"))
                }
            }
        }
    };
    Login {
        user: text("Username").to_owned(),
        proof,
    }
}

fn digest(digest: &str, nonce: &str, created: &str) -> Proof {
    let unreadable = |what: &str| Proof::Unreadable(format!("{what} that is not Base64"));
    let (Ok(digest), nonce) = (
        BASE64_STANDARD.decode(digest),
        BASE64_STANDARD.decode(nonce),
    ) else {
        return unreadable("a PasswordDigest");
    };
    match nonce {
        Ok(nonce) => Proof::Digest {
            digest,
            nonce,
            created: created.to_owned(),
        },
        Err(_) => unreadable("a Nonce"),
    }
}

/// Writes the security header of a user, with the password as it is.
pub(super) fn write(writer: &mut Writer, login: &MpsLogin) {
    writer
        .open(
            "wsse:Security",
            &[("xmlns:wsse", WSSE), ("soapenv:mustUnderstand", "1")],
        )
        .open("wsse:UsernameToken", &[])
        .leaf("wsse:Username", &login.user)
        .leaf_with("wsse:Password", &[("Type", PASSWORD_TEXT)], &login.password)
        .close()
        .close();
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::services::mps::client;

    fn user_of(header: &str) -> Option<Caller> {
        let envelope = format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'>{header}\
             <e:Body><a/></e:Body></e:Envelope>"
        );
        caller(&Received {
            request: client::request("", Bytes::from(envelope)),
            path: "/efaktura-atg-service/v1/".to_owned(),
            base: String::new(),
            too_large: None,
            arrived: jiff::Timestamp::UNIX_EPOCH,
        })
    }

    #[test]
    fn the_user_of_the_security_header_is_the_caller() {
        let security = "<e:Header><w:Security xmlns:w='urn:w'><w:UsernameToken><w:Username> fjord \
                        </w:Username></w:UsernameToken></w:Security></e:Header>";
        let fjord = Caller::Credential("fjord".to_owned());
        assert_eq!(user_of(security), Some(fjord));
    }

    #[test]
    fn a_message_without_a_readable_user_comes_from_nobody() {
        for header in [
            "",
            "<e:Header/>",
            "<e:Header><UsernameToken/></e:Header>",
            "<e:Header><UsernameToken></e:Header>",
            "<e:Header><Security><UsernameToken/></Security></e:Header>",
        ] {
            assert_eq!(user_of(header), None, "{header}");
        }
    }

    #[test]
    fn what_we_write_is_read_as_the_same_user() {
        let sent = MpsLogin {
            user: "fjord & co".to_owned(),
            password: "<secret>".to_owned(),
        };
        let header = |writer: &mut Writer| write(writer, &sent);
        let bytes = soap::write_around(Some(header), |writer| {
            writer.leaf("m", "");
        });
        let header = soap::read_envelope(&bytes, Limits::default())
            .unwrap()
            .header;
        let mut remarks = Vec::new();
        let read = read(header.as_ref(), &mut remarks).ok().flatten().unwrap();
        assert_eq!(
            (read.user, read.proof),
            (sent.user, Proof::Text(sent.password))
        );
        assert!(remarks.is_empty());
    }
}
