//! Digital post to citizens: what a sender hands in, and what mailboxes and printers say of it.

mod destination;
mod fingerprint;
mod header;
mod letter;
mod message;
mod notices;
mod print;
mod receipt;
mod settings;
mod text;

pub use destination::Destination;
pub use fingerprint::Fingerprint;
pub use header::{ConversationId, Header, MessageId, MessageKind, Process};
pub use letter::{DigitalLetter, Language, MailboxAddress, SecurityLevel};
pub use message::{Body, Message, SendingUnit};
pub use notices::{EmailNotice, Notices, Repetitions, SmsNotice, SmsNumber};
pub use print::{Abroad, AddressLine, Country, Place, PostalAddress, PrintColour, PrintLetter};
pub use print::{Domestic, PostalClass, ReturnHandling};
pub use receipt::{FailedChannel, Fault, Receipt, ReceiptKind, ReceiptNews};
pub use settings::DpiSettings;
pub use text::{
    EmailText, InvoiceReference, Kanal, OutOfBounds, PlaceName, SenderUnit, SmsText, Title,
};
