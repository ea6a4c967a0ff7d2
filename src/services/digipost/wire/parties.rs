//! Who sends and who receives, as several documents name them (Digipost: schemas api_v7.xsd and
//! api_v8.xsd, sender-organization and name-and-address).

use super::values::{any_text, date, read, refused, text};
use crate::services::digipost::faults::Fault;
use crate::services::digipost::model::NameAndAddress;
use crate::wire::xml::{Element, Sequence};

/// Reads a sender by organisation number: the number or another id, and a unit of it.
pub(super) fn sender_organization(
    within: &Sequence<'_>,
    element: &Element,
) -> Result<(String, Option<String>), Fault> {
    let mut it = within.inside(element);
    let id = it.required("organization-id").map_err(refused)?;
    let id = read(id, "1 to 35 letters and digits", |text| {
        let word = |it: char| it.is_alphanumeric() || it == '_';
        let fits = (1..=35).contains(&text.chars().count()) && text.chars().all(word);
        fits.then(|| text.to_owned())
    })?;
    let part = it.optional("part-id").map(|it| text(it, 0, 100));
    let part = part.transpose()?;
    it.finish().map_err(refused)?;
    Ok((id, part))
}

/// Reads a name with an address.
pub(super) fn name_and_address(
    within: &Sequence<'_>,
    element: &Element,
) -> Result<NameAndAddress, Fault> {
    let mut it = within.inside(element);
    let name = text(it.required("fullname").map_err(refused)?, 0, 130)?;
    let line1 = text(it.required("addressline1").map_err(refused)?, 0, 100)?;
    let line2 = it.optional("addressline2").map(|it| text(it, 0, 100));
    let line2 = line2.transpose()?;
    let postal_code = text(it.required("postalcode").map_err(refused)?, 0, 10)?;
    let city = text(it.required("city").map_err(refused)?, 0, 80)?;
    let born = it.optional("birth-date").map(date).transpose()?;
    let phone = it.optional("phone-number").map(any_text).transpose()?;
    let email = it.optional("email-address").map(any_text).transpose()?;
    it.finish().map_err(refused)?;
    Ok(NameAndAddress {
        name,
        line1,
        line2,
        postal_code,
        city,
        born,
        phone,
        email,
    })
}
