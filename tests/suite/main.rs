//! The whole suite in one binary, in reading order: one link step instead of one a file.

// How true the sandbox is, written from the tables.
mod fidelity;
// The house looks at itself: layers, places, shape, text and papers.
mod tidy;
