//! Finding people by their mailbox at e-Boks.

use imbl::OrdMap;

use crate::domain::krr::{EboksAddress, MailboxProvider};
use crate::domain::person::Person;
use crate::domain::slug::Slug;

