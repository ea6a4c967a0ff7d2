//! Whether a grant was signed by its client (Digdir: Maskinporten, JWT grant).

use jiff::Timestamp;

use super::client::Client;
use super::grant::{Chain, Grant};
use crate::crypto::jwt::{RsaAlgorithm, verify_with};
use crate::crypto::{Certificate, PublicKey};
use crate::domain::calendar::local_date;
use crate::domain::identity::OrgNumber;
use crate::domain::maskinporten::{Authentication, ClientKey, ClientKeys};
use crate::services::maskinporten::faults::{Fault, FaultKind};

/// How the client proved who it is. A certificate goes before a `kid` beside it, which libraries
/// add by themselves. `wire_now` is what a certificate's validity is compared with, `now` the
/// sandbox's clock, by which registered keys age.
pub(super) fn judge(
    grant: &Grant,
    client: &Client,
    wire_now: Timestamp,
    now: Timestamp,
) -> Result<Authentication, Fault> {
    let head = &grant.head;
    if !client.facet.checks_signature {
        return Ok(match head.chain {
            Chain::Missing => Authentication::PrivateKey,
            Chain::Malformed(_) | Chain::Unfit(_) | Chain::Leaf { .. } => {
                Authentication::Certificate
            }
        });
    }
    let (signed, how) = match &head.chain {
        Chain::Malformed(found) => return Err(Fault::new(FaultKind::BadChain, found)),
        Chain::Unfit(found) => return Err(Fault::new(FaultKind::BadCertificate, found)),
        Chain::Leaf {
            certificate,
            has_signed,
        } => {
            judge_certificate(certificate, &client.number, wire_now)?;
            (Signed::Known(*has_signed), Authentication::Certificate)
        }
        Chain::Missing => (registered(grant, client, now)?, Authentication::PrivateKey),
    };
    if let Err(found) = &head.algorithm {
        return Err(Fault::new(FaultKind::OtherAlgorithm, format!("`{found}`")));
    }
    let holds = match signed {
        Signed::Known(holds) => holds,
        Signed::By(key) => PublicKey::from_pkcs1(&key.key.pkcs1)
            .is_some_and(|key| verify_with(&key, &grant.text, ALGORITHMS).is_ok()),
    };
    if !holds {
        let found = "one by another key, or over another grant";
        return Err(Fault::new(FaultKind::WrongSignature, found));
    }
    Ok(how)
}

/// The ways of signing that are taken.
pub(in crate::services::maskinporten) const ALGORITHMS: &[RsaAlgorithm] = &[
    RsaAlgorithm::Rs256,
    RsaAlgorithm::Rs384,
    RsaAlgorithm::Rs512,
];

/// What is known of a signature.
enum Signed<'a> {
    /// Whether it holds was found when the grant was read.
    Known(bool),
    /// It must be by this key.
    By(&'a ClientKey),
}

fn judge_certificate(
    certificate: &Certificate,
    owner: &OrgNumber,
    now: Timestamp,
) -> Result<(), Fault> {
    let unfit = |found: String| Err(Fault::new(FaultKind::BadCertificate, found));
    if certificate.is_for_production() {
        return unfit(format!(
            "one for production, issued by {}",
            certificate.issuer()
        ));
    }
    let (from, until) = (certificate.not_before(), certificate.not_after());
    // A certificate is good until the end of its last second.
    if now < from || until.as_second() < now.as_second() {
        return unfit(format!("one that is good from {from} to {until}"));
    }
    let other = |found: String| Err(Fault::new(FaultKind::OtherOrganisation, found));
    match certificate.org_number() {
        Some(number) if number == owner => Ok(()),
        Some(number) => other(format!("one of {number}, where {owner} has the client")),
        None => other(format!("one without a number: {}", certificate.subject())),
    }
}

/// The registered key that a grant names.
fn registered<'a>(grant: &Grant, client: &'a Client, now: Timestamp) -> Result<Signed<'a>, Fault> {
    let unknown = |found: String| Fault::new(FaultKind::UnknownKey, found);
    let Some(kid) = &grant.head.kid else {
        return Err(unknown("neither kid nor x5c".to_owned()));
    };
    let nobodys = || {
        unknown(format!(
            "kid `{}`",
            kid.chars().take(80).collect::<String>()
        ))
    };
    match &client.facet.keys {
        ClientKeys::Usual if kid == ClientKeys::USUAL_KID => {
            Ok(Signed::Known(grant.head.is_by_usual))
        }
        ClientKeys::Usual => Err(nobodys()),
        ClientKeys::Given(keys) => {
            let key = keys.iter().find(|key| key.kid == *kid);
            let key = key.ok_or_else(nobodys)?;
            match key.until {
                Some(until) if until < local_date(now) => {
                    let found = format!("kid `{kid}`, whose last day was {until}");
                    Err(Fault::new(FaultKind::ExpiredKey, found))
                }
                Some(_) | None => Ok(Signed::By(key)),
            }
        }
    }
}
