//! The side of those who send.

use super::parts::{Row, isp, row};
use super::table::VALIDATION;
use crate::services::{Fact, Fidelity, Match, Method, Operation};

/// Taking an invoice.
pub(in crate::services::vipps) const SEND: &str = "vipps.isp.Send_Invoice_v1";

/// Showing an invoice to its sender.
pub(in crate::services::vipps) const GET: &str = "vipps.isp.Get_Single_Invoice_v1";

/// Taking an invoice back.
pub(in crate::services::vipps) const REVOKE: &str = "vipps.isp.Revoke_Invoice_v1";

/// The rows.
pub(super) const ROWS: &[Row] = &[
    isp(Operation {
        facts: Fact::OF_AN_INVOICE,
        ..row(
            SEND,
            Method::Put,
            "/vipps-isp/v1/invoices/{invoiceId}",
            "200 and nothing else; equal content again is 200, other content 409; what equal means \
             is ours; accounts, lists and consent are judged later",
        )
    }),
    isp(Operation {
        facts: &[Fact::Issuer],
        ..row(
            GET,
            Method::Get,
            "/vipps-isp/v1/invoices/{invoiceId}",
            "an ISP sees its own invoices",
        )
    }),
    isp(Operation {
        facts: &[Fact::Issuer],
        ..row(
            REVOKE,
            Method::Put,
            "/vipps-isp/v1/invoices/{invoiceId}/status/revoked",
            "from created and pending; from rejected with the setting vipps.revoke_rejected",
        )
    }),
    isp(Operation {
        facts: Fact::OF_AN_INVOICE,
        matched_by: Match::Own,
        fidelity: Fidelity::Modelled,
        ..row(
            VALIDATION,
            Method::Post,
            "",
            "what Vipps does with an invoice after it took it: KAR, lists, consent; rules about it \
             let it wait, or reject with chosen problems",
        )
    }),
];
