//! The walk through the model: what is sent, what an answer means, when the router gives up.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use jiff::{SignedDuration, Timestamp};

use super::channels::mps::read;
use super::{
    Answer, Awaited, Command, Fault, Job, Message, Metadata, Model, Reply, Router, ShipmentAnswer,
    Status, StatusAnswer, Submission, TokenRequest, Wrong,
};
use crate::documents::ubl;
use crate::domain::blob::BlobKey;
use crate::domain::channel::{Outcome, Way};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::routing::{LookupAnswer, Order};
use crate::domain::slug::Slug;
use crate::sandbox::{
    Due, Exchange, Mode, Pending, Recipe, Record, Room, Step, Via, Visit, World, begin, resume,
};
use crate::scenario::CastFile;
use crate::services::{Heard, Received, Simulated, Spoken};

type Echo = <Router as Simulated>::Echo;
type Continuation = <Router as Simulated>::Continuation;

const BODIL: &str = include_str!("../../scenarios/invoices/bodil.xml");

const START: &str = "2026-03-02T09:00:00+01:00";

fn recipe() -> Recipe {
    Recipe {
        name: Slug::parse("test").unwrap(),
        start: Some(START.parse().unwrap()),
        mode: Mode::Frozen,
        seed: 1,
        settings: Vec::new(),
        cast: Arc::new(CastFile::embedded().unwrap()),
        scenario: None,
    }
}

/// A world with one invoice of Fjord Energi for Bodil, just taken.
fn taken() -> (World, String) {
    let mut world = recipe().build(START.parse().unwrap()).unwrap();
    let company = world
        .cast
        .company(&Slug::parse("fjord-energi").unwrap())
        .unwrap()
        .clone();
    let submission = Submission {
        invoice: ubl::decode(BODIL.as_bytes()).unwrap(),
        files: Vec::new(),
        for_consumer: true,
        order: Order::default(),
        metadata: Metadata::default(),
        document_type: None,
        uuid: Some("11111111-1111-4111-8111-111111111111".to_owned()),
        comment: None,
    };
    world
        .take_turn(|model: &mut Model, turn| model.create(&company, submission, turn))
        .unwrap();
    (world, "11111111-1111-4111-8111-111111111111".to_owned())
}

fn next(world: &mut World, id: &str) -> Option<Message> {
    world.take_turn(|model: &mut Model, turn| model.next_message(id, &|_| false, turn))
}

/// Gives the router an answer and says when it goes on.
fn answer(world: &mut World, id: &str, answer: Answer) -> Option<Timestamp> {
    while world.agenda.take(Timestamp::MAX).is_some() {}
    world.take_turn(|model: &mut Model, turn| model.take_answer(id, answer, turn));
    world
        .agenda
        .iter()
        .find(|(_, due)| matches!(due, Due::Job(Job::Walk { .. })))
        .map(|(at, _)| at)
}

fn found() -> Answer {
    let identifier = EfakturaIdentifier::parse("501216659").unwrap();
    Answer::Lookup(LookupAnswer::Accepts(identifier))
}

fn attempts(world: &World, id: &str) -> Vec<String> {
    let invoice = world.models.router.invoice(id).unwrap();
    let word = |outcome: &Outcome| match outcome {
        Outcome::Delivered => "delivered".to_owned(),
        Outcome::Closed(refusal) => format!("{}: {}", refusal.code.as_str(), refusal.found),
    };
    let line = |way: &Way, outcome: &Outcome| format!("{way} {}", word(outcome));
    invoice
        .attempts
        .iter()
        .map(|attempt| line(&attempt.way, &attempt.outcome))
        .collect()
}

#[test]
fn a_shipment_whose_answer_was_lost_is_sent_again_under_the_same_ids() {
    let (mut world, id) = taken();
    assert!(matches!(
        next(&mut world, &id),
        Some(Message::Lookup { .. })
    ));
    answer(&mut world, &id, found());
    let Some(Message::Shipment {
        shipment: first, ..
    }) = next(&mut world, &id)
    else {
        panic!()
    };
    let lost = || Answer::Shipment(ShipmentAnswer::Unknown("connection reset".to_owned()));
    answer(&mut world, &id, lost());
    let Some(Message::Shipment {
        shipment: second, ..
    }) = next(&mut world, &id)
    else {
        panic!()
    };
    assert_eq!(first, second);
    answer(&mut world, &id, Answer::Shipment(ShipmentAnswer::Duplicate));
    assert!(
        matches!(next(&mut world, &id), Some(Message::Status { .. })),
        "a duplicate is its own earlier self, so MPS has it"
    );
}

#[test]
fn after_three_lost_answers_the_router_takes_the_next_way() {
    let (mut world, id) = taken();
    next(&mut world, &id);
    answer(&mut world, &id, found());
    for _ in 0..3 {
        assert!(matches!(
            next(&mut world, &id),
            Some(Message::Shipment { .. })
        ));
        let lost = Answer::Shipment(ShipmentAnswer::Unknown("connection reset".to_owned()));
        answer(&mut world, &id, lost);
    }
    assert_eq!(next(&mut world, &id), None);
    let expected = [
        "direct_debit dd_not_simulated: netbank",
        "efaktura ef_mps_unavailable: connection reset",
        "email delivered",
    ];
    assert_eq!(attempts(&world, &id), expected);
    assert_eq!(
        world.models.router.invoice(&id).unwrap().status,
        Status::Delivered
    );
    assert_eq!(world.outbox.len(), 1);
}

#[test]
fn an_unjudged_transaction_is_asked_for_each_minute_and_given_up_after_a_day() {
    let (mut world, id) = taken();
    next(&mut world, &id);
    answer(&mut world, &id, found());
    next(&mut world, &id);
    let sent = world.clock.now();
    let mut at = answer(&mut world, &id, Answer::Shipment(ShipmentAnswer::Stored)).unwrap();
    assert_eq!(
        at.duration_since(sent).as_secs(),
        5,
        "when the validation should be done"
    );
    let mut looks = 0;
    while let Some(Message::Status { .. }) = next(&mut world, &id) {
        world.clock.reach(at);
        let waiting = Answer::Status(StatusAnswer::InProgress);
        at = answer(&mut world, &id, waiting).unwrap();
        looks += 1;
    }
    assert_eq!(looks, 24 * 60 + 1);
    assert!(attempts(&world, &id)[1].contains("ef_mps_unavailable"));
}

#[test]
fn an_answer_that_nobody_waits_for_changes_nothing() {
    let (mut world, id) = taken();
    next(&mut world, &id);
    let before = world.models.router.clone();
    assert_eq!(
        answer(&mut world, &id, Answer::Status(StatusAnswer::Accepted)),
        None
    );
    assert_eq!(world.models.router, before);
    assert_eq!(world.models.router.awaited(&id), Some(Awaited::Lookup));
}

#[test]
fn whatever_breaks_on_the_way_is_told_as_found() {
    let heard = |status, body: &'static str| Heard::Answer {
        status,
        body: Bytes::from(body),
    };
    let table = [
        (Heard::Broken("connection reset".into()), "connection reset"),
        (
            Heard::TimedOut(Duration::from_secs(30)),
            "no answer within 30 s",
        ),
        (heard(503, ""), "MPS answered with HTTP status 503"),
        (heard(200, "<html>"), "cannot be read"),
    ];
    for (heard, words) in table {
        let Answer::Lookup(LookupAnswer::Unavailable(what)) = read(Awaited::Lookup, &heard) else {
            panic!("{heard:?}")
        };
        assert!(what.contains(words), "{what}");
        let Answer::Shipment(ShipmentAnswer::Unknown(what)) = read(Awaited::Shipment, &heard)
        else {
            panic!("{heard:?}")
        };
        assert!(what.contains(words), "{what}");
        let Answer::Status(StatusAnswer::Unknown(what)) = read(Awaited::Status, &heard) else {
            panic!("{heard:?}")
        };
        assert!(what.contains(words), "{what}");
    }
}

#[test]
fn every_fault_has_its_status_and_code() {
    let text = String::new;
    let table = [
        (Fault::InvalidClient(text()), 401, "auth_invalid_client"),
        (Fault::MissingToken, 401, "auth_token_missing"),
        (Fault::UnknownToken, 401, "auth_token_invalid"),
        (Fault::ExpiredToken(text()), 401, "auth_token_expired"),
        (Fault::Unverified, 401, "unauthorized"),
        (Fault::NotFound(text()), 404, "not_found"),
        (
            Fault::OperatorConflict,
            400,
            "route_order_operator_conflict",
        ),
        (
            Fault::InvalidParameters(Vec::new()),
            400,
            "invalid_parameters",
        ),
        (
            Fault::Unreadable(Vec::new()),
            400,
            "invoice_create_api_error",
        ),
        (Fault::UuidExists(text()), 409, "invoice_uuid_exists"),
        (Fault::TooLarge(1), 413, "body_too_large"),
        (Fault::MediaType(text()), 415, "unsupported_media_type"),
        (Fault::NotSimulated(text()), 501, "not_simulated"),
    ];
    for (fault, status, code) in table {
        assert_eq!((fault.status(), fault.code()), (status, code));
    }
}

/// A consumer look-up that has just asked MPS and waits for the answer.
fn looking(world: &mut World) -> (Pending<Echo>, Continuation) {
    let fjord = Slug::parse("fjord-energi").unwrap();
    let keys = world
        .cast
        .keys(world.cast.company(&fjord).unwrap())
        .unwrap();
    let request = TokenRequest {
        grant_type: "client_credentials".to_owned(),
        client_id: keys.company_id,
        client_secret: keys.user_api_key,
        vendor_api_key: None,
        scope: Some("lookup".to_owned()),
    };
    let token = world.take_turn(|model: &mut Model, turn| model.token(request, turn));
    let Ok(Reply::Token(text, ..)) = token else {
        panic!("{token:?}")
    };
    let request = Request::get("/maventa/v1/lookup/consumers?ssn=09091816528")
        .header("authorization", format!("Bearer {text}"))
        .body(Bytes::new())
        .unwrap();
    let received = Received {
        path: "/v1/lookup/consumers".to_owned(),
        base: "http://127.0.0.1:8080/maventa".to_owned(),
        too_large: None,
        arrived: jiff::Timestamp::UNIX_EPOCH,
        request,
    };
    let visit = Visit::of("maventa", Via::Client, &received);
    let decoded = Router.decode(&received).unwrap();
    match begin(world, &Router, visit, decoded) {
        Step::Errand(_, looking, pending) => (*pending, looking),
        Step::Answered(response) => panic!("{response:?}"),
    }
}

fn last_exchange(world: &World) -> Option<&Exchange> {
    let newest = world.journal.entries().next_back()?;
    match &newest.record {
        Record::Exchange(exchange) => Some(exchange),
        Record::Event { .. } => None,
    }
}

#[test]
fn what_happens_to_others_while_mps_is_asked_is_not_filed_under_the_look_up() {
    let (mut world, id) = taken();
    let (pending, looking) = looking(&mut world);
    next(&mut world, &id);
    let heard = Heard::Broken("connection reset".into());
    let Step::Answered(_) = resume(&mut world, &Router, pending, looking, heard) else {
        panic!("answered")
    };
    let exchange = last_exchange(&world).unwrap();
    assert_eq!(exchange.operation, Some("maventa.lookupConsumers"));
    assert_eq!(exchange.cases, Vec::<String>::new());
}

#[test]
fn an_answer_for_a_world_that_was_reset_leaves_no_trace_in_the_new_one() {
    let mut room = Room::of(taken().0);
    let (pending, looking) = looking(&mut room.world);
    let world = room.as_created(&recipe()).unwrap();
    room.begin(world);
    let before = room.world.mint.clone();
    let heard = Heard::Broken("connection reset".into());
    let Step::Answered(outcome) = resume(&mut room.world, &Router, pending, looking, heard) else {
        panic!("answered")
    };
    let (heard, _) = outcome.heard();
    assert!(
        matches!(heard, Heard::Answer { status: 503, .. }),
        "{heard:?}"
    );
    assert_eq!(room.world.journal.entries().count(), 0);
    assert_eq!(room.world.mint, before);
}

#[test]
fn an_upload_arrives_with_its_files_hashed_and_moved_out_of_the_document() {
    const HEAD: &str = "Content-Disposition: form-data; name=\"file\"; filename=\"b.xml\"";
    let attachment = "<cac:AdditionalDocumentReference><cbc:ID>kart</cbc:ID><cac:Attachment>\
        <cbc:EmbeddedDocumentBinaryObject mimeCode=\"application/pdf\" filename=\"kart.pdf\">\
        a2FydA==</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>\
        </cac:AdditionalDocumentReference>";
    let party = "<cac:AccountingSupplierParty>";
    let document = BODIL.replacen(party, &format!("{attachment}{party}"), 1);
    let body = format!("--x\r\n{HEAD}\r\n\r\n{document}\r\n--x--\r\n");
    let request = http::Request::post("/maventa/v1/invoices")
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Bytes::from(body))
        .unwrap();
    let received = Received {
        request,
        path: "/v1/invoices".to_owned(),
        base: "http://sandkasse/maventa".to_owned(),
        too_large: None,
        arrived: jiff::Timestamp::UNIX_EPOCH,
    };
    let Command::CreateInvoice(None, Ok(submission)) = Router.decode(&received).unwrap().command
    else {
        panic!()
    };
    let invoice = &submission.invoice;
    assert!(invoice.image.is_none() && invoice.attachments.is_empty());
    let shown: Vec<_> = submission
        .files
        .iter()
        .map(|file| (file.role, file.name.as_str(), file.blob.key()))
        .collect();
    let expected = [
        ("source", "b.xml", BlobKey::of(document.as_bytes())),
        ("attachment", "kart.pdf", BlobKey::of(b"kart")),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_token_is_forgotten_a_day_after_its_end_and_two_at_most_in_a_call() {
    let (mut world, _) = taken();
    let company = world.cast.company(&Slug::parse("fjord-energi").unwrap());
    let keys = world.cast.keys(company.unwrap()).unwrap();
    let request = || TokenRequest {
        grant_type: "client_credentials".to_owned(),
        client_id: keys.company_id.to_string(),
        client_secret: keys.user_api_key.clone(),
        vendor_api_key: None,
        scope: None,
    };
    let mut call = |after: i64| {
        let later = world.clock.now() + SignedDuration::from_mins(after);
        world.clock.reach(later);
        let said = world.take_turn(|model: &mut Model, turn| model.token(request(), turn));
        assert!(said.is_ok());
        let router = &world.models.router;
        assert_eq!(router.tokens.len(), router.tokens_oldest_first.len());
        router.tokens.len()
    };
    let counts = [0, 0, 0, 25 * 60, 1, 0, 25 * 60 + 1].map(&mut call);
    // The life of a token is an hour: at 25 hours the first three ended exactly a day ago.
    assert_eq!(counts, [1, 2, 3, 4, 3, 3, 2]);
}

#[test]
fn a_parameter_that_has_a_rule_of_its_own_names_it_and_the_first_one_speaks() {
    let fault = |fields: &[&'static str]| {
        let wrong = fields.iter().map(|field| Wrong::found(*field, "x", "y"));
        Fault::InvalidParameters(wrong.collect())
    };
    for (fields, rule) in [
        (&["route_order"][..], "R-012"),
        (&["b2cno_document_type", "route_order"], "R-111"),
        (&["grant_type"], "R-132"),
        (&["client_id"], "R-132"),
        (&["client_secret"], "R-132"),
        (&["scope"], "R-132"),
        (&["page", "scope"], "R-005"),
        (&[], "R-005"),
    ] {
        assert_eq!(fault(fields).rule(), Some(rule), "{fields:?}");
    }
    assert_eq!(fault(&["page"]).details(), ["page: found `x`, expected y"]);
}
