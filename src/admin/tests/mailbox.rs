//! Mailbox, agreements and payments: as the admin API shows them, and as the bank's API does.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::{Server, refused};
use crate::consumer::{Mail, MailInvoice, MailInvoiceState, MailboxOwner};
use crate::domain::blob::Blob;
use crate::domain::company::ActsFor;
use crate::domain::digipost::{
    AuthenticationLevel, Bank, BrokerCertificate, DigipostAccount, DigipostAddress, Language,
    SensitivityLevel,
};
use crate::domain::money::Ore;
use crate::domain::person::{DigipostUser, MailboxProvider};
use crate::domain::slug::Slug;
use crate::http::default_sandbox;
use crate::sandbox::World;

pub(super) const HALGEIR: &str = "/sandboxes/default/people/halgeir";
pub(super) const SSN: &str = "09091816528";

pub(super) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub(super) fn in_world<T>(server: &Server, act: impl FnOnce(&mut World) -> T) -> T {
    let sandbox = server.0.sandboxes.get(&default_sandbox()).unwrap();
    let mut room = sandbox.lock();
    let done = act(&mut room.world);
    room.world.spread_news();
    done
}

/// Halgeir reads Digipost and has an account at a bank, which a company of the cast is.
pub(super) fn at(bank: Bank) -> Server {
    let server = Server::start();
    in_world(&server, |world| {
        let mut person = world
            .cast
            .person(&slug("halgeir"))
            .unwrap()
            .as_ref()
            .clone();
        person.digipost = Some(DigipostUser {
            address: DigipostAddress::parse("halgeir.underbakk#0001").unwrap(),
            active: true,
            language: Language::Bokmaal,
        });
        person.bank.as_mut().unwrap().name = bank.name().to_owned();
        world.cast.put_person(person).unwrap();
        let company = world.cast.company(&slug("fjord-energi")).unwrap();
        let mut company = company.as_ref().clone();
        company.digipost = Some(DigipostAccount {
            given_id: None,
            certificate: BrokerCertificate::Usual,
            acts_for: ActsFor::All,
            rights: Vec::new(),
            letters_a_month: None,
            bank: Some(bank),
        });
        world.cast.put_company(company).unwrap();
    });
    server
}

/// An invoice of 1005.00 comes to the mailbox.
fn invoice(server: &Server, uuid: &str) {
    in_world(server, |world| {
        let most = world.settings.blob_bytes_max;
        let content = world.blobs.keep(Blob::of(b"%PDF".to_vec()), most);
        let mail = Mail {
            owner: MailboxOwner::Person(slug("halgeir")),
            provider: MailboxProvider::Digipost,
            service: "digipost",
            service_id: uuid.to_owned(),
            sender: slug("fjord-energi"),
            sender_name: "Fjord Energi".into(),
            subject: "Faktura for mars".into(),
            file_type: "pdf".into(),
            content,
            authentication: AuthenticationLevel::Password,
            sensitivity: SensitivityLevel::Normal,
            delivered_at: world.clock.now(),
            opened_at: None,
            deleted_at: None,
            attached_to: None,
            invoice: Some(MailInvoice {
                kid: Some("123456787542312300000".into()),
                amount: Ore::new(100_500),
                account: "45278968788".into(),
                due_date: "2026-03-20".parse().unwrap(),
                state: MailInvoiceState::Unpaid,
            }),
        };
        world.book.deliver(mail);
    });
}

async fn act(server: &Server, action: &str, fields: &Value) -> (u16, Value) {
    let path = format!("{HALGEIR}/actions/{action}");
    server.post(&path, fields).await
}

#[track_caller]
fn done((status, body): (u16, Value)) {
    assert_eq!(status, 200, "{body}");
}

pub(super) async fn row(server: &Server, list: &str, index: usize) -> Value {
    server.get(&format!("{HALGEIR}/{list}")).await[index].clone()
}

async fn set(server: &Server, to: &str) {
    let moved = server
        .post("/sandboxes/default/clock/set", &json!({ "to": to }))
        .await;
    assert_eq!(moved.0, 200, "{}", moved.1);
}

async fn kinds(server: &Server, uuid: &str) -> Vec<String> {
    let path = format!("/sandboxes/default/invoices/{uuid}/timeline");
    let timeline = server.get(&path).await;
    let events = timeline["events"].as_array().unwrap().clone();
    let kinds = events.iter().map(|event| event["kind"].as_str().unwrap());
    kinds.map(str::to_owned).collect()
}

/// Sends to the bank: status, and the body as text.
pub(super) async fn bank(
    server: &Server,
    method: &str,
    path: &str,
    form: &str,
    body: &str,
) -> (u16, String) {
    let request = Request::builder()
        .method(method)
        .uri(format!("/bank{path}"))
        .header("host", "localhost:8080")
        .header("content-type", form)
        .header("accept", form)
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap();
    let response = server.raw(request).await;
    let text = String::from_utf8(response.body().to_vec()).unwrap();
    (response.status().as_u16(), text)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_goes_from_digipost_to_the_bank_and_is_paid_on_its_day() {
    let server = at(Bank::Sbanken);
    invoice(&server, "letter");
    done(act(&server, "read-mail", &json!({"mail": "letter"})).await);
    let told = act(&server, "add-to-payments", &json!({"mail": 1})).await;
    refused(told, 409, &["no bank in Digipost", "connect-bank"]);
    let told = act(&server, "connect-netbank", &json!({})).await;
    refused(told, 409, &["option 2", "`connect-bank`"]);
    done(act(&server, "connect-bank", &json!({})).await);
    done(act(&server, "add-to-payments", &json!({"mail": "letter"})).await);
    let mail = row(&server, "mailbox", 0).await;
    assert_eq!(mail["invoice"]["status"], "Lagt til betaling", "{mail}");
    assert_eq!(mail["next_reminder_at"], Value::Null);
    let payment = row(&server, "payments", 0).await;
    assert_eq!(
        (&payment["state"], &payment["mail"]),
        (&json!("waiting"), &json!(1))
    );
    assert_eq!(mail["invoice"]["payment"], payment["payment"]);
    let told = act(&server, "add-to-payments", &json!({"mail": "letter"})).await;
    refused(
        told,
        409,
        &["an invoice that is added", "change-bank-payment"],
    );
    set(&server, "2026-03-20T10:00:00+01:00").await;
    assert_eq!(row(&server, "payments", 0).await["state"], "paid");
    assert_eq!(
        row(&server, "mailbox", 0).await["invoice"]["status"],
        "Lagt til betaling"
    );
    let told = kinds(&server, "letter").await;
    let expected = [
        "mail.opened",
        "payment.wanted",
        "payment.received",
        "mail.added-to-payments",
        "payment.paid",
    ];
    assert_eq!(told, expected);
    let path = "/sandboxes/default/outbox/email";
    let mails = server.get(path).await["email"].clone();
    let kinds: Vec<&Value> = mails
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["kind"])
        .collect();
    assert_eq!(
        kinds,
        ["mailbox_notice"],
        "nobody is reminded of what was added"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_came_by_digipost_only_is_listed_with_its_facts_and_has_a_due_date() {
    let server = at(Bank::Sbanken);
    invoice(&server, "letter");
    done(act(&server, "read-mail", &json!({"mail": "letter"})).await);
    let told = server
        .get("/sandboxes/default/invoices/letter/timeline")
        .await;
    let fields = "status channel company amount_ore currency due_date kid".split(' ');
    let found: Vec<&Value> = fields.map(|field| &told[field]).collect();
    let expected = json!([
        "DELIVERED",
        "digipost",
        "fjord-energi",
        100_500,
        "NOK",
        "2026-03-20",
        "123456787542312300000"
    ]);
    assert_eq!(json!(found), expected, "{told}");
    let consumer = [&told["consumer"]["person"], &told["consumer"]["state"]];
    assert_eq!(json!(consumer), json!(["halgeir", "unpaid"]), "{told}");
    let row = server.get("/sandboxes/default/invoices").await[0].clone();
    for field in ["status", "channel", "company", "amount_ore"] {
        assert_eq!(row[field], told[field], "{field}");
    }
    let to = json!({"to": "due:letter"});
    let (_, moved) = server.post("/sandboxes/default/clock/set", &to).await;
    assert_eq!(moved["now"], "2026-03-20T00:00:00+01:00", "{moved}");
    let ran = moved["ran"].to_string();
    assert!(ran.contains("looks whether invoice 1 still waits"), "{ran}");
    let reminders = "/sandboxes/default/outbox/email?invoice=letter";
    let mails = server.get(reminders).await["email"].clone();
    let kinds: Vec<&Value> = mails
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["kind"])
        .collect();
    assert_eq!(
        kinds,
        ["mailbox_notice", "mailbox_reminder", "mailbox_reminder"],
        "{mails}"
    );
    let whole = server.get("/sandboxes/default/snapshot").await;
    let (status, told) = server.put("/sandboxes/copy/snapshot", &whole).await;
    assert!(matches!(status, 200 | 201), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bank_shows_the_invoice_and_tells_digipost_once_it_is_approved() {
    let server = at(Bank::Dnb);
    invoice(&server, "letter");
    let told = act(&server, "connect-bank", &json!({})).await;
    refused(
        told,
        409,
        &[
            "DNB does not offer payments that are sent from Digipost",
            "`connect-netbank`",
        ],
    );
    let told = act(&server, "approve-in-bank", &json!({"mail": 1})).await;
    refused(
        told,
        409,
        &["no agreement that lets DNB show", "connect-netbank"],
    );
    done(
        act(
            &server,
            "connect-netbank",
            &json!({"sms_notification": true}),
        )
        .await,
    );
    done(act(&server, "approve-in-bank", &json!({"mail": 1})).await);
    let mail = row(&server, "mailbox", 0).await;
    assert_eq!(mail["invoice"]["state"], "added");
    let number = mail["invoice"]["payment"].clone();
    let change = json!({"payment": number, "amount_ore": 50_000, "on": "2026-03-23"});
    done(act(&server, "change-bank-payment", &change).await);
    done(act(&server, "stop-bank-payment", &json!({"payment": "letter"})).await);
    let told = act(&server, "stop-bank-payment", &json!({"payment": number})).await;
    refused(told, 409, &["a payment that is stopped"]);
    assert_eq!(
        row(&server, "mailbox", 0).await["invoice"]["state"],
        "added"
    );
    done(act(&server, "disconnect-netbank", &json!({})).await);
    let agreements = server.get(&format!("{HALGEIR}/agreements")).await;
    assert_eq!(
        agreements["companies"][0]["ended_by"], "user",
        "{agreements}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_armed_rule_disturbs_the_persons_own_payment_as_it_does_the_banks_api() {
    let server = at(Bank::Klp);
    done(act(&server, "connect-bank", &json!({})).await);
    for (index, (then, words, agreed)) in [
        (json!({"fault": "pastDueDate"}), "a due date to come", true),
        (json!({"status": 503}), "the bank failed", true),
        (
            json!({"fault": "bookedButLost"}),
            "did not answer in time",
            true,
        ),
        (
            json!({"fault": "agreementGone"}),
            "in force at the bank",
            false,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let uuid = format!("letter-{index}");
        invoice(&server, &uuid);
        let rule = json!({
            "on": "bank.payments.create", "then": then, "times": 1,
            "when": {"consumer": "halgeir", "amount_ore": 100_500},
        });
        let armed = server.post("/sandboxes/default/faults", &rule).await;
        assert_eq!(armed.0, 201, "{}", armed.1);
        done(act(&server, "add-to-payments", &json!({ "mail": uuid })).await);
        let mail = row(&server, "mailbox", index).await;
        assert_eq!(mail["invoice"]["state"], "unpaid", "{then}: {mail}");
        let path = "/sandboxes/default/journal?kind=payment.refused&limit=1";
        let told = server.get(path).await["entries"][0]["text"].to_string();
        assert!(told.contains(words), "{told} lacks {words}");
        let agreements = server.get(&format!("{HALGEIR}/agreements")).await;
        assert_eq!(agreements["digipost"].is_object(), agreed, "{then}");
    }
    // One was booked, and its bill is the same as that of the others.
    let payments = server.get(&format!("{HALGEIR}/payments")).await;
    assert_eq!(payments.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mailbox_and_register_live_in_snapshots_and_a_diff_tells_of_them() {
    let server = at(Bank::Gjensidige);
    let fork = "/sandboxes/default/fork";
    assert_eq!(server.post(fork, &json!({"as": "before"})).await.0, 201);
    invoice(&server, "one");
    invoice(&server, "two");
    done(act(&server, "connect-bank", &json!({})).await);
    done(act(&server, "connect-netbank", &json!({})).await);
    done(act(&server, "add-to-payments", &json!({"mail": "one"})).await);
    done(act(&server, "delete-mail", &json!({"mail": "two"})).await);
    done(act(&server, "close-digipost", &json!({})).await);
    let path = "/sandboxes/default/snapshot";
    let whole = server.get(path).await;
    let (status, told) = server.put("/sandboxes/again/snapshot", &whole).await;
    assert_eq!(status, 201, "{told}");
    let changes = server.get("/sandboxes/again/diff?from=default").await;
    assert_eq!(changes, json!([]));
    let changes = server.get("/sandboxes/default/diff?from=before").await;
    let texts: Vec<&str> = changes
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["text"].as_str().unwrap())
        .collect();
    for words in [
        "halgeir: letter 1, `Faktura for mars`, came",
        "agreement of halgeir in Digipost: made",
        "agreement of halgeir at gjensidige: made",
        "agreement `invoice-bank` of halgeir with fjord-energi: made",
        "halgeir: payment 500000001 came to the bank",
    ] {
        assert!(texts.contains(&words), "{texts:?} lacks {words}");
    }
    for (pointer, value) in [
        ("/book/mailboxes/mails/0/mail/owner/person", json!("nobody")),
        ("/book/mailboxes/mails/1/mail/service_id", json!("one")),
        ("/book/mailboxes/mails/0/mail/attached_to", json!("1")),
        (
            "/book/mailboxes/mails/0/mail/invoice/state/payment",
            json!("7"),
        ),
        ("/book/mailboxes/payments/0/payment/mail", json!("9")),
        ("/book/mailboxes/payments/0/payment/amount_ore", json!(0)),
        ("/book/mailboxes/payments/0/payment/payer", json!("nobody")),
        ("/book/mailboxes/user_agreements/0/holder", json!("nobody")),
        (
            "/book/mailboxes/payment_agreements/0/agreement/bank",
            json!("storebanken"),
        ),
    ] {
        let mut wrong = whole.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        let (status, told) = server.put("/sandboxes/wrong/snapshot", &wrong).await;
        assert!(matches!(status, 400 | 422), "{pointer}: {told}");
    }
    done(act(&server, "open-digipost", &json!({})).await);
    let agreements = server.get(&format!("{HALGEIR}/agreements")).await;
    assert_eq!(agreements["digipost"]["rests_since"], Value::Null);
    assert_eq!(agreements["companies"][0]["ended_at"], Value::Null);
}

/// Whether the agreements with a company and with Digipost are in force.
async fn in_force(server: &Server) -> (bool, bool) {
    let agreements = server.get(&format!("{HALGEIR}/agreements")).await;
    let company = &agreements["companies"][0];
    let both = company.is_object() && agreements["digipost"].is_object();
    assert!(both, "{agreements}");
    (
        company["ended_by"].is_null(),
        agreements["digipost"]["rests_since"].is_null(),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_closes_or_reopens_by_any_way_takes_its_agreements_along() {
    let server = at(Bank::Gjensidige);
    done(act(&server, "connect-bank", &json!({})).await);
    done(act(&server, "connect-netbank", &json!({})).await);
    assert_eq!(in_force(&server).await, (true, true));
    let closed = json!({"digipost": {"active": false}});
    done(server.patch(HALGEIR, &closed).await);
    assert_eq!(in_force(&server).await, (false, false));
    let opened = json!({"digipost": {"active": true}});
    done(server.patch(HALGEIR, &opened).await);
    assert_eq!(in_force(&server).await, (true, true));
    done(server.patch(HALGEIR, &closed).await);
    assert_eq!(reopened_by_a_sender(&server).await, 201);
    assert_eq!(in_force(&server).await, (true, true));
}

/// A sender makes Halgeir an account, as who has one that is closed.
async fn reopened_by_a_sender(server: &Server) -> u16 {
    let id = in_world(server, |world| {
        let company = slug("fjord-energi");
        let found = world.cast.company(&company).unwrap();
        let account = found.digipost.as_ref().unwrap();
        account.id(world.cast.sandbox(), &company)
    });
    let body = format!(
        r#"<user-information xmlns="http://api.digipost.no/schema/v7">
        <national-identity-number>{SSN}</national-identity-number>
        <phone-number>+4721900101</phone-number>
        <email-address>halgeir@sandkasse.example</email-address></user-information>"#
    );
    let media_type = "application/vnd.digipost-v7+xml";
    let request = Request::post(format!("/digipost/{id}/user-accounts"))
        .header("host", "localhost:8080")
        .header("content-type", media_type)
        .header("accept", media_type)
        .header("x-digipost-userid", id.to_string())
        .body(Bytes::from(body))
        .unwrap();
    server.raw(request).await.status().as_u16()
}
