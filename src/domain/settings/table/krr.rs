//! Settings of the contact and reservation register.

use super::read::flag;
use crate::domain::krr::{ChangesFrom, ErrorForm, Malformed, TimeForm, Withhold};
use crate::domain::settings::Setting;

/// The rows.
pub(super) const ROWS: &[Setting] = &[
    Setting {
        name: "krr.withhold_expired",
        text: "whose contact data older than 18 months KRR keeps back: all, or none",
        show: |s| s.krr.withhold_expired.as_str().to_owned(),
        set: |s, text| {
            s.krr.withhold_expired = Withhold::parse(text).ok_or("`all` or `none`")?;
            Ok(())
        },
    },
    Setting {
        name: "krr.withhold_reserved_mailbox",
        text: "KRR keeps the mailbox of somebody who is reserved back",
        show: |s| s.krr.withhold_reserved_mailbox.to_string(),
        set: |s, text| flag(text).map(|value| s.krr.withhold_reserved_mailbox = value),
    },
    Setting {
        name: "krr.mailbox_scope_filters",
        text: "KRR keeps old and reserved mailboxes back from tokens too that do not open the \
               notification status",
        show: |s| s.krr.mailbox_scope_filters.to_string(),
        set: |s, text| flag(text).map(|value| s.krr.mailbox_scope_filters = value),
    },
    Setting {
        name: "krr.times",
        text: "how KRR writes instants: short (+02), full (+02:00), or fraction (UTC with \
               milliseconds)",
        show: |s| s.krr.times.as_str().to_owned(),
        set: |s, text| {
            let expected = "`short`, `full` or `fraction`";
            s.krr.times = TimeForm::parse(text).ok_or(expected)?;
            Ok(())
        },
    },
    Setting {
        name: "krr.errors",
        text: "the shape of refusals of KRR, which no document has: spring, or problem (RFC 9457)",
        show: |s| s.krr.errors.as_str().to_owned(),
        set: |s, text| {
            s.krr.errors = ErrorForm::parse(text).ok_or("`spring` or `problem`")?;
            Ok(())
        },
    },
    Setting {
        name: "krr.changes_from",
        text: "whether the change that a request names is in the answer of KRR: exclusive (it is \
               not), or inclusive",
        show: |s| s.krr.changes_from.as_str().to_owned(),
        set: |s, text| {
            let expected = "`exclusive` or `inclusive`";
            s.krr.changes_from = ChangesFrom::parse(text).ok_or(expected)?;
            Ok(())
        },
    },
    Setting {
        name: "krr.malformed",
        text: "what KRR makes of a number that is no identity number: a person unknown to it, or \
               refused; the strict profile refuses it always",
        show: |s| s.krr.malformed.as_str().to_owned(),
        set: |s, text| {
            s.krr.malformed = Malformed::parse(text).ok_or("`unknown` or `refused`")?;
            Ok(())
        },
    },
];
