//! What the tests about people share.

use super::world::{Heard, World};

pub(super) fn identification(inside: &str) -> String {
    format!(r#"<identification xmlns="http://api.digipost.no/schema/v7">{inside}</identification>"#)
}

pub(super) fn by_number(world: &World, slug: &str) -> String {
    let mut people = world.cast.people();
    let person = people.find(|person| person.slug.as_str() == slug).unwrap();
    let number = person.ssn.as_str();
    format!("<personal-identification-number>{number}</personal-identification-number>")
}

pub(super) fn identified(heard: &Heard) -> (String, Option<String>) {
    assert_eq!(heard.status, 200, "{heard:?}");
    let result = heard.text(&["result"]).unwrap();
    let reasons = ["unidentified-reason", "invalid-reason", "digipost-address"];
    (result, reasons.iter().find_map(|name| heard.text(&[name])))
}
