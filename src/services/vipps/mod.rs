//! Vipps: the invoice API, for those who send invoices (ISP) and those who show and pay them (IPP).
//!
//! - **Whom**: both sides of the invoice API, the log-in in front of it, and the public keys, on
//!   their real paths below one mount. The official collections read paths by position: use a
//!   listener.
//! - **Read**: guide, problem catalogue, swagger files and collections of the invoice API. They
//!   contradict each other; `docs/VIPPS.md` says which side is followed, settings switch some.
//! - **Faithful**: paths, headers, bodies, the three shapes of errors, problems, states.
//! - **Modelled**: most HTTP statuses of problems, what equal content means, the order of checks.
//!
//! Start at [`OPERATIONS`]. Everything is cut into three: `access` (log-in, recipient tokens,
//! keys), `sending` (ISP) and `paying` (IPP); what both sides see of an invoice is a `Row`.

mod faults;
mod model;
mod operations;
mod routes;
mod scripted;
mod snapshot;
#[cfg(test)]
mod tests;
mod wire;

pub use faults::{Fault, FaultKind, FrontKind, Manner, ProblemKind, ProblemRow};
pub use model::{
    AccessAsk, AccessReply, AccessState, AccessWhat, Answer, Approval, Ask, Asker, Attachment,
    Authorization, Calls, Command, Content, Document, DocumentLink, Draft, DraftPayment, Event,
    Gate, Ident, IdentKind, InShort, Invoice, InvoiceKind, LinkTamper, LogIn, LoggedIn, Model,
    Oddity, PayingAsk, PayingReply, PayingWhat, Payment, PaymentKind, Problem, Recipient, Reply,
    Row, SendingAsk, SendingReply, SendingWhat, Session, ShownKey, Stage, Standing, State,
    StateFilter, StatusCall, Transition, Used, View,
};
pub use operations::{MOUNT, OPERATIONS, VALIDATION};
pub use routes::Vipps;
pub use scripted::SCRIPTED;
pub use snapshot::{check_event, check_state};
pub use wire::Echo;
