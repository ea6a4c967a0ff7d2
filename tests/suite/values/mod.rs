//! Worlds as values: out and in, copies, what changed, and many at once.

mod changes;
mod crowds;
mod documents;
mod filed;
mod submitters;
mod travels;
