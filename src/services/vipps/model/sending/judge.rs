//! What is looked at after an invoice was taken: the register of accounts, the lists of Vipps, and
//! the consent that the partner holds (Vipps: integrator checklist; guide of the invoice API).

use crate::consumer::Turn;
use crate::domain::company::Company;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::ProblemKind;
use crate::services::vipps::model::Event;
use crate::services::vipps::model::invoice::{Invoice, Problem};

/// Everything that is wrong with an invoice, in this order.
pub(super) fn judge(id: &InvoiceId, invoice: &Invoice, turn: &Turn<'_, Event>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |kind: ProblemKind, detail: String| problems.push(Problem { kind, detail });
    let issuer = turn.cast.company_by_org_number(id.issuer());
    let number = id.issuer().as_str();
    let account = invoice.content.payment.account.as_str();
    let owns = issuer.is_some_and(|issuer| owns(issuer, account));
    if turn.settings.vipps.kar && !owns {
        let detail = format!("KAR does not know account {account} as one of {number}");
        add(ProblemKind::InvalidAccountOwner, detail);
    }
    let vipps = issuer.and_then(|issuer| issuer.vipps.as_ref());
    if vipps.is_some_and(|vipps| vipps.blacklisted) {
        let detail = format!("Vipps takes no invoices of {number}");
        add(ProblemKind::IssuerBlacklisted, detail);
    }
    let recipient = &invoice.recipient.person;
    let person = turn.cast.person(recipient);
    let vipps = person.and_then(|person| person.vipps);
    if vipps.is_some_and(|vipps| vipps.blacklisted) {
        let detail = format!("Vipps takes no invoices for {recipient}");
        add(ProblemKind::RecipientBlacklisted, detail);
    }
    let efaktura = person.and_then(|person| person.efaktura.as_ref());
    if !efaktura.is_some_and(|efaktura| efaktura.yes_to_all) {
        let detail = format!("{recipient} says yes to all (JTTA) no more");
        add(ProblemKind::InvoiceRejectedByPartner, detail);
    } else if efaktura.is_some_and(|it| it.blocked_issuers.contains(id.issuer())) {
        let detail = format!("{recipient} takes no invoices of {number}");
        add(ProblemKind::InvoiceRejectedByPartner, detail);
    }
    problems
}

fn owns(company: &Company, account: &str) -> bool {
    let agreements = company.avtalegiro.iter().map(|it| &it.account);
    let mut all = company.accounts.iter().chain(agreements);
    all.any(|owned| owned.as_str() == account)
}
