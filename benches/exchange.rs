//! Exchanges a second, beside handlers of bare actix-web in the same process.
//!
//! `cargo bench` runs all of it; `cargo bench -- --quick` is a smoke run; words such as `lookup`,
//! `messages`, `invoice`, `digipost`, `vipps`, `krr`, `inside`, `agenda`, `values`, `files` pick
//! parts.
//! docs/SPEED.md says how to read the numbers.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    reason = "a bench reads the clock and prints, and all other events mean the same to it"
)]

use std::env;
use std::time::Duration;

use bare::{Envelope, Work};
use load::{Counted, Talk, drive};
use ours::{Ours, Post, on_the_wire};

#[path = "exchange/bare.rs"]
mod bare;
#[path = "exchange/digipost.rs"]
mod digipost;
#[path = "exchange/files.rs"]
mod files;
#[path = "exchange/inside.rs"]
mod inside;
#[path = "exchange/krr.rs"]
mod krr;
#[path = "exchange/load.rs"]
mod load;
#[path = "exchange/messages.rs"]
mod messages;
#[path = "exchange/ours.rs"]
mod ours;
#[path = "exchange/values.rs"]
mod values;
#[path = "exchange/vipps.rs"]
mod vipps;

/// Connections where answers a second are counted.
const BUSY: usize = 8;
/// Connections where latency is looked at.
const MANY: usize = 32;

fn main() {
    let plan = Plan::read();
    let ours = ours::serve();
    let sample = ours.post("sample");
    let created = ours.answer(sample.invoice());
    ours.runtime.block_on(async {
        sandkasse::http::enter(&ours.house, &sample.sandbox, |_| ()).await;
    });
    assert_eq!(sample.delivered(), 1, "the sample walks to its end");
    let envelopes: Vec<Envelope> = sample.envelopes().into_iter().map(Envelope::of).collect();
    let answer = ours.answer(ours::lookup());
    println!(
        "a look-up answers {} bytes; a walk has {} envelopes",
        answer.len(),
        envelopes.len()
    );
    let messages = messages::all();
    let answers = messages.iter().map(|it| it.answer(&ours)).collect();
    let bench = Bench {
        bare: bare::serve(Work {
            lookup: answer.clone(),
            created,
            envelopes,
            answers,
            digipost: digipost::answers(&ours),
            vipps: vipps::answers(&ours),
            krr: krr::answers(&ours),
        }),
        ours,
        plan,
    };
    println!("{HEAD}");
    let met = bench.run(&messages, &answer);
    let failed = met.iter().filter(|met| !**met).count();
    println!("{} budgets looked at, {failed} not met", met.len());
}

const HEAD: &str = "what                                bare/s    ours/s   ratio (min..max)     \
                    budget  bare p50/p99     ours p50/p99";

/// What the command line asks for.
struct Plan {
    rounds: usize,
    time: Duration,
    entries: u32,
    words: Vec<String>,
}

impl Plan {
    fn read() -> Self {
        let arguments: Vec<String> = env::args().skip(1).collect();
        let quick = arguments.iter().any(|argument| argument == "--quick");
        // cargo adds `--bench`.
        let words = arguments.into_iter().filter(|word| !word.starts_with('-'));
        Self {
            rounds: if quick { 1 } else { 7 },
            time: Duration::from_millis(if quick { 300 } else { 2000 }),
            entries: 100_000,
            words: words.collect(),
        }
    }

    fn wants(&self, part: &str) -> bool {
        self.words.is_empty() || self.words.iter().any(|word| part.contains(word.as_str()))
    }
}

struct Bench {
    bare: std::net::SocketAddr,
    ours: Ours,
    plan: Plan,
}

/// Pairs of runs, one of each side after the other.
#[derive(Default)]
struct Pairs {
    rates: Vec<(f64, f64)>,
    half: Vec<(f64, f64)>,
    most: Vec<(f64, f64)>,
}

impl Bench {
    /// Measures what was asked for; says of each budget whether it was met.
    fn run(&self, messages: &[messages::Message], answer: &bytes::Bytes) -> Vec<bool> {
        let mut met = Vec::new();
        if self.plan.wants("lookup") {
            met.push(self.lookup(BUSY, Some(0.45)));
            met.push(self.lookup(MANY, None));
        }
        if self.plan.wants("messages") {
            for (n, message) in messages.iter().enumerate() {
                self.message(n, message);
            }
        }
        if self.plan.wants("invoice") {
            met.push(self.invoice("whole invoice, one sandbox", false, Some(0.20)));
            met.push(self.invoice("whole invoice, a sandbox each", true, Some(0.20)));
        }
        if self.plan.wants("digipost") {
            met.push(self.digipost_messages());
            met.push(self.digipost_identification());
        }
        if self.plan.wants("vipps") {
            met.extend(self.vipps());
        }
        if self.plan.wants("krr") {
            met.extend(self.krr());
        }
        if self.plan.wants("inside") {
            self.inside(answer);
        }
        if self.plan.wants("agenda") {
            met.push(self.agenda());
        }
        if self.plan.wants("values") {
            met.extend(self.values());
        }
        if self.plan.wants("files") {
            met.push(self.files());
        }
        met
    }

    fn lookup(&self, connections: usize, budget: Option<f64>) -> bool {
        let request = ours::lookup();
        let talk = |path| Talk {
            requests: vec![on_the_wire(&request, path); connections],
            ..Talk::default()
        };
        let (bare, ours) = (talk(Some("/lookup")), talk(None));
        let warm = self.plan.time / 4;
        drive(self.bare, &bare, warm);
        drive(self.ours.address, &ours, warm);
        let mut pairs = Pairs::default();
        for _ in 0..self.plan.rounds {
            let bare = drive(self.bare, &bare, self.plan.time);
            pairs.take(bare, drive(self.ours.address, &ours, self.plan.time));
        }
        let what = format!("SOAP look-up, {connections} connections");
        pairs.print(&what, budget)
    }

    fn invoice(&self, what: &str, apart: bool, budget: Option<f64>) -> bool {
        let mut pairs = Pairs::default();
        for round in 0..=self.plan.rounds {
            let posts: Vec<Post> = (0..BUSY)
                .filter(|n| apart || *n == 0)
                .map(|n| self.ours.post(&format!("bench-{round}-{n}")))
                .collect();
            let post = |n| posts.get(n).unwrap_or(&posts[0]);
            let ours = Talk {
                requests: (0..BUSY)
                    .map(|n| on_the_wire(&post(n).invoice(), None))
                    .collect(),
                last: (0..BUSY)
                    .map(|n| on_the_wire(&post(n).wait(), None))
                    .collect(),
                ..Talk::default()
            };
            let bare = Talk {
                requests: vec![on_the_wire(&posts[0].invoice(), Some("/invoices")); BUSY],
                ..Talk::default()
            };
            let bare = drive(self.bare, &bare, self.plan.time);
            let ours = drive(self.ours.address, &ours, self.plan.time);
            let delivered: usize = posts.iter().map(Post::delivered).sum();
            assert_eq!(
                Ok(delivered),
                usize::try_from(ours.answers),
                "all are delivered"
            );
            for post in posts {
                self.ours.house.sandboxes.drop_sandbox(post.sandbox.name());
            }
            // The first round warms up.
            if round > 0 {
                pairs.take(bare, ours);
            }
        }
        pairs.print(what, budget)
    }

    fn inside(&self, answer: &bytes::Bytes) {
        let mut pairs = Pairs::default();
        let mut invoices = Vec::new();
        for round in 0..self.plan.rounds {
            let wire = inside::lookups_on_the_wire(answer, self.plan.time / 2);
            let ours = inside::lookups(&self.ours, self.plan.time / 2);
            pairs.rates.push((wire, ours));
            let name = format!("inside-{round}");
            invoices.push(inside::invoices(&self.ours, &name, self.plan.time / 2));
        }
        println!("in the process, one caller, without sockets:");
        println!(
            "  look-ups {:.0}/s; walking the same request and writing the same answer with \
             quick-xml {:.0}/s",
            median(pairs.rates.iter().map(|pair| pair.1)),
            median(pairs.rates.iter().map(|pair| pair.0)),
        );
        println!("  whole invoices {:.0}/s", median(invoices.into_iter()));
    }

    fn agenda(&self) -> bool {
        let entries = self.plan.entries;
        let took = inside::agenda(&self.ours, entries);
        println!(
            "a year with {entries} validations on the agenda: {} ms (budget: 1000)",
            took.as_millis()
        );
        took < Duration::from_secs(1)
    }
}

impl Bench {
    /// The month of a transmission, and of one with ten times the claims: at most twelve times the
    /// time.
    fn files(&self) -> bool {
        let [small, large] = [10_000, 100_000].map(|claims| {
            let month = files::month(&self.ours, &format!("files-{claims}"), claims);
            println!("a transmission of {claims} claims, one caller, without sockets:");
            let split = month.split.as_secs_f64();
            let line = |what: &str, took: Duration| {
                let ms = took.as_secs_f64() * 1e3;
                let times = took.as_secs_f64() / split;
                println!("  {what:<22}{ms:>9.1} ms  {times:>7.1} times copying and splitting");
            };
            line("copied and split", month.split);
            line("read by the codec", month.read);
            for (what, took) in &month.steps {
                line(what, *took);
            }
            line("in all", month.whole());
            month
        });
        let grown = large.whole().as_secs_f64() / small.whole().as_secs_f64();
        let more = f64::from(large.claims) / f64::from(small.claims);
        println!("  {more:.0} times the claims take {grown:.1} times the time (budget: 12)");
        grown <= 12.0
    }

    /// Creation and fork beside what each would cost if nothing were shared, and the weight of
    /// many.
    fn values(&self) -> Vec<bool> {
        const MANY: u32 = 10_000;
        let values::Values {
            cast,
            created,
            forked,
            written,
            resident,
        } = values::measure(&self.ours, MANY);
        println!("sandboxes as values, one caller, without sockets:");
        println!(
            "  creation {created:.1} µs, {:.3} of reading the cast anew ({cast:.0} µs) (budget: \
             1000 µs)",
            created / cast
        );
        println!(
            "  fork {forked:.1} µs, {:.4} of writing the same world down ({written:.0} µs) \
             (budget: 1000 µs)",
            forked / written
        );
        let weight = resident.map_or_else(
            || "the system does not tell".to_owned(),
            |bytes| format!("{} MiB", bytes / (1024 * 1024)),
        );
        println!("  {MANY} more sandboxes at once: {weight} resident (budget: 1024)");
        let light = resident.is_none_or(|bytes| bytes < 1 << 30);
        vec![created < 1000.0, forked < 1000.0, light]
    }
}

impl Pairs {
    fn take(&mut self, mut bare: Counted, mut ours: Counted) {
        self.rates.push((bare.rate(), ours.rate()));
        let mut both = |share| {
            let micros = |counted: &mut Counted| counted.percentile(share).as_secs_f64() * 1e3;
            (micros(&mut bare), micros(&mut ours))
        };
        self.half.push(both(0.50));
        self.most.push(both(0.99));
    }

    /// Prints a line; says whether the budget is met.
    fn print(&self, what: &str, budget: Option<f64>) -> bool {
        let (bare, ours) = sides(&self.rates);
        let mut ratios: Vec<f64> = self.rates.iter().map(|(bare, ours)| ours / bare).collect();
        ratios.sort_by(f64::total_cmp);
        let ratio = median(ratios.iter().copied());
        let range = format!(
            "{ratio:.2} ({:.2}..{:.2})",
            ratios.first().unwrap_or(&0.0),
            ratios.last().unwrap_or(&0.0)
        );
        let (half, most) = (sides(&self.half), sides(&self.most));
        let budgeted = budget.map_or_else(|| "-".to_owned(), |budget| format!("{budget:.2}"));
        println!(
            "{what:<34}{bare:>8.0}  {ours:>8.0}   {range:<20} {budgeted:<7} {:.3}/{:.3} ms  \
             {:.3}/{:.3} ms",
            half.0, most.0, half.1, most.1,
        );
        match budget {
            Some(budget) => ratio >= budget,
            // Latency has a budget only where the bare handler is quick itself.
            None => most.0 >= 0.5 || most.1 < 1.0,
        }
    }
}

/// Medians of both sides.
fn sides(pairs: &[(f64, f64)]) -> (f64, f64) {
    let bare = median(pairs.iter().map(|pair| pair.0));
    (bare, median(pairs.iter().map(|pair| pair.1)))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
