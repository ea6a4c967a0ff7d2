//! `authorization_details` (RFC 9396; Digdir: Maskinporten, system user; consent): read, so that
//! what is wrong with them is told, and refused where nothing is. Whether a system user exists is
//! known to Altinn alone, which is not simulated.

use serde_json::{Map, Value};

use super::grant::kind_of;
use crate::domain::identity::OrgNumber;
use crate::services::maskinporten::faults::{Fault, FaultKind};

/// Tokens of system users.
const SYSTEM_USER: &str = "urn:altinn:systemuser";

/// Tokens of consents.
const CONSENT: &str = "urn:altinn:consent";

/// Why they are refused.
pub(super) fn refusal(details: &Value) -> Fault {
    match judge(details) {
        Err(fault) => fault,
        Ok(kind) => Fault::new(FaultKind::NotSimulated, format!("`{kind}`")),
    }
}

fn value(found: impl Into<String>) -> Fault {
    Fault::new(FaultKind::DetailsValue, found)
}

fn judge(details: &Value) -> Result<&str, Fault> {
    let Value::Array(all) = details else {
        return Err(value(kind_of(details)));
    };
    let [Value::Object(one)] = all.as_slice() else {
        return Err(value(format!("a list of {} things", all.len())));
    };
    let kind = match one.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(other) => return Err(value(format!("{} as type", kind_of(other)))),
        None => return Err(value("no type")),
    };
    match kind {
        SYSTEM_USER => system_user(one).map(|()| SYSTEM_USER),
        CONSENT => Ok(CONSENT),
        other => {
            let shown: String = other.chars().take(80).collect();
            Err(Fault::new(FaultKind::DetailsType, format!("`{shown}`")))
        }
    }
}

fn system_user(members: &Map<String, Value>) -> Result<(), Fault> {
    only(members, &["type", "systemuser_org", "externalRef"])?;
    if let Some(other) = members.get("externalRef").filter(|it| !it.is_string()) {
        return Err(value(format!("{} as externalRef", kind_of(other))));
    }
    let Some(Value::Object(party)) = members.get("systemuser_org") else {
        return Err(value("no object systemuser_org"));
    };
    only(party, &["authority", "ID"])?;
    let said = |name: &str| party.get(name).and_then(Value::as_str).unwrap_or_default();
    let number = said("ID").strip_prefix("0192:").map(OrgNumber::parse);
    if said("authority") != "iso6523-actorid-upis" || !matches!(number, Some(Ok(_))) {
        return Err(value("another authority or ID in systemuser_org"));
    }
    Ok(())
}

fn only(members: &Map<String, Value>, known: &[&str]) -> Result<(), Fault> {
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(other) => {
            let shown: String = other.chars().take(80).collect();
            Err(Fault::new(FaultKind::DetailsField, format!("`{shown}`")))
        }
        None => Ok(()),
    }
}
