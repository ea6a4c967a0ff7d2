//! Whose a certificate is, who issued it, and how long it is good.

use jiff::Timestamp;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::domain::identity::OrgNumber;

/// `organizationIdentifier` of newer business certificates (ETSI EN 319 412-1, section 5.1.4).
const ORGANIZATION_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.97");

/// `serialNumber` of the subject, where older business certificates have the number.
const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");

/// The organisation number in a subject.
pub(super) fn org_number(subject: &Name) -> Option<OrgNumber> {
    let newer = text_of(subject, ORGANIZATION_IDENTIFIER)
        .and_then(|text| OrgNumber::parse(text.strip_prefix("NTRNO-")?).ok());
    newer.or_else(|| {
        let text = text_of(subject, SERIAL_NUMBER)?;
        let digits = text.strip_prefix("192:").unwrap_or(text);
        OrgNumber::parse(digits).ok()
    })
}

/// A moment in a certificate.
pub(super) fn timestamp(time: Time) -> Timestamp {
    let seconds = i64::try_from(time.to_unix_duration().as_secs());
    // No year in a certificate has more than four digits, which is as far as time goes here.
    seconds
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or(Timestamp::MAX)
}

/// Whether an issuer's name is that of an authority for production.
pub(super) fn is_production_authority(issuer: &str) -> bool {
    let name = issuer.to_lowercase();
    let known = ["buypass", "commfides", "cpn enterprise"];
    known.iter().any(|known| name.contains(known)) && !name.contains("test")
}

/// A number of any length in decimal digits.
pub(super) fn decimal(bytes: &[u8]) -> String {
    // The digits, the last one first.
    let mut digits = vec![0_u8];
    for byte in bytes {
        let mut carry = u16::from(*byte);
        for digit in &mut digits {
            let sum = u16::from(*digit) * 256 + carry;
            *digit = u8::try_from(sum % 10).unwrap_or(0);
            carry = sum / 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).unwrap_or(0));
            carry /= 10;
        }
    }
    let shown = digits.iter().rev().map(|digit| char::from(b'0' + digit));
    shown.collect()
}

fn text_of(name: &Name, kind: ObjectIdentifier) -> Option<&str> {
    let found = name.iter().find(|part| part.oid == kind)?;
    std::str::from_utf8(found.value.value()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::Signer;

    #[test]
    fn a_business_certificate_names_its_organisation() {
        let number = |signer: Signer| signer.certificate().org_number().map(OrgNumber::as_str);
        assert_eq!(number(Signer::Municipality), Some("364926111"));
        assert_eq!(number(Signer::AccessProvider), Some("980858073"));
        assert_eq!(number(Signer::DigipostMailbox), Some("984661185"));
        assert_eq!(number(Signer::Sandbox), None);
    }

    #[test]
    fn a_certificate_says_how_long_it_is_good() {
        let certificate = Signer::Municipality.certificate();
        assert_eq!(certificate.not_before().to_string(), "2020-01-01T00:00:00Z");
        assert_eq!(certificate.not_after().to_string(), "2120-01-01T00:00:00Z");
    }

    #[test]
    fn test_authorities_are_told_from_those_for_production() {
        for (issuer, production) in [
            ("CN=Buypass Class 3 CA 3,O=Buypass AS-983163327,C=NO", true),
            ("CN=Buypass Class 3 CA G2 ST Business,O=Buypass AS", true),
            (
                "CN=Commfides Legal Person - G3 CA,O=Commfides Norge AS",
                true,
            ),
            (
                "CN=CPN Enterprise SHA256 CLASS 3,O=Commfides Norge AS",
                true,
            ),
            (
                "CN=Buypass Class 3 Test4 CA 3,O=Buypass AS-983163327",
                false,
            ),
            ("CN=Commfides Legal Person - G3 CA - TEST", false),
            ("CN=Sandkasse kommune", false),
        ] {
            assert_eq!(is_production_authority(issuer), production, "{issuer}");
        }
        assert!(!Signer::Municipality.certificate().is_for_production());
    }

    #[test]
    fn a_serial_number_is_shown_in_decimal_digits() {
        for (bytes, shown) in [
            (&[][..], "0"),
            (&[0, 0], "0"),
            (&[0, 255], "255"),
            (&[1, 0], "256"),
            (
                &[
                    0x02, 0x58, 0x8d, 0xfe, 0x76, 0x8b, 0x17, 0x61, 0x0a, 0xee, 0xdd,
                ],
                "2836039216632045589163741",
            ),
        ] {
            assert_eq!(decimal(bytes), shown);
        }
    }
}
