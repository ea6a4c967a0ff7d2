//! The published samples, read with everything here; they stand outside the project.

mod samples;
