//! Sessions and counted calls as text.

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::slug::Slug;
use crate::domain::vipps::Product;
use crate::services::vipps::model::{AccessState, Asker, Calls, Session};
use crate::snapshot::written::{self, formed, texted, worded};

formed! {
    StateText for AccessState,
    SessionText for Session,
    AskerText for Asker,
    CallsText for Calls,
}
worded!(Product);
texted! {
    Uuid, "a UUID", |it| it.to_string().into(),
        |text: &str| text.parse().map_err(|_| "something else");
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "AccessState", deny_unknown_fields)]
struct StateText {
    #[serde(with = "written")]
    sessions: OrdMap<Uuid, Session>,
    given: u64,
    #[serde(with = "written")]
    calls: OrdMap<String, Calls>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Session", deny_unknown_fields)]
struct SessionText {
    #[serde(with = "written")]
    asker: Asker,
    #[serde(with = "written")]
    until: Timestamp,
    number: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Asker", deny_unknown_fields)]
struct AskerText {
    #[serde(with = "written")]
    company: Slug,
    #[serde(with = "written")]
    product: Product,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Calls", deny_unknown_fields)]
struct CallsText {
    second: i64,
    count: u32,
}
