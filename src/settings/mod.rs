//! What whoever starts the program says: command line, environment and settings file.

mod arguments;
mod file;

pub use arguments::{
    Arguments, ArgumentsError, CastSource, ClockMode, Serve, Verb, address, instant, read,
    read_from,
};
