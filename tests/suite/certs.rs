//! The test keys as files: written whole or not at all, and never over what is there.

use std::fs;
use std::path::PathBuf;

use crate::support::Binary;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("sandkasse-certs-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn certs(&self) -> Binary {
        Binary::run(&["certs", "--out", self.0.to_str().unwrap()])
    }

    #[expect(clippy::disallowed_methods, reason = "tests read what was written")]
    fn bytes_of(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_keys_are_written_into_a_folder_that_need_not_be_there() {
    let folder = Folder::new("new");
    assert_eq!(folder.certs().code, 0);
    assert_eq!(
        folder.names(),
        [
            "access-provider.cert.pem",
            "access-provider.key.pem",
            "digipost-broker.cert.pem",
            "digipost-broker.key.pem",
            "digipost-broker.p12",
            "digipost-print.cert.pem",
            "digipost-print.key.pem",
            "digipost-recipient.cert.pem",
            "digipost-recipient.key.pem",
            "digipost-server.cert.pem",
            "dpi-digipost-receipts.cert.pem",
            "dpi-digipost.cert.pem",
            "dpi-eboks-receipts.cert.pem",
            "dpi-eboks.cert.pem",
            "dpi-print-receipts.cert.pem",
            "dpi-print.cert.pem",
            "krr-server.cert.pem",
            "maskinporten-client.cert.pem",
            "maskinporten-client.key.pem",
        ]
    );
    let key = folder.bytes_of("digipost-broker.key.pem");
    assert!(key.starts_with(b"-----BEGIN PRIVATE KEY-----\n"));
    // Once more changes nothing and is fine.
    assert_eq!(folder.certs().code, 0);
    fs::remove_file(folder.0.join("digipost-broker.p12")).unwrap();
    assert_eq!(folder.certs().code, 0);
    assert_eq!(folder.names().len(), 19);
}

#[test]
fn a_file_of_somebody_else_is_not_overwritten_and_nothing_is_written_beside_it() {
    let folder = Folder::new("other");
    fs::create_dir_all(&folder.0).unwrap();
    let mine = folder.0.join("digipost-broker.p12");
    fs::write(&mine, "mine").unwrap();
    assert_eq!(folder.certs().code, 1);
    assert_eq!(folder.bytes_of("digipost-broker.p12"), b"mine");
    assert_eq!(folder.names(), ["digipost-broker.p12"]);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_with_its_path() {
    let folder = Folder::new("file");
    fs::write(&folder.0, "a file").unwrap();
    let said = folder.certs();
    assert_eq!(said.code, 2);
    let path = folder.0.to_str().unwrap();
    assert!(said.said.contains(path), "{}", said.said);
    fs::remove_file(&folder.0).unwrap();
}
