//! The settings of a sandbox: what they are, and the table of them.

mod setting;
mod table;

pub use setting::{
    Changed, ClaimDays, MpsSecurity, Profile, SetBy, Setting, SettingError, Settings, Signatures,
    WireTime,
};
pub use table::SETTINGS;
