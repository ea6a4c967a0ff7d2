//! Identity numbers that stand in public documents of the services, and so are no secret.

/// A number and the document it is printed in, in order of numbers.
type Printed = (&'static [u8; 11], &'static str);

const MPS: &str = "MPS: documented test consumers of the test environment";
const VIPPS: &str = "Vipps: guide of the invoice API";
const VIPPS_POSTMAN: &str = "Vipps: Postman collections of the invoice API";
const VIPPS_2018: &str = "Vipps: test users of the invoice API, 2018";
const VIPPS_DRAFT: &str = "Vipps: invoice API 2.0, example of issuing a token";
const DIGIPOST: &str = "Digipost API v7: example of an invoice";
const KRR: &str = "KRR: REST API, example of an answer";
const KRR_ANSWERS: &str = "KRR: test data with expected answers";
const REGISTER: &str = "Skatteetaten: new identity numbers from 2032, examples";

/// Every such number that passes both check digits and is of no synthetic series; those need no
/// row.
const PRINTED: &[Printed] = &[
    (b"01032300371", VIPPS),
    (b"01048800153", KRR_ANSWERS),
    (b"01066100746", KRR_ANSWERS),
    (b"02013299806", REGISTER),
    (b"02013299997", REGISTER),
    (b"04036125433", DIGIPOST),
    (b"05111926664", MPS),
    (b"07126200255", VIPPS_2018),
    (b"09091816528", MPS),
    (b"11089499889", KRR_ANSWERS),
    (b"12068100117", VIPPS_2018),
    (b"13121622259", MPS),
    (b"18045831147", VIPPS_POSTMAN),
    (b"22105000352", VIPPS_POSTMAN),
    (b"23079421936", KRR),
    (b"23106029172", VIPPS_DRAFT),
    (b"24079412291", KRR_ANSWERS),
    (b"24079412372", KRR_ANSWERS),
    // A KID that happens to read as an identity number.
    (b"26059765131", VIPPS_POSTMAN),
    (b"27129323294", KRR_ANSWERS),
    (b"27129323375", KRR_ANSWERS),
    (b"27129323456", KRR_ANSWERS),
    (b"27129323537", KRR_ANSWERS),
    (b"27129323618", KRR_ANSWERS),
    (b"27129323960", KRR_ANSWERS),
    (b"27129324088", KRR_ANSWERS),
    (b"27129324169", KRR_ANSWERS),
    (b"27129324401", KRR_ANSWERS),
    (b"27129324592", KRR_ANSWERS),
    (b"29129318781", KRR_ANSWERS),
    (b"29129318862", KRR_ANSWERS),
    (b"29129318943", KRR_ANSWERS),
    (b"29129319060", KRR_ANSWERS),
    (b"30108299920", REGISTER),
];

/// The public document in which a number is printed.
#[must_use]
pub fn printed_in(digits: &str) -> Option<&'static str> {
    let digits: &[u8; 11] = digits.as_bytes().try_into().ok()?;
    let row = PRINTED.binary_search_by_key(&digits, |(number, _)| number);
    let (_, document) = PRINTED.get(row.ok()?)?;
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::NationalId;

    #[test]
    fn every_printed_number_is_one_and_none_has_a_row_that_it_does_not_need() {
        for window in PRINTED.windows(2) {
            assert!(window[0].0 < window[1].0, "{window:?} are out of order");
        }
        for (number, document) in PRINTED {
            let digits = std::str::from_utf8(&number[..]).unwrap();
            assert!(!NationalId::parse(digits).unwrap().is_known_synthetic());
            assert_eq!(printed_in(digits), Some(*document));
        }
        for other in ["", "0103230037", "13121622258", "æ3121622259"] {
            assert_eq!(printed_in(other), None);
        }
    }
}
