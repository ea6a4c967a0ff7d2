//! What the book keeps for whoever tells payees later: settled claims and changes of mandates.

use super::*;

/// The ids of the claims that were settled from nine on one day to nine on another.
fn settled(bank: &Bank, from: &str, until: &str) -> Vec<String> {
    let at = |day: &str| at_local(day.parse().unwrap(), 6, 0);
    let settled = bank.book.settled_between(at(from), at(until));
    settled.map(|(id, _)| id.to_string()).collect()
}

#[test]
fn settled_claims_are_told_by_day_and_id_and_a_reversed_one_is_none() {
    let mut bank = Bank::new();
    bank.play(
        "claim b 100 2026-03-10
         claim a 100 2026-03-10
         claim c 100 2026-03-11
         claim stopped 100 2026-03-11
         stop-payment claim=stopped
         until 2026-03-12",
    );
    assert_eq!(settled(&bank, "2026-03-01", "2026-03-31"), ["a", "b", "c"]);
    assert_eq!(settled(&bank, "2026-03-10", "2026-03-11"), ["a", "b"]);
    assert_eq!(settled(&bank, "2026-03-11", "2026-03-31"), ["c"]);
    assert!(settled(&bank, "2026-03-10", "2026-03-10").is_empty());
    assert!(settled(&bank, "2026-03-31", "2026-03-01").is_empty());
    bank.play("reverse-payment claim=a");
    assert_eq!(settled(&bank, "2026-03-01", "2026-03-31"), ["b", "c"]);
}

#[test]
fn changes_of_mandates_are_read_on_from_where_somebody_stopped() {
    let mut bank = Bank::new();
    let now = bank.now;
    bank.book.put_mandate(key("000003123452"), mandate(), now);
    bank.book.begin(now);
    assert_eq!(bank.book.first_change(), 2);
    bank.play("end-mandate kid=000003123452");
    bank.play("change-mandate notification=false");
    let from = |place| -> Vec<String> {
        let changes = bank.book.mandate_changes_from(place);
        changes
            .map(|(place, change)| format!("{place} {}", change.kind.as_str()))
            .collect()
    };
    let all = ["0 MADE", "1 MADE", "2 ENDED", "3 CHANGED"];
    assert_eq!(from(0), all);
    assert_eq!(from(bank.book.first_change()), all[2..]);
    assert!(from(4).is_empty() && from(usize::MAX).is_empty());
    assert_eq!(bank.book.first_change(), 2, "the world began once");
}

#[test]
fn a_bank_that_finds_too_little_on_purpose_leaves_the_balance_as_it_is() {
    let mut bank = Bank::new();
    bank.claim("a", 100, "2026-03-10");
    let id = ClaimId::of("a");
    let claim = Claim {
        uncovered: true,
        ..bank.book.claim(&id).unwrap().clone()
    };
    bank.book.put_back_claim(id, claim);
    bank.play("until 2026-03-10\n= a no-cover Tue 06:00\n= balance 1000");
}

#[test]
fn a_copy_that_comes_after_its_claim_follows_what_became_of_that() {
    let mut bank = Bank::new();
    bank.play(
        "claim waits 50 2026-03-20
         claim paid 50 2026-03-10
         claim stopped 50 2026-03-20
         stop-payment claim=stopped
         claim reversed 50 2026-03-10
         until 2026-03-10
         reverse-payment claim=reversed",
    );
    for (claim, tied, expected) in [
        ("waits", false, "open true"),
        ("paid", true, "paid true"),
        ("stopped", false, "open false"),
        ("reversed", false, "open false"),
        ("nobody's", true, "open true"),
    ] {
        let id = PresentedId(format!("copy of {claim}"));
        bank.book.present(id.clone(), copy(&id.0, tied));
        bank.book.link_copy(&ClaimId::of(claim), id.clone());
        assert_eq!(shown(&bank, &id.0), expected, "{claim}");
    }
    let told = bank.book.take_news();
    let settled = BookEvent::InvoiceSettled(PresentedId("copy of paid".into()));
    assert_eq!(told.iter().filter(|it| **it == settled).count(), 1);
    bank.play("resume-payment claim=stopped");
    assert_eq!(shown(&bank, "copy of stopped"), "open true");
    bank.play("reverse-payment claim=paid");
    assert_eq!(shown(&bank, "copy of paid"), "open false");
    bank.play("until 2026-03-20");
    assert_eq!(shown(&bank, "copy of waits"), "paid true");
}

#[test]
fn a_copy_stays_tied_while_another_claim_for_it_waits_for_the_same_day() {
    let mut bank = Bank::new();
    bank.play(
        "claim first 50 2026-03-20
         claim second 50 2026-03-20
         claim later 50 2026-03-23
         claim elsewhere 50 2026-03-20",
    );
    for id in ["bill", "other"] {
        bank.book.present(PresentedId(id.into()), copy(id, false));
    }
    let mut link = |claim: &str, id: &str| {
        bank.book
            .link_copy(&ClaimId::of(claim), PresentedId(id.into()));
    };
    for claim in ["first", "second", "later"] {
        link(claim, "bill");
    }
    link("elsewhere", "bill");
    link("elsewhere", "other");
    let mut stop = |claim: &str| {
        bank.play(&format!("stop-payment claim={claim}"));
        shown(&bank, "bill")
    };
    assert_eq!(stop("first"), "open true", "the second waits");
    assert_eq!(stop("second"), "open false");
    bank.play("resume-payment claim=first\nuntil 2026-03-20");
    assert_eq!(shown(&bank, "bill"), "paid true");
    assert_eq!(shown(&bank, "other"), "paid true");
}

#[test]
fn a_copy_that_its_payer_pays_by_hand_is_not_tied_to_a_claim_that_comes_later() {
    let mut bank = Bank::new();
    for id in ["approved", "paid"] {
        bank.book.present(PresentedId(id.into()), copy(id, false));
    }
    bank.play(
        "approve invoice=approved
         pay invoice=paid
         claim approved 50 2026-03-10
         claim paid 50 2026-03-20",
    );
    assert_eq!(shown(&bank, "approved"), "approved false");
    assert_eq!(shown(&bank, "paid"), "paid false");
    // Whichever comes first pays it, and the other one finds it paid.
    bank.play("until 2026-03-17\n= approved paid Tue 06:00\n= balance 850");
    assert_eq!(shown(&bank, "approved"), "paid false");
}
