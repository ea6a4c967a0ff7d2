//! What becomes of a message after it was sent.

use jiff::{SignedDuration, Timestamp};

use super::world::*;
use crate::consumer::{MailNumber, Note};
use crate::domain::letter::LetterContent;
use crate::wire::xml::Element;

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn status(world: &mut World) -> String {
    let heard = world.get(SENDER, &format!("/documents/{SENDER}/{UUID}/status"));
    let of = |name| heard.body.attribute(name).unwrap_or("-").to_owned();
    format!("{} {} {}", of("status"), of("channel"), of("read"))
}

#[test]
fn opening_a_letter_is_an_event_and_a_reading_where_a_receipt_was_asked_for() {
    let mut world = World::new();
    let with_receipt = letter(UUID, "<opening-receipt>x</opening-receipt>");
    world.send(&message("", &to_kari(), &with_receipt));
    assert_eq!(status(&mut world), "DELIVERED DIGIPOST N");
    assert!(world.events(SENDER).is_empty());
    world.advance(DAY);
    let now = world.now;
    world.book.open_mail(MailNumber(1), now);
    assert_eq!(status(&mut world), "DELIVERED DIGIPOST Y");
    assert_eq!(world.events(SENDER), ["OPENED"]);
    // Events are the broker's that sent it.
    assert!(world.events(BROKER).is_empty());
    let mut world = World::new();
    world.send(&message("", &to_kari(), &letter(UUID, "")));
    assert_eq!(status(&mut world), "DELIVERED DIGIPOST -");
}

/// When events of a span happened, as the service tells it.
fn between(world: &mut World, from: Timestamp, to: Timestamp) -> Vec<(String, String)> {
    let target = format!("/documents/events?from={from}&to={to}&offset=0&maxResults=100");
    let heard = world.get(SENDER, &target);
    assert_eq!(heard.status, 200, "{:?}", heard.bytes);
    let events = heard.body.children_named("event");
    let told = |event: &Element| {
        let of = |name| event.attribute(name).unwrap().to_owned();
        (of("uuid"), of("type"))
    };
    events.map(told).collect()
}

#[test]
fn a_span_tells_what_was_opened_or_noted_in_it_both_ends_included_and_nothing_else() {
    let mut world = World::new();
    let start = world.now;
    let uuid = |number: u8| UUID.replace("9af4", &format!("000{number}"));
    for number in 1..=3 {
        world.send(&message("", &to_kari(), &letter(&uuid(number), "")));
    }
    world.send(&message("", &print_details(), &letter(&uuid(4), "")));
    // Opened in another order than delivered; the last one never.
    for number in [2, 1] {
        world.advance(DAY);
        let now = world.now;
        world.book.open_mail(MailNumber(number), now);
    }
    world.advance(DAY);
    let opened = |number| (uuid(number), "OPENED".to_owned());
    let all = between(&mut world, start, start + DAY * 9);
    let stamped = (uuid(4), "POSTMARKED".to_owned());
    assert_eq!(all.len(), 3);
    assert!(
        [opened(2), opened(1), stamped]
            .iter()
            .all(|it| all.contains(it))
    );
    let second = SignedDuration::from_secs(1);
    let (first, next) = (start + DAY, start + DAY * 2);
    assert_eq!(between(&mut world, first, first), [opened(2)]);
    assert_eq!(between(&mut world, next, next + DAY), [opened(1)]);
    assert!(between(&mut world, next + second, next + DAY).is_empty());
    assert!(between(&mut world, start, first - DAY / 2).is_empty());
}

#[test]
fn a_letter_on_paper_is_stamped_on_the_next_bank_day() {
    let mut world = World::new();
    world.send(&message("", &print_details(), &letter(UUID, "")));
    assert_eq!(status(&mut world), "DELIVERED PRINT -");
    assert!(world.events(SENDER).is_empty());
    world.advance(DAY * 2);
    assert_eq!(world.events(SENDER), ["POSTMARKED"]);
}

#[test]
fn scenarios_choose_what_becomes_of_a_message() {
    let mail = "<email-details><email-address>a@example.no</email-address></email-details>";
    for (wish, recipient, expected) in [
        ("PRINT_FAILED", print_details(), vec!["PRINT_FAILED"]),
        ("SHREDDED", print_details(), vec!["POSTMARKED", "SHREDDED"]),
        ("notDeliverable", print_details(), vec!["POSTMARKED"]),
        (
            "notDeliverable",
            shredding(),
            vec!["POSTMARKED", "SHREDDED"],
        ),
        (
            "MOVE_FILES_FROM_PUBLIC_SECTOR",
            print_details(),
            vec!["POSTMARKED"],
        ),
        (
            "EMAIL_MESSAGE_FAILED",
            mail.to_owned(),
            vec!["EMAIL_MESSAGE_FAILED"],
        ),
        (
            "EMAIL_NOTIFICATION_FAILED",
            to_kari(),
            vec!["EMAIL_NOTIFICATION_FAILED"],
        ),
        (
            "SMS_NOTIFICATION_FAILED",
            to_kari(),
            vec!["SMS_NOTIFICATION_FAILED"],
        ),
        // A wish that does not fit the way changes nothing.
        ("PRINT_FAILED", to_kari(), vec![]),
    ] {
        let mut world = World::new();
        let sent = message("", &recipient, &letter(UUID, ""));
        let heard = world.send_as(SENDER, V7, &sent, PDF, Some(wish));
        assert_eq!(heard.status, 201, "{wish}");
        world.advance(DAY * 12);
        assert_eq!(world.events(SENDER), expected, "{wish}");
    }
}

/// Print details of a letter that is not worth the way back.
fn shredding() -> String {
    let handling = "<nondeliverable-handling>SHRED</nondeliverable-handling>";
    print_details().replace("</print-details>", &format!("{handling}</print-details>"))
}

#[test]
fn a_letter_that_returns_to_its_sender_is_told_of_in_the_journal_alone() {
    let mut world = World::new();
    let sent = message("", &print_details(), &letter(UUID, ""));
    world.send_as(SENDER, V7, &sent, PDF, Some("notDeliverable"));
    world.advance(DAY * 12);
    let told = world.notes.iter().any(|note| match note {
        Note::Happened(happening) => {
            happening.kind == "letter.returned" && happening.text.ends_with("to Fjord Energi")
        }
        Note::FiledWith { .. }
        | Note::Filed { .. }
        | Note::ChangesEntry { .. }
        | Note::OpensMailbox { .. } => false,
    });
    assert!(told);
}

#[test]
fn a_letter_that_moves_to_another_provider_is_told_with_its_documents_and_leaves_the_mailbox() {
    let mut world = World::new();
    let sent = message("", &to_kari(), &letter(UUID, ""));
    let wish = Some("MOVE_FILES_FROM_PUBLIC_SECTOR");
    world.send_as(SENDER, V7, &sent, PDF, wish);
    world.advance(DAY);
    assert!(world.mails()[0].deleted_at.is_some());
    let span = "from=2026-03-01T00:00:00Z&to=2026-03-09T00:00:00Z";
    let heard = world.get(SENDER, &format!("/documents/events?{span}"));
    let event = heard.body.child("event").unwrap();
    assert_eq!(event.attribute("type"), wish);
    let told = event.child("metadata").unwrap();
    let of = |name| told.attribute(name).unwrap_or("-").to_owned();
    assert_eq!(of("type"), "move-files-from-public-sector-metadata");
    assert_eq!(
        (of("opened"), of("subject")),
        ("false".to_owned(), "Hei".to_owned())
    );
    assert_eq!(of("delivery-time"), "2026-03-02T09:00:00.000+01:00");
    assert_eq!(of("destination-mailbox"), "E-BOKS");
    let document = told.child("document").unwrap();
    assert_eq!(document.attribute("uuid"), Some(UUID));
    let certificate = told.child_text("x509Certificate").unwrap();
    assert!(certificate.contains("BEGIN CERTIFICATE"));
}

#[test]
fn an_account_that_closes_after_identification_is_unknown_or_printed() {
    let mut world = World::new();
    let sent = message("", &to_kari(), &letter(UUID, ""));
    let heard = world.send_as(SENDER, V7, &sent, PDF, Some("accountDeactivated"));
    assert_eq!((heard.status, heard.code()), (404, "UNKNOWN_RECIPIENT"));
    let sent = message("", &(to_kari() + &print_details()), &letter(UUID, ""));
    let heard = world.send_as(SENDER, V7, &sent, PDF, Some("accountDeactivated"));
    assert_eq!(heard.text(&["delivery-method"]), "PRINT");
}

#[test]
fn a_letter_that_nobody_reads_is_printed_when_its_sender_says() {
    for is_read in [false, true] {
        let mut world = World::new();
        let unread = format!(
            "<print-if-unread><print-if-unread-after>2026-03-05T12:00:00+01:00\
             </print-if-unread-after>{}</print-if-unread>",
            print_details()
        );
        let heard = world.send(&message("", &to_kari(), &(letter(UUID, "") + &unread)));
        assert_eq!(heard.text(&["delivery-method"]), "DIGIPOST");
        if is_read {
            let now = world.now;
            world.book.open_mail(MailNumber(1), now);
        }
        world.advance(DAY * 4);
        assert_eq!(world.letters.len(), usize::from(!is_read));
        let channel = if is_read { "DIGIPOST" } else { "PRINT" };
        assert_eq!(status(&mut world), format!("DELIVERED {channel} -"));
    }
}

#[test]
fn notices_go_out_while_a_letter_is_unread_and_by_sms_in_the_daytime_only() {
    let mut world = World::new();
    let asked = "<sms-notification><overrides><sms-mobile-number>91816528</sms-mobile-number>\
                 <text>Les</text></overrides><at time=\"2026-03-02T22:00:00+01:00\"/>\
                 <after-hours>1</after-hours></sms-notification><email-notification>\
                 <email-address>kari@example.no</email-address><subject>Post</subject>\
                 <text>Du har post</text><at time=\"2026-03-03T12:00:00+01:00\"/>\
                 </email-notification>";
    world.send(&message("", &to_kari(), &letter(UUID, asked)));
    let mut due: Vec<String> = world.later.iter().map(|(at, _)| at.to_string()).collect();
    due.sort();
    let expected = [
        "2026-03-02T09:00:00Z",
        "2026-03-03T08:00:00Z",
        "2026-03-03T11:00:00Z",
    ];
    assert_eq!(due, expected);
    world.advance(DAY * 2);
    let told = world.notes.iter().filter(|note| match note {
        Note::Happened(happening) => happening.kind == "sms.sent",
        Note::FiledWith { .. }
        | Note::Filed { .. }
        | Note::ChangesEntry { .. }
        | Note::OpensMailbox { .. } => false,
    });
    assert_eq!(told.count(), 2);
    assert_eq!(world.letters[0].invoice.as_deref(), Some(UUID));
    let LetterContent::Posted { subject, text, .. } = &world.letters[0].content else {
        panic!("{:?}", world.letters[0]);
    };
    assert_eq!(
        (subject.as_str(), text.as_deref()),
        ("Post", Some("Du har post"))
    );
}

#[test]
fn a_letter_with_a_time_to_come_is_seen_then() {
    let mut world = World::new();
    let at = "<delivery-time>2026-03-04T08:00:00+01:00</delivery-time>";
    let sent = message("", &to_kari(), &letter(UUID, ""));
    let heard = world.send(&sent.replace("</recipient>", &format!("</recipient>{at}")));
    assert_eq!(
        heard.text(&["delivery-time"]),
        "2026-03-04T08:00:00.000+01:00"
    );
    assert_eq!(status(&mut world), "NOT_DELIVERED DIGIPOST -");
    world.advance(DAY * 2);
    assert_eq!(status(&mut world), "DELIVERED DIGIPOST -");
}

#[test]
fn a_page_of_events_is_what_was_asked_for() {
    let mut world = World::new();
    for digit in 1..=3 {
        let uuid = UUID.replace("9af4", &format!("{digit:04}"));
        world.send(&message("", &to_kari(), &letter(&uuid, "")));
        world.advance(DAY);
        let now = world.now;
        world.book.open_mail(MailNumber(digit), now);
    }
    let span = "from=2026-03-01T00:00:00.000%2B01:00&to=2026-03-09T00:00:00.000%2B01:00";
    let page = |world: &mut World, rest: &str| {
        let heard = world.get(SENDER, &format!("/documents/events?{span}{rest}"));
        let events = heard.body.children_named("event");
        let firsts: Vec<String> = events
            .map(|event| event.attribute("uuid").unwrap()[..4].to_owned())
            .collect();
        match heard.code() {
            "no error" => firsts.join(" "),
            code => code.to_owned(),
        }
    };
    for (rest, expected) in [
        ("", "0001 0002 0003"),
        ("&offset=1&maxResults=1", "0002"),
        ("&offset=9", ""),
        ("&sender=497013", "0001 0002 0003"),
        ("&org=310000027&part=x", "0001 0002 0003"),
        ("&sender=780123", "BROKER_NOT_AUTHORIZED"),
        ("&sender=1", "UNKNOWN_SENDER"),
        ("&sender=x", "INVALID_QUERY_PARAMETER"),
        ("&maxResults=100000", "INVALID_QUERY_PARAMETER"),
        ("&size=1", "INVALID_QUERY_PARAMETER"),
    ] {
        assert_eq!(page(&mut world, rest), expected, "{rest}");
    }
    for (span, expected) in [
        (
            "from=2026-03-09T00:00:00Z&to=2026-03-01T00:00:00Z",
            "INVALID_DATE_RANGE",
        ),
        ("from=2026-03-01&to=2026-03-09", "INVALID_QUERY_PARAMETER"),
        ("", "INVALID_QUERY_PARAMETER"),
    ] {
        let heard = world.get(SENDER, &format!("/documents/events?{span}"));
        assert_eq!(heard.code(), expected, "{span}");
    }
}

#[test]
fn a_status_is_told_to_whoever_acts_for_the_sender() {
    let mut world = World::new();
    world.send(&message("", &to_kari(), &letter(UUID, "")));
    for (by, target, expected) in [
        (
            BROKER,
            format!("/documents/{SENDER}/{UUID}/status"),
            "no error",
        ),
        (
            STRANGER,
            format!("/documents/{SENDER}/{UUID}/status"),
            "BROKER_NOT_AUTHORIZED",
        ),
        (
            SENDER,
            format!("/documents/1/{UUID}/status"),
            "UNKNOWN_SENDER",
        ),
        (
            SENDER,
            format!("/documents/{SENDER}/x/status"),
            "DOCUMENT_NOT_FOUND",
        ),
        (
            BROKER,
            format!("/documents/{BROKER}/{UUID}/status"),
            "DOCUMENT_NOT_FOUND",
        ),
    ] {
        assert_eq!(world.get(by, &target).code(), expected, "{by} {target}");
    }
}

#[test]
fn a_notice_after_longer_than_the_calendar_never_comes_and_harms_nothing() {
    let asked = "<sms-notification><after-hours>2147483647</after-hours></sms-notification>";
    let mut world = World::new();
    let heard = world.send(&message("", &to_kari(), &letter(UUID, asked)));
    assert_eq!(heard.status, 201);
    world.advance(DAY * 4);
    assert!(world.letters.is_empty());
}
