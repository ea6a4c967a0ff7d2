//! A file to MPS in words of the trade: kind, account, KID, amount and day are enough.

use http::Method;
use jiff::civil::Date;
use serde_json::Value;

use super::call::Content;
use super::seat::{Seat, encoded};
use crate::documents::bbs;
use crate::domain::giro::{
    ClaimOrder, CustomerUnit, FiledClaim, Notifier, Order, SerialNumber, TextLine, Transmission,
};
use crate::domain::money::Ore;
use crate::scenario::script::{FiledClaimText, FiledOrderText, FiledText, Scalar};

/// Most characters in one half of a line of a notice.
const HALF_LINE: usize = 40;

/// The file that fields describe; `number` is that of the step.
///
/// # Errors
/// A value that cannot be read, or a company that is not there.
pub(super) async fn file(
    seat: &Seat,
    caller: &str,
    fields: &Value,
    number: usize,
) -> Result<Content, String> {
    let text: FiledText =
        serde_json::from_value(fields.clone()).map_err(|error| format!("fields: {error}"))?;
    let path = format!("/companies/{}", encoded(caller));
    let company = seat.admin(&Method::GET, &path, None).await;
    if !company.is_good() {
        return Err(company.describe());
    }
    let transmission = transmission(&text, &company.body, number)?;
    let bytes = bbs::write(&transmission).map_err(|error| format!("fields: {error}"))?;
    Ok(Content::new("text/plain; charset=iso-8859-1", bytes))
}

fn transmission(text: &FiledText, company: &Value, step: usize) -> Result<Transmission, String> {
    let sender = match &text.sender {
        Some(sender) => sender.text(),
        None => known(company, "/mps/customer_unit", "fields.sender")?,
    };
    let number = match &text.number {
        Some(number) => serial("fields.number", &number.text())?,
        None => serial("fields.number", &step.to_string())?,
    };
    let orders = text.orders.iter().enumerate().map(|(place, text)| {
        let field = format!("fields.orders[{place}]");
        order(text, &field, company, number, place)
    });
    Ok(Transmission {
        sender: CustomerUnit::parse(&sender).map_err(|error| format!("fields.sender: {error}"))?,
        number,
        recipient: CustomerUnit::mps(),
        orders: orders.collect::<Result<_, _>>()?,
        date: None,
    })
}

fn order(
    text: &FiledOrderText,
    field: &str,
    company: &Value,
    transmission: SerialNumber,
    place: usize,
) -> Result<Order, String> {
    let usual = u64::from(transmission.get()) * 10 + u64::try_from(place).unwrap_or_default() + 1;
    let number = text.number.as_ref().map_or(usual.to_string(), Scalar::text);
    let account = match &text.account {
        Some(account) => account.text(),
        None => known(
            company,
            "/avtalegiro/0/account",
            &format!("{field}.account"),
        )?,
    };
    let claims = text
        .claims
        .iter()
        .enumerate()
        .map(|(place, text)| claim(text, &format!("{field}.claims[{place}]"), place + 1));
    let order = ClaimOrder {
        number: serial(&format!("{field}.number"), &number)?,
        account,
        claims: claims.collect::<Result<_, _>>()?,
    };
    match text.kind.as_deref() {
        None | Some("claims") => Ok(Order::Claims(order)),
        Some("deletions") => Ok(Order::Deletions(order)),
        Some(other) => Err(format!(
            "{field}.kind: found `{other}`, expected `claims` or `deletions`"
        )),
    }
}

fn claim(text: &FiledClaimText, field: &str, place: usize) -> Result<FiledClaim, String> {
    let wrong = |name: &str, found: &str, expected: &str| {
        format!("{field}.{name}: found `{found}`, expected {expected}")
    };
    let due = text.due_date.text();
    let amount = text.amount_ore.text();
    let number = text.number.as_ref().map_or(place.to_string(), Scalar::text);
    let notice = text.text.clone().unwrap_or_default();
    Ok(FiledClaim {
        number: number
            .parse()
            .map_err(|_| wrong("number", &number, "a whole number"))?,
        notifier: match text.notice.as_deref() {
            Some("bank") => Notifier::Bank,
            Some("payee") => Notifier::Payee,
            Some(other) => return Err(wrong("notice", other, "`payee` or `bank`")),
            None if notice.is_empty() => Notifier::Payee,
            None => Notifier::Bank,
        },
        due_date: due
            .parse::<Date>()
            .map_err(|_| wrong("due_date", &due, "a day such as 2026-03-20"))?,
        amount: amount
            .parse()
            .map(Ore::new)
            .map_err(|_| wrong("amount_ore", &amount, "whole øre such as 45000"))?,
        kid: text.kid.text(),
        short_name: text.short_name.clone().unwrap_or_default(),
        external_reference: text.external_reference.clone().unwrap_or_default(),
        texts: lines(&notice),
    })
}

/// A text in lines of two halves.
fn lines(text: &str) -> Vec<TextLine> {
    let mut lines = Vec::new();
    for (line, text) in (1_u8..).zip(text.lines()) {
        let characters: Vec<char> = text.chars().collect();
        for (column, half) in (1..=2).zip(characters.chunks(HALF_LINE)) {
            let text = half.iter().collect();
            lines.push(TextLine { line, column, text });
        }
    }
    lines
}

fn serial(field: &str, text: &str) -> Result<SerialNumber, String> {
    let number = text.parse().ok().and_then(SerialNumber::new);
    number.ok_or_else(|| format!("{field}: found `{text}`, expected up to seven digits"))
}

/// What a company of the cast has.
fn known(company: &Value, pointer: &str, field: &str) -> Result<String, String> {
    let found = company.pointer(pointer).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| {
        format!("{field}: nothing is given, and the company that calls has no `{pointer}`")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::transmission;
    use crate::documents::bbs;
    use crate::scenario::script::FiledText;

    fn company() -> Value {
        json!({
            "mps": {"customer_unit": "00230456"},
            "avtalegiro": [{"account": "86011117947"}],
        })
    }

    fn written(fields: Value, company: &Value) -> Result<String, String> {
        let text: FiledText = serde_json::from_value(fields).unwrap();
        let transmission = transmission(&text, company, 7)?;
        let bytes = bbs::write(&transmission).map_err(|error| error.to_string())?;
        Ok(bytes.into_iter().map(char::from).collect())
    }

    fn lines(fields: Value) -> Vec<String> {
        let written = written(fields, &company()).unwrap();
        written
            .lines()
            .map(|line| line.trim_end_matches('0').to_owned())
            .collect()
    }

    #[test]
    fn kid_amount_and_day_are_enough_for_a_file() {
        let claim = json!({"kid": "000002123453", "amount_ore": 45000, "due_date": "2026-03-20"});
        assert_eq!(
            lines(json!({"orders": [{"claims": [claim]}]})),
            [
                "NY00001000230456000000700008080",
                "NY210020000000000000007186011117947",
                "NY2102300000001200326           00000000000045000             000002123453",
                &format!("NY2102310000001{:60}", ""),
                "NY210088000000010000000400000000000045000200326200326",
                "NY000089000000010000000600000000000045000200326",
            ]
            .map(|line| line.trim_end_matches('0'))
        );
    }

    #[test]
    fn a_text_makes_the_bank_tell_and_stands_in_lines_of_two_halves() {
        let long = format!("{}and more\nnext", "x".repeat(40));
        let fields = json!({
            "sender": "00310684", "number": 12,
            "orders": [{"kind": "claims", "number": 5, "account": 99994071129_u64, "claims": [{
                "kid": 701123457, "amount_ore": "100", "due_date": "2026-03-20", "number": 9,
                "short_name": "TIND", "external_reference": "Mars", "text": long,
            }]}],
        });
        let lines = lines(fields);
        assert_eq!(lines[0], "NY0000100031068400000120000808");
        assert_eq!(lines[1], "NY210020000000000000000599994071129");
        assert!(lines[2].starts_with("NY2121300000009200326"), "{lines:?}");
        assert!(
            lines[3].starts_with("NY2121310000009TIND      "),
            "{lines:?}"
        );
        let places: Vec<&str> = lines[4..7].iter().map(|line| &line[15..24]).collect();
        assert_eq!(places, ["40011xxxx", "40012and ", "40021next"]);
    }

    #[test]
    fn what_cannot_stand_in_a_file_is_refused_with_its_place() {
        let told = |fields: Value| written(fields, &company()).unwrap_err();
        let claim = |amount: Value, day: &str| {
            let claim = json!({"kid": "1", "amount_ore": amount, "due_date": day});
            json!({"orders": [{"claims": [claim]}]})
        };
        assert!(
            told(claim(json!(1), "20.03.2026")).starts_with("fields.orders[0].claims[0].due_date")
        );
        assert!(
            told(claim(json!("4,50"), "2026-03-20"))
                .starts_with("fields.orders[0].claims[0].amount_ore")
        );
        let sender = told(json!({"orders": [], "sender": "230456"}));
        assert!(sender.starts_with("fields.sender: "), "{sender}");
        let number = told(json!({"orders": [], "number": 12345678}));
        assert!(number.contains("up to seven digits"), "{number}");
        let nobody = written(json!({"orders": []}), &json!({})).unwrap_err();
        assert!(
            nobody.starts_with("fields.sender: nothing is given"),
            "{nobody}"
        );
    }
}
