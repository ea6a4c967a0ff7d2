//! TODO-keeping

use serde::{Deserialize, Serialize};

use crate::services::digipost::model::KeepingState;
use crate::snapshot::written::formed;

formed! {
    StateText for KeepingState,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "KeepingState", deny_unknown_fields)]
struct StateText {}
