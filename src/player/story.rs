//! What happened, in short, for somebody who wonders why.

use http::Method;
use jiff::Timestamp;
use serde_json::Value;

use super::seat::{Seat, encoded};
use crate::domain::calendar::oslo;

/// Entries that are told; what comes last is nearest to the difference.
const TOLD: usize = 16;

/// Characters of a line.
const LINE: usize = 220;

/// The journal, in short: of one invoice, or of everything.
pub(super) async fn story(seat: &Seat, invoice: Option<&str>) -> Vec<String> {
    let invoice = invoice.map_or_else(String::new, |id| format!("&invoice={}", encoded(id)));
    let path = format!("/journal?limit=1000{invoice}");
    let journal = seat.admin(&Method::GET, &path, None).await;
    let entries = journal.body.get("entries").and_then(Value::as_array);
    let entries: Vec<&Value> = entries
        .into_iter()
        .flatten()
        .filter(|it| is_telling(it))
        .collect();
    let skipped = entries.len().saturating_sub(TOLD);
    let mut lines: Vec<String> = entries
        .iter()
        .skip(skipped)
        .map(|entry| line(entry))
        .collect();
    if skipped > 0 {
        lines.insert(0, format!("… {skipped} entries before"));
    }
    lines
}

/// Tokens are fetched by the player itself and tell nothing, unless they are refused.
fn is_telling(entry: &Value) -> bool {
    let is_token = text(entry, "operation") == Some("maventa.token");
    !is_token || entry.get("status").and_then(Value::as_u64) != Some(200)
}

fn line(entry: &Value) -> String {
    let at = text(entry, "at").unwrap_or_default();
    let at = at.parse::<Timestamp>().map_or_else(
        |_| at.to_owned(),
        |at| {
            at.to_zoned(oslo())
                .strftime("%Y-%m-%d %H:%M:%S")
                .to_string()
        },
    );
    let service = text(entry, "service").unwrap_or("?");
    let mut line = match text(entry, "event") {
        Some(event) => {
            let words = text(entry, "text").unwrap_or_default();
            format!("{at}  {service}  {event}: {words}")
        }
        None => {
            let via = text(entry, "via").unwrap_or("?");
            let path = text(entry, "path").unwrap_or("?");
            let operation = text(entry, "operation").unwrap_or(path);
            let status = entry.get("status").and_then(Value::as_u64);
            let status = status.map_or_else(|| "no answer".to_owned(), |it| it.to_string());
            format!("{at}  {via} → {service}  {operation}  {status}")
        }
    };
    if let Some(why) = text(entry, "why") {
        line.push_str("  ");
        line.push_str(why);
    }
    if let Some(rule) = text(entry, "rule") {
        line.push_str(&format!("  [{rule}]"));
    }
    if let Some(trouble) = entry.get("trouble") {
        let name = text(trouble, "name").unwrap_or_default();
        let did = text(trouble, "did").unwrap_or_default();
        line.push_str(&format!("  trouble `{name}`: {did}"));
    }
    let mut short: String = line.chars().take(LINE).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

fn text<'a>(entry: &'a Value, name: &str) -> Option<&'a str> {
    entry.get(name)?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::line;

    #[test]
    fn an_entry_is_one_line_in_norwegian_time() {
        let exchange = json!({"at": "2026-03-02T08:00:00Z", "kind": "exchange", "service": "mps",
            "operation": "mps.addShipment", "via": "router", "path": "/x", "status": null,
            "rule": null, "why": "reset after the effect",
            "trouble": {"fault": 1, "name": "lost", "did": "reset after the effect"}});
        assert_eq!(
            line(&exchange),
            "2026-03-02 09:00:00  router → mps  mps.addShipment  no answer  reset after the \
             effect  trouble `lost`: reset after the effect"
        );
        let event = json!({"at": "2026-03-02T08:00:05Z", "kind": "event", "service": "mps",
            "event": "efaktura.rejected", "text": "no", "rule": "MPS-E004"});
        let told = "2026-03-02 09:00:05  mps  efaktura.rejected: no  [MPS-E004]";
        assert_eq!(line(&event), told);
    }
}
