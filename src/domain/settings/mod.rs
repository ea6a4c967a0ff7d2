//! The settings of a sandbox: what they are, and the table of them.

mod setting;
mod table;
#[cfg(test)]
mod tests;

pub use setting::{
    Changed, Checks, ClaimDays, PreEncryptElement, Profile, SetBy, Setting, SettingError, Settings,
    WireTime,
};
pub use table::SETTINGS;
