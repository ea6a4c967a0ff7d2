//! `sandkasse certs`: the test keys as files, for the clients of a sandbox.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::verdict::{CliError, Verdict};
use crate::crypto::{BROKER_PKCS12, Opener, Signer};
use crate::settings::Certs;

/// Writes the files and says what each is for. Files that are there with the same content stay as
/// they are; where one differs, nothing is written.
///
/// # Errors
/// [`CliError`] when a file cannot be read or written, and then none is left behind that was not
/// there before, or when nobody takes what is said.
pub fn certs(certs: &Certs) -> Result<Verdict, CliError> {
    let plan = Plan::of(&certs.out)?;
    let mut out = io::stdout().lock();
    if !plan.differing.is_empty() {
        for path in &plan.differing {
            writeln!(
                out,
                "{}: found a file with other content, expected none or the same; move it away, or \
                 choose another folder",
                path.display()
            )?;
        }
        writeln!(out, "nothing was written")?;
        return Ok(Verdict::Failed);
    }
    plan.carry_out()?;
    for file in &FILES {
        let path = certs.out.join(file.name);
        writeln!(out, "{}\n    {}", path.display(), file.purpose)?;
    }
    writeln!(
        out,
        "every sandbox has these keys; they are public, for tests only"
    )?;
    Ok(Verdict::Fine)
}

/// A file that is written.
struct File {
    name: &'static str,
    purpose: &'static str,
    content: fn() -> &'static [u8],
}

const FILES: [File; 19] = [
    File {
        name: "digipost-broker.p12",
        purpose: "signs what a broker sends: key and certificate as PKCS #12, password \
                  `sandkasse`, for the clients in Java and .NET",
        content: || BROKER_PKCS12,
    },
    File {
        name: "digipost-broker.key.pem",
        purpose: "signs what a broker sends: the same key as PEM, no password",
        content: || Signer::Broker.key_pem().as_bytes(),
    },
    File {
        name: "digipost-broker.cert.pem",
        purpose: "the certificate of every broker, unless its company was given another",
        content: || Signer::Broker.certificate().pem().as_bytes(),
    },
    File {
        name: "digipost-server.cert.pem",
        purpose: "verifies what Digipost answers; the same certificate is in the entry point",
        content: || Signer::Sandbox.certificate().pem().as_bytes(),
    },
    File {
        name: "digipost-recipient.key.pem",
        purpose: "opens what was encrypted for a recipient, no password",
        content: || Opener::Recipient.key_pem().as_bytes(),
    },
    File {
        name: "digipost-recipient.cert.pem",
        purpose: "encrypts for every recipient",
        content: || Opener::Recipient.certificate().pem().as_bytes(),
    },
    File {
        name: "digipost-print.key.pem",
        purpose: "opens what was encrypted for print, no password",
        content: || Opener::Print.key_pem().as_bytes(),
    },
    File {
        name: "digipost-print.cert.pem",
        purpose: "encrypts for print",
        content: || Opener::Print.certificate().pem().as_bytes(),
    },
    File {
        name: "maskinporten-client.key.pem",
        purpose: "signs grants of every client of Maskinporten, as kid `sandkasse` unless its \
                  company was given other keys, and messages of digital post of sandkasse-kommune; \
                  no password",
        content: || Signer::Municipality.key_pem().as_bytes(),
    },
    File {
        name: "maskinporten-client.cert.pem",
        purpose: "its business certificate, of sandkasse-kommune (364926111): as x5c it is taken \
                  from that company alone",
        content: || Signer::Municipality.certificate().pem().as_bytes(),
    },
    File {
        name: "access-provider.key.pem",
        purpose: "signs what the access provider (980858073) sends of digital post for others, \
                  and its grants with x5c; no password",
        content: || Signer::AccessProvider.key_pem().as_bytes(),
    },
    File {
        name: "access-provider.cert.pem",
        purpose: "the business certificate of the access provider",
        content: || Signer::AccessProvider.certificate().pem().as_bytes(),
    },
    File {
        name: "krr-server.cert.pem",
        purpose: "verifies answers of the contact register as application/jose; the same \
                  certificate is in their x5c",
        content: || Signer::Register.certificate().pem().as_bytes(),
    },
    File {
        name: "dpi-digipost.cert.pem",
        purpose: "encrypts digital post to mailboxes at Digipost; the register gives it too",
        content: || Opener::DigipostMailbox.certificate().pem().as_bytes(),
    },
    File {
        name: "dpi-eboks.cert.pem",
        purpose: "encrypts digital post to mailboxes at e-Boks; the register gives it too",
        content: || Opener::EboksMailbox.certificate().pem().as_bytes(),
    },
    File {
        name: "dpi-print.cert.pem",
        purpose: "encrypts digital post to the print service; the register gives it too",
        content: || Opener::Printer.certificate().pem().as_bytes(),
    },
    File {
        name: "dpi-digipost-receipts.cert.pem",
        purpose: "verifies receipts of mailboxes at Digipost",
        content: || Signer::DigipostMailbox.certificate().pem().as_bytes(),
    },
    File {
        name: "dpi-eboks-receipts.cert.pem",
        purpose: "verifies receipts of mailboxes at e-Boks",
        content: || Signer::EboksMailbox.certificate().pem().as_bytes(),
    },
    File {
        name: "dpi-print-receipts.cert.pem",
        purpose: "verifies receipts of the print service",
        content: || Signer::Printer.certificate().pem().as_bytes(),
    },
];

/// What is to be done in a folder.
struct Plan {
    folder: PathBuf,
    missing: Vec<&'static File>,
    differing: Vec<PathBuf>,
}

impl Plan {
    fn of(folder: &Path) -> Result<Self, CliError> {
        let mut plan = Self {
            folder: folder.to_owned(),
            missing: Vec::new(),
            differing: Vec::new(),
        };
        for file in &FILES {
            let path = folder.join(file.name);
            #[expect(
                clippy::disallowed_methods,
                reason = "what stands there is compared, so that nothing is lost"
            )]
            let found = fs::read(&path);
            match found {
                Ok(found) if found == (file.content)() => {}
                Ok(_) => plan.differing.push(path),
                Err(error) if error.kind() == ErrorKind::NotFound => plan.missing.push(file),
                // What cannot be read is there, and is not ours to replace.
                Err(cause) => return Err(CliError::Write { path, cause }),
            }
        }
        Ok(plan)
    }

    fn carry_out(&self) -> Result<(), CliError> {
        fs::create_dir_all(&self.folder).map_err(|cause| CliError::Write {
            path: self.folder.clone(),
            cause,
        })?;
        let mut made = Vec::new();
        let done = self.write(&mut made);
        if done.is_err() {
            for path in made {
                // What is said is why it could not be written; a second trouble adds nothing.
                let _ = fs::remove_file(path);
            }
        }
        done
    }

    fn write(&self, made: &mut Vec<PathBuf>) -> Result<(), CliError> {
        for file in &self.missing {
            let path = self.folder.join(file.name);
            let opened = OpenOptions::new().write(true).create_new(true).open(&path);
            let written = opened.and_then(|mut opened| {
                made.push(path.clone());
                opened.write_all((file.content)())
            });
            written.map_err(|cause| CliError::Write { path, cause })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::FILES;
    use crate::crypto::BROKER_PASSWORD;

    #[test]
    fn every_file_has_a_name_of_its_own_and_content() {
        for (at, file) in FILES.iter().enumerate() {
            assert!(!(file.content)().is_empty(), "{}", file.name);
            assert!(FILES[at + 1..].iter().all(|other| other.name != file.name));
        }
        assert!(FILES[0].purpose.contains(&format!("`{BROKER_PASSWORD}`")));
    }
}
