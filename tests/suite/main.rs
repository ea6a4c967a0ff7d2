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

// The shipped stories as a library: whole, well told, and listed in the manual.
mod shipped;

// What MPS can say is said in a story: statuses, codes, and what can be armed by name.
mod reached;

// The same of Digipost and the banks.
mod told;

// Same seed, same story; and sandboxes, clients and clocks beside each other.
mod determinism;

// How a request finds its sandbox: by port, by address, by what its sender sends anyway.
mod naming;

// Worlds as values: out and in, copies, what changed, and many at once.
mod values;

// Whatever is sent, nobody falls over and everybody is told why.
mod bad_input;

// What only a real socket shows: the program itself.
mod sockets;

// A file system as the way in and out.
mod folders;

// Armed trouble: what it does to answers, whom it is about, and what is no trouble at all.
mod trouble;

// The test keys as files.
mod certs;

// Who is let in to the admin API, and what the settings file says.
mod admission;

// Event streams over sockets, and what becomes of them when the server stops.
mod streams;

// The server as a guest in somebody else's tests.
mod embedded;

// The published example documents, where they are at hand.
mod real_input;

// How true the sandbox is, written from the tables.
mod fidelity;

// Who is in the cast, written from the cast file.
mod cast;

// The house looks at itself: layers, places, shape, text and papers.
mod tidy;
