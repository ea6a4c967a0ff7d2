//! What whoever starts the program says: command line, environment and settings file.

mod arguments;
mod file;

pub use arguments::{
    Arguments, ArgumentsError, CastSource, ClockMode, Health, ListenerAt, Serve, Verb, address,
    idle_time, instant, listener, read, read_from,
};
