//! The side of those who show and pay.

use super::parts::{Row, ipp, row};
use crate::services::{Fact, Method, Operation};

/// The rows.
pub(super) const ROWS: &[Row] = &[
    ipp(Operation {
        facts: &[Fact::Consumer],
        ..row(
            "vipps.ipp.List_Invoices_v1",
            Method::Get,
            "/vipps-ipp/v1/invoices",
            "what came through Vipps and what came through the netbank; 204 where nothing fits",
        )
    }),
    ipp(Operation {
        facts: &[Fact::Consumer],
        ..row(
            "vipps.ipp.InvoiceCount",
            Method::Get,
            "/vipps-ipp/v1/invoices/count",
            "a bare number",
        )
    }),
    ipp(Operation {
        facts: &[Fact::Consumer, Fact::Issuer],
        ..row(
            "vipps.ipp.Get_Single_Invoice_v1",
            Method::Get,
            "/vipps-ipp/v1/invoices/{invoiceId}",
            "what is created, rejected or revoked is not seen",
        )
    }),
    ipp(Operation {
        facts: &[Fact::Issuer],
        ..row(
            "vipps.ipp.Change_Status_To_Approved_v1",
            Method::Put,
            "/vipps-ipp/v1/invoices/{invoiceId}/status/approved",
            "the consumers' book knows of it at once, and the bank pays on the day",
        )
    }),
    ipp(Operation {
        facts: &[Fact::Issuer],
        ..row(
            "vipps.ipp.Change_Status_To_Pending_v1",
            Method::Put,
            "/vipps-ipp/v1/invoices/{invoiceId}/status/pending",
            "by the IPP that approved",
        )
    }),
    ipp(Operation {
        facts: &[Fact::Issuer],
        ..row(
            "vipps.ipp.Delete_Invoice_v1",
            Method::Put,
            "/vipps-ipp/v1/invoices/{invoiceId}/status/deleted",
            "by anyone while pending, then by the IPP that approved",
        )
    }),
    ipp(Operation {
        facts: &[Fact::Consumer, Fact::Issuer],
        ..row(
            "vipps.ipp.Get_Commercial_Invoice_Document_v1",
            Method::Get,
            "/vipps-ipp/v1/invoices/{invoiceId}/commercial-invoice",
            "the sender's address and a token, signed in wire time for 30 seconds",
        )
    }),
    ipp(Operation {
        facts: &[Fact::Consumer, Fact::Issuer],
        ..row(
            "vipps.ipp.Get_Attachment_For_Invoice_v1",
            Method::Get,
            "/vipps-ipp/v1/invoices/{invoiceId}/attachments/{attachmentId}",
            "deprecated; ids count from 0",
        )
    }),
];
