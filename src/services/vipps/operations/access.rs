//! Log-in, recipient tokens and published keys.

use super::parts::{Row, ipp, isp, open, row};
use crate::services::{Fact, Method, Operation};

const ALIAS: &str = "the same keys; the swagger files list it below their base path";

/// The rows.
pub(super) const ROWS: &[Row] = &[
    open(Operation {
        sources: &["Vipps: Access token API", "Vipps: guide of the invoice API"],
        ..row(
            "vipps.accesstoken.get",
            Method::Post,
            "/accesstoken/get",
            "client_id, client_secret and subscription key in headers; numbers as text; each \
             product has keys of its own; the case of the path does not matter",
        )
    }),
    isp(Operation {
        facts: &[Fact::Consumer],
        ..row(
            "vipps.isp.Request_Recipient_Token_v1",
            Method::Post,
            "/vipps-isp/v1/recipients/tokens",
            "15 minutes on the sandbox clock; for who said yes to all (JTTA)",
        )
    }),
    ipp(Operation {
        facts: &[Fact::Consumer],
        ..row(
            "vipps.ipp.Request_Recipient_Token_v1",
            Method::Post,
            "/vipps-ipp/v1/recipients/tokens",
            "15 minutes on the sandbox clock; for who said yes to all (JTTA)",
        )
    }),
    open(row(
        "vipps.public_jwk",
        Method::Get,
        "/vipps-invoice/public/jwk",
        "without log-in; settings vipps.published_keys and vipps.signing_key rotate them",
    )),
    open(row("vipps.jwk", Method::Get, "/vipps-invoice/jwk", ALIAS)),
    open(row(
        "vipps.isp.public_jwk",
        Method::Get,
        "/vipps-isp/v1/public/jwk",
        ALIAS,
    )),
    open(row(
        "vipps.isp.jwk",
        Method::Get,
        "/vipps-isp/v1/jwk",
        ALIAS,
    )),
    open(row(
        "vipps.ipp.public_jwk",
        Method::Get,
        "/vipps-ipp/v1/public/jwk",
        ALIAS,
    )),
    open(row(
        "vipps.ipp.jwk",
        Method::Get,
        "/vipps-ipp/v1/jwk",
        ALIAS,
    )),
];
