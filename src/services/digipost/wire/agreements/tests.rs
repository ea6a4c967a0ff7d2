//! Readers of the user-agreements API.
