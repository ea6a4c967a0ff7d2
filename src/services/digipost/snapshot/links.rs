//! Links to the content of documents as text.

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::consumer::MailNumber;
use crate::domain::blob::BlobKey;
use crate::services::digipost::model::{Grant, LinkToken, Linked, Links};
use crate::snapshot::written::{self, formed, texted};

formed! {
    LinksText for Links,
    GrantText for Grant,
    LinkedText for Linked,
}
texted! {
    LinkToken, "128 hexadecimal digits", |it| it.as_str().into(),
        |text: &str| LinkToken::parse(text).ok_or("something else");
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Links", deny_unknown_fields)]
struct LinksText {
    #[serde(with = "written")]
    grants: OrdMap<LinkToken, Grant>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Grant", deny_unknown_fields)]
struct GrantText {
    #[serde(with = "written")]
    to: Linked,
    #[serde(with = "written")]
    until: Timestamp,
    used: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Linked", deny_unknown_fields)]
struct LinkedText {
    #[serde(with = "written")]
    document: MailNumber,
    #[serde(with = "written")]
    content: BlobKey,
    file_type: String,
}
