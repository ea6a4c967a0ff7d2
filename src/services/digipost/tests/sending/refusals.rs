//! Every refusal, and that it consumes nothing.

use bytes::Bytes;
use http::Request;
use proptest::prelude::*;

use super::world::*;
use crate::domain::digipost::Right;

/// The code for a message, after which the same ids can be used by a good one.
#[track_caller]
fn check(world: &mut World, sent: &str, expected: &str) {
    let heard = world.send(sent);
    assert_eq!(heard.code(), expected, "{sent}");
    assert!(world.mails().is_empty() && world.letters.is_empty());
    let good = message(
        "<message-id>m-1</message-id>",
        &to_kari(),
        &letter(UUID, ""),
    );
    assert_eq!(world.send(&good).status, 201, "after {expected}");
}

fn with(rest: &str) -> String {
    message("<message-id>m-1</message-id>", &to_kari(), rest)
}

#[test]
fn a_refused_message_consumes_neither_its_id_nor_those_of_its_documents() {
    let plain = || letter(UUID, "");
    let subject = |text: &str| plain().replace("<subject>Hei</subject>", text);
    for (sent, expected) in [
        (with(&subject("")), "MISSING_SUBJECT"),
        (with(&subject("<subject>  </subject>")), "MISSING_SUBJECT"),
        (with(&plain().replace("pdf", "exe")), "ILLEGAL_CONTENT_TYPE"),
        (with(&invoice(UUID, "A", "0")), "INVALID_MONETARY_AMOUNT"),
        (
            with(&invoice(UUID, "A", "-5.00")),
            "INVALID_MONETARY_AMOUNT",
        ),
        (with(&plain()).replace(KARI, OLA), "UNKNOWN_RECIPIENT"),
        (
            with(&plain()).replace(
                "</recipient>",
                "</recipient><delivery-time>2026-03-02T08:59:59+01:00</delivery-time>",
            ),
            "DELIVERY_DATE_HISTORICAL",
        ),
        (
            message("", &print_details(), &plain().replace("pdf", "txt")),
            "CONTENT_OF_PRINT_MESSAGE_MUST_BE_PDF",
        ),
        (
            message("", &print_details().replace("0101", "ABC"), &plain()),
            "INVALID_RECIPIENT_PRINT_ADDRESS",
        ),
        (
            message(
                "",
                &print_details().replace("<name>Fjord Energi", "<name>"),
                &plain(),
            ),
            "INVALID_RETURN_ADDRESS",
        ),
        (
            message(
                "",
                "<email-details><email-address>x</email-address></email-details>",
                &plain(),
            ),
            "INVALID_EMAIL_ADDRESS",
        ),
        (
            message(
                "",
                "<email-details><email-address>a@example.no</email-address></email-details>",
                &letter(UUID, "<encrypted/>"),
            ),
            "ENCRYPTION_KEY_NOT_FOUND",
        ),
    ] {
        check(&mut World::new(), &sent, expected);
    }
}

#[test]
fn notices_need_a_time_to_come_and_somebody_to_go_to() {
    let sms = |number: &str, at: &str| {
        let inside = format!(
            "<sms-notification><overrides><sms-mobile-number>{number}</sms-mobile-number>\
             <text>x</text></overrides><at{at}/></sms-notification>"
        );
        with(&letter(UUID, &inside))
    };
    let mail = |address: &str, at: &str| {
        let inside = format!(
            "<email-notification><email-address>{address}</email-address><subject>s</subject>\
             <text>x</text><at{at}/></email-notification>"
        );
        with(&letter(UUID, &inside))
    };
    let (past, soon) = (
        " time=\"2026-03-01T10:00:00Z\"",
        " time=\"2026-03-09T10:00:00Z\"",
    );
    for (sent, expected) in [
        (sms("91816528", past), "INVALID_SMS_NOTIFICATION_TIME"),
        (sms("91816528", ""), "INVALID_SMS_NOTIFICATION_TIME"),
        (sms("123", soon), "INVALID_PHONE_NUMBER"),
        (
            mail("kari@example.no", past),
            "INVALID_EMAIL_NOTIFICATION_TIME",
        ),
        (
            mail("kari@example.no", ""),
            "INVALID_EMAIL_NOTIFICATION_TIME",
        ),
        (mail("kari", soon), "INVALID_EMAIL_ADDRESS"),
    ] {
        check(&mut World::new(), &sent, expected);
    }
    let mut world = World::without(Right::NotificationAddresses);
    check(
        &mut world,
        &sms("91816528", soon),
        "NOTIFICATION_ADDRESSES_NOT_ALLOWED",
    );
}

#[test]
fn what_not_everybody_may_needs_a_right() {
    let to_ola = to_kari().replace(KARI, OLA) + &print_details();
    let later = "</recipient><delivery-time>2026-03-09T08:00:00Z</delivery-time>";
    for (right, sent, expected) in [
        (
            Right::Print,
            message("", &to_ola, &letter(UUID, "")),
            "NOT_APPROVED_FOR_PRINT",
        ),
        (
            Right::DirectPrint,
            message("", &print_details(), &letter(UUID, "")),
            "NOT_APPROVED_FOR_DIRECT_PRINT",
        ),
        (
            Right::Idporten,
            with(&letter(
                UUID,
                "<authentication-level>IDPORTEN_4</authentication-level>",
            )),
            "NOT_APPROVED_FOR_IDPORTEN",
        ),
        (
            Right::PreEncrypt,
            with(&letter(UUID, "<encrypted/>")),
            "NOT_APPROVED_FOR_PREENCRYPT",
        ),
        (
            Right::TechnicalAttachments,
            with(&letter(UUID, "").replace(
                "<primary-document>",
                "<primary-document technical-type=\"x\">",
            )),
            "NOT_APPROVED_FOR_TECHNICAL_ATTACHMENTS",
        ),
        (
            Right::Html,
            with(&letter(UUID, "").replace("pdf", "html")),
            "ILLEGAL_CONTENT_TYPE",
        ),
        (
            Right::DeliveryTime,
            with(&letter(UUID, "")).replace("</recipient>", later),
            "ILLEGAL_ACCESS",
        ),
        (
            Right::BankAccount,
            message(
                "",
                "<bank-account-number>15062995960</bank-account-number>",
                &letter(UUID, ""),
            ),
            "ILLEGAL_ACCESS",
        ),
    ] {
        check(&mut World::without(right), &sent, expected);
    }
}

#[test]
fn ids_are_used_once_by_a_sender() {
    let mut world = World::new();
    let first = with(&letter(UUID, ""));
    assert_eq!(world.send(&first).status, 201);
    let heard = world.send(&first);
    assert_eq!((heard.status, heard.code()), (400, "DUPLICATE_MESSAGE"));
    let heard = world.send(&message("", &to_kari(), &letter(UUID, "")));
    assert_eq!((heard.status, heard.code()), (400, "DUPLICATE_DOCUMENT_ID"));
    // Another sender has ids of its own.
    let heard = world.send_as(STRANGER, V7, &first, PDF, None);
    assert_eq!(heard.status, 201);
    // Twice in one message.
    let other = UUID.replace("9af4", "4444");
    let twice = letter(&other, "") + &letter(&other, "").replace("primary-document", "attachment");
    let heard = world.send(&message("", &to_kari(), &twice));
    assert_eq!(heard.code(), "DUPLICATE_DOCUMENT_ID");
    assert_eq!(world.mails().len(), 2);
}

#[test]
fn letters_of_a_month_are_counted_by_their_sender() {
    let mut world = World::new();
    world.change_sender(|account| account.letters_a_month = Some(1));
    let sent = |head: &str| message("", &to_kari(), &letter(&UUID.replace("9af4", head), ""));
    assert_eq!(world.send(&sent("0001")).status, 201);
    let heard = world.send(&sent("0002"));
    assert_eq!(
        (heard.status, heard.code()),
        (403, "ORGANISATION_LETTERS_PER_MONTH_EXCEEDED")
    );
    world.now = "2026-04-01T00:00:00+02:00".parse().unwrap();
    assert_eq!(world.send(&sent("0002")).status, 201);
}

#[test]
fn check_digits_are_judged_only_where_a_setting_says_so() {
    let sent = with(&invoice(UUID, "A", "1005"));
    assert_eq!(World::new().send(&sent).status, 201);
    let mut world = World::with("digipost.strict_numbers", "true");
    check(&mut world, &sent, "VALIDATION_FAILED");
}

#[test]
fn what_goes_to_print_has_to_begin_as_a_pdf_does() {
    let sent = message("", &print_details(), &letter(UUID, ""));
    let heard = World::new().send_as(SENDER, V7, &sent, b"hello", None);
    assert_eq!(heard.code(), "INVALID_PDF_CONTENT");
    let heard = World::new().send_as(SENDER, V7, &with(&letter(UUID, "")), b"hello", None);
    assert_eq!(heard.status, 201);
}

#[test]
fn documents_and_parts_have_to_match() {
    let sent = with(&letter(UUID, ""));
    let part = |name: &str| (name.to_owned(), PDF);
    let xml = || ("message".to_owned(), sent.as_bytes());
    let many: Vec<_> = (0..211).map(|it| part(&it.to_string())).collect();
    for (parts, expected) in [
        (vec![xml()], "DOCUMENTS_AND_FILES_MISMATCH"),
        (vec![xml(), part("other")], "DOCUMENTS_AND_FILES_MISMATCH"),
        (
            vec![xml(), part(UUID), part("other")],
            "DOCUMENTS_AND_FILES_MISMATCH",
        ),
        (
            vec![xml(), part(UUID), part(UUID)],
            "DOCUMENTS_AND_FILES_MISMATCH",
        ),
        (
            vec![xml(), xml(), part(UUID)],
            "DOCUMENTS_AND_FILES_MISMATCH",
        ),
        (vec![part(UUID)], "DOCUMENTS_AND_FILES_MISMATCH"),
        (vec![xml(), (UUID.to_owned(), &b""[..])], "MISSING_CONTENT"),
        (vec![xml(), part("")], "MISSING_BODYPART_FILENAME"),
        (many, "DOCUMENTS_AND_FILES_MISMATCH"),
        (vec![part(UUID), xml()], "no error"),
    ] {
        let heard = World::new().hears(multipart(SENDER, V7, &parts), None);
        assert_eq!(heard.code(), expected, "{} parts", parts.len());
    }
    let bare = b"--_-b\r\nContent-Type: application/pdf\r\n\r\nx\r\n--_-b--\r\n";
    let heard = World::new().hears(raw(SENDER, V7, bare.to_vec()), None);
    assert_eq!(heard.code(), "MISSING_BODYPART_CONTENT_DISPOSITION");
    let heard = World::new().hears(raw(SENDER, V7, b"--_-b\r\n".to_vec()), None);
    assert_eq!((heard.status, heard.code()), (400, "PROBLEM_WITH_REQUEST"));
    let large = vec![b'x'; 26 * 1024 * 1024];
    let parts = [xml(), (UUID.to_owned(), large.as_slice())];
    let heard = World::new().hears(multipart(SENDER, V7, &parts), None);
    assert_eq!((heard.status, heard.code()), (413, "FILE_TOO_LARGE"));
}

#[test]
fn a_message_with_all_its_attachments_is_taken_and_one_with_more_is_not() {
    let of = |count: usize| {
        let attachments: String = (0..count)
            .map(|index| letter(&UUID.replace("9af4", &format!("{index:04}")), ""))
            .map(|document| document.replace("primary-document", "attachment"))
            .collect();
        with(&(letter(UUID, "") + &attachments))
    };
    assert_eq!(World::new().send(&of(201)).status, 201);
    assert_eq!(
        World::new().send(&of(202)).code(),
        "SCHEMA_VALIDATION_ERROR"
    );
}

#[test]
fn whatever_the_schema_does_not_allow_is_refused() {
    let good = with(&letter(UUID, ""));
    let paid = with(&invoice(UUID, "A", "1005"));
    let long = "x".repeat(256);
    for (sent, from, to) in [
        (&good, UUID, "9AF46585-9fef-41fb-adf9-da120fc5bb9d"),
        (&good, "schema/v7", "schema/v8"),
        (&good, "<message ", "<!DOCTYPE message><message "),
        (&good, "Hei", long.as_str()),
        (&good, "<file-type>pdf</file-type>", ""),
        (&good, "</primary-document>", "<other/></primary-document>"),
        (
            &good,
            "</primary-document>",
            "</primary-document><primary-document/>",
        ),
        (&good, "<primary-document>", "<primary-document id=\"1\">"),
        (&good, "<primary-document>", "text<primary-document>"),
        (&good, "<recipient>", "<recipient xmlns=\"\">"),
        (&good, KARI, "0403612543"),
        (
            &good,
            "</personal-identification-number>",
            "</personal-identification-number><organisation-number>310000027</organisation-number>",
        ),
        (
            &good,
            "<message-id>m-1</message-id>",
            "<sender-id>x</sender-id>",
        ),
        (
            &good,
            "</recipient>",
            "</recipient><delivery-time>soon</delivery-time>",
        ),
        (&good, "</message>", ""),
        (&paid, "1005", "1005.123"),
        (&paid, "1005", "1,005"),
        (&paid, "45278968788", "4527.89.68788"),
        (&paid, "123456787542312300000", "12"),
        (&paid, "2026-04-01+02:00", "20260401"),
        (&paid, "i:type=\"invoice\"", "i:type=\"payslip\""),
        (&paid, "i:type=\"invoice\"", ""),
        (&paid, "<kid>", "<due-date>2026-04-01</due-date><kid>"),
    ] {
        assert!(sent.contains(from), "{from}");
        let broken = sent.replacen(from, to, 1);
        let parts = [
            ("message".to_owned(), broken.as_bytes()),
            (UUID.to_owned(), PDF),
        ];
        let heard = World::new().hears(multipart(SENDER, V7, &parts), None);
        assert_eq!(
            (heard.status, heard.code()),
            (400, "SCHEMA_VALIDATION_ERROR"),
            "{broken}"
        );
    }
    // A prefix is as good as none, in names and in the type of an invoice.
    let prefixed = good.replace("xmlns=", "xmlns:d=").replace("</", "</d:");
    let prefixed = prefixed.replace('<', "<d:").replace("<d:/d:", "</d:");
    assert_eq!(World::new().send_with(&prefixed), "no error");
    let typed = paid.replace(
        "<primary-document ",
        "<primary-document xmlns:n=\"http://api.digipost.no/schema/v7\" ",
    );
    let typed = typed.replace("\"invoice\"", "\"n:invoice\"");
    assert_eq!(World::new().send_with(&typed), "no error");
}

impl World {
    fn send_with(&mut self, message: &str) -> String {
        let parts = [
            ("message".to_owned(), message.as_bytes()),
            (UUID.to_owned(), PDF),
        ];
        self.hears(multipart(SENDER, V7, &parts), None)
            .code()
            .to_owned()
    }
}

#[test]
fn scenarios_ask_for_refusals_by_their_codes() {
    for code in [
        "PEPPOL_ERROR",
        "AUTHENTICATION_LEVEL_TOO_LOW",
        "BAD_CONTENT",
        "DUPLICATE_MESSAGE",
    ] {
        let mut world = World::new();
        let heard = world.send_as(SENDER, V7, &with(&letter(UUID, "")), PDF, Some(code));
        assert_eq!(heard.code(), code);
        assert!(world.mails().is_empty());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        place in 0..600_usize,
        text in "[<>a-z0-9\"= /:-]{0,12}|\\PC{0,4}",
    ) {
        let mut world = World::new();
        let head = ("X-Digipost-UserId", SENDER);
        let request = Request::post("/messages").header(head.0, head.1);
        let request = request.body(Bytes::from(bytes.clone())).unwrap();
        prop_assert!(world.hears(request, None).status >= 400);
        world.hears(raw(SENDER, V7, bytes), None);
        let mut near = with(&invoice(UUID, "A", "1005"));
        let place = place.min(near.len());
        if near.is_char_boundary(place) {
            near.insert_str(place, &text);
        }
        world.post("/messages", near);
    }
}

#[test]
fn what_no_schema_bounds_is_bounded_all_the_same() {
    let long = "x".repeat(1001);
    let many = "<after-hours>1</after-hours>".repeat(21);
    let notices = format!("<sms-notification>{many}</sms-notification>");
    for (sent, expected) in [
        (
            message(
                &format!("<message-id>{long}</message-id>"),
                &to_kari(),
                &letter(UUID, ""),
            ),
            "SCHEMA_VALIDATION_ERROR",
        ),
        (with(&letter(UUID, &notices)), "VALIDATION_FAILED"),
        (
            with(&letter(UUID, &" ".repeat(1024 * 1024))),
            "REQUEST_TOO_LARGE",
        ),
    ] {
        check(&mut World::new(), &sent, expected);
    }
}

#[test]
fn an_invoice_of_version_8_goes_to_an_account_with_a_kid_that_a_bank_takes() {
    for (account, kid, expected) in [
        ("45278968788", "123456787542312300000", 201),
        ("45278968788", "", 201),
        ("4527 89 68788", "123456787542312300000", 400),
        ("45278968788", "12345678901234567890123456", 400),
    ] {
        let data = format!(
            "<data-type><invoice xmlns=\"http://api.digipost.no/schema/datatypes\">\
             <due-date>2026-04-01T00:00:00+02:00</due-date><sum>10.00</sum>\
             <creditor-account>{account}</creditor-account><kid>{kid}</kid></invoice></data-type>"
        );
        let sent = with(&letter(UUID, &data)).replace("schema/v7", "schema/v8");
        let heard = World::new().send_as(SENDER, "vnd.digipost-v8+xml", &sent, PDF, None);
        assert_eq!(heard.status, expected, "{account} {kid}");
    }
}
