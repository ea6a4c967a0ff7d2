//! Invoices and their standing as text.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::consumer::PresentedId;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::ProblemKind;
use crate::services::vipps::model::{
    Approval, Attachment, Content, Document, Ident, IdentKind, Invoice, InvoiceKind, Payment,
    PaymentKind, Problem, Recipient, Stage, Standing, Transition, Used,
};
use crate::snapshot::written::{self, formed, texted, worded};

formed! {
    InvoiceText for Invoice,
    ContentText for Content,
    PaymentText for Payment,
    DocumentText for Document,
    AttachmentText for Attachment,
    RecipientText for Recipient,
    IdentText for Ident,
    ProblemText for Problem,
    StageText for Stage,
    StandingText for Standing,
    UsedText for Used,
    ApprovalText for Approval,
    TransitionText for Transition,
}
worded!(InvoiceKind, PaymentKind, IdentKind);
texted! {
    InvoiceId, "an invoice id of Vipps", |it| it.to_string().into(),
        |text: &str| InvoiceId::parse(text).map_err(|_| "something else");
    ProblemKind, "the slug of a problem of Vipps", |it| it.row().slug.into(),
        |text: &str| ProblemKind::parse(text).ok_or("something else");
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Invoice", deny_unknown_fields)]
struct InvoiceText {
    #[serde(with = "written")]
    content: Arc<Content>,
    #[serde(with = "written")]
    isp: Slug,
    #[serde(with = "written")]
    recipient: Recipient,
    #[serde(with = "written")]
    created: Timestamp,
    #[serde(with = "written")]
    stage: Stage,
    revision: u32,
    #[serde(with = "written")]
    changed: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Content", deny_unknown_fields)]
struct ContentText {
    #[serde(with = "written")]
    payment: Payment,
    #[serde(with = "written")]
    kind: InvoiceKind,
    #[serde(with = "written")]
    due: Timestamp,
    #[serde(with = "written")]
    amount: Ore,
    #[serde(with = "written")]
    min_amount: Option<Ore>,
    subject: String,
    issuer_name: Option<String>,
    #[serde(with = "written")]
    documents: Vec<Document>,
    #[serde(with = "written")]
    attachments: Vec<Attachment>,
    icon_url: Option<String>,
    metadata: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Payment", deny_unknown_fields)]
struct PaymentText {
    #[serde(with = "written")]
    kind: PaymentKind,
    value: String,
    account: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Document", deny_unknown_fields)]
struct DocumentText {
    url: String,
    mime_type: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Attachment", deny_unknown_fields)]
struct AttachmentText {
    title: String,
    #[serde(with = "written")]
    documents: Vec<Document>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Recipient", deny_unknown_fields)]
struct RecipientText {
    #[serde(with = "written")]
    person: Slug,
    #[serde(with = "written")]
    ident: Ident,
    #[serde(with = "written")]
    resolved_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Ident", deny_unknown_fields)]
struct IdentText {
    #[serde(with = "written")]
    kind: IdentKind,
    value: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Problem", deny_unknown_fields)]
struct ProblemText {
    #[serde(with = "written")]
    kind: ProblemKind,
    detail: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Stage", rename_all = "snake_case")]
enum StageText {
    Created,
    Rejected(#[serde(with = "written")] Vec<Problem>),
    Revoked,
    Presented(#[serde(with = "written")] PresentedId),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Standing", deny_unknown_fields)]
struct StandingText {
    #[serde(with = "written")]
    keys: OrdMap<String, Used>,
    #[serde(with = "written")]
    approval: Option<Approval>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Used", deny_unknown_fields)]
struct UsedText {
    #[serde(with = "written")]
    by: Slug,
    #[serde(with = "written")]
    to: Transition,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Approval", deny_unknown_fields)]
struct ApprovalText {
    revision: u32,
    #[serde(with = "written")]
    ipp: Slug,
    bank_code: Option<String>,
    #[serde(with = "written")]
    due: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Transition", rename_all = "snake_case")]
enum TransitionText {
    Revoked,
    Approved {
        #[serde(with = "written")]
        due: Timestamp,
        #[serde(with = "written")]
        amount: Ore,
        bank_code: Option<String>,
    },
    Pending {
        bank_code: Option<String>,
    },
    Deleted {
        bank_code: Option<String>,
    },
}
