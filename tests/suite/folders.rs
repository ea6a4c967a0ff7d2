//! Watched folders: files in, files out, and nothing lost.

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use sandkasse::domain::settings::SetBy;
use sandkasse::folders::Folders;

use crate::support::{MONDAY, TestSandbox};

/// Looks until a file that lies there unchanged is taken.
const LOOKS: usize = 4;

const CLAIMS: &str = "\
NY000010002304561502001000080800000000000000000000000000000000000000000000000000
NY210020000000000150200186011117947000000000000000000000000000000000000000000000
NY2102300000001200326           00000000000045000             000003123452000000
NY2102310000001TREKKDAG                                                    00000
NY210088000000010000000400000000000045000200326200326000000000000000000000000000
NY000089000000010000000600000000000045000200326000000000000000000000000000000000
";

struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sandkasse-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.0.join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.join("inbound").join(name), text).unwrap();
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn look(folders: &mut Folders, sandbox: &TestSandbox, times: usize) {
    for _ in 0..times {
        folders.look(&sandbox.house).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_lies_still_is_taken_and_what_mps_makes_appears_beside_it() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let directory = Directory::new("month");
    let mut folders = Folders::below(&directory.0).unwrap();
    directory.put("krav.txt", CLAIMS);
    directory.put("krav.part", CLAIMS);
    look(&mut folders, &sandbox, LOOKS - 1).await;
    assert_eq!(directory.names("inbound"), ["krav.part", "krav.txt"]);
    look(&mut folders, &sandbox, 1).await;
    assert_eq!(directory.names("inbound"), ["krav.part"]);
    assert_eq!(directory.names("taken"), ["krav.txt"]);
    let receipt = "KV.GODKJENT.F1502001.D260302.T090000.K0000001.html";
    assert_eq!(directory.names("outbound"), [receipt]);
    sandbox.move_to("2026-03-20T12:00:00+01:00").await.unwrap();
    look(&mut folders, &sandbox, 1).await;
    let payments = "OCR.D260320.T120000.K0000002.txt";
    assert_eq!(directory.names("outbound"), [receipt, payments]);
    let mut ocr = Vec::new();
    let file = fs::File::open(directory.0.join("outbound").join(payments));
    file.unwrap().read_to_end(&mut ocr).unwrap();
    assert!(ocr.starts_with(b"NY00001000008080") && ocr.ends_with(b"\r\n"));
    // Whatever was fetched is not fetched again, and an empty look leaves no trace.
    let entries = || sandbox.enter(|world| world.journal.next_number());
    let before = entries().await;
    look(&mut folders, &sandbox, 3).await;
    assert_eq!(entries().await, before);
    // The same name again: nothing of what was taken is lost.
    directory.put("krav.txt", CLAIMS);
    look(&mut folders, &sandbox, LOOKS).await;
    assert_eq!(directory.names("taken"), ["krav.txt", "krav.txt.2"]);
    let rejected = directory.names("outbound");
    let rejected = rejected.iter().filter(|it| it.starts_with("KV.AVVIST"));
    assert_eq!(rejected.count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_grows_waits_until_it_is_whole() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let directory = Directory::new("growing");
    let mut folders = Folders::below(&directory.0).unwrap();
    let half = CLAIMS.len() / 2;
    directory.put("krav.txt", &CLAIMS[..half]);
    look(&mut folders, &sandbox, LOOKS - 1).await;
    directory.put("krav.txt", CLAIMS);
    look(&mut folders, &sandbox, LOOKS - 1).await;
    assert_eq!(directory.names("taken"), [""; 0]);
    look(&mut folders, &sandbox, 1).await;
    assert_eq!(directory.names("taken"), ["krav.txt"]);
    assert!(directory.names("outbound")[0].starts_with("KV.GODKJENT"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_exchange_does_not_take_stays_and_is_taken_later() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let directory = Directory::new("enforce");
    let mut folders = Folders::below(&directory.0).unwrap();
    let security = |word: &'static str| {
        sandbox.enter(move |world| {
            let set = world.settings.set("mps.security", word, SetBy::Change);
            set.unwrap();
        })
    };
    security("enforce").await;
    directory.put(&"x".repeat(230), CLAIMS);
    look(&mut folders, &sandbox, LOOKS + 2).await;
    assert_eq!(directory.names("inbound").len(), 1);
    security("when-present").await;
    look(&mut folders, &sandbox, 1).await;
    assert_eq!(directory.names("inbound"), [""; 0]);
    assert_eq!(directory.names("outbound").len(), 1);
}
