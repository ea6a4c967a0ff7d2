//! The bank: messages and refusals.
