//! Who sends is proved, and what is answered is sealed, as the strictest client checks it.

mod answers;
mod requests;
mod world;
