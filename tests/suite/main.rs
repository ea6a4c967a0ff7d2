//! The whole suite in one binary, in reading order: one link step instead of one a file.

// The house looks at itself: layers, places, shape, text and papers.
mod tidy;
