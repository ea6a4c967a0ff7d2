//! What is said of bad files: on which level, by which rule, of which line and column.

use proptest::prelude::*;

use super::support::{CLAIMS, MANDATES, OCR, counts, file, said, said_of, spoiled, with, without};
use crate::documents::bbs::{read, read_outgoing};

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    assert_eq!(said(text), expect, "{text}");
}

#[test]
fn what_is_no_transmission_is_refused() {
    check("", &["refused FILE-EMPTY 0:0"]);
    check(" \n\n", &["refused FILE-EMPTY 0:0"]);
    check("hello\n", &["refused FILE-FORMAT 1:1"]);
    check(&without(1), &["refused FILE-START 1:1"]);
    check(&with(1, 9, "0023045x"), &["refused FILE-START 1:9"]);
    check(&with(1, 9, "00000000"), &["refused FILE-START 1:9"]);
    check(&with(1, 17, " "), &["refused FILE-START 1:17"]);
    let long = CLAIMS.replace("HANSEN ", "HANSEN  ");
    check(&long, &["refused FILE-FORMAT 4:0"]);
    let gap = CLAIMS.replacen('\n', "\n\n", 1);
    check(&gap, &["refused FILE-FORMAT 2:0"]);
}

#[test]
fn what_is_wrong_with_start_and_end_of_a_transmission_leaves_its_orders_readable() {
    let end = "NY000089";
    for (text, expect) in [
        (with(1, 24, "00230456"), "transmission FILE-RECIPIENT 1:24"),
        (with(1, 40, "1"), "transmission FILE-FILLER 1:40"),
        (with(12, 9, "00000004"), "transmission FILE-TOTALS 12:9"),
        (with(12, 17, "00000011"), "transmission FILE-TOTALS 12:17"),
        (
            with(12, 25, "00000000000075001"),
            "transmission FILE-TOTALS 12:25",
        ),
        (with(12, 42, "160326"), "transmission FILE-TOTALS 12:42"),
        (with(12, 42, "03"), "transmission FILE-TOTALS 12:42"),
        (with(12, 46, "x"), "transmission FILE-TOTALS 12:46"),
        (with(12, 48, "160326"), "transmission FILE-FILLER 12:48"),
        (without(12), "transmission FILE-END 11:0"),
        (format!("{CLAIMS}{CLAIMS}"), "transmission FILE-START 13:1"),
        (format!("{CLAIMS}x\n"), "transmission FILE-END 13:1"),
        (format!("{CLAIMS}{end}\n"), "transmission FILE-END 13:1"),
    ] {
        let told = said(&text);
        assert!(told.iter().any(|line| line == expect), "{expect}: {told:?}");
        assert!(
            told.iter().all(|line| line.starts_with("transmission")),
            "{told:?}"
        );
        let incoming = read(&file(&text)).unwrap();
        let read: Vec<_> = incoming.orders.iter().map(counts).collect();
        assert_eq!(read, [(2, 0), (1, 0)], "{expect}");
    }
}

#[test]
fn a_start_record_in_the_middle_is_told_and_ends_the_order_it_stands_in() {
    let lines: Vec<&str> = CLAIMS.lines().collect();
    let mut between = lines.clone();
    between.insert(8, lines[0]);
    check(
        &(between.join("\n") + "\n"),
        &[
            "transmission FILE-TOTALS 13:17",
            "transmission FILE-START 9:1",
        ],
    );
    let mut inside = lines.clone();
    inside.insert(5, lines[0]);
    check(
        &(inside.join("\n") + "\n"),
        &[
            "transmission FILE-TOTALS 13:17",
            "transmission FILE-START 6:1",
            "order 1 FILE-ORDER-END 6:0",
            "order 2 FILE-ORDER-START 7:1",
        ],
    );
}

#[test]
fn what_is_wrong_with_an_order_leaves_the_others_alone() {
    check(&with(2, 18, "x"), &["order 1 FILE-ORDER-START 2:18"]);
    check(&with(2, 25, "1506.299"), &["order 1 FILE-ORDER-START 2:29"]);
    check(&with(2, 9, "1"), &["order 1 FILE-FILLER 2:9"]);
    check(&with(2, 5, "24"), &["order 1 FILE-ORDER-KIND 2:3"]);
    check(&with(2, 3, "09"), &["order 1 FILE-ORDER-KIND 2:3"]);
    check(&with(8, 9, "00000007"), &["order 1 FILE-ORDER-TOTALS 8:9"]);
    check(
        &with(8, 17, "00000005"),
        &["order 1 FILE-ORDER-TOTALS 8:17"],
    );
    check(&with(8, 41, "1"), &["order 1 FILE-ORDER-TOTALS 8:25"]);
    check(&with(8, 42, "160326"), &["order 1 FILE-ORDER-TOTALS 8:42"]);
    check(&with(8, 48, "020326"), &["order 1 FILE-ORDER-TOTALS 8:48"]);
    check(&with(8, 49, " "), &["order 1 FILE-ORDER-END 8:49"]);
    check(&with(8, 60, " "), &["order 1 FILE-FILLER 8:60"]);
    check(&with(8, 5, "36"), &["order 1 FILE-ORDER-END 8:5"]);
    check(
        &without(8),
        &[
            "transmission FILE-TOTALS 11:17",
            "order 1 FILE-ORDER-END 8:0",
        ],
    );
    check(
        &without(9),
        &[
            "transmission FILE-TOTALS 11:17",
            "order 2 FILE-ORDER-START 9:1",
        ],
    );
    check(&with(10, 5, "21"), &["order 2 FILE-ORDER-RECORD 10:1"]);
    check(
        &with(7, 7, "70"),
        &[
            "transmission FILE-TOTALS 12:9",
            "order 1 FILE-ORDER-TOTALS 8:9",
            "order 1 FILE-ORDER-RECORD 7:1",
            "spoiled 1.2 FILE-RECORDS 6:0",
        ],
    );
}

#[test]
fn a_fault_in_a_claim_spoils_that_claim_only() {
    for (text, rule) in [
        (with(3, 9, "0000000"), "FILE-NUMBER 3:9"),
        (with(3, 9, "000000x"), "FILE-NUMBER 3:15"),
        (with(4, 9, "0000002"), "FILE-NUMBER 4:9"),
        (with(5, 9, "0000002"), "FILE-NUMBER 5:9"),
        (with(3, 16, "310226"), "FILE-DUE-DATE 3:16"),
        (with(3, 16, "02032 "), "FILE-DUE-DATE 3:21"),
        (with(3, 33, " "), "FILE-AMOUNT 3:33"),
        (with(3, 33, "-"), "FILE-AMOUNT 3:33"),
        (with(3, 50, &" ".repeat(25)), "FILE-KID 3:50"),
        (with(3, 60, "00012a400000014"), "FILE-KID 3:65"),
        (with(3, 50, "000123400000014          "), "FILE-KID 3:65"),
        (with(3, 74, "+"), "FILE-KID 3:74"),
        (with(5, 17, "043"), "FILE-TEXT 5:17"),
        (with(5, 17, "000"), "FILE-TEXT 5:17"),
        (with(5, 17, "0x1"), "FILE-TEXT 5:18"),
        (with(5, 20, "3"), "FILE-TEXT 5:20"),
        (with(5, 20, "0"), "FILE-TEXT 5:20"),
        (with(4, 5, "02"), "FILE-RECORDS 4:5"),
    ] {
        let told = said(&text);
        assert!(
            told.contains(&format!("spoiled 1.1 {rule}")),
            "{rule}: {told:?}"
        );
        let incoming = read(&file(&text)).unwrap();
        assert_eq!(counts(&incoming.orders[0]), (1, 1), "{rule}");
        let shown = &spoiled(&text)[0].records;
        assert_eq!(
            shown.iter().map(|r| &r[6..8]).collect::<Vec<_>>(),
            ["30", "31"]
        );
    }
    // Neither amount nor date can be told, so nobody can say that the sums are wrong.
    check(&with(3, 33, "x"), &["spoiled 1.1 FILE-AMOUNT 3:33"]);
    check(&with(3, 16, "310226"), &["spoiled 1.1 FILE-DUE-DATE 3:16"]);
    check(
        &with(6, 9, "0000001"),
        &["spoiled 1.2 FILE-NUMBER 6:9", "spoiled 1.2 FILE-NUMBER 7:9"],
    );
}

#[test]
fn both_amount_records_must_be_there_and_texts_stand_behind_them() {
    let missing = without(4);
    assert!(said(&missing).contains(&"spoiled 1.1 FILE-TEXT 4:0".to_owned()));
    assert!(said(&missing).contains(&"spoiled 1.1 FILE-RECORDS 3:0".to_owned()));
    let lines: Vec<&str> = CLAIMS.lines().collect();
    let mut swapped = lines.clone();
    swapped.swap(3, 4);
    check(&(swapped.join("\n") + "\n"), &["spoiled 1.1 FILE-TEXT 4:0"]);
    let headless = without(3);
    let told = said(&headless);
    assert!(
        told.contains(&"spoiled 1.1 FILE-RECORDS 3:0".to_owned()),
        "{told:?}"
    );
    assert_eq!(spoiled(&headless)[0].records, [lines[3]]);
    assert_eq!(spoiled(&headless)[0].number, Some(1));
    let mut twice = lines.clone();
    twice.insert(7, lines[6]);
    let told = said(&(twice.join("\n") + "\n"));
    assert!(
        told.contains(&"spoiled 1.3 FILE-RECORDS 8:0".to_owned()),
        "{told:?}"
    );
}

#[test]
fn texts_that_nobody_reads_do_no_harm() {
    // Of a claim that the payee itself tells of, and blank ones.
    let of_02 = CLAIMS.replace("NY2121300000001", "NY2102300000001");
    let of_02 = of_02.replace("NY2121310000001", "NY2102310000001");
    check(&of_02.replace("40011Strom", "40993Strom"), &[]);
    let blank = with(5, 21, &" ".repeat(40));
    check(&blank, &[]);
}

#[test]
fn a_claim_has_84_texts_at_most() {
    let text = CLAIMS.lines().nth(4).unwrap();
    let many = CLAIMS.replace(text, &[text; 85].join("\n"));
    let told = said(&many);
    assert!(
        told.contains(&"spoiled 1.1 FILE-TEXT 89:0".to_owned()),
        "{told:?}"
    );
    let all = CLAIMS.replace(text, &[text; 84].join("\n"));
    assert!(!said(&all).iter().any(|line| line.starts_with("spoiled")));
}

#[test]
fn amounts_of_17_digits_are_read_and_their_sum_never_overflows() {
    let nines = "9".repeat(17);
    let large = with(3, 33, &nines);
    let told = said(&large);
    assert_eq!(
        told,
        [
            "transmission FILE-TOTALS 12:25",
            "order 1 FILE-ORDER-TOTALS 8:25"
        ]
    );
    let claim: String = CLAIMS
        .lines()
        .skip(5)
        .take(2)
        .map(|line| format!("{line}\n"))
        .collect();
    let many = CLAIMS.replace(
        &claim,
        &claim.replace("00000000000012550", &nines).repeat(200),
    );
    assert!(said(&many).contains(&"order 1 FILE-ORDER-TOTALS 406:25".to_owned()));
}

#[test]
fn a_file_that_was_cut_in_the_middle_of_a_record_has_no_end() {
    let cut = |at: usize| said_of(&file(CLAIMS)[..at]);
    // In the order's end record, in a claim, in the end record of the transmission.
    let told = cut(82 * 7 + 20);
    for line in [
        "transmission FILE-LINE-ENDS 8:0",
        "transmission FILE-PADDING 8:0",
        "transmission FILE-END 8:0",
        "order 1 FILE-ORDER-END 8:21",
    ] {
        assert!(told.contains(&line.to_owned()), "{line}: {told:?}");
    }
    assert!(cut(82 * 5 + 40).contains(&"spoiled 1.2 FILE-AMOUNT 6:41".to_owned()));
    assert!(cut(82 * 11 + 20).contains(&"transmission FILE-TOTALS 12:21".to_owned()));
    // In the fillers of that, where all that it tells is there.
    assert!(cut(82 * 11 + 52).contains(&"transmission FILE-END 12:53".to_owned()));
    assert!(cut(82 * 11 + 79).contains(&"transmission FILE-END 12:80".to_owned()));
    let whole = cut(82 * 11 + 80);
    assert_eq!(whole, ["transmission FILE-LINE-ENDS 12:0"]);
    let joined = CLAIMS.replace('\n', "");
    let told = said(&joined[..80 * 7 + 20]);
    assert_eq!(told, ["refused FILE-FORMAT 8:0"]);
}

#[test]
fn files_of_other_kinds_are_orders_that_payees_do_not_send() {
    for text in [MANDATES, OCR] {
        assert_eq!(
            said(text),
            [
                "transmission FILE-RECIPIENT 1:24",
                "order 1 FILE-ORDER-KIND 2:3"
            ]
        );
    }
}

#[test]
fn equal_deviations_are_told_once_however_many_there_are() {
    let claim: String = CLAIMS
        .lines()
        .skip(5)
        .take(2)
        .map(|line| format!("{line}\n"))
        .collect();
    let odd = claim.replace("000000\n", "000001\n");
    let text = CLAIMS.replace(&claim, &odd.repeat(50));
    let told = said(&text);
    assert_eq!(
        told.iter().filter(|line| line.contains("FILLER")).count(),
        1
    );
    let foreign = CLAIMS.replace(&claim, &"NY219470\n".repeat(50));
    let told = said(&foreign);
    assert_eq!(
        told.iter()
            .filter(|line| line.contains("ORDER-RECORD"))
            .count(),
        1
    );
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let _ = read_outgoing(&bytes);
    }

    #[test]
    fn no_change_of_a_file_makes_reading_panic(
        which in 0..3_usize,
        changes in prop::collection::vec((0..1000_usize, any::<u8>()), 1..8),
        end in 0..1000_usize,
    ) {
        let mut bytes = file([CLAIMS, MANDATES, OCR][which]);
        for (at, byte) in changes {
            let length = bytes.len();
            bytes[at % length] = byte;
        }
        let _ = read(&bytes);
        let _ = read_outgoing(&bytes);
        let _ = read(&bytes[..end % bytes.len()]);
    }

    #[test]
    fn no_order_of_records_makes_reading_panic(
        picked in prop::collection::vec((0..24_usize, "[0-9 ]{0,3}"), 0..40),
    ) {
        let all: Vec<&str> = [CLAIMS, MANDATES, OCR].iter().flat_map(|text| text.lines()).collect();
        let mut text = format!("{}\n", all[0]);
        for (index, other) in picked {
            let record = all[index % all.len()];
            text.push_str(&record[..80 - other.len()]);
            text.push_str(&other);
            text.push('\n');
        }
        let _ = read(text.as_bytes());
        let _ = read_outgoing(text.as_bytes());
    }

    #[test]
    fn a_flipped_byte_in_an_end_record_is_noticed(
        line in prop::sample::select(vec![8_usize, 11, 12]), at in 0..80_usize, flip in 1..=255_u8,
    ) {
        let mut bytes = file(CLAIMS);
        bytes[82 * (line - 1) + at] ^= flip;
        prop_assert!(!said_of(&bytes).is_empty());
        prop_assert!(read_outgoing(&bytes).is_err());
    }
}
