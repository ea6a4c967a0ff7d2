//! Bodies of status calls (Vipps: swagger of the IPP side, definitions of the bodies).

use crate::domain::money::Ore;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::{Transition, instant, shortened};
use crate::services::vipps::wire::members::{Members, Notes, json_of};

/// What an approval says. Its due date and amount are held against the clock and the invoice later.
pub(super) fn approved(body: &[u8]) -> Result<Transition, Fault> {
    let value = json_of(body)?;
    let members = Members::of(&value, "")?;
    let mut notes = Notes::default();
    let due = notes.needed(members.text("due")?, "due");
    let amount = notes.needed(members.whole("amount")?, "amount");
    if amount < 0 {
        notes.note("amount", &format!("{amount}, less than nothing"));
    }
    let bank_code = bank_code(&members, &mut notes)?;
    notes.judge()?;
    let due = instant(due).ok_or_else(|| {
        let found = format!("the due date `{}`", shortened(due));
        Fault::problem(ProblemKind::Rfc3339ParseError, found)
    })?;
    Ok(Transition::Approved {
        due,
        amount: Ore::new(amount),
        bank_code,
    })
}

/// The bank that a body names, which may be empty, whatever its media type.
pub(super) fn bank(body: &[u8]) -> Result<Option<String>, Fault> {
    if body.trim_ascii().is_empty() {
        return Ok(None);
    }
    let value = json_of(body)?;
    let mut notes = Notes::default();
    let bank_code = bank_code(&Members::of(&value, "")?, &mut notes)?;
    notes.judge()?;
    Ok(bank_code)
}

/// A bank is four digits.
fn bank_code(members: &Members<'_>, notes: &mut Notes) -> Result<Option<String>, Fault> {
    let code = members.text("bankCode")?;
    let is_good = |code: &str| code.len() == 4 && code.bytes().all(|it| it.is_ascii_digit());
    if let Some(code) = code.filter(|code| !is_good(code)) {
        let what = format!("`{}` where four digits are expected", shortened(code));
        notes.note("bankCode", &what);
    }
    Ok(code.map(str::to_owned))
}
