//! TODO-agreements

use serde::{Deserialize, Serialize};

use crate::services::digipost::model::AgreementsState;
use crate::snapshot::written::formed;

formed! {
    StateText for AgreementsState,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "AgreementsState", deny_unknown_fields)]
struct StateText {}
