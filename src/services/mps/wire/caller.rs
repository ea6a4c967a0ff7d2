//! Who sends a message: the user of its WS-Security header.

use crate::services::{Caller, Received};
use crate::wire::soap;
use crate::wire::xml::Limits;

/// What a header with a user has in it. Most messages have none, and looking for these bytes is
/// much cheaper than reading the envelope twice.
const MARK: &[u8] = b"UsernameToken";

/// The user that the header names (MPS: EfakturaAtgService v1, interface description: policy with a
/// UsernameToken). MPS takes any user; only one that is a credential tells something.
pub(in crate::services::mps) fn caller(received: &Received) -> Option<Caller> {
    let body = received.request.body();
    if !body.windows(MARK.len()).any(|bytes| bytes == MARK) {
        return None;
    }
    let header = soap::read_envelope(body, Limits::default()).ok()?.header?;
    let user = header.path_text(&["Security", "UsernameToken", "Username"])?;
    Some(Caller::Credential(user.trim().to_owned()))
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
        ] {
            assert_eq!(user_of(header), None, "{header}");
        }
    }
}
