//! The published samples, which stand outside the project, and what judges of others are given.

mod judged;
mod samples;
