//! The state of maskinporten as text.

use serde::{Deserialize, Serialize};

use super::model::Model;
use crate::snapshot::written::formed;

formed! {
    ModelText for Model,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Model", deny_unknown_fields)]
struct ModelText {}
