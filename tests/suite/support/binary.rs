//! The program itself, as a user starts it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Binary {
    /// Exit code; -1 when a signal ended it.
    pub(crate) code: i32,
    /// What it said on standard error.
    pub(crate) said: String,
}

impl Binary {
    /// Runs it to its end.
    pub(crate) fn run(arguments: &[&str]) -> Self {
        Self::of(command(arguments).spawn().unwrap())
    }

    /// Runs it to its end while nobody reads what it prints.
    pub(crate) fn run_unread(arguments: &[&str]) -> Self {
        let mut child = command(arguments).spawn().unwrap();
        drop(child.stdout.take());
        Self::of(child)
    }

    /// Starts it; gives the process and the first line that it prints.
    pub(crate) fn start(arguments: &[&str]) -> (Child, String) {
        let (child, mut lines) = Self::start_saying(arguments, 1);
        (child, lines.remove(0))
    }

    /// Starts it; gives the process and so many lines that it prints.
    pub(crate) fn start_saying(arguments: &[&str], count: usize) -> (Child, Vec<String>) {
        let mut child = command(arguments).spawn().unwrap();
        let out = child.stdout.as_mut().unwrap();
        let lines = BufReader::new(out).lines().take(count);
        let lines: Vec<String> = lines.map(|line| line.unwrap().trim().to_owned()).collect();
        (child, lines)
    }

    /// Waits for the end of a process.
    pub(crate) fn of(mut child: Child) -> Self {
        let mut said = String::new();
        let errors = child.stderr.as_mut().unwrap();
        errors.read_to_string(&mut said).unwrap();
        let code = child.wait().unwrap().code().unwrap_or(-1);
        Self { code, said }
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandkasse"));
    command.args(arguments);
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped());
    command.stderr(Stdio::piped());
    command
}
