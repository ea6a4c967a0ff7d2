//! Archives as text.

use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::blob::BlobKey;
use crate::domain::digipost::DocumentUuid;
use crate::domain::slug::Slug;
use crate::services::digipost::model::{Archived, ArchivedKey, KeepingState, Model};
use crate::snapshot::TextError;
use crate::snapshot::written::{self, formed, texted};

formed! {
    StateText for KeepingState,
    ArchivedText for Archived,
}
texted! {
    ArchivedKey, "a sender and a UUID",
        |it| format!("{} {}", it.sender, it.uuid).into(), |text: &str| {
            let (sender, uuid) = text.split_once(' ').ok_or(PAIR)?;
            let sender = Slug::parse(sender).map_err(|_| PAIR)?;
            let uuid = DocumentUuid::parse(uuid).ok_or(PAIR)?;
            Ok::<_, &str>(ArchivedKey::of(sender, uuid))
        };
    (String, String), "a key and a value",
        |(key, value)| format!("{}={value}", escaped(key)).into(), |text: &str| {
            let (key, value) = text.split_once('=').ok_or("no equals sign")?;
            Ok::<_, &str>((plain(key), value.to_owned()))
        };
}

const PAIR: &str = "such as `fjord 9af46585-9fef-41fb-adf9-da120fc5bb9d`";

/// A key without equals signs, which end it.
fn escaped(key: &str) -> String {
    key.replace('%', "%25").replace('=', "%3D")
}

fn plain(key: &str) -> String {
    key.replace("%3D", "=").replace("%25", "%")
}

/// Every document of an archive and every link: where it stands, and its bytes.
pub fn files(model: &Model) -> impl Iterator<Item = (String, BlobKey)> {
    let documents = model.keeping.documents.iter().map(|(key, archived)| {
        let ArchivedKey { sender, uuid } = key;
        let field = format!("keeping.documents.{sender} {uuid}.content");
        (field, archived.content)
    });
    let links = model.links.grants.iter().map(|(token, grant)| {
        let field = format!("links.grants.{}.to.content", token.as_str());
        (field, grant.to.content)
    });
    documents.chain(links)
}

/// Says the first document of an archive with a number that may be given again.
///
/// # Errors
/// [`TextError`] when one is above the count of what was archived.
pub fn check_archives(model: &Model) -> Result<(), TextError> {
    let count = model.keeping.archived;
    let over = model.keeping.documents.iter();
    let over = over
        .into_iter()
        .find(|(_, archived)| archived.number > count);
    match over {
        None => Ok(()),
        Some((ArchivedKey { sender, uuid }, archived)) => {
            let field = format!("keeping.documents.{sender} {uuid}.number");
            let expected = "one up to `keeping.archived`, the count of what was archived";
            Err(TextError::new(
                &field,
                &archived.number.to_string(),
                expected,
            ))
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "KeepingState", deny_unknown_fields)]
struct StateText {
    #[serde(with = "written")]
    documents: OrdMap<ArchivedKey, Arc<Archived>>,
    archived: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Archived", deny_unknown_fields)]
struct ArchivedText {
    number: u64,
    archive: String,
    file_name: Option<String>,
    file_type: String,
    reference: Option<String>,
    content_type: Option<String>,
    #[serde(with = "written")]
    content: BlobKey,
    #[serde(with = "written")]
    attributes: Vec<(String, String)>,
    #[serde(with = "written")]
    archived_at: Timestamp,
    #[serde(with = "written")]
    deletion_at: Option<Timestamp>,
    #[serde(with = "written")]
    deleted_at: Option<Timestamp>,
}
