//! Words of digital post to citizens that cast, settings and services share.

mod settings;

pub use settings::DpiSettings;
