//! A lean client: keep-alive connections over plain sockets, one thread each.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

/// Length header as both servers write it.
const LENGTH: &[u8] = b"content-length: ";

/// How many stamps there were; none is used twice in one process.
static STAMPS: AtomicU32 = AtomicU32::new(1);

/// What came of one run.
#[derive(Clone)]
pub(crate) struct Counted {
    /// Answers got.
    pub(crate) answers: u64,
    /// From the common start to the last answer of the last connection.
    pub(crate) elapsed: Duration,
    /// How long each answer took.
    pub(crate) latencies: Vec<Duration>,
}

impl Counted {
    /// Answers a second.
    pub(crate) fn rate(&self) -> f64 {
        self.answers as f64 / self.elapsed.as_secs_f64()
    }

    /// The latency that this share of the answers stayed below.
    pub(crate) fn percentile(&mut self, share: f64) -> Duration {
        self.latencies.sort_unstable();
        let last = self.latencies.len().saturating_sub(1);
        let at = (last as f64 * share) as usize;
        self.latencies.get(at).copied().unwrap_or_default()
    }
}

/// What every connection says.
#[derive(Default)]
pub(crate) struct Talk {
    /// One request for each connection, sent again and again.
    pub(crate) requests: Vec<Vec<u8>>,
    /// Sent once by each connection at the end, inside the measured time, if anything.
    pub(crate) last: Vec<Vec<u8>>,
    /// Places in every request that get a stamp of eight hexadecimal digits before it is sent:
    /// the same all over one request, another in each.
    pub(crate) stamps: Vec<usize>,
}

/// Lets every connection of a talk ask as fast as it is answered.
pub(crate) fn drive(address: SocketAddr, talk: &Talk, time: Duration) -> Counted {
    together(address, talk.requests.len(), |i, line| {
        let (request, last) = (&talk.requests[i], talk.last.get(i));
        line.ask_until(Instant::now() + time, request, &talk.stamps, last)
    })
}

/// Lets every connection send its requests, each once.
pub(crate) fn drive_through(address: SocketAddr, requests: &[Vec<Vec<u8>>]) -> Counted {
    together(address, requests.len(), |i, line| {
        let mut latencies = Vec::with_capacity(requests[i].len());
        for request in &requests[i] {
            let before = Instant::now();
            line.ask_well(request);
            latencies.push(before.elapsed());
        }
        latencies
    })
}

/// Lets so many connections begin at once; each says how long its answers took.
fn together(
    address: SocketAddr,
    connections: usize,
    talk: impl Fn(usize, &mut Line) -> Vec<Duration> + Sync,
) -> Counted {
    let start = Arc::new(Barrier::new(connections + 1));
    let (runs, elapsed) = thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|i| {
                let (start, talk) = (Arc::clone(&start), &talk);
                scope.spawn(move || {
                    let mut line = Line::to(address);
                    start.wait();
                    talk(i, &mut line)
                })
            })
            .collect();
        start.wait();
        let began = Instant::now();
        let runs: Vec<_> = threads
            .into_iter()
            .map(|thread| thread.join().expect("the client does not panic"))
            .collect();
        (runs, began.elapsed())
    });
    let latencies: Vec<Duration> = runs.into_iter().flatten().collect();
    Counted {
        answers: u64::try_from(latencies.len()).expect("a count fits"),
        elapsed,
        latencies,
    }
}

struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket option");
        Self {
            stream,
            buffer: vec![0; 2 * 1024 * 1024],
        }
    }

    fn ask_until(
        &mut self,
        end: Instant,
        request: &[u8],
        stamps: &[usize],
        last: Option<&Vec<u8>>,
    ) -> Vec<Duration> {
        let mut latencies = Vec::with_capacity(200_000);
        let mut request = request.to_vec();
        let mut now = Instant::now();
        while now < end {
            stamp(&mut request, stamps);
            self.ask_well(&request);
            let after = Instant::now();
            latencies.push(after - now);
            now = after;
        }
        if let Some(last) = last {
            self.ask(last);
        }
        latencies
    }

    /// Sends a request that must be answered well.
    fn ask_well(&mut self, request: &[u8]) {
        let good = self.ask(request);
        assert!(
            good,
            "a refusal: {}",
            String::from_utf8_lossy(&self.buffer[..300])
        );
    }

    /// Sends a request and reads the whole answer; says whether its status is a good one.
    fn ask(&mut self, request: &[u8]) -> bool {
        self.stream.write_all(request).expect("the server reads");
        let mut filled = 0;
        loop {
            let read = self.stream.read(&mut self.buffer[filled..]);
            let read = read.expect("the server answers");
            assert!(read > 0, "the server closed the connection");
            filled += read;
            if answer_length(&self.buffer[..filled]).is_some_and(|length| filled >= length) {
                return self.buffer.starts_with(b"HTTP/1.1 2");
            }
        }
    }
}

fn stamp(request: &mut [u8], places: &[usize]) {
    if places.is_empty() {
        return;
    }
    let stamp = format!("{:08x}", STAMPS.fetch_add(1, Ordering::Relaxed));
    for place in places {
        request[*place..place + stamp.len()].copy_from_slice(stamp.as_bytes());
    }
}

/// The length of an answer whose head is complete.
fn answer_length(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let at = bytes[..head]
        .windows(LENGTH.len())
        .position(|window| window == LENGTH)?;
    let digits = bytes[at + LENGTH.len()..head]
        .iter()
        .take_while(|byte| byte.is_ascii_digit());
    let body = digits.fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));
    Some(head + body)
}
