//! Taking back through the siblings: eFakturas only, and nothing when the answer is no.

use jiff::SignedDuration;

use super::invoices::{consignment, halgeir, invoice};
use super::message::{answer, audited, code, kept, row, send};
use crate::services::mps::Receiver;
use crate::services::mps::tests::legs::{Life, transaction};
use crate::services::mps::tests::world::World;

const UNKNOWN: &str = "<efakturaIdentifier>999999999</efakturaIdentifier>";
const CONSIGNMENT: &str = "<consignmentId>123456789</consignmentId>";
const CANCEL_CONSIGNMENT: &str = "mps.submitter.cancelConsignment";

fn by_id(id: impl ToString) -> String {
    format!("<transactionId>{}</transactionId>", id.to_string())
}

#[test]
fn a_refused_cancellation_of_a_rejected_efaktura_leaves_no_trace_on_its_claim() {
    for (operation, expected) in [
        ("mps.nets.cancelInvoice", 5004),
        ("mps.submitter.cancelInvoice", 203),
    ] {
        let mut sent = transaction("EFAKTURA_AND_AVTALEGIRO");
        let nobody = Receiver::Reference("nobody".to_owned());
        sent.efaktura.as_mut().unwrap().receiver = nobody;
        let mut life = Life::of(sent);
        life.go_to("2-9:10");
        let before = (life.seen(), life.world.told());
        assert!(before.0.starts_with("REJECTED PROCESSED |"), "{}", before.0);
        let content = by_id(life.transaction);
        assert_eq!(code(&mut life.world, operation, &content), expected);
        life.go_to("2-9:20");
        assert_eq!((life.seen(), life.world.told()), before);
    }
}

#[test]
fn the_claim_of_a_combination_lives_on_when_its_efaktura_is_cancelled_here() {
    for operation in ["mps.nets.cancelInvoice", "mps.submitter.cancelInvoice"] {
        let mut life = Life::of(transaction("EFAKTURA_AND_AVTALEGIRO"));
        life.go_to("2-9:10");
        let told = answer(&mut life.world, operation, &by_id(life.transaction));
        assert_eq!(told.child_text("status"), Some("CANCELLATION_REQUESTED"));
        life.go_to("2-9:20");
        let seen = life.seen();
        assert!(seen.starts_with("CANCELLED PROCESSED |"), "{seen}");
    }
}

/// What becomes of the wish to cancel a consignment of these receivers, of which some invoices
/// were cancelled and some paid before.
fn cancel(receivers: &[&str], cancelled: &[usize], paid: &[usize]) -> Result<String, u16> {
    let mut world = World::new();
    let numbered = receivers.iter().enumerate();
    let invoices: String = numbered
        .map(|(index, receiver)| invoice(&format!("F-{index}"), receiver))
        .collect();
    let content = consignment("submitter", "123456789", &invoices);
    let added = answer(&mut world, "mps.submitter.addInvoices", &content);
    let rows = added.child("addedInvoices").unwrap();
    let ids: Vec<&str> = rows
        .children
        .iter()
        .map(|row| row.child_text("transactionId").unwrap())
        .collect();
    world.advance(SignedDuration::from_secs(30));
    for index in cancelled {
        let content = by_id(ids[*index]);
        answer(&mut world, "mps.submitter.cancelInvoice", &content);
    }
    world.advance(SignedDuration::from_secs(30));
    for index in paid {
        world.pay(ids[*index]);
    }
    let said = send(&mut world, CANCEL_CONSIGNMENT, &audited(CONSIGNMENT));
    if said.status() == 500 {
        // A refusal changes nothing, so the second one is the first.
        return Err(code(&mut world, CANCEL_CONSIGNMENT, CONSIGNMENT));
    }
    let kept = kept(row(CANCEL_CONSIGNMENT), &said);
    Ok(kept.child_text("status").unwrap().to_owned())
}

#[test]
fn a_consignment_of_which_nothing_is_left_is_refused_by_what_became_of_it() {
    let halgeir = halgeir();
    let requested = Ok("CANCELLATION_REQUESTED".to_owned());
    for (receivers, cancelled, paid, expected) in [
        (&[&*halgeir, &halgeir][..], &[0][..], &[][..], &requested),
        (&[&halgeir, UNKNOWN], &[], &[], &requested),
        (&[&halgeir, &halgeir], &[], &[1], &requested),
        (&[&halgeir, UNKNOWN], &[0], &[], &Err(205)),
        (&[&halgeir, &halgeir], &[0], &[1], &Err(205)),
        (&[&halgeir, &halgeir], &[0, 1], &[], &Err(205)),
        (&[UNKNOWN, UNKNOWN], &[], &[], &Err(201)),
        (&[&halgeir, UNKNOWN], &[], &[0], &Err(201)),
    ] {
        let said = cancel(receivers, cancelled, paid);
        assert_eq!(&said, expected, "{receivers:?} {cancelled:?} {paid:?}");
    }
}
