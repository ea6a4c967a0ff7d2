//! Documents, counts, updates of invoices, content.

use http::header::LOCATION;
use jiff::SignedDuration;
use jiff::civil::date;

use super::world::{DNB, FJORD, World, inside, slug, told, update};
use crate::consumer::{EndedBy, Mail, MailInvoiceState, MailNumber, PaymentNumber};
use crate::domain::person::MailboxProvider;

fn invoices(world: &World, more: &str) -> String {
    let ssn = world.ssn("kari");
    format!("/{DNB}/user-documents?user-id={ssn}&agreement-type=invoice-bank{more}")
}

fn ids(told: &str) -> Vec<&str> {
    let parts = told.split("<id>").skip(1);
    parts.filter_map(|part| part.split('<').next()).collect()
}

/// A bank with an agreement and one invoice.
fn with_invoice() -> (World, MailNumber) {
    let mut world = World::new();
    world.agree("kari", "invoice-bank", false);
    let number = world.invoice("kari", date(2026, 3, 20));
    (world, number)
}

#[test]
fn a_bank_sees_an_invoice_as_its_client_reads_it() {
    let (mut world, number) = with_invoice();
    world.book.open_mail(number, world.now);
    let base = "http://127.0.0.1:8282";
    let document = format!(
        " href=\"{base}/{DNB}/user-documents/{number}\"><id>{number}</id>\
         <sender-name>Fjord Energi</sender-name><invoice><kid>00034558237213812</kid>\
         <amount>299.40</amount><account>45278968788</account><due-date>2026-03-20</due-date>\
         <status>unpaid</status></invoice><subject>Faktura</subject>\
         <delivery-time>2026-03-02T09:00:00.000+01:00</delivery-time><read>true</read>\
         <authentication-level>PASSWORD</authentication-level>\
         <digipost-uri>{base}/app/post/{number}</digipost-uri>"
    );
    let head = "200 <?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let namespace = "xmlns=\"http://api.digipost.no/user/schema/v1\"";
    let path = invoices(&world, "");
    assert_eq!(
        world.told("GET", &path, ""),
        format!("{head}<documents {namespace}><document{document}</document></documents>")
    );
    assert_eq!(world.facts[0].consumer, [world.ssn("kari")]);
    let path = format!("/{DNB}/user-documents/{number}?agreement-type=invoice-bank");
    let one = world.send("GET", &path, "");
    assert_eq!(
        one.headers()["content-type"],
        "application/vnd.digipost.user-v1+xml"
    );
    assert_eq!(
        told(&one),
        format!("{head}<user-document {namespace}{document}</user-document>")
    );
}

#[test]
fn filters_take_both_ends_of_a_span_and_any_spelling_of_a_status() {
    let (mut world, first) = with_invoice();
    world.pass(SignedDuration::from_hours(24));
    let second = world.invoice("kari", date(2026, 4, 20));
    let paid = update("<status>paid</status><payment-id>123</payment-id>");
    let path = format!("/{DNB}/user-documents/{second}/invoice?agreement-type=invoice-bank");
    assert_eq!(world.told("POST", &path, &paid), "204 ");
    let (one, two) = (first.to_string(), second.to_string());
    let rows: [(&str, &[&str]); 11] = [
        ("", &[&one, &two]),
        ("&invoice-status=unpaid", &[&one]),
        ("&invoice-status=PAID", &[&two]),
        ("&invoice-status=deleted", &[]),
        ("&invoice-due-date-from=2026-03-20", &[&one, &two]),
        ("&invoice-due-date-from=20260321", &[&two]),
        ("&invoice-due-date-to=2026-04-20", &[&one, &two]),
        ("&invoice-due-date-to=2026-04-19", &[&one]),
        ("&delivery-time-from=2026-03-03T09:00:00%2B01:00", &[&two]),
        ("&delivery-time-to=2026-03-03T07:59:59Z", &[&one]),
        ("&invoice-status=paid&invoice-due-date-to=2026-04-01", &[]),
    ];
    for (more, expected) in rows {
        let path = invoices(&world, more);
        let listed = world.told("GET", &path, "");
        assert_eq!(ids(&listed), expected, "{more}");
        let path = path.replace("user-documents", "user-documents/count");
        let counted = world.told("GET", &path, "");
        let count = expected.len().to_string();
        assert_eq!(inside(&counted, "count"), Some(count.as_str()), "{more}");
    }
}

#[test]
fn a_count_is_plain_text_for_whoever_asks_for_it() {
    let (mut world, _) = with_invoice();
    let path = invoices(&world, "").replace("user-documents", "user-documents/count");
    let counted = world.send_with("GET", &path, "", "text/plain");
    assert_eq!(told(&counted), "200 1");
    assert_eq!(counted.headers()["content-type"], "text/plain");
}

#[test]
fn fetched_messages_are_what_the_company_itself_sent() {
    let mut world = World::new();
    world.broker = FJORD.to_string();
    world.agree("kari", "fetch-messages", false);
    let letter = world.letter("kari", "Hilsen");
    let other = Mail {
        sender: slug("dnb"),
        ..letter.clone()
    };
    let elsewhere = Mail {
        provider: MailboxProvider::Eboks,
        ..letter.clone()
    };
    let attachment = Mail {
        attached_to: Some(MailNumber(1)),
        ..letter.clone()
    };
    for mail in [letter, other, elsewhere, attachment] {
        world.book.deliver(mail);
    }
    let ssn = world.ssn("kari");
    let path = format!("/{FJORD}/user-documents?user-id={ssn}&agreement-type=fetch-messages");
    let listed = world.told("GET", &path, "");
    assert_eq!(ids(&listed), ["1"]);
    assert!(!listed.contains("<invoice>"), "{listed}");
    let path = format!("/{FJORD}/user-documents/1/invoice?agreement-type=fetch-messages");
    let told = world.told("POST", &path, &update("<status>deleted</status>"));
    assert_eq!(told, "403 NOT_AUTHORIZED");
}

#[test]
fn an_invoice_goes_from_status_to_status_as_far_as_the_codes_of_the_client_tell() {
    let (mut world, number) = with_invoice();
    let path = format!("/{DNB}/user-documents/{number}/invoice?agreement-type=invoice-bank");
    let paid = "<status>paid</status><payment-id>123456787654321</payment-id>";
    let unpaid = "<status>unpaid</status>";
    let deleted = "<status>deleted</status>";
    for (body, expected, status) in [
        (unpaid, "204 ", "unpaid"),
        ("<status>paid</status>", "400 INVALID_FIELD", "unpaid"),
        (
            "<status>sent</status>",
            "400 INVALID_INVOICE_STATUS",
            "unpaid",
        ),
        (paid, "204 ", "paid"),
        (paid, "409 INVOICE_ALREADY_PAID", "paid"),
        (deleted, "409 INVOICE_ALREADY_PAID", "paid"),
        (unpaid, "204 ", "unpaid"),
        (deleted, "204 ", "deleted"),
        (deleted, "204 ", "deleted"),
        (paid, "400 INVALID_INVOICE_STATUS", "deleted"),
        (unpaid, "204 ", "unpaid"),
    ] {
        let answer = world.send("POST", &path, &update(body));
        assert_eq!(told(&answer), expected, "{body}");
        if expected == "204 " {
            let location = answer.headers()[LOCATION].to_str().unwrap();
            assert!(location.ends_with(&format!("/{DNB}/user-documents/{number}")));
        }
        let one = format!("/{DNB}/user-documents/{number}");
        let read = world.told("GET", &one, "");
        assert_eq!(inside(&read, "status"), Some(status), "{body}");
    }
}

#[test]
fn the_id_of_a_payment_is_kept_as_it_was_sent() {
    let (mut world, number) = with_invoice();
    let path = format!("/{DNB}/user-documents/{number}/invoice");
    let paid = update("<status>PAID</status><payment-id>000123456787654321</payment-id>");
    assert_eq!(world.told("POST", &path, &paid), "204 ");
    let state = &world
        .book
        .mail(number)
        .unwrap()
        .invoice
        .as_ref()
        .unwrap()
        .state;
    let MailInvoiceState::Added {
        payment_id,
        payment,
        ..
    } = state
    else {
        panic!("{state:?}");
    };
    assert_eq!(payment_id.as_deref(), Some("000123456787654321"));
    assert_eq!(*payment, None);
}

#[test]
fn what_stands_in_the_register_of_a_bank_cannot_be_made_unpaid() {
    let (mut world, number) = with_invoice();
    let sent = MailInvoiceState::Added {
        at: world.now,
        payment: Some(PaymentNumber::FIRST),
        payment_id: None,
    };
    world.book.set_mail_invoice(number, sent);
    let path = format!("/{DNB}/user-documents/{number}/invoice");
    let answer = world.send("POST", &path, &update("<status>unpaid</status>"));
    assert_eq!(told(&answer), "409 INVOICE_ALREADY_PAID");
    // Whether the payer sent it from Digipost or approved it in the online bank.
    let why = String::from_utf8_lossy(answer.body());
    assert!(why.contains("in the register of a bank"), "{why}");
}

#[test]
fn a_deleted_invoice_is_gone_unless_it_was_handled_and_then_has_no_content() {
    let (mut world, handled) = with_invoice();
    let unhandled = world.invoice("kari", date(2026, 3, 21));
    let paid = update("<status>paid</status><payment-id>1</payment-id>");
    let path = format!("/{DNB}/user-documents/{handled}/invoice");
    assert_eq!(world.told("POST", &path, &paid), "204 ");
    for number in [handled, unhandled] {
        assert!(world.book.delete_mail(number, world.now));
    }
    let path = invoices(&world, "");
    assert_eq!(ids(&world.told("GET", &path, "")), [handled.to_string()]);
    for (path, expected) in [
        (
            format!("/{DNB}/user-documents/{unhandled}"),
            "404 DOCUMENT_NOT_FOUND",
        ),
        (
            format!("/{DNB}/user-documents/{handled}/content"),
            "404 DOCUMENT_NOT_FOUND",
        ),
    ] {
        assert_eq!(world.told("GET", &path, ""), expected, "{path}");
    }
    let path = format!("/{DNB}/user-documents/{handled}/invoice");
    let told = world.told("POST", &path, &update("<status>unpaid</status>"));
    assert_eq!(told, "400 INVALID_INVOICE_STATUS");
}

#[test]
fn a_link_to_content_works_once_and_for_thirty_seconds() {
    let (mut world, number) = with_invoice();
    let path = format!("/{DNB}/user-documents/{number}/content?agreement-type=invoice-bank");
    let link = |world: &mut World| {
        let answer = world.told("GET", &path, "");
        assert_eq!(inside(&answer, "content-type"), Some("application/pdf"));
        let uri = inside(&answer, "uri").unwrap();
        let (at, token) = uri.split_once("?token=").unwrap();
        assert_eq!(at, format!("http://127.0.0.1:8282/documents/{number}"));
        token
            .strip_suffix("&amp;download=false")
            .unwrap()
            .to_owned()
    };
    let (first, second) = (link(&mut world), link(&mut world));
    assert!(first.len() == 128 && first != second);
    let now = world.now;
    let links = &mut world.model.links;
    let mut follow = |token: &str, number, after| {
        let at = now + SignedDuration::from_secs(after);
        let followed = links.follow(number, token, at);
        followed
            .map(|to| to.file_type)
            .map_err(|why| why.to_string())
    };
    let other = follow(&first, MailNumber(99), 1).unwrap_err();
    assert!(other.contains("another document's"), "{other}");
    assert_eq!(follow(&first, number, 30), Ok("pdf".to_owned()));
    assert!(
        follow(&first, number, 30)
            .unwrap_err()
            .contains("works once")
    );
    assert!(follow(&second, number, 31).unwrap_err().contains("ended"));
    for nobody in ["", "å", &"0".repeat(128)] {
        assert!(
            follow(nobody, number, 1)
                .unwrap_err()
                .contains("nobody knows")
        );
    }
}

#[test]
fn a_withdrawn_agreement_shows_nothing_and_a_renewed_one_everything() {
    let (mut world, number) = with_invoice();
    let key = world.book.user_agreements().next().unwrap().0.clone();
    world
        .book
        .end_user_agreement(&key, world.now, EndedBy::User);
    let list = invoices(&world, "");
    let one = format!("/{DNB}/user-documents/{number}");
    for path in [&list, &one] {
        assert_eq!(world.told("GET", path, ""), "404 AGREEMENT_NOT_FOUND");
    }
    world.agree("kari", "invoice-bank", false);
    for path in [&list, &one] {
        assert!(world.told("GET", path, "").starts_with("200"));
    }
}

#[test]
fn a_user_withdraws_in_the_middle_of_a_session_when_a_scenario_asks() {
    for path in ["", "/1", "/1/content"] {
        let (mut world, _) = with_invoice();
        let whole = match path {
            "" => invoices(&world, ""),
            path => format!("/{DNB}/user-documents{path}"),
        };
        world.scripted = Some("agreementWithdrawn");
        assert_eq!(world.told("GET", &whole, ""), "404 AGREEMENT_NOT_FOUND");
        let ended = world.book.user_agreements().next().unwrap().1.ended;
        assert_eq!(ended.unwrap().by, EndedBy::User);
    }
}
