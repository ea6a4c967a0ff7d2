//! Claims at the payers' banks, what happened to mandates, and what is to come of both, as text.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::written::{self, ServiceName, formed};
use crate::consumer::{
    Claim, ClaimId, ClaimState, Later, MailNumber, MandateChange, MandateChangeKind, MandateKey,
    PresentedId,
};
use crate::domain::account::AccountNumber;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

formed! {
    ClaimStateText for ClaimState,
    KeyText for MandateKey,
    ChangeText for MandateChange,
    LaterText for Later,
}

/// A claim with its id.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct ClaimText {
    #[serde(with = "written")]
    id: ClaimId,
    #[serde(with = "written")]
    service: ServiceName,
    #[serde(with = "written")]
    payer: Slug,
    #[serde(with = "written")]
    mandate: MandateKey,
    #[serde(with = "written")]
    payer_account: Option<AccountNumber>,
    #[serde(with = "written")]
    payee_account: AccountNumber,
    payee: String,
    #[serde(with = "written")]
    kid: Kid,
    #[serde(with = "written")]
    amount_ore: Ore,
    #[serde(with = "written")]
    due_date: Date,
    notice: bool,
    #[serde(with = "written")]
    received_at: Timestamp,
    #[serde(default, with = "written")]
    copy: Option<PresentedId>,
    #[serde(default)]
    uncovered: bool,
    #[serde(with = "written")]
    state: ClaimState,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "MandateKey", deny_unknown_fields)]
struct KeyText {
    #[serde(with = "written")]
    payee_account: AccountNumber,
    #[serde(with = "written")]
    kid: Kid,
}

/// The words are those of [`ClaimState::as_str`].
#[derive(Serialize, Deserialize)]
#[serde(
    remote = "ClaimState",
    tag = "is",
    rename_all = "kebab-case",
    deny_unknown_fields
)]
enum ClaimStateText {
    Waiting,
    Stopped {
        #[serde(with = "written")]
        at: Timestamp,
    },
    Cancelled {
        #[serde(with = "written")]
        at: Timestamp,
    },
    Paid {
        #[serde(with = "written")]
        at: Timestamp,
    },
    NoCover {
        #[serde(with = "written")]
        at: Timestamp,
    },
    OverLimit {
        #[serde(with = "written")]
        at: Timestamp,
    },
    NoMandate {
        #[serde(with = "written")]
        at: Timestamp,
    },
    Reversed {
        #[serde(with = "written")]
        at: Timestamp,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "MandateChange", deny_unknown_fields)]
struct ChangeText {
    #[serde(with = "written")]
    at: Timestamp,
    #[serde(with = "written")]
    kind: MandateChangeKind,
    #[serde(with = "written")]
    key: MandateKey,
    #[serde(with = "written")]
    payer: Slug,
    #[serde(with = "written")]
    payer_account: Option<AccountNumber>,
    notification: bool,
    active: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Later", rename_all = "snake_case")]
enum LaterText {
    BankRun(#[serde(with = "written")] Date),
    AppearsInVipps(#[serde(with = "written")] PresentedId),
    LeavesVipps(#[serde(with = "written")] PresentedId),
    MailNotice(#[serde(with = "written")] MailNumber),
    MailReminder(#[serde(with = "written")] MailNumber),
}

impl ClaimText {
    pub(super) fn of((id, claim): (&ClaimId, &Claim)) -> Self {
        // Taken apart by name, so that a new field does not compile until it has a text.
        let Claim {
            service,
            payer,
            mandate,
            payer_account,
            payee_account,
            payee,
            kid,
            amount,
            due_date,
            notice,
            received_at,
            copy,
            uncovered,
            state,
        } = claim.clone();
        Self {
            id: id.clone(),
            service,
            payer,
            mandate,
            payer_account,
            payee_account,
            payee,
            kid,
            amount_ore: amount,
            due_date,
            notice,
            received_at,
            copy,
            uncovered,
            state,
        }
    }

    pub(super) fn read(self) -> (ClaimId, Claim) {
        let claim = Claim {
            service: self.service,
            payer: self.payer,
            mandate: self.mandate,
            payer_account: self.payer_account,
            payee_account: self.payee_account,
            payee: self.payee,
            kid: self.kid,
            amount: self.amount_ore,
            due_date: self.due_date,
            notice: self.notice,
            received_at: self.received_at,
            copy: self.copy,
            uncovered: self.uncovered,
            state: self.state,
        };
        (self.id, claim)
    }
}
