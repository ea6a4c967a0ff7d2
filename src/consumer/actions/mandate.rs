//! What a payer does with mandates at the bank.

use super::error::ActionError;
use super::stage::{Deed, Done};
use crate::consumer::{Mandate, MandateKey};

pub(super) fn make(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let given = &deed.given;
    let key = MandateKey {
        payee_account: deed.required("payee_account", given.account("payee_account"))?,
        kid: deed.required("kid", given.kid("kid"))?,
    };
    if let Some(there) = deed.stage.book.mandate(&key) {
        let found = format!("a mandate of `{}` for this account and KID", there.payer);
        let hint = "`change-mandate` changes it, `end-mandate` ends it";
        return deed.refuse(found, "none", hint);
    }
    let own = deed.person.bank.as_ref().map(|bank| bank.account.clone());
    let mandate = Mandate {
        payer: deed.who().clone(),
        payer_account: given.account("payer_account").or(own),
        notification: given.flag("notification").unwrap_or(false),
        limit: given.limit("limit_ore").flatten(),
        active_at_mps: given.flag("active_at_mps").unwrap_or(true),
        active_at_router: given.flag("active_at_router").unwrap_or(true),
    };
    let text = told(deed, &key, "made");
    let now = deed.stage.now;
    deed.stage.book.put_mandate(key, mandate, now);
    Ok(Done::in_book(text, None))
}

pub(super) fn change(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let asked = [
        "payer_account",
        "notification",
        "limit_ore",
        "active_at_mps",
    ];
    if !asked.iter().any(|field| deed.given.has(field)) {
        return Err(ActionError::Missing {
            action: deed.action.name,
            field: asked.join(", "),
            expected: "at least one of them",
        });
    }
    let (key, old) = theirs(deed)?;
    let given = &deed.given;
    let new = Mandate {
        payer_account: given.account("payer_account").or(old.payer_account.clone()),
        notification: given.flag("notification").unwrap_or(old.notification),
        limit: given.limit("limit_ore").unwrap_or(old.limit),
        active_at_mps: given.flag("active_at_mps").unwrap_or(old.active_at_mps),
        ..old.clone()
    };
    let text = told(deed, &key, "changed");
    if new == old {
        return Ok(Done::nothing(format!("{text}: it was so already")));
    }
    let now = deed.stage.now;
    deed.stage.book.put_mandate(key, new, now);
    Ok(Done::in_book(text, None))
}

pub(super) fn end(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (key, _) = theirs(deed)?;
    let text = told(deed, &key, "ended");
    let now = deed.stage.now;
    deed.stage.book.end_mandate(&key, now);
    Ok(Done::in_book(text, None))
}

/// The mandate that is meant, which must be this person's; what only one can be needs no name.
fn theirs(deed: &Deed<'_, '_>) -> Result<(MandateKey, Mandate), ActionError> {
    let account = deed.given.account("payee_account");
    let kid = deed.given.kid("kid");
    let fits = |key: &MandateKey| {
        account.as_ref().is_none_or(|it| *it == key.payee_account)
            && kid.as_ref().is_none_or(|it| *it == key.kid)
    };
    let all = deed.stage.book.mandates_of(deed.who());
    let found: Vec<_> = all.filter(|(key, _)| fits(key)).collect();
    match found.as_slice() {
        [(key, mandate)] => Ok(((*key).clone(), (*mandate).clone())),
        [] => {
            let expected = format!("a mandate of `{}`", deed.who());
            let hint = "`make-mandate` makes one; the person's `mandates` list them";
            deed.refuse("no such mandate", expected, hint)
        }
        several => {
            let found = format!("{} mandates", several.len());
            deed.refuse(found, "one", "name `payee_account` and `kid`")
        }
    }
}

fn told(deed: &Deed<'_, '_>, key: &MandateKey, what: &str) -> String {
    let (who, kid, account) = (deed.who(), &key.kid, &key.payee_account);
    format!("{who} {what} the mandate for KID {kid} to account {account}")
}
