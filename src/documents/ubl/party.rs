//! Seller and buyer.

use crate::documents::ubl::problem::{IDENTIFIER, Problems, TEXT, place};
use crate::domain::invoice::{Address, Party};
use crate::wire::xml::Element;

/// The seller, whose name must be there.
pub(super) fn supplier(root: &Element, problems: &mut Problems) -> Party {
    let element = root.path(&["AccountingSupplierParty", "Party"]);
    let supplier = read(element, problems);
    if element.and_then(name).is_none() {
        let at = "AccountingSupplierParty/Party";
        let expected = "PartyLegalEntity/RegistrationName or PartyName/Name";
        problems.add("supplier name not found", at, expected, "neither");
    }
    supplier
}

/// The buyer, of whom nothing need be said.
pub(super) fn customer(root: &Element, problems: &mut Problems) -> Party {
    read(customer_element(root), problems)
}

/// The buyer's element.
pub(super) fn customer_element(root: &Element) -> Option<&Element> {
    root.path(&["AccountingCustomerParty", "Party"])
}

fn read(party: Option<&Element>, problems: &mut Problems) -> Party {
    let Some(party) = party else {
        return Party::default();
    };
    Party {
        name: name(party).and_then(|path| problems.text(party, &path, TEXT)),
        org_number: org_number(party, problems),
        address: party
            .child("PostalAddress")
            .and_then(|element| address(element, problems)),
        phone: problems.text(party, &["Contact", "Telephone"], IDENTIFIER),
        email: problems.text(party, &["Contact", "ElectronicMail"], TEXT),
    }
}

/// Where the name stands: the registered one, else the trading name.
fn name(party: &Element) -> Option<[&'static str; 2]> {
    let paths = [
        ["PartyLegalEntity", "RegistrationName"],
        ["PartyName", "Name"],
    ];
    paths
        .into_iter()
        .find(|path| party.path_text(path).is_some())
}

/// The legal entity's number, else the one inside the VAT number. An `EndpointID` is never used:
/// it tells who receives the message, and for a consumer that is somebody else.
fn org_number(party: &Element, problems: &mut Problems) -> Option<String> {
    const LEGAL: [&str; 2] = ["PartyLegalEntity", "CompanyID"];
    if let Some(legal) = party.path_text(&LEGAL) {
        return problems.short(&bare(legal), IDENTIFIER, || place(party, &LEGAL));
    }
    let mut numbers = party
        .children_named("PartyTaxScheme")
        .filter_map(|scheme| scheme.child_text("CompanyID"))
        .map(bare);
    numbers.find(|number| is_nine_digits(number))
}

/// `NO 123 456 785 MVA` is the VAT form of 123456785; anything else stays as written.
fn bare(written: &str) -> String {
    let tight: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = tight.strip_prefix("NO").unwrap_or(&tight);
    let digits = digits.strip_suffix("MVA").unwrap_or(digits);
    if is_nine_digits(digits) {
        digits.to_owned()
    } else {
        written.to_owned()
    }
}

fn is_nine_digits(number: &str) -> bool {
    number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn address(element: &Element, problems: &mut Problems) -> Option<Address> {
    let mut at = |path: &[&str], max| problems.text(element, path, max);
    let street = match (
        at(&["StreetName"], TEXT),
        at(&["BuildingNumber"], IDENTIFIER),
    ) {
        (Some(street), Some(number)) => Some(format!("{street} {number}")),
        (street, _) => street,
    };
    let address = Address {
        line1: street.or_else(|| at(&["AddressLine", "Line"], TEXT)),
        line2: at(&["AdditionalStreetName"], TEXT),
        postal_code: at(&["PostalZone"], IDENTIFIER),
        city: at(&["CityName"], TEXT),
        country: at(&["Country", "IdentificationCode"], IDENTIFIER),
    };
    (address != Address::default()).then_some(address)
}
