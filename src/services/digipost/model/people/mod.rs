//! Who is there: recipients by what a sender knows of them, senders, keys, accounts.

mod accounts;
mod ask;
mod identify;
mod search;
mod senders;

pub use accounts::NewAccount;
pub(super) use ask::answer;
pub use ask::{PeopleAsk, PeopleReply};
pub use identify::{
    Identification, IdentificationResult, Identified, Identifier, InvalidReason, NameAndAddress,
    Outcome, UnidentifiedReason,
};
pub(in crate::services::digipost) use identify::{Known, alias, known};
pub use search::Hit;
pub use senders::{Feature, SenderInformation, SenderName};
pub(in crate::services::digipost) use senders::{acts_for, sender_by_id, sender_by_organisation};
