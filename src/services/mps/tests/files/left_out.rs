//! What cannot stand in a file is told to nobody, and the journal says why.

use super::office::{Office, lines, transmission};
use crate::consumer::Note;
use crate::documents::bbs;
use crate::domain::giro::CustomerUnit;
use crate::services::mps::tests::world::ACCOUNT;

/// What was left out: whether a case has it, and the words.
fn left_out(office: &Office) -> Vec<(bool, String)> {
    let notes = office.world.notes.iter().filter_map(|note| match note {
        Note::Happened(it) if it.kind == "files.left-out" => {
            Some((it.about.is_some(), it.text.clone()))
        }
        Note::Happened(_)
        | Note::Filed { .. }
        | Note::FiledWith { .. }
        | Note::ChangesEntry { .. }
        | Note::OpensMailbox { .. } => None,
    });
    notes.collect()
}

#[test]
fn no_file_is_made_in_2100_and_the_journal_says_why() {
    let mut office = Office::new();
    office.mandate(ACCOUNT, 1, true, true);
    office.paid(ACCOUNT, 1, 100, "2100-03-01T06:00:00+01:00");
    assert_eq!(office.lines("2100-03-01T12:00:00+01:00", None), [""; 0]);
    let told = left_out(&office);
    let [(false, mandates), (true, payment)] = told.as_slice() else {
        panic!("{told:?}")
    };
    for text in [mandates, payment] {
        assert!(text.contains("2100-03-01 cannot stand in a file"), "{text}");
    }
    // Nobody is told of it again.
    assert_eq!(office.lines("2100-03-02T12:00:00+01:00", None), [""; 0]);
    assert_eq!(left_out(&office).len(), 2);
}

#[test]
fn a_payment_that_makes_the_sum_too_long_is_left_out_and_the_others_are_told() {
    let most = 99_999_999_999_999_999;
    for (amounts, told) in [
        (vec![most], 1),
        (vec![most, 1], 1),
        (vec![most - 1, 1, 1], 2),
        (vec![i64::MAX, 1], 1),
        (vec![i64::MAX, i64::MAX], 0),
        (vec![-1, 1], 1),
    ] {
        let mut office = Office::new();
        for (n, ore) in (1..).zip(&amounts) {
            office.paid(ACCOUNT, n, *ore, "2026-03-02T06:00:00+01:00");
        }
        let files = office.run("2026-03-02T12:00:00+01:00", None);
        let payments = |line: &String| line.starts_with("15 ");
        let found = files.iter().flat_map(lines).filter(payments).count();
        assert_eq!(found, told, "{amounts:?}");
        assert_eq!(left_out(&office).len(), amounts.len() - told);
        for file in files {
            let bytes = bbs::write(transmission(&file)).unwrap();
            let back = bbs::read_outgoing(&bytes).unwrap();
            assert_eq!(back.sender, CustomerUnit::mps());
            assert_eq!(&back, transmission(&file));
        }
    }
}
