//! The state of dpi as text.

use serde::{Deserialize, Serialize};

use super::model::{Event, Model};
use crate::snapshot::written::formed;

formed! {
    ModelText for Model,
    EventText for Event,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Model", deny_unknown_fields)]
struct ModelText {}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Event", rename_all = "snake_case")]
enum EventText {
    Nothing,
}
