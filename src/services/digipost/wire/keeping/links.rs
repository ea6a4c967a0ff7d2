//! The addresses of what is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::echo::Echo;
use crate::consumer::MailNumber;
use crate::domain::digipost::{AccountId, DocumentUuid};
use crate::services::digipost::model::Search;
use crate::wire::form;

/// What the usual archive is called in addresses; every other name is Base64 behind a letter.
const USUAL: &str = "default";

/// The one-time address of content (Digipost: API v7, inbox).
pub(in crate::services::digipost::wire) fn one_time(
    echo: &Echo,
    number: MailNumber,
    token: &str,
) -> String {
    format!(
        "{}/documents/{number}?token={token}&download=false",
        echo.base
    )
}

/// A letter in an inbox.
pub(super) fn letter(echo: &Echo, sender: AccountId, number: MailNumber) -> String {
    format!("{}/{sender}/inbox/{number}", echo.base)
}

/// A document in an archive.
pub(super) fn archived(echo: &Echo, sender: AccountId, uuid: DocumentUuid) -> String {
    format!("{}/{sender}/archive/documents/uuid/{uuid}", echo.base)
}

/// The next documents of an archive. Clients decode the query before they send it, so nothing in it
/// may need an escape.
pub(super) fn page(echo: &Echo, sender: AccountId, search: &Search) -> String {
    let Search {
        archive,
        after,
        attributes,
        from,
        until,
    } = search;
    let after = after.to_string();
    let mut query = vec![("after", after)];
    if !attributes.is_empty() {
        let pairs = attributes.iter().flat_map(|(key, value)| [key, value]);
        let pairs: Vec<_> = pairs.map(String::as_str).collect();
        query.push(("attributes", URL_SAFE_NO_PAD.encode(pairs.join(","))));
    }
    let instants = [("fromDate", from), ("toDate", until)];
    for (name, instant) in instants {
        let encoded = instant.map(|instant| URL_SAFE_NO_PAD.encode(instant.to_string()));
        query.extend(encoded.map(|encoded| (name, encoded)));
    }
    let pairs: Vec<_> = query
        .iter()
        .map(|(name, it)| (*name, it.as_str()))
        .collect();
    let (base, name) = (&echo.base, called(archive));
    let query = form::encode(&pairs);
    format!("{base}/{sender}/archive/{name}/documents?{query}")
}

fn called(archive: &str) -> String {
    match archive {
        "" => USUAL.to_owned(),
        name => format!("n{}", URL_SAFE_NO_PAD.encode(name)),
    }
}

/// The archive of a name in an address.
pub(super) fn archive_called(name: &str) -> Option<String> {
    if name == USUAL {
        return Some(String::new());
    }
    let bytes = URL_SAFE_NO_PAD.decode(name.strip_prefix('n')?).ok()?;
    String::from_utf8(bytes)
        .ok()
        .filter(|name| !name.is_empty())
}
