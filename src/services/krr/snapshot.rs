//! The log of changes as text.

use imbl::Vector;
use serde::{Deserialize, Serialize};

use super::model::Model;
use crate::domain::identity::NationalId;
use crate::snapshot::written::{self, formed, texted};

formed! {
    ModelText for Model,
}
texted! {
    NationalId, "a national identity number", |it| it.as_str().into(), NationalId::parse;
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Model", deny_unknown_fields)]
struct ModelText {
    /// Whose entry changed, the first change first. Absent in the first documents of this format.
    #[serde(default, with = "written")]
    log: Vector<NationalId>,
}
