//! Receipts: L226, and L200 of what could not be read (MPS: Receipt lists). What they look like is
//! ours.

use maud::{Markup, html};

use super::page::{NONE, Tone, frame, kroner, time};
use crate::domain::giro::{Complaint, CustomerUnit, SerialNumber};
use crate::services::mps::model::{FileKind, OutgoingFile, Receipt};

/// Writes a receipt as a page.
pub(super) fn page(file: &OutgoingFile, receipt: &Receipt) -> Vec<u8> {
    let title = match file.kind {
        FileKind::Unreadable => "Avvisning av mottatt forsendelse",
        FileKind::Receipt
        | FileKind::Rejections
        | FileKind::RejectionTable
        | FileKind::Mandates
        | FileKind::Ocr => "Kvittering for mottatt forsendelse",
    };
    let verdict = match receipt.complaints.as_slice() {
        [] => (Tone::Good, "Godkjent"),
        [_, ..] => (Tone::Bad, "Avvist"),
    };
    let body = html! {
        (facts(file, receipt))
        @if !receipt.complaints.is_empty() {
            h2 { "Årsak til avvisning" }
            (complaints(&receipt.complaints))
        }
        @if !receipt.orders.is_empty() {
            h2 { "Oppdrag" }
            (orders(receipt))
        }
        @if !receipt.remarks.is_empty() {
            h2 { "Merknader" }
            (complaints(&receipt.remarks))
        }
        @if receipt.complaints.is_empty() {
            p {
                "Godkjenningen gjelder forsendelsen som helhet. Oppdrag og transaksjoner \
                 kontrolleres senere; det som blir avvist, står i liste L00202."
            }
        }
    };
    frame(file, title, verdict, &body)
}

fn facts(file: &OutgoingFile, receipt: &Receipt) -> Markup {
    let Receipt {
        file: name,
        bytes,
        sender,
        number,
        transactions,
        records,
        orders,
        complaints: _,
        remarks: _,
    } = receipt;
    let sender = sender.as_ref().map(CustomerUnit::as_str);
    let number = number.as_ref().map(SerialNumber::to_string);
    html! {
        dl {
            dt { "Dataavsender" } dd { (sender.unwrap_or(NONE)) }
            dt { "Forsendelsesnummer" } dd { (number.as_deref().unwrap_or(NONE)) }
            dt { "Mottatt" } dd { (time(file.made_at)) }
            dt { "Filnavn" } dd { (name.as_deref().unwrap_or(NONE)) }
            dt { "Filstørrelse" } dd { (bytes) " byte" }
            dt { "Antall oppdrag" } dd { (orders.len()) }
            dt { "Antall transaksjoner" } dd { (transactions) }
            dt { "Antall records" } dd { (records) }
        }
    }
}

fn orders(receipt: &Receipt) -> Markup {
    html! {
        div.wide { table {
            thead { tr {
                th { "Oppdragstype" } th { "Oppdragsnummer" } th { "Oppdragskonto" }
                th.number { "Transaksjoner" } th.number { "Sum (kr)" }
            } }
            tbody {
                @for order in &receipt.orders {
                    tr {
                        td { (order.kind.title()) }
                        td { (order.number) }
                        td { (order.account) }
                        td.number { (order.transactions) }
                        td.number { (kroner(order.sum)) }
                    }
                }
            }
        } }
    }
}

/// What is wrong, in the words of this house.
pub(super) fn complaints(complaints: &[Complaint]) -> Markup {
    let place = |number: usize| match number {
        0 => NONE.to_owned(),
        number => number.to_string(),
    };
    html! {
        div.wide { table {
            thead { tr {
                th { "Regel" } th.number { "Record" } th.number { "Posisjon" } th { "Melding" }
            } }
            tbody {
                @for complaint in complaints {
                    tr {
                        td.rule { (complaint.rule.id()) }
                        td.number { (place(complaint.line)) }
                        td.number { (place(complaint.column)) }
                        td { p lang="en" { (complaint.text) } }
                    }
                }
            }
        } }
    }
}
