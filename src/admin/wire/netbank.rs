//! What a consumer sees of invoices, and of what the bank debits.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::time::instant;
use crate::consumer::{Claim, ClaimId, MailInvoiceState, Presented, PresentedState, run_at};
use crate::domain::money::Ore;
use crate::services::mps::{MOUNT, Signed, TransactionId, sign};

/// An invoice in the netbank.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct NetbankRow {
    /// The case, which an action takes as `invoice`.
    invoice: String,
    service: &'static str,
    service_id: String,
    issuer: String,
    brand: String,
    document_type: &'static str,
    kid: Option<String>,
    account: String,
    amount_ore: i64,
    minimum_amount_ore: Option<i64>,
    due_date: String,
    url: String,
    /// The address as the bank opens it now, with a signature that holds for a while; null where
    /// the service signs none.
    signed_url: Option<String>,
    presented_at: String,
    in_vipps: bool,
    /// Since when Vipps shows it; null before, and for what it never shows.
    in_vipps_since: Option<String>,
    /// When Vipps stopped showing it.
    left_vipps_at: Option<String>,
    /// A copy of what is paid by direct debit, which cannot be approved or paid by hand.
    by_direct_debit: bool,
    /// The day on which the bank shall pay what was approved, or on the next bank day.
    pay_on: Option<String>,
    #[serde(flatten)]
    state: StateText,
}

/// What a consumer made of an invoice.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StateText {
    /// `open`, `approved`, `paid`, `deleted` or `withdrawn`.
    state: &'static str,
    /// How much was approved or paid.
    answered_ore: Option<i64>,
    /// When.
    answered_at: Option<String>,
}

impl NetbankRow {
    /// The row of an invoice that stands in a case, as it is at an instant.
    pub(in crate::admin) fn of(invoice: &Presented, case: &str, now: Timestamp) -> Self {
        let transaction = TransactionId::parse(&invoice.service_id);
        let transaction = transaction.filter(|_| invoice.service == MOUNT.service);
        let signed = transaction.map(|transaction| Signed {
            transaction,
            at: now,
        });
        Self {
            signed_url: signed.map(|signed| sign(&invoice.url, signed)),
            invoice: case.to_owned(),
            service: invoice.service,
            service_id: invoice.service_id.clone(),
            issuer: invoice.issuer.clone(),
            brand: invoice.brand.clone(),
            document_type: invoice.document_type.as_str(),
            kid: invoice.kid.clone(),
            account: invoice.account.clone(),
            amount_ore: invoice.amount.get(),
            minimum_amount_ore: invoice.minimum_amount.map(Ore::get),
            due_date: invoice.due_date.to_string(),
            url: invoice.url.clone(),
            presented_at: instant(invoice.presented_at),
            in_vipps: invoice.in_vipps,
            in_vipps_since: invoice.vipps_stay.map(|stay| instant(stay.since)),
            left_vipps_at: invoice.vipps_stay.and_then(|stay| stay.left).map(instant),
            by_direct_debit: invoice.by_direct_debit,
            pay_on: match invoice.state {
                PresentedState::Approved { on, .. } => Some(on.to_string()),
                PresentedState::Open
                | PresentedState::Paid { .. }
                | PresentedState::Deleted { .. }
                | PresentedState::Withdrawn { .. } => None,
            },
            state: StateText::of(invoice.state),
        }
    }
}

/// A claim at the payer's bank.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct DebitRow {
    /// The case or the claim itself, which an action takes as `claim`.
    claim: String,
    service: &'static str,
    service_id: String,
    payee: String,
    payee_account: String,
    kid: String,
    mandate_kid: String,
    payer_account: Option<String>,
    amount_ore: i64,
    due_date: String,
    /// When the bank's run looks at it, or would have; `state` tells what came of it.
    run_at: String,
    /// Whether the bank sends a notice before.
    notice: bool,
    received_at: String,
    /// The case of the invoice that is its copy in the netbank; null where there is none.
    invoice: Option<String>,
    /// `waiting`, `stopped`, `cancelled`, `paid`, `no-cover`, `over-limit`, `no-mandate` or
    /// `reversed`.
    state: &'static str,
    /// Since when; null while it waits.
    changed_at: Option<String>,
}

impl DebitRow {
    /// The row of a claim that stands in a case, and of the case of its copy.
    pub(in crate::admin) fn of(
        id: &ClaimId,
        claim: &Claim,
        case: &str,
        copy: Option<&str>,
    ) -> Self {
        let account = claim.payer_account.as_ref();
        Self {
            claim: case.to_owned(),
            service: claim.service,
            service_id: id.to_string(),
            payee: claim.payee.clone(),
            payee_account: claim.payee_account.to_string(),
            kid: claim.kid.to_string(),
            mandate_kid: claim.mandate.kid.to_string(),
            payer_account: account.map(ToString::to_string),
            amount_ore: claim.amount.get(),
            due_date: claim.due_date.to_string(),
            run_at: instant(run_at(claim.debit_day())),
            notice: claim.notice,
            received_at: instant(claim.received_at),
            invoice: copy.map(str::to_owned),
            state: claim.state.as_str(),
            changed_at: claim.state.at().map(instant),
        }
    }
}

impl StateText {
    pub(super) fn of(state: PresentedState) -> Self {
        Self {
            state: state.as_str(),
            answered_ore: state.amount().map(Ore::get),
            answered_at: state.at().map(instant),
        }
    }

    /// What the owner of a mailbox made of an invoice in it.
    pub(super) fn of_mail(state: &MailInvoiceState) -> Self {
        Self {
            state: state.as_str(),
            answered_ore: None,
            answered_at: state.at().map(instant),
        }
    }
}
