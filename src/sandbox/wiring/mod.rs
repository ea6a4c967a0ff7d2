//! What follows elsewhere from news of the consumers' book.

mod agreements;
mod mailboxes;
mod registers;
mod table;

pub(super) use table::{Follows, follow};
