//! To whom a message goes, and how it is printed (Digipost: schemas api_v7.xsd and api_v8.xsd,
//! message-recipient and print-details).

use crate::services::digipost::faults::Fault;
use crate::services::digipost::model::{
    Identifier, PeppolAddress, PrintAddress, PrintDetails, PrintIfUnread, PrintPlace, Recipient,
};
use crate::services::digipost::wire::dialect::Dialect;
use crate::services::digipost::wire::parties::name_and_address;
use crate::services::digipost::wire::values::{any_text, date_time, refused, text, word};
use crate::wire::xml::{Element, Sequence};

/// Most addresses of e-mail in version 8.
const EMAILS_MAX: usize = 50;

/// Reads `recipient`: whom, and how to print; what is tolerated of it is told in words.
pub(super) fn recipient(
    within: &Sequence<'_>,
    element: &Element,
    dialect: Dialect,
    remarks: &mut Vec<String>,
) -> Result<(Option<Recipient>, Option<PrintDetails>), Fault> {
    let mut sequence = within.inside(element);
    let whom = match one_of(&mut sequence) {
        Some(element) => Some(whom(&sequence, element, dialect, remarks)?),
        None => None,
    };
    let print = sequence.optional("print-details");
    let print = print.map(|element| print_details(&sequence, element, dialect));
    let print = print.transpose()?;
    sequence.finish().map_err(refused)?;
    Ok((whom, print))
}

fn one_of<'a>(sequence: &mut Sequence<'a>) -> Option<&'a Element> {
    let kinds = [
        "personal-identification-number",
        "organisation-number",
        "digipost-address",
        "email-details",
        "peppol-addresses",
        "name-and-address",
        "bank-account-number",
    ];
    kinds.iter().find_map(|kind| sequence.optional(kind))
}

fn whom(
    within: &Sequence<'_>,
    element: &Element,
    dialect: Dialect,
    remarks: &mut Vec<String>,
) -> Result<Recipient, Fault> {
    match element.local() {
        "personal-identification-number" => known(text(element, 11, 11)?, Identifier::NationalId),
        "organisation-number" => known(text(element, 9, 9)?, Identifier::Organisation),
        "digipost-address" => known(any_text(element)?, Identifier::Address),
        "bank-account-number" => known(text(element, 11, 11)?, Identifier::BankAccount),
        "email-details" => emails(within, element, dialect).map(Recipient::Email),
        "peppol-addresses" => {
            let mut sequence = within.inside(element);
            let receiver = sequence.required("receiver").map_err(refused)?;
            let receiver = peppol(&sequence, receiver)?;
            let sender = sequence.required("sender").map_err(refused)?;
            peppol(&sequence, sender)?;
            sequence.finish().map_err(refused)?;
            let remark = "the sender in peppol-addresses is read, and compared with nobody";
            remarks.push(remark.to_owned());
            Ok(Recipient::Peppol(receiver))
        }
        _ => {
            let who = Box::new(name_and_address(within, element)?);
            Ok(Recipient::Known(Identifier::NameAndAddress(who)))
        }
    }
}

fn known(text: String, kind: fn(String) -> Identifier) -> Result<Recipient, Fault> {
    Ok(Recipient::Known(kind(text)))
}

fn emails(
    within: &Sequence<'_>,
    element: &Element,
    dialect: Dialect,
) -> Result<Vec<String>, Fault> {
    let mut sequence = within.inside(element);
    let mut addresses = vec![any_text(
        sequence.required("email-address").map_err(refused)?,
    )?];
    let most = match dialect {
        Dialect::V8 => EMAILS_MAX,
        Dialect::V7 | Dialect::User1 => 1,
    };
    while addresses.len() < most {
        let Some(element) = sequence.optional("email-address") else {
            break;
        };
        addresses.push(any_text(element)?);
    }
    sequence.finish().map_err(refused)?;
    Ok(addresses)
}

fn peppol(within: &Sequence<'_>, element: &Element) -> Result<PeppolAddress, Fault> {
    let mut sequence = within.inside(element);
    let scheme = any_text(sequence.required("schemeID").map_err(refused)?)?;
    let endpoint = any_text(sequence.required("endpointID").map_err(refused)?)?;
    sequence.finish().map_err(refused)?;
    Ok(PeppolAddress { scheme, endpoint })
}

fn print_details(
    within: &Sequence<'_>,
    element: &Element,
    dialect: Dialect,
) -> Result<PrintDetails, Fault> {
    let mut sequence = within.inside(element);
    let to = sequence.required("recipient").map_err(refused)?;
    let to = print_address(&sequence, to)?;
    let back_to = sequence.required("return-address").map_err(refused)?;
    let back_to = print_address(&sequence, back_to)?;
    match dialect {
        Dialect::V7 => {
            let post_type = sequence.optional("post-type");
            post_type
                .map(|it| word(it, &[((), "A"), ((), "B")]))
                .transpose()?;
        }
        Dialect::V8 | Dialect::User1 => {}
    }
    let color = sequence.optional("color");
    let colors = [((), "MONOCHROME"), ((), "COLORS")];
    color.map(|it| word(it, &colors)).transpose()?;
    let handling = sequence.optional("nondeliverable-handling");
    let handlings = [(true, "SHRED"), (false, "RETURN_TO_SENDER")];
    let shred = handling.map(|it| word(it, &handlings)).transpose()?;
    if let Some(element) = sequence.optional("print-instructions") {
        let mut all = sequence.inside(element);
        let first = all.required("print-instruction").map_err(refused)?;
        let rest = all.repeated("print-instruction");
        for instruction in std::iter::once(first).chain(rest) {
            let mut one = all.inside(instruction);
            any_text(one.required("key").map_err(refused)?)?;
            any_text(one.required("value").map_err(refused)?)?;
            one.finish().map_err(refused)?;
        }
        all.finish().map_err(refused)?;
    }
    sequence.finish().map_err(refused)?;
    Ok(PrintDetails {
        to,
        back_to,
        shred: shred.unwrap_or(false),
    })
}

fn print_address(within: &Sequence<'_>, element: &Element) -> Result<PrintAddress, Fault> {
    let mut sequence = within.inside(element);
    let name = text(sequence.required("name").map_err(refused)?, 0, 130)?;
    let norwegian = sequence.optional("norwegian-address");
    let (lines, place) = match norwegian {
        Some(element) => {
            let mut it = sequence.inside(element);
            let lines = lines(&mut it, &["addressline1", "addressline2", "addressline3"])?;
            let postal_code = text(it.required("zip-code").map_err(refused)?, 0, 10)?;
            let city = text(it.required("city").map_err(refused)?, 0, 80)?;
            it.finish().map_err(refused)?;
            (lines, PrintPlace::Norway { postal_code, city })
        }
        None => {
            let element = sequence.required("foreign-address").map_err(refused)?;
            let mut it = sequence.inside(element);
            let first = text(it.required("addressline1").map_err(refused)?, 0, 100)?;
            let mut all = vec![first];
            all.extend(lines(
                &mut it,
                &["addressline2", "addressline3", "addressline4"],
            )?);
            let country = match it.optional("country") {
                Some(country) => text(country, 0, 80)?,
                None => text(it.required("country-code").map_err(refused)?, 0, 20)?,
            };
            it.finish().map_err(refused)?;
            (all, PrintPlace::Abroad(country))
        }
    };
    sequence.finish().map_err(refused)?;
    Ok(PrintAddress { name, lines, place })
}

fn lines(sequence: &mut Sequence<'_>, names: &[&str]) -> Result<Vec<String>, Fault> {
    let found = names.iter().filter_map(|name| sequence.optional(name));
    found.map(|element| text(element, 0, 100)).collect()
}

/// Reads `print-if-unread`.
pub(super) fn print_if_unread(
    within: &Sequence<'_>,
    element: &Element,
    dialect: Dialect,
) -> Result<PrintIfUnread, Fault> {
    let mut sequence = within.inside(element);
    let after = date_time(
        sequence
            .required("print-if-unread-after")
            .map_err(refused)?,
    )?;
    let details = sequence.required("print-details").map_err(refused)?;
    let details = print_details(&sequence, details, dialect)?;
    sequence.finish().map_err(refused)?;
    Ok(PrintIfUnread { after, details })
}

/// Reads `request-for-registration`, of which the sandbox makes nothing.
pub(super) fn registration(
    within: &Sequence<'_>,
    element: &Element,
    dialect: Dialect,
) -> Result<(), Fault> {
    let mut sequence = within.inside(element);
    date_time(
        sequence
            .required("registration-deadline")
            .map_err(refused)?,
    )?;
    sequence
        .optional("phone-number")
        .map(any_text)
        .transpose()?;
    sequence
        .optional("email-address")
        .map(any_text)
        .transpose()?;
    let print = sequence.optional("print-details");
    print
        .map(|it| print_details(&sequence, it, dialect))
        .transpose()?;
    sequence.finish().map_err(refused)
}
