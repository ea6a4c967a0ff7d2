//! L00202, what was rejected of orders, as a page. The fields are those that are printed in
//! production (MPS: Receipt lists); what they look like is ours.

use maud::{Markup, html};

use super::page::{NONE, Tone, frame, time};
use super::receipt::complaints;
use crate::documents::bbs;
use crate::domain::giro::OrderKind;
use crate::services::mps::model::{AsSent, ListRow, ListedOrder, OutgoingFile, Severity};

/// Writes a list as a page.
pub(super) fn page(file: &OutgoingFile, orders: &[ListedOrder]) -> Vec<u8> {
    let body = html! {
        @for order in orders {
            section { (section(order)) }
        }
    };
    let is_bad = |order: &ListedOrder| {
        let mut rows = order.rows.iter();
        !order.complaints.is_empty() || rows.any(|row| row.severity == Severity::Rejected)
    };
    let verdict = if orders.iter().any(is_bad) {
        (Tone::Bad, "Avvist")
    } else {
        (Tone::Odd, "Advarsel")
    };
    frame(file, "Avviste oppdrag og transaksjoner", verdict, &body)
}

/// The amount records of a transaction as they were sent, one or two.
pub(super) fn records(order: OrderKind, sent: &AsSent) -> Vec<String> {
    match sent {
        // What was read from a file fits into one; were it otherwise, a list without the records
        // is better than none.
        AsSent::Read(claim) => bbs::amount_records(order, claim).unwrap_or_default(),
        AsSent::Raw(records) => records.clone(),
    }
}

fn section(order: &ListedOrder) -> Markup {
    let ListedOrder {
        received_at,
        payee,
        agreement,
        account,
        sender,
        transmission,
        number,
        kind,
        complaints: said,
        rows,
    } = order;
    let (name, org_number) = payee.as_ref().map_or((NONE, NONE), |(name, number)| {
        (name.as_str(), number.as_str())
    });
    html! {
        h2 { (kind.title()) ", oppdrag " (number) }
        dl {
            dt { "Mottatt hos MPS" } dd { (time(*received_at)) }
            dt { "Organisasjonsnummer" } dd { (org_number) }
            dt { "Betalingsmottaker" } dd { (name) }
            dt { "Avtale-ID" } dd { (agreement.as_deref().unwrap_or(NONE)) }
            dt { "Oppdragskonto" } dd { (account) }
            dt { "Dataavsender" } dd { (sender) }
            dt { "Forsendelsesnummer" } dd { (transmission) }
            dt { "Oppdragsnummer" } dd { (number) }
            dt { "Oppdragstype" } dd { (kind.title()) }
        }
        @if !said.is_empty() {
            p.bad { "Hele oppdraget er avvist." }
            (complaints(said))
        }
        @if !rows.is_empty() { (table(*kind, rows)) }
    }
}

fn table(order: OrderKind, rows: &[ListRow]) -> Markup {
    html! {
        div.wide { table {
            thead { tr { th { "Status" } th { "Beløpspost 1 og 2" } th { "Melding" } } }
            tbody { @for row in rows { tr {
                td class=(tone(row.severity).class()) { (word(row.severity)) }
                td { pre { (records(order, &row.sent).join("\n")) } }
                td { @for word in &row.words {
                    p lang="en" { (word.code) " " (word.message()) }
                } }
            } } }
        } }
    }
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Rejected => Tone::Bad,
        Severity::Warning => Tone::Odd,
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Rejected => "Avvist",
        Severity::Warning => "Advarsel",
    }
}
