//! TODO-sending

use serde::{Deserialize, Serialize};

use crate::services::digipost::model::SendingState;
use crate::snapshot::written::formed;

formed! {
    StateText for SendingState,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SendingState", deny_unknown_fields)]
struct StateText {}
