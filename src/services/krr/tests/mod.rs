//! What the register does, told as its callers see it.

mod access;
mod bad_input;
mod changes;
mod looking_up;
mod own;
mod scripted;
mod signed;
mod world;
