//! Certificates on one line: the bytes in Base64, without armour (Digdir: KRR, expected answers of
//! the test persons).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::{Certificate, Opener, Outdated};
use crate::domain::krr::MailboxProvider;
use crate::services::krr::model::ShownCertificate;

/// What no certificate is, though Base64 it is.
const GARBAGE: &[u8] = b"this is no certificate";

/// The certificates of one answer, each of which is written once.
#[derive(Debug, Default)]
pub(super) struct Certificates {
    known: Vec<((MailboxProvider, ShownCertificate), String)>,
}

impl Certificates {
    /// What stands for the certificate of a mailbox; nothing where none is shown.
    pub(super) fn text(&mut self, provider: MailboxProvider, shown: ShownCertificate) -> &str {
        let key = (provider, shown);
        let at = match self.known.iter().position(|(known, _)| *known == key) {
            Some(at) => at,
            None => {
                self.known.push((key, written(provider, shown)));
                self.known.len() - 1
            }
        };
        self.known.get(at).map_or("", |(_, text)| text)
    }
}

/// The print service's certificate.
pub(super) fn of_printer() -> String {
    line(Opener::Printer.certificate())
}

fn written(provider: MailboxProvider, shown: ShownCertificate) -> String {
    let mailbox = opener(provider);
    match shown {
        ShownCertificate::None => String::new(),
        ShownCertificate::Right => line(mailbox.certificate()),
        ShownCertificate::OtherMailbox => line(opener(other(provider)).certificate()),
        ShownCertificate::Expired => mailbox
            .outdated(Outdated::Over)
            .map_or_else(String::new, line),
        ShownCertificate::NotYetValid => {
            let certificate = mailbox.outdated(Outdated::NotBegun);
            certificate.map_or_else(String::new, line)
        }
        ShownCertificate::Garbage => STANDARD.encode(GARBAGE),
    }
}

fn opener(provider: MailboxProvider) -> Opener {
    match provider {
        MailboxProvider::Digipost => Opener::DigipostMailbox,
        MailboxProvider::Eboks => Opener::EboksMailbox,
    }
}

fn other(provider: MailboxProvider) -> MailboxProvider {
    match provider {
        MailboxProvider::Digipost => MailboxProvider::Eboks,
        MailboxProvider::Eboks => MailboxProvider::Digipost,
    }
}

fn line(certificate: &Certificate) -> String {
    STANDARD.encode(certificate.der())
}
