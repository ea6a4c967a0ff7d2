//! Certificates of mailbox keys that are not good today: for clients that ought to notice.

use std::sync::OnceLock;

use super::super::certificate::Certificate;
use super::set::Opener;

/// When a certificate is good instead of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outdated {
    /// From 2017 to 2020.
    Over,
    /// From 2095.
    NotBegun,
}

struct Held {
    pem: &'static str,
    certificate: OnceLock<Certificate>,
}

macro_rules! held {
    ($name:literal) => {
        Held {
            pem: include_str!(concat!($name, ".cert.pem")),
            certificate: OnceLock::new(),
        }
    };
}

static DIGIPOST_OVER: Held = held!("digipost-mailbox.expired");
static DIGIPOST_FUTURE: Held = held!("digipost-mailbox.future");
static EBOKS_OVER: Held = held!("eboks-mailbox.expired");
static EBOKS_FUTURE: Held = held!("eboks-mailbox.future");

impl Opener {
    /// A certificate of the same key that is not good today; mailboxes of digital post to citizens
    /// have them.
    #[must_use]
    pub fn outdated(self, when: Outdated) -> Option<&'static Certificate> {
        let held = match (self, when) {
            (Self::DigipostMailbox, Outdated::Over) => &DIGIPOST_OVER,
            (Self::DigipostMailbox, Outdated::NotBegun) => &DIGIPOST_FUTURE,
            (Self::EboksMailbox, Outdated::Over) => &EBOKS_OVER,
            (Self::EboksMailbox, Outdated::NotBegun) => &EBOKS_FUTURE,
            (Self::Recipient | Self::Print | Self::Printer, _) => return None,
        };
        Some(held.certificate.get_or_init(|| {
            Certificate::parse(held.pem).expect("the compiled-in files hold RSA certificates")
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outdated_certificate_has_the_key_of_the_good_one() {
        for opener in [Opener::DigipostMailbox, Opener::EboksMailbox] {
            let good = opener.certificate();
            let over = opener.outdated(Outdated::Over).unwrap();
            let future = opener.outdated(Outdated::NotBegun).unwrap();
            assert_eq!(over.key_pkcs1(), good.key_pkcs1());
            assert_eq!(future.key_pkcs1(), good.key_pkcs1());
            assert!(over.not_after() <= good.not_before());
            assert!(future.not_before() > good.not_before());
        }
        assert_eq!(Opener::Printer.outdated(Outdated::Over), None);
    }
}
