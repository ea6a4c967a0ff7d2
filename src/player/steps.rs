//! Does one step: calls an operation, or moves the world through the admin API.

use http::Method;
use serde_json::{Map, Value, json};

use super::call;
use super::fill::Sources;
use super::reply::Reply;
use super::seat::{Seat, encoded, query};
use crate::scenario::ScenarioFile;
use crate::scenario::plan::{Doing, Step};

/// Does a step; `number` is counted from 1.
///
/// # Errors
/// Why it could not be done at all: something that it names is not there.
pub(super) async fn act(
    seat: &mut Seat,
    file: &ScenarioFile,
    step: &Step,
    number: usize,
    sources: &Sources,
) -> Result<Reply, String> {
    let (method, path, body) = match &step.doing {
        Doing::Call(call) => return call::call(seat, file, call, number, sources).await,
        Doing::Advance { by, until_idle } => {
            let mut body = Map::new();
            if let Some(by) = by {
                body.insert("by".to_owned(), Value::from(sources.text(by)?));
            }
            if *until_idle {
                body.insert("until_idle".to_owned(), Value::from(true));
            }
            let body = Value::Object(body);
            (Method::POST, "/clock/advance".to_owned(), Some(body))
        }
        Doing::Set(to) => {
            let body = json!({ "to": sources.text(to)? });
            (Method::POST, "/clock/set".to_owned(), Some(body))
        }
        Doing::Act {
            action,
            person,
            fields,
        } => {
            let fields = sources.fields(fields)?;
            let body = serde_json::to_value(&fields).map_err(|error| error.to_string())?;
            let path = format!("/people/{person}/actions/{}", encoded(action));
            (Method::POST, path, Some(body))
        }
        Doing::Await { filters, timeout } => {
            let mut filters = filters.clone();
            if let Some(timeout) = timeout {
                filters.insert("timeout".to_owned(), Value::from(timeout.clone()));
            }
            let filters = sources.value(&Value::Object(filters))?;
            (Method::GET, format!("/await?{}", query(&filters)), None)
        }
    };
    Ok(seat.admin(&method, &path, body.as_ref()).await)
}
