//! What was in packages, as text.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::blob::BlobKey;
use crate::domain::dpi::{Destination, Fingerprint};
use crate::domain::identity::OrgNumber;
use crate::domain::money::Ore;
use crate::services::dpi::model::{
    Complaint, ComplaintKind, FoundInvoice, Opened, Package, PackedFile,
};
use crate::snapshot::written::{self, formed, worded};

formed! {
    PackageText for Package,
    OpenedText for Opened,
    FileText for PackedFile,
    InvoiceText for FoundInvoice,
    ComplaintText for Complaint,
}
worded!(ComplaintKind, Destination);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Package", deny_unknown_fields)]
struct PackageText {
    bytes: u64,
    #[serde(with = "written")]
    fingerprint: Fingerprint,
    #[serde(with = "written")]
    by: Option<Destination>,
    #[serde(with = "written")]
    opened: Option<Opened>,
    #[serde(with = "written")]
    complaints: Vec<Complaint>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Opened", deny_unknown_fields)]
struct OpenedText {
    #[serde(with = "written")]
    signer: Option<OrgNumber>,
    #[serde(with = "written")]
    sender: Option<OrgNumber>,
    address: Option<String>,
    #[serde(with = "written")]
    files: Vec<PackedFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PackedFile", deny_unknown_fields)]
struct FileText {
    name: String,
    title: Option<String>,
    media_type: String,
    #[serde(with = "written")]
    content: BlobKey,
    bytes: u64,
    #[serde(with = "written")]
    invoice: Option<FoundInvoice>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FoundInvoice", deny_unknown_fields)]
struct InvoiceText {
    kid: String,
    #[serde(rename = "amount_ore", with = "written")]
    amount: Ore,
    account: String,
    #[serde(with = "written")]
    due_date: Date,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Complaint", deny_unknown_fields)]
struct ComplaintText {
    #[serde(with = "written")]
    kind: ComplaintKind,
    found: String,
}
