//! The table of the router's operations.

use crate::services::{Fact, Fidelity, Match, Method, Mount, Operation, Source};

/// Where the router is mounted.
pub const MOUNT: Mount = Mount {
    service: "maventa",
    prefix: "/maventa",
    title: "the reference router, in the shape of Maventa's AX API",
};

const GUIDE: Source = "Maventa: Consumer Invoicing (Norway)";
const AX: Source = "Maventa: AutoXChange REST API";
const AUTH: Source = "Maventa: REST API, Authentication";

/// A form, or a query.
const SMALL: usize = 64 * 1024;
/// An invoice with attachments.
const LARGE: usize = 160 * 1024 * 1024;

const fn built(
    id: &'static str,
    method: Method,
    path: &'static str,
    body_max: usize,
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Modelled,
        sources: &[GUIDE, AX, AUTH],
        remark,
    }
}

const fn absent(id: &'static str, method: Method, path: &'static str) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max: SMALL,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Absent,
        sources: &[AX],
        remark: "answers \"not simulated\"",
    }
}

/// Every operation; a path with fixed words stands before one with a name in their place.
pub const OPERATIONS: &[Operation] = &[
    built(
        "maventa.token",
        Method::Post,
        "/oauth2/token",
        SMALL,
        "form or JSON; codes of refusals are ours",
    ),
    Operation {
        facts: Fact::OF_AN_INVOICE,
        ..built(
            "maventa.createInvoice",
            Method::Post,
            "/v1/invoices",
            LARGE,
            "UBL in Peppol BIS 3, EHF 3 and EHF 2 form; ZIP and other formats are refused as not \
             simulated",
        )
    },
    built(
        "maventa.listInvoices",
        Method::Get,
        "/v1/invoices",
        SMALL,
        "filters direction, status, ids, number, reference and creation time; paging with headers; \
         sort and received_at_* are not simulated",
    ),
    built(
        "maventa.getInvoice",
        Method::Get,
        "/v1/invoices/{id}",
        SMALL,
        "details as JSON; return_format is not simulated",
    ),
    built(
        "maventa.getInvoiceActions",
        Method::Get,
        "/v1/invoices/{id}/actions",
        SMALL,
        "messages of actions are ours",
    ),
    Operation {
        facts: &[Fact::Consumer],
        ..built(
            "maventa.lookupConsumers",
            Method::Get,
            "/v1/lookup/consumers",
            SMALL,
            "asks MPS with its real message; dpi answers NOT_AVAILABLE, for the router does not ask the contact register yet",
        )
    },
    absent(
        "maventa.getInvoiceFile",
        Method::Get,
        "/v1/invoices/{id}/files/{file_id}",
    ),
    absent(
        "maventa.reroutePrint",
        Method::Put,
        "/v1/invoices/{id}/reroute/print",
    ),
    absent(
        "maventa.rerouteEmail",
        Method::Put,
        "/v1/invoices/{id}/reroute/email",
    ),
    absent(
        "maventa.rerouteEinvoice",
        Method::Put,
        "/v1/invoices/{id}/reroute/einvoice",
    ),
    absent(
        "maventa.createProfile",
        Method::Post,
        "/v1/company/profiles",
    ),
    absent("maventa.listProfiles", Method::Get, "/v1/company/profiles"),
    absent("maventa.b2cno", Method::Get, "/v1/services/b2cno"),
    absent("maventa.createAtg", Method::Post, "/v1/services/atg"),
    absent("maventa.listAtg", Method::Get, "/v1/services/atg"),
    absent(
        "maventa.listMandates",
        Method::Get,
        "/v1/services/atg/mandates",
    ),
    absent(
        "maventa.getAtg",
        Method::Get,
        "/v1/services/atg/{account_number}",
    ),
    absent(
        "maventa.updateAtg",
        Method::Patch,
        "/v1/services/atg/{account_number}",
    ),
    absent(
        "maventa.createNotification",
        Method::Post,
        "/v1/company/notifications",
    ),
    absent(
        "maventa.listNotifications",
        Method::Get,
        "/v1/company/notifications",
    ),
    absent("maventa.getSettings", Method::Get, "/v1/company/settings"),
    absent(
        "maventa.updateSettings",
        Method::Patch,
        "/v1/company/settings",
    ),
    absent("maventa.currentUser", Method::Get, "/oauth2/current"),
    absent(
        "maventa.authenticated",
        Method::Get,
        "/status/authenticated",
    ),
    absent("maventa.validate", Method::Post, "/v1/validate"),
];
