//! What whoever starts the program says: command line, environment and settings file.

mod arguments;
mod file;

pub use arguments::{
    Arguments, ArgumentsError, CastSource, Certs, Check, ClockMode, Health, ListenerAt, Run, Serve,
    Verb, address, colours, idle_time, instant, listener, read, read_from,
};
