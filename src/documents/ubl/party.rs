//! Seller and buyer.

use crate::documents::ubl::problem::Problems;
use crate::domain::invoice::{Address, Party};
use crate::wire::xml::Element;

/// The seller, whose name must be there.
pub(super) fn supplier(root: &Element, problems: &mut Problems) -> Party {
    let supplier = read(root.path(&["AccountingSupplierParty", "Party"]));
    if supplier.name.is_none() {
        let at = "AccountingSupplierParty/Party";
        let expected = "PartyLegalEntity/RegistrationName or PartyName/Name";
        problems.add("supplier name not found", at, expected, "neither");
    }
    supplier
}

/// The buyer, of whom nothing need be said.
pub(super) fn customer(root: &Element) -> Party {
    read(customer_element(root))
}

/// The buyer's element.
pub(super) fn customer_element(root: &Element) -> Option<&Element> {
    root.path(&["AccountingCustomerParty", "Party"])
}

fn read(party: Option<&Element>) -> Party {
    let Some(party) = party else {
        return Party::default();
    };
    let at = |path: &[&str]| party.path_text(path).map(str::to_owned);
    Party {
        name: at(&["PartyLegalEntity", "RegistrationName"]).or_else(|| at(&["PartyName", "Name"])),
        org_number: org_number(party),
        address: party.child("PostalAddress").and_then(address),
        phone: at(&["Contact", "Telephone"]),
        email: at(&["Contact", "ElectronicMail"]),
    }
}

/// The legal entity's number, else the one inside the VAT number. An `EndpointID` is never used:
/// it tells who receives the message, and for a consumer that is somebody else.
fn org_number(party: &Element) -> Option<String> {
    let legal = party
        .path_text(&["PartyLegalEntity", "CompanyID"])
        .map(bare);
    legal.or_else(|| {
        let mut numbers = party
            .children_named("PartyTaxScheme")
            .filter_map(|scheme| scheme.child_text("CompanyID"))
            .map(bare);
        numbers.find(|number| is_nine_digits(number))
    })
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

fn address(element: &Element) -> Option<Address> {
    let at = |path: &[&str]| element.path_text(path).map(str::to_owned);
    let street = match (at(&["StreetName"]), at(&["BuildingNumber"])) {
        (Some(street), Some(number)) => Some(format!("{street} {number}")),
        (street, _) => street,
    };
    let address = Address {
        line1: street.or_else(|| at(&["AddressLine", "Line"])),
        line2: at(&["AdditionalStreetName"]),
        postal_code: at(&["PostalZone"]),
        city: at(&["CityName"]),
        country: at(&["Country", "IdentificationCode"]),
    };
    (address != Address::default()).then_some(address)
}
