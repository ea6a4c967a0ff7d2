//! The state of Vipps and its rules.

mod access;
mod admission;
mod apply;
mod command;
mod gate;
mod invoice;
mod kinds;
mod paying;
mod row;
mod sending;
mod standing;
mod status;

pub(super) use access::State as AccessState;
#[cfg(test)]
pub(super) use access::recipient_of;
pub(super) use access::recipient_token;
pub use access::{
    AccessAsk, AccessReply, AccessWhat, KeysWish, LogIn, LogInWish, LoggedIn, RecipientWish,
    ShownKey,
};
pub(super) use access::{Calls, Session};
pub use apply::Model;
pub(super) use apply::{invoice_shown, rows_for};
pub use command::{Answer, Ask, Command, Event, Reply};
pub use gate::{Asker, Authorization, Gate};
pub(super) use invoice::{
    Attachment, Content, Document, Ident, IdentKind, Invoice, Payment, PaymentKind, Problem,
    Recipient, Stage,
};
pub(super) use kinds::InvoiceKind;
pub use paying::{
    DocumentLink, LinkTamper, Oddity, PayingAsk, PayingReply, PayingWhat, StateFilter,
};
pub(super) use row::{Etag, Row, Shown, Source, State};
pub use sending::{Draft, DraftPayment, SendingAsk, SendingReply, SendingWhat};
pub(super) use sending::{consumer_fact, instant, is_https, is_mime_type, shortened};
pub(super) use standing::{Approval, Standing, Transition};
pub use status::StatusCall;
