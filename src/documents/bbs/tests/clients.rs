//! Files as clients really send them.

use super::support::{CLAIMS, counts, file, said, said_of};
use crate::documents::bbs::read;
use crate::domain::giro::{FiledClaim, IncomingTransaction};

fn claims(bytes: &[u8]) -> Vec<FiledClaim> {
    let orders = read(bytes).unwrap().orders.into_iter();
    let transactions = orders.flat_map(|order| order.transactions);
    let claims = transactions.filter_map(|transaction| match transaction {
        IncomingTransaction::Read(claim) => Some(claim),
        IncomingTransaction::Spoiled(_) => None,
    });
    claims.collect()
}

#[test]
fn line_feeds_utf8_zeros_for_blanks_and_names_at_the_right_are_remarks() {
    let text = CLAIMS.replace("HANSEN    ", "    BJØRNÅ");
    let text = text.replace("020326           0", "020326000000000000");
    let text = text.replace("160326           0", "160326000000000000");
    assert_eq!(
        said_of(text.as_bytes()),
        [
            "transmission FILE-LINE-ENDS 1:0",
            "transmission FILE-CHARSET 4:0",
        ]
    );
    assert_eq!(claims(text.as_bytes())[0].short_name, "BJØRNÅ");
    let latin = file(&text);
    assert_eq!(claims(&latin)[0].short_name, "BJØRNÅ");
}

#[test]
fn records_without_anything_between_them_are_read_and_orders_for_transactions_are_refused() {
    let joined = CLAIMS.replace('\n', "");
    let joined = joined.replace("326           0", "326000000000000");
    assert_eq!(said(&joined), ["transmission FILE-LINE-ENDS 1:0"]);
    // Its end record counts orders, which is right only while each has one claim.
    let counted = joined.replace("NY00008900000003", "NY00008900000002");
    assert_eq!(said(&counted)[1], "transmission FILE-TOTALS 12:9");
    let single = "\
NY000010002304561502001000080800000000000000000000000000000000000000000000000000\
NY213620000000000150200215062995960000000000000000000000000000000000000000000000\
NY21933000000011603260000000000000000000000012550          000567800000026000000\
NY213688000000010000000300000000000012550160326160326000000000000000000000000000\
NY000089000000010000000500000000000012550160326000000000000000000000000000000000";
    assert_eq!(said(single), ["transmission FILE-LINE-ENDS 1:0"]);
}

#[test]
fn blank_texts_are_dropped_and_a_deletion_may_be_a_copy_of_its_claim() {
    let text = "\
NY000010002304561502001000080800000000000000000000000000000000000000000000000000
NY210020000000000150200115062995960000000000000000000000000000000000000000000000
NY2121300000001020326           00000000000049900          000123400000014000000
NY2121310000001HANSEN                             Strom februar            00000
NY212149000000140011Stromforbruk februar 2026               00000000000000000000
NY212149000000140012                                        00000000000000000000
NY210088000000010000000600000000000049900020326020326000000000000000000000000000
NY213620000000000150200115062995960000000000000000000000000000000000000000000000
NY2193300000001020326           00000000000049900          000123400000014000000
NY2193310000001HANSEN                             Strom februar            00000
NY212149000000140011Stromforbruk februar 2026               00000000000000000000
NY212149000000140012                                        00000000000000000000
NY213688000000010000000600000000000049900020326020326000000000000000000000000000
NY000089000000020000001400000000000099800020326000000000000000000000000000000000";
    assert_eq!(
        said_of(text.as_bytes()),
        ["transmission FILE-LINE-ENDS 1:0"]
    );
    let read = claims(text.as_bytes());
    assert_eq!((read[0].texts.len(), read[1].texts.len()), (1, 0));
    assert_eq!(read[1].short_name, "HANSEN");
    // All with the type of deletions, and with nonsense in what nobody reads.
    let typed = text
        .replace("NY2136880", "NY213688")
        .replace("NY213688", "NY2136880");
    let (claims, deletions) = typed.split_once("NY213620").unwrap();
    let deletions = deletions.replace("NY2121490000001400", "NY2193490000009999");
    let deletions = deletions.replace("NY2193310000001", "NY2193310000007");
    let told = said_of(format!("{claims}NY213620{deletions}").as_bytes());
    assert_eq!(told, ["transmission FILE-LINE-ENDS 1:0"]);
}

#[test]
fn numbers_from_zero_and_records_counted_as_transactions_are_refused() {
    let text = CLAIMS
        .replace("NY2121300000001", "NY2121300000000")
        .replace("NY2121310000001", "NY2121310000000")
        .replace("NY2121490000001", "NY2121490000000")
        .replace("NY2100880000000200000007", "NY2100880000000700000007")
        .replace("NY0000890000000300000012", "NY0000890000001200000012");
    assert_eq!(
        said(&text),
        [
            "transmission FILE-TOTALS 12:9",
            "order 1 FILE-ORDER-TOTALS 8:9",
            "spoiled 1.1 FILE-NUMBER 3:9",
        ]
    );
    let incoming = read(&file(&text)).unwrap();
    assert_eq!(counts(&incoming.orders[0]), (1, 1));
}

#[test]
fn a_kid_may_end_in_a_minus() {
    let text = CLAIMS.replace("000123400000014000000", "00012340000001-000000");
    assert_eq!(said(&text), [""; 0]);
    assert_eq!(claims(&file(&text))[0].kid, "00012340000001-");
}
