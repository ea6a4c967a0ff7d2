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

/// What stands between keys and values in a link of ours.
const BETWEEN: char = '\u{1f}';

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
        query.push(("attributes", URL_SAFE_NO_PAD.encode(pairs(attributes))));
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

/// Keys and values, one behind the other. Clients put commas between them (Digipost: Java client
/// 18.0), and values may hold commas, so links of ours have what no XML can hold.
fn pairs(attributes: &[(String, String)]) -> String {
    let words = attributes.iter().flat_map(|(key, value)| [key, value]);
    let words: Vec<_> = words.map(String::as_str).collect();
    words.join(&BETWEEN.to_string())
}

/// Keys and values as a client wrote them, or a link of ours.
pub(super) fn pairs_of(text: &str) -> Option<Vec<(String, String)>> {
    let between = if text.contains(BETWEEN) { BETWEEN } else { ',' };
    let words: Vec<&str> = text.split(between).collect();
    let (pairs, rest) = words.as_chunks::<2>();
    let pairs = pairs
        .iter()
        .map(|[key, value]| ((*key).to_owned(), (*value).to_owned()));
    rest.is_empty().then(|| pairs.collect())
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

#[cfg(test)]
mod tests {
    use super::{pairs, pairs_of};

    #[test]
    fn a_link_keeps_values_with_commas_and_clients_put_commas_between() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let all = vec![pair("Navn", "Testesen, Kari"), pair("INR", "")];
        assert_eq!(pairs_of(&pairs(&all)), Some(all));
        let sent = vec![pair("a", "1"), pair("b", "2")];
        assert_eq!(pairs_of("a,1,b,2"), Some(sent));
        assert_eq!(pairs_of("a,1,b"), None);
    }
}
