//! The file exchange: 80-column files of `AvtaleGiro` and OCR giro over HTTP.
//!
//! The real one is SFTP with a mailbox for each customer unit; HTTP stands in for it. The files
//! themselves are as documented.

use super::parts::KIB;
use crate::services::{Fact, Fidelity, Match, Method, Operation, Source};

/// What every address of the exchange begins with, below the mount.
pub(in crate::services::mps) const FILES_PATH: &str = "/files/";

/// The operation in which MPS sends files by itself.
pub const DELIVER: &str = "mps.files.deliver";

/// Largest file taken, in bytes: some 400 000 claims.
const FILE_MAX: usize = 64 * 1024 * KIB;

const SOURCES: &[Source] = &[
    "MPS: AvtaleGiro, system specification",
    "MPS: OCR giro, system manual",
    "MPS: Receipt lists",
];

const CLAIM: &[Fact] = &[Fact::Kid, Fact::Account, Fact::Amount, Fact::DueDate];

/// What a mandate or a payment that goes out tells.
const TOLD: &[Fact] = &[
    Fact::Consumer,
    Fact::Issuer,
    Fact::Kid,
    Fact::Account,
    Fact::Amount,
    Fact::DueDate,
];

const fn row(
    id: &'static str,
    method: Method,
    path: &'static str,
    facts: &'static [Fact],
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max: 64 * KIB,
        facts,
        contract: None,
        fidelity: Fidelity::Modelled,
        sources: SOURCES,
        remark,
    }
}

/// What can be asked, and what is done by itself.
pub(super) const ROWS: &[Operation] = &[
    Operation {
        body_max: FILE_MAX,
        ..row(
            "mps.files.send",
            Method::Post,
            "/files/inbound",
            CLAIM,
            "takes a file as the body or as a part of a form; SFTP is not simulated, the answer is \
             ours, the receipt is the one that the mailbox gets",
        )
    },
    Operation {
        body_max: FILE_MAX,
        ..row(
            "mps.files.send",
            Method::Put,
            "/files/inbound/{name}",
            CLAIM,
            "the same, with the name in the address, as `curl -T` has it",
        )
    },
    Operation {
        body_max: FILE_MAX,
        ..row(
            "mps.files.send",
            Method::Put,
            "/files/inbound",
            CLAIM,
            "the same without a name, for who forgets the last slash",
        )
    },
    row(
        "mps.files.list",
        Method::Get,
        "/files/outbound",
        &[],
        "lists files from MPS: receipts, lists of rejections, mandates, payments",
    ),
    row(
        "mps.files.fetch",
        Method::Get,
        "/files/outbound/{name}",
        &[],
        "a file; HTML of receipts and columns of tables are ours",
    ),
    row(
        "mps.files.markFetched",
        Method::Post,
        "/files/outbound/{name}/fetched",
        &[],
        "stands in for moving or deleting the file in the mailbox",
    ),
    row(
        "mps.files.orderMandates",
        Method::Post,
        "/files/mandates",
        &[Fact::Account],
        "a full list of mandates can be ordered; by which way is not documented",
    ),
    Operation {
        matched_by: Match::Own,
        fidelity: Fidelity::Modelled,
        ..row(
            DELIVER,
            Method::Post,
            "",
            TOLD,
            "no request: at 12:00 on bank days MPS sends mandates and payments to data receivers",
        )
    },
];
