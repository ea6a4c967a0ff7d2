//! The state of Vipps and its rules.

mod access;
mod admission;
mod apply;
mod command;
mod gate;
mod invoice;
mod kinds;
mod paying;
mod rfc3339;
mod row;
mod sending;
mod short;
mod standing;
mod status;

pub use access::{
    AccessAsk, AccessReply, AccessWhat, Calls, LogIn, LoggedIn, Session, ShownKey,
    State as AccessState,
};
#[cfg(test)]
pub(super) use access::{recipient_of, recipient_token};
pub use apply::Model;
#[cfg(test)]
pub(super) use apply::invoice_shown;
pub use command::{Answer, Ask, Command, Event, Reply};
pub use gate::{Asker, Authorization, Gate};
pub use invoice::{
    Attachment, Content, Document, Ident, IdentKind, Invoice, Payment, PaymentKind, Problem,
    Recipient, Stage,
};
pub use kinds::InvoiceKind;
pub use paying::{
    DocumentLink, LinkTamper, Oddity, PayingAsk, PayingReply, PayingWhat, StateFilter,
};
pub(super) use rfc3339::instant;
pub use row::{Row, State, View};
pub use sending::{Draft, DraftPayment, SendingAsk, SendingReply, SendingWhat};
pub(super) use sending::{consumer_fact, is_https, is_mime_type, shortened};
pub use short::InShort;
pub use standing::{Approval, Standing, Transition, Used};
pub use status::StatusCall;
