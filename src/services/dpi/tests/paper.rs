//! Letters on paper.

use jiff::SignedDuration;

use super::world::World;
use crate::domain::dpi::Destination;
use crate::domain::letter::{Delivery, LetterContent};

#[test]
fn a_letter_on_paper_is_accepted_soon_and_posted_on_the_next_bank_day() {
    let mut world = World::new();
    let post = world.paper("DIREKTE_RETUR");
    world.takes(&post);
    world.minute();
    assert_eq!(world.news(), ["mottakskvittering"]);
    let letter = &world.letters[0];
    let Delivery::Print { name, address } = &letter.to else {
        panic!("{letter:?}");
    };
    assert_eq!(name, "Kari Nordmann");
    assert_eq!(address.postal_code.as_deref(), Some("0155"));
    assert!(
        matches!(&letter.content, LetterContent::Posted { sender, .. }
        if sender == "kommune by name")
    );
    assert_eq!(letter.files.len(), 2);
    world.advance(SignedDuration::from_hours(24 + 4));
    assert_eq!(world.news(), ["mottakskvittering", "leveringskvittering"]);
    let receipts = world.receipts();
    assert_eq!(receipts[1].at.to_string(), "2026-03-03T11:00:00Z");
    assert_eq!(receipts[1].from.as_str(), Destination::Printer.number());
    world.days(60);
    assert_eq!(world.news().len(), 2);
}

#[test]
fn a_letter_that_comes_back_is_told_only_if_it_is_shredded() {
    for (handling, back) in [("MAKULERING_MED_MELDING", true), ("DIREKTE_RETUR", false)] {
        let mut world = World::new();
        let post = world.paper(handling);
        world.takes_wishing(&post, Some("returnedMail"));
        world.days(40);
        let mut expected = vec!["mottakskvittering", "leveringskvittering"];
        if back {
            expected.push("returpostkvittering");
        }
        assert_eq!(world.news(), expected);
        assert!(format!("{:?}", world.notes).contains("letter.returned"));
    }
}

#[test]
fn a_letter_on_paper_does_not_go_to_a_mailbox() {
    let mut world = World::new();
    let mut post = world.paper("DIREKTE_RETUR");
    post.receiver = Destination::Digipost.number();
    world.takes(&post);
    world.minute();
    assert_eq!(world.news(), ["feil"]);
}
