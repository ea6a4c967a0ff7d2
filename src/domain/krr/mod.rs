//! Words of the contact and reservation register that cast, settings and services share.

mod settings;

pub use settings::{ChangesFrom, ErrorForm, KrrSettings, Malformed, TimeForm, Withhold};
