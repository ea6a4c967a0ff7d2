//! Words of the contact and reservation register that cast, settings and services share.

mod eboks;
mod entry;
mod reach;
mod settings;

pub use eboks::EboksAddress;
pub use entry::{KrrChannel, KrrFacet, KrrLanguage, KrrStatus, MailboxProvider};
pub use settings::{ChangesFrom, ErrorForm, KrrSettings, Malformed, TimeForm, Withhold};
