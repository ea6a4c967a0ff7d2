//! The user-agreements API: what users let companies see, and what banks make of invoices.

use super::parts::{about_users, telling};
use crate::services::{Fact, Method, Operation};

const CONSUMER: &[Fact] = &[Fact::Consumer];

/// The rows.
pub(super) const ROWS: &[Operation] = &[
    telling(
        CONSUMER,
        about_users(
            "digipost.agreements.put",
            Method::Post,
            "/{sender}/user-agreements",
            "makes an agreement, replaces it or renews it; invoice-bank for banks that show \
             invoices themselves",
        ),
    ),
    telling(
        CONSUMER,
        about_users(
            "digipost.agreements.get",
            Method::Get,
            "/{sender}/user-agreements",
            "with agreement-type one agreement, without it all of a user with the sender",
        ),
    ),
    telling(
        CONSUMER,
        about_users(
            "digipost.agreements.delete",
            Method::Delete,
            "/{sender}/user-agreements",
            "the agreement is kept and can be renewed",
        ),
    ),
    about_users(
        "digipost.agreements.deleteById",
        Method::Delete,
        "/{sender}/user-agreements/{agreement}",
        "the id stands in Location and href; only the written specification has this one",
    ),
    about_users(
        "digipost.agreements.owners",
        Method::Get,
        "/{sender}/user-agreements/agreement-owners",
        "several documents one behind the other in one answer that is not chunked; of \
         account-num-for-receipts the ids are account numbers",
    ),
    telling(
        CONSUMER,
        about_users(
            "digipost.agreements.documents",
            Method::Get,
            "/{sender}/user-documents",
            "of invoice-bank every invoice, of fetch-messages what the sender sent; the first and \
             last day and instant of a filter belong to it",
        ),
    ),
    telling(
        CONSUMER,
        about_users(
            "digipost.agreements.count",
            Method::Get,
            "/{sender}/user-documents/count",
            "as text where the client asks for text/plain",
        ),
    ),
    about_users(
        "digipost.agreements.document",
        Method::Get,
        "/{sender}/user-documents/{document}",
        "without agreement-type as of invoice-bank",
    ),
    about_users(
        "digipost.agreements.invoice",
        Method::Post,
        "/{sender}/user-documents/{document}/invoice",
        "what was added to payments can be unpaid again, but not by another bank; from-account is \
         read and not kept",
    ),
    about_users(
        "digipost.agreements.content",
        Method::Get,
        "/{sender}/user-documents/{document}/content",
        "the link works once, for the time of `digipost.link_life`",
    ),
];
