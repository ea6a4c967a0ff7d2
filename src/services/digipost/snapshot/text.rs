//! The state of Digipost as text, both ways.

use serde::{Deserialize, Serialize};

use crate::services::digipost::model::{
    AgreementsState, Event, KeepingState, Links, Model, SendingEvent, SendingState,
};
use crate::snapshot::written::{self, formed};

formed! {
    ModelText for Model,
    EventText for Event,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Model", deny_unknown_fields)]
struct ModelText {
    #[serde(with = "written")]
    sending: SendingState,
    #[serde(with = "written")]
    keeping: KeepingState,
    #[serde(with = "written")]
    agreements: AgreementsState,
    #[serde(with = "written")]
    links: Links,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Event", rename_all = "snake_case")]
enum EventText {
    Sending(#[serde(with = "written")] SendingEvent),
}
