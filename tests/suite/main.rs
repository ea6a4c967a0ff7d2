//! The whole suite in one binary, in reading order: one link step instead of one a file.
#![expect(
    clippy::unwrap_used,
    reason = "tests may unwrap, and so may what they share"
)]

// What the tests share: a sandbox with its clients' verbs, bills, real servers.
mod support;

// Whole lives of invoices, from the upload to the last channel.
mod journeys;

// Stories in files: the shipped ones, the manual's, and what is said about wrong ones.
mod scenarios;

// Same seed, same story; and sandboxes, clients and clocks beside each other.
mod determinism;

// Whatever is sent, nobody falls over and everybody is told why.
mod bad_input;

// What only a real socket shows: the program itself, and answers that break.
mod sockets;

// The published example documents, where they are at hand.
mod real_input;

// How true the sandbox is, written from the tables.
mod fidelity;

// The house looks at itself: layers, places, shape, text and papers.
mod tidy;
